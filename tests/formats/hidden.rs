//! Characters that show nothing: codes and numbers that differ in them alone are one, and no name
//! holds any.

use std::fs;

use crate::common::{TestBook, as_of};
use daybook::domain::command::Method;
use daybook::domain::event::{CustomerDetails, CustomerRegistered, ItemDefined, PaymentRecorded};
use daybook::domain::tax::TaxSet;
use daybook::domain::terms::Terms;
use daybook::domain::{Code, Currency, Event, Number};
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::import::mapping::Mapping;
use daybook::exchange::import::{DateFormat, Import, ImportKind, run};
use daybook::ledger::query::lookup::LookupOf;
use daybook::ledger::query::page::ItemsAfter;
use daybook::ledger::query::show::{Find, Shown};

/// Of every kind: a soft hyphen, marks of direction, joiners, a byte order mark, a Hangul filler, a
/// selector, a tag, an anchor, a blank pattern of Braille.
const HIDDEN: [char; 14] = [
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{202e}',
    '\u{2060}',
    '\u{2069}',
    '\u{feff}',
    '\u{3164}',
    '\u{fe0f}',
    '\u{e0041}',
    '\u{2800}',
];

fn bring_in(number: &str, customer: &str, amount: &str) -> String {
    format!(
        r#"{{"do":"bring_in_receivable","number":"{number}","customer":"{customer}","date":"2026-11-02","amount":"{amount}"}}"#
    )
}

fn register(code: &str, name: &str) -> String {
    format!(r#"{{"do":"register_customer","code":"{code}","name":"{name}","date":"2026-11-02"}}"#)
}

#[test]
fn numbers_that_look_the_same_are_one_number() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.taken(&bring_in("1001", "C1", "100"));
    for hidden in HIDDEN {
        let twin = format!("10{hidden}01{hidden}");
        let refused = test.refused(&bring_in(&twin, "C1", "100"));
        assert_eq!(refused, ("number.taken", "number".into()), "{hidden:?}");
        let found = test.ask(&Find { what: twin.clone() }).unwrap();
        let Some(Shown::Invoice(found)) = found else { panic!("{hidden:?}: {found:?}") };
        assert_eq!(found.invoice.0, "1001");
    }
    // A blank that does not break is a blank.
    test.taken(&bring_in("A 1", "C1", "100"));
    assert_eq!(test.refused(&bring_in("A\u{a0}1", "C1", "100")).0, "number.taken");
    // A number is stored as it shows.
    test.taken(&bring_in("\u{feff}1002\u{200b}", "C1\u{200b}", "100"));
    assert_eq!(test.shown_invoice("1002").invoice.0, "1002");
    test.taken(
        r#"{"do":"record_payment","customer":"C\u200b1","amount":"100","method":"bank","date":"2026-11-03","allocate":[{"invoice":"1002\u200b"}]}"#,
    );
    assert!(test.verify().ok);
}

#[test]
fn a_number_of_the_program_is_found_with_hidden_characters_in_it() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "5.00");
    test.payment("C1", "2026-11-02", "5.00", "oldest");
    test.taken(
        r#"{"do":"draft_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
    );
    for what in ["INV-2026\u{200b}-00001", "PAY-2026-00001\u{feff}", "D0000\u{2060}01", "C\u{ad}1"]
    {
        assert!(test.ask(&Find { what: what.into() }).unwrap().is_some(), "{what:?}");
    }
    test.taken("{\"do\":\"unallocate\",\"allocation\":\"A00\u{200b}0001\"}");
    test.taken("{\"do\":\"discard_draft\",\"draft\":\"D\u{200b}000001\"}");
    // Neither form is free for a document from elsewhere.
    assert_eq!(test.refused(&bring_in("D00\u{200b}0009", "C1", "5")).0, "number.reserved");
    assert!(test.verify().ok);
}

#[test]
fn codes_that_look_the_same_are_one_code() {
    let mut test = TestBook::canada();
    test.taken(&register("1001", "Kigali Glass"));
    for hidden in HIDDEN {
        let refused = test.refused(&register(&format!("{hidden}1001"), "Kigali Glass Works"));
        assert_eq!(refused, ("customer.code_taken", "code".into()), "{hidden:?}");
        assert_eq!(test.balance(&format!("100{hidden}1"), as_of("2026-11-22")).customer.0, "1001");
    }
    test.taken(&register("20\u{200b}02", "Second"));
    assert_eq!(test.balance("2002", as_of("2026-11-22")).customer.0, "2002");
    assert_eq!(test.refused(&register("\u{200b}", "Third")), ("text.empty", "code".into()));
    let item = r#"{"do":"define_item","code":"W1","name":"Widget"}"#;
    test.taken(item);
    test.taken(&item.replace("W1", "W\u{200b}1").replace("Widget", "Gadget"));
    assert_eq!(test.ask(&ItemsAfter(None)).unwrap().rows.len(), 1, "defined anew");
}

