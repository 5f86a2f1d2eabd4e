//! Why an amount of an invoice is written off. May use: serde, schemars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reason for a write-off or a write-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GivenUp {
    /// A small difference, within the tolerance.
    SmallDifference,
    /// A bad debt.
    BadDebt,
    /// The discount for paying early.
    EarlyPayment,
    /// Rounding to the coins that exist.
    CashRounding,
}

impl GivenUp {
    /// The name in the journal and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            GivenUp::SmallDifference => "small_difference",
            GivenUp::BadDebt => "bad_debt",
            GivenUp::EarlyPayment => "early_payment",
            GivenUp::CashRounding => "cash_rounding",
        }
    }
}
