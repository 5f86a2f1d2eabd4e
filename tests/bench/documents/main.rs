//! What documents cost: the first PDF of a process, each one after it in a batch, bytes a page, memory,
//! one of 5,000 lines, and the same documents as text.
//!
//! `cargo bench --bench documents -- [COUNT]` prints COUNT statements and as many invoices, 2,000 unless told
//! otherwise, of a made-up book.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::cast_precision_loss)]

#[path = "../common.rs"]
mod common;

use std::process::Command;
use std::time::Instant;

use common::{TODAY, demo_with, middle, options, timed};
use daybook::documents::paper::{Paper, PaperBlock};
use daybook::documents::pdf::{Printer, Templates};
use daybook::documents::wording::Wording;
use daybook::documents::{invoice, statement, text};
use daybook::domain::Language;
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::ledger::query::show::{Show, Shown};
use daybook::ledger::query::statement::{StatementOf, Style};

/// How many accounts and invoices the book has.
const BOOK: [&str; 4] = ["--customers", "2000", "--invoices", "20000"];

fn main() {
    let count = common::words().first().map_or(2_000, |count| count.parse().unwrap());
    let made = tempfile::TempDir::new().unwrap();
    let book = demo_with(&made.path().join("book"), &BOOK);
    let session = Session::open(&book, options(), &mut Silent).unwrap();
    let (statements, invoices) = (statements(&session, count), invoices(&session, count));
    session.close().unwrap();
    first(&book);
    let began = Instant::now();
    let mut printer = Printer::new(Templates::built_in()).unwrap();
    println!("fonts and templates are read in {:.1?}", began.elapsed());
    let began = Instant::now();
    printer.print(&statements[0]).unwrap();
    println!("the first document is set in {:.1?}", began.elapsed());
    batch("statements", &mut printer, &statements);
    batch("invoices", &mut printer, &invoices);
    long(&mut printer, &invoices[0]);
    as_text(&statements);
}

/// The statement of each account, as often as it takes.
fn statements(session: &Session, count: usize) -> Vec<Paper> {
    let wording = Wording::of(Language::English);
    let paper = |n: usize| {
        let it = session.ask(&StatementOf {
            customer: daybook::domain::Code(format!("C{:04}", n % 2_000 + 1)),
            style: if n.is_multiple_of(2) { Style::OpenItem } else { Style::BalanceForward },
            from: Some("2026-08-01".parse().unwrap()),
            to: Some(TODAY.parse().unwrap()),
            known_at: None,
            since: None,
        });
        statement::paper(&it.unwrap(), &wording)
    };
    (0..count).map(paper).collect()
}

fn invoices(session: &Session, count: usize) -> Vec<Paper> {
    let wording = Wording::of(Language::English);
    let paper = |n: usize| {
        let what = format!("INV-2026-{:05}", n % 5_000 + 1);
        match session.ask(&Show { what }).unwrap() {
            Shown::Invoice(it) => invoice::paper(&it, &wording),
            other => panic!("{other:?}"),
        }
    };
    (0..count).map(paper).collect()
}

/// The first PDF of a process, from its start to its end.
fn first(book: &std::path::Path) {
    let out = book.with_file_name("first.pdf");
    let run = |format: &str| {
        let _ = std::fs::remove_file(&out);
        let done = Command::new(env!("CARGO_BIN_EXE_daybook"))
            .args(["invoice", "INV-2026-00001", "--today", TODAY, "--format", format, "--book"])
            .arg(book)
            .arg("--out")
            .arg(&out)
            .output();
        assert!(done.unwrap().status.success());
    };
    for format in ["text", "pdf"] {
        let (half, most) = middle(&mut timed(20, |_| run(format)));
        println!(
            "a process that writes one invoice as {format}: {half:.1?}, the slowest {most:.1?}"
        );
    }
}

fn batch(what: &str, printer: &mut Printer, papers: &[Paper]) {
    let (mut bytes, mut pages, mut largest) = (0, 0, 0);
    let began = Instant::now();
    let mut each = timed(papers.len(), |n| {
        let printed = printer.print(&papers[n]).unwrap();
        bytes += printed.bytes.len();
        pages += printed.pages;
        largest = largest.max(printed.bytes.len() / printed.pages);
    });
    let all = began.elapsed();
    let mean = all.as_secs_f64() * 1e3 / papers.len() as f64;
    let (half, most) = middle(&mut each);
    println!(
        "{} {what}, {pages} pages: {all:.1?}, {mean:.2} ms each, the middle {half:.1?}, of a hundred the slowest {most:.1?}",
        papers.len()
    );
    println!(
        "  {:.1} kB a page, the most {:.1} kB; {}",
        bytes as f64 / 1e3 / f64::from(u32::try_from(pages).unwrap()),
        largest as f64 / 1e3,
        memory()
    );
}

fn long(printer: &mut Printer, of: &Paper) {
    let mut paper = of.clone();
    for block in &mut paper.blocks {
        if let PaperBlock::Table(table) = block {
            table.rows = vec![table.rows[0].clone(); 5_000];
        }
    }
    let began = Instant::now();
    let printed = printer.print(&paper).unwrap();
    let size = printed.bytes.len() / printed.pages / 1000;
    println!(
        "5,000 lines, {} pages: {:.1?}, {size} kB a page; {}",
        printed.pages,
        began.elapsed(),
        memory()
    );
}

fn as_text(papers: &[Paper]) {
    let began = Instant::now();
    let length: usize = papers.iter().map(|paper| text::text(paper).len()).sum();
    println!("{} of them as text: {:.1?}, {length} bytes", papers.len(), began.elapsed());
}

/// How much memory the process holds, and has held at most.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib / 1024
    };
    format!("{} MiB, at most {} MiB", of("VmRSS"), of("VmHWM"))
}
