//! A dispute's states and ends, and its amounts: original = remaining + paid + credited + cleared,
//! after whatever happens to its invoice. May use: std, serde, schemars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many days a dispute may take: what customers expect of a company that answers them.
pub const GOAL_DAYS: i64 = 4;

/// What goes wrong before a customer disputes something: the root causes that every book has, as codes. A
/// company adds its own (`define_root_cause`), and a text of its own is taken for a dispute too.
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

/// How many days a dispute has gone on, or went on, beyond the goal, on its `days`th day: counted from its
/// opening, whatever its due date is.
pub fn days_over_goal(days: i64) -> i64 {
    (days - GOAL_DAYS).max(0)
}

/// Where a dispute stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// Opened, nobody has looked at it.
    New,
    /// Somebody looks into it.
    InProgress,
    /// The customer is to answer.
    Waiting,
    /// It has its outcome.
    Resolved,
    /// It is done with.
    Closed,
    /// It was raised in error.
    Void,
}

impl DisputeState {
    /// The contract word.
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

    /// Whether its part of the invoice is in dispute: kept from dunning, fees and promises.
    pub fn is_live(self) -> bool {
        matches!(self, DisputeState::New | DisputeState::InProgress | DisputeState::Waiting)
    }

    /// Whether it may be moved there. Resolving has a command of its own; what was resolved or
    /// closed is reopened by moving it to in progress; what is void stays so.
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

/// Where a dispute can be moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveTo {
    /// Somebody looks into it; from resolved or closed, it is reopened.
    InProgress,
    /// The customer is to answer.
    Waiting,
    /// It is done with; from resolved only.
    Closed,
    /// It was raised in error.
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

/// How a dispute ends.
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
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Credit => "credit",
            Outcome::Upheld => "upheld",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

/// What becomes of the disputed part of an invoice, in minor units. The parts are never negative,
/// and they always add up to the original.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Still in dispute.
    pub remaining: i64,
    /// Paid since, all the same.
    pub paid: i64,
    /// Credited.
    pub credited: i64,
    /// Cleared otherwise: upheld, withdrawn, written off, voided.
    pub cleared: i64,
}

impl Parts {
    /// Nothing became of any of it yet.
    pub fn of(original: i64) -> Parts {
        Parts { remaining: original, ..Parts::default() }
    }

    /// What was disputed at first.
    pub fn original(&self) -> i64 {
        self.remaining + self.paid + self.credited + self.cleared
    }

    /// Ends the dispute: `credited` is credited, of what remains first, then of what was paid; the
    /// rest of what remains is cleared.
    pub fn end(&mut self, credited: i64) {
        let of_remaining = credited.min(self.remaining);
        let of_paid = (credited - of_remaining).min(self.paid);
        self.credited += of_remaining + of_paid;
        self.paid -= of_paid;
        self.cleared += self.remaining - of_remaining;
        self.remaining = 0;
    }

    /// Puts what was cleared in dispute again, as far as there is `room` for it.
    pub fn reopen(&mut self, room: i64) {
        let again = self.cleared.min(room).max(0);
        self.cleared -= again;
        self.remaining += again;
    }
}
