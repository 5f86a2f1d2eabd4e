//! Every table of the ledger, with its key and its row. Rows are small and name the entry they came
//! from; the full text of a document is read from the journal at the place that its row gives. May use:
//! domain, journal.

mod apart;
mod bank;
mod calls;
mod cards;
mod cases;
mod cashing;
mod company;
mod deliveries;
mod dunning;
mod fiscal;
mod glances;
mod items;
mod late_fees;
mod plans;
mod policy;
mod sales;
mod suspense;
mod twins;
mod work;

use serde::{Deserialize, Serialize};

use crate::domain::event::BookOpened;
use crate::domain::pricing::Prices;
use crate::domain::tax::TaxGroup;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Money};
use crate::journal::{Checkpoint, Pos};

use super::table::{Key, Table};
use crate::store::rows::RowKey;

pub use apart::*;
pub use bank::*;
pub use calls::*;
pub use cards::*;
pub use cases::*;
pub use cashing::*;
pub use company::*;
pub use deliveries::*;
pub use dunning::*;
pub use fiscal::*;
pub use glances::*;
pub use items::*;
pub use late_fees::*;
pub use plans::*;
pub use policy::*;
pub use sales::*;
pub use suspense::*;
pub use twins::*;
pub use work::*;

/// An account's number, counted in the order of registration.
pub type AccountId = u32;

/// The id of an item: the entry that made it, and the event's place there. Ids ascend in the order of
/// recording.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ItemId {
    /// The entry.
    pub seq: u64,
    /// The event's place in it.
    pub place: u16,
}

impl ItemId {
    /// The next id.
    pub fn next(self) -> ItemId {
        match self.place.checked_add(1) {
            Some(place) => ItemId { place, ..self },
            None => ItemId { seq: self.seq.saturating_add(1), place: 0 },
        }
    }

    /// The item's place in keys that start with the newest; applied to such a place, the item.
    pub fn backwards(self) -> ItemId {
        ItemId { seq: u64::MAX - self.seq, place: u16::MAX - self.place }
    }
}

impl Key for ItemId {
    fn write(&self, out: &mut RowKey) {
        self.seq.write(out);
        self.place.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Option<ItemId> {
        Some(ItemId { seq: u64::read(bytes)?, place: u16::read(bytes)? })
    }
}

/// The last entry that was posted, written in one batch with the rows of that entry. Later versions of
/// this program rely on it, too, so its row keeps its form in all of them.
pub const CHECKPOINT: Table<(), Checkpoint> = Table::new(b'H', "checkpoint");

/// The book's details as JSON: a few fields, read once.
pub const BOOK: Table<(), BookRow> = Table::new(b'B', "book");

/// Entries by command id, kept for ever: they make it safe to send a command again.
pub const SEEN: Table<[u8; 16], SeenRow> = Table::new(b'S', "seen");

/// The last number given, by kind (`CN`, `INV`, `A`) and year (0 if the numbers have no year).
pub const COUNTERS: Table<(u16, String), u64> = Table::new(b'N', "counters");

/// The book's invoice series: those defined, and those used before there were definitions.
pub const SERIES: Table<String, SeriesRow> = Table::new(b'D', "series");

/// Documents numbered by the book and not voided, by date.
pub const ISSUED: Table<(DatedKind, Day, ItemId), ()> = Table::new(b'n', "documents by date");

/// Accounts by folded code.
pub const CODES: Table<String, AccountId> = Table::new(b'C', "codes");

/// For codes and numbers in older entries that contain invisible characters: the key in a table, by that
/// table's letter and the visible text, folded.
pub const SHOWN_AS: Table<(u8, String), String> = Table::new(b'=', "names as they show");

/// Accounts.
pub const ACCOUNTS: Table<AccountId, AccountRow> = Table::new(b'A', "accounts");

/// The places of the entries that hold a customer's details, by number. Kept for ever, because documents
/// refer to them.
pub const RECORDS: Table<u64, RecordRow> = Table::new(b'P', "customer records");

/// The private records about an account, by entry: they are erased with the person.
pub const PRIVATES: Table<(AccountId, u64), PrivateRow> = Table::new(b'm', "private records");

/// Entries whose private records are erased, or hidden until they can be erased.
pub const ERASED: Table<u64, ErasedRow> = Table::new(b'Q', "erased records");

/// Entries whose private records are damaged or missing: the rest of them is still read.
pub const UNREADABLE: Table<u64, ()> = Table::new(b'u', "unreadable records");

/// A customer's current details as JSON; removed when the customer is erased.
pub const DETAILS: Table<AccountId, String> = Table::new(b'E', "customer details");

/// Holds and releases of an account, by entry; never changed once posted.
pub const HOLDS: Table<(AccountId, u64), HoldRow> = Table::new(b'K', "holds");

/// Accounts that were merged into another, with the entry that merged them.
pub const MERGED: Table<AccountId, MergerRow> = Table::new(b'J', "merged accounts");

/// The reverse: the accounts that were merged into an account, with the entries.
pub const MERGED_FROM: Table<(AccountId, AccountId), MergerRow> =
    Table::new(b'j', "accounts merged");

/// An account's totals, which change with every posting.
pub const TOTALS: Table<AccountId, TotalsRow> = Table::new(b'T', "totals");

/// The same for all accounts of a currency: the control account.
pub const CONTROL: Table<Currency, ControlRow> = Table::new(b'X', "control");

/// Items by folded number.
pub const NUMBERS: Table<String, ItemId> = Table::new(b'#', "numbers");

/// The tax groups of an invoice or a credit note, and what credit notes took from each.
pub const TAXES: Table<ItemId, TaxRow> = Table::new(b'V', "taxes");

/// A series of invoices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// The kind of its documents.
    pub description: Option<String>,
    /// The entry that defined it or first used it.
    pub seq: u64,
}

