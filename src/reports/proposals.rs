//! Proposed late fees and holds in words: the formula of the interest, the reason for the hold. May
//! use: ledger answers, words.

use crate::domain::late_fee::FeePart;
use crate::domain::{Day, Money};
use crate::ledger::query::late_fees::{ProposedFee, ProposedHold};
use crate::words::Words;

/// The formulas of a fee, part by part: what was overdue × the yearly rate × days / 365. If days of its period bear no
/// interest, each part says which days it is for. `money` and `shown` format an amount and a day.
pub fn fee_formula(
    fee: &ProposedFee,
    words: &Words,
    money: &dyn Fn(Money) -> String,
    shown: &dyn Fn(Day) -> String,
) -> String {
    let charged: i64 = fee.parts.iter().map(FeePart::days).sum();
    let is_whole = charged == fee.through.days_since(fee.from) + 1;
    let parts = fee.parts.iter().map(|part| {
        let rate = words.percent(part.yearly_percent.value());
        let formula = format!("{} × {rate} × {}/365", money(part.overdue), part.days());
        if is_whole {
            return formula;
        }
        let (from, through) = (shown(part.from), shown(part.through));
        let parts = [("formula", formula.as_str()), ("from", &from), ("through", &through)];
        words.say("fee-formula-of-days", &parts)
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
