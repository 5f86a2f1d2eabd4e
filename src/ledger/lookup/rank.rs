//! Orders candidates within a tier: by how well the name fits (`fuzzy-matcher`), then by prior
//! (money late, money owed, recent activity), then by name. May use: std, fuzzy-matcher.

use std::cmp::Ordering;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::ledger::tables::AccountId;

use super::accounts::Accounts;
use super::asked::ParsedQuery;
use super::parts::AccountPart;
use super::tier::Tier;

/// An account of a tier, and how well its name fits.
struct ScoredAccount<'a> {
    score: i64,
    prior: u32,
    accounts: &'a Accounts,
    slot: u32,
}

impl ScoredAccount<'_> {
    /// The likelier one first. Slots of one part are in that order already: only names from
    /// different parts have to be compared.
    fn order(&self, other: &ScoredAccount) -> Ordering {
        let by_name = || match std::ptr::eq(self.accounts, other.accounts) {
            true => self.slot.cmp(&other.slot),
            false => self.named().cmp(other.named()).then_with(|| self.id().cmp(&other.id())),
        };
        let by_prior = || other.prior.cmp(&self.prior);
        other.score.cmp(&self.score).then_with(by_prior).then_with(by_name)
    }

    fn named(&self) -> impl Iterator<Item = &str> {
        self.accounts.name_words(self.slot)
    }

    fn id(&self) -> AccountId {
        self.accounts.ids.get(self.slot as usize).copied().unwrap_or(0)
    }
}

/// Accounts of a tier, the likeliest first.
pub fn ranked(found: &[(&AccountPart, u32)], asked: &ParsedQuery, tier: Tier) -> Vec<AccountId> {
    let mut fit = Fit::to(asked);
    let mut ranked: Vec<ScoredAccount> = found
        .iter()
        .map(|(part, slot)| {
            let (accounts, slot) = (&*part.accounts, *slot);
            let score = if is_by_name(tier) { fit.of(accounts, slot) } else { 0 };
            let prior = accounts.priors.get(slot as usize).copied().unwrap_or(0);
            ScoredAccount { score, prior, accounts, slot }
        })
        .collect();
    ranked.sort_unstable_by(ScoredAccount::order);
    ranked.into_iter().map(|one| one.id()).collect()
}

/// Scores how well names fit what was typed.
struct Fit<'a> {
    asked: &'a ParsedQuery,
    typed: String,
    matcher: Option<SkimMatcherV2>,
}

impl Fit<'_> {
    fn to(asked: &ParsedQuery) -> Fit<'_> {
        Fit { asked, typed: asked.words.join(" "), matcher: None }
    }

    /// A name that begins as typed has the best score, and many do: skip building the string for
    /// those.
    fn of(&mut self, accounts: &Accounts, slot: u32) -> i64 {
        if self.begins(accounts.name_words(slot)) {
            return i64::MAX;
        }
        let new = || SkimMatcherV2::default().ignore_case().use_cache(true);
        let matcher = self.matcher.get_or_insert_with(new);
        matcher.fuzzy_match(&accounts.name(slot), &self.typed).unwrap_or(0)
    }

    /// Whether a name begins with the words typed; the last one may be a prefix.
    fn begins<'n>(&self, mut name: impl Iterator<Item = &'n str>) -> bool {
        let Some((last, before)) = self.asked.words.split_last() else { return true };
        before.iter().all(|typed| name.next() == Some(typed))
            && name.next().is_some_and(|word| word.starts_with(last.as_str()))
    }
}

/// Whether names of this tier can be scored: not if a letter is wrong, nor if they were not found
/// by name.
fn is_by_name(tier: Tier) -> bool {
    matches!(
        tier,
        Tier::FrontWords
            | Tier::Front
            | Tier::Words
            | Tier::Name
            | Tier::People
            | Tier::Joined
            | Tier::Abbreviation
            | Tier::Part
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::lookup::build::Builder;
    use crate::ledger::lookup::card::Card;
    use crate::ledger::lookup::documents::Documents;
    use crate::ledger::lookup::parts::IndexState;

    /// All accounts of a book as a tier found them, in parts by the remainder of their numbers.
    fn ranked_in(parts: u32, typed: &str) -> Vec<AccountId> {
        const ENDS: [&str; 4] = ["traders", "hotel", "bakery", "tr"];
        let mut state = IndexState::default();
        for part in 0..parts {
            let mut builder = Builder::default();
            // Later ones first: rows that were read again are in no particular order.
            for id in (0..200).rev().filter(|id| id % parts == part) {
                let name = format!("kiga{} {}", id % 7, ENDS[id as usize % 4]);
                let people = if id % 5 < 2 { "aline kamanzi" } else { "" };
                let card = Card { id, code: "", name: &name, people, phones: "", emails: "" };
                builder.add(&card, id % 3);
            }
            state.add_newest(builder.build(), Documents::default());
        }
        let slots = state.accounts.iter().flat_map(|part| {
            let slots = (0..).zip(&part.accounts.ids);
            slots.map(move |(slot, _)| (part, slot))
        });
        ranked(&slots.collect::<Vec<_>>(), &ParsedQuery::of(typed), Tier::Front)
    }

    #[test]
    fn the_order_is_the_same_however_many_parts_the_index_has() {
        for typed in ["kiga", "kiga3 tr", "tr", "kg"] {
            assert_eq!(ranked_in(1, typed), ranked_in(4, typed), "{typed}");
        }
        let id = ranked_in(4, "kiga3 tr")[0];
        assert_eq!((id % 7, id % 4, id % 3), (3, 3, 2), "begins so, with the highest prior");
        assert_eq!(ranked_in(4, "kiga3 tr")[1], id + 84, "of those alike, the first number");
    }
}
