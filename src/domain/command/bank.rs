//! Commands on bank lines: what a bank statement says, and what becomes of each of its lines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use super::{Allocation, Method};
use crate::domain::{Code, Currency, Day, Number, Plain, Role};

/// Records lines of a bank statement, and the balances that it states. Lines that are in the book
/// already are passed over, so that recording a statement twice adds nothing. A long statement is
/// recorded by several commands; only the last of them gives the balances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordBankLines {
    /// What the book calls the account. A name that is new opens it.
    pub account: String,
    /// The account's number at the bank, or its IBAN, where the statement has it. It must be that of
    /// earlier statements, however it is spaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The account's currency. Absent, that of earlier statements, or the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// How money comes to this account; if absent, as for earlier statements, or `bank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The balance before the first line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<StatedBalance>,
    /// The balance after the last line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<StatedBalance>,
    /// The lines, in the order of the statement; at most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<StatedLine>,
    /// What lines are that have the day and the amount of a line of the book but other words: `same`, they
    /// are that line and are passed over; `new`, they are lines of their own. Absent, such lines are
    /// refused, unless their reference has the form of that line's and differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlap: Option<OverlapChoice>,
}

/// What lines are that the book may have from another statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverlapChoice {
    /// They are the lines of the book.
    Same,
    /// They are lines of their own.
    New,
}

/// A balance as a bank statement gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedBalance {
    /// Its day.
    pub date: Day,
    /// How much is on the account; negative, it is overdrawn.
    pub amount: Plain,
}

/// A line of a bank statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedLine {
    /// When it was booked.
    pub date: Day,
    /// From when on it bears interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Day>,
    /// By how much the account changed: positive for money in, negative for money out.
    pub amount: Plain,
    /// What the bank or the operator kept of what was paid, where the statement says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// Who paid, as the bank names them. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// The account or the telephone that it was paid from. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_account: Option<String>,
    /// What the payer wrote. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// References with a meaning of their own: end-to-end ids, creditor references, cheque numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// What the bank calls the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// Whether it takes back an earlier line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_return: bool,
    /// Which one it is among lines that say the same, from 1 on; if absent, they are counted within
    /// the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u32>,
}

impl StatedLine {
    fn is_personal(&self) -> bool {
        self.payer.is_some() || self.payer_account.is_some() || self.text.is_some()
    }
}

impl CommandKind for RecordBankLines {
    const FACTS: CommandFacts<RecordBankLines> = CommandFacts {
        name: "record_bank_lines",
        summary: "Record the lines of a bank statement; what is in the book already is passed over",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: &[],
        is_personal: |command| command.lines.iter().any(StatedLine::is_personal),
        dates: |_, _| Vec::new(),
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Says whose money a bank line is: it becomes that customer's payment, with the line's day and
/// reference unless others are given. What the bank kept as a fee was paid too: the payment is the
/// line and the fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchBankLine {
    /// The line (`BL000001`).
    pub line: Number,
    /// The customer who paid.
    pub customer: Code,
    /// What it is for; if absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
    /// What it is for as the payer dictates it, in place of `allocate`, as in `record_payment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remittance: Option<String>,
    /// What the bank or the operator kept; if absent, what the statement says of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The payment's date, no earlier than the line's; if absent, that day. Give a later one where that
    /// day's period is locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// How it came; if absent, as money comes to the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The payment's reference; if absent, the line's first one, else what the bank calls the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
}

impl CommandKind for MatchBankLine {
    const FACTS: CommandFacts<MatchBankLine> = CommandFacts {
        name: "match_bank_line",
        summary: "Match a bank line to a customer: it becomes that customer's payment",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.remittance.is_some(),
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("unmatch_bank_line")],
    };
}

/// Says which payment or deposit of the book a bank line is. A line of money out is the refund that it
/// paid, or the return of a payment that bounced. Give a payment or a deposit, not both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBankLine {
    /// The line.
    pub line: Number,
    /// The payment; for money out, the refund or the payment that bounced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
    /// The deposit: the payments that were banked together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Number>,
    /// What the bank or the operator kept; if absent, what the statement says of that. The payment is
    /// the line and the fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// From when on the two belong together; if absent, the later of their days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl LinkBankLine {
    /// Links a line to a payment or to a deposit, by its number.
    pub fn to(line: Number, number: Number) -> LinkBankLine {
        let is_deposit = number.folded().starts_with("dep-");
        let (payment, deposit) = match is_deposit {
            true => (None, Some(number)),
            false => (Some(number), None),
        };
        LinkBankLine { line, payment, deposit, fee: None, date: None }
    }
}

impl CommandKind for LinkBankLine {
    const FACTS: CommandFacts<LinkBankLine> = CommandFacts {
        name: "link_bank_line",
        summary: "Link a bank line to the payment, deposit, refund or returned payment that it is",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("unmatch_bank_line")],
    };
}

/// Sets aside a bank line that has nothing to do with customers: a bank charge, a transfer between
/// the company's own accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissBankLine {
    /// The line.
    pub line: Number,
    /// The reason.
    pub reason: String,
    /// From when on; if absent, the line's day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DismissBankLine {
    const FACTS: CommandFacts<DismissBankLine> = CommandFacts {
        name: "dismiss_bank_line",
        summary: "Dismiss a bank line that has nothing to do with customers",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("unmatch_bank_line")],
    };
}

/// Opens a bank line again. The payment that matching it made is reversed as a mistake; a payment that
/// it was linked to stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmatchBankLine {
    /// The line.
    pub line: Number,
    /// Why the payment is reversed; if absent, the line's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// From when on; if absent, today, or the day of what is undone if that is still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for UnmatchBankLine {
    const FACTS: CommandFacts<UnmatchBankLine> = CommandFacts {
        name: "unmatch_bank_line",
        summary: "Open a matched, linked or dismissed bank line again",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}
