//! An account as a layer asks for it: how many of its open items it needs. May use: the questions.

use crate::domain::{Code, Number};
use crate::ledger::query::balance::Balance;
use crate::ledger::query::caller::AccountOf;

use super::asking::Asking;
use super::query::Errand;

pub use crate::ledger::query::caller::Account;

/// How many of the account's latest events are read.
const LATELY: usize = 30;

/// How many of an account's open items to ask for: the first ones by due date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstItems {
    /// At most this many.
    pub most: usize,
    /// If this item is open, also every item up to it.
    pub through: Option<Number>,
}

/// More than a window shows at once; the rest is asked for when the mark comes near its end.
const FIRST: usize = 100;

/// More items are asked for once the mark is this close to the last known one.
const NEAR: usize = 40;

impl Default for FirstItems {
    fn default() -> FirstItems {
        FirstItems { most: FIRST, through: None }
    }
}

impl FirstItems {
    /// All open items.
    pub const ALL: FirstItems = FirstItems { most: usize::MAX, through: None };

    /// Raises the number of items if the mark is near the end of the rows shown. Returns whether it did.
    pub(super) fn reach(&mut self, mark: usize, rows: usize, balance: &Balance) -> bool {
        let known = balance.items.len();
        let is_near = balance.has_more() && self.most <= known && mark + NEAR >= rows;
        if is_near {
            self.most = known.saturating_mul(4);
        }
        is_near
    }
}

impl Asking<Account> {
    /// Asks for an account with the first of its open items.
    pub fn account(&mut self, customer: &Code, first: &FirstItems) -> Errand {
        let FirstItems { most: items, through } = first.clone();
        self.ask(AccountOf { customer: customer.clone(), items, through, lately: LATELY })
    }
}
