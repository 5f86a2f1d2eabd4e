//! What a person said about a file of statements, which overrides what the file shows. May use: domain,
//! the readings.

use crate::domain::Currency;
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;

use super::statement::BankFormat;

/// What a person said about a file, which overrides what the file shows.
#[derive(Clone, Debug, Default)]
pub struct BankWish {
    /// The format; recognised by its bytes if nobody has said it.
    pub format: Option<BankFormat>,
    /// The currency of statements that give none.
    pub currency: Option<Currency>,
    /// Senders of an operator's messages, in addition to the known ones.
    pub senders: Vec<String>,
    /// The order of day and month in a table; recognised by its rows if nobody has said it.
    pub dates: Option<Order>,
    /// The decimal mark in a table.
    pub decimals: Option<Decimals>,
}
