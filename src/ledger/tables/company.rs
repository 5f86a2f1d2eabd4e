//! The table of what documents say of the company.

use crate::domain::Day;
use crate::ledger::table::Table;

/// Who the company is on its documents, by the day from which on it is that and the entry that says
/// so, as JSON: bincode reads no field that may be left out.
pub const COMPANY: Table<(Day, u64), String> = Table::new(b'5', "company");
