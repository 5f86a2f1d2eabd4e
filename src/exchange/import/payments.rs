//! Payments, one a row. Identity is customer, date, amount, method, reference and the n-th such
//! row of the file, so that true twins survive.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::domain::command::RecordPayment;
use crate::domain::{Currency, Money, plain};
use crate::ledger::query::row_under::ImportedRow;

use super::mapping::Record;
use super::{ImportDesk, Kind, RowCommand, RowReader, Trouble, fields, id_of};

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
        let mut texts = fields::texts(row, &["customer", "amount", "method", "reference", "rate"])?;
        if let Some(method) = texts.get("method").and_then(Value::as_str) {
            let method = method.to_lowercase();
            texts.insert("method".into(), method.into());
        }
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
            self.desk.needs_account(row)?;
            self.desk.same_currency(row)?;
        }
        Ok(RowCommand::command(id, command))
    }

    fn landed(&mut self) {
        self.desk.landed();
    }

    fn blame(&self, field: &str) -> (usize, String) {
        (0, if field.starts_with("allocate") { "invoice".into() } else { field.to_string() })
    }
}
