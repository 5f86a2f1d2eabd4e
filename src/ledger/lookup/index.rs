//! The index of the process that holds the book: packed parts, the newest last. What is posted is
//! a small part of its own at once, and hides what older parts say of the same accounts; parts are
//! put together as they become many, large ones in the background. May use: std, the other parts
//! of the look-up, the ledger's rows.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::domain::Day;
use crate::ledger::tables::{CARDS, CARDS_IN_ROW};
use crate::store::rows::{Batch, LedgerError, Rows};
use crate::threads::{self, Beside};

use super::accounts::Accounts;
use super::build::Builder;
use super::documents::Documents;
use super::parts::{self, By, Stage, State};
use super::reading::{Source, gave_up, read_accounts, read_again};
use super::source::{self, Touched};

/// How many documents are read while the writer waits.
const DOCUMENTS_AT_ONCE: usize = 2_000;

/// How many accounts, and how many documents, the parts have that answer while the rest is built.
const PART: u32 = 131_072;

/// How long the allocator holds what was freed, and a little more.
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

/// Lets the allocator give back what building took: it looks for that when a thread ends, and
/// until the next key is typed nothing else would make it.
fn give_back() {
    let _ = std::thread::Builder::new().spawn(|| drop(vec![0_u8; 1])).map(JoinHandle::join);
}

/// The look-up index of an open book. Off until somebody looks something up.
#[derive(Debug, Default)]
pub struct Index {
    state: RwLock<State>,
    signal: Mutex<Signal>,
    wake: Condvar,
}

/// What the index holds.
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

impl Index {
    /// What can be searched now.
    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether everything is in it.
    pub fn is_complete(&self) -> bool {
        self.read().is_complete()
    }

    /// Builds all of it, part by part, unless that was begun. What is there answers already.
    pub fn build(&self, source: &dyn Source, today: Day) -> Result<(), LedgerError> {
        let begun = self.change(|state| (state.stage == Stage::Off).then(|| state.begin(today)));
        begun.map_or(Ok(()), |generation| self.build_begun(source, today, generation))
    }

    fn build_begun(
        &self,
        source: &dyn Source,
        today: Day,
        generation: u64,
    ) -> Result<(), LedgerError> {
        let accounts = self.build_accounts(source, today, generation);
        let built = accounts.and_then(|()| self.build_documents(source, generation));
        match built {
            Ok(()) if self.is_stopped() => {}
            Ok(()) => self.build_on(generation, |state| state.stage = Stage::Complete),
            // The ledger is damaged: once it is mended, it is built anew.
            Err(_) => self.forget(),
        }
        built
    }

    /// Goes on with what was begun, unless all of it was forgotten since.
    fn build_on(&self, generation: u64, change: impl FnOnce(&mut State)) {
        self.change(|state| {
            if state.generation == generation {
                change(state);
            }
        });
    }

    /// Forgets everything: it is built anew when somebody looks something up.
    pub fn forget(&self) {
        self.change(State::forget);
    }

    fn build_accounts(
        &self,
        source: &dyn Source,
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
        // While one part is built, the next one is read.
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

    fn build_documents(&self, source: &dyn Source, generation: u64) -> Result<(), LedgerError> {
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

    /// Whether anybody looks anything up: until then there is nothing to keep in order.
    pub fn is_on(&self) -> bool {
        self.read().stage != Stage::Off
    }

    /// Takes in what was posted: `rows` have it already.
    pub fn note(&self, rows: &dyn Rows, batch: &Batch, today: Day) -> Result<(), LedgerError> {
        if !self.is_on() {
            return Ok(());
        }
        let touched = Touched::by(rows, batch)?;
        if touched.accounts.is_empty() && touched.items.is_empty() {
            return Ok(());
        }
        let mut builder = Builder::default();
        for id in touched.accounts {
            source::add_account(rows, id, today, &mut builder)?;
        }
        let (accounts, documents) = (builder.build(), Documents::of(&touched.items));
        self.change(|state| state.add_newest(accounts, documents));
        self.put_together(&rows, today, By::Writer)?;
        if self.read().is_many() {
            self.signal().changed = true;
            self.wake.notify_all();
        }
        Ok(())
    }

    /// Puts parts together that have become many. The keeper takes any of them and holds those
    /// before it looks at the ledger; the writer takes small ones behind those that are held.
    fn put_together(&self, source: &dyn Source, today: Day, by: By) -> Result<(), LedgerError> {
        while let Some(taken) = self.change(|state| state.take_accounts(by)) {
            let accounts = read_again(source, &parts::live(&taken), today);
            let let_go = |_: &LedgerError| {
                if by == By::Keeper {
                    self.change(State::let_go);
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

    /// Puts parts together as the keeper does, in this thread.
    pub fn tidy(&self, source: &dyn Source, today: Day) -> Result<(), LedgerError> {
        self.put_together(source, today, By::Keeper)
    }

    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.signal().stop
    }

    /// Lets the keeper know what day it is: on another, other items are late.
    pub fn today_is(&self, today: Day) {
        if self.read().day.is_some_and(|day| day != today) {
            self.signal().changed = true;
            self.wake.notify_all();
        }
    }

    /// Builds the index and keeps it in order, until [`Index::stop`] is called. Where the ledger is
    /// damaged, it waits until that was mended.
    pub fn keep(&self, source: &dyn Source, today: &dyn Fn() -> Day) {
        loop {
            // Whoever asks next meets the damage, and has it mended.
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

    /// Builds what is not there; all of it on another day, when other items are late.
    fn renew(&self, source: &dyn Source, today: Day) -> Result<(), LedgerError> {
        let begun = self.change(|state| {
            let is_old = state.stage == Stage::Complete && state.day != Some(today);
            (state.stage == Stage::Off || is_old).then(|| state.begin(today))
        });
        begun.map_or(Ok(()), |generation| self.build_begun(source, today, generation))
    }

    /// Lets [`Index::keep`] return.
    pub fn stop(&self) {
        self.signal().stop = true;
        self.wake.notify_all();
    }

    /// What it holds.
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
