//! Lists of any length: which rows there are is read slice by slice, and only those in the window
//! are read whole. Whoever holds the book keeps what a desk scrolls through; the desk receives the
//! rows that it shows. May use: the rest of the engine, the questions on lists.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::domain::Currency;
use crate::ledger::query::list::{Key, ListOf, ListRow, Listed, Only};
use crate::ledger::query::list_rows::RowsOf;
use crate::ledger::tables::ItemId;

use super::caller::Caller;
use super::error::Failure;
use super::own::Own;

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

    fn order(self, one: &Key, other: &Key) -> Ordering {
        let newest = other.id.cmp(&one.id);
        match self {
            Sort::Newest => newest,
            Sort::Due => one.due.cmp(&other.due).then(newest),
            Sort::Amount => other.amount.decimal().cmp(&one.amount.decimal()).then(newest),
            Sort::Left => other.left.decimal().cmp(&one.left.decimal()).then(newest),
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

/// The list that is being read.
#[derive(Default)]
pub struct Listings {
    listing: Option<Listing>,
    keys: Vec<Key>,
    sums: BTreeMap<Currency, i128>,
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
                self.begin(listing);
                self.read_on(own, by)
            }
            ListAsk::ReadOn => self.read_on(own, by),
            ListAsk::Window(window) => self.window(own, by, window).map(Some),
        };
        if shows.is_err() {
            *self = Listings::default();
        }
        shows
    }

    /// Begins a list.
    fn begin(&mut self, listing: Listing) {
        *self = Listings { listing: Some(listing), ..Listings::default() };
    }

    /// Whether there is more to read.
    fn is_reading(&self) -> bool {
        self.listing.is_some() && (!self.has_begun || self.below.is_some())
    }

    /// Reads slices for a moment, and tells what the list comes to, where it is time to.
    fn read_on(&mut self, own: &Own, by: &Caller) -> Result<Option<Shows>, Failure> {
        const AT_ONCE: Duration = Duration::from_millis(20);
        let Some(listing) = self.listing.clone() else { return Ok(None) };
        let words = crate::ledger::lookup::fold::words(&listing.filter);
        let words: Vec<String> =
            words.split(' ').filter(|word| !word.is_empty()).map(str::to_string).collect();
        let began = Instant::now();
        while self.is_reading() && began.elapsed() < AT_ONCE {
            let (what, only, words) = (listing.what, listing.only, words.clone());
            let slice = own.ask(by, &ListOf { what, only, words, below: self.below })?;
            (self.below, self.has_begun) = (slice.from, true);
            for key in slice.keys {
                *self.sums.entry(key.currency).or_default() += i128::from(key.left.minor());
                self.keys.push(key);
            }
        }
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() > SHOWN_EVERY);
        if self.is_reading() && !is_due {
            return Ok(None);
        }
        self.shown = Some(Instant::now());
        if listing.sort != Sort::Newest {
            self.keys.sort_by(|one, other| listing.sort.order(one, other));
        }
        let kept = listing.keep.and_then(|id| self.keys.iter().position(|key| key.id == id));
        let first = match kept {
            Some(place) if !(listing.first..listing.first + listing.rows).contains(&place) => {
                place.saturating_sub(listing.rows / 2)
            }
            _ => listing.first,
        };
        let shows = self.window(own, by, Window { first, rows: listing.rows })?;
        Ok(Some(Shows { kept, keeps: listing.keep, ..shows }))
    }

    /// A window on what was read so far.
    fn window(&mut self, own: &Own, by: &Caller, window: Window) -> Result<Shows, Failure> {
        let Some(listing) = &mut self.listing else { return Ok(Shows::default()) };
        (listing.first, listing.rows) = (window.first, window.rows);
        let keys: Vec<Key> =
            self.keys.iter().skip(window.first).take(window.rows).copied().collect();
        let ids: Vec<ItemId> = keys.iter().map(|key| key.id).collect();
        let rows = own.ask(by, &RowsOf { what: listing.what, keys })?;
        Ok(Shows {
            listing: Some(listing.clone()),
            first: window.first,
            rows: ids.into_iter().zip(rows).collect(),
            kept: None,
            keeps: None,
            count: self.keys.len(),
            sums: self.sums.clone(),
            is_whole: !self.is_reading(),
        })
    }
}
