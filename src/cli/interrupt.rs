//! Ctrl-C during long work: the first ends it cleanly after the current step; a second one ends it at
//! once. May use: signal-hook.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether the user has interrupted the command.
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Interrupt {
    /// Listens until it is dropped.
    pub fn listen() -> io::Result<Interrupt> {
        let asked = Arc::new(AtomicBool::new(false));
        let mut ids = Vec::new();
        for signal in [SIGINT, SIGTERM] {
            ids.push(flag::register_conditional_default(signal, asked.clone())?);
            ids.push(flag::register(signal, asked.clone())?);
        }
        Ok(Interrupt { asked, ids })
    }

    /// Whether the user has interrupted the command.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}
