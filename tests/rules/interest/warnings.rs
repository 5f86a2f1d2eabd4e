//! A command that makes a fee already charged too high or too low is warned of, with the difference.

use super::*;

/// A day of 1,000 is 1.00. The fee charges 30 days; then something is entered that counts from the 20th day on.
#[test]
fn what_counts_from_before_a_fee_that_was_charged_is_warned_of() {
    let cases = [
        r#"{"do":"record_payment","customer":"C1","date":"2026-10-21","amount":"500","method":"bank","allocate":"oldest"}"#,
        r#"{"do":"credit_invoice","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
        r#"{"do":"open_dispute","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
        r#"{"do":"write_off","invoice":"INV","amount":"500","reason":"bad_debt","date":"2026-10-21","override":{"reason":"agreed"}}"#,
    ];
    for case in &cases {
        let mut test = book();
        let invoice = owed(&mut test, "1000");
        let fee = charge(&mut test, &invoice, "2026-10-31");
        let receipt = test.taken(&case.replace("INV", &invoice));
        assert_eq!(warned(&receipt), [(fee, "5.00".to_string())], "{case}");
        assert!(test.verify().ok);
    }
    // The same that counts from the last day that is charged for: the day after is not charged yet.
    for case in &cases {
        let mut test = book();
        let invoice = owed(&mut test, "1000");
        charge(&mut test, &invoice, "2026-10-21");
        let receipt = test.taken(&case.replace("INV", &invoice));
        assert_eq!(warned(&receipt), [], "{case}");
    }
}

#[test]
fn tax_that_was_withheld_before_a_fee_is_warned_of() {
    let mut test = book_in(TestBook::rwanda());
    let invoice = owed(&mut test, "100000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let receipt = test.taken(&format!(
        r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"50000","date":"2026-10-21"}}"#
    ));
    assert_eq!(warned(&receipt), [(fee, "500".to_string())]);
}

#[test]
fn a_plan_that_is_dated_before_a_fee_is_warned_of() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let receipt = test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{invoice}"],"date":"2026-10-21","count":2,"first":"2026-12-31","every":"week"}}"#
    ));
    assert_eq!(warned(&receipt), [(fee, "10.00".to_string())]);
}

/// Only what this command makes too much is warned of, whatever was too much before; and only as far as the fee was
/// not credited. Once it is void, its days are charged again as they were.
#[test]
fn a_fee_is_too_high_until_it_is_credited_or_charged_again() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let payment = test.payment("C1", "2026-10-21", "600", "none");
    let receipt = allocate(&mut test, &payment, &invoice, "200", "2026-12-01");
    assert_eq!(warned(&receipt), [(fee.clone(), "2.00".to_string())]);
    let receipt = test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"100","reason":"price","date":"2026-11-15"}}"#
    ));
    assert_eq!(warned(&receipt), [], "nothing that was charged for");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{fee}","amount":"2","reason":"price"}}"#
    ));
    let receipt = allocate(&mut test, &payment, &invoice, "300", "2026-12-01");
    assert_eq!(warned(&receipt), [(fee, "3.00".to_string())]);
}

