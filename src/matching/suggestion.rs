//! What matching answers: suggestions with typed reasons. May use: nothing.

/// What a bank line may be.
///
/// Of a payment, Σ `allocate` + `rest` = the line's amount + `fee`, and Σ of what is open on the items
/// = Σ `allocate` + `discount` + `short`. Of a returned payment, `bounce` names it, nothing is
/// allocated, and `fee` is what the bank took on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The customer of the payment; if the items belong to several, the one who pays.
    pub customer: u32,
    /// How far it may be trusted.
    pub certainty: Certainty,
    /// The reasons, the strongest first.
    pub reason: Vec<MatchSignal>,
    /// Money for items, by their index, in minor units greater than zero, oldest due first.
    pub allocate: Vec<(u32, i64)>,
    /// The amount that stays on account.
    pub rest: i64,
    /// The fee that the bank or the operator kept: the payment settles it, although it did not arrive.
    pub fee: i64,
    /// The discounts on the items, in addition to the money.
    pub discount: i64,
    /// The amount that stays open on the items.
    pub short: i64,
    /// The earlier payment, by its index, that the line takes back.
    pub bounce: Option<u32>,
    /// The score that it is ranked by; it can be compared only among suggestions for one line.
    pub score: i32,
}

/// How far a suggestion may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One of several, or with little evidence.
    Possible,
    /// The best answer, for a person to confirm.
    Likely,
    /// The only answer, supported by two independent signals and contradicted by none: it may be
    /// applied without a person.
    Sure,
}

/// A reason for a suggestion, or why it is not sure.
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
    /// The amount is what is open less a fee that the text mentions, or less a usual fee.
    LessCharges(i64),
    /// The amount is what is open less the disputed part.
    LessDisputed(i64),
    /// The amount is less than what is open, by this much.
    Short(i64),
    /// The amount is more than what is open: this much stays on account.
    Over(i64),
    /// The oldest items first.
    Oldest,
    /// The customer has no open items: all of the money stays on account.
    NothingOpen,
    /// The line takes back this payment, by its index.
    Returned(u32),
    /// Of the customers with the payer's name, the number or the amount leaves only this one.
    OnlyOfSeveral,
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
    /// Whether it counts against the suggestion.
    #[must_use]
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
