//! Matching: which open items a bank line pays. Pure: the same input gives the same answer. No suggestion is
//! made yet. May use: domain.

use crate::domain::Day;

/// An open item of a customer, in the currency of the book that it is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchItem {
    /// The customer who owes it; any number that the caller knows the account by.
    pub customer: u32,
    /// The document's number as printed: `INV-2026-00012`.
    pub number: String,
    /// The customer's own reference, such as a purchase order, or the RF or OCR number printed on it.
    pub reference: Option<String>,
    /// The day by which it is due.
    pub due: Day,
    /// The day it was issued.
    pub issued: Day,
    /// What is left to pay, in minor units; items with nothing left are not matched.
    pub open: i64,
    /// The early-payment discount in minor units, 0 if there is none.
    pub discount: i64,
    /// The last day on which the discount may be taken; `None` where `discount` holds for every line.
    pub discount_until: Option<Day>,
    /// The part of `open` that is in dispute.
    pub disputed: i64,
}

/// A customer as payers are recognised by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchPayer {
    /// The customer, as in [`MatchItem::customer`].
    pub customer: u32,
    /// The name on the account.
    pub name: String,
    /// Trade names, contacts and former names.
    pub other_names: Vec<String>,
    /// Telephone numbers, written in any way.
    pub phones: Vec<String>,
    /// Bank accounts that the customer is known to pay from.
    pub accounts: Vec<String>,
}

/// A payer whose payments were matched to a customer before. A payer that pays for several customers
/// has an entry for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learnt {
    /// [`key_of_name`](key_of_name) or [`key_of_account`](key_of_account) of the payer.
    pub key: String,
    /// The customer that the payment was for.
    pub customer: u32,
    /// How often this was so.
    pub times: u32,
}

/// An earlier payment: what a returned line may take back.
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
    /// What the bank or the operator kept, as the statement says; 0 where it says nothing. What the
    /// payer sent is `amount + fee`.
    pub fee: i64,
    /// The payer's name.
    pub payer: Option<String>,
    /// The payer's account or telephone number.
    pub payer_account: Option<String>,
    /// The text sent with it.
    pub text: String,
    /// Structured references: end-to-end id, creditor reference, cheque number.
    pub references: Vec<String>,
    /// Whether it takes back an earlier line.
    pub is_return: bool,
}

impl MatchLine {
    /// What the payer sent: the amount, and the fee that was kept from it.
    pub fn sent(&self) -> i64 {
        self.amount.saturating_add(self.fee.max(0))
    }
}

impl MatchItem {
    /// The discount that money of this day may take.
    pub fn discount_on(&self, day: Day) -> i64 {
        let is_late = self.discount_until.is_some_and(|last| day > last);
        if is_late { 0 } else { self.discount.clamp(0, self.open.max(0)) }
    }
}

/// What a bank line may be.
///
/// Of a payment, Σ `allocate` + `rest` = the line's amount + `fee`, and Σ of what is open on the items
/// = Σ `allocate` + `discount` + `short`. Of a returned payment, `bounce` names it, nothing is
/// allocated, and `fee` is what the bank took on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The customer whose payment it is; with items of several, the one that pays.
    pub customer: u32,
    /// How far it may be trusted.
    pub certainty: Certainty,
    /// Why, the strongest first.
    pub reason: Vec<MatchSignal>,
    /// Money for items, by their index, in minor units greater than zero, oldest due first.
    pub allocate: Vec<(u32, i64)>,
    /// What stays on account.
    pub rest: i64,
    /// What the bank or the operator kept: settled by the payment, though it did not arrive.
    pub fee: i64,
    /// The discount that the items take beside the money.
    pub discount: i64,
    /// What stays open on the items.
    pub short: i64,
    /// The earlier payment, by its index, that the line takes back.
    pub bounce: Option<u32>,
    /// What it is ranked by; comparable among suggestions for one line only.
    pub score: i32,
}

/// How far a suggestion may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One of several, or little speaks for it.
    Possible,
    /// The best answer, for a person to confirm.
    Likely,
    /// The only answer, supported by two independent signals and contradicted by none: it may be
    /// applied without a person.
    Sure,
}

/// Why a suggestion is made, or why it is not sure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MatchSignal {
    /// The line names the whole number of these items, or the customer's reference for them.
    Reference(Vec<u32>),
    /// A creditor reference with right check digits names these items.
    CheckedReference(Vec<u32>),
    /// The line names these items by a part of their numbers.
    PartOfNumber(Vec<u32>),
    /// The payer's account or name was matched to the customer this many times before.
    LearntPayer {
        /// How often.
        times: u32,
    },
    /// The payer's account is the customer's.
    Account,
    /// The payer's telephone is the customer's.
    Phone,
    /// The payer's name is the customer's.
    Name,
    /// The payer's name is like the customer's: abbreviated, cut, or spelt a little differently.
    LikeName,
    /// The amount is what is open on the item.
    Amount,
    /// The amount is what is open on these items together.
    Sum(u32),
    /// The amount is all that the customer owes.
    Balance,
    /// The amount is what is open less the discount.
    LessDiscount(i64),
    /// The amount and the operator's fee are what is open.
    LessFee(i64),
    /// The amount is what is open less a fee that the text speaks of, or a usual one.
    LessCharges(i64),
    /// The amount is what is open less the disputed part.
    LessDisputed(i64),
    /// The amount is less than what is open, by this much.
    Short(i64),
    /// The amount is more than what is open: this much stays on account.
    Over(i64),
    /// The oldest items first.
    Oldest,
    /// The line takes back this payment, by its index.
    Returned(u32),
    /// Against it: the payer's name fits other customers as well.
    NameOfSeveral,
    /// Against it: the payer is another customer.
    OtherPayer(u32),
    /// Against it: the line names other items.
    OtherReference(Vec<u32>),
    /// Against it: the line names a document that is not open.
    UnknownReference(String),
    /// Against it: other items fit the amount as well.
    FitsOthers,
    /// Against it: another line takes one of the items.
    TakenByLine(usize),
}

impl MatchSignal {
    /// Whether it speaks against the suggestion.
    pub fn is_against(&self) -> bool {
        matches!(
            self,
            MatchSignal::NameOfSeveral
                | MatchSignal::OtherPayer(_)
                | MatchSignal::OtherReference(_)
                | MatchSignal::UnknownReference(_)
                | MatchSignal::FitsOthers
                | MatchSignal::TakenByLine(_)
        )
    }
}

/// What lines of one currency are matched with: its open items, the customers, the payers learnt.
pub struct Book<'a> {
    items: &'a [MatchItem],
    past: &'a [PastPayment],
}

impl<'a> Book<'a> {
    /// Indexes the items of one currency, the customers and the payers learnt.
    pub fn new(items: &'a [MatchItem], _: &[MatchPayer], _: &[Learnt]) -> Book<'a> {
        Book { items, past: &[] }
    }

    /// Adds earlier payments, which returned lines take back.
    #[must_use]
    pub fn with_payments(self, past: &'a [PastPayment]) -> Book<'a> {
        Book { past, ..self }
    }

    /// What each of these lines may be, the best first.
    pub fn suggest_all(&self, lines: &[MatchLine]) -> Vec<Vec<Suggestion>> {
        let _ = (self.items, self.past);
        lines.iter().map(|_| Vec::new()).collect()
    }
}

/// What the names of a payer have in common, however they are written.
pub fn key_of_name(name: &str) -> String {
    name.to_lowercase()
}

/// What the ways to write an account have in common.
pub fn key_of_account(account: &str) -> String {
    account.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
