//! The tables by which duplicate entries are recognised before they are posted.

use crate::domain::{Currency, Day, Plain};
use crate::ledger::table::tables;

use super::{AccountId, ItemId};

tables! {
    /// Invoices and payments by account, likeness (see [`crate::ledger::twins`]) and date.
    TWINS: (AccountId, u64, Day, ItemId) => () = b't', "twins";

    /// Accounts by the likeness of their current name, telephone, e-mail address or tax number.
    ALIKE: (u64, AccountId) => () = b'e', "accounts alike";

    /// The last exchange rate of a currency, in book units per foreign unit.
    RATES: Currency => Plain = b'x', "last rates";
}
