//! What invoices and credit notes share: lines, taxes, the exchange rate. May use: domain, ledger
//! answers.

use crate::domain::event::FiscalReceipt;
use crate::domain::pricing::{Adjustment, Line, OPENING_LINE, Prices};
use crate::domain::tax::TaxSet;
use crate::domain::{Currency, Money, Plain, plain};
use crate::ledger::query::show::{Seller, ShownAllocation, ShownTax};

use super::paper::{ColumnKind, LegendEntry, PaperBlock, PaperCell, PaperFact, PaperRow, Total};
use super::wording::Wording;

/// The lines of a document.
pub(super) struct Billed<'a> {
    pub prices: Prices,
    pub currency: Currency,
    pub country: &'a str,
    pub lines: &'a [Line],
    pub allowances: &'a [Adjustment],
    pub charges: &'a [Adjustment],
    /// The document of another system that its opening line stands for, in words.
    pub opening: String,
}

impl Billed<'_> {
    /// The lines as a table; `None` if there are none.
    pub(super) fn table(&self, wording: &Wording) -> Option<PaperBlock> {
        let amount = match self.prices {
            Prices::Exclusive => "doc-column-net",
            Prices::Inclusive => "doc-column-gross",
        };
        let mut table = wording.table(&[
            ("description", "doc-column-description", ColumnKind::Words),
            ("quantity", "doc-column-quantity", ColumnKind::Quantity),
            ("unit_price", "doc-column-unit-price", ColumnKind::Price),
            ("discount", "doc-column-discount", ColumnKind::Percent),
            ("tax", "doc-column-tax", ColumnKind::Text),
            ("amount", amount, ColumnKind::Money),
        ]);
        let lines = self.lines.iter().map(|line| self.line(wording, line));
        let allowances = self.allowances.iter().map(|one| (one, one.amount.negated()));
        let adjusted = allowances.chain(self.charges.iter().map(|one| (one, one.amount)));
        let adjusted = adjusted.map(|(one, amount)| self.adjusted(wording, one, amount));
        let rows = lines.chain(adjusted);
        table.rows = rows.map(|cells| PaperRow { cells, is_sum: false }).collect();
        (!table.rows.is_empty()).then_some(PaperBlock::Table(table))
    }

    /// The meanings of the tax marks on its lines, with rates; `None` if no line has a tax.
    pub(super) fn legend(&self, wording: &Wording, taxes: &[ShownTax]) -> Option<PaperBlock> {
        let adjusted = self.allowances.iter().chain(self.charges).map(|one| &one.tax);
        let sets: Vec<&TaxSet> = self.lines.iter().map(|line| &line.tax).chain(adjusted).collect();
        let mut codes: Vec<&str> = Vec::new();
        for code in sets.iter().flat_map(|set| &set.0) {
            if !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
        if codes.is_empty() {
            return None;
        }
        codes.sort_by_key(|code| wording.tax_place(self.country, code));
        let rate = |code: &str| taxes.iter().find(|tax| tax.code.as_deref() == Some(code));
        let entry =
            |code: &&str| wording.legend(self.country, code, rate(code).map(|tax| tax.rate));
        let mut entries: Vec<LegendEntry> = codes.iter().map(entry).collect();
        if sets.iter().any(|set| set.is_empty()) {
            let (mark, meaning) = ("doc-line-no-tax", "doc-legend-no-tax");
            let [mark, meaning] = [mark, meaning].map(|key| wording.say(key, &[]));
            entries.push(LegendEntry { mark, meaning });
        }
        Some(PaperBlock::Legend { entries })
    }

    fn line(&self, wording: &Wording, line: &Line) -> Vec<PaperCell> {
        let is_opening = line.description == OPENING_LINE;
        let description = if is_opening { &self.opening } else { &line.description };
        vec![
            PaperCell::text(description),
            wording.quantity_cell(line.quantity, line.unit.as_deref()),
            wording.price_cell(line.unit_price, self.currency),
            wording.percent_cell(line.discount),
            self.tax(wording, &line.tax),
            wording.money_cell(line.gross.unwrap_or(line.net), self.currency),
        ]
    }

    fn adjusted(&self, wording: &Wording, one: &Adjustment, amount: Money) -> Vec<PaperCell> {
        let percent = match one.percent {
            Some(percent) => wording.percent_cell(Some(percent)),
            None => PaperCell::blank(),
        };
        vec![
            PaperCell::text(&one.description),
            PaperCell::blank(),
            PaperCell::blank(),
            percent,
            self.tax(wording, &one.tax),
            wording.money_cell(amount, self.currency),
        ]
    }

    /// The taxes of a line, or why it has none.
    fn tax(&self, wording: &Wording, set: &TaxSet) -> PaperCell {
        if set.is_empty() {
            return PaperCell::text(&wording.say("doc-line-no-tax", &[]));
        }
        let marks: Vec<String> =
            set.0.iter().map(|code| wording.tax_mark(self.country, code)).collect();
        PaperCell::text(&marks.join("+"))
    }
}

