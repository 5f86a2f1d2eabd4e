//! The desk when a receipt is lost: what was posted is posted once, whatever is typed after that.

use crate::common::headless::Headless;
use crate::common::{TestBook, as_of};
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel"}"#);
    test.invoice("C0001", "2026-11-02", "2026-12-02", "900");
    test.close();
    test
}

/// A payment of 500 whose receipt was lost: the form stands there as it was.
fn without_a_receipt(test: &TestBook) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-p>").sees(&["Payment"]);
    desk.types("500").sees(&["→ 500", "Allocated 500"]);
    desk.types("<ctrl-s>").sees(&["Review:", "PAY-2026-00001"]);
    desk.loses_receipts = true;
    desk.types("<enter>").sees(&["No receipt", "Ctrl-S", "nothing is posted twice"]);
    desk.loses_receipts = false;
    // What was posted shows on the account, and so in the form.
    desk.sees(&["owes RWF 400"]).rests();
    desk
}

fn after(desk: Headless, mut test: TestBook) -> TestBook {
    desk.closes();
    test.open();
    test
}

fn on_account(test: &TestBook) -> (String, u64) {
    let balance = test.balance("C0001", as_of("2026-11-21"));
    (balance.balance.to_string(), test.book.as_ref().unwrap().head().seq)
}

#[test]
fn sent_again_as_it_was_it_is_posted_once() {
    let test = book();
    let mut desk = without_a_receipt(&test);
    desk.types("<ctrl-s>").sees(&["posted already (payment PAY-2026-00001"]);
    desk.types("<enter>").sees(&["PAY-2026-00001 posted"]);
    let test = after(desk, test);
    assert_eq!(on_account(&test), ("400".into(), 4));
}

#[test]
fn changed_after_that_it_is_neither_lost_nor_posted_twice() {
    let test = book();
    let mut desk = without_a_receipt(&test);
    desk.types("<backspace><backspace><backspace>700").sees(&["→ 700"]);
    desk.sees(&["PAY-2026-00001 was posted from this form before it was changed", "Alt-Z"]);
    desk.types("<ctrl-s>").sees(&["PAY-2026-00001 was posted from this form"]);
    let screen = desk.rests();
    assert!(screen.contains("Payment ·") && !screen.contains("Review"), "{screen}");
    // As it says: away with the form, and another one for what is to be posted too.
    desk.types("<alt-z><alt-z>").sees(&["Discarded", "▸ Kigali"]);
    desk.types("<alt-p>").sees(&["Payment"]).types("200").sees(&["→ 200", "Allocated 200"]);
    desk.types("<ctrl-s>").sees(&["Review:", "PAY-2026-00002"]).types("<enter>").sees(&["posted"]);
    let test = after(desk, test);
    assert_eq!(on_account(&test), ("200".into(), 5));
}

#[test]
fn a_form_that_was_kept_and_changed_in_another_session_says_so_too() {
    let test = book();
    let desk = without_a_receipt(&test);
    let kept = desk.app.half_typed();
    assert_eq!(kept.len(), 1);
    desk.closes();
    let mut desk = Headless::open_again(&test.folder(), kept);
    desk.sees(&["Payment"]).types("<enter>").sees(&["500"]);
    desk.types("<backspace>1").sees(&["501", "PAY-2026-00001 was posted from this form"]);
    let test = after(desk, test);
    assert_eq!(on_account(&test), ("400".into(), 4));
}

#[test]
fn a_call_whose_receipt_is_lost_is_posted_once_whatever_is_added_to_it() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-c>").sees(&["Call"]);
    desk.types("cheque on Friday<ctrl-s>").sees(&["Review:", "CALL-2026-00001"]);
    desk.loses_receipts = true;
    desk.types("<enter>").sees(&["No receipt"]);
    desk.loses_receipts = false;
    // What she adds is another entry: this one was posted as it was.
    desk.types("<tab><tab>400<tab>fri").sees(&["27 Nov"]);
    desk.types("<ctrl-s>").sees(&["CALL-2026-00001 was posted from this form"]).rests();
    desk.types("<alt-z><alt-z>").sees(&["Discarded"]);
    let test = after(desk, test);
    assert_eq!(on_account(&test).1, 4);
}
