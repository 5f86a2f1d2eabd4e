//! The ledger beside peers, both in the same run: `cargo bench --features peers --bench ledger`
//! prints all of it, and `-- PART` one part, where PART is
//!
//! - `commit [RUNS] [COMMITS]`: one payment after the other, each waited for until it is on disk;
//! - `posting [COMMANDS]`: a file of mixed commands into an empty book;
//! - `reading [BOOK]`: opening a book and asking it;
//! - `rebuild [BOOK]`: posting a copy of its journal again, and what a book takes on disk;
//! - `called [BOOK] [DAY]`: whom to call, and how many rows of which table that reads;
//! - `scale BOOK…`: the same questions to several books, beside the first;
//! - `small`: the first four, only to see that they run.
//!
//! Without the feature there is no SQLite beside them. Times depend on the machine: what is
//! compared is what ran in turns.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, clippy::cast_precision_loss)]

mod called;
#[cfg_attr(not(feature = "peers"), allow(dead_code))]
mod commands;
mod commit;
#[path = "../common.rs"]
mod common;
mod figures;
#[cfg(feature = "peers")]
mod load;
#[allow(dead_code)]
#[path = "../lookup/names.rs"]
mod names;
mod picks;
mod posting;
mod reading;
mod rebuild;
mod scale;
#[path = "../../common/served.rs"]
mod served;
#[cfg_attr(not(feature = "peers"), path = "no_sqlite.rs")]
mod sqlite;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

fn main() {
    let given = common::words();
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    let number = |place: usize, usual: usize| {
        words.get(place).map_or(usual, |word| word.parse().expect("a number"))
    };
    let room = TempDir::new().unwrap();
    let book = |place: usize, invoices: usize| match words.get(place) {
        Some(book) => PathBuf::from(book),
        None => made(room.path(), invoices),
    };
    match words.first() {
        Some(&"commit") => commit::run(number(1, 5), number(2, 300)),
        Some(&"posting") => posting::run(number(1, 200_000)),
        Some(&"reading") => reading::run(&book(1, 20_000)),
        Some(&"rebuild") => rebuild::run(&book(1, 20_000)),
        Some(&"called") => {
            let today = words.get(2).copied().unwrap_or(common::TODAY);
            called::run(&book(1, 20_000), today.parse().expect("a day"));
        }
        Some(&"scale") => scale::run(&words[1..]),
        Some(&"opened") => reading::opened(&book(1, 0)),
        Some(&"small") => all((2, 50), 5_000, &made(room.path(), 2_000)),
        _ => all((5, 300), 200_000, &made(room.path(), 20_000)),
    }
}

fn all((runs, commits): (usize, usize), commands: usize, book: &Path) {
    commit::run(runs, commits);
    posting::run(commands);
    reading::run(book);
    rebuild::run(book);
    called::run(book, common::TODAY.parse().unwrap());
}

/// A book of the demo, a customer to ten invoices.
fn made(room: &Path, invoices: usize) -> PathBuf {
    let (customers, invoices) = ((invoices / 10).to_string(), invoices.to_string());
    let more = ["--customers", &customers, "--invoices", &invoices];
    common::demo_with(&room.join("made"), &more)
}
