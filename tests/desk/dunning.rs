//! Dunning at the desk, by the keys alone: what is proposed is looked at, ticked and sent.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::outbox::OutboxAfter;
use daybook::tui::settings::Settings;

/// Two customers with a letter due, one of them of the last level, and one who promised.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights","email":"a@kh.example"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Umurava Bakery"}"#,
        r#"{"do":"register_customer","code":"C0003","name":"Nyungwe Lodge"}"#,
        r#"{"do":"set_dunning_policy","name":"standard","levels":"7, 21","interval_days":14}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0002", "2026-09-03", "2026-10-01", "72100");
    test.invoice("C0001", "2026-10-02", "2026-10-31", "318600");
    test.invoice("C0003", "2026-10-04", "2026-10-31", "5500");
    test.taken(r#"{"do":"send_dunning_letter","customer":"C0002","date":"2026-10-20"}"#);
    test.taken(
        r#"{"do":"promise","customer":"C0003","invoice":"INV-2026-00003","by":"2026-12-01"}"#,
    );
    test.close();
    test
}

#[test]
fn letters_are_ticked_looked_at_and_sent() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("<alt-g>");
    desk.sees(&["1 of 2 ticked", "1 left out", "[x] Kigali Heights", "[ ] Umurava Bakery"]);
    desk.sees(&["level 1", "RWF 318,600", "promised", "first letter", "21 days overdue"]);
    // The letter as the customer gets it, and back.
    desk.types("<enter>").sees(&["PAYMENT REMINDER", "318,600"]);
    // It is sent from the list, with the others.
    assert!(!desk.rests().contains("Enter send"));
    desk.types("<esc>");
    desk.sees(&["1 of 2 ticked"])
        .types("<down>")
        .sees(&["last level or call", "letter 20 Oct, level 1, queued"]);
    // A person takes the last level, and leaves the other out.
    desk.types(" ").sees(&["2 of 2 ticked"]);
    desk.types("s").sees(&["2 letters, RWF 390,700: s again queues them"]);
    // What is unticked comes back tomorrow, and the question is asked of what is ticked.
    desk.types("<home> ").sees(&["1 of 2 ticked", "Left out while the desk is open"]);
    desk.types("s").sees(&["One letter, RWF 72,100: s again queues", "1 of 2 ticked"]);
    desk.types("s").sees(&["One letter is in the outbox", "0 of 1 ticked", "2 left out"]);
    // It is taken back from the list of what was posted.
    desk.types("<alt-u>").sees(&["▸ Send document · DLV-2026-00002 · Umurava", "→ Take out"]);
    desk.types("<esc>");
    desk.sees(&["the next letter may go"]).types("<home> ").sees(&["1 of 1 ticked"]);
    desk.types("s").sees(&["s again queues"]);
    desk.types("s").sees(&["One letter is in the outbox", "0 of 0 ticked"]);
    desk.types("s").sees(&["No letter is ticked"]);
    desk.closes();
    test.open();
    let queued = test.ask(&OutboxAfter::default()).unwrap().rows;
    let documents: Vec<_> =
        queued.iter().map(|it| it.document.as_ref().unwrap().0.as_str()).collect();
    assert_eq!(documents, ["DUN-2026-00001", "DUN-2026-00002", "DUN-2026-00003"]);
    assert_eq!([queued[1].by.word(), queued[2].by.word()], ["print", "email"]);
}

#[test]
fn a_customer_is_blocked_from_the_list_and_open_bank_lines_are_warned_of() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-10","amount":"318600","text":"?"}]}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("<alt-g>").sees(&["1 of 2 ticked"]);
    desk.types("s").sees(&["One bank line is still unmatched", "One letter, RWF 318,600"]);
    desk.types("b")
        .sees(&["Pause reminders", "Kigali Heights"])
        .types("+30<tab>roof repairs<ctrl-s>");
    // The mark stays in its place: on the next letter.
    desk.sees(&["Review:"]).types("<enter>").sees(&["0 of 1 ticked", "▸ [ ] Umurava Bakery"]);
    desk.types("<end>").sees(&["promised"]).types("<up>").sees(&["paused through", "roof repairs"]);
    desk.types("u").sees(&["Resume reminders"]).types("<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["1 of 2 ticked"]);
    desk.closes();
}

