//! Items (invoices, credit notes, payments and their like), what is left of each, and what changed
//! that. May use: the rest of the tables, domain, journal.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::{EarlyPayment, GivenUp};
use crate::domain::{Currency, Day, Money, Number, Plain};
use crate::journal::Pos;
use crate::ledger::table::{Key, Table};
use crate::store::rows::RowKey;

use super::{AccountId, ItemId};

/// Items; never changed once posted, but for the day since which a refund is owed.
pub const ITEMS: Table<ItemId, ItemRow> = Table::new(b'I', "items");

/// Items by account, in the order of recording.
pub const BY_ACCOUNT: Table<(AccountId, ItemId), ()> = Table::new(b'a', "items by account");

/// What is left of each item that is not used up, by account, side and due date.
pub const OPEN: Table<(AccountId, Side, Day, ItemId), OpenRow> = Table::new(b'O', "open items");

/// What the open items of an account come to, by side and due date: kept for as long as any is open.
pub const OPEN_BY_DUE: Table<(AccountId, Side, Day), DueRow> =
    Table::new(b'1', "open items by due date");

/// Open items that were ever disputed, by account.
pub const OPEN_DISPUTED: Table<(AccountId, ItemId), ()> = Table::new(b'2', "open disputed items");

/// The items of an account by the days on which they were made or changed, and the entry that says
/// so. A change that came in one entry with an item of that account and that day has no row of its
/// own: that item's moves name it.
pub const CHANGED_ON: Table<(AccountId, Day, ItemId, u64), ()> =
    Table::new(b'3', "items by day of change");

/// The items of an account by the entries that changed them. A change that came in one entry with
/// an item of that account has no row of its own: that item's moves name it.
pub const CHANGED_IN: Table<(AccountId, u64, ItemId), ()> =
    Table::new(b'4', "items by entry of change");

/// What changed an item's outstanding amount, by item and entry; never changed once posted.
pub const MOVES: Table<(ItemId, u64, u16), MoveRow> = Table::new(b'M', "moves");

/// Allocations by number.
pub const ALLOCATIONS: Table<u64, AllocationRow> = Table::new(b'L', "allocations");

/// Write-offs by the payment they belong to: discounts taken with it, and cash rounding.
pub const TAKEN_WITH: Table<(ItemId, ItemId), ()> = Table::new(b'W', "write-offs by payment");

/// The invoice that a credit note credits.
pub const ORIGINALS: Table<ItemId, ItemId> = Table::new(b'R', "originals of credit notes");

/// Which way an item counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Side {
    /// What the customer owes: invoices.
    Debit,
    /// What the customer has in hand: payments, credit notes.
    Credit,
}

impl Key for Side {
    fn write(&self, out: &mut RowKey) {
        out.push(match self {
            Side::Debit => 0,
            Side::Credit => 1,
        });
    }
    fn read(bytes: &mut &[u8]) -> Option<Side> {
        match u8::read(bytes)? {
            0 => Some(Side::Debit),
            1 => Some(Side::Credit),
            _ => None,
        }
    }
}

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ItemKind {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// Money received.
    Payment,
    /// Money paid back.
    Refund,
    /// An amount given up.
    WriteOff,
    /// An amount taken on top of a payment in cash.
    OnTop,
}

impl ItemKind {
    /// Which way it counts.
    pub fn side(self) -> Side {
        match self {
            ItemKind::Invoice | ItemKind::Refund | ItemKind::OnTop => Side::Debit,
            ItemKind::CreditNote | ItemKind::Payment | ItemKind::WriteOff => Side::Credit,
        }
    }

    /// Whether it is owed only where what settled it was taken back, and since then.
    pub fn is_owed_since_taken_back(self) -> bool {
        match self {
            ItemKind::Refund | ItemKind::OnTop => true,
            ItemKind::Invoice | ItemKind::CreditNote | ItemKind::Payment | ItemKind::WriteOff => {
                false
            }
        }
    }

    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            ItemKind::Invoice => "invoice",
            ItemKind::CreditNote => "credit_note",
            ItemKind::Payment => "payment",
            ItemKind::Refund => "refund",
            ItemKind::WriteOff | ItemKind::OnTop => "write_off",
        }
    }
}

