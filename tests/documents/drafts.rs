//! A draft is shown as it would be issued: at the prices, the terms and the taxes of its day, and as
//! no invoice.

use daybook::documents::paper::Paper;
use daybook::documents::wording::Wording;
use daybook::documents::{invoice, text};
use daybook::domain::command::IssueInvoice;
use daybook::domain::{Language, Number};
use daybook::ledger::query::show::{PreviewDraft, PreviewInvoice, ShownInvoice};
use daybook::store::rows::Stop;

use crate::common::TestBook;
use crate::common::cli::Cli;

fn preview(test: &TestBook, draft: &str) -> Result<ShownInvoice, Stop> {
    test.ask(&PreviewDraft(Number(draft.into())))
}

fn page(it: &ShownInvoice, language: Language) -> Paper {
    invoice::paper(it, &Wording::of(language))
}

fn book() -> TestBook {
    let mut test = TestBook::canada();
    for line in [
        r#"{"do":"register_customer","code":"C1","name":"Ann","terms":"2/10 net 30","credit_limit":"1"}"#,
        r#"{"do":"define_item","code":"H","name":"Hour of work","unit":"h","price":"80","tax":["GST","QST"],"date":"2026-01-01"}"#,
        r#"{"do":"set_price","item":"H","price":"95.5","date":"2026-11-10"}"#,
        r#"{"do":"draft_invoice","customer":"C1","reference":"PO-9","lines":[{"item":"H","quantity":"3"},{"description":"Book","quantity":"1","unit_price":"20","tax":"GST"}],"charges":[{"description":"Shipping","amount":"7"}]}"#,
    ] {
        test.taken(line);
    }
    test
}

#[test]
fn a_draft_is_shown_as_it_would_be_issued_whatever_the_limit_of_the_account() {
    let mut test = book();
    let before = preview(&test, "D000001").unwrap();
    assert_eq!((before.invoice.0.as_str(), before.state.as_str()), ("D000001", "draft"));
    assert_eq!(before.lines[0].unit_price.to_string(), "95.5");
    // Issued over the limit with a reason, it says the same.
    let issued =
        test.taken(r#"{"do":"issue_draft","draft":"D000001","override":{"reason":"agreed"}}"#);
    let number = issued.number("invoice").unwrap().to_string();
    let after = test.shown_invoice(&number);
    assert_eq!(
        ShownInvoice {
            invoice: before.invoice.clone(),
            state: "draft".into(),
            entry: before.entry,
            ..after
        },
        before
    );
    // What is issued is no draft any more.
    let Err(Stop::Refused(refusal)) = preview(&test, "D000001") else { panic!("a preview") };
    assert_eq!(refusal.rule.name(), "draft.no_longer_open");
    let Err(Stop::Refused(refusal)) = preview(&test, "D000009") else { panic!("a preview") };
    assert_eq!(refusal.rule.name(), "draft.unknown");
    assert!(test.verify().ok);
}

#[test]
fn what_is_half_typed_is_shown_in_the_same_way() {
    let test = book();
    let typed = r#"{"customer":"C1","reference":"PO-9","lines":[{"item":"H","quantity":"3"},{"description":"Book","quantity":"1","unit_price":"20","tax":"GST"}],"charges":[{"description":"Shipping","amount":"7"}]}"#;
    let typed: IssueInvoice = serde_json::from_str(typed).unwrap();
    let it = test.ask(&PreviewInvoice(typed.into())).unwrap();
    let draft = preview(&test, "D000001").unwrap();
    assert_eq!(ShownInvoice { invoice: draft.invoice.clone(), entry: draft.entry, ..it }, draft);
}

#[test]
fn the_page_of_a_draft_says_that_it_is_one_in_the_language_of_its_reader() {
    let test = book();
    let it = preview(&test, "D000001").unwrap();
    for (language, said) in [
        (Language::English, ["- DRAFT -", "INVOICE (DRAFT) D000001", "nothing is owed on it"]),
        (Language::French, ["- BROUILLON -", "FACTURE (BROUILLON) D000001", "rien n'est dû"]),
        (Language::Kinyarwanda, ["- UMUSHINGA -", "FAGITIRE (UMUSHINGA) D000001", "si fagitire"]),
    ] {
        let paper = page(&it, language);
        assert!(paper.mark.is_some());
        let text = text::text(&paper);
        for said in said {
            assert!(text.contains(said), "{said} in:\n{text}");
        }
        assert!(!text.contains("INV-"), "a draft takes no number:\n{text}");
    }
}

#[test]
fn the_command_line_shows_a_draft_and_then_the_invoice_that_it_became() {
    let cli = Cli::with_book();
    let (status, _) = cli.post(
        r#"{"do":"register_customer","code":"C1","name":"Ann"}
{"do":"draft_invoice","customer":"C1","lines":[{"description":"Book","quantity":"1","unit_price":"1000","tax":"B"}]}
{"do":"draft_invoice","customer":"C1","lines":[{"description":"Book","quantity":"1","unit_price":"1","tax":"B"}]}
{"do":"discard_draft","draft":"D000002"}
"#,
    );
    assert_eq!(status, 0);
    let shown = |args: &[&str]| String::from_utf8(cli.run(args).stdout).unwrap();
    let draft = shown(&["invoice", "D000001", "--language", "rw"]);
    assert!(draft.contains("FAGITIRE (UMUSHINGA) D000001") && draft.contains("1.180"), "{draft}");
    let json = cli.json(&["invoice", "D000001"]);
    assert_eq!((&json["state"], &json["document"]["mark"]), (&"draft".into(), &"DRAFT".into()));
    assert_eq!(cli.run(&["invoice", "D000002"]).status.code(), Some(1));
    assert_eq!(cli.post(r#"{"do":"issue_draft","draft":"D000001"}"#).0, 0);
    let issued = shown(&["invoice", "D000001"]);
    assert!(issued.contains("INVOICE INV-2026-00001") && !issued.contains("DRAFT"), "{issued}");
}
