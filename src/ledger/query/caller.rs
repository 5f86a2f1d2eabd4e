//! What a desk shows during a call: the accounts that may be meant, and everything on an account. Each
//! is one question, so that its parts are of one moment and need one round trip. May use: the rest of
//! the queries.

use serde::{Deserialize, Serialize};

use crate::domain::late::SaidLate;
use crate::domain::plan::SaidPlan;
use crate::domain::promise::SaidPromise;
use crate::domain::{Code, Day, Money, Number};
use crate::ledger::{cases, item};
use crate::store::rows::Stop;

use super::balance::Balance;
use super::last_paid::LastPaid;
use super::lately::{Happened, LatelyOf};
use super::lookup::{Lookup, LookupOf};
use super::say::{Say, SheetOf};
use super::show::{self, ShownCustomer};
use super::{AsOf, Needs, Question, View};

/// An account as the desk shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The customer's code.
    pub customer: ShownCustomer,
    /// What is owed, and the first open items.
    pub balance: Balance,
    /// What is late besides the withheld tax, and what the customer is asked for.
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
    /// What happened recently, newest first.
    pub lately: Vec<Happened>,
    /// The open disputes on the items shown.
    #[serde(default)]
    pub disputes: Vec<DisputeOn>,
}

/// An open dispute and its invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeOn {
    /// The invoice.
    pub invoice: Number,
    /// The dispute.
    pub dispute: Number,
    /// The amount still in dispute.
    pub left: Money,
}

/// Asks for an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountOf {
    /// The customer.
    pub customer: Code,
    /// The most open items, earliest due first.
    pub items: usize,
    /// An item to include if it is open.
    #[serde(default)]
    pub through: Option<Number>,
    /// The most recent events to include.
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

/// The open disputes on the items shown.
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
    /// What was typed.
    pub query: String,
    /// The most accounts.
    pub limit: usize,
    /// The most open items of the likeliest account.
    pub items: usize,
    /// The most recent events of the likeliest account.
    pub lately: usize,
}

/// The accounts that a caller may mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Callers {
    /// The accounts, the likeliest first.
    pub lookup: Lookup,
    /// When each of them paid last.
    pub paid: Vec<Option<Day>>,
    /// The likeliest of them, without its open cases: an account may have very many, and this is
    /// answered at every key.
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
