//! How payment plans stand at a moment: judged by the dates of the money, as promises are. Nothing of
//! that is kept. A plan changes no aging; while it is kept, what it covers is left out of dunning and of
//! late fees. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use crate::domain::{Day, Money};

use super::cases::{self, steps};
use super::item::{self, When};
use super::tables::{
    AccountId, CASES_BY_KIND, CaseKind, ITEMS, ItemId, ItemKind, PLANS, PLANS_OF, PLANS_ON,
    PlanRow, TOTALS,
};
use super::waiting::waiting;
use crate::store::rows::{LedgerError, Rows};

/// Where a payment plan stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanState {
    /// Every instalment came by its day.
    Kept,
    /// An instalment is missing, but not as many as end the plan.
    Behind,
    /// So many instalments were missed at once that the rest is due.
    Default,
    /// Nothing of what it covers is outstanding.
    Finished,
    /// It was cancelled, or another plan took its place.
    Cancelled,
}

impl PlanState {
    /// The contract words, in the order in which they are listed.
    pub const WORDS: [&'static str; 5] = ["kept", "behind", "default", "finished", "cancelled"];

    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            PlanState::Kept => "kept",
            PlanState::Behind => "behind",
            PlanState::Default => "default",
            PlanState::Finished => "finished",
            PlanState::Cancelled => "cancelled",
        }
    }

    /// Whether it keeps what it covers from dunning and fees.
    pub fn is_live(self) -> bool {
        matches!(self, PlanState::Kept | PlanState::Behind)
    }
}

/// A payment plan as it is judged at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JudgedPlan {
    /// Where it stands.
    pub state: PlanState,
    /// What was paid of each instalment, in their order.
    pub paid: Vec<Money>,
    /// What is left of each invoice that it covers and not in dispute, in the order of the plan.
    pub open: Vec<Money>,
    /// What is left of all of them, disputed or not.
    pub left: Money,
    /// What of the instalments that are past their days is still to come.
    pub missed: Money,
    /// The day of the earliest instalment of those.
    pub missed_due: Option<Day>,
    /// Since when it is in default, if it ever was.
    pub default_since: Option<Day>,
    /// What came in time for an instalment that is not paid, and waits on the account.
    pub on_account: Money,
    /// The next instalment that is not past its day and not paid, with what is still to come of it; none
    /// of a plan that is not in force.
    pub next: Option<(Day, Money)>,
}

impl JudgedPlan {
    /// What is left of all that it covers and not in dispute.
    pub fn undisputed(&self) -> Money {
        let all = self.open.iter().copied();
        all.fold(self.left.zero(), |sum, more| sum.plus(more).unwrap_or(sum))
    }
}

/// The money of a plan: what came on each day, and what is still to be paid.
struct PlanMoney {
    /// Days of payments with what went to the plan, in the order of the days.
    paid: Vec<(Day, i64)>,
    /// What is left of each invoice, not in dispute.
    open: Vec<i64>,
    /// What is left of all, disputed or not.
    left: i64,
}

impl PlanMoney {
    fn paid_by(&self, day: Day) -> i64 {
        self.paid.iter().filter(|(date, _)| *date <= day).map(|(_, minor)| minor).sum()
    }

    fn all_paid(&self) -> i64 {
        self.paid.iter().map(|(_, minor)| minor).sum()
    }
}

/// Judges a payment plan that counts at a moment. An instalment is missed from the day after its own
/// if the money that came by then does not make up for it and all before it; money on account in time
/// asks for allocation instead. Once `default_after` instalments are missed at once, the plan is in
/// default and stays so. What was credited, written off or disputed need not be paid: it comes off the
/// last instalments. Payments from before the plan don't count.
pub fn judge(
    rows: &dyn Rows,
    id: ItemId,
    plan: &PlanRow,
    when: When,
) -> Result<JudgedPlan, LedgerError> {
    let money = |minor: i64| Money::from_minor(minor, plan.amount.scale());
    let came = money_of(rows, id, plan, when)?;
    let paid = came.all_paid();
    let payable = paid + came.open.iter().sum::<i64>();
    let mut judged = JudgedPlan {
        state: PlanState::Kept,
        paid: spread(plan, paid),
        open: came.open.iter().map(|minor| money(*minor)).collect(),
        left: money(came.left),
        missed: money(0),
        missed_due: None,
        default_since: None,
        on_account: money(0),
        next: None,
    };
    let needed = needed(plan, payable);
    // What is paid ahead goes to the earliest instalments: the next one is the first with a part open.
    judged.next = needed.iter().filter(|(due, _)| *due >= when.as_of).find_map(|(due, need)| {
        let before = needed.iter().take_while(|(day, _)| day < due).last();
        let paid = paid.max(before.map_or(0, |(_, need)| *need));
        (*need > paid).then(|| (*due, money(need - paid)))
    });
    let past: Vec<(Day, i64)> = needed.into_iter().filter(|(due, _)| *due < when.as_of).collect();
    judged.default_since = default_since(rows, plan, (&past, &came), when)?;
    if let Some((_, need)) = past.last().filter(|(_, need)| paid < *need) {
        let missing = need - paid;
        let waiting = on_account(rows, plan, when.as_of, when, missing)?;
        judged.on_account = money(waiting);
        if waiting < missing {
            judged.missed = money(missing);
            let first = past.iter().find(|(_, need)| paid < *need);
            judged.missed_due = first.map(|(due, _)| *due);
        }
    }
    let cancelled = steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq));
    judged.state = match () {
        () if cancelled => PlanState::Cancelled,
        () if came.left == 0 => PlanState::Finished,
        () if judged.default_since.is_some() => PlanState::Default,
        () if judged.missed.is_positive() => PlanState::Behind,
        () => PlanState::Kept,
    };
    judged.next = judged.next.filter(|_| judged.state.is_live());
    Ok(judged)
}

