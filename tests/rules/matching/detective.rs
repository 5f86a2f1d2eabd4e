//! The amount detective.

use crate::common::properties::properties;
use std::time::{Duration, Instant};

use daybook::matching::{AmountDifference, DetectAnswer, DetectLimits, DetectedSums, detect};
use proptest::prelude::*;

use super::*;

fn numbers(items: &[MatchItem], answer: &DetectAnswer) -> Vec<String> {
    answer.items.iter().map(|(at, _)| items[*at as usize].number.clone()).collect()
}

#[test]
fn items_that_add_up_are_found_the_fewest_first() {
    let items = [
        item(1, "A", 300),
        item(1, "B", 200),
        item(1, "C", 100),
        item(2, "D", 300),
        item(1, "E", 75),
    ];
    let found = detect(&items, 300, None, DetectLimits::of(300));
    let named: Vec<_> = found.answers.iter().map(|answer| numbers(&items, answer)).collect();
    assert_eq!(
        named[..3],
        [vec!["A".to_string()], vec!["D".to_string()], vec!["B".to_string(), "C".to_string()]]
    );
    assert!(!found.more);
    assert_eq!(detect(&items, 0, None, DetectLimits::of(0)), DetectedSums::default());
}

type KindAndItems = (Option<(AmountDifference, i64)>, Vec<(u32, i64)>);

#[test]
fn one_discount_one_fee_or_one_short_payment() {
    let mut items = vec![item(1, "A", 10_000), item(1, "B", 5_000)];
    items[0].discount = 200;
    let kinds = |amount: i64| -> Vec<KindAndItems> {
        let limits = DetectLimits { fee: 30, short: 500, ..DetectLimits::of(amount) };
        let found = detect(&items, amount, None, limits);
        found.answers.into_iter().map(|answer| (answer.difference, answer.items)).collect()
    };
    let discount = (Some((AmountDifference::Discount, 200)), vec![(0, 9_800), (1, 5_000)]);
    assert_eq!(kinds(14_800)[0], discount);
    assert_eq!(
        kinds(14_975)[0],
        (Some((AmountDifference::Fee, 25)), vec![(0, 10_000), (1, 5_000)])
    );
    assert_eq!(
        kinds(14_600)[0],
        (Some((AmountDifference::Short, 400)), vec![(0, 10_000), (1, 4_600)])
    );
}

#[test]
fn items_may_be_held_to_a_few_days() {
    let mut items = vec![item(1, "A", 100), item(1, "B", 200), item(1, "C", 200)];
    items[1].issued = day().plus(-300).unwrap();
    let limits = DetectLimits { fee: 0, short: 0, ..DetectLimits::of(300) };
    let found = detect(&items, 300, Some(30), limits);
    assert_eq!(found.answers.len(), 1);
    assert_eq!(numbers(&items, &found.answers[0]), ["A", "C"]);
    assert_eq!(detect(&items, 300, None, limits).answers.len(), 2);
}

#[test]
fn more_is_said_where_there_are_more() {
    let items: Vec<MatchItem> = (0..20).map(|at| item(1, &format!("I{at:02}"), 100)).collect();
    let limits = DetectLimits { answers: 5, ..DetectLimits::of(1_000) };
    let found = detect(&items, 1_000, None, limits);
    assert_eq!((found.answers.len(), found.more), (5, true));
    let first: Vec<u32> = found.answers[0].items.iter().map(|(at, _)| *at).collect();
    assert_eq!(first, (0..10).collect::<Vec<_>>());
    // Work that is used up is told as well.
    let limits = DetectLimits { work: 10, ..DetectLimits::of(1_001) };
    assert!(detect(&items, 1_000, None, limits).more);
}

#[test]
fn a_thousand_items_are_searched_in_bounded_time() {
    let items: Vec<MatchItem> = (0_i64..1_000)
        .map(|at| item(1, &format!("I{at:04}"), 1_000 + at * at * 7_919 % 900_001))
        .collect();
    let amount = items[17].open + items[640].open + items[903].open;
    let began = Instant::now();
    let found = detect(&items, amount, None, DetectLimits::of(amount));
    let took = began.elapsed();
    let named = |answer: &DetectAnswer| answer.items.iter().map(|(at, _)| *at).collect::<Vec<_>>();
    assert!(found.more);
    assert!(found.answers.iter().any(|answer| named(answer) == [17, 640, 903]), "{found:?}");
    // A tenth of a second where it is optimised.
    assert!(took < Duration::from_secs(5), "{took:?}");
}

