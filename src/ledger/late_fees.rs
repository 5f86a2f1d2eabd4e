//! Late-payment interest that an invoice has accrued and that was not charged yet. A day bears interest on
//! what was overdue at the end of the day before: outstanding by the dates of the payments and credit notes, not
//! disputed, not covered by a payment plan that was kept, and not withheld as tax whose certificate is awaited.
//!
//! `interest_money` decides which money counts on which days: by its own date, and on one invoice a
//! day. Fees bear no interest. May use: the rest of the ledger, domain.

use crate::domain::late_fee::{self, LateFee};
use crate::domain::{Day, Money, Number, Percent, text};

use super::cases;
use super::interest_money::InterestMoney;
use super::item::{self, When};
use super::merged;
use super::plans;
use super::tables::{
    AWAITED, AccountId, CUSTOMER_GROUPS, DISPUTES_ON, ITEMS, ItemId, ItemKind, ItemRow,
    LATE_FEE_OF, LATE_FEE_POLICIES, LATE_FEES, LateFeePolicyRow, LateFeeRow, PLANS_ON,
};
use super::withheld;
use crate::store::rows::{LedgerError, Rows};

/// The policies that apply to a group of customers, earliest first.
#[derive(Clone, Debug, Default)]
pub struct FeePolicies {
    all: Vec<(Day, LateFeePolicyRow)>,
    group: Vec<(Day, LateFeePolicyRow)>,
}

impl FeePolicies {
    /// The policies for a customer's group and for everyone.
    pub fn read(rows: &dyn Rows, group: Option<&str>) -> Result<FeePolicies, LedgerError> {
        let group = group.map(text::folded).filter(|group| !group.is_empty());
        let mut policies = FeePolicies::default();
        for found in LATE_FEE_POLICIES.scan(rows, &()) {
            let ((day, _, of), row) = found?;
            match of.is_empty() {
                true => policies.all.push((day, row)),
                false if Some(&of) == group.as_ref() => policies.group.push((day, row)),
                false => {}
            }
        }
        Ok(policies)
    }

    /// The policy on a day: the group's latest, or else the latest for everyone.
    pub fn on(&self, day: Day) -> Option<&LateFeePolicyRow> {
        let latest = |policies: &'_ [(Day, LateFeePolicyRow)]| {
            policies.iter().rposition(|(from, _)| *from <= day)
        };
        let group = latest(&self.group).and_then(|place| self.group.get(place));
        let found = group.or_else(|| latest(&self.all).and_then(|place| self.all.get(place)));
        found.map(|(_, row)| row)
    }

    /// The rate on a day for an invoice due on `due`: that of the day's policy, or zero within that policy's days of grace.
    fn rate(&self, due: Day, day: Day) -> Percent {
        let passed =
            |policy: &&LateFeePolicyRow| day.days_since(due) > i64::from(policy.grace_days);
        self.on(day).filter(passed).map_or(Percent::ZERO, |policy| policy.yearly)
    }

    /// The first day from `from` on that bears interest on an invoice due on `due`: not later than `through`.
    fn first_rated(&self, due: Day, (from, through): (Day, Day)) -> Option<Day> {
        let days = (0..=through.days_since(from)).map_while(|days| from.plus(days));
        days.into_iter().find(|day| !self.rate(due, *day).is_zero())
    }

    /// The first day on which a policy applies.
    fn first(&self) -> Option<Day> {
        let first = |policies: &[(Day, LateFeePolicyRow)]| policies.first().map(|(day, _)| *day);
        match (first(&self.all), first(&self.group)) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// The first day of a period on which this rate and these days of grace would charge more interest
    /// than the policy in force.
    pub fn first_raised(
        &self,
        (from, before): (Day, Day),
        (yearly, grace_days): (Percent, u16),
    ) -> Option<Day> {
        let is_more = |policy: &LateFeePolicyRow| {
            let is_sooner = grace_days < policy.grace_days && !policy.yearly.is_zero();
            yearly > policy.yearly || is_sooner && yearly == policy.yearly
        };
        let days = (0..before.days_since(from)).map_while(|days| from.plus(days));
        days.into_iter().find(|day| self.on(*day).is_some_and(is_more))
    }

    /// Whether there is no policy.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.group.is_empty()
    }
}

