//! One line after another: what is sure, what is not, and why.

use daybook::matching::{Learnt, PastPayment, key_of_account, key_of_name};

use super::*;

#[test]
fn a_whole_number_and_its_amount_are_sure() {
    let office = office();
    for text in ["INV-2026-00123", "inv 2026 123 thanks", "Inv202600123", "pmt INV/2026/00123 oct"]
    {
        assert_eq!(office.sure(&line(240_777, "", text)), [(1, 240_777)], "{text}");
    }
    let found = office.suggest(&line(240_777, "Acme Trading", "INV-2026-00123"));
    assert_eq!(
        found[0].reason,
        [MatchSignal::Reference(vec![1]), MatchSignal::Name, MatchSignal::Amount]
    );
}

#[test]
fn digits_alone_need_the_payer() {
    let office = office();
    assert_eq!(office.sure(&line(55_031, "ACME TRADING LTD", "1042")), [(2, 55_031)]);
    let found = office.not_sure(&line(55_031, "", "1042"));
    assert_eq!(found[0].allocate, [(2, 55_031)]);
}

#[test]
fn a_number_inside_another_is_not_a_reference() {
    let office = office();
    let texts = [
        "0788 123 456",
        "+250 788 123 123",
        "12/11/2026",
        "123,00 RWF",
        "A123B",
        "INV-2026-001234",
        "2026",
        "tel 0788001042",
        "acct 00123004567",
        "RW12123",
        "123.45",
        "9123",
        "PO 55123X",
    ];
    for text in texts {
        for found in office.suggest(&line(99_999, "", text)) {
            let is_named = has(&found, |signal| {
                matches!(signal, MatchSignal::Reference(_) | MatchSignal::PartOfNumber(_))
            });
            assert!(!is_named, "{text}: {found:?}");
        }
    }
}

#[test]
fn a_payer_and_an_amount_are_sure_where_one_item_fits() {
    let office = office();
    assert_eq!(office.sure(&line(240_777, "TRADING ACME LIMITED", "")), [(1, 240_777)]);
    assert_eq!(office.sure(&line(77_919, "KIGALI BAKERY", "monthly payment")), [(4, 77_919)]);
    assert_eq!(office.sure(&line(31_333, "UWIMANA JEAN", "")), [(5, 31_333)]);
    // Two customers owe this amount; the name says which.
    assert_eq!(office.sure(&line(118_013, "Kigali Bakery", "")), [(3, 118_013)]);
    // A round amount tells little.
    let mut office = office;
    office.items.push(item(1, "INV-2026-00400", 50_000));
    assert_eq!(office.not_sure(&line(50_000, "Acme Trading", ""))[0].allocate, [(6, 50_000)]);
}

#[test]
fn a_known_customer_who_owes_nothing_has_it_on_account() {
    let mut office = office();
    office.payers.push(payer(4, "Nyamata Lodge"));
    let found = office.not_sure(&line(5_000, "NYAMATA LODGE", "INV-2026-00006"));
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!((one.customer, one.rest, one.certainty), (4, 5_000, Certainty::Possible));
    assert!(one.allocate.is_empty());
    let given = MatchSignal::UnknownReference("INV-2026-00006".into());
    assert_eq!(one.reason, [MatchSignal::Name, MatchSignal::NothingOpen, given]);
    // Nobody is known to have paid, or the customer owes something that doesn't fit.
    assert_eq!(office.suggest(&line(5_000, "", "INV-2026-00006")), []);
    assert!(!has(&office.suggest(&line(5_000, "Kigali Bakery", ""))[0], |signal| *signal
        == MatchSignal::NothingOpen));
}

#[test]
fn an_amount_alone_is_a_possibility() {
    let found = office().not_sure(&line(118_013, "", ""));
    let items: Vec<u32> = found.iter().map(|one| one.allocate[0].0).collect();
    assert!(items.contains(&0) && items.contains(&3), "{found:?}");
    assert!(found.iter().all(|one| one.certainty == Certainty::Possible));
}

