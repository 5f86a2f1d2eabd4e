//! Names of days and months as people type them, in all languages at once. May use: domain,
//! fluent-bundle.

use std::sync::LazyLock;

use crate::domain::Language;

use super::Words;

/// The names that can be typed, in lower case, each with its meaning.
pub struct TypedNames {
    today: Vec<String>,
    yesterday: Vec<String>,
    tomorrow: Vec<String>,
    month_end: Vec<String>,
    weekdays: Vec<(String, u8)>,
    months: Vec<(String, u8)>,
}

static NAMES: LazyLock<TypedNames> = LazyLock::new(|| {
    let all: Vec<Words> = Language::on_screens().map(Words::in_language).collect();
    TypedNames::of(&all)
});

impl TypedNames {
    /// The names of all languages of the screen.
    pub fn all() -> &'static TypedNames {
        &NAMES
    }

    /// The names of several languages; if two give one name different meanings, the first counts.
    pub fn of(languages: &[Words]) -> TypedNames {
        let list = |key: &str| -> Vec<String> {
            let texts = languages.iter().map(|words| words.say(key, &[]));
            texts.flat_map(|text| variants(&text)).collect()
        };
        let numbered = |key: &str, count: u8| {
            let one = |number: u8| {
                list(&format!("{key}-{number}")).into_iter().map(move |name| (name, number))
            };
            (1..=count).flat_map(one).collect()
        };
        TypedNames {
            today: list("typed-today"),
            yesterday: list("typed-yesterday"),
            tomorrow: list("typed-tomorrow"),
            month_end: list("typed-month-end"),
            weekdays: numbered("typed-weekday", 7),
            months: numbered("typed-month", 12),
        }
    }

    /// Whether this stands for today.
    pub fn is_today(&self, typed: &str) -> bool {
        self.today.iter().any(|name| name == typed)
    }

    /// Whether this stands for yesterday.
    pub fn is_yesterday(&self, typed: &str) -> bool {
        self.yesterday.iter().any(|name| name == typed)
    }

    /// Whether this stands for tomorrow.
    pub fn is_tomorrow(&self, typed: &str) -> bool {
        self.tomorrow.iter().any(|name| name == typed)
    }

    /// Whether this stands for the end of the month.
    pub fn is_month_end(&self, typed: &str) -> bool {
        self.month_end.iter().any(|name| name == typed)
    }

    /// The weekday with this name, from Monday as 1.
    pub fn weekday(&self, typed: &str) -> Option<u8> {
        self.weekdays.iter().find(|(name, _)| name == typed).map(|(_, number)| *number)
    }

    /// The month whose name begins what was typed; the longest name counts (`juil`, not `jui`).
    pub fn month(&self, typed: &str) -> Option<u8> {
        let begun = self.months.iter().filter(|(name, _)| typed.starts_with(name.as_str()));
        let longest = begun.rev().max_by_key(|(name, _)| name.len());
        longest.map(|(_, number)| *number)
    }
}

/// Variants are listed with commas between them.
fn variants(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect()
}
