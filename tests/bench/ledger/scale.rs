//! The same questions to books of several sizes, each beside the first.

use std::path::Path;

use daybook::domain::Code;
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::ledger::query::lookup::LookupOf;
use daybook::ledger::query::show::FindCustomer;
use daybook::ledger::query::summary::SummaryOf;

use crate::common::options;
use crate::figures::{micros, middle};
use crate::picks::{self, Pick};
use crate::reading::{PICKED, balance, show};

/// How many names are typed, and how many letters of each.
const NAMES: usize = 100;
const LETTERS: usize = 8;

pub fn run(books: &[&str]) {
    println!("scale: medians in µs, and × the first book");
    let mut first: Option<[f64; 4]> = None;
    for book in books {
        let (invoices, medians) = ask(Path::new(book));
        let first = first.get_or_insert(medians);
        print!("  {book}, {invoices} invoices:");
        for ((what, median), first) in
            ["balance", "show", "look-up", "look-up again"].iter().zip(medians).zip(*first)
        {
            print!("   {what} {median:.1} (× {:.2})", median / first);
        }
        println!();
    }
}

/// How many invoices a book has, and what balance, show and a keystroke of look-up take, of a name that
/// nobody looked for and of one that somebody did.
fn ask(book: &Path) -> (u64, [f64; 4]) {
    let picks = picks::of(book, PICKED, 14);
    let session = Session::open(book, options(), &mut Silent).unwrap();
    let summary = session.ask(&SummaryOf).unwrap();
    let invoices = summary.currencies.values().map(|control| control.invoices).sum();
    let time = |ask: &dyn Fn(&Pick)| {
        let times: Vec<f64> = picks.iter().map(|pick| micros(|| ask(pick))).collect();
        middle(&times).0
    };
    // As in a book that was asked for a while: what a first question costs is in `reading`.
    for account in picks::accounts(book, PICKED, 15) {
        balance(&session, &account);
    }
    let accounts = picks::accounts(book, PICKED, 14);
    let times = accounts.iter().map(|account| micros(|| _ = balance(&session, account)));
    let balances = middle(&times.collect::<Vec<f64>>()).0;
    let shows = time(&|pick| show(&session, pick));
    // The first builds the index.
    look(&session, "a");
    let names: Vec<String> =
        picks.iter().take(NAMES).map(|pick| name(&session, &pick.customer)).collect();
    let [looks, again] = [(); 2].map(|()| middle(&keys(&session, &names)).0);
    session.close().unwrap();
    (invoices, [balances, shows, looks, again])
}

fn name(session: &Session, customer: &Code) -> String {
    session.ask(&FindCustomer(customer.clone())).unwrap().unwrap().details.name
}

/// What each letter of names takes.
fn keys(session: &Session, names: &[String]) -> Vec<f64> {
    let mut keys = Vec::new();
    for name in names {
        let mut typed = String::new();
        for letter in name.chars().take(LETTERS) {
            typed.push(letter);
            keys.push(micros(|| look(session, &typed)));
        }
    }
    keys
}

fn look(session: &Session, query: &str) {
    session.ask(&LookupOf { query: query.into(), limit: 8 }).unwrap();
}
