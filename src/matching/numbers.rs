//! The numbers of documents and the customers' references, in every form in which a payer may write
//! them. May use: atoms, checks, fold, input.

use rustc_hash::{FxHashMap, FxHashSet};

use super::atoms::{Atom, RunKind, atoms};
use super::checks::{mod10_body, rf_body};
use super::fold::{compact, folded};
use super::input::{MatchItem, PastPayment};

/// How much of a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WrittenAs {
    /// The last digits alone: `12` of `INV-2026-00012`.
    Last,
    /// Without its series or its year.
    Part,
    /// All of it, perhaps with other separators or zeros.
    Whole,
}

/// An item with a form of its number, and how many digits the number ends with.
type Named = (u32, WrittenAs, usize);

/// What a form can mean.
pub struct KeyHit {
    /// The items that may be meant.
    pub items: Vec<u32>,
    /// How much of their numbers it is.
    pub form: WrittenAs,
    /// The most digits at the end of one of their numbers.
    pub digits: usize,
}

/// The numbers of all items.
#[derive(Default)]
pub struct NumberIndex {
    /// Forms: runs joined by `|`, digits without leading zeros.
    keys: FxHashMap<String, Vec<Named>>,
    /// Checked references (RF, mod-10): only letters and digits.
    checked: FxHashMap<String, Vec<u32>>,
    /// The letters that numbers begin with.
    series: FxHashSet<String>,
}

/// Digits without leading zeros; the last digit is kept.
pub fn significant(digits: &str) -> &str {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { &digits[digits.len().saturating_sub(1)..] } else { trimmed }
}

/// The form in which numbers are compared: their runs joined by `|`, digits without leading zeros.
pub fn key_of<'a>(atoms: impl IntoIterator<Item = &'a Atom<'a>>) -> String {
    let mut key = String::new();
    for atom in atoms {
        if !key.is_empty() {
            key.push('|');
        }
        key.push_str(if atom.is_digits() { significant(atom.text) } else { atom.text });
    }
    key
}

/// The forms of a number, each with how much of the number it is.
pub fn keys_of(number: &str) -> Vec<(String, WrittenAs)> {
    let folded = folded(number);
    let (atoms, _) = atoms(&folded);
    let mut keys = Vec::new();
    let digits: Vec<&Atom> = atoms.iter().filter(|atom| atom.is_digits()).collect();
    let Some(last) = digits.last().map(|atom| atom.text) else { return keys };
    let tail = significant(last);
    if digits.len() == 1 && atoms.len() == 1 {
        let form = if last.len() >= 6 { WrittenAs::Part } else { WrittenAs::Last };
        keys.push((tail.to_string(), form));
        return keys;
    }
    keys.push((key_of(&atoms), WrittenAs::Whole));
    let glued: String = digits.iter().map(|atom| atom.text).collect();
    let series = Some(atoms[0].text).filter(|_| !atoms[0].is_digits());
    if digits.len() > 1 {
        keys.push((key_of(digits.iter().copied()), WrittenAs::Part));
        keys.push((significant(&glued).to_string(), WrittenAs::Part));
    }
    if let Some(series) = series {
        keys.push((format!("{series}|{}", significant(&glued)), WrittenAs::Whole));
        keys.push((format!("{series}|{tail}"), WrittenAs::Part));
        keys.extend(
            short_year(&digits).map(|year| (format!("{series}|{year}|{tail}"), WrittenAs::Part)),
        );
    }
    keys.push((tail.to_string(), WrittenAs::Last));
    keys.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
    keys.dedup_by(|one, other| one.0 == other.0);
    keys
}

/// `26` in a number that contains the year 2026.
fn short_year<'t>(digits: &[&Atom<'t>]) -> Option<&'t str> {
    let year = digits.first().filter(|atom| digits.len() > 1 && atom.mark == RunKind::Year)?;
    Some(significant(&year.text[2..]))
}

