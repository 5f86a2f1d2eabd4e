//! Proposed late fees and holds in words: the formula of the interest, the reason for the hold. May
//! use: ledger answers, words.

use crate::domain::Money;
use crate::ledger::query::late_fees::{ProposedFee, ProposedHold};
use crate::words::Words;

/// The formulas of a fee, part by part: what was overdue × the yearly rate × days / 365. `money`
/// formats an amount.
pub fn fee_formula(fee: &ProposedFee, words: &Words, money: &dyn Fn(Money) -> String) -> String {
    let parts = fee.parts.iter().map(|part| {
        let rate = words.percent(part.yearly_percent.value());
        format!("{} × {rate} × {}/365", money(part.overdue), part.days())
    });
    parts.collect::<Vec<_>>().join(" + ")
}

/// Why a hold is proposed, or what is still against a release. `money` formats an amount.
pub fn hold_reason(row: &ProposedHold, words: &Words, money: &dyn Fn(Money) -> String) -> String {
    let amount = money(row.overdue);
    let amount =
        words.say("said-amount", &[("currency", row.currency.code()), ("amount", &amount)]);
    let (days, broken) = (row.days_late.to_string(), row.broken_promises.to_string());
    let parts = [("amount", amount.as_str()), ("days", &days), ("count", &broken)];
    match (row.propose.as_str(), row.breaks_promises) {
        ("release", _) => words.say("hold-cause-gone", &parts),
        (_, true) => words.say("hold-cause-promises", &parts),
        _ => words.say("hold-cause-late", &parts),
    }
}
