//! Decides on corrections: payments and refunds entered by mistake, and credit notes that are
//! voided. Each also reverses what was made with it.

use std::collections::BTreeSet;

use crate::domain::command::{ReversePayment, ReverseRefund, VoidCreditNote};
use crate::domain::event::{CreditNoteVoided, FreeText, PaymentReversed, RefundReversed};
use crate::domain::{Day, Event, Money, Number, Refusal, Rule, text};
use crate::ledger::tables::{ItemId, ItemKind, ItemRow, MoveKind, ORIGINALS, Side, TAXES, Way};
use crate::ledger::{deliveries, item};
use crate::store::rows::{LedgerError, Stop};

use super::allocated::{live, reversal};
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn reverse_payment(&mut self, command: &ReversePayment) -> Result<Decided, Stop> {
        self.in_no_deposit("payment", &command.payment)?;
        self.reversed(command)
    }

    /// The same for a payment that may be in a deposit.
    pub(super) fn reversed(&mut self, command: &ReversePayment) -> Result<Decided, Stop> {
        let (_, payment) = self.item("payment", &command.payment)?;
        let date = self.date_after(command.date, payment.date)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let (id, row) = self.standing_payment(&command.payment, date)?;
        let payment = row.number.clone();
        if item::taken_back(self.rows(), id, &row)? == row.amount {
            // A certificate that has nothing left to settle after credit notes.
            return Err(Refusal::new(Rule::PaymentReversed, "payment")
                .with("payment", payment)
                .into());
        }
        let mut events: Vec<Event> = vec![PaymentReversed { payment, date, reason }.into()];
        self.without_payment(id, &row, date, &mut events)?;
        events.extend(self.payer_unknown_again(&row.number, date)?);
        events.extend(self.bank_line_open_again(Way::In, &row.number, date)?);
        events.extend(self.line_goes_back(&row.number, date)?);
        events.extend(self.without_disputes(id, date)?);
        events.extend(self.no_longer_sent(id, date)?);
        Ok(Decided { date, events })
    }

    pub(super) fn reverse_refund(&mut self, command: &ReverseRefund) -> Result<Decided, Stop> {
        let (id, row) = self.item("refund", &command.refund)?;
        let date = self.date_after(command.date, row.date)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let refused = |rule, field: &str| Refusal::new(rule, field).with("refund", &row.number);
        if row.kind != ItemKind::Refund {
            return Err(refused(Rule::RefundUnknown, "refund").into());
        }
        if item::ended(self.rows(), id)?.is_some() {
            return Err(refused(Rule::RefundReversed, "refund").into());
        }
        self.not_before_last_move(id, &row, date)?;
        self.within_range(row.account, "refund", (row.amount, row.amount))?;
        let mut events: Vec<Event> = Vec::new();
        for (seq, change) in item::moves(self.rows(), id)? {
            let Some((count, allocation)) = self.live_move(&change)? else { continue };
            if seq != id.seq {
                // The bank returned the payment, and other money has settled the refund since.
                let by = Number::of_allocation(count);
                let refusal = refused(Rule::RefundAllocated, "refund");
                return Err(refusal.with("allocation", by).into());
            }
            events.push(reversal(count, &allocation, date));
        }
        events.extend(self.bank_line_open_again(Way::Out, &row.number, date)?);
        let refund = row.number;
        events.insert(0, RefundReversed { refund, date, reason }.into());
        Ok(Decided { date, events })
    }

    pub(super) fn void_credit_note(&mut self, command: &VoidCreditNote) -> Result<Decided, Stop> {
        let (id, row) = self.item("credit_note", &command.credit_note)?;
        let date = self.date_after(command.date, row.date)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let refused = |rule| Refusal::new(rule, "credit_note").with("credit_note", &row.number);
        if row.kind != ItemKind::CreditNote {
            return Err(refused(Rule::CreditNoteUnknown).into());
        }
        if item::ended(self.rows(), id)?.is_some() {
            return Err(refused(Rule::CreditNoteVoid).into());
        }
        if let Some(receipt) = self.fiscal_receipt_of(id)? {
            return Err(refused(Rule::CreditNoteFiscal).with("receipt", receipt).into());
        }
        if deliveries::is_delivered(self.rows(), id)? {
            return Err(refused(Rule::CreditNoteDelivered).into());
        }
        let cancelled = self.take_out_of_outbox((id, &row), "credit_note", date)?;
        self.not_before_last_move(id, &row, date)?;
        self.within_range(row.account, "credit_note", (row.amount, row.amount))?;
        let mut events: Vec<Event> = Vec::new();
        let original = ORIGINALS.get(self.rows(), &id)?;
        let mut early: BTreeSet<ItemId> = BTreeSet::new();
        for (count, allocation) in live(self.rows(), id)? {
            let to = self.need_item(allocation.to)?;
            if to.kind == ItemKind::Refund {
                return Err(refused(Rule::CreditNoteRefunded).with("refund", to.number).into());
            }
            events.push(reversal(count, &allocation, date));
            self.undone.insert(count, allocation);
            if original != Some(allocation.to) {
                early.extend(self.early_of(allocation.to)?);
            }
        }
        let invoice = original.map(|original| self.need_item(original)).transpose()?;
        let taxes = match original {
            Some(_) => TAXES.need(self.rows(), &id)?.groups,
            None => Vec::new(),
        };
        let voided = CreditNoteVoided {
            credit_note: row.number.clone(),
            invoice: invoice.as_ref().map(|invoice| invoice.number.clone()),
            date,
            reason,
            taxes,
        };
        events.insert(0, voided.into());
        for discount in early {
            self.take_along(discount, date, &mut events)?;
        }
        if let Some((original, invoice)) = original.zip(invoice) {
            self.restore_reversed(id, (original, &invoice), date, &mut events)?;
        }
        events.extend(cancelled);
        Ok(Decided { date, events })
    }

    /// Checks that neither the item nor anything that happened to it is dated after `date`: its
    /// history has one order.
    pub(super) fn not_before_last_move(
        &self,
        id: ItemId,
        row: &ItemRow,
        date: Day,
    ) -> Result<(), Stop> {
        let moves = item::moves(self.rows(), id)?;
        let last = moves.iter().map(|(_, change)| change.date).fold(row.date, Ord::max);
        match date < last {
            false => Ok(()),
            true => Err(Refusal::new(Rule::AllocationBeforeItem, "date")
                .with("number", &row.number)
                .with("date", last)
                .into()),
        }
    }

    /// Reverses what is left of a write-off that belonged to something reversed: a discount or cash
    /// rounding.
    pub(super) fn take_along(
        &self,
        id: ItemId,
        date: Day,
        events: &mut Vec<Event>,
    ) -> Result<(), LedgerError> {
        let row: ItemRow = self.need_item(id)?;
        let moves = item::moves(self.rows(), id)?;
        let taken = moves.iter().filter(|(_, m)| m.kind == MoveKind::TakenBack);
        let taken: i64 = taken.map(|(_, m)| m.amount.minor()).sum();
        let left = Money::from_minor(row.amount.minor() - taken, row.amount.scale());
        if !left.is_positive() {
            return Ok(());
        }
        let mut last = date.max(row.date);
        if row.kind.side() == Side::Credit {
            for (count, allocation) in live(self.rows(), id)? {
                last = last.max(allocation.date);
                events.push(reversal(count, &allocation, date));
            }
        }
        let write_off = row.number;
        events.push(
            crate::domain::event::WriteOffTakenBack { write_off, date: last, amount: left }.into(),
        );
        Ok(())
    }
}
