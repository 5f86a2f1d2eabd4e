//! Warnings of what a document lacks that its country wants on it, and of tax numbers that look wrong.

use rust_decimal::Decimal;

use crate::domain::command::TaxNumber;
use crate::domain::registration::{NumberFault, NumberKind};
use crate::domain::required::Charged;
use crate::domain::tax::TaxGroup;
use crate::domain::{Command, Day, Event, Money, Plain, Rule, Warning, plain, text};
use crate::ledger::company;
use crate::store::rows::LedgerError;

use super::Case;

/// A document that was decided, as far as it matters for what it must show.
struct IssuedDocument<'a> {
    date: Day,
    total: Money,
    rate: Option<Plain>,
    groups: &'a [TaxGroup],
}

impl IssuedDocument<'_> {
    /// `None` for a document brought in from another system, which issued it.
    fn of(event: &Event) -> Option<IssuedDocument<'_>> {
        let (date, total, rate, groups) = match event {
            Event::InvoiceIssued(it) if it.opening.is_none() => {
                (it.date, it.total, it.rate, it.taxes.as_slice())
            }
            Event::CreditNoteIssued(it) => (it.date, it.total, it.rate, it.taxes.as_slice()),
            _ => return None,
        };
        Some(IssuedDocument { date, total, rate, groups })
    }

    /// What it comes to in the currency of the book.
    fn in_book(&self) -> Option<Decimal> {
        let rate = self.rate.map_or(Decimal::ONE, |rate| rate.0);
        plain::exact_product(&[self.total.decimal(), rate])
    }
}

impl Case<'_> {
    /// What the documents of a command lack: the company's number for a tax that they charge.
    pub(super) fn content_missing(&self, events: &[Event]) -> Result<Vec<Warning>, LedgerError> {
        let mut warnings = Vec::new();
        for document in events.iter().filter_map(IssuedDocument::of) {
            let Some(total) = document.in_book() else { continue };
            let book = self.desk.book;
            let company = company::details(self.rows(), book, (document.date, u64::MAX))?;
            let charged = Charged {
                total,
                currency: book.currency,
                groups: document.groups,
                numbers: &company.tax_ids,
            };
            let missing = self.desk.taxes.missing_numbers(&charged).into_iter();
            warnings.extend(missing.map(|(kind, tax)| {
                let warning = Warning::new(Rule::InvoiceContentMissing, "lines");
                warning.with("number", &kind.code).with("tax", tax).with("form", &kind.form)
            }));
        }
        Ok(warnings)
    }

    /// The numbers of the company or of a customer that look wrong, as a command gives them.
    pub(super) fn unusual_numbers(&self, command: &Command) -> Vec<Warning> {
        match command {
            Command::AmendCompany(it) => {
                let given = it.tax_ids.iter().flatten().enumerate();
                given.filter_map(|(place, one)| self.unusual_number(place, one)).collect()
            }
            Command::RegisterCustomer(it) => {
                self.unusual_customer(it.tax_id.as_deref(), it.country.as_deref())
            }
            Command::AmendCustomer(it) => {
                self.unusual_customer(it.tax_id.as_deref(), it.country.as_deref())
            }
            _ => Vec::new(),
        }
    }

    fn unusual_number(&self, place: usize, one: &TaxNumber) -> Option<Warning> {
        let kind = self.desk.taxes.number_kind(&one.name, &one.number)?;
        let fault = kind.fault(&one.number)?;
        Some(unusual(&format!("tax_ids[{place}].number"), &one.number, kind, fault))
    }

    /// A customer of another country has a number that is not looked at here.
    fn unusual_customer(&self, number: Option<&str>, country: Option<&str>) -> Vec<Warning> {
        let country = country.map(text::folded).filter(|country| !country.is_empty());
        let is_home = country.is_none_or(|it| it == text::folded(&self.desk.book.country));
        let number = number.map(str::trim).filter(|number| is_home && !number.is_empty());
        let found = number.and_then(|number| {
            let kind = self.desk.taxes.number_kind("", number)?;
            Some(unusual("tax_id", number, kind, kind.fault(number)?))
        });
        found.into_iter().collect()
    }
}

fn unusual(field: &str, number: &str, kind: &NumberKind, fault: NumberFault) -> Warning {
    let why = match fault {
        NumberFault::Form => "form",
        NumberFault::CheckDigit => "check",
    };
    let warning = Warning::new(Rule::TaxIdUnusual, field).with("given", number);
    warning.with("number", &kind.code).with("form", &kind.form).with("why", why)
}
