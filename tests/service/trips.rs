//! What a desk asks of a book that another process serves, counted on the wire between the two.

use std::io::Write;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::headless::{Headless, morning};
use crate::common::served::Served;
use daybook::demo::{self, DemoSpec};
use daybook::domain::Money;
use daybook::engine::intake;
use daybook::engine::ports::Silent;
use daybook::engine::wire::frame;
use daybook::ledger::query::caller::{Callers, CallersOf};
use daybook::ledger::query::list::{ListOf, Listed, Only};
use daybook::ledger::query::list_rows::RowsOf;
use daybook::ledger::query::lookup::LookupOnce;
use daybook::tui::settings::Settings;

/// A made-up book that is served.
fn served() -> (tempfile::TempDir, Served) {
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("book");
    let spec = DemoSpec {
        customers: 40,
        invoices: 300,
        seed: 11,
        today: crate::common::day("2026-11-21"),
    };
    demo::make(&folder, spec, &mut Silent).unwrap();
    let served = Served::start(&folder);
    (dir, served)
}

/// What clients ask through a socket that leads to another.
struct Between {
    socket: PathBuf,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Between {
    fn of(server: &Path, folder: &Path) -> Between {
        let (socket, asked) = (folder.join("between.sock"), Arc::new(Mutex::new(Vec::new())));
        let (listener, server) = (UnixListener::bind(&socket).unwrap(), server.to_path_buf());
        let heard = asked.clone();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), UnixStream::connect(&server).unwrap());
                let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                let heard = heard.clone();
                std::thread::spawn(move || passes_on(client, server, &heard));
            }
        });
        Between { socket, asked }
    }

    /// What was asked since this was asked for last.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn passes_on(mut client: UnixStream, mut server: UnixStream, heard: &Mutex<Vec<String>>) {
    while let Ok(Some(bytes)) = frame::read_one(&mut client) {
        heard.lock().unwrap().push(String::from_utf8_lossy(&bytes).into_owned());
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        if server.write_all(&[&length[..], &bytes].concat()).is_err() {
            return;
        }
    }
}

#[test]
fn a_key_of_the_look_up_is_one_round_trip() {
    let (dir, server) = served();
    let between = Between::of(&server.socket, dir.path());
    let settings = Settings::default();
    let mut desk = Headless::open_on(morning("e"), &between.socket, settings, (80, 24), Vec::new());
    desk.sees(&["Who is calling", "40"]).rests();
    assert!(!between.asked().is_empty(), "the desk comes through here");
    for letter in ["i", "n", "g"] {
        desk.types(letter);
        let screen = desk.rests();
        let asked = between.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(screen.contains(" owes ") || screen.contains("in credit"), "{screen}");
    }
    desk.closes();
}

/// The account that is found by most queries while it is paid again and again.
fn paid_again_and_again(server: &Served, code: &str, stop: &AtomicBool) -> usize {
    let (session, mut paid) = (server.joins(), 0);
    while !stop.load(Ordering::SeqCst) {
        let line = format!(
            r#"{{"do":"record_payment","customer":"{code}","amount":"{}","method":"bank"}}"#,
            1 + paid
        );
        session.post(intake::read(&line).1.unwrap()).unwrap();
        paid += 1;
    }
    paid
}

#[test]
fn look_ups_of_scripts_hold_up_nobody() {
    let (_dir, server) = served();
    let (tell, told) = std::sync::mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    for _ in 0..4 {
        let (session, stop, tell) = (server.joins(), stop.clone(), tell.clone());
        std::thread::spawn(move || {
            while !stop.load(Ordering::SeqCst) {
                let found = session.ask(&LookupOnce { query: "a".into(), limit: 1_000 }).unwrap();
                tell.send(found.hits.len()).unwrap();
            }
        });
    }
    // They wait for each other no longer than for their turns.
    for _ in 0..400 {
        told.recv_timeout(Duration::from_mins(1)).expect("look-ups wait for each other");
    }
    stop.store(true, Ordering::SeqCst);
}

#[test]
fn what_a_key_finds_is_of_one_moment() {
    let (_dir, server) = served();
    let session = server.joins();
    let all = ListOf { what: Listed::Customers, only: Only::All, words: Vec::new(), below: None };
    let ids = session.ask(&all).unwrap().keys.into_iter().map(|key| key.id).take(1).collect();
    let row = session.ask(&RowsOf { what: Listed::Customers, ids }).unwrap().remove(0).unwrap();
    let code = row.customer.0;
    let asked = CallersOf { query: code.clone(), limit: 8, items: 100, lately: 6 };
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let pays = scope.spawn(|| paid_again_and_again(&server, &code, &stop));
        let (began, mut answers) = (Instant::now(), Vec::new());
        let mut balances: Vec<Money> = Vec::new();
        while balances.len() < 5 && began.elapsed() < Duration::from_mins(1) {
            let answer = session.ask(&asked);
            let balance = answer.as_ref().ok().and_then(|it| Some(it.lookup.hits.first()?.balance));
            balances.extend(balance.filter(|balance| balances.last() != Some(balance)));
            answers.push(answer);
        }
        stop.store(true, Ordering::SeqCst);
        assert!(pays.join().unwrap() >= 4 && balances.len() == 5, "it was paid while this asked");
        for answer in answers {
            let Callers { lookup, paid, first } = answer.unwrap();
            if lookup.hits.is_empty() {
                assert!(lookup.partial, "only an index that is still built finds nobody");
                continue;
            }
            let (hit, first) = (&lookup.hits[0], first.unwrap());
            assert_eq!(paid.len(), lookup.hits.len());
            assert_eq!(hit.customer, first.customer.customer);
            let all = [hit.balance, first.customer.balance, first.balance.balance];
            assert_eq!(all, [hit.balance; 3], "the balance of one moment");
        }
    });
}
