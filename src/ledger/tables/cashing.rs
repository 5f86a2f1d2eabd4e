//! The tables of certificates that are awaited, of deposits, what was banked together, and of payers that
//! pay for others.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::Table;

use super::{AccountId, ItemId, Place};

/// What is awaited of certificates, by invoice and entry; the latest of a tax counts.
pub const AWAITED: Table<(ItemId, ItemId), AwaitedRow> = Table::new(0xe1, "certificates awaited");

/// Deposits, by their folded numbers.
pub const DEPOSITS: Table<String, DepositRow> = Table::new(0xe2, "deposits");

/// The deposit that a payment is in, by the payment.
pub const DEPOSITED: Table<ItemId, String> = Table::new(0xe3, "payments in deposits");

/// Customers that others pay for, by the customer and the payer, with the day since when.
pub const PAYS_FOR: Table<(AccountId, AccountId), Day> = Table::new(0xe4, "payers of others");

/// What is awaited of a certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AwaitedRow {
    /// Which tax.
    pub kind: String,
    /// How much; zero, none.
    pub amount: Money,
    /// From when on.
    pub date: Day,
}

/// Payments that were banked together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepositRow {
    /// Its number.
    pub number: Number,
    /// The day it went to the bank.
    pub date: Day,
    /// What it comes to.
    pub amount: Money,
    /// In what.
    pub currency: Currency,
    /// The slip's reference.
    pub reference: Option<String>,
    /// The payments, in the order of the slip.
    pub payments: Vec<Number>,
    /// The entry that recorded it, and the place in it.
    pub id: ItemId,
    /// Where that entry stands.
    pub at: Place,
    /// The day from which on it is void, and the entry that says so.
    pub void: Option<(Day, u64)>,
}
