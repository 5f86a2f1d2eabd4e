//! Posts what was chosen: a line becomes the suggested payment, or the return of a payment. A line that
//! cannot be posted as suggested stays open, and the others continue. May use: the ledger's questions,
//! the engine's sessions, domain.

use std::collections::VecDeque;

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::domain::command::{
    Allocate, Allocation, AllocationRule, BouncePayment, Identify, LinePart, LinkBankLine,
    MatchBankLine, Share, SplitBankLine,
};
use crate::domain::{Code, Command, Envelope, Number, Plain, Refusal, text};
use crate::engine::session::Pending;
use crate::engine::{Failure, Session};

use super::suggested::{LineSource, SuggestedLine, SuggestedMatch, SuggestedShare};

/// The result for a chosen line.
#[derive(Debug)]
pub struct Accepted {
    /// The line.
    pub line: Number,
    /// The customer of the payment.
    pub customer: Code,
    /// The payment that it became, or returns; or why it was refused.
    pub outcome: Result<Number, Refusal>,
}

/// How many commands may wait for their receipts at the same time.
const TOGETHER: usize = 64;

/// Posts the first suggestion of each line. Skips lines without one.
pub fn accept(session: &Session, lines: &[SuggestedLine]) -> Result<Vec<Accepted>, Failure> {
    accept_at(session, lines, None)
}

/// The same, with an exchange rate in book units per foreign unit: lines in a foreign currency become
/// payments at this rate.
pub fn accept_at(
    session: &Session,
    lines: &[SuggestedLine],
    rate: Option<Plain>,
) -> Result<Vec<Accepted>, Failure> {
    let book = session.info().currency;
    let mut accepted = Vec::with_capacity(lines.len());
    let mut pending: VecDeque<(Number, Code, Pending)> = VecDeque::new();
    for chosen in lines {
        let Some(first) = chosen.suggestions.first() else { continue };
        let (line, customer) = (chosen.line.line.clone(), first.customer.clone());
        match first.returns.as_ref().or(first.links.as_ref()) {
            None => {
                let rate = rate.filter(|_| chosen.line.currency != book);
                let sent = session.send(envelope(paid(&line, first, rate)))?;
                match credited(first) {
                    None => pending.push_back((line, customer, sent)),
                    Some(credit) => {
                        let made = made(sent)
                            .and_then(|made| post_each(session, vec![credit]).map(|()| made));
                        accepted.push(Accepted { line, customer, outcome: refused(made)? });
                    }
                }
            }
            Some(payment) => {
                let bounced = post_each(session, commands(chosen, first));
                let outcome = refused(bounced.map(|()| payment.clone()))?;
                accepted.push(Accepted { line, customer, outcome });
            }
        }
        while pending.len() > TOGETHER {
            answer(&mut pending, &mut accepted)?;
        }
    }
    while !pending.is_empty() {
        answer(&mut pending, &mut accepted)?;
    }
    Ok(accepted)
}

fn answer(
    pending: &mut VecDeque<(Number, Code, Pending)>,
    accepted: &mut Vec<Accepted>,
) -> Result<(), Failure> {
    let Some((line, customer, sent)) = pending.pop_front() else { return Ok(()) };
    accepted.push(Accepted { line, customer, outcome: refused(made(sent))? });
    Ok(())
}

/// The payment that a command made.
fn made(sent: Pending) -> Result<Number, Failure> {
    let receipt = sent.wait()?;
    Ok(Number(receipt.number("payment").unwrap_or_default().to_string()))
}

/// A refusal is the outcome for this line; any other failure stops the rest.
fn refused(made: Result<Number, Failure>) -> Result<Result<Number, Refusal>, Failure> {
    match made {
        Ok(payment) => Ok(Ok(payment)),
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
        Err(failure) => Err(failure),
    }
}

/// The command that makes the suggested payment of a line.
pub fn matched(line: &Number, chosen: &SuggestedMatch) -> MatchBankLine {
    let share = |it: &SuggestedShare| Share {
        invoice: it.invoice.clone(),
        amount: Some(Plain(it.amount.decimal())),
        discount: it.discount.then_some(true),
    };
    let allocate = match chosen.allocate.is_empty() {
        true => Allocation::Rule(AllocationRule::None),
        false => Allocation::List(chosen.allocate.iter().map(share).collect()),
    };
    MatchBankLine {
        remittance: None,
        line: line.clone(),
        customer: chosen.customer.clone(),
        allocate,
        fee: Some(Plain(chosen.fee.decimal())),
        date: None,
        method: None,
        reference: None,
        rate: None,
    }
}

