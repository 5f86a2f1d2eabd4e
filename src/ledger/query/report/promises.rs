//! Promises to pay, by the promised day: the amount, what of it arrived in time, and the state. May
//! use: the rest of the queries.

use std::collections::HashSet;

use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::merged;
use crate::ledger::promises::{self, Judged};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, CASES_BY_KIND, CaseKind, ITEMS, ItemId, PROMISES, PromiseRow,
};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, Column, ColumnPlace, Opens, Parameters, Row, Spec, Time, date, main, money,
    text,
};

/// The report.
pub const SPEC: Spec = Spec {
    name: "promises",
    time: Time::Day,
    groupings: &["open", "kept", "part-kept", "broken", "withdrawn", "all"],
    build,
    explain,
};

/// The promises of the requested state, judged at the moment.
fn found(
    view: &View,
    parameters: &Parameters,
) -> Result<Vec<(ItemId, PromiseRow, Judged)>, LedgerError> {
    let (when, by) = (parameters.when, parameters.by.replace('-', "_"));
    let (mut all, claims) = (Vec::new(), ClaimsByAccount::new(view.rows));
    for found in CASES_BY_KIND.scan(view.rows, &CaseKind::Promise.letter()) {
        let ((_, id), ()) = found?;
        let row = PROMISES.need(view.rows, &id)?;
        if !when.counts(row.date, id.seq) {
            continue;
        }
        let judged = promises::judge(&claims.of(row.account, when), id, &row)?;
        if by == "all" || by == judged.state.word() {
            all.push((id, row, judged));
        }
    }
    all.sort_by_key(|(id, row, _)| (row.by, *id));
    Ok(all)
}

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let columns = vec![
        text("promise"),
        text("customer"),
        text("name"),
        text("invoice").at(ColumnPlace::Detail),
        date("date").at(ColumnPlace::Detail),
        date("pay_by"),
        text("state"),
        text("currency"),
        main("promised"),
        money("came"),
        money("missing"),
    ];
    let mut rows = Vec::new();
    for (_, row, judged) in found(view, parameters)? {
        let root = merged::root(view.rows, row.account, parameters.when)?;
        let account = ACCOUNTS.need(view.rows, &root)?;
        let invoice = ITEMS.need(view.rows, &row.invoice)?;
        rows.push(Row {
            key: row.number.0.clone(),
            currency: invoice.currency,
            opens: Opens::Document(row.number.clone()),
            cells: vec![
                Cell::number(&row.number),
                Cell::code(&account.code),
                Cell::Text(account.name),
                Cell::number(&invoice.number),
                Cell::Date(row.date),
                Cell::Date(row.by),
                Cell::Word(judged.state.word().into()),
                Cell::currency(invoice.currency),
                Cell::Money(row.amount),
                Cell::Money(judged.came()),
                Cell::Money(judged.still_missing()),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(
    view: &View,
    parameters: &Parameters,
    rows: &[&Row],
    column: &Column,
) -> Result<Vec<Behind>, Stop> {
    let keys: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let all = found(view, parameters)?.into_iter();
    let asked = all.filter(|(_, row, _)| keys.contains(row.number.0.as_str()));
    let behind = asked.map(|(id, row, judged)| {
        let amount = match &*column.name {
            "came" => judged.came(),
            "missing" => judged.still_missing(),
            _ => row.amount,
        };
        Behind { item: row.number, entry: id.seq, amount }
    });
    Ok(behind.collect())
}
