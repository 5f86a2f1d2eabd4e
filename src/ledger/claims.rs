//! Which promise or instalment the money that waits on an account keeps. The rule is here once: promises and plans are
//! judged by it, and what is left to chase is told by it. May use: the rest of the ledger, domain.
//!
//! Money is used once. Promises and instalments claim it in the order of the last day on which it is in time, the
//! oldest first; of one day, in the order of recording. Each takes, of the payments that came by that day, what no
//! earlier one took, the oldest first, up to what it misses and what is owed. What is claimed for an invoice is as if
//! it were allocated to it: it counts for every promise and plan on that invoice, as allocated money does.
//!
//! - A promise whose last day is past takes any money that came by then, if that keeps it; otherwise only
//!   money recorded since the promise: what was there before does not answer it.
//! - An instalment whose day is past takes any money that came by then; then what came later, which makes
//!   up for it though it does not undo that it was missed.
//! - Of a promise or an instalment whose day is still to come, only money recorded since it was agreed is a
//!   sign: it arrived early. Nothing else is decided by that.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

use super::cases::steps;
use super::changed;
use super::item::{self, When};
use super::merged;
use super::plan_money::{self, PlanMoney};
use super::promise_money;
use super::tables::{
    APART, AccountId, ITEMS, ItemId, PLANS, PLANS_ON, PlanRow, PromiseMoney, PromiseRow,
    PromisedRow, Side,
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

#[derive(Clone)]
enum Claimant {
    /// On an invoice; what is missing in all, and what is owed on the invoice.
    Promise { invoice: ItemId, missing: i64, open: i64 },
    /// The plan of this place among those that were read.
    Instalment(usize),
}

/// A plan that may claim money.
struct ClaimingPlan {
    row: PlanRow,
    money: PlanMoney,
    needed: Vec<(Day, i64)>,
}

impl MoneyClaims {
    /// What is claimed at a moment on the accounts that count on `root` by promises and instalments whose last
    /// day is `last` or before. Those on some invoices are counted whether the invoices are open or not. Reads the
    /// money that waits; where there is any, the open items of which a part may not be chased.
    pub fn read(
        rows: &dyn Rows,
        root: AccountId,
        invoices: &[ItemId],
        (last, when): (Day, When),
    ) -> Result<MoneyClaims, LedgerError> {
        let money = waiting(rows, root, last.min(when.as_of), when)?;
        let Some(first) = money.first().map(|money| money.day) else {
            return Ok(MoneyClaims::default());
        };
        let mut items = claiming_items(rows, root, (first, last), when)?;
        items.extend(invoices);
        let (mut claims, plans) = claims_on(rows, root, &items, (last, when))?;
        claims.sort_unstable_by_key(|claim| (claim.last, claim.id, claim.place));
        let mut round = ClaimRound { as_of: when.as_of, money, claimed: Vec::new() };
        for claim in &claims {
            match claim.by {
                Claimant::Promise { invoice, missing, open } => {
                    round.promise(claim, invoice, (missing, open));
                }
                Claimant::Instalment(plan) => {
                    if let Some(plan) = plans.get(plan) {
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

    /// What is claimed for an invoice by promises and instalments whose day is past, in minor units, of the money
    /// that came by a day.
    pub fn due_on(&self, invoice: ItemId, last: Day) -> i64 {
        let counted = self.0.iter().filter(|it| !it.is_early && it.day <= last);
        counted.filter(|it| it.invoice == invoice).map(|it| it.minor).sum()
    }

    /// The invoices for which money is claimed by promises and instalments whose day is past, the oldest claim
    /// first.
    pub fn due_invoices(&self) -> Vec<ItemId> {
        let mut all: Vec<ItemId> = Vec::new();
        for it in self.0.iter().filter(|it| !it.is_early) {
            if !all.contains(&it.invoice) {
                all.push(it.invoice);
            }
        }
        all
    }
}

/// The claims as they are made, one after the other.
struct ClaimRound {
    as_of: Day,
    money: Vec<WaitingMoney>,
    claimed: Vec<ClaimedMoney>,
}

impl ClaimRound {
    fn on(&self, invoice: ItemId, last: Day) -> i64 {
        let counted = self.claimed.iter().filter(|it| it.invoice == invoice && it.day <= last);
        counted.map(|it| it.minor).sum()
    }

    fn promise(&mut self, claim: &MoneyClaim, invoice: ItemId, (missing, open): (i64, i64)) {
        let (last, is_early) = (claim.last, claim.last >= self.as_of);
        let want = missing - self.on(invoice, last);
        let room = open - self.on(invoice, Day::LAST);
        let came = self.money.iter().filter(|money| money.day <= last).map(|money| money.left);
        let keeps_it = came.sum::<i64>().min(room) >= want;
        let since = if keeps_it && !is_early { 0 } else { claim.id.seq };
        self.take((since, last), &[(invoice, room)], (want, is_early));
    }

    fn instalment(&mut self, claim: &MoneyClaim, plan: &ClaimingPlan) {
        let Some((due, need)) = plan.needed.get(claim.place).copied() else { return };
        let is_early = due >= self.as_of;
        let since = if is_early { claim.id.seq } else { 0 };
        let want = need - plan.money.paid_by(due) - self.on_plan(plan, due);
        self.take((since, due), &self.rooms(plan), (want, is_early));
        if !is_early {
            let want = need - plan.money.all_paid() - self.on_plan(plan, Day::LAST);
            self.take((0, self.as_of), &self.rooms(plan), (want, false));
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

/// The items on which there may be plans, or promises with a last day between the first money and `last`: those that
/// are open and not chased whole, and those that changed since the moment.
fn claiming_items(
    rows: &dyn Rows,
    root: AccountId,
    (first, last): (Day, Day),
    when: When,
) -> Result<BTreeSet<ItemId>, LedgerError> {
    let mut items = BTreeSet::new();
    for member in merged::members(rows, root, when)? {
        for found in APART.scan(rows, &member.id) {
            let ((_, _, id), row) = found?;
            let may_claim = |promise: &PromisedRow| (first..=last).contains(&promise.last);
            if row.is_more || row.promises.iter().any(may_claim) {
                items.insert(id);
            }
        }
        let changed = changed::since(rows, member.id, when)?;
        let debits = changed.iter().filter(|item| item.row.kind.side() == Side::Debit);
        items.extend(debits.map(|item| item.id));
    }
    Ok(items)
}

/// The claims on some items of an account, up to a day, and the plans among them.
fn claims_on(
    rows: &dyn Rows,
    root: AccountId,
    items: &BTreeSet<ItemId>,
    (last, when): (Day, When),
) -> Result<(Vec<MoneyClaim>, Vec<ClaimingPlan>), LedgerError> {
    let mut claims = Vec::new();
    let mut plans: BTreeMap<ItemId, PlanRow> = BTreeMap::new();
    for invoice in items {
        for (id, row) in promise_money::promises_on(rows, *invoice)? {
            let counts = row.last() <= last && when.counts(row.date, id.seq);
            if counts && merged::root(rows, row.account, when)? == root {
                claims.extend(promise_claim(rows, id, &row, when)?);
            }
        }
        for found in PLANS_ON.scan(rows, invoice) {
            let ((_, id), ()) = found?;
            if let Entry::Vacant(place) = plans.entry(id) {
                place.insert(PLANS.need(rows, &id)?);
            }
        }
    }
    let mut claiming = Vec::new();
    for (id, row) in plans {
        let cancelled = steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq));
        let counts = when.counts(row.date, id.seq) && !cancelled;
        if !counts || merged::root(rows, row.account, when)? != root {
            continue;
        }
        let money = plan_money::money_of(rows, id, &row, when)?;
        let payable = money.all_paid() + money.open.iter().sum::<i64>();
        let needed = plan_money::needed(&row, payable);
        let due = needed.iter().enumerate().filter(|(_, (due, _))| *due <= last);
        claims.extend(due.map(|(place, (due, _))| MoneyClaim {
            last: *due,
            id,
            place,
            by: Claimant::Instalment(claiming.len()),
        }));
        claiming.push(ClaimingPlan { row, money, needed });
    }
    Ok((claims, claiming))
}

/// What a promise may claim: nothing where it is kept or withdrawn.
fn promise_claim(
    rows: &dyn Rows,
    id: ItemId,
    row: &PromiseRow,
    when: When,
) -> Result<Option<MoneyClaim>, LedgerError> {
    let (money, open) = if let Some(stands) = promise_money::stands(rows, id, row, when)? {
        (stands.money, stands.left)
    } else {
        let invoice = ITEMS.need(rows, &row.invoice)?;
        let open = item::outstanding(rows, row.invoice, &invoice, when)?;
        (promise_money::weigh(rows, id, row, when)?, open)
    };
    let PromiseMoney { is_withdrawn, missing, missing_in_all, .. } = money;
    let by = Claimant::Promise {
        invoice: row.invoice,
        missing: missing_in_all.minor(),
        open: open.minor(),
    };
    let claims = !is_withdrawn && missing.is_positive();
    Ok(claims.then_some(MoneyClaim { last: row.last(), id, place: 0, by }))
}
