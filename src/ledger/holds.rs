//! The accounts that a rule would put on hold, and the holds by rule that are no longer justified. What
//! is disputed, promised, in a plan that is kept, or covered by money on account never justifies one.
//! May use: the rest of the ledger, domain.

use crate::domain::{Day, Money, text};

use super::claims::AccountClaims;
use super::item::When;
use super::late_fees::group_of;
use super::merged;
use super::promises::{self, PromiseState};
use super::tables::{
    ACCOUNTS, AccountId, HOLD_POLICIES, HOLDS, HOLDS_TAKEN, HoldPolicyRow, HoldRow,
};
use super::to_chase::{self, ToChase};
use crate::store::rows::{LedgerError, Rows};

/// The facts about an account that justify a hold at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldCause {
    /// How many days late the oldest amount left to chase is; zero if there is none.
    pub days_late: i64,
    /// The total left to chase.
    pub overdue: Money,
    /// The number of broken promises on invoices with something left to chase.
    pub broken_promises: u32,
    /// Whether it is late and large enough for the policy.
    pub is_late: bool,
    /// Whether enough promises were broken for the policy.
    pub breaks_promises: bool,
}

impl HoldCause {
    /// Whether the policy asks for a hold.
    fn asks_for_hold(&self) -> bool {
        self.is_late || self.breaks_promises
    }
}

/// What a rule proposes for an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HoldProposal {
    /// To put it on hold.
    Hold(HoldCause),
    /// To release it, because the hold is no longer justified.
    Release(HoldCause),
}

/// The policy for an account: that of its group, else the general one; `None` if nothing is proposed.
fn policy_of(rows: &dyn Rows, account: AccountId) -> Result<Option<HoldPolicyRow>, LedgerError> {
    let group = group_of(rows, account)?.map(|group| text::folded(&group));
    if let Some(group) = group.filter(|group| !group.is_empty())
        && let Some(found) = HOLD_POLICIES.get(rows, &group)?
    {
        return Ok(Some(found));
    }
    HOLD_POLICIES.get(rows, &String::new())
}

/// Judges the account that `account` counts on by a policy.
pub fn cause(
    rows: &dyn Rows,
    policy: &HoldPolicyRow,
    account: AccountId,
    when: When,
) -> Result<HoldCause, LedgerError> {
    let chase = to_chase::to_chase(rows, account, when)?;
    let late = |days: i64| chase.items.iter().filter(move |it| it.days_late(when.as_of) >= days);
    let sum = |days: i64| {
        let left = late(days).map(|item| item.left);
        left.fold(chase.currency.zero(), |sum, more| sum.plus(more).unwrap_or(sum))
    };
    let oldest = late(1).filter(|item| item.left.is_positive());
    let least = policy.amount.filter(|(_, currency)| *currency == chase.currency);
    // An amount alone is not a limit if the account is in another currency.
    let has_limit = policy.days_late.is_some() || least.is_some();
    let overdue = sum(i64::from(policy.days_late.unwrap_or(1)).max(1));
    let enough = least.map_or(1, |(least, _)| least.minor().max(1));
    let broken_promises = broken(rows, &chase, when)?;
    let limit = policy.broken_promises.filter(|limit| *limit > 0);
    Ok(HoldCause {
        days_late: oldest.map(|item| item.days_late(when.as_of)).max().unwrap_or(0),
        overdue: chase.left(),
        broken_promises,
        is_late: has_limit && overdue.minor() >= enough,
        breaks_promises: limit.is_some_and(|limit| broken_promises >= u32::from(limit)),
    })
}

/// The number of broken promises on what is left to chase; promises kept in part are not counted.
fn broken(rows: &dyn Rows, chase: &ToChase, when: When) -> Result<u32, LedgerError> {
    let mut broken = 0;
    let claims = AccountClaims::new(rows, chase.account, when);
    for item in chase.items.iter().filter(|item| item.left.is_positive()) {
        for (id, promise) in promises::promises_on(rows, item.id)? {
            if !when.counts(promise.date, id.seq) {
                continue;
            }
            let state = promises::judge(&claims, id, &promise)?.state;
            broken += u32::from(state == PromiseState::Broken);
        }
    }
    Ok(broken)
}

/// The hold or release of an account that is effective on a day, with its entry.
fn latest(
    rows: &dyn Rows,
    account: AccountId,
    as_of: Day,
) -> Result<Option<(u64, HoldRow)>, LedgerError> {
    let mut latest: Option<(u64, HoldRow)> = None;
    for found in HOLDS.scan(rows, &account) {
        let ((_, seq), row) = found?;
        let is_later = latest.as_ref().is_none_or(|(_, latest)| latest.date <= row.date);
        if row.date <= as_of && is_later {
            latest = Some((seq, row));
        }
    }
    Ok(latest)
}

/// What the rule proposes for an account on a day: a hold if one is justified and the account is not on
/// hold, a release if the rule put it on hold and that is no longer justified. It never releases a hold
/// set by a person, and skips accounts that were merged into another.
pub fn proposal(
    rows: &dyn Rows,
    account: AccountId,
    as_of: Day,
) -> Result<Option<HoldProposal>, LedgerError> {
    let when = When { as_of, ..When::ALL };
    if merged::root(rows, account, when)? != account {
        return Ok(None);
    }
    let held = latest(rows, account, as_of)?.filter(|(_, row)| row.reason.is_some());
    let taken = HOLDS_TAKEN.get(rows, &account)?;
    let policy = policy_of(rows, account)?;
    let is_by_rule = held.as_ref().is_some_and(|(seq, _)| Some(*seq) == taken);
    if held.is_some() && !is_by_rule {
        return Ok(None);
    }
    let nothing = HoldPolicyRow { days_late: None, amount: None, broken_promises: None };
    if policy.is_none() && held.is_none() {
        return Ok(None);
    }
    let cause = cause(rows, &policy.unwrap_or(nothing), account, when)?;
    Ok(match (cause.asks_for_hold(), held.is_some()) {
        (true, false) => Some(HoldProposal::Hold(cause)),
        (false, true) => Some(HoldProposal::Release(cause)),
        (true, true) | (false, false) => None,
    })
}

/// What the rule proposes for all accounts on a day, in the order of registration. Reads the overdue items
/// of every account.
pub fn proposals(
    rows: &dyn Rows,
    as_of: Day,
) -> Result<Vec<(AccountId, HoldProposal)>, LedgerError> {
    let mut all = Vec::new();
    let has_rule = HOLD_POLICIES.scan(rows, &()).next().transpose()?.is_some();
    if !has_rule {
        return Ok(all);
    }
    for found in ACCOUNTS.scan(rows, &()) {
        let (account, _) = found?;
        if let Some(proposal) = proposal(rows, account, as_of)? {
            all.push((account, proposal));
        }
    }
    Ok(all)
}
