//! The sums of an account at a moment, without reading its items: from the stored sums by due date, and
//! from what was made or changed since. May use: the rest of the queries.

use std::collections::BTreeMap;

use crate::domain::{Day, Money};
use crate::ledger::changed::{self, ChangedItem};
use crate::ledger::item::When;
use crate::ledger::tables::{
    AccountId, ITEMS, ItemId, ItemKind, ItemRow, OPEN_BY_DUE, OPEN_DISPUTED, Side, TOTALS,
};
use crate::ledger::{cases, merged};
use crate::store::rows::LedgerError;

use super::View;
use super::open::Sums;

/// The sums of an account at a moment.
#[derive(Clone, Copy, Debug)]
pub struct AccountSums {
    /// The sums of what is open.
    pub sums: Sums,
    /// The number of open items.
    pub open: usize,
    /// How many days late the oldest item is that money on account, applied oldest first, does not
    /// cover.
    pub days_late: Option<i64>,
}

/// The sums of an account today.
#[derive(Clone, Copy, Debug)]
pub struct SumGlance {
    /// Open debits less what is on account.
    pub balance: Money,
    /// One day late or more.
    pub overdue: Money,
    /// What is left of payments and credit notes, positive.
    pub on_account: Money,
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("an account")
}

fn add(sum: &mut Money, more: Money) -> Result<(), LedgerError> {
    *sum = sum.plus(more).ok_or_else(beyond)?;
    Ok(())
}

/// What is left by side and due date, with the number of items.
#[derive(Default)]
struct ByDue(BTreeMap<(Side, Day), (Option<Money>, i64)>);

impl ByDue {
    fn add(&mut self, side: Side, due: Day, left: Money, count: i64) -> Result<(), LedgerError> {
        let (sum, items) = self.0.entry((side, due)).or_default();
        *sum = Some(sum.unwrap_or(left.zero()).plus(left).ok_or_else(beyond)?);
        *items += count;
        Ok(())
    }

    /// Replaces what is left of an item now by what was left at the moment.
    fn replace(
        &mut self,
        (row, due_now): (&ItemRow, Day),
        (now, then): (Money, Money),
    ) -> Result<(), LedgerError> {
        let (side, count) = (row.kind.side(), |left: Money| i64::from(!left.is_zero()));
        self.add(side, due_now, now.negated(), -count(now))?;
        self.add(side, row.due, then, count(then))
    }

    fn sums(&self, zero: Money, as_of: Day) -> Result<AccountSums, LedgerError> {
        let (mut sums, mut open) = (Sums::nothing(zero), 0);
        for ((side, due), (left, count)) in &self.0 {
            sums.add(*side, *due, left.unwrap_or(zero), zero, as_of)?;
            open += count;
        }
        let open = usize::try_from(open).unwrap_or(0);
        Ok(AccountSums { days_late: self.days_late(sums.on_account, as_of), sums, open })
    }

    fn days_late(&self, on_account: Money, as_of: Day) -> Option<i64> {
        let mut on_account = on_account.minor();
        let owed = self.0.iter().filter(|((side, due), _)| *side == Side::Debit && *due < as_of);
        let mut owed = owed.filter_map(|((_, due), (left, _))| Some((*due, (*left)?)));
        let uncovered = owed.find(|(_, left)| {
            on_account = on_account.saturating_sub(left.minor());
            on_account < 0
        });
        uncovered.map(|(due, _)| as_of.days_since(due))
    }
}

/// The sums of an account at a moment.
pub fn account_sums(
    view: &View,
    account: AccountId,
    when: When,
) -> Result<AccountSums, LedgerError> {
    let zero = TOTALS.need(view.rows, &account)?.debit.zero();
    let (mut by_due, mut in_dispute) = (ByDue::default(), zero);
    for member in merged::members(view.rows, account, when)? {
        for found in OPEN_BY_DUE.scan(view.rows, &member.id) {
            let ((_, side, due), row) = found?;
            by_due.add(side, due, row.left, i64::from(row.count))?;
        }
        let changed = changed::since(view.rows, member.id, when)?;
        for item in &changed {
            let (now, then) = item.now_and_then(view.rows, when)?;
            by_due.replace((&item.row, item.due_now(view.rows)?), (now, then))?;
            if !then.is_zero() {
                add(&mut in_dispute, disputed(view, item.id, &item.row, when)?)?;
            }
        }
        add(&mut in_dispute, disputed_of_kept(view, member.id, when, &changed)?)?;
    }
    let mut all = by_due.sums(zero, when.as_of)?;
    all.sums.disputed = in_dispute;
    Ok(all)
}