/// Interest that can be charged now.
#[derive(Clone, Debug)]
pub struct Accrued {
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period.
    pub through: Day,
    /// The interest and its parts.
    pub late: LateFee,
}

/// Why no interest can be charged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoFee {
    /// The invoice is itself a late fee.
    IsFee,
    /// No policy asks for interest.
    NoPolicy,
    /// The day was charged for already; interest is charged up to this one.
    Charged(Day),
    /// Nothing accrued, or less than the minimum charge.
    Nothing,
}

/// The group of the customer that an account belongs to.
pub fn group_of(rows: &dyn Rows, account: AccountId) -> Result<Option<String>, LedgerError> {
    let root = merged::root(rows, account, When::ALL)?;
    CUSTOMER_GROUPS.get(rows, &root)
}

/// The fees that were charged on an invoice.
#[derive(Default)]
struct FeesCharged {
    /// The fees in force, by the last day of their periods.
    standing: Vec<(Day, LateFeeRow)>,
    /// The periods of voided fees, earliest first.
    freed: Vec<(Day, Day)>,
}

impl FeesCharged {
    fn read(rows: &dyn Rows, invoice: ItemId) -> Result<FeesCharged, LedgerError> {
        let mut fees = FeesCharged::default();
        for found in LATE_FEES.scan(rows, &invoice) {
            let ((_, through), row) = found?;
            match is_void(rows, &row.fee)? {
                true => fees.freed.push((row.from, through)),
                false => fees.standing.push((through, row)),
            }
        }
        Ok(fees)
    }

    /// The last fee in force.
    fn last(&self) -> Option<&(Day, LateFeeRow)> {
        self.standing.last()
    }

    /// The periods before the last fee whose own fees were voided: they can be charged again.
    fn free_before_last(&self) -> Vec<(Day, Day)> {
        let mut free = Vec::new();
        for (from, through) in &self.freed {
            let mut next = Some(*from);
            for (last, row) in &self.standing {
                let Some(first) = next.filter(|first| first <= through) else { break };
                if row.from > first {
                    let until = row.from.plus(-1).map_or(*through, |day| day.min(*through));
                    free.push((first, until));
                }
                if *last >= first {
                    next = last.plus(1);
                }
            }
        }
        joined(free)
    }

    /// The rounding remainder of the fee before a day.
    fn carried_to(&self, day: Day) -> i64 {
        let before = self.standing.iter().rev().find(|(through, _)| *through < day);
        before.map_or(0, |(_, row)| row.remainder)
    }
}

/// Sorts periods, and joins those that overlap or follow each other.
fn joined(mut all: Vec<(Day, Day)>) -> Vec<(Day, Day)> {
    all.sort_unstable();
    let mut joined: Vec<(Day, Day)> = Vec::with_capacity(all.len());
    for (from, through) in all {
        let before = joined.last_mut();
        match before.filter(|(_, end)| end.plus(1).is_none_or(|next| from <= next)) {
            Some((_, end)) => *end = through.max(*end),
            None => joined.push((from, through)),
        }
    }
    joined
}

/// Whether a fee's invoice was voided: it is no longer owed, and its days can be charged again.
pub fn is_void(rows: &dyn Rows, fee: &Number) -> Result<bool, LedgerError> {
    let Some((id, _)) = item::item(rows, fee)? else { return Ok(false) };
    Ok(item::voided_on(rows, id)?.is_some())
}

/// The invoice that a late fee is for, and its period; `None` if the document is not a late fee.
pub fn fee_of(
    rows: &dyn Rows,
    number: &Number,
) -> Result<Option<(ItemId, Day, LateFeeRow)>, LedgerError> {
    let Some((invoice, through)) = LATE_FEE_OF.get(rows, &number.folded())? else {
        return Ok(None);
    };
    Ok(Some((invoice, through, LATE_FEES.need(rows, &(invoice, through))?)))
}

