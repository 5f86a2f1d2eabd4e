//! The log of `daybook serve`: one line of JSON per event on stderr, without names or anything from
//! the book. Its own thread writes it, so an unread log can't block the server or its shutdown. A
//! user who keeps reconnecting is logged for a while and then only counted.
//! May use: std, serde_json, the engine, the output.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::engine::ports::{Clock, MachineClock};
use crate::engine::serve::SocketEvent;
use crate::threads;

use super::output;

/// How many lines wait to be read; more are counted.
const WAITING: usize = 1_000;

/// How long shutdown waits for the last lines to be read.
const PATIENCE: Duration = Duration::from_secs(1);

/// The most lines about connections of one user in a period.
const MOST: u32 = 30;
const WHILE: Duration = Duration::from_secs(10);

/// The most bytes of a reason.
const LONGEST: usize = 200;

/// A log.
pub struct ServeLog {
    lines: SyncSender<Value>,
    written: Mutex<Receiver<()>>,
    state: Mutex<LogState>,
}

#[derive(Default)]
struct LogState {
    /// Lines that found no room.
    lost: u64,
    /// For each user: when the current period began, the lines logged in it, and the lines only
    /// counted.
    users: BTreeMap<u32, (Option<Instant>, u32, u64)>,
    /// Connections that were not logged.
    unlogged: BTreeSet<u64>,
}

impl LogState {
    /// Whether to log another line about a user; and how many were left out in the period before.
    fn may_log(&mut self, uid: u32) -> (bool, u64) {
        let (since, lines, more) = self.users.entry(uid).or_default();
        let mut before = 0;
        if since.is_none_or(|since| since.elapsed() > WHILE) {
            (*since, *lines) = (Some(Instant::now()), 0);
            before = std::mem::take(more);
        }
        *lines += 1;
        let may = *lines <= MOST;
        *more += u64::from(!may);
        (may, before)
    }
}

impl ServeLog {
    /// Begins to write to stderr.
    pub fn start() -> ServeLog {
        let (lines, to_write) = mpsc::sync_channel::<Value>(WAITING);
        let (tell, written) = mpsc::channel();
        // Without a thread for it, lines are counted as lost.
        let _ = threads::start("log", move || {
            for line in to_write {
                output::log(&line);
            }
            let _ = tell.send(());
        });
        ServeLog { lines, written: Mutex::new(written), state: Mutex::default() }
    }

    /// Logs an event.
    pub fn say(&self, event: &str, mut fields: Value) {
        fields["at"] = json!(MachineClock.now().to_string());
        fields["event"] = json!(event);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.lost > 0 {
            fields["lines_lost"] = json!(state.lost);
        }
        match self.lines.try_send(fields) {
            Ok(()) => state.lost = 0,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => state.lost += 1,
        }
    }

    /// Logs an event on the socket.
    pub fn said(&self, said: SocketEvent) {
        let (uid, connection) = match &said {
            SocketEvent::Came(number, peer) => (Some(peer.uid), Some(*number)),
            SocketEvent::TurnedAway(peer, _) => (Some(peer.uid), None),
            SocketEvent::Went(number, _) => (None, Some(*number)),
        };
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(uid) = uid else {
                if connection.is_some_and(|number| state.unlogged.remove(&number)) {
                    return;
                }
                drop(state);
                return self.event(said);
            };
            let (may, before) = state.may_log(uid);
            if !may {
                state.unlogged.extend(connection);
                return;
            }
            drop(state);
            if before > 0 {
                self.say("more_connections", json!({"uid": uid, "count": before}));
            }
        }
        self.event(said);
    }

    fn event(&self, said: SocketEvent) {
        match said {
            SocketEvent::Came(number, peer) => {
                self.say("connected", json!({"desk": number, "uid": peer.uid, "pid": peer.pid}));
            }
            SocketEvent::TurnedAway(peer, why) => {
                let why = cut(&why);
                self.say("turned_away", json!({"uid": peer.uid, "pid": peer.pid, "why": why}));
            }
            SocketEvent::Went(number, why) => {
                self.say("disconnected", json!({"desk": number, "why": cut(&why)}));
            }
        }
    }

    /// Waits until everything is written, but only briefly if the log isn't being read.
    pub fn end(self) {
        let ServeLog { lines, written, .. } = self;
        drop(lines);
        let written = written.into_inner().unwrap_or_else(PoisonError::into_inner);
        let _ = written.recv_timeout(PATIENCE);
    }
}

/// The beginning of a reason: no line gets long, whatever is in it.
fn cut(why: &str) -> &str {
    why.get(..why.floor_char_boundary(LONGEST)).unwrap_or_default()
}
