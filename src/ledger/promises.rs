//! The state of promises to pay at a moment, judged by the dates of the payments. It is worked out on every
//! read and never stored. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};

use super::cases::steps;
use super::item::{self, When};
use super::merged;
use super::tables::{
    AccountId, ITEMS, ItemId, ItemKind, PROMISES, PROMISES_OF, PROMISES_ON, PromiseMoney,
    PromiseRow, PromisedRow, TOTALS,
};
use super::waiting::{Waiting, waiting};
use crate::store::rows::{LedgerError, Rows};

/// The state of a promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseState {
    /// There is time left, or money that came in time would keep it once allocated.
    Open,
    /// The money came in time.
    Kept,
    /// Some of it did, allocated or not.
    PartKept,
    /// None of it did.
    Broken,
    /// It was withdrawn, or nothing is left to pay.
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

/// A promise judged at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Its state.
    pub state: PromiseState,
    /// What was paid on it in time, up to the amount promised.
    pub paid: Money,
    /// What is still missing for it to be kept.
    pub missing: Money,
    /// Once the last day is over: what came in time and waits on the account to be allocated, up to what
    /// is missing.
    pub on_account: Money,
}

impl Judged {
    /// What came in time, allocated or not.
    pub fn came(&self) -> Money {
        self.paid.plus(self.on_account).unwrap_or(self.paid)
    }

    /// What did not come in time.
    pub fn still_missing(&self) -> Money {
        self.missing.minus(self.on_account).unwrap_or(self.missing)
    }
}

/// Judges a promise by the dates of the payments, not of their allocation. It is kept as soon as all of it
/// came, and broken or partly kept from the day after its date and tolerance. What was credited or written
/// off by then need not be paid. Payments from before the promise don't count, even if they are returned.
///
/// After the last day, money that came in time and waits on the account counts as if it were allocated to
/// the invoice now, up to what is owed, earlier instalments first. If it would keep the promise, the promise
/// stays open and asks for the allocation, whenever the money came. If it covers a part, the promise is
/// partly kept and still asks for it, but only money recorded since the promise counts: what was there
/// before doesn't answer it. So allocating never makes a promise worse.
pub fn judge(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<Judged, LedgerError> {
    let last = promise.last();
    let waits = |since, enough| waiting(rows, promise.account, (since, last), when, enough);
    if let Some(row) = stands(rows, id, promise, when)? {
        return judge_money((id, last), row.money, when, || Ok(row.left), waits);
    }
    let open = || {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        item::outstanding(rows, promise.invoice, &invoice, when)
    };
    judge_money((id, last), weigh(rows, id, promise, when)?, when, open, waits)
}

/// How a promise stands as it is posted, where nothing of it or of its invoice came after the moment.
fn stands(
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

/// Judges a promise by where its money stands. What is left of the invoice is asked for where that matters, and what
/// waits on the account of the money that was recorded after an entry, `enough` of it at the most.
fn judge_money(
    (id, last): (ItemId, Day),
    money: PromiseMoney,
    when: When,
    open: impl FnOnce() -> Result<Money, LedgerError>,
    mut waits: impl FnMut(u64, Money) -> Result<Money, LedgerError>,
) -> Result<Judged, LedgerError> {
    let PromiseMoney { is_withdrawn, paid, missing, missing_in_all } = money;
    let zero = paid.zero();
    let mut judged = Judged { state: PromiseState::Open, paid, missing, on_account: zero };
    judged.state = match () {
        () if is_withdrawn => PromiseState::Withdrawn,
        () if missing.is_zero() => PromiseState::Kept,
        () if when.as_of <= last => PromiseState::Open,
        () => {
            let enough = missing_in_all.least(open()?);
            let all = waits(0, enough)?;
            let is_enough = all.minor() >= missing_in_all.minor();
            let counted = if is_enough { all } else { waits(id.seq, enough)? };
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

/// A customer's record of keeping promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseRecord {
    /// How many were kept.
    pub kept: u32,
    /// How many were kept in part.
    pub part_kept: u32,
    /// How many were broken.
    pub broken: u32,
    /// What came in time for open or partly kept promises, and waits on the account to be allocated.
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

/// The most promises of an account that its record looks at, newest first.
const LOOKED_AT: usize = 24;

/// A customer's record of keeping the latest promises made up to a moment.
pub fn record(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<PromiseRecord, LedgerError> {
    let (mut record, mut promises) = (PromiseRecord::default(), 0);
    let root = merged::root(rows, account, when)?;
    let mut waiting: Option<Waiting> = None;
    for member in merged::members(rows, root, when)? {
        for found in PROMISES_OF.scan(rows, &member.id) {
            let ((_, backwards), row) = found?;
            let id = backwards.backwards();
            let judged = if counts_all_of(rows, &row, when)? {
                let waits = |since, enough| {
                    // Read once for all promises.
                    let read = match waiting.take() {
                        Some(read) => read,
                        None => Waiting::read(rows, root, when)?,
                    };
                    waiting.insert(read).by((since, row.last), enough)
                };
                judge_money((id, row.last), row.money, when, || Ok(row.left), waits)?
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

/// Whether a promise is open at a moment: agrees with [`judge`], but reads only the invoice if nothing is
/// left of it.
pub fn is_open(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<bool, LedgerError> {
    if when.as_of > promise.last() && when.counts_all(&TOTALS.need(rows, &promise.account)?) {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        if item::left(rows, promise.invoice, &invoice)?.is_zero() {
            // Its time is over, and money on account has nothing to be allocated to.
            return Ok(false);
        }
    }
    Ok(judge(rows, id, promise, when)?.state == PromiseState::Open)
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
