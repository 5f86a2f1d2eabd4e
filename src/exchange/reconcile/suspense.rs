//! Money on the suspense list: its payer is looked for as that of a bank line. May use: matching, domain, the
//! ledger's questions, the engine's sessions.

use crate::domain::Currency;
use crate::domain::command::Identify;
use crate::engine::ports::Progress;
use crate::engine::{Failure, Session};
use crate::ledger::query::show::{ShownBankLine, ShownUnidentified};
use crate::ledger::query::suspense::OpenUnidentifiedAfter;
use crate::matching::Certainty;

use super::accepting;
use super::gathered::MatchData;
use super::suggested::{LineSource, SuggestedLine, SuggestedMatch};

/// Matches what is on the suspense list with what customers owe. Nothing of it is sure: the same money may
/// be a bank line, too, which a person knows.
pub fn suggest_unknown(
    session: &Session,
    progress: &mut dyn Progress,
) -> Result<Vec<SuggestedLine>, Failure> {
    let _held = session.hold()?;
    let receipts = open_receipts(session)?;
    let mut currencies: Vec<Currency> = receipts.iter().map(|it| it.currency).collect();
    currencies.sort_unstable_by_key(Currency::bytes);
    currencies.dedup();
    let mut all = Vec::with_capacity(receipts.len());
    for currency in currencies {
        let of = receipts.iter().filter(|it| it.currency == currency);
        let of: Vec<ShownBankLine> = of.map(as_line).collect();
        let gathered = MatchData::read(session, currency, &[], &of, progress)?;
        all.extend(super::suggested(&gathered, of, currency).into_iter().map(identifiable));
    }
    Ok(all)
}

fn open_receipts(session: &Session) -> Result<Vec<ShownUnidentified>, Failure> {
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

/// A receipt as a bank line says it.
fn as_line(it: &ShownUnidentified) -> ShownBankLine {
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

/// What a receipt may be: one customer's payment, of all that came.
fn identifiable(line: SuggestedLine) -> SuggestedLine {
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

/// The command that makes a receipt the payment that is suggested.
pub(super) fn identified(line: &SuggestedLine, chosen: &SuggestedMatch) -> Identify {
    let matched = accepting::matched(&line.line.line, chosen);
    Identify {
        unidentified: matched.line,
        customer: matched.customer,
        date: None,
        allocate: matched.allocate,
    }
}
