//! What is to be heard of an account: its items, added up here once more.

use std::collections::BTreeMap;

use super::heard::Heard;
use daybook::domain::late::SaidLate;
use daybook::domain::plan::SaidPlan;
use daybook::domain::promise::SaidPromise;
use daybook::domain::{Day, Money};
use daybook::ledger::query::balance::BalanceItem;

/// What is to be heard of the items: added up here once more, with what was withheld of each as tax, what was agreed and
/// what has arrived for that.
pub(super) fn expected(items: &[BalanceItem], as_of: Day, beside: &Beside) -> Heard {
    let of = |all: &BTreeMap<String, i64>, item: &BalanceItem| {
        all.get(&item.item.0).copied().unwrap_or(0)
    };
    let (mut debits, mut credits, mut disputed, mut withheld) = (0, 0, 0, 0);
    // Days late, what is chased, agreed and disputed.
    let mut overdue: Vec<(i64, [i64; 3])> = Vec::new();
    let mut all_overdue = 0;
    let mut spent = 0;
    for item in items {
        let left = item.outstanding.minor();
        let in_dispute = item.disputed.map_or(0, Money::minor);
        disputed += in_dispute;
        if left < 0 {
            credits -= left;
            continue;
        }
        debits += left;
        let (kept, agreed, came) =
            (of(&beside.kept, item), of(&beside.agreed, item), of(&beside.came, item));
        withheld += kept;
        spent += came;
        let days = as_of.days_since(item.due);
        if days > 0 {
            all_overdue += left;
            // What was withheld is taken off what may be chased, then off what is disputed.
            let free = left - in_dispute - agreed;
            let chased = (free - kept).max(0) - came;
            overdue.push((days, [chased, agreed, in_dispute.min(left - kept)]));
        }
    }
    // Money on account pays what it came for, then the oldest that is chased, then what was agreed, and last what is
    // disputed; what it does not reach is late.
    overdue.sort_unstable_by_key(|(days, _)| -days);
    let mut money = credits - spent;
    for part in 0..3 {
        for (_, parts) in &mut overdue {
            let paid = parts[part].min(money);
            parts[part] -= paid;
            money -= paid;
        }
    }
    overdue.retain(|(_, parts)| parts.iter().sum::<i64>() > 0);
    let chased: i64 = overdue.iter().map(|(_, parts)| parts[0]).sum();
    let asks = beside.level > 0 && chased > 0;
    let late = overdue.iter().flat_map(|(_, parts)| parts).sum();
    Heard {
        balance: debits - credits,
        late,
        days: overdue.first().map(|(days, _)| *days),
        on_account: credits,
        // Money for what is not due yet is not deducted.
        is_deducted: late < all_overdue && credits > 0,
        withheld,
        disputed,
        asked: asks.then_some((beside.level, chased)),
        ..Heard::default()
    }
}

/// The money on account that pays nothing chased: it covers what was agreed.
pub(super) fn spare(items: &[BalanceItem], as_of: Day, beside: &Beside) -> i64 {
    let of = |all: &BTreeMap<String, i64>, item: &BalanceItem| {
        all.get(&item.item.0).copied().unwrap_or(0)
    };
    let credits: i64 = items.iter().map(|it| -it.outstanding.minor().min(0)).sum();
    let overdue = items.iter().filter(|it| it.outstanding.is_positive() && it.due < as_of);
    let chased = overdue.map(|it| {
        let disputed = it.disputed.map_or(0, Money::minor);
        let free = it.outstanding.minor() - disputed - of(&beside.agreed, it);
        (free - of(&beside.kept, it)).max(0) - of(&beside.came, it)
    });
    (credits - beside.came.values().sum::<i64>() - chased.sum::<i64>()).max(0)
}

/// What is said beside the items of an account.
#[derive(Clone, Default)]
pub(super) struct Beside {
    /// What was withheld of each item.
    pub(super) kept: BTreeMap<String, i64>,
    /// What of each item was promised or planned and has not arrived.
    pub(super) agreed: BTreeMap<String, i64>,
    /// What has arrived for that.
    pub(super) came: BTreeMap<String, i64>,
    pub(super) late: Option<SaidLate>,
    pub(super) promise: Option<SaidPromise>,
    pub(super) arrived: Option<Money>,
    pub(super) plans: Vec<SaidPlan>,
    pub(super) level: u8,
}
