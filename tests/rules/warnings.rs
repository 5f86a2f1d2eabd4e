//! Warnings: what is taken all the same, and said. The receipt and the preview carry them.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::domain::Rule;
use daybook::engine::{Receipt, Submission, intake};
use daybook::tui::settings::Settings;
use daybook::words::Words;

fn rules(receipt: &Receipt) -> Vec<&str> {
    receipt.warnings.iter().map(|warning| &*warning.rule).collect()
}

fn said(receipt: &Receipt) -> String {
    let words = Words::english();
    receipt.warnings.iter().map(|warning| words.warning(warning) + "\n").collect()
}

/// The rules by which a line is warned of; it is taken, and its preview said the same.
fn warned(test: &mut TestBook, line: &str) -> Vec<String> {
    let envelope = intake::read(line).1.unwrap();
    let submission = Submission::of("eva", envelope);
    let preview = test.book().preview(std::slice::from_ref(&submission)).remove(0).unwrap();
    let receipt = test.book().commit(&[submission]).remove(0).unwrap();
    assert_eq!(preview.receipt.warnings, receipt.warnings, "{line}");
    rules(&receipt).into_iter().map(str::to_string).collect()
}

fn pay(date: &str, amount: &str, method: &str, reference: &str) -> String {
    let reference = match reference {
        "" => String::new(),
        reference => format!(r#","reference":"{reference}""#),
    };
    format!(
        r#"{{"do":"record_payment","customer":"C1","date":"{date}","amount":"{amount}","method":"{method}"{reference},"allocate":"none"}}"#
    )
}

const TWICE: [&str; 1] = ["payment.looks_twice"];
const NONE: [&str; 0] = [];

#[test]
fn a_payment_of_the_same_amount_and_reference_within_seven_days_looks_twice() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    assert_eq!(warned(&mut test, &pay("2026-11-10", "500", "bank", "TR 77")), NONE);
    for (line, expected) in [
        (pay("2026-11-17", "500", "momo", "tr 77 "), &TWICE[..]),
        (pay("2026-11-03", "500", "bank", "TR 77"), &TWICE),
        (pay("2026-10-26", "500", "bank", "TR 77"), &NONE),
        (pay("2026-11-12", "501", "bank", "TR 77"), &NONE),
        (pay("2026-11-12", "500", "bank", "TR 78"), &NONE),
        (pay("2026-11-10", "500", "bank", ""), &NONE),
        (pay("2026-11-12", "500", "bank", "TR 77").replace("C1", "C2"), &NONE),
    ] {
        assert_eq!(warned(&mut test, &line), expected, "{line}");
    }
    let twice = test.taken(&pay("2026-11-18", "501", "bank", "TR 77"));
    let said = said(&twice);
    assert!(said.contains("PAY-2026-00005") && said.contains("TR 77"), "{said}");
}

#[test]
fn a_certificate_of_the_same_kind_and_number_looks_twice_whatever_its_amount() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-01-05", "2026-02-05", "1000");
    let certificate = |kind: &str, number: &str, date: &str, amount: &str| {
        format!(
            r#"{{"do":"record_certificate","customer":"C1","kind":"{kind}","number":"{number}","date":"{date}","allocate":[{{"invoice":"INV-2026-00001","amount":"{amount}"}}]}}"#
        )
    };
    assert_eq!(warned(&mut test, &certificate("WHT3", "W-1", "2026-01-10", "30")), NONE);
    assert_eq!(warned(&mut test, &certificate("WHT3", "w-1", "2026-11-20", "45")), TWICE);
    assert_eq!(warned(&mut test, &certificate("WHT15", "W-1", "2026-11-20", "45")), NONE);
    assert_eq!(warned(&mut test, &certificate("WHT3", "W-2", "2026-11-20", "45")), NONE);
}

