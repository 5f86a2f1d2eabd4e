//! A deposit in full: the payments that were banked together, and their bank line.

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Event, Money, Number};
use crate::ledger::bank;
use crate::ledger::item;
use crate::ledger::query::View;
use crate::ledger::tables::{ACCOUNTS, DepositRow, Way};
use crate::store::rows::LedgerError;

use super::Seller;

/// Payments that were banked together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownDeposit {
    /// Its number.
    pub deposit: Number,
    /// The day they went to the bank.
    pub date: Day,
    /// The sum of the payments.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The number of the bank's slip.
    pub reference: Option<String>,
    /// `posted`, `banked` once it has a bank line, or `void`.
    pub state: String,
    /// Its bank line.
    pub line: Option<Number>,
    /// The payments, in the order of the slip.
    pub payments: Vec<DepositedPayment>,
    /// The company as it was that day, for the slip.
    pub seller: Seller,
    /// The entry that recorded it.
    pub entry: u64,
}

/// A payment in a deposit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepositedPayment {
    /// Its number.
    pub payment: Number,
    /// The customer.
    pub customer: Code,
    /// The customer's name.
    pub name: String,
    /// Its date.
    pub date: Day,
    /// `cash` or `cheque`.
    pub method: String,
    /// Its reference: for a cheque its number, then a comma and its bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The amount.
    pub amount: Money,
}

/// A deposit as it is now.
pub(in crate::ledger::query) fn deposit(
    view: &View,
    row: DepositRow,
) -> Result<ShownDeposit, LedgerError> {
    let line = bank::line_of(view.rows, Way::In, &row.number)?.map(Number::of_bank_line);
    let mut payments = Vec::with_capacity(row.payments.len());
    for number in &row.payments {
        let Some((id, paid)) = item::item(view.rows, number)? else { continue };
        let entry = view.entry(id.seq, paid.pos, None)?;
        let reference = match entry.events.into_iter().nth(usize::from(id.place)) {
            Some(Event::PaymentRecorded(event)) => event.reference,
            _ => None,
        };
        let account = ACCOUNTS.need(view.rows, &paid.account)?;
        payments.push(DepositedPayment {
            payment: paid.number,
            customer: account.code,
            name: account.name,
            date: paid.date,
            method: paid.method.map_or("", |method| method.name()).into(),
            reference,
            amount: paid.amount,
        });
    }
    let state = match (&row.void, &line) {
        (Some(_), _) => "void",
        (None, Some(_)) => "banked",
        (None, None) => "posted",
    };
    let seller = Seller::of(view, (row.date, row.id.seq))?;
    Ok(ShownDeposit {
        deposit: row.number,
        date: row.date,
        amount: row.amount,
        currency: row.currency,
        reference: row.reference,
        state: state.into(),
        line,
        payments,
        seller,
        entry: row.id.seq,
    })
}
