//! Posts documents: invoices, credit notes, voids and payments.

use crate::domain::command::Method;
use crate::domain::event::{
    CertificateAdjusted, CreditBroughtIn, CreditNoteIssued, CreditNoteVoided, InvoiceIssued,
    InvoiceVoided, PaymentBounced, PaymentRecorded, PaymentReversed, RefundMade, RefundReversed,
    SeriesDefined, WriteOffMade, WriteOffTakenBack,
};
use crate::domain::tax::TaxGroup;
use crate::domain::{Code, Currency, Day, Money, Number, Plain};
use crate::ledger::item;
use crate::ledger::tables::{
    DatedKind, DraftEnd, ISSUED, ItemId, ItemKind, ItemRow, MoveKind, MoveRow, ORIGINALS, SERIES,
    SeriesRow, TAKEN_WITH, TAXES, TWINS, TaxRow,
};
use crate::ledger::twins;
use crate::store::rows::LedgerError;

use super::Posting;

/// The fields that every new item has.
struct Made<'a> {
    kind: ItemKind,
    number: &'a Number,
    customer: &'a Code,
    date: Day,
    amount: Money,
    currency: Currency,
    rate: Option<Plain>,
}

impl Posting<'_> {
    /// Stores a series. A series that is used without a definition, as in older journals, is known
    /// too.
    fn series(&mut self, series: &str) -> Result<(), LedgerError> {
        let key = series.to_string();
        if SERIES.get(self.rows, &key)?.is_some() {
            return Ok(());
        }
        let row = SeriesRow { description: None, seq: self.seq() };
        SERIES.put(&mut self.batch, &key, &row)
    }

    pub(super) fn series_defined(&mut self, event: &SeriesDefined) -> Result<(), LedgerError> {
        let row = SeriesRow { description: event.description.clone(), seq: self.seq() };
        SERIES.put(&mut self.batch, &event.series, &row)
    }

    /// Stores the date of a document that this event numbers.
    fn dated(&mut self, kind: DatedKind, date: Day) -> Result<(), LedgerError> {
        let key = (kind, date, self.id());
        ISSUED.put(&mut self.batch, &key, &())
    }

    pub(super) fn invoice_issued(&mut self, event: &InvoiceIssued) -> Result<(), LedgerError> {
        // A foreign number counts in no series.
        if event.opening.is_none() {
            self.count(&event.series, event.date.year(), &event.invoice.0)?;
            self.series(&event.series)?;
            self.dated(DatedKind::Invoice, event.date)?;
        }
        if let Some(draft) = &event.draft {
            self.draft_ends(draft, DraftEnd::Issued(event.invoice.clone()))?;
        }
        let made = Made {
            kind: ItemKind::Invoice,
            number: &event.invoice,
            customer: &event.customer,
            date: event.date,
            amount: event.total,
            currency: event.currency,
            rate: event.rate,
        };
        let row =
            ItemRow { due: event.due, early_payment: event.early_payment, ..self.row(&made)? };
        let credited = event.taxes.iter().map(|group| vec![0; group.parts.len() + 1]).collect();
        let taxes = TaxRow { prices: event.prices, groups: event.taxes.clone(), credited };
        let id = self.id();
        TAXES.put(&mut self.batch, &id, &taxes)?;
        self.twin(&row, twins::of_invoice(event.total, event.reference.as_deref()))?;
        self.new_item(&row, event.reference.as_ref())
    }

    /// Stores the likeness of the item that this event makes, so that duplicates are found.
    fn twin(&mut self, row: &ItemRow, likeness: u64) -> Result<(), LedgerError> {
        let key = (row.account, likeness, row.date, self.id());
        TWINS.put(&mut self.batch, &key, &())
    }

    pub(super) fn credit_note_issued(
        &mut self,
        event: &CreditNoteIssued,
    ) -> Result<(), LedgerError> {
        let (original, _) = self.item(&event.invoice)?;
        self.count("CN", event.date.year(), &event.credit_note.0)?;
        self.dated(DatedKind::CreditNote, event.date)?;
        self.credited(original, &event.taxes, 1)?;
        let id = self.id();
        ORIGINALS.put(&mut self.batch, &id, &original)?;
        let (prices, groups) = (event.prices, event.taxes.clone());
        TAXES.put(&mut self.batch, &id, &TaxRow { prices, groups, credited: Vec::new() })?;
        let row = self.row(&Made {
            kind: ItemKind::CreditNote,
            number: &event.credit_note,
            customer: &event.customer,
            date: event.date,
            amount: event.total,
            currency: event.currency,
            rate: event.rate,
        })?;
        self.new_item(&row, None)
    }

    /// Adds the groups of a credit note to what is credited of its original; with -1 for `sign`,
    /// subtracts them.
    fn credited(
        &mut self,
        original: ItemId,
        groups: &[TaxGroup],
        sign: i64,
    ) -> Result<(), LedgerError> {
        let mut taxes = TAXES.need(self.rows, &original)?;
        for (credited, group) in taxes.credited.iter_mut().zip(groups) {
            let parts = group.parts.iter().map(|part| part.tax.minor());
            let amounts = [group.net.minor()].into_iter().chain(parts);
            credited.iter_mut().zip(amounts).for_each(|(sum, minor)| *sum += sign * minor);
        }
        TAXES.put(&mut self.batch, &original, &taxes)
    }

    pub(super) fn credit_note_voided(
        &mut self,
        event: &CreditNoteVoided,
    ) -> Result<(), LedgerError> {
        if let Some(invoice) = &event.invoice {
            let (original, _) = self.item(invoice)?;
            self.credited(original, &event.taxes, -1)?;
            // What the note had credited of a dispute is in dispute again if that was reopened.
            self.touched.items.insert(original);
        }
        self.corrected(&event.credit_note, event.date)
    }

    /// Reverses what was entered by mistake: all of it that was not reversed before.
    pub(super) fn payment_reversed(&mut self, event: &PaymentReversed) -> Result<(), LedgerError> {
        self.corrected(&event.payment, event.date)
    }

    pub(super) fn refund_reversed(&mut self, event: &RefundReversed) -> Result<(), LedgerError> {
        self.corrected(&event.refund, event.date)
    }

    fn corrected(&mut self, number: &Number, date: Day) -> Result<(), LedgerError> {
        let (id, row) = self.item(number)?;
        let left = row.amount.minus(item::taken_back(self.rows, id, &row)?);
        self.take_alone(number, MoveKind::Corrected, date, left)
    }

    pub(super) fn certificate_adjusted(
        &mut self,
        event: &CertificateAdjusted,
    ) -> Result<(), LedgerError> {
        let less = event.change.negated();
        self.take_alone(&event.payment, MoveKind::TakenBack, event.date, Some(less))
    }

    pub(super) fn credit_brought_in(&mut self, event: &CreditBroughtIn) -> Result<(), LedgerError> {
        let row = self.row(&Made {
            kind: ItemKind::CreditNote,
            number: &event.credit_note,
            customer: &event.customer,
            date: event.date,
            amount: event.total,
            currency: event.currency,
            rate: event.rate,
        })?;
        self.new_item(&row, None)
    }

    /// The row of a new item, due on its own day.
    fn row(&self, made: &Made) -> Result<ItemRow, LedgerError> {
        let (account, _) = self.account(made.customer)?;
        Ok(ItemRow {
            kind: made.kind,
            number: made.number.clone(),
            account,
            date: made.date,
            due: made.date,
            amount: made.amount,
            currency: made.currency,
            rate: made.rate,
            method: None,
            early_payment: None,
            given_up: None,
            pos: self.stored.checkpoint.pos,
        })
    }

    pub(super) fn invoice_voided(&mut self, event: &InvoiceVoided) -> Result<(), LedgerError> {
        self.take_alone(&event.invoice, MoveKind::Voided, event.date, None)
    }

    /// Takes an amount from one item without giving it to another: a void, a returned payment, a
    /// recovered write-off. Without an amount, takes all of it.
    fn take_alone(
        &mut self,
        number: &Number,
        kind: MoveKind,
        date: Day,
        amount: Option<Money>,
    ) -> Result<(), LedgerError> {
        let (id, item) = self.item(number)?;
        let amount = amount.unwrap_or(item.amount);
        let gone = matches!(kind, MoveKind::Voided | MoveKind::Corrected);
        if let (true, Some(dated)) = (gone, DatedKind::of(item.kind)) {
            ISSUED.remove(&mut self.batch, &(dated, item.date, id));
        }
        self.take(id, &item, &MoveRow { kind, date, amount, other: None, allocation: 0 })?;
        self.file_change((id, &item), None, date)?;
        self.total(date, &[(&item, amount.negated())], 0)
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
        if !event.foreign {
            self.count("RF", event.date.year(), &event.refund.0)?;
        }
        let made = Made {
            kind: ItemKind::Refund,
            number: &event.refund,
            customer: &event.customer,
            date: event.date,
            amount: event.amount,
            currency: event.currency,
            rate: event.rate,
        };
        let row = ItemRow { method: Some(event.method), ..self.row(&made)? };
        self.new_item(&row, event.reference.as_ref())
    }

    pub(super) fn write_off_made(&mut self, event: &WriteOffMade) -> Result<(), LedgerError> {
        if !event.foreign {
            self.count("WO", event.date.year(), &event.write_off.0)?;
        }
        if let Some(payment) = &event.payment {
            let key = (self.item(payment)?.0, self.id());
            TAKEN_WITH.put(&mut self.batch, &key, &())?;
        }
        let made = Made {
            kind: if event.on_top { ItemKind::OnTop } else { ItemKind::WriteOff },
            number: &event.write_off,
            customer: &event.customer,
            date: event.date,
            amount: event.amount,
            currency: event.currency,
            rate: event.rate,
        };
        let row = ItemRow { given_up: Some(event.reason), ..self.row(&made)? };
        self.new_item(&row, None)
    }

    pub(super) fn payment_recorded(&mut self, event: &PaymentRecorded) -> Result<(), LedgerError> {
        if !event.foreign {
            self.count("PAY", event.date.year(), &event.payment.0)?;
        }
        let made = Made {
            kind: ItemKind::Payment,
            number: &event.payment,
            customer: &event.customer,
            date: event.date,
            amount: event.amount,
            currency: event.currency,
            rate: event.rate,
        };
        let row = ItemRow { method: Some(event.method), ..self.row(&made)? };
        // A document from another system only says which invoice it settled there.
        let reference = event.reference.as_ref().filter(|_| event.method != Method::Opening);
        if event.method != Method::Opening {
            self.twin(&row, twins::of_payment(event))?;
        }
        if let Some(kind) = &event.certificate {
            self.certificate_came(kind)?;
        }
        self.new_item(&row, reference)
    }
}
