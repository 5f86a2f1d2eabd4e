//! Items (invoices, credit notes, payments and the like), the open amount of each, and what changed
//! that. May use: the rest of the tables, domain, journal.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::{EarlyPayment, GivenUp};
use crate::domain::{Currency, Day, Money, Number, Plain};
use crate::journal::Pos;
use crate::ledger::table::{Key, tables};
use crate::store::rows::RowKey;

use super::{AccountId, ItemId};

tables! {
    /// Items. They never change once posted, except for the day since which a refund is owed.
    ITEMS: ItemId => ItemRow = b'I', "items";

    /// Items by account, in the order of recording.
    BY_ACCOUNT: (AccountId, ItemId) => () = b'a', "items by account";

    /// Open items with their open amounts, by account, side and due date.
    OPEN: (AccountId, Side, Day, ItemId) => OpenRow = b'O', "open items";

    /// The sum of an account's open items, by side and due date; removed with the last of them.
    OPEN_BY_DUE: (AccountId, Side, Day) => DueRow = b'1', "open items by due date";

    /// Open items that were ever disputed, by account.
    OPEN_DISPUTED: (AccountId, ItemId) => () = b'2', "open disputed items";

    /// The items of an account by the days on which they were made or changed, and by entry. A change made
    /// by the same entry, on the same day, as an item of that account has no row of its own: that item's
    /// moves name the changed item.
    CHANGED_ON: (AccountId, Day, ItemId, u64) => () = b'3', "items by day of change";

    /// The items of an account by the entries that changed them. A change made by the same entry as an item
    /// of that account has no row of its own: that item's moves name the changed item.
    CHANGED_IN: (AccountId, u64, ItemId) => () = b'4', "items by entry of change";

    /// Changes of an item's open amount, by item and entry; never changed once posted.
    MOVES: (ItemId, u64, u16) => MoveRow = b'M', "moves";

    /// Allocations by number.
    ALLOCATIONS: u64 => AllocationRow = b'L', "allocations";

    /// Write-offs by the payment that they belong to: discounts taken with it, and cash rounding.
    TAKEN_WITH: (ItemId, ItemId) => () = b'W', "write-offs by payment";

    /// The invoice that a credit note corrects.
    ORIGINALS: ItemId => ItemId = b'R', "originals of credit notes";

    /// Documents numbered by the book and not voided, by date.
    ISSUED: (DatedKind, Day, ItemId) => () = b'n', "documents by date";
}

/// The side of an account that an item counts on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Side {
    /// Debit: invoices.
    Debit,
    /// Credit: payments, credit notes.
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

/// The kinds of items.
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
    /// An amount collected on top of a cash payment that was rounded up.
    OnTop,
}

impl ItemKind {
    /// The side that it counts on.
    pub fn side(self) -> Side {
        match self {
            ItemKind::Invoice | ItemKind::Refund | ItemKind::OnTop => Side::Debit,
            ItemKind::CreditNote | ItemKind::Payment | ItemKind::WriteOff => Side::Credit,
        }
    }

    /// Whether it is owed only if the payment that settled it was taken back, and only from that day.
    pub fn is_owed_since_taken_back(self) -> bool {
        match self {
            ItemKind::Refund | ItemKind::OnTop => true,
            ItemKind::Invoice | ItemKind::CreditNote | ItemKind::Payment | ItemKind::WriteOff => {
                false
            }
        }
    }

    /// The word for it in JSON.
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

/// An item: a document by which money is owed or held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemRow {
    /// Its kind.
    pub kind: ItemKind,
    /// Its number.
    pub number: Number,
    /// Its account.
    pub account: AccountId,
    /// Its date.
    pub date: Day,
    /// Its due date; that of a payment or a credit note is its date. A refund is due on the day on which the
    /// payment it came from was taken back, counting everything posted.
    pub due: Day,
    /// Its amount, never negative.
    pub amount: Money,
    /// Its currency.
    pub currency: Currency,
    /// The exchange rate, in book units per foreign unit; `None` in the book's own currency.
    pub rate: Option<Plain>,
    /// The method of a payment.
    pub method: Option<Method>,
    /// The early-payment discount of an invoice.
    pub early_payment: Option<EarlyPayment>,
    /// The reason for a write-off.
    pub given_up: Option<GivenUp>,
    /// The place of the entry that holds the document.
    pub pos: Pos,
}

