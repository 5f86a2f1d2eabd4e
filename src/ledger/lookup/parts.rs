//! The parts of the index, the newest last, and which of them to merge. May use: std, the packed
//! accounts and documents.

use std::ops::Range;
use std::sync::Arc;

use crate::domain::Day;
use crate::ledger::tables::AccountId;

use super::accounts::{Accounts, Dead};
use super::documents::Documents;

/// A part is merged with the newer ones once those have a quarter of its size.
const RATIO: usize = 4;

/// The most that the writer merges itself; the keeper merges larger parts in the background.
const AT_ONCE: usize = 256;

/// A part's accounts, and which of them a newer part has.
#[derive(Clone, Debug)]
pub struct AccountPart {
    /// The accounts.
    pub accounts: Arc<Accounts>,
    /// Which of them are hidden by a newer part.
    pub dead: Dead,
}

impl AccountPart {
    fn of(accounts: Accounts) -> AccountPart {
        let dead = Dead::none(accounts.len());
        AccountPart { accounts: Arc::new(accounts), dead }
    }

    fn hide(&mut self, accounts: &Accounts) {
        for id in &accounts.ids {
            if let Some(slot) = self.accounts.slot_of(*id) {
                self.dead.add(slot);
            }
        }
    }
}

/// Collects the accounts of some parts that are not hidden, sorted.
pub(super) fn live(parts: &[AccountPart]) -> Vec<AccountId> {
    let mut ids: Vec<AccountId> = Vec::new();
    for part in parts {
        let slots = part.accounts.ids.iter().zip(0..).filter(|(_, slot)| !part.dead.has(*slot));
        ids.extend(slots.map(|(id, _)| *id));
    }
    ids.sort_unstable();
    ids
}

/// The state of the index.
#[derive(Debug, Default)]
pub struct IndexState {
    /// Accounts, the newest last.
    pub accounts: Vec<AccountPart>,
    /// Documents, the newest last.
    pub documents: Vec<Arc<Documents>>,
    /// Which of them the keeper is merging.
    held: BeingMerged,
    /// The generation: how often the index was cleared. Work begun in an earlier one is dropped.
    pub(super) generation: u64,
    /// How far it is built.
    pub(super) stage: BuildStage,
    /// The date by which items are late.
    pub(super) day: Option<Day>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum BuildStage {
    /// Nobody has looked anything up.
    #[default]
    Off,
    /// It is being built, and answers with what it has.
    Building,
    /// It is complete.
    Complete,
}

/// Who merges parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Merger {
    /// The writer, quickly.
    Writer,
    /// The keeper, in the background.
    Keeper,
}

impl IndexState {
    /// Whether it is complete.
    pub fn is_complete(&self) -> bool {
        self.stage == BuildStage::Complete
    }

    /// Clears it.
    pub(super) fn forget(&mut self) {
        *self = IndexState { generation: self.generation + 1, ..IndexState::default() };
    }

    /// Starts again, as of a day; returns the generation.
    pub(super) fn begin(&mut self, today: Day) -> u64 {
        self.forget();
        (self.stage, self.day) = (BuildStage::Building, Some(today));
        self.generation
    }

    /// Adds accounts as the oldest part, hidden where a newer part has them.
    pub(super) fn add_oldest(&mut self, accounts: Accounts, documents: Documents) {
        let mut part = AccountPart::of(accounts);
        for newer in &self.accounts {
            part.hide(&newer.accounts);
        }
        self.accounts.insert(0, part);
        self.documents.extend((!documents.is_empty()).then(|| Arc::new(documents)));
    }

    /// Adds what was just posted.
    pub(super) fn add_newest(&mut self, accounts: Accounts, documents: Documents) {
        if !accounts.is_empty() {
            for older in &mut self.accounts {
                older.hide(&accounts);
            }
            self.accounts.push(AccountPart::of(accounts));
        }
        self.documents.extend((!documents.is_empty()).then(|| Arc::new(documents)));
    }

    /// Returns the newest parts, down to the last one with less than [`RATIO`] times as many
    /// accounts as all newer ones.
    pub(super) fn take_accounts(&mut self, by: Merger) -> Option<Vec<AccountPart>> {
        if self.stage != BuildStage::Complete && by == Merger::Keeper {
            return None;
        }
        let sizes: Vec<usize> = self.accounts.iter().map(|part| part.accounts.len()).collect();
        let all: Vec<_> = self.accounts.iter().map(|part| part.accounts.clone()).collect();
        let run = run_of_many(&sizes, behind(&all, &self.held.accounts), by)?;
        if by == Merger::Keeper {
            self.held.accounts = all.get(run.clone())?.to_vec();
        }
        Some(self.accounts.get(run)?.to_vec())
    }

    /// Replaces merged parts by one, if they are still there. Parts posted meanwhile come after it.
    pub(super) fn replace_accounts(
        &mut self,
        taken: &[AccountPart],
        accounts: Accounts,
        by: Merger,
    ) {
        if by == Merger::Keeper {
            self.held.accounts.clear();
        }
        let packed = |parts: &[AccountPart]| -> Vec<_> {
            parts.iter().map(|part| part.accounts.clone()).collect()
        };
        let Some(places) = place_of(&packed(&self.accounts), &packed(taken)) else { return };
        let mut part = AccountPart::of(accounts);
        for newer in self.accounts.iter().skip(places.end) {
            part.hide(&newer.accounts);
        }
        self.accounts.splice(places, [part]);
    }

