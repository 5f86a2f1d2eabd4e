//! The outcome of a command, real or previewed. May use: domain, journal, ledger.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::event::GivenUp;
use crate::domain::{Event, Number, Warning};
use crate::journal::Entry;
use crate::ledger::item;
use crate::store::rows::Rows;

/// The outcome of a command: proof that it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The command's id.
    pub id: Uuid,
    /// The entry's number.
    pub seq: u64,
    /// What was made, with its number, in order.
    pub made: Vec<(String, String)>,
    /// The rules that were overridden, by name.
    pub overrode: Vec<String>,
    /// The warnings at the time. They are not kept: a receipt that is given again has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl Receipt {
    pub(in crate::engine) fn of(entry: &Entry) -> Receipt {
        let (made, overrode) = (entry.made(), entry.overrode());
        Receipt { id: entry.id, seq: entry.seq, made, overrode, warnings: Vec::new() }
    }

    /// Returns the number of the first thing of this kind that was made.
    pub fn number(&self, what: &str) -> Option<&str> {
        self.made.iter().find(|(made, _)| made == what).map(|(_, number)| number.as_str())
    }
}

/// The preview of a command: the receipt and the events it would have if it were carried out now.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The receipt.
    pub receipt: Receipt,
    /// The events, in order; none if it was carried out before.
    pub events: Vec<Event>,
    /// The reason of each write-off that would be reversed.
    pub given_up: Vec<(Number, GivenUp)>,
}

impl Preview {
    /// Whether a command with this id was carried out before.
    pub fn is_repeat(&self) -> bool {
        self.events.is_empty()
    }
}

/// Returns the reason of each write-off that these events reverse.
pub(in crate::engine) fn given_up(rows: &dyn Rows, events: &[Event]) -> Vec<(Number, GivenUp)> {
    let reason = |event: &Event| {
        let Event::WriteOffTakenBack(taken) = event else { return None };
        // One that cannot be read is reversed without its reason.
        let (_, row) = item::item(rows, &taken.write_off).ok()??;
        Some((taken.write_off.clone(), row.given_up?))
    };
    events.iter().filter_map(reason).collect()
}
