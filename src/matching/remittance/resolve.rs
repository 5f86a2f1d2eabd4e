//! Turns parts into allocations and disputes on open items. May use: domain, input, numbers, part.

use super::part::{Deduction, Paid, RemittanceError, RemittancePart};
use crate::domain::number::NumberEnd;
use crate::matching::input::MatchItem;
use crate::matching::numbers::{WrittenAs, form_of, significant};

/// The most numbers listed if one is ambiguous.
const MOST_NAMED: usize = 5;

/// A remittance that agrees with the open items and the payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remitted {
    /// The items by index, with the amount paid on each, in the order typed.
    pub allocate: Vec<(u32, i64)>,
    /// The items by index, with the deductions from each and their reasons.
    pub disputes: Vec<(u32, Deduction)>,
    /// The part of the payment that stays on account.
    pub rest: i64,
}

/// Everything that the parts say about one item.
struct NamedOnce {
    at: u32,
    /// The last part that names it, as typed.
    part: String,
    paid: Option<Paid>,
    kept: Vec<Deduction>,
}

/// Finds the parts' items among one customer's open items, and the amount paid on each. A further part
/// may name the same item for a deduction: `1042 400, 1042 -40 damaged` is `1042 400 -40 damaged`. The
/// whole remittance is refused if one part can't be accepted, or if the parts add up to more than the
/// payment.
pub fn resolve(
    parts: &[RemittancePart],
    items: &[MatchItem],
    amount: i64,
) -> Result<Remitted, RemittanceError> {
    let mut remitted = Remitted::default();
    for named in named(parts, items)? {
        let paid = named.paid_on(&items[named.at as usize])?;
        remitted.allocate.extend((paid > 0).then_some((named.at, paid)));
        let at = named.at;
        remitted.disputes.extend(named.kept.into_iter().map(|deduction| (at, deduction)));
    }
    let sum = remitted.allocate.iter().fold(0_i64, |sum, (_, paid)| sum.saturating_add(*paid));
    if sum > amount {
        return Err(RemittanceError::MoreThanPaid { sum, amount });
    }
    remitted.rest = amount - sum;
    Ok(remitted)
}

/// The items that the parts name, in the order typed; refused if two parts pay the same one.
fn named(parts: &[RemittancePart], items: &[MatchItem]) -> Result<Vec<NamedOnce>, RemittanceError> {
    let mut all: Vec<NamedOnce> = Vec::with_capacity(parts.len());
    for part in parts {
        let at = item_of(part, items)?;
        let typed = part.typed.clone();
        let Some(before) = all.iter_mut().find(|named| named.at == at) else {
            let kept = part.deduction.iter().cloned().collect();
            all.push(NamedOnce { at, part: typed, paid: part.paid, kept });
            continue;
        };
        if before.paid.is_some() && part.paid.is_some() {
            let number = items[at as usize].number.clone();
            return Err(RemittanceError::Twice { part: typed, number });
        }
        before.paid = before.paid.or(part.paid);
        before.kept.extend(part.deduction.clone());
        before.part = typed;
    }
    Ok(all)
}

impl RemittancePart {
    /// Whether it may name the document with this number; the other candidates decide whether it does.
    #[must_use]
    pub fn names(&self, number: &str) -> bool {
        rank(&self.reference, number).is_some()
    }
}

impl NamedOnce {
    /// The amount paid on the item.
    fn paid_on(&self, item: &MatchItem) -> Result<i64, RemittanceError> {
        let kept = self.kept.iter().fold(0_i64, |sum, kept| sum.saturating_add(kept.amount));
        let paid = match self.paid {
            Some(Paid::Amount(paid)) => paid,
            Some(Paid::All) | None => item.open.saturating_sub(kept),
        };
        if paid < 0 || paid.saturating_add(kept) > item.open {
            let (part, number) = (self.part.clone(), item.number.clone());
            return Err(RemittanceError::MoreThanOpen { part, number, open: item.open });
        }
        // Deductions come from the amount that nobody disputes yet.
        if kept > 0 && paid.saturating_add(kept).saturating_add(item.disputed) > item.open {
            let (part, number) = (self.part.clone(), item.number.clone());
            return Err(RemittanceError::InDispute { part, number, disputed: item.disputed });
        }
        Ok(paid)
    }
}

/// The only item that a part names: a whole number counts before a part of one, and that before its last
/// digits.
fn item_of(part: &RemittancePart, items: &[MatchItem]) -> Result<u32, RemittanceError> {
    let mut best: (Option<NumberRank>, Vec<u32>) = (None, Vec::new());
    for (at, item) in (0..).zip(items).filter(|(_, item)| item.open > 0) {
        let Some(rank) = rank(&part.reference, &item.number) else { continue };
        match best.0 {
            Some(known) if known > rank => {}
            Some(known) if known == rank => best.1.push(at),
            _ => best = (Some(rank), vec![at]),
        }
    }
    let (part, reference) = (part.typed.clone(), part.reference.clone());
    match best.1.as_slice() {
        [] => Err(RemittanceError::NotOpen { part, reference }),
        [one] => Ok(*one),
        several => {
            let mut numbers: Vec<String> =
                several.iter().map(|at| items[*at as usize].number.clone()).collect();
            numbers.sort();
            numbers.truncate(MOST_NAMED);
            Err(RemittanceError::Ambiguous { part, reference, numbers })
        }
    }
}

/// Whether the number is typed as printed, and how much of it is. Its last digits alone are the least.
type NumberRank = (bool, Option<WrittenAs>);

/// How a typed reference names a document; `None` if it names a different one.
fn rank(reference: &str, number: &str) -> Option<NumberRank> {
    if number.eq_ignore_ascii_case(reference) {
        return Some((true, Some(WrittenAs::Whole)));
    }
    // A person may type any last digits; a bank's text contains whole counts only.
    let is_end = NumberEnd::of(number, reference) == Some(NumberEnd::LastDigits);
    let last = is_end.then_some((false, None));
    if is_end && reference.starts_with('0') {
        return last;
    }
    // However much of a number is typed, it includes the last digits; most numbers are ruled out by
    // that.
    let ends_alike = last_digits(reference).ends_with(significant(last_digits(number)));
    if reference.is_ascii() && !ends_alike {
        return last;
    }
    form_of(number, reference).map(|form| (false, Some(form))).or(last)
}

/// The digits at the end of a text.
fn last_digits(text: &str) -> &str {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let front = text.trim_end_matches(|letter: char| !is_digit(letter));
    let begin = front.trim_end_matches(is_digit).len();
    front.get(begin..).unwrap_or_default()
}
