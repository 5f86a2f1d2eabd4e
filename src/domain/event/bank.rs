//! Events of bank lines: what statements contain, and what became of each line.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate, place,
};
use super::{CaseText, FreeText};
use crate::domain::command::Method;
use crate::domain::{Code, Currency, Day, Money, Number};

/// A bank statement, or a part of it, was recorded: its account, and the balances if it has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankStatementRecorded {
    /// The book's name for the bank account.
    pub account: String,
    /// Its number at the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// The payment method of money that arrives on it.
    pub method: Method,
    /// The balance before the first line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<DatedBalance>,
    /// The balance after the last line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<DatedBalance>,
}

/// A balance that a bank stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedBalance {
    /// Its day.
    pub date: Day,
    /// The balance; negative if the account is overdrawn.
    pub amount: Money,
}

impl EventKind for BankStatementRecorded {
    const FACTS: EventFacts<BankStatementRecorded> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "record_bank_lines",
        date: no_day,
        amount: no_amount,
        made: no_number,
        touches: |_| Vec::new(),
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A line of a bank statement was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineRecorded {
    /// Its number in the book.
    pub line: Number,
    /// The bank account.
    pub account: String,
    /// The booking date.
    pub date: Day,
    /// The value date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Day>,
    /// The amount: positive for money in, negative for money out.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The fee that the bank or the operator deducted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// Structured references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// The bank's own id of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// Whether the line reverses an earlier one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_return: bool,
    /// Its position among identical lines, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub nth: u32,
    /// The payer as `contact`, the payer's account as `account`, and the payer's text as `note`, kept
    /// in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

fn one() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the form that serde calls
fn is_one(nth: &u32) -> bool {
    *nth == 1
}

impl EventKind for BankLineRecorded {
    const FACTS: EventFacts<BankLineRecorded> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "record_bank_lines",
        date: |event| Some(event.date),
        amount: no_amount,
        made: |event| Some(("bank_line", &event.line.0)),
        touches: |event| vec![&event.line.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A bank line was matched to a customer. The payment that it becomes is in the same entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineMatched {
    /// The line.
    pub line: Number,
    /// The customer who paid.
    pub customer: Code,
    /// The payment that it becomes: the line plus the fee.
    pub payment: Number,
    /// The fee that was deducted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// The payment's date, from which on the line is matched.
    pub date: Day,
}

impl EventKind for BankLineMatched {
    const FACTS: EventFacts<BankLineMatched> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "match_bank_line",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.line.0, &event.customer.0, &event.payment.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A bank line was linked to a payment, a deposit, a refund, a returned payment or an unidentified receipt
/// of the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineLinked {
    /// The line.
    pub line: Number,
    /// The payment, the deposit, the refund or the receipt.
    pub document: Number,
    /// The fee that was deducted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// The effective date of the link.
    pub date: Day,
}

impl EventKind for BankLineLinked {
    const FACTS: EventFacts<BankLineLinked> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "link_bank_line",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.line.0, &event.document.0],
        whose: |event| Whose::Document(&event.document),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A bank line was dismissed: it has nothing to do with customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineDismissed {
    /// The line.
    pub line: Number,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for BankLineDismissed {
    const FACTS: EventFacts<BankLineDismissed> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "dismiss_bank_line",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.line.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A bank line was reopened: it was unmatched, or its payment or refund was reversed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineReopened {
    /// The line.
    pub line: Number,
    /// The effective date.
    pub date: Day,
}

impl EventKind for BankLineReopened {
    const FACTS: EventFacts<BankLineReopened> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "unmatch_bank_line",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.line.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
