//! Days as the desk shows them. May use: domain.

use crate::domain::{Day, Moment};

/// `02 Nov` in the year of `today`, `02 Nov 25` in another.
pub fn short(day: Day, today: Day) -> String {
    let spoken = day.spoken();
    let (front, _) = spoken.split_at_checked(6).unwrap_or((&spoken, ""));
    match day.year() == today.year() {
        true => front.to_string(),
        false => format!("{front} {:02}", day.year() % 100),
    }
}

/// `Mon 21 Dec 2026`.
pub fn with_weekday(day: Day) -> String {
    let weekday = day.date().weekday().to_string();
    format!("{} {}", weekday.get(..3).unwrap_or_default(), day.spoken())
}

/// `Mon 23 Nov 2026 09:00`, for a moment written with its offset: as the clock there shows it.
pub fn of_moment(text: &str) -> String {
    let day = text.get(..10).and_then(|day| day.parse::<Day>().ok());
    let time = text.get(11..16).unwrap_or_default();
    day.map_or_else(|| text.to_string(), |day| format!("{} {time}", with_weekday(day)))
}

/// The day and the time of a moment, by the clock of a zone.
pub fn in_zone(at: Moment, zone: &str) -> Option<(Day, String)> {
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    let there = jiff::Timestamp::from_microsecond(at.micros()).ok()?.to_zoned(zone);
    let date = there.date();
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let day = Day::new(i32::from(date.year()), month, day)?;
    Some((day, format!("{:02}:{:02}", there.hour(), there.minute())))
}
