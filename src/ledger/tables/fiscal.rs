//! The table of what certified billing machines said of documents.

use super::ItemId;
use crate::ledger::table::Table;

/// The receipt that was recorded last for a document, as JSON: bincode reads no field that may be left
/// out.
pub const FISCAL_RECEIPTS: Table<ItemId, String> = Table::new(b'+', "fiscal receipts");
