//! Commands on cases: what customers dispute, promise and say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::{Code, Day, Moment, Number, Plain};

/// Opens a dispute on an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDispute {
    /// The invoice.
    pub invoice: Number,
    /// How much of it, at most what is outstanding and not disputed yet; absent, all of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Why, as a reason code (`price`, `damaged`, `already_paid`, …).
    pub reason: String,
    /// What the customer says; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who sees to it; absent, who opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when it is to be resolved; absent, in 14 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What went wrong in the first place, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// Calls and documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// From when on; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Adds to a dispute: a note, another owner or due date, the root cause, calls and documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDispute {
    /// The dispute.
    pub dispute: Number,
    /// What there is to say; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who sees to it from here on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when it is to be resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What went wrong in the first place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// More calls and documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// From when on; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Moves a dispute on; from resolved or closed back to `in_progress` reopens it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveDispute {
    /// The dispute.
    pub dispute: Number,
    /// Where to.
    pub to: MoveTo,
    /// Why; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// From when on; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Resolves a dispute. `credit` issues the credit note in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveDispute {
    /// The dispute.
    pub dispute: Number,
    /// How it ends.
    pub outcome: Outcome,
    /// With `credit`: how much is credited, gross; absent, all that remains disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// What was found; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// From when on, and the credit note's date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Which way a call went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The customer called.
    In,
    /// The customer was called.
    Out,
}

/// Logs a call. Whom, what and how it ended are kept apart from the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogCall {
    /// Whose account.
    pub customer: Code,
    /// When, with its offset from UTC (`2026-11-20T10:42:00+02:00`); absent, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// Which way.
    pub direction: Direction,
    /// Who was on the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The documents and disputes that were spoken of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// Records what a customer promises to pay on an invoice. One live promise an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Who promises.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// How much; absent, all that is outstanding and not disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The day by which the money comes.
    pub by: Day,
    /// How many days later it may come all the same; absent, 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance_days: Option<u16>,
    /// What was said; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day of the promise; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Takes a promise out of force, because another is made or it was written down in error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPromise {
    /// The promise.
    pub promise: Number,
    /// Why; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// From when on; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Schedules a call back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleCallback {
    /// Whom to call.
    pub customer: Code,
    /// When, with its offset from UTC (`2026-11-24T14:30:00+02:00`).
    pub at: Moment,
    /// Whom to ask for; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The documents and disputes that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// What about; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day on which that is agreed; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Marks a callback as done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The callback.
    pub callback: Number,
    /// How it went; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}
