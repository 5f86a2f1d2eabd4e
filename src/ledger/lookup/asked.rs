//! Parses a query into what it may mean, once per keystroke. May use: std, rust_decimal, the
//! folding.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::domain::hidden::is_hidden;
use crate::domain::{Money, plain};

use super::documents::{SCALE, amount_key};
use super::fold::{self, Phone};

/// The most words of a query that count.
const MOST_WORDS: usize = 12;

/// The most characters of a query that count.
const LONGEST: usize = 200;

/// The fewest digits of a tail.
const SHORTEST_TAIL: usize = 3;

/// The fewest digits of the head of a telephone number without a calling code.
const SHORTEST_HEAD: usize = 4;

/// The fewest digits of the count in a document number of the book's own.
const COUNT: usize = 5;

/// A parsed query.
#[derive(Clone, Debug)]
pub struct ParsedQuery {
    /// As it was typed, trimmed.
    pub text: String,
    /// Its words, folded.
    pub words: Vec<String>,
    /// The same without spaces, for codes, references and e-mail addresses.
    pub key: String,
    /// What it may mean as a number, if it is one.
    pub number: Option<QueryNumber>,
}

/// A query of digits.
#[derive(Clone, Debug, Default)]
pub struct QueryNumber {
    /// The letters before them: `inv` of `INV 421`.
    pub letters: String,
    /// All its digits.
    pub digits: String,
    /// Digits that a document's number may end with, likelier ones first.
    pub tails: Vec<String>,
    /// Ranges of amounts, in ten-thousandths, likelier ones first.
    pub amounts: Vec<RangeInclusive<u64>>,
    /// A telephone number, or an end of one.
    pub phone: Option<Phone>,
    /// Whether it may be the front of a telephone number.
    pub is_head: bool,
}

impl ParsedQuery {
    /// Reads a query.
    pub fn of(query: &str) -> ParsedQuery {
        // Pasted text may contain invisible characters.
        let shown = query.chars().filter(|letter| !is_hidden(*letter));
        let text: String = shown.collect::<String>().trim().chars().take(LONGEST).collect();
        let folded = fold::words(&text);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS);
        let words: Vec<String> = words.map(str::to_string).collect();
        let key = folded.replace(' ', "");
        ParsedQuery { number: QueryNumber::of(&text), text, words, key }
    }
}

impl QueryNumber {
    /// Whether an amount is in one of the ranges.
    pub fn is_amount(&self, amount: Money) -> bool {
        self.amounts.iter().any(|range| range.contains(&amount_key(amount)))
    }

    /// Reads a query as a number; `None` if it has letters after its digits, or no digits.
    fn of(text: &str) -> Option<QueryNumber> {
        let letters: String = text.chars().take_while(|letter| letter.is_alphabetic()).collect();
        let rest = text.get(letters.len()..).unwrap_or("");
        let digits = fold::digits(rest);
        let is_number = |letter: char| letter.is_ascii_digit() || is_written_between(letter);
        if digits.is_empty() || !rest.chars().all(is_number) {
            return None;
        }
        let tails = tails(rest, &digits);
        let is_head = digits.len() >= SHORTEST_HEAD || rest.contains('+');
        let phone = fold::phone(rest).filter(|_| digits.len() >= SHORTEST_TAIL);
        let letters = letters.to_lowercase();
        if !letters.is_empty() {
            // `Tel. 0788 …`, but not `inv 421`.
            let phone = phone.filter(|_| digits.len() >= fold::SHORTEST_PHONE);
            return Some(QueryNumber {
                letters,
                digits,
                tails,
                phone,
                is_head,
                ..QueryNumber::default()
            });
        }
        Some(QueryNumber { letters, digits, tails, amounts: amounts(rest), phone, is_head })
    }
}

fn is_written_between(letter: char) -> bool {
    let is_dash = matches!(letter, '-' | '\u{2010}'..='\u{2015}');
    let is_mark = matches!(letter, '.' | ',' | '+' | '(' | ')' | '/' | '\'' | '’');
    letter.is_whitespace() || is_dash || is_mark
}

