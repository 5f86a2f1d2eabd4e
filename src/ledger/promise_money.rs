//! Where the money of a promise stands, by the dates of the payments on its invoice: only what was allocated, without
//! what waits on the account. May use: the rest of the ledger, domain.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::{Day, Money};

use super::cases::steps;
use super::item::{self, When};
use super::tables::{
    ITEMS, ItemId, ItemKind, PROMISES, PROMISES_OF, PROMISES_ON, PromiseMoney, PromiseRow,
    PromisedRow, TOTALS,
};
use super::waiting::WaitingMoney;
use crate::store::rows::{LedgerError, Rows};

/// How a promise stands as it is posted, where nothing of it or of its invoice came after the moment.
pub(super) fn stands(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<Option<PromisedRow>, LedgerError> {
    let Some(row) = PROMISES_OF.get(rows, &(promise.account, id.backwards()))? else {
        return Ok(None);
    };
    Ok(counts_all_of(rows, &row, when)?.then_some(row))
}

pub(super) fn counts_all_of(
    rows: &dyn Rows,
    row: &PromisedRow,
    when: When,
) -> Result<bool, LedgerError> {
    Ok(row.until <= when.as_of
        && row.seq <= when.known_at
        && when.counts_all(&TOTALS.need(rows, &row.debtor)?))
}

/// Where the money of a promise stands at a moment: by its last day, once that is over.
pub(super) fn weigh(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<PromiseMoney, LedgerError> {
    let money = |minor: i64| Money::from_minor(minor.max(0), promise.amount.scale());
    let last = promise.last();
    let by_then = When { as_of: when.as_of.min(last), ..when };
    let (in_time, by_last) = paid_since(rows, id, promise, when, last)?;
    let invoice = ITEMS.need(rows, &promise.invoice)?;
    let open = item::outstanding(rows, promise.invoice, &invoice, by_then)?.minor();
    // Payments go to the earlier instalments first.
    let earlier = instalments_before(rows, id, promise, when)?;
    let needed_in_all = (earlier + promise.amount.minor()).min(open + by_last);
    let needed = needed_in_all - earlier;
    let in_time_for_it = (in_time - earlier).max(0);
    Ok(PromiseMoney {
        is_withdrawn: needed <= 0 || is_withdrawn(rows, id, when)?,
        paid: money(in_time_for_it).least(promise.amount),
        missing: money(needed - in_time_for_it),
        missing_in_all: money(needed_in_all - in_time),
    })
}

/// The payments on the invoice since the promise was made, in minor units: what came in time, whenever it
/// was allocated, and what was allocated by the last day.
fn paid_since(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
    last: Day,
) -> Result<(i64, i64), LedgerError> {
    let by_then = When { as_of: when.as_of.min(last), ..when };
    // For each payment, what went to the invoice since the promise: by now, and by the last day.
    let mut paid: BTreeMap<ItemId, [i64; 2]> = BTreeMap::new();
    for (seq, m) in item::moves(rows, promise.invoice)? {
        let Some(other) = m.other.filter(|_| seq > id.seq && when.counts(m.date, seq)) else {
            continue;
        };
        if ITEMS.need(rows, &other)?.kind == ItemKind::Payment {
            let [now, then] = paid.entry(other).or_default();
            *now += m.amount.minor();
            *then += if by_then.counts(m.date, seq) { m.amount.minor() } else { 0 };
        }
    }
    let (mut in_time, mut by_last) = (0, 0);
    for (payment, [now, then]) in paid {
        by_last += then.max(0);
        if ITEMS.need(rows, &payment)?.date <= last {
            in_time += now.max(0);
        }
    }
    Ok((in_time, by_last))
}

/// What was allocated to an invoice at a moment from payments that came after a day: the latest first.
pub(super) fn paid_late(
    rows: &dyn Rows,
    invoice: ItemId,
    last: Day,
    when: When,
) -> Result<Vec<WaitingMoney>, LedgerError> {
    let mut paid: BTreeMap<ItemId, i64> = BTreeMap::new();
    for (seq, m) in item::moves(rows, invoice)? {
        if let Some(payment) = m.other.filter(|_| when.counts(m.date, seq)) {
            *paid.entry(payment).or_default() += m.amount.minor();
        }
    }
    let mut late = Vec::new();
    for (id, left) in paid.into_iter().filter(|(_, left)| *left > 0) {
        let row = ITEMS.need(rows, &id)?;
        if row.kind == ItemKind::Payment && row.date > last {
            late.push(WaitingMoney { day: row.date, id, left });
        }
    }
    late.sort_unstable_by_key(|money| Reverse((money.day, money.id)));
    Ok(late)
}

/// The total of the earlier instalments of the same promise, recorded in the same entry, without those that
/// were withdrawn.
fn instalments_before(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<i64, LedgerError> {
    let mut sum = 0;
    if id.place == 0 {
        return Ok(sum);
    }
    for (other, row) in promises_on(rows, promise.invoice)? {
        if other.seq == id.seq && other.place < id.place && !is_withdrawn(rows, other, when)? {
            sum += row.amount.minor();
        }
    }
    Ok(sum)
}

fn is_withdrawn(rows: &dyn Rows, id: ItemId, when: When) -> Result<bool, LedgerError> {
    Ok(steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq)))
}

/// The promises on an invoice, in the order of recording.
pub fn promises_on(
    rows: &dyn Rows,
    invoice: ItemId,
) -> Result<Vec<(ItemId, PromiseRow)>, LedgerError> {
    let found = PROMISES_ON.scan(rows, &invoice).map(|found| {
        let ((_, id), ()) = found?;
        Ok((id, PROMISES.need(rows, &id)?))
    });
    found.collect()
}
