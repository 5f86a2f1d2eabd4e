//! How disputes stand at a moment. Nothing of that is kept: it follows from what was opened, the
//! steps since, and what changed the invoice. Promises are judged in [`promises`](super::promises).
//! May use: the rest of the ledger, domain.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::dispute::{DisputeState, MoveTo, Parts};
use crate::domain::{Day, Money, Number};

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

/// A dispute at a moment.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which.
    pub id: ItemId,
    /// As it was opened.
    pub row: DisputeRow,
    /// Where it stands.
    pub state: DisputeState,
    /// How its amount is divided.
    pub parts: Parts,
    /// Who sees to it.
    pub owner: String,
    /// By when.
    pub due: Day,
}

impl Standing {
    /// What remains of it while it goes on, in minor units.
    pub fn remaining(&self) -> i64 {
        if self.state.is_live() { self.parts.remaining } else { 0 }
    }
}

/// Something that changes how disputes on an invoice stand.
enum Happening {
    Opened(Box<Standing>),
    Step(ItemId, CaseStep),
    Move(MoveRow),
    /// All that was left of the first dispute went to the second.
    Joined(ItemId, ItemId),
    /// The credit note that ended a dispute was voided: which dispute, how much.
    Uncredited(ItemId, i64),
}

/// The disputes on an invoice as they stand at a moment, in the order of opening.
///
/// A dispute is about what is outstanding first, then about what was paid. What is paid, credited
/// or written off later comes off the undisputed part first; what is more comes off the disputes,
/// the oldest first. An allocation that is reversed gives back what it took.
pub fn disputes_on(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Vec<Standing>, LedgerError> {
    // Most invoices are never disputed: what changed them need not be read.
    match DISPUTES_ON.scan(rows, &invoice).next().transpose()? {
        None => Ok(Vec::new()),
        Some(_) => Ok(folded(rows, invoice, row, when)?.disputes),
    }
}

fn folded(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Fold, LedgerError> {
    let mut story: Vec<(Recorded, Happening)> = Vec::new();
    for found in DISPUTES_ON.scan(rows, &invoice) {
        let ((_, id), ()) = found?;
        let row = DISPUTES.need(rows, &id)?;
        if !when.counts(row.date, id.seq) {
            continue;
        }
        let counted = steps(rows, id)?.into_iter();
        let counted = counted.filter(|((seq, _), step)| when.counts(step.date, *seq));
        for (at, step) in counted {
            if let CaseStep::Resolved(_, credited) = &step.step {
                let (voided, credited) = (note_voided(rows, at, when)?, credited.minor());
                story.extend(voided.map(|at| (at, Happening::Uncredited(id, credited))));
            }
            story.push(match step.step {
                CaseStep::Joined(into, _) => (at, Happening::Joined(id, into)),
                step => (at, Happening::Step(id, step)),
            });
        }
        let parts = Parts::of(row.amount.minor());
        let (owner, due) = (row.owner.clone(), row.due);
        let opened = Standing { id, row, state: DisputeState::New, parts, owner, due };
        story.push(((id.seq, id.place), Happening::Opened(Box::new(opened))));
    }
    let moves = item::moves_at(rows, invoice)?.into_iter();
    let counted = moves.filter(|((seq, _), m)| when.counts(m.date, *seq));
    story.extend(counted.map(|(at, m)| (at, Happening::Move(m))));
    story.sort_by_key(|(at, _)| *at);
    let mut fold = Fold {
        outstanding: row.amount.minor(),
        disputes: Vec::new(),
        taken: Vec::new(),
        paid: Vec::new(),
        resolved: 0,
    };
    for ((seq, _), happening) in story {
        match happening {
            Happening::Opened(opened) => fold.open(*opened),
            Happening::Step(id, step) => {
                if matches!(step, CaseStep::Resolved(..)) {
                    fold.resolved = seq;
                }
                fold.step(id, step);
            }
            Happening::Move(m) => fold.change(rows, &m, seq)?,
            Happening::Joined(from, into) => fold.join(from, into),
            Happening::Uncredited(id, amount) => fold.uncredit(id, amount),
        }
    }
    Ok(fold)
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
        for (_, step) in steps(rows, id)? {
            until = until.max(Some(step.date));
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
    let fold = folded(rows, invoice, row, when)?;
    let live = fold.disputes.iter().filter(|dispute| dispute.state.is_live());
    Ok(Disputable {
        outstanding: (fold.outstanding - fold.disputed()).max(0),
        paid: fold.paid.iter().map(|(allocation, paid)| fold.free(*allocation, *paid)).sum(),
        disputed: live.map(|dispute| dispute.parts.remaining + dispute.parts.paid).sum(),
    })
}

/// Where it was recorded that the credit note of a dispute's outcome was voided. The note stands
/// behind the outcome in the same entry.
fn note_voided(
    rows: &dyn Rows,
    (seq, place): Recorded,
    when: When,
) -> Result<Option<Recorded>, LedgerError> {
    let note = ItemId { seq, place }.next();
    let is_note = |row: ItemRow| row.kind == ItemKind::CreditNote;
    if !ITEMS.get(rows, &note)?.is_some_and(is_note) {
        return Ok(None);
    }
    let moves = item::moves_at(rows, note)?.into_iter();
    let mut voided =
        moves.filter(|((at, _), m)| m.kind == MoveKind::Corrected && when.counts(m.date, *at));
    Ok(voided.next().map(|(at, _)| at))
}

/// Which part of a dispute something came off for.
#[derive(Clone, Copy, PartialEq)]
enum DisputePart {
    Paid,
    Credited,
    Cleared,
}

fn part(parts: &mut Parts, which: DisputePart) -> &mut i64 {
    match which {
        DisputePart::Paid => &mut parts.paid,
        DisputePart::Credited => &mut parts.credited,
        DisputePart::Cleared => &mut parts.cleared,
    }
}

struct Fold {
    outstanding: i64,
    disputes: Vec<Standing>,
    /// What each allocation took: allocation, place of the dispute, which part, how much.
    taken: Vec<(u64, usize, DisputePart, i64)>,
    /// Payments' allocations in force, the oldest first: which, and how much.
    paid: Vec<(u64, i64)>,
    /// The entry that resolved a dispute last.
    resolved: u64,
}

impl Fold {
    fn disputed(&self) -> i64 {
        self.disputes.iter().map(Standing::remaining).sum()
    }

    fn open(&mut self, mut opened: Standing) {
        let room = (self.outstanding - self.disputed()).max(0);
        let mut over = (opened.parts.remaining - room).max(0);
        opened.parts.remaining -= over;
        let place = self.disputes.len();
        for (allocation, paid) in self.paid.clone() {
            let take = self.free(allocation, paid).min(over);
            if take > 0 {
                over -= take;
                opened.parts.paid += take;
                self.taken.push((allocation, place, DisputePart::Paid, take));
            }
        }
        opened.parts.cleared += over;
        self.disputes.push(opened);
    }

    /// What of a payment's allocation is in no dispute that goes on.
    fn free(&self, allocation: u64, paid: i64) -> i64 {
        let is_live =
            |place: usize| self.disputes.get(place).is_none_or(|dispute| dispute.state.is_live());
        let taken = self.taken.iter().filter(|(of, place, which, _)| {
            *of == allocation && *which == DisputePart::Paid && is_live(*place)
        });
        (paid - taken.map(|(.., amount)| amount).sum::<i64>()).max(0)
    }

    fn step(&mut self, id: ItemId, step: CaseStep) {
        let room = (self.outstanding - self.disputed()).max(0);
        let Some(dispute) = self.disputes.iter_mut().find(|dispute| dispute.id == id) else {
            return;
        };
        match step {
            CaseStep::Noted { owner, due, .. } => {
                dispute.owner = owner.unwrap_or_else(|| dispute.owner.clone());
                dispute.due = due.unwrap_or(dispute.due);
            }
            CaseStep::Resolved(_, credited) => {
                dispute.parts.end(credited.minor());
                dispute.state = DisputeState::Resolved;
            }
            CaseStep::Moved(to) => {
                match to {
                    MoveTo::Void => dispute.parts.end(0),
                    MoveTo::InProgress if !dispute.state.is_live() => dispute.parts.reopen(room),
                    _ => {}
                }
                dispute.state = to.into();
            }
            CaseStep::Split(amount) => {
                dispute.parts.remaining -= amount.minor().min(dispute.parts.remaining);
            }
            // What comes from another dispute is counted where that one gives it.
            CaseStep::Joined(..) | CaseStep::TookOver(_) | CaseStep::Withdrawn | CaseStep::Done => {
            }
        }
    }

    /// Moves all that is left of a dispute to another one, and closes it. On an earlier day more may be
    /// left than was when they were joined: money of later days is not counted there.
    fn join(&mut self, from: ItemId, into: ItemId) {
        let mut moved = 0;
        if let Some(dispute) = self.disputes.iter_mut().find(|dispute| dispute.id == from) {
            moved = std::mem::take(&mut dispute.parts.remaining);
            dispute.state = DisputeState::Closed;
        }
        if let Some(dispute) = self.disputes.iter_mut().find(|dispute| dispute.id == into) {
            match dispute.state.is_live() {
                true => dispute.parts.remaining += moved,
                false => dispute.parts.cleared += moved,
            }
        }
    }

    /// What was credited when the dispute was resolved is cleared without a credit.
    fn uncredit(&mut self, id: ItemId, amount: i64) {
        if let Some(dispute) = self.disputes.iter_mut().find(|dispute| dispute.id == id) {
            let amount = amount.min(dispute.parts.credited);
            dispute.parts.credited -= amount;
            dispute.parts.cleared += amount;
        }
    }

    fn change(&mut self, rows: &dyn Rows, m: &MoveRow, seq: u64) -> Result<(), LedgerError> {
        self.outstanding -= m.amount.minor();
        if m.kind == MoveKind::Reversed {
            self.paid.retain(|(allocation, _)| *allocation != m.allocation);
            self.give_back(m.allocation);
            return Ok(());
        }
        let which = match m.other {
            None => DisputePart::Cleared,
            Some(other) => match ITEMS.need(rows, &other)?.kind {
                ItemKind::Payment => DisputePart::Paid,
                // The note that ended a dispute is counted there, and on no other.
                ItemKind::CreditNote if seq != self.resolved => DisputePart::Credited,
                _ => DisputePart::Cleared,
            },
        };
        let mut over = self.disputed() - self.outstanding;
        for (place, dispute) in self.disputes.iter_mut().enumerate() {
            let take = dispute.remaining().min(over).max(0);
            if take > 0 {
                over -= take;
                dispute.parts.remaining -= take;
                *part(&mut dispute.parts, which) += take;
                self.taken.push((m.allocation, place, which, take));
            }
        }
        if which == DisputePart::Paid {
            self.paid.push((m.allocation, m.amount.minor()));
        }
        Ok(())
    }

    fn give_back(&mut self, allocation: u64) {
        for (of, place, which, amount) in &mut self.taken {
            if *of != allocation {
                continue;
            }
            let Some(dispute) = self.disputes.get_mut(*place) else { continue };
            let given = part(&mut dispute.parts, *which);
            let back = (*amount).min(*given);
            *given -= back;
            *amount = 0;
            // A dispute that has ended stays so: what is open again is owed, not disputed.
            match dispute.state.is_live() {
                true => dispute.parts.remaining += back,
                false => dispute.parts.cleared += back,
            }
        }
    }
}

/// How much of an invoice is in dispute at a moment.
pub fn disputed(
    rows: &dyn Rows,
    invoice: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Money, LedgerError> {
    // Most accounts never dispute anything.
    if TOTALS.need(rows, &row.account)?.disputes == 0 {
        return Ok(row.amount.zero());
    }
    let standing = disputes_on(rows, invoice, row, when)?;
    let minor = standing.iter().map(Standing::remaining).sum();
    Ok(Money::from_minor(minor, row.amount.scale()))
}
