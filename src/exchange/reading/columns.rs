//! Finds the columns of a kind's fields by the names of the columns. May use: the words.

use std::collections::{BTreeMap, BTreeSet};

use super::states::{STATE, TYPE};
use super::taxes::{self, LINE_TOTAL, TAX, TAX_FIELDS, TAX_TOTAL};
use super::words::{NamedSources, Program, source, spelling, vocabulary};
use super::{DATES, KindFields, NUMBERS};

/// The fields that say what of a row is owed, or which rows are owed at all.
const OWED: [&str; 6] = ["outstanding", "paid", "applied", "refunded", STATE, TYPE];

/// The total of a document, which its lines must come to.
const TOTAL: &str = "total";

/// The kind of files whose rows are lines with taxes of their own.
const OF_LINES: &str = "invoices";

/// The columns of a field: alternatives, each of which joins some columns, by their places.
pub type Sources = Vec<Vec<usize>>;

/// The column names of a file.
pub struct ColumnNames {
    /// As they are in the file.
    pub names: Vec<String>,
    spelled: Vec<String>,
}

/// The columns found for a kind.
#[derive(Clone, Debug)]
pub struct KindColumns {
    /// The kind.
    pub kind: KindFields,
    /// The columns of its fields.
    pub fields: BTreeMap<&'static str, Sources>,
    /// Required fields without a column.
    pub missing: Vec<&'static str>,
    /// Fields for which several columns have the same name: the field and the name.
    pub twice: Vec<(&'static str, String)>,
}

impl ColumnNames {
    /// Normalises the names.
    pub fn of(names: &[String]) -> ColumnNames {
        ColumnNames {
            names: names.to_vec(),
            spelled: names.iter().map(|it| spelling(it)).collect(),
        }
    }

    /// How many columns have a name that means something in some kind of file.
    pub fn known(&self) -> usize {
        let names: BTreeSet<&String> = self.spelled.iter().collect();
        names.into_iter().filter(|name| vocabulary().is_name(name)).count() + self.ages().len()
    }

    /// How many columns have a name that alone decides the kind.
    pub fn signs(&self, kind: &str) -> usize {
        self.spelled.iter().filter(|name| vocabulary().is_sign(kind, name)).count()
    }

    /// The column of a tax beside an amount that may or may not include it; `None` if there is none, or
    /// the amount is the total.
    pub fn tax_apart(&self, found: &KindColumns) -> Option<usize> {
        let amount = found.fields.get("amount").filter(|_| found.kind.word == "receivables")?;
        let is_apart =
            |place: &usize| self.spelled.get(*place).is_some_and(|it| taxes::is_apart(it));
        amount.iter().flatten().find(|place| is_apart(place))?;
        self.spelled.iter().position(|name| matches!(taxes::field_of(name), Some(TAX | TAX_TOTAL)))
    }

    /// The columns that are steps of age, such as `31-60` or `> 90 days`.
    pub fn ages(&self) -> Vec<String> {
        let named = self.names.iter().zip(&self.spelled);
        let is_age = |(name, spelled): &(&String, &String)| {
            // An amount or a date has other marks between its numbers, or none.
            let is_range = spelled.contains(' ') && name.contains(['-', '\u{2013}']);
            let is_named = name.contains(|it: char| it.is_alphabetic() || "<>+".contains(it));
            !name.contains([',', '.', '/', '$'])
                && (is_range || is_named)
                && vocabulary().is_age(spelled)
        };
        named.filter(is_age).map(|(name, _)| name.clone()).collect()
    }

    /// A column that only lists of suppliers and their bills have, unless another names a customer.
    pub fn of_vendors(&self) -> Option<String> {
        let mut named = self.names.iter().zip(&self.spelled);
        let has_customers = self.spelled.iter().any(|spelled| vocabulary().is_of_customer(spelled));
        let of_vendor = named.find(|(_, spelled)| vocabulary().is_of_vendor(spelled));
        of_vendor.filter(|_| !has_customers).map(|(name, _)| name.clone())
    }

