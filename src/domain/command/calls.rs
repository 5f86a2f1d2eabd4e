//! Commands that wrap up a call: the call and everything agreed in it, as one entry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cases::Direction;
use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{CallOutcome, Code, Day, Moment, Number, Plain, Role};

/// Logs a call with everything agreed in it: promises, disputes, callbacks, deliveries. It is posted as
/// one entry: all of it, or nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrapUp {
    /// The customer.
    pub customer: Code,
    /// The direction.
    pub direction: Direction,
    /// Who was on the line; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What was said, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was agreed, in short parts: `p 500 fri; d 1042 price 40; cb tue 14:30; send 1042`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// How the call ended; if absent, `spoke` if anything was said or agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<CallOutcome>,
    /// When the call began, with its UTC offset; if absent or in the future, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Moment>,
    /// The length in minutes; if absent, the time since it began, at most 12 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// The documents and disputes it was about, besides those named in `line`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// A promise, in addition to those in `line`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseAgreed>,
    /// A callback, in addition to those in `line`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<CallbackAgreed>,
    /// A dispute, in addition to those in `line`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeAgreed>,
}

/// A promise made on the phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseAgreed {
    /// The invoice; if absent, the oldest open ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The amount; if absent, all that is left of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The promised day.
    pub by: Day,
}

/// A callback agreed on the phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackAgreed {
    /// The time, with its UTC offset.
    pub at: Moment,
    /// The subject; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A dispute raised on the phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeAgreed {
    /// The invoice; if absent, the oldest open one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The amount; if absent, all that can be disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The reason code.
    pub reason: String,
}

impl CommandKind for WrapUp {
    const FACTS: CommandFacts<WrapUp> = CommandFacts {
        summary: "Log a call with the promises, disputes, callbacks and deliveries agreed in it",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| {
            let texts = [&command.contact, &command.note, &command.line];
            let callback = command.callback.as_ref();
            texts.into_iter().any(Option::is_some) || callback.is_some_and(|it| it.note.is_some())
        },
        dates: |_, date| vec![("started", date)],
        may_be_old: false,
        undo: |_| vec![Undo::made("call", "undo_wrap_up")],
    };
}

/// Takes back what was agreed in a call, as far as possible; the call itself stays logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoWrapUp {
    /// The call.
    pub call: Number,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for UndoWrapUp {
    const FACTS: CommandFacts<UndoWrapUp> = CommandFacts {
        summary: "Take back what was agreed in a call: promises, disputes, callbacks, deliveries",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
