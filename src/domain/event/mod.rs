//! Events: what the journal keeps for ever. They hold results, never inputs: posting one computes
//! no price and no tax.
//!
//! A change of an event's fields is a new version of it; the old one stays readable, and golden
//! files in the tests hold that. May use: std, serde, uuid.

mod account;
mod document;
mod money;

use serde::{Deserialize, Deserializer, Serialize};

pub use account::*;
pub use document::*;
pub use money::*;

macro_rules! events {
    ($($name:literal $kind:ident $version:literal,)+) => {
        /// An event, by kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Event { $($kind($kind),)+ }

        impl Event {
            /// The name in the journal (`invoice_issued`).
            pub fn name(&self) -> &'static str {
                match self { $(Event::$kind(_) => $name,)+ }
            }

            /// The version written today.
            pub fn version(&self) -> u16 {
                match self { $(Event::$kind(_) => $version,)+ }
            }

            /// Reads the fields of the event `name`, version `version`; `None` where this program
            /// does not know it, because a newer one wrote it.
            pub fn read<'de, D: Deserializer<'de>>(
                name: &str,
                version: u16,
                fields: D,
            ) -> Option<Result<Event, D::Error>> {
                match (name, version) {
                    $(($name, $version) => Some($kind::deserialize(fields).map(Event::$kind)),)+
                    _ => None,
                }
            }

            /// Writes the fields, without the name and the version.
            pub fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Event::$kind(event) => event.serialize(serializer),)+ }
            }

            /// Every event with the version written today.
            pub const KINDS: &'static [(&'static str, u16)] = &[$(($name, $version),)+];
        }

        $(impl From<$kind> for Event {
            fn from(event: $kind) -> Event { Event::$kind(event) }
        })+
    };
}

events! {
    "book_opened" BookOpened 1,
    "customer_registered" CustomerRegistered 1,
    "customer_amended" CustomerAmended 1,
    "customer_held" CustomerHeld 1,
    "invoice_issued" InvoiceIssued 1,
    "credit_note_issued" CreditNoteIssued 1,
    "invoice_voided" InvoiceVoided 1,
    "payment_recorded" PaymentRecorded 1,
    "allocation_made" AllocationMade 1,
    "allocation_reversed" AllocationReversed 1,
    "payment_bounced" PaymentBounced 1,
    "refund_made" RefundMade 1,
    "write_off_made" WriteOffMade 1,
    "write_off_taken_back" WriteOffTakenBack 1,
}

/// The private part of an event: what may be erased without breaking the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Private {
    /// Of [`CustomerRegistered`].
    Customer(CustomerDetails),
}

impl Event {
    /// The part that is kept beside the chain, if there is one.
    pub fn private(&self) -> Option<Private> {
        match self {
            Event::CustomerRegistered(event) => event.details.clone().map(Private::Customer),
            Event::CustomerAmended(event) => event.details.clone().map(Private::Customer),
            _ => None,
        }
    }

    /// Puts the part back that was kept beside the chain; whether it belongs to this event.
    pub fn attach(&mut self, private: Private) -> bool {
        match (self, private) {
            (Event::CustomerRegistered(event), Private::Customer(details)) => {
                event.details = Some(details);
                true
            }
            (Event::CustomerAmended(event), Private::Customer(details)) => {
                event.details = Some(details);
                true
            }
            _ => false,
        }
    }

    /// The number that a receipt names for this event: what it made (`invoice`) and its number.
    pub fn made(&self) -> Option<(&'static str, &str)> {
        match self {
            Event::CustomerRegistered(event) => Some(("customer", &event.customer.0)),
            Event::InvoiceIssued(event) => Some(("invoice", &event.invoice.0)),
            Event::CreditNoteIssued(event) => Some(("credit_note", &event.credit_note.0)),
            Event::PaymentRecorded(event) => Some(("payment", &event.payment.0)),
            Event::AllocationMade(event) => Some(("allocation", &event.allocation.0)),
            Event::RefundMade(event) => Some(("refund", &event.refund.0)),
            Event::WriteOffMade(event) => Some(("write_off", &event.write_off.0)),
            Event::BookOpened(_)
            | Event::CustomerAmended(_)
            | Event::CustomerHeld(_)
            | Event::InvoiceVoided(_)
            | Event::AllocationReversed(_)
            | Event::PaymentBounced(_)
            | Event::WriteOffTakenBack(_) => None,
        }
    }

    /// The rules that were overridden for it, if any were.
    pub fn overridden(&self) -> Option<&Override> {
        match self {
            Event::InvoiceIssued(event) => event.overridden.as_ref(),
            Event::CreditNoteIssued(event) => event.overridden.as_ref(),
            Event::WriteOffMade(event) => event.overridden.as_ref(),
            _ => None,
        }
    }

    /// The kind of command that makes an entry whose first event this is.
    pub fn command(&self) -> &'static str {
        match self {
            Event::BookOpened(_) => "open_book",
            Event::CustomerRegistered(_) => "register_customer",
            Event::CustomerAmended(_) => "amend_customer",
            Event::CustomerHeld(event) if event.reason.is_some() => "hold_customer",
            Event::CustomerHeld(_) => "release_customer",
            Event::InvoiceIssued(_) => "issue_invoice",
            Event::CreditNoteIssued(_) => "credit_invoice",
            Event::InvoiceVoided(_) => "void_invoice",
            Event::PaymentRecorded(_) => "record_payment",
            Event::AllocationMade(_) => "allocate",
            Event::AllocationReversed(_) => "unallocate",
            Event::PaymentBounced(_) => "bounce_payment",
            Event::RefundMade(_) => "refund",
            Event::WriteOffMade(_) => "write_off",
            Event::WriteOffTakenBack(_) => "recover",
        }
    }
}
