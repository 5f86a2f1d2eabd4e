//! What a credit note takes of each tax group of its original: all that is left, a gross amount
//! split over the groups, or priced lines. All credits together never exceed the original.
//! May use: std, the rest of the domain.

use super::Money;
use super::refusal::{Refusal, Rule};
use super::tax::TaxGroup;

fn beyond() -> Refusal {
    Refusal::new(Rule::AmountOutOfRange, "amount")
}

/// What is left of the original's groups after earlier credits, group by group (the net, then each
/// tax, in minor units).
pub fn remaining(original: &[TaxGroup], credited: &[Vec<i64>]) -> Vec<TaxGroup> {
    let left = |money: Money, taken: i64| Money::from_minor(money.minor() - taken, money.scale());
    let mut groups = original.to_vec();
    for (group, taken) in groups.iter_mut().zip(credited) {
        let mut taken = taken.iter().copied();
        group.net = left(group.net, taken.next().unwrap_or(0));
        for part in &mut group.parts {
            part.tax = left(part.tax, taken.next().unwrap_or(0));
        }
    }
    groups
}

/// round(amount × part ÷ whole), half away from zero, for 0 ≤ amount ≤ whole and 0 ≤ part.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    let rounded = (2 * amount * part + whole) / (2 * whole);
    i64::try_from(rounded).unwrap_or(0)
}

/// Splits `amount` over `parts` in proportion, the last one taking the remainder; each share is
/// taken of what then is left, so that none exceeds its part.
fn split(amount: i64, parts: &[i64]) -> Vec<i64> {
    let mut left = amount;
    let mut whole: i64 = parts.iter().filter(|part| **part > 0).sum();
    let mut shares = Vec::with_capacity(parts.len());
    for part in parts {
        let share = if *part > 0 && whole > 0 { share(left, *part, whole) } else { 0 };
        left -= share;
        whole -= (*part).max(0);
        shares.push(share);
    }
    shares
}

/// The groups of a credit of `amount`, gross: split over the groups that have something left, and
/// in each group over its net and its taxes.
pub fn by_amount(remaining: &[TaxGroup], amount: Money) -> Result<Vec<TaxGroup>, Refusal> {
    let gross = remaining.iter().map(|group| group.gross().map(Money::minor));
    let gross: Vec<i64> = gross.collect::<Option<_>>().ok_or_else(beyond)?;
    let shares = split(amount.minor(), &gross);
    let groups = remaining.iter().zip(shares).map(|(group, share)| {
        let mut parts = vec![group.net.minor()];
        parts.extend(group.parts.iter().map(|part| part.tax.minor()));
        let mut taken = split(share, &parts).into_iter();
        let mut group = group.clone();
        group.net = Money::from_minor(taken.next().unwrap_or(0), amount.scale());
        for part in &mut group.parts {
            part.tax = Money::from_minor(taken.next().unwrap_or(0), amount.scale());
        }
        group
    });
    Ok(groups.collect())
}

/// The groups of a credit by lines, in the original's order: what the priced lines come to, but
/// for each net that is credited to its end the tax that is left of it, so that credits by parts
/// negate the original exactly.
pub fn by_lines(remaining: &[TaxGroup], priced: &[TaxGroup]) -> Result<Vec<TaxGroup>, Refusal> {
    remaining
        .iter()
        .map(|left| match priced.iter().find(|group| group.set() == left.set()) {
            None => Ok(nothing_of(left)),
            Some(group) if group.net.minor() > left.net.minor() || group.net.is_negative() => {
                Err(Refusal::new(Rule::CreditExceeds, "lines")
                    .with("left", left.net)
                    .with("given", group.net))
            }
            Some(group) if group.net == left.net => Ok(left.clone()),
            Some(group) => Ok(at_most(group, left)),
        })
        .collect()
}

fn nothing_of(group: &TaxGroup) -> TaxGroup {
    let mut nothing = group.clone();
    nothing.net = nothing.net.zero();
    nothing.parts.iter_mut().for_each(|part| part.tax = part.tax.zero());
    nothing
}

/// Rounding may make a part's tax one unit more than is left of it.
fn at_most(group: &TaxGroup, left: &TaxGroup) -> TaxGroup {
    let mut capped = group.clone();
    for (part, left) in capped.parts.iter_mut().zip(&left.parts) {
        part.tax = part.tax.least(left.tax);
    }
    capped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_add_up_and_exceed_no_part(
            parts in prop::collection::vec(0i64..10_000, 1..6),
            share in 0.0f64..=1.0,
        ) {
            let whole: i64 = parts.iter().sum();
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
            let amount = ((whole as f64) * share) as i64;
            let shares = split(amount, &parts);
            prop_assert_eq!(shares.iter().sum::<i64>(), amount);
            for (share, part) in shares.iter().zip(&parts) {
                prop_assert!((0..=*part).contains(share), "{} of {}", share, part);
            }
        }
    }
}
