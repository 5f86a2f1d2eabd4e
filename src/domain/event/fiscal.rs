//! The event that records the receipt of a certified billing machine.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override, no_rate,
};
use crate::domain::{Day, Number};

/// The receipt of a certified billing machine. It describes no person, so it stays in the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FiscalReceipt {
    /// Its number.
    pub number: String,
    /// The sales data controller that signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdc_id: Option<String>,
    /// The time, in the machine's local time: `2026-11-02T10:42:17`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The internal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_data: Option<String>,
}

/// The receipt of a certified billing machine was recorded for a document; the last one counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FiscalReceiptRecorded {
    /// The invoice or the credit note.
    pub document: Number,
    /// The date it was recorded.
    pub date: Day,
    /// The receipt.
    pub receipt: FiscalReceipt,
}

impl EventKind for FiscalReceiptRecorded {
    const FACTS: EventFacts<FiscalReceiptRecorded> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "record_fiscal_receipt",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.document.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
