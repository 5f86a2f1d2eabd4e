//! Decides on the receipts of a certified billing machine.

use crate::domain::command::RecordFiscalReceipt;
use crate::domain::event::{FiscalReceipt, FiscalReceiptRecorded};
use crate::domain::{Day, Refusal, Rule, text};
use crate::ledger::item;
use crate::ledger::tables::{FISCAL_RECEIPTS, ItemId, ItemKind};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn record_fiscal_receipt(
        &mut self,
        command: &RecordFiscalReceipt,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (id, row) = self.item("document", &command.document)?;
        if !matches!(row.kind, ItemKind::Invoice | ItemKind::CreditNote) {
            let refusal = Refusal::new(Rule::DocumentWithoutTax, "document");
            return Err(refusal.with("given", &row.number).into());
        }
        if item::ended(self.rows(), id)?.is_some() {
            let rule = match row.kind {
                ItemKind::Invoice => Rule::InvoiceVoid,
                _ => Rule::CreditNoteVoid,
            };
            let refusal = Refusal::new(rule, "document").with("invoice", &row.number);
            return Err(refusal.with("credit_note", &row.number).into());
        }
        let receipt = FiscalReceipt {
            number: text::required("number", &command.number, text::SHORT)?,
            sdc_id: text::optional("sdc_id", command.sdc_id.as_ref())?,
            time: command.time.as_deref().map(local_time).transpose()?,
            signature: text::optional("signature", command.signature.as_ref())?,
            internal_data: text::optional("internal_data", command.internal_data.as_ref())?,
        };
        let event = FiscalReceiptRecorded { document: row.number, date, receipt };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// The number of the receipt that a billing machine gave a document, if it has one.
    pub(super) fn fiscal_receipt_of(&self, id: ItemId) -> Result<Option<String>, LedgerError> {
        let Some(json) = FISCAL_RECEIPTS.get(self.rows(), &id)? else { return Ok(None) };
        let receipt: FiscalReceipt = serde_json::from_str(&json)
            .map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        Ok(Some(receipt.number))
    }
}

/// The receipt's day and time, given with a `T` or a space between them and with or without seconds, as
/// they are stored.
fn local_time(given: &str) -> Result<String, Refusal> {
    let malformed = || Refusal::new(Rule::FiscalTimeMalformed, "time").with("given", given);
    let (day, time) = given.trim().split_once(['T', ' ']).ok_or_else(malformed)?;
    let day: Day = day.parse().map_err(|_| malformed())?;
    let mut parts: Vec<u8> = Vec::new();
    for (part, most) in time.split(':').zip([24_u8, 60, 60]) {
        let is_plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = part.parse::<u8>().ok().filter(|number| is_plain && *number < most);
        parts.push(number.ok_or_else(malformed)?);
    }
    match (parts.as_slice(), time.split(':').count()) {
        ([hour, minute], 2) => Ok(format!("{day}T{hour:02}:{minute:02}:00")),
        ([hour, minute, second], 3) => Ok(format!("{day}T{hour:02}:{minute:02}:{second:02}")),
        _ => Err(malformed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_machine_is_a_day_and_a_time() {
        for (given, kept) in [
            ("2026-11-02T10:42:17", "2026-11-02T10:42:17"),
            ("2026-11-02 10:42", "2026-11-02T10:42:00"),
        ] {
            assert_eq!(local_time(given), Ok(kept.to_string()));
        }
        for wrong in [
            "2026-11-02",
            "10:42",
            "2026-02-30T10:42",
            "2026-11-02T24:00",
            "2026-11-02T1:2",
            "2026-11-02T10:42:17:00",
            "2026-11-02T10",
            "2026-11-02T10:42Z",
            "",
        ] {
            assert!(local_time(wrong).is_err(), "{wrong}");
        }
    }
}
