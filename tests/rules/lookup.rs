//! Look-up: what is found by what is said, that it is found at once after it changed, and that no
//! text at all upsets it.

use std::time::{Duration, Instant};

use crate::common::properties::properties;
use crate::common::{TestBook, options};
use daybook::engine::{BookWriter, Session, intake};
use daybook::ledger::lookup::card::Card;
use daybook::ledger::lookup::{Index, fold, once};
use daybook::ledger::query::lookup::{Hit, LookupOf, LookupOnce, Matched};
use daybook::ledger::query::page::{CustomersAfter, Depth, DocumentsAfter};
use daybook::ledger::query::show::Shown;
use daybook::ledger::query::{AsOf, Question, View};
use proptest::prelude::*;

/// What is found; a process that looks up once finds the same.
fn hits(test: &TestBook, query: &str) -> Vec<Hit> {
    let found = test.ask(&LookupOf { query: query.into(), limit: 20 }).unwrap().hits;
    assert_eq!(hits_once(test, query, 20), found, "{query:?} looked up once");
    found
}

/// What is found without an index of the whole book.
fn hits_once(test: &TestBook, query: &str, limit: usize) -> Vec<Hit> {
    test.book.as_ref().unwrap().shared().view(|view| {
        let View { rows, journal, book, taxes, today, .. } = *view;
        let none = Index::default();
        let sees = daybook::domain::event::ViewerPolicySet::ALL;
        let view = View { rows, journal, book, taxes, today, lookup: &none, sees };
        let found = LookupOnce { query: query.into(), limit }.answer(&view).unwrap();
        assert!(!none.is_on() && !found.partial);
        found.hits
    })
}

fn codes(test: &TestBook, query: &str) -> Vec<String> {
    hits(test, query).into_iter().map(|hit| hit.customer.0).collect()
}

/// What is marked of the text that matched.
fn marked(hit: &Hit) -> String {
    let text: Vec<char> = hit.text.as_deref().unwrap_or(&hit.name).chars().collect();
    let parts = hit.at.iter().map(|(from, to)| text[*from..*to].iter().collect::<String>());
    parts.collect::<Vec<_>>().join("…")
}

