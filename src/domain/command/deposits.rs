//! Commands on money that comes to the bank together: deposits, lines of several customers, and payers that pay
//! for others.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use super::{Allocation, Method};
use crate::domain::{Code, Day, Number, Plain, Role};

/// Records that payments in cash and by cheque went to the bank together. Their bank line is linked to the
/// deposit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDeposit {
    /// The day they went to the bank, no earlier than any of them; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The payments, in the order of the slip; at most 500.
    #[serde(deserialize_with = "listed")]
    pub payments: Vec<Number>,
    /// The number of the bank's slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The number that it has in another system, kept as given; if absent, the next of ours. For
    /// administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
}

/// Reads numbers as a list, or as a person types them: with commas or blanks between them.
fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Number>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TypedNumbers {
        List(Vec<Number>),
        Typed(String),
    }
    Ok(match TypedNumbers::deserialize(deserializer)? {
        TypedNumbers::List(numbers) => numbers,
        TypedNumbers::Typed(typed) => {
            let parts = typed.split([',', ';', ' ']).map(str::trim).filter(|it| !it.is_empty());
            parts.map(|it| Number(it.to_string())).collect()
        }
    })
}

impl CommandKind for RecordDeposit {
    const FACTS: CommandFacts<RecordDeposit> = CommandFacts {
        name: "record_deposit",
        summary: "Record that payments in cash and by cheque went to the bank together",
        role: |command| match command.number {
            Some(_) => Role::Administrator,
            None => Role::Coordinator,
        },
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("deposit", "void_deposit")],
    };
}

/// Takes a deposit back that was recorded by mistake. Its payments stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidDeposit {
    /// The deposit (`DEP-2026-00001`).
    pub deposit: Number,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for VoidDeposit {
    const FACTS: CommandFacts<VoidDeposit> = CommandFacts {
        name: "void_deposit",
        summary: "Take back a deposit that was recorded by mistake; its payments stay",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Says that a bank line is the money of several customers, paid together. Each part becomes a payment of its
/// customer, with the line's day and reference; together they are a deposit, which the line is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitBankLine {
    /// The line.
    pub line: Number,
    /// Whose money it is; the parts add up to the line and the fee. At most 100.
    pub parts: Vec<LinePart>,
    /// What the bank or the operator kept; if absent, what the statement says of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The payments' date, no earlier than the line's; if absent, that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// How it came; if absent, as money comes to the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
}

/// A customer's part of a bank line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinePart {
    /// Whose money.
    pub customer: Code,
    /// The amount.
    pub amount: Plain,
    /// What it is for; if absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
}

impl CommandKind for SplitBankLine {
    const FACTS: CommandFacts<SplitBankLine> = CommandFacts {
        name: "split_bank_line",
        summary: "Split a bank line between several customers: each part becomes a payment",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("unmatch_bank_line")],
    };
}

/// Notes that a customer pays for another one, so that matching looks for the money of the first among what
/// the second owes. Each payment stays with the customer whose invoices it settles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclarePayer {
    /// The customer who pays.
    pub customer: Code,
    /// For whom.
    pub pays_for: Code,
    /// Whether that is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DeclarePayer {
    const FACTS: CommandFacts<DeclarePayer> = CommandFacts {
        name: "declare_payer",
        summary: "Note that a customer pays for another one, or no longer",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
