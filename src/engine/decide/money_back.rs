//! Deciding on money that goes the other way: refunds, and payments that bounce.

use std::collections::BTreeSet;

use crate::domain::command::{BouncePayment, Method, Refund};
use crate::domain::event::{
    AllocationReversed, Costly, GivenUp, PaymentBounced, RefundMade, WriteOffTakenBack,
};
use crate::domain::{Day, Event, Number, Refusal, Rule, text};
use crate::ledger::item;
use crate::ledger::rows::{LedgerError, Stop};
use crate::ledger::tables::{
    ACCOUNTS, AllocationRow, ItemId, ItemKind, ItemRow, MoveKind, Side, TAKEN_WITH,
};

use super::allocations::{End, is_live, live};
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn refund(&mut self, command: &Refund) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, from) = self.item("from", &command.from)?;
        if !matches!(from.kind, ItemKind::Payment | ItemKind::CreditNote) {
            let refusal = Refusal::new(Rule::DocumentNotCredit, "from").with("given", from.number);
            return Err(refusal.into());
        }
        if date < from.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", from.date);
            return Err(refusal.with("number", from.number).into());
        }
        let amount = self.amount_within("amount", command.amount, id, &from, date)?;
        let reference = text::optional("reference", command.reference.as_ref())?;
        self.approved(Costly::Refund, from.currency, amount)?;
        self.within_range(from.account, "amount", (amount, amount.zero()))?;
        let refund = self.next_number("RF", date)?;
        let to = End { number: refund.clone(), rate: from.rate };
        let allocation = self.allocation(&End::of(&from), &to, amount, date)?;
        let event = RefundMade {
            refund,
            customer: ACCOUNTS.need(self.rows(), &from.account)?.code,
            date,
            amount,
            currency: from.currency,
            method: command.method.unwrap_or(Method::Bank),
            reference,
            rate: from.rate,
        };
        Ok(Decided { date, events: vec![event.into(), allocation] })
    }

    pub(super) fn bounce_payment(&mut self, command: &BouncePayment) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, row) = self.item("payment", &command.payment)?;
        let reason = text::required("reason", &command.reason, text::SHORT)?;
        let refused = |rule, field: &str| Refusal::new(rule, field).with("payment", &row.number);
        if row.kind != ItemKind::Payment {
            return Err(refused(Rule::DocumentNotCredit, "payment")
                .with("given", &row.number)
                .into());
        }
        if date < row.date {
            let refusal = refused(Rule::AllocationBeforeItem, "date").with("date", row.date);
            return Err(refusal.with("number", &row.number).into());
        }
        let moves = item::moves(self.rows(), id)?;
        if moves.iter().any(|(_, m)| m.kind == MoveKind::Bounced) {
            return Err(refused(Rule::BounceAlready, "payment").into());
        }
        // An allocation that was undone later still took from it on the day of the bounce.
        let undone = moves.iter().filter(|(_, m)| m.kind == MoveKind::Reversed && m.date > date);
        if let Some(last) = undone.map(|(_, m)| m.date).max() {
            let refusal = refused(Rule::AllocationBeforeItem, "date").with("date", last);
            return Err(refusal.with("number", &row.number).into());
        }
        let settled = live(self.rows(), id)?;
        for (_, allocation) in &settled {
            if self.need_item(allocation.to)?.kind == ItemKind::Refund {
                return Err(refused(Rule::BounceRefunded, "payment").into());
            }
        }
        self.within_range(row.account, "payment", (row.amount, row.amount))?;
        let payment = row.number.clone();
        let mut events: Vec<Event> = vec![PaymentBounced { payment, date, reason }.into()];
        events.extend(settled.iter().map(|(count, allocation)| reversal(*count, allocation, date)));
        let mut along: BTreeSet<ItemId> = BTreeSet::new();
        for found in TAKEN_WITH.scan(self.rows(), &id) {
            along.insert(found?.0.1);
        }
        for (_, allocation) in &settled {
            along.extend(self.early_of(allocation.to)?);
        }
        for write_off in along {
            self.take_along(write_off, date, &mut events)?;
        }
        Ok(Decided { date, events })
    }

    /// The discounts for paying early that an invoice has: one that is open again loses them.
    pub(super) fn early_of(&self, invoice: ItemId) -> Result<Vec<ItemId>, LedgerError> {
        let mut early = Vec::new();
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some(other) = change.other else { continue };
            let given_up = self.need_item(other)?.given_up;
            if given_up == Some(GivenUp::EarlyPayment) && is_live(self.rows(), &change)? {
                early.push(other);
            }
        }
        Ok(early)
    }

    /// What was taken with a payment goes with it: a discount, cash rounding. What was taken back
    /// before stays so.
    pub(super) fn take_along(
        &self,
        id: ItemId,
        date: Day,
        events: &mut Vec<Event>,
    ) -> Result<(), LedgerError> {
        let row: ItemRow = self.need_item(id)?;
        let moves = item::moves(self.rows(), id)?;
        if moves.iter().any(|(_, m)| m.kind == MoveKind::TakenBack) {
            return Ok(());
        }
        let mut last = date.max(row.date);
        if row.kind.side() == Side::Credit {
            for (count, allocation) in live(self.rows(), id)? {
                last = last.max(allocation.date);
                events.push(reversal(count, &allocation, date));
            }
        }
        let (write_off, amount) = (row.number, row.amount);
        events.push(WriteOffTakenBack { write_off, date: last, amount }.into());
        Ok(())
    }
}

/// The reversal of an allocation, no earlier than the allocation.
fn reversal(count: u64, allocation: &AllocationRow, date: Day) -> Event {
    let date = date.max(allocation.date);
    AllocationReversed { allocation: Number::of_allocation(count), date }.into()
}