fn register(test: &mut TestBook, fields: &str) {
    test.taken(&format!(r#"{{"do":"register_customer",{fields}}}"#));
}

/// The accounts of the page in the module's documentation, and a few more.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    register(&mut test, r#""code":"C0007","name":"Café Nyabugogo Ltd""#);
    register(&mut test, r#""code":"C0019","name":"Café de Nyamata""#);
    register(&mut test, r#""code":"C0031","name":"Nyabo Coffee Traders""#);
    register(&mut test, r#""code":"C0040","name":"Nyborg & Fils","contact":"Aline Café""#);
    register(
        &mut test,
        r#""code":"K-9","name":"B. M. Services Coopérative","phone":"+250 788 123 456","email":"ap@bms.example","contacts":[{"name":"Jean Gasana","phone":"0722 000 111","email":"jean@home.example"}]"#,
    );
    register(&mut test, r#""code":"GB1","name":"O'Neil Imports","phone":"+44 (0)20 7946 0000""#);
    test.invoice("C0007", "2026-09-01", "2026-10-01", "12000");
    test.invoice("C0019", "2026-11-01", "2026-12-31", "8000");
    test
}

#[test]
fn the_page_in_the_documentation_is_true() {
    let test = book();
    assert_eq!(codes(&test, "cafe nybo"), ["C0040", "C0007"]);
    let found = hits(&test, "cafe nybo");
    assert_eq!((found[0].text.as_deref(), marked(&found[0])), (Some("Aline Café"), "Café".into()));
    assert_eq!(marked(&found[1]), "Café…Ny…b…o");
    assert_eq!(
        (found[1].balance.to_string(), found[1].overdue.to_string()),
        ("12000".into(), "12000".into())
    );
    // By the prior: late, open, neither.
    assert_eq!(codes(&test, "ca")[..2], ["C0007", "C0019"]);
}

#[test]
fn names_are_found_however_they_are_typed() {
    let test = book();
    for query in [
        "b m s coop",
        "bms",
        "bmsc",
        "cooperative",
        "COOPÉRATIVE",
        "coope\u{301}rative b",
        "services coop",
        "servcoop",
        "cprtv",
        "operative",
        "coopretative serv",
        "cooperatve",
        "cooperatve servcies",
        "b.m. services",
        "jean gasana",
        "gasana",
        "jean services",
    ] {
        let found = codes(&test, query);
        assert_eq!(found.first().map_or("", String::as_str), "K-9", "{query}: {found:?}");
    }
    assert_eq!(codes(&test, "oneil"), ["GB1"]);
    assert_eq!(codes(&test, "o’neil"), ["GB1"]);
    // One word too many, where nothing has them all.
    assert_eq!(codes(&test, "company oneil"), ["GB1"]);
    let by_contact = hits(&test, "gasana").remove(0);
    assert_eq!(
        (by_contact.text.as_deref(), marked(&by_contact)),
        (Some("Jean Gasana"), "Gasana".into())
    );
}

#[test]
fn numbers_are_found_however_they_are_written() {
    let mut test = book();
    let first = |test: &TestBook, query: &str| {
        hits(test, query).first().map(|hit| (hit.customer.0.clone(), hit.matched, marked(hit)))
    };
    let phone = |marked: &str| Some(("K-9".to_string(), Matched::Phone, marked.to_string()));
    for (query, expected) in [
        ("123456", "123 456"),
        ("3456", "3 456"),
        ("0788123456", "788 123 456"),
        ("+250788123456", "250 788 123 456"),
        ("00250 788-123-456", "250 788 123 456"),
        ("(0788) 12", "788 12"),
        ("722000111", "722 000 111"),
        ("+250 722 000 111", "722 000 111"),
    ] {
        assert_eq!(first(&test, query), phone(expected), "{query}");
    }
    assert_eq!(first(&test, "02079460000").unwrap().0, "GB1");
    // 12,000 is the amount of C0007's invoice.
    for query in ["12000", "12 000", "12,000", "12'000.00", "12.000,00"] {
        let hit = first(&test, query).unwrap();
        assert_eq!((hit.0.as_str(), hit.1), ("C0007", Matched::Amount), "{query}");
    }
    test.payment("C0007", "2026-11-02", "2000", "oldest");
    assert_eq!(first(&test, "10,000").unwrap().1, Matched::Amount, "what is left of it");
    assert_eq!(first(&test, "12,000").unwrap().1, Matched::Amount, "what it was");
    for query in ["INV-2026-00001", "inv 1", "inv-2026-1", "2026-1", "00001", "1"] {
        let hit = &hits(&test, query)[0];
        let document = hit.document.as_ref().map(ToString::to_string);
        assert_eq!(
            (document.as_deref(), hit.matched),
            (Some("INV-2026-00001"), Matched::Document),
            "{query}"
        );
    }
    assert_eq!(codes(&test, "pay 1")[0], "C0007");
    assert_eq!(first(&test, "k9"), Some(("K-9".into(), Matched::Code, "K-9".into())));
    assert_eq!(first(&test, "jean@home"), Some(("K-9".into(), Matched::Email, "jean@home".into())));
    assert_eq!(first(&test, "bms.exa"), Some(("K-9".into(), Matched::Email, "bms.exa".into())));
}

#[test]
fn a_reference_finds_the_account_of_its_document() {
    let mut test = book();
    test.taken(
        r#"{"do":"issue_invoice","customer":"GB1","date":"2026-11-03","reference":"PO 77-81/b","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
    );
    for query in ["po 77-81", "PO7781B", "7781", "81 b"] {
        let found = hits(&test, query);
        let hit =
            found.iter().find(|hit| hit.customer.0 == "GB1").unwrap_or_else(|| panic!("{query}"));
        assert_eq!(
            (hit.matched, hit.text.as_deref()),
            (Matched::Reference, Some("PO 77-81/b")),
            "{query}"
        );
    }
}

#[test]
fn an_amount_is_compared_with_what_is_outstanding_now() {
    let mut test = book();
    test.payment("C0019", "2026-11-02", "3000", "oldest");
    assert_eq!(codes(&test, "5000"), ["C0019"]);
    test.payment("C0019", "2026-11-03", "1000", "oldest");
    assert_eq!(codes(&test, "5000"), [""; 0], "4,000 are left");
    assert_eq!(codes(&test, "4000"), ["C0019"]);
}

#[test]
fn an_exact_code_comes_before_the_tail_of_a_number_that_begins_as_it_does() {
    let mut test = TestBook::rwanda();
    register(&mut test, r#""code":"C0001","name":"Meant""#);
    register(&mut test, r#""code":"X","name":"Other""#);
    let invoice = test.invoice("X", "2026-11-01", "2026-12-01", "1000");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"100","reason":"price"}}"#
    ));
    assert_eq!(codes(&test, "CN-2026-00001"), ["X"]);
    for query in ["C0001", "c0001"] {
        assert_eq!(codes(&test, query).first().map_or("", String::as_str), "C0001", "{query}");
    }
}

#[test]
fn an_exact_code_of_digits_comes_before_longer_ones() {
    let mut test = TestBook::rwanda();
    for code in 1..=430 {
        register(&mut test, &format!(r#""code":"{code}","name":"Shop {}""#, code % 7));
    }
    test.invoice("420", "2026-09-01", "2026-10-01", "7000");
    assert_eq!(codes(&test, "42")[..2], ["42", "420"]);
    assert_eq!(codes(&test, "4")[0], "4");
}

#[test]
fn a_telephone_is_found_by_zeros_dashes_and_each_of_two_in_one_field() {
    let mut test = TestBook::rwanda();
    register(&mut test, r#""code":"A","name":"X","phone":"+250 788 123 012""#);
    register(&mut test, r#""code":"B","name":"Y","phone":"0788 555 666 / 0722 000 100""#);
    for (query, code) in [
        ("012", "A"),
        ("123012", "A"),
        ("0788–123–012", "A"),
        ("Tel. +250 788 123 012", "A"),
        ("\u{202d}0788123012\u{202c}", "A"),
        ("555666", "B"),
        ("000100", "B"),
        ("0100", "B"),
    ] {
        assert_eq!(codes(&test, query).first().map(String::as_str), Some(code), "{query:?}");
    }
}

#[test]
fn many_documents_of_one_account_leave_room_for_others() {
    let mut test = TestBook::rwanda();
    register(&mut test, r#""code":"C1","name":"Monthly""#);
    register(&mut test, r#""code":"C2","name":"500 Club""#);
    for _ in 0..30 {
        test.invoice("C1", "2026-09-01", "2026-10-01", "500");
    }
    let found = test.ask(&LookupOf { query: "500".into(), limit: 8 }).unwrap().hits;
    let found: Vec<&str> = found.iter().map(|hit| hit.customer.0.as_str()).collect();
    assert_eq!(found, ["C1", "C2"]);
}

#[test]
fn what_was_merged_is_found_by_what_it_was_called() {
    let mut test = TestBook::rwanda();
    register(&mut test, r#""code":"OLD1","name":"Umuganda 3456 Supplies","phone":"0788 123 999""#);
    register(&mut test, r#""code":"NEW1","name":"Shop 3999""#);
    test.taken(r#"{"do":"merge_customers","from":"OLD1","into":"NEW1","date":"2026-11-01"}"#);
    let shown = |query: &str| {
        let hit = hits(&test, query).remove(0);
        (hit.customer.0.clone(), hit.text.clone(), marked(&hit))
    };
    let some = |text: &str| Some(text.to_string());
    assert_eq!(shown("umug"), ("NEW1".into(), some("Umuganda 3456 Supplies"), "Umug".into()));
    assert_eq!(shown("old1"), ("NEW1".into(), some("OLD1"), "OLD1".into()));
    assert_eq!(shown("123999"), ("NEW1".into(), some("0788 123 999"), "123 999".into()));
}

#[test]
fn the_last_of_many_contacts_is_found_too() {
    let mut test = TestBook::rwanda();
    let contacts: Vec<String> =
        (0..50).map(|n| format!(r#"{{"name":"Person Number{n}x"}}"#)).collect();
    register(
        &mut test,
        &format!(r#""code":"C1","name":"Large Company Ltd","contacts":[{}]"#, contacts.join(",")),
    );
    assert_eq!(codes(&test, "number49x"), ["C1"]);
    assert_eq!(codes(&test, "person number48x"), ["C1"]);
}

#[test]
fn a_change_is_found_by_the_next_question_while_parts_are_put_together() {
    let mut test = book();
    test.close();
    let book =
        BookWriter::open(&test.folder(), options(), &mut daybook::engine::ports::Silent).unwrap();
    let session = Session::of(book, "tester".into()).unwrap();
    session.prepare_lookup();
    let find = |query: &str| session.ask(&LookupOf { query: query.into(), limit: 8 }).unwrap();
    for n in 0..600 {
        let (name, phone) = (format!("Umurava{n:03}x Hills"), format!("0799{:06}", n * 7));
        let line = format!(
            r#"{{"do":"register_customer","code":"N{n}","name":"{name}","phone":"{phone}"}}"#
        );
        session.post(intake::read(&line).1.unwrap()).unwrap();
        assert_eq!(find(&name).hits[0].customer.0, format!("N{n}"));
        if n % 3 == 0 {
            let line = format!(
                r#"{{"do":"amend_customer","customer":"N{n}","name":"Zebra{n:03}x Hills","phone":"{phone}"}}"#
            );
            session.post(intake::read(&line).1.unwrap()).unwrap();
            assert_eq!(find(&format!("zebra{n:03}x")).hits[0].customer.0, format!("N{n}"));
            assert_eq!(find(&name).hits.iter().filter(|hit| hit.name == name).count(), 0);
        }
        assert_eq!(find(&phone).hits[0].customer.0, format!("N{n}"));
    }
    let until = Instant::now() + Duration::from_secs(30);
    while session.lookup_size().parts > 3 || find("umurava").partial {
        assert!(Instant::now() < until, "parts are put together: {:?}", session.lookup_size());
        std::thread::yield_now();
    }
    assert_eq!(session.lookup_size().accounts, 606);
}

fn words() -> impl Strategy<Value = String> {
    let letters = "[a-zA-Zéèöøßłıñçа-я中文ا-ي0-9'’.&_-]{1,9}";
    prop::collection::vec(letters, 1..4).prop_map(|words| words.join(" "))
}

fn escaped(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

proptest! {
    #![proptest_config(properties(40))]

    /// Every account is found by its full name in NFC and NFD, its code, its telephone in any
    /// writing and each number of its documents; its balance is the one that `balance` says.
    #[test]
    fn every_account_is_found_by_all_it_is_known_by(
        names in prop::collection::vec(words(), 1..10),
        national in prop::collection::vec(100_000_000_u64..999_999_999, 10),
        amounts in prop::collection::vec(1_u32..100_000, 10),
    ) {
        use unicode_normalization::UnicodeNormalization;
        let mut test = TestBook::rwanda();
        let all = names.iter().zip(&national).zip(&amounts).enumerate();
        for (place, ((name, phone), amount)) in all.clone() {
            // The first question builds the index, what comes behind is added to it.
            if place == 3 {
                hits(&test, "a");
            }
            let name = escaped(name);
            register(&mut test, &format!(r##""code":"#{place}é","name":{name},"phone":"+250 {phone}""##));
            test.invoice(&format!("#{place}é"), "2026-09-01", "2026-10-01", &amount.to_string());
        }
        for (place, ((name, phone), _)) in all {
            let code = format!("#{place}é");
            let digits = phone.to_string();
            let mut said = vec![code.clone(), code.to_uppercase(), format!("INV-2026-{:05}", place + 1)];
            said.extend([format!("0{digits}"), format!("+250{digits}"), format!("(0{}) {}-{}", &digits[..3], &digits[3..6], &digits[6..])]);
            said.push(digits[3..].to_string());
            if !fold::words(name).is_empty() {
                said.extend([name.clone(), name.nfd().collect(), name.to_uppercase()]);
            }
            for query in said {
                let found = hits(&test, &query);
                let hit = found.iter().find(|hit| hit.customer.0 == code);
                prop_assert!(hit.is_some(), "{query:?} does not find {name:?}: {found:?}");
                let balance = test.balance(&code, AsOf::default());
                let same = hit.is_some_and(|hit| (hit.balance, hit.overdue) == (balance.balance, balance.overdue));
                prop_assert!(same);
            }
        }
    }

    /// Any text is a question: it finds somebody or nobody, and what is marked is within the text.
    #[test]
    fn no_text_upsets_it(queries in prop::collection::vec(any::<String>(), 20), name in any::<String>()) {
        let mut test = book();
        // Refused or taken, it changes nothing of what follows.
        let _ = test.post(&format!(r#"{{"do":"register_customer","name":{}}}"#, escaped(&name)));
        for query in queries.iter().chain([&name]) {
            for hit in hits(&test, query) {
                let length = hit.text.as_deref().unwrap_or(&hit.name).chars().count();
                prop_assert!(hit.at.iter().all(|(from, to)| from < to && *to <= length), "{hit:?}");
            }
        }
    }

    /// What was added bit by bit answers as what is built at once.
    #[test]
    fn an_index_that_grew_answers_as_one_that_is_built(
        steps in prop::collection::vec((0_usize..6, 1_u32..9_000, words()), 1..40),
        queries in prop::collection::vec("[a-eé0-9 ]{1,6}", 12),
    ) {
        let mut test = book();
        let codes = ["C0007", "C0019", "C0031", "C0040", "K-9", "GB1"];
        hits(&test, "begin");
        for (place, amount, name) in &steps {
            let code = codes[*place];
            match amount % 4 {
                0 => register(&mut test, &format!(r#""name":{}"#, escaped(name))),
                1 => drop(test.post(&format!(r#"{{"do":"amend_customer","customer":"{code}","name":{}}}"#, escaped(name)))),
                2 => drop(test.invoice(code, "2026-11-01", "2026-11-09", &amount.to_string())),
                _ => drop(test.payment(code, "2026-11-09", &amount.to_string(), "oldest")),
            }
        }
        let names = steps.iter().map(|(_, amount, name)| format!("{} {amount}", name.chars().take(3).collect::<String>()));
        let asked: Vec<String> = queries.into_iter().chain(names).chain(steps.iter().map(|step| step.1.to_string())).collect();
        let grown: Vec<Vec<Hit>> = asked.iter().map(|query| hits(&test, query)).collect();
        test.close();
        test.open();
        for (query, grown) in asked.iter().zip(grown) {
            prop_assert_eq!(hits(&test, query), grown, "{:?}", query);
        }
    }
}

/// Everything that somebody may say of a made-up book: names, codes, people, telephones, addresses,
/// numbers, references, amounts.
fn said_of(test: &TestBook) -> Vec<String> {
    let mut said = Vec::new();
    for customer in test.ask(&CustomersAfter(None, Depth::Whole)).unwrap().rows {
        let details = customer.details;
        said.extend(
            details.phones().chain(details.emails()).chain(details.people()).map(str::to_string),
        );
        said.extend([details.name, customer.customer.0]);
    }
    for shown in test.ask(&DocumentsAfter(None, Depth::Row)).unwrap().rows {
        match shown {
            Shown::Invoice(one) => {
                said.extend([one.invoice.0, one.total.to_string(), one.outstanding.grouped()]);
                said.extend(one.reference);
            }
            Shown::Payment(one) => {
                said.extend([one.payment.0, one.amount.to_string()]);
                said.extend(one.reference);
            }
            _ => {}
        }
    }
    said
}

/// A text as it is said: a part of it, perhaps with a letter wrong.
fn heard(text: &str, (from, length): (usize, usize), slip: Option<(usize, char)>) -> String {
    let letters: Vec<char> = text.chars().collect();
    let from = from % letters.len().max(1);
    let mut heard: Vec<char> = letters.into_iter().skip(from).take(length).collect();
    if let Some((place, letter)) = slip
        && !heard.is_empty()
    {
        let place = place % heard.len();
        heard[place] = letter;
    }
    heard.into_iter().collect()
}

#[test]
fn digits_are_looked_for_among_the_accounts_that_they_may_mean() {
    let mut test = TestBook::rwanda();
    for n in 0..40 {
        let phone = 250_780_000_000_u64 + n * 1_000_003;
        register(&mut test, &format!(r#""code":"K{n:03}","name":"Hotel {n}","phone":"+{phone}""#));
    }
    register(&mut test, r#""code":"X-0 421","name":"By code""#);
    register(&mut test, r#""code":"Y","name":"By phone","phone":"0788 123 421""#);
    for (query, expected) in [("421", 2), ("788123421", 1), ("0787000021", 1), ("+250788", 1)] {
        let asked = daybook::ledger::lookup::ParsedQuery::of(query);
        let number = asked.number.as_ref().unwrap();
        let built = test.book.as_ref().unwrap().shared().view(|view| {
            let may_mean = |card: &Card| once::may_mean(card, &asked, number);
            let state = once::accounts(view.rows, view.today, &asked, may_mean).unwrap();
            state.accounts.iter().map(|part| part.accounts.len()).sum::<usize>()
        });
        assert_eq!(built, expected, "{query}");
        hits(&test, query);
    }
}

#[test]
fn who_looks_up_once_finds_what_the_index_finds() {
    let dir = tempfile::TempDir::new().unwrap();
    let spec = daybook::demo::DemoSpec {
        customers: 120,
        invoices: 600,
        seed: 3,
        today: crate::common::day("2026-11-21"),
    };
    let folder = dir.path().join("book");
    daybook::demo::make(&folder, spec, &mut daybook::engine::ports::Silent).unwrap();
    let book = BookWriter::open(&folder, options(), &mut daybook::engine::ports::Silent).unwrap();
    let test = TestBook { dir, options: options(), book: Some(book) };
    let said = said_of(&test);
    let from_front = prop_oneof![2 => Just(0_usize), 1 => 0_usize..12];
    let query = (
        prop::sample::select(said),
        (from_front, 1_usize..16),
        prop::option::weighted(0.2, (0_usize..16, prop::char::range('a', 'z'))),
        prop_oneof![Just(1_usize), Just(8), Just(20)],
    );
    proptest!(properties(150), |((text, part, slip, limit) in query)| {
        let query = heard(&text, part, slip);
        let found = test.ask(&LookupOf { query: query.clone(), limit }).unwrap().hits;
        prop_assert_eq!(hits_once(&test, &query, limit), found, "{:?}", query);
    });
}
