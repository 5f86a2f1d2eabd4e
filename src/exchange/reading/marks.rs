//! Currency symbols and codes next to numbers. May use: domain, assets.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::assets;
use crate::domain::Currency;

/// A currency's symbol or code, as written next to numbers.
pub struct CurrencyMark {
    /// As it is written.
    pub text: String,
    /// The currencies that it can mean.
    pub codes: Vec<String>,
}

impl CurrencyMark {
    /// The currency, if it can be only one.
    pub fn code(&self) -> Option<&str> {
        match self.codes.as_slice() {
            [code] => Some(code),
            _ => None,
        }
    }

    /// Whether it can mean a currency.
    pub fn fits(&self, code: &str) -> bool {
        self.codes.iter().any(|known| known == code)
    }
}

static MARKS: LazyLock<Vec<CurrencyMark>> = LazyLock::new(|| {
    let read: Result<BTreeMap<String, BTreeMap<String, Vec<String>>>, _> =
        toml::from_str(assets::IMPORT_MARKS);
    let symbols = read.unwrap_or_default().remove("symbols").unwrap_or_default();
    let named = symbols.into_iter().map(|(text, codes)| CurrencyMark { text, codes });
    let codes = ('A'..='Z').flat_map(|first| {
        ('A'..='Z').flat_map(move |second| ('A'..='Z').map(move |third| [first, second, third]))
    });
    let listed = codes.map(|code| code.iter().collect::<String>());
    let listed = listed.filter(|code| Currency::parse(code).is_some());
    named.chain(listed.map(|code| CurrencyMark { text: code.clone(), codes: vec![code] })).collect()
});

/// The marks by their text, and by their text in capitals: the first of those that differ only in case.
static BY_TEXT: LazyLock<[HashMap<String, &'static CurrencyMark>; 2]> = LazyLock::new(|| {
    let (mut exact, mut capitals) = (HashMap::new(), HashMap::new());
    for mark in MARKS.iter() {
        exact.entry(mark.text.clone()).or_insert(mark);
        capitals.entry(mark.text.to_ascii_uppercase()).or_insert(mark);
    }
    [exact, capitals]
});

/// The mark for a word or a symbol.
pub fn mark_of(text: &str) -> Option<&'static CurrencyMark> {
    let text = text.trim();
    let [exact, capitals] = &*BY_TEXT;
    exact.get(text).or_else(|| capitals.get(&text.to_ascii_uppercase())).copied()
}

/// The mark of a number that may have one already: “$1,130.00 CAD” has a symbol and the code that says which of its
/// currencies it is.
pub fn joint(
    known: Option<&'static CurrencyMark>,
    mark: &'static CurrencyMark,
) -> Option<&'static CurrencyMark> {
    let Some(known) = known else { return Some(mark) };
    let says = |one: &CurrencyMark, other: &CurrencyMark| {
        one.text != other.text && one.code().is_some_and(|code| other.fits(code))
    };
    match (says(known, mark), says(mark, known)) {
        (true, _) => Some(known),
        (_, true) => Some(mark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_and_a_code_of_it_are_one_mark() {
        let of = |one: &str, other: &str| {
            joint(mark_of(one), mark_of(other).unwrap()).map(|it| it.text.as_str())
        };
        assert_eq!([of("$", "CAD"), of("CAD", "$")], [Some("CAD"); 2]);
        assert_eq!(of("C$", "CAD"), Some("CAD"));
        assert_eq!([of("€", "CAD"), of("$", "$"), of("£", "$")], [None; 3]);
    }

    #[test]
    fn every_symbol_stands_for_currencies_that_there_are() {
        let all = |mark: &CurrencyMark| {
            !mark.codes.is_empty() && mark.codes.iter().all(|code| Currency::parse(code).is_some())
        };
        assert!(MARKS.len() > 150 && MARKS.iter().all(all));
        assert!(mark_of("$").is_some_and(|it| it.fits("CAD") && it.fits("USD") && !it.fits("EUR")));
        assert_eq!(mark_of("frw").and_then(CurrencyMark::code), Some("RWF"));
        assert_eq!(mark_of("cad").and_then(CurrencyMark::code), Some("CAD"));
        assert!(mark_of("XQZ").is_none());
    }
}
