//! The tables of cases: disputes, promises, calls, callbacks; deliveries are filed here too. Rows are never changed once posted;
//! what becomes of a case is a step of its own, with its day and its entry.

use serde::{Deserialize, Serialize};

use crate::domain::command::Direction;
use crate::domain::dispute::{DisputeState, MoveTo, Outcome};
use crate::domain::{Day, Moment, Money, Number};
use crate::journal::Pos;
use crate::ledger::table::Table;

use super::{AccountId, ItemId};

/// Cases by folded number: the entry and place of the event that opened each.
pub const CASES: Table<String, (CaseKind, ItemId)> = Table::new(b'c', "cases");

/// Cases by account, in the order of recording.
pub const CASES_OF: Table<(AccountId, ItemId), CaseKind> = Table::new(b'o', "cases by account");

/// Cases by kind, in the order of recording.
pub const CASES_BY_KIND: Table<(u8, ItemId), ()> = Table::new(b'k', "cases by kind");

/// Disputes.
pub const DISPUTES: Table<ItemId, DisputeRow> = Table::new(b'd', "disputes");

/// Disputes by invoice.
pub const DISPUTES_ON: Table<(ItemId, ItemId), ()> = Table::new(b'i', "disputes by invoice");

/// The company's own reasons for disputes.
pub const REASONS: Table<String, ()> = Table::new(0xF0, "reasons of disputes");

/// The company's own root causes of disputes.
pub const ROOT_CAUSES: Table<String, ()> = Table::new(0xF1, "root causes of disputes");

/// Promises.
pub const PROMISES: Table<ItemId, PromiseRow> = Table::new(b'p', "promises");

/// Promises by invoice.
pub const PROMISES_ON: Table<(ItemId, ItemId), ()> = Table::new(b'q', "promises by invoice");

/// Calls.
pub const CALLS: Table<ItemId, CallRow> = Table::new(b'l', "calls");

/// Callbacks.
pub const CALLBACKS: Table<ItemId, CallbackRow> = Table::new(b'b', "callbacks");

/// The steps of cases, by case and entry.
pub const STEPS: Table<(ItemId, u64, u16), StepRow> = Table::new(b's', "steps of cases");

/// What a case is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CaseKind {
    /// A dispute.
    Dispute,
    /// A promise to pay.
    Promise,
    /// A call that was logged.
    Call,
    /// A call back that was agreed.
    Callback,
    /// A document that is sent.
    Delivery,
    /// A payment plan.
    Plan,
}

impl CaseKind {
    /// What it begins with in [`CASES_BY_KIND`].
    pub fn letter(self) -> u8 {
        match self {
            CaseKind::Dispute => b'D',
            CaseKind::Promise => b'P',
            CaseKind::Call => b'C',
            CaseKind::Callback => b'B',
            CaseKind::Delivery => b'L',
            CaseKind::Plan => b'N',
        }
    }
}

/// Where an entry stands, and its private record.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The entry.
    pub pos: Pos,
    /// Its private record.
    pub private_pos: Option<Pos>,
}

/// A dispute as it was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeRow {
    /// Its number.
    pub number: Number,
    /// Whose.
    pub account: AccountId,
    /// On what.
    pub invoice: ItemId,
    /// From when on.
    pub date: Day,
    /// How much.
    pub amount: Money,
    /// Why, as a reason code.
    pub reason: String,
    /// By when it is to be resolved.
    pub due: Day,
    /// Who sees to it.
    pub owner: String,
    /// Who sees to it as far as the chain alone says: all that is left where the rest is erased.
    pub owner_in_chain: String,
    /// Where the event stands.
    pub at: Place,
}

/// A promise as it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseRow {
    /// Its number.
    pub number: Number,
    /// Whose.
    pub account: AccountId,
    /// On what.
    pub invoice: ItemId,
    /// The day it was made.
    pub date: Day,
    /// How much.
    pub amount: Money,
    /// The day by which the money comes.
    pub by: Day,
    /// How many days later it may come all the same.
    pub tolerance_days: u16,
    /// Where the event stands.
    pub at: Place,
}

impl PromiseRow {
    /// The last day on which the money is in time.
    pub fn last(&self) -> Day {
        self.by.plus(i64::from(self.tolerance_days)).unwrap_or(self.by)
    }
}

/// A call that was logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallRow {
    /// Its number.
    pub number: Number,
    /// Whose account.
    pub account: AccountId,
    /// The day in the company's zone.
    pub date: Day,
    /// When.
    pub when: Moment,
    /// Which way.
    pub direction: Direction,
    /// Where the event stands.
    pub at: Place,
}

/// A call back that was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackRow {
    /// Its number.
    pub number: Number,
    /// Whom to call.
    pub account: AccountId,
    /// The day on which it was agreed.
    pub date: Day,
    /// When to call.
    pub when: Moment,
    /// Where the event stands.
    pub at: Place,
}

/// A recorded step of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepRow {
    /// From when on.
    pub date: Day,
    /// What.
    pub step: CaseStep,
    /// Where the event stands.
    pub at: Place,
}

impl CaseStep {
    /// Where a dispute stands after the step; nothing where it stays where it was.
    pub fn dispute_state(&self) -> Option<DisputeState> {
        match self {
            CaseStep::Moved(to) => Some(DisputeState::from(*to)),
            CaseStep::Resolved(..) => Some(DisputeState::Resolved),
            CaseStep::Joined(..) => Some(DisputeState::Closed),
            CaseStep::Noted { .. }
            | CaseStep::Withdrawn
            | CaseStep::Done
            | CaseStep::Split(_)
            | CaseStep::TookOver(_) => None,
        }
    }
}

/// A step of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CaseStep {
    /// A note, and who sees to it by when from here on.
    Noted {
        /// The new one, if it changed.
        owner: Option<String>,
        /// The new due date, if it changed.
        due: Option<Day>,
        /// Whether who sees to it stands in the private record.
        beside: bool,
    },
    /// A dispute was moved on.
    Moved(MoveTo),
    /// A dispute has its outcome; how much is credited.
    Resolved(Outcome, Money),
    /// A promise or a payment plan is out of force.
    Withdrawn,
    /// A callback is done.
    Done,
    /// So much of a dispute went to a new one.
    Split(Money),
    /// What was left of a dispute went to that one: how much.
    Joined(ItemId, Money),
    /// What was left of another dispute came to this one.
    TookOver(Money),
}
