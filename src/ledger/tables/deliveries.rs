//! The tables of the outbox. A delivery's row holds its state; addresses and answers are read from the
//! journal.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::{DeliveryState, DeliveryWay, StatementSpan, StatementStyle};
use crate::domain::{Day, Moment, Number};
use crate::ledger::table::{Key, tables};
use crate::store::rows::RowKey;

use super::{AccountId, ItemId, Place};

tables! {
    /// Deliveries, by the event that queued each.
    OUTBOX: ItemId => DeliveryRow = b'6', "outbox";

    /// Deliveries by state, in the order of recording.
    OUTBOX_BY_STATE: (DeliveryState, ItemId) => () = b'7', "outbox by state";

    /// Deliveries by document.
    OUTBOX_ON: (ItemId, ItemId) => () = b'8', "outbox by document";

    /// Deliveries of statements by account.
    STATEMENTS_OF: (AccountId, ItemId) => () = b'9', "statements delivered";
}

impl Key for DeliveryState {
    fn write(&self, out: &mut RowKey) {
        let place = DeliveryState::ALL.iter().position(|state| state == self);
        out.push(place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX));
    }
    fn read(bytes: &mut &[u8]) -> Option<DeliveryState> {
        DeliveryState::ALL.get(usize::from(u8::read(bytes)?)).copied()
    }
}

/// The period of a statement in a form that bincode can store: with a place for each field, whether
/// given or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanRow {
    from: Day,
    to: Day,
    style: StatementStyle,
    known_at: u64,
    since: Option<u64>,
}

impl From<StatementSpan> for SpanRow {
    fn from(span: StatementSpan) -> SpanRow {
        let StatementSpan { from, to, style, known_at, since } = span;
        SpanRow { from, to, style, known_at, since }
    }
}

impl From<SpanRow> for StatementSpan {
    fn from(row: SpanRow) -> StatementSpan {
        let SpanRow { from, to, style, known_at, since } = row;
        StatementSpan { from, to, style, known_at, since }
    }
}

impl DeliveryRow {
    /// The period of the statement; `None` for a document.
    pub fn span(&self) -> Option<StatementSpan> {
        self.statement.map(StatementSpan::from)
    }
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// Its number.
    pub number: Number,
    /// The account that it goes to.
    pub account: AccountId,
    /// The document; `None` for a statement.
    pub document: Option<ItemId>,
    /// The period of the statement.
    pub statement: Option<SpanRow>,
    /// When it was queued.
    pub date: Day,
    /// The way in which it is delivered.
    pub by: DeliveryWay,
    /// Its state.
    pub state: DeliveryState,
    /// The number of attempts.
    pub attempts: u16,
    /// The attempts since a person last asked for one.
    pub tries: u16,
    /// The start of an attempt that has no outcome yet.
    pub begun: Option<Moment>,
    /// The earliest time of the next attempt.
    pub next: Option<Moment>,
    /// The Message-ID of an e-mail, from its first attempt on.
    pub message_id: Option<String>,
    /// The day it went out, if it did.
    pub sent: Option<Day>,
    /// The place of the event that queued it.
    pub at: Place,
    /// The event that last changed it: its entry, its place in the entry, and the place of the entry.
    pub last: (u64, u16, Place),
}
