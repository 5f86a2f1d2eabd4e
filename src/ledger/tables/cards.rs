//! The tables that look-up is built from: everything by which a customer or a document is found
//! and that stands in no other key.

use crate::domain::Day;
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// How many accounts share a row of cards: a million of them are read in the time that thirty
/// thousand rows take.
pub const CARDS_IN_ROW: AccountId = 32;

/// What accounts are looked up by, [`CARDS_IN_ROW`] of them a row, a line each.
pub const CARDS: Table<AccountId, String> = Table::new(b'w', "look-up cards");

/// The day of what last happened on an account (a document, a payment, a call), [`CARDS_IN_ROW`] of
/// them a row, in the order of the accounts.
pub const ACTIVITY: Table<AccountId, Vec<Option<Day>>> = Table::new(b'z', "activity");

/// The customer's reference on a document, the payer's on a payment.
pub const REFERENCES: Table<ItemId, String> = Table::new(b'r', "references");
