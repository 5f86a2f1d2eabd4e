//! A disk in memory that fails as disks do. What was written and not synced may be dropped, torn at
//! a sector or kept, each write for itself, when the power goes; a file that was made or renamed may
//! not be there if its folder was not synced. It fills up, it fails a sync, and bits of what it
//! holds flip. All of it by chance that a seed decides.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use daybook::journal::disk::DiskFile;
use daybook::journal::{Disk, Identity};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What is written and torn in one piece.
const SECTOR: usize = 512;

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// A file: what lasts, what is read, and the changes from the one to the other.
#[derive(Clone, Default)]
struct Inode {
    lasting: Vec<u8>,
    current: Vec<u8>,
    pending: Vec<Change>,
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, written) => {
            bytes.resize(bytes.len().max(at + written.len()), 0);
            bytes[*at..at + written.len()].copy_from_slice(written);
        }
        Change::Length(length) => bytes.resize(*length, 0),
    }
}

/// What goes wrong from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Faults {
    /// How many more times anything is written, synced or named before the power goes.
    pub power: Option<u64>,
    /// How many more bytes there is room for.
    pub room: Option<usize>,
    /// Syncs fail.
    pub no_sync: bool,
}

#[derive(Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    lasting_names: BTreeMap<PathBuf, usize>,
    faults: Faults,
    /// How often a fault was met.
    met: u64,
}

/// The disk; copies are the same one.
#[derive(Clone, Default)]
pub struct SimDisk(Arc<Mutex<State>>);

struct SimFile {
    disk: SimDisk,
    inode: usize,
}

impl State {
    /// Counts down to the power cut.
    fn tick(&mut self) -> io::Result<()> {
        match &mut self.faults.power {
            Some(0) => {
                self.met += 1;
                Err(io::Error::other("the power is gone"))
            }
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn change(&mut self, inode: usize, change: Change) {
        let inode = &mut self.inodes[inode];
        apply(&mut inode.current, &change);
        inode.pending.push(change);
    }
}

impl SimDisk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Says what goes wrong from now on.
    pub fn set(&self, faults: Faults) {
        self.state().faults = faults;
    }

    /// How often a fault was met since it was last asked.
    pub fn met(&self) -> u64 {
        std::mem::take(&mut self.state().met)
    }

    /// The power comes back: of what was not synced, whatever chance leaves.
    pub fn power_cut(&self, chance: &mut ChaCha8Rng) {
        let mut state = self.state();
        state.faults = Faults::default();
        for inode in &mut state.inodes {
            let mut bytes = std::mem::take(&mut inode.lasting);
            for change in inode.pending.drain(..) {
                match (chance.random_range(0..4), change) {
                    (0, _) => {}
                    (1, Change::Write(at, written)) => {
                        // Some of its sectors reached the disk, not always the first ones.
                        for (n, sector) in written.chunks(SECTOR).enumerate() {
                            if chance.random_range(0..2) == 0 {
                                apply(&mut bytes, &Change::Write(at + n * SECTOR, sector.to_vec()));
                            }
                        }
                    }
                    (_, change) => apply(&mut bytes, &change),
                }
            }
            (inode.lasting, inode.current) = (bytes.clone(), bytes);
        }
        let mut names = state.lasting_names.clone();
        let all: Vec<PathBuf> = state.names.keys().chain(names.keys()).cloned().collect();
        for path in all {
            let (now, lasting) = (state.names.get(&path), state.lasting_names.get(&path));
            if now != lasting && chance.random_range(0..2) == 0 {
                match now {
                    Some(inode) => names.insert(path, *inode),
                    None => names.remove(&path),
                };
            }
        }
        (state.lasting_names, state.names) = (names.clone(), names);
    }

    /// Flips a bit of a byte that says something in what `folder` holds; where, if there is one.
    pub fn flip(&self, folder: &Path, chance: &mut ChaCha8Rng) -> Option<(PathBuf, usize, u8)> {
        let state = self.state();
        let is_lines = |path: &Path| path.extension().is_some_and(|end| end == "jsonl");
        let inside = |path: &Path| path.starts_with(folder) && is_lines(path);
        let files: Vec<(PathBuf, usize)> = state
            .names
            .iter()
            .filter(|(path, _)| inside(path))
            .map(|(p, i)| (p.clone(), *i))
            .collect();
        let (path, inode) = files.get(chance.random_range(0..files.len().max(1)))?.clone();
        let bytes = &state.inodes[inode].current;
        let says: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] != b'\n').collect();
        let at = *says.get(chance.random_range(0..says.len().max(1)))?;
        let bit = 1 << chance.random_range(0..8);
        drop(state);
        self.flip_at(&path, at, bit);
        Some((path, at, bit))
    }

    /// Flips a bit; twice, and it is what it was.
    pub fn flip_at(&self, path: &Path, at: usize, bit: u8) {
        let mut state = self.state();
        let inode = state.names[path];
        let inode = &mut state.inodes[inode];
        inode.current[at] ^= bit;
        inode.lasting[at] ^= bit;
    }

    /// The number of the entry in whose line a byte stands.
    pub fn entry_at(&self, path: &Path, at: usize) -> u64 {
        let state = self.state();
        let bytes = &state.inodes[state.names[path]].current;
        let begins = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
        let line = bytes[begins..].split(|byte| *byte == b'\n').next().unwrap();
        let entry: serde_json::Value = serde_json::from_slice(line).unwrap();
        entry["seq"].as_u64().unwrap()
    }

    fn file(&self, inode: usize) -> Box<dyn DiskFile> {
        Box::new(SimFile { disk: self.clone(), inode })
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let inode = self.state().names.get(path).copied().ok_or(io::ErrorKind::NotFound)?;
        Ok(self.file(inode))
    }

    fn open_or_create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        if let Some(inode) = state.names.get(path).copied() {
            return Ok(self.file(inode));
        }
        state.tick()?;
        state.inodes.push(Inode::default());
        let inode = state.inodes.len() - 1;
        state.names.insert(path.to_path_buf(), inode);
        Ok(self.file(inode))
    }

    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        let inside = state.names.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.tick()?;
        let inside = |path: &PathBuf| path.parent() == Some(folder);
        let now: Vec<(PathBuf, usize)> = state
            .names
            .iter()
            .filter(|(path, _)| inside(path))
            .map(|(p, i)| (p.clone(), *i))
            .collect();
        state.lasting_names.retain(|path, _| !inside(path));
        state.lasting_names.extend(now);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.tick()?;
        let inode = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.names.insert(to.to_path_buf(), inode);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.tick()?;
        state.names.remove(path).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Folders are always the same: they are not moved here.
    fn identity(&self, path: &Path) -> io::Result<Identity> {
        let inode = self.state().names.get(path).map_or(0, |inode| *inode as u64 + 1);
        Ok(Identity { device: 1, inode })
    }
}

