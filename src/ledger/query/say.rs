//! What is said of an account to a caller: its balance, how late it is, what was promised. May use:
//! the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::plan::SaidPlan;
use crate::domain::promise::SaidPromise;
use crate::domain::{Code, Number};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::plans::{self, PlanState};
use crate::ledger::promises;
use crate::ledger::tables::{AccountId, CASES_OF, CaseKind, PROMISES};
use crate::store::rows::{LedgerError, Stop};

use super::balance::{self, Balance, BalanceOf};
use super::{AsOf, Needs, Question, View};

/// Asks what to tell a caller about an account today.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayOf(pub Code);

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// What is owed.
    pub balance: Balance,
    /// The open promises.
    pub promise: Option<SaidPromise>,
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
        Ok(Say {
            balance: asked.answer(view)?,
            promise: open_promises(view, account)?,
            plans: live_plans(view, account)?,
        })
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
        Ok(Say {
            balance,
            promise: open_promises(view, account)?,
            plans: live_plans(view, account)?,
        })
    }
}

/// How many cases of an account are looked at for open promises, the newest first.
const LOOKED_AT: usize = 256;

/// The open promises of an account.
fn open_promises(view: &View, account: AccountId) -> Result<Option<SaidPromise>, LedgerError> {
    let mut open = Vec::new();
    for member in merged::members(view.rows, account, When::ALL)? {
        for found in CASES_OF.newest(view.rows, &member.id).take(LOOKED_AT) {
            let ((_, id), kind) = found?;
            if kind != CaseKind::Promise {
                continue;
            }
            let row = PROMISES.need(view.rows, &id)?;
            if promises::is_open(view.rows, id, &row, super::told::today(view, row.date))? {
                open.push((row.amount, row.by));
            }
        }
    }
    Ok(SaidPromise::of(&open))
}

/// The payment plans of an account that are in force or in default: those in default first, then those
/// with a missed instalment, then by the day of the next one.
fn live_plans(view: &View, account: AccountId) -> Result<Vec<SaidPlan>, LedgerError> {
    let mut live = Vec::new();
    for member in merged::members(view.rows, account, When::ALL)? {
        let when = When { as_of: view.today, ..When::ALL };
        for (id, row) in plans::plans_of(view.rows, member.id, when)? {
            let judged = plans::judge(view.rows, id, &row, super::told::today(view, row.date))?;
            let in_default = judged.state == PlanState::Default;
            if !judged.state.is_live() && !in_default {
                continue;
            }
            let missed = judged.missed_due.map(|due| (judged.missed, due));
            let next = judged.next.map(|(due, amount)| (amount, due));
            live.push(SaidPlan { left: judged.undisputed(), missed, next, in_default });
        }
    }
    live.sort_by_key(|plan| {
        let day = plan.missed.or(plan.next).map(|(_, day)| day);
        (!plan.in_default, plan.missed.is_none(), day)
    });
    Ok(live)
}
