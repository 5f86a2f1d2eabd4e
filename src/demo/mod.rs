//! A realistic book of made-up data: two years of invoices, most paid in time, some late or in part;
//! credit notes and voids, disputes in every state, calls, promises kept and broken, cheques that
//! bounce, drafts, and items from an earlier system. The same seed and day give the same journal, to
//! the last byte. May use: domain, engine, ledger queries, assets, rand.

mod people;
mod plan;
mod steps;

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::domain::{Cause, Day, Envelope, Moment, Number};
use crate::engine::ports::{Clock, Ports, Progress, Random};
use crate::engine::shared::Shared;
use crate::engine::{BookError, BookWriter, Failure, NewBook, OpenOptions, Submission};
use crate::journal::Head;

use plan::Plan;
use steps::DemoStep;

/// The size and the seed of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoSpec {
    /// The number of customers.
    pub customers: usize,
    /// The number of invoices.
    pub invoices: usize,
    /// The seed.
    pub seed: u64,
    /// The last day of the story.
    pub today: Day,
}

/// The length of the story in days.
pub const DAYS: i64 = 730;

/// The number of commands that share a sync.
const TOGETHER: usize = 2_000;

/// The story's clock: a little later each time it is read.
struct StoryClock(AtomicI64);

impl StoryClock {
    fn set(&self, day: Day) {
        let days = day.days_since(Day::EPOCH);
        // 06:30 UTC is 8:30 in Kigali.
        let micros = (days * 86_400 + 6 * 3_600 + 1_800) * 1_000_000;
        self.0.fetch_max(micros, Ordering::Relaxed);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.fetch_add(1_700_001, Ordering::Relaxed))
    }
}

/// Random bytes from the seed.
struct StoryRandom(Mutex<ChaCha8Rng>);

impl Random for StoryRandom {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let mut chance = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        chance.fill_bytes(&mut bytes);
        bytes
    }
}

/// Makes the book in `folder`, which must not contain one.
pub fn make(folder: &Path, spec: DemoSpec, progress: &mut dyn Progress) -> Result<Head, Failure> {
    let first = spec.today.plus(1 - DAYS).unwrap_or(spec.today);
    let clock = Arc::new(StoryClock(AtomicI64::new(0)));
    clock.set(first);
    let random = StoryRandom(Mutex::new(ChaCha8Rng::seed_from_u64(spec.seed ^ 0x5A17)));
    let ports = Ports { clock: clock.clone(), random: Arc::new(random) };
    let options = OpenOptions { ports, in_bulk: true, ..OpenOptions::new("eva") };
    let new = NewBook {
        company: "Kigali Stationers Ltd".into(),
        country: "RW".into(),
        currency: "RWF".into(),
        zone: None,
        made_up: true,
        tax_id: Some("101234567".into()),
        address: Some("KN 4 Ave 12, Kigali".into()),
    };
    let mut book = BookWriter::create(folder, &new, options)?;
    let mut plan = Plan::new(spec, first).map_err(|error| BookError::Data(Cause::text(error)))?;
    for n in 0..DAYS {
        let Some(day) = first.plus(n) else { break };
        clock.set(day);
        // What depends on a document of the same day needs its number, so it is issued first.
        let issued = plan.issue(day);
        carry_out(&mut book, &mut plan, day, issued)?;
        let followed = plan.follow_up(day, &book.shared());
        carry_out(&mut book, &mut plan, day, followed)?;
        progress.at("making", u64::try_from(n).unwrap_or(0), u64::try_from(DAYS).unwrap_or(0));
    }
    Ok(book.close()?)
}

/// A command of the story, and what to do with its receipt.
struct StoryCommand {
    by: &'static str,
    envelope: Envelope,
    then: Then,
}

/// What follows from a receipt.
enum Then {
    Nothing,
    /// Plan what happens to the invoice, now that it has a number; the customer's place.
    Invoiced(usize),
    /// Plan what happens to what was made, days later.
    Follow {
        customer: usize,
        what: &'static str,
        steps: Vec<(i64, DemoStep)>,
    },
}

fn carry_out(
    book: &mut BookWriter,
    plan: &mut Plan,
    day: Day,
    told: Vec<StoryCommand>,
) -> Result<(), Failure> {
    let mut told = told;
    while !told.is_empty() {
        let rest = told.split_off(told.len().min(TOGETHER));
        let together = std::mem::replace(&mut told, rest);
        let submissions: Vec<Submission> =
            together.iter().map(|told| Submission::of(told.by, told.envelope.clone())).collect();
        for (told, outcome) in together.into_iter().zip(book.commit(&submissions)) {
            let receipt = match outcome {
                Ok(receipt) => receipt,
                // The story sometimes asks for too much (a limit is reached), and the book refuses.
                Err(Failure::Refused(_)) => continue,
                Err(failure) => return Err(failure),
            };
            let made = |what| receipt.number(what).map(|number| Number(number.to_string()));
            match told.then {
                Then::Nothing => {}
                Then::Invoiced(customer) => {
                    if let Some(invoice) = made("invoice") {
                        plan.invoiced(customer, &invoice, day);
                    }
                }
                Then::Follow { customer, what, steps } => {
                    if let Some(number) = made(what) {
                        plan.follow(customer, &number, day, steps);
                    }
                }
            }
        }
    }
    Ok(())
}

/// What is left of an invoice or a payment.
fn left_of(shared: &Shared, invoice: &Number) -> Option<crate::domain::Money> {
    shared.view(|view| {
        let (id, row) = crate::ledger::item::item(view.rows, invoice).ok()??;
        crate::ledger::item::left(view.rows, id, &row).ok()
    })
}
