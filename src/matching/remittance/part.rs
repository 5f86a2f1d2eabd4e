//! The parts of a remittance, and why it can't be taken. May use: thiserror.

use thiserror::Error;

/// One part of a remittance: an item, and what is paid on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittancePart {
    /// The part as typed.
    pub typed: String,
    /// The item's number or the end of it, as typed.
    pub reference: String,
    /// What is paid; `None` where only a deduction is named, which leaves the rest to be paid.
    pub paid: Option<Paid>,
    /// What is not paid, and why.
    pub deduction: Option<Deduction>,
}

/// What is paid on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// This amount, in minor units greater than zero.
    Amount(i64),
    /// What is left on it; less the deduction, if there is one.
    All,
}

/// What is kept back from an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deduction {
    /// In minor units, greater than zero.
    pub amount: i64,
    /// The reason as typed.
    pub reason: String,
}

/// Why a remittance can't be taken: the part, and what is expected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RemittanceError {
    /// Nothing was typed.
    #[error("Type parts such as “1042 400, 1043 all, 1044 -40 damaged”")]
    Empty,
    /// A part is a number alone.
    #[error(
        "“{part}”: after the number, type an amount, “all”, or a deduction such as “-40 damaged”"
    )]
    NothingPaid {
        /// The part as typed.
        part: String,
    },
    /// What follows the number can't be read.
    #[error(
        "“{part}”: “{word}” is not an amount; type one such as {example}, “all”, or “-40 damaged”"
    )]
    NotAnAmount {
        /// The part as typed.
        part: String,
        /// The word that can't be read.
        word: String,
        /// An amount in the company's writing.
        example: String,
    },
    /// An amount is zero, too large, or has more decimals than the currency.
    #[error("“{part}”: {word} must be greater than zero, with at most {digits} decimals")]
    AmountOutOfRange {
        /// The part as typed.
        part: String,
        /// The amount as typed.
        word: String,
        /// How many decimals the currency has.
        digits: u32,
    },
    /// A deduction has no reason.
    #[error("“{part}”: type the reason after the deduction, as in “-40 damaged”")]
    NoReason {
        /// The part as typed.
        part: String,
    },
    /// More follows the amount.
    #[error("“{part}”: “{word}” is not expected after the amount; put a comma between parts")]
    TooMuch {
        /// The part as typed.
        part: String,
        /// The first word that is too much.
        word: String,
    },
    /// No open item has this number.
    #[error("“{part}”: {reference} is not an open item of this customer")]
    NotOpen {
        /// The part as typed.
        part: String,
        /// The number as typed.
        reference: String,
    },
    /// Several open items end with this number.
    #[error("“{part}”: {reference} may be {}; type more of the number", numbers.join(", "))]
    Ambiguous {
        /// The part as typed.
        part: String,
        /// The number as typed.
        reference: String,
        /// The numbers that it may be, at most five.
        numbers: Vec<String>,
    },
    /// Two parts pay the same item.
    #[error("“{part}”: {number} is named before; put it into one part")]
    Twice {
        /// The part as typed.
        part: String,
        /// The item's number.
        number: String,
    },
    /// A part pays or deducts more than is open.
    #[error("“{part}”: more than what is left on {number}")]
    MoreThanOpen {
        /// The part as typed.
        part: String,
        /// The item's number.
        number: String,
        /// What is left, in minor units.
        open: i64,
    },
    /// A part deducts from an item of which some is in dispute already.
    #[error("“{part}”: some of {number} is in dispute already; type what is paid and no deduction")]
    InDispute {
        /// The part as typed.
        part: String,
        /// The item's number.
        number: String,
        /// What is in dispute, in minor units.
        disputed: i64,
    },
    /// The parts come to more than the payment.
    #[error("The parts come to more than the payment")]
    MoreThanPaid {
        /// What the parts come to, in minor units.
        sum: i64,
        /// The payment, in minor units.
        amount: i64,
    },
}
