//! Which language a document is in, and that each language has every word of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use daybook::assets;
use daybook::documents::receipt::method_key;
use daybook::documents::text;
use daybook::domain::Language;
use daybook::domain::command::Method;
use daybook::ledger::query::statement::Style;

use crate::common::TestBook;
use crate::{paper, paper_in, statement_in};

const METHODS: [Method; 7] = [
    Method::Bank,
    Method::Cash,
    Method::Cheque,
    Method::Card,
    Method::Momo,
    Method::Withholding,
    Method::Opening,
];

/// The sources of the documents.
fn sources() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/documents")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(fs::read_to_string(path).unwrap()),
            }
        }
    }
    found
}

/// The keys that stand in the sources of the documents, and those that are put together: months, and
/// the taxes of each country.
fn keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for source in sources() {
        let quoted = source.split('"').filter(|part| {
            part.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        });
        keys.extend(quoted.filter(|part| part.starts_with("doc-")).map(str::to_string));
    }
    for front in ["doc-month", "doc-short-month"] {
        keys.remove(front);
        keys.extend((1..=12).map(|month| format!("{front}-{month}")));
    }
    // What a mail says around them.
    let letters = names(Language::English.words()).into_iter();
    keys.extend(letters.filter(|name| name.starts_with("letter-")));
    keys.extend(METHODS.map(|method| method_key(method).to_string()));
    keys.extend(
        assets::countries().iter().map(|it| format!("doc-country-{}", it.code.to_lowercase())),
    );
    for country in ["RW", "CA"] {
        let taxes = assets::tax_table(country).unwrap();
        for tax in &taxes.tax {
            keys.insert(format!("tax-{country}-{}", tax.code));
            keys.insert(format!("tax-mark-{country}-{}", tax.code));
            keys.insert(format!("tax-legend-{country}-{}", tax.code));
        }
        keys.extend(taxes.number.iter().map(|it| format!("number-{country}-{}", it.code)));
        keys.extend(taxes.withholding.iter().map(|it| format!("withheld-{country}-{}", it.code)));
    }
    keys
}

/// What documents say beside words of their own: reasons of credit notes, terms, amounts; and what is
/// read to a caller of an account.
fn borrowed() -> BTreeSet<String> {
    let reasons = assets::dispute_reasons().unwrap();
    let reasons = reasons.iter().map(|reason| format!("word-{}", reason.replace('_', "-")));
    let others = [
        "mark-thousands",
        "mark-decimals",
        "said-amount",
        "terms-net",
        "terms-early",
        "terms-month-end",
    ];
    let said = names(Language::English.words()).into_iter();
    let said = said.filter(|name| name.starts_with("said-"));
    reasons.chain(others.map(str::to_string)).chain(said).collect()
}

/// The names of the messages of a file.
fn names(file: &str) -> BTreeSet<String> {
    let lines = file.lines().filter(|line| !line.starts_with([' ', '#']));
    lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.to_string()).collect()
}

