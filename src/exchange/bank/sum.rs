//! Checks whether the lines of a statement lead from its opening to its closing balance. May use:
//! rust_decimal.

use rust_decimal::Decimal;

use super::statement::BankStatement;

/// How a statement's lines compare with its balances.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sum {
    /// The opening balance plus the lines is the closing balance.
    Agrees,
    /// The closing balance is higher by this much (lower, if negative).
    Differs(Decimal),
    /// A balance is missing, or the sum is too large.
    Unknown,
}

impl BankStatement {
    /// The sum of the lines; `None` if it doesn't fit into 28 digits.
    pub fn total(&self) -> Option<Decimal> {
        self.lines.iter().try_fold(Decimal::ZERO, |sum, line| sum.checked_add(line.amount))
    }

    /// Whether opening + lines = closing.
    pub fn sum(&self) -> Sum {
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else {
            return Sum::Unknown;
        };
        let expected = self.total().and_then(|total| opening.amount.checked_add(total));
        match expected.and_then(|expected| closing.amount.checked_sub(expected)) {
            None => Sum::Unknown,
            Some(rest) if rest.is_zero() => Sum::Agrees,
            Some(rest) => Sum::Differs(rest.normalize()),
        }
    }
}
