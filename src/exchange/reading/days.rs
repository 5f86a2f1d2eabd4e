//! Dates as other programs write them, read exactly or not at all. May use: domain, assets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::assets;
use crate::domain::Day;

use super::seen::{Example, Seen};
use super::words::letters;

/// The order of day, month and year when all three are numbers and the year does not come first in full.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `28/01/2026`
    DayFirst,
    /// `01/28/2026`
    MonthFirst,
    /// `26-01-28`
    YearFirst,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 3] = [Order::DayFirst, Order::MonthFirst, Order::YearFirst];
}

/// The format of a field's dates. What can mean only one day is read regardless of the order: a
/// four-digit year in front, or a month's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DateStyle {
    /// The order of numbers; `None` if no cell needs one.
    pub order: Option<Order>,
    /// Whether a five-digit number is a spreadsheet's day count.
    pub serial: bool,
}

/// What a cell can mean as a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateLook {
    /// One day, whatever the order.
    Day(Day),
    /// A day for each order that gives one.
    Parts([Option<Day>; 3]),
    /// A spreadsheet's day count.
    Serial(Day),
}

#[derive(Deserialize, Default)]
struct MonthNames {
    months: Vec<Vec<String>>,
    /// Words that may accompany a date without changing it.
    others: Vec<String>,
}

static NAMES: LazyLock<MonthNames> =
    LazyLock::new(|| toml::from_str(assets::IMPORT_DATES).unwrap_or_default());

static MONTHS: LazyLock<BTreeMap<&'static str, u8>> = LazyLock::new(|| {
    let numbered = (1..).zip(&NAMES.months);
    numbered.flat_map(|(month, names)| names.iter().map(move |it| (it.as_str(), month))).collect()
});

/// A spreadsheet's day count for 1 January 2000.
const COUNT_OF_2000: i64 = 36_526;

/// The day of a spreadsheet's day count, in the system that all but some old files use.
fn serial_day(count: i64) -> Option<Day> {
    Day::new(2000, 1, 1)?.plus(count - COUNT_OF_2000)
}

/// The day counts that are taken for dates in files of invoices: 1954 to 2119.
const SERIALS: std::ops::Range<i64> = 20_000..80_000;

/// Two-digit years from this one on belong to the last century, as with `--date-format`.
const PIVOT: i32 = 70;

/// The text without a time of day at its end.
fn without_time(text: &str) -> String {
    let text = match text.split_once(['T', 't']) {
        Some((date, time))
            if date.ends_with(|it: char| it.is_ascii_digit())
                && time.starts_with(|it: char| it.is_ascii_digit()) =>
        {
            date
        }
        _ => text,
    };
    let is_date = |token: &&str| !token.contains(':');
    text.split_whitespace().take_while(is_date).collect::<Vec<_>>().join(" ")
}

enum Token {
    Number(String),
    Word(String),
}

/// Numbers and words; `None` if anything other than a date's separators is between them.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut is_apart = true;
    for letter in text.chars() {
        match letter {
            digit if digit.is_ascii_digit() => match tokens.last_mut() {
                Some(Token::Number(number)) if !is_apart => number.push(digit),
                _ => tokens.push(Token::Number(digit.to_string())),
            },
            letter if letter.is_alphabetic() => match tokens.last_mut() {
                Some(Token::Word(word)) if !is_apart => word.push(letter),
                _ => tokens.push(Token::Word(letter.to_string())),
            },
            '-' | '/' | '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => return None,
        }
        is_apart = !letter.is_alphanumeric();
    }
    Some(tokens)
}

fn year_of(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 => Some(year + if year < PIVOT { 2000 } else { 1900 }),
        _ => None,
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Day> {
    let short = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2);
    Day::new(year_of(year)?, short(month)?, short(day)?)
}

/// What a cell can mean as a date; `None` if it is not one.
pub fn look(text: &str) -> Option<DateLook> {
    let text = without_time(text.trim());
    if let Some(serial) = serial(&text) {
        return Some(DateLook::Serial(serial));
    }
    let mut month = None;
    let mut numbers: Vec<String> = Vec::new();
    for token in tokens(&text)? {
        match token {
            Token::Number(number) => numbers.push(number),
            Token::Word(word) => {
                let word = letters(&word);
                let is_other = NAMES.others.contains(&word);
                match (MONTHS.get(word.as_str()), month) {
                    // `mar.` means Tuesday if a month follows.
                    (Some(number), None | Some((_, true))) => month = Some((*number, is_other)),
                    _ if is_other => {}
                    _ => return None,
                }
            }
        }
    }
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    match (month, numbers.as_slice()) {
        (Some((month, _)), [one, other]) => named(month, one, other).map(DateLook::Day),
        (None, [year, month, day]) if year.len() == 4 => {
            day_of(year, month, day).map(DateLook::Day)
        }
        (None, [one, two, three]) => {
            let parts = [
                day_of(three, two, one),
                day_of(three, one, two),
                day_of(one, two, three).filter(|_| three.len() <= 2 && one.len() == 2),
            ];
            parts.iter().any(Option::is_some).then_some(DateLook::Parts(parts))
        }
        (None, [whole]) if whole.len() == 8 && whole.len() == text.len() => {
            day_of(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?).map(DateLook::Day)
        }
        _ => None,
    }
}