/// The forms of a customer's reference; none if it is not distinctive enough.
fn keys_of_reference(reference: &str) -> Vec<(String, WrittenAs)> {
    let folded = folded(reference);
    let (atoms, _) = atoms(&folded);
    // “March 2026” is not a reference: a year, a date or an amount identifies nothing.
    let plain = atoms.iter().filter(|atom| atom.mark == RunKind::Plain);
    let digits: usize = plain.map(|atom| atom.text.len()).sum();
    let has_letters = atoms.iter().any(|atom| !atom.is_digits());
    if digits < if has_letters { 3 } else { 5 } || atoms.len() > 6 {
        return Vec::new();
    }
    let whole = key_of(&atoms);
    let last = atoms.iter().rfind(|atom| atom.is_digits()).map(|atom| significant(atom.text));
    let tail = last.filter(|last| last.len() >= 4 && *last != whole);
    let tail = tail.map(|tail| (tail.to_string(), WrittenAs::Last));
    std::iter::once((whole, WrittenAs::Whole)).chain(tail).collect()
}

impl NumberIndex {
    /// Indexes the items at these places, in this order.
    pub fn new(items: &[MatchItem], order: &[u32]) -> NumberIndex {
        let mut index = NumberIndex::default();
        for at in order {
            let item = &items[*at as usize];
            index.add(*at, &item.number, keys_of(&item.number));
            let folded = folded(&item.number);
            let (atoms, _) = atoms(&folded);
            if let [first, second, ..] = atoms.as_slice()
                && !first.is_digits()
                && second.is_digits()
            {
                index.series.insert(first.text.to_string());
            }
            if let Some(reference) = &item.reference {
                index.add(*at, reference, keys_of_reference(reference));
                let compact = compact(reference);
                if rf_body(&compact).is_some() || mod10_body(&compact).is_some() {
                    index.checked.entry(compact).or_default().push(*at);
                }
            }
        }
        index
    }

    /// Indexes earlier payments by their whole numbers and references; they are named by their place in
    /// the list.
    pub fn of_payments(past: &[PastPayment]) -> NumberIndex {
        let mut index = NumberIndex::default();
        for (at, payment) in (0..).zip(past) {
            let whole = |(_, form): &(String, WrittenAs)| *form > WrittenAs::Last;
            let keys = keys_of(&payment.number).into_iter();
            index.add(at, &payment.number, keys.filter(whole).collect());
            for reference in &payment.references {
                let keys = keys_of_reference(reference).into_iter();
                index.add(at, reference, keys.filter(whole).collect());
            }
        }
        index
    }

    fn add(&mut self, at: u32, number: &str, keys: Vec<(String, WrittenAs)>) {
        let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
        for (key, form) in keys {
            self.keys.entry(key).or_default().push((at, form, digits));
        }
    }

    /// The items that a form may mean, only those of which it is the fullest form.
    pub fn named(&self, key: &str) -> Option<KeyHit> {
        let named = self.keys.get(key)?;
        let form = named.iter().map(|(_, form, _)| *form).max()?;
        let fullest = named.iter().filter(|(_, of, _)| *of == form);
        let digits = fullest.clone().map(|(_, _, digits)| *digits).max().unwrap_or(0);
        Some(KeyHit { items: fullest.map(|(at, _, _)| *at).collect(), form, digits })
    }

    /// The items with this checked reference, or whose number is its body.
    pub fn checked(&self, compact: &str, body: &str) -> Vec<u32> {
        if let Some(items) = self.checked.get(compact) {
            return items.clone();
        }
        let (atoms, _) = atoms(body);
        let key = key_of(&atoms);
        let is_long = body.len() >= 4;
        self.named(&key).filter(|_| is_long).map(|hit| hit.items).unwrap_or_default()
    }

    /// Whether numbers of the book begin with these letters.
    pub fn is_series(&self, letters: &str) -> bool {
        self.series.contains(letters)
    }
}

/// How much of an item's number a written one is; `None` if it is a different number.
pub fn form_of(number: &str, written: &str) -> Option<WrittenAs> {
    let folded = folded(written);
    let (atoms, _) = atoms(&folded);
    let key = key_of(&atoms);
    keys_of(number).into_iter().filter(|(known, _)| *known == key).map(|(_, form)| form).max()
}
