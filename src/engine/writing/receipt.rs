//! What a command came to, or would come to. May use: domain, journal, ledger.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::event::GivenUp;
use crate::domain::{Event, Number, Warning};
use crate::journal::Entry;
use crate::ledger::item;
use crate::store::rows::Rows;

/// What a command came to: proof that it is on disk.
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
    /// What looked wrong when it was carried out. They are not kept: a receipt that is given again
    /// has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl Receipt {
    pub(in crate::engine) fn of(entry: &Entry) -> Receipt {
        let (made, overrode) = (entry.made(), entry.overrode());
        Receipt { id: entry.id, seq: entry.seq, made, overrode, warnings: Vec::new() }
    }

    /// The number of the first thing of this kind that was made.
    pub fn number(&self, what: &str) -> Option<&str> {
        self.made.iter().find(|(made, _)| made == what).map(|(_, number)| number.as_str())
    }
}

/// What would become of a command: its receipt, were it carried out now, and what would happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The receipt.
    pub receipt: Receipt,
    /// What would happen, in order; nothing, where it was carried out before.
    pub events: Vec<Event>,
    /// Why each write-off that would be taken back was made.
    pub given_up: Vec<(Number, GivenUp)>,
}

impl Preview {
    /// Whether a command with this id was carried out before.
    pub fn is_repeat(&self) -> bool {
        self.events.is_empty()
    }
}

/// Why each write-off was made that these events take back.
pub(in crate::engine) fn given_up(rows: &dyn Rows, events: &[Event]) -> Vec<(Number, GivenUp)> {
    let reason = |event: &Event| {
        let Event::WriteOffTakenBack(taken) = event else { return None };
        // What cannot be read is taken back without its reason.
        let (_, row) = item::item(rows, &taken.write_off).ok()??;
        Some((taken.write_off.clone(), row.given_up?))
    };
    events.iter().filter_map(reason).collect()
}
