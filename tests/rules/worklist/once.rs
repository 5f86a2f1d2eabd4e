//! A worklist asks the store for a row once, however many reasons of a customer need it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::common::TestBook;
use daybook::ledger::query::worklist::WorklistOf;
use daybook::ledger::query::{Question, View};
use daybook::ledger::tables::PROMISES_OF;
use daybook::store::rows::{LedgerError, RowIter, Rows, SeeValue};

/// Rows that note which are asked for by key, and where scans begin.
struct Noted<'a> {
    base: &'a dyn Rows,
    keys: Mutex<BTreeMap<Vec<u8>, usize>>,
    scans: Mutex<BTreeMap<Vec<u8>, usize>>,
}

fn note(all: &Mutex<BTreeMap<Vec<u8>, usize>>, key: &[u8]) {
    *all.lock().unwrap().entry(key.to_vec()).or_default() += 1;
}

impl Rows for Noted<'_> {
    fn with_value(&self, key: &[u8], see: &mut SeeValue) -> Result<bool, LedgerError> {
        note(&self.keys, key);
        self.base.with_value(key, see)
    }

    fn scan(&self, from: &[u8], to: &[u8]) -> RowIter<'_> {
        note(&self.scans, from);
        self.base.scan(from, to)
    }
}

/// A customer with promises in instalments, one of them kept in part, a dispute that is due, a plan, money on account
/// and a callback.
fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.customer("C2");
    let promised = test.invoice("C1", "2026-09-01", "2026-10-01", "300");
    let disputed = test.invoice("C1", "2026-09-02", "2026-10-02", "90");
    let planned = test.invoice("C1", "2026-09-03", "2026-10-03", "500");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{promised}","date":"2026-11-02","tolerance_days":0,"instalments":[{{"by":"2026-11-10","amount":"100"}},{{"by":"2026-11-14","amount":"100"}},{{"by":"2026-11-18","amount":"100"}}]}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{disputed}","reason":"price","amount":"40","due":"2026-11-22"}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"agree_plan","customer":"C1","invoices":["{planned}"],"instalments":[{{"due":"2026-11-21","amount":"100"}},{{"due":"2027-01-10","amount":"400"}}]}}"#
    ));
    test.payment("C1", "2026-11-05", "150", "oldest");
    test.payment("C1", "2026-11-12", "30", "none");
    test.taken(r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-21T14:30:00-05:00"}"#);
    test.taken(r#"{"do":"merge_customers","from":"C2","into":"C1"}"#);
    test.open_on("2026-11-22");
    test
}

#[test]
fn no_row_is_asked_for_twice() {
    let test = book();
    let asked = WorklistOf { most: 20, ..WorklistOf::default() };
    let (keys, scans) = test.book.as_ref().unwrap().shared().view(|view| {
        let noted = Noted { base: view.rows, keys: Mutex::default(), scans: Mutex::default() };
        let list = asked.answer(&View { rows: &noted, ..*view }).unwrap();
        assert_eq!(list.rows.len(), 1);
        assert!(list.rows[0].also.len() >= 3, "{:?}", list.rows[0].also);
        (noted.keys.into_inner().unwrap(), noted.scans.into_inner().unwrap())
    });
    let twice: Vec<_> = keys.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "asked for again: {twice:?}");
    let of_promises = scans.iter().filter(|(from, _)| from.first() == Some(&PROMISES_OF.letter()));
    assert!(of_promises.clone().count() == 2, "of each account");
    assert!(of_promises.clone().all(|(_, times)| *times == 1), "promises are read again");
}
