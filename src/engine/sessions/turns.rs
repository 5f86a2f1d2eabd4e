//! Which questions may use the processor, and when. Questions run in parallel while there are cores
//! for them. Beyond that, the user who has used the least time recently goes first, and a running
//! question gives way between two rows. A user who asks for one report after another slows down only
//! their own work, and the writer always finds a core: a question works in one thread as soon as
//! several parties are there, and a long one in a thread that makes way for all others and rests
//! between two bursts of work while they need the processor.
//!
//! A long question also needs one of its user's few slots, because it holds a snapshot of the ledger,
//! and its answer until that is sent. Only a few long questions of all users have begun at any moment,
//! because each holds what it has read so far. May use: std, threads, the ledger's port.

mod turn;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::LedgerError;
use crate::threads;

use turn::Run;
pub use turn::{Slot, Turn};

/// A question that has run this long counts as a long one.
const LONG: Duration = Duration::from_millis(2);

/// The most long questions that one user has under way.
const LONG_OF_ONE: usize = 1;

/// How often a running question checks whether others are waiting.
const GLANCE: Duration = Duration::from_micros(100);

/// How often it checks whether the asker is still connected.
const STILL_THERE: Duration = Duration::from_millis(100);

/// How often a question that has not begun checks: it holds nothing, and a hundred of them may wait.
const STILL_WAITS: Duration = Duration::from_millis(500);

/// The half-life of what a user has used.
const FADES: Duration = Duration::from_millis(500);

/// Whether the asker is still waiting for the answer.
pub type StillThere<'a> = dyn Fn() -> bool + Sync + 'a;

/// The turns of all clients of one book.
pub struct Turns {
    state: Mutex<TurnState>,
    /// How many questions run at a time, and how many of those may be long ones.
    most: usize,
    most_long: usize,
    /// The most long questions that may have begun: those that run, and one that made way for another
    /// user's.
    most_begun: usize,
}

/// A client that may ask or send at any moment, until it is dropped.
pub struct Participant(Arc<Turns>);

impl Drop for Participant {
    fn drop(&mut self) {
        self.0.state().parties -= 1;
    }
}

#[derive(Default)]
struct TurnState {
    running: usize,
    running_long: usize,
    /// The long questions that have begun, running or not.
    begun_long: usize,
    parties: usize,
    users: BTreeMap<String, User>,
    /// The kinds of questions that took long when last asked.
    long_kinds: BTreeSet<&'static str>,
    waiting: Vec<TurnWaiter>,
    last: u64,
    faded: Option<Instant>,
}

/// What one user has used.
#[derive(Default)]
struct User {
    used: Duration,
    /// How many long questions are under way, including those whose answer is being sent.
    long: usize,
}

/// A question that wants to begin or to continue.
#[derive(Clone)]
struct Wanting {
    user: String,
    /// How long it has run already.
    ran: Duration,
    is_long: bool,
    needs_slot: bool,
    /// Whether it is one of the long questions that have begun.
    has_place: bool,
}

impl Wanting {
    fn needs_place(&self) -> bool {
        self.is_long && !self.has_place
    }
}

/// A waiting question.
struct TurnWaiter {
    ticket: u64,
    wants: Wanting,
    is_granted: bool,
    wake: Arc<Condvar>,
}

impl Default for Turns {
    fn default() -> Turns {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Turns::of(cores)
    }
}

impl Turns {
    /// Turns for a number of cores: one is left to the writer whenever long questions run.
    fn of(cores: usize) -> Turns {
        let (most, most_long) = (cores.max(2), cores.saturating_sub(1).max(1));
        Turns { state: Mutex::default(), most, most_long, most_begun: most_long + 1 }
    }

    fn state(&self) -> MutexGuard<'_, TurnState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Registers a client that may ask or send at any moment.
    pub fn join(self: &Arc<Turns>) -> Participant {
        self.state().parties += 1;
        Participant(self.clone())
    }

