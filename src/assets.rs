//! The data files built into the program: tax tables, time zones, forms, keys. May use: domain, toml.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::Country;
use crate::domain::tax::{LONGEST_KEPT, TaxTable};

const TAX_TABLES: [(&str, &str); 2] =
    [("RW", include_str!("../assets/tax/RW.toml")), ("CA", include_str!("../assets/tax/CA.toml"))];

/// The countries that documents name, in TOML.
const COUNTRIES: &str = include_str!("../assets/countries.toml");

/// The desk's forms, in TOML.
pub const FORMS: &str = include_str!("../assets/forms.toml");

/// The desk's keys, in TOML.
pub const KEYMAP: &str = include_str!("../assets/keymap.toml");

/// The names that other programs have for payment methods, terms and currencies, in TOML.
pub const IMPORT_WORDS: &str = include_str!("../assets/import/words.toml");

/// The column names in files of other programs, in TOML.
pub const IMPORT_COLUMNS: &str = include_str!("../assets/import/columns.toml");

/// Programs that are recognised by the columns of their files, in TOML.
pub const IMPORT_PROGRAMS: &str = include_str!("../assets/import/programs.toml");

/// What states and types of documents mean in files of other programs, in TOML.
pub const IMPORT_STATES: &str = include_str!("../assets/import/states.toml");

/// The column names in tables of banks and mobile operators, in TOML.
pub const IMPORT_BANK: &str = include_str!("../assets/import/bank.toml");

/// Names of months, in TOML.
pub const IMPORT_DATES: &str = include_str!("../assets/import/dates.toml");

/// Symbols of currencies, in TOML.
pub const IMPORT_MARKS: &str = include_str!("../assets/import/marks.toml");

/// The templates of documents, each by the name of its file.
pub const TEMPLATES: [(&str, &str); 2] = [
    ("document.typ", include_str!("../assets/templates/document.typ")),
    ("settings.typ", include_str!("../assets/templates/settings.typ")),
];

/// The taxes of a country by its two letters; a country without a table has no tax codes.
pub fn tax_table(country: &str) -> Result<TaxTable, toml::de::Error> {
    match TAX_TABLES.iter().find(|(code, _)| *code == country) {
        Some((_, text)) => toml::from_str(text),
        None => Ok(TaxTable {
            country: country.to_string(),
            documents_kept_years: LONGEST_KEPT,
            ..TaxTable::default()
        }),
    }
}

/// The countries that documents name, parsed once.
pub fn countries() -> &'static [Country] {
    #[derive(Deserialize)]
    struct Countries {
        country: Vec<Country>,
    }
    static KNOWN: LazyLock<Vec<Country>> = LazyLock::new(|| {
        toml::from_str::<Countries>(COUNTRIES).map(|read| read.country).unwrap_or_default()
    });
    &KNOWN
}

/// The country that an address names, by its letters or its name.
pub fn country(typed: &str) -> Option<&'static Country> {
    countries().iter().find(|it| it.is_named(typed))
}

/// Whether an address names the country with these two letters.
pub fn is_country(typed: &str, code: &str) -> bool {
    typed.trim().eq_ignore_ascii_case(code)
        || country(typed).is_some_and(|it| it.code.eq_ignore_ascii_case(code))
}

static READ: LazyLock<Vec<TaxTable>> = LazyLock::new(|| {
    TAX_TABLES.iter().filter_map(|(country, _)| tax_table(country).ok()).collect()
});

/// The same, parsed once; `None` for a country without a table.
pub fn known_tax_table(country: &str) -> Option<&'static TaxTable> {
    READ.iter().find(|table| table.country == country)
}

static LETTER: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all: Result<BTreeMap<String, Vec<String>>, _> =
        toml::from_str(include_str!("../assets/paper.toml"));
    all.unwrap_or_default().remove("letter").unwrap_or_default()
});

/// Whether documents of a country are printed on Letter instead of A4.
pub fn uses_letter(country: &str) -> bool {
    LETTER.iter().any(|one| one == country)
}

/// The reason codes for disputes.
pub fn dispute_reasons() -> Result<Vec<String>, toml::de::Error> {
    let mut all: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("../assets/reasons.toml"))?;
    Ok(all.remove("reasons").unwrap_or_default())
}

/// The time zones of a country; `None` if there is no such country.
pub fn zones(country: &str) -> Result<Option<Vec<String>>, toml::de::Error> {
    let all: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("../assets/zones.toml"))?;
    Ok(all.get(country).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_file_reads_and_no_code_stands_twice() {
        for (country, _) in TAX_TABLES {
            let table = tax_table(country).unwrap_or_default();
            assert_eq!(table.country, country);
            let mut codes: Vec<&str> = table.tax.iter().map(|tax| tax.code.as_str()).collect();
            let count = codes.len();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!((codes.len(), count > 0), (count, true), "{country}");
            assert_eq!(known_tax_table(country), Some(&table));
            let kinds: Vec<&str> = table.tax.iter().map(|tax| tax.kind.as_str()).collect();
            for tax in &table.tax {
                let known = tax.beside.iter().all(|kind| kinds.contains(&kind.as_str()));
                assert!(known && !tax.kind.is_empty(), "{tax:?}");
                // Who charges nothing says why.
                let is_free = tax.rates.iter().all(|rate| rate.percent.0.is_zero());
                assert_eq!(tax.status.is_some(), is_free, "{tax:?}");
            }
            // A document must show a number for what it charges, and the number is of a tax.
            assert!(!table.number.is_empty() && !table.required.is_empty(), "{country}");
            for number in &table.number {
                assert!(
                    number.taxes.iter().all(|kind| kinds.contains(&kind.as_str())),
                    "{number:?}"
                );
            }
        }
        assert_eq!(["RW", "CA"].map(uses_letter), [false, true]);
        assert_eq!(zones("RW"), Ok(Some(vec!["Africa/Kigali".to_string()])));
        assert!(zones("CA").is_ok_and(|zones| zones.is_some_and(|zones| zones.len() > 5)));
        assert_eq!(zones("XX"), Ok(None));
        assert!(dispute_reasons().is_ok_and(|reasons| reasons.contains(&"price".to_string())));
    }

    #[test]
    fn a_country_is_known_by_its_letters_and_by_its_name() {
        for typed in ["ca", "CA", "Canada", " canada "] {
            assert_eq!(country(typed).map(|it| it.code.as_str()), Some("CA"), "{typed}");
        }
        assert!(country("Atlantis").is_none() && !is_country("Canada", "RW"));
        // One whose name isn't known is known by its letters alone.
        assert!(is_country("za", "ZA") && !is_country("South Africa", "ZA"));
    }
}
