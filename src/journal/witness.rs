//! Checks the journal against what has been seen of it: by the ledger, and by the mark of the last
//! clean close. Anything after the end that they know is either the rest of a write, which is cut
//! off, or damage, which is reported and left. May use: the rest of the journal.

use std::io;

use super::entry::{Entry, PrivateRecord};
use super::hash::Hash;
use super::{
    ChainStep, Checkpoint, Damage, DamageKind, Head, JournalError, JournalReader, Pos, Stored,
    Tail, Witness,
};

/// Checks that the last entry the ledger posted is there and unchanged, and that the private
/// records end where the ledger has seen them end. Returns the private records that are missing
/// with their whole file: the ledger still has what they said.
pub(super) fn agrees(
    reader: &JournalReader,
    ledger: &Checkpoint,
) -> Result<Vec<Damage>, JournalError> {
    let Head { seq, hash, .. } = ledger.head;
    if seq == 0 {
        return Ok(Vec::new());
    }
    let path = || reader.entries.folder().to_path_buf();
    let io = |source| JournalError::Io { path: path(), source };
    let line = reader.entries.line_at(ledger.pos).map_err(io)?.filter(|line| line.ended);
    let entry = line.and_then(|line| Entry::read(&line.bytes).ok());
    let is_there = entry.is_some_and(|entry| entry.seq == seq && entry.hash == hash);
    if is_there && privates_end_there(reader, ledger).map_err(io)? {
        return Ok(Vec::new());
    }
    // Find out from the beginning what is wrong: damage, truncation, another chain, or the same one
    // with its lines at other positions.
    let mut chain = reader.chain(Checkpoint::START).map_err(io)?;
    let (mut is_same, mut missing) = (false, Vec::new());
    while let Some(step) = chain.step().map_err(io)? {
        match step {
            ChainStep::Bad(damage) => return Err(JournalError::Damaged(damage)),
            ChainStep::Newer(seq, what) => return Err(JournalError::Newer(seq, what)),
            ChainStep::NotPrivate(_, damage) if damage.kind == DamageKind::Sequence => {
                return Err(JournalError::Damaged(damage));
            }
            ChainStep::Good(stored) => is_same |= stored.checkpoint.head == ledger.head,
            ChainStep::NotPrivate(stored, damage) => {
                is_same |= stored.checkpoint.head == ledger.head;
                missing.extend((stored.entry.seq <= seq).then_some(damage));
            }
        }
    }
    let is_only_missing = missing.iter().all(|damage| damage.kind == DamageKind::Missing);
    if is_there && is_only_missing && is_gone(reader, ledger).map_err(io)? {
        return Ok(missing);
    }
    let head = chain.checkpoint().head.seq;
    let witness = Witness::Ledger;
    match head < seq {
        true => Err(JournalError::Missing { from: head + 1, to: seq, witness }),
        false if is_same => Err(JournalError::Moved),
        false => Err(JournalError::Disagrees { seq, witness }),
    }
}

/// Checks that a private record of a posted entry ends where the ledger has seen the last one end.
/// A line added or removed further up would move them all, and everything after the end is cut off.
fn privates_end_there(reader: &JournalReader, ledger: &Checkpoint) -> io::Result<bool> {
    let end = ledger.private_next;
    if end == Checkpoint::START.private_next {
        // No record was there when its entries were posted: any that is now has come back.
        let first = reader.privates.lines(end)?.next_line()?;
        let first = first.and_then(|line| PrivateRecord::read(&line.bytes).ok());
        return Ok(first.is_none_or(|record| record.seq > ledger.head.seq));
    }
    // Truncated files are reported later, when they are measured.
    if end.offset == 0 || matches!(reader.privates.reach(end), Ok(false)) {
        return Ok(true);
    }
    let last = reader.privates.line_before(end)?;
    let last = last.and_then(|line| PrivateRecord::read(&line).ok());
    Ok(last.is_some_and(|record| record.seq <= ledger.head.seq))
}

/// Whether the file is gone in which the ledger has seen the private records end.
fn is_gone(reader: &JournalReader, ledger: &Checkpoint) -> io::Result<bool> {
    let Pos { segment, .. } = ledger.private_next;
    Ok(segment > 0 && !reader.privates.segments()?.contains(&segment))
}

fn check_mark(stored: &Stored, mark: Option<(u64, Hash)>) -> Result<(), JournalError> {
    let entry = &stored.entry;
    match mark {
        Some((seq, hash)) if seq == entry.seq && hash != entry.hash => {
            let witness = Witness::Mark;
            Err(JournalError::Disagrees { seq: entry.seq, witness })
        }
        _ => Ok(()),
    }
}

/// Whether the damage is only an unfinished write that never got a receipt.
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

/// Reads the chain from a position on and passes every entry to `visit`. Returns where it ends, the
/// rest of an unfinished write after that, and private records that are damaged or missing, beginning
/// with those that are known to be.
pub(super) fn follow<E: From<JournalError>>(
    reader: &JournalReader,
    (from, mut damaged): (Checkpoint, Vec<Damage>),
    mark: Option<(u64, Hash)>,
    visit: &mut dyn FnMut(Stored) -> Result<(), E>,
) -> Result<(Checkpoint, Option<Tail>, Vec<Damage>), E> {
    let path = || reader.entries.folder().to_path_buf();
    let io = |source| E::from(JournalError::Io { path: path(), source });
    let floor = from.head.seq.max(mark.map_or(0, |(seq, _)| seq));
    let mut chain = reader.chain(from).map_err(io)?.ahead();
    let are_gone = is_gone(reader, &from).map_err(io)?;
    let (mut tail, mut end) = (None, from);
    while let Some(step) = chain.step().map_err(io)? {
        match step {
            ChainStep::Good(stored) => {
                check_mark(&stored, mark)?;
                end = stored.checkpoint;
                visit(*stored)?;
            }
            ChainStep::NotPrivate(stored, damage) => {
                check_mark(&stored, mark)?;
                damaged.push(damage);
                end = stored.checkpoint;
                visit(*stored)?;
            }
            ChainStep::Newer(seq, what) => return Err(JournalError::Newer(seq, what).into()),
            ChainStep::Bad(damage) => {
                tail = Some(tail_or_damage(reader, damage, &end, floor)?);
                break;
            }
        }
    }
    if end.head.seq < floor {
        let (from, to) = (end.head.seq + 1, floor);
        return Err(JournalError::Missing { from, to, witness: Witness::Mark }.into());
    }
    let are_gone = are_gone && end.private_next == from.private_next;
    let entries = (&reader.entries, end.next);
    let privates = Some((&reader.privates, end.private_next)).filter(|_| !are_gone);
    for (segments, until) in [Some(entries), privates].into_iter().flatten() {
        if !segments.reach(until).map_err(io)? {
            return Err(JournalError::Shorter(segments.path(until.segment)).into());
        }
    }
    Ok((end, tail, damaged))
}
