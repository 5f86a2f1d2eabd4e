//! Calendar days (effective dates) and instants (recorded at). May use: std, time, serde.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{Date, Month, OffsetDateTime};

use super::refusal::{Rule, tagged};

/// A calendar day in the company's zone, 1900 to 2999. In JSON `YYYY-MM-DD`; in a row the Julian
/// day number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// 1 January 1970.
    pub const EPOCH: Day = Day(time::macros::date!(1970 - 01 - 01));

    /// The first day that a [`Day`] can hold.
    const FIRST: Day = Day(time::macros::date!(1900 - 01 - 01));

    /// The last day that a [`Day`] can hold.
    pub const LAST: Day = Day(time::macros::date!(2999 - 12 - 31));

    /// The day, if it exists and is within 1900 to 2999.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Day> {
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day).ok()?;
        (1900..=2999).contains(&year).then_some(Day(date))
    }

    /// The day of a date of the `time` crate, clamped to 1900 to 2999.
    pub fn from_date(date: Date) -> Option<Day> {
        Day::new(date.year(), u8::from(date.month()), date.day())
    }

    /// The same day as a date of the `time` crate.
    pub fn date(self) -> Date {
        self.0
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The day `days` later, or earlier if negative; `None` beyond the years a [`Day`] can hold.
    pub fn plus(self, days: i64) -> Option<Day> {
        let number = i64::from(self.julian()).checked_add(days)?;
        Day::from_julian(i32::try_from(number).ok()?)
    }

    /// The number of days since `earlier`.
    pub fn days_since(self, earlier: Day) -> i64 {
        i64::from(self.0.to_julian_day()) - i64::from(earlier.0.to_julian_day())
    }

    /// The last day of the month.
    pub fn end_of_month(self) -> Day {
        let last = self.0.month().length(self.0.year());
        Day(self.0.replace_day(last).unwrap_or(self.0))
    }

    /// The Julian day number, by which days are ordered.
    pub fn julian(self) -> i32 {
        self.0.to_julian_day()
    }

    /// The day with this Julian day number.
    pub fn from_julian(number: i32) -> Option<Day> {
        let held = Day::FIRST.julian()..=Day::LAST.julian();
        held.contains(&number).then(|| Date::from_julian_day(number).ok().map(Day)).flatten()
    }

    /// As people read it: `02 Nov 2026`.
    pub fn spoken(self) -> String {
        let month = self.0.month().to_string();
        format!("{:02} {} {}", self.0.day(), &month[..3], self.0.year())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_pairs(f, &mut b"0000-00-00".to_owned(), pairs_of(self.0))
    }
}

/// Writes all digits at once, numbers below 100 as pairs. Every entry has several days, and formatting
/// field by field was measurably slower.
fn write_pairs(
    f: &mut fmt::Formatter<'_>,
    digits: &mut [u8],
    pairs: impl IntoIterator<Item = (usize, u32)>,
) -> fmt::Result {
    for (place, number) in pairs {
        let number = u8::try_from(number).unwrap_or(0);
        for (digit, value) in digits.iter_mut().skip(place).zip([number / 10, number % 10]) {
            *digit = b'0' + value;
        }
    }
    f.write_str(std::str::from_utf8(digits).unwrap_or_default())
}

/// The pairs of digits of a date, with their positions in `YYYY-MM-DD`.
fn pairs_of(date: Date) -> [(usize, u32); 4] {
    let year = date.year().unsigned_abs();
    [(0, year / 100), (2, year % 100), (5, u8::from(date.month()).into()), (8, date.day().into())]
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = Rule;

    /// Reads only `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Day, Rule> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let number = |range: std::ops::Range<usize>| {
            let part = text.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        if !shape {
            return Err(Rule::DateMalformed);
        }
        let parts = (number(0..4), number(5..7), number(8..10));
        let (Some(year), Some(month), Some(day)) = parts else { return Err(Rule::DateMalformed) };
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
            return Err(Rule::DateMalformed);
        };
        Day::new(i32::from(year), month, day).ok_or(Rule::DateMalformed)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.julian().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(|rule| de::Error::custom(tagged(rule, &text)))
        } else {
            let number = i32::deserialize(deserializer)?;
            Day::from_julian(number).ok_or_else(|| de::Error::custom("day out of range"))
        }
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date",
            "description": "a calendar day in the company's zone, YYYY-MM-DD"})
    }
}

/// An instant in UTC, in whole microseconds since 1970. In JSON `2026-11-21T08:00:00.000000Z`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(i64);

const MICROS: i128 = 1_000;

impl Moment {
    /// The instant `micros` microseconds after 1970 began.
    pub const fn from_micros(micros: i64) -> Moment {
        Moment(micros)
    }

    /// Microseconds since 1970 began.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// The instant as a date and time of the `time` crate, in UTC.
    pub fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * MICROS)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.utc();
        let (hour, minute, second) = at.to_hms();
        let micros = at.microsecond();
        let time = [(11, hour), (14, minute), (17, second)].map(|(at, pair)| (at, u32::from(pair)));
        let below = [(20, micros / 10_000), (22, micros / 100 % 100), (24, micros % 100)];
        let pairs = pairs_of(at.date()).into_iter().chain(time).chain(below);
        write_pairs(f, &mut b"0000-00-00T00:00:00.000000Z".to_owned(), pairs)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Moment {
    type Err = Rule;

    fn from_str(text: &str) -> Result<Moment, Rule> {
        use time::format_description::well_known::Rfc3339;
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| Rule::DateMalformed)?;
        // In UTC its year may not have four digits.
        let at = at.checked_to_utc().filter(|at| (0..=9999).contains(&at.year()));
        let micros = at.ok_or(Rule::DateMalformed)?.unix_timestamp_nanos() / MICROS;
        i64::try_from(micros).map(Moment).map_err(|_| Rule::DateMalformed)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(|rule| de::Error::custom(tagged(rule, &text)))
        } else {
            i64::deserialize(deserializer).map(Moment)
        }
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date-time",
            "description": "an instant with its offset from UTC, 2026-11-20T10:42:00+02:00"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist() {
        assert_eq!("2026-11-02".parse::<Day>().map(|day| day.to_string()), Ok("2026-11-02".into()));
        for text in
            ["2026-02-29", "2026-13-01", "2026-1-01", "1899-12-31", "+026-01-01", "", "2026-11-02T"]
        {
            assert_eq!(text.parse::<Day>(), Err(Rule::DateMalformed), "{text}");
        }
    }

    #[test]
    fn days_are_counted_as_far_as_days_go() {
        let day = Day::EPOCH;
        assert_eq!(day.plus(31).map(|day| day.to_string()), Some("1970-02-01".into()));
        assert_eq!(day.plus(-1).map(|day| day.to_string()), Some("1969-12-31".into()));
        for days in [i64::MAX, i64::MIN, 1 << 40, -(1 << 40), 400_000, -40_000] {
            assert_eq!(day.plus(days), None, "{days}");
        }
    }

    #[test]
    fn instants_keep_microseconds() {
        let text = "2026-11-22T01:03:06.000042Z";
        assert_eq!(text.parse::<Moment>().map(|at| at.to_string()), Ok(text.into()));
        let there = "2026-11-20T10:42:00+02:00".parse::<Moment>().map(|at| at.to_string());
        assert_eq!(there, Ok("2026-11-20T08:42:00.000000Z".into()));
        for beyond in ["9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00+12:00"] {
            assert_eq!(beyond.parse::<Moment>(), Err(Rule::DateMalformed), "{beyond}");
        }
    }
}
