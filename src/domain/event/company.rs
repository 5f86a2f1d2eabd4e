//! The event that changes the company's details on documents.

use serde::{Deserialize, Serialize};

use super::BookOpened;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override, no_rate,
};
use crate::domain::Day;
use crate::domain::command::TaxNumber;

/// The company's details on documents. They describe no person, so they stay in the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CompanyDetails {
    /// The name.
    pub name: String,
    /// Street or PO box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Town, with its postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The code of the document language for customers without one of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How customers pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_instructions: Option<String>,
    /// Its tax numbers; the one given when the book was opened has no name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_ids: Vec<TaxNumber>,
}

impl CompanyDetails {
    /// The details with which the book was opened.
    pub fn opened(book: &BookOpened) -> CompanyDetails {
        let number = book.tax_id.clone();
        let tax_id = number.map(|number| TaxNumber { name: String::new(), number });
        CompanyDetails {
            name: book.company.clone(),
            address: book.address.clone(),
            tax_ids: tax_id.into_iter().collect(),
            ..CompanyDetails::default()
        }
    }
}

/// The company's details changed: the event holds all of them, as they are from its date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyAmended {
    /// The effective date.
    pub date: Day,
    /// The details.
    pub company: CompanyDetails,
}

impl EventKind for CompanyAmended {
    const FACTS: EventFacts<CompanyAmended> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "amend_company",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
