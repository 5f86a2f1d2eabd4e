//! What is said to be late of an account, where a part of it was withheld as tax.

use serde::{Deserialize, Serialize};

use super::Money;

/// What is late beside what was withheld as tax, whose certificate is awaited.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidLate {
    /// How much, money on account deducted.
    pub amount: Money,
    /// How many days late the oldest of it is; nothing, where nothing is late.
    pub days: Option<i64>,
}
