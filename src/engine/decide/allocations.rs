//! Deciding on allocations and their reversal.

use crate::domain::command::{Allocate, Unallocate};
use crate::domain::event::{AllocationMade, AllocationReversed};
use crate::domain::{Day, Event, Money, Number, Plain, Refusal, Rule};
use crate::ledger::item;
use crate::ledger::rows::{LedgerError, Stop};
use crate::ledger::tables::{ALLOCATIONS, AccountId, ITEMS, ItemId, ItemRow, Side};

use super::{Case, Decided};

impl Case<'_> {
    /// An allocation with the next number.
    pub(super) fn allocation(
        &mut self,
        from: Number,
        to: Number,
        amount: Money,
        date: Day,
    ) -> Result<Event, LedgerError> {
        let allocation = Number::of_allocation(self.next("A", 0)?);
        Ok(AllocationMade { allocation, from, to, amount, date }.into())
    }

    /// An amount of more than nothing that an invoice has room for from `date` on.
    pub(super) fn amount_within(
        &self,
        field: &str,
        amount: Plain,
        id: ItemId,
        row: &ItemRow,
        date: Day,
    ) -> Result<Money, Stop> {
        let amount = row.currency.exact(amount.0, field)?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, field).into());
        }
        let room = item::room(self.rows(), id, row, date)?;
        if amount.minor() > room.minor() {
            let rule = match row.kind.side() {
                Side::Debit => Rule::AllocationExceedsItem,
                Side::Credit => Rule::AllocationExceedsSource,
            };
            let refusal = Refusal::new(rule, field).with("given", amount).with("left", room);
            return Err(refusal.with("number", &row.number).into());
        }
        Ok(amount)
    }

    pub(super) fn allocate(&mut self, command: &Allocate) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (from_id, from) = self.item("from", &command.from)?;
        if from.kind.side() != Side::Credit {
            let refusal = Refusal::new(Rule::DocumentNotCredit, "from").with("given", from.number);
            return Err(refusal.into());
        }
        let (to_id, to) = self.invoice("to", &command.to)?;
        same_account("to", from.account, &to)?;
        for row in [&from, &to] {
            if date < row.date {
                let refusal = Refusal::new(Rule::AllocationBeforeItem, "date");
                return Err(refusal.with("number", &row.number).with("date", row.date).into());
            }
        }
        self.amount_within("amount", command.amount, from_id, &from, date)?;
        let amount = self.amount_within("amount", command.amount, to_id, &to, date)?;
        let event = self.allocation(from.number, to.number, amount, date)?;
        Ok(Decided { date, events: vec![event] })
    }

    pub(super) fn unallocate(&mut self, command: &Unallocate) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let unknown = || {
            Refusal::new(Rule::AllocationUnknown, "allocation").with("given", &command.allocation)
        };
        let count = command.allocation.allocation_count().ok_or_else(unknown)?;
        let row = ALLOCATIONS.get(self.rows(), &count)?.ok_or_else(unknown)?;
        let allocation = Number::of_allocation(count);
        if row.reversed.is_some() {
            let refusal = Refusal::new(Rule::AllocationReversed, "allocation");
            return Err(refusal.with("given", allocation).into());
        }
        if date < row.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date");
            return Err(refusal.with("number", allocation).with("date", row.date).into());
        }
        let account = ITEMS.need(self.rows(), &row.to)?.account;
        self.within_range(account, "allocation", (row.amount, row.amount))?;
        let event = AllocationReversed { allocation, date };
        Ok(Decided { date, events: vec![event.into()] })
    }
}

/// Both sides belong to one customer.
pub(super) fn same_account(field: &str, account: AccountId, row: &ItemRow) -> Result<(), Refusal> {
    match row.account == account {
        true => Ok(()),
        false => Err(Refusal::new(Rule::CustomerMismatch, field).with("number", &row.number)),
    }
}
