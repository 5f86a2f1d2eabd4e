//! Commands that bring in documents of another system under their own numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{BROUGHT_IN, Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use super::plans::AgreedInstalment;
use crate::domain::given_up::GivenUp;
use crate::domain::pricing::LineInput;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Number, Percent, Plain, Role};

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
    /// The date it was paid in full; if absent, it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Day>,
    /// The amount still open, taxes included, with the sign of the total; if absent, all of it, or nothing
    /// if it is settled. The rest becomes a payment with the method `opening`, or for a credit a refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<Plain>,
}

impl CommandKind for BringInInvoice {
    const FACTS: CommandFacts<BringInInvoice> = CommandFacts {
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
    /// Its own terms, such as `2/10 net 30`, by which it gives an early-payment discount; if absent, the customer's,
    /// and it gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// What it charges interest for, if it is a late fee: these days are not charged for again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_fee: Option<BroughtInLateFee>,
}

/// The interest that a late fee of another system charges.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInLateFee {
    /// The invoice that was paid late.
    pub invoice: Number,
    /// The first day of the period.
    pub from: Day,
    /// The last one.
    pub through: Day,
    /// What the interest is made of.
    pub parts: Vec<BroughtInFeePart>,
    /// What rounding left over for the next period, in 365,000,000ths of a minor unit.
    #[serde(default)]
    pub remainder: i64,
}

/// Interest on one amount at one rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInFeePart {
    /// The first day that is charged for.
    pub from: Day,
    /// The last one.
    pub through: Day,
    /// What was overdue on these days.
    pub overdue: Plain,
    /// The rate for a year of 365 days.
    pub yearly_percent: Percent,
    /// The interest, without tax.
    pub fee: Plain,
}

impl CommandKind for BringInReceivable {
    const FACTS: CommandFacts<BringInReceivable> = CommandFacts {
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

/// Brings in what was given up of an invoice in another system, or taken on top of a payment in cash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInWriteOff {
    /// The number it has there, kept as given.
    pub number: Number,
    /// The invoice of which it was given up; if absent, it was taken on top of the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The payment that it came with: a discount, or cash that was rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
    /// The amount.
    pub amount: Plain,
    /// The reason.
    pub reason: GivenUp,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// What was taken back of it there, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<BroughtInTakenBack>,
}

/// A part of a write-off of another system that was taken back there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInTakenBack {
    /// From when on it did not count any more.
    pub date: Day,
    /// How much.
    pub amount: Plain,
}

impl CommandKind for BringInWriteOff {
    const FACTS: CommandFacts<BringInWriteOff> = CommandFacts {
        summary: "Bring a write-off, a discount or a cash rounding in from another system",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::made("write_off", "recover")],
    };
}

/// Brings in what a customer promised in another system to pay on an invoice. Money that is recorded after it keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInPromise {
    /// The customer who promises.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// The day of the promise; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// How many days later the money may come all the same.
    pub tolerance_days: u16,
    /// The parts that were promised together, each a promise, the earliest first.
    pub parts: Vec<BroughtInPart>,
    /// What was said; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A part of what was promised in another system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInPart {
    /// The number it has there, kept as given.
    pub number: Number,
    /// The day by which the money comes.
    pub by: Day,
    /// The amount.
    pub amount: Plain,
    /// The day it was withdrawn; if absent, it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Day>,
}

impl CommandKind for BringInPromise {
    const FACTS: CommandFacts<BringInPromise> = CommandFacts {
        summary: "Bring in from another system what a customer promised to pay",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::made("promise", "withdraw_promise")],
    };
}

/// Brings in a payment plan that was agreed in another system. Money that is recorded after it counts for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BringInPlan {
    /// The number it has there, kept as given.
    pub number: Number,
    /// The customer who pays.
    pub customer: Code,
    /// The day of the agreement; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The invoices that it covers, with how much of each.
    pub covers: Vec<BroughtInCover>,
    /// The instalments, in the order of their days. They come to what is covered.
    pub instalments: Vec<AgreedInstalment>,
    /// How many instalments may be missed at the same time before the rest falls due; if absent, 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_after: Option<u16>,
    /// What was said; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date it was cancelled, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Day>,
    /// Why it was cancelled; kept apart from the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The plan that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Number>,
}

/// What a payment plan of another system covers of an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInCover {
    /// The invoice.
    pub invoice: Number,
    /// How much of it.
    pub amount: Plain,
}

impl CommandKind for BringInPlan {
    const FACTS: CommandFacts<BringInPlan> = CommandFacts {
        summary: "Bring in a payment plan that was agreed in another system",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some() || command.reason.is_some(),
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::made("plan", "cancel_plan")],
    };
}
