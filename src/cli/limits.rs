//! The limits of this process (`ulimit`): a file that may not grow makes the book read-only; when memory
//! runs out, the program says so and restores the terminal before it ends. May use: the desk's
//! terminal, words, threads, signal-hook, rustix.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rustix::process::{Resource, getrlimit};
use signal_hook::consts::{SIGABRT, SIGXFSZ};
use signal_hook::flag;

use crate::domain::Message;
use crate::threads;
use crate::tui::terminal;
use crate::words::Words;

use super::output::{self, CliError, UNUSABLE};

/// The address space that an open book needs, in bytes: each thread has its own, most of it never
/// touched.
const LEAST: u64 = 1_280 << 20;

/// How much must remain free if it is limited, in bytes: as much as a thread is given at once.
const LEFT: usize = 48 << 20;

/// How often that is checked.
const AGAIN: Duration = Duration::from_millis(50);

/// The address space that this process may have, in bytes, if it is limited.
fn memory() -> Option<u64> {
    let limit = |resource| getrlimit(resource).current;
    [Resource::As, Resource::Data].into_iter().filter_map(limit).min()
}

/// Refuses to open a book with less memory than it needs.
pub fn suffice() -> Result<(), CliError> {
    match memory() {
        Some(limit) if limit < LEAST => {
            let message = Message::new("error-memory-least").with("given", limit >> 20);
            Err(CliError::Io(message.with("least", LEAST >> 20)))
        }
        _ => Ok(()),
    }
}

/// Handles the limits of this process.
pub fn heed(words: &Words) -> io::Result<()> {
    // Without a handler the signal would end the process; with one the write fails and is reported.
    flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    if memory().is_none() {
        return Ok(());
    }
    // A single request for more than remained fails in the allocator.
    let always = Arc::new(AtomicBool::new(true));
    flag::register_conditional_shutdown(SIGABRT, i32::from(UNUSABLE), always)?;
    let said = words.say("error-memory", &[]);
    // If no thread can be started either, the allocator has the last word.
    let _ = threads::start("memory", move || {
        while is_left() {
            std::thread::sleep(AGAIN);
        }
        give_up(&said);
    });
    Ok(())
}

/// Whether as much memory is free as must remain.
fn is_left() -> bool {
    Vec::<u8>::new().try_reserve_exact(LEFT).is_ok()
}

fn give_up(said: &str) -> ! {
    terminal::give_back();
    output::complain(&format!("daybook: {said}"));
    std::process::exit(i32::from(UNUSABLE));
}