impl ItemRow {
    /// Whether it is a certificate of tax withheld: it settles like a payment, but is not money.
    pub fn is_certificate(&self) -> bool {
        self.kind == ItemKind::Payment && self.method == Some(Method::Withholding)
    }
}

/// The open amount of an item, with what a balance shows of the item. An account's items are far apart
/// in the store, but its open items are side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenRow {
    /// The open amount, never negative. It is the first field, because sums read nothing else.
    pub left: Money,
    /// Its kind.
    pub kind: ItemKind,
    /// Its number.
    pub number: Number,
    /// Its date.
    pub date: Day,
    /// Its amount, never negative.
    pub amount: Money,
    /// The customer's reference on it, or the payer's.
    pub reference: Option<String>,
    /// Its early-payment discount, if its terms give one. A part that is settled in any way changes it.
    pub early: Option<EarlyPayment>,
    /// Whether it was ever disputed; if not, disputes are not looked for.
    pub is_disputed: bool,
    /// Whether part of it may not be chased, or it is owed since another day: it is then in
    /// [`APART`](super::APART).
    pub is_apart: bool,
}

impl OpenRow {
    /// Its early-payment discount while nothing of it is settled.
    pub fn early_in_full(&self) -> Option<EarlyPayment> {
        self.early.filter(|_| self.left == self.amount)
    }

    /// Whether an item of this kind always needs more than this row to be judged.
    pub fn is_never_whole(kind: ItemKind) -> bool {
        matches!(kind, ItemKind::Refund | ItemKind::OnTop)
    }

    /// A row for an item with this open amount, without a reference, and never disputed, promised or in
    /// a plan.
    pub fn of(item: &ItemRow, left: Money) -> OpenRow {
        let (kind, number, date) = (item.kind, item.number.clone(), item.date);
        let (reference, is_disputed, amount) = (None, false, item.amount);
        let is_apart = OpenRow::is_never_whole(kind);
        let early = item.early_payment;
        OpenRow { left, kind, number, date, amount, reference, early, is_disputed, is_apart }
    }
}

/// The sum of the open items on one side of an account that are due on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    /// The sum of their open amounts.
    pub left: Money,
    /// Their number, at least one.
    pub count: u32,
    /// Whether the order of their ids is also that of their numbers, so that they can be read one by
    /// one.
    pub in_order: bool,
}

/// Why an item's open amount changed.
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
    /// The write-off or the certificate was taken back; if the amount is negative, it counts again.
    TakenBack,
    /// The payment, refund or credit note had been entered by mistake.
    Corrected,
}

/// A change of an item's open amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoveRow {
    /// The reason.
    pub kind: MoveKind,
    /// The day from which it holds.
    pub date: Day,
    /// The decrease of the open amount; negative for an increase.
    pub amount: Money,
    /// The item on the other side.
    pub other: Option<ItemId>,
    /// The allocation; 0 if there is none.
    pub allocation: u64,
}

impl MoveRow {
    /// Whether it is one of these allocations, or the reversal of one.
    pub fn is_of(&self, allocations: &[u64]) -> bool {
        let is_allocation = matches!(self.kind, MoveKind::Allocated | MoveKind::Reversed);
        is_allocation && allocations.contains(&self.allocation)
    }
}

/// An allocation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AllocationRow {
    /// The payment or credit note.
    pub from: ItemId,
    /// The invoice.
    pub to: ItemId,
    /// The amount.
    pub amount: Money,
    /// The day from which it holds.
    pub date: Day,
    /// The exchange gain realised by it, in the book's currency.
    pub gain: Option<Money>,
    /// The day and the entry that reversed it.
    pub reversed: Option<(Day, u64)>,
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
