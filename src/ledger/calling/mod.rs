//! When a customer may be called, by the customer's own clock: in the zone and the hours set for the
//! customer, or else in the zone of the telephone number, of the address, or of the company. May use:
//! the rest of the ledger, domain.

mod zones;

use rustc_hash::FxHashMap;

use crate::domain::event::CustomerDetails;
use crate::domain::{Day, Moment};

use super::tables::CallingHoursRow;
use super::zone;

use zones::{AREA_CODES, COUNTRIES, COUNTRY_CODES, REGIONS};

/// The beginning of the default calling hours, as a minute of the day.
pub const FROM: u16 = 8 * 60;

/// Their end.
pub const TO: u16 = 20 * 60;

/// When a customer may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallingHours {
    /// The possible time zones; it must be within the hours in all of them.
    pub zones: Vec<String>,
    /// The beginning of the hours, as a minute of the day.
    pub from: u16,
    /// Their end.
    pub to: u16,
}

impl CallingHours {
    /// The hours of a customer of a company in the zone `home`.
    pub fn of(
        set: Option<&CallingHoursRow>,
        details: &CustomerDetails,
        home: &str,
    ) -> CallingHours {
        let zones = match set.and_then(|row| row.zone.as_ref()) {
            Some(zone) => vec![zone.clone()],
            None => zones_of(details, home),
        };
        let (from, to) = set.map_or((FROM, TO), |row| (row.from, row.to));
        CallingHours { zones, from, to }
    }

    /// The customer's time if it is outside the hours at a moment: in the first zone for which it is.
    pub fn outside(&self, at: Moment) -> Option<(&str, String)> {
        let mut clocks = Clocks::default();
        let is_amiss = |zone: &&String| {
            let minute = clocks.minute(at, zone);
            minute.is_some_and(|minute| !(self.from..self.to).contains(&minute))
        };
        let zone = self.zones.iter().find(is_amiss)?;
        Some((zone, zone::in_zone(at, zone)?.1))
    }

    /// The beginning and the end of the hours, as times of day.
    pub fn times(&self) -> [String; 2] {
        [self.from, self.to].map(|it| format!("{:02}:{:02}", it / 60, it % 60))
    }

    /// Whether a moment is within the hours. A zone that this machine doesn't know never is.
    pub fn is_time(&self, at: Moment, clocks: &mut Clocks) -> bool {
        self.zones.iter().all(|zone| {
            let minute = clocks.minute(at, zone);
            minute.is_some_and(|minute| (self.from..self.to).contains(&minute))
        })
    }
}

/// The clocks of zones at one moment, each computed once.
#[derive(Default)]
pub struct Clocks(FxHashMap<String, Option<u16>>);

impl Clocks {
    fn minute(&mut self, at: Moment, zone: &str) -> Option<u16> {
        if let Some(known) = self.0.get(zone) {
            return *known;
        }
        let minute = zone::in_zone(at, zone).and_then(|(_, time): (Day, String)| minute(&time));
        self.0.insert(zone.to_string(), minute);
        minute
    }
}

fn minute(time: &str) -> Option<u16> {
    let (hour, minute) = time.split_once(':')?;
    Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
}

/// The zones that a customer may be in.
fn zones_of(details: &CustomerDetails, home: &str) -> Vec<String> {
    let country = details.country.as_deref().and_then(country_code);
    let by_number = || details.phone.as_deref().and_then(|phone| of_number(phone, country));
    let by_region = || of_region(details.region.as_deref()?).filter(|_| country == Some("1"));
    let by_country = || country.and_then(of_international);
    let found = by_number().or_else(by_region).or_else(by_country);
    let found = found.unwrap_or_else(|| vec![home]);
    found.into_iter().map(str::to_string).collect()
}

/// The country code of a country as it is named in an address.
fn country_code(country: &str) -> Option<&'static str> {
    let folded = country.trim().to_lowercase();
    match folded.as_str() {
        "united states" | "united states of america" | "états-unis" => Some("1"),
        "united kingdom" | "royaume-uni" => Some("44"),
        "south africa" | "afrique du sud" => Some("27"),
        "south sudan" | "soudan du sud" => Some("211"),
        _ => find(COUNTRIES, &folded).into_iter().next(),
    }
}