/// The totals of a document.
pub(super) struct DocumentSums<'a> {
    pub net: Money,
    pub tax: Money,
    pub total: Money,
    pub taxes: &'a [ShownTax],
    pub currency: Currency,
    pub rate: Option<Plain>,
    pub seller: &'a Seller,
}

impl DocumentSums<'_> {
    /// Net, taxes and total, and the tax in the book's currency if that is another one.
    pub(super) fn block(&self, wording: &Wording, total: &str) -> PaperBlock {
        let mut totals = vec![wording.total("doc-net", self.net, self.currency)];
        totals.extend(wording.taxes(self.taxes, &self.seller.country, self.currency));
        totals.push(wording.main_total(total, self.total, self.currency));
        totals.extend(self.tax_in_book(wording));
        PaperBlock::Totals { totals }
    }

    fn tax_in_book(&self, wording: &Wording) -> Option<Total> {
        let book = self.seller.currency;
        let tax = plain::exact_product(&[self.tax.decimal(), self.rate?.0])?;
        let tax = book.rounded(tax, "tax").ok()?;
        let label = wording.say("doc-tax-in-book", &[("currency", book.code())]);
        Some(Total { label, value: wording.money_cell(tax, book), is_main: false })
    }
}

/// The exchange rate of a document in a foreign currency.
pub(super) fn rate(
    wording: &Wording,
    rate: Option<Plain>,
    currency: Currency,
    seller: &Seller,
) -> Option<PaperFact> {
    let figure = wording.words().figure(&rate?.to_string());
    let parts =
        [("currency", currency.code()), ("rate", &figure), ("book", seller.currency.code())];
    let said = wording.say("doc-rate", &parts);
    Some(wording.fact("doc-exchange-rate", PaperCell::text(&said)))
}

/// The receipt of a certified billing machine for a document.
pub(super) fn fiscal_receipt(wording: &Wording, it: &FiscalReceipt) -> PaperBlock {
    let time = it.time.as_deref().map(|time| local_time(wording, time));
    let lines = [
        ("doc-fiscal-number", Some(&it.number)),
        ("doc-fiscal-sdc", it.sdc_id.as_ref()),
        ("doc-fiscal-time", time.as_ref()),
        ("doc-fiscal-internal-data", it.internal_data.as_ref()),
        ("doc-fiscal-signature", it.signature.as_ref()),
    ];
    let line = |(key, value): (&str, Option<&String>)| {
        let value = PaperCell::text(value?).text;
        Some(wording.say(key, &[("value", &value)]))
    };
    PaperBlock::Section {
        name: "fiscal_receipt",
        title: wording.say("doc-fiscal-receipt", &[]),
        lines: lines.into_iter().filter_map(line).collect(),
    }
}

/// A local time in the language of the document; if it can't be parsed, as it was given.
fn local_time(wording: &Wording, time: &str) -> String {
    let parts = time.split_once('T').and_then(|(day, time)| Some((day.parse().ok()?, time)));
    parts.map_or_else(|| time.to_string(), |(day, time)| format!("{} {time}", wording.day(day)))
}

/// The allocations of a payment or a credit note as a table; `None` if there are none.
pub(super) fn allocations(
    wording: &Wording,
    all: &[ShownAllocation],
    currency: Currency,
) -> Option<PaperBlock> {
    let mut table = wording.table(&[
        ("what", "doc-column-settles", ColumnKind::Words),
        ("number", "doc-column-number", ColumnKind::Text),
        ("date", "doc-column-date", ColumnKind::Date),
        ("amount", "doc-column-amount", ColumnKind::Money),
    ]);
    let row = |one: &ShownAllocation| {
        let key = match one.to_kind.as_deref() {
            Some("refund") => "doc-kind-refund",
            // Cash that was rounded up: to the customer this is not a write-off.
            Some("write_off") => "doc-kind-rounding",
            _ => "doc-kind-invoice",
        };
        let cells = vec![
            PaperCell::text(&wording.say(key, &[])),
            PaperCell::text(&one.to.to_string()),
            wording.short_day_cell(one.date),
            wording.money_cell(one.amount, currency),
        ];
        PaperRow { cells, is_sum: false }
    };
    table.rows = all.iter().map(row).collect();
    (!all.is_empty()).then_some(PaperBlock::Table(table))
}
