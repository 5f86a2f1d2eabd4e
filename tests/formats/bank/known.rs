//! Statements made up by chance, and how each format writes them.

use daybook::domain::{Currency, Day};
use daybook::exchange::bank::BankLine;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A line as it is meant.
#[derive(Clone, Debug)]
pub struct KnownLine {
    pub date: Day,
    pub amount: Decimal,
    pub payer: String,
    pub account: String,
    pub text: String,
    pub reference: String,
    pub id: String,
    pub is_return: bool,
}

/// A statement as it is meant.
#[derive(Clone, Debug)]
pub struct Known {
    pub number: String,
    pub currency: Currency,
    pub opening: Decimal,
    pub lines: Vec<KnownLine>,
    /// Decides what the format leaves open.
    pub dialect: u32,
}

impl Known {
    pub fn closing(&self) -> Decimal {
        self.lines.iter().fold(self.opening, |sum, line| sum + line.amount)
    }

    pub fn first_day(&self) -> Day {
        self.lines.first().map_or(Day::new(2026, 11, 2).unwrap(), |line| line.date)
    }

    pub fn last_day(&self) -> Day {
        self.lines.last().map_or(self.first_day(), |line| line.date)
    }

    /// A choice between so many.
    pub fn pick(&self, which: u32, most: u32) -> u32 {
        self.dialect.rotate_left(which * 5) % most
    }
}

const WORDS: [&str; 16] = [
    "Kigali", "Mill", "Zoë", "Léger", "O'Neil", "Fils", "invoice", "1042", "rent", "November",
    "Ltd", "and", "Müller", "Ünal", "part", "7",
];

fn words(most: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]);
    prop::collection::vec(word, 1..=most).prop_map(|words| words.join(" "))
}

fn known_line(scale: u32) -> impl Strategy<Value = (u8, KnownLine)> {
    let amount = prop_oneof![1_i64..500, 1_i64..90_000_000, 1_i64..9_000_000_000];
    let parts = (0_u8..3, amount, any::<bool>(), words(3), words(6), 0_u64..100_000, 0_u8..8);
    parts.prop_map(move |(later, minor, is_in, payer, text, number, kind)| {
        let minor = if is_in { minor } else { -minor };
        let line = KnownLine {
            date: Day::EPOCH,
            amount: Decimal::new(minor, scale),
            payer,
            account: format!("RW{:02}BKIG{number:010}", number % 97),
            text,
            reference: format!("RF{number:08}"),
            id: String::new(),
            is_return: kind == 0,
        };
        (later, line)
    })
}

/// A statement of a currency with 0, 2 or 3 decimals.
pub fn known() -> impl Strategy<Value = Known> {
    let currency = prop::sample::select(&["RWF", "EUR", "KWD"][..]);
    currency.prop_flat_map(|code| {
        let currency = Currency::parse(code).unwrap();
        let scale = u32::from(currency.scale());
        let lines = prop::collection::vec(known_line(scale), 0..12);
        let opening = -10_000_000_i64..10_000_000;
        (lines, opening, any::<u32>(), 0_u64..1_000_000).prop_map(
            move |(lines, opening, dialect, number)| {
                let mut date = Day::new(2026, 11, 2).unwrap();
                let dated = lines.into_iter().enumerate().map(|(at, (later, line))| {
                    date = date.plus(i64::from(later)).unwrap();
                    KnownLine { date, id: format!("TX{number}{at:06}"), ..line }
                });
                Known {
                    number: format!("RW11BKIG{number:010}"),
                    currency,
                    lines: dated.collect(),
                    opening: Decimal::new(opening, scale),
                    dialect,
                }
            },
        )
    })
}

/// What is compared of every format.
pub fn money(lines: &[BankLine]) -> Vec<(Day, Decimal)> {
    lines.iter().map(|line| (line.date, line.amount.normalize())).collect()
}

/// The same of what was meant.
pub fn meant(known: &Known) -> Vec<(Day, Decimal)> {
    known.lines.iter().map(|line| (line.date, line.amount.normalize())).collect()
}

/// An amount without its sign, with this mark before the decimals.
pub fn figure(amount: Decimal, mark: char) -> String {
    amount.abs().to_string().replace('.', &mark.to_string())
}

/// A text as XML writes it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&#39;").replace('ë', "&#xEB;")
}