#[test]
fn series_taxes_and_reasons_are_read_as_they_show() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    for hidden in HIDDEN {
        test.taken(&format!(r#"{{"do":"define_series","series":"KGL{hidden}"}}"#));
        let issued = test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","series":"{hidden}KGL","lines":[{{"description":"x","quantity":"1","unit_price":"100","tax":["TT","B{hidden}"]}}]}}"#
        ));
        let number = issued.number("invoice").unwrap().to_string();
        assert!(number.starts_with("KGL-2026-"), "{number}");
        assert_eq!(test.shown_invoice(&number).taxes.len(), 2);
        let twice = format!(
            r#"{{"do":"issue_invoice","customer":"C1","lines":[{{"description":"x","quantity":"1","unit_price":"100","tax":["B","B{hidden}"]}}]}}"#
        );
        assert_eq!(test.refused(&twice), ("tax.repeated", "lines[0].tax".into()));
        test.taken(&format!(
            r#"{{"do":"credit_invoice","invoice":"{number}","reason":"price","lines":[{{"description":"x","quantity":"1","unit_price":"10","tax":["B{hidden}","TT"]}}]}}"#
        ));
        test.taken(&format!(
            r#"{{"do":"open_dispute","invoice":"{number}","amount":"5","reason":"pri{hidden}ce"}}"#
        ));
        test.taken(&format!(
            r#"{{"do":"record_certificate","customer":"C1","kind":"WHT3{hidden}","number":"7","allocate":[{{"invoice":"{number}","amount":"1"}}]}}"#
        ));
    }
    assert!(test.verify().ok);
}

#[test]
fn a_lookup_sees_what_a_reader_sees() {
    let mut test = TestBook::canada();
    test.taken(&register("1001", "Kigali Glass"));
    for query in ["Kig\u{ad}ali", "1001\u{200b}", "\u{feff}glass", "kiga\u{3164}li", "10\u{2060}01"]
    {
        let found = test.ask(&LookupOf { query: query.into(), limit: 5 }).unwrap();
        assert_eq!(found.hits.len(), 1, "{query:?}");
    }
}

#[test]
fn an_import_makes_one_account_of_codes_that_look_the_same() {
    let mut test = TestBook::rwanda();
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let file = test.dir.path().join("rows.csv");
    let import = |kind, text: &str| {
        fs::write(&file, text).unwrap();
        let import = Import {
            kind,
            file: &file,
            mapping: Mapping::default(),
            dates: DateFormat::iso(),
            create_customers: true,
            suspense: false,
            dry_run: false,
            override_reason: None,
        };
        let outcome = run(&session, &import, &mut Silent).unwrap();
        let rejects = outcome.rejects.iter().map(Result::unwrap);
        let refused = rejects.map(|it| (it.line, it.refusal.rule.name()));
        refused.collect::<Vec<_>>()
    };
    let refused = import(
        ImportKind::Receivables,
        "number,customer,date,amount\n1,1001,2026-11-02,5\n2,1001\u{200b},2026-11-02,7\n\
         1\u{200b},10\u{feff}01,2026-11-02,5\n1,1001,2026-11-02,6\n",
    );
    assert_eq!(refused, [(5, "import.conflict")], "the same number is the same document");
    // Lines of one document, whichever way its number and its customer were copied.
    let refused = import(
        ImportKind::Invoices,
        "number,customer,date,description,quantity,unit_price\n\
         9,1001,2026-11-02,a,1,5\n9\u{200b},1001\u{200b},2026-11-02,b,1,7\n\
         10,1001,2026-11-02,\u{3164},1,7\n",
    );
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].0, 4);
    let refused =
        import(ImportKind::Customers, "code,name\n1001,1001\n\u{200b}1001,1001\n3,a\u{200b}b\n");
    assert_eq!(refused, [(4, "text.malformed")]);
    let balance = daybook::ledger::query::balance::BalanceOf {
        customer: Code("1001".into()),
        asked: as_of("2026-11-22"),
    };
    assert_eq!(session.ask(&balance).unwrap().balance.to_string(), "24");
    assert!(session.ask(&Find { what: "C0001".into() }).unwrap().is_none());
}

