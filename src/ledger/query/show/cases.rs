//! Disputes, promises, calls and callbacks in full. Erased texts are absent.

use serde::{Deserialize, Serialize};

use crate::domain::command::Direction;
use crate::domain::dispute::Outcome;
use crate::domain::event::{CallLogged, CaseText, DisputeOpened, DisputeSaid};
use crate::domain::{CallOutcome, Code, Currency, Day, Event, Moment, Money, Number};
use crate::ledger::cases;
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::item::{Recorded, When};
use crate::ledger::promises::{self, PromiseOutcome};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, CALL_ENDS, CALLBACKS, CALLS, CaseKind, CaseStep, DISPUTES, DisputeRow, ITEMS, ItemId,
    PROMISES, PromiseRow, StepRow,
};
use crate::store::rows::LedgerError;

use super::Shown;
use super::deliveries::delivery;
use super::plans::plan;
use super::timeline::{DisputeTimeline, ShownStep};
use crate::ledger::query::told::{note, today, told};

/// A dispute. Its amounts add up: original = remaining + paid + credited + cleared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownDispute {
    /// Its number.
    pub dispute: Number,
    /// The customer.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// `new`, `in_progress`, `waiting`, `resolved`, `closed` or `void`.
    pub state: String,
    /// The reason code.
    pub reason: String,
    /// The outcome, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The original amount.
    pub original: Money,
    /// What is still in dispute: owed and blocked, or paid before the dispute and claimed back.
    pub remaining: Money,
    /// What was paid since.
    pub paid: Money,
    /// What was credited.
    pub credited: Money,
    /// What was cleared in another way.
    pub cleared: Money,
    /// The opening date.
    pub opened: Day,
    /// The due date.
    pub due: Day,
    /// The owner.
    pub owner: String,
    /// The root cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// Calls and documents that belong to it.
    pub about: Vec<Number>,
    /// Its steps, in order.
    pub timeline: Vec<ShownStep>,
    /// The entry that opened it.
    pub entry: u64,
}

/// A promise, judged as of today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownPromise {
    /// Its number.
    pub promise: Number,
    /// The customer.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// The day it was made.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The promised day.
    pub by: Day,
    /// The days of tolerance after it.
    pub tolerance_days: u16,
    /// What was paid in time.
    pub paid: Money,
    /// `open`, `kept`, `part_kept`, `broken` or `withdrawn`.
    pub state: String,
    /// What arrived in time and is on account, to be allocated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_allocate: Option<Money>,
    /// From which day on it was withdrawn, if somebody did that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Day>,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The entry that made it.
    pub entry: u64,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCall {
    /// Its number.
    pub call: Number,
    /// The customer.
    pub customer: Code,
    /// The day in the company's zone.
    pub date: Day,
    /// The date.
    pub at: Moment,
    /// The direction.
    pub direction: Direction,
    /// The contact, the note and the outcome.
    #[serde(flatten)]
    pub text: CaseText,
    /// The documents and disputes it was about.
    pub about: Vec<Number>,
    /// The outcome, if the call was wrapped up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<CallOutcome>,
    /// The length in minutes, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// What was agreed in it: promises, disputes, callbacks, deliveries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Number>,
    /// The day on which that was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Day>,
    /// The user who logged it.
    pub by: String,
    /// The entry that holds it.
    pub entry: u64,
}

/// A callback.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCallback {
    /// Its number.
    pub callback: Number,
    /// The customer to call.
    pub customer: Code,
    /// The day on which it was agreed.
    pub date: Day,
    /// The time.
    pub at: Moment,
    /// `open`, `done`, or `cancelled` if the call in which it was agreed was taken back.
    pub state: String,
    /// The contact to ask for and the subject.
    #[serde(flatten)]
    pub text: CaseText,
    /// The documents that it is about.
    pub about: Vec<Number>,
    /// The user who scheduled it.
    pub by: String,
    /// The entry that holds it.
    pub entry: u64,
}

