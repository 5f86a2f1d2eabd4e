//! A customer in full.

use serde::{Deserialize, Serialize};

use crate::domain::event::CustomerDetails;
use crate::domain::habit::{PayingHabit, TOLD_FROM};
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::item::{self, When};
use crate::ledger::promises::{self, PromiseRecord};
use crate::ledger::query::dunning::{self, DunningStanding};
use crate::ledger::query::{View, sums};
use crate::ledger::tables::{ACCOUNTS, AccountId, AccountRow, CASES_OF, MERGED};
use crate::ledger::{habit, merged};
use crate::store::rows::{LedgerError, Stop};

/// A customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCustomer {
    /// The code.
    pub customer: Code,
    /// The customer's details.
    #[serde(flatten)]
    pub details: CustomerDetails,
    /// Terms of payment.
    pub terms: Terms,
    /// The account's currency.
    pub currency: Currency,
    /// The credit limit.
    pub credit_limit: Option<Money>,
    /// The reason for a hold, if it is on hold today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<String>,
    /// The account it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Code>,
    /// The day from which that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Day>,
    /// Open debits less what is on account, as of today.
    pub balance: Money,
    /// Open disputes, promises, payment plans and callbacks.
    pub open_cases: Vec<Number>,
    /// The last dunning letter, the blocks and the group, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dunning: Option<DunningStanding>,
    /// How the customer pays, if only one customer is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub habit: Option<PayingHabit>,
    /// How the customer keeps promises, if only one customer is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<PromiseRecord>,
    /// The entry that last changed the details.
    pub entry: u64,
}

/// A customer in full.
pub(in crate::ledger::query) fn customer(
    view: &View,
    id: AccountId,
    account: AccountRow,
) -> Result<ShownCustomer, Stop> {
    let open_cases = open_cases(view, id)?;
    let when = When { as_of: view.today, ..When::ALL };
    let dunning = dunning::standing(view, id, when)?;
    let dunning = Some(dunning).filter(|it| *it != DunningStanding::default());
    Ok(ShownCustomer { open_cases, dunning, ..without_cases(view, id, account)? })
}

/// A single customer with open cases, how the customer pays, and how the customer keeps promises.
pub(in crate::ledger::query) fn customer_alone(
    view: &View,
    id: AccountId,
    account: AccountRow,
) -> Result<ShownCustomer, Stop> {
    let when = When { as_of: view.today, ..When::ALL };
    let paid = habit::paid_invoices(view.rows, id, when, TOLD_FROM)?;
    let promises = promises::record(view.rows, id, when)?;
    Ok(ShownCustomer {
        habit: Some(PayingHabit::of(&paid)),
        promises: Some(promises),
        ..customer(view, id, account)?
    })
}

/// A customer without open cases.
pub(in crate::ledger::query) fn without_cases(
    view: &View,
    id: AccountId,
    account: AccountRow,
) -> Result<ShownCustomer, Stop> {
    let merged = MERGED.get(view.rows, &id)?;
    let into = merged.map(|merger| ACCOUNTS.need(view.rows, &merger.into)).transpose()?;
    Ok(ShownCustomer {
        details: view.details(id)?,
        customer: account.code,
        terms: account.terms,
        currency: account.currency,
        credit_limit: account.credit_limit,
        on_hold: item::on_hold(view.rows, id, view.today)?,
        merged_into: into.map(|into| into.code),
        merged: merged.map(|merger| merger.date),
        balance: sums::balance(view, id)?,
        open_cases: Vec::new(),
        dunning: None,
        habit: None,
        promises: None,
        entry: account.seq,
    })
}

/// The open cases of an account, as recorded.
fn open_cases(view: &View, account: AccountId) -> Result<Vec<Number>, LedgerError> {
    let mut open = Vec::new();
    let claims = ClaimsByAccount::new(view.rows);
    for member in merged::members(view.rows, account, When::ALL)? {
        for found in CASES_OF.scan(view.rows, &member.id) {
            let ((_, id), kind) = found?;
            open.extend(super::waiting(view, &claims, (kind, id))?);
        }
    }
    Ok(open)
}
