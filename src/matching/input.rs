//! The input of matching: open items, customers, learnt payers, earlier payments, bank lines. May use:
//! domain.

use crate::domain::Day;

/// An open item of a customer, in the currency of the matching book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchItem {
    /// The customer who owes it, under any number that the caller chooses.
    pub customer: u32,
    /// The document's number as printed: `INV-2026-00012`.
    pub number: String,
    /// The customer's own reference, such as a purchase order, or the RF or OCR number printed on it.
    pub reference: Option<String>,
    /// The day on which it is due.
    pub due: Day,
    /// The day it was issued.
    pub issued: Day,
    /// The open amount, in minor units; an item without one is not matched.
    pub open: i64,
    /// The early-payment discount in minor units, 0 if there is none.
    pub discount: i64,
    /// The last day on which the discount may be taken; `None` if `discount` applies to every line.
    pub discount_until: Option<Day>,
    /// The part of `open` that is in dispute.
    pub disputed: i64,
}

/// A customer, by the names and numbers under which payers appear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchPayer {
    /// The customer, as in [`MatchItem::customer`].
    pub customer: u32,
    /// The name on the account.
    pub name: String,
    /// Trade names, contacts and former names.
    pub other_names: Vec<String>,
    /// Telephone numbers, in any notation.
    pub phones: Vec<String>,
    /// Bank accounts from which the customer is known to pay.
    pub accounts: Vec<String>,
}

/// A payer whose payments were matched to a customer before. A payer who pays for several customers has
/// one entry for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learnt {
    /// [`key_of_name`](super::key_of_name) or [`key_of_account`](super::key_of_account) of the payer.
    pub key: String,
    /// The customer that the payment was for.
    pub customer: u32,
    /// How often that happened.
    pub times: u32,
}

/// An earlier payment, which a returned line may take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPayment {
    /// The customer who paid.
    pub customer: u32,
    /// The payment's number: `PAY-2026-00012`.
    pub number: String,
    /// The day of the payment.
    pub date: Day,
    /// In minor units, greater than zero.
    pub amount: i64,
    /// The payer as the bank named it.
    pub payer: Option<String>,
    /// References of the bank line that brought it, cheque numbers, and the numbers of what it paid.
    pub references: Vec<String>,
}

/// A line of a bank statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchLine {
    /// The day it was booked.
    pub date: Day,
    /// In minor units; money in is positive.
    pub amount: i64,
    /// The fee that the bank or the operator kept, as the statement gives it; otherwise 0. The payer
    /// sent `amount + fee`.
    pub fee: i64,
    /// The payer's name.
    pub payer: Option<String>,
    /// The payer's account or telephone number.
    pub payer_account: Option<String>,
    /// The text of the payment.
    pub text: String,
    /// Structured references: end-to-end id, creditor reference, cheque number.
    pub references: Vec<String>,
    /// Whether it takes back an earlier line.
    pub is_return: bool,
}

impl MatchLine {
    /// The amount that the payer sent: the line's amount and the fee that was kept.
    #[must_use]
    pub fn sent(&self) -> i64 {
        self.amount.saturating_add(self.fee.max(0))
    }
}

impl MatchItem {
    /// The discount that a payment of this day may take.
    #[must_use]
    pub fn discount_on(&self, day: Day) -> i64 {
        let is_late = self.discount_until.is_some_and(|last| day > last);
        if is_late { 0 } else { self.discount.clamp(0, self.open.max(0)) }
    }
}
