//! What documents look like as text, in both languages.

use daybook::documents::text;
use daybook::domain::Language;
use daybook::ledger::query::statement::Style;

use crate::common::{TestBook, new_book};
use crate::{paper, paper_in, statement_in};

/// A page whose no-break spaces can be seen.
fn picture(page: &str) -> String {
    page.replace('\u{a0}', "⍽")
}

/// A hotel in Kigali: VAT, tourism tax and exempt lines, a discount, a delivery charge, a credit
/// note, a payment in part and a certificate.
fn kigali() -> TestBook {
    let mut new = new_book("RW", "RWF", None);
    new.tax_id = Some("101234567".into());
    new.address = Some("KN 4 Avenue 12, Kigali".into());
    let mut test = TestBook::new(&new);
    for line in [
        r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel","address":"KG 7 Avenue 2","city":"Kigali","country":"RW","tax_id":"102345678","terms":"2/10 net 30"}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-10-02","reference":"PO-77","lines":[{"description":"Copy paper, box","quantity":"40","unit_price":"8500","discount":"2.5%","tax":"B"},{"description":"Room for the sales team, two nights with breakfast in the garden wing","quantity":"2","unit_price":"150000","tax":["TT","B"]},{"description":"Textbooks","quantity":"3","unit_price":"20000","tax":"A"},{"description":"Deposit","quantity":"1","unit_price":"15000"}],"charges":[{"description":"Delivery","amount":"5000","tax":"B"}]}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Office chair","quantity":"5","unit_price":"1234567","tax":"B"}]}"#,
        r#"{"do":"credit_invoice","invoice":"INV-2026-00002","date":"2026-11-05","reason":"damaged","lines":[{"description":"Office chair, arm broken","quantity":"1","unit_price":"1234567","tax":"B"}]}"#,
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-07","amount":"900000","method":"momo","reference":"MP2611","allocate":[{"invoice":"INV-2026-00001","amount":"500000"},{"invoice":"INV-2026-00002","amount":"300000"}]}"#,
        r#"{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W-1","date":"2026-11-08","allocate":[{"invoice":"INV-2026-00002","amount":"37037"}]}"#,
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-09","amount":"1000","method":"cheque"}"#,
        r#"{"do":"bounce_payment","payment":"PAY-2026-00003","date":"2026-11-12","reason":"no funds"}"#,
    ] {
        test.taken(line);
    }
    test
}

fn in_both(test: &TestBook, number: &str) -> String {
    let page = |language| picture(&text::text(&paper_in(test, number, Some(language))));
    format!("{}\n\n\n{}", page(Language::English), page(Language::French))
}

#[test]
fn documents_of_rwanda() {
    let test = kigali();
    insta::assert_snapshot!("invoice", in_both(&test, "INV-2026-00001"));
    insta::assert_snapshot!("credit_note", in_both(&test, "CN-2026-00001"));
    insta::assert_snapshot!("receipt", in_both(&test, "PAY-2026-00001"));
    insta::assert_snapshot!("certificate", in_both(&test, "PAY-2026-00002"));
    insta::assert_snapshot!("returned", in_both(&test, "PAY-2026-00003"));
    for (name, style) in
        [("statement_open", Style::OpenItem), ("statement_forward", Style::BalanceForward)]
    {
        let page =
            |language| picture(&text::text(&statement_in(&test, "C1", style, Some(language))));
        let both = format!("{}\n\n\n{}", page(Language::English), page(Language::French));
        insta::assert_snapshot!(name, both);
    }
}

/// A firm in Quebec: GST and QST under their French names, in French of itself.
#[test]
fn an_invoice_of_quebec() {
    let mut new = new_book("CA", "CAD", Some("America/Toronto"));
    new.tax_id = Some("123456789 RT0001".into());
    let mut test = TestBook::new(&new);
    for line in [
        r#"{"do":"register_customer","code":"C1","name":"Les Ateliers Tremblay inc.","address":"4200, rue Saint-Denis","postal_code":"H2J 2K8","city":"Montréal","region":"QC","country":"CA"}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-07-01","reference":"BC-9","lines":[{"description":"Nettoyage des bureaux","quantity":"12.5","unit_price":"98.75","tax":["GST","QST"]},{"description":"Pourboire","quantity":"1","unit_price":"20"}]}"#,
    ] {
        test.taken(line);
    }
    let own = paper(&test, "INV-2026-00001");
    assert_eq!(own.language, Language::French);
    insta::assert_snapshot!("invoice_quebec", in_both(&test, "INV-2026-00001"));
}

#[test]
fn an_invoice_in_a_foreign_currency() {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C1","name":"Lake Safaris","currency":"USD"}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","rate":"1450.5","lines":[{"description":"Room","quantity":"3","unit_price":"120.55","tax":"B"}]}"#,
    ] {
        test.taken(line);
    }
    insta::assert_snapshot!("invoice_foreign", in_both(&test, "INV-2026-00001"));
}
