//! Opening a book and asking it, beside SQLite with the same documents.

use std::path::Path;
use std::process::Command;

use daybook::domain::{Code, Day};
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::ledger::query::AsOf;
use daybook::ledger::query::aging::AgingOf;
use daybook::ledger::query::balance::BalanceOf;
use daybook::ledger::query::show::{FindCustomer, FindDocument};

use crate::common::{TODAY, options, options_on};
use crate::figures::{beside, micros, middle};
use crate::picks::{self, Pick};
use crate::served::resident;
use crate::sqlite::Sqlite;

/// How many accounts and invoices are asked for.
pub const PICKED: usize = 1_000;

/// How far back the other aging looks, in days.
const BACK: i64 = 180;

pub fn run(book: &Path) {
    println!("reading: {}", book.display());
    opening(book);
    let picks = picks::of(book, PICKED, 13);
    let room = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::load(&room.path().join("sqlite"), book).map(Sqlite::again);
    // SQLite has what is left once all of it counts: both are asked as of that day.
    let today = sqlite.as_ref().map_or(TODAY.parse().unwrap(), Sqlite::last_day);
    let session = Session::open(book, options_on(today), &mut Silent).unwrap();
    let accounts = picks::accounts(book, PICKED, 13);
    balances("  a balance, any account", &session, sqlite.as_ref(), &accounts);
    let busy: Vec<Code> = picks.iter().map(|pick| pick.customer.clone()).collect();
    balances("  a balance, any invoice's", &session, sqlite.as_ref(), &busy);
    customers(&session, sqlite.as_ref(), &accounts);
    shows(&session, sqlite.as_ref(), &picks);
    agings(&session, sqlite.as_ref(), today);
    session.close().unwrap();
    processes(book, &room.path().join("sqlite"), &picks[0].customer, today);
}

pub fn balance(session: &Session, customer: &Code) -> i64 {
    let asked = BalanceOf { customer: customer.clone(), asked: AsOf::default() };
    session.ask(&asked).unwrap().balance.minor()
}

pub fn show(session: &Session, pick: &Pick) {
    assert!(session.ask(&FindDocument(pick.invoice.clone())).unwrap().is_some());
}

pub fn customer(session: &Session, customer: &Code) -> i64 {
    session.ask(&FindCustomer(customer.clone())).unwrap().unwrap().balance.minor()
}

/// Opens a book, in a process that does nothing else, and says what it took.
pub fn opened(book: &Path) {
    let mut session = None;
    let took = micros(|| session = Some(Session::open(book, options(), &mut Silent).unwrap()));
    println!("{took} {}", resident(std::process::id()));
    session.unwrap().close().unwrap();
}

fn opening(book: &Path) {
    let (mut times, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let this = std::env::current_exe().unwrap();
        let out = Command::new(this).arg("opened").arg(book).output().unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        let mut figures = said.split_whitespace().map(|word| word.parse::<f64>().unwrap());
        times.extend(figures.next());
        sizes.extend(figures.next());
    }
    let (time, size) = (middle(&times).0 / 1_000.0, middle(&sizes).0 / 1_024.0);
    println!("  opened in {time:.1} ms, {size:.1} MiB resident after it (medians of 5 processes)");
}

fn balances(what: &str, session: &Session, sqlite: Option<&Sqlite>, accounts: &[Code]) {
    let (mut ours, mut theirs, mut same) = (Vec::new(), Vec::new(), 0);
    for customer in accounts {
        let (mut here, mut there) = (0, 0);
        ours.push(micros(|| here = balance(session, customer)));
        if let Some(sqlite) = sqlite {
            theirs.push(micros(|| there = sqlite.balance(&customer.0)));
            same += usize::from(here == there);
        }
    }
    beside(what, &ours, Some(&theirs));
    if sqlite.is_some() {
        assert_eq!(same, accounts.len(), "the balances are the same in SQLite");
        println!("  {same} of {} balances are the same in SQLite", accounts.len());
    }
}

fn customers(session: &Session, sqlite: Option<&Sqlite>, accounts: &[Code]) {
    let ours: Vec<f64> =
        accounts.iter().map(|account| micros(|| _ = customer(session, account))).collect();
    let theirs = sqlite.map(|sqlite| {
        accounts.iter().map(|account| micros(|| _ = sqlite.balance(&account.0))).collect::<Vec<_>>()
    });
    beside("  a customer with all of it", &ours, theirs.as_deref());
}

fn shows(session: &Session, sqlite: Option<&Sqlite>, picks: &[Pick]) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for pick in picks {
        ours.push(micros(|| show(session, pick)));
        theirs.extend(sqlite.map(|sqlite| micros(|| assert!(sqlite.show(&pick.invoice.0) > 0))));
    }
    beside("  an invoice with all of it", &ours, Some(&theirs));
}

fn agings(session: &Session, sqlite: Option<&Sqlite>, today: Day) {
    let past = today.plus(-BACK).unwrap();
    for (what, as_of) in [("  aging", None), ("  aging as of 180 days ago", Some(past))] {
        let asked = AgingOf { asked: AsOf { as_of, known_at: None } };
        let (mut ours, mut theirs, mut rows) = (Vec::new(), Vec::new(), (0, 0));
        for _ in 0..5 {
            let mut aging = None;
            ours.push(micros(|| aging = Some(session.ask(&asked).unwrap())));
            rows.0 = aging.map_or(0, |aging| aging.rows.len());
            if let Some(sqlite) = sqlite {
                let day = as_of.unwrap_or(today);
                theirs.push(micros(|| rows.1 = sqlite.aging(day, as_of.is_some())));
            }
        }
        beside(&format!("{what}, {} rows", rows.0), &ours, Some(&theirs));
        if sqlite.is_some() && rows.0 != rows.1 {
            println!("  {} rows in SQLite", rows.1);
        }
    }
}

/// The same balance by a whole process each.
fn processes(book: &Path, sqlite: &Path, customer: &Code, today: Day) {
    let done = |command: &mut Command| {
        micros(|| assert!(command.output().unwrap().status.success(), "{command:?}"))
    };
    let question = format!(
        "select number, due, left from document where left <> 0 and customer =
         (select id from customer where code = '{customer}') order by due"
    );
    let has_peer = sqlite.exists() && Command::new("sqlite3").arg("-version").output().is_ok();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        let mut daybook = Command::new(env!("CARGO_BIN_EXE_daybook"));
        ours.push(done(
            daybook
                .args(["balance", &customer.0, "--today", &today.to_string(), "--book"])
                .arg(book),
        ));
        if has_peer {
            theirs.push(done(Command::new("sqlite3").arg(sqlite).arg(&question)));
        }
    }
    beside("  a balance, a whole process", &ours, Some(&theirs));
}
