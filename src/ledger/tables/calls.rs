//! The table of calls that were wrapped up. A call that was only logged has no row.

use serde::{Deserialize, Serialize};

use crate::domain::{CallOutcome, Day, Number};
use crate::ledger::table::tables;

use super::ItemId;

tables! {
    /// The outcomes of calls that were wrapped up, by call.
    CALL_ENDS: ItemId => CallEndRow = 0x90, "how calls ended";
}

/// The outcome of a call that was wrapped up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallEndRow {
    /// The outcome.
    pub outcome: Option<CallOutcome>,
    /// The length in minutes.
    pub minutes: Option<u16>,
    /// What was agreed: promises, disputes, callbacks, deliveries.
    pub parts: Vec<Number>,
    /// The day and the entry that took this back.
    pub undone: Option<(Day, u64)>,
}
