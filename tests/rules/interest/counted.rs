//! Money that is allocated, moved, refunded, returned or undone counts once, on the invoice it pays, from its own date.

use super::*;

/// 1,000 of 6 October are allocated to one invoice on the 11th, and moved to another on the 21st. They pay that one,
/// from their own day on, and never paid the first.
#[test]
fn money_that_was_moved_counts_once_for_the_invoice_that_it_pays() {
    let mut test = book();
    let (first, second) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let made = allocate(&mut test, &payment, &first, "1000", "2026-10-11");
    assert_eq!(runs(&test, &first), [(1000, 5), (0, 55)]);
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    // It pays nothing yet: it counts for as long as it stood.
    assert_eq!(runs(&test, &first), [(1000, 5), (0, 15), (1000, 40)]);
    allocate(&mut test, &payment, &second, "1000", "2026-10-21");
    assert_eq!(runs(&test, &first), [(1000, 60)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (0, 55)]);
    // The bank returns it: it counts where it stood, one after the other.
    end(&mut test, "bounce_payment", &payment, "2026-10-31");
    assert_eq!(runs(&test, &first), [(1000, 5), (0, 15), (1000, 40)]);
    assert_eq!(runs(&test, &second), [(1000, 20), (0, 10), (1000, 30)]);
    assert!(test.verify().ok);
}

/// Of 1,000, 800 stand on the first invoice, then 600 are refunded and 400 pay the second. What was refunded counts for
/// as long as it stood.
#[test]
fn money_that_was_refunded_counts_for_as_long_as_it_stood() {
    let mut test = book();
    let (first, second) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let made = allocate(&mut test, &payment, &first, "800", "2026-10-11");
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{payment}","amount":"600","date":"2026-10-21"}}"#
    ));
    allocate(&mut test, &payment, &second, "400", "2026-10-31");
    assert_eq!(runs(&test, &first), [(1000, 5), (400, 15), (1000, 40)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (600, 55)]);
}

/// Of 1,000, 600 stand on the first invoice and 400 on the second. The 400 are refunded, the 600 moved to the third
/// invoice: the second keeps what stood on it until it was refunded, the first nothing of what was only moved.
#[test]
fn a_refund_beside_money_that_was_moved_counts_where_it_stood() {
    let mut test = book();
    let [first, second, third] = [(); 3].map(|()| owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let moved = allocate(&mut test, &payment, &first, "600", "2026-10-06");
    let back = allocate(&mut test, &payment, &second, "400", "2026-10-06");
    unallocate(&mut test, back.number("allocation").unwrap(), "2026-10-16");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{payment}","amount":"400","date":"2026-10-16"}}"#
    ));
    unallocate(&mut test, moved.number("allocation").unwrap(), "2026-10-26");
    allocate(&mut test, &payment, &third, "600", "2026-10-26");
    assert_eq!(runs(&test, &first), [(1000, 60)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (600, 10), (1000, 45)]);
    assert_eq!(runs(&test, &third), [(1000, 5), (400, 55)]);
    assert!(test.verify().ok);
}

/// A refund that was entered by mistake and reversed took nothing: the money counts for the invoice it went to next,
/// until it was taken from there.
#[test]
fn a_refund_that_was_entered_by_mistake_interrupts_nothing() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let payment = test.payment("C1", "2026-10-06", "500", "none");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{payment}","amount":"500","date":"2026-10-09"}}"#
    ));
    test.taken(
        r#"{"do":"reverse_refund","refund":"RF-2026-00001","reason":"wrong","date":"2026-10-11"}"#,
    );
    let made = allocate(&mut test, &payment, &invoice, "500", "2026-10-11");
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    assert_eq!(runs(&test, &invoice), [(1000, 5), (500, 15), (1000, 40)]);
}

/// Money of the 5th is entered on the 20th, undone on the 21st, and allocated again that day. The second allocation counts
/// from the 21st, because the first one stands until then: no day is without either. The money keeps its own day, for
/// interest, for the promise and for the discount.
#[test]
fn money_that_is_allocated_again_keeps_its_own_day() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    let promise = test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"1000","by":"2026-10-10","tolerance_days":0,"date":"2026-10-02"}}"#
    ));
    let payment = test.payment("C1", "2026-10-05", "1000", "oldest");
    unallocate(&mut test, "A000001", "2026-10-21");
    let again = format!(
        r#"{{"do":"allocate","from":"{payment}","to":"{invoice}","amount":"1000","date":"2026-10-05"}}"#
    );
    assert_eq!(test.refused(&again), ("allocation.exceeds_source", "date".into()));
    allocate(&mut test, &payment, &invoice, "1000", "2026-10-21");
    for days in 3..60 {
        let owed = if days < 4 { 100_000 } else { 0 };
        assert_eq!(standing(&test, days)[0], owed, "after {days} days");
    }
    assert_eq!(runs(&test, &invoice), [(1000, 4), (0, 56)]);
    assert_eq!(test.shown_promise(promise.number("promise").unwrap()).state, "kept");
    // The bank returns it: everything is as if it had stood until then.
    end(&mut test, "bounce_payment", &payment, "2026-10-31");
    assert_eq!(runs(&test, &invoice), [(1000, 4), (0, 26), (1000, 30)]);
    assert!(test.verify().ok);
}

