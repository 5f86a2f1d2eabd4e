//! The index of the process that holds the book: packed parts, the newest last. What is posted is
//! a small part of its own at once, and hides what older parts say of the same accounts; parts are
//! put together as they become many, large ones in the background. May use: std, the other parts
//! of the look-up, the ledger's rows.

use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use crate::domain::Day;
use crate::ledger::rows::{Batch, LedgerError, Rows};
use crate::ledger::tables::{AccountId, CARDS, CARDS_IN_ROW, ItemId};

use super::accounts::{Accounts, Dead};
use super::build::Builder;
use super::card;
use super::documents::{self, Documents};
use super::source::{self, Touched};

/// How many rows of cards are read while the writer waits.
const ROWS_AT_ONCE: u32 = 64;

/// How many documents are.
const DOCUMENTS_AT_ONCE: usize = 2_000;

/// How many accounts, and how many documents, the parts have that answer while the rest is built.
const PART: u32 = 131_072;

/// A part is put together with the newer ones once they have a quarter as much.
const RATIO: usize = 4;

/// What the writer may put together itself; more is for the background.
const AT_ONCE: usize = 256;

/// Rows that can be looked at for a short while, by whoever builds the index.
pub trait Source: Sync {
    /// Looks at the rows, which are all of one moment until it returns.
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;
}

/// Rows that are at hand all the time.
impl Source for &dyn Rows {
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        look(*self)
    }
}

/// Accounts of the index, and those of them that a newer part has.
#[derive(Clone, Debug)]
pub struct Part {
    /// The accounts.
    pub accounts: Arc<Accounts>,
    /// Which of them are out of date here.
    pub dead: Dead,
}

impl Part {
    fn of(accounts: Accounts) -> Part {
        let dead = Dead::none(accounts.len());
        Part { accounts: Arc::new(accounts), dead }
    }

    fn hide(&mut self, accounts: &Accounts) {
        for id in &accounts.ids {
            if let Some(slot) = self.accounts.slot_of(*id) {
                self.dead.add(slot);
            }
        }
    }
}

/// What is searched.
#[derive(Debug, Default)]
pub struct State {
    /// Accounts, the newest last.
    pub accounts: Vec<Part>,
    /// Documents, the newest last.
    pub documents: Vec<Arc<Documents>>,
    /// How many parts of each, from the oldest, the keeper is putting together.
    held: (usize, usize),
    /// How far it is built.
    stage: Stage,
    /// The day whose late items count as late.
    day: Option<Day>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Stage {
    /// Nobody has looked anything up.
    #[default]
    Off,
    /// It answers with what is there already.
    Building,
    /// Everything is there.
    Complete,
}

/// Who puts parts together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    /// Whoever posts: quickly.
    Writer,
    /// Who has the time.
    Keeper,
}

