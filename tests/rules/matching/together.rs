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
    // It is the same item, and only possible, with the line that it competes with.
    let second = &all[1][0];
    assert_eq!(
        (second.allocate.as_slice(), second.certainty),
        (&[(1, 240_777)][..], Certainty::Possible)
    );
    assert!(has(second, |it| *it == MatchSignal::TakenByLine(0)), "{second:?}");
    assert!(!has(&all[0][0], |it| matches!(it, MatchSignal::TakenByLine(_))), "{:?}", all[0]);
}

/// What another line may take is open until somebody accepts that.
#[test]
fn the_amounts_of_a_suggestion_do_not_depend_on_another_line() {
    let office = office();
    let lines = [
        line(240_777, "Acme Trading", "INV-2026-00123"),
        line(240_777, "Acme Trading", ""),
        line(118_013, "Acme Trading", "for 12"),
    ];
    for lines in [&lines[..], &[lines[1].clone(), lines[0].clone(), lines[2].clone()][..]] {
        let all = suggest_all(&office, lines);
        for (line, found) in lines.iter().zip(&all) {
            let alone = office.suggest(line);
            assert_eq!(found[0].allocate, alone[0].allocate, "{line:?}: {found:?}");
            assert_eq!((found[0].rest, found[0].short), (alone[0].rest, alone[0].short));
        }
    }
}

/// Neither line has more for it: both say so.
#[test]
fn two_lines_for_one_item_name_each_other() {
    let office = office();
    let lines = [line(240_777, "", "thanks 123"), line(240_777, "", "123 again")];
    let all = suggest_all(&office, &lines);
    for (at, found) in all.iter().enumerate() {
        assert_eq!(found[0].allocate, [(1, 240_777)], "{all:?}");
        let is_told = |it: &MatchSignal| *it == MatchSignal::TakenByLine(1 - at);
        let is_sure = found[0].certainty == Certainty::Sure;
        assert!(is_sure || has(&found[0], is_told), "{all:?}");
    }
}

/// An amount that is an invoice less its early-payment discount finds it, with the payer's name or without.
#[test]
fn an_invoice_less_its_discount_is_found_by_the_amount() {
    let mut office = office();
    office.items[1].discount = 4_816;
    office.items[1].discount_until = Some(day());
    let sent = 240_777 - 4_816;
    for payer in ["Acme Trading", ""] {
        let found = office.suggest(&line(sent, payer, "transfer"));
        assert_eq!((found[0].allocate.as_slice(), found[0].discount), (&[(1, sent)][..], 4_816));
        assert!(has(&found[0], |it| *it == MatchSignal::LessDiscount(4_816)), "{found:?}");
        assert!(!payer.is_empty() || found[0].certainty == Certainty::Possible, "{found:?}");
    }
    // The day after, it is no longer to be had.
    office.items[1].discount_until = day().plus(-1);
    assert!(office.suggest(&line(sent, "", "transfer")).is_empty());
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
