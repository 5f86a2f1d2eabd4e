//! Finds deliveries: by number, by document, and the last statement that was sent. May use: the rest of
//! the ledger, domain.

use crate::domain::delivery::{DeliveryState, StatementSpan};
use crate::domain::{Day, Number};
use crate::store::rows::{LedgerError, Rows};

use super::cases;
use super::tables::{
    AccountId, CaseKind, DELIVERIES, DELIVERIES_OF_PLAN, DeliveryRow, ItemId, OUTBOX, OUTBOX_ON,
    STATEMENTS_OF,
};

/// The delivery with this number, in upper or lower case.
pub fn delivery(
    rows: &dyn Rows,
    number: &Number,
) -> Result<Option<(ItemId, DeliveryRow)>, LedgerError> {
    let Some(id) = cases::case(rows, CaseKind::Delivery, number)? else { return Ok(None) };
    Ok(Some((id, OUTBOX.need(rows, &id)?)))
}

/// The deliveries of a document, in the order of recording.
pub fn of_document(
    rows: &dyn Rows,
    document: ItemId,
) -> Result<Vec<(ItemId, DeliveryRow)>, LedgerError> {
    let ids = OUTBOX_ON.scan(rows, &document).map(|row| Ok(row?.0.1));
    ids.map(|id: Result<ItemId, LedgerError>| {
        let id = id?;
        Ok((id, OUTBOX.need(rows, &id)?))
    })
    .collect()
}

/// Whether a document reached its customer.
pub fn is_delivered(rows: &dyn Rows, document: ItemId) -> Result<bool, LedgerError> {
    if DELIVERIES.scan(rows, &document).next().transpose()?.is_some() {
        return Ok(true);
    }
    let all = of_document(rows, document)?;
    Ok(all.iter().any(|(_, row)| row.state == DeliveryState::Sent))
}

/// How many of an account's statements are searched for the last one that was sent.
const LOOKED_THROUGH: usize = 200;

/// The deliveries of an account's statements, the latest first.
pub fn statements(
    rows: &dyn Rows,
    account: AccountId,
) -> Result<Vec<(ItemId, DeliveryRow)>, LedgerError> {
    let newest = STATEMENTS_OF.newest(rows, &account).take(LOOKED_THROUGH);
    newest
        .map(|row| {
            let ((_, id), ()) = row?;
            Ok((id, OUTBOX.need(rows, &id)?))
        })
        .collect()
}

/// The period of the last statement that was sent to an account and ends before `to`.
pub fn last_statement(
    rows: &dyn Rows,
    account: AccountId,
    to: Day,
    known_at: u64,
) -> Result<Option<StatementSpan>, LedgerError> {
    let mut last: Option<StatementSpan> = None;
    for (id, row) in statements(rows, account)? {
        let is_sent = row.state == DeliveryState::Sent && id.seq <= known_at;
        if let (Some(span), true) = (row.span(), is_sent)
            && span.to < to
            && last.is_none_or(|last| last.to < span.to)
        {
            last = Some(span);
        }
    }
    Ok(last)
}

/// The deliveries of a payment plan, in the order of recording.
pub fn of_plan(rows: &dyn Rows, plan: ItemId) -> Result<Vec<(ItemId, DeliveryRow)>, LedgerError> {
    let found = DELIVERIES_OF_PLAN.scan(rows, &plan).map(|found| {
        let ((_, id), ()) = found?;
        Ok((id, OUTBOX.need(rows, &id)?))
    });
    found.collect()
}
