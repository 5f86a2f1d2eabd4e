//! What each kind of event says of itself: how each of its versions is read, what of it is private,
//! what it touches. Nothing has a default, so that a new event which leaves something out does not
//! compile. May use: the rest of the domain, serde_json.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{CaseText, CustomerDetails, FreeText, Override};
use crate::domain::{Code, Currency, Day, Money, Number, Plain};

/// A kind of event.
pub trait EventKind: Serialize + Sized + 'static {
    /// What it says of itself.
    const FACTS: EventFacts<Self>;
}

/// Reads the fields of an event in one of its versions, as what it is today.
pub type Reader<E> = fn(&str) -> serde_json::Result<E>;

/// What a kind of event says of itself.
pub struct EventFacts<E: 'static> {
    /// Its name in the journal (`invoice_issued`).
    pub name: &'static str,
    /// How each version is read, from version 1 on; the last is the latest.
    pub versions: &'static [Reader<E>],
    /// The version that it is written in: the first that can say all of it.
    pub version: fn(&E) -> u16,
    /// The kind of command that makes an entry whose first event it is.
    pub command: fn(&E) -> &'static str,
    /// The day from which on it counts; nothing for what has none, such as a setting.
    pub date: fn(&E) -> Option<Day>,
    /// What it is about in money of its account: what a document comes to, what was paid, what a part
    /// of a certificate is changed by.
    pub amount: fn(&E) -> Option<Money>,
    /// What a receipt names for it: what it made (`invoice`), and its number.
    pub made: fn(&E) -> Option<(&'static str, &str)>,
    /// The codes and numbers of what it touches.
    pub touches: fn(&E) -> Vec<&str>,
    /// Whose private record its entry's is, if it has one.
    pub whose: fn(&E) -> Whose<'_>,
    /// Whether it says who has which role, or what viewers may see.
    pub is_about_users: bool,
    /// Where its private part stands.
    pub private: Kept<E>,
    /// The rules that were overridden for it.
    pub overridden: fn(&E) -> Option<&Override>,
    /// The rate of exchange that was entered with it, and of which currency; those that are taken
    /// over from another document do not count.
    pub entered_rate: fn(&E) -> Option<(Currency, Plain)>,
}

/// Who the private record of an entry is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose<'a> {
    /// No customer.
    Nobody,
    /// The customer with this code.
    Customer(&'a Code),
    /// The customer of the document with this number.
    Document(&'a Number),
    /// The customer of the case with this number.
    Case(&'a Number),
}

/// Where the private part of an event stands: it is kept beside the chain, and may be erased.
pub enum Kept<E: 'static> {
    /// It has none.
    Nothing,
    /// Who a customer is.
    Details(EventField<E, Option<CustomerDetails>>),
    /// The text of a case.
    Text(EventField<E, Option<CaseText>>),
    /// Why something was done.
    Reason(EventField<E, FreeText>),
    /// Why rules were overridden, where they were.
    Overridden(EventField<E, Option<Override>>),
}

/// A place in an event, to read and to write.
pub struct EventField<E: 'static, T: 'static> {
    /// To read.
    pub get: fn(&E) -> &T,
    /// To write.
    pub get_mut: fn(&mut E) -> &mut T,
}

/// The place of a field.
macro_rules! place {
    ($($field:ident).+) => {
        $crate::domain::event::EventField {
            get: |event| &event.$($field).+,
            get_mut: |event| &mut event.$($field).+,
        }
    };
}
pub(super) use place;

/// The private part of an event.
pub(super) enum PrivatePart<'a> {
    Nothing,
    Details(&'a Option<CustomerDetails>),
    Text(&'a Option<CaseText>),
    Reason(&'a FreeText),
}

/// The same, to be written.
pub(super) enum PartMut<'a> {
    Nothing,
    Details(&'a mut Option<CustomerDetails>),
    Text(&'a mut Option<CaseText>),
    Reason(&'a mut FreeText),
}

impl<E> Kept<E> {
    pub(super) fn part<'a>(&self, event: &'a E) -> PrivatePart<'a> {
        match self {
            Kept::Nothing => PrivatePart::Nothing,
            Kept::Details(place) => PrivatePart::Details((place.get)(event)),
            Kept::Text(place) => PrivatePart::Text((place.get)(event)),
            Kept::Reason(place) => PrivatePart::Reason((place.get)(event)),
            Kept::Overridden(place) => match (place.get)(event) {
                Some(overridden) => PrivatePart::Reason(&overridden.reason),
                None => PrivatePart::Nothing,
            },
        }
    }

    pub(super) fn part_mut<'a>(&self, event: &'a mut E) -> PartMut<'a> {
        match self {
            Kept::Nothing => PartMut::Nothing,
            Kept::Details(place) => PartMut::Details((place.get_mut)(event)),
            Kept::Text(place) => PartMut::Text((place.get_mut)(event)),
            Kept::Reason(place) => PartMut::Reason((place.get_mut)(event)),
            Kept::Overridden(place) => match (place.get_mut)(event) {
                Some(overridden) => PartMut::Reason(&mut overridden.reason),
                None => PartMut::Nothing,
            },
        }
    }
}

/// Reads a version that has the form of today, in which what came later may be absent.
pub(super) fn as_today<E: DeserializeOwned>(json: &str) -> serde_json::Result<E> {
    serde_json::from_str(json)
}

/// The first version is the only one.
pub(super) fn first<E>(_: &E) -> u16 {
    1
}

/// Nothing that a receipt names.
pub(super) fn no_number<E>(_: &E) -> Option<(&'static str, &str)> {
    None
}

/// No day from which on it counts.
pub(super) fn no_day<E>(_: &E) -> Option<Day> {
    None
}

/// Nothing about money.
pub(super) fn no_amount<E>(_: &E) -> Option<Money> {
    None
}

/// No place for rules that were overridden.
pub(super) fn no_override<E>(_: &E) -> Option<&Override> {
    None
}

/// No rate of exchange.
pub(super) fn no_rate<E>(_: &E) -> Option<(Currency, Plain)> {
    None
}

/// What an event touches, with a document that it may name too.
pub(super) fn with<'a>(mut touched: Vec<&'a str>, also: Option<&'a Number>) -> Vec<&'a str> {
    touched.extend(also.map(|number| number.0.as_str()));
    touched
}

/// The version of an event in which rules may have been overridden.
pub(super) fn overridden_version(overridden: Option<&Override>) -> u16 {
    overridden.map_or(1, |overridden| overridden.reason.version())
}
