//! What the desk asks of a book when it opens, and again after midnight. May use: engine, the questions.

use crate::domain::Currency;
use crate::engine::Session;
use crate::ledger::query::page::ItemsAfter;
use crate::ledger::query::summary::SummaryOf;

use super::clerk::said;
use super::desk::About;
use super::worker::Answer;

/// What there is to know of the book at first.
pub(super) fn opened(session: &Session) -> Answer {
    let about = || {
        let summary = session.ask(&SummaryOf)?;
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let page = session.ask(&ItemsAfter(after))?;
            items.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let about = About {
            company: summary.company,
            made_up: summary.made_up,
            today: session.today(),
            zone: session.info().zone.clone(),
            currency: Currency::parse(session.info().currency.code()),
            certificates: certificates(&session.info().country),
            accounts: summary.currencies.values().map(|control| control.customers).sum(),
            is_served: session.is_served(),
            role: session.caller().1,
        };
        Ok(Answer::Opened(about, items))
    };
    said(about())
}

/// The kinds of certificates of a country; none, where its taxes are not known.
fn certificates(country: &str) -> Vec<String> {
    let table = crate::assets::tax_table(country).unwrap_or_default();
    table.withholding.into_iter().map(|tax| tax.code).collect()
}
