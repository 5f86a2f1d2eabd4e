//! The worklist of a day: whom to call, about what, and why, the most urgent first. May use: the rest of
//! the queries.
//!
//! Nothing reads all accounts. What may be work stands in tables by day ([`crate::ledger::tables::WORK_BY`] and
//! those beside it), which posting keeps: callbacks by moment, promises by the day promised, disputes by
//! the day they are due, and accounts that owe anything by size and by the day on which a call about a debt
//! may be due. The list reads those up to its day, and judges each: a row in a table says only that there may be
//! work, never that there is. Of debts there may be thousands; they are read from the largest accounts down, and no
//! more than [`LOOKED_AT`] times as many as the list may hold. So its cost follows the list, not the book; within
//! a reason its order is exact among what was read.
//!
//! A table holds what is posted, so the list is of today or of a day to come. Money that is dated ahead and
//! allocated counts as paid: an account that owes nothing any more is in no table.

mod debts;
mod gather;
mod hours;

use serde::{Deserialize, Serialize};

use crate::domain::habit::Habit;
use crate::domain::{Code, Currency, Day, Moment, Money, Number, Refusal, Rule};
use crate::ledger::promises::PromiseRecord;
use crate::store::rows::Stop;

use super::{Asked, Needs, Question, View};

use gather::Gather;

/// For each row that the list may hold, so many accounts that owe are looked at.
const LOOKED_AT: usize = 4;

/// The most rows that a list may hold.
const MOST: usize = 1_000;

/// Asks for the worklist.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WorklistOf {
    /// Of this day; absent, today.
    pub date: Option<Day>,
    /// Without those that were handed over to anybody but this user; absent, all of them.
    pub user: Option<String>,
    /// Without those that may not be called at this moment; absent, at any time of day.
    pub at: Option<Moment>,
    /// How many rows at most.
    pub most: usize,
}

/// The worklist of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worklist {
    /// Which day.
    pub date: Day,
    /// The company's zone, in which times of day are told.
    pub zone: String,
    /// Whom to call, the most urgent first.
    pub rows: Vec<WorkItem>,
    /// How many customers were spoken to that day.
    pub done: usize,
    /// How many of those that were looked at may not be called at that moment.
    pub later: usize,
    /// Whether there is more than the list holds.
    pub more: bool,
}

/// So long before its time, a callback may be made.
const EARLY: i64 = 5 * 60 * 1_000_000;

impl Worklist {
    /// Whom to call next: the most urgent, without callbacks whose time is not come and without what
    /// needs no call. Where no moment is given, every callback's time is.
    pub fn next(&self, now: Option<Moment>) -> Option<&WorkItem> {
        let is_time = |it: &&WorkItem| match (it.at, now) {
            (Some(at), Some(now)) => at.micros() <= now.micros() + EARLY,
            _ => true,
        };
        let is_call = |it: &&WorkItem| it.reason != WorkReason::ToAllocate;
        self.rows.iter().filter(is_call).find(is_time)
    }
}

/// Why a customer is on the worklist, the most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkReason {
    /// A callback was agreed for that day or before.
    CallbackDue,
    /// A promise was broken, or kept in part.
    PromiseBroken,
    /// The day that was promised is come, and the money is not.
    PromiseDue,
    /// A dispute is to be resolved.
    DisputeDue,
    /// An instalment of a payment plan was missed.
    PlanMissed,
    /// Something fell overdue in the last few days.
    NewlyOverdue,
    /// Something is overdue, and nobody spoke to the customer for long.
    NoContact,
    /// Money on account pays what would be chased: nobody needs to be called, but it must be allocated.
    ToAllocate,
}

impl WorkReason {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            WorkReason::CallbackDue => "callback_due",
            WorkReason::PromiseBroken => "promise_broken",
            WorkReason::PromiseDue => "promise_due",
            WorkReason::DisputeDue => "dispute_due",
            WorkReason::PlanMissed => "plan_missed",
            WorkReason::NewlyOverdue => "newly_overdue",
            WorkReason::NoContact => "no_contact",
            WorkReason::ToAllocate => "to_allocate",
        }
    }

    /// Whether the customer is called about money that is owed.
    pub fn is_debt(self) -> bool {
        match self {
            WorkReason::PromiseBroken
            | WorkReason::PlanMissed
            | WorkReason::NewlyOverdue
            | WorkReason::NoContact => true,
            WorkReason::CallbackDue
            | WorkReason::PromiseDue
            | WorkReason::DisputeDue
            | WorkReason::ToAllocate => false,
        }
    }
}

/// A customer on the worklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkItem {
    /// Who.
    pub customer: Code,
    /// The name.
    pub name: String,
    /// Why.
    pub reason: WorkReason,
    /// What that is about: what is left to chase, missing of a promise, disputed, on account.
    pub amount: Money,
    /// In what.
    pub currency: Currency,
    /// The first telephone.
    pub phone: Option<String>,
    /// The callback, the promise, the dispute or the plan.
    pub case: Option<Number>,
    /// The invoice that it is about; of debts, the one that is late for longest.
    pub invoice: Option<Number>,
    /// When a callback was agreed for.
    pub at: Option<Moment>,
    /// The day promised, the day a dispute is due, the oldest due date of what is chased.
    pub day: Option<Day>,
    /// When somebody last spoke to the customer.
    pub contact: Option<Day>,
    /// How the customer pays.
    pub habit: Habit,
    /// Whether the next invoice would more likely be paid late than not.
    pub usually_late: bool,
    /// How promises were kept.
    pub promises: PromiseRecord,
    /// The user it was handed over to.
    pub with: Option<String>,
    /// What else there is to speak of.
    pub also: Vec<WorkReason>,
}

impl Question for WorklistOf {
    const NAME: &'static str = "worklist";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Worklist;

    fn answer(&self, view: &View) -> Result<Worklist, Stop> {
        let date = self.date.unwrap_or(view.today);
        if date < view.today {
            let refusal = Refusal::new(Rule::WorklistPast, "date").with("given", date);
            return Err(refusal.with("today", view.today).into());
        }
        let when = view.when(Asked { as_of: Some(date), known_at: None })?;
        let most = self.most.clamp(1, MOST);
        let mut gather = Gather::of(view, when, self)?;
        gather.callbacks()?;
        gather.promises()?;
        gather.disputes()?;
        gather.plans()?;
        gather.debts(most)?;
        Ok(gather.list(most)?)
    }
}
