//! Warns about what a document lacks that its country requires, and about unusual tax numbers.

use rust_decimal::Decimal;

use crate::assets;
use crate::domain::command::TaxNumber;
use crate::domain::event::{InvoiceIssued, Opening};
use crate::domain::pricing::Line;
use crate::domain::registration::{NumberFault, NumberKind};
use crate::domain::required::Charged;
use crate::domain::tax::TaxGroup;
use crate::domain::{Code, Command, Day, Event, Money, Plain, Rule, Warning, plain};
use crate::ledger::item::When;
use crate::ledger::{company, item, merged};
use crate::store::rows::LedgerError;

use super::Case;

/// The facts of a decided document that decide what it must show.
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

    /// The total in the book's currency.
    fn in_book(&self) -> Option<Decimal> {
        let rate = self.rate.map_or(Decimal::ONE, |rate| rate.0);
        plain::exact_product(&[self.total.decimal(), rate])
    }
}

impl Case<'_> {
    /// What a command's documents lack: the company's number for a tax that they charge.
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

    /// Warns about lines and charges without tax and without a reason for that, if the company is registered to
    /// charge taxes, and names the taxes usual where the customer is.
    pub(super) fn untaxed(&self, events: &[Event]) -> Result<Vec<Warning>, LedgerError> {
        let mut warnings = Vec::new();
        // The country's table decides the taxes on interest, and the one amount of a receivable has its taxes in it.
        let is_interest = events.iter().any(|event| matches!(event, Event::LateFeeCharged(_)));
        for event in events.iter().filter(|_| !is_interest) {
            let Event::InvoiceIssued(invoice) = event else { continue };
            let untaxed = untaxed_of(invoice);
            if invoice.opening == Some(Opening::Receivable) || untaxed.is_empty() {
                continue;
            }
            // An invoice of another system may be older than what the book knows of the company.
            let date = invoice.opening.map_or(invoice.date, |_| invoice.date.max(self.desk.today));
            let company = company::details(self.rows(), self.desk.book, (date, u64::MAX))?;
            let registered = self.desk.taxes.registered(&company.tax_ids);
            if registered.is_empty() {
                continue;
            }
            let region = self.region_of(&invoice.customer)?.unwrap_or_default();
            let usual = self.desk.taxes.usual(&region, &registered).join("+");
            let usual = if usual.is_empty() { "none" } else { &usual };
            let place = if self.desk.taxes.has_regions() { region.as_str() } else { "none" };
            let numbers: Vec<&str> = registered.iter().map(|kind| kind.code.as_str()).collect();
            let codes = self.desk.taxes.untaxed().join(", ");
            warnings.extend(untaxed.into_iter().map(|warning| {
                let warning = warning.with("numbers", numbers.join(", ")).with("region", place);
                warning.with("usual", usual).with("untaxed", &codes)
            }));
        }
        Ok(warnings)
    }

    /// The part of the country where a customer is; unknown if the account is opened together with the
    /// document.
    fn region_of(&self, customer: &Code) -> Result<Option<String>, LedgerError> {
        let Some((id, _)) = item::account(self.rows(), customer)? else { return Ok(None) };
        let root = merged::root(self.rows(), id, When::ALL)?;
        Ok(self.known_details(root)?.region)
    }

    /// The tax numbers in a command, of the company or a customer, that look wrong.
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

    /// The number of a customer in another country is not checked.
    fn unusual_customer(&self, number: Option<&str>, country: Option<&str>) -> Vec<Warning> {
        let country = country.filter(|country| !country.trim().is_empty());
        let is_home = country.is_none_or(|it| assets::is_country(it, &self.desk.book.country));
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

/// The warning of the lines of an invoice without tax, and of each charge without; one in percent follows its lines.
fn untaxed_of(invoice: &InvoiceIssued) -> Vec<Warning> {
    let is_untaxed = |(_, line): &(usize, &Line)| line.tax.is_empty() && !line.net.is_zero();
    let lines: Vec<usize> =
        invoice.lines.iter().enumerate().filter(is_untaxed).map(|it| it.0).collect();
    let of_lines = lines.first().map(|first| {
        let warning = Warning::new(Rule::InvoiceUntaxed, format!("lines[{first}].tax"));
        let numbers: Vec<String> = lines.iter().map(|line| (line + 1).to_string()).collect();
        let warning = warning.with("what", "line").with("lines", numbers.join(", "));
        warning.with("count", lines.len())
    });
    let charges = invoice.charges.iter();
    let charges =
        charges.filter(|it| it.tax.is_empty() && it.percent.is_none() && !it.amount.is_zero());
    let of_charges = charges.map(|charge| {
        let warning = Warning::new(Rule::InvoiceUntaxed, "charges").with("what", "charge");
        warning.with("lines", &charge.description).with("count", 1)
    });
    of_lines.into_iter().chain(of_charges).collect()
}
