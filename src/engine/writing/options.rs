//! The options for opening a book, and the business date that follows from them. May use: domain,
//! journal, the engine's ports.

use std::sync::Arc;

use crate::domain::Day;
use crate::engine::ports::{Ports, day_in_zone};
use crate::journal::{Disk, RealDisk};

/// The options for opening a book.
#[derive(Clone)]
pub struct OpenOptions {
    /// The user who opens it, for the lock.
    pub user: String,
    /// The business date, if it is not the real one.
    pub today: Option<Day>,
    /// The clock and the source of random numbers.
    pub ports: Ports,
    /// The disk of the journal.
    pub disk: Arc<dyn Disk>,
    /// Whether this is bulk work that nobody watches: the ledger is flushed late.
    pub in_bulk: bool,
}

impl OpenOptions {
    /// Options with this machine's clock and disk, and the real date.
    pub fn new(user: impl Into<String>) -> OpenOptions {
        let (today, ports) = (None, Ports::default());
        let (user, disk) = (user.into(), RealDisk::shared());
        OpenOptions { user, today, ports, disk, in_bulk: false }
    }
}

/// Returns today in the company's zone, unless the book was opened for another day.
pub(in crate::engine) fn today(options: &OpenOptions, zone: &str) -> Day {
    let now = options.ports.clock.now();
    let there = || day_in_zone(now, zone).or_else(|| Day::from_date(now.utc().date()));
    options.today.or_else(there).unwrap_or(Day::EPOCH)
}
