//! What is said of an account to a caller: its balance, how late it is, what was promised. May use:
//! the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::plan::SaidPlan;
use crate::domain::{Code, Day, Money, Number};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::plans::{self, PlanState};
use crate::ledger::promises;
use crate::ledger::tables::{AccountId, CASES_OF, CaseKind, ItemId, PROMISES};
use crate::store::rows::{LedgerError, Stop};

use super::balance::{self, Balance, BalanceOf};
use super::{Asked, Needs, Question, View};

/// Asks what is said of an account today.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayOf(pub Code);

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// What is owed.
    pub balance: Balance,
    /// The open promise that was made last: how much, and by when.
    pub promise: Option<(Money, Day)>,
    /// The payment plan that was agreed last, while anything is left of it.
    #[serde(default)]
    pub plan: Option<SaidPlan>,
}

impl Question for SayOf {
    const NAME: &'static str = "say";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Say;

    fn answer(&self, view: &View) -> Result<Say, Stop> {
        let (account, _) = view.account(&self.0, view.when(Asked::default())?)?;
        let asked = BalanceOf { customer: self.0.clone(), asked: Asked::default() };
        Ok(Say {
            balance: asked.answer(view)?,
            promise: open_promise(view, account)?,
            plan: last_plan(view, account)?,
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
        let (account, _) = view.account(&self.customer, view.when(Asked::default())?)?;
        let first = (self.most, self.through.as_ref());
        let balance = balance::with_first_items(view, &self.customer, first)?;
        Ok(Say { balance, promise: open_promise(view, account)?, plan: last_plan(view, account)? })
    }
}

/// How many cases of an account are looked at for an open promise, the newest first.
const LOOKED_AT: usize = 256;

/// The open promise of an account that was made last.
fn open_promise(view: &View, account: AccountId) -> Result<Option<(Money, Day)>, LedgerError> {
    let mut newest = None;
    for member in merged::members(view.rows, account, When::ALL)? {
        for found in CASES_OF.newest(view.rows, &member.id).take(LOOKED_AT) {
            let ((_, id), kind) = found?;
            if kind != CaseKind::Promise || newest.is_some_and(|(known, _)| known > id) {
                continue;
            }
            let row = PROMISES.need(view.rows, &id)?;
            if promises::is_open(view.rows, id, &row, super::told::today(view, row.date))? {
                newest = Some((id, (row.amount, row.by)));
                break;
            }
        }
    }
    Ok(newest.map(|(_, promise)| promise))
}

/// The payment plan of an account that was agreed last, if it is in force or in default.
fn last_plan(view: &View, account: AccountId) -> Result<Option<SaidPlan>, LedgerError> {
    let mut newest: Option<(ItemId, SaidPlan)> = None;
    for member in merged::members(view.rows, account, When::ALL)? {
        let when = When { as_of: view.today, ..When::ALL };
        for (id, row) in plans::plans_of(view.rows, member.id, when)? {
            if newest.is_some_and(|(known, _)| known > id) {
                continue;
            }
            let judged = plans::judge(view.rows, id, &row, super::told::today(view, row.date))?;
            if !judged.state.is_live() && judged.state != PlanState::Default {
                continue;
            }
            let missed = judged.missed_due.map(|due| (judged.missed, due));
            let next = judged.next.map(|(due, amount)| (amount, due));
            let in_default = judged.state == PlanState::Default;
            newest = Some((id, SaidPlan { left: judged.undisputed(), missed, next, in_default }));
        }
    }
    Ok(newest.map(|(_, plan)| plan))
}
