//! The names that banks give to the columns and balances of their tables. May use: assets, the readings.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::assets;
use crate::domain::Currency;
use crate::exchange::reading::marks::mark_of;
use crate::exchange::reading::words::{bracketed, spelling};

/// The fields of a line that columns may hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The booking day.
    Date,
    /// The value day.
    ValueDate,
    /// The change of the account, signed or not.
    Amount,
    /// Money out.
    Debit,
    /// Money in.
    Credit,
    /// The mark that says which of both an amount is.
    Side,
    /// The fee.
    Fee,
    /// The balance after it.
    Balance,
    /// The currency.
    Currency,
    /// The account itself.
    Account,
    /// The name of the other party.
    Payer,
    /// Their account or phone.
    PayerAccount,
    /// The name of the payee.
    ToName,
    /// The account or phone of the payee.
    To,
    /// The purpose.
    Text,
    /// A structured reference.
    Reference,
    /// The bank's id.
    Id,
    /// Whether the transaction took place.
    Status,
}

#[derive(Deserialize, Default)]
struct BankWords {
    columns: BTreeMap<Field, Vec<String>>,
    balances: EndWords,
    preamble: PreambleWords,
    marks: MarkWords,
}

#[derive(Deserialize, Default)]
struct EndWords {
    opening: Vec<String>,
    closing: Vec<String>,
}

#[derive(Deserialize, Default)]
struct PreambleWords {
    account: Vec<String>,
    currency: Vec<String>,
}

#[derive(Deserialize, Default)]
struct MarkWords {
    r#in: Vec<String>,
    out: Vec<String>,
    booked: Vec<String>,
}

static WORDS: LazyLock<BankWords> =
    LazyLock::new(|| toml::from_str(assets::IMPORT_BANK).unwrap_or_default());

/// The balance that a label means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BalanceEnd {
    /// The opening balance.
    Opening,
    /// The closing balance.
    Closing,
}

/// The columns of a table, by field.
#[derive(Clone, Default, Debug)]
pub struct TableColumns {
    places: BTreeMap<Field, Vec<usize>>,
    /// Columns with amounts in one currency each.
    pub by_currency: Vec<(usize, Currency)>,
    /// The currency that the name of the amount's column gives.
    pub named: Option<Currency>,
}

impl TableColumns {
    /// The place of a field's column.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places.get(&field)?.first().copied()
    }

    /// The places of all columns of a field.
    pub fn places(&self, field: Field) -> &[usize] {
        self.places.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Adds a column.
    pub fn put(&mut self, field: Field, place: usize) {
        self.places.entry(field).or_default().push(place);
    }

    /// Whether there are columns for the day and the amount.
    pub fn is_whole(&self) -> bool {
        let has = |field| self.place(field).is_some();
        let has_money = has(Field::Amount) || has(Field::Debit) && has(Field::Credit);
        has(Field::Date) && (has_money || !self.by_currency.is_empty())
    }

    /// The columns of amounts.
    pub fn amounts(&self) -> Vec<usize> {
        let fields = [Field::Amount, Field::Debit, Field::Credit, Field::Fee, Field::Balance];
        let places = fields.into_iter().filter_map(|field| self.place(field));
        places.chain(self.by_currency.iter().map(|(place, _)| *place)).collect()
    }

    /// The fields that column names mean.
    pub fn of(names: &[String]) -> TableColumns {
        let mut columns = TableColumns::default();
        let spelled: Vec<String> = names.iter().map(|name| bare(name)).collect();
        let mut used = vec![false; names.len()];
        for (field, known) in &WORDS.columns {
            for name in known {
                for (place, _) in spelled.iter().enumerate().filter(|(_, it)| *it == name) {
                    let is_used = used.get(place).copied().unwrap_or(true);
                    let takes_more = matches!(field, Field::Text | Field::Reference)
                        || columns.place(*field).is_none();
                    if !is_used && takes_more {
                        columns.put(*field, place);
                        used.iter_mut().skip(place).take(1).for_each(|used| *used = true);
                    }
                }
            }
        }
        columns.currencies(names, &used);
        columns
    }

    /// Columns named after a currency, such as `CAD$`; two of them if an account has two currencies.
    fn currencies(&mut self, names: &[String], used: &[bool]) {
        if let Some(place) = self.place(Field::Amount) {
            self.named = names.get(place).and_then(|name| currency_in(name));
            return;
        }
        if self.place(Field::Debit).is_some() {
            return;
        }
        for (place, name) in names.iter().enumerate() {
            let currency = currency_of(name.trim_end_matches('$').trim());
            if let (Some(currency), Some(false)) = (currency, used.get(place)) {
                self.by_currency.push((place, currency));
            }
        }
    }
}

/// A name normalised, without the currency at its end: `Amount RWF`.
fn bare(name: &str) -> String {
    let spelled = spelling(name);
    match spelled.rsplit_once(' ') {
        Some((start, last)) if last.len() == 3 && currency_of(last).is_some() => start.to_string(),
        _ => spelled,
    }
}

/// The currency at the end of a column's name, in brackets or not.
fn currency_in(name: &str) -> Option<Currency> {
    let inner = bracketed(name).and_then(currency_of);
    inner.or_else(|| currency_of(name.trim().rsplit([' ', '_']).next()?))
}

/// The currency of a code, or of a mark that only one currency uses.
pub fn currency_of(text: &str) -> Option<Currency> {
    let text = text.trim();
    let code = Currency::parse(&text.to_ascii_uppercase());
    code.or_else(|| mark_of(text)?.code().and_then(Currency::parse))
}

/// The balance that a cell is the label of.
pub fn end_of(cell: &str) -> Option<BalanceEnd> {
    let label = spelling(cell);
    let is = |words: &[String]| {
        words.iter().any(|word| {
            label.strip_prefix(word.as_str()).is_some_and(|it| it.is_empty() || it.starts_with(' '))
        })
    };
    match (is(&WORDS.balances.opening), is(&WORDS.balances.closing)) {
        (true, _) => Some(BalanceEnd::Opening),
        (_, true) => Some(BalanceEnd::Closing),
        _ => None,
    }
}

/// Whether a cell is the label of the account's number.
pub fn is_account(cell: &str) -> bool {
    WORDS.preamble.account.contains(&spelling(cell))
}

/// Whether a cell is the label of the currency.
pub fn is_currency(cell: &str) -> bool {
    WORDS.preamble.currency.contains(&spelling(cell))
}

/// Whether a debit/credit mark means money in; `None` if it is not such a mark.
pub fn is_in(mark: &str) -> Option<bool> {
    let mark = match mark.trim() {
        sign @ ("+" | "-") => sign.to_string(),
        mark => spelling(mark),
    };
    match (WORDS.marks.r#in.contains(&mark), WORDS.marks.out.contains(&mark)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Whether a status means that the money moved.
pub fn is_booked(status: &str) -> bool {
    let status = spelling(status);
    status.is_empty() || WORDS.marks.booked.contains(&status)
}
