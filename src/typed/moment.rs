//! A day with a time of day, in the company's zone: `mon 9:00`, `+1 1430`, `t 16`, `14:30`.
//! May use: domain, words, jiff.

use jiff::tz::TimeZone;

use crate::domain::Day;
use crate::words::typed::TypedNames;

use super::Unclear;
use super::day::{self, DayDirection};

/// Reads a day and a time ahead. Without a day it is today, without a time nine o'clock. Returns the
/// moment with its offset from UTC.
pub fn read(text: &str, today: Day, zone: &str) -> Result<String, Unclear> {
    read_as(text, today, zone, DayDirection::Ahead)
}

/// The same where a day that is typed in part lies in a direction.
pub fn read_as(
    text: &str,
    today: Day,
    zone: &str,
    direction: DayDirection,
) -> Result<String, Unclear> {
    let given = text.trim();
    let unclear = || Unclear::new("entry-moment", given);
    // A year is not a time of day.
    let is_year = |last: &str| {
        let digits = last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_digit());
        digits && day::read(given, today, today).is_ok()
    };
    let (day, time) = match given.rsplit_once(' ') {
        Some((_, last)) if is_year(last) => (given, "9:00"),
        Some((front, last)) if time_of_day(last).is_some() => (front, last),
        None if given.contains([':', 'h']) && time_of_day(given).is_some() => ("t", given),
        _ => (given, "9:00"),
    };
    let day = day::read_as(day, today, today, direction).map_err(|_| unclear())?;
    let (hour, minute) = time_of_day(time).ok_or_else(unclear)?;
    let zone = TimeZone::get(zone).map_err(|_| unclear())?;
    let date = day.date();
    let year = i16::try_from(date.year()).map_err(|_| unclear())?;
    let month = i8::try_from(u8::from(date.month())).map_err(|_| unclear())?;
    let of_month = i8::try_from(date.day()).map_err(|_| unclear())?;
    let at = jiff::civil::DateTime::new(year, month, of_month, hour, minute, 0, 0);
    let at = at.and_then(|at| at.to_zoned_datetime(zone)).map_err(|_| unclear())?;
    // Before time zones, offsets had seconds, which a moment cannot have.
    if at.offset().seconds() % 60 != 0 {
        return Err(unclear());
    }
    Ok(at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// Words that look like times of day but are not read as such.
const TIMES: [&str; 8] = ["am", "pm", "a.m.", "p.m.", "noon", "midnight", "midi", "minuit"];

/// Whether a word looks like a day or a time of day, or a part of one, even if there is no such day:
/// `30`, `feb`, `fri`, `25:00`, `9am`, `31/12`.
pub fn looks_like_one(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.']).to_lowercase();
    let names = TypedNames::all();
    let is_day = names.weekday(&word).is_some() || names.month(&word).is_some();
    let is_near = names.is_today(&word) || names.is_tomorrow(&word) || names.is_yesterday(&word);
    let figure = word.trim_start_matches(['+', '-']);
    let digits = figure.bytes().take_while(u8::is_ascii_digit).count();
    let behind = figure.get(digits..).unwrap_or_default();
    let front = behind.trim_start_matches([':', 'h', '.', '/', '-', '+']);
    let is_figure = digits > 0
        && (behind.is_empty()
            || TIMES.contains(&behind)
            || behind == "h"
            || front.len() < behind.len() && front.starts_with(|it: char| it.is_ascii_digit()));
    is_day || is_near || is_figure || TIMES.contains(&word.as_str())
}

/// Whether the words include a time of day; without one, the moment is at nine o'clock.
pub fn has_time(text: &str) -> bool {
    let given = text.trim();
    let last = given.rsplit(' ').next().unwrap_or_default();
    let day = given.strip_suffix(last).unwrap_or_default().trim();
    time_of_day(last).is_some() && (last.contains([':', 'h']) || is_day_alone(day))
}

/// Whether the words alone are a day.
fn is_day_alone(words: &str) -> bool {
    let any = Day::EPOCH;
    !words.is_empty() && day::read(words, any, any).is_ok()
}

/// `9`, `9:00`, `0900`, `16h30`.
fn time_of_day(text: &str) -> Option<(i8, i8)> {
    let (hour, minute) = match text.split_once([':', 'h']) {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        None if text.len() == 4 => text.split_at_checked(2)?,
        None if text.len() <= 2 => (text, "0"),
        None => return None,
    };
    let is_figure = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_figure(hour) || !is_figure(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_they_are_typed() {
        let today: Day = "2026-11-21".parse().unwrap();
        let read = |text: &str| read(text, today, "Africa/Kigali");
        for (typed, meant) in [
            ("mon 9:00", "2026-11-23T09:00:00+02:00"),
            ("mon", "2026-11-23T09:00:00+02:00"),
            ("+1 1430", "2026-11-22T14:30:00+02:00"),
            ("t 16", "2026-11-21T16:00:00+02:00"),
            ("16h30", "2026-11-21T16:30:00+02:00"),
            ("24 nov 8", "2026-11-24T08:00:00+02:00"),
            ("24 nov 2026", "2026-11-24T09:00:00+02:00"),
            ("24 nov 2026 16:15", "2026-11-24T16:15:00+02:00"),
        ] {
            assert_eq!(read(typed), Ok(meant.to_string()), "{typed}");
        }
        assert_eq!(read("3.4.1936 8"), Ok("1936-04-03T08:00:00+02:00".to_string()));
        for typed in ["3.4.1901 8", "", "25:00", "mon 9:75", "x 9", "éé 9éé0", "mon +9", "t 9:+5"]
        {
            assert!(read(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_looks_like_a_day_or_a_time_need_not_be_one() {
        for word in
            ["30", "feb", "Fri", "25:00", "9am", "31/12", "9h75", "+3", "noon", "2026-13-01"]
        {
            assert!(looks_like_one(word), "{word}");
        }
        for word in ["Claudine", "about", "2nd", "3rd-floor", "", "-", "4x", "INV-1042"] {
            assert!(!looks_like_one(word), "{word}");
        }
        let times = ["tue 14:30", "16h30", "t 16", "24 nov 2026 9", "mon 1430"];
        assert!(times.into_iter().all(has_time));
        assert!(["tue", "24 nov", "30", "+3"].into_iter().all(|text| !has_time(text)));
    }
}
