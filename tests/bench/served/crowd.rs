//! What somebody who works notices of others who ask for a great deal: reports on past days, exports,
//! lists over everything, and answers that are never read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use daybook::engine::Session;
use daybook::engine::wire::frame;

use crate::common::{middle, timed};
use crate::served::{Served, resident};
use crate::{call, greeted, looks_up};

/// One kind of crowd: how many connections, what each asks again and again, and whether it reads.
struct Crowd {
    what: &'static str,
    connections: usize,
    asks: &'static [&'static str],
    reads: bool,
}

const CROWDS: [Crowd; 4] = [
    Crowd {
        what: "aging of a past day × 32",
        connections: 32,
        asks: &[r#"{"ask":["aging",{"asked":{"as_of":"2026-06-30"}}]}"#],
        reads: true,
    },
    Crowd {
        what: "pages of an export × 8",
        connections: 8,
        asks: &[r#"{"hold":true}"#, r#"{"ask":["documents_after",[null]]}"#, r#"{"hold":false}"#],
        reads: true,
    },
    Crowd {
        what: "a list of all invoices × 8",
        connections: 8,
        asks: &[
            r#"{"list":{"begin":{"what":"invoices","only":"all","filter":"","sort":"amount","first":0,"rows":40,"keep":null}}}"#,
            r#"{"list":"read_on"}"#,
        ],
        reads: true,
    },
    Crowd {
        what: "64 that never read an aging",
        connections: 64,
        asks: &[r#"{"ask":["aging",{"asked":{}}]}"#],
        reads: false,
    },
];

/// How often each is measured; the middle one counts, because a p99 hangs on a few keys.
const TIMES: usize = 5;

/// A look-up and a post beside each crowd, as multiples of what they take alone.
pub fn run(server: &Served, session: &Session, name: &str, code: &str) {
    let measure = || {
        let lookup = typical(|| looks_up(session, name));
        let post = typical(|| drop(session.post(call(code)).unwrap()));
        (lookup, post)
    };
    for crowd in &CROWDS {
        let (alone, before) = (measure(), resident(server.process()));
        let stop = Arc::new(AtomicBool::new(false));
        let threads: Vec<_> = (0..crowd.connections).map(|_| joins(server, crowd, &stop)).collect();
        // They are all at it.
        std::thread::sleep(Duration::from_secs(2));
        let beside = measure();
        let memory = resident(server.process()).saturating_sub(before) / 1_024;
        stop.store(true, Ordering::SeqCst);
        for thread in threads {
            thread.thread().unpark();
            thread.join().unwrap();
        }
        println!(
            "{:<28} p99: look-up {:.0} µs (alone {:.0}, × {:.2}), a post {:.0} µs (alone {:.0}, × {:.2}); \
             {memory} MB more",
            crowd.what,
            beside.0,
            alone.0,
            beside.0 / alone.0,
            beside.1,
            alone.1,
            beside.1 / alone.1
        );
    }
}

/// The p99 of a thousand, in microseconds: the middle one of several.
fn typical(once: impl Fn()) -> f64 {
    let mut p99: Vec<_> = (0..TIMES).map(|_| middle(&mut timed(1_000, |_| once())).1).collect();
    middle(&mut p99).0.as_secs_f64() * 1e6
}

fn joins(
    server: &Served,
    crowd: &'static Crowd,
    stop: &Arc<AtomicBool>,
) -> std::thread::JoinHandle<()> {
    let mut stream = greeted(server);
    let stop = stop.clone();
    std::thread::spawn(move || {
        for (n, ask) in (1_usize..).zip(crowd.asks.iter().cycle()) {
            let say = format!("[{n},{ask}]");
            if stop.load(Ordering::SeqCst) || frame::write(&mut stream, say.as_bytes()).is_err() {
                break;
            }
            let is_answered = !crowd.reads || matches!(frame::read(&mut stream), Ok(Some(_)));
            assert!(is_answered, "{}: no answer to {ask}", crowd.what);
        }
        // Whoever reads nothing stays all the same, and takes no processor.
        while !stop.load(Ordering::SeqCst) {
            std::thread::park();
        }
    })
}