fn disputed(view: &View, id: ItemId, row: &ItemRow, when: When) -> Result<Money, LedgerError> {
    match row.kind {
        ItemKind::Invoice => cases::disputed(view.rows, id, row, when),
        _ => Ok(row.amount.zero()),
    }
}

/// The disputed amount of the items that did not change since.
fn disputed_of_kept(
    view: &View,
    account: AccountId,
    when: When,
    changed: &[ChangedItem],
) -> Result<Money, LedgerError> {
    let totals = TOTALS.need(view.rows, &account)?;
    let mut sum = totals.debit.zero();
    if totals.disputes == 0 {
        return Ok(sum);
    }
    for found in OPEN_DISPUTED.scan(view.rows, &account) {
        let ((_, id), ()) = found?;
        if !changed::is_among(changed, id) {
            let row = ITEMS.need(view.rows, &id)?;
            add(&mut sum, disputed(view, id, &row, when)?)?;
        }
    }
    Ok(sum)
}

/// An account's balance today.
pub fn balance(view: &View, account: AccountId) -> Result<Money, LedgerError> {
    let when = When { as_of: view.today, ..When::ALL };
    let mut sum = TOTALS.need(view.rows, &account)?.debit.zero();
    for member in merged::members(view.rows, account, when)? {
        let [debit, credit] = totals_at(view, member.id, when, |_| Ok(()))?;
        add(&mut sum, debit.minus(credit).ok_or_else(beyond)?)?;
    }
    Ok(sum)
}

/// What is owed on an account at a moment, and what is on account; passes how each item that changed
/// later changed what is owed.
fn totals_at(
    view: &View,
    account: AccountId,
    when: When,
    mut owed: impl FnMut((Day, Money)) -> Result<(), LedgerError>,
) -> Result<[Money; 2], LedgerError> {
    let totals = TOTALS.need(view.rows, &account)?;
    let (mut debit, mut credit) = (totals.debit, totals.credit);
    for item in changed::since(view.rows, account, when)? {
        let (now, then) = item.now_and_then(view.rows, when)?;
        let change = then.minus(now).ok_or_else(beyond)?;
        match item.row.kind.side() {
            Side::Credit => add(&mut credit, change)?,
            Side::Debit => {
                add(&mut debit, change)?;
                owed((item.due_now(view.rows)?, now.negated()))?;
                owed((item.row.due, then))?;
            }
        }
    }
    Ok([debit, credit])
}

/// The sums of an account today.
pub fn glance(view: &View, account: AccountId) -> Result<SumGlance, LedgerError> {
    let when = When { as_of: view.today, ..When::ALL };
    let zero = TOTALS.need(view.rows, &account)?.debit.zero();
    let mut sums = SumGlance { balance: zero, overdue: zero, on_account: zero };
    for member in merged::members(view.rows, account, when)? {
        let mut overdue = zero;
        let [debit, credit] = totals_at(view, member.id, when, |(due, change)| {
            if due < view.today { add(&mut overdue, change) } else { Ok(()) }
        })?;
        let late = ((member.id, Side::Debit), (member.id, Side::Debit, view.today));
        OPEN_BY_DUE
            .each_between(view.rows, (&late.0, &late.1), |_, row| add(&mut overdue, row.left))?;
        add(&mut sums.overdue, overdue)?;
        add(&mut sums.balance, debit.minus(credit).ok_or_else(beyond)?)?;
        add(&mut sums.on_account, credit)?;
    }
    Ok(sums)
}
