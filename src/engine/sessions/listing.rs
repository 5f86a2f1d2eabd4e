//! Lists of any length: which rows there are is read slice by slice, and only those in the window
//! are read whole. Whoever holds the book keeps what a desk scrolls through; the desk receives the
//! rows that it shows. May use: the rest of the engine, the questions on lists.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money};
use crate::ledger::query::list::{Key, ListOf, ListRow, Listed, Only};
use crate::ledger::query::list_rows::{MOST_ROWS, RowsOf};
use crate::ledger::tables::ItemId;

use super::local::Own;
use crate::engine::error::Failure;
use crate::engine::writing::caller::Caller;

/// By what a list is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// What is due first.
    Due,
    /// The largest amount first.
    Amount,
    /// What has most left first.
    Left,
}

impl Sort {
    /// The next way.
    pub fn next(self) -> Sort {
        match self {
            Sort::Newest => Sort::Due,
            Sort::Due => Sort::Amount,
            Sort::Amount => Sort::Left,
            Sort::Left => Sort::Newest,
        }
    }

    /// The name of its words.
    pub fn words(self) -> &'static str {
        match self {
            Sort::Newest => "sort-newest",
            Sort::Due => "sort-due",
            Sort::Amount => "sort-amount",
            Sort::Left => "sort-left",
        }
    }

    /// By what a row is sorted, the least first; what was recorded later comes first among equals.
    fn order(self, key: &Key) -> i128 {
        let largest_first = |amount: Money| {
            let up = 10_i128.pow(u32::from(4_u8.saturating_sub(amount.scale())));
            -(i128::from(amount.minor()) * up)
        };
        match self {
            Sort::Newest => 0,
            Sort::Due => i128::from(key.due.days_since(Day::EPOCH)),
            Sort::Amount => largest_first(key.amount),
            Sort::Left => largest_first(key.left),
        }
    }
}

/// What is listed, and how.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Listing {
    /// What.
    pub what: Listed,
    /// Which of them.
    pub only: Only,
    /// What was typed to filter.
    pub filter: String,
    /// In which order.
    pub sort: Sort,
    /// The first row of the window, and how many rows it has.
    pub first: usize,
    /// How many rows the window has.
    pub rows: usize,
    /// The row that is marked, which the window follows.
    pub keep: Option<ItemId>,
}

/// A window on the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Its first row.
    pub first: usize,
    /// How many rows.
    pub rows: usize,
}

/// What is shown of a list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Shows {
    /// Of which list.
    pub listing: Option<Listing>,
    /// The first row of the window.
    pub first: usize,
    /// The rows of the window.
    pub rows: Vec<(ItemId, ListRow)>,
    /// Where the row stands that was to be kept.
    pub kept: Option<usize>,
    /// Which that is.
    pub keeps: Option<ItemId>,
    /// How many rows the list has.
    pub count: usize,
    /// What is left of them, by currency.
    pub sums: BTreeMap<Currency, i128>,
    /// Whether all of it was read.
    pub is_whole: bool,
}

/// What is asked of the list that is being read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListAsk {
    /// Another list.
    Begin(Listing),
    /// More of it.
    ReadOn,
    /// Other rows of it.
    Window(Window),
}

/// How often what was read so far is shown.
const SHOWN_EVERY: Duration = Duration::from_millis(150);

/// Which row, in eight bytes: a list may have millions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Packed(u64);

impl From<ItemId> for Packed {
    fn from(id: ItemId) -> Packed {
        Packed(id.seq << 16 | u64::from(id.place))
    }
}

impl From<Packed> for ItemId {
    fn from(Packed(id): Packed) -> ItemId {
        ItemId { seq: id >> 16, place: (id & 0xFFFF) as u16 }
    }
}

/// What is read of a list: shared by those who look at the same one, as long as nothing changes.
#[derive(Clone, Default)]
pub(super) struct Kept {
    rows: Vec<Packed>,
    sums: BTreeMap<Currency, i128>,
}

/// The whole lists that somebody looks at, with what they are and the entry they are true at.
#[derive(Default)]
pub(super) struct Shared(Mutex<Vec<(Listing, TrueAt, Weak<Kept>)>>);

/// The entry and the day that a list is true at.
type TrueAt = (u64, Day);

impl Shared {
    fn all(&self) -> MutexGuard<'_, Vec<(Listing, TrueAt, Weak<Kept>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, listing: &Listing, head: TrueAt) -> Option<Arc<Kept>> {
        let all = self.all();
        let mut same = all.iter().filter(|(of, at, _)| *at == head && of.is_same(listing));
        same.find_map(|(_, _, kept)| kept.upgrade())
    }

    fn keep(&self, listing: &Listing, head: TrueAt, kept: &Arc<Kept>) {
        let mut all = self.all();
        all.retain(|(_, _, kept)| kept.strong_count() > 0);
        all.push((listing.clone(), head, Arc::downgrade(kept)));
    }
}

fn true_at(own: &Own, by: &Caller) -> Result<TrueAt, Failure> {
    Ok((own.head(by)?, by.today.unwrap_or_else(|| own.today())))
}

impl Listing {
    /// Whether another has the same rows in the same order.
    fn is_same(&self, other: &Listing) -> bool {
        (self.what, self.only, self.sort, &self.filter)
            == (other.what, other.only, other.sort, &other.filter)
    }
}

