//! The names that other programs give to our payment methods and currencies. Nothing is guessed: a word
//! that may mean two of ours is not understood, and the row is refused. The words are data
//! (`assets/import/words.toml`). May use: domain, the look-up's folding of words.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::assets;
use crate::domain::Currency;
use crate::ledger::lookup::fold;

/// The file of words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    methods: BTreeMap<String, Vec<String>>,
    numbers: NumberWords,
    answers: AnswerWords,
    terms: TermWords,
    languages: BTreeMap<String, Vec<String>>,
    currencies: BTreeMap<String, Vec<String>>,
    shared: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberWords {
    before: Vec<String>,
}

/// The words for yes and no, folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerWords {
    /// Yes.
    pub yes: Vec<String>,
    /// No.
    pub no: Vec<String>,
}

/// The words of terms of payment, folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermWords {
    /// Before the number of days until everything is due.
    pub net: Vec<String>,
    /// Words for days.
    pub days: Vec<String>,
    /// Whole phrases for payment at once.
    pub at_once: Vec<String>,
    /// Words for the end of the month.
    pub month_end: Vec<String>,
    /// The same, but clear only before a plus sign.
    pub month_end_plus: Vec<String>,
    /// Filler words.
    pub filler: Vec<String>,
}

/// The words, by their normalised form.
struct ImportWords {
    methods: HashMap<String, String>,
    before_numbers: Vec<String>,
    answers: AnswerWords,
    terms: TermWords,
    languages: HashMap<String, String>,
    currencies: HashMap<String, Currency>,
    shared: HashMap<String, Vec<Currency>>,
}

static WORDS: LazyLock<ImportWords> =
    LazyLock::new(|| ImportWords::of(toml::from_str(assets::IMPORT_WORDS).unwrap_or_default()));

impl ImportWords {
    fn of(file: WordsFile) -> ImportWords {
        let WordsFile { methods, numbers, answers, terms, languages, currencies, shared } = file;
        let methods = methods.into_iter();
        let methods = methods.flat_map(|(ours, theirs)| {
            theirs.into_iter().map(move |word| (fold::words(&word), ours.clone()))
        });
        let languages = languages
            .into_iter()
            .flat_map(|(code, names)| names.into_iter().map(move |name| (name, code.clone())));
        let named = currencies
            .into_iter()
            .filter_map(|(code, names)| Currency::parse(&code).map(|currency| (currency, names)));
        let named = named.flat_map(|(currency, names)| {
            names.into_iter().map(move |name| (currency_key(&name), currency))
        });
        let shared = shared.into_iter().map(|(word, codes)| {
            let codes = codes.iter().filter_map(|code| Currency::parse(code));
            (currency_key(&word), codes.collect())
        });
        // Our own names take precedence over those of ISO 4217.
        let mut currencies = listed();
        currencies.extend(named);
        ImportWords {
            methods: methods.collect(),
            before_numbers: numbers.before,
            answers,
            terms,
            languages: languages.collect(),
            currencies,
            shared: shared.collect(),
        }
    }
}

/// The currencies of ISO 4217 by name, except names that two of them share.
fn listed() -> HashMap<String, Currency> {
    let mut all: HashMap<String, Option<Currency>> = HashMap::new();
    let letters = || b'A'..=b'Z';
    for code in
        letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| [a, b, c])))
    {
        let code = std::str::from_utf8(&code).unwrap_or_default();
        let known = Currency::parse(code).zip(iso_currency::Currency::from_code(code));
        if let Some((currency, listed)) = known {
            // “Swedish krona/kronor”: singular and plural.
            let name = currency_key(listed.name().split('/').next().unwrap_or_default());
            all.entry(name).and_modify(|one| *one = None).or_insert(Some(currency));
        }
    }
    all.into_iter().filter_map(|(name, one)| Some((name, one?))).collect()
}

/// The words for yes and no.
pub fn of_answers() -> &'static AnswerWords {
    &WORDS.answers
}

/// The words of terms of payment.
pub fn of_terms() -> &'static TermWords {
    &WORDS.terms
}

/// The code of a language that other programs write out: `fr` for `Français`.
pub fn language(text: &str) -> Option<&'static str> {
    WORDS.languages.get(&fold::words(text)).map(String::as_str)
}

/// The payment method as the command names it (`card`), and a number after it: that of a cheque, or the
/// end of a card's. `None` if the words are not understood.
pub fn method(text: &str) -> Option<(&'static str, Option<String>)> {
    let words = &*WORDS;
    let folded = fold::words(text);
    let known = |folded: &str| words.methods.get(folded).map(String::as_str);
    if let Some(known) = known(&folded) {
        return Some((known, None));
    }
    let (rest, number) = folded.rsplit_once(' ')?;
    let number = number.trim_start_matches('x');
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut rest = rest;
    loop {
        if let Some(known) = known(rest) {
            return Some((known, Some(number.to_string())));
        }
        let (before, last) = rest.rsplit_once(' ')?;
        if !words.before_numbers.iter().any(|word| word == last) {
            return None;
        }
        rest = before;
    }
}

