//! Commands on what comes from another system: documents that keep their foreign numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{BROUGHT_IN, Changes, CommandFacts, CommandKind, Undo, effective};
use crate::domain::pricing::LineInput;
use crate::domain::{Code, Currency, Day, Number, Plain, Role};

/// Brings an invoice in, under the number that it has elsewhere. A negative total makes it a
/// credit that has no original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInInvoice {
    /// The number it has there, kept as given.
    pub number: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// Whether an account is opened for a customer that is not known yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub create_customer: bool,
    /// The account's currency; if absent, the one it has, or the book's for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The document's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// When it is due; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What was billed, without taxes.
    pub lines: Vec<LineInput>,
}

impl CommandKind for BringInInvoice {
    const FACTS: CommandFacts<BringInInvoice> = CommandFacts {
        name: "bring_in_invoice",
        summary: "Bring an invoice in from another system, under its number there",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: BROUGHT_IN,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| {
            vec![
                Undo::made("invoice", "void_invoice"),
                Undo::made("credit_note", "void_credit_note"),
            ]
        },
    };
}

/// Brings one receivable in: an amount under the number that it has elsewhere, settled, disputed
/// or open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInReceivable {
    /// The number it has there, kept as given.
    pub number: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// Whether an account is opened for a customer that is not known yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub create_customer: bool,
    /// The account's currency; if absent, the one it has, or the book's for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The document's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// When it is due; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// All that it was for, taxes and all; negative for a credit.
    pub amount: Plain,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The day on which it was paid in full; if absent, it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Day>,
    /// What is still open of it, with the sign of the amount; if absent, all of it, or nothing where it
    /// is settled. The rest comes as a payment of the document's date, by the method `opening`; of a
    /// credit, as a refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<Plain>,
    /// The customer's own reference, such as a purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whether what is open of it is disputed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

impl CommandKind for BringInReceivable {
    const FACTS: CommandFacts<BringInReceivable> = CommandFacts {
        name: "bring_in_receivable",
        summary: "Bring a receivable in from another system: open, settled or disputed",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: BROUGHT_IN,
        is_personal: |_| false,
        dates: |command, date| {
            let settled = command.settled.map(|day| ("settled", day));
            [("date", date)].into_iter().chain(settled).collect()
        },
        may_be_old: true,
        undo: |_| {
            vec![
                Undo::made("invoice", "void_invoice"),
                Undo::made("credit_note", "void_credit_note"),
            ]
        },
    };
}
