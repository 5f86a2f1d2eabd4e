//! A day of lines together.

use super::*;

fn suggest_all(office: &Office, lines: &[MatchLine]) -> Vec<Vec<Suggestion>> {
    MatchBook::new(&office.items, &office.payers, &office.learnt).suggest_all(lines)
}

#[test]
fn an_item_that_one_line_takes_is_not_sure_for_another() {
    let office = office();
    let lines = [
        line(240_777, "Acme Trading", "INV-2026-00123"),
        line(240_777, "Acme Trading", "INV-2026-00123"),
    ];
    let all = suggest_all(&office, &lines);
    assert_eq!(all[0][0].certainty, Certainty::Sure);
    assert!(all[1].iter().all(|one| one.certainty < Certainty::Sure), "{:?}", all[1]);
    let given: i64 = all
        .iter()
        .flat_map(|found| &found[0].allocate)
        .filter(|(at, _)| *at == 1)
        .map(|(_, amount)| amount)
        .sum();
    assert!(given <= 240_777, "{all:?}");
}

#[test]
fn what_one_line_takes_leaves_the_other_to_the_next() {
    let mut office = office();
    office.items.push(item(3, "INV-2026-00301", 31_333));
    // The first says nothing, the second names the older invoice.
    let lines = [line(31_333, "Jean Uwimana", ""), line(31_333, "Jean Uwimana", "INV-2026-00300")];
    let all = suggest_all(&office, &lines);
    assert_eq!(all[1][0].allocate, [(5, 31_333)]);
    assert_eq!(all[1][0].certainty, Certainty::Sure);
    assert_eq!(all[0][0].allocate, [(6, 31_333)]);
    assert!(all[0][0].certainty < Certainty::Sure);
}

#[test]
fn two_part_payments_share_an_invoice() {
    let office = office();
    let lines = [
        line(100_000, "Acme Trading", "INV-2026-00123"),
        line(140_777, "Acme Trading", "INV-2026-00123"),
    ];
    let all = suggest_all(&office, &lines);
    let given: Vec<_> = all.iter().map(|found| found[0].allocate.clone()).collect();
    assert!(given.contains(&vec![(1, 100_000)]) && given.contains(&vec![(1, 140_777)]), "{all:?}");
    let sure = all.iter().filter(|found| found[0].certainty == Certainty::Sure).count();
    assert_eq!(sure, 1);
}
