//! Accounts by name, for files without codes. May use: the rest of the queries.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency};
use crate::ledger::item::When;
use crate::ledger::lookup::fold;
use crate::ledger::tables::{ACCOUNTS, AccountId};
use crate::ledger::{merged, twins};
use crate::store::rows::Stop;

use super::{Needs, Question, View};

/// Asks for the accounts with a name, however it is typed: case, accents, spaces, punctuation and the
/// spelling of a legal form make no difference (see [`fold::company`]). Costs one index lookup, however
/// many accounts there are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountsNamed {
    /// The name.
    pub name: String,
    /// The most accounts.
    pub most: usize,
}

/// Asks for the accounts with similar names: one letter added, missing or different, two letters
/// swapped, or a legal form that one of them lacks. Excludes equal names. Reads the names of all
/// accounts once, however many names are given.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountsNear {
    /// The names.
    pub names: Vec<String>,
    /// The most accounts for each name.
    pub most: usize,
}

/// An account found by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedAccount {
    /// Its code.
    pub customer: Code,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
}

impl Question for AccountsNamed {
    const NAME: &'static str = "accounts_named";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<NamedAccount>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = twins::named(view.rows, &self.name, self.most)?.into_iter();
        let named = found.map(|(_, row)| NamedAccount {
            customer: row.code,
            name: row.name,
            currency: row.currency,
        });
        Ok(named.collect())
    }
}

impl Question for AccountsNear {
    const NAME: &'static str = "accounts_near";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<Vec<NamedAccount>>;

    /// The accounts for each name, in the order of registration; those one letter away come first.
    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let near = NearNames::of(self.names.iter().map(String::as_str));
        let mut found: Vec<Vec<(bool, NamedAccount)>> = vec![Vec::new(); self.names.len()];
        ACCOUNTS.each_between(view.rows, (&AccountId::MIN, &AccountId::MAX), |id, row| {
            let mut is_root = None;
            for (place, is_letter_away) in near.to(&row.name) {
                // A merged account counts as the one that remains, under that one's name.
                let is_root = match is_root {
                    Some(is_root) => is_root,
                    None => *is_root.insert(merged::root(view.rows, id, When::ALL)? == id),
                };
                if let Some(found) = found.get_mut(place).filter(|_| is_root) {
                    let (customer, name) = (row.code.clone(), row.name.clone());
                    let currency = row.currency;
                    found.push((is_letter_away, NamedAccount { customer, name, currency }));
                }
            }
            Ok(())
        })?;
        let in_order = |mut found: Vec<(bool, NamedAccount)>| {
            found.sort_by_key(|(is_letter_away, _)| !is_letter_away);
            found.into_iter().map(|(_, account)| account).take(self.most).collect()
        };
        Ok(found.into_iter().map(in_order).collect())
    }
}

/// Names indexed for similarity. Two names are one letter apart only if a name, or what is left of it
/// without one letter, is equal for both, so each is found with a few hashes, however many there are.
struct NearNames {
    /// Each name, and the same without its legal form.
    names: Vec<(String, String)>,
    /// By the hash of a name, and of what is left of it without each letter.
    by_letters: HashMap<u64, Vec<usize>>,
    /// By names without their legal forms.
    by_short: HashMap<String, Vec<usize>>,
}

impl NearNames {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> NearNames {
        let mut near =
            NearNames { names: Vec::new(), by_letters: HashMap::new(), by_short: HashMap::new() };
        for (place, name) in names.enumerate() {
            let (folded, short) = (fold::company(name), fold::without_legal_form(name));
            if !folded.is_empty() {
                for hash in letters(&folded) {
                    near.by_letters.entry(hash).or_default().push(place);
                }
            }
            if !short.is_empty() {
                near.by_short.entry(short.clone()).or_default().push(place);
            }
            near.names.push((folded, short));
        }
        near
    }

    /// The places of the names similar to one, in order, each with whether it is one letter away.
    fn to(&self, name: &str) -> BTreeMap<usize, bool> {
        let known = fold::company(name);
        let mut found = BTreeMap::new();
        let short = fold::without_legal_form(name);
        for place in self.by_short.get(&short).into_iter().flatten() {
            found.insert(*place, false);
        }
        for hash in letters(&known) {
            for place in self.by_letters.get(&hash).into_iter().flatten() {
                let given = self.names.get(*place).map_or("", |(given, _)| given);
                if found.get(place) != Some(&true) && strsim::osa_distance(given, &known) <= 1 {
                    found.insert(*place, true);
                }
            }
        }
        found.retain(|place, _| self.names.get(*place).is_some_and(|(given, _)| *given != known));
        found
    }
}

/// The hashes of a name, and of what is left of it without each of its letters.
fn letters(name: &str) -> HashSet<u64> {
    let hash = |front: &str, back: &str| {
        let mut hasher = DefaultHasher::new();
        front.bytes().chain(back.bytes()).for_each(|byte| hasher.write_u8(byte));
        hasher.finish()
    };
    let without = name.char_indices().map(|(at, letter)| {
        let (front, rest) = name.split_at(at);
        hash(front, &rest[letter.len_utf8()..])
    });
    without.chain([hash(name, "")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_by_a_letter_or_a_legal_form_and_no_others_are() {
        let given =
            ["Hill Motor", "Maison Tremblay", "Cafe Sun", "Sun Cafe", "", "Ltd", "Rose Inn"];
        let near = NearNames::of(given.into_iter());
        let to = |name: &str| near.to(name).into_iter().collect::<Vec<_>>();
        assert_eq!(to("Hill Motors"), [(0, true)]);
        assert_eq!(to("HILL  MOTOR"), []);
        assert_eq!(to("Hlil Motor"), [(0, true)]);
        assert_eq!(to("Maison Tremblay Inc."), [(1, false)]);
        assert_eq!(to("Café Sum"), [(2, true)]);
        assert_eq!(to("Sin Cafe"), [(3, true)]);
        assert_eq!(to("Hall Motors"), []);
        assert_eq!(to("RoseInn"), [(6, true)]);
        assert_eq!(to("Nobody"), []);
        assert_eq!(to(""), []);
    }

    /// Finds the same as comparing all pairs.
    #[test]
    fn near_names_are_those_that_comparing_all_of_them_finds() {
        let letters = ["a", "b", " ", "é"];
        let mut names = vec![String::new()];
        for _ in 0..4 {
            let longer = names.iter().flat_map(|name| letters.map(|it| format!("{name}{it}")));
            names.extend(longer.collect::<Vec<_>>());
            names.sort();
            names.dedup();
        }
        names.retain(|name| name.trim() == name);
        let near = NearNames::of(names.iter().map(String::as_str));
        for name in &names {
            let known = fold::company(name);
            let is_near = |given: &String| {
                let given = fold::company(given);
                !given.is_empty() && given != known && strsim::osa_distance(&given, &known) <= 1
            };
            let all = names.iter().enumerate().filter(|(_, given)| is_near(given));
            let all: Vec<usize> = all.map(|(place, _)| place).collect();
            let found = near.to(name);
            let found: Vec<usize> =
                found.into_iter().filter(|(_, is_letter)| *is_letter).map(|it| it.0).collect();
            assert_eq!(found, all, "{name}");
        }
    }
}
