//! The part of each tax group that a credit note takes back: all that is left, a gross amount split
//! over the groups, or priced lines. All credits together never exceed the original. May use: std, the
//! rest of the domain.

use super::Money;
use super::pricing::Prices;
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

/// round(amount × part ÷ whole), half away from zero, for 0 ≤ amount ≤ whole.
pub fn share(amount: i64, part: i64, whole: i64) -> i64 {
    share_up(amount, part.abs(), whole) * part.signum()
}

/// round(amount × part ÷ whole), half up.
fn share_up(amount: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    i64::try_from((2 * amount * part + whole).div_euclid(2 * whole)).unwrap_or(0)
}

/// Splits `amount`, at most the sum of `parts`, over `parts`: each gets its rounded share, and
/// the last non-zero one the remainder. If that would overdraw a part (with many small ones), the
/// running sums are rounded instead, which never overdraws.
fn split(amount: i64, parts: &[i64]) -> Vec<i64> {
    let whole: i64 = parts.iter().sum();
    let mut shares: Vec<i64> = parts.iter().map(|part| share(amount, *part, whole)).collect();
    let others = amount - shares.iter().sum::<i64>();
    if let Some(last) = parts.iter().rposition(|part| *part != 0) {
        shares.iter_mut().skip(last).take(1).for_each(|share| *share += others);
    }
    let within = |(share, part): (&i64, &i64)| {
        share.abs() <= part.abs() && share.signum() * part.signum() >= 0
    };
    if shares.iter().zip(parts).all(within) {
        return shares;
    }
    let (mut sum, mut given) = (0, 0);
    let by_sums = parts.iter().map(|part| {
        sum += part;
        let until = share_up(amount, sum, whole);
        let share = until - given;
        given = until;
        share
    });
    by_sums.collect()
}

/// The groups of a credit of `amount`, gross: split over the groups that have something left, and
/// in each group over its net and its taxes.
pub fn by_amount(remaining: &[TaxGroup], amount: Money) -> Result<Vec<TaxGroup>, Refusal> {
    let gross = remaining.iter().map(|group| group.gross().map(Money::minor));
    let gross: Vec<i64> = gross.collect::<Option<_>>().ok_or_else(beyond)?;
    if gross.iter().sum::<i64>() == amount.minor() {
        return Ok(remaining.to_vec());
    }
    let shares = split(amount.minor(), &gross);
    let groups = remaining.iter().zip(shares).map(|(group, share)| {
        let mut parts = vec![group.net.minor()];
        parts.extend(group.parts.iter().map(|part| part.tax.minor()));
        let mut taken = split_signed(share, &parts).into_iter();
        let mut group = group.clone();
        group.net = Money::from_minor(taken.next().unwrap_or(0), amount.scale());
        for part in &mut group.parts {
            part.tax = Money::from_minor(taken.next().unwrap_or(0), amount.scale());
        }
        group
    });
    Ok(groups.collect())
}

/// [`split`], also for parts that are all negative: a group of allowances.
fn split_signed(amount: i64, parts: &[i64]) -> Vec<i64> {
    if parts.iter().sum::<i64>() >= 0 {
        return split(amount, parts);
    }
    let parts: Vec<i64> = parts.iter().map(|part| -part).collect();
    split(-amount, &parts).into_iter().map(|share| -share).collect()
}

/// The groups of a credit by lines, in the original's order: what the priced lines come to, except that
/// a group credited to its end gets what is left of it. Credits by parts then negate the original
/// exactly. Groups are measured as they were priced, by net or by gross.
pub fn by_lines(
    prices: Prices,
    remaining: &[TaxGroup],
    priced: &[TaxGroup],
) -> Result<Vec<TaxGroup>, Refusal> {
    let measure = |group: &TaxGroup| match prices {
        Prices::Exclusive => Ok(group.net),
        Prices::Inclusive => group.gross().ok_or_else(beyond),
    };
    let credited = remaining.iter().map(|left| {
        let Some(group) = priced.iter().find(|group| group.set() == left.set()) else {
            return Ok(nothing_of(left));
        };
        let (given, most) = (measure(group)?, measure(left)?);
        if given.is_negative() || given.minor() > most.minor() {
            let refusal = Refusal::new(Rule::CreditExceeds, "lines");
            return Err(refusal.with("left", most).with("given", given));
        }
        Ok(if given == most { left.clone() } else { at_most(prices, group, left) })
    });
    let credited: Vec<TaxGroup> = credited.collect::<Result<_, _>>()?;
    let total = |groups: &[TaxGroup]| {
        let gross = groups.iter().map(TaxGroup::gross).collect::<Option<Vec<Money>>>()?;
        Some(gross.iter().map(|gross| gross.minor()).sum::<i64>())
    };
    let (given, most) =
        (total(&credited).ok_or_else(beyond)?, total(remaining).ok_or_else(beyond)?);
    if given > most {
        let money = |minor| {
            remaining.first().map_or(String::new(), |group| {
                Money::from_minor(minor, group.net.scale()).to_string()
            })
        };
        let refusal = Refusal::new(Rule::CreditExceeds, "lines");
        return Err(refusal.with("left", money(most)).with("given", money(given)));
    }
    Ok(credited)
}

fn nothing_of(group: &TaxGroup) -> TaxGroup {
    let mut nothing = group.clone();
    nothing.net = nothing.net.zero();
    nothing.parts.iter_mut().for_each(|part| part.tax = part.tax.zero());
    nothing
}

/// Rounding may make a part one unit larger than what is left of it; such a part is cut. With inclusive
/// prices the gross must stay what was asked for, so the difference moves to a part with room.
fn at_most(prices: Prices, group: &TaxGroup, left: &TaxGroup) -> TaxGroup {
    let mut capped = group.clone();
    let mut cut = 0;
    let amounts = |group: &TaxGroup| {
        let taxes = group.parts.iter().map(|part| part.tax.minor());
        std::iter::once(group.net.minor()).chain(taxes).collect::<Vec<i64>>()
    };
    let (mut ours, most) = (amounts(group), amounts(left));
    for (amount, most) in ours.iter_mut().zip(&most) {
        cut += (*amount - most).max(0);
        *amount = (*amount).min(*most);
    }
    if prices == Prices::Inclusive {
        for (amount, most) in ours.iter_mut().zip(&most).rev() {
            let more = cut.min(most - *amount).max(0);
            *amount += more;
            cut -= more;
        }
    }
    let scale = group.net.scale();
    let mut ours = ours.into_iter().map(|minor| Money::from_minor(minor, scale));
    capped.net = ours.next().unwrap_or(group.net);
    for (part, tax) in capped.parts.iter_mut().zip(ours) {
        part.tax = tax;
    }
    capped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_of_nothing_takes_no_remainder() {
        assert_eq!(split(4_347, &[4_282, 4_502, 2_092, 0]), [1_711, 1_799, 837, 0]);
        assert_eq!(split(0, &[0, 0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_exceed_no_part(
            parts in prop::collection::vec(-300i64..10_000, 1..9),
            share in 0.0f64..=1.0,
        ) {
            let whole: i64 = parts.iter().sum();
            prop_assume!(whole >= 0);
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
            let amount = ((whole as f64) * share) as i64;
            let shares = split(amount, &parts);
            prop_assert_eq!(shares.iter().sum::<i64>(), amount);
            for (share, part) in shares.iter().zip(&parts) {
                let within = share.signum() * part.signum() >= 0 && share.abs() <= part.abs();
                prop_assert!(within, "{} of {}", share, part);
            }
        }
    }
}
