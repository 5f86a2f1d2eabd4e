//! Runs a program of the system with a time limit, and keeps at most [`MOST`] bytes of what it prints.
//! May use: threads.

use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::threads;

/// The most bytes that are kept of what a program prints.
pub const MOST: u64 = 64 * 1024;

/// A program that has ended.
pub struct ProgramEnd {
    /// Its exit status.
    pub status: ExitStatus,
    /// What it printed, at most [`MOST`].
    pub out: Vec<u8>,
    /// What it printed to standard error, at most [`MOST`].
    pub err: Vec<u8>,
}

/// Why a program has no exit status.
#[derive(Debug)]
pub enum ProgramError {
    /// It took longer than it may, and was killed.
    TooSlow,
    /// It could not be run.
    Io(io::Error),
}

impl From<io::Error> for ProgramError {
    fn from(error: io::Error) -> ProgramError {
        ProgramError::Io(error)
    }
}

/// Runs a program with `input`, and waits until it ends and everything that it printed is read.
pub fn run(
    command: &mut Command,
    input: Option<Vec<u8>>,
    limit: Duration,
) -> Result<ProgramEnd, ProgramError> {
    let until = Instant::now() + limit;
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let mut child = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let out = child.stdout.take().map(reading).transpose()?;
    let err = child.stderr.take().map(reading).transpose()?;
    if let (Some(mut to), Some(bytes)) = (child.stdin.take(), input) {
        // A program that reads no more reports that itself.
        threads::start("program", move || to.write_all(&bytes))?;
    }
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() > until => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(ProgramError::TooSlow);
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    // A child of the program may keep its output open.
    let all = |from: Option<Receiver<Vec<u8>>>| match from {
        None => Ok(Vec::new()),
        Some(from) => {
            let left = until.saturating_duration_since(Instant::now());
            from.recv_timeout(left).map_err(|_| ProgramError::TooSlow)
        }
    };
    Ok(ProgramEnd { status, out: all(out)?, err: all(err)? })
}

/// Reads output in a thread of its own. A program that prints more than is kept finds its output closed.
fn reading(from: impl Read + Send + 'static) -> io::Result<Receiver<Vec<u8>>> {
    let (give, take) = mpsc::channel();
    let read = move || {
        let mut bytes = Vec::new();
        let _ = from.take(MOST).read_to_end(&mut bytes);
        let _ = give.send(bytes);
    };
    threads::start("program", read)?;
    Ok(take)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: u64) -> Result<ProgramEnd, ProgramError> {
        let mut sh = Command::new("/bin/sh");
        run(sh.args(["-c", script]), Some(b"in".to_vec()), Duration::from_millis(limit))
    }

    #[test]
    fn a_program_ends_in_its_time_and_prints_no_more_than_is_kept() {
        let said = shell("cat; echo no >&2; exit 3", 20_000);
        let said = said.map(|it| (it.status.code(), it.out, it.err));
        assert!(matches!(said, Ok((Some(3), out, err)) if out == b"in" && err == b"no\n"));
        let much = shell("yes", 20_000).map(|it| it.out.len() as u64);
        assert!(matches!(much, Ok(MOST)));
        let began = Instant::now();
        for script in ["sleep 60", "sleep 60 &"] {
            assert!(matches!(shell(script, 300), Err(ProgramError::TooSlow)), "{script}");
        }
        assert!(began.elapsed() < Duration::from_secs(20));
    }
}
