//! The payments that a bank line may be linked to: unmatched money of the same direction that is or may
//! be on the line's account. May use: the ledger's questions, the engine's sessions, domain.

use crate::domain::{Day, Money, Number};
use crate::engine::{Failure, Session};
use crate::ledger::query::AsOf;
use crate::ledger::query::bank::OpenDepositsOf;
use crate::ledger::query::reconciliation::ReconciliationOf;
use crate::ledger::query::show::{Show, Shown};

use super::in_book::banked;

/// The most payments offered for one line.
const MOST: usize = 50;

/// A payment or a refund that a line may be.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkablePayment {
    /// Its number.
    pub payment: Number,
    /// Its customer.
    pub name: String,
    /// Its day.
    pub date: Day,
    /// Its effect on the account; negative for money out.
    pub amount: Money,
}

/// The payments that a line may be, at most 50: those with the line's amount first, then those nearest
/// to its day.
pub fn linkable(session: &Session, line: &Number) -> Result<Vec<LinkablePayment>, Failure> {
    let Shown::BankLine(it) = session.ask(&Show { what: line.0.clone() })? else {
        return Ok(Vec::new());
    };
    let asked = ReconciliationOf { account: Some(it.account.clone()), asked: AsOf::default() };
    let deposits = session.ask(&OpenDepositsOf)?;
    let banked = banked(&deposits);
    let found = session.ask(&asked)?.into_iter();
    let parts = found.flat_map(|it| it.not_at_bank.into_iter().chain(it.perhaps));
    let mut found: Vec<LinkablePayment> = parts
        .filter_map(|part| {
            let (payment, name) = (part.payment?, part.payer.unwrap_or_default());
            // Its part of the difference is its effect on the bank account.
            Some(LinkablePayment { payment, name, date: part.date, amount: part.amount.negated() })
        })
        .filter(|one| one.amount.is_negative() == it.amount.is_negative())
        .filter(|one| one.amount.is_negative() || !banked.contains(&one.payment))
        .collect();
    let sent = it.fee.and_then(|fee| it.amount.plus(fee)).unwrap_or(it.amount);
    let beside = |one: &LinkablePayment| (one.amount.minor() - sent.minor()).abs();
    found.sort_by_key(|one| {
        let is_other = beside(one) != 0;
        (is_other, one.date.days_since(it.date).abs(), beside(one), one.payment.0.clone())
    });
    found.truncate(MOST);
    Ok(found)
}
