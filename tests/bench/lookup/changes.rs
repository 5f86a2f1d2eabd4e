//! Ten thousand accounts change while somebody searches: each is found by the next keystroke, and
//! the parts are put together meanwhile.

use std::sync::RwLock;
use std::time::Instant;

use daybook::domain::Code;
use daybook::ledger::lookup::SharedRows;
use daybook::ledger::lookup::card;
use daybook::ledger::query::Question;
use daybook::ledger::query::lookup::LookupOf;
use daybook::ledger::tables::{ACCOUNTS, CARDS, CARDS_IN_ROW};
use daybook::store::LedgerError;
use daybook::store::overlay::Over;
use daybook::store::{Batch, Rows};

use crate::book::Bench;
use crate::{SEEDS, SHOWN, names, summary};

const CHANGES: u32 = 10_000;

/// Rows with changes above them.
struct Changed<'a> {
    base: &'a dyn Rows,
    above: RwLock<Batch>,
}

impl Changed<'_> {
    fn seen<T>(&self, look: impl FnOnce(&dyn Rows) -> T) -> T {
        let above = self.above.read().unwrap();
        look(&Over { base: self.base, above: &above.writes })
    }
}

impl SharedRows for Changed<'_> {
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.seen(look)
    }
}

pub fn run(accounts: u32) {
    let cards = names::cards(accounts, SEEDS.0);
    let bench = Bench::of(&cards);
    // What is changed lies above the rows that were there, as in a book that is open.
    let changed = Changed { base: &bench.rows, above: RwLock::default() };
    let index = &bench.index;
    std::thread::scope(|scope| {
        let keeper = scope.spawn(|| index.keep(&changed, &|| bench.today));
        while !index.is_complete() {
            std::thread::yield_now();
        }
        let (mut searching, mut noting) = (Vec::new(), Vec::new());
        for n in 0..CHANGES {
            let id = 1 + (u64::from(n) * 7_919 % u64::from(accounts)) as u32;
            let name = format!("Changed{n:05} Kigali {}", cards[id as usize - 1].name);
            let batch = changed.seen(|rows| renamed(rows, id, &name));
            changed.above.write().unwrap().writes.extend(batch.writes.clone());
            let began = Instant::now();
            changed.seen(|rows| index.note(rows, &batch, bench.today)).unwrap();
            noting.push(began.elapsed().as_secs_f64() * 1e6);
            let query = format!("changed{n:05}");
            let began = Instant::now();
            let asked = LookupOf { query, limit: SHOWN };
            let hits = changed.seen(|rows| asked.answer(&bench.view_of(rows))).unwrap().hits;
            searching.push(began.elapsed().as_secs_f64() * 1e6);
            assert_eq!(
                hits[0].customer.0,
                cards[id as usize - 1].code,
                "found by the next keystroke"
            );
        }
        index.stop();
        keeper.join().unwrap();
        let (middle, late, longest) = summary(&mut searching);
        println!("{CHANGES} changes among {accounts} accounts, each found by the next keystroke");
        println!("keystroke, µs: p50 {middle:.0}, p99 {late:.0}, max {longest:.0}");
        let (middle, late, longest) = summary(&mut noting);
        println!("what the writer waits, µs: p50 {middle:.0}, p99 {late:.0}, max {longest:.0}");
        println!("{:?}", index.size());
    });
}

fn renamed(rows: &dyn Rows, id: u32, name: &str) -> Batch {
    let mut batch = Batch::default();
    let mut account = ACCOUNTS.need(rows, &id).unwrap();
    account.name = name.to_string();
    ACCOUNTS.put(&mut batch, &id, &account).unwrap();
    let details =
        daybook::domain::event::CustomerDetails { name: name.to_string(), ..Default::default() };
    let line = card::line(id, &Code(account.code.0.clone()), Some(&details));
    let lines = CARDS.need(rows, &(id / CARDS_IN_ROW)).unwrap();
    CARDS.put(&mut batch, &(id / CARDS_IN_ROW), &card::with_line(&lines, id, &line)).unwrap();
    batch
}
