//! What is looked at before something is entered, so that it is not entered twice.

use crate::domain::{Currency, Day, Plain};
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// Invoices and payments by account, likeness (see [`crate::ledger::twins`]) and date.
pub const TWINS: Table<(AccountId, u64, Day, ItemId), ()> = Table::new(b't', "twins");

/// Accounts by the likeness of a name, a telephone, an e-mail address or a tax number that they
/// have now.
pub const ALIKE: Table<(u64, AccountId), ()> = Table::new(b'e', "accounts alike");

/// The rate of exchange that a currency was entered at last, in book units.
pub const RATES: Table<Currency, Plain> = Table::new(b'x', "last rates");
