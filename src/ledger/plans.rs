//! How payment plans stand at a moment: judged by the dates of the money, as promises are. Nothing of
//! that is kept. A plan changes no aging; while it is kept, what it covers is left out of dunning and of
//! late fees. May use: the rest of the ledger, domain.

use crate::domain::{Day, Money};

use super::cases::steps;
use super::claims::{AccountClaims, MoneyClaims};
use super::item::When;
use super::plan_money::{PlanMoney, money_of, needed};
pub use super::plan_money::{plans_of, plans_on};
use super::tables::{ITEMS, ItemId, PLANS, PLANS_BY, PlanRow};
use crate::store::rows::{LedgerError, Rows};

/// The state of a payment plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanState {
    /// Every instalment came by its day.
    Kept,
    /// An instalment is missing, but not as many as end the plan.
    Behind,
    /// So many instalments are missed at once that the rest is due, or one is when the plan has ended.
    Default,
    /// Nothing of what it covers is outstanding.
    Finished,
    /// It was cancelled, or another plan took its place.
    Cancelled,
}

impl PlanState {
    /// The contract words, in the order in which they are listed.
    pub const WORDS: [&'static str; 5] = ["kept", "behind", "default", "finished", "cancelled"];

    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            PlanState::Kept => "kept",
            PlanState::Behind => "behind",
            PlanState::Default => "default",
            PlanState::Finished => "finished",
            PlanState::Cancelled => "cancelled",
        }
    }

    /// Whether it keeps what it covers from dunning and fees.
    pub fn is_live(self) -> bool {
        matches!(self, PlanState::Kept | PlanState::Behind)
    }
}

/// A payment plan as it is judged at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JudgedPlan {
    /// Its state.
    pub state: PlanState,
    /// What was paid of each instalment, in their order.
    pub paid: Vec<Money>,
    /// What is still to be paid of each: less than was agreed where something was credited or given up since, or is in
    /// dispute. Nothing, once it was cancelled.
    pub to_pay: Vec<Money>,
    /// What is left of each invoice that it covers and not in dispute, in the order of the plan.
    pub open: Vec<Money>,
    /// What is left of all of them, disputed or not.
    pub left: Money,
    /// What of the instalments that are past their days is still to come, and does not wait on the account.
    pub missed: Money,
    /// The day of the earliest instalment of those.
    pub missed_due: Option<Day>,
    /// The day since which it is in default, if it is.
    pub default_since: Option<Day>,
    /// What came for past instalments that were not paid in time, and waits on the account. Money that keeps an
    /// earlier promise or instalment is not counted again.
    pub on_account: Money,
    /// What of that each invoice is paid by, in the order of the plan.
    pub waiting: Vec<Money>,
    /// The next instalment that is not past its day and not paid, with what is still to come of it; none
    /// of a plan that is not in force.
    pub next: Option<(Day, Money)>,
}

impl JudgedPlan {
    /// What is left of all that it covers and not in dispute.
    pub fn undisputed(&self) -> Money {
        let all = self.open.iter().copied();
        all.fold(self.left.zero(), |sum, more| sum.plus(more).unwrap_or(sum))
    }

    /// What of all that is left no instalment asks for.
    pub fn not_asked(&self) -> Money {
        let asked = self.to_pay.iter();
        asked.fold(self.left, |left, asked| left.minus(*asked).unwrap_or(left))
    }

    /// The most that can be due of it now: what was missed, and once it is in default all that is left.
    pub fn due_at_most(&self) -> Money {
        match self.state {
            PlanState::Default => self.undisputed(),
            _ => self.missed,
        }
    }
}

impl JudgedPlan {
    /// Judges the instalments that are past their days, where money did not come for all of them in time.
    fn judge_past(
        &mut self,
        claims: &MoneyClaims,
        plan: &PlanRow,
        (past, came): (&[(Day, i64)], &PlanMoney),
        as_of: Day,
    ) {
        let money = |minor: i64| Money::from_minor(minor, plan.amount.scale());
        self.default_since = default_since(plan, past, came, claims);
        let waiting = waiting_by(plan, came, (claims, as_of));
        let there = came.all_paid() + waiting.iter().sum::<i64>();
        self.on_account = money(waiting.iter().sum());
        self.waiting = waiting.into_iter().map(money).collect();
        let missed = past.iter().find(|(_, need)| there < *need);
        self.missed_due = missed.map(|(due, _)| *due);
        let needed = past.last().map_or(0, |(_, need)| *need);
        self.missed = money((needed - there).max(0));
    }
}

