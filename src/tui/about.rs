//! What the desk asks of a book when it opens, and again after midnight. May use: engine, the questions.

use crate::domain::dispute::ROOT_CAUSES;
use crate::domain::{Currency, Day, Role};
use crate::engine::Session;
use crate::engine::error::Failure;
use crate::ledger::query::page::ItemsAfter;
use crate::ledger::query::reasons::{OwnReasons, OwnRootCauses};
use crate::ledger::query::show::{CompanyOf, Seller, ShownItem};
use crate::ledger::query::summary::SummaryOf;

/// What the desk knows of the book once it is open.
#[derive(Clone, Debug)]
pub struct About {
    /// The company.
    pub company: String,
    /// The company as documents show it.
    pub seller: Seller,
    /// Whether its data is made up.
    pub made_up: bool,
    /// Today in its zone.
    pub today: Day,
    /// Its zone.
    pub zone: String,
    /// The book's own currency.
    pub currency: Option<Currency>,
    /// The kinds of certificates of tax withheld that its country has.
    pub certificates: Vec<String>,
    /// Why customers dispute what they are billed: the reasons that every book has, and the company's
    /// own.
    pub reasons: Vec<String>,
    /// What went wrong in the first place: the root causes that every book has, and the company's own.
    pub root_causes: Vec<String>,
    /// How many accounts there are.
    pub accounts: u64,
    /// Whether the book is served, so that other users may be working on it.
    pub is_served: bool,
    /// The role of the user at this desk.
    pub role: Role,
}

/// A summary of the book, and the items that are sold.
pub type InShort = (About, Vec<ShownItem>);

/// Asks for the summary.
pub(super) fn about(session: &Session) -> Result<InShort, Failure> {
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
        seller: session.ask(&CompanyOf)?,
        made_up: summary.made_up,
        today: session.today(),
        zone: session.info().zone.clone(),
        currency: Currency::parse(session.info().currency.code()),
        certificates: certificates(&session.info().country),
        reasons: reasons(session)?,
        root_causes: root_causes(session)?,
        accounts: summary.currencies.values().map(|control| control.customers).sum(),
        is_served: session.is_served(),
        role: session.caller().1,
    };
    Ok((about, items))
}

/// The reasons that every book has, and those that the company added. A server of an earlier version
/// doesn't know the question; its book has none to add.
fn reasons(session: &Session) -> Result<Vec<String>, Failure> {
    let mut reasons = crate::assets::dispute_reasons().unwrap_or_default();
    match session.ask(&OwnReasons) {
        Ok(own) => reasons.extend(own),
        Err(failure) if failure.is_no_question() => {}
        Err(failure) => return Err(failure),
    }
    Ok(reasons)
}

/// The root causes, in the same way.
fn root_causes(session: &Session) -> Result<Vec<String>, Failure> {
    let mut causes = ROOT_CAUSES.map(String::from).to_vec();
    match session.ask(&OwnRootCauses) {
        Ok(own) => causes.extend(own),
        Err(failure) if failure.is_no_question() => {}
        Err(failure) => return Err(failure),
    }
    Ok(causes)
}

/// The kinds of certificates of a country; none if its taxes are not known.
fn certificates(country: &str) -> Vec<String> {
    let table = crate::assets::tax_table(country).unwrap_or_default();
    table.withholding.into_iter().map(|tax| tax.code).collect()
}