#[test]
fn without_a_policy_the_pane_says_how_to_set_one() {
    let mut test = TestBook::rwanda();
    test.customer("C0001");
    test.invoice("C0001", "2026-10-02", "2026-10-31", "318600");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<alt-g>").sees(&["There is no dunning policy yet"]);
    desk.types("<ctrl-p>dunning policy<enter>").sees(&["Dunning policy", "7, 21, 35, 60"]);
    desk.sees(&["After days", "Days between"]).types("<ctrl-s>");
    desk.sees(&["Review:", "After days      7, 21"]).types("<enter>").sees(&["1 of 1 ticked"]);
    desk.closes();
}

#[test]
fn late_fees_and_holds_have_their_forms() {
    let mut test = TestBook::rwanda();
    test.customer("C0001");
    let invoice = test.invoice("C0001", "2026-09-02", "2026-10-01", "365000");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<ctrl-p>late fee policy<enter>").sees(&["Yearly interest", "12%"]);
    desk.types("<tab><tab><tab><tab>2026-09-01<ctrl-s>").sees(&["Review:"]);
    desk.sees(&["Interest will be charged from 01 Sep, 81 days back."]).types("<enter>");
    desk.sees(&["Done: Late fee policy"]);
    desk.types("<ctrl-p>hold policy<enter>").sees(&["Hold policy", "Days overdue", "60"]);
    desk.types("30<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["Done: Hold policy"]);
    desk.types("<alt-u>").sees(&["→ not taken back", "change the policy again"]).types("<esc>");
    desk.types("c0001").sees(&["▸"]).types("<enter>").sees(&[&format!("▸ {invoice}")]);
    desk.types("<ctrl-p>charge interest<enter>").sees(&["Charge interest", "Through"]);
    desk.types("<ctrl-s>").sees(&["Review:", "LF-2026-00001"]).types("<enter>");
    desk.sees(&["LF-2026-00001 posted"]);
    desk.types("<ctrl-p>hold by policy<enter>").sees(&["Hold by policy"]).types("<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["Done: Hold by policy"]);
    desk.closes();
    test.open();
    assert_eq!(test.shown_invoice("LF-2026-00001").late_fee.unwrap().invoice.0, invoice);
}

/// What was unticked stays so while the desk is open, whatever was looked up meanwhile.
#[test]
fn what_is_unticked_stays_so_when_the_pane_was_left() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"set_late_fee_policy","yearly_percent":"10%","date":"2026-01-01"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("<alt-g>").sees(&["1 of 2 ticked"]).types(" ");
    desk.sees(&["0 of 2 ticked"]).types("<f4>").sees(&["of 3"]).types("<esc><alt-g>");
    desk.sees(&["0 of 2 ticked", "[ ] Kigali Heights"]);
    desk.types("<alt-f>").sees(&["Late fees and holds", "3 of 3 ticked"]).types(" ");
    desk.sees(&["2 of 3 ticked"]).types("<f4>").sees(&["of 3"]).types("<esc><alt-f>");
    desk.sees(&["Late fees and holds", "2 of 3 ticked"]);
    desk.types("<alt-g>").sees(&["0 of 2 ticked"]).types(" ").sees(&["1 of 2 ticked"]);
    desk.closes();
}

/// What the policies propose is reviewed and run from one place, and released from there.
#[test]
fn late_fees_and_holds_are_reviewed_and_run_together() {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Umurava Bakery"}"#,
        r#"{"do":"set_late_fee_policy","yearly_percent":"10%","date":"2026-01-01"}"#,
        r#"{"do":"set_hold_policy","days_late":30}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-09-02", "2026-10-12", "365000");
    test.invoice("C0002", "2026-09-03", "2026-11-11", "73000");
    test.payment("C0002", "2026-11-12", "1000", "none");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-f>").sees(&["Late fees and holds", "2 of 3 ticked"]);
    desk.sees(&["[x] Kigali Heights  INV-2026-00001", "late fee  RWF 4,000", "hold  RWF 365,000"]);
    desk.sees(&["365,000 × 10% × 40/365"]);
    // Money on account may pay this one from the day it came: a person says so.
    desk.types("<down>").sees(&["[ ] Umurava Bakery", "RWF 1,000 on account"]);
    desk.types("<down>").sees(&["RWF 365,000 overdue, the oldest 40 days"]);
    desk.types("s").sees(&["s again runs one late fee (RWF 4,000), one hold"]);
    // Another tick, another question.
    desk.types("<home> ").sees(&["1 of 3 ticked"]).types("s").sees(&["s again runs one hold"]);
    desk.types("<home> ").sees(&["2 of 3 ticked"]).types("s").sees(&["s again runs one late fee"]);
    desk.types("s").sees(&["2 done", "0 of 1 ticked"]);
    // What was run is taken back as what forms posted is, here and after a restart.
    let listed = [
        "▸ Hold by policy · Kigali Heights",
        "→ Take off hold",
        "Charge interest · LF-2026-00001",
        "→ Void invoice",
    ];
    desk.types("<alt-u>").sees(&listed);
    desk.closes();
    let mut desk = Headless::open_as("e", &test.folder(), Settings::default(), (80, 24));
    desk.sees(&["of 2"]).rests();
    desk.types("<alt-u>").sees(&listed);
    desk.closes();
    test.open();
    assert_eq!(test.shown_invoice("LF-2026-00001").total.to_string(), "4000");
    // Paid: the rule releases what it held.
    test.payment("C0001", "2026-11-21", "369000", "oldest");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-f>").sees(&["[x] Kigali Heights  C0001", "release"]);
    desk.types("<end>").sees(&["the cause is gone"]).types("s").sees(&["one release"]);
    desk.types("s").sees(&["One done", "0 of 1 ticked"]).types("s").sees(&["Nothing is ticked"]);
    desk.closes();
    test.open();
    let daybook::ledger::query::show::Shown::Customer(customer) =
        test.ask(&daybook::ledger::query::show::Show { what: "C0001".into() }).unwrap()
    else {
        panic!("not a customer")
    };
    assert_eq!(customer.on_hold, None);
    assert!(test.verify().ok);
}

/// A letter that waits in the outbox was not sent yet, and the account says so until it is.
#[test]
fn a_letter_in_the_outbox_is_queued_until_it_is_sent() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("c0002").sees(&["▸ C0002"]).types("<enter>");
    desk.sees(&["letter 20 Oct, level 1, queued"]);
    desk.closes();
    test.open();
    test.taken(r#"{"do":"begin_delivery","delivery":"DLV-2026-00001","attempt":1}"#);
    test.taken(r#"{"do":"end_delivery","delivery":"DLV-2026-00001","attempt":1,"outcome":"sent"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("c0002").sees(&["▸ C0002"]).types("<enter>");
    desk.sees(&["last letter 20 Oct, level 1"]);
    desk.closes();
}

#[test]
fn without_a_policy_enter_opens_nobody_s_account() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-09-03", "2026-10-01", "72100");
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<alt-g>").sees(&["There is no dunning policy yet", "0 left out"]);
    desk.types("<enter>").sees(&["No letter is selected", "There is no dunning policy yet"]);
}

#[test]
fn the_months_statements_are_looked_at_and_queued_together() {
    let mut test = book();
    test.open();
    test.taken(r#"{"do":"amend_customer","customer":"C0003","email":"c@kh.example"}"#);
    test.taken(
        r#"{"do":"deliver_statement","customer":"C0003","through":"2026-10-31","by":"email"}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("<ctrl-p>statements").sees(&["▸ Review the month's statements"]);
    desk.types("<enter>").sees(&["Statements through 31 Oct ", "1 to send of 3"]);
    desk.sees(&["▸ Kigali Heights  C0001", "no e-mail address  RWF 72,100"]);
    desk.sees(&["DLV-2026-00002 there already"]);
    desk.types("<left>").sees(&["through 30 Sep ", "0 to send of 1"]);
    desk.types("<right>").sees(&["through 31 Oct ", "1 to send of 3"]);
    // There is no later month that has ended.
    desk.types("<right>").rests();
    desk.types("s").sees(&["One statement through 31 Oct by", "s again queues it"]);
    desk.types("s").sees(&["One statement was put in the outbox", "0 to send of 3"]);
    desk.types("s").sees(&["No statement is left to send"]);
    desk.types("<enter>").sees(&["Kigali Heights", "INV-2026-00002"]);
    desk.closes();
    test.open();
    let queued = test.ask(&OutboxAfter::default()).unwrap().rows;
    let last = queued.last().unwrap();
    let span = last.statement.as_ref().unwrap();
    assert_eq!((last.customer.0.as_str(), span.to.to_string()), ("C0001", "2026-10-31".into()));
}
