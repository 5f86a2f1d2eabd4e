//! Divides the amount of an invoice's disputes, as its history is replayed. Reads nothing. May use: the
//! tables, domain.

use crate::domain::Day;
use crate::domain::dispute::{DisputeState, MoveTo, Parts};

use super::tables::{CaseStep, DisputeRow, ItemId};

/// A dispute at a moment.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: ItemId,
    /// The dispute as it was opened.
    pub row: DisputeRow,
    /// Its state.
    pub state: DisputeState,
    /// The parts of its amount.
    pub parts: Parts,
    /// Its owner.
    pub owner: String,
    /// Its due date.
    pub due: Day,
}

impl Standing {
    /// What remains of it while it is open, in minor units: owed and blocked, or paid before and
    /// claimed back.
    pub fn remaining(&self) -> i64 {
        if self.state.is_live() { self.parts.remaining } else { 0 }
    }
}

/// The part of a dispute that a remaining amount moves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DisputePart {
    Paid,
    Credited,
    Cleared,
}

/// The disputes on an invoice, as far as its history was replayed.
pub(super) struct DisputeFold {
    outstanding: i64,
    /// The amount of the payments in force.
    paid: i64,
    pub(super) disputes: Vec<Standing>,
    /// What was paid when each dispute was opened.
    paid_before: Vec<i64>,
}

impl DisputeFold {
    /// An invoice of this amount, before anything happened.
    pub(super) fn of(outstanding: i64) -> DisputeFold {
        DisputeFold { outstanding, paid: 0, disputes: Vec::new(), paid_before: Vec::new() }
    }

    /// How much of the outstanding amount is in dispute: disputes are about that first.
    pub(super) fn blocked(&self) -> i64 {
        self.remaining().min(self.outstanding).max(0)
    }

    /// What is outstanding and not disputed.
    pub(super) fn undisputed(&self) -> i64 {
        (self.outstanding - self.blocked()).max(0)
    }

    /// What was paid and is not in an open dispute.
    pub(super) fn paid_freely(&self) -> i64 {
        let live = self.disputes.iter().filter(|dispute| dispute.state.is_live());
        let paid_all_the_same: i64 = live.map(|dispute| dispute.parts.paid).sum();
        let claimed_back = self.remaining() - self.blocked();
        (self.paid - paid_all_the_same - claimed_back).max(0)
    }

    fn remaining(&self) -> i64 {
        self.disputes.iter().map(Standing::remaining).sum()
    }

    /// Opens a dispute: on what is owed and undisputed first, then on what was paid by then.
    pub(super) fn open(&mut self, mut opened: Standing) {
        let room = self.undisputed() + self.paid_freely();
        let over = (opened.parts.remaining - room).max(0);
        opened.parts.remaining -= over;
        opened.parts.cleared += over;
        self.disputes.push(opened);
        self.paid_before.push(self.paid);
    }

    /// Applies a step of a dispute.
    pub(super) fn step(&mut self, id: ItemId, step: CaseStep) {
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
                let was_live = std::mem::replace(&mut dispute.state, to.into()).is_live();
                match to {
                    MoveTo::Void => dispute.parts.end(0),
                    MoveTo::InProgress if !was_live => self.reopen(id),
                    _ => {}
                }
            }
            CaseStep::Split(amount) => {
                dispute.parts.remaining -= amount.minor().min(dispute.parts.remaining);
            }
            // What comes from another dispute is counted there.
            CaseStep::Joined(..) | CaseStep::TookOver(_) | CaseStep::Withdrawn | CaseStep::Done => {
            }
        }
    }

    /// What was only cleared is in dispute again, as far as there is room: what was paid since the
    /// dispute was opened is not claimed back.
    fn reopen(&mut self, id: ItemId) {
        let (undisputed, paid) = (self.undisputed(), self.paid_freely());
        let mut disputes = self.disputes.iter_mut().zip(&self.paid_before);
        if let Some((dispute, before)) = disputes.find(|(dispute, _)| dispute.id == id) {
            dispute.parts.reopen(undisputed + paid.min(*before));
        }
    }

    /// Puts a cleared amount in dispute again, beside what remains of an open dispute. Both together
    /// have as much room as the dispute had when it was reopened.
    fn reopen_more(&mut self, id: ItemId, amount: i64) {
        let Some(dispute) = self.disputes.iter_mut().find(|dispute| dispute.id == id) else {
            return;
        };
        let remained = std::mem::take(&mut dispute.parts.remaining);
        let (undisputed, paid) = (self.undisputed(), self.paid_freely());
        let mut disputes = self.disputes.iter_mut().zip(&self.paid_before);
        if let Some((dispute, before)) = disputes.find(|(dispute, _)| dispute.id == id) {
            let room = undisputed + paid.min(*before);
            let again = amount.min(dispute.parts.cleared).min(room - remained).max(0);
            dispute.parts.remaining = remained + again;
            dispute.parts.cleared -= again;
        }
    }

    /// Moves all that is left of a dispute to another one, and closes it.
    pub(super) fn join(&mut self, from: ItemId, into: ItemId) {
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

    /// What was credited when the dispute was resolved is cleared without the credit; if the dispute
    /// was reopened since, it is in dispute again, as if the credit note had been voided before.
    pub(super) fn uncredit(&mut self, id: ItemId, amount: i64) {
        let Some(dispute) = self.disputes.iter_mut().find(|dispute| dispute.id == id) else {
            return;
        };
        let amount = amount.min(dispute.parts.credited);
        dispute.parts.credited -= amount;
        dispute.parts.cleared += amount;
        if dispute.state.is_live() {
            self.reopen_more(id, amount);
        }
    }

    /// Takes an amount from the invoice: the undisputed part first, then the outstanding part of the
    /// disputes, the oldest first.
    pub(super) fn take(&mut self, minor: i64, which: DisputePart) {
        let blocked = self.blocked();
        self.outstanding -= minor;
        self.paid += if which == DisputePart::Paid { minor } else { 0 };
        let mut over = blocked - self.outstanding.max(0);
        for dispute in &mut self.disputes {
            let take = dispute.remaining().min(over).max(0);
            over -= take;
            dispute.parts.remaining -= take;
            match which {
                DisputePart::Paid => dispute.parts.paid += take,
                DisputePart::Credited => dispute.parts.credited += take,
                DisputePart::Cleared => dispute.parts.cleared += take,
            }
        }
    }
}