/// Which kinds of documents must be numbered in the order of their dates, each kind for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatedKind {
    /// Invoices of all series.
    Invoice,
    /// Credit notes.
    CreditNote,
}

impl DatedKind {
    /// The order of an item's kind; `None` if its date is free.
    pub fn of(kind: ItemKind) -> Option<DatedKind> {
        match kind {
            ItemKind::Invoice => Some(DatedKind::Invoice),
            ItemKind::CreditNote => Some(DatedKind::CreditNote),
            _ => None,
        }
    }
}

impl Key for DatedKind {
    fn write(&self, out: &mut RowKey) {
        out.push(match self {
            DatedKind::Invoice => 0,
            DatedKind::CreditNote => 1,
        });
    }
    fn read(bytes: &mut &[u8]) -> Option<DatedKind> {
        match u8::read(bytes)? {
            0 => Some(DatedKind::Invoice),
            1 => Some(DatedKind::CreditNote),
            _ => None,
        }
    }
}

/// The event that opened the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookRow {
    /// The event as JSON.
    pub json: String,
}

impl BookRow {
    /// Stores the event.
    pub fn of(event: &BookOpened) -> Result<BookRow, serde_json::Error> {
        Ok(BookRow { json: serde_json::to_string(event)? })
    }

    /// The event.
    pub fn book(&self) -> Result<BookOpened, serde_json::Error> {
        serde_json::from_str(&self.json)
    }
}

/// An entry, found by its command's id.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenRow {
    /// The number of the entry.
    pub seq: u64,
    /// Its place.
    pub pos: Pos,
    /// Its private record, which holds the digest of a command with personal data.
    pub private_pos: Option<Pos>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountRow {
    /// The code as it was given.
    pub code: Code,
    /// The name; empty if it was erased.
    pub name: String,
    /// The entry that holds the customer's details, which a document names as its buyer.
    pub seq: u64,
    /// The account's currency.
    pub currency: Currency,
    /// Terms of payment.
    pub terms: Terms,
    /// The credit limit.
    pub credit_limit: Option<Money>,
}

/// The place of an entry with a customer's details.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordRow {
    /// The entry.
    pub pos: Pos,
    /// Its private record.
    pub private_pos: Option<Pos>,
}

/// A private record about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateRow {
    /// Its place.
    pub pos: Pos,
    /// Whether it holds the customer's details, so that documents refer to it.
    pub is_details: bool,
}

/// A private record that is erased, or hidden until it can be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedRow {
    /// Its place.
    pub pos: Pos,
    /// The last day on which it is only hidden.
    pub until: Option<Day>,
}

/// A hold, or its release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldRow {
    /// The day from which it holds.
    pub date: Day,
    /// The reason for the hold; `None` for a release.
    pub reason: Option<String>,
}

