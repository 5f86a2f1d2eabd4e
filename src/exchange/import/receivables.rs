//! What is owed in another system, one invoice per row, identified by its number: open, partly paid,
//! settled or disputed.

use serde_json::Value;

use crate::domain::command::BringInReceivable;
use crate::domain::{Currency, Day, Money, Number, Refusal, Rule, plain};
use crate::engine::Failure;
use crate::ledger::query::show::{Shown, ShownAllocation};

use super::mapping::Record;
use super::row_states::{RowStates, below_zero};
use super::{ImportDesk, ImportKind, NearName, RowCommand, RowReader, Trouble, fields, id_of};

/// The fields of a row.
pub const FIELDS: [&str; 14] = [
    "number",
    "customer",
    "date",
    "due",
    "amount",
    "outstanding",
    "currency",
    "settled",
    "disputed",
    "reference",
    "rate",
    "paid",
    "state",
    "type",
];

/// Rows of receivables.
pub struct Receivables<'a>(pub ImportDesk<'a>);

impl RowReader for Receivables<'_> {
    fn sees(&mut self, row: &Record) {
        self.0.sees(row);
    }

    fn amount(&mut self, row: &Record) -> Option<(Currency, Money)> {
        let currency = self.0.currency(row)?;
        let (amount, _) = amounts(row).ok()?;
        let amount = plain::parse(&amount?).ok()?;
        Some((currency, currency.exact(amount, "amount").ok()?))
    }

    /// A row that does not give it is open in full, unless it is settled.
    fn open(&mut self, row: &Record) -> Option<(Currency, Money)> {
        let currency = self.0.currency(row)?;
        let (amount, outstanding) = amounts(row).ok()?;
        let is_said = ["outstanding", "paid", "state"].into_iter().any(|field| row.has(field));
        let is_settled = row.get("settled").ok()?.is_some();
        let open = match outstanding {
            Some(open) => plain::parse(&open).ok()?,
            None if is_settled => rust_decimal::Decimal::ZERO,
            None => plain::parse(&amount?).ok()?,
        };
        is_said.then_some((currency, currency.exact(open, "outstanding").ok()?))
    }

    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(row) = rows.first() else { return Ok(RowCommand::There) };
        let mut texts = fields::texts(row, &["number", "reference", "rate"])?;
        let (amount, outstanding) = amounts(row)?;
        texts.extend(amount.map(|it| ("amount".to_string(), it.into())));
        texts.extend(outstanding.map(|it| ("outstanding".to_string(), it.into())));
        let customer = self.0.needed_customer(row)?;
        texts.insert("customer".into(), customer.clone().into());
        if let Some(currency) = self.0.named_currency(row, &customer)? {
            texts.insert("currency".into(), currency.into());
        }
        texts.insert("create_customer".into(), self.0.create_customers.into());
        for field in ["date", "due", "settled"] {
            if let Some(day) = fields::date(row, field, &self.0.dates)? {
                texts.insert(field.into(), day.into());
            }
        }
        fields::needed(row, "date")?;
        let disputed = fields::yes(row, "disputed")?;
        // A settled invoice is no longer in dispute; the rest of a partly paid one may be.
        texts.insert("disputed".into(), (disputed && !texts.contains_key("settled")).into());
        let content = Value::Object(texts.clone()).to_string();
        let command: BringInReceivable = fields::typed(Value::Object(texts))?;
        if let Some(known) = self.0.document(&command.number)? {
            self.0.same_currency(row)?;
            return Ok(self.same(&command, &known).map(|()| RowCommand::There)?);
        }
        self.0.needs_account(&customer)?;
        // Two rows with the same number are one document if they say the same.
        if self.0.said("number", &command.number.0, &content)? {
            return Ok(RowCommand::There);
        }
        self.0.makes_account(row, &customer);
        let id =
            id_of(self.0.session, ImportKind::Receivables, (&command.number.folded(), 0), None)?;
        Ok(RowCommand::command(id, command))
    }

    fn landed(&mut self) {
        self.0.landed();
    }

    fn currency_waits(&mut self, rows: &[Record]) -> bool {
        rows.first().is_some_and(|row| self.0.currency_waits(row))
    }

    fn would_open(&mut self, given: &str, currency: Currency) {
        self.0.would_open(given, currency);
    }

    fn near(&mut self) -> Vec<NearName> {
        self.0.near_names()
    }
}

