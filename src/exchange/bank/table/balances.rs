//! The balances of a table: checks each row's balance against the one before; the first and the last
//! become those of the statement. May use: domain, the words of tables.

use rust_decimal::Decimal;

use crate::domain::{self, Currency, Day, Rule};

use super::super::statement::{BankBalance, BankLine, BankStatement};
use super::super::trouble::Warnings;
use super::words::BalanceEnd;

/// A statement with the balance after each line.
#[derive(Default)]
pub struct TableStatement {
    /// The statement.
    pub inner: BankStatement,
    balances: Vec<Option<Decimal>>,
    opening: Option<(Option<Day>, Decimal)>,
    closing: Option<(Option<Day>, Decimal)>,
    /// Whether a row was left out before the first line, and after the last.
    missed: (bool, bool),
}

impl TableStatement {
    /// A statement without lines.
    pub fn of(number: Option<String>, currency: Option<Currency>) -> TableStatement {
        let inner = BankStatement { number, currency, ..BankStatement::default() };
        TableStatement { inner, ..TableStatement::default() }
    }

    /// Adds a line with the balance after it.
    pub fn put(&mut self, line: BankLine, balance: Option<Decimal>) {
        self.missed.1 = false;
        self.inner.lines.push(line);
        self.balances.push(balance);
    }

    /// Notes a row that can't be read, so that the balance next to it can't be derived.
    pub fn miss(&mut self) {
        self.missed = (self.missed.0 || self.inner.lines.is_empty(), true);
    }

    /// Adds a balance that is not on a line.
    pub fn end(&mut self, end: BalanceEnd, day: Option<Day>, amount: Decimal) {
        match end {
            BalanceEnd::Opening => self.opening = self.opening.or(Some((day, amount))),
            BalanceEnd::Closing => self.closing = Some((day, amount)),
        }
    }

    /// How many balances follow from the ones before them, if the oldest row comes first or last.
    fn follows(
        &self,
        is_oldest_first: bool,
        change: impl Fn(&BankLine) -> Option<Decimal>,
    ) -> usize {
        let pairs = self.balances.windows(2).zip(self.inner.lines.windows(2));
        let follows = |(balances, lines): &(&[Option<Decimal>], &[BankLine])| {
            let (older, newer, line) = match is_oldest_first {
                true => (balances.first(), balances.get(1), lines.get(1)),
                false => (balances.get(1), balances.first(), lines.first()),
            };
            let (Some(Some(older)), Some(Some(newer)), Some(line)) = (older, newer, line) else {
                return false;
            };
            change(line).and_then(|change| older.checked_add(change)) == Some(*newer)
        };
        pairs.filter(follows).count()
    }
}

/// The change of the account by a line, as the balances show it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reads {
    /// Its amount.
    Plain,
    /// Its amount less the fee.
    LessFee,
}

fn change(line: &BankLine, reads: Reads) -> Option<Decimal> {
    match reads {
        Reads::Plain => Some(line.amount),
        Reads::LessFee => line.amount.checked_sub(line.fee.unwrap_or(Decimal::ZERO)),
    }
}

/// The statement with its balances. They also decide which way unsigned amounts went, as far as
/// possible.
pub fn ended(
    mut table: TableStatement,
    is_unsigned: bool,
    warnings: &mut Warnings,
) -> BankStatement {
    let has_balances = table.balances.iter().any(Option::is_some);
    let is_oldest_first = is_oldest_first(&table, is_unsigned);
    if is_unsigned && has_balances {
        signed(&mut table, is_oldest_first, warnings);
    }
    let all = [Reads::LessFee, Reads::Plain];
    // Without balances, take the amount as what was paid, with the fee deducted from it.
    let reads = all.into_iter().max_by_key(|reads| {
        (table.follows(is_oldest_first, |line| change(line, *reads)), *reads == Reads::LessFee)
    });
    let reads = reads.unwrap_or(Reads::LessFee);
    for line in &mut table.inner.lines {
        line.amount = change(line, reads).unwrap_or(line.amount);
    }
    jumps(&table, is_oldest_first, warnings);
    let (first, last) = ends(&table, is_oldest_first);
    let mut statement = table.inner;
    let days: Vec<Day> = statement.lines.iter().map(|line| line.date).collect();
    let (earliest, latest) = (days.iter().min().copied(), days.iter().max().copied());
    let balance =
        |said: Option<(Option<Day>, Decimal)>, found: Option<Decimal>, day: Option<Day>| {
            let (own, amount) = said.or(found.map(|amount| (None, amount)))?;
            Some(BankBalance { date: own.or(day)?, amount })
        };
    statement.opening = balance(table.opening, first, earliest);
    statement.closing = balance(table.closing, last, latest);
    statement.place = statement.lines.first().map_or(statement.place, |line| line.place);
    statement
}

