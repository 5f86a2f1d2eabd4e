//! Finds the customers named in the parts of a bank line, by code or by name, with the look-up. May use:
//! the form, the look-up, matching.

use std::collections::BTreeMap;

use crate::domain::text::folded;
use crate::domain::{Code, Currency};
use crate::engine::{Failure, Session};
use crate::ledger::lookup::fold;
use crate::ledger::query::lookup::{LookupOf, Matched};
use crate::matching::remittance::{self, AmountForm};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::entry::Unclear;
use crate::tui::layer::Step;
use crate::tui::query::{AnswerSoFar, Next};

use super::Form;
use super::field::{Text, amount_form};
use super::spec::FieldKind;

/// How many customers are looked up for one name: a second one shows that the name is ambiguous.
const MOST: usize = 8;

/// The customers found by names, as codes with their names.
type FoundNames = BTreeMap<String, Vec<(String, String)>>;

/// What is known of the customers named.
#[derive(Debug, Default)]
pub(super) struct LineNames {
    found: FoundNames,
    pub(super) asking: Asking<FoundNames>,
}

/// Splits a part into the customer's name and the amount; `None` until there is an amount.
fn named(part: &str) -> Option<(&str, &str)> {
    let (name, amount) = part.rsplit_once(' ')?;
    let begins = amount.starts_with(|letter: char| letter.is_ascii_digit());
    let is_all = ["all", "tout"].contains(&amount.to_lowercase().as_str());
    (begins || is_all).then_some((name, amount))
}

/// Whether each word typed is the beginning of a word of the name.
fn is_begun(typed: &str, name: &str) -> bool {
    let name = fold::company(name);
    fold::company(typed).split(' ').all(|typed| name.split(' ').any(|it| it.starts_with(typed)))
}

/// Looks up the customers. Gives no answer while the index is still being built.
fn look_up(
    session: &Session,
    names: &[String],
    currency: Option<Currency>,
) -> Result<AnswerSoFar<FoundNames>, Failure> {
    let mut found = FoundNames::new();
    for name in names {
        let answer = session.ask(&LookupOf { query: name.clone(), limit: MOST })?;
        if answer.partial {
            return Ok(AnswerSoFar { answer: None, next: Next::Soon });
        }
        let hits = answer.hits.into_iter();
        let hits = hits.filter(|hit| currency.is_none_or(|currency| currency == hit.currency));
        // A name that only resembles the text is offered, but never accepted by itself.
        let hits = hits.filter(|hit| hit.matched != Matched::Name || is_begun(name, &hit.name));
        let hits: Vec<(String, String)> = hits.map(|hit| (hit.customer.0, hit.name)).collect();
        // An exact code or name wins over longer ones that begin with it.
        let whole = |by: fn(&(String, String)) -> &str| -> Vec<(String, String)> {
            hits.iter().filter(|hit| folded(by(hit)) == folded(name)).cloned().collect()
        };
        let ways = [whole(|hit| &hit.0), whole(|hit| &hit.1)];
        let only = ways.into_iter().find(|hits| hits.len() == 1);
        found.insert(name.clone(), only.unwrap_or(hits));
    }
    Ok(AnswerSoFar { answer: Some(found), next: Next::Whole })
}

impl Form {
    /// Looks up the names in the parts that are not known yet.
    pub(super) fn ask_line_names(&mut self, desk: &Desk) -> Option<Step> {
        let place = self.spec.fields.iter().position(|it| it.entry == FieldKind::LineParts)?;
        let form = amount_form(&desk.words, self.currency(desk)?);
        let typed = self.fields.get(place).map_or("", Text::value);
        let parts = remittance::split(typed, form);
        let names = parts.iter().filter_map(|part| named(part)).map(|(name, _)| name.to_string());
        let names: Vec<String> =
            names.filter(|name| !self.line_names.found.contains_key(name)).collect();
        if names.is_empty() {
            return None;
        }
        let currency = self.subject.currency;
        let ask = move |session: &Session| look_up(session, &names, currency);
        Some(Step::Send(self.line_names.asking.ask_in_parts(ask)))
    }

    /// Takes the customers found.
    pub(super) fn has_line_names(&mut self, found: FoundNames, desk: &Desk) -> Vec<Step> {
        self.line_names.found.extend(found);
        self.version += 1;
        self.ask(desk)
    }

    /// The parts of a bank line with each name replaced by the customer's code.
    pub(super) fn with_codes(&self, typed: &str, form: AmountForm) -> Result<String, Unclear> {
        let mut parts = remittance::split(typed, form);
        for part in &mut parts {
            let Some((name, amount)) = named(part) else { continue };
            // A single word may be a code that the look-up does not know: the book then refuses it.
            let is_name = name.contains(' ');
            *part = match self.line_names.found.get(name).map(Vec::as_slice) {
                Some([(code, _)]) => format!("{code} {amount}"),
                Some([]) if is_name => return Err(Unclear::new("entry-customer", name)),
                Some([_, ..]) => return Err(Unclear::new("entry-line-several", name)),
                None if is_name => return Err(Unclear::new("entry-looked-up", name)),
                Some([]) | None => continue,
            };
        }
        Ok(parts.join("; "))
    }

    /// The name of a customer that is named in the parts of a bank line.
    pub(super) fn line_name(&self, code: &Code) -> Option<&str> {
        let mut all = self.line_names.found.values().flatten();
        all.find(|(found, _)| *found == code.0).map(|(_, name)| name.as_str())
    }
}
