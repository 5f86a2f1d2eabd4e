//! What is said of an account to a caller: its balance, how late it is, what was promised. May use:
//! the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::late::SaidLate;
use crate::domain::plan::SaidPlan;
use crate::domain::promise::SaidPromise;
use crate::domain::{Code, Money, Number};
use crate::ledger::chase_sums::{ChaseSums, MissingMoney};
use crate::ledger::claims::AccountClaims;
use crate::ledger::plans::{self, PlanRest, PlanState};
use crate::ledger::promises;
use crate::ledger::tables::{AccountId, CASES_OF, CaseKind, PROMISES};
use crate::ledger::to_chase::take;
use crate::store::rows::{LedgerError, Stop};

use super::balance::{self, Balance, BalanceOf};
use super::{AsOf, Needs, Question, View};

/// Asks what to tell a caller about an account today.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayOf(pub Code);

/// What to tell a caller about an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// What is owed.
    pub balance: Balance,
    /// What is late, without the withheld tax, and what the customer is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<SaidLate>,
    /// What is still to come of the open promises.
    pub promise: Option<SaidPromise>,
    /// Money that arrived for open promises and is on account, to be allocated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Money>,
    /// The payment plans in force or in default, the most pressing first.
    #[serde(default)]
    pub plans: Vec<SaidPlan>,
}

impl Question for SayOf {
    const NAME: &'static str = "say";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Say;

    fn answer(&self, view: &View) -> Result<Say, Stop> {
        let (account, _) = view.account(&self.0, view.when(AsOf::default())?)?;
        let asked = BalanceOf { customer: self.0.clone(), asked: AsOf::default() };
        Say::of(view, account, asked.answer(view)?)
    }
}

/// Asks for the same with only the first open items, however many there are: what a sheet shows first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetOf {
    /// The customer.
    pub customer: Code,
    /// The most items.
    pub most: usize,
    /// An item that must be among them, if it is open.
    #[serde(default)]
    pub through: Option<Number>,
}

impl Question for SheetOf {
    const NAME: &'static str = "sheet";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Say;

    fn answer(&self, view: &View) -> Result<Say, Stop> {
        let (account, _) = view.account(&self.customer, view.when(AsOf::default())?)?;
        let first = (self.most, self.through.as_ref());
        let balance = balance::with_first_items(view, &self.customer, first)?;
        Say::of(view, account, balance)
    }
}

impl Say {
    fn of(view: &View, account: AccountId, balance: Balance) -> Result<Say, Stop> {
        let sums = ChaseSums::of(view.rows, account, view.when(AsOf::default())?)?;
        let mut missing = MissingMoney::of(&sums)?;
        let (promise, arrived) = open_promises(view, &sums, &mut missing)?;
        let plans = live_plans(view, &sums, &mut missing)?;
        Ok(Say { balance, late: Some(sums.late()?), promise, arrived, plans })
    }
}

/// How many cases of an account are looked at for open promises, the newest first.
const LOOKED_AT: usize = 256;

/// What is still to come of the open promises of an account, and what came for them and waits to be allocated. What is
/// disputed of an invoice, or covered by money on account that pays nothing else, is not still to come.
fn open_promises(
    view: &View,
    sums: &ChaseSums,
    missing: &mut MissingMoney,
) -> Result<(Option<SaidPromise>, Option<Money>), LedgerError> {
    let (mut open, mut arrived) = (Vec::new(), None);
    let today = sums.claims();
    for member in &today.group()?.members {
        for found in CASES_OF.newest(view.rows, member).take(LOOKED_AT) {
            let ((_, id), kind) = found?;
            if kind != CaseKind::Promise {
                continue;
            }
            let row = PROMISES.need(view.rows, &id)?;
            let when = super::told::today(view, row.date);
            // Of a promise that is dated ahead, on its own day.
            let ahead = AccountClaims::new(view.rows, sums.account(), when);
            let claims = if when.as_of == view.today { today } else { &ahead };
            if !promises::is_open(claims, id, &row)? {
                continue;
            }
            let judged = promises::judge(claims, id, &row)?;
            let came = judged.to_allocate;
            if came.is_positive() {
                let sum = arrived.unwrap_or(came.zero()).plus(came);
                arrived = Some(sum.ok_or(LedgerError::Beyond("an account"))?);
            }
            // Past its day, money in time may wait of which only a part can still be allocated.
            let to_come = missing.of_promise(sums, (row.invoice, when), &judged)?;
            open.extend(Some((to_come, row.by)).filter(|_| to_come.is_positive()));
        }
    }
    Ok((SaidPromise::of(&open), arrived))
}

/// The payment plans of an account that are in force or in default: those in default first, then those
/// with a missed instalment, then by the day of the next one. What has arrived for them is deducted, and so is what was
/// promised of their invoices, which is said already, and money on account that pays nothing else.
fn live_plans(
    view: &View,
    sums: &ChaseSums,
    missing: &mut MissingMoney,
) -> Result<Vec<SaidPlan>, LedgerError> {
    let claims = sums.claims();
    let mut live = Vec::new();
    for member in &claims.group()?.members {
        for (id, row) in plans::plans_of(view.rows, *member, claims.when)? {
            let judged = plans::judge(claims, id, &row)?;
            let in_default = judged.state == PlanState::Default;
            if !judged.state.is_live() && !in_default {
                continue;
            }
            let PlanRest { mut left, next } = plans::rest(claims, id, &row, &judged)?;
            if in_default {
                left = sums.left_of_plan(&row, &judged)?;
            } else {
                for ((invoice, _), open) in row.covers.iter().zip(&judged.open) {
                    let beyond = missing.beyond_promised(*invoice);
                    let twice = beyond.and_then(|beyond| open.minus(beyond));
                    let twice = twice.filter(|twice| twice.is_positive());
                    twice.map(|twice| take(&mut left, twice));
                }
            }
            let missed = judged.missed_due.map(|due| (judged.missed, due));
            let next = next.map(|(due, amount)| (amount, due));
            live.push((row, SaidPlan { left, missed, next, in_default }));
        }
    }
    live.sort_by_key(|(_, plan)| {
        let day = plan.missed.or(plan.next).map(|(_, day)| day);
        (!plan.in_default, plan.missed.is_none(), day)
    });
    let deducted = live.into_iter().map(|(row, mut plan)| {
        // What is due of a plan in default is what money on account leaves.
        for (invoice, _) in row.covers.iter().filter(|_| !plan.in_default) {
            missing.spare.cover(*invoice, &mut plan.left);
        }
        for (amount, _) in plan.missed.iter_mut().chain(&mut plan.next) {
            *amount = plan.left.least(*amount);
        }
        plan
    });
    Ok(deducted.filter(|plan| plan.left.is_positive()).collect())
}
