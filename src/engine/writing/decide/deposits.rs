//! Decides on deposits: payments that went to the bank together and are one bank line.

use crate::domain::command::{Method, RecordDeposit, VoidDeposit};
use crate::domain::event::{DepositRecorded, DepositVoided};
use crate::domain::{Day, Number, Refusal, Rule, money, text};
use crate::ledger::bank;
use crate::ledger::item;
use crate::ledger::tables::{DEPOSITED, DEPOSITS, DepositRow, ItemId, ItemKind, ItemRow, Way};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

/// How many payments a deposit may have.
const MOST: usize = 500;

impl Case<'_> {
    pub(super) fn record_deposit(&mut self, command: &RecordDeposit) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        if command.payments.len() > MOST {
            let refusal = Refusal::new(Rule::LinesTooMany, "payments").with("most", MOST);
            return Err(refusal.into());
        }
        let mut found: Vec<ItemRow> = Vec::new();
        for (place, given) in command.payments.iter().enumerate() {
            let field = format!("payments[{place}]");
            let (id, row) = self.item(&field, given)?;
            let first = found.first().map_or(row.currency, |first| first.currency);
            self.bankable(&field, (id, &row), date)?;
            if row.currency != first {
                let refusal = Refusal::new(Rule::CurrencyMismatch, field);
                return Err(refusal.with("currency", row.currency).into());
            }
            if found.iter().any(|other| other.number == row.number) {
                let refusal = Refusal::new(Rule::DepositTwice, field);
                return Err(refusal.with("number", row.number).into());
            }
            found.push(row);
        }
        let Some(currency) = found.first().map(|first| first.currency) else {
            return Err(Refusal::new(Rule::DepositEmpty, "payments").into());
        };
        let amounts = found.iter().map(|row| row.amount);
        let amount = money::sum(amounts, currency.scale()).filter(|sum| sum.is_within_limit());
        let amount = amount.ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "payments"))?;
        let number = command.number.as_ref().map(|number| self.foreign_number("number", number));
        let number = number.transpose()?;
        let event = DepositRecorded {
            foreign: number.is_some(),
            deposit: number.map_or_else(|| self.next_number("DEP", date), Ok)?,
            date,
            payments: found.into_iter().map(|row| row.number).collect(),
            amount,
            currency,
            reference: text::optional("reference", command.reference.as_ref())?,
            line: None,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Refuses payments that can't be part of a deposit of that day: all but valid payments in cash or
    /// by cheque that are neither at the bank nor in a deposit yet.
    fn bankable(&self, field: &str, (id, row): (ItemId, &ItemRow), date: Day) -> Result<(), Stop> {
        let refused = |rule| Refusal::new(rule, field).with("number", &row.number);
        let is_payment = row.kind == ItemKind::Payment && item::ended(self.rows(), id)?.is_none();
        if !is_payment || !matches!(row.method, Some(Method::Cash | Method::Cheque)) {
            return Err(refused(Rule::DepositPayment).into());
        }
        if date < row.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", row.date);
            return Err(refusal.with("number", &row.number).into());
        }
        if let Some(line) = bank::line_of(self.rows(), Way::In, &row.number)? {
            let refusal = refused(Rule::BankDocumentLinked);
            return Err(refusal.with("line", Number::of_bank_line(line)).into());
        }
        self.in_no_deposit(field, &row.number)
    }

    /// Refuses a payment that is in a deposit.
    pub(super) fn in_no_deposit(&self, field: &str, number: &Number) -> Result<(), Stop> {
        let Some(deposit) = DEPOSITED.get(self.rows(), &number.folded())? else { return Ok(()) };
        let deposit = DEPOSITS.need(self.rows(), &deposit)?.number;
        let refusal = Refusal::new(Rule::DepositHas, field).with("number", number);
        Err(refusal.with("deposit", deposit).into())
    }

    pub(super) fn void_deposit(&mut self, command: &VoidDeposit) -> Result<Decided, Stop> {
        let row = self.deposit("deposit", &command.deposit)?;
        let date = self.date_after(command.date, row.date)?;
        if date < row.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", row.date);
            return Err(refusal.with("number", row.number).into());
        }
        if let Some(line) = bank::line_of(self.rows(), Way::In, &row.number)? {
            let refusal = Refusal::new(Rule::BankDocumentLinked, "deposit");
            let refusal = refusal.with("number", row.number);
            return Err(refusal.with("line", Number::of_bank_line(line)).into());
        }
        Ok(Decided { date, events: vec![DepositVoided { deposit: row.number, date }.into()] })
    }

    /// The deposit with this number; refused if it is void.
    pub(super) fn deposit(&self, field: &str, number: &Number) -> Result<DepositRow, Stop> {
        let found = DEPOSITS.get(self.rows(), &number.folded())?.filter(|row| row.void.is_none());
        let unknown = || Refusal::new(Rule::DepositUnknown, field).with("given", number);
        Ok(found.ok_or_else(unknown)?)
    }

    /// Whether a number is that of a deposit, void or not.
    pub(super) fn is_deposit(&self, number: &Number) -> Result<bool, LedgerError> {
        Ok(DEPOSITS.get(self.rows(), &number.folded())?.is_some())
    }
}
