//! Makes the claims on the money of an account, one after the other. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

use crate::ledger::cases::steps;
use crate::ledger::claimed::{ClaimedMoney, InvoiceClaims};
use crate::ledger::item::When;
use crate::ledger::plan_money::{self, PlanMoney};
use crate::ledger::promise_money::{PaidOn, Weighing};
use crate::ledger::tables::{AccountId, ItemId, PlanRow, PromiseMoney, PromisedRow};
use crate::ledger::waiting::WaitingMoney;

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
    /// What it may not take of payments that were on the invoice before the promise.
    returned: Vec<(ItemId, ItemId, i64)>,
}

/// A plan that may claim money.
struct ClaimingPlan {
    row: PlanRow,
    money: PlanMoney,
    needed: Vec<(Day, i64)>,
}

/// Which money may be taken: recorded after an entry, come by a day, and without what was returned.
#[derive(Clone, Copy)]
struct Takable<'a> {
    since: u64,
    last: Day,
    /// What was taken off an invoice: the invoice, the payment and how much of it.
    returned: &'a [(ItemId, ItemId, i64)],
}

impl Takable<'_> {
    /// How much of a payment may be taken for an invoice.
    fn of(&self, money: &WaitingMoney, invoice: ItemId) -> i64 {
        if money.day > self.last || money.id.seq <= self.since {
            return 0;
        }
        let kept = self.returned.iter().filter(|(on, id, _)| (*on, *id) == (invoice, money.id));
        (money.left - kept.map(|(.., minor)| minor).sum::<i64>()).max(0)
    }
}

/// Returns what is claimed at a moment of the money that waits on accounts that count on one, by their promises and
/// their plans. The plans are read here, if there is any money.
pub(super) fn claimed(
    (rows, when): (&dyn Rows, When),
    (members, promised): (&[AccountId], &[PromisedRow]),
    money: &[WaitingMoney],
) -> Result<Vec<ClaimedMoney>, LedgerError> {
    let Some(first) = money.first().map(|money| money.day) else { return Ok(Vec::new()) };
    let mut claims = promise_claims(promised, (first, when));
    let mut plans = Vec::new();
    for member in members {
        plans.extend(claiming_plans(rows, *member, when)?);
    }
    for (place, (id, plan)) in plans.iter().enumerate() {
        claims.extend(plan.claims(*id, place));
    }
    claims.sort_unstable_by_key(|claim| (claim.last, claim.id, claim.place));
    let (money, claimed, displaced) = (money.to_vec(), Vec::new(), BTreeMap::new());
    let mut round = ClaimRound { rows, when, money, claimed, displaced };
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
    Ok(round.claimed)
}

/// The claims as they are made.
struct ClaimRound<'a> {
    rows: &'a dyn Rows,
    when: When,
    /// The money that is not claimed yet, in the order of the payments.
    money: Vec<WaitingMoney>,
    claimed: Vec<ClaimedMoney>,
    /// How much later money gave its place on an invoice to money in time.
    displaced: BTreeMap<ItemId, i64>,
}

