//! Countries as they are typed in addresses, and how an address there is written. May use: text.

use super::text;

/// A country whose name is known.
#[derive(Debug)]
pub struct Country {
    /// Its two letters (ISO 3166-1), small.
    pub code: &'static str,
    /// What it is called in addresses, in small letters.
    names: &'static [&'static str],
    /// Whether the postal code stands before the town.
    pub is_code_first: bool,
}

const fn country(
    code: &'static str,
    names: &'static [&'static str],
    is_code_first: bool,
) -> Country {
    Country { code, names, is_code_first }
}

/// The countries that documents know by name: those of the tax tables, and those they trade with most.
pub const COUNTRIES: &[Country] = &[
    country("ca", &["canada", "kanada"], false),
    country("rw", &["rwanda", "u rwanda"], false),
    country("us", &["united states", "united states of america", "usa", "états-unis"], false),
    country("gb", &["united kingdom", "uk", "great britain", "royaume-uni"], false),
    country("fr", &["france"], true),
    country("be", &["belgium", "belgique", "belgië"], true),
    country("de", &["germany", "allemagne", "deutschland"], true),
    country("bi", &["burundi"], false),
    country("cd", &["dr congo", "drc", "rdc", "rd congo"], false),
    country("ke", &["kenya"], false),
    country("tz", &["tanzania", "tanzanie"], false),
    country("ug", &["uganda", "ouganda"], false),
];

impl Country {
    /// The country that an address names, by its letters or its name.
    pub fn of(typed: &str) -> Option<&'static Country> {
        let typed = text::folded(typed.trim());
        COUNTRIES
            .iter()
            .find(|it| it.code.eq_ignore_ascii_case(&typed) || it.names.contains(&typed.as_str()))
    }

    /// Whether an address names the country with these two letters.
    pub fn is(typed: &str, code: &str) -> bool {
        let typed = typed.trim();
        typed.eq_ignore_ascii_case(code)
            || Country::of(typed).is_some_and(|it| it.code.eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_letters_and_by_its_name() {
        for typed in ["ca", "CA", "Canada", " canada "] {
            assert_eq!(Country::of(typed).map(|it| it.code), Some("ca"), "{typed}");
        }
        assert!(Country::of("Atlantis").is_none() && !Country::is("Canada", "RW"));
        // One whose name isn't known is known by its letters alone.
        assert!(Country::is("za", "ZA") && !Country::is("South Africa", "ZA"));
    }
}