/// The interest that an invoice accrued since its last fee, up to a day; never empty.
///
/// The period begins the day after the last one that was charged, or on the first day after the due date that bears
/// interest: each day goes by the policy of that day, its rate and its days of grace. Voiding a fee frees its period: if
/// that is before the last fee in force, it comes first, as a fee of its own. The rounding remainder comes from the fee
/// before.
pub fn accrued(
    rows: &dyn Rows,
    policies: &FeePolicies,
    (invoice, row): (ItemId, &ItemRow),
    through: Day,
) -> Result<Result<Vec<Accrued>, NoFee>, LedgerError> {
    let (Some(first), Some(policy)) = (policies.first(), policies.on(through)) else {
        return Ok(Err(NoFee::NoPolicy));
    };
    if LATE_FEE_OF.get(rows, &row.number.folded())?.is_some() {
        return Ok(Err(NoFee::IsFee));
    }
    let fees = FeesCharged::read(rows, invoice)?;
    let charged = fees.last().map(|(charged, _)| *charged);
    let after = charged.and_then(|charged| charged.plus(1));
    let mut free = fees.free_before_last();
    free.retain(|(_, until)| *until <= through);
    let late = row.due.plus(1).unwrap_or(Day::LAST).max(first);
    let from = match after {
        Some(after) => Some(late.max(after)).filter(|from| *from <= through),
        None => policies.first_rated(row.due, (late, through)),
    };
    free.extend(from.map(|from| (from, through)));
    if let (true, Some(charged)) = (free.is_empty(), charged.filter(|it| *it >= through)) {
        return Ok(Err(NoFee::Charged(charged)));
    }
    let minimum = policy.minimum.filter(|(_, currency)| *currency == row.currency);
    if free.is_empty() {
        return Ok(Err(NoFee::Nothing));
    }
    let base = FeeBase::read(rows, (invoice, row))?;
    let mut all = Vec::new();
    for (from, through) in free {
        let days = base.days(rows, policies, (from, through))?;
        let late = late_fee::of_days(days, fees.carried_to(from), row.amount.zero());
        let late = late.ok_or(LedgerError::Beyond("an item"))?;
        let is_less = minimum.is_some_and(|(least, _)| late.fee.minor() < least.minor());
        if late.fee.is_positive() && !is_less {
            all.push(Accrued { from, through, late });
        }
    }
    Ok(if all.is_empty() { Err(NoFee::Nothing) } else { Ok(all) })
}

/// How a fee in force compares with what accrued in its period, as is known now.
#[derive(Clone, Debug)]
pub struct ComparedFee {
    /// The fee.
    pub fee: Number,
    /// What it charges beyond what accrued, in minor units; negative if it charges less. What was credited of it is not charged any
    /// more.
    pub more: i64,
    /// What was credited of it.
    pub credited: i64,
}

/// Compares the fees in force on an invoice that charge for days after `since` with what accrued.
pub fn compared(
    rows: &dyn Rows,
    policies: &FeePolicies,
    (invoice, row): (ItemId, &ItemRow),
    since: Day,
) -> Result<Vec<ComparedFee>, LedgerError> {
    let (fees, zero) = (FeesCharged::read(rows, invoice)?, row.amount.zero());
    let later: Vec<_> = fees.standing.iter().filter(|(through, _)| *through > since).collect();
    if later.is_empty() {
        return Ok(Vec::new());
    }
    let base = FeeBase::read(rows, (invoice, row))?;
    let mut all = Vec::new();
    for (through, charged) in later {
        let days = base.days(rows, policies, (charged.from, *through))?;
        let late = late_fee::of_days(days, fees.carried_to(charged.from), zero);
        let accrued = late.ok_or(LedgerError::Beyond("an item"))?.fee.minor();
        let credited = credited(rows, &charged.fee)?;
        let more = charged.amount.minor() - accrued - credited;
        all.push(ComparedFee { fee: charged.fee.clone(), more, credited });
    }
    Ok(all)
}

/// The credited amount of a fee, in minor units.
fn credited(rows: &dyn Rows, fee: &Number) -> Result<i64, LedgerError> {
    let Some((id, _)) = item::item(rows, fee)? else { return Ok(0) };
    let mut minor = 0;
    for (_, m) in item::moves(rows, id)? {
        let other = m.other.map(|other| ITEMS.need(rows, &other)).transpose()?;
        if other.is_some_and(|other| other.kind == ItemKind::CreditNote) {
            minor += m.amount.minor();
        }
    }
    Ok(minor)
}