#[test]
fn every_word_of_a_document_is_in_every_language() {
    let keys = keys();
    assert!(keys.len() > 120, "{}", keys.len());
    for language in Language::ALL {
        let own = names(language.words());
        let missing: Vec<_> = keys.difference(&own).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
        // English has a code of the program where it has no other word.
        let borrowed = borrowed();
        let mut missing = borrowed.difference(&own);
        let is_english = language == Language::English;
        let lacks = missing.find(|name| !(is_english && name.starts_with("word-")));
        assert_eq!(lacks, None, "{language}");
        if language.on_screen() != language {
            let more: Vec<_> = own.iter().filter(|it| !keys.contains(*it)).collect();
            let more: Vec<_> = more.into_iter().filter(|it| !borrowed.contains(*it)).collect();
            assert!(more.is_empty(), "{language} is for documents alone: {more:?}");
        }
    }
    // And none is kept that no document says.
    let fronts = ["doc-", "tax-", "withheld-", "number-"];
    let kept = names(Language::English.words());
    let kept = kept.iter().filter(|key| fronts.iter().any(|it| key.starts_with(it)));
    let unused: Vec<_> = kept.filter(|key| !keys.contains(*key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// A customer with these fields beside the name, and an invoice; its number.
fn invoiced(test: &mut TestBook, code: &str, fields: &str) -> String {
    test.taken(&format!(
        r#"{{"do":"register_customer","code":"{code}","name":"Customer {code}","date":"2020-01-01"{fields}}}"#
    ));
    test.invoice(code, "2026-11-02", "2026-12-02", "100.00")
}

fn language_of(test: &TestBook, number: &str) -> Language {
    paper(test, number).language
}

#[test]
fn a_document_is_in_the_customers_language() {
    use Language::{English, French};
    let mut test = TestBook::canada();
    for (place, (fields, language)) in [
        ("", English),
        (r#","language":"fr""#, French),
        (r#","language":"FR""#, French),
        (r#","language":"en","region":"QC","country":"CA""#, English),
        (r#","region":"QC","country":"CA""#, French),
        (r#","region":"Québec","country":"Canada""#, French),
        // Without a country it is the company's.
        (r#","region":"QC""#, French),
        (r#","region":"QC","country":"US""#, English),
        (r#","region":"ON","country":"CA""#, English),
    ]
    .into_iter()
    .enumerate()
    {
        let code = format!("C{place}");
        let number = invoiced(&mut test, &code, fields);
        let paid = test.payment(&code, "2026-11-10", "40.00", "oldest");
        let credited = test.taken(&format!(
            r#"{{"do":"credit_invoice","invoice":"{number}","reason":"price","amount":"10.00"}}"#
        ));
        let credited = credited.number("credit_note").unwrap().to_string();
        for number in [&number, &paid, &credited] {
            assert_eq!(language_of(&test, number), language, "{fields} {number}");
            // What is asked for goes over it.
            for asked in Language::ALL {
                assert_eq!(paper_in(&test, number, Some(asked)).language, asked);
            }
        }
        for style in [Style::OpenItem, Style::BalanceForward] {
            assert_eq!(statement_in(&test, &code, style, None).language, language, "{fields}");
            let asked = statement_in(&test, &code, style, Some(English));
            assert_eq!(asked.language, English, "{fields}");
        }
    }
    // The country of the company counts, where the customer has none.
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","region":"QC"}"#);
    let number = test.invoice("C1", "2026-11-02", "2026-12-02", "100");
    assert_eq!(language_of(&test, &number), English);
}

#[test]
fn a_customers_language_is_changed_and_taken_away() {
    let mut test = TestBook::canada();
    let number = invoiced(&mut test, "C1", "");
    let amend = |language: &str| {
        format!(r#"{{"do":"amend_customer","customer":"C1","language":"{language}"}}"#)
    };
    test.taken(&amend("fr"));
    assert_eq!(test.shown_customer("C1").details.language.as_deref(), Some("fr"));
    // Issued documents keep who the buyer was; the language is the one that is read today.
    assert_eq!(language_of(&test, &number), Language::French);
    test.taken(r#"{"do":"amend_customer","customer":"C1","phone":"555 0100"}"#);
    assert_eq!(test.shown_customer("C1").details.language.as_deref(), Some("fr"));
    test.taken(&amend(""));
    assert_eq!(test.shown_customer("C1").details.language, None);
    assert_eq!(language_of(&test, &number), Language::English);
    let unknown = ("language.unknown", "language".to_string());
    assert_eq!(test.refused(&amend("de")), unknown);
    let register = r#"{"do":"register_customer","name":"A","language":"german"}"#;
    assert_eq!(test.refused(register), unknown);
    assert!(test.verify().ok);
}

#[test]
fn french_documents_have_no_english_in_them() {
    let mut test = TestBook::canada();
    let number = invoiced(&mut test, "C1", r#","language":"fr""#);
    let paid = test.payment("C1", "2026-07-01", "1234.50", "oldest");
    let credit = format!(
        r#"{{"do":"credit_invoice","invoice":"{number}","date":"2026-11-03","reason":"quantity_short","full":true}}"#
    );
    let credited = test.taken(&credit).number("credit_note").unwrap().to_string();
    let numbers = [number, paid, credited];
    let mut pages: Vec<_> = numbers.iter().map(|it| text::text(&paper(&test, it))).collect();
    for style in [Style::OpenItem, Style::BalanceForward] {
        pages.push(text::text(&statement_in(&test, "C1", style, None)));
    }
    let english = ["invoice", "payment", "Balance", "credited", "Nov ", "Due", "Tax ", "Settles"];
    for page in &pages {
        let found: Vec<_> = english.iter().filter(|it| page.contains(**it)).collect();
        assert!(found.is_empty(), "{found:?} in:\n{page}");
    }
    assert!(
        pages[1].contains("1\u{a0}234,50") && pages[1].contains("1er juil. 2026"),
        "{}",
        pages[1]
    );
    assert!(pages[2].contains("Motif quantité manquante"), "{}", pages[2]);
}
