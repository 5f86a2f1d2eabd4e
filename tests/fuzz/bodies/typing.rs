//! What is typed into fields, and the texts of days, amounts and terms in commands.

use std::fmt::Display;
use std::str::FromStr;

use daybook::domain::{Day, Moment, Money, Percent, Plain, plain, terms::Terms};
use daybook::tui::dates;
use daybook::tui::entry::{amount, choice, day, moment};
use daybook::words::Words;

const ZONES: [&str; 4] = ["Africa/Kigali", "America/Toronto", "Australia/Lord_Howe", "Nowhere/No"];

const METHODS: [&str; 8] =
    ["bank", "cash", "cheque", "card", "momo", "withholding", "small_difference", "bad_debt"];

/// What is read, written, reads as the same again. The first line says what today is; the others
/// are typed.
pub fn typing(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (first, rest) = text.split_once('\n').unwrap_or(("", &text));
    let today = first.parse().unwrap_or_else(|_| "2026-11-21".parse().unwrap());
    for typed in rest.split('\n') {
        texts(typed);
        days(typed, today);
        moments(typed, today);
        amounts(typed);
        choices(typed);
    }
}

fn back<T: FromStr + Display + PartialEq + std::fmt::Debug>(text: &str) {
    if let Ok(read) = text.parse::<T>() {
        let shown = read.to_string();
        assert_eq!(shown.parse::<T>().ok(), Some(read), "{text:?} is shown as {shown:?}");
    }
}

fn texts(text: &str) {
    back::<Day>(text);
    back::<Moment>(text);
    back::<Money>(text);
    back::<Terms>(text);
    if let Ok(read) = plain::parse(text) {
        let shown = Plain(read).to_string();
        assert_eq!(plain::parse(&shown), Ok(read), "{text:?} is shown as {shown:?}");
    }
    if let Ok(read) = Percent::parse(text) {
        assert_eq!(Percent::parse(&read.to_string()), Ok(read), "{text:?}");
    }
    if let (Ok(terms), Ok(day)) = (text.parse::<Terms>(), "2026-11-21".parse::<Day>()) {
        assert!(terms.due(day).is_some_and(|due| due >= day), "{text:?}");
    }
    if let Ok(money) = text.parse::<Money>() {
        assert_eq!(money.grouped().replace(',', ""), money.to_string());
    }
}

thread_local! {
    static LANGUAGES: [Words; 2] = [Words::english(), Words::french()];
}

fn days(typed: &str, today: Day) {
    let Ok(meant) = day::read(typed, today, today) else { return };
    let mut shown = vec![meant.to_string()];
    LANGUAGES.with(|languages| {
        for words in languages {
            shown.push(dates::whole(words, meant));
            // Two figures stand for a year of this century. Without its year, a day that is long past is typed
            // for one ahead.
            if (2000..2100).contains(&meant.year()) && today.days_since(meant) <= 31 {
                shown.push(dates::short(words, meant, today));
            }
        }
    });
    for text in shown {
        assert_eq!(day::read(&text, today, today), Ok(meant), "{typed:?} is shown as {text:?}");
    }
}

fn moments(typed: &str, today: Day) {
    for zone in ZONES {
        let Ok(meant) = moment::read(typed, today, zone) else { continue };
        assert!(meant.parse::<Moment>().is_ok(), "{typed:?} is {meant}");
        // Without its offset it is typed again as the clock there shows it.
        let shown = format!("{} {}", &meant[..10], &meant[11..16]);
        assert_eq!(moment::read(&shown, today, zone), Ok(meant), "{typed:?} is shown as {shown:?}");
    }
}

fn amounts(typed: &str) {
    for decimals in [None, Some(0), Some(2), Some(3)] {
        let Ok(meant) = amount::read(typed, decimals) else { continue };
        let shown = meant.to_string();
        match amount::read(&shown, decimals) {
            Ok(again) => assert_eq!(again, meant, "{typed:?} is shown as {shown:?}"),
            // Three decimals may be thousands.
            Err(unclear) => {
                assert_eq!(unclear.words, "entry-amount-either", "{typed:?} is shown as {shown:?}");
                let point = ("point", format!("{shown}0"));
                assert!(unclear.parts.contains(&point), "{unclear:?}");
            }
        }
        // A sign changes nothing else.
        if !typed.contains('-') {
            let other = amount::read(&format!("-{}", typed.trim()), decimals);
            assert_eq!(other, Ok(-meant), "-{}", typed.trim());
        }
    }
}

fn choices(typed: &str) {
    let mut all: Vec<String> = METHODS.map(String::from).to_vec();
    let is_letter = |letter: &char| letter.is_ascii_lowercase() || *letter == '_';
    // Another one, which may begin as others do.
    let own: String = typed.chars().filter(is_letter).collect();
    if !own.is_empty() && !all.contains(&own) {
        all.push(own);
    }
    if let Ok(chosen) = choice::read(typed, &all) {
        assert_eq!(choice::read(chosen, &all), Ok(chosen), "{typed:?}");
    }
    for by in [-1, 1] {
        let next = choice::step(typed, &all, by).unwrap();
        let back = choice::step(next, &all, -by);
        if let (Ok(chosen), false) = (choice::read(typed, &all), typed.trim().is_empty()) {
            assert_eq!(back, Some(chosen), "{typed:?}");
        }
    }
}
