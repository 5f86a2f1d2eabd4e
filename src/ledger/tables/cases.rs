//! The tables of cases: disputes, promises, calls, callbacks, and deliveries. Rows never change once
//! posted; what happens to a case is a separate step, with its own day and entry.

use serde::{Deserialize, Serialize};

use crate::domain::command::Direction;
use crate::domain::dispute::{DisputeState, MoveTo, Outcome};
use crate::domain::{Day, Moment, Money, Number};
use crate::journal::Pos;
use crate::ledger::table::tables;

use super::{AccountId, ItemId};

tables! {
    /// Cases by folded number: the entry that opened each, and the event's place there.
    CASES: String => (CaseKind, ItemId) = b'c', "cases";

    /// Cases by account, in the order of recording.
    CASES_OF: (AccountId, ItemId) => CaseKind = b'o', "cases by account";

    /// Cases by kind, in the order of recording.
    CASES_BY_KIND: (u8, ItemId) => () = b'k', "cases by kind";

    /// Disputes.
    DISPUTES: ItemId => DisputeRow = b'd', "disputes";

    /// Disputes by invoice.
    DISPUTES_ON: (ItemId, ItemId) => () = b'i', "disputes by invoice";

    /// The company's own reasons for disputes.
    REASONS: String => () = 0xF0, "reasons of disputes";

    /// The company's own root causes of disputes.
    ROOT_CAUSES: String => () = 0xF1, "root causes of disputes";

    /// Promises.
    PROMISES: ItemId => PromiseRow = b'p', "promises";

    /// Promises by invoice.
    PROMISES_ON: (ItemId, ItemId) => () = b'q', "promises by invoice";

    /// Calls.
    CALLS: ItemId => CallRow = b'l', "calls";

    /// Callbacks.
    CALLBACKS: ItemId => CallbackRow = b'b', "callbacks";

    /// The steps of cases, by case and entry.
    STEPS: (ItemId, u64, u16) => StepRow = b's', "steps of cases";
}

/// The kinds of cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CaseKind {
    /// A dispute.
    Dispute,
    /// A promise to pay.
    Promise,
    /// A logged call.
    Call,
    /// A callback that was agreed.
    Callback,
    /// A delivery of a document.
    Delivery,
    /// A payment plan.
    Plan,
}

impl CaseKind {
    /// The first part of its key in [`CASES_BY_KIND`].
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

/// The place of an entry and of its private record.
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
    /// The account.
    pub account: AccountId,
    /// The invoice.
    pub invoice: ItemId,
    /// The day from which it holds.
    pub date: Day,
    /// The amount in dispute.
    pub amount: Money,
    /// The reason code.
    pub reason: String,
    /// The day by which it is to be resolved.
    pub due: Day,
    /// The user responsible.
    pub owner: String,
    /// The user responsible as the chain alone gives it, which remains when the rest is erased.
    pub owner_in_chain: String,
    /// The place of the event.
    pub at: Place,
}

/// A promise as it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseRow {
    /// Its number.
    pub number: Number,
    /// The account.
    pub account: AccountId,
    /// The invoice.
    pub invoice: ItemId,
    /// The day it was made.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The day by which the money is to come.
    pub by: Day,
    /// The days of grace after that.
    pub tolerance_days: u16,
    /// The promise that it makes again, if it does.
    pub again: Option<ItemId>,
    /// The entry after which money was recorded since the promise: its own, or that of the first promise that it makes
    /// again.
    pub since: u64,
    /// The place of the event.
    pub at: Place,
}

impl PromiseRow {
    /// The last day on which the money arrives in time.
    pub fn last(&self) -> Day {
        self.by.plus(i64::from(self.tolerance_days)).unwrap_or(self.by)
    }
}

/// A logged call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallRow {
    /// Its number.
    pub number: Number,
    /// The account.
    pub account: AccountId,
    /// The day in the company's zone.
    pub date: Day,
    /// The time.
    pub when: Moment,
    /// The direction.
    pub direction: Direction,
    /// The place of the event.
    pub at: Place,
}

/// A callback that was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackRow {
    /// Its number.
    pub number: Number,
    /// The account to call.
    pub account: AccountId,
    /// The day of the agreement.
    pub date: Day,
    /// The time to call.
    pub when: Moment,
    /// The place of the event.
    pub at: Place,
}

/// A step of a case, as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepRow {
    /// The day from which it holds.
    pub date: Day,
    /// The step.
    pub step: CaseStep,
    /// The place of the event.
    pub at: Place,
}

impl CaseStep {
    /// The state of a dispute after the step; `None` if the step doesn't change it.
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
    /// A note, which may also change the user responsible and the due date.
    Noted {
        /// The new user, if changed.
        owner: Option<String>,
        /// The new due date, if changed.
        due: Option<Day>,
        /// Whether the user responsible is in the private record.
        beside: bool,
    },
    /// A dispute moved to another state.
    Moved(MoveTo),
    /// A dispute was resolved, with this amount credited.
    Resolved(Outcome, Money),
    /// A promise or a payment plan ended.
    Withdrawn,
    /// A callback was made.
    Done,
    /// This amount of a dispute was split off to a new one.
    Split(Money),
    /// The rest of a dispute, this amount, was joined to another one.
    Joined(ItemId, Money),
    /// The rest of another dispute, this amount, was joined to this one.
    TookOver(Money),
}
