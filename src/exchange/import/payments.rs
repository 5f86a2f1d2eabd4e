//! Payments, one a row. Identity is customer, date, amount, method, reference and the n-th such
//! row of the file, so that true twins survive. A row whose payer is not known is refused, or waits on
//! the suspense list where that is asked for; it is known there by what it says of its payer, so that
//! it is not counted again once the payer is known.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::command::{RecordPayment, RecordUnidentified};
use crate::domain::{Currency, Money, Refusal, Rule, plain};
use crate::ledger::lookup::fold;
use crate::ledger::query::row_under::ImportedRow;

use super::mapping::Record;
use super::row_states::RowStates;
use super::{
    ImportDesk, ImportKind, NearName, RowCommand, RowReader, Trouble, fields, id_of, words,
};

/// The fields of a row.
pub const FIELDS: [&str; 13] = [
    "customer",
    "date",
    "amount",
    "method",
    "reference",
    "invoice",
    "currency",
    "rate",
    "number",
    "applied",
    "refunded",
    "state",
    "type",
];

/// Rows of payments.
pub struct Payments<'a> {
    desk: ImportDesk<'a>,
    /// Whether payments of unknown payers go on the suspense list.
    suspense: bool,
    /// How many equal payments there were so far.
    nth: HashMap<String, u64>,
    /// How many equal rows about the same payer there were so far.
    nth_row: HashMap<String, u64>,
}

/// The payer, as far as the book knows.
enum Payer {
    Account(String),
    Unknown,
}

impl Payments<'_> {
    pub fn new(desk: ImportDesk, suspense: bool) -> Payments {
        Payments { desk, suspense, nth: HashMap::new(), nth_row: HashMap::new() }
    }

    /// The payer; unknown only if such payments go on the suspense list.
    fn payer(&mut self, row: &Record) -> Result<Payer, Trouble> {
        let unknown = |refusal: Refusal, suspense: bool| match suspense {
            true => Ok(Payer::Unknown),
            false => Err(refusal.into()),
        };
        match self.desk.customer(row) {
            Ok(None) => unknown(Refusal::new(Rule::PayerMissing, "customer"), self.suspense),
            Ok(Some(code)) => match self.desk.needs_account(&code) {
                Ok(()) => Ok(Payer::Account(code)),
                Err(Trouble::Row(_, refusal)) => {
                    unknown(refusal.with("suspense", "yes"), self.suspense)
                }
                Err(trouble) => Err(trouble),
            },
            Err(Trouble::Row(_, refusal)) if refusal.rule == Rule::CustomerAmbiguous => {
                unknown(refusal, self.suspense)
            }
            Err(trouble) => Err(trouble),
        }
    }

    /// The row as money from an unknown payer, with the id that it has or would get on the suspense
    /// list; `None` if it is there already, whether identified since or not.
    fn unidentified(
        &mut self,
        row: &Record,
        texts: &Map<String, Value>,
    ) -> Result<(Option<Uuid>, RecordUnidentified), Trouble> {
        let mut texts = texts.clone();
        let given = row.get("customer")?;
        texts.extend(given.clone().map(|payer| ("payer".to_string(), payer.into())));
        texts.extend(row.get("invoice")?.map(|note| ("note".to_string(), note.into())));
        let currency = self.desk.given_currency(row)?;
        texts.extend(currency.map(|currency| ("currency".to_string(), currency.into())));
        let command: RecordUnidentified = fields::typed(Value::Object(texts))?;
        let payer = given.map(|given| fold::company(&given));
        let identity = json!([
            "suspense",
            payer,
            command.date,
            command.amount,
            command.method,
            command.reference
        ]);
        let identity = identity.to_string();
        let nth = self.nth_row.entry(identity.clone()).or_default();
        *nth += 1;
        let asked = ImportedRow::Unidentified(command.clone());
        let of = (identity.as_str(), *nth);
        let id = id_of(self.desk.session, ImportKind::Payments, of, Some(&asked))?;
        Ok((id, command))
    }

    /// The row as a customer's payment.
    fn payment(
        &mut self,
        rows: &[Record],
        row: &Record,
        mut texts: Map<String, Value>,
        customer: String,
    ) -> Result<RowCommand, Trouble> {
        texts.insert("customer".into(), customer.into());
        let mut shares = Vec::new();
        for row in rows {
            let Some(invoice) = row.get("invoice")? else { continue };
            shares.push(match row.get("applied")? {
                Some(amount) => json!({ "invoice": invoice, "amount": amount }),
                None => json!({ "invoice": invoice }),
            });
        }
        if !shares.is_empty() {
            texts.insert("allocate".into(), shares.into());
        }
        let command: RecordPayment = fields::typed(Value::Object(texts))?;
        let identity = json!([
            command.customer.folded(),
            command.date,
            command.amount,
            command.method,
            command.reference
        ])
        .to_string();
        let nth = self.nth.entry(identity.clone()).or_default();
        *nth += 1;
        let asked = ImportedRow::Payment(command.clone());
        let of = (identity.as_str(), *nth);
        let id = id_of(self.desk.session, ImportKind::Payments, of, Some(&asked))?;
        if id.is_some() {
            self.desk.same_currency(row)?;
        }
        Ok(RowCommand::command(id, command))
    }
}