    /// The places of the columns with a normalised name.
    fn places(&self, name: &str) -> Vec<usize> {
        let same = |(_, spelled): &(usize, &String)| *spelled == name;
        self.spelled.iter().enumerate().filter(same).map(|(place, _)| place).collect()
    }

    /// The place of the first column with a normalised name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places(name).first().copied()
    }

    /// The program whose file this is.
    pub fn program(&self) -> Option<&'static Program> {
        let has_all = |program: &&Program| {
            let has = |name: &String| self.spelled.iter().any(|it| it == name);
            program.columns.iter().all(has) && !program.without.iter().any(has)
        };
        vocabulary().programs.iter().find(has_all)
    }

    /// A column in the notation of `--map`: with its number, if several have its name.
    pub fn named(&self, place: usize) -> String {
        let Some(name) = self.names.get(place) else { return String::new() };
        let before = self.names.iter().take(place).filter(|it| it.eq_ignore_ascii_case(name));
        match before.count() {
            0 => name.clone(),
            before => format!("{name}#{}", before + 1),
        }
    }

    /// All columns in the notation of `--map`; of several with the same name, the first has its number,
    /// too.
    pub fn all_named(&self) -> Vec<String> {
        let name = |place: usize| {
            let name = self.named(place);
            let same = self.names.iter().filter(|other| other.eq_ignore_ascii_case(&name));
            if same.count() > 1 { format!("{name}#1") } else { name }
        };
        (0..self.names.len()).map(name).collect()
    }

    /// A field's columns in the notation of `--map`.
    pub fn written(&self, sources: &Sources) -> String {
        let joined = |places: &Vec<usize>| {
            places.iter().map(|place| self.named(*place)).collect::<Vec<_>>().join("+")
        };
        sources.iter().map(joined).collect::<Vec<_>>().join("|")
    }

    /// Finds the columns of a kind's fields: those in `mapped`, otherwise by the names of columns that
    /// no other field uses. A field that `is_set` for needs no column.
    pub fn found(
        &self,
        kind: KindFields,
        program: Option<&Program>,
        mapped: &BTreeMap<&'static str, Sources>,
        is_set: &dyn Fn(&str) -> bool,
    ) -> KindColumns {
        let by_hand: BTreeSet<usize> = mapped.values().flatten().flatten().copied().collect();
        let mut search = FieldSearch {
            head: self,
            used: by_hand.clone(),
            by_hand,
            found: KindColumns { kind, fields: BTreeMap::new(), missing: vec![], twice: vec![] },
        };
        let others = kind.fields.iter().filter(|field| !kind.needed.contains(field));
        for field in kind.needed.iter().chain(others) {
            match mapped.get(*field) {
                Some(sources) if sources.is_empty() => {}
                Some(sources) => drop(search.found.fields.insert(field, sources.clone())),
                None => search.field(field, program),
            }
        }
        search.found.with_missing(is_set)
    }

    /// Columns found by the fields' own names, with those that say what of a row is owed or taxed: they
    /// are not left unused, whatever they are called.
    pub fn with_owed(
        &self,
        kind: KindFields,
        mut fields: BTreeMap<&'static str, Sources>,
        is_mapped: &dyn Fn(&str) -> bool,
    ) -> BTreeMap<&'static str, Sources> {
        // The column “tax” is one of several.
        if kind.word == OF_LINES && !is_mapped(TAX) {
            fields.remove(TAX);
        }
        let used: BTreeSet<usize> = fields.values().flatten().flatten().copied().collect();
        let found = KindColumns { kind, fields, missing: vec![], twice: vec![] };
        let mut search = FieldSearch { head: self, by_hand: used.clone(), used, found };
        let more = OWED.into_iter().chain(TAX_FIELDS).chain([TOTAL, LINE_TOTAL]);
        for field in more.filter(|field| kind.fields.contains(field)) {
            if !search.found.fields.contains_key(field) && !is_mapped(field) {
                search.field(field, None);
            }
        }
        search.found.fields
    }
}