/// The zones of a telephone number. A national number belongs to the country of the address, and in
/// North America to its area.
fn of_number(phone: &str, country: Option<&str>) -> Option<Vec<&'static str>> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let is_international = phone.trim_start().starts_with('+');
    if is_international {
        return of_international(&digits);
    }
    if let Some(abroad) = digits.strip_prefix("00") {
        return of_international(abroad);
    }
    let area = match digits.len() {
        10 => digits.as_str(),
        11 => digits.strip_prefix('1')?,
        _ => return None,
    };
    if country.is_some_and(|country| country != "1") || area.starts_with('0') {
        return None;
    }
    of_area(area)
}

/// The zones of a number that begins with its country code.
fn of_international(digits: &str) -> Option<Vec<&'static str>> {
    if let Some(area) = digits.strip_prefix('1') {
        return Some(of_area(area).unwrap_or_else(all_of_north_america));
    }
    (1..=3).rev().find_map(|length| {
        let found = find(COUNTRY_CODES, digits.get(..length)?);
        (!found.is_empty()).then_some(found)
    })
}

fn of_area(digits: &str) -> Option<Vec<&'static str>> {
    let found = find(AREA_CODES, digits.get(..3)?);
    (!found.is_empty()).then_some(found)
}

/// If the area isn't known, it must be within the hours in St. John's and in Los Angeles, and so
/// everywhere in between.
fn all_of_north_america() -> Vec<&'static str> {
    vec!["America/St_Johns", "America/Los_Angeles"]
}

fn of_region(region: &str) -> Option<Vec<&'static str>> {
    let found = find(REGIONS, &region.trim().to_uppercase());
    (!found.is_empty()).then_some(found)
}

/// The value beside a word in a table.
fn find(table: &'static [(&'static str, &'static str)], word: &str) -> Vec<&'static str> {
    let has = |words: &str| words.split_ascii_whitespace().any(|one| one == word);
    table.iter().filter(|(_, words)| has(words)).map(|(what, _)| *what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(phone: &str, country: &str, region: &str) -> Vec<String> {
        let text = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
        let details = CustomerDetails {
            phone: text(phone),
            country: text(country),
            region: text(region),
            ..CustomerDetails::named("x")
        };
        CallingHours::of(None, &details, "Africa/Kigali").zones
    }

    #[test]
    fn zones_are_those_of_the_number_then_of_the_address_then_of_the_company() {
        assert_eq!(zones("+250 788 123 456", "", ""), ["Africa/Kigali"]);
        assert_eq!(zones("0788 123 456", "", ""), ["Africa/Kigali"]);
        assert_eq!(zones("+1 (902) 555-0143", "Rwanda", ""), ["America/Halifax"]);
        assert_eq!(zones("604-555-0143", "Canada", ""), ["America/Vancouver"]);
        assert_eq!(zones("00 33 1 23 45", "", ""), ["Europe/Paris"]);
        assert_eq!(zones("", "CA", "SK"), ["America/Regina"]);
        assert_eq!(zones("", "Uganda", ""), ["Africa/Kampala"]);
        assert_eq!(zones("+1 999 555 0143", "", "").len(), 2, "an area that is not known");
        assert_eq!(zones("+243 81 555", "", ""), ["Africa/Kinshasa", "Africa/Lubumbashi"]);
    }

    #[test]
    fn it_must_be_time_in_every_zone() {
        // 14:30 in Halifax, 9:30 in Los Angeles, 18:30 in London.
        let at: Moment = "2026-11-23T18:30:00Z".parse().unwrap();
        let is_time = |zones: &[&str], from, to| {
            let zones = zones.iter().map(ToString::to_string).collect();
            CallingHours { zones, from, to }.is_time(at, &mut Clocks::default())
        };
        assert!(is_time(&["America/Halifax", "America/Los_Angeles"], FROM, TO));
        assert!(!is_time(&["Europe/London", "Asia/Tokyo"], FROM, TO), "03:30 in Tokyo");
        assert!(!is_time(&["Europe/London"], FROM, 18 * 60));
        assert!(is_time(&["Europe/London"], FROM, 18 * 60 + 31));
        assert!(!is_time(&["Mars/Olympus"], 0, 24 * 60));
    }

    #[test]
    fn every_zone_of_the_tables_is_known() {
        let at: Moment = "2026-11-23T18:30:00Z".parse().unwrap();
        for (zone, _) in COUNTRY_CODES.iter().chain(AREA_CODES).chain(REGIONS) {
            assert!(zone::in_zone(at, zone).is_some(), "{zone}");
        }
        for (code, _) in COUNTRIES.iter().filter(|(code, _)| *code != "1") {
            assert!(!find(COUNTRY_CODES, code).is_empty(), "{code}");
        }
    }
}