#[test]
fn two_gifts_on_one_day_are_not_the_same_invoice() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let gift = |what: &str, reference: &str| {
        format!(
            r#"{{"do":"issue_invoice","customer":"C1"{reference},"lines":[{{"description":"{what}","quantity":"1","unit_price":"0"}}]}}"#
        )
    };
    for what in ["A calendar", "A pen"] {
        assert_eq!(warned(&mut test, &gift(what, "")), ["total.zero"]);
    }
    let po = r#","reference":"PO-1""#;
    assert_eq!(warned(&mut test, &gift("A pen", po)), ["total.zero"]);
    assert_eq!(warned(&mut test, &gift("A pen", po)), ["invoice.looks_twice", "total.zero"]);
}

#[test]
fn a_payment_without_a_reference_looks_twice_on_the_same_day_by_the_same_method() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    assert_eq!(warned(&mut test, &pay("2026-11-10", "500", "cash", "")), NONE);
    assert_eq!(warned(&mut test, &pay("2026-11-11", "500", "cash", "")), NONE);
    assert_eq!(warned(&mut test, &pay("2026-11-10", "500", "momo", "")), NONE);
    assert_eq!(warned(&mut test, &pay("2026-11-10", "500", "cash", "")), TWICE);
    // The same money, this time with what the bank says of it.
    assert_eq!(warned(&mut test, &pay("2026-11-10", "500", "cash", "INV-2026-00001")), TWICE);
    assert_eq!(warned(&mut test, &pay("2026-11-09", "500", "cash", "INV-2026-00002")), NONE);
}

#[test]
fn a_payment_that_bounced_has_no_twin_and_a_merged_account_has_those_of_both() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    test.taken(&pay("2026-11-10", "500", "cheque", "000123"));
    test.taken(
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-12","reason":"no funds"}"#,
    );
    assert_eq!(warned(&mut test, &pay("2026-11-13", "500", "cheque", "000123")), NONE);
    // Nor has our own slip, once it is reversed.
    test.taken(&pay("2026-11-13", "700", "bank", "TR 9"));
    test.taken(r#"{"do":"reverse_payment","payment":"PAY-2026-00003","reason":"typed twice"}"#);
    assert_eq!(warned(&mut test, &pay("2026-11-13", "700", "bank", "TR 9")), NONE);
    test.taken(r#"{"do":"merge_customers","from":"C1","into":"C2"}"#);
    let other = pay("2026-11-21", "500", "cheque", "000123").replace("C1", "C2");
    assert_eq!(warned(&mut test, &other), NONE, "eight days later");
    assert_eq!(warned(&mut test, &other.replace("11-21", "11-20")), TWICE, "one customer now");
}

#[test]
fn money_for_an_invoice_of_which_nothing_is_left_is_said_to_stay_on_account() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for _ in 0..2 {
        test.invoice("C1", "2026-10-01", "2026-10-31", "500");
    }
    test.taken(
        r#"{"do":"write_off","invoice":"INV-2026-00001","reason":"bad_debt","date":"2026-11-09"}"#,
    );
    let pay = |amount: &str, shares: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"C1","date":"2026-11-10","amount":"{amount}","method":"bank","allocate":[{shares}]}}"#
        )
    };
    let written_off = r#"{"invoice":"INV-2026-00001"}"#;
    let open = r#"{"invoice":"INV-2026-00002"}"#;
    // The money runs out before the written-off one, which is said all the same; nothing is said of one that is open.
    let receipt = test.taken(&pay("100", &format!("{open},{written_off}")));
    assert_eq!(rules(&receipt), ["payment.nothing_left"]);
    assert_eq!(
        said(&receipt),
        "nothing is left of INV-2026-00001, so nothing of this payment is allocated to it: it was written off by \
         WO-2026-00001. To take the money for it, recover WO-2026-00001 first\n"
    );
    assert_eq!(warned(&mut test, &pay("400", open)), NONE);
    let receipt = test.taken(&pay("7", open));
    let nothing =
        "nothing is left of INV-2026-00002, so nothing of this payment is allocated to it\n";
    assert_eq!(said(&receipt), nothing);
    test.taken(r#"{"do":"recover","write_off":"WO-2026-00001","date":"2026-11-10"}"#);
    assert_eq!(warned(&mut test, &pay("500", written_off)), NONE);
}

