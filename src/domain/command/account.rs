//! Commands on accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, UndoneBy, effective};
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Language, Plain, Role};

/// A contact at a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The contact's name.
    pub name: String,
    /// The contact's role (`accounts payable`, `owner`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Opens an account. Names, addresses, phone numbers and e-mail addresses go to the private record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCustomer {
    /// Kept exactly as given; if absent, the next free `C0001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The name on documents.
    pub name: String,
    /// The contact to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Telephone, in any writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The e-mail address for documents.
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
    /// The buyer's tax number (TIN, GST/HST number).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    /// Other contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// The language of the customer's documents, by its code; if absent, French in Quebec and English
    /// elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Terms of payment; if absent, net 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// The account's one currency; if absent, the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The credit limit: the most the customer may owe before issuing is refused; if absent, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Plain>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for RegisterCustomer {
    const FACTS: CommandFacts<RegisterCustomer> = CommandFacts {
        summary: "Open an account for a customer",
        role: |command| match command.credit_limit {
            Some(_) => Role::Supervisor,
            None => Role::Coordinator,
        },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::stays("customer")],
    };
}

/// Changes a customer's details: a field that is absent stays, an empty text clears it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendCustomer {
    /// The customer's code, which never changes.
    pub customer: Code,
    /// The name on documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The contact to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Telephone, in any writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The e-mail address for documents.
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
    /// The buyer's tax number (TIN, GST/HST number).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    /// Other contacts: replaces the whole list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<Contact>>,
    /// The language of the customer's documents, by its code (`fr`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Terms of payment, for documents issued from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// The credit limit; an empty text removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for AmendCustomer {
    const FACTS: CommandFacts<AmendCustomer> = CommandFacts {
        summary: "Change a customer's details; issued documents keep what they say",
        role: |command| match command.credit_limit {
            Some(_) => Role::Supervisor,
            None => Role::Coordinator,
        },
        changes: |command| Changes::Customer(&command.customer),
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo { made: None, by: UndoneBy::Before }],
    };
}

/// Puts an account on hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldCustomer {
    /// The customer's code.
    pub customer: Code,
    /// The reason.
    pub reason: String,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for HoldCustomer {
    const FACTS: CommandFacts<HoldCustomer> = CommandFacts {
        summary: "Put an account on hold: nothing more is issued to it",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("release_customer")],
    };
}

/// Takes an account off hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseCustomer {
    /// The customer's code.
    pub customer: Code,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ReleaseCustomer {
    const FACTS: CommandFacts<ReleaseCustomer> = CommandFacts {
        summary: "Take an account off hold",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("hold_customer")],
    };
}

/// Erases a customer's personal data: names, addresses, contacts, notes of calls and disputes, and
/// reasons. What is owed and paid stays. Refused if the account has anything open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasePerson {
    /// The customer's code, which stays.
    pub customer: Code,
    /// The reason: who asked for it, and when.
    pub reason: String,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for ErasePerson {
    const FACTS: CommandFacts<ErasePerson> = CommandFacts {
        summary: "Erase a customer's personal data: names, contacts, notes and reasons; what was owed and paid stays",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Merges an account into another because both are the same customer: its documents and cases count on
/// the other account, and its code leads there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeCustomers {
    /// The account that is merged and closed.
    pub from: Code,
    /// The account that remains.
    pub into: Code,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for MergeCustomers {
    const FACTS: CommandFacts<MergeCustomers> = CommandFacts {
        summary: "Merge an account into another because both are the same customer",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
