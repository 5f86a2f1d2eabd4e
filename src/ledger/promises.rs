//! The state of promises to pay at a moment, judged by the dates of the payments. It is worked out on every
//! read and never stored. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};

use super::claims::AccountClaims;
use super::item::{self, When};
use super::merged;
pub use super::promise_money::promises_on;
use super::promise_money::{counts_all_of, stands, weigh};
use super::tables::{
    AccountId, ITEMS, ItemId, PROMISES, PROMISES_OF, PromiseMoney, PromiseRow, TOTALS,
};
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
    /// Once the last day is over: what came in time and waits on the account, up to what is missing. Money that
    /// keeps an earlier promise or instalment is not counted again.
    pub on_account: Money,
    /// How much of that can be allocated: no more than is owed on the invoice.
    pub to_allocate: Money,
    /// What earlier instalments of the same promise still miss, which is paid first.
    pub before: Money,
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
/// the invoice, earlier instalments first; money that keeps an older promise or an older instalment of a plan does
/// not count twice ([`AccountClaims`] says which keeps what). If it would keep the promise, the promise stays open and
/// asks for the allocation, whenever the money came; if the invoice is paid by now, the promise is kept. If it
/// covers a part, the promise is partly kept and still asks for it, but only money recorded since the promise
/// counts: what was there before doesn't answer it. So allocating never makes a promise worse.
pub fn judge(
    rows: &dyn Rows,
    id: ItemId,
    promise: &PromiseRow,
    when: When,
) -> Result<Judged, LedgerError> {
    judge_by(&AccountClaims::new(rows, promise.account, when), id, promise)
}

/// The same at the moment of the claims on some account, which are asked if the promise is of that account.
pub fn judge_by(
    claims: &AccountClaims,
    id: ItemId,
    promise: &PromiseRow,
) -> Result<Judged, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    let last = promise.last();
    let waits = |since, enough: Money| {
        let own = AccountClaims::new(rows, promise.account, when);
        let claims = if claims.are_of(promise.account)? { claims } else { &own };
        claimed(claims, promise.invoice, (since, last), enough)
    };
    if let Some(row) = stands(rows, id, promise, when)? {
        return judge_money((id, last), row.money, when, || Ok(row.left), waits);
    }
    let open = || {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        item::outstanding(rows, promise.invoice, &invoice, when)
    };
    judge_money((id, last), weigh(rows, id, promise, when)?, when, open, waits)
}

fn claimed(
    claims: &AccountClaims,
    invoice: ItemId,
    (since, last): (u64, Day),
    enough: Money,
) -> Result<Money, LedgerError> {
    let minor = claims.on(invoice, (since, last))?;
    Ok(Money::from_minor(minor, enough.scale()).least(enough))
}

/// What has come for an open promise of the account of some claims and waits there, up to what is missing: after
/// its last day as [`Judged::to_allocate`] says, before it of the money recorded since the promise.
pub fn arrived(
    claims: &AccountClaims,
    id: ItemId,
    promise: &PromiseRow,
    judged: &Judged,
) -> Result<Money, LedgerError> {
    if claims.when.as_of > promise.last() || judged.state != PromiseState::Open {
        return Ok(judged.to_allocate);
    }
    let came = claims.on(promise.invoice, (id.seq, promise.last()))? - judged.before.minor();
    Ok(Money::from_minor(came.max(0), judged.missing.scale()).least(judged.missing))
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
    let before = missing_in_all.minus(missing).unwrap_or(zero);
    let (state, on_account, to_allocate) = (PromiseState::Open, zero, zero);
    let mut judged = Judged { state, paid, missing, on_account, to_allocate, before };
    judged.state = match () {
        () if is_withdrawn => PromiseState::Withdrawn,
        () if missing.is_zero() => PromiseState::Kept,
        () if when.as_of <= last => PromiseState::Open,
        () => {
            let all = waits(0, missing_in_all)?;
            let is_enough = all == missing_in_all;
            let counted = if is_enough { all } else { waits(id.seq, missing_in_all)? };
            let for_it = (counted.minor() - before.minor()).max(0);
            judged.on_account = Money::from_minor(for_it, zero.scale()).least(missing);
            judged.to_allocate = judged.on_account.least(open()?);
            match (is_enough, judged.came().is_positive()) {
                (true, _) if judged.to_allocate.is_zero() => PromiseState::Kept,
                (true, _) => PromiseState::Open,
                (false, true) => PromiseState::PartKept,
                (false, false) => PromiseState::Broken,
            }
        }
    };
    Ok(judged)
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
    /// What came in time for open or partly kept promises, and waits on the account to be allocated: no more than
    /// is on the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_allocate: Option<Money>,
}

impl PromiseRecord {
    /// How many were judged.
    pub fn judged(self) -> u32 {
        self.kept + self.part_kept + self.broken
    }

    fn add(&mut self, judged: &Judged) {
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
    let mut record = PromiseRecord::default();
    let root = merged::root(rows, account, when)?;
    let claims = AccountClaims::new(rows, root, when);
    // By invoice: what is claimed for one counts for every promise on it.
    let mut waiting: BTreeMap<ItemId, Money> = BTreeMap::new();
    let mut left = LOOKED_AT;
    for member in merged::members(rows, root, when)? {
        for found in PROMISES_OF.scan(rows, &member.id) {
            let ((_, backwards), row) = found?;
            let id = backwards.backwards();
            let counts_all = counts_all_of(rows, &row, when)?;
            let promise = match counts_all && row.money.missing.is_zero() {
                true => None,
                false => Some(PROMISES.need(rows, &id)?),
            };
            if promise.as_ref().is_some_and(|it| !when.counts(it.date, id.seq)) {
                continue;
            }
            let waits = |since, enough: Money| match &promise {
                Some(it) => claimed(&claims, it.invoice, (since, row.last), enough),
                None => Ok(enough.zero()),
            };
            let judged = match &promise {
                Some(promise) if !counts_all => judge_by(&claims, id, promise)?,
                _ => judge_money((id, row.last), row.money, when, || Ok(row.left), waits)?,
            };
            if let Some(promise) = promise.filter(|_| judged.to_allocate.is_positive()) {
                let waits = waiting.entry(promise.invoice).or_insert(judged.to_allocate);
                *waits = waits.most(judged.to_allocate);
            }
            record.add(&judged);
            left -= 1;
            if left == 0 {
                break;
            }
        }
        if left == 0 {
            break;
        }
    }
    let sum = |sum: Option<Money>, more: Money| sum.map_or(Some(more), |sum| sum.plus(more));
    record.to_allocate = waiting.into_values().fold(None, sum);
    Ok(record)
}

/// Whether a promise is open at the moment of the claims on some account: agrees with [`judge_by`], but reads only the
/// invoice if nothing is left of it.
pub fn is_open(
    claims: &AccountClaims,
    id: ItemId,
    promise: &PromiseRow,
) -> Result<bool, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    if when.as_of > promise.last() && when.counts_all(&TOTALS.need(rows, &promise.account)?) {
        let invoice = ITEMS.need(rows, &promise.invoice)?;
        if item::left(rows, promise.invoice, &invoice)?.is_zero() {
            // Its time is over, and money on account has nothing to be allocated to.
            return Ok(false);
        }
    }
    Ok(judge_by(claims, id, promise)?.state == PromiseState::Open)
}
