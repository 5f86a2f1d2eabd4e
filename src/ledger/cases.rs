//! The state of disputes at a moment. It is not stored: it follows from how they were opened, their
//! steps since, and what changed the invoice. Promises are judged in [`promises`](super::promises). May
//! use: the rest of the ledger, domain.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::dispute::{DisputeState, Parts};
use crate::domain::{Day, Money, Number};

pub use super::disputes::Standing;
use super::disputes::{DisputeFold, DisputePart};
use super::item::{self, Recorded, When};
use super::tables::{
    AccountId, CALLBACKS, CALLS, CASES, CaseKind, CaseStep, DISPUTES, DISPUTES_ON, DisputeRow,
    ITEMS, ItemId, ItemKind, ItemRow, MoveKind, MoveRow, OUTBOX, PLANS, PROMISES, REASONS, STEPS,
    StepRow, TOTALS,
};
use crate::store::rows::{LedgerError, Rows};

/// The case of a kind with this number, in upper or lower case.
pub fn case(
    rows: &dyn Rows,
    kind: CaseKind,
    number: &Number,
) -> Result<Option<ItemId>, LedgerError> {
    let found = CASES.get(rows, &number.folded())?;
    Ok(found.filter(|(of, _)| *of == kind).map(|(_, id)| id))
}

/// The company's own reasons for disputes, in alphabetical order.
pub fn own_reasons(rows: &dyn Rows) -> Result<Vec<String>, LedgerError> {
    REASONS.scan(rows, &()).map(|found| Ok(found?.0)).collect()
}

/// The account and the number of a case.
pub fn whose(
    rows: &dyn Rows,
    kind: CaseKind,
    id: ItemId,
) -> Result<(AccountId, Number), LedgerError> {
    match kind {
        CaseKind::Dispute => DISPUTES.need(rows, &id).map(|row| (row.account, row.number)),
        CaseKind::Promise => PROMISES.need(rows, &id).map(|row| (row.account, row.number)),
        CaseKind::Call => CALLS.need(rows, &id).map(|row| (row.account, row.number)),
        CaseKind::Callback => CALLBACKS.need(rows, &id).map(|row| (row.account, row.number)),
        CaseKind::Plan => PLANS.need(rows, &id).map(|row| (row.account, row.number)),
        CaseKind::Delivery => OUTBOX.need(rows, &id).map(|row| (row.account, row.number)),
    }
}

/// The steps of a case in the order they were recorded, with entry and place.
pub fn steps(rows: &dyn Rows, id: ItemId) -> Result<Vec<(Recorded, StepRow)>, LedgerError> {
    let found = STEPS.scan(rows, &id);
    found.map(|found| found.map(|((_, seq, place), row)| ((seq, place), row))).collect()
}

/// Something that changes the disputes on an invoice.
enum Happening {
    Opened(Box<Standing>),
    Step(ItemId, CaseStep),
    /// An amount was taken from the invoice; what it takes of a dispute becomes this part.
    Took(i64, DisputePart),
    /// All that was left of the first dispute moved to the second.
    Joined(ItemId, ItemId),
    /// The credit note that resolved a dispute was voided: the dispute and the amount.
    Uncredited(ItemId, i64),
}

/// The order of a happening in the history of an invoice: by its date, for a payment its own; within a
/// date money first, then what it takes of a dispute, then the disputes; among equals, by where it was
/// recorded.
type StoryPlace = (Day, StoryKind, Recorded);

/// The happenings on an invoice, in any order.
type DisputeStory = Vec<(StoryPlace, Happening)>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StoryKind {
    Money(DisputePart),
    Dispute,
}

