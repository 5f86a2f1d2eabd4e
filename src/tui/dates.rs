//! Days as the desk shows them. May use: domain, words.

use crate::domain::Day;
use crate::words::Words;

/// `02 Nov` in the year of `today`, `02 Nov 25` in another.
pub fn short(words: &Words, day: Day, today: Day) -> String {
    let front = format!("{:02} {}", day.date().day(), words.month(day));
    match day.year() == today.year() {
        true => front,
        false => format!("{front} {:02}", day.year() % 100),
    }
}

/// `02 Nov 2026`.
pub fn whole(words: &Words, day: Day) -> String {
    words.day(day)
}

/// `Mon 21 Dec` in the year of `today`, `Mon 21 Dec 25` in another.
pub fn short_with_weekday(words: &Words, day: Day, today: Day) -> String {
    format!("{} {}", weekday(words, day), short(words, day, today))
}

/// `Mon 21 Dec 2026`.
pub fn with_weekday(words: &Words, day: Day) -> String {
    format!("{} {}", weekday(words, day), whole(words, day))
}

fn weekday(words: &Words, day: Day) -> String {
    let number = day.date().weekday().number_from_monday();
    words.say(&format!("weekday-{number}"), &[])
}

/// `Mon 23 Nov 2026 09:00`, for a moment written with its offset: as the clock there shows it.
pub fn of_moment(words: &Words, text: &str) -> String {
    let day = text.get(..10).and_then(|day| day.parse::<Day>().ok());
    let time = text.get(11..16).unwrap_or_default();
    day.map_or_else(|| text.to_string(), |day| format!("{} {time}", with_weekday(words, day)))
}
