//! The tables that the look-up index is built from: the texts by which customers and documents are
//! found, unless another key has them already.

use crate::domain::Day;
use crate::ledger::table::tables;

use super::{AccountId, ItemId};

/// How many accounts share a row of cards, so that reading a million cards takes as long as reading
/// thirty thousand rows.
pub const CARDS_IN_ROW: AccountId = 32;

tables! {
    /// The searchable texts of accounts, one line each, [`CARDS_IN_ROW`] lines per row.
    CARDS: AccountId => String = b'w', "look-up cards";

    /// The day of the latest activity on each account (a document, a payment, a call), [`CARDS_IN_ROW`] of
    /// them per row, in the order of the accounts.
    ACTIVITY: AccountId => Vec<Option<Day>> = b'z', "activity";

    /// The customer's reference on a document, or the payer's on a payment.
    REFERENCES: ItemId => String = b'r', "references";
}
