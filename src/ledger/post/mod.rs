//! Posting: an entry of the journal becomes writes to the tables, the same ones every time.
//! Nothing is computed that the event does not say. May use: the rest of the ledger, domain,
//! journal.

mod accounts;
mod allocations;
mod documents;

use crate::domain::{Day, Event, Money};
use crate::journal::Stored;

use super::overlay::Overlay;
use super::rows::{Batch, LedgerError, Rows};
use super::tables::{
    AccountId, AccountRow, BOOK, BookRow, CHECKPOINT, CONTROL, COUNTERS, ITEMS, ItemId, ItemKind,
    ItemRow, MOVES, MoveRow, NUMBERS, OPEN, SEEN, SeenRow, TOTALS, TotalsRow,
};
use super::{item, tables};

/// One event of an entry while it is posted.
struct Posting<'a> {
    rows: &'a dyn Rows,
    stored: &'a Stored,
    place: u16,
    batch: Batch,
}

/// Posts an entry onto `ledger`, which must be at the entry before.
pub fn post(ledger: &mut Overlay, stored: &Stored) -> Result<(), LedgerError> {
    for (place, event) in stored.entry.events.iter().enumerate() {
        let place = u16::try_from(place).map_err(|_| {
            LedgerError::Contradiction("an entry of more than 65,536 events".into())
        })?;
        let mut posting = Posting { rows: ledger, stored, place, batch: Batch::default() };
        posting.event(event)?;
        let batch = posting.batch;
        ledger.apply(batch);
    }
    let mut batch = Batch::default();
    let seen = SeenRow { seq: stored.entry.seq, pos: stored.checkpoint.pos };
    SEEN.put(&mut batch, stored.entry.id.as_bytes(), &seen)?;
    CHECKPOINT.put(&mut batch, &(), &stored.checkpoint)?;
    ledger.apply(batch);
    Ok(())
}

impl Posting<'_> {
    fn event(&mut self, event: &Event) -> Result<(), LedgerError> {
        match event {
            Event::BookOpened(event) => {
                let row = BookRow::of(event)
                    .map_err(|error| LedgerError::Contradiction(error.to_string()))?;
                BOOK.put(&mut self.batch, &(), &row)
            }
            Event::CustomerRegistered(event) => self.customer_registered(event),
            Event::CustomerAmended(event) => self.customer_amended(event),
            Event::CustomerHeld(event) => self.customer_held(event),
            Event::InvoiceIssued(event) => self.invoice_issued(event),
            Event::CreditNoteIssued(event) => self.credit_note_issued(event),
            Event::InvoiceVoided(event) => self.invoice_voided(event),
            Event::PaymentRecorded(event) => self.payment_recorded(event),
            Event::AllocationMade(event) => self.allocation_made(event),
            Event::AllocationReversed(event) => self.allocation_reversed(event),
            Event::PaymentBounced(event) => self.payment_bounced(event),
            Event::RefundMade(event) => self.refund_made(event),
            Event::WriteOffMade(event) => self.write_off_made(event),
            Event::WriteOffTakenBack(event) => self.write_off_taken_back(event),
        }
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

    /// Raises a counter to the count that `number` ends in; a number from elsewhere raises none.
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

    /// Posts a new item, open for all of its amount.
    fn new_item(&mut self, row: &ItemRow) -> Result<(), LedgerError> {
        let id = self.id();
        NUMBERS.put(&mut self.batch, &row.number.folded(), &id)?;
        ITEMS.put(&mut self.batch, &id, row)?;
        tables::BY_ACCOUNT.put(&mut self.batch, &(row.account, id), &())?;
        if !row.amount.is_zero() {
            OPEN.put(&mut self.batch, &item::open_key(id, row), &row.amount)?;
        }
        let invoices = u64::from(row.kind == ItemKind::Invoice);
        self.total(row.account, row.date, &[(row, row.amount)], invoices)
    }

    /// Takes `row.amount` from an item's outstanding amount.
    fn take(&mut self, id: ItemId, item: &ItemRow, row: &MoveRow) -> Result<(), LedgerError> {
        let key = (id, self.seq(), self.place);
        MOVES.put(&mut self.batch, &key, row)?;
        let left = item::left(self.rows, id, item)?.minus(row.amount);
        let left = left.ok_or(LedgerError::Beyond("an item"))?;
        if left.is_zero() {
            OPEN.remove(&mut self.batch, &item::open_key(id, item));
            return Ok(());
        }
        OPEN.put(&mut self.batch, &item::open_key(id, item), &left)
    }

    /// Adds what is left of items of one account to its totals and to the control account.
    fn total(
        &mut self,
        account: AccountId,
        date: Day,
        changes: &[(&ItemRow, Money)],
        new_invoices: u64,
    ) -> Result<(), LedgerError> {
        let beyond = || LedgerError::Beyond("an account");
        let mut totals: TotalsRow = TOTALS.need(self.rows, &account)?;
        let Some((first, _)) = changes.first() else { return Ok(()) };
        let mut control = CONTROL.get(self.rows, &first.currency)?.unwrap_or_default();
        for (item, change) in changes {
            let minor = i128::from(change.minor());
            match item.kind.side() {
                tables::Side::Debit => {
                    totals.debit = totals.debit.plus(*change).ok_or_else(beyond)?;
                    control.debit += minor;
                }
                tables::Side::Credit => {
                    totals.credit = totals.credit.plus(*change).ok_or_else(beyond)?;
                    control.credit += minor;
                }
            }
        }
        control.invoices += new_invoices;
        totals.latest = totals.latest.max(Some(date));
        totals.seq = self.seq();
        TOTALS.put(&mut self.batch, &account, &totals)?;
        CONTROL.put(&mut self.batch, &first.currency, &control)
    }
}
