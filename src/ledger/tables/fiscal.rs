//! The table of the receipts that certified billing machines issued for documents.

use super::ItemId;
use crate::ledger::table::tables;

tables! {
    /// The last receipt recorded for a document, as JSON: bincode can't read rows with omitted fields.
    FISCAL_RECEIPTS: ItemId => String = b'+', "fiscal receipts";
}
