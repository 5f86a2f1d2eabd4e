//! What the desk costs at the end of a slow line: time to the first frame, time and bytes a key,
//! bytes and processor time while nobody types, how soon it is gone when the line drops. Others are
//! put through the same harness: less, vim, fzf and htop, as far as they are installed.
//!
//! `cargo bench --bench desk -- BOOK [FIRST LETTERS OF A NAME]` measures on a book that is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common.rs"]
mod common;
#[path = "../../common/pty.rs"]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::{demo, middle};
use portable_pty::CommandBuilder;
use pty::Terminal;

/// A key has been answered when nothing came for this long.
const QUIET: Duration = Duration::from_millis(40);

fn main() {
    let words = common::words();
    let made = tempfile::TempDir::new().unwrap();
    let book = match words.first() {
        Some(book) => PathBuf::from(book),
        None => demo(&made.path().join("book")),
    };
    let name = words.get(1).map_or("gasana h", String::as_str);
    first_frame(&book);
    keys(&book, name);
    idle(&book);
    hang_up(&book);
    peers(made.path());
}

fn first_frame(book: &Path) {
    let mut times = Vec::new();
    for _ in 0..10 {
        let began = Instant::now();
        let mut desk = Terminal::desk(book, 80, 24);
        desk.sees(&["Daybook", "Who is calling?"]);
        times.push(began.elapsed());
        desk.sees(&[" of "]).types("<f3>");
        assert_eq!(desk.ends(), 0);
    }
    let (half, late) = middle(&mut times);
    println!("first frame after exec            median {half:.1?}, worst {late:.1?}");
}

/// Types keys one by one; bytes and time of each until the last byte.
fn each(desk: &mut Terminal, keys: &[&str]) -> (Vec<usize>, Vec<Duration>) {
    let (mut bytes, mut times) = (Vec::new(), Vec::new());
    desk.settles(QUIET * 4);
    for key in keys {
        let before = desk.bytes();
        let began = Instant::now();
        desk.types(key);
        let (after, last) = desk.settles(QUIET);
        bytes.push(after - before);
        times.push(last.saturating_duration_since(began));
    }
    (bytes, times)
}

fn row(what: &str, (mut bytes, mut times): (Vec<usize>, Vec<Duration>)) {
    let (half, most) = middle(&mut bytes);
    let (time, late) = middle(&mut times);
    println!(
        "{what:<34}bytes median {half:>5}, p99 {most:>5}   time median {time:>7.1?}, p99 {late:>7.1?}"
    );
}

fn keys(book: &Path, name: &str) {
    let mut desk = Terminal::desk(book, 80, 24);
    desk.sees(&[" of "]);
    // Measured once all of the book is in the index.
    desk.types(name).sees(&["owes"]).sees_no_more("still reading");
    for _ in name.chars() {
        desk.types("<backspace>");
    }
    desk.settles(Duration::from_secs(3));
    let letters: Vec<String> = name.chars().map(String::from).collect();
    let mut typed: Vec<&str> = letters.iter().map(String::as_str).collect();
    typed.extend(letters.iter().map(|_| "<backspace>"));
    let lookups: Vec<&str> = typed.repeat(5);
    row("a keystroke in the look-up", each(&mut desk, &lookups));
    desk.types(name);
    let moves = ["<down>", "<down>", "<up>", "<up>"].repeat(10);
    row("a moved mark in the look-up", each(&mut desk, &moves));
    for (pane, words) in
        [("<alt-2>", "customers"), ("<alt-3>", "invoices"), ("<alt-4>", "payments")]
    {
        desk.types(pane);
        desk.settles(Duration::from_secs(8));
        let what = format!("a moved mark among {words}");
        row(&what, each(&mut desk, &["<down>", "<down>", "<up>"].repeat(10)));
        let what = format!("half a page of {words}");
        row(&what, each(&mut desk, &["<pagedown>"; 20]));
    }
    desk.types("<alt-1>");
    desk.settles(QUIET);
    desk.types(name);
    desk.settles(QUIET * 3);
    desk.types("<alt-c>").sees(&["Note"]);
    let note: Vec<String> = "she asked for a copy of it".chars().map(String::from).collect();
    let note: Vec<&str> = note.iter().map(String::as_str).collect();
    row("a letter in a form", each(&mut desk, &note));
    desk.types("<alt-z><alt-z><f3>");
    desk.ends();
}

