//! The tables of dunning: policies, customers' groups, blocks, letters. Rows never change once posted,
//! except those of policies and groups, which hold what applies now.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::tables;

use super::{AccountId, ItemId, Place};

tables! {
    /// Dunning policies by folded name.
    DUNNING_POLICIES: String => DunningPolicyRow = 0xD0, "dunning policies";

    /// The group of each customer who is in one.
    CUSTOMER_GROUPS: AccountId => String = 0xD1, "customers' groups";

    /// Blocks on dunning, and their ends, by account, in the order of recording.
    DUNNING_BLOCKS: (AccountId, ItemId) => DunningBlockRow = 0xD2, "dunning blocks";

    /// Dunning letters, by the event that made each.
    LETTERS: ItemId => LetterRow = 0xD3, "dunning letters";

    /// Dunning letters by account and date.
    LETTERS_OF: (AccountId, Day, ItemId) => () = 0xD4, "dunning letters by account";

    /// Dunning letters by folded number.
    LETTER_NUMBERS: String => ItemId = 0xD5, "dunning letters by number";

    /// The letter that a delivery sends.
    LETTER_OF_DELIVERY: ItemId => ItemId = 0xD6, "dunning letters by delivery";

    /// The deliveries of a letter.
    DELIVERIES_OF_LETTER: (ItemId, ItemId) => () = 0xD7, "deliveries of dunning letters";
}

/// A dunning policy: the event as JSON, because its few fields are always read together.
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
    /// The invoice that is blocked; `None` for all of the customer's.
    pub invoice: Option<ItemId>,
    /// The day from which it holds.
    pub date: Day,
    /// The last day; `None` if this row ends the block.
    pub until: Option<Day>,
    /// The place of the event.
    pub at: Place,
}

/// A dunning letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterRow {
    /// Its number.
    pub number: Number,
    /// The account.
    pub account: AccountId,
    /// Its date.
    pub date: Day,
    /// Its level, from 1.
    pub level: u8,
    /// The currency of its amount.
    pub currency: Currency,
    /// The amount that it asks for.
    pub amount: Money,
    /// The items that it asks for.
    pub items: Vec<ItemId>,
    /// The place of the event.
    pub at: Place,
}
