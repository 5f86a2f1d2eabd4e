//! How promises to pay stand at a moment: judged by the dates of the money. Nothing of that is kept.
//! May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use crate::domain::{Day, Money};

use super::cases::steps;
use super::changed::{self, ChangedItem};
use super::item::{self, When};
use super::merged;
use super::tables::{
    AccountId, ITEMS, ItemId, ItemKind, OPEN, PROMISES, PROMISES_ON, PromiseRow, Side, TOTALS,
};
use crate::store::rows::{LedgerError, Rows};

/// Where a promise stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseState {
    /// There is time left, or money that came in time waits to be allocated.
    Open,
    /// The money came in time.
    Kept,
    /// Some of it did.
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
    /// What came in time and waits on the account to be allocated.
    pub on_account: Money,
}

/// Judges a promise by the dates of the money, not of its allocation: kept as soon as all of it
/// came, broken or kept in part from the day after its date and tolerance. What was credited or written off by then need not be paid; what was paid before
/// the promise was made is no part of it, even if it comes back.
pub fn judge(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<Judged, LedgerError> {
    let zero = promise.amount.zero();
    let money = |minor: i64| Money::from_minor(minor.max(0), zero.scale());
    let last = promise.by.plus(i64::from(promise.tolerance_days)).unwrap_or(promise.by);
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
    let invoice = ITEMS.need(rows, &promise.invoice)?;
    let open = item::outstanding(rows, promise.invoice, &invoice, by_then)?.minor();
    let needed = promise.amount.minor().min(open + by_last);
    let (paid, missing) = (money(in_time).least(promise.amount), money(needed - in_time));
    let withdrawn = steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq));
    let mut judged = Judged { state: PromiseState::Open, paid, missing, on_account: zero };
    judged.state = match () {
        () if withdrawn || needed <= 0 => PromiseState::Withdrawn,
        () if missing.is_zero() => PromiseState::Kept,
        () if when.as_of <= last => PromiseState::Open,
        () => {
            let open = item::outstanding(rows, promise.invoice, &invoice, when)?;
            judged.on_account = waiting(rows, promise.account, last, when, open)?;
            let enough = judged.on_account.minor() >= missing.minor();
            match (enough, paid.is_positive()) {
                (true, _) => PromiseState::Open,
                (false, true) => PromiseState::PartKept,
                (false, false) => PromiseState::Broken,
            }
        }
    };
    Ok(judged)
}

/// Whether a promise is open at a moment: what [`judge`] says, without reading anything but the
/// invoice where nothing is left of that.
pub fn is_open(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<bool, LedgerError> {
    let last = promise.by.plus(i64::from(promise.tolerance_days)).unwrap_or(promise.by);
    if when.as_of > last && when.counts_all(&TOTALS.need(rows, &promise.account)?) {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        if item::left(rows, promise.invoice, &invoice)?.is_zero() {
            // Its time is over, and there is nothing that money on account could be allocated to.
            return Ok(false);
        }
    }
    Ok(judge(rows, id, promise, when)?.state == PromiseState::Open)
}

/// What is left of the money that came to an account by a day, looked for until it is `enough`: no
/// more is read than that, and what was made or changed since.
pub(super) fn waiting(
    rows: &dyn Rows,
    account: AccountId,
    last: Day,
    when: When,
    enough: Money,
) -> Result<Money, LedgerError> {
    let mut sum = enough.zero();
    if !enough.is_positive() {
        return Ok(sum);
    }
    let root = merged::root(rows, account, when)?;
    for member in merged::members(rows, root, when)? {
        let left = money_of(rows, member.id, last, when, enough)?;
        sum = sum.plus(left).ok_or(LedgerError::Beyond("an account"))?;
    }
    Ok(sum.least(enough))
}

/// What is left of an account's payments dated up to a day; no more of them are read once it is
/// `enough`.
fn money_of(
    rows: &dyn Rows,
    account: AccountId,
    last: Day,
    when: When,
    enough: Money,
) -> Result<Money, LedgerError> {
    let mut sum = enough.zero();
    let changed = changed::since(rows, account, when)?;
    let payments = changed.iter().filter(|item| item.row.kind == ItemKind::Payment);
    for ChangedItem { id, row } in payments.filter(|item| item.row.date <= last) {
        let left = item::outstanding(rows, *id, row, when)?;
        sum = sum.plus(left).ok_or(LedgerError::Beyond("an account"))?;
    }
    for found in OPEN.scan(rows, &(account, Side::Credit)) {
        let ((_, _, day, id), open) = found?;
        // A payment is due on its own day.
        if day > last || sum.minor() >= enough.minor() {
            break;
        }
        if open.kind == ItemKind::Payment && !changed::is_among(&changed, id) {
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
