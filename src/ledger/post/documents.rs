//! Posting documents: invoices, credit notes, voids and payments.

use crate::domain::Day;
use crate::domain::event::{CreditNoteIssued, InvoiceIssued, InvoiceVoided, PaymentRecorded};
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{ItemKind, ItemRow, MoveKind, MoveRow, SERIES, TAXES, TaxRow};

use super::Posting;

impl Posting<'_> {
    /// Keeps the latest date of a series.
    fn series(&mut self, series: &str, date: Day) -> Result<(), LedgerError> {
        let key = series.to_string();
        let latest = SERIES.get(self.rows, &key)?.map_or(date, |latest| latest.max(date));
        SERIES.put(&mut self.batch, &key, &latest)
    }

    pub(super) fn invoice_issued(&mut self, event: &InvoiceIssued) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.count(&event.series, event.date.year(), &event.invoice.0)?;
        self.series(&event.series, event.date)?;
        let row = ItemRow {
            kind: ItemKind::Invoice,
            number: event.invoice.clone(),
            account,
            date: event.date,
            due: event.due,
            amount: event.total,
            currency: event.currency,
            rate: event.rate,
            method: None,
            pos: self.stored.checkpoint.pos,
        };
        let credited = event.taxes.iter().map(|group| vec![0; group.parts.len() + 1]).collect();
        let taxes = TaxRow { prices: event.prices, groups: event.taxes.clone(), credited };
        let id = self.id();
        TAXES.put(&mut self.batch, &id, &taxes)?;
        self.new_item(&row)
    }

    pub(super) fn credit_note_issued(
        &mut self,
        event: &CreditNoteIssued,
    ) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let (original, _) = self.item(&event.invoice)?;
        self.count("CN", event.date.year(), &event.credit_note.0)?;
        self.series("CN", event.date)?;
        let mut taxes = TAXES.need(self.rows, &original)?;
        for (credited, group) in taxes.credited.iter_mut().zip(&event.taxes) {
            let taken = group.parts.iter().map(|part| part.tax.minor());
            for (sum, minor) in
                credited.iter_mut().zip([group.net.minor()].into_iter().chain(taken))
            {
                *sum += minor;
            }
        }
        TAXES.put(&mut self.batch, &original, &taxes)?;
        self.new_item(&ItemRow {
            kind: ItemKind::CreditNote,
            number: event.credit_note.clone(),
            account,
            date: event.date,
            due: event.date,
            amount: event.total,
            currency: event.currency,
            rate: event.rate,
            method: None,
            pos: self.stored.checkpoint.pos,
        })
    }

    pub(super) fn invoice_voided(&mut self, event: &InvoiceVoided) -> Result<(), LedgerError> {
        let (id, item) = self.item(&event.invoice)?;
        let row = MoveRow {
            kind: MoveKind::Voided,
            date: event.date,
            amount: item.amount,
            other: None,
            allocation: 0,
        };
        self.take(id, &item, &row)?;
        self.total(item.account, event.date, &[(&item, item.amount.negated())], 0)
    }

    pub(super) fn payment_recorded(&mut self, event: &PaymentRecorded) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.count("PAY", event.date.year(), &event.payment.0)?;
        self.new_item(&ItemRow {
            kind: ItemKind::Payment,
            number: event.payment.clone(),
            account,
            date: event.date,
            due: event.date,
            amount: event.amount,
            currency: event.currency,
            rate: event.rate,
            method: Some(event.method),
            pos: self.stored.checkpoint.pos,
        })
    }
}
