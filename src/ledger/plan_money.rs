//! The money of a payment plan, by the dates of the payments on its invoices: what was allocated, and nothing that
//! waits on the account. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use crate::domain::{Day, Money};

use super::cases;
use super::item::{self, When};
use super::tables::{AccountId, ITEMS, ItemId, ItemKind, PLANS, PLANS_OF, PLANS_ON, PlanRow};
use crate::store::rows::{LedgerError, Rows};

/// The money of a plan: what came on each day, and what is still to be paid.
#[derive(Default)]
pub(super) struct PlanMoney {
    /// Days of payments with what went to the plan, in the order of the days.
    pub(super) paid: Vec<(Day, i64)>,
    /// What is left of what is covered of each invoice, not in dispute.
    pub(super) open: Vec<i64>,
    /// What is left of each invoice, covered or not, and not in dispute.
    pub(super) owed: Vec<i64>,
    /// What is left of all, disputed or not.
    pub(super) left: i64,
    /// What was taken off the invoices since the plan: each invoice, the payment and how much of it. That does not pay
    /// the plan when it is allocated to the same invoice again.
    pub(super) returned: Vec<(ItemId, ItemId, i64)>,
}

impl PlanMoney {
    pub(super) fn paid_by(&self, day: Day) -> i64 {
        self.paid.iter().filter(|(date, _)| *date <= day).map(|(_, minor)| minor).sum()
    }

    pub(super) fn all_paid(&self) -> i64 {
        self.paid.iter().map(|(_, minor)| minor).sum()
    }
}

/// What has to be there by the day of each instalment, all before it included: no more than can be paid.
pub(super) fn needed(plan: &PlanRow, payable: i64) -> Vec<(Day, i64)> {
    let mut sum = 0;
    let need = |(due, amount): &(Day, Money)| {
        sum += amount.minor();
        (*due, payable.min(sum))
    };
    plan.instalments.iter().map(need).collect()
}

/// Reads what was paid on the invoices of a plan since it was agreed, and what is left of them.
pub(super) fn money_of(
    rows: &dyn Rows,
    id: ItemId,
    plan: &PlanRow,
    when: When,
) -> Result<PlanMoney, LedgerError> {
    let mut all = PlanMoney::default();
    for (invoice, covered) in &plan.covers {
        let row = ITEMS.need(rows, invoice)?;
        let moves = item::moves(rows, *invoice)?;
        let mut payments: BTreeMap<ItemId, i64> = BTreeMap::new();
        for (seq, m) in &moves {
            let since = *seq > id.seq && when.counts(m.date, *seq);
            if let Some(other) = m.other.filter(|_| since) {
                *payments.entry(other).or_default() += m.amount.minor();
            }
        }
        let mut by_day = Vec::with_capacity(payments.len());
        for (id, minor) in payments {
            let payment = ITEMS.need(rows, &id)?;
            if payment.kind != ItemKind::Payment {
                continue;
            }
            if minor < 0 {
                all.returned.push((*invoice, id, -minor));
            } else {
                by_day.push((payment.date, minor));
            }
        }
        by_day.sort_by_key(|(day, _)| *day);
        // What is paid beyond what is covered is for the rest of the invoice.
        let mut room = covered.minor();
        for (day, minor) in by_day {
            let minor = minor.min(room);
            room -= minor;
            all.paid.push((day, minor));
        }
        let open = item::left_after(&moves, *invoice, &row, when)?.minor();
        let disputed = cases::disputed(rows, *invoice, &row, when)?.minor();
        all.open.push((open - disputed).clamp(0, room));
        all.owed.push((open - disputed).max(0));
        all.left += open.clamp(0, room);
    }
    all.paid.sort_by_key(|(day, _)| *day);
    Ok(all)
}

/// The payment plans on an invoice that count at a moment, in the order of recording.
pub fn plans_on(
    rows: &dyn Rows,
    invoice: ItemId,
    when: When,
) -> Result<Vec<(ItemId, PlanRow)>, LedgerError> {
    let mut plans = Vec::new();
    for found in PLANS_ON.scan(rows, &invoice) {
        let ((_, id), ()) = found?;
        let row = PLANS.need(rows, &id)?;
        if when.counts(row.date, id.seq) {
            plans.push((id, row));
        }
    }
    Ok(plans)
}

/// The payment plans that an account agreed, in the order of recording; those of accounts that were
/// merged into it are not among them.
pub fn plans_of(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<Vec<(ItemId, PlanRow)>, LedgerError> {
    let mut plans = Vec::new();
    for found in PLANS_OF.scan(rows, &account) {
        let ((_, id), ()) = found?;
        let row = PLANS.need(rows, &id)?;
        if when.counts(row.date, id.seq) {
            plans.push((id, row));
        }
    }
    Ok(plans)
}

/// The day of the first instalment that is not paid, all that is posted counted; `None` if nothing is owed of
/// what a plan covers, or only what is disputed.
pub(super) fn first_unpaid(
    rows: &dyn Rows,
    id: ItemId,
    plan: &PlanRow,
) -> Result<Option<Day>, LedgerError> {
    let money = money_of(rows, id, plan, When::ALL)?;
    let paid = money.all_paid();
    let needed = needed(plan, paid + money.open.iter().sum::<i64>());
    Ok(needed.into_iter().find(|(_, need)| *need > paid).map(|(due, _)| due))
}