impl ClaimRound<'_> {
    fn on(&self, invoice: ItemId, last: Day) -> i64 {
        let counted = self.claimed.iter().filter(|it| it.invoice == invoice && it.day <= last);
        counted.map(|it| it.minor).sum()
    }

    /// What may be taken for an invoice of the money that is not claimed yet.
    fn there(&self, takable: Takable, invoice: ItemId) -> i64 {
        self.money.iter().map(|it| takable.of(it, invoice)).sum()
    }

    fn promise(&mut self, claim: &MoneyClaim, row: &PromisedRow) -> Result<(), LedgerError> {
        let (last, is_early) = (claim.last, claim.last >= self.when.as_of);
        if !self.may_take(claim, row) {
            return Ok(());
        }
        let Some(promise) = self.claiming(row)? else { return Ok(()) };
        let (invoice, entry) = (promise.invoice, claim.id.seq);
        let own = InvoiceClaims::of(&self.claimed, invoice).counting_for(entry, (0, last));
        let want = promise.missing - own;
        let late: i64 = promise.late.iter().map(|money| money.left).sum();
        let room = promise.open + late - self.on(invoice, Day::LAST);
        let any = Takable { since: 0, last, returned: &promise.returned };
        let keeps_it = self.there(any, invoice).min(room) >= want;
        let since = if keeps_it && !is_early { 0 } else { entry };
        let by = (Some(entry), is_early);
        self.take(Takable { since, ..any }, &[(invoice, room)], (want, by));
        self.stand_on_plans(&promise, (entry, since, last));
        self.displace(&promise);
        Ok(())
    }

    /// What plans claimed for the invoice counts for a promise of an entry, too, up to what it misses: and then for no other.
    fn stand_on_plans(&mut self, promise: &ClaimingPromise, (entry, since, last): (u64, u64, Day)) {
        let own = InvoiceClaims::of(&self.claimed, promise.invoice).by_promise(entry, last);
        let (mut want, mut rest) = (promise.missing - own, Vec::new());
        for it in &mut self.claimed {
            let is_of_plan = it.invoice == promise.invoice && it.promise.is_none();
            if want > 0 && is_of_plan && it.day <= last && it.payment.seq > since {
                let minor = it.minor.min(want);
                rest.push(ClaimedMoney { minor: it.minor - minor, ..*it });
                (want, it.minor, it.promise) = (want - minor, minor, Some(entry));
            }
        }
        self.claimed.extend(rest.into_iter().filter(|it| it.minor > 0));
    }

    /// Whether a promise may take any of the money that is left, or stand on what plans took: decided without reading more
    /// than the account.
    fn may_take(&self, claim: &MoneyClaim, row: &PromisedRow) -> bool {
        let claimed = self.on(row.invoice, claim.last);
        let since =
            |since| self.there(Takable { since, last: claim.last, returned: &[] }, row.invoice);
        let there = since(0);
        let is_planned = |it: &ClaimedMoney| it.invoice == row.invoice && it.promise.is_none();
        self.claimed.iter().any(is_planned)
            || there > 0
                && (since(claim.id.seq) > 0
                    || !row.is_first
                    || !self.when.stands(row)
                    || there + claimed >= row.money.missing_in_all.minor())
    }

    /// Reads what a promise may claim; `None` if it is kept, withdrawn or not made yet.
    fn claiming(&self, row: &PromisedRow) -> Result<Option<ClaimingPromise>, LedgerError> {
        let (rows, when) = (self.rows, self.when);
        let (id, invoice) = (row.id, row.invoice);
        if !when.counts(row.date, id.seq) {
            return Ok(None);
        }
        let claims = InvoiceClaims::of(&self.claimed, invoice);
        let stands = (row.is_first || !claims.is_any_of_others(id.seq)) && self.when.stands(row);
        let read = if stands { None } else { Some(Weighing::read(rows, invoice)?) };
        let (money, open) = match &read {
            Some(read) => (read.money_of(id, when, claims)?, read.left(when)?),
            None => (row.money, row.left),
        };
        let PromiseMoney { is_withdrawn, missing, missing_in_all, is_any_returned, .. } = money;
        if is_withdrawn || missing.is_zero() {
            return Ok(None);
        }
        let (missing, open) = (missing_in_all.minor(), open.minor());
        let is_late_needed = open < missing && row.last < when.as_of;
        let (mut late, mut returned) = (Vec::new(), Vec::new());
        if is_late_needed || is_any_returned {
            let paid =
                read.map_or_else(|| PaidOn::read(rows, invoice), |read| Ok(read.into_paid()))?;
            if is_late_needed {
                late = paid.paid_late(row.last, when);
            }
            if is_any_returned {
                let since = paid.returned_since(id.seq, when).into_iter();
                returned = since.map(|(payment, minor)| (invoice, payment, minor)).collect();
            }
        }
        Ok(Some(ClaimingPromise { invoice, missing, open, late, returned }))
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
        let as_of = self.when.as_of;
        let is_early = due >= as_of;
        let since = if is_early { claim.id.seq } else { 0 };
        let want = need - plan.money.paid_by(due) - self.on_plan(plan, due);
        let in_time = Takable { since, last: due, returned: &plan.money.returned };
        self.take(in_time, &self.rooms(plan), (want, (None, is_early)));
        if !is_early {
            let want = need - plan.money.all_paid() - self.on_plan(plan, Day::LAST);
            let any = Takable { last: as_of, ..in_time };
            self.take(any, &self.rooms(plan), (want, (None, false)));
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

    /// Takes what is wanted of the money that may be taken, for the first invoices that have room: for a promise of an
    /// entry, or for a plan.
    fn take(
        &mut self,
        takable: Takable,
        rooms: &[(ItemId, i64)],
        (mut want, (promise, is_early)): (i64, (Option<u64>, bool)),
    ) {
        let mut rooms = rooms.to_vec();
        for money in &mut self.money {
            if want <= 0 {
                break;
            }
            for (invoice, room) in &mut rooms {
                let minor = (*room).min(want).min(takable.of(money, *invoice));
                if minor > 0 {
                    (want, *room, money.left) = (want - minor, *room - minor, money.left - minor);
                    let (invoice, payment, day) = (*invoice, money.id, money.day);
                    let claimed = ClaimedMoney { invoice, payment, day, minor, promise, is_early };
                    self.claimed.push(claimed);
                }
            }
        }
    }
}

/// The promises that may claim money of a day or later: not those that are kept or withdrawn.
fn promise_claims(promised: &[PromisedRow], (first, when): (Day, When)) -> Vec<MoneyClaim> {
    let may_claim = |row: &&PromisedRow| {
        let is_over = row.money.is_withdrawn || row.money.missing.is_zero();
        row.last >= first && (!is_over || !row.is_first || !when.stands(row))
    };
    let claim = |row: &PromisedRow| {
        let (last, id, by) = (row.last, row.id, Claimant::Promise(*row));
        MoneyClaim { last, id, place: 0, by }
    };
    promised.iter().filter(may_claim).map(claim).collect()
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
