//! Credit notes on what was settled by something other than money, and credit notes that are voided:
//! only money comes to stand on account, and a void brings back what stood before.

use super::{TODAY, certificate, early, money, on_account, owes, pay, sums, whole};
use crate::common::{TestBook, as_of};

const FULL: &str =
    r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"returned","full":true}"#;
const VOID: &str =
    r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong invoice"}"#;

fn credit(amount: &str) -> String {
    FULL.replace(r#""full":true"#, &format!(r#""amount":"{amount}""#))
}

/// An invoice of 100,000 francs of which a certificate settles 15,000 and money the other `paid`.
fn withheld(paid: &str) -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100000");
    test.taken(&certificate("W-1", r#"[{"invoice":"INV-2026-00001","amount":"15000"}]"#));
    if !paid.is_empty() {
        test.taken(&pay("2026-11-12", paid, "bank", r#""oldest""#));
    }
    test
}

#[test]
fn only_money_comes_to_stand_on_account_after_a_certificate_and_a_credit() {
    // No money came: none can go back.
    let mut test = withheld("");
    test.taken(FULL);
    assert_eq!(sums(&test), ("0".into(), "0".into()));
    let refund = r#"{"do":"refund","from":"CN-2026-00001","amount":"1"}"#;
    assert_eq!(test.refused(refund).0, "allocation.exceeds_source");
    whole(test);

    let mut test = withheld("85000");
    test.taken(FULL);
    assert_eq!(sums(&test), ("-85000".into(), "85000".into()));
    whole(test);

    // In two parts: as long as there is money behind it, the certificate keeps on settling.
    let mut test = withheld("85000");
    test.taken(&credit("60000"));
    assert_eq!(sums(&test), ("-60000".into(), "60000".into()));
    assert_eq!(test.shown_payment("PAY-2026-00001").taken_back, None);
    test.taken(&credit("40000"));
    assert_eq!(sums(&test), ("-85000".into(), "85000".into()));
    assert_eq!(test.shown_payment("PAY-2026-00001").taken_back, Some(money("15000")));
    whole(test);

    // Of what is still owed nothing is taken back.
    let mut test = withheld("");
    test.taken(&credit("50000"));
    assert_eq!(sums(&test), ("35000".into(), "0".into()));
    test.taken(&credit("40000"));
    assert_eq!(sums(&test), ("0".into(), "0".into()), "10,000 is left, and withheld");
    whole(test);
}

#[test]
fn a_certificate_settles_again_when_the_credit_note_is_voided() {
    for paid in ["", "85000", "50000"] {
        let mut test = withheld(paid);
        let before = sums(&test);
        test.taken(&credit("60000"));
        test.taken(&credit("40000"));
        assert_eq!(owes(&test), format!("-{}", on_account(&test)).replace("-0", "0"), "{paid}");
        test.taken(&VOID.replace("00001", "00002"));
        test.taken(VOID);
        assert_eq!(sums(&test), before, "{paid}");
        // Reversed, all of it is owed again, once.
        test.taken(r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"not ours"}"#);
        let open: i64 = 100_000 - paid.parse().unwrap_or(0);
        assert_eq!(sums(&test), (open.to_string(), "0".into()), "{paid}");
        whole(test);
    }
}

#[test]
fn what_is_left_of_a_certificate_is_reversed_once() {
    let mut test = withheld("85000");
    test.taken(&credit("90000"));
    assert_eq!(test.shown_payment("PAY-2026-00001").taken_back, Some(money("5000")));
    let reverse = r#"{"do":"reverse_payment","payment":"PAY-2026-00001","reason":"not ours"}"#;
    test.taken(reverse);
    assert_eq!(sums(&test), ("-75000".into(), "85000".into()));
    whole(test);

    let mut test = withheld("");
    test.taken(FULL);
    assert_eq!(test.shown_payment("PAY-2026-00001").state, "taken_back");
    assert_eq!(test.refused(reverse).0, "payment.already_reversed");
    whole(test);
}

#[test]
fn a_certificate_over_two_invoices_stays_on_the_one_that_is_not_credited() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    for _ in 0..2 {
        test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    }
    test.taken(&certificate(
        "W-1",
        r#"[{"invoice":"INV-2026-00001","amount":"30"},{"invoice":"INV-2026-00002","amount":"30"}]"#,
    ));
    test.taken(FULL);
    assert_eq!(sums(&test), ("970".into(), "0".into()));
    test.taken(VOID);
    assert_eq!(sums(&test), ("1940".into(), "0".into()));
    whole(test);
}

#[test]
fn a_discount_is_earned_again_once_the_credit_note_that_cut_it_is_voided() {
    let mut test = early(&["1000"]);
    test.taken(&credit("500"));
    test.taken(&pay("2026-11-05", "490", "bank", r#""oldest""#));
    assert_eq!(owes(&test), "0.00");
    test.taken(VOID);
    assert_eq!(owes(&test), "510.00", "an invoice that is open again has no discount yet");
    test.taken(&pay("2026-11-06", "490", "bank", r#""oldest""#));
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    whole(test);

    // Where the money is too late for all of it, the whole discount is gone.
    let mut test = early(&["1000"]);
    test.taken(&credit("500"));
    test.taken(&pay("2026-11-05", "490", "bank", r#""oldest""#));
    test.taken(VOID);
    test.taken(&pay("2026-11-20", "490", "bank", r#""oldest""#));
    assert_eq!(owes(&test), "20.00");
    whole(test);
}

#[test]
fn cash_rounded_up_comes_back_with_a_credit_as_cash_rounded_down_does() {
    for (due, paid) in [("10.03", "10.05"), ("10.02", "10.00")] {
        let mut test = TestBook::canada();
        test.customer("C1");
        test.invoice("C1", "2026-11-01", "2026-12-01", due);
        test.taken(&pay("2026-11-05", paid, "cash", r#""oldest""#));
        test.taken(FULL);
        assert_eq!(sums(&test), (format!("-{paid}"), paid.into()), "{due}");
        test.taken(VOID);
        assert_eq!(owes(&test), money("0.00").to_string(), "{due}");
        whole(test);
    }
    // In part, voided, and the payment taken off: all of it is on account again, the rounding too.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-10-01", "2026-11-01", "1000.03");
    test.taken(&pay("2026-10-08", "1000.05", "cash", r#""oldest""#));
    test.taken(&credit("500").replace(r#""reason""#, r#""date":"2026-11-01","reason""#));
    test.taken(&VOID.replace(r#""reason""#, r#""date":"2026-11-10","reason""#));
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    test.taken(r#"{"do":"unallocate","allocation":"A000001","date":"2026-11-12"}"#);
    assert_eq!(sums(&test), ("-0.02".into(), "1000.05".into()));
    whole(test);
    // The rounding of a sum is of its last invoice.
    let mut test = TestBook::canada();
    test.customer("C1");
    for due in ["5.00", "5.03"] {
        test.invoice("C1", "2026-11-01", "2026-12-01", due);
    }
    test.taken(&pay("2026-11-05", "10.05", "cash", r#""oldest""#));
    test.taken(FULL);
    assert_eq!(on_account(&test), "5.00");
    test.taken(&FULL.replace("00001", "00002"));
    assert_eq!(on_account(&test), "10.05");
    whole(test);
}

#[test]
fn small_differences_do_not_pass_their_tolerance_through_a_voided_credit_note() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "5.00");
    let small = |amount: &str| {
        format!(
            r#"{{"do":"write_off","invoice":"INV-2026-00001","amount":"{amount}","reason":"small_difference"}}"#
        )
    };
    test.taken(&small("1.00"));
    test.taken(&credit("4.00"));
    test.taken(&small("0.20"));
    test.taken(VOID);
    // 0.80 was taken back; with the 0.40 that stand, 0.60 is what the tolerance leaves.
    let written_off = 500 - owes(&test).replace('.', "").parse::<i64>().unwrap();
    assert_eq!(written_off, 100);
    assert_eq!(test.refused(&small("0.01")).0, "write_off.beyond_tolerance");
    whole(test);
}

const REFUND: &str =
    r#"{"do":"refund","from":"CN-2026-00001","amount":"0.01","date":"2026-11-21"}"#;
const BAD_DEBT: &str =
    r#"{"do":"write_off","invoice":"INV-2026-00001","reason":"bad_debt","date":"2026-11-21"}"#;

fn undo(allocation: &str) -> String {
    format!(r#"{{"do":"unallocate","allocation":"{allocation}","date":"2026-11-21"}}"#)
}

#[test]
fn a_credit_note_stays_on_its_original_so_that_nothing_unpaid_is_refunded() {
    // Credited in full, never paid.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "1130");
    test.taken(FULL);
    assert_eq!(test.refused(&undo("A000001")), ("allocation.of_original", "allocation".into()));
    assert_eq!(test.refused(REFUND).0, "allocation.exceeds_source");
    assert_eq!(test.refused(BAD_DEBT).0, "write_off.nothing_left");
    whole(test);
    // Written off first.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "1130");
    test.taken(BAD_DEBT);
    test.taken(FULL);
    assert_eq!(test.refused(&undo("A000002")).0, "allocation.of_original");
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    whole(test);
    // A certificate gives way to the credit, and is not paid out through it.
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test.taken(&certificate("W-1", r#"[{"invoice":"INV-2026-00001","amount":"30"}]"#));
    test.taken(&pay("2026-11-12", "970", "bank", r#""oldest""#));
    test.taken(FULL);
    assert_eq!(on_account(&test), "970");
    assert_eq!(test.refused(&undo("A000003")).0, "allocation.of_original");
    test.taken(&REFUND.replace("0.01", "970"));
    assert_eq!(sums(&test), ("0".into(), "0".into()));
    whole(test);
}

#[test]
fn a_credit_note_whose_original_is_open_again_goes_there_first() {
    for back in [
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-20","reason":"no funds"}"#,
        r#"{"do":"unallocate","allocation":"A000001","date":"2026-11-20"}"#,
    ] {
        let mut test = TestBook::canada();
        test.customer("C1");
        test.invoice("C1", "2026-11-01", "2026-12-01", "1130");
        let other = test.invoice("C1", "2026-11-02", "2026-12-02", "50");
        test.taken(&pay("2026-11-05", "1130", "cheque", r#""oldest""#));
        test.taken(&FULL.replace(r#""reason""#, r#""date":"2026-11-10","reason""#));
        assert_eq!(on_account(&test), "1130.00");
        test.taken(back);
        assert_eq!(test.refused(REFUND), ("credit_note.original_open", "amount".into()));
        let allocate = |to: &str, amount: &str| {
            format!(
                r#"{{"do":"allocate","from":"CN-2026-00001","to":"{to}","amount":"{amount}","date":"2026-11-21"}}"#
            )
        };
        assert_eq!(test.refused(&allocate(&other, "50")).0, "credit_note.original_open");
        assert_eq!(test.refused(BAD_DEBT).0, "credit_note.original_open");
        // On its original, the rest of it is free again.
        test.taken(&allocate("INV-2026-00001", "1130"));
        assert_eq!(test.shown_invoice("INV-2026-00001").outstanding, money("0.00"));
        let paid = if back.contains("bounce") { "0.00" } else { "1130.00" };
        assert_eq!(on_account(&test), paid);
        whole(test);
    }
    // What is open beyond the credit may still be written off, or withheld.
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    test.taken(&pay("2026-11-05", "1000", "cheque", r#""oldest""#));
    test.taken(&credit("400"));
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","reason":"no funds"}"#);
    let withheld = |amount: &str| {
        certificate("W-1", &format!(r#"[{{"invoice":"INV-2026-00001","amount":"{amount}"}}]"#))
            .replace("11-10", "11-21")
    };
    assert_eq!(test.refused(&withheld("601")).0, "credit_note.original_open");
    test.taken(&withheld("30"));
    let amount =
        |amount: &str| BAD_DEBT.replace(r#""reason""#, &format!(r#""amount":"{amount}","reason""#));
    assert_eq!(test.refused(&amount("571")).0, "credit_note.original_open");
    test.taken(&amount("570"));
    assert_eq!(sums(&test), ("0".into(), "400".into()));
    assert_eq!(test.refused(&REFUND.replace("0.01", "1")).0, "credit_note.original_open");
    whole(test);
}

#[test]
fn money_dated_ahead_gives_way_to_a_credit_note() {
    // A cheque dated ahead, and a full credit today.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    test.taken(&pay("2026-12-01", "100", "cheque", r#""oldest""#));
    test.taken(FULL);
    assert_eq!(sums(&test), ("0.00".into(), "0.00".into()));
    assert_eq!(test.refused(&REFUND.replace("0.01", "1")).0, "allocation.exceeds_source");
    assert_eq!(test.balance("C1", as_of("2026-12-01")).on_account, money("100.00"));
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-12-02","reason":"no funds"}"#);
    for day in ["2026-11-21", "2026-12-02", "2026-12-31"] {
        let balance = test.balance("C1", as_of(day));
        assert_eq!((balance.balance, balance.overdue), (money("0.00"), money("0.00")), "{day}");
    }
    whole(test);
    // In part, beside a discount: as if the money were there.
    let mut test = early(&[]);
    test.invoice("C1", "2026-11-16", "2026-12-16", "1000");
    test.taken(&pay("2026-11-25", "980", "cheque", r#""oldest""#));
    test.taken(&credit("500"));
    assert_eq!(sums(&test), ("500.00".into(), "0.00".into()));
    let then = test.balance("C1", as_of("2026-11-25"));
    assert_eq!((then.balance, then.on_account), (money("-490.00"), money("490.00")));
    whole(test);
    // Only as much of it as the credit needs, the latest first.
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100");
    for date in ["2026-12-01", "2026-12-10"] {
        test.taken(&pay(date, "40", "cheque", r#""oldest""#));
    }
    test.taken(&credit("70"));
    let on_account = |day: &str| test.balance("C1", as_of(day)).on_account.to_string();
    assert_eq!([TODAY, "2026-12-01", "2026-12-10"].map(on_account), ["0.00", "10.00", "50.00"]);
    whole(test);
}
