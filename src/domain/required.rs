//! What a country requires on a document, and which of it the company lacks. May use: std,
//! rust_decimal, the rest of the domain.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Currency;
use super::command::TaxNumber;
use super::registration::{Content, NumberKind, Required, TaxRegion};
use super::tax::{TaxGroup, TaxTable};
use super::text;

/// The facts of a document that decide what it must show.
pub struct Charged<'a> {
    /// The total, in the book's currency.
    pub total: Decimal,
    /// The book's currency.
    pub currency: Currency,
    /// Its taxes.
    pub groups: &'a [TaxGroup],
    /// The company's numbers.
    pub numbers: &'a [TaxNumber],
}

impl TaxTable {
    /// The kind of a number: by its name, or by its pattern if it has none.
    pub fn number_kind(&self, name: &str, number: &str) -> Option<&NumberKind> {
        if !name.trim().is_empty() {
            return self.number.iter().find(|kind| kind.is_called(name));
        }
        let by_form = self.number.iter().find(|kind| kind.fits(number));
        by_form.or_else(|| self.number.first())
    }

    /// Everything that a document with this total must show.
    pub fn must_show(&self, total: Decimal, currency: Currency) -> BTreeSet<Content> {
        let counts = |it: &&Required| it.currency == currency && it.from.0 <= total.abs();
        self.required.iter().filter(counts).flat_map(|it| it.shows.iter().copied()).collect()
    }

    /// The kinds of numbers by which a company is registered to charge taxes.
    pub fn registered(&self, numbers: &[TaxNumber]) -> Vec<&NumberKind> {
        let kinds = numbers.iter().filter_map(|one| self.number_kind(&one.name, &one.number));
        kinds.filter(|kind| kind.registers).collect()
    }

    /// Whether parts of the country have taxes of their own.
    pub fn has_regions(&self) -> bool {
        self.region.iter().any(|it| !it.called.is_empty())
    }

    /// The taxes on sales to a customer in a part of the country, of those that a company with these
    /// registrations charges; empty if the part is not known.
    pub fn usual(&self, region: &str, registered: &[&NumberKind]) -> Vec<&str> {
        let wanted = text::folded(region);
        let is_it = |it: &&TaxRegion| {
            it.called.is_empty() || it.called.iter().any(|name| text::folded(name) == wanted)
        };
        let codes = self.region.iter().find(is_it).map_or(&[][..], |it| it.taxes.as_slice());
        let charges = |code: &&String| {
            let kind = self.tax.iter().find(|tax| tax.code == **code).map(|tax| &tax.kind);
            kind.is_some_and(|kind| registered.iter().any(|it| it.taxes.contains(kind)))
        };
        codes.iter().filter(charges).map(String::as_str).collect()
    }

    /// The codes that charge nothing.
    pub fn untaxed(&self) -> Vec<&str> {
        let untaxed = self.tax.iter().filter(|tax| tax.status.is_some());
        untaxed.map(|tax| tax.code.as_str()).collect()
    }

    /// The kinds of numbers that a document must show and the company lacks, each with a tax it covers.
    pub fn missing_numbers(&self, it: &Charged) -> Vec<(&NumberKind, &str)> {
        if !self.must_show(it.total, it.currency).contains(&Content::SellerNumber) {
            return Vec::new();
        }
        let parts = it.groups.iter().flat_map(|group| &group.parts);
        let taxed: BTreeSet<&str> =
            parts.filter(|part| !part.rate.0.is_zero()).map(|part| part.code.as_str()).collect();
        let charged: Vec<_> =
            self.tax.iter().filter(|it| taxed.contains(it.code.as_str())).collect();
        let kind_of = |one: &TaxNumber| self.number_kind(&one.name, &one.number);
        let known: Vec<&NumberKind> = it.numbers.iter().filter_map(kind_of).collect();
        let needed = self.number.iter().filter(|kind| !known.contains(kind));
        let with_tax = needed.filter_map(|kind| {
            let tax = charged.iter().find(|tax| kind.taxes.contains(&tax.kind))?;
            Some((kind, tax.code.as_str()))
        });
        with_tax.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str, called: &str, form: &str) -> NumberKind {
        let (code, called) = (code.to_string(), vec![called.to_string()]);
        NumberKind { code, called, form: form.into(), luhn: None, taxes: vec![], registers: false }
    }

    #[test]
    fn a_number_is_known_by_its_name_and_without_one_by_its_form() {
        let number =
            vec![kind("GST", "TPS", "999999999 RT9999"), kind("QST", "TVQ", "9999999999 TQ9999")];
        let table = TaxTable { number, ..TaxTable::default() };
        let code = |name, number| table.number_kind(name, number).map(|kind| kind.code.as_str());
        assert_eq!((code("tps", "x"), code("gst ", "x")), (Some("GST"), Some("GST")));
        assert_eq!((code("TVQ", "x"), code("Permit", "x")), (Some("QST"), None));
        assert_eq!(code("", "1234567890 TQ0001"), Some("QST"));
        assert_eq!(code("", "x"), Some("GST"));
    }
}
