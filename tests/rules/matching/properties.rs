//! What holds of every suggestion, whatever the items and the line.

use crate::common::properties::properties;
use proptest::prelude::*;

use super::*;

/// A small office: names that are alike, amounts that are equal, numbers that end alike.
fn any_office() -> impl Strategy<Value = Office> {
    let items = prop::collection::vec(
        (1_u32..5, 1_u32..60, 0_usize..8, 0_i64..40, 0_i64..3, 0_i64..2),
        1..14,
    );
    items.prop_map(|drawn| {
        let amounts = [100, 250, 1_000, 1_180, 5_055, 7_777, 98_000, 123_456];
        let items = drawn.into_iter().enumerate().map(
            |(at, (customer, number, amount, days, discount, disputed))| {
                let mut one =
                    item(customer, &format!("INV-20{}-{number:05}", 25 + at % 2), amounts[amount]);
                one.due = day().plus(-days).unwrap();
                one.discount = discount * one.open / 50;
                one.disputed = disputed * one.open / 10;
                one
            },
        );
        let payers = ["Acme Trading Ltd", "Acme Trading SARL", "Jean Uwimana", "Jeanne Uwimana"];
        let payers = (1..).zip(payers).map(|(customer, name)| payer(customer, name)).collect();
        Office { items: items.collect(), payers, learnt: Vec::new() }
    })
}

fn any_line() -> impl Strategy<Value = MatchLine> {
    let texts = prop::sample::select(vec![
        "",
        "INV-2026-00012",
        "inv 12, 13",
        "7",
        "12/11/2026",
        "tel 0788 123 456",
        "INV-2025-00007/8 charges",
        "2026",
        "100",
        "1,180.00",
        "invoice 31 and 32",
    ]);
    let payers =
        prop::sample::select(vec!["", "ACME TRADING", "Acme Trading SARL", "UWIMANA J", "Holding"]);
    let amounts = prop_oneof![
        prop::sample::select(vec![
            100_i64, 250, 350, 1_000, 1_180, 1_156, 5_055, 7_777, 98_000, 123_456, 130_000
        ]),
        1_i64..200_000,
    ];
    (amounts, 0_i64..3, payers, texts).prop_map(|(amount, fee, payer, text)| {
        let mut one = line(amount, payer, text);
        one.fee = fee * 10;
        one
    })
}

/// What is left of each item cannot be less than what is given, and the sums add up.
fn adds_up(office: &Office, line: &MatchLine, one: &Suggestion) -> Result<(), TestCaseError> {
    let given: i64 = one.allocate.iter().map(|(_, amount)| *amount).sum();
    prop_assert_eq!(given + one.rest, line.amount + one.fee, "{:?}", one);
    prop_assert!(one.rest >= 0 && one.fee >= 0 && one.discount >= 0 && one.short >= 0);
    for (at, amount) in &one.allocate {
        prop_assert!(*amount > 0 && *amount <= office.items[*at as usize].open, "{:?}", one);
    }
    let mut items: Vec<u32> = one.allocate.iter().map(|(at, _)| *at).collect();
    items.sort_unstable();
    items.dedup();
    prop_assert_eq!(items.len(), one.allocate.len());
    let is_disputed = |signal: &MatchSignal| matches!(signal, MatchSignal::LessDisputed(_));
    let is_paid = |at: &u32| items.contains(at) || has(one, is_disputed);
    prop_assert!(named(one).iter().all(is_paid), "named and not paid: {:?}", one);
    Ok(())
}

/// Suggestions with items by number and customer, for other orders of the same items.
fn told(office: &Office, found: &[Suggestion]) -> Vec<String> {
    let name = |(at, amount): &(u32, i64)| {
        let item = &office.items[*at as usize];
        (item.customer, item.number.clone(), item.open, item.due, *amount)
    };
    let one = |one: &Suggestion| {
        let items: Vec<_> = one.allocate.iter().map(name).collect();
        format!(
            "{:?} {:?} {items:?} {} {} {} {}",
            one.customer, one.certainty, one.rest, one.fee, one.discount, one.score
        )
    };
    found.iter().map(one).collect()
}

/// Leaves one of the items that are equal in everything that matching sees.
fn without_equals(office: &mut Office) {
    let mut seen = std::collections::BTreeSet::new();
    office.items.retain(|item| seen.insert((item.number.clone(), item.customer)));
}

proptest! {
    #![proptest_config(properties(400))]

    #[test]
    fn every_suggestion_adds_up(office in any_office(), line in any_line()) {
        let found = office.suggest(&line);
        prop_assert!(found.len() <= 5);
        prop_assert!(found.is_sorted_by(|one, next| one.score >= next.score));
        for (rank, one) in found.iter().enumerate() {
            adds_up(&office, &line, one)?;
            prop_assert!(rank == 0 || one.certainty < Certainty::Sure);
            if one.certainty == Certainty::Sure {
                prop_assert!(!one.reason.iter().any(MatchSignal::is_against), "{one:?}");
                prop_assert!(one.reason.len() >= 2, "{one:?}");
            }
        }
    }

    #[test]
    fn the_order_of_items_and_customers_changes_nothing(
        office in any_office(),
        line in any_line(),
        turn in 0_usize..14,
    ) {
        let mut office = office;
        without_equals(&mut office);
        let before = told(&office, &office.suggest(&line));
        let count = office.items.len();
        office.items.rotate_left(turn % count);
        office.items.reverse();
        office.payers.reverse();
        prop_assert_eq!(told(&office, &office.suggest(&line)), before);
    }

    #[test]
    fn lines_together_never_take_more_than_is_open(
        office in any_office(),
        lines in prop::collection::vec(any_line(), 1..8),
    ) {
        let all = MatchBook::new(&office.items, &office.payers, &office.learnt).suggest_all(&lines);
        prop_assert_eq!(all.len(), lines.len());
        let mut taken = vec![0_i64; office.items.len()];
        let mut sure = vec![0; office.items.len()];
        for (line, found) in lines.iter().zip(&all) {
            for one in found {
                adds_up(&office, line, one)?;
            }
            let Some(first) = found.first() else { continue };
            for (at, amount) in &first.allocate {
                sure[*at as usize] += usize::from(first.certainty == Certainty::Sure);
                if first.certainty >= Certainty::Likely {
                    taken[*at as usize] += amount;
                }
            }
        }
        prop_assert!(sure.iter().all(|lines| *lines <= 1), "{all:?}");
        for (item, taken) in office.items.iter().zip(taken) {
            prop_assert!(taken <= item.open, "{} {taken}: {all:?}", item.number);
        }
    }

    #[test]
    fn any_text_at_all_is_read(text in ".{0,80}", payer in ".{0,40}", amount in any::<i64>()) {
        let office = office();
        let mut one = line(amount, &payer, &text);
        one.references.push(text.clone());
        one.payer_account = Some(payer.clone());
        for found in office.suggest(&one) {
            if amount > 0 {
                adds_up(&office, &one, &found)?;
            }
        }
        let form = daybook::matching::remittance::AmountForm { decimal_mark: ',', digits: 2 };
        let _ = daybook::matching::remittance::parse(&text, form);
    }
}
