//! What is owed in another system, one invoice a row: open, settled or disputed. Identity is the
//! number.

use serde_json::Value;

use crate::domain::command::BringInReceivable;
use crate::domain::{Currency, Money, Refusal, Rule, plain};
use crate::engine::Failure;
use crate::ledger::query::show::Shown;

use super::mapping::Record;
use super::{ImportDesk, Kind, RowCommand, RowReader, Trouble, fields, id_of};

/// The fields of a row.
pub const FIELDS: [&str; 9] =
    ["number", "customer", "date", "due", "amount", "currency", "settled", "disputed", "rate"];

/// Rows of receivables.
pub struct Receivables<'a>(pub ImportDesk<'a>);

impl RowReader for Receivables<'_> {
    fn amount(&mut self, row: &Record) -> Option<(Currency, Money)> {
        let currency = self.0.currency(row)?;
        let amount = plain::parse(&row.get("amount").ok()??).ok()?;
        Some((currency, currency.exact(amount, "amount").ok()?))
    }

    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(row) = rows.first() else { return Ok(RowCommand::There) };
        let mut texts = fields::texts(row, &["number", "customer", "amount", "currency", "rate"])?;
        texts.insert("create_customer".into(), self.0.create_customers.into());
        for field in ["date", "due", "settled"] {
            if let Some(day) = fields::date(row, field, &self.0.dates)? {
                texts.insert(field.into(), day.into());
            }
        }
        fields::needed(row, "date")?;
        let disputed = fields::yes(row, "disputed")?;
        // What is settled is in dispute no longer.
        texts.insert("disputed".into(), (disputed && !texts.contains_key("settled")).into());
        let content = Value::Object(texts.clone()).to_string();
        let command: BringInReceivable = fields::typed(Value::Object(texts))?;
        if let Some(known) = self.0.document(&command.number)? {
            self.0.same_currency(row)?;
            return Ok(self.same(&command, &known).map(|()| RowCommand::There)?);
        }
        self.0.needs_account(row)?;
        // The same number twice in one file is one document, if both rows say the same.
        if self.0.said("number", &command.number.0, &content)? {
            return Ok(RowCommand::There);
        }
        self.0.makes_account(row);
        let id = id_of(self.0.session, Kind::Receivables, (&command.number.folded(), 0), None)?;
        Ok(RowCommand::command(id, command))
    }

    fn landed(&mut self) {
        self.0.landed();
    }

    fn refused(&mut self) {
        // It may have been to make an account.
        self.0.made.clear();
    }
}

impl Receivables<'_> {
    /// Whether the book has the same document under the number.
    fn same(&self, command: &BringInReceivable, known: &Shown) -> Result<(), Failure> {
        let conflict = |field: &str| {
            let refusal = Refusal::new(Rule::ImportConflict, field);
            Err(Failure::from(refusal.with("given", &command.number)))
        };
        let (customer, date, due, total) = match known {
            Shown::Invoice(known) => (&known.customer, known.date, Some(known.due), known.total),
            Shown::CreditNote(known) if known.invoice.is_none() => {
                (&known.customer, known.date, None, known.total.negated())
            }
            _ => return conflict("number"),
        };
        match () {
            () if !self.0.one_account(&command.customer, customer)? => conflict("customer"),
            () if command.date.is_some_and(|given| given != date) => conflict("date"),
            () if due.is_some() && command.due.is_some() && command.due != due => conflict("due"),
            () if command.amount.0 != total.decimal() => conflict("amount"),
            () if command.settled.is_some() && !self.settled(command, known)? => {
                conflict("settled")
            }
            () => Ok(()),
        }
    }

    /// Whether the payment that settled it elsewhere is in the book.
    fn settled(&self, command: &BringInReceivable, known: &Shown) -> Result<bool, Failure> {
        let Shown::Invoice(known) = known else { return Ok(false) };
        // As the book writes the number, which may be another form of the same letters.
        let reference = Some(format!("opening:{}", known.invoice));
        for allocation in &known.allocations {
            if let Some(Shown::Payment(payment)) = self.0.document(&allocation.from)?
                && payment.reference == reference
            {
                return Ok(Some(payment.date) == command.settled);
            }
        }
        Ok(false)
    }
}
