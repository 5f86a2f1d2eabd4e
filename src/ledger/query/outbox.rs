//! The outbox: deliveries in any state, a page at a time, in the order in which they were queued. May
//! use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::DeliveryState;
use crate::domain::{Code, Day, Number};
use crate::ledger::deliveries;
use crate::ledger::tables::{
    ACCOUNTS, DELIVERIES, DatedKind, DeliveryRow, ISSUED, ITEMS, ItemId, OUTBOX, OUTBOX_BY_STATE,
};
use crate::store::rows::{LedgerError, Stop};

use super::page::{PAGE, Page, each, page};
use super::show::{ShownDelivery, delivery};
use super::{Needs, Question, View};

/// Asks for a page of deliveries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OutboxAfter {
    /// The state; if absent, any.
    pub state: Option<DeliveryState>,
    /// The delivery after which the page begins; if absent, the first page.
    pub after: Option<ItemId>,
}

impl Question for OutboxAfter {
    const NAME: &'static str = "outbox";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<ShownDelivery, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let from = self.after.map_or(ItemId { seq: 0, place: 0 }, ItemId::next);
        let end = ItemId { seq: u64::MAX, place: u16::MAX };
        let keys: Result<Vec<(ItemId, ())>, LedgerError> = if let Some(state) = self.state {
            let ends = ((state, from), (state, end));
            let found = OUTBOX_BY_STATE.between(view.rows, &ends.0, &ends.1).take(PAGE);
            found.map(|row| row.map(|((_, id), ())| (id, ()))).collect()
        } else {
            let found = OUTBOX.between(view.rows, &from, &end).take(PAGE);
            found.map(|row| row.map(|(id, _)| (id, ()))).collect()
        };
        page(view, &keys?, each(|view, id: &ItemId, ()| Ok(delivery(view, *id)?)))
    }
}

/// Asks for the number of deliveries by state.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OutboxCounts {}

/// The deliveries that still need someone to act, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxWaiting {
    /// Waiting to be sent.
    pub queued: u64,
    /// Failed.
    pub failed: u64,
    /// Unsure: they may have gone out.
    pub unsure: u64,
}

impl Question for OutboxCounts {
    const NAME: &'static str = "outbox_counts";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = OutboxWaiting;

    fn answer(&self, view: &View) -> Result<OutboxWaiting, Stop> {
        let count = |state: DeliveryState| {
            OUTBOX_BY_STATE.scan(view.rows, &state).try_fold(0, |count, row| row.map(|_| count + 1))
        };
        Ok(OutboxWaiting {
            queued: count(DeliveryState::Queued)?,
            failed: count(DeliveryState::Failed)?,
            unsure: count(DeliveryState::Unsure)?,
        })
    }
}

/// Asks for the invoices of a period that were neither sent nor queued.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Undelivered {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Question for Undelivered {
    const NAME: &'static str = "undelivered";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    /// Each invoice with its customer, by date.
    type Answer = Vec<(Number, Code)>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let end = self.to.plus(1).unwrap_or(Day::LAST);
        let days = ((DatedKind::Invoice, self.from), (DatedKind::Invoice, end));
        let mut found = Vec::new();
        for row in ISSUED.between(view.rows, &days.0, &days.1) {
            let ((_, _, id), ()) = row?;
            let all = deliveries::of_document(view.rows, id)?;
            let is_cancelled = |row: &DeliveryRow| row.state == DeliveryState::Cancelled;
            if DELIVERIES.scan(view.rows, &id).next().is_none()
                && all.iter().all(|(_, row)| is_cancelled(row))
            {
                let row = ITEMS.need(view.rows, &id)?;
                found.push((row.number, ACCOUNTS.need(view.rows, &row.account)?.code));
            }
        }
        Ok(found)
    }
}
