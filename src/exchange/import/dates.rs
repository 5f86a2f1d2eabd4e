//! Dates as other programs write them.

use crate::domain::{Day, Refusal, Rule};
use crate::exchange::reading::days::Order;

use super::source::unusable;

/// The format of a file's dates.
#[derive(Clone, Debug)]
pub struct DateFormat {
    /// The format as it was given.
    text: String,
    parts: Vec<DatePart>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DatePart {
    /// Four digits, or two.
    Year(usize),
    /// Two digits; with 1, one or two.
    Month(usize),
    /// Two digits; with 1, one or two.
    Day(usize),
    Mark(u8),
}

/// Two-digit years from this one on belong to the last century: 70 is 1970, 69 is 2069.
const PIVOT: i32 = 70;

impl DateFormat {
    /// `YYYY-MM-DD`.
    pub fn iso() -> DateFormat {
        use DatePart::{Day, Mark, Month, Year};
        let parts = vec![Year(4), Mark(b'-'), Month(2), Mark(b'-'), Day(2)];
        DateFormat { text: "YYYY-MM-DD".into(), parts }
    }

    /// Reads a format such as `M/D/YYYY` or `DD.MM.YY`: Y, M and D once each, with separators between
    /// them.
    pub fn parse(text: &str) -> Result<DateFormat, Refusal> {
        let malformed = || unusable(Rule::ImportFormat, "date_format", text);
        let mut parts: Vec<DatePart> = Vec::new();
        for run in text.as_bytes().chunk_by(|a, b| a == b) {
            let part = match (run[0].to_ascii_uppercase(), run.len()) {
                (b'Y', n @ (2 | 4)) => DatePart::Year(n),
                (b'M', n @ (1 | 2)) => DatePart::Month(n),
                (b'D', n @ (1 | 2)) => DatePart::Day(n),
                (mark, 1) if !mark.is_ascii_alphanumeric() && mark.is_ascii() => {
                    DatePart::Mark(mark)
                }
                _ => return Err(malformed()),
            };
            parts.push(part);
        }
        let mut kinds: Vec<u8> = parts
            .iter()
            .filter_map(|part| match part {
                DatePart::Year(_) => Some(b'Y'),
                DatePart::Month(_) => Some(b'M'),
                DatePart::Day(_) => Some(b'D'),
                DatePart::Mark(_) => None,
            })
            .collect();
        kinds.sort_unstable();
        // Without a separator, parts of one letter cannot be told apart.
        let loose = |pair: &[DatePart]| {
            matches!(pair[0], DatePart::Month(1) | DatePart::Day(1))
                && !matches!(pair[1], DatePart::Mark(_))
        };
        match kinds == *b"DMY" && !parts.windows(2).any(loose) {
            true => Ok(DateFormat { text: text.to_string(), parts }),
            false => Err(malformed()),
        }
    }

    /// The order of day, month and year; `None` if there are no separators, so that only the format
    /// tells them apart.
    pub fn order(&self) -> Option<Order> {
        self.parts.iter().find(|part| matches!(part, DatePart::Mark(_)))?;
        match self.parts.first()? {
            DatePart::Day(_) => Some(Order::DayFirst),
            DatePart::Month(_) => Some(Order::MonthFirst),
            DatePart::Year(_) => Some(Order::YearFirst),
            DatePart::Mark(_) => None,
        }
    }

    /// The day in a cell; a time after it is ignored.
    pub fn day(&self, field: &str, text: &str) -> Result<Day, Refusal> {
        let malformed = || {
            let refusal = Refusal::new(Rule::DateMalformed, field).with("given", text);
            refusal.with("format", &self.text)
        };
        let (year, month, day, rest) = self.read(text).ok_or_else(malformed)?;
        let over = rest.is_empty() || rest.starts_with([' ', 'T']);
        let (month, day) = (u8::try_from(month).ok(), u8::try_from(day).ok());
        let day = month.zip(day).filter(|_| over).and_then(|(m, d)| Day::new(year, m, d));
        day.ok_or_else(malformed)
    }

    fn read<'t>(&self, text: &'t str) -> Option<(i32, i32, i32, &'t str)> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let mut rest = text;
        for part in &self.parts {
            let (place, least, most) = match part {
                DatePart::Mark(mark) => {
                    rest = rest.strip_prefix(char::from(*mark))?;
                    continue;
                }
                DatePart::Year(n) => (&mut year, *n, *n),
                DatePart::Month(n) => (&mut month, *n, 2),
                DatePart::Day(n) => (&mut day, *n, 2),
            };
            let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            if digits < least {
                return None;
            }
            *place = rest.get(..digits)?.parse().ok()?;
            rest = rest.get(digits..)?;
        }
        if self.parts.contains(&DatePart::Year(2)) {
            year += if year < PIVOT { 2000 } else { 1900 };
        }
        Some((year, month, day, rest))
    }
}

impl std::fmt::Display for DateFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_the_format_says_and_no_other_way() {
        let day = |format: &str, text: &str| {
            let format = DateFormat::parse(format).unwrap();
            format.day("date", text).map(|day| day.to_string()).ok()
        };
        for (format, text, expected) in [
            ("M/D/YYYY", "1/2/2026", Some("2026-01-02")),
            ("M/D/YYYY", "01/02/2026", Some("2026-01-02")),
            ("M/D/YYYY", "12/31/2026 08:26", Some("2026-12-31")),
            ("M/D/YYYY", "31/12/2026", None),
            ("M/D/YYYY", "1/2/26", None),
            ("DD.MM.YY", "02.01.26", Some("2026-01-02")),
            ("DD.MM.YY", "02.01.99", Some("1999-01-02")),
            ("DD.MM.YY", "2.1.26", None),
            ("YYYYMMDD", "20260102", Some("2026-01-02")),
            ("YYYY-MM-DD", "2026-02-29", None),
            ("YYYY-MM-DD", "2026-01-02x", None),
            ("YYYY-MM-DD", "2026-01-02T10:00", Some("2026-01-02")),
            ("D/M/YYYY", "", None),
        ] {
            assert_eq!(day(format, text).as_deref(), expected, "{format} {text}");
        }
        for bad in ["", "Y-M-D", "MM/YYYY", "M/D/YYYY/D", "MDYYYY", "MMM/D/YYYY", "ÄM/D/YYYY"] {
            assert!(DateFormat::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(DateFormat::iso().parts, DateFormat::parse("YYYY-MM-DD").unwrap().parts);
    }
}
