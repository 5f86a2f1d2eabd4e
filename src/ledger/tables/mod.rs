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

/// The letters and names of all tables, so that no two share one and `verify` can name them.
pub const NAMES: &[(u8, &str)] = &[
    (CHECKPOINT.letter(), CHECKPOINT.name()),
    (BOOK.letter(), BOOK.name()),
    (SEEN.letter(), SEEN.name()),
    (COUNTERS.letter(), COUNTERS.name()),
    (SERIES.letter(), SERIES.name()),
    (ISSUED.letter(), ISSUED.name()),
    (CODES.letter(), CODES.name()),
    (ACCOUNTS.letter(), ACCOUNTS.name()),
    (RECORDS.letter(), RECORDS.name()),
    (PRIVATES.letter(), PRIVATES.name()),
    (ERASED.letter(), ERASED.name()),
    (UNREADABLE.letter(), UNREADABLE.name()),
    (DETAILS.letter(), DETAILS.name()),
    (CARDS.letter(), CARDS.name()),
    (ACTIVITY.letter(), ACTIVITY.name()),
    (REFERENCES.letter(), REFERENCES.name()),
    (HOLDS.letter(), HOLDS.name()),
    (MERGED.letter(), MERGED.name()),
    (MERGED_FROM.letter(), MERGED_FROM.name()),
    (TOTALS.letter(), TOTALS.name()),
    (CONTROL.letter(), CONTROL.name()),
    (NUMBERS.letter(), NUMBERS.name()),
    (ITEMS.letter(), ITEMS.name()),
    (BY_ACCOUNT.letter(), BY_ACCOUNT.name()),
    (OPEN.letter(), OPEN.name()),
    (OPEN_BY_DUE.letter(), OPEN_BY_DUE.name()),
    (OPEN_DISPUTED.letter(), OPEN_DISPUTED.name()),
    (CHANGED_ON.letter(), CHANGED_ON.name()),
    (CHANGED_IN.letter(), CHANGED_IN.name()),
    (MOVES.letter(), MOVES.name()),
    (ALLOCATIONS.letter(), ALLOCATIONS.name()),
    (TAKEN_WITH.letter(), TAKEN_WITH.name()),
    (TAXES.letter(), TAXES.name()),
    (ORIGINALS.letter(), ORIGINALS.name()),
    (CASES.letter(), CASES.name()),
    (CASES_OF.letter(), CASES_OF.name()),
    (CASES_BY_KIND.letter(), CASES_BY_KIND.name()),
    (DISPUTES.letter(), DISPUTES.name()),
    (DISPUTES_ON.letter(), DISPUTES_ON.name()),
    (REASONS.letter(), REASONS.name()),
    (ROOT_CAUSES.letter(), ROOT_CAUSES.name()),
    (PROMISES.letter(), PROMISES.name()),
    (PROMISES_ON.letter(), PROMISES_ON.name()),
    (PLANS.letter(), PLANS.name()),
    (PLANS_ON.letter(), PLANS_ON.name()),
    (PLANS_OF.letter(), PLANS_OF.name()),
    (PLAN_OF_DELIVERY.letter(), PLAN_OF_DELIVERY.name()),
    (DELIVERIES_OF_PLAN.letter(), DELIVERIES_OF_PLAN.name()),
    (LATE_FEE_POLICIES.letter(), LATE_FEE_POLICIES.name()),
    (LATE_FEES.letter(), LATE_FEES.name()),
    (LATE_FEE_OF.letter(), LATE_FEE_OF.name()),
    (HOLD_POLICIES.letter(), HOLD_POLICIES.name()),
    (HOLDS_TAKEN.letter(), HOLDS_TAKEN.name()),
    (CALLS.letter(), CALLS.name()),
    (CALL_ENDS.letter(), CALL_ENDS.name()),
    (CALLBACKS.letter(), CALLBACKS.name()),
    (STEPS.letter(), STEPS.name()),
    (SOLD.letter(), SOLD.name()),
    (PRICES.letter(), PRICES.name()),
    (DRAFTS.letter(), DRAFTS.name()),
    (DRAFT_TEXTS.letter(), DRAFT_TEXTS.name()),
    (DRAFTS_OF.letter(), DRAFTS_OF.name()),
    (LOCKS.letter(), LOCKS.name()),
    (APPROVALS.letter(), APPROVALS.name()),
    (DELIVERIES.letter(), DELIVERIES.name()),
    (USERS.letter(), USERS.name()),
    (VIEWERS.letter(), VIEWERS.name()),
    (COMPANY.letter(), COMPANY.name()),
    (FISCAL_RECEIPTS.letter(), FISCAL_RECEIPTS.name()),
    (TWINS.letter(), TWINS.name()),
    (ALIKE.letter(), ALIKE.name()),
    (RATES.letter(), RATES.name()),
    (SHOWN_AS.letter(), SHOWN_AS.name()),
    (OUTBOX.letter(), OUTBOX.name()),
    (OUTBOX_BY_STATE.letter(), OUTBOX_BY_STATE.name()),
    (OUTBOX_ON.letter(), OUTBOX_ON.name()),
    (STATEMENTS_OF.letter(), STATEMENTS_OF.name()),
    (SUSPENSE.letter(), SUSPENSE.name()),
    (SUSPENSE_OPEN.letter(), SUSPENSE_OPEN.name()),
    (SUSPENSE_STEPS.letter(), SUSPENSE_STEPS.name()),
    (SUSPENSE_NUMBERS.letter(), SUSPENSE_NUMBERS.name()),
    (IDENTIFIED.letter(), IDENTIFIED.name()),
    (IMPORT_PROFILES.letter(), IMPORT_PROFILES.name()),
    (BANK_ACCOUNTS.letter(), BANK_ACCOUNTS.name()),
    (BANK_STATEMENTS.letter(), BANK_STATEMENTS.name()),
    (BANK_LINES.letter(), BANK_LINES.name()),
    (BANK_LINES_ON.letter(), BANK_LINES_ON.name()),
    (BANK_LINES_OPEN.letter(), BANK_LINES_OPEN.name()),
    (BANK_STEPS.letter(), BANK_STEPS.name()),
    (BANK_PRINTS.letter(), BANK_PRINTS.name()),
    (BANK_LINKS.letter(), BANK_LINKS.name()),
    (BANK_LINES_OF.letter(), BANK_LINES_OF.name()),
    (LEARNT.letter(), LEARNT.name()),
    (BANK_LINES_HIDDEN.letter(), BANK_LINES_HIDDEN.name()),
    (AWAITED.letter(), AWAITED.name()),
    (CERTIFICATES.letter(), CERTIFICATES.name()),
    (DEPOSITS.letter(), DEPOSITS.name()),
    (DEPOSITED.letter(), DEPOSITED.name()),
    (PAYS_FOR.letter(), PAYS_FOR.name()),
    (DUNNING_POLICIES.letter(), DUNNING_POLICIES.name()),
    (CUSTOMER_GROUPS.letter(), CUSTOMER_GROUPS.name()),
    (DUNNING_BLOCKS.letter(), DUNNING_BLOCKS.name()),
    (LETTERS.letter(), LETTERS.name()),
    (LETTERS_OF.letter(), LETTERS_OF.name()),
    (LETTER_NUMBERS.letter(), LETTER_NUMBERS.name()),
    (LETTER_OF_DELIVERY.letter(), LETTER_OF_DELIVERY.name()),
    (DELIVERIES_OF_LETTER.letter(), DELIVERIES_OF_LETTER.name()),
    (APART.letter(), APART.name()),
    (PROMISES_OF.letter(), PROMISES_OF.name()),
    (PAID.letter(), PAID.name()),
    (WORK_OF.letter(), WORK_OF.name()),
    (WORK_BY.letter(), WORK_BY.name()),
    (CALLBACKS_AT.letter(), CALLBACKS_AT.name()),
    (PROMISES_BY.letter(), PROMISES_BY.name()),
    (DISPUTES_BY.letter(), DISPUTES_BY.name()),
    (CALLED_ON.letter(), CALLED_ON.name()),
    (CALLING_HOURS.letter(), CALLING_HOURS.name()),
];
