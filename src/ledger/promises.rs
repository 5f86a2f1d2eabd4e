//! How promises to pay stand at a moment: judged by the dates of the money. Nothing of that is kept.
//! May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};

use super::cases::steps;
use super::changed::{self, ChangedItem};
use super::item::{self, When};
use super::merged;
use super::tables::{
    AccountId, ITEMS, ItemId, ItemKind, OPEN, PROMISES, PROMISES_OF, PROMISES_ON, PromiseMoney,
    PromiseRow, PromisedRow, Side, TOTALS,
};
use crate::store::rows::{LedgerError, Rows};

/// Where a promise stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseState {
    /// There is time left, or money that came in time and would keep it waits to be allocated.
    Open,
    /// The money came in time.
    Kept,
    /// Some of it did, allocated or not.
    PartKept,
    /// None of it did.
    Broken,
    /// It is out of force, or nothing is owed any more that could be paid.
    Withdrawn,
}

impl PromiseState {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            PromiseState::Open => "open",
            PromiseState::Kept => "kept",
            PromiseState::PartKept => "part_kept",
            PromiseState::Broken => "broken",
            PromiseState::Withdrawn => "withdrawn",
        }
    }
}

/// A promise as it is judged at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Where it stands.
    pub state: PromiseState,
    /// What was paid on it in time, at most what was promised.
    pub paid: Money,
    /// What is still to come for it to be kept.
    pub missing: Money,
    /// What came in time and waits on the account to be allocated, once the last day is over; at most
    /// what is missing.
    pub on_account: Money,
}

impl Judged {
    /// What came in time, allocated or waiting.
    pub fn came(&self) -> Money {
        self.paid.plus(self.on_account).unwrap_or(self.paid)
    }

    /// What did not come in time in any way.
    pub fn still_missing(&self) -> Money {
        self.missing.minus(self.on_account).unwrap_or(self.missing)
    }
}

