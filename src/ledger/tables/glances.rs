//! The first fields of rows, for those who read a million of them and need no more. Each stands for a
//! row and nothing else may be read as it; that its fields are the row's first ones is tested below.
//! May use: the rest of the tables, domain.

use serde::Deserialize;

use crate::domain::{Currency, Day, Money};
use crate::ledger::table::FirstFieldsOf;

use super::{AccountId, AccountRow, ItemKind, ItemRow, OpenRow};

/// What an item is and its number. The number is compared as bytes, and not checked for UTF-8.
#[derive(Deserialize)]
pub struct ItemHead<'a> {
    /// What it is.
    pub kind: ItemKind,
    /// Its number.
    #[serde(borrow)]
    pub number: &'a [u8],
}

impl FirstFieldsOf<ItemRow> for ItemHead<'_> {}

/// All that a sum needs of an item.
#[derive(Deserialize)]
pub struct ItemGlance<'a> {
    /// What it is.
    pub kind: ItemKind,
    /// Its number, as bytes.
    #[serde(borrow)]
    pub number: &'a [u8],
    /// Whose it is.
    pub account: AccountId,
    /// Its date.
    pub date: Day,
    /// When it is due.
    pub due: Day,
    /// Its amount, never negative.
    pub amount: Money,
}

impl FirstFieldsOf<ItemRow> for ItemGlance<'_> {}

/// What a sum needs of an open item.
#[derive(Deserialize)]
pub struct OpenGlance {
    /// What is left of it, never negative.
    pub left: Money,
}

impl FirstFieldsOf<OpenRow> for OpenGlance {}

/// What a report shows of an account.
#[derive(Deserialize)]
pub struct AccountGlance<'a> {
    /// The code, as given.
    #[serde(borrow)]
    pub code: &'a str,
    /// The name, or nothing where it was erased.
    #[serde(borrow)]
    pub name: &'a str,
    /// The entry that holds who that is.
    pub seq: u64,
    /// The account's currency.
    pub currency: Currency,
}

impl FirstFieldsOf<AccountRow> for AccountGlance<'_> {}

/// A text, without a copy.
impl FirstFieldsOf<String> for &str {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::terms::Terms;
    use crate::domain::{Code, Number};
    use crate::journal::Pos;
    use crate::ledger::table::encode;
    use crate::ledger::tables::{ACCOUNTS, ITEMS, OPEN};

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
}