fn bill(date: &str, price: &str, reference: &str) -> String {
    let reference = match reference {
        "" => String::new(),
        reference => format!(r#""reference":"{reference}","#),
    };
    format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"{date}",{reference}"override":{{"reason":"x"}},"lines":[{{"description":"Work","quantity":"1","unit_price":"{price}"}}]}}"#
    )
}

#[test]
fn an_invoice_of_the_same_reference_and_total_within_ninety_days_looks_twice() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let twice = ["invoice.looks_twice"];
    assert_eq!(warned(&mut test, &bill("2026-08-01", "500", "PO-1")), NONE);
    assert_eq!(warned(&mut test, &bill("2026-10-30", "500", "po-1")), twice);
    assert_eq!(warned(&mut test, &bill("2026-10-30", "501", "PO-1")), NONE);
    assert_eq!(warned(&mut test, &bill("2026-10-30", "500", "PO-2")), NONE);
    assert_eq!(warned(&mut test, &bill("2026-10-30", "500", "")), NONE);
    assert_eq!(warned(&mut test, &bill("2026-10-31", "500", "")), NONE, "another day");
    assert_eq!(warned(&mut test, &bill("2026-10-31", "500", "")), twice);
    // A draft is issued as it is.
    let draft = bill("2026-11-20", "500", "PO-2").replace("issue_invoice", "draft_invoice");
    test.taken(&draft.replace(r#""override":{"reason":"x"},"#, ""));
    assert_eq!(warned(&mut test, r#"{"do":"issue_draft","draft":"D000001"}"#), twice);
    // Ninety-one days, and a void one.
    assert_eq!(warned(&mut test, &bill("2026-02-01", "9", "PO-9")), NONE);
    assert_eq!(warned(&mut test, &bill("2026-05-03", "9", "PO-9")), NONE);
    test.taken(r#"{"do":"void_invoice","invoice":"INV-2026-00010","reason":"typed twice"}"#);
    test.taken(r#"{"do":"void_invoice","invoice":"INV-2026-00009","reason":"typed twice"}"#);
    assert_eq!(warned(&mut test, &bill("2026-05-04", "9", "PO-9")), NONE);
}

#[test]
fn a_customer_of_the_same_name_phone_mail_or_tax_number_looks_twice() {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"register_customer","code":"K1","name":"Café N'Dour","phone":"+250 788 123 456","email":"ap@cafe.example","tax_id":"102 345 678"}"#,
    );
    let twice = "customer.looks_twice";
    for (rest, expected) in [
        (r#""name":"CAFE NDOUR""#, vec![twice]),
        (r#""name":"Another","phone":"0788-123-456""#, vec![twice]),
        (r#""name":"A third","email":"AP@cafe.example""#, vec![twice]),
        (r#""name":"A fourth","tax_id":"102345678""#, vec![twice]),
        (r#""name":"Café N’dour","phone":"0788 123 456","tax_id":"102345678""#, vec![twice; 3]),
        (r#""name":"Nobody else","phone":"0788 123 457","email":"ap@other.example""#, vec![]),
    ] {
        let line = format!(r#"{{"do":"register_customer",{rest}}}"#);
        assert_eq!(warned(&mut test, &line), expected, "{line}");
    }
    // The one that was there first is named, and nothing of it but its code.
    let again = test.taken(r#"{"do":"register_customer","name":"cafe ndour"}"#);
    assert!(said(&again).contains("K1") && !said(&again).contains("Café"), "{}", said(&again));
    // What is amended is compared, and nothing else.
    let amend = |rest: &str| format!(r#"{{"do":"amend_customer","customer":"C0006",{rest}}}"#);
    assert_eq!(warned(&mut test, &amend(r#""phone":"+250788123456""#)), [twice]);
    assert_eq!(warned(&mut test, &amend(r#""terms":"net 10""#)), NONE);
    assert_eq!(warned(&mut test, &amend(r#""phone":"+250 788 123 456""#)), NONE, "as it was");
    assert_eq!(warned(&mut test, &amend(r#""phone":"""#)), NONE);
    // What an account no longer has is nobody's twin.
    test.taken(r#"{"do":"amend_customer","customer":"K1","name":"Renamed","tax_id":""}"#);
    let line = r#"{"do":"register_customer","name":"Quite new","tax_id":"999999999"}"#;
    assert_eq!(warned(&mut test, line), NONE);
    test.taken(
        r#"{"do":"amend_customer","customer":"C0007","name":"Changed","tax_id":"999999998"}"#,
    );
    let line = r#"{"do":"register_customer","name":"Seven","tax_id":"999999999"}"#;
    assert_eq!(warned(&mut test, line), [twice], "the one above has it");
    // Two accounts that were merged are one.
    test.taken(r#"{"do":"register_customer","code":"M1","name":"Merged One"}"#);
    test.taken(r#"{"do":"register_customer","code":"M2","name":"Merged Two"}"#);
    test.taken(r#"{"do":"merge_customers","from":"M1","into":"M2"}"#);
    let line = r#"{"do":"amend_customer","customer":"M2","name":"Merged One"}"#;
    assert_eq!(warned(&mut test, line), NONE);
    let third = test.taken(r#"{"do":"register_customer","name":"merged one"}"#);
    assert!(said(&third).contains("M2"), "{}", said(&third));
}

#[test]
fn dates_far_off_are_unusual() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let unusual = ["date.unusual"];
    for (date, expected) in [
        ("2026-12-22", &NONE[..]),
        ("2026-12-23", &unusual),
        ("2025-10-17", &NONE),
        ("2025-10-16", &unusual),
    ] {
        assert_eq!(warned(&mut test, &pay(date, "5", "bank", date)), expected, "{date}");
    }
    let draft = r#"{"do":"draft_invoice","customer":"C1","date":"2027-01-21","lines":[{"description":"Work","quantity":"1","unit_price":"5"}]}"#;
    assert_eq!(warned(&mut test, draft), unusual);
    // Opening data are as old as they are.
    let old = r#"{"do":"bring_in_receivable","number":"0042","customer":"C1","date":"2020-01-05","amount":"99","settled":"2020-02-01"}"#;
    assert_eq!(warned(&mut test, old), NONE);
    let call =
        r#"{"do":"log_call","customer":"C1","direction":"in","at":"2025-01-05T10:00:00+02:00"}"#;
    assert_eq!(warned(&mut test, call), unusual);
}

#[test]
fn rates_far_off_the_last_one_are_unusual() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"U1","name":"US","currency":"USD"}"#);
    test.taken(r#"{"do":"register_customer","code":"E1","name":"EU","currency":"EUR"}"#);
    let pay = |customer: &str, amount: &str, rate: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"{customer}","amount":"{amount}","method":"bank","rate":"{rate}"}}"#
        )
    };
    let unusual = ["rate.unusual"];
    for (line, expected) in [
        (pay("U1", "1", "1300"), &NONE[..]),
        (pay("U1", "2", "3900"), &NONE),
        (pay("U1", "3", "11700.01"), &unusual),
        (pay("U1", "4", "1300"), &unusual),
        (pay("U1", "5", "0.00076923"), &unusual),
        (pay("E1", "6", "1450"), &NONE),
    ] {
        assert_eq!(warned(&mut test, &line), expected, "{line}");
    }
}

#[test]
fn a_total_of_nothing_is_said() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    assert_eq!(warned(&mut test, &bill("2026-11-01", "0", "PO-1")), ["total.zero"]);
    let draft = bill("2026-11-02", "0", "").replace("issue_invoice", "draft_invoice");
    assert_eq!(warned(&mut test, &draft), ["total.zero"]);
}

#[test]
fn warnings_are_for_the_moment_a_repeat_has_none() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(&pay("2026-11-10", "500", "bank", "TR 77"));
    let id = r#"{"id":"01a200f9-b29e-7856-8287-ab247273d3bc","#;
    let line = pay("2026-11-10", "500", "bank", "TR 77").replacen('{', id, 1);
    let first = test.taken(&line);
    assert_eq!(rules(&first), TWICE);
    let again = test.taken(&line);
    assert_eq!(again, Receipt { warnings: vec![], ..first });
}

/// An old desk reads the receipts of a new server, and a new desk those of an old one; a rule
/// that only a newer program knows costs no receipt.
#[test]
fn receipts_with_and_without_warnings_are_read_on_either_side() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let plain = test.taken(&pay("2026-11-10", "500", "bank", "TR 77"));
    assert!(!serde_json::to_string(&plain).unwrap().contains("warnings"));
    let warned = test.taken(&pay("2026-11-10", "500", "bank", "TR 77"));
    let mut json = serde_json::to_value(&warned).unwrap();
    assert_eq!(serde_json::from_value::<Receipt>(json.clone()).unwrap(), warned);
    json["warnings"][0]["rule"] = "from.tomorrow".into();
    let read: Receipt = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(said(&read), "from.tomorrow\n");
    json.as_object_mut().unwrap().remove("warnings");
    assert!(serde_json::from_value::<Receipt>(json).unwrap().warnings.is_empty());
    assert!(Words::french().has(Rule::PaymentLooksTwice));
}

#[test]
fn the_review_says_it_before_anything_is_posted_and_a_correct_entry_costs_no_key() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel"}"#);
    test.taken(&pay("2026-11-21", "500", "momo", "MP26"));
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-p>").sees(&["Payment"]);
    desk.types("500<tab><tab>momo<tab>mp26").sees(&["→ 500"]);
    desk.types("<ctrl-s>").sees(&["Review:", "PAY-2026-00001", "same amount and reference"]);
    // Corrected, it says nothing, and takes the keys that it always took.
    desk.types("<esc><backspace>7").sees(&["mp27"]);
    desk.types("<ctrl-s>").sees(&["Review:", "PAY-2026-00002"]);
    assert!(!desk.rests().contains("same amount"), "{}", desk.shows());
    desk.types("<enter>").sees(&["PAY-2026-00002 posted"]);
    desk.closes();
}

/// An import counts the rows that look wrong and names the first of them; running it again takes
/// nothing, and warns of nothing.
#[test]
fn an_import_counts_and_names_the_rows_with_warnings() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.close();
    let file = test.dir.path().join("payments.csv");
    std::fs::write(
        &file,
        "customer,date,amount,method,reference\n\
         C1,2026-11-02,500,bank,TR 1\n\
         C1,2026-11-03,500,bank,TR 1\n\
         C1,2020-01-03,500,bank,TR 1\n\
         C1,2026-11-03,700,bank,TR 2\n",
    )
    .unwrap();
    let book = test.folder();
    let import = || {
        let mut daybook = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"));
        daybook.args(["import", "payments"]).arg(&file).arg("--json").arg("--book").arg(&book);
        let output = daybook.args(["--today", "2026-11-21"]).output().unwrap();
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (summary, String::from_utf8(output.stderr).unwrap())
    };
    let (summary, said) = import();
    assert_eq!((&summary["taken"], &summary["warnings"]), (&4.into(), &2.into()));
    assert!(said.contains("line 3, amount: warning: PAY-2026-00001 of 2026-11-02"), "{said}");
    assert!(said.contains("line 4, date: warning: 2020-01-03"), "{said}");
    assert!(!said.contains("line 2") && !said.contains("line 5"), "{said}");
    let (summary, said) = import();
    assert_eq!((&summary["skipped"], &summary["warnings"]), (&4.into(), &0.into()));
    assert_eq!(said, "");
}

#[test]
fn the_command_line_prints_them_with_the_receipt() {
    use std::io::Write;
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(&pay("2026-11-10", "500", "bank", "TR 77"));
    test.close();
    let mut daybook = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"));
    daybook.args(["post", "--today", "2026-11-21", "--book"]).arg(test.folder());
    daybook.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = daybook.spawn().unwrap();
    let line = pay("2026-11-10", "500", "bank", "TR 77") + "\n";
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "a warning refuses nothing");
    let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(receipt["warnings"][0]["rule"], "payment.looks_twice");
    let message = receipt["warnings"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("PAY-2026-00001 of 2026-11-10"), "{message}");
}
