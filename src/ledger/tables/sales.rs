//! The tables of the catalogue and of drafts.

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Money, Number, Plain};
use crate::journal::Pos;
use crate::ledger::table::tables;

use super::AccountId;

/// The number of a catalogue item, counted in the order of definition.
pub type SoldId = u32;

tables! {
    /// Items of the catalogue by folded code.
    SOLD: String => SoldRow = b'G', "catalogue";

    /// Prices by item, currency and first day.
    PRICES: (SoldId, Currency, Day) => Plain = b'g', "prices";

    /// Drafts by number.
    DRAFTS: u64 => DraftRow = b'F', "drafts";

    /// The content of each draft as JSON, split so that no row is too large; removed with the draft.
    DRAFT_TEXTS: (u64, u16) => Vec<u8> = b'h', "draft texts";

    /// The sum of an account's drafts that are neither issued nor discarded.
    DRAFTS_OF: (AccountId, u64) => Money = b'f', "drafts by account";
}

/// An item of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SoldRow {
    /// Its number.
    pub id: SoldId,
    /// The code as it was first given.
    pub code: Code,
    /// The description for lines.
    pub name: String,
    /// The unit.
    pub unit: Option<String>,
    /// The codes of the taxes it carries.
    pub tax: Vec<String>,
    /// The entry that defined it.
    pub seq: u64,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftRow {
    /// The account.
    pub account: AccountId,
    /// The day of drafting.
    pub date: Day,
    /// Its total at that time.
    pub total: Money,
    /// Its state.
    pub end: DraftEnd,
    /// The entry that holds its content.
    pub seq: u64,
    /// The place of that entry.
    pub pos: Pos,
}

/// The state of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftEnd {
    /// It is open.
    Open,
    /// It was issued as this invoice.
    Issued(Number),
    /// It was discarded.
    Discarded,
}
