//! Turns a query into candidates, tier after tier, as long as more are requested. May use: std,
//! fuzzy-matcher, the other parts of the look-up.

use std::collections::{HashSet, VecDeque};

use crate::ledger::tables::{AccountId, ItemId};

use super::Matched;
use super::accounts::Accounts;
use super::asked::{ParsedQuery, QueryNumber};
use super::documents::Documents;
use super::meanings::WordMeanings;
use super::names::WordPlace;
use super::parts::{AccountPart, IndexState};
use super::rank;
use super::tier::MOST;
pub use super::tier::Tier;

/// How many documents of a kind are checked.
const MOST_DOCUMENTS: usize = 64;

/// How many of each kind come first if a number may mean several.
const SHARE: usize = 3;

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// An account.
    Account(AccountId),
    /// A document; the ledger knows its account.
    Item(ItemId),
}

/// A candidate.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The account or document.
    pub what: What,
    /// What matched.
    pub matched: Matched,
    /// Which tier found it; the first is the likeliest.
    pub tier: Tier,
}

/// The tiers for a query that is not a number; for a number they come after its own.
const TIERS: [Tier; 17] = [
    Tier::Whole,
    Tier::FrontWords,
    Tier::Front,
    Tier::Words,
    Tier::Name,
    Tier::Code,
    Tier::Initials,
    Tier::People,
    Tier::Email,
    Tier::Reference,
    Tier::Joined,
    Tier::Abbreviation,
    Tier::Part,
    Tier::FrontTypo,
    Tier::Typo,
    Tier::Typos,
    Tier::AllButOne,
];

/// Iterates over candidates, the likeliest first. A tier is searched only if the earlier ones were
/// not enough.
pub struct Candidates<'a> {
    state: &'a IndexState,
    asked: &'a ParsedQuery,
    seen: HashSet<What>,
    /// Found, and not returned yet.
    found: VecDeque<Candidate>,
    /// The results of one pass over the names for several tiers: tier, part and slot.
    by_name: Vec<(Tier, usize, u32)>,
    /// What a number may mean, unless that was searched already.
    number: Option<&'a QueryNumber>,
    tiers: std::slice::Iter<'static, Tier>,
}

impl<'a> Candidates<'a> {
    /// Candidates in `state` for a query.
    pub fn of(state: &'a IndexState, asked: &'a ParsedQuery) -> Candidates<'a> {
        let tiers = if asked.key.is_empty() { [].iter() } else { TIERS.iter() };
        Candidates {
            state,
            asked,
            seen: HashSet::new(),
            found: VecDeque::new(),
            by_name: Vec::new(),
            number: asked.number.as_ref().filter(|_| !asked.key.is_empty()),
            tiers,
        }
    }
}

impl Candidates<'_> {
    /// The same, without the tiers after those of a number.
    pub fn of_number(self) -> Self {
        Candidates { tiers: [].iter(), ..self }
    }
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        loop {
            if let Some(candidate) = self.found.pop_front() {
                return Some(candidate);
            }
            if let Some(number) = self.number.take() {
                self.number(number);
                continue;
            }
            let tier = *self.tiers.next()?;
            if tier >= Tier::Typos && !self.seen.is_empty() {
                return None;
            }
            self.tier(tier);
        }
    }
}

