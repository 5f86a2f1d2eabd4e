//! Matches the open lines of a bank account with what customers owe, all as of the same moment, and
//! posts the suggestions that a person chooses or that are sure. May use: matching, domain, the ledger's
//! questions, the engine's sessions.

mod accepting;
mod credited;
mod detecting;
mod gathered;
mod in_book;
mod linkable;
mod reasons;
mod scoring;
mod suggested;
mod suspense;

use std::collections::HashSet;

use crate::domain::{Currency, Money, Number};
use crate::engine::ports::Progress;
use crate::engine::{Failure, Session};
use crate::ledger::query::bank::BankAccountsOf;
use crate::ledger::query::show::ShownBankLine;
use crate::matching::{MatchBook, MatchSignal, Suggestion};

use credited::CreditedItems;
use gathered::MatchData;
use reasons::SignalNames;

pub use crate::matching::AmountDifference;
pub use crate::matching::{Certainty, MatchScore, Tally};
pub use accepting::{Accepted, accept, accept_at, commands, matched};
pub use detecting::{DetectAsked, DetectFound, DetectedAnswer, detect};
pub use linkable::{LinkablePayment, linkable};
pub use reasons::MatchReason;
pub use scoring::{TRUTH_COLUMNS, score};
pub use suggested::{LineSource, SuggestedCredit, SuggestedLine, SuggestedMatch, SuggestedShare};

/// Matches the open lines of an account, or of all, with what customers owe. Reads what they are matched
/// against once for each currency, as of the same moment. The lines of other accounts always count: what
/// one of them may be is not sure for a line of the given account.
pub fn suggest(
    session: &Session,
    account: Option<&str>,
    progress: &mut dyn Progress,
) -> Result<Vec<SuggestedLine>, Failure> {
    let _held = session.hold()?;
    let asked = account.map(|_| gathered::open_lines(session, account)).transpose()?;
    if asked.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let lines = gathered::open_lines(session, None)?;
    let accounts = session.ask(&BankAccountsOf)?;
    let mut all = Vec::with_capacity(lines.len());
    for currency in each_once(lines.iter().map(|line| line.currency)) {
        let of: Vec<ShownBankLine> =
            lines.iter().filter(|line| line.currency == currency).cloned().collect();
        let gathered = MatchData::read(session, currency, &accounts, &of, progress)?;
        all.extend(suggested(&gathered, of, currency));
    }
    in_book::add(session, &accounts, &mut all)?;
    suspense::add(session, &mut all)?;
    if let Some(asked) = asked {
        let asked: HashSet<Number> = asked.into_iter().map(|line| line.line).collect();
        all.retain(|it| asked.contains(&it.line.line));
    }
    Ok(all)
}

/// Matches the receipts on the suspense list with what customers owe, as if they were bank lines.
pub fn suggest_unknown(
    session: &Session,
    progress: &mut dyn Progress,
) -> Result<Vec<SuggestedLine>, Failure> {
    let _held = session.hold()?;
    let receipts = suspense::open_receipts(session)?;
    let mut all = Vec::with_capacity(receipts.len());
    for currency in each_once(receipts.iter().map(|it| it.currency)) {
        let of = receipts.iter().filter(|it| it.currency == currency);
        let of: Vec<ShownBankLine> = of.map(suspense::as_line).collect();
        let gathered = MatchData::read(session, currency, &[], &of, progress)?;
        let found = suggested(&gathered, of, currency);
        all.extend(found.into_iter().map(suspense::identifiable));
    }
    Ok(all)
}

fn each_once(currencies: impl Iterator<Item = Currency>) -> Vec<Currency> {
    let mut currencies: Vec<Currency> = currencies.collect();
    currencies.sort_unstable_by_key(Currency::bytes);
    currencies.dedup();
    currencies
}

/// The suggestions for each line.
fn suggested(
    gathered: &MatchData,
    lines: Vec<ShownBankLine>,
    currency: Currency,
) -> Vec<SuggestedLine> {
    let book = MatchBook::new(&gathered.items, &gathered.payers, &gathered.learnt);
    let book = book.with_payments(&gathered.past);
    let asked: Vec<_> = lines.iter().map(gathered::matched_line).collect();
    let found = book.suggest_all(&asked);
    let numbers: Vec<Number> = lines.iter().map(|line| line.line.clone()).collect();
    let named = |one: &Suggestion| named(gathered, &numbers, one.clone(), currency);
    let (credited, words) =
        (CreditedItems::of(gathered), SignalNames { gathered, lines: &numbers, currency });
    let lines = lines.into_iter().zip(found);
    lines
        .map(|(line, found)| {
            let mut suggestions: Vec<SuggestedMatch> = found.iter().filter_map(named).collect();
            credited.add(&line, (&found, &mut suggestions), &words);
            SuggestedLine { source: LineSource::Bank, line, suggestions }
        })
        .collect()
}

/// A suggestion with the codes and numbers of what it refers to; `None` if something is missing.
fn named(
    gathered: &MatchData,
    lines: &[Number],
    one: Suggestion,
    currency: Currency,
) -> Option<SuggestedMatch> {
    let money = |minor: i64| Money::from_minor(minor, currency.scale());
    let customer = gathered.customers.get(&one.customer)?;
    let mut allocate = Vec::with_capacity(one.allocate.len());
    for (item, amount) in &one.allocate {
        let item = gathered.item(*item)?;
        let discount =
            one.discount > 0 && item.discount > 0 && item.open - item.discount == *amount;
        let (owner, name) = gathered.customers.get(&item.customer)?.clone();
        let (invoice, amount) = (Number(item.number.clone()), money(*amount));
        allocate.push(SuggestedShare { customer: owner, name, invoice, amount, discount });
    }
    let returns = match one.bounce {
        None => None,
        Some(place) => Some(gathered.payment(place)?),
    };
    let short = left_open(gathered, &one);
    let shown = |signal: &MatchSignal| match signal {
        MatchSignal::Short(_) => MatchSignal::Short(short),
        signal => signal.clone(),
    };
    let words = SignalNames { gathered, lines, currency };
    Some(SuggestedMatch {
        customer: customer.0.clone(),
        name: customer.1.clone(),
        certainty: certainty_of(gathered, &one),
        reasons: one.reason.iter().map(|signal| words.reason(&shown(signal))).collect(),
        allocate,
        rest: money(one.rest),
        fee: money(one.fee),
        discount: money(one.discount),
        short: money(left_open(gathered, &one)),
        returns,
        links: None,
        credit: None,
    })
}

/// The amount that stays open on the paid invoices, beyond early-payment discounts.
fn left_open(gathered: &MatchData, one: &Suggestion) -> i64 {
    let left = |(item, amount): &(u32, i64)| gathered.item(*item).map(|it| it.open - amount);
    (one.allocate.iter().filter_map(left).sum::<i64>() - one.discount).max(0)
}

/// How far a suggestion may be trusted. A payment for several customers' invoices must be divided by a
/// person.
fn certainty_of(gathered: &MatchData, one: &Suggestion) -> Certainty {
    let is_of_one =
        |(item, _): &(u32, i64)| gathered.item(*item).is_some_and(|it| it.customer == one.customer);
    match one.certainty {
        Certainty::Sure if !one.allocate.iter().all(is_of_one) => Certainty::Likely,
        certainty => certainty,
    }
}
