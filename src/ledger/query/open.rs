//! What is open on an account at a moment, and how old it is.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money, Number};
use crate::ledger::changed::{self, ChangedItem};
use crate::ledger::item::{self, When};
use crate::ledger::open_order::{self, DueItem};
use crate::ledger::tables::{
    AccountId, ITEMS, ItemId, ItemKind, ItemRow, OPEN, OpenRow, REFERENCES, Side,
};
use crate::ledger::{cases, merged};
use crate::store::rows::LedgerError;

use super::View;

/// An item that is not used up.
#[derive(Clone, Debug)]
pub struct OpenItem {
    /// Its id.
    pub id: ItemId,
    /// The due date.
    pub due: Day,
    /// The item, and what is left of it.
    pub row: OpenRow,
    /// How much of that is disputed.
    pub disputed: Money,
}

impl OpenItem {
    /// What is left of it with its sign on the account: money on account is negative.
    pub fn signed(&self) -> Money {
        self.sign(self.row.left)
    }

    /// Its amount with its sign on the account.
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
/// The stored rows say what is left now; for what was made or changed after the moment, its moves say
/// what was left then.
pub fn open_items(
    view: &View,
    account: AccountId,
    when: When,
) -> Result<Vec<OpenItem>, LedgerError> {
    let mut items = Vec::new();
    for member in merged::members(view.rows, account, when)? {
        let changed = changed::since(view.rows, member.id, when)?;
        kept(view, member.id, when, &changed, &mut items)?;
        items.extend(then_open(view, when, &changed)?);
    }
    items.sort_by(|a, b| (a.due, &a.row.number).cmp(&(b.due, &b.row.number)));
    Ok(items)
}

/// The first open items of an account as the desk lists them: debts by due date and number, then money
/// on account. Reads this many, and continues to one that must be included if it is open now, but no
/// further.
pub fn first_items(
    view: &View,
    account: AccountId,
    when: When,
    (most, through): (usize, Option<ItemId>),
) -> Result<Vec<OpenItem>, LedgerError> {
    let last = match through {
        Some(id) => place_of(view, account, id, when)?,
        None => None,
    };
    let mut items = Vec::new();
    for side in [Side::Debit, Side::Credit] {
        let before = items.len();
        let goes_on = |read: usize, due: Day, number: &Number| {
            let leads_to = last.as_ref().is_some_and(|(of, last)| match (of, side) {
                (Side::Credit, Side::Debit) => true,
                (Side::Debit, Side::Credit) => false,
                _ => (due, number) <= (last.0, &last.1),
            });
            before + read < most || leads_to
        };
        items.extend(from_place(view, account, when, &[side], (None, goes_on))?);
    }
    let is_last = |item: &OpenItem| last.as_ref().is_some_and(|last| last.1.1 == item.row.number);
    let reached = items.iter().position(is_last).map_or(0, |place| place + 1);
    items.truncate(most.max(reached));
    Ok(items)
}

/// This many open items of an account after a place, by due date and number. What comes before that day
/// is not read.
pub fn items_behind(
    view: &View,
    account: AccountId,
    when: When,
    (after, most): (Option<&ItemPlace>, usize),
) -> Result<Vec<OpenItem>, LedgerError> {
    let sides = [Side::Debit, Side::Credit];
    let goes_on = |read, _, _: &Number| read < most;
    let mut items = from_place(view, account, when, &sides, (after, goes_on))?;
    items.truncate(most);
    Ok(items)
}

/// Where an item comes among those that are open on an account.
pub type ItemPlace = (Day, Number);

/// The open items on some sides after a place, read until `goes_on` returns false (given how many were
/// read and which comes next), plus everything that was made or changed after the moment.
fn from_place(
    view: &View,
    account: AccountId,
    when: When,
    sides: &[Side],
    (after, goes_on): (Option<&ItemPlace>, impl Fn(usize, Day, &Number) -> bool),
) -> Result<Vec<OpenItem>, LedgerError> {
    let (mut parts, mut changed, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for member in merged::members(view.rows, account, when)? {
        changed.extend(changed::since(view.rows, member.id, when)?);
        for side in sides {
            let first = after.map(|(due, _)| *due);
            parts.push(open_order::on_side_from(view.rows, (member.id, *side), first));
        }
    }
    changed.sort_unstable_by_key(|item| item.id);
    let is_behind =
        |due: Day, number: &Number| after.is_none_or(|after| (after.0, &after.1) < (due, number));
    let stands = |item: &DueItem| {
        is_behind(item.due, &item.row.number) && !changed::is_among(&changed, item.id)
    };
    let kept = open_order::merged(parts);
    for found in kept.filter(|found| found.as_ref().map_or(true, stands)) {
        let DueItem { due, id, row } = found?;
        if !goes_on(items.len(), due, &row.number) {
            break;
        }
        items.push(open_item(view, when, (due, id, row))?);
    }
    let then = then_open(view, when, &changed)?.into_iter();
    let is_here = |item: &OpenItem| {
        sides.contains(&item.row.kind.side()) && is_behind(item.due, &item.row.number)
    };
    items.extend(then.filter(is_here));
    items.sort_by(|a, b| (a.due, &a.row.number).cmp(&(b.due, &b.row.number)));
    Ok(items)
}

/// The side and the place of an item among the open ones, if it is one of them.
fn place_of(
    view: &View,
    account: AccountId,
    id: ItemId,
    when: When,
) -> Result<Option<(Side, ItemPlace)>, LedgerError> {
    let row = ITEMS.need(view.rows, &id)?;
    let is_open = merged::root(view.rows, row.account, when)? == account
        && !item::outstanding(view.rows, id, &row, when)?.is_zero();
    let due = item::due(view.rows, id, &row, when)?;
    Ok(is_open.then(|| (row.kind.side(), (due, row.number))))
}

/// How much of an item is disputed.
fn disputed(view: &View, id: ItemId, item: &ItemRow, when: When) -> Result<Money, LedgerError> {
    match item.kind {
        ItemKind::Invoice => cases::disputed(view.rows, id, item, when),
        _ => Ok(item.amount.zero()),
    }
}

fn open_item(
    view: &View,
    when: When,
    (due, id, row): (Day, ItemId, OpenRow),
) -> Result<OpenItem, LedgerError> {
    let disputed = match row.is_disputed {
        true => disputed(view, id, &ITEMS.need(view.rows, &id)?, when)?,
        false => row.amount.zero(),
    };
    Ok(OpenItem { id, due, row, disputed })
}

fn kept(
    view: &View,
    account: AccountId,
    when: When,
    changed: &[ChangedItem],
    items: &mut Vec<OpenItem>,
) -> Result<(), LedgerError> {
    for found in OPEN.scan(view.rows, &account) {
        let ((_, _, due, id), row) = found?;
        if !changed::is_among(changed, id) {
            items.push(open_item(view, when, (due, id, row))?);
        }
    }
    Ok(())
}

/// The items that were open at a moment among those made or changed after it.
fn then_open(
    view: &View,
    when: When,
    changed: &[ChangedItem],
) -> Result<Vec<OpenItem>, LedgerError> {
    let mut items = Vec::new();
    for ChangedItem { id, row } in changed {
        let left = item::outstanding(view.rows, *id, row, when)?;
        if !left.is_zero() {
            let disputed = disputed(view, *id, row, when)?;
            let reference = REFERENCES.get(view.rows, id)?;
            let open = OpenRow { reference, ..OpenRow::of(row, left) };
            items.push(OpenItem { id: *id, due: row.due, row: open, disputed });
        }
    }
    Ok(items)
}

/// How late something is, by the buckets of the aging.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Age {
    /// Due today or later.
    NotDue,
    /// 1 to 30 days late.
    To30,
    /// 31 to 60 days late.
    To60,
    /// 61 to 90 days late.
    To90,
    /// 91 days late or more.
    Over90,
}

impl Age {
    /// The lateness of something due this many days ago.
    pub fn of_days(days: i64) -> Age {
        match days {
            ..=0 => Age::NotDue,
            1..=30 => Age::To30,
            31..=60 => Age::To60,
            61..=90 => Age::To90,
            91.. => Age::Over90,
        }
    }
}

/// What is owed, by lateness in days: as-of date less due date; zero or less is not due.
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
    /// Empty buckets.
    pub fn zero(zero: Money) -> Buckets {
        Buckets { not_due: zero, to_30: zero, to_60: zero, to_90: zero, over_90: zero }
    }

    /// The bucket for something that is `days` late.
    pub fn of_days(&mut self, days: i64) -> &mut Money {
        match Age::of_days(days) {
            Age::NotDue => &mut self.not_due,
            Age::To30 => &mut self.to_30,
            Age::To60 => &mut self.to_60,
            Age::To90 => &mut self.to_90,
            Age::Over90 => &mut self.over_90,
        }
    }

    /// All buckets, from not due to the oldest.
    pub fn all(&self) -> [Money; 5] {
        [self.not_due, self.to_30, self.to_60, self.to_90, self.over_90]
    }
}

/// The sums of an account's open items.
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
    /// How much of the buckets is disputed.
    pub disputed: Money,
}

impl Sums {
    /// Empty sums.
    pub fn nothing(zero: Money) -> Sums {
        let buckets = Buckets::zero(zero);
        Sums { buckets, overdue: zero, on_account: zero, balance: zero, disputed: zero }
    }

    /// Adds what is left of an item on one side, and its disputed part.
    pub fn add(
        &mut self,
        side: Side,
        due: Day,
        left: Money,
        disputed: Money,
        as_of: Day,
    ) -> Result<(), LedgerError> {
        // Inlined, because a hundred thousand accounts are added up this way.
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
