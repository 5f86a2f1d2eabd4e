//! What is open on an account at a moment, and how old it is.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money};
use crate::ledger::item::{self, When};
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{
    AccountId, BY_ACCOUNT, ITEMS, ItemId, ItemKind, ItemRow, OPEN, OpenRow, REFERENCES, Side,
    TOTALS,
};
use crate::ledger::{cases, merged};

use super::View;

/// An item that is not used up.
#[derive(Clone, Debug)]
pub struct OpenItem {
    /// Which.
    pub id: ItemId,
    /// When it is due.
    pub due: Day,
    /// The item, and what is left of it.
    pub row: OpenRow,
    /// What of that is disputed.
    pub disputed: Money,
}

impl OpenItem {
    /// What is left of it as it counts on the account: money in hand is negative.
    pub fn signed(&self) -> Money {
        self.sign(self.row.left)
    }

    /// Its amount as it counts on the account.
    pub fn signed_amount(&self) -> Money {
        self.sign(self.row.amount)
    }

    fn sign(&self, amount: Money) -> Money {
        match self.row.kind.side() {
            Side::Debit => amount,
            Side::Credit => amount.negated(),
        }
    }
}

/// What is open on an account, by due date and number.
///
/// Where everything on the account counts, the rows that are kept say it; else every item is
/// looked at with what changed it.
pub fn open_items(
    view: &View,
    account: AccountId,
    when: When,
) -> Result<Vec<OpenItem>, LedgerError> {
    let mut items = Vec::new();
    for member in merged::members(view.rows, account, when)? {
        let member = member.id;
        let totals = TOTALS.need(view.rows, &member)?;
        match when.counts_all(&totals) {
            true => kept(view, member, when, &mut items)?,
            false => looked_through(view, member, when, &mut items)?,
        }
    }
    items.sort_by(|a, b| (a.due, &a.row.number).cmp(&(b.due, &b.row.number)));
    Ok(items)
}

/// How much of an item is disputed.
fn disputed(view: &View, id: ItemId, item: &ItemRow, when: When) -> Result<Money, LedgerError> {
    match item.kind {
        ItemKind::Invoice => cases::disputed(view.rows, id, item, when),
        _ => Ok(item.amount.zero()),
    }
}

/// What an account comes to today.
#[derive(Clone, Copy, Debug)]
pub struct Glance {
    /// Open debits less what is on account.
    pub balance: Money,
    /// One day late or more.
    pub overdue: Money,
    /// What is left of payments and credit notes, positive.
    pub on_account: Money,
}

/// What an account's balance is today, without looking at its items where what is kept says it.
pub fn balance(view: &View, account: AccountId) -> Result<Money, LedgerError> {
    let when = When { as_of: view.today, ..When::ALL };
    let mut kept: Option<Money> = None;
    for member in merged::members(view.rows, account, when)? {
        let totals = TOTALS.need(view.rows, &member.id)?;
        if !when.counts_all(&totals) {
            let items = open_items(view, account, when)?;
            return Ok(sums(&items, totals.debit.zero(), view.today)?.balance);
        }
        let sum = kept.unwrap_or(totals.debit.zero()).plus(totals.debit);
        let sum = sum.and_then(|sum| sum.minus(totals.credit));
        kept = Some(sum.ok_or(LedgerError::Beyond("an account"))?);
    }
    kept.map_or_else(|| nothing_on(view, account), Ok)
}

/// The balance of an account that was merged into another: all of it counts there.
fn nothing_on(view: &View, account: AccountId) -> Result<Money, LedgerError> {
    Ok(TOTALS.need(view.rows, &account)?.debit.zero())
}

/// What an account comes to today: without looking at the items themselves, where the rows that are
/// kept say it.
pub fn glance(view: &View, account: AccountId) -> Result<Glance, LedgerError> {
    let beyond = || LedgerError::Beyond("an account");
    let mut sums: Option<Glance> = None;
    for member in merged::members(view.rows, account, When::ALL)? {
        let totals = TOTALS.need(view.rows, &member.id)?;
        if totals.latest.is_some_and(|latest| latest > view.today) {
            let items = open_items(view, account, When { as_of: view.today, ..When::ALL })?;
            let sums = self::sums(&items, totals.debit.zero(), view.today)?;
            let Sums { balance, overdue, on_account, .. } = sums;
            return Ok(Glance { balance, overdue, on_account });
        }
        let zero = totals.debit.zero();
        let nothing = Glance { balance: zero, overdue: zero, on_account: zero };
        let Glance { mut balance, mut overdue, mut on_account } = sums.unwrap_or(nothing);
        balance = balance
            .plus(totals.debit)
            .and_then(|sum| sum.minus(totals.credit))
            .ok_or_else(beyond)?;
        on_account = on_account.plus(totals.credit).ok_or_else(beyond)?;
        if !totals.debit.is_zero() {
            let late = ((member.id, Side::Debit), (member.id, Side::Debit, view.today));
            OPEN.stored_between(view.rows, (&late.0, &late.1), |_, value| {
                let left = OPEN.first_fields(value)?;
                overdue = overdue.plus(left).ok_or_else(beyond)?;
                Ok(())
            })?;
        }
        sums = Some(Glance { balance, overdue, on_account });
    }
    sums.ok_or_else(|| LedgerError::Contradiction(format!("no account {account}")))
}

