//! A reason to call a customer, as it is found. May use: the list's rows, domain.

use crate::domain::{Day, Moment, Money, Number};
use crate::ledger::tables::{AccountId, ItemId};

use super::list::WorkReason;

/// A promise that is a reason to call.
#[derive(Clone, Copy)]
pub(super) struct FoundPromise {
    pub(super) id: ItemId,
    pub(super) invoice: ItemId,
    /// What came of it, if it was kept in part.
    pub(super) came: Option<Money>,
}

/// A reason to call, before it is known who that is. What is read only of a customer that is listed is left out: the
/// numbers of a promise and its invoice, and the invoice of a debt.
pub(super) struct FoundReason {
    pub(super) reason: WorkReason,
    pub(super) amount: Money,
    pub(super) promise: Option<FoundPromise>,
    pub(super) case: Option<Number>,
    pub(super) invoice: Option<Number>,
    pub(super) at: Option<Moment>,
    pub(super) day: Option<Day>,
}

impl FoundReason {
    /// A reason with nothing more to say of it.
    pub(super) fn of(reason: WorkReason, amount: Money) -> FoundReason {
        let (promise, case, invoice, at, day) = (None, None, None, None, None);
        FoundReason { reason, amount, promise, case, invoice, at, day }
    }
}

/// A customer that is found: who, the most urgent reason, and the others.
pub(super) type FoundRow = (AccountId, FoundReason, Vec<WorkReason>);
