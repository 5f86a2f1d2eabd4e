//! A deposit slip: what went to the bank together, with the number and the bank of each cheque, and the sums.

use daybook::documents::paper::{Paper, PaperKind};
use daybook::documents::wording::Wordings;
use daybook::documents::{of_shown, text};
use daybook::domain::Language;
use daybook::ledger::query::show::{Show, Shown};

use crate::common::TestBook;

fn book(payments: &[(&str, &str, &str, &str)]) -> TestBook {
    let mut test = TestBook::rwanda();
    for (code, name) in [("C1", "Kigali Heights"), ("C2", "Umurava Bakery")] {
        test.taken(&format!(r#"{{"do":"register_customer","code":"{code}","name":"{name}"}}"#));
    }
    for (customer, amount, method, reference) in payments {
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"{customer}","amount":"{amount}","method":"{method}","reference":"{reference}","date":"2026-11-03","allocate":"none"}}"#
        ));
    }
    test
}

/// The slip as pages of text, in a language or in the company's.
fn slip(test: &TestBook, asked: Option<Language>) -> (Paper, String) {
    let shown = test.ask(&Show { what: "DEP-2026-00001".into() }).unwrap();
    assert!(matches!(shown, Shown::Deposit(_)));
    let paper = of_shown(&shown, asked, &mut Wordings::default()).unwrap();
    let page = text::text(&paper);
    (paper, page)
}

#[test]
fn a_slip_lists_cheques_with_their_banks_and_cash_and_adds_them_up() {
    let mut test = book(&[
        ("C1", "318600", "cheque", "000123, Bank of Kigali"),
        ("C2", "44400", "cheque", "000777"),
        ("C2", "5500", "cash", "till 2"),
    ]);
    test.taken(
        r#"{"do":"record_deposit","date":"2026-11-04","payments":"PAY-2026-00001, PAY-2026-00002, PAY-2026-00003","reference":"SLIP 7"}"#,
    );
    let (paper, page) = slip(&test, None);
    assert_eq!(paper.kind, PaperKind::DepositSlip);
    for part in [
        "DEPOSIT SLIP DEP-2026-00001",
        "Kigali Stationers Ltd",
        "4 Nov 2026",
        "SLIP 7",
        "Bank of Kigali",
        "000123",
        "000777",
        "Kigali Heights",
        "318,600",
        "44,400",
        "363,000",
        "PAY-2026-00003",
        "5,500",
        "Deposited RWF",
        "368,500",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    for (language, parts) in [
        (Language::French, ["BORDEREAU DE REMISE", "Chèques", "Espèces", "368 500"]),
        (Language::Kinyarwanda, ["URUPAPURO RWO KUBITSA", "Sheki", "Ayabikijwe yose", "368"]),
    ] {
        let page = slip(&test, Some(language)).1.replace(['\u{a0}', '\u{202f}'], " ");
        for part in parts {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
    }
    test.taken(r#"{"do":"void_deposit","deposit":"DEP-2026-00001"}"#);
    assert_eq!(slip(&test, None).0.mark.as_deref(), Some("VOID"));
}

#[test]
fn a_slip_of_cash_alone_has_no_cheques_and_one_sum() {
    let mut test = book(&[("C1", "900", "cash", "a"), ("C2", "100", "cash", "b")]);
    test.taken(r#"{"do":"record_deposit","date":"2026-11-04","payments":["PAY-2026-00001","PAY-2026-00002"]}"#);
    let (_, page) = slip(&test, None);
    assert!(!page.contains("Cheque no.") && page.contains("1,000"), "{page}");
}

#[cfg(feature = "pdf")]
#[test]
fn the_slip_is_printed() {
    use daybook::documents::pdf::{Printer, Templates};

    let mut test = book(&[("C1", "318600", "cheque", "000123, Bank of Kigali")]);
    test.taken(r#"{"do":"record_deposit","date":"2026-11-04","payments":["PAY-2026-00001"]}"#);
    let mut printer = Printer::new(Templates::built_in()).unwrap();
    let printed = printer.print(&slip(&test, None).0).unwrap();
    assert!(printed.bytes.starts_with(b"%PDF") && printed.substituted.is_empty());
    assert_eq!(printed.pages, 1);
}