/// What the process has used of the processor, in milliseconds.
fn used(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let fields: Vec<&str> = behind.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
    10 * (ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0))
}

fn idle(book: &Path) {
    const LOOKED: Duration = Duration::from_secs(20);
    let mut desk = Terminal::desk(book, 80, 24);
    desk.sees(&[" of "]);
    desk.settles(Duration::from_secs(6));
    let process = desk.process().unwrap();
    let (bytes, before) = (desk.bytes(), used(process));
    std::thread::sleep(LOOKED);
    let (bytes, spent) = (desk.bytes() - bytes, used(process) - before);
    let resident = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let resident =
        resident.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("").to_string();
    println!(
        "idle for {LOOKED:.0?}                     {bytes} bytes, {spent} ms of processor; {resident}"
    );
    desk.types("<f3>");
    desk.ends();
}

fn hang_up(book: &Path) {
    let mut times = Vec::new();
    for _ in 0..5 {
        let mut desk = Terminal::desk(book, 80, 24);
        desk.sees(&[" of "]);
        desk.settles(Duration::from_secs(1));
        desk.hangs_up();
        let began = Instant::now();
        desk.ends();
        times.push(began.elapsed());
    }
    let (half, late) = middle(&mut times);
    println!("gone after the line dropped       median {half:.0?}, worst {late:.0?}");
}

/// Others in the same harness, on a file of 10,000 lines.
fn peers(dir: &Path) {
    let file = dir.join("lines");
    let line = |n: usize| {
        format!(
            "{n:05}  Kigali Heights Hotel {n:05}   {:>12}  {:>12}\n",
            n * 7_919,
            n * 104_729 % 99_991
        )
    };
    fs::write(&file, (0..10_000).map(line).collect::<String>()).unwrap();
    let run = |words: &[&str]| {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &words.join(" ")]);
        command.cwd(dir);
        let mut terminal = Terminal::runs(command, 80, 24);
        terminal.settles(Duration::from_millis(600));
        terminal
    };
    let has = |program: &str| {
        let found = std::process::Command::new("sh")
            .args(["-c", &format!("command -v {program}")])
            .output();
        found.is_ok_and(|found| found.status.success())
    };
    if has("less") {
        let mut less = run(&["less", "lines"]);
        row("less: half a page", each(&mut less, &["d"; 20]));
    }
    let vim = ["vim", "vim.tiny"].into_iter().find(|name| has(name));
    if let Some(vim) = vim {
        let mut vim = run(&[vim, "-u", "NONE", "lines"]);
        row("vim: the cursor moved", each(&mut vim, &["j"; 15]));
        row("vim: half a page", each(&mut vim, &["<ctrl-d>"; 20]));
        vim.types("O");
        row("vim: a letter", each(&mut vim, &["a"; 20]));
    }
    if has("fzf") {
        let mut fzf = run(&["fzf", "<", "lines"]);
        row(
            "fzf: a keystroke",
            each(&mut fzf, &["k", "i", "g", "1", "2", "<backspace>", "<backspace>"].repeat(3)),
        );
        row("fzf: a moved mark", each(&mut fzf, &["<up>", "<up>", "<down>"].repeat(6)));
    }
    if has("htop") {
        let mut htop = run(&["htop"]);
        let before = htop.bytes();
        std::thread::sleep(Duration::from_secs(10));
        println!("htop: idle for 10s                {} bytes", htop.bytes() - before);
        htop.types("q");
    }
}