    /// Answers a question of a `kind` for `user` with `ask`, which reads at the given pace. Asks again
    /// from the beginning if the question turns out to be long and `user` has no slot left. A long
    /// answer comes with its slot. [`LedgerError::Interrupted`] if nobody waits for the answer any
    /// more.
    pub fn take<T: Send, E: From<LedgerError> + Send>(
        self: &Arc<Turns>,
        (user, kind): (&str, &'static str),
        still_there: &StillThere,
        is_interrupted: impl Fn(&E) -> bool,
        ask: impl Fn(&Turn) -> Result<T, E> + Sync,
    ) -> Result<(T, Option<Slot>), E> {
        let turn = self.begin((user, kind), still_there, false)?;
        match turn.ask(&ask) {
            Err(error) if is_interrupted(&error) && still_there() => drop(turn),
            answer => return answer.map(|answer| (answer, turn.end())),
        }
        let turn = self.begin((user, kind), still_there, true)?;
        turn.ask(&ask).map(|answer| (answer, turn.end()))
    }

    /// Waits for a turn; with a slot if the question is known to be long. A kind that took long last
    /// time waits for a long question's place too: otherwise several could take all cores before that
    /// is known.
    fn begin<'a>(
        self: &'a Arc<Turns>,
        (user, kind): (&'a str, &'static str),
        still_there: &'a StillThere<'a>,
        needs_slot: bool,
    ) -> Result<Turn<'a>, LedgerError> {
        let state = self.state();
        let (is_long, ran) = (needs_slot || state.long_kinds.contains(kind), Duration::ZERO);
        if !is_long {
            threads::short_work();
        }
        let wants = Wanting { user: user.to_string(), ran, is_long, needs_slot, has_place: false };
        let slot = self.wait(state, wants, still_there)?;
        let may_share = self.state().parties <= 1;
        let now = Instant::now();
        let has_place = is_long;
        let run = Run { ran, since: now, looked: now, is_long, has_place, is_running: true, slot };
        Ok(Turn { may_share, turns: self, user, kind, still_there, run: Mutex::new(run) })
    }

    /// Waits until a question may run, with a slot if it needs one. [`LedgerError::Interrupted`] if
    /// nobody waits for the answer any more; the question then counts as not running.
    fn wait<'a>(
        self: &'a Arc<Turns>,
        mut state: MutexGuard<'a, TurnState>,
        wants: Wanting,
        still_there: &StillThere,
    ) -> Result<Option<Slot>, LedgerError> {
        state.last += 1;
        let (ticket, wake) = (state.last, Arc::new(Condvar::new()));
        let patience = if wants.has_place { STILL_THERE } else { STILL_WAITS };
        let waiting =
            TurnWaiter { ticket, wants: wants.clone(), is_granted: false, wake: wake.clone() };
        state.waiting.push(waiting);
        self.grant(&mut state);
        loop {
            let mine = state.waiting.iter().position(|waiting| waiting.ticket == ticket);
            let Some(mine) = mine else { return Err(LedgerError::Interrupted) };
            if state.waiting.get(mine).is_some_and(|waiting| waiting.is_granted) {
                state.waiting.swap_remove(mine);
                let slot = || Slot { turns: self.clone(), user: wants.user.clone() };
                return Ok(wants.needs_slot.then(slot));
            }
            let timed_out;
            (state, timed_out) = match wake.wait_timeout(state, patience) {
                Ok((state, waited)) => (state, waited.timed_out()),
                Err(poisoned) => (poisoned.into_inner().0, true),
            };
            if !timed_out {
                continue;
            }
            // A system call, so it is made without holding the lock.
            drop(state);
            let is_there = still_there();
            state = self.state();
            if !is_there {
                self.give_up(&mut state, ticket);
                return Err(LedgerError::Interrupted);
            }
        }
    }

    /// Ends a question's wait, and returns what it was granted in that very moment.
    fn give_up(&self, state: &mut TurnState, ticket: u64) {
        let mine = state.waiting.iter().position(|waiting| waiting.ticket == ticket);
        let Some(mine) = mine.map(|mine| state.waiting.swap_remove(mine)) else { return };
        if !mine.is_granted {
            return;
        }
        if mine.wants.needs_slot {
            state.free_slot(&mine.wants.user);
        }
        if mine.wants.needs_place() {
            state.begun_long = state.begun_long.saturating_sub(1);
        }
        self.leave(state, mine.wants.is_long);
    }

    /// Lets waiting questions run, those of the user who has used the least first.
    fn grant(&self, state: &mut TurnState) {
        while let Some(at) = self.first(state) {
            let Some(waiting) = state.waiting.get_mut(at) else { return };
            waiting.is_granted = true;
            waiting.wake.notify_one();
            state.running += 1;
            state.running_long += usize::from(waiting.wants.is_long);
            state.begun_long += usize::from(waiting.wants.needs_place());
            if waiting.wants.needs_slot {
                state.users.entry(waiting.wants.user.clone()).or_default().long += 1;
            }
        }
    }

    /// The question that may run next, if any.
    fn first(&self, state: &TurnState) -> Option<usize> {
        if state.running >= self.most {
            return None;
        }
        let may = |waiting: &TurnWaiter| {
            let is_held_up = waiting.wants.is_long && state.running_long >= self.most_long;
            !waiting.is_granted && !is_held_up && state.has_room(self, &waiting.wants)
        };
        let order = |waiting: &TurnWaiter| (state.standing(&waiting.wants), waiting.ticket);
        let all = state.waiting.iter().enumerate().filter(|(_, waiting)| may(waiting));
        let first = all.min_by_key(|(_, waiting)| order(waiting));
        first.map(|(at, _)| at)
    }

    /// Ends a question's run.
    fn leave(&self, state: &mut TurnState, was_long: bool) {
        state.running = state.running.saturating_sub(1);
        state.running_long = state.running_long.saturating_sub(usize::from(was_long));
        self.grant(state);
    }
}

