//! Deciding on allocations and their reversal.

use std::collections::BTreeSet;

use crate::domain::command::{Allocate, Unallocate};
use crate::domain::event::{AllocationMade, AllocationReversed};
use crate::domain::{Day, Event, Money, Number, Plain, Refusal, Rule};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, ALLOCATIONS, AccountId, AllocationRow, ITEMS, ItemId, ItemKind, ItemRow, MoveKind,
    MoveRow, ORIGINALS, PAYS_FOR, Side, TAKEN_WITH,
};
use crate::store::rows::{LedgerError, Stop};

use super::allocated::{End, live, reversal};
use super::settle::{MoneySource, PartSettled};
use super::{Case, Decided};

impl Case<'_> {
    /// The refusal of an item that belongs to another customer than the payer. If the payer pays for
    /// that customer, it says what to do instead.
    pub(super) fn mismatch(
        &self,
        field: &str,
        payer: AccountId,
        row: &ItemRow,
    ) -> Result<Refusal, LedgerError> {
        let refusal = Refusal::new(Rule::CustomerMismatch, field).with("number", &row.number);
        let payer = merged::root(self.rows(), payer, When::ALL)?;
        let owner = merged::root(self.rows(), row.account, When::ALL)?;
        if PAYS_FOR.get(self.rows(), &(owner, payer))?.is_none() {
            return Ok(refusal.with("payer", "none"));
        }
        let code = |id| Ok::<_, LedgerError>(ACCOUNTS.need(self.rows(), &id)?.code);
        Ok(refusal.with("payer", code(payer)?).with("owner", code(owner)?))
    }

    /// Returns an item that a customer owes: an invoice that is not void, or a refund that is owed
    /// again because its payment was returned or reversed.
    pub(super) fn owed(&self, field: &str, number: &Number) -> Result<(ItemId, ItemRow), Stop> {
        match self.item(field, number)? {
            (id, row) if row.kind == ItemKind::Refund => Ok((id, row)),
            _ => self.invoice(field, number),
        }
    }

    /// Makes an allocation with the next number, and the gain on it if rates differ.
    pub(super) fn allocation(
        &mut self,
        from: &End,
        to: &End,
        amount: Money,
        date: Day,
    ) -> Result<Event, LedgerError> {
        let allocation = Number::of_allocation(self.next("A", 0)?);
        let gain = self.gain(from, to, amount)?;
        let (from, to) = (from.number.clone(), to.number.clone());
        Ok(AllocationMade { allocation, from, to, amount, date, gain }.into())
    }

    /// Checks that an amount is greater than zero and that the item has room for it from `date` on.
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
            let (from, ahead) = self.why_no_room((id, row), amount, date)?;
            let said = |day: Option<Day>| day.map_or_else(|| "none".into(), |day| day.to_string());
            let refusal = Refusal::new(rule, if from.is_some() { "date" } else { field });
            let refusal = refusal.with("given", amount).with("left", room);
            let refusal = refusal.with("number", &row.number).with("from", said(from));
            return Err(refusal.with("ahead", said(ahead)).into());
        }
        Ok(amount)
    }

    /// Explains why an item has no room for an amount on a day: the later day from which it has, or
    /// the later day on which something takes what is left of it.
    fn why_no_room(
        &self,
        (id, row): (ItemId, &ItemRow),
        amount: Money,
        date: Day,
    ) -> Result<(Option<Day>, Option<Day>), LedgerError> {
        let days = self.days_of_moves(id, date)?;
        for day in &days {
            if item::room(self.rows(), id, row, *day)?.minor() >= amount.minor() {
                return Ok((Some(*day), None));
            }
        }
        let left = |as_of| {
            item::outstanding(self.rows(), id, row, When { as_of, ..When::ALL }).map(Money::minor)
        };
        if left(date)? < amount.minor() {
            return Ok((None, None));
        }
        for day in days {
            if left(day)? < amount.minor() {
                return Ok((None, Some(day)));
            }
        }
        Ok((None, None))
    }

    /// Checks that both sides belong to one customer on a day.
    pub(super) fn same_account(
        &self,
        field: &str,
        account: AccountId,
        row: &ItemRow,
        date: Day,
    ) -> Result<(), Stop> {
        let root = |id| merged::root(self.rows(), id, When { as_of: date, ..When::ALL });
        if root(row.account)? == root(account)? {
            return Ok(());
        }
        Err(self.mismatch(field, account, row)?.into())
    }

    pub(super) fn allocate(&mut self, command: &Allocate) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (from_id, from) = self.money("from", &command.from)?;
        let (to_id, to) = self.owed("to", &command.to)?;
        self.same_account("to", from.account, &to, date)?;
        for row in [&from, &to] {
            if date < row.date {
                let refusal = Refusal::new(Rule::AllocationBeforeItem, "date");
                return Err(refusal.with("number", &row.number).with("date", row.date).into());
            }
        }
        self.amount_within("amount", command.amount, from_id, &from, date)?;
        let amount = self.amount_within("amount", command.amount, to_id, &to, date)?;
        if command.alone {
            let made = self.allocation(&End::of(&from), &End::of(&to), amount, date)?;
            return Ok(Decided { date, events: vec![made] });
        }
        if ORIGINALS.get(self.rows(), &from_id)? != Some(to_id) {
            self.beyond_original("amount", (from_id, &from), amount, date)?;
        }
        let source = MoneySource::of(&from);
        let (discount, days) = (command.discount, (date, date));
        let share = PartSettled { field: "amount", amount, discount, days };
        let planned = self.planned(to_id, to, &share, &source)?;
        let left = item::room(self.rows(), from_id, &from, date)?.minus(amount);
        let customer = ACCOUNTS.need(self.rows(), &from.account)?.code;
        let mut events = self.settle(&source, &planned)?;
        let left = left.unwrap_or(amount.zero());
        events.extend(self.round_cash(&source, &customer, &[planned], left)?);
        Ok(Decided { date, events })
    }

    pub(super) fn unallocate(&mut self, command: &Unallocate) -> Result<Decided, Stop> {
        let (count, row) = self.named_allocation(command)?;
        let date = self.date_after(command.date, row.date)?;
        let allocation = Number::of_allocation(count);
        let made = self.made_in(count, row.to)?;
        self.by_hand(&allocation, &row, made)?;
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
        let mut events: Vec<Event> = vec![AllocationReversed { allocation, date }.into()];
        if command.alone {
            return Ok(Decided { date, events });
        }
        // The discount and the rounding that settled the rest of the invoice are reversed too.
        let mut along: BTreeSet<ItemId> = self.early_of(row.to)?.into_iter().collect();
        for found in TAKEN_WITH.scan(self.rows(), &row.from) {
            let ((_, write_off), ()) = found?;
            let settled = live(self.rows(), write_off)?;
            along.extend(
                settled.iter().any(|(_, settled)| settled.to == row.to).then_some(write_off),
            );
        }
        // Cash was rounded up on the sum that this allocation is part of.
        let of_invoice = self.rounded_up_on(row.to)?;
        let up = live(self.rows(), row.from)?.into_iter().filter(|(count, taken)| {
            taken.to.seq == made || of_invoice.iter().any(|(known, _)| known == count)
        });
        for (count, taken) in up {
            if self.need_item(taken.to)?.kind == ItemKind::OnTop {
                events.push(reversal(count, &taken, date));
                along.insert(taken.to);
            }
        }
        for write_off in along {
            self.take_along(write_off, date, &mut events)?;
        }
        Ok(Decided { date, events })
    }

    /// Returns the entry that made an allocation.
    fn made_in(&self, count: u64, to: ItemId) -> Result<u64, LedgerError> {
        let moves = item::moves(self.rows(), to)?;
        let is_it = |m: &MoveRow| m.kind == MoveKind::Allocated && m.allocation == count;
        let made = moves.iter().find(|(_, m)| is_it(m)).map(|(seq, _)| *seq);
        made.ok_or_else(|| LedgerError::Contradiction(format!("allocation {count} moved nothing")))
    }

    /// The allocation with a number, or the newest one in force between two documents.
    fn named_allocation(&self, command: &Unallocate) -> Result<(u64, AllocationRow), Stop> {
        let unknown = |field, given: &Number| {
            Refusal::new(Rule::AllocationUnknown, field).with("given", given)
        };
        let missing = |name| Refusal::new(Rule::CommandMissingField, name).with("name", name);
        if let Some(number) = &command.allocation {
            let unknown = || unknown("allocation", number);
            let count = number.allocation_count().ok_or_else(unknown)?;
            return Ok((count, ALLOCATIONS.get(self.rows(), &count)?.ok_or_else(unknown)?));
        }
        let from = command.from.as_ref().ok_or_else(|| missing("allocation"))?;
        let to = command.to.as_ref().ok_or_else(|| missing("to"))?;
        let ((from_id, _), (to_id, row)) = (self.item("from", from)?, self.item("to", to)?);
        let amount = command.amount.map(|given| row.currency.exact(given.0, "amount"));
        let amount = amount.transpose()?;
        let is_it = |allocation: &AllocationRow| {
            allocation.to == to_id && amount.is_none_or(|amount| allocation.amount == amount)
        };
        let found = live(self.rows(), from_id)?.into_iter().filter(|(_, row)| is_it(row));
        Ok(found.max_by_key(|(count, _)| *count).ok_or_else(|| unknown("from", from))?)
    }

    /// Refuses an allocation that is part of something else: a write-off, a rounding, a refund, a
    /// credit note on its original, or a certificate, which never stays on account.
    fn by_hand(&self, allocation: &Number, row: &AllocationRow, made: u64) -> Result<(), Stop> {
        let (from, to) = (self.need_item(row.from)?, self.need_item(row.to)?);
        if from.is_certificate() {
            let refusal = Refusal::new(Rule::CertificateNotMoney, "allocation");
            return Err(refusal.with("number", from.number).into());
        }
        if ORIGINALS.get(self.rows(), &row.from)? == Some(row.to) {
            let refusal = Refusal::new(Rule::AllocationOfOriginal, "allocation");
            return Err(refusal.with("credit_note", from.number).with("invoice", to.number).into());
        }
        let part_of = match (from.kind, to.kind) {
            (ItemKind::WriteOff, _) => Some(from.number),
            (_, ItemKind::OnTop) => Some(to.number),
            (_, ItemKind::Refund) if made == row.to.seq => Some(to.number),
            _ => None,
        };
        match part_of {
            None => Ok(()),
            Some(number) => Err(Refusal::new(Rule::AllocationNotByHand, "allocation")
                .with("given", allocation)
                .with("number", number)
                .into()),
        }
    }
}
