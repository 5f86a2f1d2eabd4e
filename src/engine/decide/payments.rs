//! Deciding on payments: what came in, and what it settles.

use crate::domain::command::{Allocation, AllocationRule, Method, RecordPayment, Share};
use crate::domain::event::PaymentRecorded;
use crate::domain::{Day, Event, Money, Number, Refusal, Rule, text};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::rows::{LedgerError, Stop};
use crate::ledger::tables::{AccountId, ItemId, ItemKind, ItemRow, OPEN, Side};

use super::settle::{Planned, Source};
use super::{Case, Decided};

/// A payment that is being recorded.
struct Incoming {
    number: Number,
    account: AccountId,
    amount: Money,
    date: Day,
}

impl Case<'_> {
    pub(super) fn record_payment(&mut self, command: &RecordPayment) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        let amount = row.currency.exact(command.amount.0, "amount")?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if command.method == Method::Opening {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let rate = self.rate(row.currency, command.rate)?;
        let reference = text::optional("reference", command.reference.as_ref())?;
        self.within_range(account, "amount", (amount.zero(), amount))?;
        let number = self.next_number("PAY", date)?;
        let payment = Incoming { number: number.clone(), account, amount, date };
        let (paid, method) = (Some(date), Some(command.method));
        let source = Source { number: number.clone(), rate, paid, method };
        let (planned, left) = match &command.allocate {
            Allocation::Unsaid | Allocation::Rule(AllocationRule::Oldest) => {
                self.oldest(&payment, &source)?
            }
            Allocation::Rule(AllocationRule::None) => (Vec::new(), amount),
            Allocation::List(shares) => self.as_said(&payment, &source, shares)?,
        };
        let mut settled = Vec::new();
        for one in &planned {
            settled.extend(self.settle(&source, one)?);
        }
        settled.extend(self.round_cash(&source, &row.code, &planned, left)?);
        let event = PaymentRecorded {
            payment: number,
            customer: row.code,
            date,
            amount,
            currency: row.currency,
            method: command.method,
            reference,
            rate,
        };
        let mut events: Vec<Event> = vec![event.into()];
        events.extend(settled);
        Ok(Decided { date, events })
    }

    /// Open invoices by due date, ties by number, until the money is used up. An allocation is
    /// effective no earlier than either side.
    fn oldest(&self, payment: &Incoming, source: &Source) -> Result<(Vec<Planned>, Money), Stop> {
        let mut left = payment.amount;
        let mut planned = Vec::new();
        let rows = self.rows();
        // Each account's open invoices stand by due date; where accounts were merged, together.
        let mut open: Box<dyn Iterator<Item = Result<_, LedgerError>>> =
            Box::new(OPEN.scan(rows, &(payment.account, Side::Debit)));
        let when = When { as_of: payment.date, ..When::ALL };
        let members = merged::members(rows, payment.account, when)?;
        if members.len() > 1 {
            let mut all = Vec::new();
            for member in members {
                for found in OPEN.scan(rows, &(member.id, Side::Debit)) {
                    all.push(found?);
                }
            }
            all.sort_by_key(|((_, _, due, id), _)| (*due, *id));
            open = Box::new(all.into_iter().map(Ok));
        }
        let mut open = open.peekable();
        // Only as many are looked at as the money reaches: an account may have thousands open.
        while left.is_positive() && planned.len() < MOST {
            let Some(first) = open.next().transpose()? else { break };
            let ((_, _, due, id), _) = first;
            let mut same_day = vec![(self.need_item(id)?, id)];
            while let Some(Ok(((_, _, _, id), _))) =
                open.next_if(|next| next.as_ref().is_ok_and(|((_, _, day, _), _)| *day == due))
            {
                same_day.push((self.need_item(id)?, id));
            }
            same_day.retain(|(row, _)| row.kind == ItemKind::Invoice);
            same_day.sort_by(|(a, _), (b, _)| a.number.cmp(&b.number));
            for (row, id) in same_day {
                if !left.is_positive() {
                    break;
                }
                let one = self.plan_oldest(id, row, payment.date, left, source)?;
                left = left.minus(one.amount).unwrap_or(left.zero());
                planned.extend(one.amount.is_positive().then_some(one));
            }
        }
        Ok((planned, left))
    }

    /// As much of an invoice as the money settles, less the discount if that settles it.
    fn plan_oldest(
        &self,
        id: ItemId,
        row: ItemRow,
        paid: Day,
        left: Money,
        source: &Source,
    ) -> Result<Planned, LedgerError> {
        let date = paid.max(row.date);
        let room = item::room(self.rows(), id, &row, date)?;
        let discount = self.discount(id, &row, source.paid, date)?;
        let due = room.minus(discount).filter(|due| due.is_positive());
        let slack = self.slack(source, row.currency);
        let (amount, discount) = match due {
            Some(due) if left.is_positive() && due.minor() - slack <= left.minor() => {
                (due.least(left), discount)
            }
            _ => (room.least(left), room.zero()),
        };
        Ok(Planned { id, row, room, amount, discount, date })
    }

    /// A part of an invoice, with the discount if that is all that is missing.
    pub(super) fn planned(
        &self,
        id: ItemId,
        row: ItemRow,
        amount: Money,
        source: &Source,
        date: Day,
    ) -> Result<Planned, LedgerError> {
        let room = item::room(self.rows(), id, &row, date)?;
        let short = room.minus(amount).unwrap_or(room.zero());
        let most = self.discount(id, &row, source.paid, date)?;
        let slack = if most.is_zero() { 0 } else { self.slack(source, row.currency) };
        let in_time = short.is_positive() && short.minor() <= most.minor() + slack;
        let discount = if in_time { short.least(most) } else { room.zero() };
        Ok(Planned { id, row, room, amount, discount, date })
    }

    /// The invoices that the customer named, each with its amount.
    fn as_said(
        &self,
        payment: &Incoming,
        source: &Source,
        shares: &[Share],
    ) -> Result<(Vec<Planned>, Money), Stop> {
        if shares.len() > MOST {
            return Err(Refusal::new(Rule::LinesTooMany, "allocate").with("most", MOST).into());
        }
        let mut left = payment.amount;
        let mut planned: Vec<Planned> = Vec::new();
        for (i, share) in shares.iter().enumerate() {
            let invoice = format!("allocate[{i}].invoice");
            let (id, row) = self.invoice(&invoice, &share.invoice)?;
            if planned.iter().any(|one| one.id == id) {
                let refusal = Refusal::new(Rule::AllocationTwice, invoice);
                return Err(refusal.with("invoice", row.number).into());
            }
            self.same_account(&invoice, payment.account, &row, payment.date)?;
            let field = format!("allocate[{i}].amount");
            let date = payment.date.max(row.date);
            let amount = match share.amount {
                Some(amount) => self.amount_within(&field, amount, id, &row, date)?,
                None => item::room(self.rows(), id, &row, date)?.least(left),
            };
            if share.amount.is_none() && !amount.is_positive() {
                continue;
            }
            left = left.minus(amount).filter(|left| !left.is_negative()).ok_or_else(|| {
                Refusal::new(Rule::AllocationExceedsSource, field.as_str())
                    .with("given", amount)
                    .with("left", left)
                    .with("number", &payment.number)
            })?;
            planned.push(self.planned(id, row, amount, source, date)?);
        }
        Ok((planned, left))
    }
}

/// The most invoices that one payment settles.
const MOST: usize = 2_000;
