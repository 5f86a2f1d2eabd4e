//! What documents say of the company: as it was on their day, as far as it was known when they were
//! issued.

use daybook::documents::paper::{Paper, PaperBlock, Party};
use daybook::documents::text;
use daybook::domain::Language;
use daybook::ledger::query::statement::Style;
use daybook::ledger::query::summary::SummaryOf;
use daybook::tui::settings::Settings;

use crate::common::headless::Headless;
use crate::common::{TestBook, new_book};
use crate::{paper, paper_in, statement_in};

fn seller(paper: &Paper) -> Party {
    let seller = paper.blocks.iter().find_map(|block| match block {
        PaperBlock::Parties { seller, .. } => Some(seller.clone()),
        _ => None,
    });
    seller.unwrap()
}

fn book() -> TestBook {
    let mut new = new_book("CA", "CAD", Some("America/Toronto"));
    new.tax_id = Some("101".into());
    new.address = Some("1 Old Street".into());
    let mut test = TestBook::new(&new);
    test.customer("C1");
    test
}

const MOVED: &str = r#"{"do":"amend_company","name":"Stationers of Montreal","address":"2 New Street","city":"Montréal","phone":"514 555 0100","email":"ar@st.example","payment_instructions":"Bank of Ours, account 42","tax_ids":[{"name":"TPS","number":"123 RT0001"},{"name":"TVQ","number":"456 TQ0001"}],"date":"2026-11-10"}"#;

#[test]
fn documents_show_the_company_as_it_was_on_their_day() {
    let mut test = book();
    let before = test.invoice("C1", "2026-11-09", "2026-12-09", "100.00");
    test.taken(MOVED);
    let late = test.invoice("C1", "2026-11-12", "2026-12-12", "100.00");
    let paid = test.payment("C1", "2026-11-11", "10.00", "oldest");
    let old = ("Kigali Stationers Ltd", vec!["1 Old Street", "Tax number 101"]);
    let new = (
        "Stationers of Montreal",
        vec![
            "2 New Street",
            "Montréal",
            "514 555 0100",
            "ar@st.example",
            "GST/HST No. 123 RT0001",
            "QST No. 456 TQ0001",
        ],
    );
    for (number, (name, lines)) in [(&before, &old), (&late, &new), (&paid, &new)] {
        let seller = seller(&paper(&test, number));
        assert_eq!(
            (seller.name.as_str(), &seller.lines),
            (*name, &lines.iter().map(|it| (*it).to_string()).collect::<Vec<_>>()),
            "{number}"
        );
    }
    assert_eq!(seller(&statement_in(&test, "C1", Style::OpenItem, None)).name, new.0);
    assert_eq!(test.ask(&SummaryOf).unwrap().company, new.0);
    // How to pay stands where something is left to pay, and only there.
    let how = format!(
        "\nHow to pay\n  Bank of Ours, account 42\n  Please quote {late} with your payment.\n"
    );
    assert!(text::text(&paper(&test, &late)).ends_with(&how));
    assert!(!text::text(&paper(&test, &before)).contains("How to pay"));
    test.payment("C1", "2026-11-12", "190.00", "oldest");
    assert!(!text::text(&paper(&test, &late)).contains("How to pay"));
    assert!(test.verify().ok);
}

