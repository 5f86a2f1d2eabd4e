//! Days as they are typed: `t`, `+30`, `fri`, `eom`, `21`, `21 nov`, `21.11.`, `2026-11-21`.
//! Names of days and months are read in every language. May use: domain, words.

use crate::domain::Day;
use crate::words::typed::TypedNames;

use super::Unclear;

/// Where a day lies that is typed in part: a weekday, a day of the month, a day and month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayDirection {
    /// Ahead, as when something is due or promised. A weekday is never today, which is `t`.
    Ahead,
    /// Back, as when something happened: a weekday may be today.
    Back,
}

/// How far a day and month of this year may lie the other way, in days, before another year is meant: it
/// is more likely a slip, which the book then refuses, than a day almost a year away.
const OTHER_WAY: i64 = 31;

/// Reads a day that lies ahead. `from` is what `+30` counts from, and what a day without its year comes
/// after; a weekday is the next one after `today`.
pub fn read(text: &str, today: Day, from: Day) -> Result<Day, Unclear> {
    read_as(text, today, from, DayDirection::Ahead)
}

/// Reads a day that lies in a direction where it is typed in part.
pub fn read_as(text: &str, today: Day, from: Day, direction: DayDirection) -> Result<Day, Unclear> {
    let typed = text.trim().to_lowercase();
    let unclear = || Unclear::new("entry-day", text.trim());
    if let Ok(day) = typed.parse() {
        return Ok(day);
    }
    let names = TypedNames::all();
    if names.is_today(&typed) {
        return Ok(today);
    }
    if names.is_yesterday(&typed) {
        return today.plus(-1).ok_or_else(unclear);
    }
    if names.is_tomorrow(&typed) {
        return today.plus(1).ok_or_else(unclear);
    }
    if names.is_month_end(&typed) {
        return Ok(today.end_of_month());
    }
    if let Some(days) = typed.strip_prefix(['+', '-']) {
        let days: i64 = days.parse().map_err(|_| unclear())?;
        let back = typed.starts_with('-');
        let (from, days) = match back {
            true => (today, days.checked_neg().ok_or_else(unclear)?),
            false => (from, days),
        };
        return from.plus(days).ok_or_else(unclear);
    }
    if let Some(weekday) = names.weekday(&typed) {
        let ahead = i64::from(weekday) - i64::from(today.date().weekday().number_from_monday());
        let days = match direction {
            DayDirection::Ahead => (ahead - 1).rem_euclid(7) + 1,
            DayDirection::Back => -(-ahead).rem_euclid(7),
        };
        return today.plus(days).ok_or_else(unclear);
    }
    let base = if direction == DayDirection::Ahead { from } else { today };
    by_parts(&typed, base, direction, text.trim())
}

/// The day of this month if that lies in the direction, otherwise of the month beside it.
fn day_of_month(day: u8, base: Day, direction: DayDirection) -> Option<Day> {
    let of_month = |first: Day| Day::new(first.year(), u8::from(first.date().month()), day);
    let here = of_month(base)?;
    let first = Day::new(base.year(), u8::from(base.date().month()), 1)?;
    match direction {
        DayDirection::Ahead if here < base => of_month(base.end_of_month().plus(1)?),
        DayDirection::Back if here > base => of_month(first.plus(-1)?),
        _ => Some(here),
    }
}

/// The day and month of the year that lies in the direction: this year's unless that is far the other way.
fn without_year(month: u8, day: u8, base: Day, direction: DayDirection) -> Option<Day> {
    let next = if direction == DayDirection::Ahead { 1 } else { -1 };
    let years = [base.year(), base.year() + next];
    let is_meant = |found: &Day| match direction {
        DayDirection::Ahead => base.days_since(*found) <= OTHER_WAY,
        DayDirection::Back => found.days_since(base) <= OTHER_WAY,
    };
    years.into_iter().filter_map(|year| Day::new(year, month, day)).find(is_meant)
}

