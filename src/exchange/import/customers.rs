//! Customers, one per row. A row is identified by its code; without one, by its whole content, counted
//! among equal rows of the file.

use std::collections::HashMap;

use serde_json::Value;

use crate::domain::command::RegisterCustomer;
use crate::domain::event::CustomerDetails;
use crate::domain::{Refusal, Rule, text};
use crate::exchange::reading::states::TYPE;
use crate::ledger::query::row_under::ImportedRow;
use crate::ledger::query::show::{FindCustomer, ShownCustomer};

use super::mapping::Record;
use super::row_states::RowStates;
use super::{ImportDesk, ImportKind, RowCommand, RowReader, Trouble, fields, id_of, words};

/// The fields of a row: those of an account, and the type of contact.
pub const FIELDS: [&str; 16] = [
    "code",
    "name",
    "contact",
    "phone",
    "email",
    "address",
    "city",
    "region",
    "country",
    "postal_code",
    "tax_id",
    "language",
    "terms",
    "currency",
    "credit_limit",
    TYPE,
];

/// Rows of customers.
pub struct Customers<'a> {
    desk: ImportDesk<'a>,
    /// How many equal rows without a code there were so far.
    nth: HashMap<String, u64>,
}

impl Customers<'_> {
    pub fn new(desk: ImportDesk) -> Customers {
        Customers { desk, nth: HashMap::new() }
    }
}

impl RowReader for Customers<'_> {
    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(row) = rows.first() else { return Ok(RowCommand::There) };
        RowStates::of(ImportKind::Customers, row)?;
        let mut texts = fields::texts(row, &FIELDS)?;
        texts.remove(TYPE);
        // The row is identified by its own text.
        let content = Value::Object(texts.clone()).to_string();
        // A person without a company is the customer.
        if !texts.contains_key("name") {
            let person = texts.remove("contact");
            texts.extend(person.map(|name| ("name".to_string(), name)));
        }
        if let Some(terms) = fields::terms(row)? {
            texts.insert("terms".into(), terms.into());
        }
        if let Some(code) = row.get("language")?.and_then(|text| words::language(&text)) {
            texts.insert("language".into(), code.into());
        }
        if let Some(currency) = self.desk.given_currency(row)? {
            texts.insert("currency".into(), currency.into());
        }
        let command: RegisterCustomer = fields::typed(Value::Object(texts))?;
        let session = self.desk.session;
        let id = if let Some(code) = &command.code {
            if let Some(known) = session.ask(&FindCustomer(code.clone()))? {
                return Ok(same(&command, &known).map(|()| RowCommand::There)?);
            }
            // Two rows with the same code are one customer if they say the same.
            if self.desk.said("code", &code.0, &content)? {
                return Ok(RowCommand::There);
            }
            id_of(session, ImportKind::Customers, (&code.folded(), 0), None)?
        } else {
            let nth = self.nth.entry(content.clone()).or_default();
            *nth += 1;
            let asked = ImportedRow::Customer(Box::new(command.clone()));
            id_of(session, ImportKind::Customers, (&content, *nth), Some(&asked))?
        };
        Ok(RowCommand::command(id, command))
    }

    fn landed(&mut self) {
        self.desk.landed();
    }

    fn makes_documents(&self) -> bool {
        false
    }
}

/// Whether the book has everything that the row says; what the row leaves open may be anything.
fn same(row: &RegisterCustomer, known: &ShownCustomer) -> Result<(), Refusal> {
    let details: &CustomerDetails = &known.details;
    let language = row.language.map(|language| language.code().to_string());
    let texts = [
        ("name", Some(&row.name), Some(&details.name)),
        ("contact", row.contact.as_ref(), details.contact.as_ref()),
        ("phone", row.phone.as_ref(), details.phone.as_ref()),
        ("email", row.email.as_ref(), details.email.as_ref()),
        ("address", row.address.as_ref(), details.address.as_ref()),
        ("city", row.city.as_ref(), details.city.as_ref()),
        ("region", row.region.as_ref(), details.region.as_ref()),
        ("country", row.country.as_ref(), details.country.as_ref()),
        ("postal_code", row.postal_code.as_ref(), details.postal_code.as_ref()),
        ("tax_id", row.tax_id.as_ref(), details.tax_id.as_ref()),
        ("language", language.as_ref(), details.language.as_ref()),
    ];
    let conflict = |field: &str| {
        Refusal::new(Rule::ImportConflict, field).with("given", known.customer.to_string())
    };
    for (field, given, is) in texts {
        let given = text::optional(field, given)?;
        if given.is_some() && given.as_ref() != is {
            return Err(conflict(field));
        }
    }
    if row.terms.is_some_and(|terms| terms != known.terms) {
        return Err(conflict("terms"));
    }
    if row.currency.is_some_and(|currency| currency != known.currency) {
        return Err(conflict("currency"));
    }
    let limit = row.credit_limit.map(|limit| known.currency.exact(limit.0, "credit_limit"));
    if limit.transpose()?.is_some_and(|limit| Some(limit) != known.credit_limit) {
        return Err(conflict("credit_limit"));
    }
    Ok(())
}
