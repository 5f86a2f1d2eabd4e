//! The seeded month: how right the suggestions are, by kind of trouble.

use std::collections::BTreeMap;

use daybook::matching::{MatchBook, MatchScore};

use crate::month::{Trouble, seeded_month};

#[test]
fn most_lines_of_a_month_are_right_and_what_is_sure_is_never_wrong() {
    let mut all = MatchScore::default();
    let mut by_trouble: BTreeMap<Trouble, MatchScore> = BTreeMap::new();
    for ledger in seeded_month(1_000, 3_000, 600) {
        let book = MatchBook::new(&ledger.items, &ledger.payers, &ledger.learnt)
            .with_payments(&ledger.past);
        let found = book.suggest_all(&ledger.lines);
        for (at, found) in found.iter().enumerate() {
            let mut score = MatchScore::default();
            score.add(&ledger.truths[at], found);
            assert_eq!(score.sure_wrong, 0, "{:?} {found:?}", ledger.lines[at]);
            all.join(&score);
            by_trouble.entry(ledger.troubles[at]).or_default().join(&score);
        }
    }
    assert!(all.lines.per_mille() >= 970, "{all:?}");
    assert!(all.envelopes.per_mille() >= 930, "{all:?}");
    assert!(all.sure_per_mille() >= 830, "{all:?}");
    assert_eq!(by_trouble.len(), 15);
    assert!(by_trouble[&Trouble::OthersNumber].sure_right == 0, "a wrong number is never sure");
    for (trouble, score) in by_trouble {
        assert!(score.envelopes.per_mille() >= 850, "{trouble:?} {score:?}");
    }
}
