//! `daybook journal`: prints the stored bytes, one entry per line, so that anyone can hash them.
//! Reads only and takes no lock: lines never change once they are written.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use clap::Args;

use crate::domain::marks;
use crate::engine::BookError;
use crate::engine::{is_book, no_book};
use crate::journal::segments::SegmentLines;
use crate::journal::{JournalReader, Pos, RealDisk};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct JournalArgs {
    /// The first entry to print
    #[arg(long, value_name = "SEQ", default_value_t = 1, value_parser = super::whole::<u64>)]
    from: u64,
    /// The last entry to print [default: the last of the journal]
    #[arg(long, value_name = "SEQ", default_value_t = u64::MAX, hide_default_value = true, value_parser = super::whole::<u64>)]
    to: u64,
    /// Print the private record of an entry, if it has one, on the line after it
    #[arg(long)]
    private: bool,
}

pub fn run(common: &Common, args: &JournalArgs) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    if !is_book(&folder) {
        return Err(no_book(&folder).into());
    }
    let reader = JournalReader::new(&RealDisk::shared(), &folder);
    let io = |source| BookError::io(&folder, source);
    let segments = reader.entries.segments().map_err(io)?;
    let first = segments.into_iter().filter(|first| *first <= args.from).max().unwrap_or(1);
    let mut lines = reader.entries.lines(Pos { segment: first, offset: 0 }).map_err(io)?;
    let mut privates =
        Privates { lines: reader.privates.lines(Pos::default()).map_err(io)?, ahead: None };
    let mut out = LinePrinter { lines: output::lines(), is_seen: io::stdout().is_terminal() };
    let written = print(args, &mut lines, &mut privates, &mut out).and_then(|()| out.lines.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(DONE),
    }
}

fn print(
    args: &JournalArgs,
    lines: &mut SegmentLines,
    privates: &mut Privates,
    out: &mut LinePrinter,
) -> io::Result<()> {
    while let Some(line) = lines.next_line()? {
        // A line whose number can't be read is printed, for users who look for damage.
        let seq = seq_of(&line.bytes);
        if seq.is_some_and(|seq| seq > args.to) {
            break;
        }
        if seq.is_some_and(|seq| seq < args.from) {
            continue;
        }
        out.line(&line.bytes)?;
        if let (true, Some(seq)) = (args.private, seq)
            && let Some(record) = privates.of(seq)?
        {
            out.line(&record)?;
        }
    }
    Ok(())
}

/// Prints lines to stdout: as they are stored for a program, which may hash them; with control
/// characters escaped on a terminal.
struct LinePrinter {
    lines: BufWriter<StdoutLock<'static>>,
    is_seen: bool,
}

impl LinePrinter {
    fn line(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.is_seen {
            true => {
                let text = String::from_utf8_lossy(bytes);
                self.lines.write_all(marks::escaped(&text).as_bytes())?;
            }
            false => self.lines.write_all(bytes)?,
        }
        self.lines.write_all(b"\n")
    }
}

/// The entry number at the start of a line.
fn seq_of(line: &[u8]) -> Option<u64> {
    let rest = line.strip_prefix(b"{\"seq\":")?;
    let end = rest.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&rest[..end]).ok()?.parse().ok()
}

struct Privates {
    lines: SegmentLines,
    ahead: Option<(u64, Vec<u8>)>,
}

impl Privates {
    /// Returns the private record of entry `seq`. Calls must be in ascending order.
    fn of(&mut self, seq: u64) -> io::Result<Option<Vec<u8>>> {
        while self.ahead.as_ref().is_none_or(|(ahead, _)| *ahead < seq) {
            let Some(line) = self.lines.next_line()? else { return Ok(None) };
            self.ahead = seq_of(&line.bytes).map(|seq| (seq, line.bytes));
        }
        Ok(self.ahead.take_if(|(ahead, _)| *ahead == seq).map(|(_, bytes)| bytes))
    }
}
