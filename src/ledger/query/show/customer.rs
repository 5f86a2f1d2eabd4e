//! A customer, whole.

use serde::{Deserialize, Serialize};

use crate::domain::event::CustomerDetails;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Money};
use crate::ledger::item;
use crate::ledger::query::{Asked, View, open};
use crate::ledger::rows::Stop;
use crate::ledger::tables::{ACCOUNTS, AccountId, AccountRow, MERGED};

/// A customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCustomer {
    /// The code.
    pub customer: Code,
    /// Who that is.
    #[serde(flatten)]
    pub details: CustomerDetails,
    /// Terms of payment.
    pub terms: Terms,
    /// The account's currency.
    pub currency: Currency,
    /// The most that may be owed.
    pub credit_limit: Option<Money>,
    /// Why it is on hold today, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<String>,
    /// The account that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Code>,
    /// Open debits less what is on account, as of today.
    pub balance: Money,
    /// The entry that says so.
    pub entry: u64,
}

/// A customer, whole.
pub(in crate::ledger::query) fn customer(
    view: &View,
    id: AccountId,
    account: AccountRow,
) -> Result<ShownCustomer, Stop> {
    let items = open::open_items(view, id, view.when(Asked::default())?)?;
    let sums = open::sums(&items, account.currency.zero(), view.today)?;
    let merged = MERGED.get(view.rows, &id)?;
    let into = merged.map(|(into, _)| ACCOUNTS.need(view.rows, &into)).transpose()?;
    Ok(ShownCustomer {
        details: view.details(account.seq)?,
        customer: account.code,
        terms: account.terms,
        currency: account.currency,
        credit_limit: account.credit_limit,
        on_hold: item::on_hold(view.rows, id, view.today)?,
        merged_into: into.map(|into| into.code),
        balance: sums.balance,
        entry: account.seq,
    })
}