fn kept(
    view: &View,
    account: AccountId,
    when: When,
    items: &mut Vec<OpenItem>,
) -> Result<(), LedgerError> {
    for found in OPEN.scan(view.rows, &account) {
        let ((_, _, due, id), row) = found?;
        let disputed = match row.is_disputed {
            true => disputed(view, id, &ITEMS.need(view.rows, &id)?, when)?,
            false => row.amount.zero(),
        };
        items.push(OpenItem { id, due, row, disputed });
    }
    Ok(())
}

fn looked_through(
    view: &View,
    account: AccountId,
    when: When,
    items: &mut Vec<OpenItem>,
) -> Result<(), LedgerError> {
    for found in BY_ACCOUNT.scan(view.rows, &account) {
        let ((_, id), ()) = found?;
        let row = ITEMS.need(view.rows, &id)?;
        let left = item::outstanding(view.rows, id, &row, when)?;
        if !left.is_zero() {
            let disputed = disputed(view, id, &row, when)?;
            let reference = REFERENCES.get(view.rows, &id)?;
            let open = OpenRow { reference, ..OpenRow::of(&row, left) };
            items.push(OpenItem { id, due: row.due, row: open, disputed });
        }
    }
    Ok(())
}

/// What is owed by how late it is. Days = as-of − due; not due is 0 or less.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Buckets {
    /// Not due.
    pub not_due: Money,
    /// 1 to 30 days late.
    #[serde(rename = "1-30")]
    pub to_30: Money,
    /// 31 to 60 days late.
    #[serde(rename = "31-60")]
    pub to_60: Money,
    /// 61 to 90 days late.
    #[serde(rename = "61-90")]
    pub to_90: Money,
    /// 91 days late or more.
    #[serde(rename = "91+")]
    pub over_90: Money,
}

impl Buckets {
    /// Nothing.
    pub fn zero(zero: Money) -> Buckets {
        Buckets { not_due: zero, to_30: zero, to_60: zero, to_90: zero, over_90: zero }
    }

    /// The bucket for something that is `days` late.
    pub fn of_days(&mut self, days: i64) -> &mut Money {
        match days {
            ..=0 => &mut self.not_due,
            1..=30 => &mut self.to_30,
            31..=60 => &mut self.to_60,
            61..=90 => &mut self.to_90,
            91.. => &mut self.over_90,
        }
    }

    /// All buckets, from not due to the oldest.
    pub fn all(&self) -> [Money; 5] {
        [self.not_due, self.to_30, self.to_60, self.to_90, self.over_90]
    }
}

/// What an account comes to, added up from its open items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sums {
    /// What is owed, by age.
    pub buckets: Buckets,
    /// One day late or more, disputed included.
    pub overdue: Money,
    /// What is left of payments and credit notes, positive.
    pub on_account: Money,
    /// Open debits less what is on account.
    pub balance: Money,
    /// What of the buckets is disputed.
    pub disputed: Money,
}

impl Sums {
    /// Of nothing.
    pub fn nothing(zero: Money) -> Sums {
        let buckets = Buckets::zero(zero);
        Sums { buckets, overdue: zero, on_account: zero, balance: zero, disputed: zero }
    }

    /// Adds what is left of an item on one side, and what of that is disputed.
    pub fn add(
        &mut self,
        side: Side,
        due: Day,
        left: Money,
        disputed: Money,
        as_of: Day,
    ) -> Result<(), LedgerError> {
        // Made where it is needed: a hundred thousand accounts are added up this way.
        let beyond = || LedgerError::Beyond("an account");
        let add = |sum: &mut Money, left: Money| {
            *sum = sum.plus(left).ok_or_else(beyond)?;
            Ok::<(), LedgerError>(())
        };
        add(&mut self.disputed, disputed)?;
        match side {
            Side::Credit => {
                add(&mut self.balance, left.negated())?;
                add(&mut self.on_account, left)
            }
            Side::Debit => {
                add(&mut self.balance, left)?;
                let days = as_of.days_since(due);
                add(self.buckets.of_days(days), left)?;
                if days > 0 { add(&mut self.overdue, left) } else { Ok(()) }
            }
        }
    }
}

/// Adds up open items as of a day.
pub fn sums(items: &[OpenItem], zero: Money, as_of: Day) -> Result<Sums, LedgerError> {
    let mut sums = Sums::nothing(zero);
    for item in items {
        sums.add(item.row.kind.side(), item.due, item.row.left, item.disputed, as_of)?;
    }
    Ok(sums)
}
