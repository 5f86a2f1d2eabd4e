//! The tables by which duplicate entries are recognised before they are posted.

use crate::domain::{Currency, Day, Plain};
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// Invoices and payments by account, likeness (see [`crate::ledger::twins`]) and date.
pub const TWINS: Table<(AccountId, u64, Day, ItemId), ()> = Table::new(b't', "twins");

/// Accounts by the likeness of their current name, telephone, e-mail address or tax number.
pub const ALIKE: Table<(u64, AccountId), ()> = Table::new(b'e', "accounts alike");

/// The last exchange rate of a currency, in book units per foreign unit.
pub const RATES: Table<Currency, Plain> = Table::new(b'x', "last rates");
