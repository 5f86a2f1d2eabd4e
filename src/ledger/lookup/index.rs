//! The index of the process that holds the book: packed parts, the newest last. New entries become
//! a small part of their own at once, which hides the same accounts in older parts. Parts are
//! merged when there are many of them, large ones in the background. May use: std, the other parts
//! of the look-up, the ledger's rows.

use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::domain::Day;
use crate::ledger::tables::{CARDS, CARDS_IN_ROW};
use crate::store::paced::Unpaused;
use crate::store::rows::{Batch, LedgerError, Rows};
use crate::threads::{self, Beside};

use super::accounts::Accounts;
use super::build::Builder;
use super::documents::Documents;
use super::parts::{self, BuildStage, IndexState, Merger};
use super::reading::{SharedRows, gave_up, read_accounts, read_again};
use super::source::{self, TouchedRecords};

/// How many documents are read while the writer waits.
const DOCUMENTS_AT_ONCE: usize = 2_000;

/// The size, in accounts and in documents, of the first parts, which answer while the rest is
/// built.
const PART: u32 = 131_072;

/// A little longer than the allocator keeps freed memory.
const MOMENT: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
struct Signal {
    changed: bool,
    stop: bool,
}

impl Signal {
    fn is_quiet(&mut self) -> bool {
        !self.changed && !self.stop
    }
}

/// Makes the allocator return the memory that building took: it does so when a thread ends, and
/// nothing else would trigger that until the next key is typed.
fn give_back() {
    let _ = std::thread::Builder::new().spawn(|| drop(vec![0_u8; 1])).map(JoinHandle::join);
}

/// The look-up index of an open book. Inactive until the first look-up.
#[derive(Debug, Default)]
pub struct Index {
    state: RwLock<IndexState>,
    signal: Mutex<Signal>,
    wake: Condvar,
}

/// The size of the index.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Accounts.
    pub accounts: usize,
    /// Documents.
    pub documents: usize,
    /// Bytes of all accounts.
    pub bytes: usize,
    /// Bytes of that for e-mail addresses.
    pub email_bytes: usize,
    /// Bytes of all documents.
    pub document_bytes: usize,
    /// Parts that accounts are in.
    pub parts: usize,
}

/// The index while it is read.
pub struct ReadIndex<'a> {
    state: RwLockReadGuard<'a, IndexState>,
    _unpaused: Unpaused,
}

impl Deref for ReadIndex<'_> {
    type Target = IndexState;

    fn deref(&self) -> &IndexState {
        &self.state
    }
}

