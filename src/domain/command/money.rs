//! Commands on payments, allocations, refunds and write-offs.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Code, Day, Number, Plain, Role, Rule};

/// The method of a payment.
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
    /// Mobile money (MoMo).
    Momo,
    /// A certificate of tax that the buyer withheld.
    Withholding,
    /// An item that another system settled; imports only.
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

/// How a payment is allocated: `"oldest"`, `"none"`, or a list of invoices with amounts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Allocation {
    /// By rule: the oldest due first, or nothing.
    Rule(AllocationRule),
    /// To the invoices that the customer names.
    List(Vec<Share>),
    /// Absent: the oldest due first.
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
    /// Whether the field was absent.
    pub fn is_unsaid(&self) -> bool {
        *self == Allocation::Unsaid
    }
}

/// An allocation by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AllocationRule {
    /// To open invoices in the order of their due dates, then of their numbers, until the money is used
    /// up.
    Oldest,
    /// Nothing: all of it stays on account.
    None,
}

/// An invoice's share of a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The invoice.
    pub invoice: Number,
    /// The amount; if absent, as much as the payment and the invoice allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Whether the customer took the early-payment discount. If absent: yes if the amount equals what
    /// is left of the invoice less the discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<bool>,
}

/// Records a payment. What is not allocated stays on account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// The customer who paid.
    pub customer: Code,
    /// The number it has in another system, kept as given; if absent, the next of the book's own. For
    /// imports: only an administrator may give one, and the method may then be `opening`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// The date the money arrived; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The amount, in the account's currency.
    pub amount: Plain,
    /// The payment method.
    pub method: Method,
    /// The payer's or the bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What it pays; if absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
    /// The payer's remittance in place of `allocate`: `1042 400, 1043 all, 1044 -40 damaged`. A number
    /// is that of an open invoice, or its last digits; `all` pays what is left of it; a negative amount
    /// is a deduction, for which a dispute with the given reason is opened. All of it is posted, or
    /// nothing. What the remittance does not name stays on account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remittance: Option<String>,
}

impl CommandKind for RecordPayment {
    const FACTS: CommandFacts<RecordPayment> = CommandFacts {
        summary: "Record money received and allocate it to open invoices",
        role: |command| match command.number {
            Some(_) => Role::Administrator,
            None => Role::Coordinator,
        },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.remittance.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("payment", "reverse_payment")],
    };
}

/// Records a certificate of tax that the customer withheld. It settles invoices as money does, but
/// never stays on account, is never refunded, and earns no discount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordCertificate {
    /// The customer who withheld the tax.
    pub customer: Code,
    /// The tax code in the country's table (`WHT3`, `WHT15`, `VATWH`).
    pub kind: String,
    /// The certificate's own number.
    pub number: String,
    /// The certificate's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The invoices it settles, each with an amount.
    pub allocate: Vec<Share>,
    /// The number the payment has in another system, kept as given; if absent, the next of the book's
    /// own. Only an administrator may give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
}

impl CommandKind for RecordCertificate {
    const FACTS: CommandFacts<RecordCertificate> = CommandFacts {
        summary: "Record a certificate of tax that the customer withheld, and the invoices it settles",
        role: |command| match command.payment {
            Some(_) => Role::Administrator,
            None => Role::Coordinator,
        },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("payment", "reverse_payment")],
    };
}

/// Allocates what is left of a payment or a credit note to an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allocate {
    /// The payment or the credit note.
    pub from: Number,
    /// The invoice.
    pub to: Number,
    /// The amount.
    pub amount: Plain,
    /// Whether the customer took the early-payment discount. If absent: yes if the amount equals what
    /// is left of the invoice less the discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<bool>,
    /// The effective date, no earlier than the dates of both sides; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Whether nothing goes with it: no discount, no cash rounding. For imports: only an administrator
    /// may say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl CommandKind for Allocate {
    const FACTS: CommandFacts<Allocate> = CommandFacts {
        summary: "Allocate what is left of a payment or a credit note to an invoice",
        role: |command| if command.alone { Role::Administrator } else { Role::Coordinator },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("allocation", "unallocate")],
    };
}

/// Reverses an allocation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unallocate {
    /// The allocation's number (`A000001`); if absent, `from` and `to` say which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation: Option<Number>,
    /// The payment or credit note of the allocation: the newest one in force is reversed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Number>,
    /// The invoice of the allocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Number>,
    /// The amount of the allocation, to tell it from others between the same two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The effective date, no earlier than the allocation's; if absent, today, or the allocation's date
    /// if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Whether nothing goes with it: a discount or a rounding stays. For imports: only an administrator
    /// may say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl CommandKind for Unallocate {
    const FACTS: CommandFacts<Unallocate> = CommandFacts {
        summary: "Reverse an allocation: its money is on account again",
        role: |command| if command.alone { Role::Administrator } else { Role::Coordinator },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Takes back a payment that the bank returned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BouncePayment {
    /// The payment.
    pub payment: Number,
    /// The day it bounced; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The bank's reason.
    pub reason: String,
}

impl CommandKind for BouncePayment {
    const FACTS: CommandFacts<BouncePayment> = CommandFacts {
        summary: "Take back a payment that the bank returned: what it settled is open again",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Refunds what is left of a payment or a credit note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    /// The payment or the credit note.
    pub from: Number,
    /// The number it has in another system, kept as given; if absent, the next of the book's own. For
    /// imports: only an administrator may give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// The amount.
    pub amount: Plain,
    /// The date the money went out; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The exchange rate on that date, book currency per unit of foreign currency; if absent, the rate
    /// of what is refunded, so that nothing is gained or lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The payment method; if absent, `bank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl CommandKind for Refund {
    const FACTS: CommandFacts<Refund> = CommandFacts {
        summary: "Pay back what is left of a payment or a credit note",
        role: |command| match command.number {
            Some(_) => Role::Administrator,
            None => Role::Supervisor,
        },
        changes: |_| Changes::Nothing,
        overridable: &[Rule::PeriodSoftLocked, Rule::ApprovalNeeded],
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("refund", "reverse_refund")],
    };
}

/// Why a user writes an amount off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WriteOffReason {
    /// A small difference, within the tolerance.
    SmallDifference,
    /// The customer will not pay.
    BadDebt,
}

/// Writes off what is left of an invoice, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteOff {
    /// The invoice.
    pub invoice: Number,
    /// The amount; if absent, all that is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The reason.
    pub reason: WriteOffReason,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for WriteOff {
    const FACTS: CommandFacts<WriteOff> = CommandFacts {
        summary: "Write off what is left of an invoice: a small difference or a bad debt",
        role: |command| match command.reason {
            WriteOffReason::BadDebt => Role::Supervisor,
            WriteOffReason::SmallDifference => Role::Coordinator,
        },
        changes: |_| Changes::Nothing,
        overridable: &[
            Rule::PeriodSoftLocked,
            Rule::DateAheadNeedsReason,
            Rule::WriteOffTolerance,
            Rule::ApprovalNeeded,
        ],
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("write_off", "recover")],
    };
}

/// Takes a write-off back: the amount is open again on its invoice, and money can settle it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recover {
    /// The write-off (`WO-2026-00001`).
    pub write_off: Number,
    /// The amount; if absent, all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Whether nothing goes with it: a discount stays. Also for a discount or a rounding itself. For
    /// imports: only an administrator may say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl CommandKind for Recover {
    const FACTS: CommandFacts<Recover> = CommandFacts {
        summary: "Take a write-off back because the money arrived after all",
        role: |command| if command.alone { Role::Administrator } else { Role::Supervisor },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
