//! Decides on what was agreed and given up in another system: write-offs, promises, payment plans and the periods
//! of late fees. It is taken as it was there: who brings it in answers for it.

use crate::domain::command::{
    BringInPlan, BringInPromise, BringInWriteOff, BroughtInCover, BroughtInFeePart,
    BroughtInLateFee, BroughtInTakenBack,
};
use crate::domain::event::{
    AllocationReversed, CaseText, LateFeeCharged, PlanCancelled, PlanCover, PromiseMade,
    PromiseWithdrawn, WriteOffMade, WriteOffTakenBack,
};
use crate::domain::late_fee::FeePart;
use crate::domain::{Code, Currency, Day, Event, Money, Number, Refusal, Rule, money, text};
use crate::ledger::late_fees;
use crate::ledger::tables::{ACCOUNTS, AccountId, ItemId, ItemRow, Side};
use crate::store::rows::{LedgerError, Stop};

use super::allocated::End;
use super::contact::tolerable;
use super::disputes::note;
use super::plans::{agreed, as_given};
use super::series::not_before_item;
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn bring_in_write_off(
        &mut self,
        command: &BringInWriteOff,
    ) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let write_off = self.foreign_number("number", &command.number)?;
        let payment = command.payment.as_ref().map(|number| self.money("payment", number));
        let payment = payment.transpose()?;
        let (field, (id, row)) = match (&command.invoice, &payment) {
            (Some(invoice), _) => ("invoice", self.owed("invoice", invoice)?),
            (None, Some(payment)) => ("payment", payment.clone()),
            (None, None) => {
                let refusal = Refusal::new(Rule::CommandMissingField, "invoice");
                return Err(refusal.with("name", "invoice").into());
            }
        };
        if date < row.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", row.date);
            return Err(refusal.with("number", &row.number).into());
        }
        let amount = self.amount_within("amount", command.amount, id, &row, date)?;
        let ours = End { number: write_off.clone(), rate: row.rate, whole: amount };
        let on_top = field == "payment";
        let ends = if on_top { (End::of(&row), ours) } else { (ours, End::of(&row)) };
        let given_up = (&write_off, (row.currency, amount), date);
        let counted = self.counted_of(given_up, (&ends.0, &ends.1), &command.taken_back)?;
        let made = WriteOffMade {
            write_off,
            customer: ACCOUNTS.need(self.rows(), &row.account)?.code,
            date,
            amount,
            currency: row.currency,
            reason: command.reason,
            on_top,
            payment: payment.map(|(_, row)| row.number),
            rate: row.rate,
            overridden: None,
            foreign: true,
        };
        let events = [made.into()].into_iter().chain(counted).collect();
        Ok(Decided { date, events })
    }

    /// The allocation of a write-off, and what was taken back of it: each time, the rest was allocated again.
    fn counted_of(
        &mut self,
        (write_off, (currency, amount), date): (&Number, (Currency, Money), Day),
        (from, to): (&End, &End),
        taken_back: &[BroughtInTakenBack],
    ) -> Result<Vec<Event>, Stop> {
        let (mut left, mut last) = (amount, date);
        let mut events = vec![self.allocation(from, to, amount, date)?];
        for (place, part) in taken_back.iter().enumerate() {
            let field = |name: &str| format!("taken_back[{place}].{name}");
            let date = self.ended(&field("date"), part.date, (last, write_off))?;
            let taken = positive(currency, part.amount.0, &field("amount"))?;
            let rest = left.minus(taken).filter(|rest| !rest.is_negative()).ok_or_else(|| {
                let refusal = Refusal::new(Rule::RecoverExceeds, field("amount"));
                refusal.with("number", write_off).with("given", taken).with("left", left)
            })?;
            let reversed = events.iter().rev().find_map(|event| match event {
                Event::AllocationMade(made) => Some(made.allocation.clone()),
                _ => None,
            });
            let write_off = write_off.clone();
            events.push(WriteOffTakenBack { write_off, date, amount: taken }.into());
            events
                .extend(reversed.map(|allocation| AllocationReversed { allocation, date }.into()));
            if rest.is_positive() {
                events.push(self.allocation(from, to, rest, date)?);
            }
            (left, last) = (rest, date);
        }
        Ok(events)
    }

    /// The payment or credit note with this number.
    pub(super) fn money(&self, field: &str, number: &Number) -> Result<(ItemId, ItemRow), Stop> {
        let (id, row) = self.item(field, number)?;
        match row.kind.side() {
            Side::Credit => Ok((id, row)),
            Side::Debit => {
                Err(Refusal::new(Rule::DocumentNotCredit, field).with("given", row.number).into())
            }
        }
    }

    pub(super) fn bring_in_promise(&mut self, command: &BringInPromise) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, customer) = self.account_on("customer", &command.customer, date)?;
        let row = self.agreed_on("invoice", account, &command.invoice, date)?;
        let tolerance_days = tolerable(command.tolerance_days)?;
        if command.parts.is_empty() {
            return Err(Refusal::new(Rule::AmountNotPositive, "parts").into());
        }
        let (mut events, mut numbers) = (Vec::<Event>::new(), Vec::<String>::new());
        for (place, part) in command.parts.iter().enumerate() {
            let field = |name: &str| format!("parts[{place}].{name}");
            let promise = self.foreign_number(&field("number"), &part.number)?;
            if numbers.contains(&promise.folded()) {
                let refusal = Refusal::new(Rule::NumberTaken, field("number"));
                return Err(refusal.with("given", promise).into());
            }
            numbers.push(promise.folded());
            if part.by < date {
                let refusal = Refusal::new(Rule::PromisePast, field("by")).with("by", part.by);
                return Err(refusal.with("date", date).into());
            }
            let made = PromiseMade {
                promise: promise.clone(),
                customer: customer.code.clone(),
                invoice: row.number.clone(),
                date,
                amount: positive(row.currency, part.amount.0, &field("amount"))?,
                currency: row.currency,
                by: part.by,
                tolerance_days,
                foreign: true,
                again: None,
                text: note(command.note.as_ref())?,
            };
            events.push(made.into());
            if let Some(day) = part.withdrawn {
                let date = self.ended(&field("withdrawn"), day, (date, &promise))?;
                events.push(PromiseWithdrawn { promise, date, text: None }.into());
            }
        }
        Ok(Decided { date, events })
    }

    pub(super) fn bring_in_plan(&mut self, command: &BringInPlan) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, customer) = self.account_on("customer", &command.customer, date)?;
        let plan = self.foreign_number("number", &command.number)?;
        let covers = self.covers((account, &customer.code), &command.covers, date)?;
        let amount = money::sum(covers.iter().map(|one| one.amount), customer.currency.scale())
            .ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "covers"))?;
        let instalments = as_given(&command.instalments, amount, customer.currency)?;
        let (given, said) = ((plan.clone(), true), (command.default_after, command.note.as_ref()));
        let debt = (covers, amount);
        let agreed = agreed(given, (&customer, date), debt, instalments, said)?;
        let mut events: Vec<Event> = vec![agreed.into()];
        if let Some(day) = command.cancelled {
            let date = self.ended("cancelled", day, (date, &plan))?;
            let note = text::optional("reason", command.reason.as_ref())?;
            let text = CaseText { note, ..CaseText::default() }.kept();
            let replaced_by = command.replaced_by.clone();
            events.push(PlanCancelled { plan, date, replaced_by, text }.into());
        }
        Ok(Decided { date, events })
    }

    fn covers(
        &self,
        (account, customer): (AccountId, &Code),
        given: &[BroughtInCover],
        date: Day,
    ) -> Result<Vec<PlanCover>, Stop> {
        if given.is_empty() {
            let refusal = Refusal::new(Rule::PlanNothing, "covers");
            return Err(refusal.with("invoice", customer).into());
        }
        let mut covers: Vec<PlanCover> = Vec::with_capacity(given.len());
        for (place, cover) in given.iter().enumerate() {
            let field = |name: &str| format!("covers[{place}].{name}");
            let row = self.agreed_on(&field("invoice"), account, &cover.invoice, date)?;
            if covers.iter().any(|one| one.invoice == row.number) {
                let refusal = Refusal::new(Rule::PlanTwice, field("invoice"));
                return Err(refusal.with("invoice", row.number).into());
            }
            let amount = positive(row.currency, cover.amount.0, &field("amount"))?;
            covers.push(PlanCover { invoice: row.number, amount });
        }
        Ok(covers)
    }

    /// The invoice of a customer on which something was agreed on a day, when it was there.
    fn agreed_on(
        &self,
        field: &str,
        account: AccountId,
        invoice: &Number,
        date: Day,
    ) -> Result<ItemRow, Stop> {
        let (_, row) = self.invoice(field, invoice)?;
        self.same_account(field, account, &row, Day::LAST)?;
        not_before_item("date", date, (row.date, &row.number))?;
        Ok(row)
    }

    /// The day on which what was agreed on another ended: not before it.
    fn ended(
        &mut self,
        field: &str,
        day: Day,
        (agreed, number): (Day, &Number),
    ) -> Result<Day, Stop> {
        let day = self.happened(field, Some(day))?;
        not_before_item(field, day, (agreed, number))?;
        Ok(day)
    }

    /// The period that a late fee of another system charges for. Refused where the days of its invoice are charged
    /// for already.
    pub(super) fn brought_in_fee(
        &self,
        (fee, customer, date): (&Number, &Code, Day),
        account: Option<AccountId>,
        given: &BroughtInLateFee,
    ) -> Result<LateFeeCharged, Stop> {
        let (id, row) = self.invoice("late_fee.invoice", &given.invoice)?;
        let other = || Refusal::new(Rule::CustomerMismatch, "late_fee.invoice");
        let other = || other().with("number", &row.number).with("payer", "none");
        self.same_account("late_fee.invoice", account.ok_or_else(other)?, &row, Day::LAST)?;
        if late_fees::fee_of(self.rows(), &row.number)?.is_some() {
            let refusal = Refusal::new(Rule::LateFeeOnFee, "late_fee.invoice");
            return Err(refusal.with("invoice", row.number).into());
        }
        let (from, through) = (given.from, given.through);
        if through < from {
            let refusal = Refusal::new(Rule::LateFeeNothing, "late_fee.through");
            return Err(refusal.with("invoice", row.number).with("through", through).into());
        }
        if let Some(charged) = late_fees::charged_within(self.rows(), id, (from, through))? {
            let refusal = Refusal::new(Rule::LateFeeCharged, "late_fee.through");
            return Err(refusal.with("invoice", row.number).with("through", charged).into());
        }
        let part = |part: &BroughtInFeePart| fee_part(part, row.currency);
        let parts: Vec<FeePart> = given.parts.iter().map(part).collect::<Result<_, _>>()?;
        let amount = money::sum(parts.iter().map(|part| part.fee), row.currency.scale());
        Ok(LateFeeCharged {
            invoice: row.number,
            customer: customer.clone(),
            fee: fee.clone(),
            date,
            from,
            through,
            amount: amount.ok_or(LedgerError::Beyond("an item"))?,
            parts,
            remainder: given.remainder,
        })
    }
}

fn fee_part(part: &BroughtInFeePart, currency: Currency) -> Result<FeePart, Refusal> {
    Ok(FeePart {
        from: part.from,
        through: part.through,
        overdue: currency.exact(part.overdue.0, "late_fee.parts.overdue")?,
        yearly_percent: part.yearly_percent,
        fee: currency.exact(part.fee.0, "late_fee.parts.fee")?,
    })
}

/// An amount that is greater than zero.
pub(super) fn positive(
    currency: Currency,
    amount: rust_decimal::Decimal,
    field: &str,
) -> Result<Money, Refusal> {
    let amount = currency.exact(amount, field)?;
    match amount.is_positive() {
        true => Ok(amount),
        false => Err(Refusal::new(Rule::AmountNotPositive, field)),
    }
}
