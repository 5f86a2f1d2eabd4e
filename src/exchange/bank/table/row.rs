//! Makes a line of its account's statement from a row of a table. May use: the columns, the balances,
//! the bank's amounts and texts.

use rust_decimal::Decimal;

use crate::domain::{Currency, Day, Rule, plain};
use crate::exchange::reading::amounts::says_nothing;
use crate::exchange::reading::thousands::in_thousands;

use super::super::cleaned::{add_reference, cleaned, domain_long, domain_short, kept};
use super::super::statement::{BankLine, BankPlace, BankStatement};
use super::super::trouble::Warnings;
use super::balances::{self, TableStatement};
use super::layout::Preamble;
use super::styles::TableStyles;
use super::words::{self, Field, TableColumns};

/// A line with its currency, if a column gives one, and the balance after it.
type ReadLine = (Option<Currency>, Option<Decimal>, BankLine);

/// Why a row does not make a line: the rule, the field and the text.
type UnreadCell = (Rule, &'static str, String);

/// The lines of a table, by account and currency.
pub(super) struct TableLines<'c> {
    columns: &'c TableColumns,
    styles: TableStyles,
    preamble: Preamble,
    own: Option<String>,
    statements: Vec<TableStatement>,
}

impl<'c> TableLines<'c> {
    /// No lines, before the first row.
    pub fn new(
        columns: &'c TableColumns,
        styles: TableStyles,
        preamble: Preamble,
        own: Option<String>,
    ) -> TableLines<'c> {
        TableLines { columns, styles, preamble, own, statements: Vec::new() }
    }

    /// Handles a row: it may be a line, a balance, nothing, or a warning.
    pub fn row(&mut self, cells: &csv::StringRecord, place: BankPlace, warnings: &mut Warnings) {
        let own = self.own.clone();
        let row =
            TableRow { cells, columns: self.columns, styles: self.styles, own: own.as_deref() };
        let filled: Vec<&str> = cells.iter().map(str::trim).filter(|it| !it.is_empty()).collect();
        let is_dated = row.day(Field::Date).is_some_and(|it| it.is_ok());
        let has_money = row.has_money();
        if !has_money || !is_dated {
            let label = filled.iter().find_map(|cell| words::end_of(cell));
            let balance = row.number(Field::Balance).and_then(Result::ok);
            let last = filled.iter().rev().find_map(|cell| row.read(cell).ok());
            match (label, balance.or(last)) {
                (Some(end), Some(amount)) => {
                    let day = row.day(Field::Date).and_then(Result::ok);
                    return self.of_row(&row).end(end, day, amount);
                }
                // It is a footer, or the header again.
                _ if !has_money && !is_dated || filled.len() < 2 => return,
                _ => {}
            }
        }
        match row.lines(place) {
            Ok(lines) => {
                for (currency, balance, line) in lines {
                    self.put(&row, currency, balance, line);
                }
            }
            Err((rule, field, given)) => {
                warnings.unread(place, rule, field, &given);
                if rule != Rule::BankNotBooked {
                    self.of_row(&row).miss();
                }
            }
        }
    }

    fn of_row(&mut self, row: &TableRow) -> &mut TableStatement {
        let currency = row.currency().or(self.columns.named).or(self.preamble.currency);
        self.statement(row.account(), currency)
    }

    fn put(
        &mut self,
        row: &TableRow,
        currency: Option<Currency>,
        balance: Option<Decimal>,
        line: BankLine,
    ) {
        match currency {
            Some(currency) => self.statement(row.account(), Some(currency)),
            None => self.of_row(row),
        }
        .put(line, balance);
    }

    /// The statement for an account and a currency.
    fn statement(
        &mut self,
        account: Option<String>,
        currency: Option<Currency>,
    ) -> &mut TableStatement {
        let number = account.or_else(|| self.preamble.account.clone());
        let is_same =
            |it: &TableStatement| it.inner.number == number && it.inner.currency == currency;
        let at = self.statements.iter().position(is_same).unwrap_or(self.statements.len());
        if at == self.statements.len() {
            self.statements.push(TableStatement::of(number, currency));
        }
        // That place is in range: a missing statement was just added at the end.
        let last = self.statements.len() - 1;
        &mut self.statements[at.min(last)]
    }

    /// The statements with their balances.
    pub fn ended(mut self, warnings: &mut Warnings) -> Vec<BankStatement> {
        let is_signed = self
            .statements
            .iter()
            .any(|it| it.inner.lines.iter().any(|line| line.amount.is_sign_negative()));
        let has_side = self.columns.place(Field::Side).is_some()
            || self.columns.place(Field::Debit).is_some()
            || self.own.is_some();
        if let [statement] = self.statements.as_mut_slice() {
            let style = self.styles;
            let read = |text: &str| style.numbers.read(text).and_then(|it| plain::parse(&it).ok());
            for (end, text) in &self.preamble.balances {
                if let Some(amount) = read(text) {
                    statement.end(*end, None, amount);
                }
            }
        }
        let statements = self.statements.into_iter();
        statements.map(|it| balances::ended(it, !is_signed && !has_side, warnings)).collect()
    }
}

/// A row, with its columns.
struct TableRow<'r> {
    cells: &'r csv::StringRecord,
    columns: &'r TableColumns,
    styles: TableStyles,
    /// The account's own number, if amounts are unsigned and rows name both parties.
    own: Option<&'r str>,
}