/// Judges a payment plan that counts at a moment. An instalment is missed from the day after its own
/// if the money that came by then does not make up for it and all before it; money on account in time
/// asks for allocation instead, unless it keeps an older promise or instalment ([`MoneyClaims`] says which keeps
/// what). Once `default_after` instalments are missed at once, or the last one has passed and something is missed, the
/// plan is in default and stays so. What was credited, written off or disputed need not be paid: it comes off the
/// last instalments. Payments from before the plan don't count.
///
/// The claims are those on some account: they are asked if the plan is of that account.
pub fn judge(
    claims: &AccountClaims,
    id: ItemId,
    plan: &PlanRow,
) -> Result<JudgedPlan, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    let money = |minor: i64| Money::from_minor(minor, plan.amount.scale());
    let came = money_of(rows, id, plan, when)?;
    let paid = came.all_paid();
    let payable = paid + came.open.iter().sum::<i64>();
    let mut judged = JudgedPlan {
        state: PlanState::Kept,
        paid: spread(plan, paid),
        to_pay: Vec::new(),
        open: came.open.iter().map(|minor| money(*minor)).collect(),
        left: money(came.left),
        missed: money(0),
        missed_due: None,
        default_since: None,
        on_account: money(0),
        waiting: vec![money(0); came.open.len()],
        next: None,
    };
    let needed = needed(plan, payable);
    judged.to_pay = still_to_pay(&needed, &judged.paid);
    judged.next = next_unpaid(&needed, when.as_of, paid).map(|(due, minor)| (due, money(minor)));
    let past: Vec<(Day, i64)> = needed.into_iter().filter(|(due, _)| *due < when.as_of).collect();
    let cancelled = steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq));
    if past.iter().any(|(due, need)| came.paid_by(*due) < *need) {
        claims.with_those_of(plan.account, |claims| {
            judged.judge_past(claims.get()?, plan, (&past, &came), when.as_of);
            Ok(())
        })?;
    }
    if cancelled {
        // It asks for no money any more.
        judged.to_pay.fill(money(0));
        judged.waiting.fill(money(0));
        judged.on_account = money(0);
    }
    judged.state = match () {
        () if cancelled => PlanState::Cancelled,
        () if came.left == 0 => PlanState::Finished,
        () if judged.default_since.is_some() => PlanState::Default,
        () if judged.missed.is_positive() => PlanState::Behind,
        () => PlanState::Kept,
    };
    judged.next = judged.next.filter(|_| judged.state.is_live());
    Ok(judged)
}

/// The first instalment that is not past its day and not paid, with what is missing of it. What is paid ahead goes to
/// the earliest instalments.
fn next_unpaid(needed: &[(Day, i64)], as_of: Day, paid: i64) -> Option<(Day, i64)> {
    needed.iter().filter(|(due, _)| *due >= as_of).find_map(|(due, need)| {
        let before = needed.iter().take_while(|(day, _)| day < due).last();
        let paid = paid.max(before.map_or(0, |(_, need)| *need));
        (*need > paid).then(|| (*due, need - paid))
    })
}

/// What is still to come of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanRest {
    /// What is left of all that it covers and not in dispute.
    pub left: Money,
    /// The next instalment that is not past its day, with what is missing of it.
    pub next: Option<(Day, Money)>,
}