    /// Whether there are parts to merge that the writer leaves to the keeper.
    pub(super) fn is_many(&self) -> bool {
        let accounts: Vec<usize> = self.accounts.iter().map(|part| part.accounts.len()).collect();
        let documents: Vec<usize> = self.documents.iter().map(|part| part.len()).collect();
        [accounts, documents].iter().any(|sizes| run_of_many(sizes, 0, Merger::Keeper).is_some())
    }

    /// The same for documents.
    pub(super) fn take_documents(&mut self, by: Merger) -> Option<Vec<Arc<Documents>>> {
        let sizes: Vec<usize> = self.documents.iter().map(|part| part.len()).collect();
        let from = behind(&self.documents, &self.held.documents);
        let taken = self.documents.get(run_of_many(&sizes, from, by)?)?.to_vec();
        if by == Merger::Keeper {
            self.held.documents.clone_from(&taken);
        }
        Some(taken)
    }

    /// The same for documents.
    pub(super) fn replace_documents(
        &mut self,
        taken: &[Arc<Documents>],
        merged: Documents,
        by: Merger,
    ) {
        if by == Merger::Keeper {
            self.held.documents.clear();
        }
        if let Some(places) = place_of(&self.documents, taken) {
            self.documents.splice(places, [Arc::new(merged)]);
        }
    }

    /// The keeper has finished merging.
    pub(super) fn let_go(&mut self) {
        self.held = BeingMerged::default();
    }
}

/// The parts that the keeper is merging.
#[derive(Debug, Default)]
struct BeingMerged {
    accounts: Vec<Arc<Accounts>>,
    documents: Vec<Arc<Documents>>,
}

/// The first index after the parts that are claimed.
fn behind<T>(all: &[Arc<T>], held: &[Arc<T>]) -> usize {
    place_of(all, held).map_or(0, |places| places.end)
}

/// A run of consecutive parts.
fn place_of<T>(all: &[Arc<T>], wanted: &[Arc<T>]) -> Option<Range<usize>> {
    let first = wanted.first()?;
    let from = all.iter().position(|part| Arc::ptr_eq(part, first))?;
    let there = all.get(from..from + wanted.len())?;
    let is_same = there.iter().zip(wanted).all(|(a, b)| Arc::ptr_eq(a, b));
    is_same.then_some(from..from + wanted.len())
}

/// Returns the run of parts at the end that should be merged; `None` if there are few.
fn run_of_many(sizes: &[usize], held: usize, by: Merger) -> Option<Range<usize>> {
    let (first, sums) = match by {
        Merger::Writer => (held, 0..=AT_ONCE),
        Merger::Keeper => (0, AT_ONCE + 1..=usize::MAX),
    };
    let (mut newer, mut found) = (0, None);
    for (place, size) in sizes.iter().enumerate().skip(first).rev() {
        if newer > 0 && size / RATIO <= newer && sums.contains(&(size + newer)) {
            found = Some(place);
        }
        newer += size;
    }
    found.map(|from| from..sizes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::lookup::build::Builder;
    use crate::ledger::lookup::card::Card;

    /// A part of these accounts.
    fn accounts(ids: std::ops::Range<AccountId>) -> Accounts {
        let mut builder = Builder::default();
        for id in ids {
            let name = format!("name{id}");
            let card = Card { id, code: "c", name: &name, people: "", phones: "", emails: "" };
            builder.add(&card, 0);
        }
        builder.build()
    }

    fn posts(state: &mut IndexState, ids: std::ops::Range<AccountId>) {
        state.add_newest(accounts(ids), Documents::default());
    }

    fn merged(ids: &[AccountId]) -> Accounts {
        let mut builder = Builder::default();
        for id in ids {
            let card = Card { id: *id, code: "", name: "n", people: "", phones: "", emails: "" };
            builder.add(&card, 0);
        }
        builder.build()
    }

    #[test]
    fn what_is_posted_while_the_keeper_puts_parts_together_stays() {
        let mut state = IndexState { stage: BuildStage::Complete, ..IndexState::default() };
        for hundred in 0..5 {
            posts(&mut state, 100 * hundred..100 * (hundred + 1));
        }
        // The writer has taken some, the keeper takes all, and the writer finishes first.
        let by_writer = state.take_accounts(Merger::Writer).unwrap();
        let by_keeper = state.take_accounts(Merger::Keeper).unwrap();
        state.replace_accounts(&by_writer, merged(&live(&by_writer)), Merger::Writer);
        posts(&mut state, 500..501);
        posts(&mut state, 2..3);
        posts(&mut state, 501..504);
        state.replace_accounts(&by_keeper, merged(&live(&by_keeper)), Merger::Keeper);
        assert_eq!(live(&state.accounts), (0..504).collect::<Vec<_>>(), "each once");
    }

    #[test]
    fn what_is_built_below_is_not_lost_by_what_is_put_together_above() {
        let mut state = IndexState::default();
        state.begin(Day::EPOCH);
        posts(&mut state, 100..101);
        posts(&mut state, 101..102);
        let taken = state.take_accounts(Merger::Writer).unwrap();
        state.add_oldest(accounts(0..50), Documents::default());
        state.replace_accounts(&taken, merged(&live(&taken)), Merger::Writer);
        assert_eq!(live(&state.accounts), (0..50).chain(100..102).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_taken_before_all_was_forgotten_is_put_nowhere() {
        let mut state = IndexState { stage: BuildStage::Complete, ..IndexState::default() };
        posts(&mut state, 0..200);
        posts(&mut state, 200..400);
        let taken = state.take_accounts(Merger::Keeper).unwrap();
        let generation = state.begin(Day::EPOCH);
        posts(&mut state, 7..8);
        state.replace_accounts(&taken, merged(&live(&taken)), Merger::Keeper);
        assert_eq!((live(&state.accounts), state.generation), (vec![7], generation));
    }
}
