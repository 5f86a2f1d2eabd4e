//! Makes the claims on the money of an account, one after the other. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

use crate::ledger::cases::steps;
use crate::ledger::claimed::{ClaimedMoney, InvoiceClaims, TakenOff};
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
    /// What was taken off the invoice since.
    returned: Vec<(ItemId, ItemId, i64)>,
}

/// A plan that may claim money.
struct ClaimingPlan {
    row: PlanRow,
    money: PlanMoney,
    needed: Vec<(Day, i64)>,
}

/// Which money may be taken: recorded after an entry and come by a day.
#[derive(Clone, Copy)]
struct Takable<'a> {
    since: u64,
    last: Day,
    /// Whether a plan takes it, and not a promise.
    is_plan: bool,
    /// What was taken off the invoices: the first that is taken of the same payments replaces it.
    returned: &'a TakenOff,
}

impl Takable<'_> {
    fn may_be(&self, money: &WaitingMoney) -> bool {
        money.day <= self.last && money.id.seq > self.since
    }
}

/// What can be claimed for an invoice.
#[derive(Clone, Copy)]
struct Room {
    invoice: ItemId,
    /// In all.
    left: i64,
    /// What of it counts for what claims it.
    counting: i64,
}

/// What is taken of a payment.
struct TakenPart {
    /// The place of the payment in the money that is not claimed yet.
    place: usize,
    invoice: ItemId,
    /// What replaces that which was taken off the invoice.
    replacing: i64,
    /// What counts.
    counting: i64,
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

    fn promise(&mut self, claim: &MoneyClaim, row: &PromisedRow) -> Result<(), LedgerError> {
        let (last, is_early) = (claim.last, claim.last >= self.when.as_of);
        if !self.may_take(claim, row) {
            return Ok(());
        }
        let Some(promise) = self.claiming(row)? else { return Ok(()) };
        let (invoice, entry) = (promise.invoice, claim.id.seq);
        let claims = InvoiceClaims::of(&self.claimed, invoice);
        let want = promise.missing - claims.counting_for(entry, (0, last), &promise.returned);
        let late: i64 = promise.late.iter().map(|money| money.left).sum();
        let left = promise.open + late - self.on(invoice, Day::LAST);
        let rooms = [Room { invoice, left, counting: want }];
        let any = Takable { since: 0, last, is_plan: false, returned: &promise.returned };
        let all = self.takable(any, &rooms, want);
        let keeps_it = all.iter().map(|part| part.counting).sum::<i64>() >= want;
        let since = if keeps_it && !is_early { 0 } else { row.since };
        let parts = match since {
            0 => all,
            since => self.takable(Takable { since, ..any }, &rooms, want),
        };
        self.take(parts, (Some(entry), is_early));
        self.stand_on_others(&promise, (entry, since, last));
        self.displace(&promise);
        Ok(())
    }

    /// What else was claimed for the invoice and no promise stands on counts for a promise of an entry, too, beyond what
    /// replaces what was taken off, up to what it misses: and then for no other.
    fn stand_on_others(
        &mut self,
        promise: &ClaimingPromise,
        (entry, since, last): (u64, u64, Day),
    ) {
        let own = InvoiceClaims::of(&self.claimed, promise.invoice).by_promise(entry, last);
        let (mut want, mut rest) = (promise.missing - own, Vec::new());
        let mut replaced = promise.returned.clone();
        for it in &mut self.claimed {
            let is_free = it.invoice == promise.invoice && it.promise.is_none();
            if want > 0 && is_free && it.day <= last && it.payment.seq > since {
                let mut minor = it.minor;
                for (.., left) in replaced.iter_mut().filter(|(_, of, _)| *of == it.payment) {
                    let part = minor.min(*left);
                    (minor, *left) = (minor - part, *left - part);
                }
                let minor = minor.min(want);
                if minor == 0 {
                    continue;
                }
                rest.push(ClaimedMoney { minor: it.minor - minor, ..*it });
                (want, it.minor, it.promise) = (want - minor, minor, Some(entry));
            }
        }
        self.claimed.extend(rest.into_iter().filter(|it| it.minor > 0));
    }

