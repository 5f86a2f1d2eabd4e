//! Words, days and figures of documents in one language, and the choice of that language. May use:
//! assets, domain, words, ledger answers.

use rust_decimal::Decimal;

use crate::assets;
use crate::domain::event::CustomerDetails;
use crate::domain::money::padded;
use crate::domain::{Currency, Day, Language, Money, Percent, Plain, text};
use crate::ledger::query::show::{Seller, ShownTax};
use crate::words::Words;

use super::paper::{
    CellValue, ColumnKind, LegendEntry, PaperBlock, PaperCell, PaperColumn, PaperFact, PaperSheet,
    PaperTable, Party, Remittance, SheetSize, Total,
};

/// The words of documents in one language. Parsing them takes a moment, so a batch does it once.
pub struct Wording {
    /// The language.
    pub language: Language,
    words: Words,
}

/// The words of documents in each language, parsed once.
#[derive(Default)]
pub struct Wordings(Vec<Wording>);

impl Wordings {
    /// The words of a language.
    pub fn of(&mut self, language: Language) -> &Wording {
        let place = self.0.iter().position(|wording| wording.language == language);
        let place = place.unwrap_or_else(|| {
            self.0.push(Wording::of(language));
            self.0.len() - 1
        });
        &self.0[place]
    }
}

/// The language of a document: the requested one, else the customer's own, else French in Quebec, else
/// the company's, else English.
pub fn language(
    asked: Option<Language>,
    own: Option<&str>,
    buyer: &CustomerDetails,
    seller: &Seller,
) -> Language {
    let own = || own.and_then(Language::parse);
    let in_quebec = || is_in_quebec(buyer, seller).then_some(Language::French);
    let companys = || seller.language.as_deref().and_then(Language::parse);
    asked.or_else(own).or_else(in_quebec).or_else(companys).unwrap_or(Language::English)
}

/// Whether a customer is in Quebec. An address without a country is in the company's.
fn is_in_quebec(buyer: &CustomerDetails, seller: &Seller) -> bool {
    let country = buyer.country.as_deref().unwrap_or(&seller.country);
    let region = buyer.region.as_deref().unwrap_or_default();
    assets::is_country(country, "ca")
        && ["qc", "quebec", "québec"].contains(&text::folded(region).as_str())
}

impl Wording {
    /// The words of a language.
    pub fn of(language: Language) -> Wording {
        Wording { language, words: Words::in_language(language) }
    }

    /// The message with this key, with its arguments.
    pub fn say(&self, key: &str, parts: &[(&str, &str)]) -> String {
        self.words.say(key, parts)
    }

    /// A reason, a method or another code of the program in words.
    pub fn code(&self, code: &str) -> String {
        self.words.word(code)
    }

    /// The words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A day: `2 Nov 2026`, `1er juil. 2026`, `2 Ugushyingo 2026`.
    pub fn day(&self, day: Day) -> String {
        self.dated("doc-month", day)
    }

    /// A day with a short name of its month, for columns: `2 Ugu. 2026`.
    pub fn short_day(&self, day: Day) -> String {
        self.dated("doc-short-month", day)
    }

    fn dated(&self, months: &str, day: Day) -> String {
        let month = self.say(&format!("{months}-{}", u8::from(day.date().month())), &[]);
        let (date, year) = (day.date().day().to_string(), day.year().to_string());
        self.say("doc-day", &[("day", &date), ("month", &month), ("year", &year)])
    }

    /// An amount without its currency: `1,234.50`, `1 234,50`.
    pub fn money(&self, amount: Money) -> String {
        self.words.figure(&amount.to_string())
    }

    /// An amount with its currency.
    pub fn amount(&self, amount: Money, currency: Currency) -> String {
        let parts = [("currency", currency.code()), ("amount", &self.money(amount))];
        self.say("said-amount", &parts)
    }

    /// A percentage with its sign.
    pub fn percent(&self, percent: Decimal) -> String {
        self.words.percent(percent)
    }

    /// A day beside a label.
    pub fn day_cell(&self, date: Day) -> PaperCell {
        PaperCell { value: CellValue::Date { date }, text: self.day(date) }
    }

    /// A day in a column.
    pub fn short_day_cell(&self, date: Day) -> PaperCell {
        PaperCell { value: CellValue::Date { date }, text: self.short_day(date) }
    }

    /// An amount in a cell.
    pub fn money_cell(&self, amount: Money, currency: Currency) -> PaperCell {
        PaperCell { value: CellValue::Money { amount, currency }, text: self.money(amount) }
    }

    /// A unit price in a cell, with at least the decimals of its currency.
    pub fn price_cell(&self, price: Plain, currency: Currency) -> PaperCell {
        let text = self.words.figure(&padded(price.0, currency.scale()));
        PaperCell { value: CellValue::Price { price, currency }, text }
    }

    /// A percentage in a cell; a dash if there is none.
    pub fn percent_cell(&self, percent: Option<Percent>) -> PaperCell {
        let Some(percent) = percent else { return PaperCell::text("–") };
        let text = self.percent(percent.value());
        PaperCell { value: CellValue::Percent { percent: Plain(percent.value()) }, text }
    }