/// Day and month, and a year where one was typed; the month in figures or letters.
fn by_parts(typed: &str, base: Day, direction: DayDirection, given: &str) -> Result<Day, Unclear> {
    let unclear = || Unclear::new("entry-day", given);
    let parts: Vec<&str> =
        typed.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u16>().map_err(|_| unclear());
    let named = |part: &str| TypedNames::all().month(part);
    // In French the first of a month is written `1er`.
    let small = |part: &str| {
        let day = if part == "1er" { "1" } else { part };
        u8::try_from(number(day)?).map_err(|_| unclear())
    };
    let (day, month, year) = match parts.as_slice() {
        [day] => {
            return day_of_month(small(day)?, base, direction).ok_or_else(unclear);
        }
        [day, month] | [day, month, _] if named(month).is_some() => {
            (small(day)?, named(month).unwrap_or(1), parts.get(2))
        }
        [first, second] | [first, second, _] => {
            let (day, month) = (small(first)?, small(second)?);
            // With points the day stands first; with strokes either may.
            let either = typed.contains('/') && day <= 12 && month <= 12 && day != month;
            if either {
                let year = parts.get(2).copied().unwrap_or_default();
                return Err(Unclear::new("entry-day-either", given)
                    .with("one", format!("{day}.{month}.{year}"))
                    .with("other", format!("{month}.{day}.{year}"))
                    .with("first", day)
                    .with("second", month));
            }
            let swapped = typed.contains('/') && month > 12;
            let (day, month) = if swapped { (month, day) } else { (day, month) };
            (day, month, parts.get(2))
        }
        _ => return Err(unclear()),
    };
    let year = match year {
        None => return without_year(month, day, base, direction).ok_or_else(unclear),
        Some(year) => match number(year)? {
            short @ 0..100 => 2000 + i32::from(short),
            year => i32::from(year),
        },
    };
    Day::new(year, month, day).ok_or_else(unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_the_last_one_where_something_has_happened() {
        let today: Day = "2026-11-21".parse().unwrap(); // a Saturday
        for (typed, last, next) in [
            ("fri", "2026-11-20", "2026-11-27"),
            ("sat", "2026-11-21", "2026-11-28"),
            ("dim", "2026-11-15", "2026-11-22"),
            ("+1", "2026-11-22", "2026-11-22"),
        ] {
            for (direction, meant) in [(DayDirection::Back, last), (DayDirection::Ahead, next)] {
                let read = read_as(typed, today, today, direction).map(|day| day.to_string());
                assert_eq!(read, Ok(meant.to_string()), "{typed}");
            }
        }
        assert!(read_as("last fri", today, today, DayDirection::Back).is_err());
    }

    #[test]
    fn a_day_without_its_year_or_month_lies_where_its_field_looks() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        for (today, typed, back, ahead) in [
            ("2026-11-21", "15 jan", "2026-01-15", "2027-01-15"),
            ("2026-11-21", "15.1.", "2026-01-15", "2027-01-15"),
            ("2026-11-21", "28/12", "2025-12-28", "2026-12-28"),
            ("2027-01-03", "28 dec", "2026-12-28", "2027-12-28"),
            // A few days the other way: the book says what is wrong with it.
            ("2026-11-21", "18 nov", "2026-11-18", "2026-11-18"),
            ("2026-11-21", "2 dec", "2026-12-02", "2026-12-02"),
            ("2027-03-01", "29 feb", "", "2028-02-29"),
            ("2026-11-21", "7", "2026-11-07", "2026-12-07"),
            ("2026-11-21", "25", "2026-10-25", "2026-11-25"),
            ("2026-11-21", "21", "2026-11-21", "2026-11-21"),
            ("2026-11-21", "31", "", ""),
        ] {
            for (direction, meant) in [(DayDirection::Back, back), (DayDirection::Ahead, ahead)] {
                let read = read_as(typed, day(today), day(today), direction);
                let read = read.map_or(String::new(), |day| day.to_string());
                assert_eq!(read, meant, "{typed} on {today}, {direction:?}");
            }
        }
        // What is due comes after the date of its document.
        let due = |typed| read(typed, day("2026-11-21"), day("2026-09-03")).unwrap().to_string();
        assert_eq!([due("2 oct"), due("2")], ["2026-10-02", "2026-10-02"]);
    }

    #[test]
    fn days_are_read_as_they_are_typed() {
        let today: Day = "2026-11-21".parse().unwrap(); // a Saturday
        let read = |text: &str| read(text, today, today).map(|day| day.to_string());
        for (typed, meant) in [
            ("t", "2026-11-21"),
            ("+30", "2026-12-21"),
            ("-1", "2026-11-20"),
            ("y", "2026-11-20"),
            ("fri", "2026-11-27"),
            ("sat", "2026-11-28"),
            ("ven", "2026-11-27"),
            ("eom", "2026-11-30"),
            ("7", "2026-12-07"),
            ("21 nov", "2026-11-21"),
            ("3 mar 27", "2027-03-03"),
            ("2 fév 2027", "2027-02-02"),
            ("2 déc", "2026-12-02"),
            ("1er déc", "2026-12-01"),
            ("aujourd'hui", "2026-11-21"),
            ("demain", "2026-11-22"),
            ("fin de mois", "2026-11-30"),
            ("21.11.", "2026-11-21"),
            ("3.4.2027", "2027-04-03"),
            ("21/11", "2026-11-21"),
            ("11/21/2026", "2026-11-21"),
            ("2026-11-02", "2026-11-02"),
        ] {
            assert_eq!(read(typed), Ok(meant.to_string()), "{typed}");
        }
        for (typed, one, other) in
            [("3/4", "2027-04-03", "2027-03-04"), ("3/4/27", "2027-04-03", "2027-03-04")]
        {
            let unclear = read(typed).unwrap_err();
            assert_eq!(unclear.words, "entry-day-either");
            let part = |name| unclear.parts.iter().find(|(part, _)| *part == name).unwrap();
            assert_eq!(read(&part("one").1).as_deref(), Ok(one));
            assert_eq!(read(&part("other").1).as_deref(), Ok(other));
        }
        for typed in [
            "--9223372036854775808",
            "+9223372036854775807",
            "+999999999999",
            "",
            "x",
            "31 feb",
            "0",
            "99",
            "1.2.3.4",
            "+",
            "40/40",
        ] {
            assert!(read(typed).is_err(), "{typed}");
        }
    }
}
