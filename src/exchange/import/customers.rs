//! Customers, one a row. Identity is the code; a row without one is known by all that it says, and
//! which such row of the file it is.

use std::collections::HashMap;

use crate::domain::command::RegisterCustomer;
use crate::domain::event::CustomerDetails;
use crate::domain::refusal::untag;
use crate::domain::{Code, Envelope, Refusal, Rule, text};
use crate::engine::{Failure, Session};
use crate::ledger::query::show::{Show, Shown, ShownCustomer};

use super::table::Record;
use super::{Kind, Row, id_of};

/// The fields of a row.
pub const FIELDS: [&str; 14] = [
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
    "terms",
    "currency",
    "credit_limit",
];

/// What of the file has come already.
#[derive(Default)]
pub struct Counts {
    /// How often the same row without a code.
    nth: HashMap<String, u64>,
    /// What the row of a code said.
    codes: HashMap<String, String>,
}

/// What a row asks for.
pub fn row(session: &Session, record: &Record, counts: &mut Counts) -> Result<Row, Failure> {
    let mut fields = serde_json::Map::new();
    for field in FIELDS {
        if let Some(value) = record.get(field)? {
            fields.insert(field.to_string(), value.into());
        }
    }
    let content = serde_json::Value::Object(fields.clone()).to_string();
    let mut track = serde_path_to_error::Track::new();
    let deserializer =
        serde_path_to_error::Deserializer::new(serde_json::Value::Object(fields), &mut track);
    let command: Result<RegisterCustomer, _> = serde::Deserialize::deserialize(deserializer);
    let command =
        command.map_err(|error| refused(&track.path().to_string(), &error.to_string()))?;
    let id = if let Some(code) = &command.code {
        if let Some(known) = known(session, code)? {
            return same(&command, &known).map(|()| Row::There).map_err(Failure::Refused);
        }
        // The same code twice in one file is one customer, if both rows say the same.
        match counts.codes.insert(code.folded(), content.clone()) {
            Some(before) if before == content => return Ok(Row::There),
            Some(_) => {
                let refusal = Refusal::new(Rule::ImportConflict, "code").with("given", code);
                return Err(refusal.into());
            }
            None => id_of(session, Kind::Customers, &code.folded(), 0),
        }
    } else {
        let nth = counts.nth.entry(content.clone()).or_default();
        *nth += 1;
        id_of(session, Kind::Customers, &content, *nth)
    };
    if session.has_seen(id)? {
        return Ok(Row::There);
    }
    Ok(Row::Command(Box::new(Envelope { id: Some(id), ..Envelope::of(command) })))
}

fn refused(path: &str, message: &str) -> Refusal {
    if let Some((rule, given)) = untag(message) {
        return Refusal::new(rule, path).with("given", given);
    }
    match message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        Some(field) => Refusal::new(Rule::CommandMissingField, field).with("name", field),
        None => Refusal::new(Rule::CommandMalformed, path).with("why", message),
    }
}

fn known(session: &Session, code: &Code) -> Result<Option<ShownCustomer>, Failure> {
    match session.ask(&Show { what: code.0.clone() }) {
        Ok(Shown::Customer(known)) => Ok(Some(known)),
        Ok(_) => Ok(None),
        Err(Failure::Refused(refusal)) if refusal.rule == Rule::QueryUnknown => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Whether the book says all that the row says; what the row leaves open may be anything.
fn same(row: &RegisterCustomer, known: &ShownCustomer) -> Result<(), Refusal> {
    let details: &CustomerDetails = &known.details;
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
