//! Amounts and debit/credit marks as banks write them, read exactly or not at all. May use: domain,
//! rust_decimal.

use rust_decimal::Decimal;

use crate::domain::{Rule, plain};

/// The largest amount that is read, in major units: 10^15, which is the most a book holds.
const LIMIT: i64 = 1_000_000_000_000_000;

/// The most digits after the decimal mark.
const MOST_DECIMALS: u32 = 8;

/// Reads an amount with a decimal point or comma. Thousands may be separated by the other mark, by
/// blanks or by apostrophes. The error is the rule that the text breaks.
pub(super) fn amount(text: &str) -> Result<Decimal, Rule> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text).trim_start()),
    };
    let last = digits.rfind(['.', ',']);
    let (whole, fraction) = match last {
        Some(at) if !is_thousands(digits, at) => {
            (digits.get(..at).unwrap_or_default(), digits.get(at + 1..).unwrap_or_default())
        }
        _ => (digits, ""),
    };
    let whole = ungrouped(whole)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() + fraction.len() == 0 {
        return Err(Rule::BankAmount);
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let number = match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    };
    let value = plain::parse(&number).map_err(|rule| match rule {
        Rule::AmountOutOfRange => Rule::BankAmountRange,
        _ => Rule::BankAmount,
    })?;
    within(value)
}

/// The amount, if a book can hold it; minus zero becomes zero.
pub(super) fn within(value: Decimal) -> Result<Decimal, Rule> {
    match value.abs() > Decimal::from(LIMIT) || value.normalize().scale() > MOST_DECIMALS {
        true => Err(Rule::BankAmountRange),
        false => Ok(if value.is_zero() { Decimal::ZERO } else { value }),
    }
}

/// The last mark separates thousands if it occurs more than once.
fn is_thousands(digits: &str, at: usize) -> bool {
    let mark = digits.get(at..=at).unwrap_or_default();
    digits.matches(mark).count() > 1
}

/// The digits of a whole number, with its groups of three joined.
fn ungrouped(whole: &str) -> Result<String, Rule> {
    if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(whole.to_string());
    }
    let is_mark = |letter: char| {
        matches!(letter, '.' | ',' | ' ' | '\'' | '\u{a0}' | '\u{202f}' | '\u{2019}')
    };
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let is_digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    let is_right = match groups.as_slice() {
        [first, others @ ..] => {
            (1..=3).contains(&first.len())
                && groups.iter().all(is_digits)
                && others.iter().all(|group| group.len() == 3)
        }
        [] => false,
    };
    if is_right { Ok(groups.concat()) } else { Err(Rule::BankAmount) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        let read = |text: &str| amount(text).map(|value| value.to_string());
        for (text, expected) in [
            ("1234,56", "1234.56"),
            ("1234.56", "1234.56"),
            ("500,", "500"),
            (",5", "0.5"),
            ("-153.22", "-153.22"),
            ("+0,10", "0.1"),
            ("000000001213,28", "1213.28"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1 234,56", "1234.56"),
            ("1.234.567", "1234567"),
            ("-0,00", "0"),
            ("1000000000000000", "1000000000000000"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "-", ",", "1e5", "12a", "1,23,45", "0x1", "--1", "1-", "NaN", "1 23"] {
            assert_eq!(read(text), Err(Rule::BankAmount), "{text}");
        }
        for text in ["100000000000000000000", "1000000000000001", &"9".repeat(400), "0.123456789"] {
            assert_eq!(read(text), Err(Rule::BankAmountRange), "{text}");
        }
    }
}
