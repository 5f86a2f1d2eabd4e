//! Unpacks a backup into a folder: only what belongs in one, no more than there is room for, and to its
//! last byte.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use flate2::bufread::GzDecoder;
use serde::{Deserialize, Serialize};

use crate::domain::{Cause, Message, by_name};
use crate::journal::folders::{FOLDERS, MARK};
use crate::journal::segments::first_of;
use crate::journal::{Disk, RealDisk};

/// The version of the format of a backup.
pub(super) const FORMAT: u16 = 1;

/// The file in a backup that says what it is.
pub(super) const MANIFEST: &str = "manifest.json";

/// How long a manifest may be, in bytes.
const LONGEST_MANIFEST: u64 = 64 << 10;

/// How long a segment may be, in bytes: segments are rotated after the group that passes 64 MiB.
const LONGEST_SEGMENT: u64 = 1 << 30;

/// How many files a backup may hold: that many segments of 64 MiB make a terabyte.
const MOST_FILES: u32 = 20_000;

/// How many times its own length an archive may unpack to, beyond what two segments usually are.
/// Entries take a tenth of their length; zeros take a thousandth.
const MOST_PACKED: u64 = 100;
const ALWAYS: u64 = 128 << 20;

/// How many zeros may follow the end of an archive: tar fills up blocks of 10 KiB, or of what it is told.
const MOST_FILLING: u64 = 1 << 20;

/// The manifest of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub format: u16,
    /// The book.
    pub book: String,
    /// The company.
    pub company: String,
    /// The head at which the backup ends, as `seq:hash`.
    pub head: String,
}

/// Why a backup could not be unpacked: reading it failed, or writing its content did.
pub(super) enum Unpacking {
    Read(io::Error),
    Write(io::Error),
}

/// How much has been unpacked, and how much an archive of this length may hold.
struct Unpacked {
    files: u32,
    bytes: u64,
    most: u64,
}

/// Unpacks only files that belong in a backup: the manifest, and the segments and marks in the two folders.
pub(super) fn unpack(file: File, fresh: &Path) -> Result<Manifest, Unpacking> {
    use Unpacking::{Read, Write};
    let length = file.metadata().map_err(Read)?.len();
    let most = length.saturating_mul(MOST_PACKED).saturating_add(ALWAYS);
    let mut unpacked = Unpacked { files: 0, bytes: 0, most };
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    for part in FOLDERS {
        private_folder(&fresh.join(part)).map_err(Write)?;
    }
    let mut manifest = None;
    let mut names = BTreeSet::new();
    // As they are in the file: an entry that keeps its name elsewhere, however long, is skipped.
    for entry in archive.entries().map_err(Read)?.raw(true) {
        let mut entry = entry.map_err(Read)?;
        let path = entry.path().map_err(Read)?.into_owned();
        if !names.insert(path.clone()) {
            return Err(Read(named_twice(&path)));
        }
        if path == Path::new(MANIFEST) {
            let mut json = String::new();
            (&mut entry).take(LONGEST_MANIFEST).read_to_string(&mut json).map_err(Read)?;
            manifest = by_name::from_json::<Manifest>(json.as_bytes()).ok();
            continue;
        }
        if !entry.header().entry_type().is_file() || !is_of_a_backup(&path) {
            return Err(Read(no_backup()));
        }
        unpacked.is_one_more(entry.size()).map_err(Read)?;
        has_room(fresh, entry.size()).map_err(Write)?;
        unpack_one(&mut entry, &fresh.join(&path))?;
    }
    ends(archive.into_inner()).map_err(Read)?;
    for part in FOLDERS {
        RealDisk.sync_folder(&fresh.join(part)).map_err(Write)?;
    }
    manifest.filter(|manifest| manifest.format == FORMAT).ok_or_else(|| Read(no_backup()))
}

/// Fails if anything follows the archive: it reaches to the last byte of a backup, and is filled up with
/// zeros only.
fn ends(mut rest: GzDecoder<BufReader<File>>) -> io::Result<()> {
    let mut filling = Vec::new();
    (&mut rest).take(MOST_FILLING + 1).read_to_end(&mut filling)?;
    let is_filling = filling.len() as u64 <= MOST_FILLING && filling.iter().all(|byte| *byte == 0);
    match is_filling && rest.into_inner().fill_buf()?.is_empty() {
        true => Ok(()),
        false => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            Cause::said(
                "error-backup-more",
                "something follows the end of this backup, so it is not as it was made",
            ),
        )),
    }
}

/// Whether a backup has a file with this name: a segment, or the mark of a head.
fn is_of_a_backup(path: &Path) -> bool {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    match parts.as_slice() {
        [part, name] if FOLDERS.contains(part) => *name == MARK || first_of(name).is_some(),
        _ => false,
    }
}

fn unpack_one(entry: &mut impl Read, to: &Path) -> Result<(), Unpacking> {
    let mut options = fs::OpenOptions::new();
    let out = options.write(true).create_new(true).mode(0o600).open(to);
    let mut out = out.map_err(Unpacking::Write)?;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let filled = entry.read(&mut buffer).map_err(Unpacking::Read)?;
        if filled == 0 {
            return out.sync_all().map_err(Unpacking::Write);
        }
        let bytes = buffer.get(..filled).unwrap_or_default();
        out.write_all(bytes).map_err(Unpacking::Write)?;
    }
}

impl Unpacked {
    /// Counts one more file, and fails if the archive can't be a backup: even a small archive can claim any
    /// number of files of zeros.
    fn is_one_more(&mut self, size: u64) -> io::Result<()> {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(size);
        match size <= LONGEST_SEGMENT && self.bytes <= self.most && self.files <= MOST_FILES {
            true => Ok(()),
            false => Err(no_backup()),
        }
    }
}

/// Fails if there is no room for a file of this length.
fn has_room(folder: &Path, size: u64) -> io::Result<()> {
    let disk = nix::sys::statvfs::statvfs(folder)?;
    match size > disk.blocks_available().saturating_mul(disk.fragment_size()) {
        true => Err(io::Error::from_raw_os_error(nix::libc::ENOSPC)),
        false => Ok(()),
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Why an archive can't be read: words for the errors that only the unpacker knows, such as a flipped
/// bit or a missing end. Errors of the system stay as they are.
pub(super) fn readable(source: io::Error) -> io::Error {
    let is_of_bytes = source.raw_os_error().is_none();
    let cause = source.get_ref().and_then(|inner| inner.downcast_ref::<Cause>());
    let has_words = cause.is_some();
    match is_of_bytes && !has_words {
        true => io::Error::new(
            source.kind(),
            Cause::said(
                "error-archive-damaged",
                "this file is damaged or cut off: use another backup",
            ),
        ),
        false => source,
    }
}

/// An archive of which one file would replace another.
fn named_twice(path: &Path) -> io::Error {
    let english =
        format!("it holds {} twice, so it is not a backup as it was made", path.display());
    let said = Message::new("error-backup-twice").at("name", path);
    io::Error::new(io::ErrorKind::InvalidData, Cause::new(english, said))
}

fn no_backup() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        Cause::said("error-not-a-backup", "this file is not a backup that this program can read"),
    )
}
