//! Picks the statements of one account from a file. May use: the statements, domain.

use crate::domain::{Refusal, Rule};
use crate::engine::Failure;
use crate::ledger::bank::is_same_number;

use super::super::bank::{BankLine, BankPlace, BankStatement};

/// The statements of the account, and why others are refused.
pub type ChosenStatements<'a> = (Vec<&'a BankStatement>, Vec<(BankPlace, Refusal)>);

/// Picks the statements of the account. In a file with several accounts those of other numbers are
/// refused; all are, if nothing says which account is meant.
pub fn chosen<'a>(
    account: &str,
    number: Option<&str>,
    statements: &'a [BankStatement],
) -> Result<ChosenStatements<'a>, Failure> {
    let mut numbers: Vec<&str> = Vec::new();
    for given in statements.iter().filter_map(|it| it.number.as_deref()) {
        if !numbers.iter().any(|known| is_same_number(known, given)) {
            numbers.push(given);
        }
    }
    if number.is_none() && numbers.len() > 1 {
        let refusal = Refusal::new(Rule::BankAccountsSeveral, "number");
        return Err(refusal.with("numbers", numbers.join(", ")).into());
    }
    let is_it = |it: &&BankStatement| match (number, it.number.as_deref()) {
        (Some(number), Some(given)) => is_same_number(number, given),
        _ => true,
    };
    let (own, others): (Vec<_>, Vec<_>) = statements.iter().partition(is_it);
    let refused = |it: &BankStatement| {
        let refusal = Refusal::new(Rule::BankAccountNumber, "number").with("account", account);
        let given = it.number.as_deref().unwrap_or_default();
        (it.place, refusal.with("given", given).with("known", number.unwrap_or_default()))
    };
    Ok((own, others.into_iter().map(refused).collect()))
}

/// Whether a file has the same statement twice.
pub fn is_same(one: &BankStatement, other: &BankStatement) -> bool {
    let what = |it: &BankLine| BankLine { place: BankPlace::default(), ..it.clone() };
    (one.opening, one.closing) == (other.opening, other.closing)
        && one.lines.len() == other.lines.len()
        && one.lines.iter().zip(&other.lines).all(|(one, other)| what(one) == what(other))
}