/// Whether the oldest row comes first, judging by the balances, otherwise by the days.
fn is_oldest_first(table: &TableStatement, is_unsigned: bool) -> bool {
    let plain = |line: &BankLine| Some(line.amount);
    if !is_unsigned {
        let (first, last) = (table.follows(true, plain), table.follows(false, plain));
        if first != last {
            return first > last;
        }
    }
    let mut days = table.inner.lines.windows(2).filter_map(|pair| match pair {
        [one, other] if one.date != other.date => Some(one.date < other.date),
        _ => None,
    });
    days.next().unwrap_or(true)
}

/// Gives unsigned amounts the sign that the balances show. If some are money out, a line without a
/// balance next to it is left out, because its sign is unknown.
fn signed(table: &mut TableStatement, is_oldest_first: bool, warnings: &mut Warnings) {
    let opening = table.opening.map(|(_, amount)| amount);
    let count = table.balances.len();
    let known = |at: usize| table.balances.get(at).copied().flatten();
    let is_out = |at: usize| {
        let before = match is_oldest_first {
            true => at.checked_sub(1).map_or(opening, known),
            false if at + 1 == count => opening,
            false => known(at + 1),
        };
        before.zip(known(at)).map(|(before, after)| after < before)
    };
    let sides: Vec<Option<bool>> = (0..count).map(is_out).collect();
    if !sides.contains(&Some(true)) {
        return;
    }
    let lines = std::mem::take(&mut table.inner.lines);
    let balances = std::mem::take(&mut table.balances);
    for ((mut line, balance), side) in lines.into_iter().zip(balances).zip(sides) {
        match side {
            None => {
                let given = line.amount.to_string();
                warnings.unread(line.place, Rule::BankSide, "side", &given);
                table.miss();
                continue;
            }
            Some(true) => line.amount = -line.amount,
            Some(false) => {}
        }
        table.put(line, balance);
    }
}

/// Warns of each balance that does not follow from the one before.
fn jumps(table: &TableStatement, is_oldest_first: bool, warnings: &mut Warnings) {
    let rows = table.balances.iter().zip(&table.inner.lines);
    let rows: Box<dyn Iterator<Item = (&Option<Decimal>, &BankLine)>> = match is_oldest_first {
        true => Box::new(rows),
        false => Box::new(rows.rev()),
    };
    let mut before: Option<Decimal> = None;
    for (balance, line) in rows {
        let expected = before.and_then(|before| before.checked_add(line.amount));
        if let (Some(expected), Some(given)) = (expected, balance)
            && expected != *given
        {
            let what = domain::Warning::new(Rule::BankJump, "balance").with("given", given);
            warnings.add(line.place, what.with("expected", expected));
        }
        before = balance.or(expected);
    }
}

/// The balances before the oldest line and after the newest.
fn ends(table: &TableStatement, is_oldest_first: bool) -> (Option<Decimal>, Option<Decimal>) {
    let rows = || table.balances.iter().zip(&table.inner.lines);
    let (oldest, newest) = match is_oldest_first {
        true => (rows().next(), rows().next_back()),
        false => (rows().next_back(), rows().next()),
    };
    let (missed_old, missed_new) = match is_oldest_first {
        true => table.missed,
        false => (table.missed.1, table.missed.0),
    };
    let before = oldest.and_then(|(balance, line)| balance.as_ref()?.checked_sub(line.amount));
    let after = newest.and_then(|(balance, _)| *balance);
    (before.filter(|_| !missed_old), after.filter(|_| !missed_new))
}