/// Whether a fee in force charges interest on an invoice for days after `since`.
pub fn is_charged_after(rows: &dyn Rows, invoice: ItemId, since: Day) -> Result<bool, LedgerError> {
    Ok(FeesCharged::read(rows, invoice)?.standing.iter().any(|(through, _)| *through > since))
}

/// The last day of a fee in force on an invoice that charges interest for any day of a period.
pub fn charged_within(
    rows: &dyn Rows,
    invoice: ItemId,
    (from, through): (Day, Day),
) -> Result<Option<Day>, LedgerError> {
    let fees = FeesCharged::read(rows, invoice)?;
    let overlaps = |(last, row): &&(Day, LateFeeRow)| *last >= from && row.from <= through;
    Ok(fees.standing.iter().find(overlaps).map(|(last, _)| *last))
}

/// What is owed on an invoice day by day, by the dates of the payments.
struct FeeBase<'a> {
    invoice: ItemId,
    row: &'a ItemRow,
    /// What was taken from it.
    money: InterestMoney,
    /// Whether it was ever disputed, in a payment plan or partly withheld as tax.
    has_cases: bool,
}

impl FeeBase<'_> {
    fn read<'a>(
        rows: &dyn Rows,
        (invoice, row): (ItemId, &'a ItemRow),
    ) -> Result<FeeBase<'a>, LedgerError> {
        let money = InterestMoney::read(rows, invoice)?;
        let is_disputed = DISPUTES_ON.scan(rows, &invoice).next().transpose()?.is_some();
        let is_planned = PLANS_ON.scan(rows, &invoice).next().transpose()?.is_some();
        let is_withheld = AWAITED.scan(rows, &invoice).next().transpose()?.is_some();
        let has_cases = is_disputed || is_planned || is_withheld;
        Ok(FeeBase { invoice, row, money, has_cases })
    }

    /// The last day that can bear interest, if nothing is left of the invoice.
    fn end(&self) -> Option<Day> {
        let moves = &self.money.taken;
        let taken: i64 = moves.iter().map(|(_, minor)| minor).sum();
        let last = moves.iter().map(|(date, _)| *date).max();
        last.filter(|_| taken >= self.row.amount.minor()).and_then(|last| last.plus(1))
    }

    /// Each day of a period with the amount overdue and the rate.
    fn days(
        &self,
        rows: &dyn Rows,
        policies: &FeePolicies,
        (from, through): (Day, Day),
    ) -> Result<Vec<(Day, Money, Percent)>, LedgerError> {
        let end = self.end().map_or(through, |end| end.min(through));
        let (mut days, mut day) = (Vec::new(), from);
        while day <= end {
            let yearly = policies.rate(self.row.due, day);
            days.push((day, self.overdue(rows, day.plus(-1).unwrap_or(day))?, yearly));
            day = day.plus(1).ok_or(LedgerError::Beyond("an item"))?;
        }
        Ok(days)
    }

    /// What is outstanding at the end of a day, less what is disputed, in a plan that is being kept, or
    /// withheld as tax.
    fn overdue(&self, rows: &dyn Rows, day: Day) -> Result<Money, LedgerError> {
        let zero = self.row.amount.zero();
        let by_then = |moves: &[(Day, i64)]| -> i64 {
            moves.iter().filter(|(date, _)| *date <= day).map(|(_, minor)| minor).sum()
        };
        let mut left = self.row.amount.minor() - by_then(&self.money.taken);
        if self.has_cases && left > 0 {
            let (when, owed) = (When { as_of: day, ..When::ALL }, left);
            let (invoice, row) = (self.invoice, self.row);
            let undone = &self.money.undone;
            left -= cases::disputed_without(rows, invoice, row, when, undone)?.minor();
            let planned = plans::planned(rows, invoice, zero, when)?.minor();
            // While a payment entered by mistake stood, a plan over all that was left had less to cover.
            let slip = by_then(&self.money.uncounted);
            let covers_all = slip > 0
                && planned >= owed - slip
                && !plans::plans_on(rows, invoice, when)?.is_empty();
            left -= if covers_all { owed } else { planned };
            left -= withheld::withheld_without(rows, invoice, zero, when, undone)?.minor();
        }
        Ok(Money::from_minor(left.max(0), zero.scale()))
    }
}
