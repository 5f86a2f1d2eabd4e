//! What is said of an account to a caller: its balance, how late it is, what was promised. May use:
//! the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::late::SaidLate;
use crate::domain::plan::SaidPlan;
use crate::domain::promise::SaidPromise;
use crate::domain::{Code, Money, Number};
use crate::ledger::claims::AccountClaims;
use crate::ledger::item::When;
use crate::ledger::plans::{self, PlanState};
use crate::ledger::promises;
use crate::ledger::tables::{AccountId, CASES_OF, CaseKind, PROMISES};
use crate::ledger::{merged, withheld};
use crate::store::rows::{LedgerError, Stop};

use super::balance::{self, Balance, BalanceOf};
use super::{AsOf, Needs, Question, View, open};

/// Asks what to tell a caller about an account today.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayOf(pub Code);

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// What is owed.
    pub balance: Balance,
    /// What is late beside what was withheld as tax, where anything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<SaidLate>,
    /// What is still to come of the open promises.
    pub promise: Option<SaidPromise>,
    /// What came for open promises and waits on the account to be allocated.
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

/// Asks for the same with the first of the open items alone, however many there are: what a sheet
/// shows first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetOf {
    /// Whose.
    pub customer: Code,
    /// How many items.
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
        let late = late_beside_withheld(view, account, &balance)?;
        let (promise, arrived) = open_promises(view, account)?;
        let plans = live_plans(view, account, &balance)?;
        Ok(Say { balance, late, promise, arrived, plans })
    }
}

/// What is late of an account beside what was withheld as tax. Money on account pays the oldest due first.
fn late_beside_withheld(
    view: &View,
    account: AccountId,
    balance: &Balance,
) -> Result<Option<SaidLate>, Stop> {
    if balance.withheld.is_none() {
        return Ok(None);
    }
    let (when, zero) = (view.when(AsOf::default())?, balance.balance.zero());
    let (mut in_hand, mut late, mut days) = (balance.on_account, zero, None);
    for item in open::open_items(view, account, when)? {
        if item.due >= balance.as_of || !item.signed().is_positive() {
            continue;
        }
        let kept = withheld::withheld(view.rows, item.id, zero, when)?;
        let left = item.signed().minus(kept).unwrap_or(zero);
        let paid = left.least(in_hand);
        in_hand = in_hand.minus(paid).unwrap_or(zero);
        let left = left.minus(paid).unwrap_or(zero);
        if left.is_positive() {
            late = late.plus(left).ok_or(LedgerError::Beyond("an account"))?;
            days = days.or(Some(balance.as_of.days_since(item.due)));
        }
    }
    Ok(Some(SaidLate { amount: late, days }))
}

/// How many cases of an account are looked at for open promises, the newest first.
const LOOKED_AT: usize = 256;

/// What is still to come of the open promises of an account, and what came for them and waits to be allocated.
fn open_promises(
    view: &View,
    account: AccountId,
) -> Result<(Option<SaidPromise>, Option<Money>), LedgerError> {
    let (mut open, mut arrived) = (Vec::new(), None);
    let today = AccountClaims::new(view.rows, account, super::told::today(view, view.today));
    for member in merged::members(view.rows, account, When::ALL)? {
        for found in CASES_OF.newest(view.rows, &member.id).take(LOOKED_AT) {
            let ((_, id), kind) = found?;
            if kind != CaseKind::Promise {
                continue;
            }
            let row = PROMISES.need(view.rows, &id)?;
            let when = super::told::today(view, row.date);
            // Of a promise that is dated ahead, on its own day.
            let ahead = AccountClaims::new(view.rows, account, when);
            let claims = if when.as_of == view.today { &today } else { &ahead };
            if !promises::is_open(claims, id, &row)? {
                continue;
            }
            let judged = promises::judge_by(claims, id, &row)?;
            let came = promises::arrived(claims, (id, row.invoice, row.last()), &judged)?;
            // Past its day, money in time may wait of which only a part can still be allocated.
            let is_over = when.as_of > row.last();
            let here = if is_over { judged.on_account } else { came };
            let missing = judged.missing.minus(here).unwrap_or(judged.missing);
            if missing.is_positive() {
                open.push((missing, row.by));
            }
            if came.is_positive() {
                let sum = arrived.unwrap_or(came.zero()).plus(came);
                arrived = Some(sum.ok_or(LedgerError::Beyond("an account"))?);
            }
        }
    }
    Ok((SaidPromise::of(&open), arrived))
}

/// The payment plans of an account that are in force or in default: those in default first, then those
/// with a missed instalment, then by the day of the next one. What has arrived for them is deducted, and together they
/// ask for no more than the account owes.
fn live_plans(
    view: &View,
    account: AccountId,
    balance: &Balance,
) -> Result<Vec<SaidPlan>, LedgerError> {
    let mut live = Vec::new();
    for member in merged::members(view.rows, account, When::ALL)? {
        let when = When { as_of: view.today, ..When::ALL };
        for (id, row) in plans::plans_of(view.rows, member.id, when)? {
            let when = super::told::today(view, row.date);
            let claims = AccountClaims::new(view.rows, row.account, when);
            let judged = plans::judge_by(&claims, id, &row)?;
            let in_default = judged.state == PlanState::Default;
            if !judged.state.is_live() && !in_default {
                continue;
            }
            let rest = plans::rest(&claims, id, &row, &judged)?;
            let missed = judged.missed_due.map(|due| (judged.missed, due));
            let next = rest.next.map(|(due, amount)| (amount, due));
            live.push(SaidPlan { left: rest.left, missed, next, in_default });
        }
    }
    live.sort_by_key(|plan| {
        let day = plan.missed.or(plan.next).map(|(_, day)| day);
        (!plan.in_default, plan.missed.is_none(), day)
    });
    let mut owed = balance.balance.most(balance.balance.zero());
    for plan in &mut live {
        plan.left = plan.left.least(owed);
        owed = owed.minus(plan.left).unwrap_or(owed);
        for (amount, _) in plan.missed.iter_mut().chain(&mut plan.next) {
            *amount = plan.left.least(*amount);
        }
    }
    live.retain(|plan| plan.left.is_positive());
    Ok(live)
}
