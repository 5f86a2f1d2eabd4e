//! Decides on the company's own details.

use crate::domain::command::{AmendCompany, TaxNumber};
use crate::domain::event::{CompanyAmended, CompanyDetails};
use crate::domain::{Refusal, Rule, delivery, text};
use crate::ledger::company;
use crate::store::rows::Stop;

use super::customers::language;
use super::{Case, Decided};

/// The most tax numbers that a company may have.
const MOST_TAX_IDS: usize = 10;

impl Case<'_> {
    pub(super) fn amend_company(&mut self, command: &AmendCompany) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let known = company::details(self.rows(), self.desk.book, (date, u64::MAX))?;
        let company = amended(command, known)?;
        Ok(Decided { date, events: vec![CompanyAmended { date, company }.into()] })
    }
}

/// Merges the known details with the given ones; an empty text clears a field.
fn amended(command: &AmendCompany, known: CompanyDetails) -> Result<CompanyDetails, Refusal> {
    let change = |field: &str, given: Option<&String>, known: Option<String>| match given {
        None => Ok(known),
        given => text::optional(field, given),
    };
    let instructions = command.payment_instructions.as_ref();
    Ok(CompanyDetails {
        name: match &command.name {
            Some(name) => text::required("name", name, text::SHORT)?,
            None => known.name,
        },
        address: change("address", command.address.as_ref(), known.address)?,
        city: change("city", command.city.as_ref(), known.city)?,
        phone: change("phone", command.phone.as_ref(), known.phone)?,
        email: match &command.email {
            None => known.email,
            given => delivery::address("email", given.as_ref())?,
        },
        language: match command.language.as_deref() {
            Some("") => None,
            Some(given) => Some(language(given)?.code().to_string()),
            None => known.language,
        },
        payment_instructions: match instructions {
            None => known.payment_instructions,
            given => text::note("payment_instructions", given)?,
        },
        tax_ids: match &command.tax_ids {
            Some(given) => tax_ids(given)?,
            None => known.tax_ids,
        },
    })
}

fn tax_ids(given: &[TaxNumber]) -> Result<Vec<TaxNumber>, Refusal> {
    if given.len() > MOST_TAX_IDS {
        return Err(Refusal::new(Rule::TaxIdsTooMany, "tax_ids").with("most", MOST_TAX_IDS));
    }
    let clean = |(i, one): (usize, &TaxNumber)| {
        let at = |field: &str| format!("tax_ids[{i}].{field}");
        Ok(TaxNumber {
            name: text::required(&at("name"), &one.name, text::SHORT)?,
            number: text::required(&at("number"), &one.number, text::SHORT)?,
        })
    };
    given.iter().enumerate().map(clean).collect()
}