/// The disputes on an invoice as they stand at a moment, the oldest first.
///
/// The history of an invoice is replayed by the dates of what happened. A payment counts once it is
/// allocated, but has its own date in the history: money that came before a dispute and was allocated
/// later was not paid since. Within a date money comes before disputes, whichever was entered first, so
/// that the order of entry changes no amount; the credit note that resolves a dispute comes with it. An
/// allocation reversed by the moment never was: what it paid is owed, and in dispute, as without it.
/// What takes effect after the moment is not replayed, so nothing posted for today changes a dispute as
/// of yesterday.
///
/// A dispute is about what is outstanding first, then about what was paid by then: the customer claims
/// that back, and it stays in dispute until the dispute ends. What is paid, credited or written off
/// later reduces the undisputed part first, then the disputes, the oldest first. So `paid` is what was
/// paid since the dispute: it is neither owed nor claimed back.
pub fn disputes_on(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Vec<Standing>, LedgerError> {
    // Most invoices are never disputed; their moves need not be read.
    match DISPUTES_ON.scan(rows, &invoice).next().transpose()? {
        None => Ok(Vec::new()),
        Some(_) => Ok(folded(rows, invoice, row, when, &[])?.disputes),
    }
}

/// The history of an invoice, replayed without the allocations in `ignored`.
fn folded(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
    ignored: &[u64],
) -> Result<DisputeFold, LedgerError> {
    let (mut story, ended_in) = told_of_disputes(rows, invoice, when)?;
    let mut moves = item::moves_at(rows, invoice)?;
    moves.retain(|((seq, _), m)| when.counts(m.date, *seq));
    let reversed = moves.iter().filter(|(_, m)| m.kind == MoveKind::Reversed);
    let reversed: FxHashSet<u64> = reversed.map(|(_, m)| m.allocation).collect();
    let is_reversed = |m: &MoveRow| {
        let is_allocation = matches!(m.kind, MoveKind::Allocated | MoveKind::Reversed);
        is_allocation && reversed.contains(&m.allocation) || m.is_of(ignored)
    };
    for (at, m) in moves.into_iter().filter(|(_, m)| !is_reversed(m)) {
        let has_ended_one = ended_in.contains(&at.0);
        let (part, day) = told_of(rows, &m, has_ended_one)?;
        let kind = if has_ended_one { StoryKind::Dispute } else { StoryKind::Money(part) };
        story.push(((day, kind, at), Happening::Took(m.amount.minor(), part)));
    }
    story.sort_by_key(|(place, _)| *place);
    let mut fold = DisputeFold::of(row.amount.minor());
    for (_, happening) in story {
        match happening {
            Happening::Opened(opened) => fold.open(*opened),
            Happening::Step(id, step) => fold.step(id, step),
            Happening::Took(minor, part) => fold.take(minor, part),
            Happening::Joined(from, into) => fold.join(from, into),
            Happening::Uncredited(id, amount) => fold.uncredit(id, amount),
        }
    }
    Ok(fold)
}

/// What happened to the disputes themselves, and the entries that resolved one.
fn told_of_disputes(
    rows: &dyn Rows,
    invoice: ItemId,
    when: When,
) -> Result<(DisputeStory, FxHashSet<u64>), LedgerError> {
    let (mut story, mut ended_in) = (Vec::new(), FxHashSet::default());
    for found in DISPUTES_ON.scan(rows, &invoice) {
        let ((_, id), ()) = found?;
        let row = DISPUTES.need(rows, &id)?;
        if !when.counts(row.date, id.seq) {
            continue;
        }
        for (at, step) in steps(rows, id)? {
            if !when.counts(step.date, at.0) {
                continue;
            }
            if let CaseStep::Resolved(_, credited) = &step.step {
                ended_in.insert(at.0);
                let voided = note_voided(rows, at, when)?;
                let uncredited = Happening::Uncredited(id, credited.minor());
                story.extend(voided.map(|(day, at)| ((day, StoryKind::Dispute, at), uncredited)));
            }
            let happening = match step.step {
                CaseStep::Joined(into, _) => Happening::Joined(id, into),
                other => Happening::Step(id, other),
            };
            story.push(((step.date, StoryKind::Dispute, at), happening));
        }
        let parts = Parts::of(row.amount.minor());
        let (owner, due, day) = (row.owner.clone(), row.due, row.date);
        let opened = Standing { id, row, state: DisputeState::New, parts, owner, due };
        let place = (day, StoryKind::Dispute, (id.seq, id.place));
        story.push((place, Happening::Opened(Box::new(opened))));
    }
    Ok((story, ended_in))
}

/// The part of a dispute that a change of its invoice takes, and its date in the history.
fn told_of(
    rows: &dyn Rows,
    m: &MoveRow,
    has_ended_one: bool,
) -> Result<(DisputePart, Day), LedgerError> {
    let Some(other) = m.other else { return Ok((DisputePart::Cleared, m.date)) };
    let other = ITEMS.need(rows, &other)?;
    Ok(match other.kind {
        ItemKind::Payment => (DisputePart::Paid, m.date.min(other.date)),
        // The credit note that resolved a dispute counts in that dispute alone.
        ItemKind::CreditNote if !has_ended_one => (DisputePart::Credited, m.date),
        _ => (DisputePart::Cleared, m.date),
    })
}

/// The disputes that are open at a moment; reads all disputes.
pub fn live_disputes(rows: &dyn Rows, when: When) -> Result<FxHashSet<ItemId>, LedgerError> {
    let mut live = FxHashMap::default();
    DISPUTES.for_each(rows, |id, row| {
        if when.counts(row.date, id.seq) {
            live.insert(id, true);
        }
        Ok(())
    })?;
    STEPS.for_each(rows, |(id, seq, _), row| {
        let Some(state) = row.step.dispute_state() else { return Ok(()) };
        if let (true, Some(is_live)) = (when.counts(row.date, seq), live.get_mut(&id)) {
            *is_live = state.is_live();
        }
        Ok(())
    })?;
    Ok(live.into_iter().filter(|(_, is_live)| *is_live).map(|(id, _)| id).collect())
}

/// The due date of a dispute at a moment: the one it was opened with, or the last one noted.
pub fn dispute_due(
    rows: &dyn Rows,
    id: ItemId,
    row: &DisputeRow,
    when: When,
) -> Result<Day, LedgerError> {
    let mut due = row.due;
    for ((seq, _), step) in steps(rows, id)? {
        if let (CaseStep::Noted { due: Some(noted), .. }, true) =
            (step.step, when.counts(step.date, seq))
        {
            due = noted;
        }
    }
    Ok(due)
}

/// The last day on which anything happens to the disputes on an invoice, apart from changes of the
/// invoice itself: as of that day or later, their state is the current one.
pub fn disputes_until(rows: &dyn Rows, invoice: ItemId) -> Result<Option<Day>, LedgerError> {
    let mut until = None;
    for found in DISPUTES_ON.scan(rows, &invoice) {
        let ((_, id), ()) = found?;
        until = until.max(Some(DISPUTES.need(rows, &id)?.date));
        for (at, step) in steps(rows, id)? {
            until = until.max(Some(step.date));
            if let CaseStep::Resolved(..) = step.step {
                // A reopened dispute gets back what its credit note had taken on the day that note is
                // voided.
                until = until.max(note_voided(rows, at, When::ALL)?.map(|(day, _)| day));
            }
        }
    }
    Ok(until)
}

/// The amounts of an invoice that can be disputed at a moment, in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Disputable {
    /// Outstanding and not disputed.
    pub outstanding: i64,
    /// Paid and not in an open dispute.
    pub paid: i64,
    /// In open disputes, whether paid since or not.
    pub disputed: i64,
}

