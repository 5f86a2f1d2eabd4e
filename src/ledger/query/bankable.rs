//! The payments in cash and by cheque that have not gone to the bank yet. May use: the rest of the queries.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::bank;
use crate::ledger::item;
use crate::ledger::tables::{ACCOUNTS, DEPOSITED, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, Way};
use crate::store::rows::Stop;

use super::{Needs, Question, View};

/// The most payments listed, the latest.
const MOST: usize = 500;

/// Asks for the payments in cash and by cheque that wait to be taken to the bank, the latest first; at
/// most 500.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct BankablePaymentsOf;

/// A payment that is not at the bank yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankablePayment {
    /// Its number.
    pub payment: Number,
    /// The customer.
    pub name: String,
    /// The date.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// Its currency.
    pub currency: Currency,
    /// Cash or a cheque.
    pub method: Method,
}

impl Question for BankablePaymentsOf {
    const NAME: &'static str = "bankable_payments";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<BankablePayment>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let mut found: Vec<(ItemId, ItemRow, Method)> = Vec::new();
        ITEMS.each_stored(view.rows, |id, value| {
            let head: ItemHead = ITEMS.first_fields(value)?;
            if head.kind == ItemKind::Payment {
                let row: ItemRow = ITEMS.stored(value)?;
                if let Some(method @ (Method::Cash | Method::Cheque)) = row.method {
                    found.push((id, row, method));
                }
            }
            Ok(())
        })?;
        found.sort_by_key(|(id, row, _)| Reverse((row.date, *id)));
        let mut waiting = Vec::new();
        for (id, row, method) in found {
            if waiting.len() == MOST {
                break;
            }
            let is_gone = item::ended(view.rows, id)?.is_some()
                || bank::line_of(view.rows, Way::In, &row.number)?.is_some()
                || DEPOSITED.get(view.rows, &row.number.folded())?.is_some();
            if !is_gone {
                let name = ACCOUNTS.need(view.rows, &row.account)?.name;
                let (payment, date, amount, currency) =
                    (row.number, row.date, row.amount, row.currency);
                waiting.push(BankablePayment { payment, name, date, amount, currency, method });
            }
        }
        Ok(waiting)
    }
}
