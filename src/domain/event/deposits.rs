//! Events of money that reaches the bank together: deposits, and customers who pay for others.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override, no_rate,
};
use crate::domain::{Code, Currency, Day, Money, Number};

/// Payments went to the bank together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepositRecorded {
    /// Its number in the book.
    pub deposit: Number,
    /// The day they went to the bank.
    pub date: Day,
    /// The payments, in the order of the slip.
    pub payments: Vec<Number>,
    /// The sum of the payments.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The number of the bank's slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The bank line that was split into these payments in the same entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Number>,
    /// Whether the number comes from another system and counts in no series of the book. Since version
    /// 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
}

impl EventKind for DepositRecorded {
    const FACTS: EventFacts<DepositRecorded> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| if event.foreign { 2 } else { 1 },
        command: |event| match event.line {
            Some(_) => "split_bank_line",
            None => "record_deposit",
        },
        date: |event| Some(event.date),
        amount: no_amount,
        made: |event| Some(("deposit", &event.deposit.0)),
        touches: |event| {
            let payments = event.payments.iter().map(|it| it.0.as_str());
            let line = event.line.iter().map(|it| it.0.as_str());
            std::iter::once(event.deposit.0.as_str()).chain(line).chain(payments).collect()
        },
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A deposit recorded by mistake was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepositVoided {
    /// The deposit.
    pub deposit: Number,
    /// The effective date.
    pub date: Day,
}

impl EventKind for DepositVoided {
    const FACTS: EventFacts<DepositVoided> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "void_deposit",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.deposit.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A customer pays for another one, or no longer does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayerDeclared {
    /// The customer who pays.
    pub customer: Code,
    /// The customer whose debts are paid.
    pub pays_for: Code,
    /// Whether this has ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
    /// The effective date.
    pub date: Day,
}

impl EventKind for PayerDeclared {
    const FACTS: EventFacts<PayerDeclared> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "declare_payer",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.customer.0, &event.pays_for.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