#[test]
fn money_that_is_allocated_again_takes_the_discount_of_its_own_day() {
    let mut test = book();
    test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"2/10 net 30"}"#);
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    let payment = test.payment("C1", "2026-10-05", "980", "oldest");
    assert_eq!(test.balance("C1", as_of("2026-10-20")).balance.minor(), 0);
    unallocate(&mut test, "A000002", "2026-10-21");
    assert_eq!(test.balance("C1", as_of("2026-10-21")).balance.minor(), 2_000);
    allocate(&mut test, &payment, &invoice, "980", "2026-10-22");
    let balances = ["2026-10-20", "2026-10-21", "2026-10-22"].map(|on| {
        let balance = test.balance("C1", as_of(on));
        [balance.balance, balance.on_account].map(daybook::domain::Money::minor)
    });
    assert_eq!(balances, [[0, 0], [2_000, 98_000], [0, 0]]);
    assert!(test.verify().ok);
}

/// 400 of 1,000 are moved: the first invoice had 600 of the money in the end.
#[test]
fn money_that_was_moved_in_part_counts_for_each_invoice_with_its_part() {
    let mut test = book();
    let (first, second) = (owed(&mut test, "1000"), owed(&mut test, "1000"));
    let payment = test.payment("C1", "2026-10-06", "1000", "none");
    let made = allocate(&mut test, &payment, &first, "1000", "2026-10-11");
    unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-21");
    allocate(&mut test, &payment, &first, "600", "2026-10-21");
    allocate(&mut test, &payment, &second, "400", "2026-10-21");
    assert_eq!(runs(&test, &first), [(1000, 5), (400, 55)]);
    assert_eq!(runs(&test, &second), [(1000, 5), (600, 55)]);
    end(&mut test, "reverse_payment", &payment, "2026-10-31");
    assert_eq!(runs(&test, &first), [(1000, 60)]);
    assert_eq!(runs(&test, &second), [(1000, 60)]);
}

/// A discount that was taken with a payment which was entered by mistake never was; nor is one whose payment was
/// moved away.
#[test]
fn a_discount_is_lost_with_its_payment_from_the_first_day() {
    for undo in ["reverse_payment", "unallocate"] {
        let mut test = book();
        let other = owed(&mut test, "980");
        test.taken(r#"{"do":"amend_customer","customer":"C1","terms":"2/10 net 30"}"#);
        let invoice = &test.invoice("C1", "2026-09-28", "2026-10-01", "1000");
        let made = test.taken(&format!(
            r#"{{"do":"record_payment","customer":"C1","date":"2026-10-06","amount":"980","method":"bank","allocate":[{{"invoice":"{invoice}","amount":"980"}}]}}"#
        ));
        assert_eq!(runs(&test, invoice), [(1000, 5), (0, 55)], "{undo}");
        if undo == "unallocate" {
            unallocate(&mut test, "A000002", "2026-10-11");
            allocate(&mut test, made.number("payment").unwrap(), &other, "980", "2026-10-11");
        } else {
            end(&mut test, undo, made.number("payment").unwrap(), "2026-10-11");
        }
        assert_eq!(runs(&test, invoice), [(1000, 60)], "{undo}");
    }
}

/// 100 of 1,000 are disputed. A payment of all of it that was entered by mistake stops no interest on the rest.
#[test]
fn a_slip_over_all_that_is_owed_stops_no_interest_beside_a_dispute() {
    let mut test = book();
    let invoice = owed(&mut test, "1000");
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"100","reason":"price","date":"2026-10-01"}}"#
    ));
    let slip = test.payment("C1", "2026-10-06", "1000", "oldest");
    end(&mut test, "reverse_payment", &slip, "2026-10-11");
    assert_eq!(runs(&test, &invoice), [(900, 60)]);
}

/// 3,000 of 100,000 are withheld. For a week a payment stands that was entered by mistake and leaves less than that;
/// or one that is moved to another invoice. On every day 97,000 are overdue.
#[test]
fn a_slip_beside_withheld_tax_makes_no_interest_of_it_and_stops_none() {
    for undo in ["reverse_payment", "unallocate"] {
        let mut test = book_in(TestBook::rwanda());
        let (invoice, other) = (owed(&mut test, "100000"), owed(&mut test, "98000"));
        test.taken(&format!(
            r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"3000","date":"2026-10-01"}}"#
        ));
        let payment = test.payment("C1", "2026-10-06", "98000", "none");
        let made = allocate(&mut test, &payment, &invoice, "98000", "2026-10-06");
        if undo == "unallocate" {
            unallocate(&mut test, made.number("allocation").unwrap(), "2026-10-11");
            allocate(&mut test, &payment, &other, "98000", "2026-10-11");
        } else {
            end(&mut test, undo, &payment, "2026-10-11");
        }
        assert_eq!(runs(&test, &invoice), [(970, 60)], "{undo}");
    }
}

/// A certificate of 600 is lowered to 300 because 700 of 1,000 are credited, and restored when the note is voided: it
/// counts once on each day. In hundreds of francs.
#[test]
fn a_certificate_that_is_lowered_counts_once_a_day() {
    let mut test = book_in(TestBook::rwanda());
    let invoice = owed(&mut test, "100000");
    test.taken(&format!(
        r#"{{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W1","date":"2026-10-06","allocate":[{{"invoice":"{invoice}","amount":"60000"}}]}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"70000","reason":"price","date":"2026-10-16"}}"#
    ));
    assert_eq!(runs(&test, &invoice), [(1000, 5), (400, 10), (0, 45)]);
    test.taken(
        r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"wrong","date":"2026-10-26"}"#,
    );
    assert_eq!(runs(&test, &invoice), [(1000, 5), (400, 10), (0, 10), (400, 35)]);
    assert!(test.verify().ok);
}
