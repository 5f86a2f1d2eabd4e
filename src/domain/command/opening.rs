//! Commands that bring in documents of another system under their own numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{BROUGHT_IN, Changes, CommandFacts, CommandKind, Undo, effective};
use crate::domain::pricing::LineInput;
use crate::domain::{Code, Currency, Day, Number, Plain, Role};

/// Brings in an invoice under the number it has in another system. A negative total makes it a credit
/// without an original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInInvoice {
    /// The number in the other system, kept as given.
    pub number: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// Whether to open an account if the customer is not known yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub create_customer: bool,
    /// The account's currency; if absent, the account's own, or the book's for a new account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The document's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The due date; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The lines, without taxes.
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

/// Brings in one receivable: an amount under the number it has in another system, settled, disputed or
/// open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInReceivable {
    /// The number in the other system, kept as given.
    pub number: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// Whether to open an account if the customer is not known yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub create_customer: bool,
    /// The account's currency; if absent, the account's own, or the book's for a new account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The document's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The due date; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The total including taxes; negative for a credit.
    pub amount: Plain,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The date it was paid in full; if absent, it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Day>,
    /// The amount still open, with the sign of the total; if absent, all of it, or nothing if it is
    /// settled. The rest becomes a payment of the document's date with the method `opening`, or for a
    /// credit a refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<Plain>,
    /// The customer's own reference, such as a purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whether the open amount is disputed.
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
