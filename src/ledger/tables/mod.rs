//! Every table of the ledger, its key and its row. Each row is small and names the entry it came
//! from; a document's full text is read from the journal at the place the row gives.
//! May use: domain, journal.

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

/// Accounts are numbered as they are registered.
pub type AccountId = u32;

/// An item: the entry that made it and the place of its event there. Ascending, it is in the
/// order of recording.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ItemId {
    /// The entry.
    pub seq: u64,
    /// The event's place in it.
    pub place: u16,
}

impl ItemId {
    /// The least that comes behind it.
    pub fn next(self) -> ItemId {
        match self.place.checked_add(1) {
            Some(place) => ItemId { place, ..self },
            None => ItemId { seq: self.seq.saturating_add(1), place: 0 },
        }
    }

    /// As it stands in keys that begin with the newest; of such a key, the item.
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

/// What the ledger has posted: written in one batch with the rows of that entry. It is a witness of
/// the journal, for later versions of this program too: its row stays as it is in all of them.
pub const CHECKPOINT: Table<(), Checkpoint> = Table::new(b'H', "checkpoint");

/// The book itself, in JSON: few fields, read once.
pub const BOOK: Table<(), BookRow> = Table::new(b'B', "book");

/// Entries by command id, for ever: what makes sending a command again safe.
pub const SEEN: Table<[u8; 16], SeenRow> = Table::new(b'S', "seen");

/// The last number given, by kind (`CN`, `INV`, `A`) and year (0 where numbers have no year).
pub const COUNTERS: Table<(u16, String), u64> = Table::new(b'N', "counters");

/// The invoice series that the book knows: defined, or used before there were definitions.
pub const SERIES: Table<String, SeriesRow> = Table::new(b'D', "series");

/// Documents that the book numbered and that are not void, by date.
pub const ISSUED: Table<(DatedKind, Day, ItemId), ()> = Table::new(b'n', "documents by date");

/// Accounts by folded code.
pub const CODES: Table<String, AccountId> = Table::new(b'C', "codes");

/// Where older entries gave a code or a number characters that do not show: by the letter of its
/// table and what it shows, folded, the key it has there.
pub const SHOWN_AS: Table<(u8, String), String> = Table::new(b'=', "names as they show");

/// Accounts.
pub const ACCOUNTS: Table<AccountId, AccountRow> = Table::new(b'A', "accounts");

/// Where the entries stand that say who a customer is, by number, for ever: documents name them.
pub const RECORDS: Table<u64, RecordRow> = Table::new(b'P', "customer records");

/// The private records that say something of an account, by entry: what is erased with a person.
pub const PRIVATES: Table<(AccountId, u64), PrivateRow> = Table::new(b'm', "private records");

/// Entries whose private records are erased, or hidden until they are.
pub const ERASED: Table<u64, ErasedRow> = Table::new(b'Q', "erased records");

/// Entries whose private records are damaged or missing: the rest is read without them.
pub const UNREADABLE: Table<u64, ()> = Table::new(b'u', "unreadable records");

/// Who a customer is now, in JSON; gone where it was erased.
pub const DETAILS: Table<AccountId, String> = Table::new(b'E', "customer details");

/// Holds and releases of an account, by entry; never changed once posted.
pub const HOLDS: Table<(AccountId, u64), HoldRow> = Table::new(b'K', "holds");

/// Accounts that were merged into another, and the entry that did it.
pub const MERGED: Table<AccountId, MergerRow> = Table::new(b'J', "merged accounts");

/// The same the other way: what was merged into an account, and the entry that did it.
pub const MERGED_FROM: Table<(AccountId, AccountId), MergerRow> =
    Table::new(b'j', "accounts merged");

/// What changes with every posting on an account.
pub const TOTALS: Table<AccountId, TotalsRow> = Table::new(b'T', "totals");

/// The same over all accounts of a currency: the control account.
pub const CONTROL: Table<Currency, ControlRow> = Table::new(b'X', "control");

/// Items by folded number.
pub const NUMBERS: Table<String, ItemId> = Table::new(b'#', "numbers");

/// The tax groups of an invoice or a credit note, and what credit notes took of each.
pub const TAXES: Table<ItemId, TaxRow> = Table::new(b'V', "taxes");

/// A series of invoices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// What it is for.
    pub description: Option<String>,
    /// The entry that defined it or first used it.
    pub seq: u64,
}

/// Which documents have to be in the order of their dates among themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatedKind {
    /// Invoices of all series.
    Invoice,
    /// Credit notes.
    CreditNote,
}

impl DatedKind {
    /// The kind of an item; none where its date may be any.
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

/// What the book was opened with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookRow {
    /// The entry's event, in JSON.
    pub json: String,
}

impl BookRow {
    /// Keeps the event.
    pub fn of(event: &BookOpened) -> Result<BookRow, serde_json::Error> {
        Ok(BookRow { json: serde_json::to_string(event)? })
    }

    /// The event.
    pub fn book(&self) -> Result<BookOpened, serde_json::Error> {
        serde_json::from_str(&self.json)
    }
}

/// An entry by its command's id.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenRow {
    /// The entry's number.
    pub seq: u64,
    /// Where it stands.
    pub pos: Pos,
    /// Its private record, which holds the digest of a command that says something personal.
    pub private_pos: Option<Pos>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountRow {
    /// The code, as given.
    pub code: Code,
    /// The name, or nothing where it was erased.
    pub name: String,
    /// The entry that holds who that is: what a document's frozen buyer names.
    pub seq: u64,
    /// The account's currency.
    pub currency: Currency,
    /// Terms of payment.
    pub terms: Terms,
    /// The most that may be owed.
    pub credit_limit: Option<Money>,
}

/// Where a customer's entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordRow {
    /// The entry.
    pub pos: Pos,
    /// Its private record.
    pub private_pos: Option<Pos>,
}

/// A private record that says something of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateRow {
    /// Where it stands.
    pub pos: Pos,
    /// Whether it says who the customer is, so that documents cite it.
    pub is_details: bool,
}

/// A private record that is erased, or hidden until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedRow {
    /// Where it stands.
    pub pos: Pos,
    /// The last day on which it is only hidden.
    pub until: Option<Day>,
}

/// A hold, or its release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldRow {
    /// From when on.
    pub date: Day,
    /// Why it is held; none, it is released.
    pub reason: Option<String>,
}

/// A merger of two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergerRow {
    /// The account that goes on.
    pub into: AccountId,
    /// From when on.
    pub date: Day,
    /// The entry that says so.
    pub seq: u64,
}

/// What an account comes to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalsRow {
    /// What is left of its invoices.
    pub debit: Money,
    /// What is left of its payments and credit notes.
    pub credit: Money,
    /// The latest effective date of anything on it: as of that day or later, what is kept is what
    /// is true.
    pub latest: Option<Day>,
    /// How many disputes were ever opened on it; with none, none are looked for.
    pub disputes: u32,
    /// The entry they are true at.
    pub seq: u64,
}

/// The control account of a currency, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlRow {
    /// What is left of all invoices.
    pub debit: i128,
    /// What is left of all payments and credit notes.
    pub credit: i128,
    /// How many accounts there are.
    pub accounts: u64,
    /// How many invoices were issued.
    pub invoices: u64,
}

/// An invoice's taxes, and what of them was credited.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaxRow {
    /// Whether its prices hold the taxes.
    pub prices: Prices,
    /// Its groups, as issued.
    pub groups: Vec<TaxGroup>,
    /// What credit notes took of each, group by group: the net, then each tax, in minor units.
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