/// Judges a promise by the dates of the money, not of its allocation: kept as soon as all of it
/// came, broken or kept in part from the day after its date and tolerance. What was credited or written
/// off by then need not be paid; what was paid before the promise was made is no part of it, even if it
/// comes back.
///
/// Money that came in time and waits on the account counts, after the last day, as if it were allocated
/// to the invoice now, as far as that is owed: to the earlier instalments first. Where it would keep the
/// promise, that stays open and asks for the allocation, whenever it came. Where it covers a part, the
/// promise is kept in part and still asks for it, but only for what was recorded since the promise was
/// made: what lay there before is no answer to it. So allocating never makes a promise worse.
pub fn judge(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<Judged, LedgerError> {
    if let Some(stands) = stands(rows, id, promise, when)? {
        return judge_money(rows, (id, promise.account, stands.last), stands.money, when, || {
            Ok(stands.left)
        });
    }
    let money = weigh(rows, id, promise, when)?;
    judge_money(rows, (id, promise.account, promise.last()), money, when, || {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        item::outstanding(rows, promise.invoice, &invoice, when)
    })
}

/// How a promise stands as it is posted, where nothing of it or of its invoice came after the moment.
fn stands(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<Option<PromisedRow>, LedgerError> {
    let Some(row) = PROMISES_OF.get(rows, &(promise.account, id))? else { return Ok(None) };
    Ok(counts_all_of(rows, &row, when)?.then_some(row))
}

fn counts_all_of(rows: &dyn Rows, row: &PromisedRow, when: When) -> Result<bool, LedgerError> {
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
    // What is paid goes to the earlier instalments first.
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

/// Judges a promise by where its money stands; what is left of the invoice is asked for where that matters.
fn judge_money(
    rows: &dyn Rows,
    (id, account, last): (ItemId, AccountId, Day),
    stands: PromiseMoney,
    when: When,
    open: impl FnOnce() -> Result<Money, LedgerError>,
) -> Result<Judged, LedgerError> {
    let PromiseMoney { is_withdrawn, paid, missing, missing_in_all } = stands;
    let zero = paid.zero();
    let mut judged = Judged { state: PromiseState::Open, paid, missing, on_account: zero };
    judged.state = match () {
        () if is_withdrawn => PromiseState::Withdrawn,
        () if missing.is_zero() => PromiseState::Kept,
        () if when.as_of <= last => PromiseState::Open,
        () => {
            let enough = missing_in_all.least(open()?);
            let waits = |since| waiting(rows, account, (since, last), when, enough);
            let all = waits(0)?;
            let is_enough = all.minor() >= missing_in_all.minor();
            let counted = if is_enough { all } else { waits(id.seq)? };
            let for_earlier = missing_in_all.minor() - missing.minor();
            let for_it = (counted.minor() - for_earlier).max(0);
            judged.on_account = Money::from_minor(for_it, zero.scale()).least(missing);
            match (is_enough, judged.came().is_positive()) {
                (true, _) => PromiseState::Open,
                (false, true) => PromiseState::PartKept,
                (false, false) => PromiseState::Broken,
            }
        }
    };
    Ok(judged)
}

/// What payments came to on the invoice since the promise was made, in minor units: what of it came in
/// time, whenever it was allocated, and what was allocated by the last day.
fn paid_since(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
    last: Day,
) -> Result<(i64, i64), LedgerError> {
    let by_then = When { as_of: when.as_of.min(last), ..when };
    // Of each payment, what went to the invoice since the promise: by now, and by the last day.
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

/// What the earlier instalments of the same promise come to, which were recorded in the same entry; those
/// that were withdrawn don't count.
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

/// A customer's record of keeping promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseRecord {
    /// How many were kept.
    pub kept: u32,
    /// How many were kept in part.
    pub part_kept: u32,
    /// How many were broken.
    pub broken: u32,
    /// What came in time for those that are open or kept in part, and waits on the account to be
    /// allocated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_allocate: Option<Money>,
}

impl PromiseRecord {
    /// How many were judged.
    pub fn judged(self) -> u32 {
        self.kept + self.part_kept + self.broken
    }

    fn add(&mut self, judged: &Judged) {
        if judged.on_account.is_positive() {
            // The same money may wait for several.
            let before = self.to_allocate.unwrap_or(judged.on_account);
            self.to_allocate = Some(before.most(judged.on_account));
        }
        match judged.state {
            PromiseState::Kept => self.kept += 1,
            PromiseState::PartKept => self.part_kept += 1,
            PromiseState::Broken => self.broken += 1,
            PromiseState::Open | PromiseState::Withdrawn => {}
        }
    }
}

/// How many promises of an account are looked at for its record, the newest first.
const LOOKED_AT: usize = 24;

/// A customer's record of keeping the latest promises, as far as they were made by a moment.
pub fn record(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<PromiseRecord, LedgerError> {
    let (mut record, mut promises) = (PromiseRecord::default(), 0);
    for member in merged::members(rows, merged::root(rows, account, when)?, when)? {
        for found in PROMISES_OF.newest(rows, &member.id) {
            let ((_, id), row) = found?;
            let judged = if counts_all_of(rows, &row, when)? {
                let place = (id, member.id, row.last);
                judge_money(rows, place, row.money, when, || Ok(row.left))?
            } else {
                let promise = PROMISES.need(rows, &id)?;
                if !when.counts(promise.date, id.seq) {
                    continue;
                }
                judge(rows, id, &promise, when)?
            };
            record.add(&judged);
            promises += 1;
            if promises >= LOOKED_AT {
                return Ok(record);
            }
        }
    }
    Ok(record)
}

/// Whether a promise is open at a moment: what [`judge`] says, without reading anything but the
/// invoice where nothing is left of that.
pub fn is_open(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<bool, LedgerError> {
    if when.as_of > promise.last() && when.counts_all(&TOTALS.need(rows, &promise.account)?) {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        if item::left(rows, promise.invoice, &invoice)?.is_zero() {
            // Its time is over, and there is nothing that money on account could be allocated to.
            return Ok(false);
        }
    }
    Ok(judge(rows, id, promise, when)?.state == PromiseState::Open)
}

/// What is left of the money that came to an account by a day and was recorded after an entry, looked for
/// until it is `enough`: no more is read than that, and what was made or changed since.
pub(super) fn waiting(
    rows: &dyn Rows,
    account: AccountId,
    (since, last): (u64, Day),
    when: When,
    enough: Money,
) -> Result<Money, LedgerError> {
    let mut sum = enough.zero();
    if !enough.is_positive() {
        return Ok(sum);
    }
    let root = merged::root(rows, account, when)?;
    for member in merged::members(rows, root, when)? {
        let left = money_of(rows, member.id, (since, last), when, enough)?;
        sum = sum.plus(left).ok_or(LedgerError::Beyond("an account"))?;
    }
    Ok(sum.least(enough))
}

/// What is left of an account's payments dated up to a day and recorded after an entry; no more of them
/// are read once it is `enough`.
fn money_of(
    rows: &dyn Rows,
    account: AccountId,
    (since, last): (u64, Day),
    when: When,
    enough: Money,
) -> Result<Money, LedgerError> {
    let mut sum = enough.zero();
    let changed = changed::since(rows, account, when)?;
    let payments = changed.iter().filter(|item| item.row.kind == ItemKind::Payment);
    for ChangedItem { id, row } in
        payments.filter(|item| item.row.date <= last && item.id.seq > since)
    {
        let left = item::outstanding(rows, *id, row, when)?;
        sum = sum.plus(left).ok_or(LedgerError::Beyond("an account"))?;
    }
    for found in OPEN.scan(rows, &(account, Side::Credit)) {
        let ((_, _, day, id), open) = found?;
        // A payment is due on its own day.
        if day > last || sum.minor() >= enough.minor() {
            break;
        }
        if open.kind == ItemKind::Payment && id.seq > since && !changed::is_among(&changed, id) {
            sum = sum.plus(open.left).ok_or(LedgerError::Beyond("an account"))?;
        }
    }
    Ok(sum)
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
