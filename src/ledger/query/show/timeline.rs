//! The steps of a dispute, as they are shown. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::dispute::{DisputeState, Outcome};
use crate::domain::{Day, Event, Money, Number};
use crate::ledger::item::Recorded;
use crate::ledger::query::View;
use crate::ledger::query::told::told;
use crate::ledger::tables::{CaseStep, StepRow};
use crate::store::rows::LedgerError;

/// A step of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownStep {
    /// The date.
    pub date: Day,
    /// The command.
    pub step: String,
    /// The new state, or the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What was disputed, credited, split off or joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The credit note that it was resolved with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<Number>,
    /// The user.
    pub by: String,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The root cause that was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// The entry.
    pub entry: u64,
}

/// The steps of a dispute, while they are read.
pub(super) struct DisputeTimeline {
    pub(super) timeline: Vec<ShownStep>,
    pub(super) outcome: Option<Outcome>,
    pub(super) root_cause: Option<String>,
    pub(super) about: Vec<Number>,
}

impl DisputeTimeline {
    /// Adds the step at a place in the journal.
    pub(super) fn add(
        &mut self,
        view: &View,
        at: Recorded,
        row: &StepRow,
    ) -> Result<(), LedgerError> {
        let (seq, place) = at;
        let (entry, mut event) = told(view, seq, place, row.at)?;
        let root_cause = match &event {
            Event::DisputeNoted(noted) => noted.said.root_cause().map(str::to_string),
            _ => None,
        };
        let note = event.text().and_then(Option::take).and_then(|text| text.note);
        let amount = match row.step {
            CaseStep::Resolved(Outcome::Credit, sum)
            | CaseStep::Split(sum)
            | CaseStep::Joined(_, sum) => Some(sum),
            _ => None,
        };
        let credit_note = match &event {
            Event::DisputeResolved(resolved) => resolved.credit_note.clone(),
            _ => None,
        };
        let to = match row.step {
            CaseStep::Moved(to) => Some(DisputeState::from(to).word().to_string()),
            CaseStep::Resolved(ended, _) => {
                self.outcome = Some(ended);
                Some(ended.word().to_string())
            }
            CaseStep::Split(_) | CaseStep::Joined(..) => match &event {
                Event::DisputeSplit(split) => Some(split.into.0.clone()),
                Event::DisputeJoined(joined) => Some(joined.into.0.clone()),
                _ => None,
            },
            CaseStep::TookOver(_) => match &event {
                Event::DisputeJoined(joined) => Some(joined.dispute.0.clone()),
                _ => None,
            },
            CaseStep::Noted { .. } | CaseStep::Withdrawn | CaseStep::Done => None,
        };
        let (date, step) = (row.date, event.command().to_string());
        let (by, cause) = (entry.by, root_cause.clone());
        self.timeline.push(ShownStep {
            date,
            step,
            to,
            amount,
            credit_note,
            by,
            note,
            root_cause: cause,
            entry: seq,
        });
        if let Event::DisputeNoted(noted) = event {
            self.root_cause = root_cause.or(self.root_cause.take());
            self.about.extend(noted.about);
        }
        Ok(())
    }
}