impl Index {
    /// Returns what can be searched now. Whoever holds it is not held up by others, who may wait for it.
    pub fn read(&self) -> ReadIndex<'_> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        ReadIndex { state, _unpaused: Unpaused::begin() }
    }

    fn change<T>(&self, change: impl FnOnce(&mut IndexState) -> T) -> T {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the index is complete.
    pub fn is_complete(&self) -> bool {
        self.read().is_complete()
    }

    /// Builds the whole index, part by part, unless that has begun. Finished parts answer already.
    pub fn build(&self, source: &dyn SharedRows, today: Day) -> Result<(), LedgerError> {
        // Every look-up comes here: none of them waits for the others.
        if self.is_on() {
            return Ok(());
        }
        let begun =
            self.change(|state| (state.stage == BuildStage::Off).then(|| state.begin(today)));
        begun.map_or(Ok(()), |generation| self.build_begun(source, today, generation))
    }

    fn build_begun(
        &self,
        source: &dyn SharedRows,
        today: Day,
        generation: u64,
    ) -> Result<(), LedgerError> {
        let accounts = self.build_accounts(source, today, generation);
        let built = accounts.and_then(|()| self.build_documents(source, generation));
        match built {
            Ok(()) if self.is_stopped() => {}
            Ok(()) => self.build_on(generation, |state| state.stage = BuildStage::Complete),
            // The ledger is damaged: the index is rebuilt once that is repaired.
            Err(_) => self.forget(),
        }
        built
    }

    /// Continues building, unless the index was cleared since.
    fn build_on(&self, generation: u64, change: impl FnOnce(&mut IndexState)) {
        self.change(|state| {
            if state.generation == generation {
                change(state);
            }
        });
    }

    /// Clears the index: the next look-up rebuilds it.
    pub fn forget(&self) {
        self.change(IndexState::forget);
    }

    fn build_accounts(
        &self,
        source: &dyn SharedRows,
        today: Day,
        generation: u64,
    ) -> Result<(), LedgerError> {
        let mut end = 0;
        source.look(&mut |rows| {
            end = CARDS.last(rows, &())?.map_or(0, |(block, _)| block + 1);
            Ok(())
        })?;
        let part = PART / CARDS_IN_ROW;
        let add = |built: Option<Beside<(Accounts, Documents), _>>| match built {
            None => Ok(()),
            Some(built) => {
                let (accounts, documents) = built.finish().ok_or_else(gave_up)?;
                self.build_on(generation, |state| state.add_oldest(accounts, documents));
                Ok(())
            }
        };
        // Read the next part while this one is built.
        std::thread::scope(|scope| {
            let mut building = None;
            for from in (0..end).step_by(part as usize).take_while(|_| !self.is_stopped()) {
                let blocks = from..from.saturating_add(part).min(end);
                let (builder, items) = read_accounts(source, blocks, today, |_| true)?;
                let build = move || (builder.build(), Documents::of(&items));
                add(building.replace(threads::beside(scope, build)))?;
            }
            add(building)
        })
    }

    fn build_documents(&self, source: &dyn SharedRows, generation: u64) -> Result<(), LedgerError> {
        let (mut after, mut items, mut read) = (None, Vec::new(), 0);
        loop {
            let mut page = (Vec::new(), None);
            source.look(&mut |rows| {
                page = source::documents(rows, after, DOCUMENTS_AT_ONCE)?;
                Ok(())
            })?;
            let (found, last) = page;
            items.extend(found);
            (after, read) = (last.or(after), read + DOCUMENTS_AT_ONCE);
            if last.is_none() || read >= PART as usize {
                let documents = Arc::new(Documents::of(&items));
                self.build_on(generation, |state| state.documents.push(documents));
                (items, read) = (Vec::new(), 0);
            }
            if last.is_none() || self.is_stopped() {
                return Ok(());
            }
        }
    }

    /// Whether there has been a look-up: before that there is nothing to maintain.
    pub fn is_on(&self) -> bool {
        self.read().stage != BuildStage::Off
    }

    /// Adds what was posted; `rows` contain it already.
    pub fn note(&self, rows: &dyn Rows, batch: &Batch, today: Day) -> Result<(), LedgerError> {
        if !self.is_on() {
            return Ok(());
        }
        let touched = TouchedRecords::by(rows, batch)?;
        if touched.accounts.is_empty() && touched.items.is_empty() {
            return Ok(());
        }
        let mut builder = Builder::default();
        for id in touched.accounts {
            source::add_account(rows, id, today, &mut builder)?;
        }
        let (accounts, documents) = (builder.build(), Documents::of(&touched.items));
        self.change(|state| state.add_newest(accounts, documents));
        self.put_together(&rows, today, Merger::Writer)?;
        if self.read().is_many() {
            self.signal().changed = true;
            self.wake.notify_all();
        }
        Ok(())
    }

    /// Merges parts when there are many. The keeper takes any parts, and claims them before it
    /// reads the ledger; the writer takes small ones after those that are claimed.
    fn put_together(
        &self,
        source: &dyn SharedRows,
        today: Day,
        by: Merger,
    ) -> Result<(), LedgerError> {
        while let Some(taken) = self.change(|state| state.take_accounts(by)) {
            let accounts = read_again(source, &parts::live(&taken), today);
            let let_go = |_: &LedgerError| {
                if by == Merger::Keeper {
                    self.change(IndexState::let_go);
                }
            };
            let accounts = accounts.inspect_err(let_go)?;
            self.change(|state| state.replace_accounts(&taken, accounts, by));
        }
        while let Some(taken) = self.change(|state| state.take_documents(by)) {
            let documents: Vec<&Documents> = taken.iter().map(|part| &**part).collect();
            let merged = Documents::merged(&documents);
            self.change(|state| state.replace_documents(&taken, merged, by));
        }
        Ok(())
    }

    /// Merges parts as the keeper does, in this thread.
    pub fn tidy(&self, source: &dyn SharedRows, today: Day) -> Result<(), LedgerError> {
        self.put_together(source, today, Merger::Keeper)
    }

    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.signal().stop
    }

    /// Tells the keeper the date: on another day other items are late.
    pub fn today_is(&self, today: Day) {
        if self.read().day.is_some_and(|day| day != today) {
            self.signal().changed = true;
            self.wake.notify_all();
        }
    }

    /// Builds and maintains the index until [`Index::stop`] is called. If the ledger is damaged,
    /// waits until it is repaired.
    pub fn keep(&self, source: &dyn SharedRows, today: &dyn Fn() -> Day) {
        loop {
            // The next question finds the damage and has it repaired.
            let _ = self.renew(source, today()).and_then(|()| self.tidy(source, today()));
            drop(self.wake.wait_timeout_while(self.signal(), MOMENT, Signal::is_quiet));
            give_back();
            let signal = self.wake.wait_while(self.signal(), Signal::is_quiet);
            let mut signal = signal.unwrap_or_else(PoisonError::into_inner);
            if signal.stop {
                return;
            }
            signal.changed = false;
        }
    }

    /// Builds what is missing; rebuilds everything on another day, when other items are late.
    fn renew(&self, source: &dyn SharedRows, today: Day) -> Result<(), LedgerError> {
        let begun = self.change(|state| {
            let is_old = state.stage == BuildStage::Complete && state.day != Some(today);
            (state.stage == BuildStage::Off || is_old).then(|| state.begin(today))
        });
        begun.map_or(Ok(()), |generation| self.build_begun(source, today, generation))
    }

    /// Makes [`Index::keep`] return.
    pub fn stop(&self) {
        self.signal().stop = true;
        self.wake.notify_all();
    }

    /// Returns the size of the index.
    pub fn size(&self) -> Size {
        let state = self.read();
        let mut size = Size { parts: state.accounts.len(), ..Size::default() };
        for part in &state.accounts {
            let (bytes, emails) = part.accounts.bytes();
            size.accounts += part.accounts.len() - part.dead.count();
            (size.bytes, size.email_bytes) = (size.bytes + bytes, size.email_bytes + emails);
        }
        for part in &state.documents {
            size.documents += part.len();
            size.document_bytes += part.bytes();
        }
        size
    }
}
