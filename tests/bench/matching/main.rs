//! Matching, measured. `cargo bench --bench matching -- WHAT [SEEDS [FIRST]]`, where WHAT is
//!
//! - `score`: seeded months of 10,000 lines over 2,000 customers: what is right, wrong, left and sure, by kind of
//!   trouble, with medians and the worst, and how long matching takes;
//! - `speed`: 100,000 lines at once, and the detective over 1,000 items;
//! - `imported`: 100,000 lines of a bank's table through the program: imported into a book of 20,000 customers,
//!   then matched with what they owe.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, dead_code)]

#[path = "../common.rs"]
mod common;
#[path = "../../common/month/mod.rs"]
mod month;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use daybook::domain::Day;
use daybook::matching::{DetectLimits, MatchBook, MatchItem, MatchScore, Tally, detect};
use month::{Ledger, Trouble, seeded_month};

fn main() {
    let given = common::words();
    let number = |place: usize| given.get(place).and_then(|given| given.parse::<u64>().ok());
    let seeds = number(1).unwrap_or(20);
    let first = number(2).unwrap_or(0);
    match given.first().map(String::as_str) {
        Some("score") => score(first..first + seeds, 10_000, 2_000),
        Some("speed") => speed(100_000, 20_000),
        Some("imported") => imported(100_000, 20_000),
        // A bare `cargo bench` sees that it runs.
        _ => {
            score(0..2, 500, 100);
            speed(500, 100);
            imported(200, 40);
        }
    }
}

/// The score of a month, by kind of trouble, and the time that matching took.
fn scored(ledgers: &[Ledger]) -> (BTreeMap<Trouble, MatchScore>, Duration) {
    let mut scores: BTreeMap<Trouble, MatchScore> = BTreeMap::new();
    let began = Instant::now();
    let found: Vec<_> = ledgers.iter().map(suggested).collect();
    let took = began.elapsed();
    for (ledger, found) in ledgers.iter().zip(found) {
        for ((truth, found), trouble) in ledger.truths.iter().zip(&found).zip(&ledger.troubles) {
            scores.entry(*trouble).or_default().add(truth, found);
        }
    }
    (scores, took)
}

fn suggested(ledger: &Ledger) -> Vec<Vec<daybook::matching::Suggestion>> {
    let book = MatchBook::new(&ledger.items, &ledger.payers, &ledger.learnt);
    book.with_payments(&ledger.past).suggest_all(&ledger.lines)
}

fn sum<'s>(scores: impl IntoIterator<Item = &'s MatchScore>) -> MatchScore {
    let mut all = MatchScore::default();
    scores.into_iter().for_each(|score| all.join(score));
    all
}

fn score(seeds: Range<u64>, lines: usize, customers: usize) {
    let mut by_trouble: BTreeMap<Trouble, MatchScore> = BTreeMap::new();
    let mut months: Vec<(MatchScore, Duration)> = Vec::new();
    let count = seeds.clone().count();
    for seed in seeds {
        let (scores, took) = scored(&seeded_month(seed, lines, customers));
        months.push((sum(scores.values()), took));
        for (trouble, score) in scores {
            by_trouble.entry(trouble).or_default().join(&score);
        }
    }
    println!("{count} months of {lines} lines over {customers} customers");
    println!(
        "{:18} {:>7} {:>7} {:>9} {:>7} {:>11}",
        "", "lines", "by line", "envelopes", "sure", "sure, wrong"
    );
    for (trouble, score) in &by_trouble {
        row(&format!("{trouble:?}"), score);
    }
    row("all", &sum(by_trouble.values()));
    let worst_and_median = |name: &str, of: &dyn Fn(&MatchScore) -> usize| {
        let mut values: Vec<usize> = months.iter().map(|(score, _)| of(score)).collect();
        values.sort_unstable();
        let (median, worst) = (values[values.len() / 2] as f64, values[0] as f64);
        println!("{name}: median {:.1} %, worst {:.1} %", median / 10.0, worst / 10.0);
    };
    worst_and_median("right by line", &|score| score.lines.per_mille());
    worst_and_median("right by envelope", &|score| score.envelopes.per_mille());
    worst_and_median("applied alone", &|score| score.sure_per_mille());
    let mut times: Vec<Duration> = months.iter().map(|(_, took)| *took).collect();
    times.sort_unstable();
    println!("time: median {:?}, worst {:?}", times[times.len() / 2], times[times.len() - 1]);
}

