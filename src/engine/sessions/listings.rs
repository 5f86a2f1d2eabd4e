//! Lists of any length. Reads the keys of the rows slice by slice, and whole rows only for the window.
//! The process that holds the book keeps the list that a desk scrolls through; the desk receives the
//! rows that it shows. May use: the rest of the engine, the questions on lists.

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ledger::query::list::ListOf;
use crate::ledger::query::list_rows::{MOST_ROWS, RowsOf};
use crate::ledger::tables::ItemId;

use super::list_cache::{CachedList, PackedId, TrueAt};
use super::listing::{ListAsk, ListPage, Listing, Sort, Window};
use super::local::LocalBook;
use crate::engine::error::Failure;
use crate::engine::writing::caller::Caller;
use crate::threads;

/// The pause between answers while a list is being read.
const SHOWN_EVERY: Duration = Duration::from_millis(150);

fn true_at(own: &LocalBook, by: &Caller) -> Result<TrueAt, Failure> {
    Ok((own.head(by)?, by.today.unwrap_or_else(|| own.today())))
}

/// The list that is being read.
#[derive(Default)]
pub struct Listings {
    listing: Option<Listing>,
    kept: Arc<CachedList>,
    /// The rows read so far with what they are sorted by; empty if the list is in the order of recording.
    sorted: Vec<(i128, Reverse<PackedId>)>,
    /// The moment of the list; `None` before reading begins.
    head: Option<TrueAt>,
    /// The end of the next slice; `None` if all was read.
    below: Option<u64>,
    has_begun: bool,
    shown: Option<Instant>,
}

impl Listings {
    /// Whether an answer takes long to read and sort.
    pub(super) fn takes_long(&self, ask: &ListAsk) -> bool {
        match ask {
            ListAsk::Begin(_) => true,
            ListAsk::ReadOn => self.is_reading(),
            ListAsk::Window(_) => false,
        }
    }

    /// Answers; `None` if it is not time yet to show what was read. After an error, doesn't try again.
    pub fn answer(
        &mut self,
        own: &LocalBook,
        by: &Caller,
        ask: ListAsk,
    ) -> Result<Option<ListPage>, Failure> {
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

    /// Begins a list, with what another desk has read of it.
    fn begin(&mut self, own: &LocalBook, by: &Caller, listing: Listing) -> Result<(), Failure> {
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

    /// Reads slices for a short time, and returns the state of the list if it is time to show it.
    fn read_on(&mut self, own: &LocalBook, by: &Caller) -> Result<Option<ListPage>, Failure> {
        let Some(listing) = self.listing.clone() else { return Ok(None) };
        if self.is_reading() {
            self.read_slices(own, by, &listing)?;
            let is_due = self.shown.is_none_or(|shown| shown.elapsed() > SHOWN_EVERY);
            if self.is_reading() && !is_due {
                return Ok(None);
            }
            self.sort(&listing);
            // Rows that changed while the list was read may be in it or not.
            let head = self.head.filter(|_| !self.is_reading());
            if let Some(head) = head
                && true_at(own, by)? == head
            {
                own.lists().keep(&listing, head, &self.kept);
            }
        }
        self.shown = Some(Instant::now());
        let rows = &self.kept.rows;
        let kept = listing.keep.map(PackedId::from);
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
        Ok(Some(ListPage { kept, keeps: listing.keep, ..shows }))
    }

    fn read_slices(
        &mut self,
        own: &LocalBook,
        by: &Caller,
        listing: &Listing,
    ) -> Result<(), Failure> {
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
            for key in &slice.keys {
                let open = if key.waits { i128::from(key.left.minor()) } else { 0 };
                *kept.sums.entry(key.currency).or_default() += open;
            }
            let rows = slice.keys.iter();
            match listing.sort {
                Sort::Newest => kept.rows.extend(rows.map(|key| PackedId::from(key.id))),
                sort => {
                    self.sorted.extend(rows.map(|key| (sort.order(key), Reverse(key.id.into()))));
                }
            }
            threads::rest();
        }
        Ok(())
    }

    /// Sorts the rows read so far; among equals, what was recorded later comes first.
    fn sort(&mut self, listing: &Listing) {
        let kept = Arc::make_mut(&mut self.kept);
        if listing.sort != Sort::Newest {
            threads::sort_with_rests(&mut self.sorted, Ord::cmp);
            let rows = threads::with_rests(&self.sorted);
            kept.rows = rows.map(|(_, Reverse(id))| *id).collect();
        }
        if self.below.is_none() {
            self.sorted = Vec::new();
            kept.rows.shrink_to_fit();
        }
    }

    /// A window on the rows read so far, with their current content.
    fn window(
        &mut self,
        own: &LocalBook,
        by: &Caller,
        window: Window,
    ) -> Result<ListPage, Failure> {
        let Some(listing) = &mut self.listing else { return Ok(ListPage::default()) };
        (listing.first, listing.rows) = (window.first, window.rows.min(MOST_ROWS));
        let rows = self.kept.rows.iter().skip(window.first).take(listing.rows);
        let ids: Vec<ItemId> = rows.map(|id| ItemId::from(*id)).collect();
        let rows = own.ask(by, &RowsOf { what: listing.what, ids: ids.clone() })?;
        Ok(ListPage {
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