/// The amounts of an invoice that can be disputed at a moment.
pub fn disputable(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Disputable, LedgerError> {
    let fold = folded(rows, invoice, row, when, &[])?;
    let live = fold.disputes.iter().filter(|dispute| dispute.state.is_live());
    Ok(Disputable {
        outstanding: fold.undisputed(),
        paid: fold.paid_freely(),
        disputed: live.map(|dispute| dispute.parts.remaining + dispute.parts.paid).sum(),
    })
}

/// The valid credit notes that resolved a dispute, in the order of entry.
pub fn credit_notes(rows: &dyn Rows, dispute: ItemId) -> Result<Vec<ItemRow>, LedgerError> {
    let mut notes = Vec::new();
    for (at, step) in steps(rows, dispute)? {
        let CaseStep::Resolved(_, credited) = step.step else { continue };
        if credited.is_positive() && note_voided(rows, at, When::ALL)?.is_none() {
            let note = ITEMS.get(rows, &ItemId { seq: at.0, place: at.1 }.next())?;
            notes.extend(note.filter(|row| row.kind == ItemKind::CreditNote));
        }
    }
    Ok(notes)
}

/// The day and the place at which the credit note of a dispute's outcome was voided. That note follows
/// the outcome in the same entry.
fn note_voided(
    rows: &dyn Rows,
    (seq, place): Recorded,
    when: When,
) -> Result<Option<(Day, Recorded)>, LedgerError> {
    let note = ItemId { seq, place }.next();
    let is_note = |row: ItemRow| row.kind == ItemKind::CreditNote;
    if !ITEMS.get(rows, &note)?.is_some_and(is_note) {
        return Ok(None);
    }
    let moves = item::moves_at(rows, note)?.into_iter();
    let mut voided =
        moves.filter(|((at, _), m)| m.kind == MoveKind::Corrected && when.counts(m.date, *at));
    Ok(voided.next().map(|(at, m)| (m.date, at)))
}

/// How much of what is owed on an invoice is in dispute at a moment.
pub fn disputed(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Money, LedgerError> {
    disputed_without(rows, invoice, row, when, &[])
}

/// What is left of an invoice at a moment and not in dispute.
pub fn undisputed(rows: &dyn Rows, invoice: ItemId, when: When) -> Result<Money, LedgerError> {
    let row = ITEMS.need(rows, &invoice)?;
    let left = item::outstanding(rows, invoice, &row, when)?;
    let rest = left.minus(disputed(rows, invoice, &row, when)?);
    Ok(rest.unwrap_or(left).most(left.zero()))
}

/// What [`disputed`] says if some allocations had never been made.
pub fn disputed_without(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
    ignored: &[u64],
) -> Result<Money, LedgerError> {
    // Most accounts never dispute anything.
    if TOTALS.need(rows, &row.account)?.disputes == 0 {
        return Ok(row.amount.zero());
    }
    if DISPUTES_ON.scan(rows, &invoice).next().transpose()?.is_none() {
        return Ok(row.amount.zero());
    }
    let minor = folded(rows, invoice, row, when, ignored)?.blocked();
    Ok(Money::from_minor(minor, row.amount.scale()))
}
