//! Deciding on payments: what came in, and what it settles.

use crate::domain::command::{Allocation, AllocationRule, Method, RecordPayment, Share};
use crate::domain::event::PaymentRecorded;
use crate::domain::{Day, Event, Money, Number, Refusal, Rule, text};
use crate::ledger::item;
use crate::ledger::rows::{LedgerError, Stop};
use crate::ledger::tables::{AccountId, ITEMS, ItemId, ItemKind, ItemRow, OPEN, Side};

use super::allocations::same_account;
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
        let (account, row) = self.account("customer", &command.customer)?;
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
        let count = self.next("PAY", date.year())?;
        let number = Number::of_series("PAY", date.year(), count);
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
        for (id, row) in self.open_invoices(payment.account)? {
            if !left.is_positive() || planned.len() == MOST {
                break;
            }
            let date = payment.date.max(row.date);
            let room = item::room(self.rows(), id, &row, date)?;
            let discount = self.discount(id, &row, source.paid, date)?;
            let due = room.minus(discount).filter(|due| due.is_positive());
            let slack = self.slack(source, row.currency);
            let (amount, discount) = match due {
                Some(due) if due.minor() - slack <= left.minor() => (due.least(left), discount),
                _ => (room.least(left), room.zero()),
            };
            if amount.is_positive() {
                left = left.minus(amount).unwrap_or(left.zero());
                planned.push(Planned { id, row, room, amount, discount, date });
            }
        }
        Ok((planned, left))
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

    fn open_invoices(&self, account: AccountId) -> Result<Vec<(ItemId, ItemRow)>, LedgerError> {
        let open = OPEN.scan(self.rows(), &(account, Side::Debit)).map(|found| {
            let ((_, _, _, id), _) = found?;
            Ok((id, ITEMS.need(self.rows(), &id)?))
        });
        let mut open: Vec<(ItemId, ItemRow)> = open.collect::<Result<_, LedgerError>>()?;
        open.retain(|(_, row)| row.kind == ItemKind::Invoice);
        open.sort_by(|(_, a), (_, b)| (a.due, &a.number).cmp(&(b.due, &b.number)));
        Ok(open)
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
            same_account(&invoice, payment.account, &row)?;
            let field = format!("allocate[{i}].amount");
            let date = payment.date.max(row.date);
            let amount = self.amount_within(&field, share.amount, id, &row, date)?;
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
