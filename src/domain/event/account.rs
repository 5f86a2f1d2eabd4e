//! Events of the book itself and of accounts.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::FreeText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate, place,
};
use crate::domain::command::Contact;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Money};

/// Entry 1 of every book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookOpened {
    /// The book's identity; copies of a book share it.
    pub book: Uuid,
    /// The seller's name on documents.
    pub company: String,
    /// The country's two letters, which select the tax table.
    pub country: String,
    /// The currency the company keeps its books in.
    pub currency: Currency,
    /// The IANA time zone in which the company's days begin.
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

impl EventKind for BookOpened {
    const FACTS: EventFacts<BookOpened> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "open_book",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// An account was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRegistered {
    /// The customer's code, as given.
    pub customer: Code,
    /// Terms of payment.
    pub terms: Terms,
    /// The account's currency.
    pub currency: Currency,
    /// The credit limit; `None` means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Money>,
    /// The personal details, kept in the private record; absent once erased.
    #[serde(skip)]
    pub details: Option<CustomerDetails>,
}

impl EventKind for CustomerRegistered {
    const FACTS: EventFacts<CustomerRegistered> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "register_customer",
        date: no_day,
        amount: no_amount,
        made: |event| Some(("customer", &event.customer.0)),
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Details(place!(details)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A customer's personal data, kept in private records, never in the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerDetails {
    /// The name on documents.
    pub name: String,
    /// The contact to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Street or PO box.
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
    /// Other contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// The code of the customer's own document language, if any. A code that this version has no words
    /// for counts as none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl CustomerDetails {
    /// Whether an e-mail address is the customer's own, or that of one of their contacts.
    pub fn has_address(&self, address: &str) -> bool {
        let contacts = self.contacts.iter().filter_map(|contact| contact.email.as_ref());
        self.email.iter().chain(contacts).any(|own| own.eq_ignore_ascii_case(address))
    }

    /// Details with nothing but a name.
    pub fn named(name: impl Into<String>) -> CustomerDetails {
        CustomerDetails { name: name.into(), ..CustomerDetails::default() }
    }

    /// All contacts.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let others = self.contacts.iter().map(|contact| contact.name.as_str());
        self.contact.as_deref().into_iter().chain(others)
    }

    /// All telephone numbers.
    pub fn phones(&self) -> impl Iterator<Item = &str> {
        let others = self.contacts.iter().filter_map(|contact| contact.phone.as_deref());
        self.phone.as_deref().into_iter().chain(others)
    }

    /// All e-mail addresses.
    pub fn emails(&self) -> impl Iterator<Item = &str> {
        let others = self.contacts.iter().filter_map(|contact| contact.email.as_deref());
        self.email.as_deref().into_iter().chain(others)
    }
}

/// A customer's details changed: the event holds all of them, as they are from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerAmended {
    /// The customer's code.
    pub customer: Code,
    /// Terms of payment.
    pub terms: Terms,
    /// The credit limit; `None` means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Money>,
    /// The personal details, kept in the private record; absent once erased.
    #[serde(skip)]
    pub details: Option<CustomerDetails>,
}

impl EventKind for CustomerAmended {
    const FACTS: EventFacts<CustomerAmended> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "amend_customer",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Details(place!(details)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// An account was put on hold, or taken off it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerHeld {
    /// The customer's code.
    pub customer: Code,
    /// The effective date.
    pub date: Day,
    /// Whether the account is on hold. Since version 2; an older event with a reason puts it on hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for CustomerHeld {
    const FACTS: EventFacts<CustomerHeld> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| if event.held { 2 } else { 1 },
        command: |event| if event.is_hold() { "hold_customer" } else { "release_customer" },
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

impl CustomerHeld {
    /// Whether the event puts the account on hold instead of releasing it.
    pub fn is_hold(&self) -> bool {
        self.held || !self.reason.is_beside()
    }
}

/// A customer's personal data is erased: the private records of these entries are removed now or later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonErased {
    /// The account; accounts merged into it are erased too.
    pub customer: Code,
    /// The date.
    pub date: Day,
    /// The entries whose private records are erased at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<u64>,
    /// Entries cited by documents that must still be kept: hidden now, erased later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<HiddenRecord>,
    /// The reason, kept in this entry's private record.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for PersonErased {
    const FACTS: EventFacts<PersonErased> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "erase_person",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0],
        // The reason for an erasure shows that it was justified, so it is never erased.
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A private record that is hidden until it may be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenRecord {
    /// The entry it belongs to.
    pub entry: u64,
    /// The last day on which the documents that cite it must be kept.
    pub until: Day,
}

/// An account was merged into another: its documents and cases count on the other from this entry on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomersMerged {
    /// The account that is merged and closed.
    pub from: Code,
    /// The account that remains.
    pub into: Code,
    /// The date.
    pub date: Day,
}

impl EventKind for CustomersMerged {
    const FACTS: EventFacts<CustomersMerged> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "merge_customers",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.from.0, &event.into.0],
        whose: |event| Whose::Customer(&event.into),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
