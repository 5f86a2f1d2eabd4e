//! The facts about each kind of command: who may send it, what its sender must have seen, which rules a
//! reason overrides, how it is undone. None has a default, so a new command that leaves one out does
//! not compile. May use: the rest of the domain.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::domain::{Code, Day, Number, Role, Rule};

/// A kind of command.
pub trait CommandKind: DeserializeOwned + JsonSchema {
    /// Its facts.
    const FACTS: CommandFacts<Self>;
}

/// The fields of a command as it was sent, by name, for those that are plain text.
pub type Fields = BTreeMap<String, String>;

/// The facts about a kind of command.
pub struct CommandFacts<C> {
    /// A sentence that says what it does.
    pub summary: &'static str,
    /// The least role that may send it without overriding a rule.
    pub role: fn(&C) -> Role,
    /// The record it overwrites, whose current state its sender must have seen.
    pub changes: fn(&C) -> Changes<'_>,
    /// The rules that a reason overrides; every other rule refuses whatever the reason.
    pub overridable: &'static [Rule],
    /// Whether it holds text that is kept in private records: names, addresses, notes, reasons. If so,
    /// its digest is kept there too, not in the chain.
    pub is_personal: fn(&C) -> bool,
    /// Its dates, each with its field. The second argument is the effective date that was decided.
    pub dates: fn(&C, Day) -> Vec<(&'static str, Day)>,
    /// Whether an old date is normal for it, so that no warning is given.
    pub may_be_old: bool,
    /// How its effects are undone, in the order in which the desk offers it.
    pub undo: fn(&Fields) -> Vec<Undo>,
}

/// The record a command overwrites. The command is refused if another user has changed that first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Changes<'a> {
    /// None: it only adds.
    Nothing,
    /// A customer's details.
    Customer(&'a Code),
    /// A dispute.
    Dispute(&'a Number),
    /// A draft.
    Draft(&'a Number),
}

/// How one effect of a command is undone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Undo {
    /// The kind of the thing it made (`invoice`); if none, the thing the command was about.
    pub made: Option<&'static str>,
    /// What undoes it.
    pub by: UndoneBy,
}

/// What undoes an effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UndoneBy {
    /// A command, with these fields.
    Command(&'static str, &'static [(&'static str, &'static str)]),
    /// The same command, with the earlier values in its fields.
    Before,
    /// Nothing: the effect is permanent.
    Nothing,
}

impl Undo {
    /// A command undoes what was made.
    pub(super) const fn made(kind: &'static str, by: &'static str) -> Undo {
        Undo { made: Some(kind), by: UndoneBy::Command(by, &[]) }
    }

    /// A command undoes the change to what the command was about.
    pub(super) const fn by(command: &'static str) -> Undo {
        Undo { made: None, by: UndoneBy::Command(command, &[]) }
    }

    /// The change is permanent.
    pub(super) const NOTHING: Undo = Undo { made: None, by: UndoneBy::Nothing };

    /// What was made is permanent.
    pub(super) const fn stays(kind: &'static str) -> Undo {
        Undo { made: Some(kind), by: UndoneBy::Nothing }
    }
}

/// Every command with a date can override a period that is locked for now.
pub(super) const DATED: &[Rule] = &[Rule::PeriodSoftLocked];

/// The rules that can be overridden to issue an invoice.
pub(super) const INVOICED: &[Rule] = &[
    Rule::PeriodSoftLocked,
    Rule::DateAheadNeedsReason,
    Rule::SeriesBackDated,
    Rule::CustomerOnHold,
    Rule::CreditLimitExceeded,
];

/// The same for an invoice of another system, which has its own number.
pub(super) const BROUGHT_IN: &[Rule] = &[
    Rule::PeriodSoftLocked,
    Rule::DateAheadNeedsReason,
    Rule::CustomerOnHold,
    Rule::CreditLimitExceeded,
];

/// The rules that can be overridden to issue a credit note.
pub(super) const CREDITED: &[Rule] = &[
    Rule::PeriodSoftLocked,
    Rule::DateAheadNeedsReason,
    Rule::SeriesBackDated,
    Rule::ApprovalNeeded,
];

/// The rules that can be overridden for a document that may be on its way to the customer.
pub(super) const UNDER_WAY: &[Rule] = &[Rule::PeriodSoftLocked, Rule::DeliveryUnderWay];

/// The effective date is its only date.
pub(super) fn effective<C>(_: &C, date: Day) -> Vec<(&'static str, Day)> {
    vec![("date", date)]
}