impl Candidates<'_> {
    fn push(&mut self, what: What, matched: Matched, tier: Tier) {
        if self.seen.insert(what) {
            self.found.push_back(Candidate { what, matched, tier });
        }
    }

    fn tier(&mut self, tier: Tier) {
        match tier {
            Tier::Whole => {
                self.accounts(tier, Matched::Code, |accounts, asked| {
                    accounts.codes.find_whole(&asked.key).to_vec()
                });
                self.accounts(tier, Matched::Name, |accounts, asked| {
                    let words: Vec<&str> = asked.words.iter().map(String::as_str).collect();
                    accounts.named(&words)
                });
            }
            Tier::Code | Tier::CodeNumber => {
                self.accounts(tier, Matched::Code, |accounts, asked| {
                    accounts.codes.find(&asked.key).to_vec()
                });
            }
            Tier::Email => self.accounts(tier, Matched::Email, |accounts, asked| {
                accounts.emails.find(&asked.key).to_vec()
            }),
            Tier::Reference => {
                let asked = self.asked;
                for find in [Documents::whole_reference, Documents::reference] {
                    self.documents(tier, Matched::Reference, |documents| {
                        find(documents, &asked.key, MOST_DOCUMENTS)
                    });
                }
            }
            Tier::Initials => {
                self.accounts(tier, Matched::Name, |accounts, asked| {
                    match asked.words.as_slice() {
                        [letters] if letters.chars().nth(1).is_some() => {
                            accounts.with_initials(letters).to_vec()
                        }
                        _ => Vec::new(),
                    }
                });
            }
            _ => self.by_name(tier),
        }
    }

    /// Searches a tier of names. One pass finds those of several tiers, which are kept until their
    /// turn.
    fn by_name(&mut self, tier: Tier) {
        if matches!(tier, Tier::FrontWords | Tier::Joined | Tier::Abbreviation | Tier::Part)
            || matches!(tier, Tier::FrontTypo | Tier::Typos | Tier::AllButOne)
        {
            let asked = self.asked;
            let parts = self.state.accounts.iter().enumerate();
            let found = parts.flat_map(|(place, part)| {
                let found = WordMeanings { part, words: &asked.words }.slots(tier);
                found.into_iter().map(move |(standing, slot)| (tier.of(standing), place, slot))
            });
            self.by_name = found.collect();
        }
        let mut kept = std::mem::take(&mut self.by_name);
        self.rank(
            tier,
            Matched::Name,
            kept.extract_if(.., |(of, ..)| *of == tier)
                .map(|(_, part, slot)| (part, slot))
                .collect(),
        );
        self.by_name = kept;
    }

    /// Searches for what a number may mean: a few of each kind first, then the rest.
    fn number(&mut self, number: &QueryNumber) {
        if !number.letters.is_empty() {
            // A complete code means that account: `C0001` is not the tail of `CN-2026-00001`.
            self.accounts(Tier::Whole, Matched::Code, |accounts, asked| {
                accounts.codes.find_whole(&asked.key).to_vec()
            });
        }
        for find in [Documents::invoices, Documents::others] {
            for tail in &number.tails {
                self.documents(Tier::DocumentNumber, Matched::Document, |documents| {
                    find(documents, tail, MOST_DOCUMENTS)
                });
            }
        }
        if number.letters.is_empty() {
            self.accounts(Tier::CodeNumber, Matched::Code, |accounts, asked| {
                accounts.codes.find_whole(&asked.key).to_vec()
            });
            self.tier(Tier::CodeNumber);
        }
        for range in &number.amounts {
            self.documents(Tier::Amount, Matched::Amount, |documents| {
                documents.amount(*range.start(), *range.end(), MOST_DOCUMENTS)
            });
        }
        if let Some(phone) = &number.phone {
            // First as it was typed, including leading zeros.
            for tail in [&number.digits, &phone.digits] {
                self.accounts(Tier::Phone, Matched::Phone, |accounts, _| accounts.phone_tail(tail));
            }
            if number.is_head {
                self.accounts(Tier::Phone, Matched::Phone, |accounts, _| {
                    accounts.phone_head(&phone.digits).to_vec()
                });
            }
        }
        share(self.found.make_contiguous());
    }

    fn documents(
        &mut self,
        tier: Tier,
        matched: Matched,
        find: impl Fn(&Documents) -> Vec<ItemId>,
    ) {
        let mut items: Vec<ItemId> =
            self.state.documents.iter().flat_map(|part| find(part)).collect();
        items.sort_unstable_by(|a, b| b.cmp(a));
        for item in items {
            self.push(What::Item(item), matched, tier);
        }
    }

    /// Adds accounts that are in a tier.
    fn accounts(
        &mut self,
        tier: Tier,
        matched: Matched,
        find: impl Fn(&Accounts, &ParsedQuery) -> Vec<u32>,
    ) {
        let mut found = Vec::new();
        for (place, part) in self.state.accounts.iter().enumerate() {
            let mut slots = find(&part.accounts, self.asked);
            slots.retain(|slot| !part.dead.has(*slot));
            if slots.len() > MOST {
                slots.select_nth_unstable(MOST);
                slots.truncate(MOST);
            }
            found.extend(slots.into_iter().map(|slot| (place, slot)));
        }
        self.rank(tier, matched, found);
    }

    /// Adds the accounts of a tier that are not there yet, in ranked order.
    fn rank(&mut self, tier: Tier, matched: Matched, found: Vec<(usize, u32)>) {
        let parts = &self.state.accounts;
        let with_parts =
            found.into_iter().filter_map(|(place, slot)| Some((parts.get(place)?, slot)));
        let is_new = |(part, slot): &(&AccountPart, u32)| {
            let id = part.accounts.ids.get(*slot as usize);
            id.is_some_and(|id| !self.seen.contains(&What::Account(*id)))
        };
        let found: Vec<(&AccountPart, u32)> = with_parts.filter(is_new).collect();
        for id in rank::ranked(&found, self.asked, tier) {
            self.push(What::Account(id), matched, tier);
        }
    }
}

/// Puts a few of each kind first, and keeps the order otherwise.
fn share(candidates: &mut [Candidate]) {
    let mut counts = std::collections::BTreeMap::new();
    let mut rounds = std::collections::HashMap::new();
    for candidate in &*candidates {
        let count = counts.entry(candidate.tier).or_insert(0_usize);
        rounds.insert(candidate.what, *count / SHARE);
        *count += 1;
    }
    candidates.sort_by_key(|candidate| (rounds.get(&candidate.what).copied(), candidate.tier));
}

impl Tier {
    /// Returns the tier of an account that a pass over the names found.
    fn of(self, standing: WordPlace) -> Tier {
        match (self, standing) {
            (Tier::FrontWords, WordPlace::Front) => Tier::Front,
            (Tier::FrontWords, WordPlace::Whole) => Tier::Words,
            (Tier::FrontWords, WordPlace::Name) => Tier::Name,
            (Tier::FrontWords, WordPlace::People) => Tier::People,
            (Tier::FrontTypo, WordPlace::Whole | WordPlace::Name | WordPlace::People) => Tier::Typo,
            (tier, _) => tier,
        }
    }
}
