//! A disk in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use daybook::journal::disk::DiskFile;
use daybook::journal::{Disk, Identity};

type Bytes = Arc<Mutex<Vec<u8>>>;

/// Files by path.
#[derive(Clone, Default)]
pub struct MemoryDisk {
    files: Arc<Mutex<BTreeMap<PathBuf, Bytes>>>,
}

struct MemoryFile(Bytes);

impl MemoryDisk {
    pub fn of(files: &BTreeMap<PathBuf, Vec<u8>>) -> MemoryDisk {
        let files = files.iter();
        let files = files.map(|(path, bytes)| (path.clone(), Arc::new(Mutex::new(bytes.clone()))));
        MemoryDisk { files: Arc::new(Mutex::new(files.collect())) }
    }

    /// What all files hold.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = self.files.lock().unwrap();
        files.iter().map(|(path, bytes)| (path.clone(), bytes.lock().unwrap().clone())).collect()
    }
}

impl Disk for MemoryDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let files = self.files.lock().unwrap();
        let file = files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(MemoryFile(file.clone())))
    }
    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut files = self.files.lock().unwrap();
        Ok(Box::new(MemoryFile(files.entry(path.to_path_buf()).or_default().clone())))
    }
    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let files = self.files.lock().unwrap();
        let inside = files.keys().filter(|path| path.parent() == Some(folder));
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        Ok(inside.map(name).collect())
    }
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.files.lock().unwrap();
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_path_buf(), file);
        Ok(())
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = self.files.lock().unwrap().remove(path);
        removed.map(drop).ok_or(io::ErrorKind::NotFound.into())
    }
    /// Nothing is moved here.
    fn identity(&self, _: &Path) -> io::Result<Identity> {
        Ok(Identity { device: 1, inode: 1 })
    }
}

impl DiskFile for MemoryFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let bytes = self.0.lock().unwrap();
        let rest = bytes.get(usize::try_from(offset).unwrap()..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut file = self.0.lock().unwrap();
        let from = usize::try_from(offset).unwrap();
        let end = from + bytes.len();
        if file.len() < end {
            file.resize(end, 0);
        }
        file[from..end].copy_from_slice(bytes);
        Ok(())
    }
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
    fn set_len(&self, length: u64) -> io::Result<()> {
        self.0.lock().unwrap().resize(usize::try_from(length).unwrap(), 0);
        Ok(())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().len() as u64)
    }
    fn identity(&self) -> io::Result<Identity> {
        Ok(Identity { device: 1, inode: 1 })
    }
}