/// An item: a document that money is owed or held by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemRow {
    /// What it is.
    pub kind: ItemKind,
    /// Its number.
    pub number: Number,
    /// Whose it is.
    pub account: AccountId,
    /// Its date.
    pub date: Day,
    /// When it is due; a payment's and a credit note's is its date. A refund is owed since the last day on
    /// which a payment behind it was returned, all that is posted counted.
    pub due: Day,
    /// Its amount, never negative.
    pub amount: Money,
    /// Its currency.
    pub currency: Currency,
    /// Book units for one foreign unit, if the currency is not the book's.
    pub rate: Option<Plain>,
    /// How the money came, for a payment.
    pub method: Option<Method>,
    /// What paying it early takes off, for an invoice.
    pub early_payment: Option<EarlyPayment>,
    /// Why it was given up, for a write-off.
    pub given_up: Option<GivenUp>,
    /// Where the entry stands that holds the document.
    pub pos: Pos,
}

impl ItemRow {
    /// Whether it is a certificate of tax withheld: no money, though it settles as a payment does.
    pub fn is_certificate(&self) -> bool {
        self.kind == ItemKind::Payment && self.method == Some(Method::Withholding)
    }
}

/// What is left of an item, with what a balance shows of it: the items of an account stand far from
/// each other, what is open on it side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenRow {
    /// What is left, never negative. The first field: sums read no further.
    pub left: Money,
    /// What it is.
    pub kind: ItemKind,
    /// Its number.
    pub number: Number,
    /// Its date.
    pub date: Day,
    /// Its amount, never negative.
    pub amount: Money,
    /// The customer's reference on it, or the payer's.
    pub reference: Option<String>,
    /// Whether it was ever disputed; if not, disputes are not looked for.
    pub is_disputed: bool,
    /// Whether a part of it may not be chased, or it is owed since another day: it is in
    /// [`APART`](super::APART).
    pub is_apart: bool,
}

impl OpenRow {
    /// Whether what is left of such an item can't be told from this row alone, ever.
    pub fn is_never_whole(kind: ItemKind) -> bool {
        matches!(kind, ItemKind::Refund | ItemKind::OnTop)
    }

    /// Of an item of which so much is left, that has no reference, was never disputed or promised, and is in no
    /// plan.
    pub fn of(item: &ItemRow, left: Money) -> OpenRow {
        let (kind, number, date) = (item.kind, item.number.clone(), item.date);
        let (reference, is_disputed, amount) = (None, false, item.amount);
        let is_apart = OpenRow::is_never_whole(kind);
        OpenRow { left, kind, number, date, amount, reference, is_disputed, is_apart }
    }
}

/// What the items come to that are open on one side of an account and due on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    /// What is left of them.
    pub left: Money,
    /// How many they are; at least one.
    pub count: u32,
    /// Whether their numbers are in the order of their ids, so that they can be read one by one.
    pub in_order: bool,
}

/// Why an item's outstanding amount changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MoveKind {
    /// An allocation was made.
    Allocated,
    /// An allocation was reversed.
    Reversed,
    /// The item was voided.
    Voided,
    /// The payment bounced.
    Bounced,
    /// The write-off or the certificate was taken back; negative, it counts again.
    TakenBack,
    /// The payment, refund or credit note had been entered by mistake.
    Corrected,
}

/// A change of an item's outstanding amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoveRow {
    /// Why.
    pub kind: MoveKind,
    /// From when on.
    pub date: Day,
    /// How much the outstanding amount goes down; negative, up.
    pub amount: Money,
    /// The item on the other side.
    pub other: Option<ItemId>,
    /// The allocation, 0 where it is none.
    pub allocation: u64,
}

/// An allocation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AllocationRow {
    /// The payment or the credit note.
    pub from: ItemId,
    /// The invoice.
    pub to: ItemId,
    /// How much.
    pub amount: Money,
    /// From when on.
    pub date: Day,
    /// Gain realised by it, in the book's currency.
    pub gain: Option<Money>,
    /// The day of its reversal and the entry that made it.
    pub reversed: Option<(Day, u64)>,
}
