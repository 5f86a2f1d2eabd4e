//! Payments, one a row. Identity is customer, date, amount, method, reference and the n-th such
//! row of the file, so that true twins survive.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::domain::command::RecordPayment;
use crate::domain::{Currency, Money, Refusal, plain};
use crate::ledger::query::row_under::ImportedRow;

use super::mapping::Record;
use super::{ImportDesk, Kind, NearName, RowCommand, RowReader, Trouble, fields, id_of, words};

/// The fields of a row.
pub const FIELDS: [&str; 8] =
    ["customer", "date", "amount", "method", "reference", "invoice", "currency", "rate"];

/// Rows of payments.
pub struct Payments<'a> {
    desk: ImportDesk<'a>,
    /// How often the same payment.
    nth: HashMap<String, u64>,
}

impl Payments<'_> {
    pub fn new(desk: ImportDesk) -> Payments {
        Payments { desk, nth: HashMap::new() }
    }
}

impl RowReader for Payments<'_> {
    fn amount(&mut self, row: &Record) -> Option<(Currency, Money)> {
        let currency = self.desk.currency(row)?;
        let amount = plain::parse(&row.get("amount").ok()??).ok()?;
        Some((currency, currency.exact(amount, "amount").ok()?))
    }

    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(row) = rows.first() else { return Ok(RowCommand::There) };
        let mut texts = fields::texts(row, &["amount", "reference", "rate"])?;
        let customer = self.desk.needed_customer(row)?;
        texts.insert("customer".into(), customer.clone().into());
        method(row, &mut texts)?;
        fields::needed(row, "date")?;
        if let Some(day) = fields::date(row, "date", &self.desk.dates)? {
            texts.insert("date".into(), day.into());
        }
        if let Some(invoice) = row.get("invoice")? {
            texts.insert("allocate".into(), json!([{ "invoice": invoice }]));
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
        let session = self.desk.session;
        let asked = ImportedRow::Payment(command.clone());
        let id = id_of(session, Kind::Payments, (&identity, *nth), Some(&asked))?;
        if id.is_some() {
            self.desk.needs_account(&customer)?;
            self.desk.same_currency(row)?;
        }
        Ok(RowCommand::command(id, command))
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

/// How a row says that money came, in our words where they are understood. The number of a cheque or a
/// transfer that stands with them is the reference where the row has no other.
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
