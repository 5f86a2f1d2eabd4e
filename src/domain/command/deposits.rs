//! Commands on money that reaches the bank together: deposits, lines with the money of several
//! customers, and customers who pay for others.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use super::{Allocation, Method};
use crate::domain::by_name::list_or_text;
use crate::domain::{Code, Day, Number, Plain, Role};

/// Records cash and cheques that went to the bank together. Their bank line is linked to the deposit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDeposit {
    /// The day they went to the bank, no earlier than any of the payments; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The payments, in the order of the slip; at most 500.
    #[serde(deserialize_with = "listed")]
    pub payments: Vec<Number>,
    /// The number of the bank's slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The number it has in another system, kept as given; if absent, the next of the book's own. Only
    /// an administrator may give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
}

/// Reads numbers from a list, or from text with commas or spaces between them.
fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Number>, D::Error> {
    list_or_text(deserializer, |typed| {
        let parts = typed.split([',', ';', ' ']).map(str::trim).filter(|it| !it.is_empty());
        Ok(parts.map(|it| Number(it.to_string())).collect())
    })
}

impl CommandKind for RecordDeposit {
    const FACTS: CommandFacts<RecordDeposit> = CommandFacts {
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

/// Voids a deposit that was recorded by mistake. Its payments stay.
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

/// Splits a bank line between several customers. Each part becomes a payment of its customer, with the
/// line's date and reference; together they are a deposit, to which the line is linked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitBankLine {
    /// The line.
    pub line: Number,
    /// The parts, at most 100; they add up to the line plus the fee.
    pub parts: Vec<LinePart>,
    /// The fee that was deducted; if absent, the one on the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The payments' date, no earlier than the line's; if absent, the line's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The payment method; if absent, that of the bank account.
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
    /// The customer.
    pub customer: Code,
    /// The amount.
    pub amount: Plain,
    /// What it pays; if absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
}

impl CommandKind for SplitBankLine {
    const FACTS: CommandFacts<SplitBankLine> = CommandFacts {
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

/// Notes that one customer pays for another, so that matching also compares the first one's money with
/// what the second owes. A payment still settles only its own customer's invoices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclarePayer {
    /// The customer who pays.
    pub customer: Code,
    /// The customer whose debts are paid.
    pub pays_for: Code,
    /// Whether this has ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DeclarePayer {
    const FACTS: CommandFacts<DeclarePayer> = CommandFacts {
        summary: "Note that a customer pays for another one, or no longer does",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
