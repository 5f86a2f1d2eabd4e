//! Events: what the journal keeps for ever. They hold results, never inputs: posting one computes
//! no price and no tax.
//!
//! A change of an event's fields is a new version of it; the old one stays readable, and golden
//! files in the tests hold that. May use: std, serde, uuid.

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::command::Method;
use super::pricing::{Adjustment, Line, Prices};
use super::tax::TaxGroup;
use super::terms::Terms;
use super::{Code, Currency, Day, Money, Number, Plain};

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
    "invoice_issued" InvoiceIssued 1,
    "credit_note_issued" CreditNoteIssued 1,
    "invoice_voided" InvoiceVoided 1,
    "payment_recorded" PaymentRecorded 1,
    "allocation_made" AllocationMade 1,
    "allocation_reversed" AllocationReversed 1,
}

/// Entry 1 of every book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookOpened {
    /// The book's identity; copies of a book share it.
    pub book: Uuid,
    /// The seller's name on documents.
    pub company: String,
    /// The country, by its two letters: which tax table applies.
    pub country: String,
    /// The currency the company keeps its books in.
    pub currency: Currency,
    /// The IANA time zone in which a day begins.
    pub zone: String,
    /// Whether the book is made of made-up data.
    pub made_up: bool,
    /// The seller's tax number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    /// The seller's address on documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// An account was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRegistered {
    /// The code, as given.
    pub customer: Code,
    /// Terms of payment.
    pub terms: Terms,
    /// The account's currency.
    pub currency: Currency,
    /// The most that may be owed; none is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Money>,
    /// Who that is: kept in the private record, absent where it was erased.
    #[serde(skip)]
    pub details: Option<CustomerDetails>,
}

/// Who a customer is and how to reach them: personal data, never in the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerDetails {
    /// The name on documents.
    pub name: String,
    /// Whom to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Street or post box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Province, state or district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Tax number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
}

/// Which rules were overridden, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// The reason given.
    pub reason: String,
    /// The rules that would have refused, by name.
    pub rules: Vec<String>,
}

/// An invoice was issued: frozen from here on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// Its number.
    pub invoice: Number,
    /// The series the number was taken from.
    pub series: String,
    /// Who owes it.
    pub customer: Code,
    /// The frozen buyer: the number of the customer's entry it was issued on.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// When it is due.
    pub due: Day,
    /// The terms it was issued on.
    pub terms: Terms,
    /// The customer's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The document's currency.
    pub currency: Currency,
    /// Book units for one foreign unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices hold the taxes.
    pub prices: Prices,
    /// What is billed.
    pub lines: Vec<Line>,
    /// What is taken off the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Adjustment>,
    /// What is put on the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Adjustment>,
    /// A group for each set of taxes.
    pub taxes: Vec<TaxGroup>,
    /// All nets.
    pub net: Money,
    /// All taxes.
    pub tax: Money,
    /// Net and tax: what is owed.
    pub total: Money,
    /// Rules overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// A credit note was issued against an invoice, at the invoice's rates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteIssued {
    /// Its number.
    pub credit_note: Number,
    /// The original.
    pub invoice: Number,
    /// Whose credit it is.
    pub customer: Code,
    /// The frozen buyer, as on the original.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// Why, as a reason code.
    pub reason: String,
    /// The document's currency.
    pub currency: Currency,
    /// The original's rate of exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices hold the taxes.
    pub prices: Prices,
    /// What is credited, where lines were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// One group for each of the original's, in its order; zero where nothing of it is credited.
    pub taxes: Vec<TaxGroup>,
    /// All nets.
    pub net: Money,
    /// All taxes.
    pub tax: Money,
    /// Net and tax: what is credited.
    pub total: Money,
    /// Rules overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// An invoice was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceVoided {
    /// Its number, which stays.
    pub invoice: Number,
    /// From when on.
    pub date: Day,
    /// Why.
    pub reason: String,
}

/// Money came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentRecorded {
    /// Its number.
    pub payment: Number,
    /// Who paid.
    pub customer: Code,
    /// When.
    pub date: Day,
    /// How much.
    pub amount: Money,
    /// In what.
    pub currency: Currency,
    /// How it came.
    pub method: Method,
    /// The payer's or the bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Book units for one foreign unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
}

/// A part of a payment or a credit note was set against an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllocationMade {
    /// Its number.
    pub allocation: Number,
    /// The payment or the credit note.
    pub from: Number,
    /// The invoice.
    pub to: Number,
    /// How much.
    pub amount: Money,
    /// From when on.
    pub date: Day,
}

/// An allocation was reversed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllocationReversed {
    /// The allocation.
    pub allocation: Number,
    /// From when on it no longer counts.
    pub date: Day,
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
            Event::BookOpened(_) | Event::InvoiceVoided(_) | Event::AllocationReversed(_) => None,
        }
    }

    /// The kind of command that makes an entry whose first event this is.
    pub fn command(&self) -> &'static str {
        match self {
            Event::BookOpened(_) => "open_book",
            Event::CustomerRegistered(_) => "register_customer",
            Event::InvoiceIssued(_) => "issue_invoice",
            Event::CreditNoteIssued(_) => "credit_invoice",
            Event::InvoiceVoided(_) => "void_invoice",
            Event::PaymentRecorded(_) => "record_payment",
            Event::AllocationMade(_) => "allocate",
            Event::AllocationReversed(_) => "unallocate",
        }
    }
}
