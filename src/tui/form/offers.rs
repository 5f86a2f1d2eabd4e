//! Offers for a field, looked up while it is typed: the customers that may be meant, the payments that a bank
//! line may be. May use: the form, the pen, the look-up, reconciliation.

use crate::domain::{Currency, Number};
use crate::engine::{Failure, Session};
use crate::exchange::reconcile;
use crate::ledger::query::bankable::BankablePaymentsOf;
use crate::ledger::query::lookup::LookupOf;
use crate::tui::desk::Desk;
use crate::tui::entry::Unclear;
use crate::tui::layer::Step;
use crate::tui::pen::{Pen, width};
use crate::tui::query::{AnswerSoFar, Next};

use super::field::{Meant, Text};
use super::line_parts::{customer_typed, with_customer};
use super::spec::FieldKind;
use super::{Form, FormPlace, Stage};

/// The most customers offered.
const MOST: usize = 8;

/// An offer for a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The value for the command: a code or a number.
    pub value: String,
    /// The name to show.
    pub name: String,
    /// The day of a payment.
    pub date: Option<crate::domain::Day>,
    /// The amount owed or paid.
    pub amount: crate::domain::Money,
}

/// The offers found for a field.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// The text that was looked up.
    of: String,
    rows: Vec<Offer>,
    mark: usize,
    /// Whether the selection was moved: in a list, Enter then adds another one.
    is_marked: bool,
}

/// Looks up the customers that a text may mean, in the currency of the form. Gives no answer while the
/// index is still being built and has found none.
fn customers(
    session: &Session,
    typed: &str,
    currency: Option<Currency>,
) -> Result<AnswerSoFar<Offers>, Failure> {
    let found = session.ask(&LookupOf { query: typed.to_string(), limit: MOST })?;
    let hits = found.hits.into_iter().filter(|hit| currency.is_none_or(|it| it == hit.currency));
    let rows: Vec<Offer> = hits
        .map(|hit| Offer { value: hit.customer.0, name: hit.name, date: None, amount: hit.balance })
        .collect();
    let next = if found.partial { Next::Soon } else { Next::Whole };
    let is_told = !found.partial || !rows.is_empty();
    let answer = is_told.then(|| Offers { of: typed.to_string(), rows, ..Offers::default() });
    Ok(AnswerSoFar { answer, next })
}

fn payments(session: &Session, line: &Number) -> Result<Offers, Failure> {
    let rows = reconcile::linkable(session, line)?.into_iter().map(|one| Offer {
        value: one.payment.0,
        name: one.name,
        date: Some(one.date),
        amount: one.amount,
    });
    Ok(Offers { rows: rows.collect(), ..Offers::default() })
}

/// Asks for the payments that are not at the bank yet.
fn bankable(session: &Session) -> Result<Offers, Failure> {
    let rows = session.ask(&BankablePaymentsOf)?.into_iter().map(|one| Offer {
        value: one.payment.0,
        name: one.name,
        date: Some(one.date),
        amount: one.amount,
    });
    Ok(Offers { rows: rows.collect(), ..Offers::default() })
}

/// The separators of numbers in a list.
const BETWEEN: [char; 4] = [',', ';', '+', ' '];

/// Splits a list of numbers.
fn listed(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(BETWEEN).filter(|part| !part.is_empty())
}

/// Whether a field looks customers up.
fn is_customer(entry: FieldKind) -> bool {
    matches!(entry, FieldKind::Customer | FieldKind::LineParts)
}

impl Offers {
    /// The payments that a number, or the end of one, may mean.
    fn ending_in(&self, part: &str) -> Vec<&Offer> {
        let part = part.to_uppercase();
        match self.rows.iter().find(|offer| offer.value.to_uppercase() == part) {
            Some(whole) => vec![whole],
            None => self.rows.iter().filter(|it| it.value.ends_with(&part)).collect(),
        }
    }

