//! What is overdue of an account, and what of it the customer is asked for.

use serde::{Deserialize, Serialize};

use super::Money;

/// What is overdue besides the withheld tax whose certificate is awaited, less the money on account that
/// pays something overdue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaidLate {
    /// The amount.
    pub amount: Money,
    /// How many days late the oldest of it is; `None` if nothing is.
    pub days: Option<i64>,
    /// What is left to chase: the amount that a reminder asks for. A part of it may be due because a
    /// payment plan is in default, and not overdue by its own date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Money>,
}