/// The command that makes the suggested payment of a line, or several payments if the invoices belong to
/// several customers.
fn paid(line: &Number, chosen: &SuggestedMatch, rate: Option<Plain>) -> Command {
    let is_of_others = chosen.allocate.iter().any(|it| it.customer != chosen.customer);
    match is_of_others {
        true => SplitBankLine { rate, ..split(line, chosen) }.into(),
        false => MatchBankLine { rate, ..matched(line, chosen) }.into(),
    }
}

/// The parts of a line by customer. What no invoice takes goes to the customer who pays.
fn split(line: &Number, chosen: &SuggestedMatch) -> SplitBankLine {
    let mut parts: Vec<(Code, Decimal, Vec<Share>)> = Vec::new();
    for it in &chosen.allocate {
        let amount = it.amount.decimal();
        let share = Share {
            invoice: it.invoice.clone(),
            amount: Some(Plain(amount)),
            discount: it.discount.then_some(true),
        };
        match parts.iter_mut().find(|(customer, ..)| *customer == it.customer) {
            Some((_, sum, shares)) => {
                *sum += amount;
                shares.push(share);
            }
            None => parts.push((it.customer.clone(), amount, vec![share])),
        }
    }
    let rest = chosen.rest.decimal();
    if !rest.is_zero() {
        match parts.iter_mut().find(|(customer, ..)| *customer == chosen.customer) {
            Some((_, sum, _)) => *sum += rest,
            None => parts.push((chosen.customer.clone(), rest, Vec::new())),
        }
    }
    let part = |(customer, amount, shares): (Code, Decimal, Vec<Share>)| LinePart {
        customer,
        amount: Plain(amount),
        allocate: match shares.is_empty() {
            true => Allocation::Rule(AllocationRule::None),
            false => Allocation::List(shares),
        },
    };
    SplitBankLine {
        line: line.clone(),
        parts: parts.into_iter().map(part).collect(),
        fee: Some(Plain(chosen.fee.decimal())),
        date: None,
        method: None,
        rate: None,
    }
}

/// The payment bounces, and the line is its return.
fn returned(line: &SuggestedLine, payment: &Number, chosen: &SuggestedMatch) -> [Command; 2] {
    let reason = line.line.text.clone().unwrap_or_else(|| line.line.line.0.clone());
    let reason: String = reason.chars().take(text::SHORT).collect();
    let (date, payment) = (Some(line.line.date), payment.clone());
    let fee = Some(Plain(chosen.fee.decimal())).filter(|fee| !fee.0.is_zero());
    let link = LinkBankLine { fee, ..LinkBankLine::to(line.line.line.clone(), payment.clone()) };
    [BouncePayment { payment, date, reason }.into(), link.into()]
}

/// The commands that make the chosen suggestion of a line, in order.
pub fn commands(line: &SuggestedLine, chosen: &SuggestedMatch) -> Vec<Command> {
    let number = &line.line.line;
    if line.source == LineSource::Suspense {
        return vec![identified(number, chosen).into()];
    }
    match (&chosen.returns, &chosen.links) {
        (Some(payment), _) => returned(line, payment, chosen).into(),
        (None, Some(payment)) => {
            vec![LinkBankLine::to(number.clone(), payment.clone()).into()]
        }
        (None, None) => {
            std::iter::once(paid(number, chosen, None)).chain(credited(chosen)).collect()
        }
    }
}

/// The command that allocates the credit note of a suggestion to its invoice, once both and the money are there.
fn credited(chosen: &SuggestedMatch) -> Option<Command> {
    let credit = chosen.credit.as_ref()?;
    let allocate = Allocate {
        from: credit.credit_note.clone(),
        to: credit.invoice.clone(),
        amount: Plain(credit.amount.decimal()),
        discount: None,
        // Today: an earlier allocation that was taken back since stands on its days.
        date: None,
        alone: false,
    };
    Some(allocate.into())
}

/// The command that makes the suggested payment of a receipt on the suspense list.
fn identified(receipt: &Number, chosen: &SuggestedMatch) -> Identify {
    let MatchBankLine { customer, allocate, .. } = matched(receipt, chosen);
    Identify { unidentified: receipt.clone(), customer, date: None, allocate }
}

fn post_each(session: &Session, commands: Vec<Command>) -> Result<(), Failure> {
    commands.into_iter().try_for_each(|command| session.send(envelope(command))?.wait().map(drop))
}

/// A command with a new id.
fn envelope(command: impl Into<Command>) -> Envelope {
    Envelope { id: Some(Uuid::now_v7()), ..Envelope::of(command) }
}