#[test]
fn a_text_of_nothing_visible_is_empty() {
    let mut test = TestBook::canada();
    test.customer("C1");
    assert_eq!(test.refused(&register("X1", "\u{200b}")), ("text.empty", "name".into()));
    for hidden in HIDDEN {
        let name = format!(" {hidden} {hidden}");
        assert_eq!(test.refused(&register("X1", &name)).0, "text.empty", "{hidden:?}");
    }
    let invoice = r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"WHAT","quantity":"1","unit_price":"5"}]}"#;
    assert_eq!(test.refused(&invoice.replace("WHAT", "\u{3164}")).0, "text.empty");
    // Where a text may be absent, it is.
    test.taken(&register("X1", r#"Name","city":"\u200b"#));
    let Some(Shown::Customer(shown)) = test.ask(&Find { what: "X1".into() }).unwrap() else {
        panic!()
    };
    assert_eq!(shown.details.city, None);
}

#[test]
fn names_and_notes_hold_nothing_hidden() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for hidden in HIDDEN {
        let refusal = test.post(&register("X1", &format!("Kig{hidden}ali"))).unwrap_err();
        assert_eq!(refusal.rule.name(), "text.malformed", "{hidden:?}");
        let code = format!("U+{:04X}", u32::from(hidden));
        assert!(refusal.args.iter().any(|(_, value)| *value == code), "{refusal:?}");
    }
    let note = |text: &str| {
        format!(r#"{{"do":"log_call","customer":"C1","direction":"in","note":"{text}"}}"#)
    };
    let refused = |test: &mut TestBook, text: &str| test.refused(&note(text));
    assert_eq!(refused(&mut test, "a\u{200d}b").0, "text.malformed");
    assert_eq!(refused(&mut test, "a\u{202e}b").0, "text.malformed");
    assert_eq!(refused(&mut test, "\u{645}\u{200c}").0, "text.malformed", "joins nothing");
    // Persian and Hindi are written with joiners.
    test.taken(&note("\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}"));
    test.taken(&note("\u{915}\u{94d}\u{200d}\u{937}"));
}

fn registered(code: &str) -> Event {
    let details = CustomerDetails { name: format!("Old {code}"), ..CustomerDetails::default() };
    Event::from(CustomerRegistered {
        customer: Code(code.into()),
        terms: Terms::default(),
        currency: Currency::parse("CAD").unwrap(),
        credit_limit: None,
        details: Some(details),
    })
}

fn paid(number: &str, customer: &str, amount: &str) -> Event {
    let currency = Currency::parse("CAD").unwrap();
    Event::from(PaymentRecorded {
        payment: Number(number.into()),
        customer: Code(customer.into()),
        date: crate::common::day("2026-11-02"),
        amount: currency.exact(amount.parse().unwrap(), "amount").unwrap(),
        currency,
        method: Method::Bank,
        reference: None,
        rate: None,
        certificate: None,
        foreign: false,
    })
}

fn defined(code: &str) -> Event {
    Event::from(ItemDefined {
        item: Code(code.into()),
        name: format!("Old {code}"),
        unit: None,
        tax: TaxSet::default(),
    })
}

#[test]
fn a_journal_with_hidden_characters_in_codes_is_a_book_still() {
    let mut test = TestBook::canada();
    test.enter(
        "2026-11-02",
        vec![registered("10\u{200b}01"), paid("P\u{200b}1", "10\u{200b}01", "5")],
    );
    test.enter("2026-11-02", vec![defined("W\u{200b}1")]);
    assert!(test.verify().ok);
    for what in ["1001", "10\u{200b}01", "\u{feff}1001", "P1", "P\u{200b}1", "w1", "W\u{200b}1"] {
        assert!(test.ask(&Find { what: what.into() }).unwrap().is_some(), "{what:?}");
    }
    assert_eq!(test.balance("1001", as_of("2026-11-22")).on_account.to_string(), "5.00");
    // What looks the same is taken, and goes on where it was.
    assert_eq!(test.refused(&register("1001", "New")).0, "customer.code_taken");
    assert_eq!(test.refused(&bring_in("P1", "1001", "5")).0, "number.taken");
    test.taken(&bring_in("7", "1001", "5"));
    assert_eq!(test.balance("10\u{200b}01", as_of("2026-11-22")).balance.to_string(), "0.00");
    test.taken(r#"{"do":"define_item","code":"W1","name":"Widget"}"#);
    assert_eq!(test.ask(&ItemsAfter(None)).unwrap().rows.len(), 1);
    let found = test.ask(&LookupOf { query: "1001".into(), limit: 5 }).unwrap();
    assert_eq!(found.hits.len(), 1);
    assert!(test.verify().ok);
}

#[test]
fn twins_of_an_old_journal_stay_two() {
    for codes in
        [["1001", "1001\u{200b}"], ["1001\u{200b}", "1001"], ["1001\u{200b}", "1001\u{feff}"]]
    {
        let mut test = TestBook::canada();
        test.enter("2026-11-02", codes.map(registered).into());
        test.enter(
            "2026-11-02",
            vec![paid("P1", codes[0], "5"), paid("P1\u{200b}", codes[1], "7")],
        );
        assert!(test.verify().ok, "{codes:?}");
        for (code, on_account) in codes.iter().zip(["5.00", "7.00"]) {
            let balance = test.balance(code, as_of("2026-11-22"));
            assert_eq!(balance.on_account.to_string(), on_account, "{codes:?}");
        }
        for what in ["1001", "P1"] {
            assert!(test.ask(&Find { what: what.into() }).unwrap().is_some(), "{codes:?}");
        }
    }
}
