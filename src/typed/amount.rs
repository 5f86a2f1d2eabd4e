//! Amounts and other figures as they are typed: `720000`, `1 234.50`, `1,234.50`, `1.250,5`,
//! `200k`, `$5`, `CAD 1,234.50`. May use: domain, rust_decimal.

use rust_decimal::Decimal;

use crate::domain::{Currency, plain};

use super::Unclear;

/// Reads an amount of a currency. Its code or sign may stand before or behind it; the sign of
/// another currency is refused.
pub fn in_currency(text: &str, currency: Currency) -> Result<Decimal, Unclear> {
    read(bare(text, currency)?.as_str(), Some(currency.scale()))
}

/// Reads a unit price: as an amount, but with as many decimals as are typed. In a currency without
/// decimals a comma with three digits behind it separates thousands, as the desk writes them.
pub fn price(text: &str, currency: Currency) -> Result<Decimal, Unclear> {
    let bare = bare(text, currency)?;
    let is_grouped = currency.scale() == 0 && bare.contains(',') && !bare.contains('.');
    let grouped = is_grouped.then(|| read(&bare, Some(0)).ok()).flatten();
    grouped.map_or_else(|| read(&bare, None), Ok)
}

/// Signs of currencies, each with the codes that it may stand for, the likeliest first.
const SIGNS: [(&str, &[&str]); 16] = [
    (
        "$",
        &[
            "CAD", "USD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "JMD", "BBD", "BSD", "BZD",
            "FJD", "GYD", "KYD", "LRD", "NAD", "SRD", "TTD", "XCD", "ARS", "CLP", "COP",
        ],
    ),
    ("C$", &["CAD"]),
    ("CA$", &["CAD"]),
    ("CAN$", &["CAD"]),
    ("US$", &["USD"]),
    ("A$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("FRW", &["RWF"]),
    ("RF", &["RWF"]),
    ("FBU", &["BIF"]),
    ("KSH", &["KES"]),
    ("USH", &["UGX"]),
    ("TSH", &["TZS"]),
    ("€", &["EUR"]),
    ("£", &["GBP"]),
    ("¥", &["JPY", "CNY"]),
];

/// What was typed without the currency beside the figure. Refused if that is another currency.
fn bare(text: &str, currency: Currency) -> Result<String, Unclear> {
    let given = text.trim();
    let is_of_figure = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let (Some(first), Some(last)) = (given.find(is_of_figure), given.rfind(is_of_figure)) else {
        return Ok(given.to_string());
    };
    let (front, rest) = given.split_at(first);
    let (figure, behind) = rest.split_at(last + 1 - first);
    let (minus, front) = match front.trim().strip_prefix('-') {
        Some(front) => ("-", front),
        None => match front.trim().strip_suffix('-') {
            Some(front) => ("-", front),
            None => ("", front),
        },
    };
    let (times, behind) = times(behind);
    for beside in [front.trim(), behind.trim()] {
        if !beside.is_empty() {
            check(given, beside, currency)?;
        }
    }
    Ok(format!("{minus}{figure}{times}"))
}

/// The `k` or `m` after a figure, and the rest after that; the `M` of `MUR` does not mean a million.
fn times(behind: &str) -> (&str, &str) {
    let letter = behind.trim_start();
    let is_times = letter.starts_with(['k', 'K', 'm', 'M']);
    match letter.split_at_checked(1) {
        Some((times, rest)) if is_times && !rest.starts_with(char::is_alphabetic) => (times, rest),
        _ => ("", behind),
    }
}

/// Refuses text beside a figure, unless it names the currency.
fn check(given: &str, beside: &str, currency: Currency) -> Result<(), Unclear> {
    let named = beside.to_uppercase();
    let codes = SIGNS.iter().find(|(sign, _)| *sign == named).map(|(_, codes)| *codes);
    match (codes, Currency::parse(&named)) {
        (Some(codes), _) if codes.contains(&currency.code()) => Ok(()),
        (None, Some(other)) if other == currency => Ok(()),
        (None, None) => Err(Unclear::new("entry-amount", given)),
        _ => Err(Unclear::new("entry-currency", given)
            .with("other", beside)
            .with("currency", currency.code())),
    }
}

/// Reads a figure with at most `decimals` decimals, if that is known. A mark before three digits
/// separates thousands if the currency has fewer decimals. What can still be either is refused with both
/// readings.
pub fn read(text: &str, decimals: Option<u8>) -> Result<Decimal, Unclear> {
    let given = text.trim();
    let unclear = || Unclear::new("entry-amount", given);
    let lower = given.to_lowercase();
    let (figure, times, letter) = match (lower.strip_suffix('k'), lower.strip_suffix('m')) {
        (Some(rest), _) => (rest, 1_000, "k"),
        (_, Some(rest)) => (rest, 1_000_000, "m"),
        _ => (lower.as_str(), 1, ""),
    };
    let figure: String = figure.chars().filter(|letter| !is_gap(*letter)).collect();
    // A sign in front doesn't change what marks mean.
    let (sign, figure) = match figure.strip_prefix('-') {
        Some(figure) => ("-", figure.to_string()),
        None => ("", figure),
    };
    if !is_parted_well(&figure)
        && !matches!(mark(&figure), Some(SeparatorUse::Decimal(_)) if figure.matches([',', '.']).count() == 1)
    {
        return Err(unclear());
    }
    let plain = match mark(&figure) {
        None => figure.clone(),
        Some(SeparatorUse::Decimal(place)) => with_point(&figure, place),
        Some(SeparatorUse::Thousands) => figure.replace([',', '.'], ""),
        Some(SeparatorUse::Either)
            if times == 1 && decimals.is_some_and(|decimals| decimals < 3) =>
        {
            figure.replace([',', '.'], "")
        }
        Some(SeparatorUse::Either) => {
            // Each reading is offered in a form that can be typed and is clear.
            let thousands = format!("{sign}{}{letter}", figure.replace([',', '.'], ""));
            let point = format!("{sign}{}0{letter}", figure.replace(',', "."));
            let unclear = Unclear::new("entry-amount-either", given);
            return Err(unclear.with("thousands", thousands).with("point", point));
        }
    };
    let value = plain::parse(&format!("{sign}{plain}")).map_err(|_| unclear())?;
    let value = value.checked_mul(Decimal::from(times)).ok_or_else(unclear)?.normalize();
    // The limit is the same as without the letter.
    plain::parse(&value.to_string()).map_err(|_| unclear())?;
    match decimals {
        Some(0) if value.scale() > 0 => Err(Unclear::new("entry-whole", given)),
        Some(decimals) if value.scale() > u32::from(decimals) => {
            Err(Unclear::new("entry-decimals", given).with("decimals", decimals))
        }
        _ => Ok(value),
    }
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\'' | '’')
}

