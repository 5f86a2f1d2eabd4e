//! Deciding on payments: what came in, and what it settles.

use crate::domain::command::{Allocation, AllocationRule, Method, RecordPayment, Share};
use crate::domain::event::PaymentRecorded;
use crate::domain::{Day, Event, Money, Number, Refusal, Rule, text};
use crate::ledger::item;
use crate::ledger::rows::{LedgerError, Stop};
use crate::ledger::tables::{AccountId, ITEMS, ItemId, ItemRow, OPEN, Side};

use super::allocations::same_account;
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
        let allocations = match &command.allocate {
            Allocation::Unsaid | Allocation::Rule(AllocationRule::Oldest) => {
                self.oldest(&payment)?
            }
            Allocation::Rule(AllocationRule::None) => Vec::new(),
            Allocation::List(shares) => self.as_said(&payment, shares)?,
        };
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
        events.extend(allocations);
        Ok(Decided { date, events })
    }

    /// Open invoices by due date, ties by number, until the money is used up. An allocation is
    /// effective no earlier than either side.
    fn oldest(&mut self, payment: &Incoming) -> Result<Vec<Event>, Stop> {
        let mut left = payment.amount;
        let mut made = Vec::new();
        for (id, row) in self.open_invoices(payment.account)? {
            if !left.is_positive() || made.len() == MOST {
                break;
            }
            let date = payment.date.max(row.date);
            let amount = item::room(self.rows(), id, &row, date)?.least(left);
            if amount.is_positive() {
                left = left.minus(amount).unwrap_or(left.zero());
                made.push(self.allocation(payment.number.clone(), row.number, amount, date)?);
            }
        }
        Ok(made)
    }

    fn open_invoices(&self, account: AccountId) -> Result<Vec<(ItemId, ItemRow)>, LedgerError> {
        let open = OPEN.scan(self.rows(), &(account, Side::Debit)).map(|found| {
            let ((_, _, _, id), _) = found?;
            Ok((id, ITEMS.need(self.rows(), &id)?))
        });
        let mut open: Vec<(ItemId, ItemRow)> = open.collect::<Result<_, LedgerError>>()?;
        open.sort_by(|(_, a), (_, b)| (a.due, &a.number).cmp(&(b.due, &b.number)));
        Ok(open)
    }

    /// The invoices that the customer named, each with its amount.
    fn as_said(&mut self, payment: &Incoming, shares: &[Share]) -> Result<Vec<Event>, Stop> {
        if shares.len() > MOST {
            return Err(Refusal::new(Rule::LinesTooMany, "allocate").with("most", MOST).into());
        }
        let mut left = payment.amount;
        let mut named: Vec<ItemId> = Vec::new();
        let mut made = Vec::new();
        for (i, share) in shares.iter().enumerate() {
            let invoice = format!("allocate[{i}].invoice");
            let (id, row) = self.invoice(&invoice, &share.invoice)?;
            if named.contains(&id) {
                let refusal = Refusal::new(Rule::AllocationTwice, invoice);
                return Err(refusal.with("invoice", row.number).into());
            }
            named.push(id);
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
            made.push(self.allocation(payment.number.clone(), row.number, amount, date)?);
        }
        Ok(made)
    }
}

/// The most allocations that one payment makes: an entry has at most 256 events.
const MOST: usize = 250;
