//! What is on its way to a client. Answers wait here, and whoever asks more than it reads is held
//! up; what changed is kept as one, so that telling it never waits. May use: the rest of the
//! engine.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::engine::sessions::local::PendingReceipt;
use crate::engine::sessions::turns::Slot;
use crate::engine::sessions::wire::message::Here;
use crate::engine::sessions::wire::pieces::Pieces;
use crate::engine::writing::change::Change;
use crate::engine::writing::standing::ReadOnly;

/// How many answers and how many bytes may wait before the client is held up.
const MOST_WAITING: usize = 1_024;
const MOST_BYTES: usize = 256 << 10;

/// Something to be sent.
pub enum Out {
    /// A message; of a long question, with the slot that is held until it is sent.
    Bytes(Pieces, Option<Slot>),
    /// The receipt of a command, by the number of its request.
    Pending(u64, PendingReceipt),
    /// What changed.
    Changed(Change),
    /// Who else works on the same.
    Here(Here),
    /// Why the book can only be read for now, if that is so.
    Standing(Option<ReadOnly>),
    /// What the client may has changed.
    Check,
}

/// Whether the book can only be read, and why.
struct Stands(Option<ReadOnly>);

#[derive(Default)]
struct OutboxState {
    queue: VecDeque<Out>,
    bytes: usize,
    change: Option<Change>,
    here: Option<Here>,
    stands: Option<Stands>,
    check: bool,
    /// Whether something was taken and may not be written yet.
    busy: bool,
    closed: bool,
}

/// What is on its way to a client.
#[derive(Default)]
pub struct Outbox {
    state: Mutex<OutboxState>,
    wake: Condvar,
}

impl Outbox {
    fn state(&self) -> MutexGuard<'_, OutboxState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut OutboxState)) {
        change(&mut self.state());
        self.wake.notify_all();
    }

    /// Puts an answer in; waits while too much waits already. Whether the client is still there.
    pub fn push(&self, out: Out) -> bool {
        let mut state = self.state();
        while !state.closed && (state.queue.len() >= MOST_WAITING || state.bytes >= MOST_BYTES) {
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if let Out::Bytes(bytes, _) = &out {
            state.bytes += bytes.len();
        }
        state.queue.push_back(out);
        self.wake.notify_all();
        !state.closed
    }

    /// Puts in what changed, together with what the client was not told yet. Never waits.
    pub fn changed(&self, change: &Change) {
        self.tell(|state| {
            state.change = Some(match state.change.take() {
                Some(before) => before.and(change.clone()),
                None => change.clone(),
            });
        });
    }

    /// Puts in who else works on the same. Never waits.
    pub fn here(&self, here: Here) {
        self.tell(|state| state.here = Some(here));
    }

    /// Puts in whether the book can only be read. Never waits.
    pub fn standing(&self, why: Option<ReadOnly>) {
        self.tell(|state| state.stands = Some(Stands(why)));
    }

    /// Has it checked what the client may.
    pub fn check(&self) {
        self.tell(|state| state.check = true);
    }

    /// Nothing more is taken or given.
    pub fn close(&self) {
        self.tell(|state| state.closed = true);
    }

    /// Whether all that was put in is written: who has an answer may write it itself.
    pub fn is_idle(&self) -> bool {
        let state = self.state();
        !state.busy && !state.closed && state.queue.is_empty()
    }

    /// The next thing to be sent, if there is one now.
    pub fn ready(&self) -> Option<Out> {
        Outbox::next(&mut self.state()).inspect(|_| self.wake.notify_all())
    }

    /// Waits for the next thing to be sent; `None` once it is closed.
    pub fn take(&self) -> Option<Out> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some(out) = Outbox::next(&mut state) {
                self.wake.notify_all();
                return Some(out);
            }
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn next(state: &mut OutboxState) -> Option<Out> {
        let out = Outbox::first(state);
        state.busy = out.is_some();
        out
    }

    fn first(state: &mut OutboxState) -> Option<Out> {
        if std::mem::take(&mut state.check) {
            return Some(Out::Check);
        }
        if let Some(change) = state.change.take() {
            return Some(Out::Changed(change));
        }
        if let Some(Stands(why)) = state.stands.take() {
            return Some(Out::Standing(why));
        }
        if let Some(here) = state.here.take() {
            return Some(Out::Here(here));
        }
        let out = state.queue.pop_front()?;
        if let Out::Bytes(bytes, _) = &out {
            state.bytes -= bytes.len();
        }
        Some(out)
    }
}
