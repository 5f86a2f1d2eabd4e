//! Every command that works on a whole book, killed with SIGKILL at random moments: no receipt is
//! lost, the next run answers the same, and nothing is left behind.
//!
//! `DAYBOOK_KILL_ROUNDS=20 cargo test --test storage kills` runs more rounds.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tempfile::TempDir;

const DEMO: [&str; 6] = ["demo", "--no-desk", "--customers", "20", "--invoices", "60"];

fn rounds() -> usize {
    std::env::var("DAYBOOK_KILL_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2)
}

/// A place for one round: a book's folder, a folder for files that pass, one for what is written.
struct Place {
    dir: TempDir,
}

impl Place {
    fn new() -> Place {
        let dir = TempDir::new().unwrap();
        for name in ["books", "tmp", "out"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        Place { dir }
    }

    /// With a copy of a book.
    fn with(book: &Path) -> Place {
        let place = Place::new();
        let copied = Command::new("cp").arg("-a").arg(book).arg(place.book()).status().unwrap();
        assert!(copied.success());
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn book(&self) -> PathBuf {
        self.at("books/book")
    }

    fn out(&self, name: &str) -> String {
        self.at("out").join(name).to_str().unwrap().to_string()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", "2026-11-21", "--book"]).arg(self.book()).args(args);
        command.env("TMPDIR", self.at("tmp")).env("HOME", self.dir.path());
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        let output = self.command(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
        output
    }

    /// Starts a command and kills it after a random part of `within`; whether it was killed before
    /// its end.
    fn killed(&self, args: &[&str], within: Duration, chance: &mut ChaCha8Rng) -> bool {
        let mut command = self.command(args);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(within.mul_f64(chance.random_range(0.0..1.0)));
        child.kill().unwrap();
        child.wait().unwrap().code().is_none()
    }

    /// What the book answers.
    fn answer(&self) -> Value {
        serde_json::from_slice(&self.run(&["report", "aging", "--json"]).stdout).unwrap()
    }

    /// What nobody asked for: a ledger that was put aside, halves of anything.
    fn leftovers(&self) -> Vec<String> {
        let mut found = Vec::new();
        let known = ["lock", "journal", "private", "ledger"];
        let kept = |name: &str| known.contains(&name) || name.starts_with("before-restore-");
        found.extend(names(&self.book()).into_iter().filter(|name| !kept(name)));
        found.extend(names(&self.at("books")).into_iter().filter(|name| name != "book"));
        found.extend(names(&self.at("tmp")));
        found.extend(names(&self.at("out")).into_iter().filter(|name| name.starts_with('.')));
        for part in ["journal", "private", "ledger"] {
            let half = |name: &String| {
                [".new", ".generating"].iter().any(|end| name.ends_with(end))
                    || name.starts_with("room.")
            };
            found.extend(names(&self.book().join(part)).into_iter().filter(half));
        }
        found
    }

    /// The book is whole, and nothing is left behind.
    fn is_clean(&self, after: &str) {
        self.run(&["verify"]);
        assert_eq!(self.leftovers(), Vec::<String>::new(), "after {after}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// What all rounds begin with: a book, what it answers, and how to draw lots.
struct Rounds {
    base: Place,
    answer: Value,
    chance: ChaCha8Rng,
}

impl Rounds {
    fn new(seed: u64) -> Rounds {
        let base = Place::new();
        base.run(&DEMO);
        let answer = base.answer();
        Rounds { base, answer, chance: ChaCha8Rng::seed_from_u64(seed) }
    }

    fn book(&self) -> PathBuf {
        self.base.book()
    }

    /// Kills `args` in copies of the book, `rounds` times; `check` sees what the next run finds.
    fn kill(&mut self, what: &str, args: &dyn Fn(&Place) -> Vec<String>, check: &dyn Fn(&Place)) {
        let given = |place: &Place| args(place);
        let place = Place::with(&self.book());
        let began = Instant::now();
        let args = given(&place);
        place.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let whole = began.elapsed();
        let mut killed = 0;
        for _ in 0..rounds() {
            let place = Place::with(&self.book());
            let args = given(&place);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            killed += usize::from(place.killed(&args, whole, &mut self.chance));
            check(&place);
            place.is_clean(what);
        }
        println!("{what}: {killed} of {} killed before the end of {whole:?}", rounds());
    }
}

fn texts(args: &[&str]) -> Vec<String> {
    args.iter().map(|arg| (*arg).to_string()).collect()
}

#[test]
fn a_demo_that_is_killed_leaves_no_half_book() {
    let mut rounds_ = Rounds::new(1);
    let began = Instant::now();
    Place::new().run(&DEMO);
    let whole = began.elapsed();
    for _ in 0..rounds() {
        let place = Place::new();
        place.killed(&DEMO, whole, &mut rounds_.chance);
        place.run(&DEMO);
        assert_eq!(place.answer(), rounds_.answer);
        place.is_clean("demo");
    }
}

#[test]
fn an_import_that_is_killed_takes_nothing_twice() {
    let mut rounds = Rounds::new(2);
    let file = rounds.base.out("rows.csv");
    let rows = |n: usize| format!("N{n},K{},2026-11-02,Work,1,{}\n", n % 9, 1_000 + n);
    let rows: String = (0..150).map(rows).collect();
    fs::write(&file, format!("number,customer,date,description,quantity,unit_price\n{rows}"))
        .unwrap();
    let import = ["import", "invoices", &file, "--create-customers"];
    let whole = Place::with(&rounds.book());
    whole.run(&import);
    let imported = whole.answer();
    rounds.kill("import", &|_| texts(&import), &|place| {
        place.run(&import);
        assert_eq!(place.answer(), imported);
    });
}

/// How many calls are wrapped up in a round.
const CALLS: usize = 25;

/// A promise, a callback and a delivery for each of many calls: what stands in the journal has all of them.
#[test]
fn a_wrap_up_that_is_killed_is_there_with_all_its_parts_or_not_at_all() {
    let base = Place::new();
    base.run(&DEMO);
    let script = |name: &str, line: &dyn Fn(usize) -> Vec<Value>| {
        let path = base.out(name);
        let lines = (0..CALLS).flat_map(line).map(|line| format!("{line}\n"));
        fs::write(&path, lines.collect::<String>()).unwrap();
        path
    };
    let made = script("made.jsonl", &|n| {
        vec![
            json!({"do": "register_customer", "code": format!("W{n}"), "name": format!("W {n}")}),
            json!({"do": "issue_invoice", "customer": format!("W{n}"), "date": "2026-11-21",
                "lines": [{"description": "x", "quantity": "1", "unit_price": "500"}]}),
        ]
    });
    base.run(&["post", &made]);
    let wraps = script("wraps.jsonl", &|n| {
        vec![json!({"do": "wrap_up", "id": format!("00000000-0000-7000-8000-0000000c{n:04}"),
            "customer": format!("W{n}"), "direction": "in", "note": "rang",
            "line": "p 5 fri; cb +3 9:00; send statement print"})]
    });
    let whole = Place::with(&base.book());
    let began = Instant::now();
    whole.run(&["post", &wraps]);
    let (took, answer) = (began.elapsed(), whole.answer());
    let wrapped = |place: &Place| {
        let journal = String::from_utf8(place.run(&["journal"]).stdout).unwrap();
        let mut count = 0;
        for entry in journal.lines() {
            let has = |event: &str| entry.contains(&format!(r#""event":"{event}""#));
            if has("call_wrapped") {
                let parts =
                    ["call_logged", "promise_made", "callback_scheduled", "delivery_queued"];
                assert!(parts.into_iter().all(has), "{entry}");
                count += 1;
            }
        }
        count
    };
    assert_eq!(wrapped(&whole), CALLS);
    let (mut chance, mut halves) = (ChaCha8Rng::seed_from_u64(6), 0);
    for _ in 0..rounds().max(10) {
        let place = Place::with(&base.book());
        place.killed(&["post", &wraps], took, &mut chance);
        halves += usize::from((1..CALLS).contains(&wrapped(&place)));
        place.run(&["verify"]);
        // Sent again, each is carried out once.
        place.run(&["post", &wraps]);
        assert_eq!(wrapped(&place), CALLS);
        assert_eq!(place.answer(), answer);
        place.is_clean("wrap_up");
    }
    println!("wrap_up: {halves} of {} killed between two calls", rounds().max(10));
}

#[test]
fn a_backup_that_is_killed_is_whole_or_not_there() {
    let mut rounds = Rounds::new(3);
    let answer = rounds.answer.clone();
    let args = |place: &Place| texts(&["backup", &place.out("a.tar.gz")]);
    rounds.kill("backup", &args, &|place| {
        assert_eq!(place.answer(), answer);
        place.run(&["backup", &place.out("b.tar.gz")]);
        for name in
            ["a.tar.gz", "b.tar.gz"].iter().filter(|name| place.at("out").join(name).exists())
        {
            let other = Place::new();
            other.run(&["restore", &place.out(name)]);
            assert_eq!(other.answer(), answer, "{name}");
        }
    });
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_book_or_the_new_one() {
    let mut rounds = Rounds::new(4);
    let (old, backup) = (rounds.answer.clone(), rounds.base.out("other.tar.gz"));
    let later = Place::with(&rounds.book());
    fs::write(later.at("one.jsonl"), "{\"do\":\"issue_invoice\",\"customer\":\"C0001\",\"lines\":[{\"description\":\"x\",\"quantity\":\"1\",\"unit_price\":\"5\"}]}\n").unwrap();
    later.run(&["post", later.at("one.jsonl").to_str().unwrap()]);
    later.run(&["backup", &backup]);
    let new = later.answer();
    assert_ne!(old, new);
    rounds.kill("restore --replace", &|_| texts(&["restore", &backup, "--replace"]), &|place| {
        let stands = place.answer();
        assert!(stands == old || stands == new, "{stands}");
        let is_aside = names(&place.book()).iter().any(|name| name.starts_with("before-restore"));
        assert_eq!(is_aside, stands == new, "what was there before is kept");
    });
    let empty = Place::new();
    empty.run(&["restore", &backup]);
    for _ in 0..self::rounds() {
        let place = Place::new();
        place.killed(&["restore", &backup], Duration::from_millis(300), &mut rounds.chance);
        let is_there = place.command(&["report", "aging"]).output().unwrap().status.success();
        if !is_there {
            place.run(&["restore", &backup]);
        }
        assert_eq!(place.answer(), new);
        place.is_clean("restore");
    }
}

#[test]
fn a_rebuild_or_a_verify_that_is_killed_changes_nothing() {
    let mut rounds = Rounds::new(5);
    let answer = rounds.answer.clone();
    for what in ["rebuild", "verify"] {
        rounds.kill(what, &|_| texts(&[what]), &|place| assert_eq!(place.answer(), answer));
    }
}

/// Serves a place's book, until it is ready.
fn serves(place: &Place) -> Child {
    let socket = place.out("book.sock");
    let user = daybook::engine::who::own_name();
    let mut command = place.command(&["serve", "--administrator", &user, "--socket", &socket]);
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("\"ready\"") {
        assert!(log.read_line(&mut said).unwrap() > 0, "it does not start: {said}");
    }
    std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(drop));
    server
}

#[test]
fn a_server_that_is_killed_loses_no_receipt() {
    let mut rounds_ = Rounds::new(6);
    for round in 0..rounds() {
        let place = Place::with(&rounds_.book());
        let command = |n: usize| {
            json!({"do": "register_customer", "name": format!("Round {round} {n}"),
                "id": format!("00000000-0000-7000-8000-{:012}", round * 10_000 + n)})
        };
        let lines: String = (0..200).map(|n| format!("{}\n", command(n))).collect();
        let file = place.at("post.jsonl");
        fs::write(&file, lines).unwrap();
        let mut server = serves(&place);
        let mut client = Command::new(env!("CARGO_BIN_EXE_daybook"));
        client.args(["--book", &place.out("book.sock"), "post"]).arg(&file);
        let client = client.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(rounds_.chance.random_range(0..250)));
        server.kill().unwrap();
        server.wait().unwrap();
        let said = client.wait_with_output().unwrap().stdout;
        let before = receipts(&said);
        place.run(&["serve", "--end"]);
        let again = receipts(&place.run(&["post", file.to_str().unwrap()]).stdout);
        assert_eq!(again.len(), 200);
        for (id, seq) in &before {
            assert_eq!(again.get(id), Some(seq), "round {round}: a receipt is lost");
        }
        println!("serve: {} receipts before the kill", before.len());
        fs::remove_file(place.out("book.sock")).unwrap();
        place.is_clean("serve");
    }
}

/// The entries that receipts name, by id.
fn receipts(output: &[u8]) -> BTreeMap<String, u64> {
    let lines = output.split(|byte| *byte == b'\n');
    let lines = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let taken = lines.filter(|line| line["ok"] == true);
    taken.map(|one| (one["id"].as_str().unwrap().into(), one["seq"].as_u64().unwrap())).collect()
}

/// The copy of the ledger that `verify` works on holds what the ledger holds.
#[test]
fn a_verify_that_is_interrupted_leaves_no_copy_of_the_ledger() {
    let place = Place::new();
    assert!(place.command(&DEMO).output().unwrap().status.success());
    // It takes a while to copy.
    let blobs = place.book().join("ledger/blobs");
    fs::create_dir_all(&blobs).unwrap();
    fs::File::create(blobs.join("1")).unwrap().set_len(400 << 20).unwrap();
    let copies = || fs::read_dir(place.at("tmp")).unwrap().count();
    let mut interrupted = 0;
    for (name, number) in [("-INT", 2), ("-TERM", 15), ("-HUP", 1)] {
        let mut child = place.command(&["verify"]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let give_up = Instant::now() + Duration::from_secs(30);
        while copies() == 0 && child.try_wait().unwrap().is_none() && Instant::now() < give_up {
            std::thread::sleep(Duration::from_millis(1));
        }
        crate::common::served::signal(child.id(), name);
        let status = child.wait().unwrap();
        interrupted +=
            usize::from(std::os::unix::process::ExitStatusExt::signal(&status) == Some(number));
        assert_eq!(copies(), 0, "{name}");
    }
    assert!(interrupted > 0, "none was interrupted");
    // One that is killed leaves its copy to the next command that looks for it.
    for next in [&["rebuild"][..], &["verify"]] {
        let mut child = place.command(&["verify"]).stdout(Stdio::null()).spawn().unwrap();
        while copies() == 0 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = child.kill();
        child.wait().unwrap();
        assert!(place.command(next).output().unwrap().status.success(), "{next:?}");
        assert_eq!(copies(), 0, "{next:?}");
        fs::create_dir_all(&blobs).unwrap();
        fs::File::create(blobs.join("1")).unwrap().set_len(400 << 20).unwrap();
    }
}