#[test]
fn the_number_of_another_customer_is_never_sure() {
    let office = office();
    let found = office.not_sure(&line(240_777, "Acme Trading Ltd", "INV-2026-00201"));
    assert_eq!(found[0].allocate, [(1, 240_777)]);
    assert!(has(&found[0], |signal| matches!(signal, MatchSignal::OtherReference(_))));
    // Number and amount of the bakery, and Acme is the payer.
    let found = office.not_sure(&line(77_919, "Acme Trading Ltd", "INV-2026-00201"));
    assert_eq!(found[0].allocate, [(4, 77_919)]);
    assert!(has(&found[0], |signal| *signal == MatchSignal::OtherPayer(1)));
}

#[test]
fn a_payer_and_an_amount_that_say_another_stop_a_reference() {
    // Acme and the bakery owe the same; the number is Acme's, and the bakery is named in the text.
    office().not_sure(&line(118_013, "", "TRF FROM KIGALI BAKERY INV-2026-00012"));
}

#[test]
fn a_number_that_is_not_open_is_told() {
    let found = office().not_sure(&line(240_777, "Acme Trading Ltd", "INV-2026-00077"));
    assert_eq!(found[0].allocate, [(1, 240_777)]);
    let number = MatchSignal::UnknownReference("INV-2026-00077".to_string());
    assert!(found[0].reason.contains(&number));
}

/// An item of which nothing would be paid is no reason for a suggestion.
#[test]
fn what_is_named_and_not_paid_speaks_against_a_suggestion() {
    let office = office();
    for (amount, text) in [(60_000, "INV-2026-01042"), (100_000, "INV-2026-00012 INV-2026-01042")] {
        let found = office.suggest(&line(amount, "Acme Trading", text));
        let others: Vec<_> =
            found.iter().filter(|one| one.allocate.iter().all(|(at, _)| *at != 2)).collect();
        assert!(!others.is_empty(), "{found:?}");
        for one in others {
            assert!(!named(one).contains(&2), "{one:?}");
            assert!(one.reason.contains(&MatchSignal::OtherReference(vec![2])), "{one:?}");
        }
    }
}

#[test]
fn two_customers_of_one_name_are_both_shown() {
    let mut office = office();
    office.payers.push(payer(4, "Jean Uwimana"));
    office.items.push(item(4, "INV-2026-00500", 31_333));
    let found = office.not_sure(&line(31_333, "JEAN UWIMANA", ""));
    let customers: Vec<u32> = found.iter().map(|one| one.customer).take(2).collect();
    assert_eq!(customers, [3, 4], "{found:?}");
    assert!(has(&found[0], |signal| *signal == MatchSignal::NameOfSeveral));
    assert_eq!(found[0].score, found[1].score);
    assert_eq!(office.sure(&line(31_333, "JEAN UWIMANA", "INV-2026-00500")), [(6, 31_333)]);
}

#[test]
fn of_two_customers_of_one_name_the_one_who_owes_the_amount_is_sure() {
    let mut office = office();
    office.payers.push(payer(4, "Jean Uwimana"));
    office.items.push(item(4, "INV-2026-00500", 90_001));
    for (amount, place) in [(31_333, 5), (90_001, 6)] {
        let line = line(amount, "JEAN UWIMANA", "payment");
        assert_eq!(office.sure(&line), [(place, amount)]);
        let found = office.suggest(&line);
        assert_eq!(
            found[0].reason,
            [MatchSignal::Name, MatchSignal::Amount, MatchSignal::OnlyOfSeveral]
        );
    }
    // A number decides between them for a part of the amount, too.
    let part = office.suggest(&line(60_001, "JEAN UWIMANA", "INV-2026-00500"));
    assert_eq!((part[0].certainty, part[0].allocate[0]), (Certainty::Sure, (6, 60_001)));
    // A name that is only similar may be that of somebody else.
    office.not_sure(&line(31_333, "JEAN UWIMANO", "payment"));
    // A round amount tells little, and so does half of what the other owes.
    office.items.push(item(4, "INV-2026-00501", 50_000));
    office.not_sure(&line(50_000, "JEAN UWIMANA", ""));
    office.items.push(item(4, "INV-2026-00502", 62_666));
    office.not_sure(&line(31_333, "JEAN UWIMANA", ""));
    // Once the second pays for somebody else, too, that may be it.
    office.items.pop();
    office.sure(&line(31_333, "JEAN UWIMANA", ""));
    for customer in [4, 1] {
        office.learnt.push(Learnt { key: key_of_account("RW99"), customer, times: 1 });
    }
    office.not_sure(&line(31_333, "JEAN UWIMANA", ""));
}

