//! The first fields of rows, for queries that read a million rows and need no more. Each type can be
//! read only from the row that it belongs to; a test below checks that its fields are that row's first
//! ones. May use: the rest of the tables, domain.

use serde::Deserialize;

use crate::domain::{Currency, Day, Money};
use crate::ledger::table::FirstFieldsOf;

use super::{AccountId, AccountRow, ItemId, ItemKind, ItemRow, OpenRow, PromisedRow};

/// The kind and the number of an item. The number is compared as bytes, without checking its UTF-8.
#[derive(Deserialize)]
pub struct ItemHead<'a> {
    /// The kind.
    pub kind: ItemKind,
    /// Its number.
    #[serde(borrow)]
    pub number: &'a [u8],
}

impl FirstFieldsOf<ItemRow> for ItemHead<'_> {}

/// The fields of an item that sums need.
#[derive(Deserialize)]
pub struct ItemGlance<'a> {
    /// The kind.
    pub kind: ItemKind,
    /// Its number, as bytes.
    #[serde(borrow)]
    pub number: &'a [u8],
    /// The account.
    pub account: AccountId,
    /// Its date.
    pub date: Day,
    /// Its due date.
    pub due: Day,
    /// Its amount, never negative.
    pub amount: Money,
}

impl FirstFieldsOf<ItemRow> for ItemGlance<'_> {}

/// The fields of an open item that sums need.
#[derive(Deserialize)]
pub struct OpenGlance {
    /// The open amount, never negative.
    pub left: Money,
}

impl FirstFieldsOf<OpenRow> for OpenGlance {}

/// The fields of an account that reports show.
#[derive(Deserialize)]
pub struct AccountGlance<'a> {
    /// The code as it was given.
    #[serde(borrow)]
    pub code: &'a str,
    /// The name; empty if it was erased.
    #[serde(borrow)]
    pub name: &'a str,
    /// The entry that holds the customer's details.
    pub seq: u64,
    /// The account's currency.
    pub currency: Currency,
}

impl FirstFieldsOf<AccountRow> for AccountGlance<'_> {}

/// The fields of a promise that say whose it is and until when it could be kept.
#[derive(Deserialize)]
pub struct PromisedGlance {
    /// The promise.
    pub id: ItemId,
    /// The invoice.
    pub invoice: ItemId,
    /// The day it was made.
    pub date: Day,
    /// The account that promised.
    pub account: AccountId,
    /// The account that the invoice belongs to.
    pub debtor: AccountId,
    /// The last day on which money arrives in time.
    pub last: Day,
}

impl FirstFieldsOf<PromisedRow> for PromisedGlance {}

/// A text, borrowed from the row.
impl FirstFieldsOf<String> for &str {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::terms::Terms;
    use crate::domain::{Code, Number};
    use crate::journal::Pos;
    use crate::ledger::table::encode;
    use crate::ledger::tables::{ACCOUNTS, ITEMS, OPEN, PROMISES_BY, PromiseMoney};

    #[test]
    fn the_first_fields_are_those_of_the_row() {
        let currency = Currency::parse("CAD").unwrap();
        let item = ItemRow {
            kind: ItemKind::CreditNote,
            number: Number("CN-2026-00042".into()),
            account: 7,
            date: "2026-03-01".parse().unwrap(),
            due: "2026-03-31".parse().unwrap(),
            amount: Money::from_minor(123_456, 2),
            currency,
            rate: None,
            method: None,
            early_payment: None,
            given_up: None,
            pos: Pos { segment: 1, offset: 99 },
        };
        let bytes = encode(&item).unwrap();
        let head: ItemHead = ITEMS.first_fields(&bytes).unwrap();
        assert_eq!((head.kind, head.number), (item.kind, item.number.0.as_bytes()));
        let glance: ItemGlance = ITEMS.first_fields(&bytes).unwrap();
        assert_eq!((glance.kind, glance.number), (item.kind, item.number.0.as_bytes()));
        let found = (glance.account, glance.date, glance.due, glance.amount);
        assert_eq!(found, (item.account, item.date, item.due, item.amount));
        let open = OpenRow::of(&item, Money::from_minor(56, 2));
        let glance: OpenGlance = OPEN.first_fields(&encode(&open).unwrap()).unwrap();
        assert_eq!(glance.left, open.left);
        let account = AccountRow {
            code: Code("C0042".into()),
            name: "Café Ubuntu".into(),
            seq: 3,
            currency,
            terms: Terms::default(),
            credit_limit: None,
        };
        let bytes = encode(&account).unwrap();
        let glance: AccountGlance = ACCOUNTS.first_fields(&bytes).unwrap();
        assert_eq!((glance.code, glance.name), (account.code.0.as_str(), account.name.as_str()));
        assert_eq!((glance.seq, glance.currency), (account.seq, account.currency));
    }

    #[test]
    fn the_first_fields_of_a_promise_are_those_of_its_row() {
        let (made, last) = ("2026-03-01".parse().unwrap(), "2026-03-31".parse().unwrap());
        let amount = Money::from_minor(123_456, 2);
        let promised = PromisedRow {
            id: ItemId { seq: 9, place: 1 },
            invoice: ItemId { seq: 4, place: 0 },
            date: made,
            account: 7,
            debtor: 8,
            last,
            since: 9,
            until: made,
            seq: 11,
            left: amount,
            is_first: true,
            money: PromiseMoney {
                is_withdrawn: false,
                paid: amount,
                missing: amount,
                missing_in_all: amount,
                paid_since: amount,
                before_since: amount,
                missing_now: amount,
                before_now: amount,
                is_any_returned: false,
            },
        };
        let bytes = encode(&promised).unwrap();
        let glance: PromisedGlance = PROMISES_BY.first_fields(&bytes).unwrap();
        assert_eq!((glance.id, glance.invoice), (promised.id, promised.invoice));
        assert_eq!((glance.account, glance.debtor), (promised.account, promised.debtor));
        assert_eq!((glance.date, glance.last), (promised.date, promised.last));
    }
}