    /// A quantity with its unit.
    pub fn quantity_cell(&self, quantity: Plain, unit: Option<&str>) -> PaperCell {
        let figure = self.words.figure(&quantity.to_string());
        let shown = PaperCell::text(unit.unwrap_or_default()).text;
        let text = if shown.is_empty() { figure } else { format!("{figure} {shown}") };
        let unit = unit.map(str::to_string);
        PaperCell { value: CellValue::Quantity { quantity, unit }, text }
    }

    /// A fact under a label.
    pub fn fact(&self, label: &str, value: PaperCell) -> PaperFact {
        PaperFact { label: self.say(label, &[]), value }
    }

    /// A figure below a table.
    pub fn total(&self, label: &str, amount: Money, currency: Currency) -> Total {
        let value = self.money_cell(amount, currency);
        Total { label: self.say(label, &[]), value, is_main: false }
    }

    /// The total of a document, in its currency.
    pub fn main_total(&self, label: &str, amount: Money, currency: Currency) -> Total {
        let label = self.say(label, &[("currency", currency.code())]);
        Total { label, value: self.money_cell(amount, currency), is_main: true }
    }

    /// A table without rows.
    pub fn table(&self, columns: &[(&'static str, &str, ColumnKind)]) -> PaperTable {
        let column = |(name, title, kind): &(&'static str, &str, ColumnKind)| PaperColumn {
            name,
            title: self.say(title, &[]),
            kind: *kind,
        };
        PaperTable { title: None, columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }

    /// The company as a party of a document.
    pub fn seller(&self, it: &Seller) -> Party {
        let numbers = it.tax_ids.iter().map(|one| self.tax_number(it, &one.name, &one.number));
        let lines = [&it.address, &it.city, &it.phone, &it.email].into_iter();
        Party::of(&it.name, lines.filter_map(Clone::clone).chain(numbers))
    }

    /// The customer as a party of a document; the tax number is formatted as one of the seller's
    /// country.
    pub fn buyer(&self, buyer: &CustomerDetails, seller: &Seller) -> Party {
        let town = self.town(buyer, &seller.country);
        let number = buyer.tax_id.as_deref().map(|number| self.tax_number(seller, "", number));
        Party::of(&buyer.name, buyer.address.clone().into_iter().chain(town).chain(number))
    }

    /// The lines of an address below the street, in the order of its country. The country stands there
    /// only if it is not the company's.
    fn town(&self, buyer: &CustomerDetails, home: &str) -> Vec<String> {
        let typed = buyer.country.as_deref().unwrap_or(home);
        let country = assets::country(typed);
        let CustomerDetails { city, region, postal_code, .. } = buyer;
        let code = postal_code.as_ref();
        let code = &code.map(|typed| country.map_or(typed.clone(), |it| it.postal_code(typed)));
        let parts = match country.is_some_and(|it| it.postal_code_first) {
            true => [code, city, region],
            false => [city, region, code],
        };
        let parts: Vec<&str> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
        let town = Some(parts.join(" ")).filter(|town| !town.is_empty());
        let abroad = (!assets::is_country(typed, home)).then(|| match country {
            Some(it) => self.say(&format!("doc-country-{}", it.code.to_lowercase()), &[]),
            None => typed.to_string(),
        });
        town.into_iter().chain(abroad).collect()
    }

    /// The pages of a document dated `date`, whose file is called `file`.
    pub fn sheet(&self, seller: &Seller, date: Day, file: &str) -> PaperSheet {
        let is_letter = assets::uses_letter(&seller.country);
        PaperSheet {
            size: if is_letter { SheetSize::UsLetter } else { SheetSize::A4 },
            date,
            file: PaperSheet::file_name(file),
            page: self.say("doc-page", &[("page", "{page}"), ("pages", "{pages}")]),
            seller: self.say("doc-seller", &[]),
            buyer: self.say("doc-buyer", &[]),
        }
    }

    /// The slip for an amount due from a customer; `facts` say for what.
    pub fn remittance(
        &self,
        buyer: &CustomerDetails,
        facts: Vec<PaperFact>,
        (due, currency): (Money, Currency),
    ) -> Remittance {
        let customer = self.fact("doc-buyer", PaperCell::text(&buyer.name));
        let with_code = |key| self.say(key, &[("currency", currency.code())]);
        let value = self.money_cell(due, currency);
        let due = PaperFact { label: with_code("doc-amount-due"), value };
        Remittance {
            title: self.say("doc-remittance", &[]),
            note: self.say("doc-remittance-note", &[]),
            facts: std::iter::once(customer).chain(facts).chain([due]).collect(),
            blanks: vec![with_code("doc-amount-paid")],
        }
    }

    /// How to pay, if the company gives that: one line for each part between semicolons, then the
    /// reference to quote, if any.
    pub fn how_to_pay(&self, seller: &Seller, quote: Option<&str>) -> Option<PaperBlock> {
        let how = seller.payment_instructions.as_deref()?;
        let parts = how.split(';').map(str::trim).filter(|part| !part.is_empty());
        let quote = quote.map(|quote| self.say("doc-quote", &[("reference", quote)]));
        let lines = parts.map(|part| PaperCell::text(part).text).chain(quote).collect();
        Some(PaperBlock::Section { name: "payment", title: self.say("doc-how-to-pay", &[]), lines })
    }

    /// The mark of an invoice or a credit note that is void, or that is a copy of one issued in another
    /// system.
    pub fn mark(&self, state: &str, is_of_other_system: bool) -> Option<String> {
        match (state, is_of_other_system) {
            ("void", _) => Some(self.say("doc-mark-void", &[])),
            (_, true) => Some(self.say("doc-mark-copy", &[])),
            _ => None,
        }
    }

    /// A tax number with its name in the document's language, or else the given name; a number without
    /// a name is recognised by its pattern.
    fn tax_number(&self, seller: &Seller, name: &str, number: &str) -> String {
        let kind = assets::known_tax_table(&seller.country)
            .and_then(|table| table.number_kind(name, number))
            .filter(|kind| !name.is_empty() || kind.fits(number));
        let key = kind.map(|kind| format!("number-{}-{}", seller.country, kind.code));
        match key.filter(|key| self.words.knows(key)) {
            Some(key) => self.say(&key, &[("number", number)]),
            None if name.is_empty() => self.say("doc-tax-number", &[("number", number)]),
            None => format!("{name} {number}"),
        }
    }

    /// The position of a tax in its country's table.
    pub fn tax_place(&self, country: &str, code: &str) -> usize {
        let table = assets::known_tax_table(country);
        let place = table.and_then(|table| table.tax.iter().position(|tax| tax.code == code));
        place.unwrap_or(usize::MAX)
    }

    /// The meaning of a tax's mark, with its rate if it has one.
    pub fn legend(&self, country: &str, code: &str, rate: Option<Plain>) -> LegendEntry {
        let tax = self.tax_words("tax-legend", country, code);
        let rate = rate.filter(|rate| !rate.0.is_zero()).map(|rate| self.percent(rate.0));
        let meaning = match rate {
            Some(rate) => self.say("doc-legend-taxed", &[("tax", &tax), ("rate", &rate)]),
            None => tax,
        };
        LegendEntry { mark: self.tax_mark(country, code), meaning }
    }

    /// A tax code as lines are marked with it: `B`, `A exempt`, `TPS`; the code itself if it has no
    /// words.
    pub fn tax_mark(&self, country: &str, code: &str) -> String {
        self.tax_words("tax-mark", country, code)
    }

    /// The name of a tax: `VAT (B)`.
    fn tax_name(&self, country: &str, code: &str) -> String {
        self.tax_words("tax", country, code)
    }

    /// The tax that a certificate says was withheld.
    pub fn withheld(&self, country: &str, kind: &str) -> String {
        self.tax_words("withheld", country, kind)
    }

    fn tax_words(&self, front: &str, country: &str, code: &str) -> String {
        let key = format!("{front}-{country}-{code}");
        if self.words.knows(&key) { self.say(&key, &[]) } else { code.to_string() }
    }

    /// The totals of a document's taxes, in their order: with their rates, or the reason why there is
    /// none. Each tax appears once, whatever other taxes are on the same lines; taxes on nothing are
    /// left out.
    pub fn taxes(&self, taxes: &[ShownTax], country: &str, currency: Currency) -> Vec<Total> {
        let is_taxed = taxes.iter().any(|tax| tax.code.is_some());
        let counts = |tax: &&ShownTax| {
            (tax.code.is_some() || is_taxed) && !(tax.net.is_zero() && tax.tax.is_zero())
        };
        let mut sums: Vec<ShownTax> = Vec::new();
        for tax in taxes.iter().filter(counts) {
            let same = |sum: &&mut ShownTax| sum.code == tax.code && sum.rate == tax.rate;
            let found = sums.iter_mut().find(same);
            let together = found
                .as_ref()
                .and_then(|sum| Some((sum.net.plus(tax.net)?, sum.tax.plus(tax.tax)?)));
            match (found, together) {
                (Some(sum), Some((net, of))) => (sum.net, sum.tax) = (net, of),
                _ => sums.push(tax.clone()),
            }
        }
        sums.iter().map(|tax| self.tax_total(tax, country, currency)).collect()
    }

    fn tax_total(&self, tax: &ShownTax, country: &str, currency: Currency) -> Total {
        let name = tax.code.as_deref().map(|code| self.tax_name(country, code));
        let name = name.unwrap_or_else(|| self.say("doc-no-tax", &[]));
        let (net, rate) = (self.money(tax.net), self.percent(tax.rate.0));
        let parts = [("tax", name.as_str()), ("rate", &rate), ("net", &net)];
        let label = match tax.rate.0.is_zero() {
            true => self.say("doc-untaxed", &parts),
            false => self.say("doc-taxed", &parts),
        };
        Total { label, value: self.money_cell(tax.tax, currency), is_main: false }
    }
}
