//! Decides which promise or instalment the money that waits on an account keeps. The rule is here once: promises
//! and plans are judged by it, and what is left to chase is computed with it. May use: the rest of the ledger, domain.
//!
//! Money is used once. Promises and instalments claim it in the order of the last day on which it is in time, the
//! oldest first; on the same day, in the order of recording. Each takes, from the payments that came by that day,
//! what no earlier claim took, the oldest payment first, up to what it misses and what can be allocated to the
//! invoice. What is claimed for an invoice counts as if it were allocated to it, for every promise and plan on
//! that invoice.
//!
//! - A promise whose last day is past takes any money that came by then, if that keeps it; otherwise only
//!   money recorded since the promise: what was there before does not answer it.
//! - Other money, of a later day, may have paid the invoice meanwhile. That breaks no promise: money in time takes
//!   its place, and the later money is free for later claims.
//! - An instalment whose day is past takes any money that came by then, and then what came later, which makes
//!   up for it though it was still missed.
//! - For a promise or an instalment whose day is still to come, only money recorded since it was agreed counts: it
//!   has arrived early. It pays the invoice that it came for, and of the promise only what has not arrived is still
//!   to come: so each amount is deducted once from what is chased, and no more is chased from the day on than before
//!   unless what was to come did not. Other money pays what is overdue, the oldest due first.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

use super::cases::steps;
use super::item::{self, When};
use super::merged;
use super::plan_money::{self, PlanMoney};
use super::promise_money;
use super::tables::{
    AccountId, ITEMS, ItemId, PROMISES, PROMISES_OF, PlanRow, PromiseMoney, PromisedRow,
};
use super::waiting::{WaitingMoney, waiting};

/// Money that was claimed for an invoice.
#[derive(Clone, Copy, Debug)]
struct ClaimedMoney {
    invoice: ItemId,
    /// The day of the payment, and the entry that recorded it.
    day: Day,
    seq: u64,
    minor: i64,
    /// Whether the day of what claimed it is still to come.
    is_early: bool,
}

/// What of the money that waits on an account is claimed, in the order of the claims.
#[derive(Clone, Debug, Default)]
pub struct MoneyClaims(Vec<ClaimedMoney>);

/// A promise or an instalment that may claim money.
struct MoneyClaim {
    last: Day,
    id: ItemId,
    /// Which instalment of a plan.
    place: usize,
    by: Claimant,
}

enum Claimant {
    /// With its standing by everything posted so far.
    Promise(PromisedRow),
    /// The plan of this place among those that were read.
    Instalment(usize),
}

/// A promise as it claims money.
struct ClaimingPromise {
    invoice: ItemId,
    /// What it misses, with the earlier instalments of the same promise.
    missing: i64,
    /// What is owed on the invoice.
    open: i64,
    /// What was allocated to the invoice from payments that came after the last day: the latest first. Read only
    /// where less is owed than the promise misses.
    late: Vec<WaitingMoney>,
}

/// A plan that may claim money.
struct ClaimingPlan {
    row: PlanRow,
    money: PlanMoney,
    needed: Vec<(Day, i64)>,
}

/// What is claimed of the money that waits on an account at a moment: read when it is first asked for, and once.
pub struct AccountClaims<'a> {
    /// The ledger.
    pub rows: &'a dyn Rows,
    /// The moment.
    pub when: When,
    account: AccountId,
    money: OnceCell<Vec<WaitingMoney>>,
    known: OnceCell<MoneyClaims>,
}

impl<'a> AccountClaims<'a> {
    /// The claims on the account that `account` counts on.
    pub fn new(rows: &'a dyn Rows, account: AccountId, when: When) -> AccountClaims<'a> {
        let (money, known) = (OnceCell::new(), OnceCell::new());
        AccountClaims { rows, when, account, money, known }
    }

    /// Whether these are the claims on another account too.
    pub fn are_of(&self, other: AccountId) -> Result<bool, LedgerError> {
        let root = |account| merged::root(self.rows, account, self.when);
        Ok(other == self.account || root(other)? == root(self.account)?)
    }

    /// The claims.
    pub fn get(&self) -> Result<&MoneyClaims, LedgerError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let root = merged::root(self.rows, self.account, self.when)?;
        let claims = MoneyClaims::read(self.rows, root, self.money()?, self.when)?;
        Ok(self.known.get_or_init(|| claims))
    }

