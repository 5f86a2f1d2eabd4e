//! Posts entries: turns an entry of the journal into the same writes to the tables every time. Computes
//! nothing that the event does not say. May use: the rest of the ledger, domain, journal.

mod accounts;
mod allocations;
mod apart;
mod bank;
mod calls;
mod cases;
mod cashing;
mod deliveries;
mod documents;
mod dunning;
mod erasure;
mod late_fees;
mod open;
mod placed;
mod plans;
mod policy;
mod private_records;
mod sales;
mod suspense;
mod work;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::domain::event::{BookOpened, each_event};
use crate::domain::{Day, Event, Moment, Money};
use crate::journal::{Checkpoint, Entry as JournalEntry, FRAMING, Hash, Stored};

use super::named;
use super::tables::{
    ACTIVITY, AccountId, AccountRow, BOOK, BookRow, CARDS_IN_ROW, CHANGED_ON, CHECKPOINT, CONTROL,
    COUNTERS, DISPUTES_ON, ITEMS, ItemId, ItemKind, ItemRow, MOVES, MoveRow, NUMBERS, OPEN,
    OpenRow, RATES, REFERENCES, SEEN, SeenRow, TOTALS, TotalsRow,
};
use super::{item, tables};
use crate::store::overlay::Overlay;
use crate::store::rows::{Batch, LedgerError, Rows};

/// An event of an entry that is being posted.
struct Posting<'a> {
    rows: &'a dyn Rows,
    stored: &'a Stored,
    place: u16,
    batch: Batch,
    touched: &'a mut Touched,
}

/// What an entry touched; the rows that depend on it are updated once the whole entry is posted.
#[derive(Default)]
struct Touched {
    /// The accounts whose place in the worklist may have changed.
    accounts: BTreeSet<AccountId>,
    /// The items of which another part may be chased.
    items: BTreeSet<ItemId>,
    /// The invoices that were settled, or are open again.
    settled: BTreeSet<ItemId>,
}

/// Posts an entry onto `ledger`, which must be at the entry before.
pub fn post(ledger: &mut Overlay, stored: &Stored) -> Result<(), LedgerError> {
    post_events(ledger, stored, 0)?;
    private_records::file(ledger, stored)?;
    let mut batch = Batch::default();
    let (seq, pos, private_pos) = (stored.entry.seq, stored.checkpoint.pos, stored.private_pos);
    let seen = SeenRow { seq, pos, private_pos };
    SEEN.put(&mut batch, stored.entry.id.as_bytes(), &seen)?;
    CHECKPOINT.put(&mut batch, &(), &stored.checkpoint)?;
    ledger.apply(batch);
    Ok(())
}

/// Posts the first events of an entry that is not written yet, from a place on, so that the commands
/// decided next for the same entry see them. The rows must not be kept, because the journal does not
/// have the events.
pub fn post_ahead(
    ledger: &mut Overlay,
    (seq, at, date): (u64, Moment, Day),
    first: usize,
    events: &[Event],
) -> Result<(), LedgerError> {
    let entry = JournalEntry {
        seq,
        group: seq,
        at,
        date,
        by: String::new(),
        id: Uuid::nil(),
        framing: FRAMING,
        digest: None,
        events: events.to_vec(),
        private: None,
        prev: Hash::ZERO,
        hash: Hash::ZERO,
    };
    let checkpoint = Checkpoint::START;
    let stored = Stored { entry, private_pos: None, is_erased: false, checkpoint };
    post_events(ledger, &stored, first)
}

fn post_events(ledger: &mut Overlay, stored: &Stored, first: usize) -> Result<(), LedgerError> {
    let mut touched = Touched::default();
    for (place, event) in (first..).zip(&stored.entry.events) {
        let place = u16::try_from(place).map_err(|_| {
            LedgerError::Contradiction("an entry of more than 65,536 events".into())
        })?;
        let (batch, touched) = (Batch::default(), &mut touched);
        let mut posting = Posting { rows: ledger, stored, place, batch, touched };
        posting.event(event)?;
        if let Some((currency, rate)) = event.entered_rate() {
            RATES.put(&mut posting.batch, &currency, &rate)?;
        }
        let batch = posting.batch;
        ledger.apply(batch);
    }
    touched.file_items(ledger, stored.entry.seq)?;
    placed::file(ledger, &touched.accounts)?;
    Ok(())
}

/// Each event is posted by the method of its name, which the compiler asks for.
macro_rules! posts {
    ($($kind:ident = $post:ident,)+) => {
        impl Posting<'_> {
            fn event(&mut self, event: &Event) -> Result<(), LedgerError> {
                match event { $(Event::$kind(event) => self.$post(event),)+ }
            }
        }
    };
}

each_event!(posts);

