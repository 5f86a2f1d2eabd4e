//! The tables of dunning: policies, customers' groups, blocks, letters. A row is never changed once
//! posted, but for policies and groups, which say what holds now.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::Table;

use super::{AccountId, ItemId, Place};

/// Dunning policies, by folded name.
pub const DUNNING_POLICIES: Table<String, DunningPolicyRow> = Table::new(0xD0, "dunning policies");

/// The group of each customer that is in one.
pub const CUSTOMER_GROUPS: Table<AccountId, String> = Table::new(0xD1, "customers' groups");

/// Blocks of dunning and their ends, by account, in the order of recording.
pub const DUNNING_BLOCKS: Table<(AccountId, ItemId), DunningBlockRow> =
    Table::new(0xD2, "dunning blocks");

/// Dunning letters, by the event that made each.
pub const LETTERS: Table<ItemId, LetterRow> = Table::new(0xD3, "dunning letters");

/// Dunning letters by account and date.
pub const LETTERS_OF: Table<(AccountId, Day, ItemId), ()> =
    Table::new(0xD4, "dunning letters by account");

/// Dunning letters by folded number.
pub const LETTER_NUMBERS: Table<String, ItemId> = Table::new(0xD5, "dunning letters by number");

/// The letter that a delivery sends.
pub const LETTER_OF_DELIVERY: Table<ItemId, ItemId> =
    Table::new(0xD6, "dunning letters by delivery");

/// The deliveries of a letter.
pub const DELIVERIES_OF_LETTER: Table<(ItemId, ItemId), ()> =
    Table::new(0xD7, "deliveries of dunning letters");

/// A dunning policy: the event in JSON, few fields that are read together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningPolicyRow {
    /// The event.
    pub json: String,
    /// The entry that set it.
    pub seq: u64,
}

/// A block, or its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningBlockRow {
    /// The invoice alone; none, all of the customer's.
    pub invoice: Option<ItemId>,
    /// From when on.
    pub date: Day,
    /// The last day; none, the block has ended.
    pub until: Option<Day>,
    /// Where the event stands.
    pub at: Place,
}

/// A dunning letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterRow {
    /// Its number.
    pub number: Number,
    /// Whose.
    pub account: AccountId,
    /// Its date.
    pub date: Day,
    /// Its level, from 1.
    pub level: u8,
    /// In what its amount is.
    pub currency: Currency,
    /// What it asks for.
    pub amount: Money,
    /// The items it asks for.
    pub items: Vec<ItemId>,
    /// Where the event stands.
    pub at: Place,
}
