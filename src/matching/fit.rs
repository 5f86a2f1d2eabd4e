//! How an amount fits a set of items, and how much of each it settles. May use: clues.

use super::clues::LineCase;

/// How an amount compares with the open amount of some items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmountFit {
    /// It is less, for no known reason.
    Short,
    /// It is more.
    Over,
    /// It is slightly less, as if the payer had rounded down or kept something back.
    Nearly,
    /// It is less by possible bank charges, which the text mentions.
    LessCharges,
    /// It equals the open amount less the disputed part.
    LessDisputed,
    /// It equals the open amount less the discount.
    LessDiscount,
    /// It equals the open amount, counting any fee that the line states.
    Exact,
}

impl AmountFit {
    /// Whether the amount is fully explained.
    pub fn is_whole(self) -> bool {
        self >= AmountFit::LessCharges
    }
}

/// An amount set against items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// How it fits.
    pub fit: AmountFit,
    /// The amount for each item, in the order of the items, greater than zero.
    pub allocate: Vec<(u32, i64)>,
    /// The amount that stays on account.
    pub rest: i64,
    /// The fee that the bank or the operator kept.
    pub fee: i64,
    /// The discount taken.
    pub discount: i64,
    /// The amount that stays open.
    pub short: i64,
}

/// The largest charges, as a divisor of the amount.
const CHARGES_PART: i64 = 10;

/// The largest unexplained shortfall, as a divisor of the amount.
const NEARLY_PART: i64 = 20;

/// Compares the amount sent with items, which are in the order of age.
pub fn fit(case: &LineCase, items: &[u32], sent: i64, fee: i64) -> Option<Fitted> {
    let open: i64 = items.iter().try_fold(0_i64, |sum, at| sum.checked_add(case.open(*at)))?;
    if items.is_empty() || sent <= 0 || open <= 0 {
        return None;
    }
    let fitted = |fit, allocate, rest, fee, discount, short| {
        Some(Fitted { fit, allocate, rest, fee, discount, short })
    };
    let whole = || items.iter().map(|at| (*at, case.open(*at))).collect::<Vec<_>>();
    let missing = open - sent;
    if missing == 0 {
        return fitted(AmountFit::Exact, whole(), 0, fee, 0, 0);
    }
    if missing < 0 {
        return fitted(AmountFit::Over, whole(), -missing, fee, 0, 0);
    }
    if let Some(found) = less_discount(case, items, sent, fee) {
        return Some(found);
    }
    if less_disputed(case, items) == missing {
        let part = |at: &u32| (*at, case.open(*at) - case.disputed(*at));
        let parts = items.iter().map(part).filter(|(_, amount)| *amount > 0).collect();
        return fitted(AmountFit::LessDisputed, parts, 0, fee, 0, missing);
    }
    if case.told.says_charges && fee == 0 && missing <= open / CHARGES_PART {
        return fitted(AmountFit::LessCharges, whole(), 0, missing, 0, 0);
    }
    let kind = if missing <= open / NEARLY_PART { AmountFit::Nearly } else { AmountFit::Short };
    fitted(kind, oldest_first(case, items, sent), 0, fee, 0, missing)
}

fn less_disputed(case: &LineCase, items: &[u32]) -> i64 {
    items.iter().map(|at| case.disputed(*at)).fold(0, i64::saturating_add)
}

/// The items less their discounts, if the amount equals that to within one minor unit.
fn less_discount(case: &LineCase, items: &[u32], sent: i64, fee: i64) -> Option<Fitted> {
    let discounts: i64 = items.iter().map(|at| case.discount(*at)).sum();
    let part = |at: &u32| (*at, case.open(*at) - case.discount(*at));
    let mut allocate: Vec<(u32, i64)> = items.iter().map(part).collect();
    let sum: i64 = allocate.iter().map(|(_, amount)| *amount).sum();
    let off = sent - sum;
    if discounts <= 0 || off.abs() > 1 {
        return None;
    }
    let place = items.iter().position(|at| case.discount(*at) > 1).filter(|_| off != 0);
    match place {
        Some(place) => allocate[place].1 += off,
        None if off != 0 => return None,
        None => {}
    }
    allocate.retain(|(_, amount)| *amount > 0);
    let discount = discounts - off;
    Some(Fitted { fit: AmountFit::LessDiscount, allocate, rest: 0, fee, discount, short: 0 })
}

/// What each item gets if the oldest are settled first.
pub fn oldest_first(case: &LineCase, items: &[u32], sent: i64) -> Vec<(u32, i64)> {
    let mut left = sent;
    let mut allocate = Vec::new();
    for at in items {
        let amount = case.open(*at).min(left);
        if amount > 0 {
            allocate.push((*at, amount));
            left -= amount;
        }
    }
    allocate
}