/// A case of any kind.
pub(in crate::ledger::query) fn case(
    view: &View,
    kind: CaseKind,
    id: ItemId,
) -> Result<Shown, LedgerError> {
    case_by(view, &ClaimsByAccount::new(view.rows), (kind, id))
}

/// The same, with the claims that were read already.
pub(in crate::ledger::query) fn case_by(
    view: &View,
    claims: &ClaimsByAccount,
    (kind, id): (CaseKind, ItemId),
) -> Result<Shown, LedgerError> {
    Ok(match kind {
        CaseKind::Dispute => Shown::Dispute(dispute(view, id)?),
        CaseKind::Promise => Shown::Promise(promise(view, claims, id)?),
        CaseKind::Call => Shown::Call(call(view, id)?),
        CaseKind::Callback => Shown::Callback(callback(view, id)?),
        CaseKind::Delivery => Shown::Delivery(delivery(view, id)?),
        CaseKind::Plan => Shown::Plan(plan(view, id)?),
    })
}

fn other(id: ItemId) -> LedgerError {
    LedgerError::Contradiction(format!("entry {} holds another event", id.seq))
}

/// A dispute as of today, or as of its opening if that is later.
pub(in crate::ledger::query) fn standing(
    view: &View,
    id: ItemId,
    row: &DisputeRow,
) -> Result<cases::Standing, LedgerError> {
    let invoice = ITEMS.need(view.rows, &row.invoice)?;
    let all = cases::disputes_on(view.rows, row.invoice, &invoice, today(view, row.date))?;
    all.into_iter().find(|standing| standing.id == id).ok_or_else(|| other(id))
}

/// A dispute as of today.
pub fn dispute(view: &View, id: ItemId) -> Result<ShownDispute, LedgerError> {
    let row = DISPUTES.need(view.rows, &id)?;
    let invoice = ITEMS.need(view.rows, &row.invoice)?;
    let when = today(view, row.date);
    let standing = standing(view, id, &row)?;
    let (entry, event) = told(view, id.seq, id.place, row.at)?;
    let Event::DisputeOpened(opened) = event else { return Err(other(id)) };
    let root_cause = opened.said.root_cause().map(str::to_string);
    let DisputeOpened { customer, about, said: DisputeSaid { text, .. }, .. } = opened;
    let first = ShownStep {
        date: row.date,
        step: "open_dispute".into(),
        to: None,
        amount: Some(row.amount),
        credit_note: None,
        by: entry.by,
        note: text.and_then(|text| text.note),
        root_cause: root_cause.clone(),
        entry: id.seq,
    };
    let mut story = DisputeTimeline { timeline: vec![first], outcome: None, root_cause, about };
    for (at, step) in cases::steps(view.rows, id)? {
        if when.counts(step.date, at.0) {
            story.add(view, at, &step)?;
        }
    }
    let money = |minor| Money::from_minor(minor, row.amount.scale());
    Ok(ShownDispute {
        dispute: row.number,
        customer,
        invoice: invoice.number,
        state: standing.state.word().into(),
        reason: row.reason,
        outcome: story.outcome.filter(|_| !standing.state.is_live()),
        currency: invoice.currency,
        original: money(standing.parts.original()),
        remaining: money(standing.parts.remaining),
        paid: money(standing.parts.paid),
        credited: money(standing.parts.credited),
        cleared: money(standing.parts.cleared),
        opened: row.date,
        due: standing.due,
        owner: standing.owner,
        root_cause: story.root_cause,
        about: story.about,
        timeline: story.timeline,
        entry: id.seq,
    })
}

/// The root cause as of a moment: the last one noted counts. `None` if there is none, or if it was
/// erased.
pub fn root_cause(
    view: &View,
    id: ItemId,
    row: &DisputeRow,
    when: When,
) -> Result<Option<String>, LedgerError> {
    let (_, event) = told(view, id.seq, id.place, row.at)?;
    let Event::DisputeOpened(opened) = event else { return Err(other(id)) };
    let mut cause = opened.said.root_cause().map(str::to_string);
    for ((seq, place), step) in cases::steps(view.rows, id)? {
        if matches!(step.step, CaseStep::Noted { .. }) && when.counts(step.date, seq) {
            let (_, event) = told(view, seq, place, step.at)?;
            let Event::DisputeNoted(noted) = event else { return Err(other(id)) };
            cause = noted.said.root_cause().map(str::to_string).or(cause);
        }
    }
    Ok(cause)
}

