//! What is on a document, whatever renders it: figures that add up, reasons, the words a customer
//! reads, and JSON that keeps what it had.

use std::fs;

use crate::common::cli::Cli;
use daybook::documents::paper::{CellValue, Paper, PaperBlock, Total};
use daybook::documents::text;
use daybook::domain::{Currency, Language, Money};
use daybook::ledger::query::statement::Style;
use serde_json::Value;

use crate::common::TestBook;
use crate::{cells, paper, paper_in, statement_in};

fn totals(paper: &Paper) -> Vec<&Total> {
    let totals = paper.blocks.iter().filter_map(|block| match block {
        PaperBlock::Totals { totals } => Some(totals),
        _ => None,
    });
    totals.flatten().collect()
}

fn total(paper: &Paper, label: &str) -> String {
    let totals = totals(paper);
    let found = totals.iter().find(|total| total.label == label);
    found.unwrap_or_else(|| panic!("no {label} in {totals:?}")).value.text.clone()
}

/// The labels and the texts of the facts.
fn facts(paper: &Paper) -> Vec<(String, String)> {
    let facts = paper.blocks.iter().filter_map(|block| match block {
        PaperBlock::Facts { facts } => Some(facts),
        _ => None,
    });
    facts.flatten().map(|fact| (fact.label.clone(), fact.value.text.clone())).collect()
}

fn has_fact(paper: &Paper, label: &str, text: &str) -> bool {
    facts(paper).contains(&(label.to_string(), text.to_string()))
}

/// The texts of a column.
fn column(paper: &Paper, name: &str) -> Vec<String> {
    let tables = paper.blocks.iter().filter_map(|block| match block {
        PaperBlock::Table(table) => Some(table),
        _ => None,
    });
    let cells = tables.filter_map(|table| {
        let place = table.columns.iter().position(|column| column.name == name)?;
        Some(table.rows.iter().map(move |row| row.cells[place].text.clone()))
    });
    cells.flatten().collect()
}

#[test]
fn a_line_without_tax_says_why() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"a","quantity":"1","unit_price":"1000","tax":"B"},{"description":"b","quantity":"1","unit_price":"200","tax":"A"},{"description":"c","quantity":"1","unit_price":"30","tax":"C"},{"description":"d","quantity":"1","unit_price":"4","tax":"D"},{"description":"e","quantity":"1","unit_price":"5"}]}"#,
    );
    let english = paper(&test, "INV-2026-00001");
    assert_eq!(column(&english, "tax"), ["B", "A exempt", "C zero-rated", "D no VAT", "no tax"]);
    assert_eq!(total(&english, "VAT (B) 18% of 1,000"), "180");
    assert_eq!(total(&english, "Exempt (A): 200"), "0");
    assert_eq!(total(&english, "No tax: 5"), "0");
    let french = paper_in(&test, "INV-2026-00001", Some(Language::French));
    let marks = ["B", "A exonéré", "C taux zéro", "D sans TVA", "sans taxe"];
    assert_eq!(column(&french, "tax"), marks);
}

#[test]
fn a_foreign_document_shows_its_rate_and_the_tax_in_the_books_currency() {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","currency":"USD"}"#);
    test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","rate":"1450.5","lines":[{"description":"Room","quantity":"1","unit_price":"1000","tax":"B"}]}"#,
    );
    test.taken(
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-03","amount":"500","rate":"1460","method":"bank"}"#,
    );
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-04","reason":"price","amount":"118"}"#,
    );
    let invoice = paper(&test, "INV-2026-00001");
    assert!(has_fact(&invoice, "Exchange rate", "1 USD = 1,450.5 RWF"), "{:?}", facts(&invoice));
    // 180.00 × 1,450.5
    assert_eq!(total(&invoice, "Tax in RWF"), "261,090");
    let in_book = totals(&invoice).last().unwrap().value.value.clone();
    let (amount, currency) = (Money::from_minor(261_090, 0), Currency::parse("RWF").unwrap());
    assert_eq!(in_book, CellValue::Money { amount, currency });
    assert!(has_fact(&paper(&test, "PAY-2026-00001"), "Exchange rate", "1 USD = 1,460 RWF"));
    // A credit note has the rate of its original.
    let credit = paper(&test, "CN-2026-00001");
    assert!(has_fact(&credit, "Exchange rate", "1 USD = 1,450.5 RWF"));
    assert_eq!(total(&credit, "Tax in RWF"), "26,109");
}

