//! The same keystrokes put to others that search all names: what a coordinator would wait for them.

use std::time::Instant;

use daybook::ledger::lookup::fold;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::book::Bench;
use crate::{SEEDS, names, speed, summary};

/// How many targets: each keystroke costs some of these a second.
const PER_KIND: usize = 2;

pub fn run(accounts: u32) {
    let cards = names::cards(accounts, SEEDS.0);
    let bench = Bench::of(&cards);
    let view = bench.view();
    view.lookup.build(&view.rows, view.today).unwrap();
    view.lookup.tidy(&view.rows, view.today).unwrap();
    let targets = names::targets(&cards, PER_KIND, SEEDS.1);
    let is_name = |target: &&names::Target| {
        !["phone", "phone tail", "document tail", "code"].contains(&target.kind)
    };
    let queries: Vec<String> = targets
        .iter()
        .filter(is_name)
        .flat_map(|target| {
            (1..=target.typed.chars().count()).map(|n| target.typed.chars().take(n).collect())
        })
        .collect();
    println!("{accounts} names, {} keystrokes, one core, µs", queries.len());
    // As on any day: what was read once is in memory.
    speed::time(&bench, &targets);
    let mut ours: Vec<f64> = speed::time(&bench, &targets)
        .into_iter()
        .filter(|(kind, _)| !["phone", "phone tail", "document tail", "code"].contains(kind))
        .flat_map(|(_, micros)| micros)
        .collect();
    let ours = show("daybook", &mut ours, None);
    let names: Vec<String> = cards.iter().map(|card| card.name.clone()).collect();
    let folded: Vec<String> = names.iter().map(|name| fold::words(name)).collect();
    let time = |run: &mut dyn FnMut(&str) -> usize| -> Vec<f64> {
        let one = |query: &String| {
            let began = Instant::now();
            std::hint::black_box(run(query));
            began.elapsed().as_secs_f64() * 1e6
        };
        queries.iter().map(one).collect()
    };
    let bytes = folded.join("\n").into_bytes();
    let mut floor = time(&mut |query| memchr::memmem::find_iter(&bytes, query).count());
    show("memchr, one pass", &mut floor, Some(ours));
    let config = frizbee::Config::default().max_typos(Some(1));
    let mut frizbee_times =
        time(&mut |query| frizbee::Matcher::new(query, &config).match_list(&folded).len());
    show("frizbee, one typo", &mut frizbee_times, Some(ours));
    let mut nucleo_times = {
        use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
        let mut matcher = nucleo_matcher::Matcher::default();
        time(&mut |query| {
            let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
            pattern.match_list(&names, &mut matcher).len()
        })
    };
    show("nucleo-matcher", &mut nucleo_times, Some(ours));
    let skim = SkimMatcherV2::default();
    let mut skim_times = time(&mut |query| {
        folded.iter().filter(|name| skim.fuzzy_match(name, query).is_some()).count()
    });
    show("SkimMatcherV2 over all", &mut skim_times, Some(ours));
    let database = sqlite(&folded);
    let mut statement = database
        .prepare("select rowid from names where name match ?1 order by rank limit 8")
        .unwrap();
    // A trigram needs three letters: what is shorter finds nothing there, and is left out.
    let long: Vec<&String> = queries.iter().filter(|query| query.trim().len() > 2).collect();
    let mut fts: Vec<f64> = long
        .iter()
        .map(|query| {
            let began = Instant::now();
            let asked = format!("\"{}\"", query.replace('"', ""));
            let rows = statement.query_map([asked], |row| row.get::<_, i64>(0)).unwrap();
            std::hint::black_box(rows.count());
            began.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    show("SQLite FTS5 trigram", &mut fts, Some(ours));
}

fn sqlite(names: &[String]) -> rusqlite::Connection {
    let mut database = rusqlite::Connection::open_in_memory().unwrap();
    database
        .execute_batch("create virtual table names using fts5(name, tokenize='trigram')")
        .unwrap();
    let change = database.transaction().unwrap();
    {
        let mut insert = change.prepare("insert into names(name) values (?1)").unwrap();
        for name in names {
            insert.execute([name]).unwrap();
        }
    }
    change.commit().unwrap();
    database
}

fn show(name: &str, micros: &mut [f64], ours: Option<f64>) -> f64 {
    let (middle, late, longest) = summary(micros);
    let ratio =
        ours.map_or(String::new(), |ours| format!("  {:.1} × at the median", middle / ours));
    println!("{name:<24} p50 {middle:>9.0}  p99 {late:>9.0}  max {longest:>9.0}{ratio}");
    middle
}
