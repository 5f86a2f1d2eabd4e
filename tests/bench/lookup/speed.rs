//! How long each keystroke takes, on one core, and what the index costs.

use std::collections::BTreeMap;
use std::time::Instant;

use daybook::ledger::query::Question;
use daybook::ledger::query::lookup::LookupOf;

use crate::book::Bench;
use crate::names::{self, Target};
use crate::{SEEDS, SHOWN, summary};

pub fn run(accounts: u32) {
    let cards = names::cards(accounts, SEEDS.0);
    let bench = Bench::of(&cards);
    let view = bench.view();
    let began = Instant::now();
    let mut found = began.elapsed();
    std::thread::scope(|scope| {
        let building = scope.spawn(|| view_build(&bench));
        while view.lookup.size().accounts < cards.len() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        found = began.elapsed();
        building.join().unwrap();
    });
    let built = began.elapsed();
    let began = Instant::now();
    view.lookup.tidy(&view.rows, view.today).unwrap();
    let merged = began.elapsed();
    let size = view.lookup.size();
    println!("{accounts} accounts, {} documents", size.documents);
    println!(
        "built from the open ledger: accounts {found:?}, with all documents {built:?}; put together in {merged:?}"
    );
    println!(
        "accounts {} MB (of that e-mail addresses {} MB), documents {} MB, {} parts",
        size.bytes >> 20,
        size.email_bytes >> 20,
        size.document_bytes >> 20,
        size.parts
    );
    let per_kind = 500_u32.div_ceil(13);
    let targets = names::targets(&cards, per_kind as usize, SEEDS.1);
    for run in 1..=3 {
        let mut kinds = time(&bench, &targets);
        let mut all: Vec<f64> = kinds.values().flatten().copied().collect();
        let (middle, late, longest) = summary(&mut all);
        println!(
            "run {run}: {} keystrokes, µs: p50 {middle:.0}, p99 {late:.0}, max {longest:.0}",
            all.len()
        );
        if run == 3 {
            for (kind, micros) in &mut kinds {
                let (middle, late, longest) = summary(micros);
                println!("  {kind:<16} p50 {middle:>6.0}  p99 {late:>6.0}  max {longest:>6.0}");
            }
        }
    }
}

fn view_build(bench: &Bench) {
    let view = bench.view();
    view.lookup.build(&view.rows, view.today).unwrap();
}

/// Each keystroke of each target, in microseconds, by kind.
pub fn time<'a>(bench: &Bench, targets: &'a [Target]) -> BTreeMap<&'a str, Vec<f64>> {
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for target in targets {
        let mut query = String::new();
        for letter in target.typed.chars() {
            query.push(letter);
            let asked = LookupOf { query: query.clone(), limit: SHOWN };
            let began = Instant::now();
            let answer = asked.answer(&bench.view()).unwrap();
            kinds.entry(target.kind).or_default().push(began.elapsed().as_secs_f64() * 1e6);
            std::hint::black_box(answer);
        }
    }
    kinds
}
