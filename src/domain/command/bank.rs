//! Commands on bank lines: recording a bank statement, and saying what each of its lines is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use super::{Allocation, Method};
use crate::domain::{Code, Currency, Day, Number, Plain, Role};

/// Records lines of a bank statement and its balances. Lines already in the book are skipped, so
/// recording a statement twice adds nothing. A long statement takes several commands; only the last one
/// gives the balances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordBankLines {
    /// Your name for the bank account; a new name opens it.
    pub account: String,
    /// The account's number at the bank, or its IBAN, if the statement has it. It must be that of
    /// earlier statements; spaces make no difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The account's currency; if absent, that of earlier statements, or the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The payment method of money that arrives on this account; if absent, as for earlier statements,
    /// or `bank`.
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
    /// What to do with lines that have the date and amount of a line in the book but another
    /// description: `same` skips them, `new` adds them. If absent, they are refused, unless both have a
    /// reference of the same form and these differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlap: Option<OverlapChoice>,
}

/// What lines are that may already be in the book from another statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverlapChoice {
    /// They are the lines in the book: skip them.
    Same,
    /// They are new lines: add them.
    New,
}

/// A balance on a bank statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedBalance {
    /// Its day.
    pub date: Day,
    /// The balance; negative if the account is overdrawn.
    pub amount: Plain,
}

/// A line of a bank statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedLine {
    /// The booking date.
    pub date: Day,
    /// The value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Day>,
    /// The amount: positive for money in, negative for money out.
    pub amount: Plain,
    /// The fee that the bank or the operator deducted, if the statement says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The payer's name as the bank gives it. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// The account or telephone number the money came from. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_account: Option<String>,
    /// The payer's text. Kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Structured references: end-to-end ids, creditor references, cheque numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// The bank's own id of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// Whether the line reverses an earlier one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_return: bool,
    /// Its position among identical lines, from 1; if absent, identical lines are counted within the
    /// command.
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
        summary: "Record the lines of a bank statement; lines already in the book are skipped",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: &[],
        is_personal: |command| command.lines.iter().any(StatedLine::is_personal),
        dates: |_, _| Vec::new(),
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Matches a bank line to a customer: it becomes that customer's payment, with the line's date and
/// reference unless others are given. A fee that the bank deducted was paid too: the payment is the sum
/// of the line and the fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchBankLine {
    /// The line (`BL000001`).
    pub line: Number,
    /// The customer who paid.
    pub customer: Code,
    /// What it pays; if absent, the oldest due first.
    #[serde(default, skip_serializing_if = "Allocation::is_unsaid")]
    pub allocate: Allocation,
    /// The payer's remittance in place of `allocate`, as in `record_payment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remittance: Option<String>,
    /// The fee that was deducted; if absent, the one on the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The payment's date, no earlier than the line's; if absent, the line's. Give a later one if the
    /// line's period is locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The payment method; if absent, that of the bank account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The payment's reference; if absent, the line's first one, else the bank's id of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The exchange rate, book currency per unit of foreign currency; required if the account's
    /// currency is not the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
}

impl CommandKind for MatchBankLine {
    const FACTS: CommandFacts<MatchBankLine> = CommandFacts {
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

/// Links a bank line to a payment or a deposit of the book, or to money on the suspense list; for money
/// out, to the refund it paid, or to the payment it returns. Give a payment or a deposit, not both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBankLine {
    /// The line.
    pub line: Number,
    /// The payment, or the unidentified receipt; for money out, the refund, or the payment that bounced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
    /// The deposit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Number>,
    /// The fee that was deducted; if absent, the one on the statement. The payment equals the line plus
    /// the fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Plain>,
    /// The effective date of the link; if absent, the later of the two dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl LinkBankLine {
    /// Links a line to a payment or a deposit by its number.
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
        summary: "Link a bank line to its payment, deposit, refund or returned payment",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::by("unmatch_bank_line")],
    };
}

/// Dismisses a bank line that has nothing to do with customers, such as a bank charge or a transfer
/// between the company's own accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissBankLine {
    /// The line.
    pub line: Number,
    /// The reason.
    pub reason: String,
    /// The effective date; if absent, the line's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DismissBankLine {
    const FACTS: CommandFacts<DismissBankLine> = CommandFacts {
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

/// Reopens a bank line. A payment that matching made is reversed as a mistake, and so is an unidentified
/// receipt that the line made; what was linked stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmatchBankLine {
    /// The line.
    pub line: Number,
    /// The reason for reversing the payment; if absent, the line's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The effective date; if absent, today, or the date of what is undone if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for UnmatchBankLine {
    const FACTS: CommandFacts<UnmatchBankLine> = CommandFacts {
        summary: "Reopen a matched, linked or dismissed bank line",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}