enum SeparatorUse {
    /// This mark separates the decimals, all others thousands.
    Decimal(usize),
    /// All marks separate thousands.
    Thousands,
    /// It may be one or the other.
    Either,
}

fn mark(figure: &str) -> Option<SeparatorUse> {
    let last = figure.rfind([',', '.'])?;
    let letter = figure.get(last..=last)?;
    let other = if letter == "," { '.' } else { ',' };
    let behind = figure.len() - last - 1;
    Some(match (figure.matches(letter).count(), figure.contains(other)) {
        (1, false) if behind == 3 && last > 0 && last <= 3 && !figure.starts_with('0') => {
            SeparatorUse::Either
        }
        (1, _) => SeparatorUse::Decimal(last),
        _ => SeparatorUse::Thousands,
    })
}

/// Whether the marks can separate thousands: three digits after each, and only one kind of mark before
/// the last.
fn is_parted_well(figure: &str) -> bool {
    let whole = match mark(figure) {
        Some(SeparatorUse::Decimal(place)) => figure.get(..place).unwrap_or_default(),
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
            ("1,250", 2, "1250"),
            ("12.345", 2, "12345"),
            ("10,000", 2, "10000"),
            ("-10,000", 2, "-10000"),
            ("1.250.000", 2, "1250000"),
            ("200k", 0, "200000"),
            ("1.5m", 0, "1500000"),
            ("-5", 2, "-5"),
            (".5", 2, "0.5"),
            ("0,125", 3, "0.125"),
            ("1’250.00", 2, "1250"),
            ("1\u{a0}234,50", 2, "1234.5"),
            ("1\u{202f}234,50", 2, "1234.5"),
            ("-.5", 2, "-0.5"),
            ("-123,456", 0, "-123456"),
            ("-0,125", 3, "-0.125"),
        ] {
            assert_eq!(read(typed, decimals), Ok(meant.to_string()), "{typed}");
        }
        for typed in ["10.50.", "1.5.2", "1,2,3.5", "12,34.5"] {
            assert!(read(typed, 2).is_err(), "{typed}");
        }
        assert_eq!(read("1.25", 0).unwrap_err().words, "entry-whole");
        assert_eq!(read("1.2567", 2).unwrap_err().words, "entry-decimals");
        for typed in ["", "x", "1-2", "k", "--5", "1e5", "५", "20018446744073709551616.5m"] {
            assert!(read(typed, 2).is_err(), "{typed}");
        }
    }

    /// What is asked can be answered: each of the two is typed as it is written.
    #[test]
    fn what_can_mean_two_things_asks_and_both_answers_are_taken() {
        for (typed, decimals) in [
            ("1,250", Some(3)),
            ("-123.456", Some(3)),
            ("12.345", None),
            ("1,250k", Some(0)),
            ("1.250k", Some(2)),
            ("-12,345m", Some(2)),
        ] {
            let unclear = read(typed, decimals).unwrap_err();
            assert_eq!(unclear.words, "entry-amount-either", "{typed}");
            let part = |name| unclear.parts.iter().find(|(part, _)| *part == name).unwrap();
            let [thousands, point] = ["thousands", "point"].map(|name| {
                let text = &part(name).1;
                read(text, decimals).unwrap_or_else(|why| panic!("{typed}: {text} {why:?}"))
            });
            assert_eq!(thousands, point * Decimal::from(1000), "{typed}");
        }
    }

    #[test]
    fn a_unit_price_is_typed_as_the_desk_writes_it() {
        let price = |text: &str, code: &str| {
            let read = price(text, Currency::parse(code).unwrap());
            read.map(|value| value.to_string()).map_err(|unclear| unclear.words)
        };
        assert_eq!(price("25,950", "RWF"), Ok("25950".into()));
        assert_eq!(price("RWF 25,950", "RWF"), Ok("25950".into()));
        assert_eq!(price("1,250,000", "RWF"), Ok("1250000".into()));
        assert_eq!(price("12.5", "RWF"), Ok("12.5".into()));
        assert_eq!(price("12,5", "RWF"), Ok("12.5".into()));
        assert_eq!(price("25,950k", "RWF"), Err("entry-amount-either"));
        for (text, code) in [("25.950", "RWF"), ("25,950", "CAD"), ("25.950", "CAD")] {
            assert_eq!(price(text, code), Err("entry-amount-either"), "{text} {code}");
        }
    }

    #[test]
    fn a_currency_may_stand_beside_an_amount_where_it_is_the_accounts() {
        let read = |text: &str, code: &str| {
            let read = in_currency(text, Currency::parse(code).unwrap());
            read.map(|value| value.to_string()).map_err(|unclear| unclear.words)
        };
        for (typed, code, meant) in [
            ("$5", "CAD", "5"),
            ("$5", "USD", "5"),
            ("-$5", "CAD", "-5"),
            ("$-5", "CAD", "-5"),
            ("$.50", "CAD", "0.5"),
            ("CAD 1,234.50", "CAD", "1234.5"),
            ("cad1,234.50", "CAD", "1234.5"),
            ("1 234,50 $", "CAD", "1234.5"),
            ("$1,234.50 CAD", "CAD", "1234.5"),
            ("C$12", "CAD", "12"),
            ("RWF 500", "RWF", "500"),
            ("500 RWF", "RWF", "500"),
            ("FRw 500", "RWF", "500"),
            ("Frw500k", "RWF", "500000"),
            ("500k RWF", "RWF", "500000"),
            ("1.5 m FRw", "RWF", "1500000"),
            ("5 MUR", "MUR", "5"),
            ("5MUR", "MUR", "5"),
            ("12 €", "EUR", "12"),
            ("12.345", "CAD", "12345"),
        ] {
            assert_eq!(read(typed, code), Ok(meant.to_string()), "{typed}");
        }
        for (typed, code) in
            [("$5", "RWF"), ("RWF 5", "CAD"), ("US$5", "CAD"), ("5 €", "CAD"), ("$5 RWF", "CAD")]
        {
            assert_eq!(read(typed, code), Err("entry-currency"), "{typed}");
        }
        for typed in ["about 5", "5 CAD CAD", "--5", "-$-5", "5-", "(5)", "5%", "5 $ x"] {
            assert_eq!(read(typed, "CAD"), Err("entry-amount"), "{typed}");
        }
    }
}
