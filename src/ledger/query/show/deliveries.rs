//! Deliveries, each with its address and the last answer. Erased texts are absent, and so are addresses
//! and answers for those who may not see notes.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::{DeliveryState, DeliveryWay, StatementSpan};
use crate::domain::event::CaseText;
use crate::domain::{Code, Day, Event, Moment, Number};
use crate::ledger::deliveries;
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, DeliveryRow, ITEMS, ItemId, LETTER_OF_DELIVERY, LETTERS, OUTBOX, PLAN_OF_DELIVERY,
    PLANS,
};
use crate::store::rows::LedgerError;

use crate::ledger::query::told::told;

/// A delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownDelivery {
    /// Its number.
    pub delivery: Number,
    /// The document; if none, it is a statement.
    pub document: Option<Number>,
    /// The period of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementSpan>,
    /// The customer.
    pub customer: Code,
    /// The way it is delivered.
    pub by: DeliveryWay,
    /// The address, or the person who takes it.
    pub to: Option<String>,
    /// Whether the customer's details changed since it was queued, and that address is none of theirs and
    /// their contacts' now. It does not go out while that is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub address_removed: bool,
    /// The state.
    pub state: DeliveryState,
    /// The number of attempts.
    pub attempts: u16,
    /// The time of the last change.
    pub at: Moment,
    /// The server's last answer, or the error.
    pub answer: Option<String>,
    /// A person's last note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day on which it was queued.
    pub date: Day,
    /// The day on which it went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Day>,
    /// The earliest time of the next automatic attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Moment>,
    /// The start of an attempt that may be under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<Moment>,
    /// The Message-ID of an e-mail, from its first attempt on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The user who queued it.
    pub user: String,
    /// The entry that queued it.
    pub entry: u64,
}

fn text_of(mut event: Event) -> CaseText {
    event.text().and_then(Option::take).unwrap_or_default()
}

/// A delivery in full.
pub fn delivery(view: &View, id: ItemId) -> Result<ShownDelivery, LedgerError> {
    delivery_of(view, id, OUTBOX.need(view.rows, &id)?)
}

/// The same for a delivery whose row was read.
pub(in crate::ledger::query) fn delivery_of(
    view: &View,
    id: ItemId,
    row: DeliveryRow,
) -> Result<ShownDelivery, LedgerError> {
    let (queued, event) = told(view, id.seq, id.place, row.at)?;
    let to = text_of(event).contact;
    let account = ACCOUNTS.need(view.rows, &row.account)?;
    // An address that was never the customer's stays as it was given until their details change.
    let may_be_removed = row.by == DeliveryWay::Email && row.state.waits() && account.seq > id.seq;
    let address_removed = match &to {
        Some(to) if may_be_removed => !view.details(row.account)?.has_address(to),
        _ => false,
    };
    let (seq, place, at) = row.last;
    let (last, event) = told(view, seq, place, at)?;
    let said = text_of(event);
    let statement = row.span();
    let document = if let Some(document) = row.document {
        Some(ITEMS.need(view.rows, &document)?.number)
    } else if let Some(plan) = PLAN_OF_DELIVERY.get(view.rows, &id)? {
        Some(PLANS.need(view.rows, &plan)?.number)
    } else {
        let letter = LETTER_OF_DELIVERY.get(view.rows, &id)?;
        let letter = letter.map(|letter| LETTERS.need(view.rows, &letter)).transpose()?;
        letter.map(|letter| letter.number)
    };
    Ok(ShownDelivery {
        delivery: row.number,
        document,
        statement,
        customer: account.code,
        by: row.by,
        to,
        address_removed,
        state: row.state,
        attempts: row.attempts,
        at: last.at,
        answer: said.outcome,
        note: said.note,
        date: row.date,
        sent: row.sent,
        next: row.next,
        begun: row.begun,
        message_id: row.message_id,
        user: queued.by,
        entry: id.seq,
    })
}

/// The deliveries of a document, in the order of recording.
pub(super) fn deliveries_of(
    view: &View,
    document: ItemId,
) -> Result<Vec<ShownDelivery>, LedgerError> {
    let all = deliveries::of_document(view.rows, document)?.into_iter();
    all.map(|(id, row)| delivery_of(view, id, row)).collect()
}
