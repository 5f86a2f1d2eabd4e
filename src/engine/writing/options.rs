//! How a book is opened, and the business date that follows from it. May use: domain, journal, the
//! engine's ports.

use std::sync::Arc;

use crate::domain::Day;
use crate::engine::ports::{Ports, day_in_zone};
use crate::journal::{Disk, RealDisk};

/// How a book is opened.
#[derive(Clone)]
pub struct OpenOptions {
    /// Who opens it, for the lock.
    pub user: String,
    /// The business date, where it is not the real one.
    pub today: Option<Day>,
    /// Clock and random numbers.
    pub ports: Ports,
    /// Where the journal is kept.
    pub disk: Arc<dyn Disk>,
    /// Whether much is done at once and nobody looks on: the ledger is written down late.
    pub in_bulk: bool,
}

impl OpenOptions {
    /// The machine's own clock and disk, and the real date.
    pub fn new(user: impl Into<String>) -> OpenOptions {
        let (today, ports) = (None, Ports::default());
        let (user, disk) = (user.into(), RealDisk::shared());
        OpenOptions { user, today, ports, disk, in_bulk: false }
    }
}

/// Today in the company's zone, unless the book was opened for another day.
pub(in crate::engine) fn today(options: &OpenOptions, zone: &str) -> Day {
    let now = options.ports.clock.now();
    let there = || day_in_zone(now, zone).or_else(|| Day::from_date(now.utc().date()));
    options.today.or_else(there).unwrap_or(Day::EPOCH)
}
