//! An id stands for one command: sent again it is carried out once, and any other content under it
//! is refused.

use std::fs;

use crate::common::{TestBook, files};
use daybook::engine::Receipt;
use daybook::engine::ports::Silent;
use daybook::exchange::import::mapping::Mapping;
use daybook::exchange::import::{self, DateFormat, Import, ImportKind};
use daybook::journal::Entry;

const ID: &str = "01a200f9-b29e-7856-8287-ab247273d3bc";

fn line(rest: &str) -> String {
    format!(r#"{{"id":"{ID}",{rest}}}"#)
}

fn payment(amount: &str) -> String {
    line(&format!(r#""do":"record_payment","customer":"C1","amount":"{amount}","method":"bank""#))
}

/// Everything that is stored of the entry with this number: its line, and its private record.
fn stored(test: &mut TestBook, seq: usize) -> (String, Option<String>) {
    test.close();
    let lines = |part: &str| {
        let read = |file: &std::path::PathBuf| fs::read_to_string(file).unwrap();
        files(&test.folder().join(part)).iter().map(read).collect::<String>()
    };
    let (entries, privates) = (lines("journal"), lines("private"));
    test.open();
    let private = privates.lines().find(|line| line.contains(&format!(r#"{{"seq":{seq},"#)));
    (entries.lines().nth(seq - 1).unwrap().to_string(), private.map(str::to_string))
}

#[test]
fn two_payments_under_one_id_are_not_one() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let first = test.taken(&payment("5"));
    assert_eq!(test.refused(&payment("7")), ("command.id_reused", "id".into()));
    assert_eq!(test.taken(&payment("5")), first);
    test.rebuild();
    assert_eq!(test.refused(&payment("7")), ("command.id_reused", "id".into()));
    assert_eq!(test.taken(&payment("5")), first);
    assert_eq!(test.book().head().seq, 3);
}

#[test]
fn two_payments_under_one_id_in_one_group_are_not_one() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let submit = |text: &str| {
        let envelope = daybook::engine::intake::read(text).1.unwrap();
        daybook::engine::Submission::of("eva", envelope)
    };
    let group = [submit(&payment("5")), submit(&payment("7")), submit(&payment("5"))];
    let outcomes = test.book().commit(&group);
    let seq = |place: usize| outcomes[place].as_ref().ok().map(|receipt| receipt.seq);
    assert_eq!((seq(0), seq(1), seq(2)), (Some(3), None, Some(3)), "{outcomes:?}");
}

#[test]
fn personal_text_tells_two_commands_apart_and_leaves_nothing_in_the_chain() {
    let mut test = TestBook::rwanda();
    let register = |phone: &str| {
        line(&format!(
            r#""do":"register_customer","code":"C1","name":"Amélie Uwase","phone":"{phone}""#
        ))
    };
    let first = test.taken(&register("+250 788 123 456"));
    for _ in 0..2 {
        assert_eq!(test.refused(&register("+250 788 123 457")).0, "command.id_reused");
        assert_eq!(test.taken(&register("+250 788 123 456")), first);
        test.rebuild();
    }
    let (entry, private) = stored(&mut test, 2);
    assert!(!entry.contains("digest"), "{entry}");
    assert!(private.as_ref().is_some_and(|record| record.contains("digest")), "{private:?}");
}

#[test]
fn personal_text_that_no_event_keeps_leaves_nothing_in_the_chain_either() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-02", "2026-12-02", "100");
    test.taken(&format!(r#"{{"do":"open_dispute","invoice":"{invoice}","reason":"price"}}"#));
    let note = line(r#""do":"note_dispute","dispute":"DSP-2026-00001","note":" ","owner":"jean""#);
    let first = test.taken(&note);
    let (entry, _) = stored(&mut test, usize::try_from(first.seq).unwrap());
    assert!(!entry.contains("digest"), "{entry}");
    assert_eq!(test.taken(&note), first);
    assert_eq!(test.refused(&note.replace("jean", "eric")).0, "command.id_reused");
    assert!(test.verify().ok);
}

#[test]
fn the_content_is_what_is_meant_not_how_it_is_written() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let first = test.taken(&line(
        r#""do":"record_payment","customer":"C1","amount":"500","method":"bank","reference":"Caf\u00e9""#,
    ));
    for again in [
        r#" "method":"bank", "reference":"Café", "amount":"500", "do":"record_payment", "customer":"C1" "#,
        r#""do":"record_payment","customer":"C1","amount":"500.0","method":"bank","reference":"Cafe\u0301""#,
        r#""do":"record_payment","customer":"C1","amount":"500","method":"bank","reference":" Café ","date":null,"rate":null"#,
        r#""do":"record_payment","customer":"C1","amount":"500","method":"bank","reference":"Café","seen":2"#,
    ] {
        assert_eq!(test.taken(&line(again)), first, "{again}");
    }
    let other = |rest: &str| {
        line(&format!(
            r#""do":"record_payment","customer":"C1","amount":"500","method":"bank"{rest}"#
        ))
    };
    for rest in [
        "",
        r#","reference":"Café","date":"2026-11-21""#,
        r#","reference":"Café","allocate":"none""#,
        r#","reference":"Café","override":{"reason":"agreed"}"#,
        r#","reference":"Thé""#,
    ] {
        assert_eq!(test.refused(&other(rest)).0, "command.id_reused", "{rest}");
    }
}

#[test]
fn a_repeat_on_another_day_is_the_same_command() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let first = test.taken(&payment("5"));
    test.open_on("2026-11-24");
    assert_eq!(test.taken(&payment("5")), first);
}

#[test]
fn a_refused_command_leaves_its_id_free_for_what_is_put_right() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    assert_eq!(test.refused(&payment("5.5")).0, "amount.too_precise");
    assert_eq!(test.taken(&payment("6")).seq, 3);
    assert_eq!(test.refused(&payment("5")).0, "command.id_reused");
}

/// What stands under the id is named, so that whoever sent it finds it.
#[test]
fn the_refusal_names_what_was_made_under_the_id() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let Receipt { seq, .. } = test.taken(&payment("5"));
    let refusal = test.post(&payment("7")).unwrap_err();
    let arg = |name: &str| refusal.args.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!((arg("was"), arg("made")), ("record_payment".into(), "PAY-2026-00001".into()));
    assert_eq!(arg("entry"), seq.to_string());
}

/// Entries of the first framing have no digest: their kind is compared, as it was.
#[test]
fn entries_without_a_digest_compare_the_kind() {
    let mut test = TestBook::rwanda();
    test.close();
    fs::remove_dir_all(test.folder()).unwrap();
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1");
    for part in ["journal", "private"] {
        fs::create_dir_all(test.folder().join(part)).unwrap();
        for file in files(&golden.join(part)) {
            fs::copy(&file, test.folder().join(part).join(file.file_name().unwrap())).unwrap();
        }
    }
    test.open();
    let old = |amount: &str| {
        format!(
            r#"{{"id":"00000000-0000-7000-8000-000000000007","do":"record_payment","customer":"17850.0","amount":"{amount}","method":"cash"}}"#
        )
    };
    assert_eq!(test.taken(&old("1")).number("payment"), Some("PAY-2026-00001"));
    let other = r#"{"id":"00000000-0000-7000-8000-000000000007","do":"hold_customer","customer":"C0001","reason":"x"}"#;
    assert_eq!(test.refused(other).0, "command.id_reused");
}

#[test]
fn the_framing_says_whether_there_is_a_digest() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(&payment("5"));
    let framing = |test: &mut TestBook, seq| {
        let (line, _) = stored(test, seq);
        let json: serde_json::Value = serde_json::from_str(&line).unwrap();
        (json["v"].as_u64().unwrap(), json["digest"].is_string())
    };
    assert_eq!(framing(&mut test, 1), (1, false), "no command opened the book");
    assert_eq!(framing(&mut test, 2), (2, false), "it stands in the private record");
    assert_eq!(framing(&mut test, 3), (2, true));
    // A line that says the older framing and has a digest all the same was not written by us.
    let (line, _) = stored(&mut test, 3);
    let forged = line.replace(r#","v":2,"#, r#","v":1,"#);
    let body = &forged[..forged.find(r#","hash":"#).unwrap()];
    let hash = daybook::journal::Hash::of(body.as_bytes());
    assert!(Entry::read(format!(r#"{body},"hash":"{hash}"}}"#).as_bytes()).is_err());
}

/// A colleague who sends the same under the same id has not sent it before: no receipt of hers.
#[test]
fn another_sender_gets_no_receipt_for_an_id() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let first = test.taken(&payment("5"));
    let envelope = daybook::engine::intake::read(&payment("5")).1.unwrap();
    let send = |test: &mut TestBook, by: &str| {
        let submission = daybook::engine::Submission::of(by, envelope.clone());
        test.book().commit(&[submission]).remove(0)
    };
    match send(&mut test, "jean") {
        Err(daybook::engine::Failure::Refused(refusal)) => {
            assert_eq!(refusal.rule.name(), "command.id_reused");
            assert!(refusal.args.contains(&("sender".into(), "other".into())), "{refusal:?}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(send(&mut test, "eva").unwrap(), first);
    assert_eq!(test.book().head().seq, first.seq);
}

/// Imports a file of these rows; how many were taken, skipped and refused.
fn imported(test: &mut TestBook, kind: ImportKind, rows: &str) -> (u64, u64, u64) {
    let file = test.dir.path().join("rows.csv");
    fs::write(&file, rows).unwrap();
    let session = daybook::engine::Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let import = Import {
        kind,
        file: &file,
        mapping: Mapping::default(),
        dates: DateFormat::iso(),
        create_customers: false,
        suspense: false,
        dry_run: false,
        override_reason: None,
    };
    let summary = import::run(&session, &import, &mut Silent).unwrap().summary;
    session.close().unwrap();
    test.open();
    (summary.taken, summary.skipped, summary.refused)
}

/// Whoever knows the book can compute the id that a row will have, and use it up beforehand. The row
/// is imported all the same, and once.
#[test]
fn an_id_that_was_used_for_something_else_hides_no_row() {
    let payment = r#"["c1","2026-11-20","500","bank","MP1"]"#;
    let customer = r#"{"name":"Amélie Uwase","phone":"+250788123456"}"#;
    let cases = [
        (ImportKind::Items, "items", "paper", 0, "code,name\nPAPER,Paper\n"),
        (
            ImportKind::Payments,
            "payments",
            payment,
            1,
            "customer,date,amount,method,reference\nC1,2026-11-20,500,bank,MP1\n",
        ),
        (ImportKind::Customers, "customers", "c2", 0, "code,name\nC2,Second\n"),
        (
            ImportKind::Customers,
            "customers",
            customer,
            1,
            "name,phone\nAmélie Uwase,+250788123456\n",
        ),
        (
            ImportKind::Invoices,
            "invoices",
            "77",
            0,
            "number,customer,date,description,quantity,unit_price\n77,C1,2026-11-02,Work,1,100\n",
        ),
        (
            ImportKind::Receivables,
            "receivables",
            "78",
            0,
            "number,customer,date,amount\n78,C1,2026-11-02,100\n",
        ),
    ];
    for (kind, word, identity, nth, rows) in cases {
        let mut test = TestBook::rwanda();
        test.customer("C1");
        let book = test.book().info().book;
        let name = format!("{word}\u{1f}{identity}\u{1f}{nth}");
        let id = uuid::Uuid::new_v5(&book, name.as_bytes());
        test.taken(&format!(r#"{{"id":"{id}","do":"define_item","code":"PENS","name":"Pens"}}"#));
        assert_eq!(imported(&mut test, kind, rows), (1, 0, 0), "{word}");
        assert_eq!(imported(&mut test, kind, rows), (0, 1, 0), "{word}, again");
        assert!(test.verify().ok, "{word}");
    }
}

/// A payment of the same kind under the id, for another amount: not the row's.
#[test]
fn another_payment_under_a_rows_id_is_not_the_rows() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let identity = r#"["c1","2026-11-20","500","bank","MP1"]"#;
    let name = format!("payments\u{1f}{identity}\u{1f}1");
    let id = uuid::Uuid::new_v5(&test.book().info().book, name.as_bytes());
    test.taken(&format!(
        r#"{{"id":"{id}","do":"record_payment","customer":"C1","date":"2026-11-20","amount":"1","method":"bank","reference":"MP1"}}"#
    ));
    let rows = "customer,date,amount,method,reference\nC1,2026-11-20,500,bank,MP1\n";
    assert_eq!(imported(&mut test, ImportKind::Payments, rows), (1, 0, 0));
    assert_eq!(imported(&mut test, ImportKind::Payments, rows), (0, 1, 0));
    // Twins are still two: the same row once more in the file is another payment.
    let twins = format!("{rows}C1,2026-11-20,500,bank,MP1\n");
    assert_eq!(imported(&mut test, ImportKind::Payments, &twins), (1, 1, 0));
    assert_eq!(imported(&mut test, ImportKind::Payments, &twins), (0, 2, 0));
}