/// What is paid of a row: an amount, or all or nothing where the column says yes or no.
fn paid(row: &Record, amount: Option<&String>) -> Result<Option<String>, Refusal> {
    let Some(text) = row.cells("paid").next() else { return Ok(None) };
    let given = row.get("paid");
    match (&given, fields::is_yes(text)) {
        (Ok(Some(number)), _) if plain::parse(number).is_ok() => given,
        (Ok(None), _) | (_, Some(false)) => Ok(None),
        (_, Some(true)) => Ok(amount.cloned()),
        (_, None) => Err(Refusal::new(Rule::AmountMalformed, "paid").with("given", text)),
    }
}

/// What is left of an amount after what is paid of it; none, if nothing is.
pub fn unpaid(row: &Record, amount: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(amount) = amount else { return Ok(None) };
    let Some(paid) = paid(row, Some(&amount))? else { return Ok(None) };
    let (Ok(amount), Ok(paid)) = (plain::parse(&amount), plain::parse(&paid)) else {
        return Ok(None);
    };
    let paid = if amount.is_sign_negative() { -paid.abs() } else { paid };
    let left = amount.checked_sub(paid).filter(|_| !paid.is_zero());
    Ok(left.map(|left| left.normalize().to_string()))
}

/// The amount of a row and what is open of it, as its other columns and its states say.
fn amounts(row: &Record) -> Result<(Option<String>, Option<String>), Refusal> {
    let states = RowStates::of(ImportKind::Receivables, row)?;
    let (amount, mut outstanding) = (row.get("amount")?, row.get("outstanding")?);
    if outstanding.is_none() {
        outstanding = unpaid(row, amount.clone())?;
    }
    let is_known = row.get("settled")?.is_some() || row.has_text("paid") && states.paid.is_none();
    let outstanding = states.outstanding(outstanding, is_known)?;
    match states.is_credit {
        true => Ok((amount.map(|it| below_zero(&it)), outstanding.map(|it| below_zero(&it)))),
        false => Ok((amount, outstanding)),
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
            () => self.same_rest(command, known),
        }
    }

    /// Whether the same amount was settled elsewhere, on the same day if the row gives one.
    fn same_rest(&self, command: &BringInReceivable, known: &Shown) -> Result<(), Failure> {
        let conflict = |field: &str| {
            let refusal = Refusal::new(Rule::ImportConflict, field);
            Err(Failure::from(refusal.with("given", &command.number)))
        };
        if command.settled.is_none() && command.outstanding.is_none() {
            return Ok(());
        }
        let settled = self.settled(known)?;
        if command.settled.is_some() && command.settled != settled.map(|(date, _)| date) {
            return conflict("settled");
        }
        let amount = settled.map_or(rust_decimal::Decimal::ZERO, |(_, amount)| amount.decimal());
        match command.outstanding {
            Some(left) if left.0.abs() + amount != command.amount.0.abs() => {
                conflict("outstanding")
            }
            _ => Ok(()),
        }
    }

    /// The payment that settled it elsewhere, or for a credit note the refund: its day and its amount.
    fn settled(&self, known: &Shown) -> Result<Option<(Day, Money)>, Failure> {
        let (number, allocations): (&Number, &[ShownAllocation]) = match known {
            Shown::Invoice(known) => (&known.invoice, &known.allocations),
            Shown::CreditNote(known) => (&known.credit_note, &known.allocations),
            _ => return Ok(None),
        };
        // The number as the book writes it, which may use other forms of the same letters.
        let reference = Some(format!("opening:{number}"));
        for allocation in allocations {
            let other = if allocation.from == *number { &allocation.to } else { &allocation.from };
            match self.0.document(other)? {
                Some(Shown::Payment(it)) if it.reference == reference => {
                    return Ok(Some((it.date, it.amount)));
                }
                Some(Shown::Refund(it)) if it.event.reference == reference => {
                    return Ok(Some((it.event.date, it.event.amount)));
                }
                _ => {}
            }
        }
        Ok(None)
    }
}
