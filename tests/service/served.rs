//! A book for several people, served by the real program: killed again and again, flooded, stopped
//! and sent nonsense, and every command that has a receipt is there, once.
//!
//! `DAYBOOK_DESKS=50 DAYBOOK_DESK_COMMANDS=200 cargo test --test service served` runs more of it.

use crate::common::served;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use crate::common::TestBook;
use crate::common::served::{Served, hello, join, signal};
use daybook::engine::ports::Silent;
use daybook::engine::wire::frame;
use daybook::engine::wire::message::{Here, PROTOCOL};
use daybook::engine::{Failure, News, Receipt, Session, intake};
use daybook::journal::Entry;
use daybook::ledger::query::AsOf;
use daybook::ledger::query::aging::AgingOf;
use daybook::ledger::query::lookup::LookupOf;
use daybook::ledger::query::page::{Depth, DocumentsAfter};
use daybook::ledger::query::summary::SummaryOf;
use daybook::ledger::query::users::UsersOf;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// A book with two customers.
fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel"}"#);
    test.taken(r#"{"do":"register_customer","code":"C2","name":"Nyamata Coffee Cooperative"}"#);
    test.close();
    test
}

/// The `n`-th command of a desk.
fn command(desk: usize, n: usize, id: Uuid) -> String {
    let customer = if n.is_multiple_of(2) { "C1" } else { "C2" };
    match n % 4 {
        0 | 1 => format!(
            r#"{{"id":"{id}","do":"issue_invoice","customer":"{customer}","lines":[{{"description":"Desk {desk}","quantity":"1","unit_price":"{}"}}]}}"#,
            1_000 + n
        ),
        2 => format!(
            r#"{{"id":"{id}","do":"record_payment","customer":"{customer}","amount":"{}","method":"momo"}}"#,
            500 + n
        ),
        _ => format!(
            r#"{{"id":"{id}","do":"log_call","customer":"{customer}","direction":"in","note":"desk {desk}"}}"#
        ),
    }
}

/// A command's id, its line, and the numbers that it made in which entry.
type Done = (Uuid, (String, String));

fn made(receipt: &Receipt) -> String {
    format!("{} {:?}", receipt.seq, receipt.made)
}

