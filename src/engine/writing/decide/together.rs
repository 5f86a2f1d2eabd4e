//! Decides several commands for one entry: each sees what the earlier ones will have made. The rows
//! written on the way are dropped.

use crate::domain::{Command, Event, Refusal};
use crate::ledger::post::post_ahead;
use crate::store::overlay::Overlay;
use crate::store::rows::Stop;

use super::{Case, DecisionContext, decide_part};

/// The commands of one entry.
pub(super) struct Together<'a> {
    desk: &'a DecisionContext<'a>,
    rows: Overlay<'a>,
    /// The number of events before theirs in the entry.
    first: usize,
    events: Vec<Event>,
}

impl<'a> Together<'a> {
    /// No command yet; `first` events of the entry come before theirs.
    pub(super) fn new(desk: &'a DecisionContext<'a>, first: usize) -> Together<'a> {
        Together { desk, rows: Overlay::new(desk.rows), first, events: Vec::new() }
    }

    /// Decides something on the rows as they will be.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Case) -> Result<T, Stop>) -> Result<T, Stop> {
        let desk = DecisionContext { rows: &self.rows, seen: None, ..*self.desk };
        look(&Case::new(&desk, &[]))
    }

    /// Decides one more command and returns its events; `place` is the field to which a refusal is
    /// moved.
    pub(super) fn add(
        &mut self,
        command: &Command,
        place: impl FnOnce(Refusal) -> Refusal,
    ) -> Result<&[Event], Stop> {
        let desk = DecisionContext { rows: &self.rows, seen: None, ..*self.desk };
        let decided = match decide_part(&desk, command) {
            Ok(decided) => decided,
            Err(Stop::Refused(refusal)) => return Err(place(refusal).into()),
            Err(stop) => return Err(stop),
        };
        let before = self.events.len();
        let at = (self.desk.seq, self.desk.now, decided.date);
        post_ahead(&mut self.rows, at, self.first + before, &decided.events)?;
        self.events.extend(decided.events);
        Ok(self.events.get(before..).unwrap_or_default())
    }

    /// All their events, in order.
    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
