//! At the desk: a bank line of several customers, and money on the suspense list among the bank lines.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::show::{Show, Shown};
use daybook::tui::app::DeskEvent;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for (code, name) in [("C0001", "Kigali Heights"), ("C0002", "Umurava Bakery")] {
        test.taken(&format!(r#"{{"do":"register_customer","code":"{code}","name":"{name}"}}"#));
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0002", "2026-10-03", "2026-11-02", "72100");
    test
}

fn state(test: &TestBook, number: &str) -> String {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::BankLine(it) => it.state,
        Shown::Unidentified(it) => it.state,
        Shown::Deposit(it) => it.state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_of_several_customers_is_split_by_their_names() {
    let mut test = book();
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-13","amount":"12345","text":"both of us"}]}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["BL000001", "1 left"]).types("s");
    desk.sees(&["Split bank line · BL000001", "C0001 400, C0002 all"]).types("kigali");
    desk.sees(&["▸ ", "C0001", "Kigali Heights"]).types("<enter>").types("12,000, um");
    desk.sees(&["C0001 12,000, um", "C0002", "Umurava Bakery"]).types("<enter>").types("12");
    // What the parts come to is told beside the field, and again by the book.
    desk.sees(&["→ C0001 12,000; C0002 12"]).types("<ctrl-s>");
    desk.sees(&["comes to 12,345", "its parts come to"]).types("<backspace><backspace>all");
    desk.sees(&["→ C0001 12,000; C0002 345"]).types("<ctrl-s>");
    desk.sees(&[
        "Review: Split bank line",
        "PAY-2026-00001  C0001",
        "PAY-2026-00002  C0002",
        "345",
    ]);
    // No cash was taken to the bank.
    desk.sees(&["RWF 12,345", "split DEP-2026-00001"]).rests();
    assert!(!desk.shows().contains("deposit"), "{}", desk.shows());
    desk.types("<enter>").sees(&["All bank lines are done", "1 done here"]);
    desk.types("u").sees(&["BL000001 is open again", "1 left"]);
    // Names are taken as the look-up takes them, without a choice in between, and pasted too.
    desk.types("s").sees(&["Split bank line · BL000001"]);
    desk.gives(DeskEvent::Paste("Kigali Heights 12,000, umurava all".into()));
    desk.sees(&["→ C0001 12,000; C0002 345"]).types("<ctrl-s>");
    desk.sees(&["PAY-2026-00003  C0001  Kigali Heights", "PAY-2026-00004  C0002  Umurava Bakery"]);
    desk.types("<esc>").types("<ctrl-u>Kigali Inn 12,000, umurava all");
    desk.types("<ctrl-s>").sees(&["No customer matches “Kigali Inn”"]).types("<alt-z><alt-z>");
    desk.closes();
    test.open();
    assert_eq!(state(&test, "BL000001"), "open");
    assert_eq!(state(&test, "DEP-2026-00001"), "void");
}

#[test]
fn money_on_the_suspense_list_is_matched_behind_the_bank_lines() {
    let mut test = book();
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-13","amount":"72100","payer":"UMURAVA BAKERY","text":"INV-2026-00002"}]}"#);
    for (amount, payer) in [("318600", "KIGALI HEIGHTS"), ("77", "somebody")] {
        test.taken(&format!(
            r#"{{"do":"record_unidentified","date":"2026-11-10","amount":"{amount}","method":"momo","payer":"{payer}","reference":"INV-2026-00001"}}"#
        ));
    }
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["BL000001", "3 left"]);
    // Keys typed ahead stop at money that is not a bank line, however good its suggestion is.
    desk.types_ahead("<enter><enter><enter>");
    desk.sees(&["SUS-2026-00001", "suspense list", "likely", "INV-2026-00001 318,600", "2 left"])
        .rests();
    desk.types("<enter>").sees(&[
        "SUS-2026-00001 matched: Kigali Heights",
        "SUS-2026-00002",
        "1 left",
    ]);
    desk.sees(&["2 done here"]).types("u").sees(&["SUS-2026-00001 is open again", "2 left"]);
    desk.sees(&["▸ 1 Kigali Heights"]).types("<enter>").sees(&["SUS-2026-00002", "1 left"]);
    // By hand: whose it is, or off the list. Keys typed before the answer are not for this line.
    desk.sees(&["SUS-2026-00001 matched"]).rests();
    desk.types("m").sees(&["Identify payer · SUS-2026-00002"]).types("<esc>").sees(&["1 left"]);
    desk.types("d")
        .sees(&["Take off the suspense list · SUS-2026-00002"])
        .types("sent back<tab><tab>SUS-2026-00002<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["All bank lines are done"]);
    // That stays, and is said instead of taking back the one before.
    desk.types("u").sees(&["SUS-2026-00002 is not reopened", "record it again", "Alt-U lists"]);
    desk.rests();
    desk.closes();
    test.open();
    let states = ["BL000001", "SUS-2026-00001", "SUS-2026-00002"].map(|it| state(&test, it));
    assert_eq!(states, ["matched", "identified", "reversed"]);
    assert!(test.shown_invoice("INV-2026-00001").outstanding.is_zero());
    assert!(test.verify().ok);
}

/// A bank line may be money that waits on the suspense list: Enter says that it is, and whose it is is said later.
#[test]
fn a_line_that_is_money_on_the_suspense_list_is_linked_to_it_by_enter() {
    let mut test = book();
    test.taken(r#"{"do":"record_unidentified","date":"2026-11-10","amount":"5000","method":"bank","payer":"somebody"}"#);
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-11","amount":"5000","text":"transfer"}]}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["This is SUS-2026-00001", "2 left"]).rests();
    desk.types("<enter>")
        .sees(&["BL000001 matched: somebody", " SUS-2026-00001", "1 left"])
        .rests();
    desk.types("m")
        .sees(&["Identify payer · SUS-2026-00001"])
        .types("kigali<enter>")
        .sees(&["C0001"]);
    desk.types("<ctrl-s>").sees(&["Review: Identify payer · SUS-2026-00001"]).rests();
    desk.types("<enter>").sees(&["All bank lines are done"]).rests();
    desk.closes();
    test.open();
    let states = ["BL000001", "SUS-2026-00001"].map(|it| state(&test, it));
    assert_eq!(states, ["matched", "identified"]);
    assert_eq!(paid_by(&test, "BL000001"), "PAY-2026-00001");
    assert!(test.verify().ok);
}

fn paid_by(test: &TestBook, line: &str) -> String {
    match test.ask(&Show { what: line.into() }).unwrap() {
        Shown::BankLine(it) => it.payment.map_or_else(String::new, |it| it.0),
        other => panic!("{other:?}"),
    }
}

/// Nobody knows whose a line is: one key puts its money on the suspense list, and another one takes that back.
#[test]
fn a_line_of_an_unknown_payer_takes_one_key() {
    let mut test = book();
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-13","amount":"123","payer":"J. UWASE","text":"thanks"},{"date":"2026-11-14","amount":"-5","text":"charges"}]}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 100, 30);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["BL000001", "2 left", "x unknown"]).rests();
    desk.types("x").sees(&["BL000001 is on the suspense list as SUS-2026-00001", "BL000002"]);
    desk.sees(&["left -5, on the suspense list 123", "1 done here"]).rests();
    // Money out has no payer, and what waits is there already.
    desk.types("x").sees(&["is not money in", " BL000002"]).rests();
    desk.types("<tab>").sees(&[" SUS-2026-00001", "J. UWASE", "thanks"]).types("x");
    desk.sees(&["SUS-2026-00001 is on the suspense list already"]).rests();
    desk.types("u").sees(&["BL000001 is open again", " BL000001  BK", "2 left"]).rests();
    desk.types("x").sees(&["as SUS-2026-00002"]).rests();
    // It is listed with what forms posted, too.
    desk.types("<alt-u>").sees(&["Bank line of an unknown payer", "→ Unmatch bank line"]);
    desk.types("<esc><tab>").sees(&[" SUS-2026-00002"]).types("m").sees(&["Identify payer"]);
    desk.types("C0002<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["1 left"]).rests();
    desk.closes();
    test.open();
    let states = ["BL000001", "SUS-2026-00001", "SUS-2026-00002"].map(|it| state(&test, it));
    assert_eq!(states, ["matched", "reversed", "identified"]);
    assert_eq!(paid_by(&test, "BL000001"), "PAY-2026-00001");
    assert!(test.verify().ok);
}

/// Whose the money is was said in a form: that is what was done last, not the line before. It is taken back like what a
/// key did.
#[test]
fn money_that_a_form_identified_is_taken_back_before_the_line_before_it() {
    let mut test = book();
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-13","amount":"72100","payer":"UMURAVA BAKERY","text":"INV-2026-00002"}]}"#);
    test.taken(r#"{"do":"record_unidentified","date":"2026-11-10","amount":"77","method":"momo"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["BL000001", "2 left"]);
    desk.types("<enter>").sees(&["BL000001 matched", "1 left"]).rests();
    desk.types("m").sees(&["Identify payer · SUS-2026-00001"]).types("C0001<ctrl-s>");
    desk.sees(&["Review:"]).types_ahead("<enter>u").sees(&["is open again"]).rests();
    desk.sees(&["SUS-2026-00001 is open again", "1 left"]);
    desk.types("u").sees(&["BL000001 is open again", "2 left"]);
    desk.closes();
    test.open();
    assert_eq!(["BL000001", "SUS-2026-00001"].map(|it| state(&test, it)), ["open", "open"]);
    assert_eq!(test.shown_payment("PAY-2026-00002").state, "reversed");
}

/// An invoice less a credit note takes one key, and another one takes both back.
#[test]
fn a_line_less_a_credit_note_is_taken_and_taken_back_with_it() {
    let mut test = book();
    for line in [
        r#"{"do":"record_payment","customer":"C0001","amount":"318600","method":"cash","date":"2026-10-20"}"#,
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"200","date":"2026-11-02"}"#,
    ] {
        test.taken(line);
    }
    let invoice = test.invoice("C0001", "2026-11-03", "2026-12-03", "3000");
    test.taken(r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-13","amount":"2800","payer":"KIGALI HEIGHTS","text":"transfer"}]}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["BL000001", "likely"]);
    desk.sees(&["INV-2026-00003 2,800", "CN-2026-00001 allocated to INV-2026-00003: 200"]).rests();
    desk.types("<enter>").sees(&["BL000001 matched: Kigali Heights"]).rests();
    desk.types("u").sees(&["BL000001 is open again", "CN-2026-00001 allocated"]).rests();
    desk.types("<enter>").sees(&["BL000001 matched"]).rests();
    desk.closes();
    test.open();
    assert!(test.shown_invoice(&invoice).outstanding.is_zero());
    assert_eq!(paid_by(&test, "BL000001"), "PAY-2026-00003");
    assert!(test.verify().ok);
}

#[test]
fn a_deposit_slip_begins_among_the_bank_lines_and_is_seen_as_it_is_printed() {
    let mut test = book();
    test.taken(r#"{"do":"record_payment","customer":"C0001","amount":"318600","method":"cheque","reference":"000123, Bank of Kigali","date":"2026-11-03"}"#);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-l>").sees(&["No open bank lines"]).types("b");
    desk.sees(&["Deposit slip", "PAY-2026-00001"]).types("<enter><ctrl-s>");
    desk.sees(&["Review:", "RWF 318,600"])
        .types("<enter>")
        .sees(&["No open bank lines"])
        .types("<f4>")
        .sees(&["of 2"]);
    desk.types("DEP-2026-00001<enter>").sees(&["Deposit · DEP-2026-00001", "posted"]).types("t");
    desk.sees(&["DEPOSIT SLIP DEP-2026-00001", "000123", "Bank of Kigali"]);
    desk.closes();
}

/// A bank's own table without balances is taken too: what it comes to is said, and that nothing proves it.
#[test]
fn a_table_without_balances_is_imported_as_bank_lines() {
    let mut test = book();
    test.close();
    let folder = tempfile::tempdir().unwrap();
    let lines = "13/11/2026,CASH,900\n14/11/2026,FEE,-100\n";
    for (name, text) in [
        ("plain.csv", format!("Date,Narrative,Amount\n{lines}")),
        ("two.csv", "Date,Narrative,Amount\n04/11/2026,CASH,500\n05/11/2026,CASH,600\n".into()),
        ("paid.csv", "Date,Customer,Amount,Reference\n16/11/2026,C0001,700,T-1\n".into()),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let file = |name: &str| format!("<ctrl-u>{}<enter>", folder.path().join(name).display());
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&file("plain.csv"));
    desk.sees(&["which account", "2 lines", "gives no balance before and after", "come to 800"]);
    desk.types("BK<enter>").sees(&["2 would be imported"]).types("<ctrl-s>").sees(&["2 imported"]);
    // Days that can be read two ways are asked about.
    desk.types("<enter>").sees(&["step 1"]).types(&file("two.csv"));
    desk.sees(&["“04/11/2026” (line 2) can be read two ways", "D/M/YYYY"]).types("1");
    desk.sees(&["Account in the book: BK", "RWF 1,100"])
        .types("<enter>")
        .sees(&["2 would be imported"]);
    desk.types("<esc><esc>").sees(&["step 1"]).types(&file("paid.csv"));
    // What looks like payments is a statement where a person says so.
    desk.sees(&["step 2", "or b if it is a bank statement"])
        .types("b")
        .sees(&["which account", "1 line"]);
    desk.types("<enter>").sees(&["1 would be imported"]).types("<ctrl-s>").sees(&["1 imported"]);
    desk.closes();
}
