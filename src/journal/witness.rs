//! Whether the journal is the one that others have seen: the ledger, and the mark of the last
//! close. What lies behind the end that they know is the rest of a write, to be cut off, or damage,
//! to be named and left. May use: the rest of the journal.

use std::io;

use super::entry::{Entry, Hash, PrivateRecord};
use super::{Checkpoint, Damage, Head, JournalError, JournalReader, Kind, Step, Stored, Tail};

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
    // Find out from the beginning what is wrong: damaged, cut off, another chain, or the same one
    // with its lines at other places.
    let mut chain = reader.chain(Checkpoint::START).map_err(io)?;
    let mut is_same = false;
    while let Some(step) = chain.step().map_err(io)? {
        match step {
            Step::Bad(damage) => return Err(JournalError::Damaged(damage)),
            Step::Newer(seq, what) => return Err(JournalError::Newer(seq, what)),
            Step::NotPrivate(_, damage) if damage.kind == Kind::Sequence => {
                return Err(JournalError::Damaged(damage));
            }
            Step::Good(stored) | Step::NotPrivate(stored, _) => {
                is_same |= stored.checkpoint.head == ledger.head;
            }
        }
    }
    let head = chain.checkpoint().head.seq;
    let witness = "the ledger";
    match head < seq {
        true => Err(JournalError::Missing { from: head + 1, to: seq, witness }),
        false if is_same => Err(JournalError::Moved),
        false => Err(JournalError::Disagrees { seq, witness }),
    }
}

/// Whether a private record of an entry that is posted ends where the ledger has seen the last one
/// end. A line more or less further up moves them all, and what is behind the end is cut off.
fn privates_end_there(reader: &JournalReader, ledger: &Checkpoint) -> io::Result<bool> {
    let end = ledger.private_next;
    // One that is cut short is said to be: the files are measured afterwards.
    if end.offset == 0 || matches!(reader.privates.reach(end), Ok(false)) {
        return Ok(true);
    }
    let last = reader.privates.line_before(end)?;
    let last = last.and_then(|line| PrivateRecord::read(&line).ok());
    Ok(last.is_some_and(|record| record.seq <= ledger.head.seq))
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
