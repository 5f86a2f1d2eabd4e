//! Matching: which items a bank line pays, what an amount is made of, how right the suggestions are.

mod detective;
mod lines;
mod month;
mod properties;
mod together;

use daybook::domain::Day;
use daybook::matching::{
    Certainty, Learnt, MatchBook, MatchItem, MatchLine, MatchPayer, MatchSignal, Suggestion,
};

/// 1 November 2026.
fn day() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

fn item(customer: u32, number: &str, open: i64) -> MatchItem {
    MatchItem {
        customer,
        number: number.to_string(),
        reference: None,
        due: day(),
        issued: day().plus(-30).unwrap(),
        open,
        discount: 0,
        discount_until: None,
        disputed: 0,
    }
}

fn payer(customer: u32, name: &str) -> MatchPayer {
    MatchPayer { customer, name: name.to_string(), ..MatchPayer::default() }
}

fn line(amount: i64, payer: &str, text: &str) -> MatchLine {
    MatchLine {
        date: day(),
        amount,
        fee: 0,
        payer: (!payer.is_empty()).then(|| payer.to_string()),
        payer_account: None,
        text: text.to_string(),
        references: Vec::new(),
        is_return: false,
    }
}

/// Three customers: Acme owes three invoices, Kigali Bakery two, and Jean Uwimana one.
#[derive(Debug)]
struct Office {
    items: Vec<MatchItem>,
    payers: Vec<MatchPayer>,
    learnt: Vec<Learnt>,
}

fn office() -> Office {
    let items = vec![
        item(1, "INV-2026-00012", 118_013),
        item(1, "INV-2026-00123", 240_777),
        item(1, "INV-2026-01042", 55_031),
        item(2, "INV-2026-00200", 118_013),
        item(2, "INV-2026-00201", 77_919),
        item(3, "INV-2026-00300", 31_333),
    ];
    let payers =
        vec![payer(1, "Acme Trading Ltd"), payer(2, "Kigali Bakery"), payer(3, "Jean Uwimana")];
    Office { items, payers, learnt: Vec::new() }
}

impl Office {
    fn suggest(&self, line: &MatchLine) -> Vec<Suggestion> {
        MatchBook::new(&self.items, &self.payers, &self.learnt).suggest(line)
    }

    /// The best suggestion, with what it allocates.
    fn best(&self, line: &MatchLine) -> (Certainty, Vec<(u32, i64)>) {
        let first = self.suggest(line).remove(0);
        (first.certainty, first.allocate)
    }

    fn sure(&self, line: &MatchLine) -> Vec<(u32, i64)> {
        let found = self.suggest(line);
        assert_eq!(found[0].certainty, Certainty::Sure, "{line:?}: {found:?}");
        found[0].allocate.clone()
    }

    fn not_sure(&self, line: &MatchLine) -> Vec<Suggestion> {
        let found = self.suggest(line);
        assert!(found.iter().all(|one| one.certainty < Certainty::Sure), "{line:?}: {found:?}");
        found
    }
}

/// The items that a suggestion says are named.
fn named(found: &Suggestion) -> Vec<u32> {
    let of = |signal: &MatchSignal| match signal {
        MatchSignal::Reference(items)
        | MatchSignal::CheckedReference(items)
        | MatchSignal::PartOfNumber(items) => items.clone(),
        _ => Vec::new(),
    };
    found.reason.iter().flat_map(of).collect()
}

fn has(found: &Suggestion, is: impl Fn(&MatchSignal) -> bool) -> bool {
    found.reason.iter().any(is)
}
