//! The parts of a remittance, and why it can't be accepted. May use: thiserror.

use thiserror::Error;

/// One part of a remittance: an item, and the amount paid on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittancePart {
    /// The part as typed.
    pub typed: String,
    /// The item's number or the end of it, as typed.
    pub reference: String,
    /// The amount paid; `None` if only a deduction is given, so that the rest is paid.
    pub paid: Option<Paid>,
    /// The deduction, with its reason.
    pub deduction: Option<Deduction>,
}

/// The amount paid on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// This amount, in minor units greater than zero.
    Amount(i64),
    /// The open amount, less any deduction.
    All,
}

/// A deduction from an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deduction {
    /// In minor units, greater than zero.
    pub amount: i64,
    /// The reason as typed.
    pub reason: String,
}

/// Why a remittance can't be accepted: the part, and what is expected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RemittanceError {
    /// Nothing was typed.
    #[error("Type parts such as “1042 400, 1043 all, 1044 -40 damaged”")]
    Empty,
    /// A part consists of a number only.
    #[error(
        "“{part}”: after the number, type an amount, “all”, or a deduction such as “-40 damaged”"
    )]
    NothingPaid {
        /// The part as typed.
        part: String,
    },
    /// The text after the number can't be read.
    #[error(
        "“{part}”: “{word}” is not an amount; type one such as {example}, “all”, or “-40 damaged”"
    )]
    NotAnAmount {
        /// The part as typed.
        part: String,
        /// The word that can't be read.
        word: String,
        /// An amount, as the company writes it.
        example: String,
    },
    /// An amount is zero, too large, or has more decimals than the currency.
    #[error("“{part}”: {word} must be greater than zero, with at most {digits} decimals")]
    AmountOutOfRange {
        /// The part as typed.
        part: String,
        /// The amount as typed.
        word: String,
        /// The number of the currency's decimals.
        digits: u32,
    },
    /// A deduction has no reason.
    #[error("“{part}”: type the reason after the deduction, as in “-40 damaged”")]
    NoReason {
        /// The part as typed.
        part: String,
    },
    /// Something follows the amount.
    #[error("“{part}”: “{word}” is not expected after the amount; put a comma between parts")]
    TooMuch {
        /// The part as typed.
        part: String,
        /// The first word that is not expected.
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
        /// The numbers that it may mean, at most five.
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
    /// A part pays or deducts more than the open amount.
    #[error("“{part}”: more than what is left on {number}")]
    MoreThanOpen {
        /// The part as typed.
        part: String,
        /// The item's number.
        number: String,
        /// The open amount, in minor units.
        open: i64,
    },
    /// A part deducts from an item that is partly in dispute already.
    #[error("“{part}”: some of {number} is in dispute already; type what is paid and no deduction")]
    InDispute {
        /// The part as typed.
        part: String,
        /// The item's number.
        number: String,
        /// The amount in dispute, in minor units.
        disputed: i64,
    },
    /// The parts add up to more than the payment.
    #[error("The parts come to more than the payment")]
    MoreThanPaid {
        /// The sum of the parts, in minor units.
        sum: i64,
        /// The payment, in minor units.
        amount: i64,
    },
}
