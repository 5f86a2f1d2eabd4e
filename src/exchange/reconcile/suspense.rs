//! Money on the suspense list, whose payer is searched for like that of a bank line. May use: matching,
//! domain, the ledger's questions, the engine's sessions.

use crate::engine::{Failure, Session};
use crate::ledger::query::show::{ShownBankLine, ShownUnidentified};
use crate::ledger::query::suspense::OpenUnidentifiedAfter;
use crate::matching::Certainty;

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
        is_own && it.fee.is_zero() && it.returns.is_none()
    };
    let mut suggestions = line.suggestions;
    suggestions.retain(is_whole);
    for one in &mut suggestions {
        one.certainty = one.certainty.min(Certainty::Likely);
    }
    SuggestedLine { suggestions, source: LineSource::Suspense, ..line }
}
