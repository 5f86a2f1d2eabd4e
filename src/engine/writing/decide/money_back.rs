//! Decides on money going back: refunds and returned payments.

use std::collections::BTreeSet;

use crate::domain::command::{BouncePayment, Method, Refund};
use crate::domain::event::{Costly, FreeText, GivenUp, PaymentBounced, RefundMade};
use crate::domain::{Day, Event, Number, Refusal, Rule, text};
use crate::ledger::item;
use crate::ledger::tables::{ACCOUNTS, ItemId, ItemKind, ItemRow, MoveKind, TAKEN_WITH};
use crate::store::rows::{LedgerError, Stop};

use super::allocated::{End, live, reversal};
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn refund(&mut self, command: &Refund) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, from) = self.item("from", &command.from)?;
        if !matches!(from.kind, ItemKind::Payment | ItemKind::CreditNote) {
            let refusal = Refusal::new(Rule::DocumentNotCredit, "from").with("given", from.number);
            return Err(refusal.into());
        }
        if from.is_certificate() {
            let refusal = Refusal::new(Rule::CertificateNotMoney, "from");
            return Err(refusal.with("number", from.number).into());
        }
        let method = command.method.unwrap_or(Method::Bank);
        if matches!(method, Method::Withholding | Method::Opening) {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        if date < from.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", from.date);
            return Err(refusal.with("number", from.number).into());
        }
        let amount = self.amount_within("amount", command.amount, id, &from, date)?;
        self.beyond_original("amount", (id, &from), amount, date)?;
        let reference = text::optional("reference", command.reference.as_ref())?;
        let rate = match command.rate {
            None => from.rate,
            given => self.rate(from.currency, given)?,
        };
        self.approved(Costly::Refund, from.currency, amount)?;
        self.within_range(from.account, "amount", (amount, amount.zero()))?;
        let number = command.number.as_ref().map(|number| self.foreign_number("number", number));
        let number = number.transpose()?;
        let foreign = number.is_some();
        let refund = number.map_or_else(|| self.next_number("RF", date), Ok)?;
        let to = End { number: refund.clone(), rate, whole: amount };
        let allocation = self.allocation(&End::of(&from), &to, amount, date)?;
        let event = RefundMade {
            refund,
            customer: ACCOUNTS.need(self.rows(), &from.account)?.code,
            date,
            amount,
            currency: from.currency,
            method,
            reference,
            rate,
            foreign,
        };
        Ok(Decided { date, events: vec![event.into(), allocation] })
    }

    pub(super) fn bounce_payment(&mut self, command: &BouncePayment) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let (id, row) = self.standing_payment(&command.payment, date)?;
        if row.is_certificate() {
            let refusal = Refusal::new(Rule::CertificateNotMoney, "payment");
            return Err(refusal.with("number", row.number).into());
        }
        let payment = row.number.clone();
        let mut events: Vec<Event> = vec![PaymentBounced { payment, date, reason }.into()];
        self.without_payment(id, &row, date, &mut events)?;
        events.extend(self.no_longer_sent(id, date)?);
        Ok(Decided { date, events })
    }

    /// Returns the payment with this number. Refuses one that was returned or reversed already, and
    /// a `date` before the payment or before one of its reversals.
    pub(super) fn standing_payment(
        &self,
        number: &Number,
        date: Day,
    ) -> Result<(ItemId, ItemRow), Stop> {
        let (id, row) = self.item("payment", number)?;
        let refused = |rule, field: &str| Refusal::new(rule, field).with("payment", &row.number);
        if row.kind != ItemKind::Payment {
            let refusal = refused(Rule::DocumentNotCredit, "payment");
            return Err(refusal.with("given", &row.number).into());
        }
        let moves = item::moves(self.rows(), id)?;
        match item::ended(self.rows(), id)? {
            Some((MoveKind::Bounced, _)) => {
                return Err(refused(Rule::BounceAlready, "payment").into());
            }
            Some(_) => return Err(refused(Rule::PaymentReversed, "payment").into()),
            None => {}
        }
        // An allocation that was reversed later still counted on that day.
        let undone = moves.iter().filter(|(_, m)| m.kind == MoveKind::Reversed);
        let last = undone.map(|(_, m)| m.date).fold(row.date, Ord::max);
        if date < last {
            let refusal = refused(Rule::AllocationBeforeItem, "date").with("date", last);
            return Err(refusal.with("number", &row.number).into());
        }
        Ok((id, row))
    }

    /// Undoes a payment: reverses its allocations, so that what it settled is open again and its
    /// refunds are owed, and reverses the discounts and roundings that belonged to it.
    pub(super) fn without_payment(
        &self,
        id: ItemId,
        row: &ItemRow,
        date: Day,
        events: &mut Vec<Event>,
    ) -> Result<(), Stop> {
        self.within_range(row.account, "payment", (row.amount, row.amount))?;
        let settled = live(self.rows(), id)?;
        events.extend(settled.iter().map(|(count, allocation)| reversal(*count, allocation, date)));
        let mut along: BTreeSet<ItemId> = BTreeSet::new();
        for found in TAKEN_WITH.scan(self.rows(), &id) {
            along.insert(found?.0.1);
        }
        for (_, allocation) in &settled {
            along.extend(self.early_of(allocation.to)?);
        }
        for write_off in along {
            self.take_along(write_off, date, events)?;
        }
        Ok(())
    }

    /// The early-payment discounts of an invoice, which loses them when it is reopened.
    pub(super) fn early_of(&self, invoice: ItemId) -> Result<Vec<ItemId>, LedgerError> {
        let mut early = Vec::new();
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some(other) = change.other else { continue };
            let given_up = self.need_item(other)?.given_up;
            if given_up == Some(GivenUp::EarlyPayment) && self.live_move(&change)?.is_some() {
                early.push(other);
            }
        }
        Ok(early)
    }
}
