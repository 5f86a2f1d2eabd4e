//! Whether the journal is the one that others have seen: the ledger, and the mark of the last close.
//! What lies behind the end that they know is the rest of a write, to be cut off, or damage, to be
//! named and left. May use: the rest of the journal.

use std::io;

use super::entry::{Entry, Hash, PrivateRecord};
use super::{Checkpoint, Damage, Head, JournalError, JournalReader, Step, Stored, Tail};

/// Whether the entry that the ledger posted last is there, and the same, and the private records
/// end where the ledger has seen them end.
pub(super) fn agrees(reader: &JournalReader, ledger: &Checkpoint) -> Result<(), JournalError> {
    let Head { seq, hash, .. } = ledger.head;
    if seq == 0 {
        return Ok(());
    }
    let path = || reader.entries.folder().to_path_buf();
    let io = |source| JournalError::Io { path: path(), source };
    let line = reader.entries.line_at(ledger.pos).map_err(io)?.filter(|line| line.ended);
    if let Some(Ok(entry)) = line.map(|line| Entry::read(&line.bytes))
        && entry.seq == seq
        && entry.hash == hash
        && privates_end_there(reader, ledger).map_err(io)?
    {
        return Ok(());
    }
    // Find out from the beginning what is wrong: damaged, cut off, or another chain.
    let mut chain = reader.chain(Checkpoint::START).map_err(io)?;
    while let Some(step) = chain.step().map_err(io)? {
        match step {
            Step::Bad(damage) => return Err(JournalError::Damaged(damage)),
            Step::Newer(seq, what) => return Err(JournalError::Newer(seq, what)),
            Step::Good(_) => {}
        }
    }
    let head = chain.checkpoint().head.seq;
    let witness = "the ledger";
    match head < seq {
        true => Err(JournalError::Missing { from: head + 1, to: seq, witness }),
        false => Err(JournalError::Disagrees { seq, witness }),
    }
}

/// Whether the last private record that the ledger knows ends where it has seen it end: before that
/// place stands a whole record, and behind it none of an entry that is posted already. A line more
/// or less further up moves them all, and what is behind the end would be cut off.
fn privates_end_there(reader: &JournalReader, ledger: &Checkpoint) -> io::Result<bool> {
    let (end, posted) = (ledger.private_next, ledger.head.seq);
    let is_posted = |line: &[u8]| PrivateRecord::read(line).ok().map(|one| one.seq <= posted);
    // One that is cut short is said to be: the files are measured afterwards.
    if matches!(reader.privates.reach(end), Ok(false)) {
        return Ok(true);
    }
    if end.offset > 0 {
        let last = reader.privates.line_before(end)?;
        if last.and_then(|line| is_posted(&line)) != Some(true) {
            return Ok(false);
        }
    }
    let next = reader.privates.lines(end)?.next_line()?;
    Ok(next.and_then(|line| is_posted(&line.bytes)) != Some(true))
}

pub(super) fn check_mark(stored: &Stored, mark: Option<(u64, Hash)>) -> Result<(), JournalError> {
    let entry = &stored.entry;
    match mark {
        Some((seq, hash)) if seq == entry.seq && hash != entry.hash => {
            let witness = "its mark of the last close";
            Err(JournalError::Disagrees { seq: entry.seq, witness })
        }
        _ => Ok(()),
    }
}

/// Whether what is wrong is only the end of a write that nobody was told of.
pub fn tail_or_damage(
    reader: &JournalReader,
    damage: Damage,
    end: &Checkpoint,
    floor: u64,
) -> Result<Tail, JournalError> {
    let io = |source| JournalError::Io { path: reader.entries.folder().to_path_buf(), source };
    let in_chain = damage.file.starts_with("journal/");
    let acknowledged = damage.entry <= floor;
    if !in_chain || acknowledged {
        return Err(JournalError::Damaged(damage));
    }
    let last = reader.last_group(end.next).map_err(io)?;
    match last.is_some_and(|group| group > damage.entry) {
        true => Err(JournalError::Damaged(damage)),
        false => Ok(Tail { entry: damage.entry, offset: damage.offset, file: damage.file }),
    }
}