impl TurnState {
    fn used(&self, user: &str) -> Duration {
        self.users.get(user).map_or(Duration::ZERO, |user| user.used)
    }

    /// The order: the user who has used the least first; for one user, the question that has run the
    /// shortest. Of the long questions one ends before the next continues, because each holds in memory
    /// what it has found.
    fn standing(&self, wants: &Wanting) -> (Duration, Duration, Reverse<Duration>) {
        (self.used(&wants.user), wants.ran.min(LONG), Reverse(wants.ran))
    }

    /// Whether a user may begin another long question.
    fn has_slot(&self, user: &str) -> bool {
        self.users.get(user).is_none_or(|user| user.long < LONG_OF_ONE)
    }

    /// Whether another long question may begin.
    fn has_place(&self, turns: &Turns) -> bool {
        self.begun_long < turns.most_begun
    }

    /// Whether the slot and the place that a question needs are free.
    fn has_room(&self, turns: &Turns, wants: &Wanting) -> bool {
        (!wants.needs_slot || self.has_slot(&wants.user))
            && (!wants.needs_place() || self.has_place(turns))
    }

    fn free_slot(&mut self, user: &str) {
        if let Some(user) = self.users.get_mut(user) {
            user.long = user.long.saturating_sub(1);
        }
    }

    /// Records what a user has used; earlier use counts less and less.
    fn note(&mut self, user: &str, used: Duration) {
        if self.faded.is_none_or(|faded| faded.elapsed() > FADES) {
            self.faded = Some(Instant::now());
            self.users.values_mut().for_each(|user| user.used /= 2);
            self.users.retain(|_, user| user.long > 0 || user.used > GLANCE);
        }
        self.users.entry(user.to_string()).or_default().used += used;
    }
}

#[cfg(test)]
mod tests;
