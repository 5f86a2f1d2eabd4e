//! What a customer owes, and why.

use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};

use crate::domain::event::EarlyPayment;
use crate::domain::{Code, Currency, Day, Money, Number, Refusal, Rule};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{AccountId, AccountRow};
use crate::ledger::{merged, withheld};
use crate::store::rows::{LedgerError, Stop};

use super::open::{self, Buckets, ItemPlace, OpenItem, Sums};
use super::sums::{self, AccountSums};
use super::{AsOf, Needs, Question, View};

/// Asks for a customer's balance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BalanceOf {
    /// The customer.
    pub customer: Code,
    /// The day, and the last entry that counts.
    pub asked: AsOf,
}

/// A customer's balance and the items it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    /// The customer.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// As of this day.
    pub as_of: Day,
    /// Whether that day is still to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// As known at this entry.
    pub known_at: u64,
    /// The account's currency.
    pub currency: Currency,
    /// Open debits less what is on account; negative if the customer is in credit.
    pub balance: Money,
    /// One day late or more, disputed included.
    pub overdue: Money,
    /// What is left of payments and credit notes, positive.
    pub on_account: Money,
    /// How much of what is owed is disputed.
    pub disputed: Money,
    /// What is owed but was withheld as tax and is not certified yet; `None` if nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Money>,
    /// What is owed, by age.
    pub aging: Buckets,
    /// The items, by due date; they add up to the balance.
    pub items: Vec<BalanceItem>,
    /// What the balance says of all items, if it has only the first of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<BalanceRest>,
    /// The item after which the next part begins; `None` if no more follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Number>,
}

/// What a balance says of all its items if it has only the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalanceRest {
    /// How many items are open in all.
    pub open: usize,
    /// What [`Balance::days_late`] says.
    pub days_late: Option<i64>,
}

/// An open item on a balance; what is left of payments and credit notes is negative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalanceItem {
    /// Its number.
    pub item: Number,
    /// Its kind: `invoice`, `credit_note`, `payment`.
    pub kind: String,
    /// Its date.
    pub date: Day,
    /// When it is due.
    pub due: Day,
    /// Its amount.
    pub amount: Money,
    /// What is left of it.
    pub outstanding: Money,
    /// How much of that is disputed; `None` if nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Money>,
    /// The customer's reference on it, or the payer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Its early-payment discount, if its terms give one and nothing of it is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPayment>,
}

impl Balance {
    /// How many days late the oldest item is that money on account, applied oldest first, does not
    /// cover; `None` if it covers all that is late.
    pub fn days_late(&self) -> Option<i64> {
        if let Some(rest) = &self.rest {
            return rest.days_late;
        }
        let owed = self.items.iter().filter(|item| item.outstanding.is_positive());
        let mut late: Vec<(i64, i64)> = owed
            .map(|item| (self.as_of.days_since(item.due), item.outstanding.minor()))
            .filter(|(days, _)| *days > 0)
            .collect();
        late.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
        let mut on_account = self.on_account.minor();
        let uncovered = late.into_iter().find(|(_, left)| {
            on_account = on_account.saturating_sub(*left);
            on_account < 0
        });
        uncovered.map(|(days, _)| days)
    }
}

impl Balance {
    /// How many items are open, whether the balance has them or not.
    pub fn open(&self) -> usize {
        self.rest.map_or(self.items.len(), |rest| rest.open)
    }

    /// Whether more items are open than the balance has.
    pub fn has_more(&self) -> bool {
        self.open() > self.items.len()
    }
}

impl BalanceItem {
    /// An open item as it is shown.
    pub(super) fn of(item: OpenItem) -> BalanceItem {
        BalanceItem {
            kind: item.row.kind.word().to_string(),
            date: item.row.date,
            due: item.due,
            amount: item.signed_amount(),
            outstanding: item.signed(),
            disputed: Some(item.disputed).filter(|disputed| disputed.is_positive()),
            early_payment: item.row.early_in_full(),
            item: item.row.number,
            reference: item.row.reference,
        }
    }
}

impl Question for BalanceOf {
    const NAME: &'static str = "balance";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Balance;

