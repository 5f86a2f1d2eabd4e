//! Payments that were entered by hand before their bank line came: the line is to be linked to its
//! payment, not matched anew. May use: the ledger's questions, the engine's sessions, domain.

use std::collections::HashMap;

use crate::domain::{Code, Day, Message, Money, Number};
use crate::engine::{Failure, Session};
use crate::ledger::query::Asked;
use crate::ledger::query::reconciliation::ReconciliationOf;
use crate::matching::Certainty;

use super::reasons::MatchReason;
use super::suggested::{SuggestedLine, SuggestedMatch};

/// How many days may lie between a payment and its line at the bank.
const DAYS: i64 = 7;

/// A payment of the book that is no bank line yet.
#[derive(Clone)]
struct UnlinkedPayment {
    payment: Number,
    customer: Code,
    name: String,
    date: Day,
}

/// The payments by the account and what they add to it.
type ByAmount = HashMap<(String, i64), Vec<UnlinkedPayment>>;

/// Puts the payments first that lines may be; beside one, no other suggestion is sure.
pub fn add(session: &Session, lines: &mut [SuggestedLine]) -> Result<(), Failure> {
    let mut read: Vec<String> = lines.iter().map(|it| it.line.account.clone()).collect();
    read.sort_unstable();
    read.dedup();
    let mut waiting = ByAmount::new();
    for account in read {
        let asked = ReconciliationOf { account: Some(account.clone()), asked: Asked::default() };
        for part in session.ask(&asked)?.into_iter().flat_map(|it| it.not_at_bank) {
            let (Some(payment), Some(customer)) = (part.payment, part.customer) else { continue };
            let (name, date) = (part.payer.unwrap_or_default(), part.date);
            // What it adds to the difference is what it took from the bank.
            let key = (account.clone(), -part.amount.minor());
            waiting.entry(key).or_default().push(UnlinkedPayment { payment, customer, name, date });
        }
    }
    for it in lines.iter_mut().filter(|it| it.line.amount.is_positive()) {
        add_to(&waiting, it);
    }
    Ok(())
}

fn add_to(waiting: &ByAmount, it: &mut SuggestedLine) {
    let line = &it.line;
    let sent = line.fee.and_then(|fee| line.amount.plus(fee)).unwrap_or(line.amount);
    let key = (line.account.clone(), sent.minor());
    let near = |one: &&UnlinkedPayment| one.date.days_since(line.date).abs() <= DAYS;
    let mut near: Vec<&UnlinkedPayment> =
        waiting.get(&key).into_iter().flatten().filter(near).collect();
    near.sort_by_key(|one| (one.date.days_since(line.date).abs(), one.payment.0.clone()));
    if near.is_empty() {
        return;
    }
    for other in &mut it.suggestions {
        if other.certainty == Certainty::Sure {
            other.certainty = Certainty::Likely;
        }
    }
    let zero = line.amount.zero();
    let found: Vec<SuggestedMatch> = near.into_iter().map(|one| linked(one, zero)).collect();
    it.suggestions.splice(0..0, found);
}

fn linked(one: &UnlinkedPayment, zero: Money) -> SuggestedMatch {
    let reason = Message::new("match-in-book").with("payment", &one.payment).with("date", one.date);
    SuggestedMatch {
        customer: one.customer.clone(),
        name: one.name.clone(),
        certainty: Certainty::Likely,
        reasons: vec![MatchReason::of(reason)],
        allocate: Vec::new(),
        rest: zero,
        fee: zero,
        discount: zero,
        short: zero,
        returns: None,
        links: Some(one.payment.clone()),
    }
}