/// A day from a month's name and two numbers, one of which is the year.
fn named(month: u8, one: &str, other: &str) -> Option<Day> {
    let (day, year) = if one.len() == 4 { (other, one) } else { (one, other) };
    day_of(year, &month.to_string(), day)
}

fn serial(text: &str) -> Option<Day> {
    let whole = match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        Some(_) => return None,
        None => text,
    };
    let is_count = whole.len() == 5 && whole.bytes().all(|byte| byte.is_ascii_digit());
    let count = whole.parse().ok().filter(|count| is_count && SERIALS.contains(count))?;
    serial_day(count)
}

impl DateStyle {
    /// The day of a cell.
    pub fn read(self, text: &str) -> Option<Day> {
        match look(text)? {
            DateLook::Day(day) => Some(day),
            DateLook::Serial(day) => Some(day).filter(|_| self.serial),
            DateLook::Parts(parts) => {
                let Some(order) = self.order else {
                    // Without a known order, a cell that is the same day in every order is still a day.
                    let mut days = parts.into_iter().flatten();
                    let first = days.next()?;
                    return days.all(|day| day == first).then_some(first);
                };
                Order::ALL.iter().zip(parts).find(|(one, _)| **one == order)?.1
            }
        }
    }
}

/// What the cells of a column show about the format of its dates.
#[derive(Default)]
pub struct DateEvidence {
    /// For each order that is excluded, a cell that is not a date in it.
    against: [Option<Example>; 3],
    /// For each pair of orders, a cell that is a different day in each.
    differing: [Option<Example>; 3],
    /// A cell that needs an order.
    pub parts: Option<Example>,
    /// A spreadsheet's day count.
    pub serial: Option<Example>,
    /// A date in another notation than `YYYY-MM-DD`.
    pub not_iso: Option<Example>,
}

/// The two orders of each place in [`DateEvidence::differing`].
const PAIRS: [(usize, usize); 3] = [(0, 1), (0, 2), (1, 2)];

/// The order of a column's dates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OrderDecided {
    /// All cells are dates in this order only.
    One(Order),
    /// All cells are the same days in each of these orders; empty if no cell needs one.
    Any(Vec<Order>),
    /// A cell is different days in these orders.
    Unclear(Example, Vec<Order>),
    /// No order suits all cells.
    Mixed(Example, Example),
}

