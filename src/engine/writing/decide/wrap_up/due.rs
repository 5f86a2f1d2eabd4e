//! The callbacks that a call closes: those of the customer that are due; and those that stay open beside a new one.

use crate::domain::{Day, Event, Moment, Number, Rule, Warning};
use crate::engine::ports::day_in_zone;
use crate::ledger::item::When;
use crate::ledger::tables::{
    AccountId, CALLBACKS, CALLBACKS_AT, CASES_OF, CaseKind, CaseStep, ItemId,
};
use crate::ledger::work::CALLBACK_EARLY;
use crate::ledger::{cases, item, merged};
use crate::store::rows::LedgerError;

use super::{Case, Decided};

impl Case<'_> {
    /// The customer's callbacks that a call at a moment closes, earliest first: agreed by the day of the
    /// call, and due by then or within [`CALLBACK_EARLY`] of it.
    pub(super) fn callbacks_due(
        &self,
        account: AccountId,
        at: Moment,
        date: Day,
    ) -> Result<Vec<Number>, LedgerError> {
        let root = |id| merged::root(self.rows(), id, When::ALL);
        let of = root(account)?;
        let mut due = Vec::new();
        for found in CALLBACKS_AT.scan(self.rows(), &()) {
            let ((_, id), ()) = found?;
            let row = CALLBACKS.need(self.rows(), &id)?;
            if row.when.micros() > at.micros().saturating_add(CALLBACK_EARLY) {
                break;
            }
            if row.date <= date && root(row.account)? == of {
                due.push(row.number);
            }
        }
        Ok(due)
    }

    /// Warns about the customer's first older callback, if a call agrees a new one and leaves that one open: both would
    /// have to be made.
    pub(in super::super) fn callback_stays(
        &self,
        decided: &Decided,
    ) -> Result<Option<Warning>, LedgerError> {
        let agreed = decided.events.iter().find_map(|event| match event {
            Event::CallbackScheduled(event) => Some(&event.customer),
            _ => None,
        });
        let account = agreed.map(|code| item::account(self.rows(), code)).transpose()?.flatten();
        let Some((account, _)) = account else { return Ok(None) };
        let root = |id| merged::root(self.rows(), id, When::ALL);
        let of = root(account)?;
        let is_done = |number: &Number| {
            let is_it =
                |event: &Event| matches!(event, Event::CallbackDone(it) if it.callback == *number);
            decided.events.iter().any(is_it)
        };
        for found in CALLBACKS_AT.scan(self.rows(), &()) {
            let ((_, id), ()) = found?;
            let row = CALLBACKS.need(self.rows(), &id)?;
            if root(row.account)? == of && !is_done(&row.number) {
                let day = day_in_zone(row.when, &self.desk.book.zone).unwrap_or(row.date);
                let warning = Warning::new(Rule::CallbackStays, "line");
                return Ok(Some(warning.with("callback", row.number).with("date", day)));
            }
        }
        Ok(None)
    }

    /// The callbacks that the entry of a call closed.
    pub(super) fn closed_by(
        &self,
        call: ItemId,
        account: AccountId,
    ) -> Result<Vec<Number>, LedgerError> {
        let mut closed = Vec::new();
        let root = merged::root(self.rows(), account, When::ALL)?;
        for member in merged::members(self.rows(), root, When::ALL)? {
            for found in CASES_OF.scan(self.rows(), &member.id) {
                let ((_, id), kind) = found?;
                if kind != CaseKind::Callback {
                    continue;
                }
                let steps = cases::steps(self.rows(), id)?;
                if steps
                    .iter()
                    .any(|((seq, _), step)| *seq == call.seq && step.step == CaseStep::Done)
                {
                    closed.push(CALLBACKS.need(self.rows(), &id)?.number);
                }
            }
        }
        Ok(closed)
    }
}
