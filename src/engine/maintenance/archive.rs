//! Backup and restore: the journal and the private records in one file, with their head. The ledger is
//! left out; a restore posts it again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use crate::domain::{Cause, Message, Refusal, Rule};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::given;
use crate::engine::files::leftovers;
use crate::engine::files::lock::Lock;
use crate::engine::files::made::MadeFolders;
use crate::engine::files::new_file::{NewFile, free_name};
use crate::engine::files::outside::not_of_book;
use crate::engine::files::owner;
use crate::engine::files::there::is_book;
use crate::engine::ports::Progress;
use crate::engine::sessions::session::Session;
use crate::engine::writing::book::BookWriter;
use crate::engine::writing::options::OpenOptions;
use crate::journal::disk::{make_folder, open_plain};
use crate::journal::folders::{ENTRIES, MARK, PRIVATE};
use crate::journal::segments::SegmentReader;
use crate::journal::{
    ChainStep, Checkpoint, Hash, Head, JournalError, JournalReader, RealDisk, read_mark,
};
use crate::ledger::query::summary::SummaryOf;

pub use super::unpack::Manifest;
use super::unpack::{FORMAT, MANIFEST, Unpacking, readable, unpack};

/// The result of a restore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The backup's manifest.
    pub manifest: Manifest,
    /// How many entries were posted.
    pub posted: u64,
    /// The folder that the previous book was moved to.
    pub before: Option<PathBuf>,
    /// The first and last entry of the previous book that the backup lacks.
    pub left_out: Option<(u64, u64)>,
}

/// Writes a backup of the book in `folder` to `file`, which must not exist. Checks the whole chain first. A
/// book in use is backed up to the head that its holder reports.
pub fn backup(
    folder: &Path,
    file: &Path,
    options: OpenOptions,
    progress: &mut dyn Progress,
) -> Result<Manifest, Failure> {
    // Refused before the book is opened: an existing file is never written over, and a file in the journal's
    // folder would be taken for a part of it.
    not_of_book("file", file)?;
    if fs::symlink_metadata(file).is_ok() {
        let refusal = Refusal::new(Rule::FileExists, "file").with("file", file.display());
        return Err(refusal.with("force", "no").into());
    }
    let (lock, info, until) = match BookWriter::open(folder, options.clone(), progress) {
        Ok(book) if book.found.read_only.is_some() => {
            // The end of the journal could not be tidied: it is backed up as far as it can be read.
            (None, book.info().clone(), Some(book.head().seq))
        }
        Ok(book) => {
            let info = book.info().clone();
            book.close()?;
            let lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
            (Some(lock), info, None)
        }
        Err(BookError::InUse(_)) => {
            let holder = Session::open(folder, options, progress)?;
            let entries = holder.ask(&SummaryOf)?.entries;
            (None, holder.info().clone(), Some(entries))
        }
        Err(error) => return Err(error.into()),
    };
    let end = check_chain_until(folder, until)?;
    let (book, company) = (info.book.to_string(), info.company);
    let manifest = Manifest { format: FORMAT, book, company, head: end.head.to_string() };
    let out = NewFile::create("file", file, false)?;
    let written = write_archive(folder, out, &manifest, (&end, lock.is_some()));
    written.map_err(|source| BookError::user_file(file, source))?.finish("file")?;
    Ok(manifest)
}