/// What is still to come of a plan of the account of some claims, judged at their moment, after the money that came for
/// it and waits there: for instalments whose day is still to come, of the money recorded since the plan.
pub fn rest(
    claims: &AccountClaims,
    id: ItemId,
    plan: &PlanRow,
    judged: &JudgedPlan,
) -> Result<PlanRest, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    let money = |minor: i64| Money::from_minor(minor, plan.amount.scale());
    let came = money_of(rows, id, plan, when)?;
    let claims = claims.get()?;
    let covers = plan.covers.iter().zip(&came.open);
    let arrived = |invoice| claims.on(invoice).beyond(&came.returned, |_| true);
    let waits: i64 = covers.map(|((invoice, _), open)| arrived(*invoice).min(*open)).sum();
    let open = came.open.iter().sum::<i64>();
    let (paid, left) = (came.all_paid(), open - waits);
    let next = next_unpaid(&needed(plan, paid + open), when.as_of, paid + waits);
    let next = next.filter(|_| judged.state.is_live());
    Ok(PlanRest { left: money(left), next: next.map(|(due, minor)| (due, money(minor))) })
}

/// The first day on which as many instalments are missed at once as end the plan, or on which any is missed and the
/// plan's last day has passed: nothing is left to come that could make up for it. An instalment that asks for nothing,
/// because what it was for was credited or is in dispute, is not missed.
fn default_since(
    plan: &PlanRow,
    past: &[(Day, i64)],
    came: &PlanMoney,
    claims: &MoneyClaims,
) -> Option<Day> {
    for (place, (due, _)) in past.iter().enumerate() {
        let then = came.paid_by(*due) + waiting_by(plan, came, (claims, *due)).iter().sum::<i64>();
        let ended = place + 1 == plan.instalments.len();
        let before = std::iter::once(0).chain(past.iter().map(|(_, need)| *need));
        let missed = past[..=place].iter().zip(before);
        let missed = missed.filter(|((_, need), before)| then < *need && before < need).count();
        let enough = if ended { 1 } else { usize::from(plan.default_after.max(1)) };
        if missed >= enough {
            return due.plus(1);
        }
    }
    None
}

/// What is claimed for each invoice of a plan of the money that came by a day and waits on the account.
fn waiting_by(plan: &PlanRow, came: &PlanMoney, (claims, last): (&MoneyClaims, Day)) -> Vec<i64> {
    let covers = plan.covers.iter().zip(&came.open);
    let due = |invoice| claims.due_on(invoice, last, &came.returned);
    covers.map(|((invoice, _), open)| due(*invoice).min(*open)).collect()
}

/// What was paid, put on the instalments in their order.
fn spread(plan: &PlanRow, mut paid: i64) -> Vec<Money> {
    let part = |(_, amount): &(Day, Money)| {
        let minor = amount.minor().min(paid);
        paid -= minor;
        Money::from_minor(minor, amount.scale())
    };
    plan.instalments.iter().map(part).collect()
}

/// What has to be paid of each instalment beyond what was.
fn still_to_pay(needed: &[(Day, i64)], paid: &[Money]) -> Vec<Money> {
    let mut before = 0;
    let part = |((_, need), paid): (&(Day, i64), &Money)| {
        let of_it = need - std::mem::replace(&mut before, *need);
        Money::from_minor((of_it - paid.minor()).max(0), paid.scale())
    };
    needed.iter().zip(paid).map(part).collect()
}

/// What of an invoice is covered by a plan that is kept, or behind but not in default: outstanding, not
/// in dispute, and not to be dunned or charged for. Zero where no plan covers it.
pub fn planned(
    rows: &dyn Rows,
    invoice: ItemId,
    zero: Money,
    when: When,
) -> Result<Money, LedgerError> {
    let account = ITEMS.need(rows, &invoice)?.account;
    match covering(&AccountClaims::new(rows, account, when), invoice)? {
        Some(Covering::Live { open, .. }) => Ok(open),
        _ => Ok(zero),
    }
}

/// What a plan changes about an invoice that it covers.
pub(super) struct PlanEffect {
    /// What it keeps back, without what has arrived for it and waits on account, early or not. That money pays the
    /// invoices, the first ones of the plan first: what it pays is not kept back as well, or the money would be deducted
    /// twice.
    pub(super) planned: Money,
    /// When the invoice fell due with the rest of a plan in default: on the day of the instalment that ended it.
    pub(super) fell_due: Option<Day>,
}