#[test]
fn a_credit_note_names_its_invoice_and_its_reason() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    test.payment("C1", "2026-11-02", "80.00", "oldest");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{number}","date":"2026-11-03","reason":"quantity_short","amount":"30.00"}}"#
    ));
    let credit = paper(&test, "CN-2026-00001");
    assert!(has_fact(&credit, "Corrects invoice", &number));
    assert!(has_fact(&credit, "Reason", "quantity short"));
    assert_eq!(total(&credit, "Total credited CAD"), "30.00");
    assert_eq!(
        (column(&credit, "number"), column(&credit, "amount")),
        (vec![number], vec!["20.00".into()])
    );
    let page = text::text(&credit);
    assert!(page.contains("CAD 10.00 of this credit stays on account."), "{page}");
    let french = paper_in(&test, "CN-2026-00001", Some(Language::French));
    assert!(has_fact(&french, "Motif", "quantité manquante"));
}

#[test]
fn a_receipt_lists_what_it_settles_and_what_stays_on_account() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let first = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let second = test.invoice("C1", "2026-11-02", "2026-12-02", "50.00");
    let paid = test.payment("C1", "2026-11-10", "500.00", "oldest");
    test.taken(&format!(
        r#"{{"do":"refund","from":"{paid}","amount":"25.00","method":"bank","date":"2026-11-11"}}"#
    ));
    let receipt = paper(&test, &paid);
    assert_eq!(column(&receipt, "what"), ["invoice", "invoice", "refund"]);
    assert_eq!(column(&receipt, "number"), [first, second, "RF-2026-00001".into()]);
    assert_eq!(column(&receipt, "amount"), ["100.00", "50.00", "25.00"]);
    assert_eq!(total(&receipt, "Received CAD"), "500.00");
    assert_eq!(total(&receipt, "Settles"), "175.00");
    assert_eq!(total(&receipt, "On account"), "325.00");
    assert!(has_fact(&receipt, "Paid by", "bank transfer"));
}

