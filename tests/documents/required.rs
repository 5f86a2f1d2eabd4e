//! What the law of a country wants on a document: it is there, by the amount, and what the company
//! lacks for it is a warning that says how to add it.

use daybook::assets;
use daybook::documents::paper::{Paper, PaperBlock};
use daybook::documents::text;
use daybook::domain::registration::Content;
use daybook::domain::{Currency, Language, Refusal};
use daybook::engine::Receipt;
use daybook::words::Words;

use crate::common::{TestBook, new_book};
use crate::{paper, paper_in};

/// The rules of the warnings of a receipt that are about content or numbers.
fn warned(receipt: &Receipt) -> Vec<String> {
    let of_numbers = |rule: &str| ["invoice.content_missing", "tax_id.unusual"].contains(&rule);
    let warnings = receipt.warnings.iter().filter(|it| of_numbers(&it.rule));
    warnings.map(|it| Words::english().warning(it)).collect()
}

fn quebec(numbers: &str) -> TestBook {
    let mut test = TestBook::new(&new_book("CA", "CAD", Some("America/Toronto")));
    test.taken(&format!(r#"{{"do":"amend_company","date":"2026-01-01","tax_ids":[{numbers}]}}"#));
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Ann","terms":"net 15"}"#);
    test
}

const GST: &str = r#"{"name":"TPS","number":"123456782 RT0001"}"#;
const QST: &str = r#"{"name":"QST","number":"1234567890 TQ0001"}"#;

fn issue(test: &mut TestBook, price: &str, tax: &str) -> Receipt {
    test.taken(&invoice_of(price, tax))
}

fn invoice_of(price: &str, tax: &str) -> String {
    format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{{"description":"Work {price} {tax}","quantity":"1","unit_price":"{price}","tax":{}}}]}}"#,
        tax.replace('\'', "\"")
    )
}