#[derive(Debug, Default)]
struct Signal {
    changed: bool,
    stop: bool,
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
        let begins = self.change(|state| {
            let begins = state.stage == Stage::Off;
            if begins {
                (state.stage, state.day) = (Stage::Building, Some(today));
            }
            begins
        });
        if !begins {
            return Ok(());
        }
        let built = self.build_accounts(source, today).and_then(|()| self.build_documents(source));
        match built {
            Ok(()) if self.is_stopped() => {}
            Ok(()) => self.change(|state| state.stage = Stage::Complete),
            // The ledger is damaged: once it is mended, it is built anew.
            Err(_) => self.forget(),
        }
        built
    }

    /// Forgets everything: it is built anew when somebody looks something up.
    pub fn forget(&self) {
        self.change(|state| *state = State::default());
    }

    fn build_accounts(&self, source: &dyn Source, today: Day) -> Result<(), LedgerError> {
        let mut end = 0;
        source.look(&mut |rows| {
            end = CARDS.last(rows, &())?.map_or(0, |(block, _)| block + 1);
            Ok(())
        })?;
        let part = PART / CARDS_IN_ROW;
        for from in (0..end).step_by(part as usize).take_while(|_| !self.is_stopped()) {
            let mut items = Vec::new();
            let blocks = from..from.saturating_add(part).min(end);
            let accounts = read_accounts(source, blocks, today, |_| true, &mut items)?;
            let documents = Documents::of(&items);
            self.change(|state| state.add_oldest(accounts, documents));
        }
        Ok(())
    }

    fn build_documents(&self, source: &dyn Source) -> Result<(), LedgerError> {
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
                self.change(|state| state.documents.push(documents));
                (items, read) = (Vec::new(), 0);
            }
            if last.is_none() || self.is_stopped() {
                return Ok(());
            }
        }
    }

    /// Takes in what was posted: `rows` have it already.
    pub fn note(&self, rows: &dyn Rows, batch: &Batch, today: Day) -> Result<(), LedgerError> {
        if self.read().stage == Stage::Off {
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
        self.signal().changed = true;
        self.wake.notify_all();
        Ok(())
    }

    /// Puts parts together that have become many. The keeper takes any of them and holds those
    /// before it looks at the ledger; the writer takes small ones behind those that are held.
    fn put_together(&self, source: &dyn Source, today: Day, by: By) -> Result<(), LedgerError> {
        loop {
            let Some((parts, ids)) = self.change(|state| state.take_accounts(by)) else { break };
            let accounts = read_again(source, &ids, today);
            self.change(|state| match accounts {
                Ok(accounts) => state.replace_accounts(parts, accounts, by),
                Err(error) => {
                    state.held = (0, 0);
                    Err(error)
                }
            })?;
        }
        loop {
            let Some((places, parts)) = self.change(|state| state.take_documents(by)) else {
                break;
            };
            let documents: Vec<&Documents> = parts.iter().map(|part| &**part).collect();
            let merged = Arc::new(Documents::merged(&documents));
            self.change(|state| state.replace_documents(places, merged, by));
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

    /// Builds the index and keeps it in order, until [`Index::stop`] is called.
    pub fn keep(&self, source: &dyn Source, today: &dyn Fn() -> Day) -> Result<(), LedgerError> {
        self.build(source, today())?;
        loop {
            if self.read().day != Some(today()) {
                // What fell due since counts as late.
                self.forget();
                self.build(source, today())?;
            }
            self.tidy(source, today())?;
            let mut signal = self.signal();
            while !signal.changed && !signal.stop {
                signal = self.wake.wait(signal).unwrap_or_else(PoisonError::into_inner);
            }
            if signal.stop {
                return Ok(());
            }
            signal.changed = false;
        }
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

impl State {
    /// Whether everything is there.
    pub fn is_complete(&self) -> bool {
        self.stage == Stage::Complete
    }

    /// Adds accounts below all others: of those that are newer elsewhere, these are hidden.
    fn add_oldest(&mut self, accounts: Accounts, documents: Documents) {
        let mut part = Part::of(accounts);
        for newer in &self.accounts {
            part.hide(&newer.accounts);
        }
        self.accounts.insert(0, part);
        self.documents.extend((!documents.is_empty()).then(|| Arc::new(documents)));
    }

    /// Adds what was posted now.
    fn add_newest(&mut self, accounts: Accounts, documents: Documents) {
        if !accounts.is_empty() {
            for older in &mut self.accounts {
                older.hide(&accounts);
            }
            self.accounts.push(Part::of(accounts));
        }
        self.documents.extend((!documents.is_empty()).then(|| Arc::new(documents)));
    }

    /// The newest parts, down to the last that has less than [`RATIO`] times as many accounts as
    /// all that are newer: where they are, and all their accounts.
    fn take_accounts(&mut self, by: By) -> Option<(Range<usize>, Vec<AccountId>)> {
        if self.stage != Stage::Complete && by == By::Keeper {
            return None;
        }
        let sizes: Vec<usize> = self.accounts.iter().map(|part| part.accounts.len()).collect();
        let places = run_of_many(&sizes, self.held.0, by)?;
        if by == By::Keeper {
            self.held.0 = places.end;
        }
        let mut ids: Vec<AccountId> = Vec::new();
        for part in self.accounts.get(places.clone())? {
            let live = part.accounts.ids.iter().zip(0..).filter(|(_, slot)| !part.dead.has(*slot));
            ids.extend(live.map(|(id, _)| *id));
        }
        ids.sort_unstable();
        Some((places, ids))
    }

    /// Puts one part in the place of several. What was posted meanwhile stands behind them.
    fn replace_accounts(
        &mut self,
        places: Range<usize>,
        accounts: Accounts,
        by: By,
    ) -> Result<(), LedgerError> {
        let mut part = Part::of(accounts);
        for newer in self.accounts.get(places.end..).unwrap_or_default() {
            part.hide(&newer.accounts);
        }
        if places.end <= self.accounts.len() {
            self.accounts.splice(places, [part]);
        }
        if by == By::Keeper {
            self.held.0 = 0;
        }
        Ok(())
    }

    fn take_documents(&mut self, by: By) -> Option<(Range<usize>, Vec<Arc<Documents>>)> {
        let sizes: Vec<usize> = self.documents.iter().map(|part| part.len()).collect();
        let places = run_of_many(&sizes, self.held.1, by)?;
        if by == By::Keeper {
            self.held.1 = places.end;
        }
        let parts = self.documents.get(places.clone())?.to_vec();
        Some((places, parts))
    }

    fn replace_documents(&mut self, places: Range<usize>, merged: Arc<Documents>, by: By) {
        if places.end <= self.documents.len() {
            self.documents.splice(places, [merged]);
        }
        if by == By::Keeper {
            self.held.1 = 0;
        }
    }
}

/// The run of parts at the end that is to be one; none, if they are few.
fn run_of_many(sizes: &[usize], held: usize, by: By) -> Option<Range<usize>> {
    let (first, most) = match by {
        By::Writer => (held, AT_ONCE),
        By::Keeper => (0, usize::MAX),
    };
    let (mut newer, mut found) = (0, None);
    for (place, size) in sizes.iter().enumerate().skip(first).rev() {
        if newer > 0 && size / RATIO <= newer && size + newer <= most {
            found = Some(place);
        }
        newer += size;
    }
    found.map(|from| from..sizes.len())
}

/// Reads the accounts of some rows of cards that `wanted` picks, cards and priors side by side.
fn read_accounts(
    source: &dyn Source,
    blocks: Range<u32>,
    today: Day,
    wanted: impl Fn(AccountId) -> bool,
    items: &mut Vec<(ItemId, documents::By)>,
) -> Result<Accounts, LedgerError> {
    let steps = || {
        blocks
            .clone()
            .step_by(ROWS_AT_ONCE as usize)
            .map(|from| from..from.saturating_add(ROWS_AT_ONCE).min(blocks.end))
    };
    let first = blocks.start.saturating_mul(CARDS_IN_ROW);
    let read_priors = || {
        let mut priors = Vec::with_capacity(blocks.len() * CARDS_IN_ROW as usize);
        for some in steps() {
            let ids =
                some.start.saturating_mul(CARDS_IN_ROW)..some.end.saturating_mul(CARDS_IN_ROW);
            source.look(&mut |rows| {
                priors.extend(source::priors(rows, ids.clone(), today, items)?);
                Ok(())
            })?;
        }
        Ok(priors)
    };
    let mut builder = Builder::default();
    let priors = std::thread::scope(|scope| {
        let priors = scope.spawn(read_priors);
        for some in steps() {
            let mut rows_of_cards = Vec::new();
            source.look(&mut |rows| {
                rows_of_cards = source::cards(rows, some.clone())?;
                Ok(())
            })?;
            let cards = rows_of_cards.iter().flat_map(|lines| card::cards(lines));
            cards.filter(|card| wanted(card.id)).for_each(|card| builder.add(&card, 0));
        }
        priors.join().map_err(|_| LedgerError::Store("its reader gave up".into()))?
    })?;
    builder.set_priors(|id| priors.get((id - first) as usize).copied().unwrap_or(0));
    Ok(builder.build())
}

/// Accounts as they are now; `ids` are sorted.
fn read_again(source: &dyn Source, ids: &[AccountId], today: Day) -> Result<Accounts, LedgerError> {
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return Ok(Accounts::default());
    };
    let blocks = first / CARDS_IN_ROW..last / CARDS_IN_ROW + 1;
    if blocks.len() < ids.len() {
        // Most of what stands there is wanted.
        let wanted = |id| ids.binary_search(&id).is_ok();
        return read_accounts(source, blocks, today, wanted, &mut Vec::new());
    }
    let mut builder = Builder::default();
    for some in ids.chunks(DOCUMENTS_AT_ONCE) {
        source.look(&mut |rows| {
            some.iter().try_for_each(|id| source::add_account(rows, *id, today, &mut builder))
        })?;
    }
    Ok(builder.build())
}