/// Writes everything before `end`; for a closed book, the mark of its head too.
fn write_archive(
    folder: &Path,
    out: NewFile,
    manifest: &Manifest,
    (end, is_closed): (&Checkpoint, bool),
) -> io::Result<NewFile> {
    let mut archive = tar::Builder::new(GzEncoder::new(BufWriter::new(out), Compression::fast()));
    let json = serde_json::to_vec(manifest).map_err(io::Error::other)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(json.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    archive.append_data(&mut header, MANIFEST, json.as_slice())?;
    for (part, end) in [(ENTRIES, end.next), (PRIVATE, end.private_next)] {
        let reader = SegmentReader::new(RealDisk::shared(), folder.join(part));
        for first in reader.segments()?.into_iter().filter(|first| *first <= end.segment) {
            let path = reader.path(first);
            let name = Path::new(part).join(path.file_name().unwrap_or_default());
            if is_closed || first < end.segment {
                archive.append_path_with_name(&path, name)?;
                continue;
            }
            // The holder of the book keeps appending after this point.
            let mut header = tar::Header::new_gnu();
            header.set_size(end.offset);
            header.set_mode(0o600);
            header.set_cksum();
            let file = open_plain(fs::OpenOptions::new().read(true), &path)?;
            archive.append_data(&mut header, name, file.take(end.offset))?;
        }
        let mark = folder.join(part).join(MARK);
        if is_closed && mark.exists() {
            archive.append_path_with_name(&mark, Path::new(part).join(MARK))?;
        }
    }
    archive.into_inner()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Reads the whole chain of a folder, and returns its head.
pub(super) fn check_chain(folder: &Path) -> Result<Head, BookError> {
    Ok(check_chain_until(folder, None)?.head)
}

/// Reads the chain of a folder, up to an entry or to its end, and returns where it ends.
fn check_chain_until(folder: &Path, last: Option<u64>) -> Result<Checkpoint, BookError> {
    let io = |source| BookError::io(folder, source);
    let reader = JournalReader::new(&RealDisk::shared(), folder);
    let mut chain = reader.chain(Checkpoint::START).map_err(io)?;
    while last.is_none_or(|last| chain.checkpoint().head.seq < last) {
        let Some(step) = chain.step().map_err(io)? else { break };
        match step {
            ChainStep::Good(_) => {}
            ChainStep::Bad(damage) | ChainStep::NotPrivate(_, damage) => {
                return Err(JournalError::Damaged(damage).into());
            }
            ChainStep::Newer(seq, what) => return Err(JournalError::Newer(seq, what).into()),
        }
    }
    Ok(chain.checkpoint())
}

/// Restores a backup as the book in `folder`. If there is a book already, `replace` must be set, and that
/// book is moved aside, not removed.
pub fn restore(
    file: &Path,
    folder: &Path,
    replace: bool,
    options: OpenOptions,
    progress: &mut dyn Progress,
) -> Result<Restored, Failure> {
    owner::keep(folder)?;
    if is_book(folder) && !replace {
        let refusal = Refusal::new(Rule::BookExists, "book").with("folder", folder.display());
        return Err(refusal.into());
    }
    // Before anything is made.
    let archive = (file, given::open("file", file)?);
    let made = MadeFolders::of(folder);
    make_folder(&*options.disk, folder).map_err(|source| BookError::io(folder, source))?;
    let lock = Lock::take(folder, &options.user, options.ports.clock.now())?;
    let put = match put_in_place(archive, folder, &options) {
        Ok(put) => put,
        Err(failure) => {
            made.remove();
            return Err(failure);
        }
    };
    drop(lock);
    let disk = options.disk.clone();
    let book = BookWriter::open_unreported(folder, options, progress)?;
    let (posted, lock) = (book.found.posted, book.lock.clone());
    book.close()?;
    // Killed before this, it is reported by the next command.
    leftovers::forget(&*disk, folder);
    drop(lock);
    Ok(Restored { posted, ..put })
}

/// Unpacks a backup in the book's folder, and puts it in the place of the book. On an error nothing that was
/// unpacked is left.
fn put_in_place(
    (file, archive): (&Path, File),
    folder: &Path,
    options: &OpenOptions,
) -> Result<Restored, Failure> {
    leftovers::clear(&*options.disk, folder)?;
    let fresh = free_name(folder, leftovers::RESTORING);
    let unpacked = unpack_checked((file, archive), folder, &fresh).map_err(Failure::from);
    let compared = unpacked.and_then(|manifest| {
        let left_out = compare_with(folder, &fresh, options)?;
        Ok((manifest, left_out))
    });
    if compared.is_err() {
        // The unpacked files hold personal data: remove all of them.
        let _ = fs::remove_dir_all(&fresh);
    }
    let (manifest, left_out) = compared?;
    let before = leftovers::swap(&*options.disk, folder, &fresh);
    let before = before.map_err(|source| BookError::io(folder, source))?;
    Ok(Restored { manifest, posted: 0, before, left_out })
}

/// The entries that the replaced book has and the backup lacks. Refused if it is a different book.
fn compare_with(
    folder: &Path,
    fresh: &Path,
    options: &OpenOptions,
) -> Result<Option<(u64, u64)>, Refusal> {
    let (there, here) = (hashes(folder), hashes(fresh));
    let mark = read_mark(&*options.disk, folder).ok().flatten().map(|(seq, _)| seq);
    let last = there.keys().max().copied().max(mark).unwrap_or(0);
    let common =
        there.iter().filter(|(seq, hash)| here.get(seq) == Some(hash)).map(|(seq, _)| *seq);
    let common = common.max().unwrap_or(0);
    if common == 0 && !there.is_empty() {
        return Err(Refusal::new(Rule::BookOther, "file").with("folder", folder.display()));
    }
    Ok((last > common).then_some((common + 1, last)))
}

/// The hashes of all valid entries in a folder.
fn hashes(folder: &Path) -> BTreeMap<u64, Hash> {
    let reader = JournalReader::new(&RealDisk::shared(), folder);
    let mut hashes = BTreeMap::new();
    let Ok(mut chain) = reader.chain(Checkpoint::START) else { return hashes };
    while let Ok(Some(step)) = chain.step() {
        if let ChainStep::Good(stored) | ChainStep::NotPrivate(stored, _) = step {
            hashes.insert(stored.entry.seq, stored.entry.hash);
        }
    }
    hashes
}

fn unpack_checked(
    (file, archive): (&Path, File),
    folder: &Path,
    fresh: &Path,
) -> Result<Manifest, BookError> {
    let manifest = unpack(archive, fresh).map_err(|error| match error {
        Unpacking::Read(source) => BookError::user_file(file, readable(source)),
        Unpacking::Write(source) => BookError::io(folder, source),
    })?;
    let head = match check_chain(fresh) {
        // The damage is in the backup, not in the book.
        Err(BookError::Journal(error)) if !matches!(error, JournalError::Newer(..)) => {
            let english = format!("this backup is damaged, use another one: {error}");
            let why = Message::new("error-backup-damaged").because("why", &error);
            let why = Cause::new(english, why);
            let why = io::Error::new(io::ErrorKind::InvalidData, why);
            return Err(BookError::user_file(file, why));
        }
        head => head?.to_string(),
    };
    if head != manifest.head {
        let english = format!("the backup ends at {head}, its manifest says {}", manifest.head);
        let why = Message::new("error-backup-head").with("end", head);
        let why = Cause::new(english, why.with("said", manifest.head));
        return Err(BookError::user_file(file, io::Error::other(why)));
    }
    Ok(manifest)
}