/// A promise, judged as of today.
pub fn promise(
    view: &View,
    claims: &ClaimsByAccount,
    id: ItemId,
) -> Result<ShownPromise, LedgerError> {
    let row = PROMISES.need(view.rows, &id)?;
    let claims = claims.of(row.account, today(view, row.date));
    let judged = promises::judge(&claims, id, &row)?;
    promise_with(view, id, row, &PromiseOutcome::of(&judged))
}

/// The same where it is known how it stands.
pub(in crate::ledger::query) fn promise_with(
    view: &View,
    id: ItemId,
    row: PromiseRow,
    outcome: &PromiseOutcome,
) -> Result<ShownPromise, LedgerError> {
    let invoice = ITEMS.need(view.rows, &row.invoice)?;
    let when = today(view, row.date);
    let steps = cases::steps(view.rows, id)?;
    let withdrawn = steps.iter().find(|((seq, _), step)| when.counts(step.date, *seq));
    let note = note(view, (id.seq, id.place), row.at)?;
    Ok(ShownPromise {
        promise: row.number,
        customer: ACCOUNTS.need(view.rows, &row.account)?.code,
        invoice: invoice.number,
        date: row.date,
        amount: row.amount,
        currency: invoice.currency,
        by: row.by,
        tolerance_days: row.tolerance_days,
        paid: outcome.paid,
        state: outcome.state.word().into(),
        to_allocate: Some(outcome.to_allocate).filter(|waiting| waiting.is_positive()),
        withdrawn: withdrawn.map(|(_, step)| step.date),
        note,
        entry: id.seq,
    })
}

/// A call.
pub fn call(view: &View, id: ItemId) -> Result<ShownCall, LedgerError> {
    let row = CALLS.need(view.rows, &id)?;
    let (entry, event) = told(view, id.seq, id.place, row.at)?;
    let Event::CallLogged(CallLogged { customer, about, text, .. }) = event else {
        return Err(other(id));
    };
    let end = CALL_ENDS.get(view.rows, &id)?;
    Ok(ShownCall {
        call: row.number,
        customer,
        date: row.date,
        at: row.when,
        direction: row.direction,
        text: text.unwrap_or_default(),
        about,
        ended: end.as_ref().and_then(|end| end.outcome),
        minutes: end.as_ref().and_then(|end| end.minutes),
        taken_back: end.as_ref().and_then(|end| end.undone).map(|(date, _)| date),
        agreed: end.map(|end| end.parts).unwrap_or_default(),
        by: entry.by,
        entry: id.seq,
    })
}

/// Whether a callback ended because its call was taken back: that entry has this event first, and the step after it.
fn is_taken_back(view: &View, (seq, place): Recorded, step: &StepRow) -> Result<bool, LedgerError> {
    if place == 0 {
        return Ok(false);
    }
    let (_, event) = told(view, seq, 0, step.at)?;
    Ok(matches!(event, Event::WrapUpUndone(_)))
}

/// A callback.
pub fn callback(view: &View, id: ItemId) -> Result<ShownCallback, LedgerError> {
    let row = CALLBACKS.need(view.rows, &id)?;
    let (entry, event) = told(view, id.seq, id.place, row.at)?;
    let Event::CallbackScheduled(event) = event else { return Err(other(id)) };
    let state = match cases::steps(view.rows, id)?.first() {
        None => "open",
        Some((at, step)) if is_taken_back(view, *at, step)? => "cancelled",
        Some(_) => "done",
    };
    Ok(ShownCallback {
        callback: row.number,
        customer: event.customer,
        date: row.date,
        at: row.when,
        state: state.into(),
        text: event.text.unwrap_or_default(),
        about: event.about,
        by: entry.by,
        entry: id.seq,
    })
}