#[test]
fn a_fee_that_is_too_high_is_void_and_charged_again() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let payment = test.payment("C1", "2026-10-21", "1000", "none");
    allocate(&mut test, &payment, &invoice, "1000", "2026-12-01");
    test.taken(&format!(r#"{{"do":"void_invoice","invoice":"{fee}","reason":"too much"}}"#));
    assert_eq!(runs(&test, &invoice), [(1000, 20), (0, 40)]);
    let again = charge(&mut test, &invoice, "2026-10-31");
    assert_eq!(test.shown_invoice(&again).total.minor(), 2_000);
}

/// A day of 1,000 is 1.00. A fee charges 30 days on what a payment of 20 October left; then it is found that the money
/// did not count on some of them.
#[test]
fn what_no_longer_counts_for_the_days_of_a_fee_is_warned_of() {
    let cases = [
        (
            "the bank returned it on the 26th",
            &[r#"{"do":"bounce_payment","payment":"PAY","reason":"no funds","date":"2026-10-26"}"#]
                [..],
            "2.50",
        ),
        (
            "a slip",
            &[r#"{"do":"reverse_payment","payment":"PAY","reason":"slip","date":"2026-12-01"}"#],
            "5.00",
        ),
        (
            "undone as of the 26th",
            &[r#"{"do":"unallocate","allocation":"A000001","date":"2026-10-26"}"#],
            "2.50",
        ),
        (
            "undone later, and moved",
            &[
                r#"{"do":"unallocate","allocation":"A000001","date":"2026-12-01"}"#,
                r#"{"do":"allocate","from":"PAY","to":"OTHER","amount":"500","date":"2026-12-01"}"#,
            ],
            "5.00",
        ),
    ];
    for (why, commands, less) in cases {
        let mut test = book();
        let (invoice, other) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
        let payment = test.payment("C1", "2026-10-21", "500", "none");
        allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
        let fee = charge(&mut test, &invoice, "2026-10-31");
        assert_eq!(test.shown_invoice(&fee).total.minor(), 2_500, "{why}");
        let (last, before) = commands.split_last().unwrap();
        let done = |line: &str| line.replace("PAY", &payment).replace("OTHER", &other);
        for line in before {
            assert_eq!(warned_low(&test.taken(&done(line))), [], "{why}");
        }
        let receipt = test.taken(&done(last));
        assert_eq!(warned_low(&receipt), [(fee, less.to_string())], "{why}");
        assert_eq!(warned(&receipt), [], "{why}");
        assert!(test.verify().ok);
    }
}

/// A fee that was delivered can't be voided: the warning says what can be done instead.
#[test]
fn what_a_delivered_fee_lacks_is_billed_by_an_invoice() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let payment = test.payment("C1", "2026-10-21", "500", "none");
    allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    test.taken(&format!(r#"{{"do":"deliver","document":"{fee}","by":"hand","to":"Ann"}}"#));
    let void = format!(r#"{{"do":"void_invoice","invoice":"{fee}","reason":"too little"}}"#);
    assert_eq!(test.refused(&void).0, "void.delivered");
    let receipt = test.taken(&format!(
        r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"2026-10-26"}}"#
    ));
    let warning = receipt.warnings.iter().find(|it| it.rule == "late_fee.charged_too_little");
    let said = daybook::words::Words::english().warning(warning.unwrap());
    assert!(!said.contains("void") && said.ends_with("issue an invoice for CAD 2.50"), "{said}");
}

/// What kept interest down and was not money: a dispute, a plan, a credit note, a write-off.
#[test]
fn what_is_taken_back_as_of_the_days_of_a_fee_is_warned_of() {
    let cases = [
        (
            r#"{"do":"open_dispute","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
            r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"withdrawn","date":"2026-10-26"}"#,
            "2.50",
        ),
        (
            r#"{"do":"agree_plan","customer":"C1","invoices":["INV"],"date":"2026-10-21","count":2,"first":"2026-12-31","every":"week"}"#,
            r#"{"do":"cancel_plan","plan":"PLN-2026-00001","reason":"off","date":"2026-10-26"}"#,
            "5.00",
        ),
        (
            r#"{"do":"credit_invoice","invoice":"INV","amount":"500","reason":"price","date":"2026-10-21"}"#,
            r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong","date":"2026-10-26"}"#,
            "2.50",
        ),
    ];
    for (before, back, less) in cases {
        let mut test = book();
        let invoice = owed(&mut test, "1000");
        test.taken(&before.replace("INV", &invoice));
        let fee = charge(&mut test, &invoice, "2026-10-31");
        let receipt = test.taken(back);
        assert_eq!(warned_low(&receipt), [(fee, less.to_string())], "{back}");
        assert!(test.verify().ok);
    }
}

/// What was credited to let the customer off is not asked for again; what was credited because it was too much is, once
/// it was not.
#[test]
fn a_fee_is_too_low_by_what_was_not_let_off() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let payment = test.payment("C1", "2026-10-21", "500", "none");
    let made = allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let credit =
        format!(r#"{{"do":"credit_invoice","invoice":"{fee}","amount":"5","reason":"price"}}"#);
    let receipt = test.taken(&credit);
    assert_eq!(warned_low(&receipt), [], "let off");
    let undo = format!(
        r#"{{"do":"unallocate","allocation":"{}","date":"2026-10-26"}}"#,
        made.number("allocation").unwrap()
    );
    assert_eq!(warned_low(&test.taken(&undo)), [(fee, "2.50".to_string())]);

    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    let payment = test.payment("C1", "2026-10-21", "500", "none");
    let receipt = allocate(&mut test, &payment, &invoice, "500", "2026-10-21");
    assert_eq!(warned(&receipt), [(fee.clone(), "5.00".to_string())]);
    test.taken(&credit.replace("INV-2026-00002", &fee));
    let slip = format!(
        r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip","date":"2026-12-01"}}"#
    );
    assert_eq!(warned_low(&test.taken(&slip)), [(fee, "5.00".to_string())]);
}

/// A line of the bank's statement that is matched by the user.
#[test]
fn money_that_a_bank_line_brings_from_before_a_fee_is_warned_of() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let fee = charge(&mut test, &invoice, "2026-10-31");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-10-21","amount":"500","text":"transfer"}]}"#,
    );
    let receipt = test.taken(&format!(
        r#"{{"do":"match_bank_line","line":"BL000001","customer":"C1","allocate":[{{"invoice":"{invoice}","amount":"500"}}]}}"#
    ));
    assert_eq!(warned(&receipt), [(fee, "5.00".to_string())]);
}
