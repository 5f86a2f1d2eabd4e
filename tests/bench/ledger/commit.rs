//! What it takes until one payment is on disk, beside what the disk takes for as many bytes, and
//! SQLite for as many rows.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use daybook::engine::ports::Silent;
use daybook::engine::{BookWriter, NewBook, Submission, intake};

use crate::commands::{self, Payment};
use crate::common::{TODAY, options};
use crate::figures::{micros, middle, ratio};
use crate::sqlite::Sqlite;

/// As long as the entry of a payment is.
const BYTES: usize = 600;

/// How often one commits before it is another's turn.
const TURN: usize = 10;

/// Who commits: one payment a call.
type Commit<'a> = Box<dyn FnMut(&Payment) + 'a>;

struct Contender<'a> {
    name: &'static str,
    commit: Commit<'a>,
    /// The middle of each run.
    runs: Vec<f64>,
}

pub fn run(runs: usize, commits: usize) {
    let room = tempfile::tempdir().unwrap();
    let at = |name: &str| room.path().join(name);
    let made = commands::make((8 * runs * commits).max(20_000), 2_000, 11);
    assert!(made.open.len() >= runs * commits, "there is enough to pay");
    make_book(&at("book"), &made);
    copy(&at("book"), &at("piped"));
    let mut book = BookWriter::open(&at("book"), options(), &mut Silent).unwrap();
    let mut pipe = Pipe::open(&at("piped"));
    let sqlite = Sqlite::make(&at("sqlite"));
    // Read beforehand, as what SQLite is given is: what reading takes is in the figure of the pipe.
    let submissions = made.open.iter().map(|payment| submission(&payment.line()));
    let mut submissions = submissions.collect::<Vec<_>>().into_iter();
    let mut contenders = vec![
        Contender::new("daybook, in process", |_| one(&mut book, submissions.next())),
        Contender::new("daybook post, a pipe", |payment| pipe.one(payment)),
        Contender::new("600 bytes, growing", growing(&at("growing"))),
        Contender::new("600 bytes, preallocated", preallocated(&at("whole"), runs * commits)),
    ];
    if let Some(mut sqlite) = sqlite {
        sqlite.post(&made.acts);
        let pay = move |payment: &Payment| sqlite.pay(payment);
        contenders.push(Contender::new("SQLite, WAL, FULL", pay));
    }
    let invoices = made.acts.iter().filter(|act| matches!(act, commands::Act::Invoice { .. }));
    println!(
        "commit: {} invoices; {runs} runs of {commits} payments each, in turns of {TURN}; µs, the \
         median of each run and of the runs",
        invoices.count()
    );
    for payments in made.open.chunks(commits).take(runs) {
        let mut times = vec![Vec::with_capacity(commits); contenders.len()];
        for turn in payments.chunks(TURN) {
            for (contender, times) in contenders.iter_mut().zip(&mut times) {
                times.extend(turn.iter().map(|payment| micros(|| (contender.commit)(payment))));
            }
        }
        for (contender, times) in contenders.iter_mut().zip(&times) {
            contender.runs.push(middle(times).0);
        }
    }
    print(&contenders);
    drop(contenders);
    pipe.close();
    book.close().unwrap();
}

impl<'a> Contender<'a> {
    fn new(name: &'static str, commit: impl FnMut(&Payment) + 'a) -> Contender<'a> {
        Contender { name, commit: Box::new(commit), runs: Vec::new() }
    }
}

fn print(contenders: &[Contender]) {
    let beside = |name: &str| contenders.iter().find(|peer| peer.name.starts_with(name));
    let (disk, sqlite) = (beside("600 bytes, pre"), beside("SQLite"));
    for Contender { name, runs, .. } in contenders {
        let each: Vec<String> = runs.iter().map(|run| format!("{run:>6.0}")).collect();
        let mut line = format!("  {name:<24}{}   median {:>6.0}", each.join(""), middle(runs).0);
        for (peer, what) in [(disk, "the preallocated append"), (sqlite, "SQLite")] {
            if let Some(peer) = peer.filter(|peer| peer.name != *name) {
                line += &format!("  {:>5.2} × {what}", ratio(runs, &peer.runs));
            }
        }
        println!("{line}");
    }
}

/// A book with what was made on it.
fn make_book(folder: &Path, made: &commands::Made) {
    let new = NewBook {
        company: "Bench".into(),
        country: "RW".into(),
        currency: "RWF".into(),
        zone: None,
        made_up: true,
        tax_id: None,
        address: None,
    };
    let mut book = BookWriter::create(folder, &new, options()).unwrap();
    for acts in made.acts.chunks(1_000) {
        let lines: Vec<Submission> = acts.iter().map(|act| submission(&act.line())).collect();
        book.commit(&lines).into_iter().for_each(|outcome| drop(outcome.unwrap()));
    }
    book.close().unwrap();
}

fn submission(line: &str) -> Submission {
    Submission::of("eva", intake::read(line).1.unwrap())
}

fn one(book: &mut BookWriter, submission: Option<Submission>) {
    book.commit(&[submission.unwrap()]).remove(0).unwrap();
}

fn growing(path: &Path) -> impl FnMut(&Payment) + use<> {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    move |_| {
        file.write_all(&[b'x'; BYTES]).unwrap();
        file.sync_data().unwrap();
    }
}

fn preallocated(path: &Path, count: usize) -> impl FnMut(&Payment) + use<> {
    let file = File::create(path).unwrap();
    file.write_all_at(&vec![b'\n'; BYTES * count], 0).unwrap();
    file.sync_all().unwrap();
    let mut end = 0;
    move |_| {
        file.write_all_at(&[b'x'; BYTES], end).unwrap();
        file.sync_data().unwrap();
        end += BYTES as u64;
    }
}

/// `daybook post`, which reads a command and answers with its receipt.
struct Pipe {
    child: Child,
    commands: ChildStdin,
    receipts: BufReader<ChildStdout>,
}

impl Pipe {
    fn open(book: &Path) -> Pipe {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daybook"))
            .args(["post", "--today", TODAY, "--book"])
            .arg(book)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = child.stdin.take().unwrap();
        let receipts = BufReader::new(child.stdout.take().unwrap());
        Pipe { child, commands, receipts }
    }

    fn one(&mut self, payment: &Payment) {
        writeln!(self.commands, "{}", payment.line()).unwrap();
        let mut receipt = String::new();
        self.receipts.read_line(&mut receipt).unwrap();
        assert!(receipt.starts_with(r#"{"ok":true"#), "{receipt}");
    }

    fn close(self) {
        let Pipe { mut child, commands, .. } = self;
        drop(commands);
        assert!(child.wait().unwrap().success());
    }
}

/// Copies a folder, its lock left out.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to): (PathBuf, PathBuf) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy(&from, &to);
        } else if kind.is_file() && entry.file_name() != "lock" {
            fs::copy(&from, &to).unwrap();
        }
    }
}
