//! The command that records the receipt of a certified billing machine.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Day, Number, Role};

/// Records the receipt that a certified billing machine issued for an invoice or a credit note: in
/// Rwanda the EBM, by its sales data controller (SDC). Documents show it from then on; recording it
/// again replaces it. Daybook does not replace such a machine: it only keeps the receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFiscalReceipt {
    /// The invoice or the credit note.
    pub document: Number,
    /// The number of the receipt, with the machine's counter and label if it has them (`168/258 NS`).
    pub number: String,
    /// The number of the sales data controller (`SDC001000001`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdc_id: Option<String>,
    /// When the machine issued it, in local time: `2026-11-02T10:42:17`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The signature of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The internal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_data: Option<String>,
    /// The date it was recorded; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for RecordFiscalReceipt {
    const FACTS: CommandFacts<RecordFiscalReceipt> = CommandFacts {
        summary: "Record the receipt that a certified billing machine (EBM) issued for a document",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("record_fiscal_receipt")],
    };
}
