//! The parts that the index is made of, the newest last, and which of them are to be one.
//! May use: std, the packed accounts and documents.

use std::ops::Range;
use std::sync::Arc;

use crate::domain::Day;
use crate::ledger::tables::AccountId;

use super::accounts::{Accounts, Dead};
use super::documents::Documents;

/// A part is put together with the newer ones once they have a quarter as much.
const RATIO: usize = 4;

/// What the writer may put together itself; more is for the background.
const AT_ONCE: usize = 256;

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
    pub(super) held: (usize, usize),
    /// How far it is built.
    pub(super) stage: Stage,
    /// The day whose late items count as late.
    pub(super) day: Option<Day>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Stage {
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
pub(super) enum By {
    /// Whoever posts: quickly.
    Writer,
    /// Who has the time.
    Keeper,
}

impl State {
    /// Whether everything is there.
    pub fn is_complete(&self) -> bool {
        self.stage == Stage::Complete
    }

    /// Adds accounts below all others: of those that are newer elsewhere, these are hidden.
    pub(super) fn add_oldest(&mut self, accounts: Accounts, documents: Documents) {
        let mut part = Part::of(accounts);
        for newer in &self.accounts {
            part.hide(&newer.accounts);
        }
        self.accounts.insert(0, part);
        self.documents.extend((!documents.is_empty()).then(|| Arc::new(documents)));
    }

    /// Adds what was posted now.
    pub(super) fn add_newest(&mut self, accounts: Accounts, documents: Documents) {
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
    pub(super) fn take_accounts(&mut self, by: By) -> Option<(Range<usize>, Vec<AccountId>)> {
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
    pub(super) fn replace_accounts(&mut self, places: Range<usize>, accounts: Accounts, by: By) {
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
    }

    pub(super) fn take_documents(&mut self, by: By) -> Option<(Range<usize>, Vec<Arc<Documents>>)> {
        let sizes: Vec<usize> = self.documents.iter().map(|part| part.len()).collect();
        let places = run_of_many(&sizes, self.held.1, by)?;
        if by == By::Keeper {
            self.held.1 = places.end;
        }
        let parts = self.documents.get(places.clone())?.to_vec();
        Some((places, parts))
    }

    pub(super) fn replace_documents(
        &mut self,
        places: Range<usize>,
        merged: Arc<Documents>,
        by: By,
    ) {
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
