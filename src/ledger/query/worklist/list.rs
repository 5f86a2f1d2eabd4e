//! The worklist, as the book answers it.

use serde::{Deserialize, Serialize};

use crate::domain::habit::PayingHabit;
use crate::domain::{Code, Currency, Day, Moment, Money, Number};
use crate::ledger::promises::PromiseRecord;

/// Asks for the worklist.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WorklistOf {
    /// The day; if absent, today.
    pub date: Option<Day>,
    /// The user whose list it is: customers handed over to others are left out. If absent, none are.
    pub user: Option<String>,
    /// Whether only users of the book count as others: who was handed over to anybody else is on
    /// everybody's list, so that no wrong name makes a customer disappear.
    #[serde(default)]
    pub only_users: bool,
    /// The time of the call: customers who may not be called then are left out. If absent, none are.
    pub at: Option<Moment>,
    /// Whether those that may not be called at that moment are on the list all the same, each with when it may be.
    #[serde(default)]
    pub even_later: bool,
    /// The most rows.
    pub most: usize,
}

/// The worklist of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worklist {
    /// The day.
    pub date: Day,
    /// The company's zone, in which times of day are given.
    pub zone: String,
    /// The customers to call, the most urgent first.
    pub rows: Vec<WorkItem>,
    /// How many customers were spoken to that day.
    pub done: usize,
    /// How many of the customers looked at may not be called at that moment.
    pub later: usize,
    /// Whether there is more than the list holds.
    pub more: bool,
}

/// How long before its time a callback may be made, in microseconds.
const EARLY: i64 = 5 * 60 * 1_000_000;

impl Worklist {
    /// Whom to call next: the most urgent, without callbacks whose time is not come, customers outside their
    /// hours and what needs no call. Where no moment is given, every callback's time is.
    pub fn next(&self, now: Option<Moment>) -> Option<&WorkItem> {
        self.rows.get(self.next_from(0, now)?)
    }

    /// The place of the same among the rows from `first` on.
    pub fn next_from(&self, first: usize, now: Option<Moment>) -> Option<usize> {
        let is_time = |it: &&WorkItem| match (it.at, now) {
            (Some(at), Some(now)) => at.micros() <= now.micros() + EARLY,
            _ => true,
        };
        let is_call = |it: &&WorkItem| it.reason != WorkReason::ToAllocate;
        let mut rows = self.rows.iter().enumerate().skip(first);
        let is_next = |it: &&WorkItem| is_call(it) && is_time(it) && it.outside.is_none();
        rows.find(|(_, it)| is_next(it)).map(|(place, _)| place)
    }
}

/// Why a customer is on the worklist, the most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkReason {
    /// A callback was agreed for that day or before.
    CallbackDue,
    /// A promise was broken: nothing of it came.
    PromiseBroken,
    /// A promise was kept in part, and the rest is missing.
    PromisePartKept,
    /// The promised day has come, and the money has not.
    PromiseDue,
    /// A dispute is to be resolved.
    DisputeDue,
    /// An instalment of a payment plan was missed.
    PlanMissed,
    /// Something fell overdue in the last few days.
    NewlyOverdue,
    /// Something is overdue, and nobody has spoken to the customer for a while.
    NoContact,
    /// Money on account pays what would be chased: nobody needs to be called, but it must be allocated.
    ToAllocate,
}

impl WorkReason {
    /// All of them, the most urgent first.
    pub const ALL: [WorkReason; 9] = [
        WorkReason::CallbackDue,
        WorkReason::PromiseBroken,
        WorkReason::PromisePartKept,
        WorkReason::PromiseDue,
        WorkReason::DisputeDue,
        WorkReason::PlanMissed,
        WorkReason::NewlyOverdue,
        WorkReason::NoContact,
        WorkReason::ToAllocate,
    ];

    /// The contract word: a promise of which a part came has that of one of which nothing came.
    pub fn word(self) -> &'static str {
        match self {
            WorkReason::CallbackDue => "callback_due",
            WorkReason::PromiseBroken | WorkReason::PromisePartKept => "promise_broken",
            WorkReason::PromiseDue => "promise_due",
            WorkReason::DisputeDue => "dispute_due",
            WorkReason::PlanMissed => "plan_missed",
            WorkReason::NewlyOverdue => "newly_overdue",
            WorkReason::NoContact => "no_contact",
            WorkReason::ToAllocate => "to_allocate",
        }
    }

    /// The end of the names of its words, which begin with `work-` and `work-short-`.
    pub fn key(self) -> String {
        match self {
            WorkReason::PromisePartKept => "promise-part-kept".into(),
            other => other.word().replace('_', "-"),
        }
    }

    /// Whether the customer is called about money that is owed.
    pub fn is_debt(self) -> bool {
        match self {
            WorkReason::PromiseBroken
            | WorkReason::PromisePartKept
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

/// A promise that was kept in part.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameOfPromise {
    /// The amount promised.
    pub promised: Money,
    /// How much of it came in time, allocated or not.
    pub came: Money,
}

impl CameOfPromise {
    /// The sums with those of another promise.
    pub(super) fn with(self, other: CameOfPromise) -> CameOfPromise {
        let sum = |one: Money, more| one.plus(more).unwrap_or(one);
        let promised = sum(self.promised, other.promised);
        CameOfPromise { promised, came: sum(self.came, other.came) }
    }
}

/// Another promise that a row is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoPromised {
    /// The promise.
    pub promise: Number,
    /// Its invoice.
    pub invoice: Number,
}

/// When a customer who may not be called now may be, by the customer's own clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideHours {
    /// The zone of that clock.
    pub zone: String,
    /// The time by it.
    pub time: String,
    /// The time from which the customer may be called.
    pub from: String,
    /// The time until which the customer may be called.
    pub to: String,
}

/// A customer on the worklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkItem {
    /// The customer.
    pub customer: Code,
    /// The name.
    pub name: String,
    /// The reason.
    pub reason: WorkReason,
    /// The amount it is about: left to chase, missing of a promise, disputed, or on account. For a callback, all that
    /// there is to chase, with a promise due that day and missed instalments.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// For a promise kept in part: what was promised, and how much of it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<CameOfPromise>,
    /// The first telephone.
    pub phone: Option<String>,
    /// The callback, the promise, the dispute or the plan.
    pub case: Option<Number>,
    /// The invoice it is about; for debts, the one that has been late for longest.
    pub invoice: Option<Number>,
    /// Other promises that it is about, as far as they are for the same day; the amount is that of all. Where money
    /// waits to be allocated, those of other days, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_promised: Vec<AlsoPromised>,
    /// The time agreed for a callback.
    pub at: Option<Moment>,
    /// The day promised, the day a dispute is due, the oldest due date of what is chased.
    pub day: Option<Day>,
    /// When somebody last spoke to the customer.
    pub contact: Option<Day>,
    /// How the customer pays.
    pub habit: PayingHabit,
    /// Whether the next invoice would more likely be paid late than not.
    pub usually_late: bool,
    /// How promises were kept.
    pub promises: PromiseRecord,
    /// The user it was handed over to.
    pub with: Option<String>,
    /// Other reasons to speak to the customer.
    pub also: Vec<WorkReason>,
    /// When the customer may be called, if that is not at the moment of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<OutsideHours>,
}