    fn answer(&self, view: &View) -> Result<Balance, Stop> {
        let when = view.when(self.asked)?;
        let (id, account) = view.account(&self.customer, when)?;
        let items = open::open_items(view, id, when)?;
        let sums = open::sums(&items, account.currency.zero(), when.as_of)?;
        Ok(of_sums(view, (id, account), when, (sums, items))?)
    }
}

/// Asks for a customer's balance with some of its items: the sums are those of all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BalancePart {
    /// The customer.
    pub customer: Code,
    /// The day, and the last entry that counts.
    pub asked: AsOf,
    /// The most items; if absent, all that come after `after`.
    pub limit: Option<NonZeroUsize>,
    /// The item of this account after which they begin, by due date; if absent, at the first.
    pub after: Option<Number>,
}

impl Question for BalancePart {
    const NAME: &'static str = "balance_part";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Balance;

    fn answer(&self, view: &View) -> Result<Balance, Stop> {
        let when = view.when(self.asked)?;
        let (id, account) = view.account(&self.customer, when)?;
        let after = self.after.as_ref().map(|number| place(view, id, number, when)).transpose()?;
        let most = self.limit.map_or(usize::MAX, NonZeroUsize::get);
        // One item more than asked for: if it is there, more follow.
        let first = (after.as_ref(), most.saturating_add(1));
        let mut items = open::items_behind(view, id, when, first)?;
        let is_last = items.len() <= most;
        items.truncate(most);
        let mut balance = of_all(view, (id, account), when, items)?;
        let last = balance.items.last().map(|item| item.item.clone());
        balance.next = last.or_else(|| self.after.clone()).filter(|_| !is_last);
        Ok(balance)
    }
}

/// The place of an item of the account among those that are open, whether it is open itself or not.
fn place(view: &View, account: AccountId, number: &Number, when: When) -> Result<ItemPlace, Stop> {
    let unknown = || Refusal::new(Rule::DocumentUnknown, "after").with("given", number);
    let (id, row) = item::item(view.rows, number)?.ok_or_else(unknown)?;
    match merged::root(view.rows, row.account, when)? == account {
        true => Ok((item::due(view.rows, id, &row, when)?, row.number)),
        false => Err(unknown().into()),
    }
}

/// The balance of an account today with its first items: what is owed by due date, then what is on
/// account. Reads at most `most` items, or as many as lead to the item that must be among them.
pub(super) fn with_first_items(
    view: &View,
    customer: &Code,
    (most, through): (usize, Option<&Number>),
) -> Result<Balance, Stop> {
    let when = view.when(AsOf::default())?;
    let (id, account) = view.account(customer, when)?;
    let through = through.map(|number| item::item(view.rows, number)).transpose()?.flatten();
    let through = through.map(|(id, _)| id);
    let items = open::first_items(view, id, when, (most, through))?;
    of_all(view, (id, account), when, items)
}

/// The balance of an account at a moment, with some of its items.
fn of_all(
    view: &View,
    (id, account): (AccountId, AccountRow),
    when: When,
    items: Vec<OpenItem>,
) -> Result<Balance, Stop> {
    let AccountSums { sums, open, days_late } = sums::account_sums(view, id, when)?;
    let rest = (open > items.len()).then_some(BalanceRest { open, days_late });
    Ok(Balance { rest, ..of_sums(view, (id, account), when, (sums, items))? })
}

/// The balance of an account with these sums and items.
fn of_sums(
    view: &View,
    (id, account): (AccountId, AccountRow),
    when: When,
    (sums, items): (Sums, Vec<OpenItem>),
) -> Result<Balance, LedgerError> {
    Ok(Balance {
        customer: account.code,
        name: account.name,
        as_of: when.as_of,
        future: when.as_of > view.today,
        known_at: when.known_at,
        currency: account.currency,
        balance: sums.balance,
        overdue: sums.overdue,
        on_account: sums.on_account,
        disputed: sums.disputed,
        withheld: withheld::of_account(view.rows, id, account.currency.zero(), when)?,
        aging: sums.buckets,
        items: items.into_iter().map(BalanceItem::of).collect(),
        rest: None,
        next: None,
    })
}
