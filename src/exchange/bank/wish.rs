//! What was said about a file of statements; it goes over what the file shows. May use: domain, the readings.

use crate::domain::Currency;
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;

use super::statement::BankFormat;

/// What was said about a file; it goes over what the file shows.
#[derive(Clone, Debug, Default)]
pub struct BankWish {
    /// How it is written; found out from its bytes where nothing was said.
    pub format: Option<BankFormat>,
    /// The currency of statements that name none.
    pub currency: Option<Currency>,
    /// Senders of an operator's messages beside those that are known.
    pub senders: Vec<String>,
    /// The order of day and month in a table; found out from its rows where nothing was said.
    pub dates: Option<Order>,
    /// What stands before the decimals in a table.
    pub decimals: Option<Decimals>,
}