/// `421` means 00421 first, then any number that ends so; `2026-421` means 202600421.
fn tails(rest: &str, digits: &str) -> Vec<String> {
    let groups = rest.rsplit(|letter: char| !letter.is_ascii_digit());
    let last = groups.into_iter().find(|group| !group.is_empty()).unwrap_or("");
    let before = digits.strip_suffix(last).unwrap_or("");
    let mut tails = Vec::new();
    if last.len() < COUNT {
        tails.push(format!("{before}{last:0>COUNT$}"));
    }
    if digits.len() >= SHORTEST_TAIL {
        tails.push(digits.to_string());
    }
    tails
}

/// Returns the amounts that a text may mean. Of two kinds of separators the last one is the decimal
/// mark; a single one before three digits may be either. A whole amount also matches amounts with
/// decimals above it.
fn amounts(rest: &str) -> Vec<RangeInclusive<u64>> {
    let close: String =
        rest.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
    let mut readings = Vec::new();
    let marks: Vec<(usize, char)> =
        close.char_indices().filter(|(_, letter)| matches!(*letter, '.' | ',')).collect();
    let whole = || close.replace([',', '.'], "");
    match marks.last() {
        None => readings.push(close.clone()),
        Some((at, mark)) => {
            let behind = close.len() - at - 1;
            let others = marks.iter().any(|(_, other)| other != mark);
            let alone = marks.iter().filter(|(_, other)| other == mark).count() == 1;
            if behind == 3 && !others {
                readings.push(whole());
            }
            if alone {
                let (front, end) = close.split_at(*at);
                let end = end.get(1..).unwrap_or("");
                readings.push(format!("{}.{end}", front.replace([',', '.'], "")));
            } else if !others && behind != 3 {
                return Vec::new();
            }
        }
    }
    readings.iter().flat_map(|reading| ranges(reading.trim_end_matches('.'))).collect()
}

fn ranges(reading: &str) -> Vec<RangeInclusive<u64>> {
    let Ok(amount) = plain::parse(reading) else { return Vec::new() };
    let unit = Decimal::from(10_u64.pow(SCALE));
    let key = amount.checked_mul(unit).and_then(|key| u64::try_from(key.trunc()).ok());
    let Some(key) = key.filter(|key| *key > 0) else { return Vec::new() };
    let mut ranges = vec![key..=key];
    if amount.is_integer() && !reading.contains('.') {
        ranges.push(key + 1..=key.saturating_add(10_u64.pow(SCALE) - 1));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> QueryNumber {
        ParsedQuery::of(text).number.unwrap_or_default()
    }

    #[test]
    fn an_amount_is_read_as_it_is_written_anywhere() {
        let exact = |text: &str| number(text).amounts.first().map(|range| *range.start());
        for text in ["1 234.50", "1,234.50", "1234.5", "1.234,50", "1'234,5", "1\u{202f}234,50"] {
            assert_eq!(exact(text), Some(12_345_000), "{text}");
        }
        assert_eq!(exact("1,234"), Some(12_340_000));
        assert_eq!(number("1.234").amounts.len(), 3, "a thousand and more, or one and a bit");
        assert_eq!(number("1234").amounts, [12_340_000..=12_340_000, 12_340_001..=12_349_999]);
        assert_eq!(exact("12,34,5"), None);
        assert_eq!(exact("1,234,567.00"), Some(12_345_670_000));
        assert_eq!(exact("0"), None);
    }

    #[test]
    fn a_document_is_named_by_its_count_or_any_tail() {
        assert_eq!(number("421").tails, ["00421", "421"]);
        assert_eq!(number("21").tails, ["00021"]);
        assert_eq!(number("inv 2026-421").tails, ["202600421", "2026421"]);
        assert_eq!(number("INV-2026-00421").tails, ["202600421"]);
        assert_eq!(number("inv 421").letters, "inv");
    }

    #[test]
    fn what_has_letters_behind_digits_is_no_number() {
        assert!(ParsedQuery::of("3m").number.is_none());
        assert!(ParsedQuery::of("kigali").number.is_none());
        assert!(ParsedQuery::of("17850 ltd").number.is_none());
        let phone = number("+250 788 123 456").phone.map(|phone| phone.digits);
        assert_eq!(phone.as_deref(), Some("250788123456"));
    }
}