impl TableRow<'_> {
    fn at(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", str::trim)
    }

    fn text(&self, field: Field) -> &str {
        self.columns.place(field).map_or("", |place| self.at(place))
    }

    fn read(&self, text: &str) -> Result<Decimal, Rule> {
        let plain = self.styles.numbers.read(text).ok_or(Rule::BankAmount)?;
        if self.styles.has_cents && in_thousands(text, self.styles.numbers.decimals).is_some() {
            return Err(Rule::BankAmountUnclear);
        }
        let value = plain::parse(&plain).map_err(|rule| match rule {
            Rule::AmountOutOfRange => Rule::BankAmountRange,
            _ => Rule::BankAmount,
        })?;
        super::super::amount::within(value)
    }

    /// The number in a field; `None` if it is empty.
    fn number(&self, field: Field) -> Option<Result<Decimal, UnreadCell>> {
        let text = self.text(field);
        let read = |rule| (rule, "amount", text.to_string());
        (!says_nothing(text)).then(|| self.read(text).map_err(read))
    }

    fn day(&self, field: Field) -> Option<Result<Day, UnreadCell>> {
        let text = self.text(field);
        let unread = || (Rule::BankDate, "date", text.to_string());
        (!text.is_empty()).then(|| self.styles.dates.read(text).ok_or_else(unread))
    }

    fn has_money(&self) -> bool {
        let fields = [Field::Amount, Field::Debit, Field::Credit];
        let places = fields.into_iter().filter_map(|field| self.columns.place(field));
        let mut all = places.chain(self.columns.by_currency.iter().map(|(place, _)| *place));
        all.any(|place| !says_nothing(self.at(place)))
    }

    fn account(&self) -> Option<String> {
        kept(self.text(Field::Account), domain_short())
    }

    fn currency(&self) -> Option<Currency> {
        words::currency_of(self.text(Field::Currency))
    }

    /// The lines of the row: one, or one for each currency with an amount.
    fn lines(&self, place: BankPlace) -> Result<Vec<ReadLine>, UnreadCell> {
        let status = self.text(Field::Status);
        if !words::is_booked(status) {
            return Err((Rule::BankNotBooked, "status", status.to_string()));
        }
        if self.columns.by_currency.is_empty() {
            let amount = self.amount()?;
            let balance = self.number(Field::Balance).transpose()?;
            return Ok(vec![(None, balance, self.line(amount, place)?)]);
        }
        let mut lines = Vec::new();
        for (column, currency) in &self.columns.by_currency {
            let text = self.at(*column);
            if !says_nothing(text) {
                let amount = self.read(text).map_err(|rule| (rule, "amount", text.to_string()))?;
                lines.push((Some(*currency), None, self.line(amount, place)?));
            }
        }
        Ok(lines)
    }

    /// The change of the account by the row.
    fn amount(&self) -> Result<Decimal, UnreadCell> {
        let zero = |value: Option<Decimal>| value.unwrap_or(Decimal::ZERO);
        if self.columns.place(Field::Amount).is_none() {
            let out = zero(self.number(Field::Debit).transpose()?);
            let into = zero(self.number(Field::Credit).transpose()?);
            let out = if self.styles.is_debit_below { -out } else { out };
            let change = into.checked_sub(out).filter(|_| into.is_zero() || out.is_zero());
            let both = || (Rule::BankSide, "side", format!("{out} {into}"));
            return change.ok_or_else(both);
        }
        let missing = || (Rule::BankAmount, "amount", String::new());
        let amount = self.number(Field::Amount).ok_or_else(missing)??;
        let mark = self.text(Field::Side);
        if self.columns.place(Field::Side).is_none() {
            let is_out = self.own.is_some_and(|own| own == self.text(Field::PayerAccount));
            return Ok(if is_out { -amount } else { amount });
        }
        match (words::is_in(mark), amount.is_sign_negative() && !amount.is_zero()) {
            (Some(true), false) | (Some(false), true) => Ok(amount),
            (Some(false), false) => Ok(-amount),
            _ => Err((Rule::BankSide, "side", format!("{mark} {amount}"))),
        }
    }

    fn line(&self, amount: Decimal, place: BankPlace) -> Result<BankLine, UnreadCell> {
        let missing = || (Rule::BankDate, "date", String::new());
        let date = self.day(Field::Date).ok_or_else(missing)??;
        let mut references = Vec::new();
        for column in self.columns.places(Field::Reference) {
            add_reference(&mut references, self.at(*column));
        }
        let parts = self.columns.places(Field::Text).iter().map(|place| self.at(*place));
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let fee = self.number(Field::Fee).transpose()?.map(|fee| fee.abs());
        let is_out = amount.is_sign_negative();
        let either = |from: Field, to: Field| match (is_out, self.text(to)) {
            (true, text) if !text.is_empty() => kept(text, domain_short()),
            _ => kept(self.text(from), domain_short()),
        };
        Ok(BankLine {
            date,
            value_date: self.day(Field::ValueDate).and_then(Result::ok),
            amount,
            fee: fee.filter(|fee| !fee.is_zero()),
            payer: either(Field::Payer, Field::ToName),
            payer_account: either(Field::PayerAccount, Field::To).and_then(|it| phone(&it)),
            paid_for: None,
            text: cleaned(&parts.join(" "), domain_long()),
            references,
            bank_id: kept(self.text(Field::Id), domain_short()),
            is_return: false,
            place,
        })
    }
}

/// A number in the notation of an operator's portal, `FRI:250788123456/MSISDN`; `None` if that holds no number.
fn phone(text: &str) -> Option<String> {
    let number = text.strip_prefix("FRI:").and_then(|bare| bare.split('/').next());
    kept(number.unwrap_or(text), domain_short())
}
