//! Normalises column names (lower case, no accents, separate words), and knows their meanings. May use:
//! assets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::assets;

/// A word in lower case, without accents.
pub fn letters(word: &str) -> String {
    let plain = word.nfkd().filter(|letter| !is_accent(*letter));
    plain.flat_map(char::to_lowercase).collect()
}

fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// The longest column name that is looked up.
const LONGEST_NAME: usize = 200;

/// A normalised column name: `DocumentDate`, `document_date` and `Document Date` are the same; `#`,
/// `No.` and `N°` become `number`. Text in brackets at the end is dropped.
pub fn spelling(name: &str) -> String {
    let name = name.trim().trim_end_matches([':', '*']);
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let outside = match name.find(['(', '[']) {
        Some(at) if at > 0 && name.ends_with([')', ']']) => name.get(..at).unwrap_or(&name),
        _ => &name,
    };
    let spelled = outside
        .replace('#', " number ")
        .replace("N°", " number ")
        .replace("n°", " number ")
        .replace("Nº", " number ")
        .replace('№', " number ")
        .replace('%', " percent ");
    let mut words: Vec<String> = Vec::new();
    let all: Vec<char> = spelled.chars().collect();
    for (at, letter) in all.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| all.get(at)).copied().unwrap_or(' ');
        let after = all.get(at + 1).copied().unwrap_or(' ');
        let begins = !before.is_alphanumeric()
            || before.is_lowercase() && letter.is_uppercase()
            || before.is_uppercase() && letter.is_uppercase() && after.is_lowercase()
            || before.is_alphabetic() != letter.is_alphabetic();
        match (letter.is_alphanumeric(), words.last_mut()) {
            (false, _) => {}
            (true, Some(word)) if !begins => word.push(*letter),
            (true, _) => words.push(letter.to_string()),
        }
    }
    let words = words.iter().map(|word| match letters(word).as_str() {
        "no" | "nr" | "num" | "nbr" | "numero" => "number".to_string(),
        word => word.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The text in brackets at the end of a name: `Amount (CAD)` → `CAD`.
pub fn bracketed(name: &str) -> Option<&str> {
    let (_, inner) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    Some(inner.trim()).filter(|inner| !inner.is_empty())
}

/// The possible columns of a field: joined ones, or others if those are empty.
pub type NamedSources = Vec<Vec<String>>;

/// How to recognise another program's files.
#[derive(Deserialize, Clone)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Columns that only its file has; all of them must be there.
    pub columns: Vec<String>,
    /// Columns that its file never has.
    #[serde(default)]
    pub without: Vec<String>,
    /// The kind of its records.
    pub kind: Option<String>,
    /// The columns of fields.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// The values of empty fields.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// Which rows count: those whose columns hold these texts; `*` is any text, `!` is none.
    #[serde(default)]
    pub rows: BTreeMap<String, String>,
}

/// The words of columns of taxes.
#[derive(Deserialize, Default)]
pub struct TaxWords {
    /// Names of taxes.
    pub taxes: Vec<String>,
    /// Their percentages.
    pub rates: Vec<String>,
    /// The tax of a whole document.
    pub totals: Vec<String>,
    /// Whether prices include taxes.
    pub included: Vec<String>,
    /// Columns that are about taxes, but hold none.
    pub others: Vec<String>,
    /// In brackets behind a price that includes taxes.
    pub with: Vec<String>,
    /// In brackets behind an amount without taxes.
    pub without: Vec<String>,
    /// Amounts that may or may not include the tax beside them.
    pub apart: Vec<String>,
    /// Texts for no tax.
    pub none: Vec<String>,
}

#[derive(Deserialize, Default)]
struct ListedWords {
    /// The words of columns of taxes.
    taxes: TaxWords,
    /// Column names by kind and field, the best first.
    fields: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Column names by field, for every kind that has the field and no names of its own for it.
    shared: BTreeMap<String, Vec<String>>,
    /// Fields that set one kind apart from another.
    telling: BTreeMap<String, Vec<String>>,
    /// Column names that decide the kind, whatever field they are for.
    signs: BTreeMap<String, Vec<String>>,
    /// Titles above a header, names of sheets and of files, by the kind that they mean.
    titles: BTreeMap<String, Vec<String>>,
    /// Titles of files that are not imported.
    others: Vec<String>,
    /// The words at the beginning of a total.
    totals: Vec<String>,
    /// What a footer counts, behind a number.
    counted: Vec<String>,
    /// Columns of summaries of debts by age, and the words beside their numbers of days.
    ages: Vec<String>,
    beside_ages: Vec<String>,
    /// Columns of lists of suppliers and of their bills.
    of_vendors: Vec<String>,
    /// Words in the names of columns that are about customers.
    of_customers: Vec<String>,
}

/// Everything that is known about other programs' files.
#[derive(Default)]
pub struct Vocabulary {
    listed: ListedWords,
    /// The words of columns of taxes.
    pub taxes: TaxWords,
    /// The programs that can be recognised.
    pub programs: Vec<Program>,
}

#[derive(Deserialize, Default)]
struct Programs {
    program: Vec<Program>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut listed: ListedWords = toml::from_str(assets::IMPORT_COLUMNS).unwrap_or_default();
    let programs: Programs = toml::from_str(assets::IMPORT_PROGRAMS).unwrap_or_default();
    let taxes = std::mem::take(&mut listed.taxes);
    Vocabulary { listed, taxes, programs: programs.program }
});