impl PlanEffect {
    /// Of no plan.
    pub(super) fn none(zero: Money) -> PlanEffect {
        PlanEffect { planned: zero, fell_due: None }
    }

    /// On an invoice at the moment of the claims.
    pub(super) fn on(
        claims: &AccountClaims,
        invoice: ItemId,
        zero: Money,
    ) -> Result<PlanEffect, LedgerError> {
        let none = PlanEffect::none(zero);
        Ok(match covering(claims, invoice)? {
            None => none,
            Some(Covering::Ended { fell_due, .. }) => PlanEffect { fell_due, ..none },
            Some(Covering::Live { id, plan, open, waits }) => {
                let arrived = claims.for_plan(invoice, (id, &plan))?;
                let all = Money::from_minor(arrived, zero.scale());
                let planned = open.minus(waits.most(all).least(open)).unwrap_or(zero);
                PlanEffect { planned, ..none }
            }
        })
    }
}

/// How a plan covers an invoice.
enum Covering {
    Live {
        id: ItemId,
        plan: Box<PlanRow>,
        /// What is left of the invoice and not in dispute.
        open: Money,
        /// What of that came for past instalments and waits on the account.
        waits: Money,
    },
    /// The plan is in default.
    Ended { plan: Box<PlanRow>, fell_due: Option<Day> },
}

/// The plan in default because of which the rest of an invoice is due, with the day of the instalment that ended it.
pub fn ended_on(
    claims: &AccountClaims,
    invoice: ItemId,
) -> Result<Option<(PlanRow, Day)>, LedgerError> {
    Ok(match covering(claims, invoice)? {
        Some(Covering::Ended { plan, fell_due: Some(day) }) => Some((*plan, day)),
        _ => None,
    })
}

/// Finds the plan on an invoice that is in force or in default.
fn covering(claims: &AccountClaims, invoice: ItemId) -> Result<Option<Covering>, LedgerError> {
    let mut found = None;
    for (id, plan) in plans_on(claims.rows, invoice, claims.when)? {
        let judged = judge(claims, id, &plan)?;
        if judged.state == PlanState::Default {
            let fell_due = judged.default_since.and_then(|since| since.plus(-1));
            found = Some(Covering::Ended { plan: Box::new(plan), fell_due });
        } else if judged.state.is_live() {
            let mut parts = plan.covers.iter().zip(judged.open.iter().zip(&judged.waiting));
            let part = parts.find(|((covered, _), _)| *covered == invoice);
            let Some((open, waits)) = part.map(|(_, (open, waits))| (*open, *waits)) else {
                return Ok(None);
            };
            return Ok(Some(Covering::Live { id, plan: Box::new(plan), open, waits }));
        }
    }
    Ok(found)
}

/// The payment plans with a missed instalment, in the order of recording: those behind and those in default,
/// each with what is missed and since when. As of today or a day to come; reads only plans with an instalment
/// that was not paid by then.
pub fn missed(
    rows: &dyn Rows,
    when: When,
) -> Result<Vec<(ItemId, PlanRow, JudgedPlan)>, LedgerError> {
    missed_by(rows, when, |id, plan| judge(&AccountClaims::new(rows, plan.account, when), id, plan))
}

/// The same, as `judge` judges them.
pub fn missed_by(
    rows: &dyn Rows,
    when: When,
    mut judge: impl FnMut(ItemId, &PlanRow) -> Result<JudgedPlan, LedgerError>,
) -> Result<Vec<(ItemId, PlanRow, JudgedPlan)>, LedgerError> {
    let mut all = Vec::new();
    for found in PLANS_BY.between(rows, &(), &when.as_of) {
        let ((_, id), ()) = found?;
        let row = PLANS.need(rows, &id)?;
        if !when.counts(row.date, id.seq) {
            continue;
        }
        let judged = judge(id, &row)?;
        if matches!(judged.state, PlanState::Behind | PlanState::Default) {
            all.push((id, row, judged));
        }
    }
    all.sort_by_key(|(id, ..)| *id);
    Ok(all)
}