#[test]
fn a_change_that_is_dated_back_leaves_issued_documents_as_they_are() {
    let mut test = book();
    let issued = test.invoice("C1", "2026-11-15", "2026-12-15", "100.00");
    test.taken(MOVED);
    assert_eq!(seller(&paper(&test, &issued)).name, "Kigali Stationers Ltd");
    let next = test.invoice("C1", "2026-11-15", "2026-12-15", "100.00");
    assert_eq!(seller(&paper(&test, &next)).name, "Stationers of Montreal");
    // What is not given stays, and an empty text takes away.
    test.taken(r#"{"do":"amend_company","city":"","date":"2026-11-16"}"#);
    let last = test.invoice("C1", "2026-11-16", "2026-12-16", "100.00");
    let last = seller(&paper(&test, &last));
    assert_eq!((last.name.as_str(), last.lines.len()), ("Stationers of Montreal", 5));
}

#[test]
fn the_companys_language_is_that_of_customers_who_asked_for_none() {
    let mut test = book();
    test.taken(r#"{"do":"register_customer","code":"C2","name":"A","language":"en"}"#);
    test.taken(r#"{"do":"amend_company","language":"fr","date":"2026-11-01"}"#);
    let numbers = ["C1", "C2"].map(|code| test.invoice(code, "2026-11-02", "2026-12-02", "5.00"));
    let languages = numbers.each_ref().map(|number| paper(&test, number).language);
    assert_eq!(languages, [Language::French, Language::English]);
    let asked = paper_in(&test, &numbers[0], Some(Language::English));
    assert_eq!(asked.language, Language::English);
}

#[test]
fn what_a_company_cannot_be_is_refused() {
    let mut test = book();
    let many: Vec<_> = (0..11).map(|n| format!(r#"{{"name":"N","number":"{n}"}}"#)).collect();
    for (fields, rule, field) in [
        (r#""name":"""#.to_string(), "text.empty", "name"),
        (r#""language":"de""#.to_string(), "language.unknown", "language"),
        (r#""date":"2026-11-22""#.to_string(), "date.ahead", "date"),
        (
            r#""tax_ids":[{"name":"GST","number":" "}]"#.to_string(),
            "text.empty",
            "tax_ids[0].number",
        ),
        (format!(r#""tax_ids":[{}]"#, many.join(",")), "tax_ids.too_many", "tax_ids"),
        (r#""tax_ids":[{"name":"GST"}]"#.to_string(), "command.missing_field", "tax_ids[0].number"),
    ] {
        let line = format!(r#"{{"do":"amend_company",{fields}}}"#);
        assert_eq!(test.refused(&line), (rule, field.to_string()), "{line}");
    }
}

#[test]
fn the_desk_shows_what_documents_say_and_changes_it() {
    let mut new = new_book("RW", "RWF", None);
    new.tax_id = Some("101234567".into());
    let mut test = TestBook::new(&new);
    test.customer("C1");
    test.close();
    let mut desk = Headless::open_as("eva", &test.folder(), Settings::default(), (80, 24));
    desk.rests();
    desk.types("<ctrl-p>company details<enter>");
    desk.sees(&["Company details", "Kigali Stationers Ltd", "TIN 101234567"]);
    // Name, address, city, phone, e-mail, then the numbers and how to pay.
    desk.types("<tab>KN 4 Avenue 12<tab><tab><tab><tab>").types("TIN 101234567; RDB 55");
    desk.types("<tab>Bank of Kigali 00040; MoMo 0788<ctrl-s>").rests();
    desk.sees(&["KN 4 Avenue 12", "TIN 101234567; RDB 55", "Bank of Kigali 00040; MoMo 0788"]);
    let posted = desk.types("<enter>").rests();
    assert!(posted.contains("Done: "), "{posted}");
    // Taken back, it is what it was before.
    desk.types("<alt-u>").rests();
    let form = desk.types("<enter>").rests();
    assert!(form.contains("TIN 101234567") && !form.contains("RDB 55"), "{form}");
    desk.types("<alt-z>").rests();
    desk.closes();
    test.open();
    let number = test.invoice("C1", "2026-11-21", "2026-12-02", "100");
    let paper = paper(&test, &number);
    assert_eq!(seller(&paper).name, "Kigali Stationers Ltd");
    assert_eq!(seller(&paper).lines, ["KN 4 Avenue 12", "TIN 101234567", "RDB 55"]);
    let how = "\nHow to pay\n  Bank of Kigali 00040\n  MoMo 0788\n  Please quote INV";
    assert!(text::text(&paper).contains(how), "{}", text::text(&paper));
}

#[test]
fn the_desk_records_the_receipt_of_a_billing_machine() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-20", "2026-12-02", "100");
    test.close();
    let mut desk = Headless::open_as("eva", &test.folder(), Settings::default(), (80, 24));
    desk.rests();
    desk.types("<alt-3>").sees(&[&number]).types("<ctrl-p>billing machine<enter>");
    desk.sees(&["Receipt of the billing machine", "SDC ID"]);
    desk.types("168/258 NS<tab>SDC001<tab>2026-11-20 10:42<ctrl-s>").rests();
    let posted = desk.types("<enter>").rests();
    assert!(posted.contains("Done: "), "{posted}");
    desk.closes();
    test.open();
    let receipt = test.shown_invoice(&number).fiscal_receipt.unwrap();
    assert_eq!(
        (receipt.number.as_str(), receipt.sdc_id.as_deref()),
        ("168/258 NS", Some("SDC001"))
    );
}
