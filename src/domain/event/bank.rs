//! Events of bank lines: what statements say, and what became of each line.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate, place,
};
use super::{CaseText, FreeText};
use crate::domain::command::Method;
use crate::domain::{Code, Currency, Day, Money, Number};

/// A bank statement was recorded, or a part of it: whose account, and the balances where they are given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankStatementRecorded {
    /// What the book calls the account.
    pub account: String,
    /// Its number at the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// How money comes to it.
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
    /// How much; negative, the account is overdrawn.
    pub amount: Money,
}

impl EventKind for BankStatementRecorded {
    const FACTS: EventFacts<BankStatementRecorded> = EventFacts {
        name: "bank_statement_recorded",
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
    /// The account, as the book calls it.
    pub account: String,
    /// When it was booked.
    pub date: Day,
    /// From when on it bears interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date: Option<Day>,
    /// By how much the account changed.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// What the bank or the operator kept of what was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// References with a meaning of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// What the bank calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// Whether it takes back an earlier line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_return: bool,
    /// Which one it is among lines that say the same, from 1 on.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub nth: u32,
    /// The payer as `contact`, the payer's account as `account` and what they wrote as `note`: kept in
    /// the private record.
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
        name: "bank_line_recorded",
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
    /// The payment that it becomes: the line and the fee.
    pub payment: Number,
    /// What the bank or the operator kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// The payment's date, from which on the line is matched.
    pub date: Day,
}

impl EventKind for BankLineMatched {
    const FACTS: EventFacts<BankLineMatched> = EventFacts {
        name: "bank_line_matched",
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

/// A bank line was linked to a payment, a refund or a returned payment of the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineLinked {
    /// The line.
    pub line: Number,
    /// The payment or the refund.
    pub document: Number,
    /// What the bank or the operator kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// From when on the two belong together.
    pub date: Day,
}

impl EventKind for BankLineLinked {
    const FACTS: EventFacts<BankLineLinked> = EventFacts {
        name: "bank_line_linked",
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
        name: "bank_line_dismissed",
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

/// A bank line is open again: it was unmatched, or the payment or refund that it was is reversed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankLineReopened {
    /// The line.
    pub line: Number,
    /// The effective date.
    pub date: Day,
}

impl EventKind for BankLineReopened {
    const FACTS: EventFacts<BankLineReopened> = EventFacts {
        name: "bank_line_reopened",
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
