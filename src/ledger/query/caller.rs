//! What a desk shows while somebody calls: the accounts that may be meant, and all of an account. Each
//! is one question, so that its parts are of one moment and come in one round trip. May use: the rest
//! of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::late::SaidLate;
use crate::domain::plan::SaidPlan;
use crate::domain::promise::SaidPromise;
use crate::domain::{Code, Day, Money, Number};
use crate::ledger::{cases, item};
use crate::store::rows::Stop;

use super::balance::Balance;
use super::lately::{Happened, LastPaid, LatelyOf};
use super::lookup::{Lookup, LookupOf};
use super::say::{Say, SheetOf};
use super::show::{self, ShownCustomer};
use super::{AsOf, Needs, Question, View};

/// An account as the desk shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Whose.
    pub customer: ShownCustomer,
    /// What is owed, and the first of the open items.
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
    /// What happened lately, the newest first.
    pub lately: Vec<Happened>,
    /// The disputes that wait, on the items shown.
    #[serde(default)]
    pub disputes: Vec<DisputeOn>,
}

/// A dispute that waits, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeOn {
    /// The invoice.
    pub invoice: Number,
    /// The dispute.
    pub dispute: Number,
    /// What is still in dispute.
    pub left: Money,
}

/// Asks for an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountOf {
    /// Whose.
    pub customer: Code,
    /// How many open items at most, those due first.
    pub items: usize,
    /// An item that must be among them, if it is open.
    #[serde(default)]
    pub through: Option<Number>,
    /// How many of the latest events at most.
    pub lately: usize,
}

impl Question for AccountOf {
    const NAME: &'static str = "account";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Account;

    fn answer(&self, view: &View) -> Result<Account, Stop> {
        let (id, row) = view.account(&self.customer, view.when(AsOf::default())?)?;
        self.with(view, show::customer_alone(view, id, row)?)
    }
}

impl AccountOf {
    fn with(&self, view: &View, customer: ShownCustomer) -> Result<Account, Stop> {
        let (of, through) = (self.customer.clone(), self.through.clone());
        let sheet = SheetOf { customer: of.clone(), most: self.items, through };
        let Say { balance, late, promise, arrived, plans } = sheet.answer(view)?;
        let lately = LatelyOf { customer: of, most: self.lately }.answer(view)?;
        let disputes = disputes_on(view, &balance)?;
        Ok(Account { customer, balance, late, promise, arrived, plans, lately, disputes })
    }
}

/// The disputes that wait, on those of the items shown that are disputed.
fn disputes_on(view: &View, balance: &Balance) -> Result<Vec<DisputeOn>, Stop> {
    let when = view.when(AsOf::default())?;
    let mut disputes = Vec::new();
    for shown in balance.items.iter().filter(|shown| shown.disputed.is_some()) {
        let Some((id, row)) = item::item(view.rows, &shown.item)? else { continue };
        for standing in cases::disputes_on(view.rows, id, &row, when)? {
            if standing.state.is_live() {
                disputes.push(DisputeOn {
                    invoice: shown.item.clone(),
                    dispute: standing.row.number,
                    left: Money::from_minor(standing.parts.remaining, row.amount.scale()),
                });
            }
        }
    }
    Ok(disputes)
}

/// Asks for the accounts that a caller may mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallersOf {
    /// What the caller says.
    pub query: String,
    /// How many accounts at most.
    pub limit: usize,
    /// How many open items of the likeliest one at most.
    pub items: usize,
    /// How many of its latest events at most.
    pub lately: usize,
}

/// The accounts that a caller may mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Callers {
    /// The accounts, the likeliest first.
    pub lookup: Lookup,
    /// When each of them paid last.
    pub paid: Vec<Option<Day>>,
    /// The likeliest of them, without the cases that wait for something: an account may have very
    /// many, and this is answered at every key.
    pub first: Option<Account>,
}

impl Question for CallersOf {
    const NAME: &'static str = "callers";
    const IS_OF_ROWS: bool = false;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Callers;

    fn answer(&self, view: &View) -> Result<Callers, Stop> {
        let (query, limit) = (self.query.clone(), self.limit);
        let lookup = LookupOf { query, limit }.answer(view)?;
        let codes: Vec<Code> = lookup.hits.iter().map(|hit| hit.customer.clone()).collect();
        let first = codes.first().map(|code| self.first(view, code)).transpose()?;
        Ok(Callers { lookup, paid: LastPaid(codes).answer(view)?, first })
    }
}

impl CallersOf {
    fn first(&self, view: &View, code: &Code) -> Result<Account, Stop> {
        let (id, row) = view.account(code, view.when(AsOf::default())?)?;
        let customer = show::without_cases(view, id, row)?;
        let (items, lately) = (self.items, self.lately);
        AccountOf { customer: code.clone(), items, through: None, lately }.with(view, customer)
    }
}