impl DateEvidence {
    /// Takes a cell into account. Returns whether it is a date at all.
    pub fn add(&mut self, seen: Seen) -> bool {
        let Some(found) = look(seen.text) else { return false };
        let is_iso = matches!(found, DateLook::Day(day)
            if seen.text.strip_prefix(day.to_string().as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', 'T'])));
        if !is_iso {
            seen.keep(&mut self.not_iso);
        }
        match found {
            DateLook::Day(_) => {}
            DateLook::Serial(_) => seen.keep(&mut self.serial),
            DateLook::Parts(parts) => {
                seen.keep(&mut self.parts);
                for (slot, part) in self.against.iter_mut().zip(parts) {
                    if part.is_none() {
                        seen.keep(slot);
                    }
                }
                for (slot, (one, other)) in self.differing.iter_mut().zip(PAIRS) {
                    if let (Some(Some(one)), Some(Some(other))) = (parts.get(one), parts.get(other))
                        && one != other
                    {
                        seen.keep(slot);
                    }
                }
            }
        }
        true
    }

    /// The order of the column's dates.
    pub fn decided(&self) -> OrderDecided {
        if self.parts.is_none() {
            return OrderDecided::Any(Vec::new());
        }
        let left: Vec<usize> =
            (0..3).filter(|at| self.against.get(*at).is_some_and(Option::is_none)).collect();
        let orders = || left.iter().filter_map(|at| Order::ALL.get(*at).copied()).collect();
        match left.as_slice() {
            [] => {
                let mut found = self.against.iter().flatten().cloned();
                match (found.next(), found.next()) {
                    (Some(one), Some(other)) => OrderDecided::Mixed(one, other),
                    _ => OrderDecided::Any(Vec::new()),
                }
            }
            [one] => Order::ALL
                .get(*one)
                .map_or(OrderDecided::Any(Vec::new()), |it| OrderDecided::One(*it)),
            _ => {
                let apart =
                    PAIRS.iter().zip(&self.differing).find_map(|((one, other), example)| {
                        example.as_ref().filter(|_| left.contains(one) && left.contains(other))
                    });
                match apart {
                    Some(example) => OrderDecided::Unclear(example.clone(), orders()),
                    None => OrderDecided::Any(orders()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(order: Option<Order>, text: &str) -> Option<String> {
        DateStyle { order, serial: true }.read(text).map(|day| day.to_string())
    }

    #[test]
    fn without_an_order_a_date_is_read_where_it_can_be_one_day_only() {
        let style = DateStyle { order: None, serial: true };
        let read = |text| style.read(text).map(|day| day.to_string());
        assert_eq!(read("30/09/2026").as_deref(), Some("2026-09-30"));
        assert_eq!(read("09/30/2026").as_deref(), Some("2026-09-30"));
        assert_eq!(read("05/05/2026").as_deref(), Some("2026-05-05"));
        assert_eq!(read("02/03/2026"), None);
        assert_eq!(read("31/09/2026"), None);
    }

    #[test]
    fn dates_in_words_and_numbers_are_read_and_nothing_else() {
        for (text, expected) in [
            ("2026-01-28", "2026-01-28"),
            ("2012/3/22", "2012-03-22"),
            ("20260128", "2026-01-28"),
            ("2021-01-28T11:04:09+00:00", "2021-01-28"),
            ("2021-01-28 05:14:15", "2021-01-28"),
            ("Jan 28 2021", "2021-01-28"),
            ("January 28, 2021", "2021-01-28"),
            ("28-Feb-2026", "2026-02-28"),
            ("28-Feb-26", "2026-02-28"),
            ("Thu, 28 Jan 2021 10:00:00 GMT", "2021-01-28"),
            ("1er février 2026", "2026-02-01"),
            ("3 août 2026", "2026-08-03"),
            ("15 déc. 2026", "2026-12-15"),
            ("mar. 3 mars 2026", "2026-03-03"),
            ("1st of October 2026", "2026-10-01"),
            ("46296", "2026-10-01"),
            ("46296.5", "2026-10-01"),
        ] {
            assert_eq!(read(None, text).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "soon", "2026", "2026-13-01", "31 Feb 2026", "1/2/3/4", "12345678", "1/2026"]
        {
            assert_eq!(read(Some(Order::DayFirst), text), None, "{text}");
        }
        assert_eq!(read(Some(Order::DayFirst), "02/09/2026").as_deref(), Some("2026-09-02"));
        assert_eq!(read(Some(Order::MonthFirst), "02/09/26").as_deref(), Some("2026-02-09"));
        assert_eq!(read(Some(Order::YearFirst), "26.02.09").as_deref(), Some("2026-02-09"));
        assert_eq!(read(Some(Order::MonthFirst), "15/09/2026"), None);
        assert_eq!(read(None, "02/09/2026"), None);
    }

    #[test]
    fn the_order_comes_from_all_cells_or_is_left_open() {
        let decided = |cells: &[&str]| {
            let mut evidence = DateEvidence::default();
            for (line, text) in (2..).zip(cells) {
                evidence.add(Seen { line, text, column: "Date" });
            }
            evidence.decided()
        };
        assert_eq!(decided(&["02/09/2026", "15/09/2026"]), OrderDecided::One(Order::DayFirst));
        assert_eq!(decided(&["02/09/2026", "09/15/2026"]), OrderDecided::One(Order::MonthFirst));
        assert_eq!(decided(&["2026-01-02", "Jan 28 2026"]), OrderDecided::Any(vec![]));
        assert_eq!(
            decided(&["03/03/2026"]),
            OrderDecided::Any(vec![Order::DayFirst, Order::MonthFirst])
        );
        let unclear = decided(&["03/03/2026", "02/09/2026"]);
        assert!(
            matches!(unclear, OrderDecided::Unclear(it, orders) if it.line == 3 && orders.len() == 2)
        );
        let mixed = decided(&["13/01/2026", "01/13/2026"]);
        assert!(matches!(mixed, OrderDecided::Mixed(one, other) if one.line != other.line));
        assert_eq!(decided(&["31-12-99", "01-02-03"]), OrderDecided::One(Order::DayFirst));
        assert!(
            matches!(decided(&["01-02-03"]), OrderDecided::Unclear(_, orders) if orders.len() == 3)
        );
    }
}