    /// The only payment that a number, or the end of one, means.
    fn only(&self, part: &str) -> Option<&Offer> {
        match self.ending_in(part).as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Form {
    /// How the field at the cursor is looked up, and its text.
    fn looks_up(&self) -> Option<(FieldKind, &str)> {
        let FormPlace::Field(place) = self.at else { return None };
        let entry = self.spec.fields.get(place)?.entry;
        let typed = self.fields.get(place).map_or("", Text::value).trim();
        match entry {
            FieldKind::Customer | FieldKind::Payment => Some((entry, typed)),
            FieldKind::LineParts => {
                Some((entry, self.fields.get(place).map_or("", customer_typed)))
            }
            // A complete code or number is not looked up.
            FieldKind::Payments => {
                let last = typed.rsplit(BETWEEN).next().unwrap_or_default();
                Some((entry, if self.offers.only(last).is_some() { "" } else { last }))
            }
            _ => None,
        }
    }

    /// Whether a key that accepts the selected offer has to wait for the look-up.
    pub(super) fn is_looking_up(&self) -> bool {
        let needs_offers =
            |(entry, typed): (FieldKind, &str)| !is_customer(entry) || !typed.is_empty();
        self.looks_up().is_some_and(needs_offers) && self.looking.is_waiting()
    }

    /// Asks for offers for the field, unless they are known.
    pub(super) fn ask_offers(&mut self) -> Option<Step> {
        // The ends of numbers are needed wherever the cursor is.
        let has_list = || self.spec.fields.iter().any(|it| it.entry == FieldKind::Payments);
        let (entry, typed) =
            self.looks_up().or_else(|| has_list().then_some((FieldKind::Payments, "")))?;
        let (typed, currency) = (typed.to_string(), self.subject.currency);
        match entry {
            _ if is_customer(entry) && (typed.is_empty() || typed == self.offers.of) => None,
            FieldKind::Customer | FieldKind::LineParts => Some(Step::Send(
                self.looking.ask_in_parts(move |session| customers(session, &typed, currency)),
            )),
            _ if !self.offers.rows.is_empty() || self.looking.is_waiting() => None,
            FieldKind::Payments => Some(Step::Send(self.looking.do_long(bankable))),
            _ => {
                let line = self.subject.document.clone()?;
                Some(Step::Send(self.looking.do_long(move |session| payments(session, &line))))
            }
        }
    }

    /// Takes the offers of an answer, if they are for the current text.
    pub(super) fn has_offers(&mut self, offers: Offers, desk: &Desk) -> Vec<Step> {
        match self.looks_up() {
            Some((entry, typed)) if is_customer(entry) && typed != offers.of => return Vec::new(),
            _ => self.offers = offers,
        }
        if self.stage != Stage::Typing {
            return vec![Step::Done];
        }
        self.version += 1;
        self.ask(desk)
    }

    /// The offers for a text.
    fn offered(&self, entry: FieldKind, typed: &str) -> Vec<&Offer> {
        let typed_down = typed.to_lowercase();
        let chosen: Vec<&str> = match entry {
            FieldKind::Payments => self.chosen_payments().map(|it| it.value.as_str()).collect(),
            _ => Vec::new(),
        };
        let fits = |offer: &&Offer| match entry {
            FieldKind::Customer | FieldKind::LineParts => {
                self.offers.of == typed && !typed.is_empty()
            }
            FieldKind::Payments => {
                let is_it = [&offer.value, &offer.name]
                    .iter()
                    .any(|it| it.to_lowercase().contains(&typed_down));
                is_it && !chosen.contains(&offer.value.as_str())
            }
            _ => {
                [&offer.value, &offer.name].iter().any(|it| it.to_lowercase().contains(&typed_down))
            }
        };
        self.offers.rows.iter().filter(fits).collect()
    }

    /// The value of a text that is looked up: the offer for it, or the text itself as a code or number,
    /// which the book accepts or refuses.
    pub(super) fn looked_up(
        &self,
        entry: FieldKind,
        typed: &str,
    ) -> Result<Option<Meant>, Unclear> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        if entry == FieldKind::Payments {
            return self.listed_up(typed).map(Some);
        }
        let is_whole = |offer: &&Offer| offer.value.eq_ignore_ascii_case(typed);
        let found = |offer: &Offer| {
            let echo = format!("{} {}", offer.value, offer.name);
            Ok(Some(Meant { value: offer.value.as_str().into(), echo: Some(echo) }))
        };
        if let Some(offer) = self.offers.rows.iter().find(is_whole) {
            return found(offer);
        }
        match self.offered(entry, typed).as_slice() {
            [only] => found(only),
            [] if entry == FieldKind::Customer && self.offers.of == typed => {
                Err(Unclear::new("entry-customer", typed))
            }
            [] => Ok(Some(Meant { value: typed.into(), echo: None })),
            _ => Err(Unclear::new("entry-offers", typed)),
        }
    }

    /// Puts the selected offer into its field. Returns whether there was one.
    pub(super) fn take_offer(&mut self) -> bool {
        let Some((entry, typed)) = self.looks_up() else { return false };
        let stands = self.text().map_or("", Text::value).trim();
        let is_list = entry == FieldKind::Payments;
        // Enter after a list goes on, unless the selection was moved.
        if is_list && typed.is_empty() && !stands.is_empty() && !self.offers.is_marked {
            return false;
        }
        let before = match is_list {
            true => stands.strip_suffix(typed).unwrap_or(stands).trim_end_matches(BETWEEN),
            false => "",
        };
        let before = if before.is_empty() { String::new() } else { format!("{before}, ") };
        let offered = self.offered(entry, typed);
        let Some(value) = offered.get(self.offers.mark).map(|offer| offer.value.clone()) else {
            return false;
        };
        if let Some(text) = self.text_mut() {
            let taken = match entry {
                FieldKind::LineParts => with_customer(text, &value),
                _ => format!("{before}{value}"),
            };
            text.set(&taken);
        }
        if is_list || entry == FieldKind::LineParts {
            self.first_offer();
        }
        true
    }

    /// Moves the selection among the offers. Returns whether the key was for them.
    pub(super) fn move_offer(&mut self, by: isize) -> bool {
        let Some((entry, typed)) = self.looks_up() else { return false };
        let count = self.offered(entry, typed).len();
        let moved = self.offers.mark.checked_add_signed(by).filter(|mark| *mark < count);
        if let Some(mark) = moved {
            (self.offers.mark, self.offers.is_marked) = (mark, true);
        }
        moved.is_some() || (count > 0 && by > 0)
    }

    /// Selects the first offer again, because the text has changed.
    pub(super) fn first_offer(&mut self) {
        (self.offers.mark, self.offers.is_marked) = (0, false);
    }

    /// Whether the cursor is in a list of numbers.
    pub(super) fn is_at_list(&self) -> bool {
        matches!(self.looks_up(), Some((FieldKind::Payments | FieldKind::LineParts, _)))
    }

    /// The payments in a list.
    fn chosen_payments(&self) -> impl Iterator<Item = &Offer> {
        let lists = self.spec.fields.iter().zip(&self.fields);
        lists
            .filter(|(spec, _)| spec.entry == FieldKind::Payments)
            .flat_map(|(_, text)| listed(text.value()))
            .filter_map(|part| self.offers.only(part))
    }

    /// The code of a customer that was found, in its own spelling.
    pub(super) fn offered_code(&self, typed: &str) -> Option<String> {
        let found = self.offers.rows.iter().find(|it| it.value.eq_ignore_ascii_case(typed));
        found.map(|offer| offer.value.clone())
    }

    /// The offer with a number.
    pub(super) fn offer_of(&self, number: &Number) -> Option<&Offer> {
        self.offers.rows.iter().find(|offer| offer.value == number.0)
    }

    /// The numbers that a list means. A whole number that is not offered is left for the book to refuse.
    fn listed_up(&self, typed: &str) -> Result<Meant, Unclear> {
        let mut numbers: Vec<&str> = Vec::new();
        for part in listed(typed) {
            match self.offers.ending_in(part).as_slice() {
                [only] => numbers.push(&only.value),
                [one, other, ..] => {
                    let unclear = Unclear::new("entry-item-either", part).with("one", &one.value);
                    return Err(unclear.with("other", &other.value));
                }
                [] if part.contains('-') || self.offers.rows.is_empty() => numbers.push(part),
                [] => return Err(Unclear::new("entry-bankable", part)),
            }
        }
        let numbers = numbers.join(", ");
        let echo = (numbers != typed).then(|| numbers.clone());
        Ok(Meant { value: numbers.into(), echo })
    }
}

impl Pen<'_> {
    /// Draws the offers for the field at the cursor, from a line on.
    pub(super) fn offers(&mut self, form: &Form, y: u16) {
        let Some((entry, typed)) = form.looks_up() else { return };
        let offered = form.offered(entry, typed);
        let last = self.last().saturating_sub(2);
        let room = usize::from((last + 1).saturating_sub(y));
        let first = (form.offers.mark + 1).saturating_sub(room);
        let end = self.width() - 1;
        for (line, (place, offer)) in (y..=last).zip(offered.iter().enumerate().skip(first)) {
            let style = self.row(line, place == form.offers.mark);
            let day = offer.date.map(|day| format!("{}  ", self.day(day))).unwrap_or_default();
            let figure = format!("{day}{}", self.money(offer.amount));
            let name_end = end.saturating_sub(width(&figure) + 2);
            self.cut(4, line, 20.min(name_end), &offer.value, style);
            let name = self.name(&offer.name);
            self.cut(21, line, name_end, &name, style);
            self.right(end, line, &figure, style);
        }
    }
}
