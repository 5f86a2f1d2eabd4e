//! What documents look like as text, in every language.

use daybook::documents::invoice;
use daybook::documents::paper::Paper;
use daybook::documents::text;
use daybook::documents::wording::Wording;
use daybook::domain::{Language, Number};
use daybook::ledger::query::show::PreviewDraft;
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
        r#"{"do":"amend_company","date":"2026-10-01","phone":"+250 788 300 400","email":"accounts@stationers.example","payment_instructions":"Bank of Kigali, account 00040-0123456-78; mobile money 0788 300 400, merchant code 12345"}"#,
        r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel","address":"KG 7 Avenue 2","city":"Kigali","country":"RW","tax_id":"102345678","terms":"2/10 net 30"}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-10-02","reference":"PO-77","lines":[{"description":"Copy paper, box","quantity":"40","unit_price":"8500","discount":"2.5%","tax":"B"},{"description":"Room for the sales team, two nights with breakfast in the garden wing","quantity":"2","unit_price":"150000","tax":["TT","B"]},{"description":"Textbooks","quantity":"3","unit_price":"20000","tax":"A"},{"description":"Deposit","quantity":"1","unit_price":"15000"}],"charges":[{"description":"Delivery","amount":"5000","tax":"B"}]}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Office chair","quantity":"5","unit_price":"1234567","tax":"B"}]}"#,
        r#"{"do":"credit_invoice","invoice":"INV-2026-00002","date":"2026-11-05","reason":"damaged","lines":[{"description":"Office chair, arm broken","quantity":"1","unit_price":"1234567","tax":"B"}]}"#,
        r#"{"do":"record_fiscal_receipt","document":"INV-2026-00001","number":"168/258 NS","sdc_id":"SDC001000001","time":"2026-10-02T10:42:17","signature":"V249-J39C-FJ48-HE2W","internal_data":"TE68-SLA2-34J5-EAV3-N569-88LJ-Q7"}"#,
        r#"{"do":"record_fiscal_receipt","document":"CN-2026-00001","number":"12/270 NR","sdc_id":"SDC001000001","time":"2026-11-05 16:03"}"#,
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-07","amount":"900000","method":"momo","reference":"MP2611","allocate":[{"invoice":"INV-2026-00001","amount":"500000"},{"invoice":"INV-2026-00002","amount":"300000"}]}"#,
        r#"{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W-1","date":"2026-11-08","allocate":[{"invoice":"INV-2026-00002","amount":"37037"}]}"#,
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-09","amount":"1000","method":"cheque"}"#,
        r#"{"do":"bounce_payment","payment":"PAY-2026-00003","date":"2026-11-12","reason":"no funds"}"#,
    ] {
        test.taken(line);
    }
    test
}

/// The pages of a document in every language, one below the other.
fn in_each(page: impl Fn(Language) -> Paper) -> String {
    let pages = Language::ALL.map(|language| picture(&text::text(&page(language))));
    pages.join("\n\n\n")
}

fn document(test: &TestBook, number: &str) -> String {
    in_each(|language| paper_in(test, number, Some(language)))
}

#[test]
fn documents_of_rwanda() {
    let test = kigali();
    insta::assert_snapshot!("invoice", document(&test, "INV-2026-00001"));
    insta::assert_snapshot!("credit_note", document(&test, "CN-2026-00001"));
    insta::assert_snapshot!("receipt", document(&test, "PAY-2026-00001"));
    insta::assert_snapshot!("certificate", document(&test, "PAY-2026-00002"));
    insta::assert_snapshot!("returned", document(&test, "PAY-2026-00003"));
    for (name, style) in
        [("statement_open", Style::OpenItem), ("statement_forward", Style::BalanceForward)]
    {
        insta::assert_snapshot!(
            name,
            in_each(|language| statement_in(&test, "C1", style, Some(language)))
        );
    }
}

/// A firm in Quebec: GST and QST under their French names, in French of itself.
#[test]
fn an_invoice_of_quebec() {
    let mut new = new_book("CA", "CAD", Some("America/Toronto"));
    new.tax_id = Some("123456782 RT0001".into());
    let mut test = TestBook::new(&new);
    for line in [
        r#"{"do":"amend_company","date":"2026-06-01","name":"Papeterie du Plateau inc.","address":"1500, avenue du Mont-Royal Est","city":"Montréal (Québec) H2J 1Z1","tax_ids":[{"name":"GST","number":"123456782 RT0001"},{"name":"QST","number":"1234567890 TQ0001"}],"payment_instructions":"Virement à Caisse du Plateau, folio 12345; chèque à l'ordre de Papeterie du Plateau inc."}"#,
        r#"{"do":"register_customer","code":"C1","name":"Les Ateliers Tremblay inc.","address":"4200, rue Saint-Denis","postal_code":"H2J 2K8","city":"Montréal","region":"QC","country":"CA"}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-07-01","reference":"BC-9","lines":[{"description":"Nettoyage des bureaux","quantity":"12.5","unit_price":"98.75","tax":["GST","QST"]},{"description":"Livre numérique exporté","quantity":"2","unit_price":"15","tax":"Z"},{"description":"Cours de langue","quantity":"1","unit_price":"80","tax":"E"},{"description":"Pourboire","quantity":"1","unit_price":"20"}]}"#,
    ] {
        test.taken(line);
    }
    let own = paper(&test, "INV-2026-00001");
    assert_eq!(own.language, Language::French);
    insta::assert_snapshot!("invoice_quebec", document(&test, "INV-2026-00001"));
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
    insta::assert_snapshot!("invoice_foreign", document(&test, "INV-2026-00001"));
}

#[test]
fn a_draft_as_it_would_be_issued() {
    let mut test = kigali();
    test.taken(
        r#"{"do":"draft_invoice","customer":"C1","lines":[{"description":"Office desk","quantity":"2","unit_price":"250000","tax":"B"},{"description":"Textbooks","quantity":"1","unit_price":"20000","tax":"A"}]}"#,
    );
    let it = test.ask(&PreviewDraft(Number("D000001".into()))).unwrap();
    insta::assert_snapshot!(
        "draft",
        in_each(|language| invoice::paper(&it, &Wording::of(language)))
    );
}

#[test]
fn a_void_invoice() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = test.invoice("C1", "2026-02-28", "2026-03-30", "1000");
    test.taken(&format!(r#"{{"do":"void_invoice","invoice":"{number}","reason":"slip"}}"#));
    insta::assert_snapshot!("void", document(&test, &number));
}