#[test]
fn taxes_are_read_in_the_spelling_in_which_they_show() {
    let mut test = quebec(&format!("{GST},{QST}"));
    for tax in ["'GST+QST'", "'QST + GST'", "['GST+QST']"] {
        let number = issue(&mut test, "100", tax).number("invoice").unwrap().to_string();
        let credit = |tax: &str| {
            format!(
                r#"{{"do":"credit_invoice","invoice":"{number}","reason":"price","lines":[{{"description":"x","quantity":"1","unit_price":"10","tax":{tax}}}]}}"#
            )
        };
        let foreign = test.post(&credit("[]")).unwrap_err();
        assert!(
            Words::english().refusal(&foreign).contains("no lines without a tax"),
            "{foreign:?}"
        );
        test.taken(&credit(r#""GST+QST""#));
        assert!(text::text(&paper(&test, &number)).contains("GST+QST"));
    }
    assert_eq!(test.refused(&invoice_of("1", "'GST+GST'")).0, "tax.repeated");
    assert_eq!(test.refused(&invoice_of("1", "'GST+'")).0, "tax.unknown");
}

#[test]
fn a_company_that_charges_a_tax_without_its_number_is_warned_from_the_amount_on() {
    let both = "['GST','QST']";
    // 86.97 + 4.35 + 8.68 = 100.00, and a cent less.
    for (price, tax, known, missing) in [
        ("86.98", both, "", vec!["GST", "QST"]),
        ("86.96", both, "", vec![]),
        ("500", both, GST, vec!["QST"]),
        ("500", both, QST, vec!["GST"]),
        ("500", "['GST']", GST, vec![]),
        ("500", "['HST-ON']", GST, vec![]),
        ("500", "['PST-BC','GST']", GST, vec![]),
        ("500", "'E'", "", vec![]),
        ("500", "'Z'", "", vec![]),
        ("500", "[]", "", vec![]),
    ] {
        let mut test = quebec(known);
        let warnings = warned(&issue(&mut test, price, tax));
        assert_eq!(warnings.len(), missing.len(), "{price} {tax} {known}: {warnings:?}");
        for (warning, number) in warnings.iter().zip(missing) {
            assert!(warning.contains(&format!("the company's {number} number")), "{warning}");
            assert!(warning.contains("amend_company"), "{warning}");
        }
    }
    let mut test = quebec(&format!("{GST},{QST}"));
    assert_eq!(warned(&issue(&mut test, "500", both)), Vec::<String>::new());
    // From the day on which the number is there, and not before.
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Ann"}"#);
    test.taken(r#"{"do":"amend_company","date":"2026-11-03","tax_ids":[{"name":"TIN","number":"101234567"}]}"#);
    assert_eq!(warned(&issue(&mut test, "500", "'B'")).len(), 1);
    let later = r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-03","lines":[{"description":"a","quantity":"1","unit_price":"1","tax":"B"}]}"#;
    assert_eq!(warned(&test.taken(later)), Vec::<String>::new());
}

#[test]
fn a_registered_company_is_warned_of_lines_without_tax_and_told_what_is_usual_there() {
    let untaxed = |receipt: &Receipt| -> Vec<String> {
        let warnings = receipt.warnings.iter().filter(|it| it.rule == "invoice.untaxed");
        warnings.map(|it| Words::english().warning(it)).collect()
    };
    let both = format!("{GST},{QST}");
    for (numbers, region, tax, said) in [
        (GST, "ON", "[]", "Usual for a customer in ON: HST-ON."),
        (GST, "Ontario", "[]", "Usual for a customer in Ontario: HST-ON."),
        (GST, "quebec", "[]", "Usual for a customer in quebec: GST."),
        (both.as_str(), "QC", "[]", "Usual for a customer in QC: GST+QST."),
        (GST, "BC", "[]", "Usual for a customer in BC: GST."),
        (GST, "", "[]", "Type the tax code of the customer's province."),
        (GST, "ON", "['HST-ON']", ""),
        (GST, "ON", "'E'", ""),
        ("", "ON", "[]", ""),
    ] {
        let mut test = quebec(numbers);
        test.taken(&format!(r#"{{"do":"amend_customer","customer":"C1","region":"{region}"}}"#));
        let warnings = untaxed(&issue(&mut test, "500", tax));
        assert_eq!(warnings.len(), usize::from(!said.is_empty()), "{region} {tax}: {warnings:?}");
        assert!(warnings.iter().all(|it| it.contains(said)), "{warnings:?}");
        assert!(warnings.iter().all(|it| it.contains("line 1 carries no tax")), "{warnings:?}");
    }
    // In Rwanda every line of a company with a TIN has a code.
    for (number, said) in [(r#"{"name":"TIN","number":"101234567"}"#, true), ("", false)] {
        let mut test = TestBook::rwanda();
        test.taken(r#"{"do":"register_customer","code":"C1","name":"Hotel"}"#);
        test.taken(&format!(
            r#"{{"do":"amend_company","tax_ids":[{number}],"date":"2026-01-01"}}"#
        ));
        let warnings = untaxed(&issue(&mut test, "500", "[]"));
        assert_eq!(warnings.len(), usize::from(said), "{warnings:?}");
        let told = "although the company has a TIN. Usual here: B. For a sale without tax, say which kind it is: A, C, D";
        assert!(warnings.iter().all(|it| it.ends_with(told)), "{warnings:?}");
        assert_eq!(untaxed(&issue(&mut test, "500", "'D'")), Vec::<String>::new());
    }
    // A line that comes to nothing and a document of another system need no tax.
    let mut test = quebec(GST);
    assert_eq!(untaxed(&issue(&mut test, "0", "[]")), Vec::<String>::new());
    let opening = r#"{"do":"bring_in_receivable","number":"7","customer":"C1","date":"2026-10-01","due":"2026-10-31","amount":"10"}"#;
    assert_eq!(untaxed(&test.taken(opening)), Vec::<String>::new());
    // A charge is a part of the sale; one in percent of the lines has their taxes.
    for (charge, said) in [
        (r#""amount":"20""#, vec!["the charge “Shipping” carries no tax"]),
        (r#""amount":"20","tax":"GST""#, vec![]),
        (r#""amount":"20","tax":"E""#, vec![]),
        (r#""percent":"5%""#, vec![]),
    ] {
        let issued = format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{{"description":"a","quantity":"1","unit_price":"5","tax":"GST"}}],"charges":[{{"description":"Shipping",{charge}}}]}}"#
        );
        let warnings = untaxed(&test.taken(&issued));
        assert_eq!(warnings.len(), said.len(), "{charge}: {warnings:?}");
        assert!(warnings.iter().zip(said).all(|(it, said)| it.contains(said)), "{warnings:?}");
    }
}

#[test]
fn a_foreign_document_counts_in_the_currency_of_the_country() {
    let mut test = quebec("");
    test.taken(r#"{"do":"register_customer","code":"US","name":"Bob","currency":"USD"}"#);
    let mut issue = |price: &str| {
        let line = format!(
            r#"{{"do":"issue_invoice","customer":"US","date":"2026-11-02","rate":"1.4","lines":[{{"description":"a","quantity":"1","unit_price":"{price}","tax":"GST"}}]}}"#
        );
        warned(&test.taken(&line)).len()
    };
    // With tax 71.40 and 67.20 dollars: 99.96 and 94.08 Canadian ones; 72.45 are 101.43.
    assert_eq!([issue("68"), issue("64"), issue("69")], [0, 0, 1]);
}

#[test]
fn a_credit_note_is_warned_of_too_and_a_document_from_elsewhere_is_not() {
    let mut test = quebec("");
    let number = issue(&mut test, "500", "'GST'").number("invoice").unwrap().to_string();
    let credit =
        format!(r#"{{"do":"credit_invoice","invoice":"{number}","reason":"price","full":true}}"#);
    assert_eq!(warned(&test.taken(&credit)).len(), 1);
    let brought = r#"{"do":"bring_in_invoice","number":"77","customer":"C1","date":"2026-10-02","due":"2026-11-01","lines":[{"description":"a","quantity":"1","unit_price":"500","tax":"GST"}]}"#;
    assert_eq!(warned(&test.taken(brought)), Vec::<String>::new());
}

#[test]
fn a_number_that_does_not_look_right_is_a_warning_that_says_why() {
    let mut test = quebec("");
    for (numbers, says) in [
        (r#"{"name":"GST","number":"123456789 RT0001"}"#, Some("check digit")),
        (r#"{"name":"TPS/TVH","number":"1234 RT0001"}"#, Some("999999999 RT9999")),
        (r#"{"name":"TVQ","number":"123456789 TQ0001"}"#, Some("9999999999 TQ9999")),
        (GST, None),
        (QST, None),
        (r#"{"name":"Permit","number":"whatever"}"#, None),
    ] {
        let warnings =
            warned(&test.taken(&format!(r#"{{"do":"amend_company","tax_ids":[{numbers}]}}"#)));
        assert_eq!(warnings.len(), usize::from(says.is_some()), "{numbers}: {warnings:?}");
        assert!(says.is_none_or(|says| warnings[0].contains(says)), "{numbers}: {warnings:?}");
    }
    let mut test = TestBook::rwanda();
    for (place, (fields, is_odd)) in [
        (r#""tax_id":"102345678""#, false),
        (r#""tax_id":"102 345 678","country":"RW""#, false),
        (r#""tax_id":"10234567""#, true),
        (r#""tax_id":"10234567","country":"rw""#, true),
        // Numbers of other countries are theirs.
        (r#""tax_id":"PL 12","country":"PL""#, false),
        (r#""tax_id":"""#, false),
        (r#""phone":"1""#, false),
    ]
    .into_iter()
    .enumerate()
    {
        let register = format!(
            r#"{{"do":"register_customer","code":"C{place}","name":"Customer {place}",{fields}}}"#
        );
        assert_eq!(warned(&test.taken(&register)).len(), usize::from(is_odd), "{fields}");
        let other =
            format!(r#"{{"do":"register_customer","code":"D{place}","name":"Other {place}"}}"#);
        test.taken(&other);
        let amend = format!(r#"{{"do":"amend_customer","customer":"D{place}",{fields}}}"#);
        assert_eq!(warned(&test.taken(&amend)).len(), usize::from(is_odd), "{fields}");
    }
}

/// Whether a document shows something, as far as it can be told from its page.
fn shows(paper: &Paper, content: Content) -> bool {
    let page = text::text(paper);
    let has = |texts: &[&str]| texts.iter().all(|text| page.contains(text));
    let legend = paper.blocks.iter().any(|block| matches!(block, PaperBlock::Legend { .. }));
    match content {
        Content::SellerName => has(&["Papeterie du Plateau"]),
        Content::Date => has(&["2 Nov 2026"]),
        Content::Total => has(&["Total "]),
        Content::SellerNumber => {
            has(&["GST/HST No. 123456782 RT0001", "QST No. 1234567890 TQ0001"])
        }
        Content::Tax => has(&["GST 5% of ", "QST 9.975% of "]),
        Content::Status => {
            legend && has(&["GST+QST", "exempt = exempt from GST/HST", "zero-rated = "])
        }
        Content::BuyerName => has(&["Ann"]),
        Content::BuyerNumber => has(&["GST/HST No. 100000009 RT0001"]),
        Content::Terms => has(&["Terms net 15"]),
        Content::Description => has(&["Cleaning", "Lesson", "Export"]),
    }
}

#[test]
fn a_document_shows_all_that_its_country_wants_of_it() {
    let mut test = quebec(&format!("{GST},{QST}"));
    test.taken(r#"{"do":"amend_company","date":"2026-01-01","name":"Papeterie du Plateau"}"#);
    test.taken(r#"{"do":"amend_customer","customer":"C1","tax_id":"100000009 RT0001"}"#);
    let cad = Currency::parse("CAD").unwrap();
    for (price, wanted) in [("20", 3), ("90", 6), ("900", 9)] {
        let issued = test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{{"description":"Cleaning","quantity":"1","unit_price":"{price}","tax":["GST","QST"]}},{{"description":"Lesson","quantity":"1","unit_price":"5","tax":"E"}},{{"description":"Export","quantity":"1","unit_price":"5","tax":"Z"}}]}}"#
        ));
        let number = issued.number("invoice").unwrap();
        let page = paper(&test, number);
        let total = test.shown_invoice(number).total.decimal();
        let must = assets::known_tax_table("CA").unwrap().must_show(total, cad);
        assert_eq!(must.len(), wanted, "{must:?}");
        for content in must {
            assert!(shows(&page, content), "{content:?} in:\n{}", text::text(&page));
        }
    }
    // The smaller ones come first: whatever a document shows of a lesser amount, it shows of a larger.
    let french = text::text(&paper_in(&test, "INV-2026-00003", Some(Language::French)));
    for said in
        ["N° de TPS/TVH 123456782 RT0001", "N° de TVQ 1234567890 TQ0001", "détaxé = ", "exonéré = "]
    {
        assert!(french.contains(said), "{said} in:\n{french}");
    }
}

#[test]
fn a_document_of_rwanda_shows_both_tins_and_what_its_marks_mean() {
    let mut new = new_book("RW", "RWF", None);
    new.tax_id = Some("101234567".into());
    let mut test = TestBook::new(&new);
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Ann","tax_id":"102345678"}"#);
    test.taken(
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"a","quantity":"1","unit_price":"1000","tax":["B","TT"]},{"description":"b","quantity":"1","unit_price":"200","tax":"A"},{"description":"c","quantity":"1","unit_price":"30","tax":"C"},{"description":"d","quantity":"1","unit_price":"4","tax":"D"},{"description":"e","quantity":"1","unit_price":"5"}]}"#,
    );
    let legend = |language| {
        let paper = paper_in(&test, "INV-2026-00001", Some(language));
        let found = paper.blocks.into_iter().find_map(|block| match block {
            PaperBlock::Legend { entries } => Some(entries),
            _ => None,
        });
        let entries = found.unwrap().into_iter();
        entries.map(|it| format!("{} = {}", it.mark, it.meaning)).collect::<Vec<_>>()
    };
    assert_eq!(
        legend(Language::English),
        [
            "TT = tourism tax 3%",
            "A exempt = exempt from VAT",
            "B = value added tax (VAT) 18%",
            "C zero-rated = VAT at the rate of 0%",
            "D no VAT = outside the scope of VAT",
            "no tax = not subject to tax",
        ]
    );
    assert_eq!(legend(Language::Kinyarwanda)[1], "A bisonewe = bisonewe TVA");
    let page = text::text(&paper(&test, "INV-2026-00001"));
    assert!(page.contains("TIN 101234567") && page.contains("TIN 102345678"), "{page}");
}

fn rule(refused: Refusal) -> (&'static str, String) {
    (refused.rule.name(), refused.field)
}

#[test]
fn the_receipt_of_a_billing_machine_is_shown_from_then_on_and_the_last_one_counts() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-02", "2026-12-02", "1000");
    assert!(!text::text(&paper(&test, &number)).contains("billing machine"));
    let record = |fields: &str| {
        format!(r#"{{"do":"record_fiscal_receipt","document":"{number}",{fields}}}"#)
    };
    test.taken(&record(r#""number":"1/1 NS""#));
    test.taken(&record(
        r#""number":"168/258 NS","sdc_id":"SDC001000001","time":"2026-11-02 10:42","signature":"V249-J39C","internal_data":"TE68-SLA2""#,
    ));
    let page = text::text(&paper(&test, &number));
    assert!(
        page.ends_with(
            "\nReceipt of the billing machine (EBM)\n  Receipt number: 168/258 NS\n  SDC ID: SDC001000001\n  Date and time: 2 Nov 2026 10:42:00\n  Internal data: TE68-SLA2\n  Receipt signature: V249-J39C\n"
        ),
        "{page}"
    );
    let shown = test.shown_invoice(&number).fiscal_receipt.unwrap();
    assert_eq!(
        (shown.number.as_str(), shown.time.as_deref()),
        ("168/258 NS", Some("2026-11-02T10:42:00"))
    );
    // Nothing else of the document changes, and the rows are what the journal says.
    assert_eq!(test.shown_invoice(&number).outstanding.to_string(), "1000");
    assert!(test.verify().ok);
    test.close();
    test.open();
    assert_eq!(test.shown_invoice(&number).fiscal_receipt.unwrap(), shown);

    let paid = test.payment("C1", "2026-11-03", "10", "oldest");
    let refused = |test: &mut TestBook, line: &str| rule(test.post(line).unwrap_err());
    let on_payment =
        format!(r#"{{"do":"record_fiscal_receipt","document":"{paid}","number":"1"}}"#);
    assert_eq!(refused(&mut test, &on_payment), ("document.without_tax", "document".into()));
    let odd = record(r#""number":"1","time":"2 Nov 10:42""#);
    assert_eq!(refused(&mut test, &odd), ("fiscal.time_malformed", "time".into()));
    let nothing = record(r#""number":" ""#);
    assert_eq!(refused(&mut test, &nothing), ("text.empty", "number".into()));
    let second = test.invoice("C1", "2026-11-04", "2026-12-04", "5");
    test.taken(&format!(r#"{{"do":"void_invoice","invoice":"{second}","reason":"slip"}}"#));
    let void = format!(r#"{{"do":"record_fiscal_receipt","document":"{second}","number":"1"}}"#);
    assert_eq!(refused(&mut test, &void), ("invoice.void", "document".into()));
}
