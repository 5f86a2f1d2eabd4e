//! Who works on which record: two people on one draft or dispute see each other. May use: the rest of
//! the engine.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::sessions::wire::message::Here;

/// The longest name of a record that a client can work on.
const LONGEST: usize = 100;

struct Someone {
    what: String,
    user: String,
    told: HereListener,
}

/// Receives who else works on the same record; it must not block.
pub type HereListener = Arc<dyn Fn(Here) + Send + Sync>;

/// The record that each connection works on.
#[derive(Default)]
pub struct Attending(Mutex<BTreeMap<u64, Someone>>);

impl Attending {
    /// Notes that a connection works on a record from now on, or on none, and tells all who work on the
    /// same one. Repeating it, or sending a name too long for a record, changes nothing.
    pub fn attend(&self, connection: u64, user: &str, told: HereListener, what: Option<String>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = all.get(&connection).map(|someone| &someone.what) == what.as_ref();
        if is_same || what.as_ref().is_some_and(|what| what.len() > LONGEST) {
            return;
        }
        let before = all.remove(&connection).map(|someone| someone.what);
        if let Some(what) = &what {
            let (what, user) = (what.clone(), user.to_string());
            all.insert(connection, Someone { what, user, told });
        }
        for what in [before, what].into_iter().flatten() {
            for (one, someone) in all.iter().filter(|(_, someone)| someone.what == what) {
                let others =
                    all.iter().filter(|(other, someone)| *other != one && someone.what == what);
                let mut users: Vec<String> =
                    others.map(|(_, someone)| someone.user.clone()).collect();
                users.sort();
                users.dedup();
                (someone.told)(Here { what: what.clone(), users });
            }
        }
    }
}
