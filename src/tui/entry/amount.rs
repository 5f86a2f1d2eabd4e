//! Amounts and other figures as they are typed: `720000`, `1 234.50`, `1,234.50`, `1.250,5`,
//! `200k`. May use: domain, rust_decimal.

use rust_decimal::Decimal;

use crate::domain::plain;

use super::Unclear;

/// Reads a figure with at most `decimals` decimals, where that is known. What could be thousands
/// or decimals is asked about.
pub fn read(text: &str, decimals: Option<u8>) -> Result<Decimal, Unclear> {
    let given = text.trim();
    let unclear = || Unclear::new("entry-amount", given);
    let lower = given.to_lowercase();
    let (figure, times) = match lower.strip_suffix('k').or(lower.strip_suffix('m')) {
        Some(rest) => (rest, if lower.ends_with('k') { 1_000 } else { 1_000_000 }),
        None => (lower.as_str(), 1),
    };
    let figure: String = figure.chars().filter(|letter| !is_gap(*letter)).collect();
    // What marks stand for is the same with a sign before it.
    let (sign, figure) = match figure.strip_prefix('-') {
        Some(figure) => ("-", figure.to_string()),
        None => ("", figure),
    };
    if !is_parted_well(&figure)
        && !matches!(mark(&figure), Some(Mark::Decimal(_)) if figure.matches([',', '.']).count() == 1)
    {
        return Err(unclear());
    }
    let plain = match mark(&figure) {
        None => figure.clone(),
        Some(Mark::Decimal(place)) => with_point(&figure, place),
        Some(Mark::Thousands) => figure.replace([',', '.'], ""),
        // A figure without decimals can only have thousands.
        Some(Mark::Either) if decimals == Some(0) && times == 1 => figure.replace([',', '.'], ""),
        Some(Mark::Either) => {
            let thousands = format!("{sign}{}", figure.replace([',', '.'], ""));
            let point = format!("{sign}{}", figure.replace(',', "."));
            let unclear = Unclear::new("entry-amount-either", given);
            return Err(unclear.with("thousands", thousands).with("point", point));
        }
    };
    let value = plain::parse(&format!("{sign}{plain}")).map_err(|_| unclear())?;
    let value = value.checked_mul(Decimal::from(times)).ok_or_else(unclear)?.normalize();
    // It is no more than can be typed without the letter.
    plain::parse(&value.to_string()).map_err(|_| unclear())?;
    match decimals {
        Some(decimals) if value.scale() > u32::from(decimals) => {
            Err(Unclear::new("entry-decimals", given).with("decimals", decimals))
        }
        _ => Ok(value),
    }
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\'' | '’')
}

enum Mark {
    /// This one parts the decimals, all others thousands.
    Decimal(usize),
    /// All part thousands.
    Thousands,
    /// It may be one or the other.
    Either,
}

fn mark(figure: &str) -> Option<Mark> {
    let last = figure.rfind([',', '.'])?;
    let letter = figure.get(last..=last)?;
    let other = if letter == "," { '.' } else { ',' };
    let behind = figure.len() - last - 1;
    Some(match (figure.matches(letter).count(), figure.contains(other)) {
        (1, false) if behind == 3 && last > 0 && last <= 3 && !figure.starts_with('0') => {
            Mark::Either
        }
        (1, _) => Mark::Decimal(last),
        _ => Mark::Thousands,
    })
}

/// Whether the figure is parted as thousands are: three digits behind each mark but the last one
/// of its kind, and one kind of mark before that.
fn is_parted_well(figure: &str) -> bool {
    let whole = match mark(figure) {
        Some(Mark::Decimal(place)) => figure.get(..place).unwrap_or_default(),
        _ => figure,
    };
    let mut groups = whole.split([',', '.']);
    let first = groups.next().map_or(0, str::len);
    let kinds = whole.contains(',') && whole.contains('.');
    let mut behind = groups.peekable();
    let is_parted = behind.peek().is_some();
    !is_parted || (!kinds && (1..=3).contains(&first) && behind.all(|group| group.len() == 3))
}

fn with_point(figure: &str, place: usize) -> String {
    let (whole, behind) = figure.split_at(place);
    let whole = whole.replace([',', '.'], "");
    let whole = if whole.is_empty() { "0" } else { &whole };
    format!("{whole}.{}", behind.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_typed() {
        let read = |text: &str, decimals| read(text, Some(decimals)).map(|value| value.to_string());
        for (typed, decimals, meant) in [
            ("720000", 0, "720000"),
            ("1 234.50", 2, "1234.5"),
            ("1,234.50", 2, "1234.5"),
            ("1.250,5", 2, "1250.5"),
            ("1,250", 0, "1250"),
            ("1.250.000", 2, "1250000"),
            ("200k", 0, "200000"),
            ("1.5m", 0, "1500000"),
            ("-5", 2, "-5"),
            (".5", 2, "0.5"),
            ("0,125", 3, "0.125"),
            ("1’250.00", 2, "1250"),
            ("-.5", 2, "-0.5"),
            ("-123,456", 0, "-123456"),
            ("-0,125", 3, "-0.125"),
        ] {
            assert_eq!(read(typed, decimals), Ok(meant.to_string()), "{typed}");
        }
        assert_eq!(read("1,250", 2).unwrap_err().words, "entry-amount-either");
        assert_eq!(read("-123.456", 3).unwrap_err().words, "entry-amount-either");
        assert_eq!(read("1,250k", 0).unwrap_err().words, "entry-amount-either");
        for typed in ["10.50.", "1.5.2", "1,2,3.5", "12,34.5"] {
            assert!(read(typed, 2).is_err(), "{typed}");
        }
        assert_eq!(read("1.25", 0).unwrap_err().words, "entry-decimals");
        for typed in ["", "x", "1-2", "k", "--5", "1e5", "५", "20018446744073709551616.5m"] {
            assert!(read(typed, 2).is_err(), "{typed}");
        }
    }
}