fn row(name: &str, score: &MatchScore) {
    let percent = |per_mille: usize| format!("{:.1} %", per_mille as f64 / 10.0);
    let of = |tally: &Tally| percent(tally.per_mille());
    println!(
        "{name:18} {:>7} {:>7} {:>9} {:>7} {:>11}",
        score.count(),
        of(&score.lines),
        of(&score.envelopes),
        percent(score.sure_per_mille()),
        score.sure_wrong
    );
}

/// The program, on a book of its own.
fn daybook(book: &Path, args: &[&str]) -> Duration {
    let began = Instant::now();
    let ran = Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(args)
        .args(["--json", "--today", "2026-12-01", "--book"])
        .arg(book)
        .output()
        .unwrap();
    let took = began.elapsed();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{args:?}: {said}{}", String::from_utf8_lossy(&ran.stdout));
    took
}

/// The lines of a month, as a table of one currency, imported and matched by the program.
fn imported(lines: usize, customers: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (book, at) = (folder.path().join("book"), |name: &str| folder.path().join(name));
    let ledger = seeded_month(1, lines, customers).into_iter().max_by_key(|it| it.lines.len());
    let ledger = ledger.unwrap();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "'"));
    let mut people = "code,name,phone,currency\n".to_string();
    for payer in &ledger.payers {
        let phone = payer.phones.first().map_or("", String::as_str);
        people += &format!("P{:06},{},{phone},RWF\n", payer.customer, quoted(&payer.name));
    }
    let mut owed = "number,customer,date,due,amount,reference\n".to_string();
    for item in &ledger.items {
        let reference = quoted(item.reference.as_deref().unwrap_or_default());
        let (number, open) = (&item.number, item.open);
        owed += &format!(
            "{number},P{:06},{},{},{open},{reference}\n",
            item.customer,
            item.issued,
            item.due.max(item.issued)
        );
    }
    let mut table = "Date,Description,Reference,Amount\n".to_string();
    let mut rows = 0;
    let more = lines.div_ceil(ledger.lines.len().max(1));
    for (nth, line) in (0..more).flat_map(|nth| ledger.lines.iter().map(move |line| (nth, line))) {
        if rows == lines || line.amount == 0 {
            continue;
        }
        rows += 1;
        let payer = line.payer.as_deref().unwrap_or_default();
        let text = quoted(&format!("{payer} {} {}", line.text, line.references.join(" ")));
        table += &format!("{},{text},FT{nth:02}{rows:09},{}\n", line.date, line.amount);
    }
    for (name, text) in [("people.csv", people), ("owed.csv", owed), ("bank.csv", table)] {
        std::fs::write(at(name), text).unwrap();
    }
    let name = |name: &str| at(name).display().to_string();
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
    daybook(&book, &init);
    daybook(&book, &["import", "customers", &name("people.csv")]);
    daybook(&book, &["import", "receivables", &name("owed.csv"), "--yes"]);
    let bank = name("bank.csv");
    let import = ["import", "bank", &bank, "--account", "BK"];
    let import = daybook(&book, &import);
    let suggest = daybook(&book, &["reconcile", "suggest"]);
    println!(
        "{rows} lines over {} customers and {} open items: imported in {import:?}, matched in {suggest:?}, {:?} in all",
        ledger.payers.len(),
        ledger.items.len(),
        import + suggest
    );
}

fn speed(lines: usize, customers: usize) {
    for customers in [customers, customers / 10] {
        let ledgers = seeded_month(1, lines, customers);
        let (scores, took) = scored(&ledgers);
        let all = sum(scores.values());
        println!(
            "{lines} lines over {customers} customers in {took:?}, {} sure and wrong",
            all.sure_wrong
        );
    }
    let issued = Day::new(2026, 10, 1).unwrap();
    let item = |at: i64| MatchItem {
        customer: 1,
        number: format!("INV-2026-{at:05}"),
        reference: None,
        due: issued.plus(at % 60).unwrap(),
        issued,
        open: 1_000 + at * at * 7_919 % 900_001,
        discount: if at % 5 == 0 { 20 } else { 0 },
        discount_until: None,
        disputed: 0,
    };
    let items: Vec<MatchItem> = (0..1_000).map(item).collect();
    let sums = [
        ("one item", items[500].open),
        ("three items", items[17].open + items[640].open + items[903].open),
        ("none", 500_000_000_000),
        ("all but one", items.iter().map(|item| item.open).sum::<i64>() - items[5].open),
        ("five items", items[10..15].iter().map(|item| item.open).sum()),
    ];
    for (name, amount) in sums {
        let began = Instant::now();
        let found = detect(&items, amount, None, DetectLimits::of(amount));
        println!(
            "detective, {name}: {} answers, more {}, {:?}",
            found.answers.len(),
            found.more,
            began.elapsed()
        );
    }
}
