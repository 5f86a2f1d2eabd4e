//! The overdue part of an account from which tax was withheld.

use serde::{Deserialize, Serialize};

use super::Money;

/// What is overdue besides the withheld tax whose certificate is awaited.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidLate {
    /// The amount, less money on account.
    pub amount: Money,
    /// How many days late the oldest of it is; `None` if nothing is.
    pub days: Option<i64>,
}