#[test]
fn a_customer_reads_of_corrections_and_never_of_write_offs() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    test.invoice("C1", "2026-11-01", "2026-12-01", "10.02");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let cash = test.taken(
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-15","amount":"10.00","method":"cash","allocate":[{"invoice":"INV-2026-00001","amount":"10.00"}]}"#,
    );
    let cash = cash.number("payment").unwrap().to_string();
    let wrong = test.payment("C1", "2026-11-16", "5.00", "none");
    test.taken(&format!(r#"{{"do":"reverse_payment","payment":"{wrong}","reason":"slip"}}"#));
    let bounced = test.payment("C1", "2026-11-17", "98.00", "none");
    test.taken(&format!(r#"{{"do":"bounce_payment","payment":"{bounced}","reason":"no funds"}}"#));
    test.taken(r#"{"do":"write_off","invoice":"INV-2026-00002","amount":"0.50","reason":"small_difference"}"#);
    let mut papers = vec![
        paper(&test, "INV-2026-00001"),
        paper(&test, "INV-2026-00002"),
        paper(&test, &cash),
        paper(&test, &wrong),
        paper(&test, &bounced),
    ];
    for style in [Style::OpenItem, Style::BalanceForward] {
        papers.push(statement_in(&test, "C1", style, None));
        papers.push(statement_in(&test, "C1", style, Some(Language::French)));
    }
    for paper in &papers {
        let page = text::text(paper).to_lowercase();
        for word in ["write off", "write-off", "recover", "radiation", "passer en perte"] {
            assert!(!page.contains(word), "{word} in:\n{page}");
        }
    }
    let page = |place: usize| text::text(&papers[place]);
    assert!(page(3).contains("Correction: this payment was entered by mistake"), "{}", page(3));
    assert!(page(4).contains("Returned payment"), "{}", page(4));
}

#[test]
fn void_documents_say_so() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{number}","reason":"price","amount":"30.00"}}"#
    ));
    test.taken(r#"{"do":"void_credit_note","credit_note":"CN-2026-00001","reason":"slip"}"#);
    test.taken(&format!(r#"{{"do":"void_invoice","invoice":"{number}","reason":"slip"}}"#));
    assert!(text::text(&paper(&test, &number)).ends_with("\nThis invoice is void.\n"));
    let credit = text::text(&paper(&test, "CN-2026-00001"));
    assert!(credit.ends_with("\nThis credit note is void.\n"), "{credit}");
}

#[test]
fn a_document_of_another_system_is_marked_as_a_copy() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-10-02", "2026-11-01", "1000");
    for (number, amount) in [("X-77", "5000"), ("X-78", "-300")] {
        test.taken(&format!(
            r#"{{"do":"bring_in_receivable","number":"{number}","customer":"C1","date":"2026-10-01","due":"2026-10-31","amount":"{amount}"}}"#
        ));
    }
    for (number, what) in [("X-77", "invoice"), ("X-78", "credit note")] {
        let copy = text::text(&paper(&test, number));
        assert!(copy.lines().any(|line| line.trim_matches(['-', ' ']) == "COPY"), "{copy}");
        let said = format!("This {what} was issued in another system");
        assert!(copy.contains(&said), "{copy}");
        for language in Language::ALL {
            let copy = paper_in(&test, number, Some(language));
            assert!(copy.mark.is_some(), "{language:?}");
            // Its line is the document itself, in the words of each language.
            let lines = text::text(&copy);
            let is_english = lines.contains(&format!("{} {number}", told(what)));
            assert_eq!(is_english, language == Language::English, "{language:?}");
            assert!(!lines.contains("Opening balance"), "{lines}");
        }
    }
    assert_eq!(paper(&test, "INV-2026-00001").mark, None);
    test.taken(r#"{"do":"void_invoice","invoice":"X-77","reason":"wrong"}"#);
    assert_eq!(paper(&test, "X-77").mark.as_deref(), Some("VOID"));
}

/// A word at the beginning of a line.
fn told(word: &str) -> String {
    daybook::words::told::capitalised(word)
}

/// The lines below the customer's name.
fn address(test: &TestBook, number: &str, language: Language) -> Vec<String> {
    let found =
        paper_in(test, number, Some(language)).blocks.into_iter().find_map(|block| match block {
            PaperBlock::Parties { buyer, .. } => Some(buyer.lines),
            _ => None,
        });
    found.unwrap()
}

#[test]
fn an_address_is_in_the_order_of_its_country_which_is_named_abroad_alone() {
    use Language::{English, French};
    let montreal = r#""address":"1 rue X","city":"Montréal","region":"QC","postal_code":"H2X 1K1""#;
    let kigali = r#""address":"KG 7","city":"Kigali""#;
    let paris = r#""address":"1 rue Y","city":"Paris","postal_code":"75001""#;
    let town = "Montréal QC H2X 1K1";
    for (is_canada, fields, country, language, lines) in [
        (true, montreal, "", French, vec!["1 rue X", town]),
        (true, montreal, "Canada", French, vec!["1 rue X", town]),
        (true, montreal, "ca", English, vec!["1 rue X", town]),
        (true, &montreal.replace("H2X 1K1", "h2x1k1"), "", French, vec!["1 rue X", town]),
        (false, montreal, "CA", English, vec!["1 rue X", town, "Canada"]),
        (false, kigali, "RW", English, vec!["KG 7", "Kigali"]),
        (true, kigali, "RW", English, vec!["KG 7", "Kigali", "Rwanda"]),
        (true, paris, "France", French, vec!["1 rue Y", "75001 Paris", "France"]),
        (true, paris, "USA", French, vec!["1 rue Y", "Paris 75001", "États-Unis"]),
        (true, kigali, "Atlantis", French, vec!["KG 7", "Kigali", "Atlantis"]),
    ] {
        let mut test = if is_canada { TestBook::canada() } else { TestBook::rwanda() };
        let country =
            if country.is_empty() { String::new() } else { format!(r#","country":"{country}""#) };
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"C1","name":"A",{fields}{country}}}"#
        ));
        let number = test.invoice("C1", "2026-11-02", "2026-12-02", "100");
        assert_eq!(address(&test, &number, language), lines, "{country} {is_canada}");
    }
}

#[test]
fn letters_that_do_not_show_are_marked_in_the_value_itself() {
    let mut test = TestBook::canada();
    let mut named = daybook::domain::event::CustomerDetails::named("Ann\u{202e}a");
    named.address = Some("1 Main\u{200b} Street".into());
    let event = daybook::domain::event::CustomerRegistered {
        customer: daybook::domain::Code("C1".into()),
        terms: daybook::domain::terms::Terms::default(),
        currency: Currency::parse("CAD").unwrap(),
        credit_limit: None,
        details: Some(named),
    };
    test.enter("2026-11-01", vec![event.into()]);
    let number = test.invoice("C1", "2026-11-02", "2026-12-02", "100.00");
    let PaperBlock::Parties { buyer, .. } = &paper(&test, &number).blocks[0] else { panic!() };
    assert_eq!(buyer.name, "Ann<U+202E>a");
    assert_eq!(buyer.lines, ["1 Main<U+200B> Street"]);
}

/// A book with an invoice in part paid and credited, through the program.
pub fn posted() -> Cli {
    let cli = Cli::with_book();
    let (status, receipts) = cli.post(concat!(
        r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel","language":"fr"}"#,
        "\n",
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Room","quantity":"2","unit_price":"150000","tax":"B"}]}"#,
        "\n",
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-03","amount":"200000","method":"momo"}"#,
        "\n",
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-04","reason":"price","amount":"1180"}"#,
        "\n",
    ));
    assert_eq!(status, 0, "{receipts:?}");
    cli
}

pub const COMMANDS: [[&str; 2]; 4] = [
    ["invoice", "INV-2026-00001"],
    ["credit-note", "CN-2026-00001"],
    ["receipt", "PAY-2026-00001"],
    ["statement", "C1"],
];

#[test]
fn the_program_writes_each_document_in_the_language_asked_for() {
    let cli = posted();
    let said = |args: &[&str]| {
        let output = cli.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let titles = [
        ("INVOICE", "FACTURE"),
        ("CREDIT NOTE", "NOTE DE CRÉDIT"),
        ("RECEIPT", "REÇU"),
        ("STATEMENT OF ACCOUNT", "RELEVÉ DE COMPTE"),
    ];
    for (command, (english, french)) in COMMANDS.iter().zip(titles) {
        let [name, what] = *command;
        assert!(said(&[name, what]).contains(french), "{name}");
        assert!(said(&[name, what, "--language", "en"]).contains(english), "{name}");
        // One flag, one meaning, on whichever side of the subcommand; the nearer one wins.
        assert!(said(&["--language", "en", name, what]).contains(english), "{name}");
        let both = ["--language", "en", name, what, "--language", "fr"];
        assert!(said(&both).contains(french), "{name}");
        let file = cli.dir.path().join(format!("{name}.txt"));
        let out = file.to_str().unwrap();
        assert_eq!(said(&[name, what, "--out", out]), "");
        assert!(fs::read_to_string(&file).unwrap().contains(french), "{name}");
        assert_eq!(cli.status(&[name, what, "--out", out]), 1, "there is a file already");
        assert_eq!(cli.status(&[name, what, "--language", "de"]), 2);
        assert_eq!(cli.status(&["--language", "de", name, what]), 2);
    }
    // Each command is for its own kind.
    for (name, what, rule) in [
        ("invoice", "PAY-2026-00001", "document.not_an_invoice"),
        ("credit-note", "INV-2026-00001", "document.not_a_credit_note"),
        ("receipt", "CN-2026-00001", "document.not_a_payment"),
    ] {
        assert_eq!(cli.status(&[name, what]), 1);
        assert_eq!(cli.json(&[name, what])["refusal"]["rule"], rule);
    }
}

#[test]
fn json_keeps_every_field_and_adds_the_document() {
    let cli = posted();
    let contract: [&[&str]; 4] = [
        &[
            "invoice",
            "customer",
            "buyer",
            "seller",
            "state",
            "payment",
            "date",
            "due",
            "terms",
            "reference",
            "currency",
            "prices",
            "net",
            "tax",
            "total",
            "outstanding",
            "disputed",
            "lines",
            "allowances",
            "charges",
            "taxes",
            "allocations",
            "entry",
        ],
        &["credit_note", "invoice", "customer", "date", "reason", "state", "net", "total", "lines"],
        &["payment", "customer", "date", "amount", "on_account", "method", "state", "allocations"],
        &[
            "customer",
            "buyer",
            "seller",
            "style",
            "from",
            "to",
            "known_at",
            "currency",
            "opening",
            "lines",
            "closing",
            "items",
            "aging",
            "on_account",
        ],
    ];
    for ([name, what], fields) in COMMANDS.iter().zip(contract) {
        let json = cli.json(&[name, what]);
        let missing: Vec<_> = fields.iter().filter(|it| json.get(**it).is_none()).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
        let document = &json["document"];
        assert_eq!(document["language"], "fr");
        assert_eq!(document["kind"], name.replace('-', "_"));
        let blocks: Vec<&str> = document["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["block"].as_str().unwrap())
            .collect();
        assert_eq!(blocks[..2], ["parties", "facts"], "{name}");
        assert!(blocks.contains(&"table"), "{name}: {blocks:?}");
    }
    // A cell has its value, and the letters that the customer reads.
    let json = cli.json(&["invoice", "INV-2026-00001", "--language", "fr"]);
    let cells = json["document"]["blocks"][2]["rows"][0]["cells"].clone();
    let money: Value = serde_json::json!({"kind":"money","amount":"300000","currency":"RWF","text":"300\u{a0}000"});
    assert_eq!(cells[5], money);
    assert_eq!(cells[1], serde_json::json!({"kind":"quantity","quantity":"2","text":"2"}));
}

#[test]
fn every_figure_is_typed() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "1234.50");
    // What reads like an amount is one, so that a renderer can align and check it.
    let paper = paper(&test, &number);
    let texts = cells(&paper).into_iter().filter(|cell| cell.value == CellValue::Text);
    let untyped: Vec<_> = texts.filter(|cell| cell.text.contains("1,234")).collect();
    assert!(untyped.is_empty(), "{untyped:?}");
}

#[test]
fn an_invoice_says_until_when_paying_early_takes_something_off() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","terms":"2/10 net 30"}"#);
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "1000.00");
    let said = |test: &TestBook, language| text::text(&paper_in(test, &number, Some(language)));
    let read = |page: String| page.split([' ', '\n']).collect::<Vec<_>>().join(" ");
    let english = read(said(&test, Language::English));
    let offer =
        "Early-payment discount of CAD 20.00: CAD 980.00 settles this invoice until 11 Nov 2026.";
    assert!(english.contains(offer), "{english}");
    let french = read(said(&test, Language::French));
    assert!(french.contains("jusqu'au 11 nov. 2026"), "{french}");
    // Once some of it is paid, what is left is said instead.
    test.payment("C1", "2026-11-20", "980.00", "oldest");
    let english = read(said(&test, Language::English));
    assert!(!english.contains("Early-payment"), "{english}");
    assert!(english.contains("Settled so far: CAD 980.00. Still to pay: CAD 20.00."), "{english}");
}

#[test]
fn a_late_fee_offers_no_discount_that_it_does_not_earn() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Ann","terms":"2/10 net 30"}"#);
    let invoice = test.invoice("C1", "2026-08-01", "2026-09-01", "1000");
    test.taken(r#"{"do":"set_late_fee_policy","date":"2026-09-01","yearly_percent":"12%","override":{"reason":"agreed"}}"#);
    let fee = test.taken(&format!(r#"{{"do":"charge_late_fee","invoice":"{invoice}"}}"#));
    let of = |number: &str| paper(&test, number);
    assert!(has_fact(&of(&invoice), "Terms", "2/10 net 30"));
    assert!(has_fact(&of(fee.number("invoice").unwrap()), "Terms", "net 30"));
}
