//! The open items of all accounts: every invoice, payment and credit note that is not used up. What is
//! left of payments and credit notes is negative, so that the column adds up to the receivables. May
//! use: the rest of the queries.

use std::collections::HashSet;

use crate::domain::Code;
use crate::ledger::query::View;
use crate::ledger::query::aging::AgingRow;
use crate::ledger::query::open::{self, OpenItem};
use crate::ledger::tables::{ACCOUNTS, AccountId, Side};
use crate::ledger::{item, merged};
use crate::store::rows::Stop;

use super::{
    Behind, Body, Cell, Column, ColumnPlace, Opens, Parameters, Row, Spec, Time, aging, count,
    date, main, money, remark, text,
};

/// The report.
pub const SPEC: Spec = Spec { name: "open-items", time: Time::Day, groupings: &[], build, explain };

/// Passes every open item with its account: accounts by name, the items of each by due date.
pub(super) fn each_open(
    view: &View,
    parameters: &Parameters,
    mut see: impl FnMut(&AgingRow, &OpenItem) -> Result<(), Stop>,
) -> Result<(), Stop> {
    for account in aging::at(view, parameters)?.rows.iter() {
        let (id, _) = view.account(&account.customer, parameters.when)?;
        for item in open::open_items(view, id, parameters.when)? {
            see(&account, &item)?;
        }
    }
    Ok(())
}

/// Passes the open items of the accounts of some rows, with the account's code. For a row of one
/// account, only that one is read.
pub(super) fn each_behind(
    view: &View,
    parameters: &Parameters,
    rows: &[&Row],
    mut see: impl FnMut(&Code, &OpenItem),
) -> Result<(), Stop> {
    let alone = match rows {
        [row] => account_of(view, parameters, row)?,
        _ => None,
    };
    let Some((id, code)) = alone else {
        return each_open(view, parameters, |account, item| {
            see(&account.customer, item);
            Ok(())
        });
    };
    for item in open::open_items(view, id, parameters.when)? {
        see(&code, &item);
    }
    Ok(())
}

/// The account of a row, if it is about one.
fn account_of(
    view: &View,
    parameters: &Parameters,
    row: &Row,
) -> Result<Option<(AccountId, Code)>, Stop> {
    let id = match &row.opens {
        Opens::Customer(code) => Some(view.account(code, parameters.when)?.0),
        Opens::Document(number) => item::item(view.rows, number)?.map(|(_, row)| row.account),
        Opens::Entry(_) | Opens::Nothing => None,
    };
    let Some(id) = id else { return Ok(None) };
    let root = merged::root(view.rows, id, parameters.when)?;
    Ok(Some((root, ACCOUNTS.need(view.rows, &root)?.code)))
}

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let columns = vec![
        text("item"),
        text("kind"),
        text("customer"),
        text("name"),
        date("date"),
        date("due"),
        count("days_late"),
        text("reference").at(ColumnPlace::Detail),
        text("currency"),
        money("amount"),
        remark("disputed"),
        main("outstanding"),
    ];
    let (mut rows, as_of) = (Vec::new(), parameters.when.as_of);
    each_open(view, parameters, |account, item| {
        let days = as_of.days_since(item.due);
        let days_late = match (item.row.kind.side(), days) {
            (Side::Debit, 1..) => Cell::Count(days),
            _ => Cell::Empty,
        };
        rows.push(Row {
            key: item.row.number.0.clone(),
            currency: account.currency,
            opens: Opens::Document(item.row.number.clone()),
            cells: vec![
                Cell::number(&item.row.number),
                Cell::Word(item.row.kind.word().into()),
                Cell::code(&account.customer),
                Cell::Text(account.name.clone()),
                Cell::Date(item.row.date),
                Cell::Date(item.due),
                days_late,
                Cell::of_text(item.row.reference.clone()),
                Cell::currency(account.currency),
                Cell::Money(item.signed_amount()),
                Cell::Money(item.disputed),
                Cell::Money(item.signed()),
            ],
        });
        Ok(())
    })?;
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(
    view: &View,
    parameters: &Parameters,
    rows: &[&Row],
    column: &Column,
) -> Result<Vec<Behind>, Stop> {
    let keys: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let mut behind = Vec::new();
    each_behind(view, parameters, rows, |_, item| {
        let amount = match &*column.name {
            "amount" => item.signed_amount(),
            "disputed" => item.disputed,
            _ => item.signed(),
        };
        if keys.contains(item.row.number.0.as_str()) && !amount.is_zero() {
            behind.push(aging::of_item(item, amount));
        }
    })?;
    Ok(behind)
}
