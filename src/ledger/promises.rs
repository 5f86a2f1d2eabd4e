//! The state of promises to pay at a moment, judged by the dates of the payments. It is worked out on every
//! read and never stored. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};

use super::claims::{AccountClaims, MoneyClaims};
use super::item::{self, When};
pub use super::promise_money::promises_on;
use super::promise_money::{PaidOn, Weighing};
use super::tables::{
    AccountId, ITEMS, ItemId, PROMISES, PROMISES_OF, PromiseMoney, PromiseRow, PromisedRow, TOTALS,
};
use crate::store::rows::{LedgerError, Rows};

/// The state of a promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// What came in time and waits on the account, up to what is missing. Money that keeps an earlier promise or instalment
    /// is not counted again. Until the last day is over, only money recorded since the promise counts.
    pub on_account: Money,
    /// How much of that can be allocated: no more than is owed on the invoice.
    pub to_allocate: Money,
    /// Of a promise that was not kept: what is missing of it by now.
    by_now: Option<MissingByNow>,
}

/// How a promise stands, for an export. An export holds those of all promises in memory at once, so this has only what it
/// writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseOutcome {
    /// Its state.
    pub state: PromiseState,
    /// What was paid on it in time, up to the amount promised.
    pub paid: Money,
    /// How much money that waits on the account can be allocated to it.
    pub to_allocate: Money,
}

impl PromiseOutcome {
    /// The part of a judgement that an export writes.
    pub fn of(judged: &Judged) -> PromiseOutcome {
        let Judged { state, paid, to_allocate, .. } = *judged;
        PromiseOutcome { state, paid, to_allocate }
    }
}

/// What is missing by now of a promise that was not kept, but for what waits on the account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct MissingByNow {
    asked: AskedPromise,
    money: PromiseMoney,
}

impl Judged {
    /// What came in time, allocated or not.
    pub fn came(&self) -> Money {
        self.paid.plus(self.on_account).unwrap_or(self.paid)
    }

    /// What has not come in time.
    pub fn still_missing(&self) -> Money {
        self.missing.minus(self.on_account).unwrap_or(self.missing)
    }

    /// The last day on which money arrives in time, of a promise that was not kept.
    pub(super) fn last(&self) -> Option<Day> {
        self.by_now.map(|it| it.asked.last)
    }

    /// What has not come by now, at the moment of the claims on the account: of a promise that was not kept, what came
    /// after its day counts, as if it had been promised for today, unless it is for another promise. It stays broken.
    pub fn missing_now(&self, claims: &AccountClaims) -> Result<Money, LedgerError> {
        let missing = self.still_missing();
        let Some(MissingByNow { asked, money }) = self.by_now else { return Ok(missing) };
        let waits = asked.waiting(claims, &money)?;
        let came = up_to_missing(
            waits(asked.since, claims.when.as_of)?,
            money.before_now,
            money.missing_now,
        );
        Ok(money.missing_now.minus(came).unwrap_or(missing).least(missing))
    }
}

/// Judges a promise by the dates of the payments, not of their allocation. It is kept as soon as all of it
/// came, and broken or partly kept from the day after its date and tolerance. What was credited or written
/// off by then need not be paid. Payments from before the promise don't count, even if they are returned, nor does money
/// that an earlier promise on the same invoice was judged by.
///
/// Until the last day is over, a promise is open, and money recorded since that waits on the account has arrived for it.
/// After the last day, money that came in time and waits on the account counts as if it were allocated to
/// the invoice, earlier instalments first; money that keeps an older promise or an older instalment of a plan does
/// not count twice ([`AccountClaims`] says which keeps what). If what is allocated and what waits keep the promise
/// together, whenever the money came, the promise stays open and asks for the allocation; if the invoice is paid by now,
/// the promise is kept. Otherwise only money recorded since the promise counts, allocated or not: what was there before
/// doesn't answer it. If that covers a part, the promise is partly kept and asks for the allocation of what waits. So
/// allocating the money that is claimed for a promise changes nothing.
///
/// The claims are those on some account: they are asked if the promise is of that account.
pub fn judge(
    claims: &AccountClaims,
    id: ItemId,
    promise: &PromiseRow,
) -> Result<Judged, LedgerError> {
    if let Some(row) = PROMISES_OF.get(claims.rows, &(promise.account, id.backwards()))?
        && claims.when.stands(&row)
    {
        return judge_row(claims, &row);
    }
    let (invoice, last, since) = (promise.invoice, promise.last(), promise.since);
    let asked = AskedPromise { id, invoice, last, since };
    claims.with_those_of(promise.account, |claims| judge_afresh(claims, asked))
}

/// The same by its row, which stands at the moment of the claims.
pub fn judge_row(claims: &AccountClaims, row: &PromisedRow) -> Result<Judged, LedgerError> {
    let PromisedRow { id, invoice, last, since, .. } = *row;
    let asked = AskedPromise { id, invoice, last, since };
    claims.with_those_of(row.account, |claims| {
        // What an earlier promise on the invoice claims, or stands on, changes what counts for this one; and what any other
        // does, what is missing by now.
        if may_depend_on_others(claims, row)
            && claims.may_be_any()?
            && claims.get()?.on(row.invoice).is_any_of_others(row.id.seq)
        {
            return judge_afresh(claims, asked);
        }
        judge_money(claims, asked, row.money, || Ok(row.left))
    })
}

