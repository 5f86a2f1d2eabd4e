//! Recognises the kind of a file's records, by its columns and its titles. May use: the words, the
//! columns found.

use super::TwoReadings;
use super::columns::{ColumnNames, KindColumns};
use super::words::{Program, vocabulary};
use super::{Alternative, ReadingsOf};

/// The kind of a file's records.
pub enum Chosen {
    /// The kind at this place among the candidates.
    One(usize),
    /// Several kinds are possible.
    Unclear(TwoReadings),
    /// It is not imported: the file calls itself this.
    Other(String),
    /// It is a summary of debts by age, in these columns.
    Aging(String),
    /// It is about suppliers, as this column says.
    Vendors(String),
    /// Nothing decides it.
    Unknown,
}

/// Recognises the kind. `titles` are the lines above the header, the sheet's name and the file's, the
/// strongest first.
pub fn choose(
    head: &ColumnNames,
    found: &[KindColumns],
    program: Option<&Program>,
    titles: &[String],
) -> Chosen {
    let at = |word: &str| found.iter().position(|found| found.kind.word == word);
    if let Some(place) = program.and_then(|it| it.kind.as_deref()).and_then(at) {
        return Chosen::One(place);
    }
    let ages = head.ages();
    let has_number =
        found.iter().any(|it| it.kind.word == "receivables" && it.fields.contains_key("number"));
    let is_by_days = ages.iter().any(|age| age.contains(|it: char| it.is_ascii_digit()));
    if ages.len() > 1 && is_by_days && !has_number {
        return Chosen::Aging(ages.join(", "));
    }
    let of_items =
        found.iter().any(|it| it.kind.word == "items" && it.fields.contains_key("price"));
    if let Some(column) = head.of_vendors().filter(|_| !of_items) {
        return Chosen::Vendors(column);
    }
    let mut hint = None;
    for title in titles.iter().filter(|title| !title.trim().is_empty()) {
        match vocabulary().titled(title) {
            Some(None) => return Chosen::Other(title.clone()),
            Some(Some(kind)) if hint.is_none() => hint = at(kind),
            _ => {}
        }
    }
    let candidates = candidates(head, found);
    let has = |place: &usize| candidates.contains(place);
    // Files of payments rarely give the method.
    let nearly = |place: &usize| found.get(*place).is_some_and(|it| it.missing == ["method"]);
    if let Some(place) = hint.filter(|place| has(place) || nearly(place)) {
        return Chosen::One(place);
    }
    match candidates.as_slice() {
        [] => nearest(found).map_or(Chosen::Unknown, Chosen::One),
        [one] => Chosen::One(*one),
        _ => told_apart(head, found, &candidates),
    }
}

/// The kinds whose required fields are all found.
fn candidates(head: &ColumnNames, found: &[KindColumns]) -> Vec<usize> {
    let has = |it: &KindColumns, field: &str| it.fields.contains_key(field);
    let is_whole =
        |word: &str| found.iter().any(|it| it.kind.word == word && it.missing.is_empty());
    let has_money =
        found.iter().any(|it| has(it, "date") && (has(it, "amount") || has(it, "unit_price")));
    // A date and a number are those of documents, wherever their amounts are.
    let has_documents = found
        .iter()
        .any(|it| it.kind.word == "receivables" && has(it, "date") && has(it, "number"));
    let is_candidate = |it: &KindColumns| match it.kind.word {
        "customers" | "items" => it.missing.is_empty() && !has_money && !has_documents,
        // Columns for lines decide more than columns for totals.
        "receivables" => it.missing.is_empty() && !is_whole("invoices"),
        "payments" => match it.missing.as_slice() {
            [] => !is_whole("invoices"),
            ["method"] => head.signs("payments") > 0 && head.signs("receivables") == 0,
            _ => false,
        },
        _ => it.missing.is_empty(),
    };
    (0..found.len()).filter(|at| found.get(*at).is_some_and(is_candidate)).collect()
}

/// Among several kinds, the one with fields or columns that set it apart from the others.
fn told_apart(head: &ColumnNames, found: &[KindColumns], candidates: &[usize]) -> Chosen {
    let score = |it: &KindColumns| {
        let tells = |field: &&&str| vocabulary().tells(it.kind.word, field);
        it.fields.keys().filter(tells).count() + head.signs(it.kind.word)
    };
    let told: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|place| found.get(*place).is_some_and(|it| score(it) > 0))
        .collect();
    match told.as_slice() {
        [one] => Chosen::One(*one),
        _ => Chosen::Unclear(TwoReadings {
            about: ReadingsOf::Kind,
            example: None,
            choices: candidates
                .iter()
                .filter_map(|place| found.get(*place))
                .map(|it| Alternative::new(it.kind.word, "kind", it.kind.word))
                .collect(),
        }),
    }
}

/// The only kind of which nearly everything was found; what is missing is then reported. One of which
/// everything was found is no candidate because of its other columns.
fn nearest(found: &[KindColumns]) -> Option<usize> {
    let is_near = |it: &KindColumns| {
        (1..=2).contains(&it.missing.len()) && it.kind.needed.len() >= it.missing.len() + 2
    };
    let mut near: Vec<(usize, &KindColumns)> =
        found.iter().enumerate().filter(|(_, it)| is_near(it)).collect();
    near.sort_by_key(|(_, it)| it.missing.len());
    match near.as_slice() {
        [(place, _)] => Some(*place),
        [(place, one), (_, other), ..] if one.missing.len() < other.missing.len() => Some(*place),
        _ => None,
    }
}
