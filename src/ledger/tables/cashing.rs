//! The tables of certificates still to come, of deposits (payments banked together), and of payers who
//! pay for others.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::tables;

use super::{AccountId, ItemId, Place};

tables! {
    /// Certificates still to come, by invoice and entry; the latest row of each tax counts.
    AWAITED: (ItemId, ItemId) => AwaitedRow = 0xe1, "certificates awaited";

    /// The tax of a certificate, for those recorded while any was awaited on the invoice.
    CERTIFICATES: ItemId => String = 0xe5, "certificates by tax";

    /// Deposits by folded number.
    DEPOSITS: String => DepositRow = 0xe2, "deposits";

    /// The deposit that a payment is in, by the payment's folded number.
    DEPOSITED: String => String = 0xe3, "payments in deposits";

    /// Customers whose invoices others pay, by customer and payer, with the first day.
    PAYS_FOR: (AccountId, AccountId) => Day = 0xe4, "payers of others";
}

/// A certificate still to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AwaitedRow {
    /// The tax.
    pub kind: String,
    /// The amount; zero if none is awaited any more.
    pub amount: Money,
    /// The day from which it holds.
    pub date: Day,
}

/// Payments that were banked together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepositRow {
    /// Its number.
    pub number: Number,
    /// The day it went to the bank.
    pub date: Day,
    /// Its total.
    pub amount: Money,
    /// Its currency.
    pub currency: Currency,
    /// The reference on its slip.
    pub reference: Option<String>,
    /// Its payments, in the order of the slip.
    pub payments: Vec<Number>,
    /// The bank line that was split into these payments.
    pub line: Option<Number>,
    /// The entry that recorded it, and its place there.
    pub id: ItemId,
    /// The place of that entry.
    pub at: Place,
    /// The day and the entry that voided it.
    pub void: Option<(Day, u64)>,
}
