//! The events of cases, their steps, and deliveries, read from the journal.

use crate::domain::{Cause, Day, Event};
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

/// The note of a case or a step whose event has nothing else that its row lacks. The entry is read only if its private
/// record may hold one.
pub(in crate::ledger::query) fn note(
    view: &View,
    (seq, place): (u64, u16),
    at: Place,
) -> Result<Option<String>, LedgerError> {
    let may_say = view.journal.may_say(at.private_pos);
    if !may_say.map_err(|error| LedgerError::Journal(Cause::of(&error)))? {
        return Ok(None);
    }
    let (_, mut event) = told(view, seq, place, at)?;
    Ok(event.text().and_then(Option::take).and_then(|text| text.note))
}

/// Everything effective today, or on the day of the case itself if that is later.
pub(in crate::ledger::query) fn today(view: &View, date: Day) -> When {
    When { as_of: view.today.max(date), known_at: u64::MAX }
}
