//! The table of calls that were wrapped up. A call that was only logged has no row here.

use serde::{Deserialize, Serialize};

use crate::domain::{CallOutcome, Day, Number};
use crate::ledger::table::Table;

use super::ItemId;

/// How calls ended that were wrapped up, by call.
pub const CALL_ENDS: Table<ItemId, CallEndRow> = Table::new(0x90, "how calls ended");

/// How a call ended that was wrapped up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallEndRow {
    /// How.
    pub outcome: Option<CallOutcome>,
    /// How many minutes it took.
    pub minutes: Option<u16>,
    /// What was agreed: promises, disputes, callbacks, deliveries.
    pub parts: Vec<Number>,
    /// From when on that was taken back, and by which entry.
    pub undone: Option<(Day, u64)>,
}
