//! What it costs to work on a book through a socket, with many at it: look-up and posting beside
//! the book in this process, how soon a change is on another screen, how much memory a desk takes,
//! and what others notice of clients that hang, flood or never read.
//!
//! `cargo bench --bench served -- BOOK [FIRST LETTERS OF A NAME]` measures on a book that is there;
//! it is served meanwhile, and written to. `… crowd` behind the name measures beside crowds alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common.rs"]
mod common;
mod crowd;
#[path = "../../common/pty.rs"]
mod pty;
#[path = "../../common/served.rs"]
mod served;

use std::io::Read;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::{demo, middle, options, timed};
use daybook::domain::Envelope;
use daybook::engine::ports::Silent;
use daybook::engine::wire::frame;
use daybook::engine::{Session, intake, place};
use daybook::ledger::query::lookup::LookupOf;
use pty::Terminal;
use served::{Served, hello, join, resident, signal};

const DESKS: usize = 50;

fn main() {
    let words = common::words();
    let made = tempfile::TempDir::new().unwrap();
    let only_crowds = words.get(2).is_some_and(|word| word == "crowd");
    if !only_crowds {
        through(&demo(&made.path().join("solo")), &demo(&made.path().join("served")));
    }
    let name = words.get(1).map_or("kigali", String::as_str);
    // In a book that is there, things happened up to the real date.
    let (book, server) = if let Some(book) = words.first() {
        (PathBuf::from(book), Served::start_today(Path::new(book)))
    } else {
        let book = demo(&made.path().join("book"));
        let server = Served::start(&book);
        (book, server)
    };
    let session = server.joins();
    let code = warm(&session, name);
    if !only_crowds {
        sheet(&session, &code);
        desks(&server, &session, name, &code);
        hostile(&server, &session, name, &code);
    }
    crowd::run(&server, &session, name, &code);
    drop(session);
    drop(server);
    place::mark(&book, None).unwrap();
}

