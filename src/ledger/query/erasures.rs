//! Private records that should be gone from the disk and are still there. May use: the rest of the
//! queries.

use serde::{Deserialize, Serialize};

use crate::domain::Cause;
use crate::ledger::tables::ERASED;
use crate::store::rows::{LedgerError, Stop};

use super::{Needs, Question, View};

/// Asks how many private records are to be erased and are still on disk: where that is full they wait
/// for the next opening with room.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ErasuresDue {}

impl Question for ErasuresDue {
    const NAME: &'static str = "erasures_due";
    const IS_OF_ROWS: bool = false;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = u64;

    fn answer(&self, view: &View) -> Result<u64, Stop> {
        let failed = |error: std::io::Error| LedgerError::Journal(Cause::of(&error));
        let mut due = 0;
        for found in ERASED.scan(view.rows, &()) {
            let (seq, row) = found?;
            let is_due = row.until.is_none_or(|until| until < view.today);
            if is_due && view.journal.is_private_there(seq, row.pos).map_err(failed)? {
                due += 1;
            }
        }
        Ok(due)
    }
}