#[test]
fn a_payer_with_exactly_the_name_of_another_customer_is_never_sure() {
    let mut office = office();
    office.payers.push(payer(4, "Kigali Bakery Ltd"));
    office.items.push(item(4, "INV-2026-00500", 90_001));
    // The number and the amount are those of the bakery without the form, and so is the name but for that.
    let found = office.not_sure(&line(77_919, "KIGALI BAKERY LTD", "INV-2026-00201"));
    assert_eq!((found[0].customer, found[0].certainty), (2, Certainty::Likely));
    assert!(has(&found[0], |signal| *signal == MatchSignal::OtherPayer(4)), "{found:?}");
    // A bank that leaves the form out tells nothing by that.
    assert_eq!(office.sure(&line(90_001, "KIGALI BAKERY LTD", "INV-2026-00500")), [(6, 90_001)]);
}

#[test]
fn a_number_of_another_document_makes_nothing_sure() {
    let office = office();
    // Without the number, payer and amount are not enough: two invoices have this amount.
    let mut office = office;
    office.items.push(item(1, "INV-2026-00013", 118_013));
    for text in
        ["CN-2026-00012", "credit note 00012", "QT-2026-00012", "PAY-2026-00012", "0788 000012"]
    {
        let found = office.not_sure(&line(118_013, "Acme Trading Ltd", text));
        let is_named = |signal: &MatchSignal| {
            matches!(signal, MatchSignal::Reference(_) | MatchSignal::PartOfNumber(_))
        };
        assert!(!found.iter().any(|one| has(one, is_named)), "{text}: {found:?}");
    }
}

#[test]
fn half_of_a_larger_invoice_is_not_sure_by_its_amount() {
    let mut office = office();
    office.items.push(item(2, "INV-2026-00202", 155_838));
    let found = office.not_sure(&line(77_919, "KIGALI BAKERY", "monthly payment"));
    assert_eq!(found[0].allocate, [(4, 77_919)]);
    assert_eq!(office.sure(&line(77_919, "KIGALI BAKERY", "INV-2026-00201")), [(4, 77_919)]);
}

/// A payer who also paid for another customer may do so again, though this line has only the name.
#[test]
fn an_amount_that_another_customer_of_the_payer_may_owe_is_not_sure() {
    let mut office = office();
    let by_name = line(118_013 + 240_777, "ACME TRADING LTD", "thanks");
    assert_eq!(office.sure(&by_name), [(0, 118_013), (1, 240_777)]);
    // Once, Acme's account paid for Kigali Bakery, which owes 118,013 too.
    for customer in [1, 2] {
        office.learnt.push(Learnt { key: "#rw11".into(), customer, times: 1 });
    }
    let found = office.not_sure(&by_name);
    assert_eq!(found[0].allocate, [(0, 118_013), (1, 240_777)]);
    assert_eq!(office.sure(&line(55_031, "ACME TRADING LTD", "")), [(2, 55_031)]);
    let named = line(118_013 + 240_777, "ACME TRADING LTD", "INV-2026-00012 INV-2026-00123");
    assert_eq!(office.sure(&named), [(0, 118_013), (1, 240_777)]);
}

