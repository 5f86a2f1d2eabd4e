//! Locks, approvals and deliveries: nobody sets them yet, and every command respects them.

use crate::common::{TestBook, day};
use daybook::domain::event::{ApprovalRequired, Costly, DocumentDelivered, PeriodLocked};
use daybook::domain::{Currency, Event, Number};

const DATED: [&str; 9] = [
    r#"{"do":"issue_invoice","customer":"C1","date":"DAY","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
    r#"{"do":"record_payment","customer":"C1","date":"DAY","amount":"5","method":"bank"}"#,
    r#"{"do":"credit_invoice","invoice":"INV-2026-00001","date":"DAY","reason":"price","amount":"5"}"#,
    r#"{"do":"void_invoice","invoice":"INV-2026-00002","date":"DAY","reason":"twice"}"#,
    r#"{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"1","date":"DAY"}"#,
    r#"{"do":"refund","from":"PAY-2026-00001","amount":"1","date":"DAY"}"#,
    r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"1","reason":"bad_debt","date":"DAY"}"#,
    r#"{"do":"bring_in_invoice","number":"7","customer":"C1","date":"DAY","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
    r#"{"do":"bounce_payment","payment":"PAY-2026-00002","date":"DAY","reason":"no funds"}"#,
];

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-09-01", "2026-09-30", "1000");
    test.invoice("C1", "2026-09-01", "2026-09-30", "1000");
    test.payment("C1", "2026-09-02", "500", "none");
    test.payment("C1", "2026-09-02", "500", "none");
    test
}

