//! How many keys the day's work takes, on the demo's book: it may get less, not more.

use std::path::Path;

use crate::common::pty::Terminal;
use daybook::demo::{self, DemoSpec};
use daybook::engine::ports::Silent;

/// The desk on a book as `daybook demo` makes it, with fewer invoices.
fn desk(folder: &Path) -> Terminal {
    let today = "2026-11-21".parse().unwrap();
    let spec = DemoSpec { customers: 240, invoices: 600, seed: 7, today };
    demo::make(folder, spec, &mut Silent).unwrap();
    let mut desk = Terminal::desk(folder, 80, 24);
    desk.sees(&["of 240"]);
    desk
}

/// How many keys something takes.
fn keys(desk: &mut Terminal, does: impl FnOnce(&mut Terminal)) -> usize {
    let before = desk.keys();
    does(desk);
    desk.keys() - before
}

#[test]
fn the_days_work_takes_few_keys() {
    let dir = tempfile::TempDir::new().unwrap();
    let mut desk = desk(&dir.path().join("book"));
    let balance = keys(&mut desk, |desk| {
        desk.types("dub r").sees(&["▸ Dubois Residences", "Dubois Residences owes RWF"]);
    });
    let payment = keys(&mut desk, |desk| {
        // The account is found already: opened, and its oldest item paid in full.
        desk.types("<enter>").sees(&["Open items", "▸ INV-"]).types("p").sees(&["Allocated"]);
        desk.types("<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["posted"]);
    });
    desk.types("<esc>").sees(&["Who is calling?"]).types("<esc>").sees_no_more("Dubois");
    let invoice = keys(&mut desk, |desk| {
        desk.types("giso").sees(&["▸ Gisozi Pharmacy"]).types("<alt-i>").sees(&["New invoice"]);
        desk.types("pap<enter>4<ctrl-n>ton<enter>2<ctrl-n>rol<enter>3<ctrl-s>").sees(&["Review:"]);
        desk.types("<enter>").sees(&["posted. Alt-U takes it back."]);
    });
    println!("keys: balance {balance}, payment {}, invoice {invoice}", balance + payment);
    assert!(balance <= 5, "a balance takes {balance} keys");
    assert!(balance + payment <= 9, "a payment takes {}", balance + payment);
    assert!(invoice <= 25, "an invoice of three lines takes {invoice}");
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
}