impl DiskFile for SimFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.disk.state();
        let bytes = &state.inodes[self.inode].current;
        let from = bytes.len().min(usize::try_from(offset).unwrap());
        let read = buffer.len().min(bytes.len() - from);
        buffer[..read].copy_from_slice(&bytes[from..from + read]);
        Ok(read)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        let at = usize::try_from(offset).unwrap();
        let cut = state.tick();
        let fits = state.faults.room.map_or(bytes.len(), |room| room.min(bytes.len()));
        state.change(self.inode, Change::Write(at, bytes[..fits].to_vec()));
        if let Some(room) = &mut state.faults.room {
            *room -= fits;
        }
        cut?;
        if fits < bytes.len() {
            state.met += 1;
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    /// One that fails makes nothing last, and what it left goes on being read; the next succeeds and
    /// does not make it last either. So does the kernel, which tells of a page that it could not
    /// write only once.
    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.state();
        state.tick()?;
        let fails = state.faults.no_sync;
        state.met += u64::from(fails);
        let inode = &mut state.inodes[self.inode];
        for change in inode.pending.drain(..) {
            if !fails {
                apply(&mut inode.lasting, &change);
            }
        }
        if fails { Err(io::Error::other("the device is gone")) } else { Ok(()) }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        state.tick()?;
        state.change(self.inode, Change::Length(usize::try_from(length).unwrap()));
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.disk.state().inodes[self.inode].current.len() as u64)
    }

    fn identity(&self) -> io::Result<Identity> {
        Ok(Identity { device: 1, inode: self.inode as u64 + 1 })
    }
}
