//! How disputes stand at a moment. Nothing of that is kept: it follows from what was opened, the
//! steps since, and what changed the invoice. Promises are judged in [`promises`](super::promises).
//! May use: the rest of the ledger, domain.

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

/// The case of a kind with this number, without regard to case.
pub fn case(
    rows: &dyn Rows,
    kind: CaseKind,
    number: &Number,
) -> Result<Option<ItemId>, LedgerError> {
    let found = CASES.get(rows, &number.folded())?;
    Ok(found.filter(|(of, _)| *of == kind).map(|(_, id)| id))
}

/// The reasons for disputes that the company added, in the order of the alphabet.
pub fn own_reasons(rows: &dyn Rows) -> Result<Vec<String>, LedgerError> {
    REASONS.scan(rows, &()).map(|found| Ok(found?.0)).collect()
}

/// Whose a case is, and its number.
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

/// Something that changes how disputes on an invoice stand.
enum Happening {
    Opened(Box<Standing>),
    Step(ItemId, CaseStep),
    /// So much was taken from the invoice; what of a dispute it takes becomes this part.
    Took(i64, DisputePart),
    /// All that was left of the first dispute went to the second.
    Joined(ItemId, ItemId),
    /// The credit note that ended a dispute was voided: which dispute, how much.
    Uncredited(ItemId, i64),
}

/// Where a happening comes in the story of an invoice: by its day, a payment by its own; of one day money first, by
/// what it takes of a dispute, then the disputes themselves; of one kind, by where it was recorded.
type StoryPlace = (Day, StoryKind, Recorded);

/// What happened to the disputes on an invoice, in no order yet.
type DisputeStory = Vec<(StoryPlace, Happening)>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StoryKind {
    Money(DisputePart),
    Dispute,
}

/// The disputes on an invoice as they stand at a moment, the oldest first.
///
/// The story of an invoice is told by the days on which things happened. A payment counts once it is allocated,
/// but in the story it comes on its own day: money that came before a dispute and was allocated later was not
/// paid since. Of one day, money comes before
/// disputes, whichever was entered first, so that the order of entry changes no amount; a credit note that
/// ended a dispute comes with it. An allocation that is reversed by then never was: what it paid is owed, and
/// in dispute, as without it. What is effective later than the moment is not told, so nothing that is posted for
/// today changes a dispute as of yesterday.
///
/// A dispute is about what is outstanding first, then about what was paid by then: that the customer claims
/// back, and it remains in dispute until the dispute ends. What is paid, credited or written off later
/// comes off the undisputed part first; what is more comes off the disputes, the oldest first. So `paid` is
/// what was paid since the dispute, all the same: it is neither owed nor claimed back.
pub fn disputes_on(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Vec<Standing>, LedgerError> {
    // Most invoices are never disputed: what changed them need not be read.
    match DISPUTES_ON.scan(rows, &invoice).next().transpose()? {
        None => Ok(Vec::new()),
        Some(_) => Ok(folded(rows, invoice, row, when, &[])?.disputes),
    }
}

/// The story of an invoice, told without the allocations that are `ignored`.
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

/// What happened to the disputes on an invoice themselves, and the entries that resolved one.
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

/// Which part of a dispute a change of its invoice takes, and the day on which the story tells it.
fn told_of(
    rows: &dyn Rows,
    m: &MoveRow,
    has_ended_one: bool,
) -> Result<(DisputePart, Day), LedgerError> {
    let Some(other) = m.other else { return Ok((DisputePart::Cleared, m.date)) };
    let other = ITEMS.need(rows, &other)?;
    Ok(match other.kind {
        ItemKind::Payment => (DisputePart::Paid, m.date.min(other.date)),
        // The note that ended a dispute is counted there, and on no other.
        ItemKind::CreditNote if !has_ended_one => (DisputePart::Credited, m.date),
        _ => (DisputePart::Cleared, m.date),
    })
}

/// The disputes that go on at a moment: all are read from one end to the other.
pub fn live_disputes(rows: &dyn Rows, when: When) -> Result<FxHashSet<ItemId>, LedgerError> {
    let mut live = FxHashMap::default();
    DISPUTES.each(rows, |id, row| {
        if when.counts(row.date, id.seq) {
            live.insert(id, true);
        }
        Ok(())
    })?;
    STEPS.each(rows, |(id, seq, _), row| {
        let Some(state) = row.step.dispute_state() else { return Ok(()) };
        if let (true, Some(is_live)) = (when.counts(row.date, seq), live.get_mut(&id)) {
            *is_live = state.is_live();
        }
        Ok(())
    })?;
    Ok(live.into_iter().filter(|(_, is_live)| *is_live).map(|(id, _)| id).collect())
}

/// By when a dispute is to be resolved at a moment: as it was opened, or as noted last.
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

/// The last day on which anything of the disputes on an invoice is effective, what changed the invoice left
/// out: as of that day or later they stand as they do when all is counted.
pub fn disputes_until(rows: &dyn Rows, invoice: ItemId) -> Result<Option<Day>, LedgerError> {
    let mut until = None;
    for found in DISPUTES_ON.scan(rows, &invoice) {
        let ((_, id), ()) = found?;
        until = until.max(Some(DISPUTES.need(rows, &id)?.date));
        for (at, step) in steps(rows, id)? {
            until = until.max(Some(step.date));
            if let CaseStep::Resolved(..) = step.step {
                // A reopened dispute gets back what its credit note had taken on the day that it is voided.
                until = until.max(note_voided(rows, at, When::ALL)?.map(|(day, _)| day));
            }
        }
    }
    Ok(until)
}

/// What of an invoice can be disputed at a moment, in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Disputable {
    /// Outstanding, and in no dispute.
    pub outstanding: i64,
    /// Paid, and in no dispute that goes on.
    pub paid: i64,
    /// In disputes that go on, paid all the same or not.
    pub disputed: i64,
}

/// What of an invoice can be disputed at a moment.
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

/// The credit notes in force that ended a dispute, in the order of their entry.
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

/// When, and where it was recorded, that the credit note of a dispute's outcome was voided. The note stands
/// behind the outcome in the same entry.
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

/// The same as if some allocations had never been made.
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
