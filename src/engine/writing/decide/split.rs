//! Decides on splitting bank lines between customers, and on customers who pay for others.

use crate::domain::command::{
    DeclarePayer, Method, ReversePayment, SplitBankLine, UnmatchBankLine,
};
use crate::domain::event::{
    BankLineLinked, BankLineReopened, DepositRecorded, DepositVoided, PayerDeclared,
    PaymentRecorded,
};
use crate::domain::{Code, Event, Money, Number, Refusal, Rule, money};
use crate::ledger::tables::{DepositRow, PAYS_FOR};
use crate::store::rows::{LedgerError, Stop};

use super::bank::{OpenLine, not_before, paid};
use super::{Case, Decided};

/// How many customers a line may be split between.
const MOST: usize = 100;

impl Case<'_> {
    pub(super) fn split_bank_line(&mut self, command: &SplitBankLine) -> Result<Decided, Stop> {
        let line = self.open_bank_line(&command.line)?;
        if !line.row.amount.is_positive() {
            let refusal = Refusal::new(Rule::BankLineMoneyOut, "line");
            return Err(refusal.with("line", line.number).into());
        }
        let date = self.day("date", command.date.unwrap_or(line.row.date))?;
        not_before(&line.number, line.row.date, date)?;
        let (fee, amount) = paid(&line, command.fee)?;
        self.parts_make(command, &line, amount)?;
        let mut events: Vec<Event> = Vec::new();
        let mut payments: Vec<Number> = Vec::new();
        for place in 0..command.parts.len() {
            let made = self.part(command, place, &line)?;
            payments.extend(made.iter().find_map(|event| match event {
                Event::PaymentRecorded(event) => Some(event.payment.clone()),
                _ => None,
            }));
            events.extend(made);
        }
        let deposit = self.next_number("DEP", date)?;
        let of_line = Some(line.number.clone());
        let currency = line.account.currency;
        let recorded = DepositRecorded {
            deposit: deposit.clone(),
            date,
            payments,
            amount,
            currency,
            reference: line.row.reference,
            line: of_line,
            foreign: false,
        };
        let since = date.max(line.since);
        let linked = BankLineLinked { line: line.number, document: deposit, fee, date: since };
        events.splice(0..0, [recorded.into(), linked.into()]);
        Ok(Decided { date, events })
    }

    /// Refuses parts that don't add up to the line plus its fee, or that name a customer twice.
    fn parts_make(
        &self,
        command: &SplitBankLine,
        line: &OpenLine,
        amount: Money,
    ) -> Result<(), Stop> {
        if command.parts.len() > MOST {
            return Err(Refusal::new(Rule::LinesTooMany, "parts").with("most", MOST).into());
        }
        let currency = line.account.currency;
        let mut amounts = Vec::with_capacity(command.parts.len());
        let mut customers: Vec<u32> = Vec::new();
        for (place, part) in command.parts.iter().enumerate() {
            let field = format!("parts[{place}].amount");
            let one = currency.exact(part.amount.0, &field)?;
            if !one.is_positive() {
                return Err(Refusal::new(Rule::AmountNotPositive, field).into());
            }
            amounts.push(one);
            let field = format!("parts[{place}].customer");
            let (account, row) = self.account(&field, &part.customer)?;
            if customers.contains(&account) {
                let refusal = Refusal::new(Rule::BankLinePartTwice, field);
                return Err(refusal.with("customer", row.code).into());
            }
            customers.push(account);
        }
        let total = money::sum(amounts, currency.scale());
        let total = total.ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "parts"))?;
        if total != amount {
            let refusal = Refusal::new(Rule::BankLineParts, "parts").with("line", &line.number);
            return Err(refusal.with("amount", amount).with("total", total).into());
        }
        Ok(())
    }

    /// The payment that a part becomes, and its allocations.
    fn part(
        &mut self,
        command: &SplitBankLine,
        place: usize,
        line: &OpenLine,
    ) -> Result<Vec<Event>, Stop> {
        let Some(part) = command.parts.get(place) else { return Ok(Vec::new()) };
        let at = |field: &str| format!("parts[{place}].{field}");
        let date = command.date.unwrap_or(line.row.date);
        let (account, row) = self.account_on(&at("customer"), &part.customer, date)?;
        if row.currency != line.account.currency {
            let refusal = Refusal::new(Rule::CurrencyMismatch, at("customer"));
            return Err(refusal.with("currency", row.currency).into());
        }
        let method = command.method.unwrap_or(line.account.method);
        if matches!(method, Method::Withholding | Method::Opening) {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let event = PaymentRecorded {
            payment: Number(String::new()),
            customer: row.code.clone(),
            date,
            amount: row.currency.exact(part.amount.0, &at("amount"))?,
            currency: row.currency,
            method,
            reference: line.row.reference.clone(),
            rate: self.rate(row.currency, command.rate)?,
            certificate: None,
            foreign: false,
        };
        Ok(self.receive((account, &row), event, &part.allocate)?.events)
    }

    /// Reopens a line that was split: its payments are reversed as mistakes, and the deposit is voided.
    pub(super) fn unsplit(
        &mut self,
        command: &UnmatchBankLine,
        line: &Number,
        deposit: &DepositRow,
    ) -> Result<Decided, Stop> {
        let date = self.date_after(command.date, deposit.date)?;
        let reopened = BankLineReopened { line: line.clone(), date };
        let voided = DepositVoided { deposit: deposit.number.clone(), date };
        let mut events: Vec<Event> = vec![reopened.into(), voided.into()];
        let reason = command.reason.clone().unwrap_or_else(|| line.0.clone());
        for payment in &deposit.payments {
            let (payment, reason, date) = (payment.clone(), reason.clone(), Some(date));
            events.extend(self.reversed(&ReversePayment { payment, reason, date })?.events);
        }
        Ok(Decided { date, events })
    }

    pub(super) fn declare_payer(&mut self, command: &DeclarePayer) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (payer, row) = self.account_on("customer", &command.customer, date)?;
        let (other, pays_for) = self.account_on("pays_for", &command.pays_for, date)?;
        let refused = |rule| Refusal::new(rule, "pays_for").with("customer", &row.code);
        if payer == other {
            return Err(refused(Rule::PayerSelf).into());
        }
        if pays_for.currency != row.currency {
            let refusal = Refusal::new(Rule::CurrencyMismatch, "pays_for");
            return Err(refusal.with("currency", pays_for.currency).into());
        }
        if self.pays_for(payer, other)? != command.ended {
            let rule = if command.ended { Rule::PayerNot } else { Rule::PayerAlready };
            return Err(refused(rule).with("other", pays_for.code).into());
        }
        let (customer, pays_for): (Code, Code) = (row.code, pays_for.code);
        let event = PayerDeclared { customer, pays_for, ended: command.ended, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    fn pays_for(&self, payer: u32, other: u32) -> Result<bool, LedgerError> {
        Ok(PAYS_FOR.get(self.rows(), &(other, payer))?.is_some())
    }
}
