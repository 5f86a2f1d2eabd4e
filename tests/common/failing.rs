//! A disk that fills up and that fails to sync, as a test says.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use daybook::journal::disk::DiskFile;
use daybook::journal::{Disk, Identity, RealDisk};

/// What fails from now on.
#[derive(Default)]
pub struct Faults {
    /// How many more bytes there is room for; negative is no limit.
    pub room: AtomicI64,
    /// 1: syncs fail.
    pub sync: AtomicU8,
}

#[derive(Clone)]
pub struct FailingDisk {
    real: RealDisk,
    faults: Arc<Faults>,
}

struct FailingFile {
    real: Box<dyn DiskFile>,
    faults: Arc<Faults>,
}

impl FailingDisk {
    /// A disk that does not fail yet, and what makes it fail.
    pub fn new() -> (FailingDisk, Arc<Faults>) {
        let faults = Arc::new(Faults::default());
        faults.room.store(-1, Ordering::Relaxed);
        (FailingDisk { real: RealDisk, faults: faults.clone() }, faults)
    }

    fn wrap(&self, real: io::Result<Box<dyn DiskFile>>) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FailingFile { real: real?, faults: self.faults.clone() }))
    }
}

impl Disk for FailingDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.wrap(self.real.open(path))
    }
    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.wrap(self.real.open_or_create(path))
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.real.create_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.real.list(folder)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.real.sync_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.real.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.real.remove(path)
    }
    fn identity(&self, path: &Path) -> io::Result<Identity> {
        self.real.identity(path)
    }
}

impl DiskFile for FailingFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.real.read_at(buffer, offset)
    }
    /// Writes what there is room for, and then says that the disk is full.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let room = self.faults.room.load(Ordering::Relaxed);
        if room < 0 {
            return self.real.write_at(bytes, offset);
        }
        let fits = bytes.len().min(usize::try_from(room).unwrap());
        self.real.write_at(&bytes[..fits], offset)?;
        self.faults.room.fetch_sub(i64::try_from(fits).unwrap(), Ordering::Relaxed);
        if fits < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
    fn sync(&self) -> io::Result<()> {
        match self.faults.sync.load(Ordering::Relaxed) {
            0 => self.real.sync(),
            _ => Err(io::Error::other("the device is gone")),
        }
    }
    fn set_len(&self, length: u64) -> io::Result<()> {
        self.real.set_len(length)
    }
    fn len(&self) -> io::Result<u64> {
        self.real.len()
    }
    fn identity(&self) -> io::Result<Identity> {
        self.real.identity()
    }
}