/// Whether what others claim may change how a promise stands, or what is missing of it by now.
fn may_depend_on_others(claims: &AccountClaims, row: &PromisedRow) -> bool {
    let PromiseMoney { is_withdrawn, missing, .. } = row.money;
    let is_missed = claims.when.as_of > row.last && !is_withdrawn && !missing.is_zero();
    !row.is_first || is_missed
}

/// Which promise is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct AskedPromise {
    id: ItemId,
    invoice: ItemId,
    last: Day,
    since: u64,
}

impl AskedPromise {
    /// Says how much of what waits on the account counts for it: of the money recorded after an entry that came by a day.
    fn waiting<'a>(
        self,
        claims: &'a AccountClaims,
        money: &PromiseMoney,
    ) -> Result<impl Fn(u64, Day) -> Result<Money, LedgerError> + 'a, LedgerError> {
        let (on, scale) = ((self.invoice, self.id.seq), money.paid.scale());
        let returned = match money.is_any_returned {
            true => PaidOn::read(claims.rows, self.invoice)?.returned_since(on, claims.when),
            false => Vec::new(),
        };
        Ok(move |since, last| {
            let minor = claims.counting_for(on, (since, last), &returned)?;
            Ok(Money::from_minor(minor, scale))
        })
    }
}

/// What came for a promise, up to what it misses: what earlier instalments of the same promise still miss is paid first.
fn up_to_missing(came: Money, before: Money, missing: Money) -> Money {
    let zero = missing.zero();
    came.minus(before).unwrap_or(zero).most(zero).least(missing)
}

/// Judges a promise by what changed its invoice. The claims are those on its account.
fn judge_afresh(claims: &AccountClaims, asked: AskedPromise) -> Result<Judged, LedgerError> {
    let AskedPromise { id, invoice, .. } = asked;
    let read = Weighing::read(claims.rows, invoice)?;
    let none = MoneyClaims::default();
    // While there is time left for the first one, others change nothing of it.
    let known = match claims.when.as_of <= asked.last && read.is_first(id, claims.when)? {
        true => &none,
        false => claims.get()?,
    };
    let money = read.money_of(id, claims.when, known.on(invoice))?;
    judge_money(claims, asked, money, || read.left(claims.when))
}

/// Judges a promise by where its money stands. What is left of the invoice is asked for where that matters, and so is
/// what waits on the account.
fn judge_money(
    claims: &AccountClaims,
    asked: AskedPromise,
    money: PromiseMoney,
    open: impl FnOnce() -> Result<Money, LedgerError>,
) -> Result<Judged, LedgerError> {
    let PromiseMoney { is_withdrawn, paid, missing, missing_in_all, .. } = money;
    let zero = paid.zero();
    let before = missing_in_all.minus(missing).unwrap_or(zero);
    let (state, on_account, to_allocate) = (PromiseState::Open, zero, zero);
    let mut judged = Judged { state, paid, missing, on_account, to_allocate, by_now: None };
    let (last, in_time) = (asked.last, asked.waiting(claims, &money)?);
    let waits = |since| in_time(since, last);
    judged.state = match () {
        () if is_withdrawn => PromiseState::Withdrawn,
        () if missing.is_zero() => PromiseState::Kept,
        () if claims.when.as_of <= last => {
            judged.on_account = up_to_missing(waits(asked.since)?, before, missing);
            judged.to_allocate = judged.on_account.least(open()?);
            PromiseState::Open
        }
        () => {
            let is_enough = waits(0)?.minor() >= missing_in_all.minor();
            let (counted, before) = if is_enough {
                (missing_in_all, before)
            } else {
                // Only what was recorded since counts, of what is allocated too.
                judged.paid = money.paid_since;
                let less = paid.minus(judged.paid).unwrap_or(zero);
                judged.missing = missing.plus(less).unwrap_or(missing);
                (waits(asked.since)?, money.before_since)
            };
            judged.on_account = up_to_missing(counted, before, judged.missing);
            judged.to_allocate = judged.on_account.least(open()?);
            judged.by_now = (!is_enough).then_some(MissingByNow { asked, money });
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
    record_by(&AccountClaims::new(rows, account, when))
}

/// The same of the account of some claims, at their moment.
pub fn record_by(claims: &AccountClaims) -> Result<PromiseRecord, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    let mut record = PromiseRecord::default();
    // By invoice: no more can be allocated to one than is owed on it.
    let mut waiting: BTreeMap<ItemId, Money> = BTreeMap::new();
    let mut left = LOOKED_AT;
    for row in claims.newest_promised()? {
        let row = row?;
        let judged = match claims.when.stands(&row) {
            true => judge_row(claims, &row)?,
            false if !when.counts(row.date, row.id.seq) => continue,
            false => judge(claims, row.id, &PROMISES.need(rows, &row.id)?)?,
        };
        if judged.to_allocate.is_positive() {
            let waits = waiting.entry(row.invoice).or_insert(judged.to_allocate.zero());
            let is_alone = waits.is_zero();
            *waits = waits.plus(judged.to_allocate).unwrap_or(*waits);
            if !is_alone {
                let invoice = ITEMS.need(rows, &row.invoice)?;
                *waits = waits.least(item::outstanding(rows, row.invoice, &invoice, when)?);
            }
        }
        record.add(&judged);
        left -= 1;
        if left == 0 {
            break;
        }
    }
    let sum = |sum: Option<Money>, more: Money| sum.map_or(Some(more), |sum| sum.plus(more));
    record.to_allocate = waiting.into_values().fold(None, sum);
    Ok(record)
}

/// Whether a promise is open at the moment of the claims on some account: agrees with [`judge`], but reads only the
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
    Ok(judge(claims, id, promise)?.state == PromiseState::Open)
}