/// The same work on two books that are alike, in turns: one is this process's, one is served.
fn through(solo: &Path, served: &Path) {
    let solo = Session::open(solo, options(), &mut Silent).unwrap();
    let server = Served::start(served);
    let session = server.joins();
    let (name, code) = ("kigali", warm(&solo, "kigali"));
    assert_eq!(warm(&session, name), code);
    let mut figures: Vec<Figures> = Vec::new();
    for _ in 0..7 {
        figures.push((costs(&solo, name, &code), costs(&session, name, &code)));
    }
    let at = |of: fn(&Figures) -> f64| {
        let mut all: Vec<f64> = figures.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    println!(
        "in this process:    a look-up {:.0} µs, a post {:.0} µs, in a row {:.1} µs each",
        at(|it| it.0[0]),
        at(|it| it.0[1]),
        at(|it| it.0[2])
    );
    println!(
        "through the socket: a look-up {:.0} µs, a post {:.0} µs (× {:.2}), in a row {:.1} µs each (× {:.2})",
        at(|it| it.1[0]),
        at(|it| it.1[1]),
        at(|it| it.1[1] / it.0[1]),
        at(|it| it.1[2]),
        at(|it| it.1[2] / it.0[2])
    );
    drop(session);
    drop(server);
    solo.close().unwrap();
}

/// A look-up, a post, and one of many posts in a row, in microseconds: here and through the socket.
type Figures = ([f64; 3], [f64; 3]);

/// Waits until all of the book is in the index; the first account that is found.
fn warm(session: &Session, name: &str) -> String {
    session.prepare_lookup();
    loop {
        let found = session.ask(&LookupOf { query: name.into(), limit: 8 }).unwrap();
        if !found.partial {
            return found.hits[0].customer.0.clone();
        }
    }
}

fn call(code: &str) -> Envelope {
    let line = format!(r#"{{"do":"log_call","customer":"{code}","direction":"in","note":"x"}}"#);
    intake::read(&line).1.unwrap()
}

fn looks_up(session: &Session, name: &str) {
    drop(session.ask(&LookupOf { query: name.into(), limit: 8 }).unwrap());
}

fn costs(session: &Session, name: &str, code: &str) -> [f64; 3] {
    let queries: Vec<String> = (1..=name.len()).map(|end| name[..end].to_string()).collect();
    let look = |n: usize| {
        let query = queries[n % queries.len()].clone();
        session.ask(&LookupOf { query, limit: 8 }).unwrap();
    };
    let lookup = middle(&mut timed(600, look)).0;
    let post = middle(&mut timed(400, |_| drop(session.post(call(code)).unwrap()))).0;
    let row = timed(1, |_| {
        let pending: Vec<_> = (0..3_000).map(|_| session.send(call(code)).unwrap()).collect();
        for pending in pending {
            pending.wait().unwrap();
        }
    })[0];
    [lookup, post, row / 3_000].map(|time| time.as_secs_f64() * 1e6)
}

/// Many desks open, each on an account; how soon a change is on another one's screen.
fn desks(server: &Served, session: &Session, name: &str, code: &str) {
    let before = resident(server.process());
    let mut desks = Vec::new();
    let mut at_ten = before;
    for count in 1..=DESKS {
        let mut desk = Terminal::desk(&server.socket, 80, 24);
        desk.sees(&[" of "]).types(name).sees(&["owes"]);
        // One in five has the account open, the others have found it.
        if count % 5 == 1 {
            desk.types("<enter>").sees(&["Recent activity"]);
        }
        desks.push(desk);
        if count == 10 {
            at_ten = resident(server.process());
        }
    }
    let after = resident(server.process());
    let mut sizes: Vec<u64> = desks.iter().map(|desk| resident(desk.process().unwrap())).collect();
    sizes.sort_unstable();
    println!(
        "{DESKS} desks open: a desk holds {} kB (the largest {}); the server {before} kB without, \
         {at_ten} with ten, {after} with all",
        sizes[DESKS / 2],
        sizes[DESKS - 1]
    );
    let mut times = timed(30, |n| {
        let note = format!("change number {n}.");
        let line =
            format!(r#"{{"do":"log_call","customer":"{code}","direction":"in","note":"{note}"}}"#);
        session.post(intake::read(&line).1.unwrap()).unwrap();
        desks[n * 5 % DESKS].sees(&[&note]);
    });
    let (half, late) = middle(&mut times);
    println!("a change on another screen: median {half:.1?}, p99 {late:.1?}");
    for mut desk in desks {
        desk.types("<f3>");
        desk.ends();
    }
}

/// What a sheet takes to be asked for.
fn sheet(session: &Session, code: &str) {
    use daybook::domain::Code;
    use daybook::ledger::query::{AsOf, balance::BalanceOf, lately::LatelyOf, show::FindCustomer};
    let customer = Code(code.into());
    let balance = BalanceOf { customer: customer.clone(), asked: AsOf::default() };
    let lately = LatelyOf { customer: customer.clone(), most: 30 };
    let find = FindCustomer(customer);
    let times = [
        middle(&mut timed(50, |_| drop(session.ask(&find).unwrap()))).0,
        middle(&mut timed(50, |_| drop(session.ask(&balance).unwrap()))).0,
        middle(&mut timed(50, |_| drop(session.ask(&lately).unwrap()))).0,
    ];
    println!(
        "a sheet: customer {:.0?}, balance {:.0?}, lately {:.0?}",
        times[0], times[1], times[2]
    );
}

/// What somebody who works notices of others who hang, flood or never read.
fn hostile(server: &Served, session: &Session, name: &str, code: &str) {
    let measure = |how: &str| {
        let lookup = middle(&mut timed(1_000, |_| looks_up(session, name)));
        let post = middle(&mut timed(1_000, |_| drop(session.post(call(code)).unwrap())));
        println!(
            "{how:<34} look-up {:>7.1?} (p99 {:.1?}), a post {:>7.1?} (p99 {:.1?})",
            lookup.0, lookup.1, post.0, post.1
        );
    };
    measure("nobody else");
    let stop = Arc::new(AtomicBool::new(false));
    let mut stopped = Terminal::desk(&server.socket, 80, 24);
    stopped.sees(&[" of "]);
    signal(stopped.process().unwrap(), "-STOP");
    measure("beside one that is stopped");
    let mut threads = vec![endless(server, &stop, |n| {
        format!(r#"[{n},{{"ask":["lookup",{{"query":"a","limit":8}}]}}]"#)
    })];
    measure("… one that never reads");
    let flag = stop.clone();
    let socket = server.socket.clone();
    threads.push(std::thread::spawn(move || {
        while !flag.load(Ordering::SeqCst) {
            let Ok(mut stream) = UnixStream::connect(&socket) else { return };
            let _ = frame::write(&mut stream, b"\x00nonsense\xFF");
            let _ = stream.read_to_end(&mut Vec::new());
        }
    }));
    measure("… one that sends nonsense");
    let note = "x".repeat(frame::MOST - 200);
    let code = code.to_string();
    threads.push(endless(server, &stop, move |n| {
        format!(r#"[{n},{{"post":{{"do":"log_call","customer":"{code}","note":"{note}"}}}}]"#)
    }));
    measure("… one that sends 1 MiB frames");
    stop.store(true, Ordering::SeqCst);
    signal(stopped.process().unwrap(), "-CONT");
    stopped.types("<f3>");
    stopped.ends();
    for thread in threads {
        thread.join().unwrap();
    }
    drop(join(&server.socket));
}

/// A connection that has greeted, and gives up on a write that is not taken.
fn greeted(server: &Served) -> UnixStream {
    let mut stream = UnixStream::connect(&server.socket).unwrap();
    frame::write(&mut stream, &hello()).unwrap();
    frame::read(&mut stream).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
    stream
}

/// Sends one thing after the other, and reads nothing; until it is told to stop.
fn endless(
    server: &Served,
    stop: &Arc<AtomicBool>,
    say: impl Fn(usize) -> String + Send + 'static,
) -> std::thread::JoinHandle<()> {
    let mut stream = greeted(server);
    let stop = stop.clone();
    std::thread::spawn(move || {
        for n in 1.. {
            if stop.load(Ordering::SeqCst) || frame::write(&mut stream, say(n).as_bytes()).is_err()
            {
                break;
            }
        }
        // It stays, and reads nothing.
        while !stop.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
    })
}
