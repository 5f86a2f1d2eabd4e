//! Commands: everything that can be asked of a book. Panes, the command line, imports and other
//! machines all send these. Names and fields are a contract.
//!
//! May use: std, serde, schemars, uuid.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::pricing::{AdjustmentInput, LineInput, Prices};
use super::terms::Terms;
use super::{Code, Currency, Day, Number, Plain};

/// A command with what stands around it: its id and the reason for overriding a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// Makes sending it again safe; none, and the engine makes one.
    pub id: Option<Uuid>,
    /// Why a rule that allows it is overridden (back-dating, a credit limit).
    pub override_reason: Option<String>,
    /// What is asked.
    pub command: Command,
}

impl Envelope {
    /// The command alone: no id, nothing overridden.
    pub fn of(command: impl Into<Command>) -> Envelope {
        Envelope { id: None, override_reason: None, command: command.into() }
    }
}

macro_rules! commands {
    ($($name:literal $kind:ident $summary:literal,)+) => {
        /// A command, by kind.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "do", rename_all = "snake_case")]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Command { $($kind($kind),)+ }

        /// Every command with a sentence on what it does, in the order of a newcomer's day.
        pub const CATALOGUE: &[(&str, &str)] = &[$(($name, $summary),)+];

        impl Command {
            /// The contract name (`issue_invoice`).
            pub fn name(&self) -> &'static str {
                match self { $(Command::$kind(_) => $name,)+ }
            }

            /// Reads the fields of the command called `name`; `None` where there is none.
            pub fn read<'de, D: Deserializer<'de>>(
                name: &str,
                fields: D,
            ) -> Option<Result<Command, D::Error>> {
                match name {
                    $($name => Some($kind::deserialize(fields).map(Command::$kind)),)+
                    _ => None,
                }
            }

            /// The JSON Schema of the fields of the command called `name`.
            pub fn schema(name: &str) -> Option<schemars::Schema> {
                match name { $($name => Some(schemars::schema_for!($kind)),)+ _ => None }
            }
        }

        $(impl From<$kind> for Command {
            fn from(command: $kind) -> Command { Command::$kind(command) }
        })+
    };
}

commands! {
    "register_customer" RegisterCustomer "Open an account for a customer",
    "issue_invoice" IssueInvoice "Issue an invoice: it takes its number and is frozen",
    "credit_invoice" CreditInvoice "Issue a credit note against an invoice, in full or in part",
    "void_invoice" VoidInvoice "Void an invoice that nothing was paid or credited on",
    "record_payment" RecordPayment "Record money received and allocate it to open invoices",
    "allocate" Allocate "Allocate what is left of a payment or a credit note to an invoice",
    "unallocate" Unallocate "Reverse an allocation: its money is on account again",
}

/// Opens an account. What names a person or says how to reach one is kept apart from the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCustomer {
    /// Kept exactly as given; absent, the next free `C0001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The name on documents.
    pub name: String,
    /// Whom to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Telephone, in any writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where documents are e-mailed to.
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
    /// The buyer's tax number (TIN, GST/HST number).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    /// Terms of payment; absent, net 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// The account's one currency; absent, the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The most the customer may owe before issuing stops; absent, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Plain>,
    /// The effective date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Issues an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueInvoice {
    /// Who owes it.
    pub customer: Code,
    /// The document's date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// When it is due; absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The series of its number; absent, `INV`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The customer's own reference (purchase order).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whether unit prices hold the taxes.
    #[serde(default)]
    pub prices: Prices,
    /// Book units for one foreign unit; required where the account's currency is not the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What is billed.
    pub lines: Vec<LineInput>,
    /// What is taken off the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<AdjustmentInput>,
    /// What is put on the document (shipping, fees).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<AdjustmentInput>,
}

/// Issues a credit note at the original's rates: one of `full`, `amount` or `lines`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditInvoice {
    /// The original.
    pub invoice: Number,
    /// The credit note's date; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Why, as a reason code (`price`, `returned`, …).
    pub reason: String,
    /// All that was not credited before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<bool>,
    /// A gross amount, split over the original's tax groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Or lines, priced as the original was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineInput>>,
}

/// Voids an invoice: its number stays, marked void.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidInvoice {
    /// The invoice.
    pub invoice: Number,
    /// From when on it is void; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Why.
    pub reason: String,
}

/// How money came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A transfer to the bank account.
    Bank,
    /// Notes and coins.
    Cash,
    /// A cheque.
    Cheque,
    /// A card.
    Card,
    /// Mobile money.
    Momo,
    /// A certificate of tax that the buyer withheld.
    Withholding,
    /// A settled item brought in from another system; imports only.
    Opening,
}

impl Method {
    /// The contract name (`momo`).
    pub fn name(self) -> &'static str {
        match self {
            Method::Bank => "bank",
            Method::Cash => "cash",
            Method::Cheque => "cheque",
            Method::Card => "card",
            Method::Momo => "momo",
            Method::Withholding => "withholding",
            Method::Opening => "opening",
        }
    }
}

/// What a payment is for: `"oldest"`, `"none"`, or a list of invoices with amounts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Allocation {
    /// The oldest due first, or nothing.
    Rule(AllocationRule),
    /// As the customer says.
    List(Vec<Share>),
    /// Not said: the oldest due first.
    #[default]
    Unsaid,
}

impl<'de> Deserialize<'de> for Allocation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Allocation, D::Error> {
        struct RuleOrList;
        impl<'de> Visitor<'de> for RuleOrList {
            type Value = Allocation;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"oldest\", \"none\", or a list of {invoice, amount}")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Allocation, E> {
                let text = de::value::StrDeserializer::new(text);
                AllocationRule::deserialize(text).map(Allocation::Rule)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Allocation, A::Error> {
                let list = de::value::SeqAccessDeserializer::new(seq);
                Vec::deserialize(list).map(Allocation::List)
            }
        }
        deserializer.deserialize_any(RuleOrList)
    }
}

impl JsonSchema for Allocation {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Allocation".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let rule = generator.subschema_for::<AllocationRule>();
        let list = generator.subschema_for::<Vec<Share>>();
        schemars::json_schema!({"anyOf": [rule, list],
            "description": "oldest due first (also when absent), none, or invoices with amounts"})
    }
}

impl Allocation {
    /// Whether it was left out.
    pub fn is_unsaid(&self) -> bool {
        *self == Allocation::Unsaid
    }
}

/// An allocation by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AllocationRule {
    /// Open invoices by due date, ties by number, until the money is used up.
    Oldest,
    /// All of it stays on account.
    None,
}

/// An invoice's share of a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The invoice.
    pub invoice: Number,
    /// How much of the payment goes to it.
    pub amount: Plain,
}

/// Records money received. What is not allocated stays on account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// Who paid.
    pub customer: Code,
    /// When the money came; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// How much, in the account's currency.
    pub amount: Plain,
    /// How it came.
    pub method: Method,
    /// The payer's or the bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Book units for one foreign unit; required where the account's currency is not the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What it is for; absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
}

/// Allocates what is left of a payment or a credit note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allocate {
    /// The payment or the credit note.
    pub from: Number,
    /// The invoice.
    pub to: Number,
    /// How much.
    pub amount: Plain,
    /// The effective date, no earlier than either side's; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

/// Reverses an allocation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unallocate {
    /// The allocation's number (`A000001`).
    pub allocation: Number,
    /// The effective date, no earlier than the allocation's; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}
