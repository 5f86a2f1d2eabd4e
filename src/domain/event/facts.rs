//! The facts about each kind of event: how each of its versions is read, which part is private, what it
//! touches. None has a default, so a new event that leaves one out does not compile. May use: the rest
//! of the domain, serde_json.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{CaseText, CustomerDetails, FreeText, Override};
use crate::domain::{Code, Currency, Day, Money, Number, Plain};

/// A kind of event.
pub trait EventKind: Serialize + Sized + 'static {
    /// Its facts.
    const FACTS: EventFacts<Self>;
}

/// Reads the fields of one version of an event into the current type.
pub type Reader<E> = fn(&str) -> serde_json::Result<E>;

/// The facts about a kind of event.
pub struct EventFacts<E: 'static> {
    /// The readers of its versions, from version 1 on; the last is the latest.
    pub versions: &'static [Reader<E>],
    /// The version to write: the first that can represent all of the event.
    pub version: fn(&E) -> u16,
    /// The kind of command whose entry has this event first.
    pub command: fn(&E) -> &'static str,
    /// The effective date; `None` for an event without one, such as a setting.
    pub date: fn(&E) -> Option<Day>,
    /// The amount it is about, in its account's currency: a document's total, a payment, the change of
    /// a certificate.
    pub amount: fn(&E) -> Option<Money>,
    /// The kind and number of what it made, for the receipt (`invoice`).
    pub made: fn(&E) -> Option<(&'static str, &str)>,
    /// The codes and numbers of the records it touches.
    pub touches: fn(&E) -> Vec<&str>,
    /// The customer whom its entry's private record is about, if it has one.
    pub whose: fn(&E) -> Whose<'_>,
    /// Whether it changes roles, or what viewers may see.
    pub is_about_users: bool,
    /// The place of its private part.
    pub private: Kept<E>,
    /// The rules that were overridden for it.
    pub overridden: fn(&E) -> Option<&Override>,
    /// The exchange rate that was entered with it, and its currency. A rate taken over from another
    /// document does not count.
    pub entered_rate: fn(&E) -> Option<(Currency, Plain)>,
}

/// The customer whom the private record of an entry is about.
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

/// The place of an event's private part, which is kept in the private record and may be erased.
pub enum Kept<E: 'static> {
    /// The event has none.
    Nothing,
    /// A customer's details.
    Details(EventField<E, Option<CustomerDetails>>),
    /// The text of a case.
    Text(EventField<E, Option<CaseText>>),
    /// The reason for what was done.
    Reason(EventField<E, FreeText>),
    /// The reason for overriding rules, if any were.
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

/// Returns the private part of an event.
pub(super) enum PrivatePart<'a> {
    Nothing,
    Details(&'a Option<CustomerDetails>),
    Text(&'a Option<CaseText>),
    Reason(&'a FreeText),
}

/// Returns the private part to be written.
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

/// Reads a version whose fields are those of today; fields added later may be absent.
pub(super) fn as_today<E: DeserializeOwned>(json: &str) -> serde_json::Result<E> {
    serde_json::from_str(json)
}

/// An event with a single version.
pub(super) fn first<E>(_: &E) -> u16 {
    1
}

/// Nothing that a receipt names.
pub(super) fn no_number<E>(_: &E) -> Option<(&'static str, &str)> {
    None
}

/// No effective date.
pub(super) fn no_day<E>(_: &E) -> Option<Day> {
    None
}

/// No amount.
pub(super) fn no_amount<E>(_: &E) -> Option<Money> {
    None
}

/// No overridden rules.
pub(super) fn no_override<E>(_: &E) -> Option<&Override> {
    None
}

/// No exchange rate.
pub(super) fn no_rate<E>(_: &E) -> Option<(Currency, Plain)> {
    None
}

/// What an event touches, plus a document that it may name.
pub(super) fn with<'a>(mut touched: Vec<&'a str>, also: Option<&'a Number>) -> Vec<&'a str> {
    touched.extend(also.map(|number| number.0.as_str()));
    touched
}

/// The version of an event that may hold overridden rules.
pub(super) fn overridden_version(overridden: Option<&Override>) -> u16 {
    overridden.map_or(1, |overridden| overridden.reason.version())
}
