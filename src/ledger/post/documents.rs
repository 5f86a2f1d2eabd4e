//! Posting documents: invoices, credit notes, voids and payments.

use crate::domain::event::{
    CreditNoteIssued, InvoiceIssued, InvoiceVoided, PaymentBounced, PaymentRecorded, RefundMade,
    WriteOffMade, WriteOffTakenBack,
};
use crate::domain::{Day, Money, Number};
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{
    ItemKind, ItemRow, MoveKind, MoveRow, SERIES, TAKEN_WITH, TAXES, TaxRow,
};

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
            early_payment: event.early_payment,
            given_up: None,
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
            early_payment: None,
            given_up: None,
            pos: self.stored.checkpoint.pos,
        })
    }

    pub(super) fn invoice_voided(&mut self, event: &InvoiceVoided) -> Result<(), LedgerError> {
        self.take_alone(&event.invoice, MoveKind::Voided, event.date, None)
    }

    /// Takes from one item and gives to none: a void, a bounce, a write-off taken back. All of its
    /// amount, where none is said.
    fn take_alone(
        &mut self,
        number: &Number,
        kind: MoveKind,
        date: Day,
        amount: Option<Money>,
    ) -> Result<(), LedgerError> {
        let (id, item) = self.item(number)?;
        let amount = amount.unwrap_or(item.amount);
        self.take(id, &item, &MoveRow { kind, date, amount, other: None, allocation: 0 })?;
        self.total(item.account, date, &[(&item, amount.negated())], 0)
    }

    pub(super) fn payment_bounced(&mut self, event: &PaymentBounced) -> Result<(), LedgerError> {
        self.take_alone(&event.payment, MoveKind::Bounced, event.date, None)
    }

    pub(super) fn write_off_taken_back(
        &mut self,
        event: &WriteOffTakenBack,
    ) -> Result<(), LedgerError> {
        self.take_alone(&event.write_off, MoveKind::TakenBack, event.date, Some(event.amount))
    }

    pub(super) fn refund_made(&mut self, event: &RefundMade) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.count("RF", event.date.year(), &event.refund.0)?;
        self.new_item(&ItemRow {
            kind: ItemKind::Refund,
            number: event.refund.clone(),
            account,
            date: event.date,
            due: event.date,
            amount: event.amount,
            currency: event.currency,
            rate: event.rate,
            method: Some(event.method),
            early_payment: None,
            given_up: None,
            pos: self.stored.checkpoint.pos,
        })
    }

    pub(super) fn write_off_made(&mut self, event: &WriteOffMade) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.count("WO", event.date.year(), &event.write_off.0)?;
        if let Some(payment) = &event.payment {
            let key = (self.item(payment)?.0, self.id());
            TAKEN_WITH.put(&mut self.batch, &key, &())?;
        }
        self.new_item(&ItemRow {
            kind: if event.on_top { ItemKind::OnTop } else { ItemKind::WriteOff },
            number: event.write_off.clone(),
            account,
            date: event.date,
            due: event.date,
            amount: event.amount,
            currency: event.currency,
            rate: event.rate,
            method: None,
            early_payment: None,
            given_up: Some(event.reason),
            pos: self.stored.checkpoint.pos,
        })
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
            early_payment: None,
            given_up: None,
            pos: self.stored.checkpoint.pos,
        })
    }
}