/// The words, parsed once.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

/// Parses columns in the notation `a + b|c`.
pub fn source(text: &str) -> NamedSources {
    let joined = |part: &str| part.split('+').map(|name| name.trim().to_string()).collect();
    text.split('|').map(joined).collect()
}

impl Vocabulary {
    /// The column names of a field in a kind of file, the best first.
    pub fn names<'a>(&'a self, kind: &str, field: &str) -> impl Iterator<Item = &'a str> {
        let own = self.listed.fields.get(kind).and_then(|fields| fields.get(field));
        let names = own.or_else(|| self.listed.shared.get(field));
        names.into_iter().flatten().map(String::as_str)
    }

    /// Whether a normalised name is that of a column of any kind.
    pub fn is_name(&self, spelled: &str) -> bool {
        NAMES.binary_search_by(|name| (*name).cmp(spelled)).is_ok()
    }

    /// Whether a field decides the kind.
    pub fn tells(&self, kind: &str, field: &str) -> bool {
        self.listed.telling.get(kind).is_some_and(|fields| fields.iter().any(|it| it == field))
    }

    /// Whether a column's name decides the kind.
    pub fn is_sign(&self, kind: &str, spelled: &str) -> bool {
        self.listed.signs.get(kind).is_some_and(|names| names.iter().any(|it| it == spelled))
    }

    /// The kind that a title means; `Some(None)` if it means something that is not imported.
    pub fn titled(&self, title: &str) -> Option<Option<&str>> {
        let spelled = format!(" {} ", spelling(title));
        let holds = |name: &String| spelled.contains(&format!(" {name} "));
        if self.listed.others.iter().any(holds) {
            return Some(None);
        }
        let mut kinds =
            self.listed.titles.iter().filter(|(_, names)| names.iter().any(holds)).map(|it| it.0);
        match (kinds.next(), kinds.next()) {
            (Some(kind), None) => Some(Some(kind)),
            _ => None,
        }
    }

    /// Whether a cell is a count of rows: “60 customers”.
    pub fn is_count(&self, cell: &str) -> bool {
        let spelled = words_of(cell);
        let Some((number, what)) = spelled.split_once(' ') else { return false };
        number.bytes().all(|it| it.is_ascii_digit())
            && self.listed.counted.iter().any(|it| it == what)
    }

    /// Whether a column is a step of age in a summary of debts: `current`, `31 60`, `90 and over`.
    pub fn is_age(&self, spelled: &str) -> bool {
        let is_number = |word: &str| word.len() <= 3 && word.bytes().all(|it| it.is_ascii_digit());
        let mut words = spelled.split(' ');
        let is_days = words.clone().any(is_number)
            && words
                .all(|word| is_number(word) || self.listed.beside_ages.iter().any(|it| it == word));
        is_days || self.listed.ages.iter().any(|it| it == spelled)
    }

    /// Whether only lists of suppliers or of their bills have a column.
    pub fn is_of_vendor(&self, spelled: &str) -> bool {
        self.listed.of_vendors.iter().any(|it| it == spelled)
    }

    /// Whether a column's name has a word for customers.
    pub fn is_of_customer(&self, spelled: &str) -> bool {
        spelled.split(' ').any(|word| self.listed.of_customers.iter().any(|it| it == word))
    }

    /// Whether a cell begins a total.
    pub fn is_total(&self, cell: &str) -> bool {
        let spelled = words_of(cell);
        self.listed.totals.iter().any(|word| {
            let rest = spelled.strip_prefix(word.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    }
}

/// The words of a cell in plain letters.
fn words_of(cell: &str) -> String {
    let spelled = letters(&cell.replace(|it: char| !it.is_alphanumeric(), " "));
    spelled.split_whitespace().collect::<Vec<_>>().join(" ")
}

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let listed = &VOCABULARY.listed;
    let fields = listed.fields.values().flat_map(BTreeMap::values).chain(listed.shared.values());
    let mut names: Vec<&str> =
        fields.flatten().flat_map(|name| name.split(['|', '+'])).map(str::trim).collect();
    names.sort_unstable();
    names.dedup();
    names
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_one_way() {
        for (name, spelled) in [
            ("DocumentDate", "document date"),
            ("txnDate", "txn date"),
            ("line1Desc", "line 1 desc"),
            ("PONumber", "po number"),
            ("Invoice #", "invoice number"),
            ("Invoice No.", "invoice number"),
            ("N° de facture", "number de facture"),
            ("Numéro", "number"),
            ("Échéance :", "echeance"),
            ("province/state", "province state"),
            ("postal_code/zip_code", "postal code zip code"),
            ("Amount (CAD)", "amount"),
            ("Discount %", "discount percent"),
            ("  ", ""),
        ] {
            assert_eq!(spelling(name), spelled, "{name}");
        }
        assert_eq!(bracketed("Amount (CAD)"), Some("CAD"));
    }

    #[test]
    fn the_words_are_written_as_they_are_looked_up_and_of_kinds_that_there_are() {
        const KINDS: [&str; 5] = ["customers", "items", "invoices", "receivables", "payments"];
        let listed = &VOCABULARY.listed;
        assert!(NAMES.len() > 200 && VOCABULARY.programs.len() >= 8);
        for name in NAMES.iter() {
            assert_eq!(spelling(name), *name);
        }
        let kinds = listed.fields.keys().chain(listed.telling.keys());
        for kind in kinds.chain(listed.titles.keys()).chain(listed.signs.keys()) {
            assert!(KINDS.contains(&kind.as_str()), "{kind}");
        }
        for program in &VOCABULARY.programs {
            assert!(program.kind.as_ref().is_none_or(|kind| KINDS.contains(&kind.as_str())));
            let names = program.fields.values().flat_map(|it| it.split(['|', '+'])).map(str::trim);
            for name in names.chain(program.columns.iter().map(String::as_str)) {
                assert_eq!(spelling(name), name, "{}", program.name);
            }
        }
        assert_eq!(VOCABULARY.titled("Aged receivables"), Some(Some("receivables")));
        assert_eq!(VOCABULARY.titled("Expenses"), Some(None));
        assert_eq!(VOCABULARY.titled("Acme Ltd"), None);
        assert!(VOCABULARY.is_total("Total for Lakeside") && !VOCABULARY.is_total("TotalEnergies"));
    }
}