impl Posting<'_> {
    fn book_opened(&mut self, event: &BookOpened) -> Result<(), LedgerError> {
        let row = BookRow::of(event);
        let row = row.map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        BOOK.put(&mut self.batch, &(), &row)
    }

    fn seq(&self) -> u64 {
        self.stored.entry.seq
    }

    /// The item that this event makes.
    fn id(&self) -> ItemId {
        ItemId { seq: self.seq(), place: self.place }
    }

    fn account(&self, code: &crate::domain::Code) -> Result<(AccountId, AccountRow), LedgerError> {
        item::account(self.rows, code)?
            .ok_or_else(|| LedgerError::Contradiction(format!("no account {code}")))
    }

    fn item(&self, number: &crate::domain::Number) -> Result<(ItemId, ItemRow), LedgerError> {
        item::item(self.rows, number)?
            .ok_or_else(|| LedgerError::Contradiction(format!("no document {number}")))
    }

    /// Raises a counter to the count at the end of `number`; a foreign number raises none.
    fn count(&mut self, kind: &str, year: i32, number: &str) -> Result<(), LedgerError> {
        let key = (u16::try_from(year).unwrap_or(0), kind.to_string());
        let digits = number.rsplit(['-', 'A']).next().unwrap_or_default();
        let count = digits.parse().unwrap_or(0);
        let last = COUNTERS.get(self.rows, &key)?.unwrap_or(0);
        match count > last {
            true => COUNTERS.put(&mut self.batch, &key, &count),
            false => Ok(()),
        }
    }

    /// Posts a new item, open for its full amount.
    fn new_item(&mut self, row: &ItemRow, reference: Option<&String>) -> Result<(), LedgerError> {
        let id = self.id();
        if let Some(reference) = reference {
            REFERENCES.put(&mut self.batch, &id, reference)?;
        }
        if named::get(&NUMBERS, self.rows, &row.number.0)?.is_some() {
            return Err(LedgerError::Contradiction(format!("{} stands twice", row.number)));
        }
        named::put(&NUMBERS, &mut self.batch, &row.number.0, &id)?;
        ITEMS.put(&mut self.batch, &id, row)?;
        tables::BY_ACCOUNT.put(&mut self.batch, &(row.account, id), &())?;
        CHANGED_ON.put(&mut self.batch, &(row.account, row.date, id, id.seq), &())?;
        if !row.amount.is_zero() {
            let reference = reference.cloned();
            let open = OpenRow { reference, ..OpenRow::of(row, row.amount) };
            self.put_open((id, row), None, Some(open))?;
        }
        let invoices = u64::from(row.kind == ItemKind::Invoice);
        self.total(row.date, &[(row, row.amount)], invoices)
    }

    /// Takes `row.amount` from an item's outstanding amount.
    fn take(&mut self, id: ItemId, item: &ItemRow, row: &MoveRow) -> Result<(), LedgerError> {
        let key = (id, self.seq(), self.place);
        MOVES.put(&mut self.batch, &key, row)?;
        let open = OPEN.get(self.rows, &item::open_key(id, item))?;
        let before = open.as_ref().map_or(item.amount.zero(), |open| open.left);
        let left = before.minus(row.amount).ok_or(LedgerError::Beyond("an item"))?;
        let now = match &open {
            _ if left.is_zero() => None,
            Some(open) => Some(OpenRow { left, ..open.clone() }),
            // It was settled for a while.
            None => Some(OpenRow {
                reference: REFERENCES.get(self.rows, &id)?,
                is_disputed: DISPUTES_ON.scan(self.rows, &id).next().transpose()?.is_some(),
                is_apart: self.is_apart(id, item)?,
                ..OpenRow::of(item, left)
            }),
        };
        match self.owed_later(id, item, row)? {
            None => self.put_open((id, item), open, now),
            Some(later) => {
                if open.is_some() {
                    self.put_open((id, item), open, None)?;
                }
                self.put_open((id, &later), None, now)
            }
        }
    }

    /// Adds what is left of items to the totals of their accounts and to the control account.
    fn total(
        &mut self,
        date: Day,
        changes: &[(&ItemRow, Money)],
        new_invoices: u64,
    ) -> Result<(), LedgerError> {
        let beyond = || LedgerError::Beyond("an account");
        let Some((first, _)) = changes.first() else { return Ok(()) };
        let mut control = CONTROL.get(self.rows, &first.currency)?.unwrap_or_default();
        // If one account was merged into the other, each keeps its own sums.
        let mut accounts: BTreeMap<AccountId, TotalsRow> = BTreeMap::new();
        for (item, change) in changes {
            let totals = match accounts.entry(item.account) {
                Entry::Occupied(row) => row.into_mut(),
                Entry::Vacant(place) => place.insert(TOTALS.need(self.rows, &item.account)?),
            };
            let (sum, all) = match item.kind.side() {
                tables::Side::Debit => (&mut totals.debit, &mut control.debit),
                tables::Side::Credit => (&mut totals.credit, &mut control.credit),
            };
            *sum = sum.plus(*change).ok_or_else(beyond)?;
            *all += i128::from(change.minor());
        }
        control.invoices += new_invoices;
        CONTROL.put(&mut self.batch, &first.currency, &control)?;
        // If something else happened on that day or later, the day is stored already.
        let later = accounts.iter().filter(|(_, row)| row.latest < Some(date));
        self.active(later.map(|(account, _)| *account), date)?;
        for (account, row) in accounts {
            let (latest, seq) = (row.latest.max(Some(date)), self.seq());
            TOTALS.put(&mut self.batch, &account, &TotalsRow { latest, seq, ..row })?;
        }
        Ok(())
    }

    /// Stores the day of the last activity on accounts.
    fn active(
        &mut self,
        accounts: impl Iterator<Item = AccountId>,
        date: Day,
    ) -> Result<(), LedgerError> {
        let mut blocks: BTreeMap<u32, Vec<Option<Day>>> = BTreeMap::new();
        for account in accounts {
            let (block, place) = (account / CARDS_IN_ROW, (account % CARDS_IN_ROW) as usize);
            let days = match blocks.entry(block) {
                Entry::Occupied(days) => days.into_mut(),
                Entry::Vacant(days) => {
                    days.insert(ACTIVITY.get(self.rows, &block)?.unwrap_or_default())
                }
            };
            days.resize(days.len().max(place + 1), None);
            if let Some(day) = days.get_mut(place) {
                *day = Some(date).max(*day);
            }
        }
        blocks.iter().try_for_each(|(block, days)| ACTIVITY.put(&mut self.batch, block, days))
    }
}
