//! Ctrl-C during long work: the first ends it cleanly after the current step; a second one ends it at
//! once. What has no steps cleans up before a signal ends it. May use: signal-hook, threads.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::threads;
use crate::user_file;

/// The most bytes of what the system says of a process.
const STATUS: u64 = 64 << 10;

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

/// Runs `clean` before a signal ends the process. A signal that is ignored (`nohup`) stays ignored.
pub fn before_end(clean: fn()) -> io::Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP].into_iter().filter(|it| !is_ignored(*it)))?;
    threads::start("signals", move || {
        if let Some(signal) = signals.forever().next() {
            clean();
            let _ = emulate_default_handler(signal);
        }
    })
    .map(drop)
}

/// Whether the process was started with a signal ignored, as `nohup` does.
fn is_ignored(signal: i32) -> bool {
    let status = user_file::read_text(Path::new("/proc/self/status"), STATUS).unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}
