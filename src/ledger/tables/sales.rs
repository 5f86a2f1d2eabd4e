//! The tables of what is sold and what is about to be issued: items, prices, drafts.

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Money, Number, Plain};
use crate::journal::Pos;
use crate::ledger::table::Table;

use super::AccountId;

/// Items of the catalogue are numbered as they are first defined.
pub type SoldId = u32;

/// Items of the catalogue by folded code.
pub const SOLD: Table<String, SoldRow> = Table::new(b'G', "catalogue");

/// Prices by item, currency and first day.
pub const PRICES: Table<(SoldId, Currency, Day), Plain> = Table::new(b'g', "prices");

/// Drafts by number.
pub const DRAFTS: Table<u64, DraftRow> = Table::new(b'F', "drafts");

/// What each draft is to issue, in JSON, in parts that no row is too large for; gone with the
/// draft.
pub const DRAFT_TEXTS: Table<(u64, u16), Vec<u8>> = Table::new(b'h', "draft texts");

/// What an account's drafts come to that are not issued or discarded.
pub const DRAFTS_OF: Table<(AccountId, u64), Money> = Table::new(b'f', "drafts by account");

/// An item of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SoldRow {
    /// Which.
    pub id: SoldId,
    /// Its code, as first given.
    pub code: Code,
    /// What stands on the line.
    pub name: String,
    /// In what it is counted.
    pub unit: Option<String>,
    /// The codes of the taxes it carries.
    pub tax: Vec<String>,
    /// The entry that says so.
    pub seq: u64,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftRow {
    /// Whose.
    pub account: AccountId,
    /// The day of drafting.
    pub date: Day,
    /// What it came to then.
    pub total: Money,
    /// What became of it.
    pub end: DraftEnd,
    /// The entry that holds it.
    pub seq: u64,
    /// Where that stands.
    pub pos: Pos,
}

/// How a draft ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftEnd {
    /// It waits.
    Open,
    /// It was issued as this invoice.
    Issued(Number),
    /// It was thrown away.
    Discarded,
}
