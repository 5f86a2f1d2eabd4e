//! Writes a remittance in the notation of commands, whatever marks it was typed with. May use: parse,
//! part.

use super::parse::{AmountForm, is_in_amount};
use super::part::{Deduction, Paid, RemittancePart};
use crate::domain::grouped::is_amount;

/// Writes parts with decimal points and without marks between thousands; `digits` is the number of the
/// currency's decimals.
#[must_use]
pub fn written(parts: &[RemittancePart], digits: u32) -> String {
    let parts: Vec<String> = parts.iter().map(|part| of_part(part, digits)).collect();
    parts.join(", ")
}

fn of_part(part: &RemittancePart, digits: u32) -> String {
    let mut said = within(&part.reference);
    match part.paid {
        Some(Paid::Amount(minor)) => said = format!("{said} {}", plain(minor, digits)),
        Some(Paid::All) => said.push_str(" all"),
        None => {}
    }
    if let Some(held) = &part.deduction {
        said = format!("{said} -{} {}", before(held, digits), within(&held.reason));
    }
    said
}

/// A deduction's amount, so that digits with which its reason begins are not read as more of it.
fn before(held: &Deduction, digits: u32) -> String {
    let amount = plain(held.amount, digits);
    let first = held.reason.split(' ').next().unwrap_or_default();
    let scale = u8::try_from(digits).unwrap_or(u8::MAX);
    match is_amount(&[amount.as_str(), first], scale) {
        true => format!("0{amount}"),
        false => amount,
    }
}

/// A text without commas that would separate items: in `1,5 kg` it was a decimal mark.
fn within(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let form = AmountForm { decimal_mark: '.', digits: 0 };
    let plain = |(at, letter): (usize, &char)| match letter {
        ',' if !is_in_amount(&letters, at, form) => '.',
        letter => *letter,
    };
    letters.iter().enumerate().map(plain).collect()
}

/// An amount in minor units, with its decimals.
fn plain(minor: i64, digits: u32) -> String {
    let scale = u8::try_from(digits).unwrap_or(0);
    crate::domain::Money::from_minor(minor, scale).to_string()
}
