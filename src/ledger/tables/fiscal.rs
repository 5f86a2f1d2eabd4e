//! The table of the receipts that certified billing machines issued for documents.

use super::ItemId;
use crate::ledger::table::Table;

/// The last receipt recorded for a document, as JSON: bincode can't read rows with omitted fields.
pub const FISCAL_RECEIPTS: Table<ItemId, String> = Table::new(b'+', "fiscal receipts");
