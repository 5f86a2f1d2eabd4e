//! Walks through the open items that a report is about. May use: the rest of the queries.

use crate::domain::{Code, Money};
use crate::ledger::query::aging::{Aging, AgingOf, AgingRow};
use crate::ledger::query::open::{self, OpenItem};
use crate::ledger::query::{AsOf, Question, View};
use crate::ledger::tables::{ACCOUNTS, AccountId};
use crate::ledger::{item, merged};
use crate::store::rows::Stop;

use super::{Behind, Opens, Parameters, Row, RowFigure};

/// The aging at the moment that is asked for.
pub(super) fn aging_at(view: &View, parameters: &Parameters) -> Result<Aging, Stop> {
    let (as_of, known_at) = (parameters.when.as_of, parameters.when.known_at);
    AgingOf { asked: AsOf { as_of: Some(as_of), known_at: Some(known_at) } }.answer(view)
}

/// Shows every open item with its account: accounts by name, the items of each by due date.
pub(super) fn each_open(
    view: &View,
    parameters: &Parameters,
    mut see: impl FnMut(&AgingRow, &OpenItem) -> Result<(), Stop>,
) -> Result<(), Stop> {
    for account in aging_at(view, parameters)?.rows.iter() {
        let (id, _) = view.account(&account.customer, parameters.when)?;
        for item in open::open_items(view, id, parameters.when)? {
            see(&account, &item)?;
        }
    }
    Ok(())
}

/// Shows the open items of the accounts that a figure is about, with the account's code. The figure of one row
/// is about one account: only that is read.
pub(super) fn each_behind(
    view: &View,
    parameters: &Parameters,
    figure: &RowFigure,
    mut see: impl FnMut(&Code, &OpenItem),
) -> Result<(), Stop> {
    let alone = match figure.rows {
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

/// The account that a row is about, if it is about one.
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

/// An open item with its part of a figure.
pub(super) fn of_item(item: &OpenItem, amount: Money) -> Behind {
    Behind { item: item.row.number.clone(), entry: item.id.seq, amount }
}
