//! Money on the suspense list, whose payer is searched for like that of a bank line, and which may be one. May use:
//! matching, domain, the ledger's questions, the engine's sessions.

use crate::domain::{Code, Message, Money};
use crate::engine::{Failure, Session};
use crate::ledger::query::show::{ShownBankLine, ShownUnidentified};
use crate::ledger::query::suspense::OpenUnidentifiedAfter;
use crate::matching::Certainty;

use super::in_book::{DAYS, links_to};
use super::suggested::{LineSource, SuggestedLine, SuggestedMatch};

/// The receipts on the suspense list.
pub fn open_receipts(session: &Session) -> Result<Vec<ShownUnidentified>, Failure> {
    let (mut receipts, mut after) = (Vec::new(), None);
    loop {
        let page = session.ask(&OpenUnidentifiedAfter(after))?;
        receipts.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(receipts);
        }
    }
}

/// Puts receipts of a line's amount and about its day first: matched as well, the money would be in the book twice. Next
/// to one, no other suggestion is sure.
pub fn add(session: &Session, lines: &mut [SuggestedLine]) -> Result<(), Failure> {
    let receipts = open_receipts(session)?;
    for it in lines {
        let line = &it.line;
        let sent = line.fee.and_then(|fee| line.amount.plus(fee)).unwrap_or(line.amount);
        let may_be = |one: &&ShownUnidentified| {
            one.line.is_none()
                && one.currency == line.currency
                && one.amount == sent
                && one.date.days_since(line.date).abs() <= DAYS
        };
        let mut found: Vec<&ShownUnidentified> = receipts.iter().filter(may_be).collect();
        found.sort_by_key(|one| one.date.days_since(line.date).abs());
        let zero = line.amount.zero();
        let hints: Vec<SuggestedMatch> = found.into_iter().map(|one| hint(one, zero)).collect();
        if !hints.is_empty() {
            for other in &mut it.suggestions {
                other.certainty = other.certainty.min(Certainty::Likely);
            }
            it.suggestions.splice(0..0, hints);
        }
    }
    Ok(())
}

fn hint(one: &ShownUnidentified, zero: Money) -> SuggestedMatch {
    let number = &one.unidentified;
    let reason = Message::new("match-suspense").with("receipt", number).day("date", one.date);
    let name = one.payer.clone().unwrap_or_else(|| number.0.clone());
    links_to(number.clone(), (Code::default(), name), reason, zero)
}

/// A receipt in the form of a bank line.
pub fn as_line(it: &ShownUnidentified) -> ShownBankLine {
    ShownBankLine {
        line: it.unidentified.clone(),
        account: String::new(),
        date: it.date,
        value_date: None,
        amount: it.amount,
        currency: it.currency,
        fee: None,
        payer: it.payer.clone(),
        payer_account: None,
        text: it.note.clone(),
        references: it.reference.iter().cloned().collect(),
        bank_id: None,
        is_return: false,
        state: it.state.clone(),
        made: false,
        payment: None,
        customer: None,
        bounced: None,
        reason: None,
        user: it.user.clone(),
        entry: it.entry,
    }
}

/// The suggestions for a receipt: one customer's payment of the whole amount. None of them is sure,
/// because the same money may be a bank line, too, which only a person knows.
pub fn identifiable(line: SuggestedLine) -> SuggestedLine {
    let is_whole = |it: &SuggestedMatch| {
        let is_own = it.allocate.iter().all(|share| share.customer == it.customer);
        is_own && it.fee.is_zero() && it.returns.is_none() && it.credit.is_none()
    };
    let mut suggestions = line.suggestions;
    suggestions.retain(is_whole);
    for one in &mut suggestions {
        one.certainty = one.certainty.min(Certainty::Likely);
    }
    SuggestedLine { suggestions, source: LineSource::Suspense, ..line }
}
