//! An account as a layer asks for it: how many of its open items are needed. May use: the questions.

use crate::domain::{Code, Number};
use crate::ledger::query::balance::Balance;
use crate::ledger::query::caller::AccountOf;

use super::query::{Asking, Errand};

pub use crate::ledger::query::caller::Account;

/// How much of what happened on an account is read.
const LATELY: usize = 30;

/// How many of an account's open items are asked for: the first ones by due date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstItems {
    /// So many.
    pub most: usize,
    /// And on to this one, if it is open.
    pub through: Option<Number>,
}

/// More than a window shows at once; the rest is asked for when the mark comes near its end.
const FIRST: usize = 100;

/// So many rows before the end of what is known, more is asked for.
const NEAR: usize = 40;

impl Default for FirstItems {
    fn default() -> FirstItems {
        FirstItems { most: FIRST, through: None }
    }
}

impl FirstItems {
    /// All there are.
    pub const ALL: FirstItems = FirstItems { most: usize::MAX, through: None };

    /// Asks for more where the mark comes near the end of the rows that are shown; whether it does.
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
    /// Asks for an account, with so many of its open items.
    pub fn account(&mut self, customer: &Code, first: &FirstItems) -> Errand {
        let FirstItems { most: items, through } = first.clone();
        self.ask(AccountOf { customer: customer.clone(), items, through, lately: LATELY })
    }
}