/// The currency that a code, a name or a symbol means. One that several share (`$`, `francs`) is read as
/// `likely`, the currency of the account or the book, if that is one of them.
pub fn currency(text: &str, likely: Option<Currency>) -> Option<Currency> {
    let words = &*WORDS;
    if let Some(currency) = Currency::parse(&text.trim().to_ascii_uppercase()) {
        return Some(currency);
    }
    let key = currency_key(text);
    if let Some(currency) = words.currencies.get(&key) {
        return Some(*currency);
    }
    if let Some(several) = words.shared.get(&key) {
        return likely.filter(|likely| several.contains(likely));
    }
    // “CAD – Canadian dollar”: the code and the name must agree.
    let (first, behind) = key.split_once(' ')?;
    let (before, last) = key.rsplit_once(' ')?;
    [(first, behind), (last, before)].into_iter().find_map(|(code, name)| {
        let currency = Currency::parse(&code.to_ascii_uppercase())?;
        (words.currencies.get(name) == Some(&currency)).then_some(currency)
    })
}

/// The normalised form of a currency's name: its words in the singular, or the symbol.
fn currency_key(name: &str) -> String {
    let is_symbol = |letter: char| "$€£¥₦₵₹₣".contains(letter);
    if name.contains(is_symbol) {
        return name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    }
    let singular = |word: &str| match word.len() > 3 {
        true => word.strip_suffix('s').unwrap_or(word).to_string(),
        false => word.to_string(),
    };
    fold::words(name).split(' ').map(singular).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Method;

    #[test]
    fn every_method_and_currency_of_the_file_is_one_of_ours() {
        let file: WordsFile = toml::from_str(assets::IMPORT_WORDS).unwrap();
        for name in file.methods.keys() {
            let method: Result<Method, _> = serde_json::from_value(name.clone().into());
            assert!(method.is_ok(), "{name}");
        }
        let mut seen = std::collections::BTreeSet::new();
        for word in file.methods.values().flatten() {
            assert!(seen.insert(fold::words(word)), "“{word}” stands twice");
        }
        let codes = file.currencies.keys().chain(file.shared.values().flatten());
        for code in codes {
            assert!(Currency::parse(code).is_some(), "{code}");
        }
        for (code, names) in &file.currencies {
            for name in names {
                assert_eq!(currency(name, None), Currency::parse(code), "{name}");
            }
        }
        assert!(WORDS.currencies.len() > 150);
    }

    #[test]
    fn methods_are_understood_in_english_and_french() {
        for (text, ours, number) in [
            ("Visa", "card", None),
            ("Visa ending in 4242", "card", Some("4242")),
            ("VISA x4242", "card", Some("4242")),
            ("Mastercard", "card", None),
            ("Credit Card", "card", None),
            ("MTN MoMo", "momo", None),
            ("Airtel Money", "momo", None),
            ("chq", "cheque", None),
            ("Cheque #1042", "cheque", Some("1042")),
            ("Check No. 77", "cheque", Some("77")),
            ("Chèque", "cheque", None),
            ("EFT", "bank", None),
            ("Wire", "bank", None),
            ("virement", "bank", None),
            ("Interac e-Transfer", "bank", None),
            ("Interac e-Transfer®", "bank", None),
            ("espèces", "cash", None),
            ("BANK", "bank", None),
        ] {
            let found = method(text);
            let found = found.as_ref().map(|(name, number)| (*name, number.as_deref()));
            assert_eq!(found, Some((ours, number)), "{text}");
        }
        for text in ["PayPal", "", "42", "other", "money order", "visa and cash", "cheque ten"] {
            assert_eq!(method(text), None, "{text}");
        }
    }

    #[test]
    fn currencies_are_understood_by_code_name_and_symbol() {
        let of = |text: &str, likely: &str| {
            currency(text, Currency::parse(likely)).map(|found| found.to_string())
        };
        for (text, code) in [
            ("cad", "CAD"),
            ("Canadian dollar", "CAD"),
            ("US Dollars", "USD"),
            ("United States dollars", "USD"),
            ("U.S. dollar", "USD"),
            ("Rwandan franc", "RWF"),
            ("Rwanda Franc", "RWF"),
            ("FRw", "RWF"),
            ("€", "EUR"),
            ("Euros", "EUR"),
            ("CA$", "CAD"),
            ("US$", "USD"),
            ("£", "GBP"),
            ("CAD - Canadian Dollar", "CAD"),
            ("Swedish Krona", "SEK"),
        ] {
            assert_eq!(of(text, "RWF").as_deref(), Some(code), "{text}");
        }
        assert_eq!(of("$", "CAD").as_deref(), Some("CAD"));
        assert_eq!(of("dollars", "USD").as_deref(), Some("USD"));
        for (text, likely) in [
            ("$", "RWF"),
            ("$", ""),
            ("francs", "CAD"),
            ("", "CAD"),
            ("USD Canadian dollar", "CAD"),
            ("XXX", "CAD"),
            ("money", "CAD"),
        ] {
            assert_eq!(of(text, likely), None, "{text}");
        }
    }
}
