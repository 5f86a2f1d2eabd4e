//! Whether the entry under an id is what an imported row asks for. Anyone can compute the id of a row,
//! so the id alone does not prove that the row is in the book. May use: the rest of the queries.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::command::{RecordPayment, RecordUnidentified, RegisterCustomer};
use crate::domain::event::{CustomerRegistered, PaymentRecorded, UnidentifiedRecorded};
use crate::domain::{Code, Event, text};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{ERASED, SEEN};
use crate::store::rows::Stop;

use super::{Needs, Question, View};

/// Asks what is posted under the id of an imported row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RowUnder {
    /// The id.
    pub id: Uuid,
    /// What the row asks for, if it can only be found by its id.
    pub row: Option<ImportedRow>,
}

/// A row without a number or code of its own by which to find it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportedRow {
    /// A payment.
    Payment(RecordPayment),
    /// Money from an unknown payer.
    Unidentified(RecordUnidentified),
    /// A customer without a code.
    Customer(Box<RegisterCustomer>),
    /// A row that was corrected before it was imported: the file doesn't have what was posted.
    Corrected(String),
}

/// What is posted under an id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Under {
    /// Nothing: the id is free.
    Nothing,
    /// What the row asks for.
    TheRow,
    /// Something else.
    Else,
}

impl Question for RowUnder {
    const NAME: &'static str = "row_under";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Under;

    fn answer(&self, view: &View) -> Result<Under, Stop> {
        let Some(seen) = SEEN.get(view.rows, self.id.as_bytes())? else {
            return Ok(Under::Nothing);
        };
        let entry = view.entry(seen.seq, seen.pos, seen.private_pos)?;
        let is_row = match (&self.row, entry.events.first()) {
            (Some(ImportedRow::Payment(row)), Some(Event::PaymentRecorded(made))) => {
                is_payment(view, row, made)?
            }
            (Some(ImportedRow::Unidentified(row)), Some(Event::UnidentifiedRecorded(made))) => {
                is_unidentified(row, made)
            }
            (Some(ImportedRow::Customer(row)), Some(Event::CustomerRegistered(made))) => {
                // Importing the old file again does not bring back an erased customer.
                ERASED.get(view.rows, &seen.seq)?.is_some() || is_customer(row, made)
            }
            (Some(ImportedRow::Corrected(kind)), _) => {
                entry.events.iter().any(|event| is_of_kind(kind, event))
            }
            _ => false,
        };
        Ok(if is_row { Under::TheRow } else { Under::Else })
    }
}

/// Whether an event makes what a row of a kind of file asks for.
fn is_of_kind(kind: &str, event: &Event) -> bool {
    let made: &[&str] = match kind {
        "customers" => &["customer"],
        "items" => &["item"],
        "invoices" | "receivables" => &["invoice", "credit_note"],
        "payments" => &["payment", "unidentified"],
        _ => &[],
    };
    event.made().is_some_and(|(what, _)| made.contains(&what))
}

/// Whether a payment has the customer, date, amount, method and reference of the row.
fn is_payment(view: &View, row: &RecordPayment, made: &PaymentRecorded) -> Result<bool, Stop> {
    let same = row.date.is_none_or(|date| date == made.date)
        && row.amount.0 == made.amount.decimal()
        && row.method == made.method
        && stored(row.reference.as_ref()) == stored(made.reference.as_ref());
    Ok(same && is_one_account(view, &row.customer, &made.customer)?)
}

/// Whether unidentified money has the date, amount, method and reference of the row; its payer may have
/// been erased.
fn is_unidentified(row: &RecordUnidentified, made: &UnidentifiedRecorded) -> bool {
    row.date.is_none_or(|date| date == made.date)
        && row.amount.0 == made.amount.decimal()
        && row.method == made.method
        && stored(row.reference.as_ref()) == stored(made.reference.as_ref())
}

fn is_one_account(view: &View, one: &Code, other: &Code) -> Result<bool, Stop> {
    let account = |code| item::live_account(view.rows, code, When::ALL);
    let one = account(one)?.map(|(id, _)| id);
    Ok(one.is_some() && one == account(other)?.map(|(id, _)| id))
}

/// Whether a customer was registered with everything the row gives.
fn is_customer(row: &RegisterCustomer, made: &CustomerRegistered) -> bool {
    let Some(details) = &made.details else { return false };
    let language = row.language.map(|language| language.code().to_string());
    let texts = [
        (Some(&row.name), Some(&details.name)),
        (row.contact.as_ref(), details.contact.as_ref()),
        (row.phone.as_ref(), details.phone.as_ref()),
        (row.email.as_ref(), details.email.as_ref()),
        (row.address.as_ref(), details.address.as_ref()),
        (row.city.as_ref(), details.city.as_ref()),
        (row.region.as_ref(), details.region.as_ref()),
        (row.country.as_ref(), details.country.as_ref()),
        (row.postal_code.as_ref(), details.postal_code.as_ref()),
        (row.tax_id.as_ref(), details.tax_id.as_ref()),
        (language.as_ref(), details.language.as_ref()),
    ];
    texts.into_iter().all(|(given, known)| stored(given) == stored(known))
}

/// A text as it looks, for comparing; `None` if it is invisible.
fn stored(given: Option<&String>) -> Option<String> {
    given.map(|given| text::visible(given).into_owned()).filter(|text| !text.is_empty())
}
