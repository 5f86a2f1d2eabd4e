//! The messages on their way to a client. Answers wait here, and a client that asks more than it reads
//! is held up; changes are merged, so announcing one never blocks. May use: the rest of the engine.

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

/// A message to send.
pub enum Out {
    /// An answer; for a long question with the slot to hold until it is sent.
    Bytes(Pieces, Option<Slot>),
    /// The receipt of a command, by the number of its request.
    Pending(u64, PendingReceipt),
    /// A change.
    Changed(Change),
    /// The others who work on the same record.
    Here(Here),
    /// Why the book is read-only, if it is.
    Standing(Option<ReadOnly>),
    /// The client's rights changed.
    Check,
}

/// Why the book is read-only, if it is.
struct Stands(Option<ReadOnly>);

#[derive(Default)]
struct OutboxState {
    queue: VecDeque<Out>,
    bytes: usize,
    change: Option<Change>,
    here: Option<Here>,
    stands: Option<Stands>,
    check: bool,
    /// Whether a message was taken out that may not be written yet.
    busy: bool,
    closed: bool,
}

/// The messages on their way to a client.
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

    /// Adds an answer; blocks while too much is waiting. Returns whether the client is still there.
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

    /// Adds a change, merged with those not sent yet. Never blocks.
    pub fn changed(&self, change: &Change) {
        self.tell(|state| {
            state.change = Some(match state.change.take() {
                Some(before) => before.and(change.clone()),
                None => change.clone(),
            });
        });
    }

    /// Sets who else works on the same record. Never blocks.
    pub fn here(&self, here: Here) {
        self.tell(|state| state.here = Some(here));
    }

    /// Sets why the book is read-only, if it is. Never blocks.
    pub fn standing(&self, why: Option<ReadOnly>) {
        self.tell(|state| state.stands = Some(Stands(why)));
    }

    /// Asks for the client's rights to be checked again.
    pub fn check(&self) {
        self.tell(|state| state.check = true);
    }

    /// Accepts and returns nothing more.
    pub fn close(&self) {
        self.tell(|state| state.closed = true);
    }

    /// Whether everything was written, so that an answer may be written directly.
    pub fn is_idle(&self) -> bool {
        let state = self.state();
        !state.busy && !state.closed && state.queue.is_empty()
    }

    /// The next message, if there is one now.
    pub fn ready(&self) -> Option<Out> {
        Outbox::next(&mut self.state()).inspect(|_| self.wake.notify_all())
    }

    /// Waits for the next message; `None` once the outbox is closed.
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
