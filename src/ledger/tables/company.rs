//! The table of the company's details on documents.

use crate::domain::Day;
use crate::ledger::table::tables;

tables! {
    /// The company's details, by the first day on which documents show them and the entry that set them.
    /// Stored as JSON, because bincode can't read rows with omitted fields.
    COMPANY: (Day, u64) => String = b'5', "company";
}