#[test]
fn nothing_is_dated_into_a_closed_period_whatever_the_reason() {
    let mut test = book();
    test.enter(
        "2026-11-01",
        vec![Event::from(PeriodLocked { through: day("2026-09-30"), hard: true })],
    );
    for line in DATED {
        let line = line.replace("DAY", "2026-09-30");
        assert_eq!(test.refused(&line), ("period.locked", "date".into()), "{line}");
        let reasoned = line.replacen('{', r#"{"override":{"reason":"please"},"#, 1);
        assert_eq!(test.refused(&reasoned).0, "period.locked", "{line}");
    }
    let settled = r#"{"do":"bring_in_receivable","number":"8","customer":"C1","date":"2026-10-01","amount":"5","settled":"2026-10-02"}"#;
    test.taken(settled);
    let side_door = settled.replace("\"8\"", "\"9\"").replace("2026-10-01", "2026-09-30");
    assert_eq!(test.refused(&side_door), ("period.locked", "date".into()));
    for line in &DATED {
        test.taken(&line.replace("DAY", "2026-10-01"));
    }
    assert!(test.verify().ok);
}

#[test]
fn a_reason_opens_a_soft_lock_and_is_kept_in_the_entry() {
    let mut test = book();
    test.enter(
        "2026-11-01",
        vec![Event::from(PeriodLocked { through: day("2026-09-30"), hard: false })],
    );
    for line in DATED {
        let line = line.replace("DAY", "2026-09-15");
        assert_eq!(test.refused(&line), ("period.soft_locked", "date".into()), "{line}");
        let reasoned = line.replacen('{', r#"{"override":{"reason":"the auditor asked"},"#, 1);
        let receipt = test.taken(&reasoned);
        assert_eq!(receipt.overrode, ["period.soft_locked"], "{line}");
    }
    assert!(test.verify().ok);
}

#[test]
fn what_costs_more_than_the_limit_needs_approval() {
    let mut test = book();
    let rwf = Currency::parse("RWF").unwrap();
    let above = rwf.exact("100".parse().unwrap(), "above").unwrap();
    let required = [Costly::Credit, Costly::Refund, Costly::WriteOff]
        .map(|what| Event::from(ApprovalRequired { what, currency: rwf, above }));
    test.enter("2026-11-01", required.to_vec());
    for line in [
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"101"}"#,
        r#"{"do":"refund","from":"PAY-2026-00001","amount":"101"}"#,
        r#"{"do":"write_off","invoice":"INV-2026-00001","amount":"101","reason":"bad_debt"}"#,
    ] {
        assert_eq!(test.refused(line), ("approval.needed", "amount".into()), "{line}");
        test.taken(&line.replace("101", "100"));
        let reasoned = line.replacen('{', r#"{"override":{"reason":"the owner agrees"},"#, 1);
        assert_eq!(test.taken(&reasoned).overrode, ["approval.needed"], "{line}");
    }
    assert!(test.verify().ok);
}

#[test]
fn an_invoice_that_reached_its_customer_is_not_voided() {
    let mut test = book();
    let delivered = DocumentDelivered {
        document: Number("INV-2026-00001".into()),
        date: day("2026-09-02"),
        channel: "email".into(),
    };
    test.enter("2026-09-02", vec![delivered.into()]);
    let void = r#"{"do":"void_invoice","invoice":"INV-2026-00001","reason":"twice"}"#;
    assert_eq!(test.refused(void), ("void.delivered", "invoice".into()));
    test.taken(&void.replace("00001", "00002"));
}

/// A viewer sees accounts and documents; notes, users and exports only where the book says so.
#[test]
fn viewers_see_what_the_book_lets_them_see() {
    use daybook::domain::Code;
    use daybook::engine::caller::Caller;
    use daybook::engine::local::LocalBook;
    use daybook::engine::{Failure, intake};
    use daybook::ledger::query::balance::BalanceOf;
    use daybook::ledger::query::page::{CustomersAfter, Depth, ItemsAfter};
    use daybook::ledger::query::show::{Show, Shown};
    use daybook::ledger::query::users::UsersOf;
    let mut test = book();
    for line in [
        r#"{"do":"grant_role","user":"ana","role":"viewer"}"#,
        r#"{"do":"grant_role","user":"jean","role":"coordinator"}"#,
        r#"{"do":"log_call","customer":"C1","direction":"in","contact":"Marc","note":"in hospital"}"#,
    ] {
        test.taken(line);
    }
    let own = LocalBook::of(test.book.take().unwrap()).unwrap();
    let note = |by: &str| {
        let asked = Show { what: "CALL-2026-00001".into() };
        match own.ask(&Caller::listed(by), &asked).unwrap() {
            Shown::Call(call) => call.text.note,
            other => panic!("{other:?}"),
        }
    };
    let rule = |refused: Result<(), Failure>| match refused {
        Ok(()) => None,
        Err(Failure::Refused(refusal)) => Some(refusal.rule.name()),
        Err(failure) => panic!("{failure}"),
    };
    let users = |by: &str| rule(own.ask(&Caller::listed(by), &UsersOf {}).map(drop));
    let export =
        |by: &str| rule(own.ask(&Caller::listed(by), &CustomersAfter(None, Depth::Row)).map(drop));
    let beyond = Some("user.beyond_viewers");
    assert_eq!((note("ana"), users("ana"), export("ana")), (None, beyond, beyond));
    let said = Some("in hospital".to_string());
    assert_eq!((note("jean"), users("jean"), export("jean")), (said.clone(), None, None));
    let ana = Caller::listed("ana");
    let balance =
        BalanceOf { customer: Code("C1".into()), asked: daybook::ledger::query::AsOf::default() };
    assert!(own.ask(&ana, &balance).is_ok() && own.ask(&ana, &ItemsAfter(None)).is_ok());
    let policy = r#"{"do":"set_viewer_policy","notes":true,"users":true,"exports":true}"#;
    let send = |by: Caller| {
        let envelope = intake::read(policy).1.unwrap();
        rule(
            own.send(&by, envelope)
                .and_then(daybook::engine::local::PendingReceipt::wait)
                .map(drop),
        )
    };
    assert_eq!(send(Caller::listed("jean")), Some("user.role_too_low"));
    assert_eq!(send(Caller::owner("eva")), None);
    assert_eq!((note("ana"), users("ana"), export("ana")), (said, None, None));
    own.close().unwrap();
}

/// Entries say who gave which role to whom: not to those who may not see that.
#[test]
fn viewers_do_not_read_roles_in_the_journal() {
    use daybook::engine::caller::Caller;
    use daybook::engine::local::{LocalBook, PendingReceipt};
    use daybook::engine::{Change, intake};
    use daybook::ledger::query::entries::EntryOf;
    use daybook::ledger::query::list::Listed;
    use daybook::ledger::query::list_rows::RowsOf;
    use daybook::ledger::query::posted::PostedBy;
    use daybook::ledger::tables::ItemId;
    let mut test = book();
    test.taken(r#"{"do":"grant_role","user":"ana","role":"viewer"}"#);
    let granted = test.taken(r#"{"do":"grant_role","user":"jean","role":"supervisor","uid":4711}"#);
    let own = LocalBook::of(test.book.take().unwrap()).unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    own.watch(Box::new(move |change: &Change| tell.send(change.clone()).unwrap()));
    let send = |line: &str| {
        let envelope = intake::read(line).1.unwrap();
        own.send(&Caller::owner("eva"), envelope).and_then(PendingReceipt::wait).unwrap().seq
    };
    let policy = |users: bool| {
        send(&format!(
            r#"{{"do":"set_viewer_policy","notes":true,"users":{users},"exports":true}}"#
        ))
    };
    let set = policy(false);
    // What everybody is told of names nobody.
    let revoked = send(r#"{"do":"revoke_role","user":"jean"}"#);
    assert!(told.iter().take(2).all(|change| !change.touches("jean")));
    let seen = |by: &str| {
        let by = Caller::listed(by);
        let entries = [granted.seq, set, revoked].map(|seq| own.ask(&by, &EntryOf(seq)).unwrap());
        let posted = PostedBy { user: "eva".into(), most: 100 };
        let ids = [granted.seq, set, revoked].map(|seq| ItemId { seq, place: 0 }).to_vec();
        let rows = own.ask(&by, &RowsOf { what: Listed::Journal, ids }).unwrap();
        format!("{entries:?} {:?} {rows:?}", own.ask(&by, &posted).unwrap())
    };
    for name in ["jean", "supervisor", "4711", "exports: ", "\"exports\"", "\"eva\""] {
        let hidden = seen("ana");
        assert!(!hidden.contains(name), "{name}: {hidden}");
    }
    policy(true);
    for name in ["jean", "supervisor", "4711", "exports"] {
        let shown = seen("ana");
        assert!(shown.contains(name), "{name}: {shown}");
    }
    own.close().unwrap();
}

/// A name that the system gave to somebody else carries no role.
#[test]
fn a_name_that_no_system_has_gets_no_role() {
    let mut test = book();
    for user in ["-ana", "ana:x", "../ana", "\\u001bana", " "] {
        let line = format!(r#"{{"do":"grant_role","user":"{user}","role":"viewer"}}"#);
        let (rule, field) = test.refused(&line);
        assert_eq!(field, "user", "{user}: {rule}");
    }
    for user in ["ana", "ana@kh.example", "KH\\\\ana", "Ana Uwase"] {
        test.taken(&format!(r#"{{"do":"grant_role","user":"{user}","role":"viewer"}}"#));
    }
}

#[test]
fn a_role_goes_by_number_as_well_as_by_name() {
    use daybook::engine::caller::Caller;
    let mut test = book();
    test.taken(r#"{"do":"grant_role","user":"ana","role":"viewer","uid":1042}"#);
    test.taken(r#"{"do":"grant_role","user":"jean","role":"viewer"}"#);
    let shared = test.book().shared();
    let role = |name: &str, uid: Option<u32>| {
        let caller = Caller { uid, ..Caller::listed(name) };
        match shared.view(|view| caller.role(view.rows)) {
            Ok(role) => role.name(),
            Err(daybook::store::rows::Stop::Refused(refusal)) => refusal.rule.name(),
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(role("ana", Some(1042)), "viewer");
    for other in [Some(1043), None] {
        assert_eq!(role("ana", other), "user.other_number");
    }
    // One that was given by the name alone goes by that, as ever.
    assert_eq!(role("jean", Some(7)), "viewer");
}