    /// What is claimed for an invoice, as [`MoneyClaims::on`] says. Reads no promise and no plan unless money came by
    /// that day.
    pub fn on(&self, invoice: ItemId, (since, last): (u64, Day)) -> Result<i64, LedgerError> {
        match self.money()?.first().is_some_and(|money| money.day <= last) {
            true => Ok(self.get()?.on(invoice, (since, last))),
            false => Ok(0),
        }
    }

    /// All that is claimed for an invoice, for a promise or a plan of an account: nothing if it counts on another.
    pub fn for_invoice(&self, invoice: ItemId, account: AccountId) -> Result<i64, LedgerError> {
        match self.are_of(account)? {
            true => self.on(invoice, (0, Day::LAST)),
            false => Ok(0),
        }
    }

    /// Whether money waits that may be claimed.
    pub fn may_be_any(&self) -> Result<bool, LedgerError> {
        Ok(!self.money()?.is_empty())
    }

    /// The money that waits, the oldest first.
    fn money(&self) -> Result<&[WaitingMoney], LedgerError> {
        if let Some(money) = self.money.get() {
            return Ok(money);
        }
        let root = merged::root(self.rows, self.account, self.when)?;
        let money = waiting(self.rows, root, self.when.as_of, self.when)?;
        Ok(self.money.get_or_init(|| money))
    }
}

/// The claims on several accounts, each read once, for who goes through many promises.
pub struct ClaimsByAccount<'a> {
    rows: &'a dyn Rows,
    known: RefCell<FxHashMap<(AccountId, Day, u64), Rc<AccountClaims<'a>>>>,
}

impl<'a> ClaimsByAccount<'a> {
    /// Of no account yet.
    pub fn new(rows: &'a dyn Rows) -> ClaimsByAccount<'a> {
        ClaimsByAccount { rows, known: RefCell::default() }
    }

    /// The claims on an account at a moment.
    pub fn of(&self, account: AccountId, when: When) -> Rc<AccountClaims<'a>> {
        let mut known = self.known.borrow_mut();
        let claims = || Rc::new(AccountClaims::new(self.rows, account, when));
        known.entry((account, when.as_of, when.known_at)).or_insert_with(claims).clone()
    }
}

impl MoneyClaims {
    /// What is claimed at a moment of the money that waits on the accounts that count on `root`. Where there is any, reads
    /// the plans of the accounts, and the promises that it may be for.
    fn read(
        rows: &dyn Rows,
        root: AccountId,
        money: &[WaitingMoney],
        when: When,
    ) -> Result<MoneyClaims, LedgerError> {
        let Some(first) = money.first().map(|money| money.day) else {
            return Ok(MoneyClaims::default());
        };
        let (mut claims, mut plans) = (Vec::new(), Vec::new());
        for member in merged::members(rows, root, when)? {
            claims.extend(promise_claims(rows, member.id, first, when)?);
            plans.extend(claiming_plans(rows, member.id, when)?);
        }
        for (place, (id, plan)) in plans.iter().enumerate() {
            claims.extend(plan.claims(*id, place));
        }
        claims.sort_unstable_by_key(|claim| (claim.last, claim.id, claim.place));
        let mut round = ClaimRound::of(rows, when, money.to_vec());
        for claim in &claims {
            match &claim.by {
                Claimant::Promise(row) => round.promise(claim, row)?,
                Claimant::Instalment(plan) => {
                    if let Some((_, plan)) = plans.get(*plan) {
                        round.instalment(claim, plan);
                    }
                }
            }
        }
        Ok(MoneyClaims(round.claimed))
    }

    /// What is claimed for an invoice of the money that came by a day and was recorded after an entry, in minor
    /// units; what arrived early too.
    pub fn on(&self, invoice: ItemId, (since, last): (u64, Day)) -> i64 {
        let counted = self.0.iter().filter(|it| it.day <= last && it.seq > since);
        counted.filter(|it| it.invoice == invoice).map(|it| it.minor).sum()
    }

    /// All that is claimed for an invoice, in minor units.
    pub fn for_invoice(&self, invoice: ItemId) -> i64 {
        self.on(invoice, (0, Day::LAST))
    }

    /// What is claimed for an invoice by promises and instalments whose day is past, in minor units, of the money
    /// that came by a day.
    pub fn due_on(&self, invoice: ItemId, last: Day) -> i64 {
        let counted = self.0.iter().filter(|it| !it.is_early && it.day <= last);
        counted.filter(|it| it.invoice == invoice).map(|it| it.minor).sum()
    }

