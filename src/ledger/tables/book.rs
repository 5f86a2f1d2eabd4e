//! The tables of the book itself, its accounts, and what is added up of them; and the ids that other tables share.
//! May use: domain, journal.

use serde::{Deserialize, Serialize};

use crate::domain::event::BookOpened;
use crate::domain::pricing::Prices;
use crate::domain::tax::TaxGroup;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Money};
use crate::journal::{Checkpoint, Pos};

use crate::ledger::table::{Key, tables};
use crate::store::rows::RowKey;

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

tables! {
    /// The last entry that was posted, written in one batch with the rows of that entry. Later versions of
    /// this program rely on it, too, so its row keeps its form in all of them.
    CHECKPOINT: () => Checkpoint = b'H', "checkpoint";

    /// The book's details as JSON: a few fields, read once.
    BOOK: () => BookRow = b'B', "book";

    /// Entries by command id, kept for ever: they make it safe to send a command again.
    SEEN: [u8; 16] => SeenRow = b'S', "seen";

    /// The last number given, by kind (`CN`, `INV`, `A`) and year (0 if the numbers have no year).
    COUNTERS: (u16, String) => u64 = b'N', "counters";

    /// The book's invoice series: those defined, and those used before there were definitions.
    SERIES: String => SeriesRow = b'D', "series";

    /// Accounts by folded code.
    CODES: String => AccountId = b'C', "codes";

    /// For codes and numbers in older entries that contain invisible characters: the key in a table, by that
    /// table's letter and the visible text, folded.
    SHOWN_AS: (u8, String) => String = b'=', "names as they show";

    /// Accounts.
    ACCOUNTS: AccountId => AccountRow = b'A', "accounts";

    /// The places of the entries that hold a customer's details, by number. Kept for ever, because documents
    /// refer to them.
    RECORDS: u64 => RecordRow = b'P', "customer records";

    /// The private records about an account, by entry: they are erased with the person.
    PRIVATES: (AccountId, u64) => PrivateRow = b'm', "private records";

    /// Entries whose private records are erased, or hidden until they can be erased.
    ERASED: u64 => ErasedRow = b'Q', "erased records";

    /// Entries whose private records are damaged or missing: the rest of them is still read.
    UNREADABLE: u64 => () = b'u', "unreadable records";

    /// A customer's current details as JSON; removed when the customer is erased.
    DETAILS: AccountId => String = b'E', "customer details";

    /// Holds and releases of an account, by entry; never changed once posted.
    HOLDS: (AccountId, u64) => HoldRow = b'K', "holds";

    /// Accounts that were merged into another, with the entry that merged them.
    MERGED: AccountId => MergerRow = b'J', "merged accounts";

    /// The reverse: the accounts that were merged into an account, with the entries.
    MERGED_FROM: (AccountId, AccountId) => MergerRow = b'j', "accounts merged";

    /// An account's totals, which change with every posting.
    TOTALS: AccountId => TotalsRow = b'T', "totals";

    /// The same for all accounts of a currency: the control account.
    CONTROL: Currency => ControlRow = b'X', "control";

    /// Items by folded number.
    NUMBERS: String => ItemId = b'#', "numbers";

    /// The tax groups of an invoice or a credit note, and what credit notes took from each.
    TAXES: ItemId => TaxRow = b'V', "taxes";
}

/// A series of invoices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// The kind of its documents.
    pub description: Option<String>,
    /// The entry that defined it or first used it.
    pub seq: u64,
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