/// The list that is being read.
#[derive(Default)]
pub struct Listings {
    listing: Option<Listing>,
    kept: Arc<Kept>,
    /// By what the rows are sorted, where that is not as they were recorded.
    order: Vec<(i128, Reverse<Packed>)>,
    /// When it begins to be true; none, it has not begun.
    head: Option<TrueAt>,
    /// Where the next slice ends; none, all was read.
    below: Option<u64>,
    has_begun: bool,
    shown: Option<Instant>,
}

impl Listings {
    /// Answers; nothing, where it is not time yet to show what was read. What cannot be read is not
    /// read again and again.
    pub fn answer(
        &mut self,
        own: &Own,
        by: &Caller,
        ask: ListAsk,
    ) -> Result<Option<Shows>, Failure> {
        let shows = match ask {
            ListAsk::Begin(listing) => {
                self.begin(own, by, listing).and_then(|()| self.read_on(own, by))
            }
            ListAsk::ReadOn => self.read_on(own, by),
            ListAsk::Window(window) => self.window(own, by, window).map(Some),
        };
        if shows.is_err() {
            *self = Listings::default();
        }
        shows
    }

    /// Begins a list, with what somebody else has read of it.
    fn begin(&mut self, own: &Own, by: &Caller, listing: Listing) -> Result<(), Failure> {
        let head = true_at(own, by)?;
        let kept = own.lists().find(&listing, head);
        let has_begun = kept.is_some();
        let (kept, listing) = (kept.unwrap_or_default(), Some(listing));
        *self = Listings { listing, kept, head: Some(head), has_begun, ..Listings::default() };
        Ok(())
    }

    /// Whether there is more to read.
    fn is_reading(&self) -> bool {
        self.listing.is_some() && (!self.has_begun || self.below.is_some())
    }

    /// Reads slices for a moment, and tells what the list comes to, where it is time to.
    fn read_on(&mut self, own: &Own, by: &Caller) -> Result<Option<Shows>, Failure> {
        let Some(listing) = self.listing.clone() else { return Ok(None) };
        if self.is_reading() {
            self.read_slices(own, by, &listing)?;
            let is_due = self.shown.is_none_or(|shown| shown.elapsed() > SHOWN_EVERY);
            if self.is_reading() && !is_due {
                return Ok(None);
            }
            self.sort(&listing);
            // What changed while it was read may stand in it or not.
            let head = self.head.filter(|_| !self.is_reading());
            if let Some(head) = head
                && true_at(own, by)? == head
            {
                own.lists().keep(&listing, head, &self.kept);
            }
        }
        self.shown = Some(Instant::now());
        let rows = &self.kept.rows;
        let kept = listing.keep.map(Packed::from);
        let kept = kept.and_then(|id| rows.iter().position(|other| *other == id));
        let first = match kept {
            Some(place)
                if !(listing.first..listing.first.saturating_add(listing.rows))
                    .contains(&place) =>
            {
                place.saturating_sub(listing.rows / 2)
            }
            _ => listing.first,
        };
        let shows = self.window(own, by, Window { first, rows: listing.rows })?;
        Ok(Some(Shows { kept, keeps: listing.keep, ..shows }))
    }

    fn read_slices(&mut self, own: &Own, by: &Caller, listing: &Listing) -> Result<(), Failure> {
        const AT_ONCE: Duration = Duration::from_millis(20);
        let words = crate::ledger::lookup::fold::words(&listing.filter);
        let words: Vec<String> =
            words.split(' ').filter(|word| !word.is_empty()).map(str::to_string).collect();
        let began = Instant::now();
        let kept = Arc::make_mut(&mut self.kept);
        while (!self.has_begun || self.below.is_some()) && began.elapsed() < AT_ONCE {
            let (what, only, words) = (listing.what, listing.only, words.clone());
            let slice = own.ask(by, &ListOf { what, only, words, below: self.below })?;
            (self.below, self.has_begun) = (slice.from, true);
            for key in slice.keys {
                let open = if key.waits { i128::from(key.left.minor()) } else { 0 };
                *kept.sums.entry(key.currency).or_default() += open;
                match listing.sort {
                    Sort::Newest => kept.rows.push(key.id.into()),
                    sort => self.order.push((sort.order(&key), Reverse(key.id.into()))),
                }
            }
        }
        Ok(())
    }

    /// Puts what was read in order.
    fn sort(&mut self, listing: &Listing) {
        let kept = Arc::make_mut(&mut self.kept);
        if listing.sort != Sort::Newest {
            self.order.sort_unstable();
            kept.rows = self.order.iter().map(|(_, Reverse(id))| *id).collect();
        }
        if self.below.is_none() {
            self.order = Vec::new();
            kept.rows.shrink_to_fit();
        }
    }

    /// A window on what was read so far, its rows as they are now.
    fn window(&mut self, own: &Own, by: &Caller, window: Window) -> Result<Shows, Failure> {
        let Some(listing) = &mut self.listing else { return Ok(Shows::default()) };
        (listing.first, listing.rows) = (window.first, window.rows.min(MOST_ROWS));
        let rows = self.kept.rows.iter().skip(window.first).take(listing.rows);
        let ids: Vec<ItemId> = rows.map(|id| ItemId::from(*id)).collect();
        let rows = own.ask(by, &RowsOf { what: listing.what, ids: ids.clone() })?;
        Ok(Shows {
            listing: Some(listing.clone()),
            first: window.first,
            rows: ids.into_iter().zip(rows).filter_map(|(id, row)| Some((id, row?))).collect(),
            kept: None,
            keeps: None,
            count: self.kept.rows.len(),
            sums: self.kept.sums.clone(),
            is_whole: !self.is_reading(),
        })
    }
}
