//! Decides on write-offs and their recovery.

use crate::domain::command::{Recover, WriteOff, WriteOffReason};
use crate::domain::event::{Costly, GivenUp, WriteOffMade};
use crate::domain::{Code, Day, Event, Money, Number, Refusal, Rule};
use crate::ledger::item;
use crate::ledger::tables::{ACCOUNTS, ItemId, ItemKind, ItemRow};
use crate::store::rows::{LedgerError, Stop};

use super::allocated::{End, live};
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn write_off(&mut self, command: &WriteOff) -> Result<Decided, Stop> {
        let date = self.document_date(command.date)?;
        let (id, row) = self.owed("invoice", &command.invoice)?;
        if date < row.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", row.date);
            return Err(refusal.with("number", &row.number).into());
        }
        let amount = match command.amount {
            Some(amount) => self.amount_within("amount", amount, id, &row, date)?,
            None => item::room(self.rows(), id, &row, date)?,
        };
        if !amount.is_positive() {
            let refusal = Refusal::new(Rule::WriteOffNothingLeft, "invoice");
            return Err(refusal.with("invoice", &row.number).into());
        }
        self.own_credit_first("amount", (id, &row), amount, date)?;
        let reason = match command.reason {
            WriteOffReason::BadDebt => GivenUp::BadDebt,
            WriteOffReason::SmallDifference => GivenUp::SmallDifference,
        };
        let most = row.currency.small_difference();
        if reason == GivenUp::SmallDifference {
            let before = self.small_differences(id, amount.zero())?;
            if before.minor() + amount.minor() > most.minor() {
                let refusal = Refusal::new(Rule::WriteOffTolerance, "amount").with("given", amount);
                self.may_override(refusal.with("before", before).with("most", most))?;
            }
        }
        if reason == GivenUp::BadDebt {
            self.approved(Costly::WriteOff, row.currency, amount)?;
        }
        let customer = ACCOUNTS.need(self.rows(), &row.account)?.code;
        let mut events: Vec<Event> =
            self.give_up(&customer, &row, amount, date, reason, None)?.into();
        events.extend(self.complete((id, &row), 0, date, &[(date, amount)])?);
        Ok(Decided { date, events })
    }

    /// Returns the small differences written off an invoice that were not reversed.
    pub(super) fn small_differences(
        &self,
        invoice: ItemId,
        zero: Money,
    ) -> Result<Money, LedgerError> {
        let mut sum = zero;
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some(other) = change.other else { continue };
            if self.live_move(&change)?.is_some()
                && self.need_item(other)?.given_up == Some(GivenUp::SmallDifference)
            {
                sum = sum.plus(change.amount).ok_or(LedgerError::Beyond("small differences"))?;
            }
        }
        Ok(sum)
    }

    /// Writes off an amount of an invoice: makes the write-off and its allocation.
    pub(super) fn give_up(
        &mut self,
        customer: &Code,
        invoice: &ItemRow,
        amount: Money,
        date: Day,
        reason: GivenUp,
        payment: Option<Number>,
    ) -> Result<[Event; 2], LedgerError> {
        let write_off = self.next_number("WO", date)?;
        let from = End { number: write_off.clone(), rate: invoice.rate, whole: amount };
        let allocation = self.allocation(&from, &End::of(invoice), amount, date)?;
        let made = WriteOffMade {
            write_off,
            customer: customer.clone(),
            date,
            amount,
            currency: invoice.currency,
            reason,
            on_top: false,
            payment,
            rate: invoice.rate,
            overridden: self.overrides(),
            foreign: false,
        };
        Ok([made.into(), allocation])
    }

    pub(super) fn recover(&mut self, command: &Recover) -> Result<Decided, Stop> {
        let (id, row) = self.item("write_off", &command.write_off)?;
        let date = self.date_after(command.date, row.date)?;
        let by_hand = [Some(GivenUp::BadDebt), Some(GivenUp::SmallDifference)];
        let is_one = match command.alone {
            true => matches!(row.kind, ItemKind::WriteOff | ItemKind::OnTop),
            false => row.kind == ItemKind::WriteOff && by_hand.contains(&row.given_up),
        };
        if !is_one {
            let refusal = Refusal::new(Rule::RecoverNotWriteOff, "write_off");
            return Err(refusal.with("given", &row.number).into());
        }
        let amount = match command.amount {
            Some(amount) => Some(row.currency.exact(amount.0, "amount")?),
            None => None,
        };
        let (mut events, invoice) = self.recovered(id, &row, amount, date)?;
        // An invoice that is reopened loses its early-payment discount.
        let early = if command.alone { Vec::new() } else { self.early_of(invoice)? };
        for discount in early {
            self.take_along(discount, date, &mut events)?;
        }
        Ok(Decided { date, events })
    }

    /// Recovers `amount` of a write-off, or all of it if no amount is given. Returns what that makes, and the invoice.
    fn recovered(
        &mut self,
        id: ItemId,
        row: &ItemRow,
        amount: Option<Money>,
        date: Day,
    ) -> Result<(Vec<Event>, ItemId), Stop> {
        let live = live(self.rows(), id)?;
        let refused = |rule, field| Refusal::new(rule, field).with("number", &row.number);
        let Some((count, allocation)) = live.first() else {
            let refusal = refused(Rule::RecoverExceeds, "write_off").with("given", row.amount);
            return Err(refusal.with("left", row.amount.zero()).into());
        };
        let amount = amount.unwrap_or(allocation.amount);
        if !amount.is_positive() {
            return Err(refused(Rule::AmountNotPositive, "amount").into());
        }
        if amount.minor() > allocation.amount.minor() {
            let refusal = refused(Rule::RecoverExceeds, "amount").with("given", amount);
            return Err(refusal.with("left", allocation.amount).into());
        }
        if date < allocation.date {
            let refusal = refused(Rule::AllocationBeforeItem, "date").with("date", allocation.date);
            return Err(refusal.into());
        }
        self.within_range(row.account, "amount", (amount, amount))?;
        let events = self.take_back((*count, allocation), amount, date)?;
        Ok((events, allocation.to))
    }
}
