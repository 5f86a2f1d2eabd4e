//! The day and the time by the clock of a zone. May use: domain, jiff.

use crate::domain::{Day, Moment};

/// The calendar day at an instant in a zone; `None` if the zone is not known.
pub fn day_in_zone(at: Moment, zone: &str) -> Option<Day> {
    in_zone(at, zone).map(|(day, _)| day)
}

/// The day and the time (`14:30`) of an instant by the clock of a zone; `None` if the zone is not
/// known.
pub fn in_zone(at: Moment, zone: &str) -> Option<(Day, String)> {
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    let there = jiff::Timestamp::from_microsecond(at.micros()).ok()?.to_zoned_datetime(zone);
    let date = there.date();
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let day = Day::new(i32::from(date.year()), month, day)?;
    Some((day, format!("{:02}:{:02}", there.hour(), there.minute())))
}
