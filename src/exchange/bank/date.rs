//! Dates as banks write them, read exactly or not at all. May use: domain.

use crate::domain::Day;

/// Two-digit years from this one on belong to the last century: 70 is 1970, 69 is 2069.
const PIVOT: i32 = 70;

/// Reads digits, and nothing else, as a number.
fn number(text: &str) -> Option<i32> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok()).flatten()
}

fn small(text: &str) -> Option<u8> {
    u8::try_from(number(text)?).ok()
}

/// The year that two digits mean.
pub(super) fn short_year(text: &str) -> Option<i32> {
    let year = number(text).filter(|_| text.len() == 2)?;
    Some(year + if year < PIVOT { 2000 } else { 1900 })
}

/// `YYMMDD`.
pub(super) fn short(text: &str) -> Option<Day> {
    let day = text.get(4..6).filter(|_| text.len() == 6)?;
    Day::new(short_year(text.get(..2)?)?, small(text.get(2..4)?)?, small(day)?)
}

/// `MMDD`, in the year that brings it closest to the given day.
pub(super) fn near(text: &str, to: Day) -> Option<Day> {
    let (month, day) = (small(text.get(..2)?)?, small(text.get(2..4)?)?);
    let years = [to.year(), to.year() - 1, to.year() + 1];
    let days = years.into_iter().filter_map(|year| Day::new(year, month, day));
    days.min_by_key(|day| day.days_since(to).abs())
}

/// `YYYY-MM-DD`, optionally followed by a time or a zone: the day as the bank wrote it.
pub(super) fn iso(text: &str) -> Option<Day> {
    let rest = text.get(10..)?;
    let is_over = rest.is_empty() || rest.starts_with(['T', 'Z', '+', '-', ' ']);
    text.get(..10).filter(|_| is_over)?.parse().ok()
}

/// `YYYYMMDD`, optionally followed by a time and a zone (`20240311220045.572[-5:EST]`): the day as the
/// bank wrote it, in that zone.
pub(super) fn compact(text: &str) -> Option<Day> {
    let text = text.trim();
    if text.get(4..5) == Some("-") {
        return iso(text);
    }
    let rest = text.get(8..)?;
    let time = rest.split(['[', '.']).next().unwrap_or_default().trim();
    let is_time = time.is_empty() || number(time).is_some_and(|_| time.len() <= 6);
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    Day::new(number(year)?, small(month)?, small(day)?).filter(|_| is_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_forms_are_read_and_nothing_else() {
        let said = |day: Option<Day>| day.map(|day| day.to_string());
        assert_eq!(said(short("090929")).as_deref(), Some("2009-09-29"));
        assert_eq!(said(short("930230")), None);
        assert_eq!(said(short("09092")), None);
        assert_eq!(said(iso("2026-01-24+01:00")).as_deref(), Some("2026-01-24"));
        assert_eq!(said(iso("2026-01-24T23:59:59Z")).as_deref(), Some("2026-01-24"));
        assert_eq!(said(iso("2026-01-244")), None);
        assert_eq!(said(compact("20240311220045.572[+0:UTC]")).as_deref(), Some("2024-03-11"));
        assert_eq!(said(compact("20240311[-5:EST]")).as_deref(), Some("2024-03-11"));
        assert_eq!(said(compact("20240311")).as_deref(), Some("2024-03-11"));
        for text in
            ["", "2024", "20241311", "00000000", "2024031122004512345", "20240311x", "éééééééé"]
        {
            assert_eq!(said(compact(text)), None, "{text}");
        }
        let new_year = Day::new(2026, 1, 2);
        assert_eq!(said(new_year.and_then(|to| near("1231", to))).as_deref(), Some("2025-12-31"));
    }
}
