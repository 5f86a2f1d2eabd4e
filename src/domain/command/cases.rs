//! Commands on cases: disputes, promises, calls and callbacks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::disputes::BroughtInStep;
use super::facts::{
    CREDITED, Changes, CommandFacts, CommandKind, DATED, Undo, UndoneBy, effective,
};
use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::{Code, Day, Moment, Number, Plain, Role};

/// Opens a dispute on an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDispute {
    /// The invoice.
    pub invoice: Number,
    /// The amount, at most what is outstanding and not disputed yet; if absent, all of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The reason code (`price`, `damaged`, `already_paid`, …).
    pub reason: String,
    /// What the customer says; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The owner; if absent, the user who opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The due date; if absent, in 14 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The root cause, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// Calls and documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The number it has in another system, kept as given. It is taken as it was there: of any amount of the invoice, with a
    /// due date that may be past, and a reason that may be new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// What happened to it in the other system, in order; only with its number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<BroughtInStep>,
}

impl CommandKind for OpenDispute {
    const FACTS: CommandFacts<OpenDispute> = CommandFacts {
        summary: "Open a dispute on an invoice, or on a part of it",
        role: |command| match command.number {
            Some(_) => Role::Administrator,
            None => Role::Coordinator,
        },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| {
            let own = [&command.note, &command.owner, &command.root_cause];
            own.into_iter().any(Option::is_some)
                || command.steps.iter().any(|step| step.note.is_some())
        },
        dates: effective,
        may_be_old: false,
        undo: |_| {
            vec![Undo {
                made: Some("dispute"),
                by: UndoneBy::Command("move_dispute", &[("to", "void")]),
            }]
        },
    };
}

/// Adds to a dispute: a note, another owner or due date, the root cause, calls and documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDispute {
    /// The dispute.
    pub dispute: Number,
    /// The note; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The new owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The new due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The root cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// More calls and documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for NoteDispute {
    const FACTS: CommandFacts<NoteDispute> = CommandFacts {
        summary: "Add a note to a dispute; change its owner, due date or root cause",
        role: |_| Role::Coordinator,
        changes: |command| Changes::Dispute(&command.dispute),
        overridable: DATED,
        is_personal: |command| {
            [&command.note, &command.owner, &command.root_cause].into_iter().any(Option::is_some)
        },
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// What happens to the credit notes of a dispute that is reopened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReopenedCredits {
    /// They stay in force.
    Keep,
    /// They are voided in the same entry: resolving the dispute was a mistake.
    Void,
}

/// Moves a dispute to another state; from resolved or closed, `in_progress` reopens it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveDispute {
    /// The dispute.
    pub dispute: Number,
    /// The new state.
    pub to: MoveTo,
    /// With `in_progress`: what happens to the credit notes it was resolved with; if absent, they stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<ReopenedCredits>,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for MoveDispute {
    const FACTS: CommandFacts<MoveDispute> = CommandFacts {
        summary: "Move a dispute to another state: in_progress, waiting, closed, void; or reopen it",
        role: |_| Role::Coordinator,
        changes: |command| Changes::Dispute(&command.dispute),
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |fields| match fields.get("to").map(String::as_str) {
            // A void dispute stays void.
            Some("void") => vec![Undo::NOTHING],
            _ => vec![Undo::by("move_dispute")],
        },
    };
}

/// Resolves a dispute. `credit` issues the credit note in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveDispute {
    /// The dispute.
    pub dispute: Number,
    /// The outcome.
    pub outcome: Outcome,
    /// With `credit`: the gross amount to credit; if absent, all that is still disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The findings; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The effective date, which is also the credit note's; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ResolveDispute {
    const FACTS: CommandFacts<ResolveDispute> = CommandFacts {
        summary: "Resolve a dispute: credit, upheld or withdrawn",
        role: |_| Role::Coordinator,
        changes: |command| Changes::Dispute(&command.dispute),
        overridable: CREDITED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| {
            vec![Undo {
                made: None,
                by: UndoneBy::Command(
                    "move_dispute",
                    &[("credits", "void"), ("to", "in_progress")],
                ),
            }]
        },
    };
}

/// The direction of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The customer called.
    In,
    /// The customer was called.
    Out,
}

/// Logs a call. The contact, the note and the outcome are kept in the private record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogCall {
    /// The customer.
    pub customer: Code,
    /// The time, with its UTC offset (`2026-11-20T10:42:00+02:00`); if absent, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// The direction.
    pub direction: Direction,
    /// The contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The documents and disputes it was about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

impl CommandKind for LogCall {
    const FACTS: CommandFacts<LogCall> = CommandFacts {
        summary: "Log a call",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| {
            [&command.contact, &command.note, &command.outcome].into_iter().any(Option::is_some)
        },
        dates: |_, date| vec![("at", date)],
        may_be_old: false,
        undo: |_| vec![Undo::stays("call")],
    };
}

/// Records a customer's promise to pay an invoice. An invoice has at most one open promise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The customer.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// The amount; if absent, all that is outstanding and not disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The promised day; absent if instalments are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Day>,
    /// Or several days, each with its amount: a promise for each, the earliest first. What is paid goes
    /// to the earliest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instalments: Vec<PromisedPart>,
    /// The days of tolerance after the promised day; if absent, 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance_days: Option<u16>,
    /// What was said, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date of the promise; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// One instalment of a promise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromisedPart {
    /// The promised day.
    pub by: Day,
    /// The amount.
    pub amount: Plain,
}

impl CommandKind for Promise {
    const FACTS: CommandFacts<Promise> = CommandFacts {
        summary: "Record what a customer promises to pay, and by when",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("promise", "withdraw_promise")],
    };
}

/// Withdraws a promise, because another one replaces it or it was recorded in error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPromise {
    /// The promise.
    pub promise: Number,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for WithdrawPromise {
    const FACTS: CommandFacts<WithdrawPromise> = CommandFacts {
        summary: "Withdraw a promise",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Schedules a call back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleCallback {
    /// The customer to call.
    pub customer: Code,
    /// The time, with its UTC offset (`2026-11-24T14:30:00+02:00`).
    pub at: Moment,
    /// The contact to ask for; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The documents and disputes that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// The subject; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date it was agreed; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ScheduleCallback {
    const FACTS: CommandFacts<ScheduleCallback> = CommandFacts {
        summary: "Schedule a call back",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.contact.is_some() || command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("callback", "done")],
    };
}

/// Marks a callback as done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The callback.
    pub callback: Number,
    /// How it went; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for Done {
    const FACTS: CommandFacts<Done> = CommandFacts {
        summary: "Complete a callback",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