/// Every set of items, one after the other.
fn by_force(items: &[MatchItem], amount: i64, limits: DetectLimits) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    for mask in 1_u32..1 << items.len() {
        let (mut sum, mut less, mut largest) = (0, 0, 0);
        for (_, item) in items.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0) {
            (sum, less, largest) = (sum + item.open, less + item.discount, largest.max(item.open));
        }
        let missing = sum - amount;
        let is_short = missing > 0 && missing <= limits.short && largest > missing;
        let is_fee = missing > 0 && missing <= limits.fee;
        let places = 0..u32::try_from(items.len()).unwrap();
        let set = || places.clone().filter(|at| mask & (1 << at) != 0).collect::<Vec<u32>>();
        found.extend((missing == 0 || is_fee || is_short).then(set));
        found.extend((less > 0 && missing == less).then(set));
    }
    found.sort();
    found
}

proptest! {
    #![proptest_config(properties(24))]

    /// What is found is all there is, in the right order, on up to twenty items.
    #[test]
    fn the_detective_finds_all_there_is(
        opens in prop::collection::vec((1_i64..400, 0_i64..4), 1..=13),
        pick in any::<u32>(),
        off in 0_i64..4,
        scale in prop::sample::select(vec![1_i64, 10, 37]),
    ) {
        check(&opens, pick, off, scale)?;
    }
}

proptest! {
    #![proptest_config(properties(3))]

    #[test]
    fn and_on_twenty_items(
        opens in prop::collection::vec((1_000_i64..90_000, 0_i64..2), 20),
        pick in any::<u32>(),
        off in 0_i64..3,
    ) {
        check(&opens, pick, off, 1)?;
    }
}

fn check(opens: &[(i64, i64)], pick: u32, off: i64, scale: i64) -> Result<(), TestCaseError> {
    let mut items: Vec<MatchItem> = Vec::new();
    for (at, (open, discount)) in opens.iter().enumerate() {
        let mut one = item(1, &format!("I{at:02}"), open * scale);
        one.discount = (*discount).min(one.open - 1);
        items.push(one);
    }
    let chosen = items.iter().enumerate().filter(|(at, _)| pick & (1 << at) != 0);
    let amount: i64 = chosen.map(|(_, item)| item.open).sum::<i64>() - off;
    let limits = DetectLimits { answers: 1_000_000, fee: 1, short: 3, work: u64::MAX };
    let found = detect(&items, amount, None, limits);
    if amount <= 0 {
        prop_assert_eq!(found, DetectedSums::default());
        return Ok(());
    }
    let mut sets: Vec<Vec<u32>> = found
        .answers
        .iter()
        .map(|answer| answer.items.iter().map(|(at, _)| *at).collect())
        .collect();
    let ranks: Vec<_> = found
        .answers
        .iter()
        .zip(&sets)
        .map(|(answer, set)| (answer.difference.map(|(kind, _)| kind), set.len(), set.clone()))
        .collect();
    prop_assert!(ranks.is_sorted(), "{ranks:?}");
    sets.sort();
    prop_assert_eq!(sets, by_force(&items, amount, limits));
    prop_assert!(!found.more);
    for answer in &found.answers {
        let sum: i64 = answer.items.iter().map(|(_, part)| *part).sum();
        let fee = answer.difference.filter(|(kind, _)| *kind == AmountDifference::Fee);
        prop_assert_eq!(sum, amount + fee.map_or(0, |(_, fee)| fee));
    }
    let few = detect(&items, amount, None, DetectLimits { answers: 3, ..limits });
    let exact = |found: &DetectedSums| -> Vec<DetectAnswer> {
        found.answers.iter().take(3).cloned().collect()
    };
    prop_assert_eq!(exact(&few), exact(&found));
    prop_assert_eq!(few.more, found.answers.len() > 3);
    Ok(())
}
