//! What each kind of command says of itself: who may send it, what its sender must have seen, which
//! rules a reason overrides, how it is undone. Nothing has a default, so that a new command which
//! leaves something out does not compile. May use: the rest of the domain.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::domain::{Code, Day, Number, Role, Rule};

/// A kind of command.
pub trait CommandKind: DeserializeOwned + JsonSchema {
    /// What it says of itself.
    const FACTS: CommandFacts<Self>;
}

/// The fields that a command was sent with, by name, as far as each is a plain text.
pub type Fields = BTreeMap<String, String>;

/// What a kind of command says of itself.
pub struct CommandFacts<C> {
    /// Its name, a contract (`issue_invoice`).
    pub name: &'static str,
    /// A sentence on what it does.
    pub summary: &'static str,
    /// The least role that may send it without a reason for overriding a rule.
    pub role: fn(&C) -> Role,
    /// What it changes that its sender must have seen as it is.
    pub changes: fn(&C) -> Changes<'_>,
    /// The rules that a reason overrides; all others refuse it whatever the reason.
    pub overridable: &'static [Rule],
    /// Whether it holds text that is kept in private records: names, addresses, notes, reasons. Then
    /// not even its digest stands in the chain.
    pub is_personal: fn(&C) -> bool,
    /// The dates that it is about, each with its field. The second argument is the effective date that
    /// was decided.
    pub dates: fn(&C, Day) -> Vec<(&'static str, Day)>,
    /// Whether it may be about something long past without a warning.
    pub may_be_old: bool,
    /// How what it did is undone, in the order in which that is offered.
    pub undo: fn(&Fields) -> Vec<Undo>,
}

/// What a command overwrites. It is refused if another user changed that first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Changes<'a> {
    /// Nothing that has to be seen first: it adds something.
    Nothing,
    /// Who a customer is.
    Customer(&'a Code),
    /// A dispute.
    Dispute(&'a Number),
    /// A draft.
    Draft(&'a Number),
}

/// How something that a command did is undone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Undo {
    /// What it made that is undone (`invoice`); if none, what it was about.
    pub made: Option<&'static str>,
    /// By what.
    pub by: UndoneBy,
}

/// What undoes something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UndoneBy {
    /// A command, with these fields.
    Command(&'static str, &'static [(&'static str, &'static str)]),
    /// The same command, with what stood in its fields before.
    Before,
    /// Nothing: it stays.
    Nothing,
}

impl Undo {
    /// What was made is undone by a command.
    pub(super) const fn made(kind: &'static str, by: &'static str) -> Undo {
        Undo { made: Some(kind), by: UndoneBy::Command(by, &[]) }
    }

    /// What the command was about is undone by a command.
    pub(super) const fn by(command: &'static str) -> Undo {
        Undo { made: None, by: UndoneBy::Command(command, &[]) }
    }

    /// It stays.
    pub(super) const NOTHING: Undo = Undo { made: None, by: UndoneBy::Nothing };

    /// What was made stays.
    pub(super) const fn stays(kind: &'static str) -> Undo {
        Undo { made: Some(kind), by: UndoneBy::Nothing }
    }
}

/// What every command with a date can have overridden: a period that is closed for now.
pub(super) const DATED: &[Rule] = &[Rule::PeriodSoftLocked];

/// What can be overridden when an invoice is issued.
pub(super) const INVOICED: &[Rule] = &[
    Rule::PeriodSoftLocked,
    Rule::DateAheadNeedsReason,
    Rule::SeriesBackDated,
    Rule::CustomerOnHold,
    Rule::CreditLimitExceeded,
];

/// The same for an invoice of another system, which has a number of its own.
pub(super) const BROUGHT_IN: &[Rule] = &[
    Rule::PeriodSoftLocked,
    Rule::DateAheadNeedsReason,
    Rule::CustomerOnHold,
    Rule::CreditLimitExceeded,
];

/// What can be overridden when a credit note is issued.
pub(super) const CREDITED: &[Rule] = &[
    Rule::PeriodSoftLocked,
    Rule::DateAheadNeedsReason,
    Rule::SeriesBackDated,
    Rule::ApprovalNeeded,
];

/// What can be overridden of a delivery that may be on its way.
pub(super) const UNDER_WAY: &[Rule] = &[Rule::PeriodSoftLocked, Rule::DeliveryUnderWay];

/// The effective date is all that it is about.
pub(super) fn effective<C>(_: &C, date: Day) -> Vec<(&'static str, Day)> {
    vec![("date", date)]
}
