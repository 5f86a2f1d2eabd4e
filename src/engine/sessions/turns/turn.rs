//! A question while it is answered. It makes way for others, and ends if nobody waits for it. May use:
//! std, threads, the ledger's port.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::LedgerError;
use crate::threads;

use super::{GLANCE, LONG, STILL_THERE, StillThere, TurnWaiter, Turns, Wanting};

/// A user's slot for a long question, held until its answer is sent.
pub struct Slot {
    pub(super) turns: Arc<Turns>,
    pub(super) user: String,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut state = self.turns.state();
        state.free_slot(&self.user);
        self.turns.grant(&mut state);
    }
}

/// A question that is being answered.
pub struct Turn<'a> {
    /// Whether it may use two threads: not if another client may need the other core.
    pub may_share: bool,
    pub(super) turns: &'a Arc<Turns>,
    pub(super) user: &'a str,
    pub(super) kind: &'static str,
    pub(super) still_there: &'a StillThere<'a>,
    pub(super) run: Mutex<Run>,
}

/// Its progress.
pub(super) struct Run {
    pub(super) ran: Duration,
    pub(super) since: Instant,
    pub(super) looked: Instant,
    /// Whether it takes the place of a long question, because it or its kind has taken long.
    pub(super) is_long: bool,
    /// Whether it is one of the few long questions that have begun.
    pub(super) has_place: bool,
    /// False while it waits to continue, and once nobody waits for its answer.
    pub(super) is_running: bool,
    pub(super) slot: Option<Slot>,
}

impl Turn<'_> {
    pub(super) fn run(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the work, in one thread if it must.
    pub fn work<T>(&self, work: impl FnOnce() -> T) -> T {
        if self.may_share { work() } else { threads::alone(work) }
    }

    /// Asks. A long question runs in a thread that makes way and ends with it: in the threads of
    /// connections its remains would add up to tens of MB for each client that ever asked for a report.
    pub(super) fn ask<T: Send, E: From<LedgerError> + Send>(
        &self,
        ask: &(impl Fn(&Turn) -> Result<T, E> + Sync),
    ) -> Result<T, E> {
        if !self.run().is_long {
            return ask(self);
        }
        threads::politely(|| ask(self)).unwrap_or_else(|| Err(LedgerError::reader_stopped().into()))
    }

    /// Whether to continue; first makes way for users who have used less.
    pub fn look_around(&self) -> Result<(), LedgerError> {
        let mut run = self.run();
        let ran = run.since.elapsed();
        if ran < GLANCE {
            return Ok(());
        }
        run.ran += ran;
        run.since = Instant::now();
        if run.looked.elapsed() > STILL_THERE {
            run.looked = run.since;
            if !(self.still_there)() {
                return Err(LedgerError::Interrupted);
            }
        }
        let turns = self.turns;
        let mut state = turns.state();
        state.note(self.user, ran);
        if run.slot.is_none() && run.ran >= LONG {
            state.long_kinds.insert(self.kind);
            let has_place = run.has_place || state.has_place(turns);
            // If there are other clients it starts again, in a thread that makes way for them.
            let is_in_the_way = state.parties > 1 && !threads::makes_way();
            if !state.has_slot(self.user) || !has_place || is_in_the_way {
                return Err(LedgerError::Interrupted);
            }
            state.begun_long += usize::from(!run.has_place);
            run.has_place = true;
            state.users.entry(self.user.to_string()).or_default().long += 1;
            state.running_long += usize::from(!run.is_long);
            run.is_long = true;
            run.slot = Some(Slot { turns: turns.clone(), user: self.user.to_string() });
        }
        let is_long = run.is_long;
        let (user, has_place) = (self.user.to_string(), run.has_place);
        let wants = Wanting { user, ran: run.ran, is_long, needs_slot: false, has_place };
        let mine = state.standing(&wants);
        let is_before = |waiting: &TurnWaiter| {
            !waiting.is_granted
                && state.has_room(turns, &waiting.wants)
                && state.standing(&waiting.wants) < mine
        };
        let is_crowded = state.running_long > turns.most_long;
        if !is_crowded && !state.waiting.iter().any(is_before) {
            drop(state);
            threads::rest();
            run.since = Instant::now();
            return Ok(());
        }
        turns.leave(&mut state, is_long);
        let waited = turns.wait(state, wants, self.still_there);
        threads::has_rested();
        run.is_running = waited.is_ok();
        run.since = Instant::now();
        waited.map(drop)
    }

    /// The answer is there, so others may run. The slot is kept until it is sent.
    pub(super) fn end(self) -> Option<Slot> {
        let slot = self.run().slot.take();
        if slot.is_none() {
            self.turns.state().long_kinds.remove(self.kind);
        }
        slot
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let (ran, is_long, is_running, has_place) = {
            let run = self.run();
            (run.since.elapsed(), run.is_long, run.is_running, run.has_place)
        };
        let mut state = self.turns.state();
        state.begun_long = state.begun_long.saturating_sub(usize::from(has_place));
        if is_running {
            state.note(self.user, ran);
            self.turns.leave(&mut state, is_long);
        } else {
            self.turns.grant(&mut state);
        }
    }
}
