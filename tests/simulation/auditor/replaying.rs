//! Disputes, replayed day by day, a payment on its own day: of one day money first, payments before credits before
//! the rest, whichever was entered first, and a credit note that ended a dispute with it. What was given back
//! never was.

use std::collections::HashSet;

use daybook::domain::Day;

use super::cases::{Decision, Replayed, State, What};
use super::{Auditor, Kind};

/// The parts of a dispute beside what remains.
const PAID: usize = 1;
const CREDITED: usize = 2;
const CLEARED: usize = 3;
/// Behind all money of the same day.
const DISPUTE: usize = 4;

/// The disputes on an invoice after a replay.
pub(super) struct Replay {
    /// What is outstanding.
    pub(super) open: i128,
    /// What was paid.
    paid: i128,
    /// What was paid when each dispute was opened.
    paid_before: Vec<i128>,
    /// By the place of the dispute: where it stands; remaining, paid, credited, cleared.
    pub(super) found: Vec<(usize, Replayed)>,
}

impl Auditor {
    /// Replays the disputes on an invoice as of a day, as known at an entry.
    pub(super) fn replay(&self, invoice: &str, as_of: Day, known_at: u64) -> Replay {
        let document = &self.documents[invoice];
        let counted = document.story.iter().filter(|it| it.day <= as_of && it.seq <= known_at);
        let (mut resolved, mut back) = (HashSet::new(), HashSet::new());
        for told in counted.clone() {
            if let What::Decided(_, Decision::Resolved(_)) = told.what {
                resolved.insert(told.seq);
            }
            if let What::Gave(place, _) = told.what {
                back.insert(place);
            }
        }
        let part = |told: &super::cases::Told| match told.what {
            What::Took(place, _) => match self.documents[&self.allocations[place].from].kind {
                Kind::Payment => PAID,
                // The note that ended a dispute is counted on that one only.
                Kind::Credit if !resolved.contains(&told.seq) => CREDITED,
                _ => CLEARED,
            },
            What::Gone(_) | What::Gave(..) => CLEARED,
            What::Opened(_) | What::Decided(..) | What::Uncredited(..) => DISPUTE,
        };
        let day = |told: &super::cases::Told| match told.what {
            What::Took(place, _) => {
                let from = &self.documents[&self.allocations[place].from];
                if from.kind == Kind::Payment { from.date.min(told.day) } else { told.day }
            }
            _ => told.day,
        };
        let mut story: Vec<_> = counted.collect();
        story.sort_by_key(|told| {
            let is_with_dispute = resolved.contains(&told.seq);
            (day(told), if is_with_dispute { DISPUTE } else { part(told) })
        });
        let (open, paid_before) = (document.amount, vec![]);
        let mut replay = Replay { open, paid: 0, paid_before, found: vec![] };
        for told in story {
            match told.what {
                What::Opened(place) => replay.opened(place, self.disputes[place].amount),
                What::Decided(place, decision) => replay.decided(place, decision),
                What::Took(place, _) | What::Gave(place, _) if back.contains(&place) => {}
                What::Took(_, amount) | What::Gone(amount) => replay.took(amount, part(told)),
                What::Gave(..) => unreachable!("among those given back"),
                What::Uncredited(place, amount) => replay.uncredited(place, amount),
            }
        }
        replay
    }
}

impl Replay {
    fn live(&self, part: usize) -> i128 {
        let live = self.found.iter().filter(|(_, (state, _))| state.live());
        live.map(|(_, (_, parts))| parts[part]).sum()
    }

    /// How much of what is owed is in dispute.
    pub(super) fn disputed(&self) -> i128 {
        self.live(0).min(self.open).max(0)
    }

    /// What is in disputes that go on, paid all the same or not.
    pub(super) fn in_live_ones(&self) -> i128 {
        self.live(0) + self.live(PAID)
    }

    /// What was paid, and no live dispute is about.
    pub(super) fn unclaimed(&self) -> i128 {
        let claimed = self.live(0) - self.disputed();
        (self.paid - self.live(PAID) - claimed).max(0)
    }

    fn undisputed(&self) -> i128 {
        (self.open - self.disputed()).max(0)
    }

    fn opened(&mut self, place: usize, amount: i128) {
        let fits = amount.min(self.undisputed() + self.unclaimed());
        self.paid_before.push(self.paid);
        self.found.push((place, (State::New, [fits, 0, 0, amount - fits])));
    }

    fn decided(&mut self, place: usize, decision: Decision) {
        let n = self.found.iter().position(|(of, _)| *of == place).unwrap();
        let (_, (state, parts)) = &mut self.found[n];
        let reopens = !state.live();
        match decision {
            Decision::Resolved(credited) => {
                let of_rest = credited.min(parts[0]);
                let of_paid = (credited - of_rest).min(parts[PAID]);
                parts[PAID] -= of_paid;
                parts[CREDITED] += of_rest + of_paid;
                parts[CLEARED] += parts[0] - of_rest;
                (parts[0], *state) = (0, State::Resolved);
            }
            Decision::To(to) => {
                *state = to;
                if to == State::Void {
                    parts[CLEARED] += parts[0];
                    parts[0] = 0;
                } else if to == State::InProgress && reopens {
                    let room = self.undisputed() + self.unclaimed().min(self.paid_before[n]);
                    let (_, (_, parts)) = &mut self.found[n];
                    let again = parts[CLEARED].min(room);
                    parts[CLEARED] -= again;
                    parts[0] += again;
                }
            }
            Decision::Split(amount) => parts[0] -= amount.min(parts[0]),
            Decision::Joined(into) => {
                let moved = std::mem::take(&mut parts[0]);
                *state = State::Closed;
                for (place, (state, parts)) in &mut self.found {
                    if *place == into {
                        parts[if state.live() { 0 } else { CLEARED }] += moved;
                    }
                }
            }
        }
    }

    /// What a note had credited is cleared; in dispute again, if the dispute was reopened before, as far as
    /// all of it would have had room then.
    fn uncredited(&mut self, place: usize, amount: i128) {
        let n = self.found.iter().position(|(of, _)| *of == place).unwrap();
        let (_, (state, parts)) = &mut self.found[n];
        let back = amount.min(parts[CREDITED]);
        parts[CREDITED] -= back;
        if !state.live() {
            parts[CLEARED] += back;
            return;
        }
        let had = std::mem::take(&mut parts[0]);
        let room = self.undisputed() + self.unclaimed().min(self.paid_before[n]);
        let (_, (_, parts)) = &mut self.found[n];
        parts[0] = had.max(room.min(had + back));
        parts[CLEARED] += had + back - parts[0];
    }

    /// What no longer fits comes off the disputes, the oldest first.
    fn took(&mut self, amount: i128, part: usize) {
        let before = self.disputed();
        self.open -= amount;
        self.paid += if part == PAID { amount } else { 0 };
        let mut over = before - self.open.max(0);
        for (_, (_, parts)) in self.found.iter_mut().filter(|(_, (state, _))| state.live()) {
            let take = parts[0].min(over).max(0);
            over -= take;
            parts[0] -= take;
            parts[part] += take;
        }
    }
}