#[test]
fn two_invoices_of_one_amount_are_both_offered() {
    let mut office = office();
    office.items.push(item(3, "INV-2026-00301", 31_333));
    let found = office.not_sure(&line(31_333, "Jean Uwimana", ""));
    assert_eq!(found[0].allocate, [(5, 31_333)]);
    assert_eq!(found[1].allocate, [(6, 31_333)]);
    assert!(has(&found[0], |signal| *signal == MatchSignal::FitsOthers));
    assert_eq!(office.sure(&line(31_333, "Jean Uwimana", "inv 301")), [(6, 31_333)]);
}

#[test]
fn one_line_pays_several_invoices() {
    let office = office();
    let both = [(0, 118_013), (1, 240_777)];
    assert_eq!(office.sure(&line(358_790, "Acme Trading", "INV-2026-00012 and 123")), both);
    let (certainty, allocate) = office.best(&line(358_790, "Acme Trading", ""));
    assert_eq!((certainty, allocate.as_slice()), (Certainty::Sure, both.as_slice()));
    // The text was cut: one number is lost.
    let (_, allocate) = office.best(&line(358_790, "Acme Trading", "INV-2026-00012, INV-20"));
    assert_eq!(allocate, both);
    // Of two customers, by name of one of them.
    let text = "INV-2026-00012 INV-2026-00201";
    assert_eq!(office.sure(&line(195_932, "Acme Trading", text)), [(0, 118_013), (4, 77_919)]);
}

#[test]
fn a_learnt_payer_may_pay_for_several() {
    let mut office = office();
    for customer in [1, 3] {
        let key = key_of_account("RW12 0001");
        office.learnt.push(Learnt { key, customer, times: 3 });
    }
    let mut paid = line(31_333, "Holding Plc", "");
    paid.payer_account = Some("rw12-0001".to_string());
    assert_eq!(office.sure(&paid), [(5, 31_333)]);
    assert!(has(&office.suggest(&paid)[0], |signal| {
        *signal == MatchSignal::LearntPayer { times: 3 }
    }));
    paid.amount = 55_031 + 31_333;
    assert_eq!(office.best(&paid).1, [(5, 31_333), (2, 55_031)]);
    // By name as well.
    let key = key_of_name("Holding Plc");
    office.learnt = vec![Learnt { key, customer: 2, times: 1 }];
    assert_eq!(office.sure(&line(77_919, "HOLDING PLC", "")), [(4, 77_919)]);
}

#[test]
fn a_discount_a_fee_and_a_short_payment() {
    let mut office = office();
    office.items[1].discount = 4_816;
    let first = office.suggest(&line(235_961, "Acme Trading", "INV-2026-00123")).remove(0);
    assert_eq!((first.certainty, first.discount, first.short), (Certainty::Sure, 4_816, 0));
    assert_eq!(first.allocate, [(1, 235_961)]);
    // After its last day, the discount is short.
    office.items[1].discount_until = day().plus(-1);
    let first = office.suggest(&line(235_961, "Acme Trading", "INV-2026-00123")).remove(0);
    assert_eq!((first.discount, first.short), (0, 4_816));

    let mut mobile = line(30_733, "JEAN UWIMANA", "300");
    mobile.fee = 600;
    let first = office.suggest(&mobile).remove(0);
    assert_eq!((first.certainty, first.fee), (Certainty::Sure, 600));
    assert_eq!(first.allocate, [(5, 31_333)]);

    let charged = line(77_419, "Kigali Bakery", "INV-2026-00201 less bank charges");
    let first = office.suggest(&charged).remove(0);
    assert_eq!((first.certainty, first.fee), (Certainty::Sure, 500));

    let short = line(60_000, "Kigali Bakery", "INV-2026-00201");
    let first = office.suggest(&short).remove(0);
    assert_eq!((first.certainty, first.short), (Certainty::Sure, 17_919));
    assert_eq!(first.allocate, [(4, 60_000)]);

    office.items[5].disputed = 1_333;
    let first = office.suggest(&line(30_000, "Jean Uwimana", "INV-2026-00300")).remove(0);
    assert!(has(&first, |signal| *signal == MatchSignal::LessDisputed(1_333)));
}

