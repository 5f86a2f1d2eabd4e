//! A dispute's states, outcomes and amounts. Whatever happens to its invoice, original = remaining +
//! paid + credited + cleared. May use: std, serde, schemars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The goal in days within which a dispute is to be resolved.
pub const GOAL_DAYS: i64 = 4;

/// The root causes that every book has, as codes: what went wrong before a customer disputed something.
/// A company adds its own (`define_root_cause`); free text is accepted too.
pub const ROOT_CAUSES: [&str; 11] = [
    "order_entry",
    "price_list",
    "contract_terms",
    "picking",
    "packing",
    "carrier",
    "production",
    "billing",
    "tax_setup",
    "payment_posting",
    "customer_error",
];

/// How many days beyond the goal a dispute has gone on, or went on, by its `days`th day, counted from
/// its opening whatever its due date is.
pub fn days_over_goal(days: i64) -> i64 {
    (days - GOAL_DAYS).max(0)
}

/// The state of a dispute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// Opened, and not looked at yet.
    New,
    /// Someone is looking into it.
    InProgress,
    /// The customer's answer is awaited.
    Waiting,
    /// Resolved: it has an outcome.
    Resolved,
    /// Closed.
    Closed,
    /// Void: it was opened in error.
    Void,
}

impl DisputeState {
    /// The name in commands and answers.
    pub fn word(self) -> &'static str {
        match self {
            DisputeState::New => "new",
            DisputeState::InProgress => "in_progress",
            DisputeState::Waiting => "waiting",
            DisputeState::Resolved => "resolved",
            DisputeState::Closed => "closed",
            DisputeState::Void => "void",
        }
    }

    /// Whether its part of the invoice is in dispute, and so kept out of dunning, fees and promises.
    pub fn is_live(self) -> bool {
        matches!(self, DisputeState::New | DisputeState::InProgress | DisputeState::Waiting)
    }

    /// Whether it may be moved to another state. Resolving has a command of its own. Moving a resolved
    /// or closed dispute to in progress reopens it; a void one stays void.
    pub fn may_move(self, to: MoveTo) -> bool {
        use DisputeState::{Closed, InProgress, New, Resolved, Void, Waiting};
        match (self, to) {
            (New | Waiting | Resolved | Closed, MoveTo::InProgress)
            | (New | InProgress, MoveTo::Waiting)
            | (New | InProgress | Waiting, MoveTo::Void)
            | (Resolved, MoveTo::Closed) => true,
            (InProgress | Void, MoveTo::InProgress)
            | (Waiting | Resolved | Closed | Void, MoveTo::Waiting)
            | (Resolved | Closed | Void, MoveTo::Void)
            | (New | InProgress | Waiting | Closed | Void, MoveTo::Closed) => false,
        }
    }
}

/// The state to move a dispute to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveTo {
    /// Someone is looking into it; from resolved or closed, this reopens it.
    InProgress,
    /// The customer's answer is awaited.
    Waiting,
    /// Closed; only from resolved.
    Closed,
    /// Void: it was opened in error.
    Void,
}

impl From<MoveTo> for DisputeState {
    fn from(to: MoveTo) -> DisputeState {
        match to {
            MoveTo::InProgress => DisputeState::InProgress,
            MoveTo::Waiting => DisputeState::Waiting,
            MoveTo::Closed => DisputeState::Closed,
            MoveTo::Void => DisputeState::Void,
        }
    }
}

/// The outcome of a dispute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The customer is right: a credit note is issued.
    Credit,
    /// The invoice stands.
    Upheld,
    /// The customer no longer disputes it.
    Withdrawn,
}

impl Outcome {
    /// The name in commands and answers.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Credit => "credit",
            Outcome::Upheld => "upheld",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

/// What became of the disputed part of an invoice, in minor units. The parts are never negative and
/// always add up to the original.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Still in dispute.
    pub remaining: i64,
    /// Paid after all.
    pub paid: i64,
    /// Credited.
    pub credited: i64,
    /// Cleared in another way: rejected, withdrawn, written off, voided.
    pub cleared: i64,
}

impl Parts {
    /// All of it is still in dispute.
    pub fn of(original: i64) -> Parts {
        Parts { remaining: original, ..Parts::default() }
    }

    /// The original amount.
    pub fn original(&self) -> i64 {
        self.remaining + self.paid + self.credited + self.cleared
    }

    /// Ends the dispute and credits `credited`, first from what remains, then from what was paid; the
    /// rest of what remains is cleared.
    pub fn end(&mut self, credited: i64) {
        let of_remaining = credited.min(self.remaining);
        let of_paid = (credited - of_remaining).min(self.paid);
        self.credited += of_remaining + of_paid;
        self.paid -= of_paid;
        self.cleared += self.remaining - of_remaining;
        self.remaining = 0;
    }

    /// Puts cleared amounts in dispute again, as far as there is `room`.
    pub fn reopen(&mut self, room: i64) {
        let again = self.cleared.min(room).max(0);
        self.cleared -= again;
        self.remaining += again;
    }
}
