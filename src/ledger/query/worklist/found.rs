//! A reason to call a customer, as it is found. May use: the list's rows, domain.

use crate::domain::{Day, Moment, Money, Number};
use crate::ledger::tables::AccountId;

use super::list::{CameOfPromise, WorkReason};

/// A reason to call, before it is known who that is.
pub(super) struct FoundReason {
    pub(super) reason: WorkReason,
    pub(super) amount: Money,
    pub(super) came: Option<CameOfPromise>,
    pub(super) case: Option<Number>,
    pub(super) invoice: Option<Number>,
    pub(super) at: Option<Moment>,
    pub(super) day: Option<Day>,
}

impl FoundReason {
    /// A reason with nothing more to say of it.
    pub(super) fn of(reason: WorkReason, amount: Money) -> FoundReason {
        let (came, case, invoice, at, day) = (None, None, None, None, None);
        FoundReason { reason, amount, came, case, invoice, at, day }
    }
}

/// A customer that is found: who, the most urgent reason, and the others.
pub(super) type FoundRow = (AccountId, FoundReason, Vec<WorkReason>);
