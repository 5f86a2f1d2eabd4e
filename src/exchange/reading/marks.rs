//! Currency symbols and codes next to numbers. May use: domain, assets.

use std::collections::BTreeMap;
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

/// The mark for a word or a symbol.
pub fn mark_of(text: &str) -> Option<&'static CurrencyMark> {
    let text = text.trim();
    let exact = MARKS.iter().find(|mark| mark.text == text);
    let listed = || MARKS.iter().find(|mark| mark.text.eq_ignore_ascii_case(text));
    exact.or_else(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

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