#[test]
fn too_much_stays_on_account_and_is_not_sure() {
    let office = office();
    let found = office.not_sure(&line(80_000, "Jean Uwimana", "INV-2026-00300"));
    assert_eq!((found[0].allocate.as_slice(), found[0].rest), ([(5, 31_333)].as_slice(), 48_667));
}

#[test]
fn a_checked_reference_counts_only_with_right_digits() {
    let mut office = office();
    office.items[1].reference = Some("RF18539007547034".to_string());
    let mut paid = line(240_777, "", "");
    paid.references.push("RF18 5390 0754 7034".to_string());
    assert_eq!(office.sure(&paid), [(1, 240_777)]);
    paid.references[0] = "RF19 5390 0754 7034".to_string();
    assert!(!has(&office.not_sure(&paid)[0], |signal| {
        matches!(signal, MatchSignal::CheckedReference(_) | MatchSignal::Reference(_))
    }));
}

#[test]
fn a_returned_line_takes_back_a_payment() {
    let office = office();
    let past = |number: &str, customer: u32, amount: i64, reference: &str| PastPayment {
        customer,
        number: number.to_string(),
        date: day().plus(-10).unwrap(),
        amount,
        payer: Some("ACME TRADING LTD".to_string()),
        references: vec![reference.to_string()],
    };
    let past = [
        past("PAY-2026-00001", 1, 5_055, "E2E88120001"),
        past("PAY-2026-00002", 1, 5_055, "E2E88120002"),
    ];
    let book = MatchBook::new(&office.items, &office.payers, &[]).with_payments(&past);
    let mut back = line(-5_055, "", "RETURNED PAYMENT E2E88120002");
    back.is_return = true;
    let found = book.suggest(&back);
    assert_eq!((found[0].bounce, found[0].certainty), (Some(1), Certainty::Sure));
    assert_eq!((found[0].allocate.len(), found[0].rest), (0, 0));
    // Two payments fit, and nothing says which.
    back.text = "RETURNED PAYMENT".to_string();
    back.payer = Some("Acme Trading Ltd".to_string());
    let found = book.suggest(&back);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|one| one.certainty < Certainty::Sure));
    // Money out that is no return.
    assert!(book.suggest(&line(-5_055, "Landlord", "RENT NOVEMBER")).is_empty());
}

#[test]
fn a_month_in_a_reference_names_nothing() {
    let mut office = office();
    office.items[4].reference = Some("March 2026".to_string());
    let found = office.suggest(&line(31_333, "Jean Uwimana", "rent March 2026"));
    assert_eq!((found[0].certainty, found[0].allocate[0].0), (Certainty::Sure, 5));
    // An order does.
    office.items[4].reference = Some("PO 4471".to_string());
    let found = office.not_sure(&line(31_333, "Jean Uwimana", "rent po4471"));
    assert!(has(&found[0], |signal| *signal == MatchSignal::OtherReference(vec![4])));
}

#[test]
fn an_account_of_nothing_is_learnt_from_nobody() {
    let mut office = office();
    office.learnt.push(Learnt { key: key_of_account("-"), customer: 2, times: 9 });
    let mut paid = line(77_919, "", "");
    paid.payer_account = Some(" ".to_string());
    assert_eq!(office.not_sure(&paid)[0].certainty, Certainty::Possible);
}

#[test]
fn nothing_comes_of_nothing() {
    let office = office();
    assert!(office.suggest(&line(0, "Acme Trading", "INV-2026-00123")).is_empty());
    let empty = MatchBook::new(&[], &[], &[]);
    assert!(empty.suggest(&line(1, "x", "y")).is_empty());
    assert!(
        office.suggest(&line(i64::MAX, "Acme Trading", "INV-2026-00123"))[0].certainty
            < Certainty::Sure
    );
    assert!(office.suggest(&line(i64::MIN, "", "INV-2026-00123 returned")).is_empty());
}