    /// Whether a promise may take any of the money that is left, or stand on what others took: decided without reading more
    /// than the account.
    fn may_take(&self, claim: &MoneyClaim, row: &PromisedRow) -> bool {
        let claimed = self.on(row.invoice, claim.last);
        let in_time = |it: &&WaitingMoney| it.day <= claim.last;
        let since = |since: u64| -> i64 {
            let counted = self.money.iter().filter(in_time).filter(|it| it.id.seq > since);
            counted.map(|it| it.left).sum()
        };
        let there = since(0);
        let is_free = |it: &ClaimedMoney| it.invoice == row.invoice && it.promise.is_none();
        self.claimed.iter().any(is_free)
            || there > 0
                && (since(row.since) > 0
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
                returned = paid.returned_since((invoice, id.seq), when);
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
        let in_time = Takable { since, last: due, is_plan: true, returned: &plan.money.returned };
        self.take(self.takable(in_time, &self.rooms(plan), want), (None, is_early));
        if !is_early {
            let want = need - plan.money.all_paid() - self.on_plan(plan, Day::LAST);
            let any = Takable { last: as_of, ..in_time };
            self.take(self.takable(any, &self.rooms(plan), want), (None, false));
        }
    }

    fn on_plan(&self, plan: &ClaimingPlan, last: Day) -> i64 {
        let covers = plan.row.covers.iter().zip(&plan.money.open);
        covers.map(|((invoice, _), open)| self.counting_on(plan, *invoice, last).min(*open)).sum()
    }

    /// What counts for a plan of what is claimed for an invoice, of the money that came by a day.
    fn counting_on(&self, plan: &ClaimingPlan, invoice: ItemId, last: Day) -> i64 {
        let claims = InvoiceClaims::of(&self.claimed, invoice);
        claims.beyond(&plan.money.returned, |it| it.day <= last)
    }

    /// What can still be allocated to each invoice of a plan, in their order.
    fn rooms(&self, plan: &ClaimingPlan) -> Vec<Room> {
        let covers = plan.row.covers.iter().zip(plan.money.open.iter().zip(&plan.money.owed));
        let room = |((invoice, _), (open, owed)): (&(ItemId, _), (&i64, &i64))| Room {
            invoice: *invoice,
            left: owed - self.on(*invoice, Day::LAST),
            counting: open - self.counting_on(plan, *invoice, Day::LAST),
        };
        covers.map(room).collect()
    }

    /// What can be taken of the money that may be, up to what is wanted, for the first invoices that have room.
    fn takable(&self, takable: Takable, rooms: &[Room], mut want: i64) -> Vec<TakenPart> {
        let (mut rooms, mut parts) = (rooms.to_vec(), Vec::new());
        for (place, money) in self.money.iter().enumerate().filter(|(_, it)| takable.may_be(it)) {
            let mut there = money.left;
            for room in &mut rooms {
                let invoice = room.invoice;
                let claims = InvoiceClaims::of(&self.claimed, invoice);
                let replacing = claims.to_replace(money.id, takable.is_plan, takable.returned);
                let counting = (there.min(room.left) - replacing).min(room.counting).min(want);
                if counting > 0 {
                    let taken = replacing + counting;
                    (there, room.left) = (there - taken, room.left - taken);
                    (want, room.counting) = (want - counting, room.counting - counting);
                    parts.push(TakenPart { place, invoice, replacing, counting });
                }
            }
        }
        parts
    }

    /// Takes it for a promise of an entry, or for a plan. No promise stands on what replaces money that was taken off.
    fn take(&mut self, parts: Vec<TakenPart>, (promise, is_early): (Option<u64>, bool)) {
        for TakenPart { place, invoice, replacing, counting } in parts {
            let Some(money) = self.money.get_mut(place) else { continue };
            let (payment, day) = (money.id, money.day);
            for (minor, promise) in [(replacing, None), (counting, promise)] {
                if minor > 0 {
                    money.left -= minor;
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
