//! The tables that the look-up index is built from: the texts by which customers and documents are
//! found, unless another key has them already.

use crate::domain::Day;
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// How many accounts share a row of cards, so that reading a million cards takes as long as reading
/// thirty thousand rows.
pub const CARDS_IN_ROW: AccountId = 32;

/// The searchable texts of accounts, one line each, [`CARDS_IN_ROW`] lines per row.
pub const CARDS: Table<AccountId, String> = Table::new(b'w', "look-up cards");

/// The day of the latest activity on each account (a document, a payment, a call), [`CARDS_IN_ROW`] of
/// them per row, in the order of the accounts.
pub const ACTIVITY: Table<AccountId, Vec<Option<Day>>> = Table::new(b'z', "activity");

/// The customer's reference on a document, or the payer's on a payment.
pub const REFERENCES: Table<ItemId, String> = Table::new(b'r', "references");