/// A merger of two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergerRow {
    /// The account that remains.
    pub into: AccountId,
    /// The day from which it holds.
    pub date: Day,
    /// The entry that recorded it.
    pub seq: u64,
}

/// An account's current totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalsRow {
    /// The open amount of its invoices.
    pub debit: Money,
    /// The open amount of its payments and credit notes.
    pub credit: Money,
    /// The latest effective date on the account: as of that day or later, the stored totals are right.
    pub latest: Option<Day>,
    /// How many disputes were ever opened on it; with none, disputes are not searched for.
    pub disputes: u32,
    /// The entry as of which they are right.
    pub seq: u64,
}

/// The control account of a currency, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlRow {
    /// The open amount of all invoices.
    pub debit: i128,
    /// The open amount of all payments and credit notes.
    pub credit: i128,
    /// How many accounts there are.
    pub accounts: u64,
    /// How many invoices were issued.
    pub invoices: u64,
}

/// The taxes of an invoice, and what was credited of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaxRow {
    /// Whether its prices include the taxes.
    pub prices: Prices,
    /// Its groups as issued.
    pub groups: Vec<TaxGroup>,
    /// What credit notes took from each group: the net, then each tax, in minor units.
    pub credited: Vec<Vec<i64>>,
}

macro_rules! names {
    ($($table:ident,)+) => { &[$(($table.letter(), $table.name()),)+] };
}

/// The letters and names of all tables, so that no two share one and `verify` can name them.
#[rustfmt::skip]
pub const NAMES: &[(u8, &str)] = names![
    CHECKPOINT, BOOK, SEEN, COUNTERS, SERIES, ISSUED, CODES, ACCOUNTS, RECORDS, PRIVATES, ERASED,
    UNREADABLE, DETAILS, CARDS, ACTIVITY, REFERENCES, HOLDS, MERGED, MERGED_FROM, TOTALS, CONTROL,
    NUMBERS, ITEMS, BY_ACCOUNT, OPEN, OPEN_BY_DUE, OPEN_DISPUTED, CHANGED_ON, CHANGED_IN, MOVES,
    ALLOCATIONS, TAKEN_WITH, TAXES, ORIGINALS, CASES, CASES_OF, CASES_BY_KIND, DISPUTES,
    DISPUTES_ON, REASONS, ROOT_CAUSES, PROMISES, PROMISES_ON, PLANS, PLANS_ON, PLANS_OF,
    PLANS_BY, PLAN_OF_DELIVERY, DELIVERIES_OF_PLAN, LATE_FEE_POLICIES, LATE_FEES, LATE_FEE_OF,
    HOLD_POLICIES, HOLDS_TAKEN, CALLS, CALL_ENDS, CALLBACKS, STEPS, SOLD, PRICES, DRAFTS,
    DRAFT_TEXTS, DRAFTS_OF, LOCKS, APPROVALS, DELIVERIES, USERS, VIEWERS, COMPANY,
    FISCAL_RECEIPTS, TWINS, ALIKE, RATES, SHOWN_AS, OUTBOX, OUTBOX_BY_STATE, OUTBOX_ON,
    STATEMENTS_OF, SUSPENSE, SUSPENSE_OPEN, SUSPENSE_STEPS, SUSPENSE_NUMBERS, IDENTIFIED,
    IMPORT_PROFILES, BANK_ACCOUNTS, BANK_STATEMENTS, BANK_LINES, BANK_LINES_ON, BANK_LINES_OPEN,
    BANK_STEPS, BANK_PRINTS, BANK_LINKS, BANK_LINES_OF, LEARNT, BANK_LINES_HIDDEN, AWAITED,
    CERTIFICATES, DEPOSITS, DEPOSITED, PAYS_FOR, DUNNING_POLICIES, CUSTOMER_GROUPS,
    DUNNING_BLOCKS, LETTERS, LETTERS_OF, LETTER_NUMBERS, LETTER_OF_DELIVERY, DELIVERIES_OF_LETTER,
    APART, PROMISES_OF, PAID, WORK_OF, WORK_BY, CALLBACKS_AT, PROMISES_BY, DISPUTES_BY, CALLED_ON,
    CALLING_HOURS,
];
