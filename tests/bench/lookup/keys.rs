//! After how many keys is the account meant among the first eight?

use std::collections::BTreeMap;

use daybook::domain::Code;
use daybook::ledger::lookup::{Candidate, Candidates, ParsedQuery, What};
use daybook::ledger::query::Question;
use daybook::ledger::query::lookup::LookupOf;

use crate::book::Bench;
use crate::names::{self, Target};
use crate::{SEEDS, SHOWN};

/// How many answers in the same tier are so many that nothing tells them apart.
const ALIKE: usize = 10;

#[derive(Default)]
struct Kind {
    targets: usize,
    /// Those with few answers in the tier of the account, once all is typed.
    fair: usize,
    /// After how many keys those were among the first eight.
    keys: Vec<usize>,
}

pub fn run(accounts: u32) {
    let cards = names::cards(accounts, SEEDS.0);
    let bench = Bench::of(&cards);
    let view = bench.view();
    view.lookup.build(&view.rows, view.today).unwrap();
    let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
    let targets = names::targets(&cards, 500, SEEDS.1);
    for target in &targets {
        let kind = kinds.entry(target.kind).or_default();
        kind.targets += 1;
        if alike(&bench, target).is_none_or(|count| count > ALIKE) {
            continue;
        }
        kind.fair += 1;
        kind.keys.extend(keys_needed(&bench, target, &cards[target.account as usize - 1].code));
    }
    println!("{accounts} accounts; the account meant among the first {SHOWN}, by what is typed");
    println!(
        "{:<16} {:>8} {:>6} {:>7} {:>8} {:>12}",
        "", "targets", "fair", "found", "share", "median keys"
    );
    let mut all = Kind::default();
    for (name, mut kind) in kinds {
        row(name, &mut kind);
        all.targets += kind.targets;
        all.fair += kind.fair;
        all.keys.extend(kind.keys);
    }
    row("all", &mut all);
}

fn row(name: &str, kind: &mut Kind) {
    kind.keys.sort_unstable();
    let median = kind.keys.get(kind.keys.len() / 2).map_or("-".into(), ToString::to_string);
    let share = 100.0 * kind.keys.len() as f64 / kind.fair.max(1) as f64;
    let (targets, fair, found) = (kind.targets, kind.fair, kind.keys.len());
    println!("{name:<16} {targets:>8} {fair:>6} {found:>7} {share:>6.1} % {median:>12}");
}

/// How many answers the tier has in which the account is found, once all is typed; none, if it is
/// not found at all.
fn alike(bench: &Bench, target: &Target) -> Option<usize> {
    let (state, asked) = (bench.index.read(), ParsedQuery::of(&target.typed));
    let found: Vec<Candidate> = Candidates::of(&state, &asked).collect();
    // The document of an account has the number behind its own.
    let is_meant = |what: &What| match what {
        What::Account(id) => *id == target.account,
        What::Item(item) => item.seq == u64::from(target.account) + 1,
    };
    let tier = found.iter().find(|one| is_meant(&one.what))?.tier;
    Some(found.iter().filter(|one| one.tier == tier).count())
}

fn keys_needed(bench: &Bench, target: &Target, code: &str) -> Option<usize> {
    let code = Code(code.to_string());
    (1..=target.typed.chars().count()).find(|keys| {
        let query = target.typed.chars().take(*keys).collect();
        let hits = LookupOf { query, limit: SHOWN }.answer(&bench.view()).unwrap().hits;
        hits.iter().any(|hit| hit.customer == code)
    })
}
