//! Sending from a served book: the server does it, with the settings beside its book, in the name of who
//! asks; a viewer may not.

use std::sync::Arc;

use daybook::delivery::served::{OutboxAsk, OutboxWork, have_sent};
use daybook::domain::command::GrantRole;
use daybook::domain::{Envelope, Role, Rule};
use daybook::engine::ports::Silent;
use daybook::engine::serve::ServedWork;
use daybook::engine::{Caller, Failure, local::LocalBook, who};
use daybook::tui::settings::Settings;
use serde_json::value::to_raw_value;

use crate::common::TestBook;
use crate::common::headless::Headless;
use crate::common::mail::{MailServer, can_run, settings};
use crate::common::served::Served;

fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights","email":"ap@kh.example"}"#);
    for _ in 0..2 {
        test.invoice("C0001", "2026-11-02", "2026-12-02", "5000");
    }
    for number in 1..=2 {
        test.taken(&format!(
            r#"{{"do":"deliver","document":"INV-2026-{number:05}","by":"email"}}"#
        ));
    }
    test.close();
    test
}

fn ask(begin: bool) -> OutboxAsk {
    OutboxAsk { begin, at_once: true, language: "en".into() }
}

#[test]
fn the_server_sends_what_a_desk_asks_it_to() {
    if !can_run() {
        return;
    }
    let mut test = book();
    let mail = MailServer::start(&test.folder(), "localhost", "starttls");
    settings(&test.folder(), mail.port, "");
    let mut server = Served::start(&test.folder());
    let mut desk = Headless::open(&server.socket, Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<alt-t>").sees(&["Outbox", "queued"]).types("x");
    desk.sees(&["Sent 2", "failed 0"]).sees(&["250 2.0.0"]);
    assert_eq!(mail.mailbox().len(), 2);
    desk.closes();
    // Another client finds nothing left to do.
    let session = server.joins();
    let sent = have_sent(&session, ask(true), &|| false, &mut |_| ()).unwrap();
    assert_eq!((sent.sent, sent.stopped), (0, None));
    session.close().unwrap();
    assert_eq!(server.stops(), Some(0));
    test.open();
    assert!(test.verify().ok);
}

#[test]
fn a_server_without_settings_says_so_and_a_viewer_is_refused() {
    let test = book();
    let own = LocalBook::open(&test.folder(), test.options.clone(), &mut Silent).unwrap();
    let own = Arc::new(own);
    let owner = Caller::owner(who::own_name());
    let grant = GrantRole { user: "vi".into(), role: Role::Viewer, uid: None, date: None };
    own.send(&owner, Envelope::of(grant)).unwrap().wait().unwrap();
    let work = OutboxWork::beside(&test.folder());
    let asked = |begin| to_raw_value(&ask(begin)).unwrap();
    let viewer = Caller { name: "vi".into(), uid: None, is_owner: false, today: None };
    match work.answer(&own, &viewer, &asked(true)) {
        Err(Failure::Refused(refusal)) => assert_eq!(refusal.rule, Rule::UserRole),
        other => panic!("{other:?}"),
    }
    // Begun, it answers at once, and says how it ended to whoever asks later.
    let mut told = work.answer(&own, &owner, &asked(true)).unwrap();
    while told.get().contains(r#""is_running":true"#) {
        told = work.answer(&own, &owner, &asked(false)).unwrap();
    }
    assert!(told.get().contains("mail-no-settings"), "{told}");
    assert!(told.get().contains(r#""tried":2"#), "{told}");
    work.stop();
    own.close().unwrap();
}