    /// The invoices for which money is claimed, the oldest claim first.
    pub fn invoices(&self) -> Vec<ItemId> {
        let mut all: Vec<ItemId> = Vec::new();
        for it in &self.0 {
            if !all.contains(&it.invoice) {
                all.push(it.invoice);
            }
        }
        all
    }
}

/// The claims as they are made, one after the other.
struct ClaimRound<'a> {
    rows: &'a dyn Rows,
    when: When,
    /// The money that is not claimed yet, in the order of the payments.
    money: Vec<WaitingMoney>,
    claimed: Vec<ClaimedMoney>,
    /// How much later money gave its place on an invoice to money in time.
    displaced: BTreeMap<ItemId, i64>,
}

impl<'a> ClaimRound<'a> {
    fn of(rows: &'a dyn Rows, when: When, money: Vec<WaitingMoney>) -> ClaimRound<'a> {
        ClaimRound { rows, when, money, claimed: Vec::new(), displaced: BTreeMap::new() }
    }

    fn on(&self, invoice: ItemId, last: Day) -> i64 {
        let counted = self.claimed.iter().filter(|it| it.invoice == invoice && it.day <= last);
        counted.map(|it| it.minor).sum()
    }

    /// What is not claimed yet of the money that came by a day and was recorded after an entry.
    fn there(&self, (since, last): (u64, Day)) -> i64 {
        let counted = self.money.iter().filter(|it| it.day <= last && it.id.seq > since);
        counted.map(|it| it.left).sum()
    }

    fn promise(&mut self, claim: &MoneyClaim, row: &PromisedRow) -> Result<(), LedgerError> {
        let (last, is_early) = (claim.last, claim.last >= self.when.as_of);
        if self.may_take(claim, row) {
            let Some(promise) = claiming_promise(self.rows, claim.id, row, self.when)? else {
                return Ok(());
            };
            let invoice = promise.invoice;
            let want = promise.missing - self.on(invoice, last);
            let late: i64 = promise.late.iter().map(|money| money.left).sum();
            let room = promise.open + late - self.on(invoice, Day::LAST);
            let keeps_it = self.there((0, last)).min(room) >= want;
            let since = if keeps_it && !is_early { 0 } else { claim.id.seq };
            self.take((since, last), &[(invoice, room)], (want, is_early));
            self.displace(&promise);
        }
        Ok(())
    }

    /// Whether a promise may take any of the money that is left: decided without reading more.
    fn may_take(&self, claim: &MoneyClaim, row: &PromisedRow) -> bool {
        let claimed: i64 = self.claimed.iter().map(|it| it.minor).sum();
        let there = self.there((0, claim.last));
        there > 0
            && (self.there((claim.id.seq, claim.last)) > 0
                || row.seq > self.when.known_at
                || row.until > self.when.as_of
                || there + claimed >= row.money.missing_in_all.minor())
    }

    /// Frees the later money whose place on the invoice was taken.
    fn displace(&mut self, promise: &ClaimingPromise) {
        let taken = (self.on(promise.invoice, Day::LAST) - promise.open).max(0);
        let before = self.displaced.insert(promise.invoice, taken).unwrap_or(0);
        let (mut skip, mut free) = (before, taken - before);
        for late in &promise.late {
            let skipped = late.left.min(skip);
            let left = (late.left - skipped).min(free);
            (skip, free) = (skip - skipped, free - left);
            if left > 0 {
                self.money.push(WaitingMoney { left, ..*late });
            }
        }
        self.money.sort_by_key(|money| (money.day, money.id));
    }

    fn instalment(&mut self, claim: &MoneyClaim, plan: &ClaimingPlan) {
        let Some((due, need)) = plan.needed.get(claim.place).copied() else { return };
        let is_early = due >= self.when.as_of;
        let since = if is_early { claim.id.seq } else { 0 };
        let want = need - plan.money.paid_by(due) - self.on_plan(plan, due);
        self.take((since, due), &self.rooms(plan), (want, is_early));
        if !is_early {
            let want = need - plan.money.all_paid() - self.on_plan(plan, Day::LAST);
            self.take((0, self.when.as_of), &self.rooms(plan), (want, false));
        }
    }

    fn on_plan(&self, plan: &ClaimingPlan, last: Day) -> i64 {
        let covers = plan.row.covers.iter().zip(&plan.money.open);
        covers.map(|((invoice, _), open)| self.on(*invoice, last).min(*open)).sum()
    }

    /// What can still be allocated to each invoice of a plan, in their order.
    fn rooms(&self, plan: &ClaimingPlan) -> Vec<(ItemId, i64)> {
        let covers = plan.row.covers.iter().zip(&plan.money.open);
        let room = |((invoice, _), open): (&(ItemId, _), &i64)| {
            (*invoice, (open - self.on(*invoice, Day::LAST)).max(0))
        };
        covers.map(room).collect()
    }

    /// Takes what is wanted of the money that came by a day and was recorded after an entry, for the first
    /// invoices that have room.
    fn take(
        &mut self,
        (since, last): (u64, Day),
        rooms: &[(ItemId, i64)],
        (mut want, is_early): (i64, bool),
    ) {
        let mut rooms = rooms.iter().copied();
        let mut room = rooms.next();
        for money in &mut self.money {
            if money.day > last || money.id.seq <= since {
                continue;
            }
            while let Some((invoice, left)) = room.filter(|_| want > 0 && money.left > 0) {
                let minor = left.min(want).min(money.left);
                if minor <= 0 {
                    room = rooms.next();
                    continue;
                }
                (want, money.left, room) =
                    (want - minor, money.left - minor, Some((invoice, left - minor)));
                let (day, seq) = (money.day, money.id.seq);
                self.claimed.push(ClaimedMoney { invoice, day, seq, minor, is_early });
            }
        }
    }
}

/// The promises of an account that may claim money of a day or later: not those that are kept or withdrawn.
fn promise_claims(
    rows: &dyn Rows,
    account: AccountId,
    first: Day,
    when: When,
) -> Result<Vec<MoneyClaim>, LedgerError> {
    let mut claims = Vec::new();
    for found in PROMISES_OF.scan(rows, &account) {
        let ((_, backwards), row) = found?;
        if row.last < first {
            continue;
        }
        let is_over = row.money.is_withdrawn || row.money.missing.is_zero();
        if !is_over || !promise_money::counts_all_of(rows, &row, when)? {
            let (last, id) = (row.last, backwards.backwards());
            claims.push(MoneyClaim { last, id, place: 0, by: Claimant::Promise(row) });
        }
    }
    Ok(claims)
}

/// Reads what a promise may claim; `None` if it is kept, withdrawn or not made yet.
fn claiming_promise(
    rows: &dyn Rows,
    id: ItemId,
    row: &PromisedRow,
    when: When,
) -> Result<Option<ClaimingPromise>, LedgerError> {
    let promise = PROMISES.need(rows, &id)?;
    if !when.counts(promise.date, id.seq) {
        return Ok(None);
    }
    let invoice = promise.invoice;
    let (money, open) = if promise_money::counts_all_of(rows, row, when)? {
        (row.money, row.left)
    } else {
        let item = ITEMS.need(rows, &invoice)?;
        let open = item::outstanding(rows, invoice, &item, when)?;
        (promise_money::weigh(rows, id, &promise, when)?, open)
    };
    let PromiseMoney { is_withdrawn, missing, missing_in_all, .. } = money;
    if is_withdrawn || missing.is_zero() {
        return Ok(None);
    }
    let (missing, open) = (missing_in_all.minor(), open.minor());
    let late = match open < missing && row.last < when.as_of {
        true => promise_money::paid_late(rows, invoice, row.last, when)?,
        false => Vec::new(),
    };
    Ok(Some(ClaimingPromise { invoice, missing, open, late }))
}

/// The plans of an account that were not cancelled.
fn claiming_plans(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<Vec<(ItemId, ClaimingPlan)>, LedgerError> {
    let mut plans = Vec::new();
    for (id, row) in plan_money::plans_of(rows, account, when)? {
        if steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq)) {
            continue;
        }
        let money = plan_money::money_of(rows, id, &row, when)?;
        let payable = money.all_paid() + money.open.iter().sum::<i64>();
        let needed = plan_money::needed(&row, payable);
        plans.push((id, ClaimingPlan { row, money, needed }));
    }
    Ok(plans)
}

impl ClaimingPlan {
    /// The claims of the instalments of the plan of a place.
    fn claims(&self, id: ItemId, plan: usize) -> impl Iterator<Item = MoneyClaim> {
        self.needed.iter().enumerate().map(move |(place, (due, _))| MoneyClaim {
            last: *due,
            id,
            place,
            by: Claimant::Instalment(plan),
        })
    }
}