impl RowReader for Payments<'_> {
    /// Rows with one number are one payment, each for one of its invoices.
    fn together(&self, row: &Record) -> Option<String> {
        row.get("number").ok().flatten()
    }

    fn sees(&mut self, row: &Record) {
        self.desk.sees(row);
    }

    fn amount(&mut self, row: &Record) -> Option<(Currency, Money)> {
        let currency = self.desk.currency(row)?;
        let amount = plain::parse(&received(row).ok()??).ok()?;
        Some((currency, currency.exact(amount, "amount").ok()?))
    }

    /// Each row of one payment gives all of it.
    fn amounts(&mut self, rows: &[Record]) -> Vec<Option<(Currency, Money)>> {
        let whole = rows.first().and_then(|row| self.amount(row));
        let others = whole.map(|(currency, amount)| (currency, amount.zero()));
        (0..rows.len()).map(|at| if at == 0 { whole } else { others }).collect()
    }

    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(row) = rows.first() else { return Ok(RowCommand::There) };
        agree(rows)?;
        let mut texts = fields::texts(row, &["reference", "rate"])?;
        texts.extend(received(row)?.map(|amount| ("amount".to_string(), amount.into())));
        method(row, &mut texts)?;
        fields::needed(row, "date")?;
        if let Some(day) = fields::date(row, "date", &self.desk.dates)? {
            texts.insert("date".into(), day.into());
        }
        let payer = self.payer(row)?;
        let (id, unidentified) = self.unidentified(row, &texts)?;
        match (id, payer) {
            // It was imported while its payer was unknown: don't count it again.
            (None, _) => Ok(RowCommand::There),
            (id, Payer::Unknown) => Ok(RowCommand::command(id, unidentified)),
            (_, Payer::Account(customer)) => self.payment(rows, row, texts, customer),
        }
    }

    fn landed(&mut self) {
        self.desk.landed();
    }

    fn near(&mut self) -> Vec<NearName> {
        self.desk.near_names()
    }

    fn blame(&self, field: &str) -> (usize, String) {
        (0, if field.starts_with("allocate") { "invoice".into() } else { field.to_string() })
    }
}

/// Refuses rows of one number that are not one payment.
fn agree(rows: &[Record]) -> Result<(), Trouble> {
    let Some((first, others)) = rows.split_first() else { return Ok(()) };
    for field in ["customer", "date", "amount", "currency"] {
        let at_first = first.get(field)?;
        for (i, row) in others.iter().enumerate() {
            if row.get(field)? != at_first {
                let number = first.get("number")?.unwrap_or_default();
                let refusal = Refusal::new(Rule::ImportDisagree, field).with("given", number);
                return Err(Trouble::Row(i + 1, refusal));
            }
        }
    }
    Ok(())
}

/// The amount of a payment, less what was refunded of it. Refused where its state is not known, or says
/// that a part was refunded that the row does not give.
fn received(row: &Record) -> Result<Option<String>, Refusal> {
    let states = RowStates::of(ImportKind::Payments, row)?;
    let (amount, refunded) = (row.get("amount")?, row.get("refunded")?);
    if let (Some(word), None) = (states.part, &refunded) {
        return Err(Refusal::new(Rule::ImportPaid, "state").with("given", word));
    }
    match (amount, refunded) {
        (Some(amount), Some(refunded)) => {
            let (whole, back) = (plain::parse(&amount), plain::parse(&refunded));
            let left =
                whole.ok().zip(back.ok()).and_then(|(all, back)| all.checked_sub(back.abs()));
            Ok(left.map(|left| left.normalize().to_string()).or(Some(amount)))
        }
        (amount, _) => Ok(amount),
    }
}

/// The payment method of a row, in our words if it is understood. The number of a cheque or a transfer
/// next to it becomes the reference, if the row has no other.
fn method(row: &Record, texts: &mut Map<String, Value>) -> Result<(), Refusal> {
    let Some(given) = row.get("method")? else { return Ok(()) };
    let (method, number) = match words::method(&given) {
        Some((method, number)) => (method.to_string(), number.filter(|_| method != "card")),
        None => (given.to_lowercase(), None),
    };
    texts.insert("method".into(), method.into());
    if let (Some(number), false) = (number, texts.contains_key("reference")) {
        texts.insert("reference".into(), number.into());
    }
    Ok(())
}
