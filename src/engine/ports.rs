//! The engine's ports to the outside: time, random bytes, and reports of progress. May use: domain,
//! ledger, getrandom, uuid.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

pub use crate::ledger::day_in_zone;

use crate::domain::Moment;

use super::temporary::temporary;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> Moment;

    /// The time that the file system of `folder` gives to a file written now: a file server has a clock
    /// of its own. `None` if that can't be found out.
    fn of_files(&self, _folder: &Path) -> Option<Moment> {
        None
    }
}

/// Makes bytes that nobody can guess, or, in a simulation, that anyone can repeat.
pub trait Random: Send + Sync {
    /// Sixteen random bytes.
    fn bytes(&self) -> [u8; 16];
}

/// Receives reports of progress from long work.
pub trait Progress {
    /// `done` of `total` bytes of the journal.
    fn at(&mut self, what: &'static str, done: u64, total: u64);
}

/// Ignores progress.
pub struct Silent;

impl Progress for Silent {
    fn at(&mut self, _: &'static str, _: u64, _: u64) {}
}

/// The machine's clock.
pub struct MachineClock;

/// A day before the year 3000 begins in UTC, in seconds since 1970: it has not begun in any time zone.
const YEAR_3000: u64 = 32_503_593_600;

impl MachineClock {
    /// Whether entries can be recorded at a time: in the years 1970 to 2999.
    pub fn can_tell(now: SystemTime) -> bool {
        now.duration_since(UNIX_EPOCH).is_ok_and(|since| since.as_secs() < YEAR_3000)
    }
}

impl Clock for MachineClock {
    fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn of_files(&self, folder: &Path) -> Option<Moment> {
        let (path, file) = temporary(folder).ok()?;
        let written = file.metadata().and_then(|meta| meta.modified());
        // A file that stays is removed with the other leftovers.
        let _ = std::fs::remove_file(path);
        let since = written.ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_micros()).ok().map(Moment::from_micros)
    }
}

/// The machine's random numbers.
pub struct MachineRandom;

impl Random for MachineRandom {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        // Without the system's random numbers, the time still keeps ids apart.
        if getrandom::fill(&mut bytes).is_err() {
            bytes[..8].copy_from_slice(&MachineClock.now().micros().to_le_bytes());
        }
        bytes
    }
}

/// The ports of a book, shared.
#[derive(Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
}

impl Default for Ports {
    fn default() -> Ports {
        Ports { clock: Arc::new(MachineClock), random: Arc::new(MachineRandom) }
    }
}

impl Ports {
    /// A new id for a command: a UUID of version 7, in the order of time.
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().micros() / 1_000).unwrap_or(0);
        let random = self.random.bytes();
        let mut ten = [0; 10];
        ten.copy_from_slice(&random[..10]);
        uuid::Builder::from_unix_timestamp_millis(millis, &ten).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_1970_or_in_the_year_3000_tells_nothing() {
        let second = std::time::Duration::from_secs(1);
        assert!(MachineClock::can_tell(UNIX_EPOCH) && MachineClock::can_tell(SystemTime::now()));
        assert!(!MachineClock::can_tell(UNIX_EPOCH - second));
        let at = |seconds| UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        assert!(
            MachineClock::can_tell(at(YEAR_3000 - 1)) && !MachineClock::can_tell(at(YEAR_3000))
        );
        let last = Moment::from_micros(32_503_593_599_000_000);
        for zone in ["Africa/Kigali", "Pacific/Kiritimati", "Etc/GMT+12"] {
            assert!(day_in_zone(last, zone).is_some(), "{zone}");
        }
    }

    #[test]
    fn a_day_begins_in_the_companys_zone() {
        let late: Moment = "2026-11-21T22:30:00.000000Z".parse().unwrap_or(Moment::from_micros(0));
        let day = |zone| day_in_zone(late, zone).map(|day| day.to_string());
        assert_eq!(day("Africa/Kigali"), Some("2026-11-22".into()));
        assert_eq!(day("America/Toronto"), Some("2026-11-21".into()));
        assert_eq!(day("Africa/Nowhere"), None);
    }

    #[test]
    fn ids_are_of_version_7_and_differ() {
        let ports = Ports::default();
        let (one, two) = (ports.new_id(), ports.new_id());
        assert_eq!(one.get_version_num(), 7);
        assert_ne!(one, two);
    }
}