/// What has to be there by the day of each instalment, all before it included: no more than can be paid.
fn needed(plan: &PlanRow, payable: i64) -> Vec<(Day, i64)> {
    let mut sum = 0;
    let need = |(due, amount): &(Day, Money)| {
        sum += amount.minor();
        (*due, payable.min(sum))
    };
    plan.instalments.iter().map(need).collect()
}

/// The first day on which as many instalments are missed at once as end the plan.
fn default_since(
    rows: &dyn Rows,
    plan: &PlanRow,
    (past, came): (&[(Day, i64)], &PlanMoney),
    when: When,
) -> Result<Option<Day>, LedgerError> {
    for (place, (due, need)) in past.iter().enumerate() {
        let then = came.paid_by(*due);
        if then >= *need {
            continue;
        }
        let then = then + on_account(rows, plan, *due, when, need - then)?;
        let unpaid = past.iter().take(place + 1).filter(|(_, need)| then < *need).count();
        if unpaid >= usize::from(plan.default_after.max(1)) {
            return Ok(due.plus(1));
        }
    }
    Ok(None)
}

/// What was paid, put on the instalments in their order.
fn spread(plan: &PlanRow, mut paid: i64) -> Vec<Money> {
    let part = |(_, amount): &(Day, Money)| {
        let minor = amount.minor().min(paid);
        paid -= minor;
        Money::from_minor(minor, amount.scale())
    };
    plan.instalments.iter().map(part).collect()
}

/// What waits on the account of the money that came up to a day, `enough` at the most.
fn on_account(
    rows: &dyn Rows,
    plan: &PlanRow,
    last: Day,
    when: When,
    enough: i64,
) -> Result<i64, LedgerError> {
    let enough = Money::from_minor(enough, plan.amount.scale());
    Ok(waiting(rows, plan.account, (0, last), when, enough)?.minor())
}

/// Reads what was paid on the invoices of a plan since it was agreed, and what is left of them.
fn money_of(
    rows: &dyn Rows,
    id: ItemId,
    plan: &PlanRow,
    when: When,
) -> Result<PlanMoney, LedgerError> {
    let mut all = PlanMoney { paid: Vec::new(), open: Vec::new(), left: 0 };
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
        for (payment, minor) in payments {
            let payment = ITEMS.need(rows, &payment)?;
            if payment.kind == ItemKind::Payment && minor > 0 {
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

/// The live payment plan on an invoice at a moment, judged.
pub fn live_plan(
    rows: &dyn Rows,
    invoice: ItemId,
    when: When,
) -> Result<Option<(ItemId, PlanRow, JudgedPlan)>, LedgerError> {
    for (id, row) in plans_on(rows, invoice, when)? {
        let judged = judge(rows, id, &row, when)?;
        if judged.state.is_live() {
            return Ok(Some((id, row, judged)));
        }
    }
    Ok(None)
}

/// What of an invoice is covered by a plan that is kept, or behind but not in default: outstanding, not
/// in dispute, and not to be dunned or charged for. Zero where no plan covers it.
pub fn planned(
    rows: &dyn Rows,
    invoice: ItemId,
    zero: Money,
    when: When,
) -> Result<Money, LedgerError> {
    let Some((_, plan, judged)) = live_plan(rows, invoice, when)? else {
        return Ok(zero);
    };
    let place = plan.covers.iter().position(|(covered, _)| *covered == invoice);
    let open = place.and_then(|place| judged.open.get(place).copied());
    Ok(open.unwrap_or(zero))
}

/// The same without what came in time and waits on account. That money pays the invoices, the first ones of
/// the plan first: what it pays is not kept back as well, or the money would be deducted twice.
pub fn still_planned(
    rows: &dyn Rows,
    invoice: ItemId,
    zero: Money,
    when: When,
) -> Result<Money, LedgerError> {
    let Some((_, plan, judged)) = live_plan(rows, invoice, when)? else {
        return Ok(zero);
    };
    let mut waiting = judged.on_account;
    for ((covered, _), open) in plan.covers.iter().zip(&judged.open) {
        let paid = open.least(waiting);
        if *covered == invoice {
            return Ok(open.minus(paid).unwrap_or(*open));
        }
        waiting = waiting.minus(paid).unwrap_or(waiting);
    }
    Ok(zero)
}

/// The payment plans with a missed instalment at a moment, in the order of recording: those behind and
/// those in default, each with what is missed and since when.
pub fn missed(
    rows: &dyn Rows,
    when: When,
) -> Result<Vec<(ItemId, PlanRow, JudgedPlan)>, LedgerError> {
    let mut all = Vec::new();
    for found in CASES_BY_KIND.scan(rows, &CaseKind::Plan.letter()) {
        let ((_, id), ()) = found?;
        let row = PLANS.need(rows, &id)?;
        if !when.counts(row.date, id.seq) || is_over(rows, &row, when)? {
            continue;
        }
        let judged = judge(rows, id, &row, when)?;
        if matches!(judged.state, PlanState::Behind | PlanState::Default) {
            all.push((id, row, judged));
        }
    }
    Ok(all)
}

/// Whether nothing is left of what a plan covers, if that can be told without reading what changed
/// its invoices.
fn is_over(rows: &dyn Rows, plan: &PlanRow, when: When) -> Result<bool, LedgerError> {
    for (invoice, _) in &plan.covers {
        let row = ITEMS.need(rows, invoice)?;
        let is_settled = item::left(rows, *invoice, &row)?.is_zero();
        if !is_settled || !when.counts_all(&TOTALS.need(rows, &row.account)?) {
            return Ok(false);
        }
    }
    Ok(true)
}