/// Posts the commands of a desk, each until it has a receipt.
fn works(session: &Session, desk: usize, commands: usize) -> Vec<Done> {
    let mut receipts = Vec::new();
    for n in 0..commands {
        let id = Uuid::now_v7();
        let line = command(desk, n, id);
        let receipt = loop {
            match session.post(intake::read(&line).1.unwrap()) {
                Ok(receipt) => break receipt,
                Err(Failure::Refused(refusal)) => panic!("{line}: {refusal:?}"),
                // Nobody knows: the same command again.
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        receipts.push((id, (line, made(&receipt))));
    }
    receipts
}

/// On a full disk nothing could be written, and everybody can read all the same.
#[test]
fn a_mark_that_says_the_same_is_left_as_it_is() {
    use std::os::unix::fs::MetadataExt;
    let test = book();
    let mut server = Served::start(&test.folder());
    let mark = test.folder().join("served");
    let which = || fs::metadata(&mark).map(|found| (found.ino(), found.mtime_nsec())).unwrap();
    let before = which();
    server.dies();
    server.starts();
    assert_eq!(which(), before);
    assert_eq!(join(&server.socket).ask(&SummaryOf).unwrap().entries, 4);
}

#[test]
fn whatever_has_a_receipt_is_there_once_though_the_server_is_killed_again_and_again() {
    let (desks, commands) = (number("DAYBOOK_DESKS", 12), number("DAYBOOK_DESK_COMMANDS", 40));
    let mut test = book();
    let mut server = Served::start(&test.folder());
    let socket = server.socket.clone();
    let (tell, done) = mpsc::channel();
    let mut threads = Vec::new();
    for desk in 0..desks {
        let (socket, tell) = (socket.clone(), tell.clone());
        threads.push(std::thread::spawn(move || {
            let session = join(&socket);
            let receipts = works(&session, desk, commands);
            tell.send(()).unwrap();
            (session, receipts)
        }));
    }
    let (mut kills, mut ready) = (0, 0);
    let pause = Duration::from_millis(number("DAYBOOK_DESK_PAUSE", 250) as u64);
    while ready < desks {
        if done.recv_timeout(pause).is_ok() {
            ready += 1;
            continue;
        }
        server.dies();
        server.starts();
        kills += 1;
    }
    let finished: Vec<(Session, Vec<Done>)> =
        threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    // Every desk sees the same.
    let mut views = BTreeSet::new();
    for (session, _) in &finished {
        let aging = session.ask(&AgingOf { asked: AsOf::default() }).unwrap();
        let summary = session.ask(&SummaryOf).unwrap();
        views.insert(format!("{aging:?}{summary:?}"));
    }
    assert_eq!(views.len(), 1);
    let receipts: BTreeMap<Uuid, (String, String)> =
        finished.into_iter().flat_map(|(_, receipts)| receipts).collect();
    assert_eq!(receipts.len(), desks * commands);
    // The same command again has the same receipt.
    let again = join(&socket);
    for (line, receipt) in receipts.values().take(50) {
        let same = again.post(intake::read(line).1.unwrap()).unwrap();
        assert_eq!(made(&same), *receipt);
    }
    drop(again);
    assert_eq!(server.stops(), Some(0));
    daybook::engine::place::mark(&test.folder(), None).unwrap();
    // Once and only once, and numbers without a gap.
    let mut seen: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut numbers: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for file in crate::common::files(&test.folder().join("journal")) {
        for line in fs::read_to_string(file).unwrap().lines() {
            let Ok(entry) = Entry::read(line.as_bytes()) else { continue };
            *seen.entry(entry.id).or_default() += 1;
            for (_, made) in entry.made() {
                if let Some((kind, count)) = made.rsplit_once('-') {
                    assert!(numbers.entry(kind.into()).or_default().insert(count.parse().unwrap()));
                }
            }
        }
    }
    assert!(receipts.keys().all(|id| seen.get(id) == Some(&1)));
    for (kind, numbers) in &numbers {
        assert_eq!(numbers.last(), Some(&numbers.len()), "{kind} has a gap");
    }
    test.open();
    assert!(test.verify().ok);
    println!("{desks} desks × {commands} commands, {kills} kills: {} receipts", receipts.len());
    assert!(kills > 0, "nothing was tried: make it longer");
}

#[test]
fn a_book_is_backed_up_while_it_is_served() {
    let test = book();
    let server = Served::start(&test.folder());
    let session = server.joins();
    let stop = Arc::new(AtomicBool::new(false));
    let (posting, until) = (server.joins(), stop.clone());
    let posts = std::thread::spawn(move || {
        while !until.load(Ordering::SeqCst) {
            works(&posting, 1, 4);
        }
    });
    works(&session, 2, 20);
    let daybook = |args: &[&str], book: &std::path::Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"));
        let output = command.args(args).arg("--book").arg(book).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    let file = test.dir.path().join("backup.tar.gz");
    let restored = test.dir.path().join("restored");
    // The socket leads to no files.
    let mut away = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"));
    let away = away.args(["verify", "--book"]).arg(&server.socket).output().unwrap();
    assert_eq!(away.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&away.stderr).contains("works on a book's files"));
    daybook(&["backup", file.to_str().unwrap()], &test.folder());
    stop.store(true, Ordering::SeqCst);
    posts.join().unwrap();
    daybook(&["restore", file.to_str().unwrap()], &restored);
    daybook(&["verify"], &restored);
    let entries = |folder: &std::path::Path| -> usize {
        let lines = |file| fs::read_to_string(file).unwrap();
        let files = crate::common::files(&folder.join("journal"));
        let text: String =
            files.into_iter().filter(|f| f.extension().is_some()).map(lines).collect();
        text.lines().filter(|line| !line.is_empty()).count()
    };
    assert!(entries(&restored) > 20 && entries(&restored) <= entries(&test.folder()));
}

/// A client that says what it likes.
fn raw(server: &Served) -> UnixStream {
    let mut stream = UnixStream::connect(&server.socket).unwrap();
    frame::write(&mut stream, &hello()).unwrap();
    assert!(frame::read(&mut stream).unwrap().is_some());
    stream
}

#[test]
fn who_hangs_floods_or_talks_nonsense_holds_up_nobody() {
    let test = book();
    let server = Served::start(&test.folder());
    let stop = Arc::new(AtomicBool::new(false));
    // One that never reads: questions without end.
    let mut silent = raw(&server);
    let stopped = stop.clone();
    let asks = std::thread::spawn(move || {
        let mut asked = 0_u64;
        while !stopped.load(Ordering::SeqCst) {
            asked += 1;
            let ask = format!(r#"[{asked},{{"ask":["aging",{{"asked":{{}}}}]}}]"#);
            if frame::write(&mut silent, ask.as_bytes()).is_err() {
                return;
            }
        }
    });
    // One that sends frames of 1 MiB without end.
    let mut flood = raw(&server);
    let stopped = stop.clone();
    let floods = std::thread::spawn(move || {
        let note = "x".repeat(frame::MOST - 200);
        let post = format!(r#"[1,{{"post":{{"do":"log_call","customer":"C1","note":"{note}"}}}}]"#);
        let _ = flood.set_read_timeout(Some(Duration::from_millis(1)));
        while !stopped.load(Ordering::SeqCst) {
            if frame::write(&mut flood, post.as_bytes()).is_err() {
                return;
            }
            let _ = flood.read(&mut [0; 4_096]);
        }
    });
    // One that is stopped by its user.
    let mut stopped_desk = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["lookup", "-", "--book"])
        .arg(&server.socket)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    signal(stopped_desk.id(), "-STOP");
    // Nonsense: each of these ends its own line, and no other.
    let nonsense: [&[u8]; 6] = [
        b"\xFF\xFF\xFF\xFF",
        b"\x00\x00\x00\x02{}",
        b"\x80\x00\x00\x02[]",
        b"\x00\x00\x00\x05[1,2]",
        b"\x00\x00\x00\x0c[1,{\"fly\":1}]",
        b"GET / HTTP/1.1\r\n\r\n",
    ];
    for bytes in nonsense {
        let mut stream = raw(&server);
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut rest = Vec::new();
        // The line ends, with or without a word.
        let _ = stream.read_to_end(&mut rest);
    }
    // The others work on.
    let session = server.joins();
    let receipts = works(&session, 1, 100);
    assert_eq!(receipts.len(), 100);
    for query in ["kig", "nyam", "INV-2026-00001", "hotel"].repeat(25) {
        let found = session.ask(&LookupOf { query: query.into(), limit: 8 }).unwrap();
        assert_eq!(found.hits.len(), 1, "{query}");
    }
    stop.store(true, Ordering::SeqCst);
    signal(stopped_desk.id(), "-CONT");
    stopped_desk.kill().unwrap();
    stopped_desk.wait().unwrap();
    drop(server);
    asks.join().unwrap();
    floods.join().unwrap();
}

#[test]
fn an_old_desk_is_told_what_the_server_speaks_and_a_forged_name_is_refused() {
    let test = book();
    let server = Served::start(&test.folder());
    let says = |hello: &str| {
        let mut stream = UnixStream::connect(&server.socket).unwrap();
        frame::write(&mut stream, hello.as_bytes()).unwrap();
        String::from_utf8(frame::read(&mut stream).unwrap().unwrap()).unwrap()
    };
    let old = says(r#"{"protocol":0,"version":"0.0.1"}"#);
    let ours = format!("version {PROTOCOL} ");
    assert!(old.contains("bye") && old.contains("0.0.1") && old.contains(&ours), "{old}");
    // Whatever a caller says of itself counts for nothing: the entry is by who it is.
    let mut stream = raw(&server);
    let forged = r#"[1,{"post":{"do":"register_customer","name":"X","by":"eva"}}]"#;
    frame::write(&mut stream, forged.as_bytes()).unwrap();
    let reply = String::from_utf8(frame::read(&mut stream).unwrap().unwrap()).unwrap();
    assert!(reply.contains("command.unknown_field"), "{reply}");
    frame::write(&mut stream, br#"[2,{"post":{"do":"register_customer","name":"X"}}]"#).unwrap();
    let reply = String::from_utf8(frame::read(&mut stream).unwrap().unwrap()).unwrap();
    assert!(reply.contains(r#"[2,{"ok":{"#), "{reply}");
    let me = daybook::engine::who::own_name();
    let journal = fs::read_to_string(test.folder().join("journal/000000000001.jsonl")).unwrap();
    let last = journal.trim_end_matches('\n').lines().rfind(|line| !line.is_empty()).unwrap();
    assert!(last.contains(&format!(r#""by":"{me}""#)), "{last}");
}

#[test]
fn a_change_reaches_who_watches_and_two_on_one_dispute_see_each_other() {
    let test = book();
    let server = Served::start(&test.folder());
    let (one, other) = (server.joins(), server.joins());
    let heard: Arc<Mutex<Vec<News>>> = Arc::default();
    let hears = heard.clone();
    other.watch(Arc::new(move |news| hears.lock().unwrap().push(news))).unwrap();
    works(&one, 1, 3);
    let until = |what: &str, is: &dyn Fn(&News) -> bool| {
        let give_up = Instant::now() + Duration::from_secs(20);
        while !heard.lock().unwrap().iter().any(is) {
            assert!(Instant::now() < give_up, "{what}: {:?}", heard.lock().unwrap());
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    until(
        "the payment",
        &|news| matches!(news, News::Changed(change) if change.touches("PAY-2026-00001")),
    );
    other.attend(Some("DSP-2026-00001".into())).unwrap();
    one.attend(Some("DSP-2026-00001".into())).unwrap();
    let me = daybook::engine::who::own_name();
    until(
        "somebody else",
        &|news| matches!(news, News::Here(here) if here.what == "DSP-2026-00001" && here.users == [me.clone()]),
    );
    drop(one);
    until("nobody else", &|news| matches!(news, News::Here(here) if here.users.is_empty()));
    assert!(other.ask(&UsersOf {}).unwrap().iter().any(|user| user.user == me));
}

/// What a client may say, to be spoilt.
const SAID: [&str; 15] = [
    r#"[1,{"ask":["lookup",{"query":"kig","limit":8}]}]"#,
    r#"[2,{"ask":["balance",{"customer":"C1","asked":{"as_of":"2026-11-21","known_at":3}}]}]"#,
    r#"[3,{"ask":["show",{"what":"INV-2026-00001"}]}]"#,
    r#"[4,{"ask":["statement",{"customer":"C1","from":null,"to":null,"style":"open-item","since":null}]}]"#,
    r#"[5,{"ask":["list",{"what":"invoices","only":"open","words":[],"below":null}]}]"#,
    r#"[6,{"list":{"begin":{"what":"customers","only":"all","filter":"k","sort":"newest","first":0,"rows":16,"keep":null}}}]"#,
    r#"[7,{"list":{"window":{"first":0,"rows":9}}}]"#,
    r#"[8,{"post":{"do":"log_call","customer":"C1","direction":"in","note":"x"}}]"#,
    r#"[9,{"preview":[{"do":"issue_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"1"}]}]}]"#,
    r#"[10,{"seen":"00000000-0000-7000-8000-000000000001"}]"#,
    r#"[11,"watch"]"#,
    r#"[13,{"ask":["rows",{"what":"invoices","ids":[{"seq":18446744073709551615,"place":0}]}]}]"#,
    r#"[14,{"ask":["rows",{"what":"journal","ids":[{"seq":18446744073709551615,"place":0}]}]}]"#,
    r#"[15,{"list":{"begin":{"what":"customers","only":"all","filter":"","sort":"newest","first":18446744073709551615,"rows":18446744073709551615,"keep":{"seq":1,"place":0}}}}]"#,
    r#"[12,{"attend":"DSP-2026-00001"}]"#,
];

/// Spoils bytes in one of the ways in which they are spoilt.
fn spoil(chance: &mut ChaCha8Rng, bytes: &mut Vec<u8>) {
    let place = chance.random_range(0..bytes.len().max(1));
    match chance.random_range(0..8) {
        0 if !bytes.is_empty() => bytes[place] ^= 1 << chance.random_range(0..8),
        1 => bytes.truncate(place),
        2 => bytes.insert(place.min(bytes.len()), chance.random()),
        3 => {
            let other = SAID[chance.random_range(0..SAID.len())].as_bytes();
            let from = chance.random_range(0..other.len());
            bytes.splice(place.min(bytes.len()).., other[from..].iter().copied());
        }
        4 => {
            let depth = chance.random_range(1..3_000);
            bytes.splice(place.min(bytes.len())..place.min(bytes.len()), vec![b'['; depth]);
        }
        5 => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let big = ["-1", "1e999", "18446744073709551616", "null", "\"\\ud800\"", "{}"];
            let with = big[chance.random_range(0..big.len())];
            let digit = text.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
            *bytes =
                [&text.as_bytes()[..digit], with.as_bytes(), &text.as_bytes()[digit..]].concat();
        }
        6 => bytes.reverse(),
        _ => {}
    }
}

/// `DAYBOOK_FUZZ_SECONDS=600 cargo test --release --test service frames` tries for longer.
#[test]
fn frames_of_any_kind_end_at_most_their_own_line() {
    let test = book();
    let server = Served::start(&test.folder());
    let session = server.joins();
    let until = Instant::now() + Duration::from_secs(number("DAYBOOK_FUZZ_SECONDS", 3) as u64);
    let mut chance = ChaCha8Rng::seed_from_u64(number("DAYBOOK_FUZZ_SEED", 1) as u64);
    let (mut lines, mut frames, mut warm) = (0_u64, 0_u64, 0);
    while Instant::now() < until {
        let mut stream = UnixStream::connect(&server.socket).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut said = Vec::new();
        if chance.random_range(0..20) > 0 {
            frame::write(&mut said, &hello()).unwrap();
        }
        for _ in 0..chance.random_range(1..30) {
            let mut message = SAID[chance.random_range(0..SAID.len())].as_bytes().to_vec();
            for _ in 0..chance.random_range(0..3) {
                spoil(&mut chance, &mut message);
            }
            let mut framed = Vec::new();
            frame::write(&mut framed, &message).unwrap();
            if chance.random_range(0..40) == 0 {
                spoil(&mut chance, &mut framed);
            }
            said.extend(framed);
            frames += 1;
        }
        // It may hang up before all is said.
        let _ = stream.write_all(&said);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        match stream.read_to_end(&mut Vec::new()) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                panic!("it does not hang up on {:?}", String::from_utf8_lossy(&said));
            }
            _ => lines += 1,
        }
        if lines.is_multiple_of(500) {
            let found = session.ask(&LookupOf { query: "kig".into(), limit: 8 }).unwrap();
            assert_eq!(found.hits.len(), 1);
        }
        if lines == 1_000 {
            warm = served::resident(server.process());
        }
    }
    let resident = served::resident(server.process());
    println!("{lines} lines, {frames} frames; {warm} kB after a thousand lines, {resident} kB now");
    let found = session.ask(&LookupOf { query: "kig".into(), limit: 8 }).unwrap();
    assert_eq!(found.hits.len(), 1);
    drop(session);
    let mut server = server;
    assert_eq!(server.stops(), Some(0), "it did not fall over");
}

/// A question of a table, a page at a time, as an export asks it.
fn pages_of_documents(session: &Session) -> usize {
    let (mut next, mut rows) = (None, 0);
    loop {
        let page = session.ask(&DocumentsAfter(next, Depth::Row)).unwrap();
        rows += page.rows.len();
        match page.next {
            Some(after) => next = Some(after),
            None => return rows,
        }
    }
}

#[test]
fn whoever_holds_a_moment_is_answered_as_the_book_was_then() {
    let test = book();
    let server = Served::start(&test.folder());
    let (one, other) = (server.joins(), server.joins());
    works(&one, 1, 4);
    let before = pages_of_documents(&other);
    {
        let _held = other.hold().unwrap();
        works(&one, 2, 8);
        assert_eq!(pages_of_documents(&other), before);
    }
    assert!(pages_of_documents(&other) > before);
    // The same where this process has the book.
    drop((one, other, server));
    daybook::engine::place::mark(&test.folder(), None).unwrap();
    let session = Session::open(&test.folder(), test.options.clone(), &mut Silent).unwrap();
    let before = pages_of_documents(&session);
    {
        let _held = session.hold().unwrap();
        works(&session, 3, 8);
        assert_eq!(pages_of_documents(&session), before);
    }
    assert!(pages_of_documents(&session) > before);
}

#[test]
fn whoever_says_nothing_keeps_nobody_out() {
    let test = book();
    let server = Served::start(&test.folder());
    let silent: Vec<UnixStream> =
        (0..200).map(|_| UnixStream::connect(&server.socket).unwrap()).collect();
    // All of them are of the same user as this one, who has 64 desks at the most.
    let session = server.joins();
    assert_eq!(works(&session, 1, 4).len(), 4);
    drop(silent);
}

#[test]
fn what_is_attended_to_is_the_number_of_something() {
    let test = book();
    let server = Served::start(&test.folder());
    let (one, other) = (server.joins(), server.joins());
    let heard: Arc<Mutex<Vec<Here>>> = Arc::default();
    let hears = heard.clone();
    let hear = move |news| {
        if let News::Here(here) = news {
            hears.lock().unwrap().push(here);
        }
    };
    other.watch(Arc::new(hear)).unwrap();
    for what in ["x".repeat(100_000), "DSP-2026-00001".into()] {
        other.attend(Some(what.clone())).unwrap();
        for _ in 0..3 {
            one.attend(Some(what.clone())).unwrap();
        }
    }
    drop(one);
    let give_up = Instant::now() + Duration::from_secs(20);
    while !heard.lock().unwrap().last().is_some_and(|here| here.users.is_empty()) {
        assert!(Instant::now() < give_up, "{:?}", heard.lock().unwrap());
        std::thread::sleep(Duration::from_millis(2));
    }
    let heard = heard.lock().unwrap();
    assert!(heard.iter().all(|here| here.what == "DSP-2026-00001"), "{heard:?}");
    // Alone, with the other, alone again; what is said again is not told again.
    assert!(heard.len() <= 3, "{heard:?}");
}

/// What a client sends is not repeated in the log, however long it is.
#[test]
fn nonsense_leaves_a_short_line_in_the_log() {
    let test = book();
    let socket = test.folder().parent().unwrap().join("run").join("book.sock");
    let file = test.folder().parent().unwrap().join("log");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["serve", "--today", "2026-11-21", "--administrator"])
        .arg(daybook::engine::who::own_name())
        .arg("--book")
        .arg(test.folder())
        .arg("--socket")
        .arg(&socket)
        .stderr(std::fs::File::create(&file).unwrap())
        .spawn()
        .unwrap();
    let give_up = Instant::now() + Duration::from_mins(1);
    while !socket.exists() {
        assert!(Instant::now() < give_up, "nobody answers");
        std::thread::sleep(Duration::from_millis(2));
    }
    drop(join(&socket));
    let long = "Uwase".repeat(100_000);
    let greetings = [
        format!(r#"{{"protocol":"{long}","version":"1"}}"#),
        r#"{"protocol":1,"version":"1","today":"2026-13-45"}"#.to_string(),
    ];
    for greeting in greetings {
        let mut stream = UnixStream::connect(&socket).unwrap();
        frame::write(&mut stream, greeting.as_bytes()).unwrap();
        assert!(!matches!(frame::read(&mut stream), Ok(Some(_))));
    }
    let mut stream = UnixStream::connect(&socket).unwrap();
    frame::write(&mut stream, &hello()).unwrap();
    assert!(frame::read(&mut stream).unwrap().is_some());
    frame::write(&mut stream, format!(r#"[1,{{"{long}":1}}]"#).as_bytes()).unwrap();
    assert!(!matches!(frame::read(&mut stream), Ok(Some(_))));
    signal(child.id(), "-TERM");
    assert!(child.wait().unwrap().success());
    let log = std::fs::read_to_string(&file).unwrap();
    assert!(log.lines().all(|line| line.len() < 400), "{}", log.len());
    assert!(!log.contains("Uwase") && !log.contains("u001f"), "{log}");
    assert_eq!(log.matches("the greeting is malformed").count(), 2, "{log}");
    assert_eq!(log.matches("a request is malformed").count(), 1, "{log}");
}

#[test]
fn a_log_that_nobody_reads_stops_neither_the_server_nor_its_end() {
    let test = book();
    let socket = test.folder().parent().unwrap().join("run").join("book.sock");
    let (mut unread, log) = std::io::pipe().unwrap();
    // As small as a pipe gets: some forty lines.
    nix::fcntl::fcntl(&log, nix::fcntl::FcntlArg::F_SETPIPE_SZ(4_096)).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["serve", "--today", "2026-11-21", "--administrator"])
        .arg(daybook::engine::who::own_name())
        .arg("--book")
        .arg(test.folder())
        .arg("--socket")
        .arg(&socket)
        .stderr(log)
        .spawn()
        .unwrap();
    let give_up = Instant::now() + Duration::from_mins(1);
    while !socket.exists() {
        assert!(Instant::now() < give_up, "nobody answers");
        std::thread::sleep(Duration::from_millis(2));
    }
    drop(join(&socket));
    // Each of these would be worth two lines.
    for _ in 0..3_000 {
        drop(UnixStream::connect(&socket).unwrap());
    }
    let session = join(&socket);
    assert_eq!(works(&session, 1, 4).len(), 4);
    drop(session);
    let began = Instant::now();
    signal(child.id(), "-TERM");
    assert!(child.wait().unwrap().success());
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let mut log = String::new();
    unread.read_to_string(&mut log).unwrap();
    assert!(log.contains("\"ready\"") && log.lines().count() < 200, "{log}");
}
