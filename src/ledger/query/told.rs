//! The events of cases, their steps, and deliveries, read from the journal.

use crate::domain::{Day, Event};
use crate::journal::Entry;
use crate::ledger::item::When;
use crate::ledger::query::View;
use crate::ledger::tables::Place;
use crate::store::rows::LedgerError;

/// The entry of a case or a step, and the event at a place in it.
pub(in crate::ledger::query) fn told(
    view: &View,
    seq: u64,
    place: u16,
    at: Place,
) -> Result<(Entry, Event), LedgerError> {
    let mut entry = view.entry(seq, at.pos, at.private_pos)?;
    let place = usize::from(place);
    if place >= entry.events.len() {
        return Err(LedgerError::Contradiction(format!("entry {seq} has no event {place}")));
    }
    let event = entry.events.swap_remove(place);
    Ok((entry, event))
}

/// Everything effective today, or on the day of the case itself if that is later.
pub(in crate::ledger::query) fn today(view: &View, date: Day) -> When {
    When { as_of: view.today.max(date), known_at: u64::MAX }
}
