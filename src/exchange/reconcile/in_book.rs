//! Payments that were entered by hand before their bank line came, and deposits: the line is to be linked to
//! them, not matched anew. May use: the ledger's questions, the engine's sessions, domain.

use std::collections::HashMap;

use crate::domain::{Code, Day, Message, Money, Number};
use crate::engine::{Failure, Session};
use crate::ledger::query::Asked;
use crate::ledger::query::bank::OpenDepositsOf;
use crate::ledger::query::reconciliation::ReconciliationOf;
use crate::ledger::query::show::ShownDeposit;
use crate::matching::Certainty;

use super::reasons::MatchReason;
use super::suggested::{SuggestedLine, SuggestedMatch};

/// How many days may lie between a payment and its line at the bank.
const DAYS: i64 = 7;

/// A payment of the book that no bank line matches yet.
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
    let deposits = session.ask(&OpenDepositsOf)?;
    for it in lines.iter_mut().filter(|it| it.line.amount.is_positive()) {
        add_to(&waiting, it);
    }
    add_deposits(&deposits, lines);
    Ok(())
}

/// Puts deposits first that lines may be. Its sum and its day make one sure, where no other deposit or
/// payment of the book, and no other line, has them.
fn add_deposits(deposits: &[ShownDeposit], lines: &mut [SuggestedLine]) {
    let fits = |deposit: &ShownDeposit, it: &SuggestedLine| {
        let days = it.line.date.days_since(deposit.date);
        deposit.currency == it.line.currency
            && deposit.amount == it.line.amount
            && (0..=DAYS).contains(&days)
    };
    let of_lines = lines.iter().map(|it| deposits.iter().filter(|one| fits(one, it)).collect());
    let of_lines: Vec<Vec<&ShownDeposit>> = of_lines.collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for one in of_lines.iter().flatten() {
        *times.entry(&one.deposit.0).or_default() += 1;
    }
    for (it, found) in lines.iter_mut().zip(of_lines.iter()).filter(|(_, found)| !found.is_empty())
    {
        let is_other_in_book = it.suggestions.iter().any(|other| other.links.is_some());
        let is_only = found.len() == 1
            && found.iter().all(|one| times.get(one.deposit.0.as_str()) == Some(&1));
        let certainty = match is_only && !is_other_in_book {
            true => Certainty::Sure,
            false => Certainty::Likely,
        };
        for other in &mut it.suggestions {
            other.certainty = other.certainty.min(Certainty::Likely);
        }
        let zero = it.line.amount.zero();
        let found = found.iter().map(|one| {
            let reason = Message::new("match-deposit").with("deposit", &one.deposit);
            let reason = reason.day("date", one.date).with("count", one.payments.len());
            let (number, name) = (one.deposit.clone(), one.deposit.0.clone());
            SuggestedMatch { certainty, ..links_to(number, (Code::default(), name), reason, zero) }
        });
        let found: Vec<SuggestedMatch> = found.collect();
        it.suggestions.splice(0..0, found);
    }
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
    let reason = Message::new("match-in-book").with("payment", &one.payment).day("date", one.date);
    links_to(one.payment.clone(), (one.customer.clone(), one.name.clone()), reason, zero)
}

/// A suggestion to link a line to what is in the book.
fn links_to(
    number: Number,
    (customer, name): (Code, String),
    reason: Message,
    zero: Money,
) -> SuggestedMatch {
    SuggestedMatch {
        customer,
        name,
        certainty: Certainty::Likely,
        reasons: vec![MatchReason::of(reason)],
        allocate: Vec::new(),
        rest: zero,
        fee: zero,
        discount: zero,
        short: zero,
        returns: None,
        links: Some(number),
    }
}