impl KindColumns {
    fn with_missing(self, is_set: &dyn Fn(&str) -> bool) -> KindColumns {
        let mut found = self;
        let kind = found.kind;
        let nowhere = |field: &&&str| !found.fields.contains_key(**field) && !is_set(field);
        found.missing = kind.needed.iter().filter(nowhere).copied().collect();
        found
    }
}

/// The fields found so far, and the columns that they use.
struct FieldSearch<'a> {
    head: &'a ColumnNames,
    used: BTreeSet<usize>,
    /// Of those, the ones that a person chose.
    by_hand: BTreeSet<usize>,
    found: KindColumns,
}

impl FieldSearch<'_> {
    /// Finds one field.
    fn field(&mut self, field: &'static str, program: Option<&Program>) {
        let own = program.and_then(|program| program.fields.get(field));
        if own.is_some_and(String::is_empty) {
            return;
        }
        if matches!(field, STATE | TYPE | LINE_TOTAL) {
            self.all_named(field, own.map(String::as_str));
            return;
        }
        if self.found.kind.word == OF_LINES && TAX_FIELDS.contains(&field) && own.is_none() {
            self.taxes(field);
            return;
        }
        let names = vocabulary().names(self.found.kind.word, field);
        let own = own.map(String::as_str);
        for name in own.into_iter().chain(names) {
            let sources = self.sources(field, &source(name), own == Some(name));
            if !sources.is_empty() {
                self.used.extend(sources.iter().flatten());
                self.found.fields.insert(field, sources);
                return;
            }
        }
    }

    /// All columns of states, of types, or of the amounts of lines: each of them counts.
    fn all_named(&mut self, field: &'static str, own: Option<&str>) {
        let known = || vocabulary().names(self.found.kind.word, field).map(str::to_string);
        let names: Vec<String> = own
            .map_or_else(|| known().collect(), |own| source(own).into_iter().flatten().collect());
        let places = names.iter().flat_map(|name| self.head.places(name));
        let free = places.filter(|place| !self.used.contains(place));
        let sources: Sources = free.map(|place| vec![place]).collect();
        if !sources.is_empty() {
            self.used.extend(sources.iter().flatten());
            self.found.fields.insert(field, sources);
        }
    }

    /// All columns of a line's taxes together, or the first of another field of taxes.
    fn taxes(&mut self, field: &'static str) {
        let all = self.head.spelled.iter().enumerate();
        let named = all.filter(|(_, name)| taxes::field_of(name) == Some(field));
        let free = named.map(|(place, _)| place).filter(|place| !self.used.contains(place));
        let places: Vec<usize> =
            free.take(if field == TAX_TOTAL { 1 } else { usize::MAX }).collect();
        if !places.is_empty() {
            self.used.extend(&places);
            self.found.fields.insert(field, vec![places]);
        }
    }

    /// The columns of a source that no field uses yet. A program may use one for two fields.
    fn sources(&mut self, field: &'static str, wanted: &NamedSources, is_own: bool) -> Sources {
        let taken = if is_own { &self.by_hand } else { &self.used };
        let one_only = NUMBERS.contains(&field) || DATES.contains(&field);
        let mut sources = Sources::new();
        for alternative in wanted {
            let mut joined = Vec::new();
            for name in alternative {
                let is_it = |place: &usize| {
                    let name = self.head.names.get(*place).map_or("", String::as_str);
                    !taken.contains(place) && !taxes::is_otherwise(name, field)
                };
                let places: Vec<usize> = self.head.places(name).into_iter().filter(is_it).collect();
                match places.as_slice() {
                    [] => {}
                    // Which of them the lines must come to is not known.
                    [_, _, ..] if field == TOTAL => {}
                    [place] => joined.push(*place),
                    [place, ..] if one_only => {
                        self.found.twice.push((field, self.head.named(*place)));
                        joined.push(*place);
                    }
                    // The second replaces the first where that is empty.
                    places if alternative.len() == 1 => {
                        sources.extend(places.iter().map(|place| vec![*place]));
                    }
                    [place, ..] => joined.push(*place),
                }
            }
            if !joined.is_empty() {
                sources.push(joined);
            }
        }
        sources
    }
}
