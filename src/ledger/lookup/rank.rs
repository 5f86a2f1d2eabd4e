//! The order within a tier: `fuzzy-matcher` says which name fits best, then the prior (money owed
//! and late, then lately active), then the name. May use: std, fuzzy-matcher.

use std::cmp::Reverse;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::ledger::tables::AccountId;

use super::asked::Asked;
use super::parts::Part;
use super::search::Tier;

/// Accounts of a tier, the likeliest first.
pub fn ranked(found: &[(&Part, u32)], asked: &Asked, tier: Tier) -> Vec<AccountId> {
    let typed = asked.words.join(" ");
    let matcher = SkimMatcherV2::default().ignore_case().use_cache(true);
    let mut ranked: Vec<_> = found
        .iter()
        .map(|(part, slot)| {
            let name = part.accounts.name(*slot);
            let score = match is_by_name(tier) {
                // No name fits better than one that begins so, and many do.
                true if name.starts_with(&typed) => i64::MAX,
                true => matcher.fuzzy_match(&name, &typed).unwrap_or(0),
                false => 0,
            };
            let place = *slot as usize;
            let prior = part.accounts.priors.get(place).copied().unwrap_or(0);
            let id = part.accounts.ids.get(place).copied().unwrap_or(0);
            (Reverse((score, prior)), name, id)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, id)| id).collect()
}

/// Whether names of this tier fit more or less well: a letter that is wrong fits nowhere, and what
/// is not found by name says nothing about it.
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
