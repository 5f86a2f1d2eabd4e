//! The file system as a port: only what the journal needs of a disk, so that tests can replace it
//! with one that fills up, tears a write or fails to sync. May use: std, nix.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

/// A disk: folders and files by path.
pub trait Disk: Send + Sync {
    /// Opens an existing file for reading.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Opens a file for reading and writing, creating it (readable by its owner alone) if it is
    /// missing.
    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Creates a folder and its parents, accessible to the owner alone.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// The names of the files in a folder, sorted.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Syncs a folder, so that files created, renamed or removed in it stay so after a crash.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Renames a file, replacing any file of the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Identifies the file or folder that has this name now.
    fn identity(&self, path: &Path) -> io::Result<Identity>;
}

/// The identity of a file or folder, independent of its name: device and inode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The device.
    pub device: u64,
    /// The inode number.
    pub inode: u64,
}

impl Identity {
    fn of(meta: &Metadata) -> Identity {
        Identity { device: meta.dev(), inode: meta.ino() }
    }
}

/// An open file. Reads and writes give an offset; there is no cursor.
pub trait DiskFile: Send + Sync {
    /// Reads up to `buffer.len()` bytes at `offset`; 0 at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes all of `bytes` at `offset`. After an error any part of them may have been written.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Syncs the bytes, and the length that is needed to read them.
    fn sync(&self) -> io::Result<()>;
    /// Cuts the file to `length`, or extends it with zeros.
    fn set_len(&self, length: u64) -> io::Result<()>;
    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// The identity of the open file, even if another file has its name now.
    fn identity(&self) -> io::Result<Identity>;
    /// Whether it is empty.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl RealDisk {
    /// The disk of this machine, shared.
    pub fn shared() -> Arc<dyn Disk> {
        Arc::new(RealDisk)
    }
}

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(open_plain(OpenOptions::new().read(true), path)?))
    }

    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).mode(0o600);
        Ok(Box::new(open_plain(&mut options, path)?))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn identity(&self, path: &Path) -> io::Result<Identity> {
        std::fs::metadata(path).map(|meta| Identity::of(&meta))
    }
}

impl DiskFile for File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        FileExt::read_at(self, buffer, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        File::set_len(self, length)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn identity(&self) -> io::Result<Identity> {
        self.metadata().map(|meta| Identity::of(&meta))
    }
}

/// Opens a plain file. Refuses links, and files that block or never end, such as pipes and devices.
pub fn open_plain(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let not_plain = || {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            Cause::said("error-not-plain-file", "this is not a plain file"),
        )
    };
    let flags = nix::libc::O_NOFOLLOW | nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY;
    let file = match options.custom_flags(flags).open(path) {
        Err(error) if error.raw_os_error() == Some(nix::libc::ELOOP) => return Err(not_plain()),
        // A pipe without a reader, or a socket.
        Err(error) if error.raw_os_error() == Some(nix::libc::ENXIO) => return Err(not_plain()),
        file => file?,
    };
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(not_plain()),
    }
}

/// Replaces a small file atomically: a crash leaves the old one or the new one.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let file = disk.open_or_create(&beside)?;
    file.set_len(0)?;
    file.write_at(bytes, 0)?;
    file.sync()?;
    disk.rename(&beside, path)?;
    disk.sync_folder(folder_of(path))
}

/// Renames a file or a folder, and syncs the rename.
pub fn move_to(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    disk.rename(from, to)?;
    disk.sync_folder(folder_of(to))?;
    match folder_of(from) == folder_of(to) {
        true => Ok(()),
        false => disk.sync_folder(folder_of(from)),
    }
}

/// Creates a folder and its parents, and syncs each parent that may be read.
pub fn make_folder(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let named = path.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    let made: Vec<&Path> = named.take_while(|folder| disk.identity(folder).is_err()).collect();
    disk.create_folder(path)?;
    for folder in made {
        match disk.sync_folder(folder_of(folder)) {
            Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The parent folder of a path.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// How many bytes must fit before a disk counts as writable.
const SOME: usize = 64 << 10;

/// Checks that a folder is writable by writing a file there and removing it.
pub fn takes_writes(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let path = folder.join(format!("room.{}", std::process::id()));
    let file = disk.open_or_create(&path)?;
    let written = file.write_at(&vec![b'\n'; SOME], 0);
    disk.remove(&path)?;
    written
}

/// Reads a small file; `None` if there is none.
pub fn read_whole(disk: &dyn Disk, path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match disk.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = vec![0; usize::try_from(file.len()?).unwrap_or(usize::MAX)];
    let filled = read_at(&*file, &mut bytes, 0)?;
    bytes.truncate(filled);
    Ok(Some(bytes))
}

/// Fills `bytes` from `offset` on, up to the end of the file. Returns how many bytes were read.
pub fn read_at(file: &dyn DiskFile, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read_at(&mut bytes[filled..], offset + filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
use crate::domain::Cause;
