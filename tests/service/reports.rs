//! Reports that many ask a server for at once: each is answered unless its client hangs up, and
//! whoever asks something short or posts meanwhile is answered too.

use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::common::TestBook;
use crate::common::served::{Served, hello};
use daybook::engine::wire::frame;
use daybook::engine::{Session, intake};
use daybook::ledger::query::lookup::{Lookup, LookupOf};

/// How many connections ask for reports, and how many reports each asks for.
const CONNECTIONS: usize = 24;
const REPORTS: usize = 6;

/// How long one of them waits for all of its reports, in a program that is not optimised.
const PATIENCE: Duration = Duration::from_mins(2);

fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    for customer in 1..=40 {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"C{customer}","name":"Kigali Hotel {customer}"}}"#
        ));
        for amount in 1..=10 {
            test.taken(&format!(
                r#"{{"do":"issue_invoice","customer":"C{customer}","lines":[{{"description":"Room","quantity":"1","unit_price":"{amount}000"}}]}}"#
            ));
        }
    }
    test.close();
    test
}

/// A connection that was welcomed. Only so many may be without a greeting at a time: on a busy machine some of a crowd
/// are turned away, and come again.
fn greeted(server: &Served) -> UnixStream {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut stream = UnixStream::connect(&server.socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let is_sent = frame::write(&mut stream, &hello()).is_ok();
        if is_sent && matches!(frame::read(&mut stream), Ok(Some(_))) {
            return stream;
        }
        assert!(Instant::now() < until, "nobody is let in");
    }
}

/// Asks for the aging of one day after the other; how many answers came.
fn asks(server: &Served, first_day: usize, hangs_up: bool) -> usize {
    let mut stream = greeted(server);
    for n in 1..=REPORTS {
        // Another day each time: an answer that another one was given is not asked for again.
        let day = first_day + n;
        let as_of = format!("20{:02}-{:02}-01", 26 + day / 12 % 60, day % 12 + 1);
        let ask = format!(r#"[{n},{{"ask":["aging",{{"asked":{{"as_of":"{as_of}"}}}}]}}]"#);
        frame::write(&mut stream, ask.as_bytes()).unwrap();
        if hangs_up && n == 2 {
            return 1;
        }
        let answer = frame::read(&mut stream).unwrap().unwrap();
        let begins = format!(r#"[{n},{{"ok":"#);
        assert!(answer.starts_with(begins.as_bytes()), "{}", String::from_utf8_lossy(&answer));
    }
    REPORTS
}

fn looked_up(session: &Session) -> Lookup {
    session.ask(&LookupOf { query: "kigali".into(), limit: 8 }).unwrap()
}

/// Looks something up and posts, until told to stop; how often.
fn works(session: &Session, stop: &AtomicBool) -> usize {
    let mut done = 0;
    let began = Instant::now();
    while !stop.load(Ordering::SeqCst) {
        assert_eq!(looked_up(session).hits.len(), 8);
        let call = r#"{"do":"log_call","customer":"C1","direction":"in","note":"x"}"#;
        session.post(intake::read(call).1.unwrap()).unwrap();
        done += 1;
        assert!(began.elapsed() < 2 * PATIENCE, "the reports have no end");
    }
    done
}

#[test]
fn every_report_of_a_crowd_is_answered_while_others_work() {
    let test = book();
    let server = Served::start(&test.folder());
    let session = server.joins();
    session.prepare_lookup();
    let began = Instant::now();
    while looked_up(&session).partial {
        assert!(began.elapsed() < PATIENCE, "the index is never whole");
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let works = scope.spawn(|| works(&session, &stop));
        let crowd: Vec<_> = (0..CONNECTIONS)
            .map(|n| (n % 3 == 0, &server, n * REPORTS))
            .map(|(leaves, server, day)| (leaves, scope.spawn(move || asks(server, day, leaves))))
            .collect();
        for (leaves, asked) in crowd {
            assert_eq!(asked.join().unwrap(), if leaves { 1 } else { REPORTS });
        }
        stop.store(true, Ordering::SeqCst);
        assert!(works.join().unwrap() > 0);
    });
    // Nothing of those who hung up holds up the next one.
    assert_eq!(asks(&server, 0, false), REPORTS);
    let mut server = server;
    drop(session);
    assert_eq!(server.stops(), Some(0));
}
