//! Awaited certificates: tax that customers withheld and have not certified yet, longest awaited first.
//! May use: the rest of the queries.

use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::query::View;
use crate::ledger::tables::{ACCOUNTS, AWAITED, AccountRow, ITEMS, ItemRow};
use crate::ledger::withheld::{Awaited, awaited};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, Column, ColumnPlace, Kind, Opens, Parameters, Row, RowFigure, Spec, Time,
    count, date, main, text,
};

/// The report.
pub const SPEC: Spec =
    Spec { name: "certificates", time: Time::Day, groupings: &[], build, explain };

type FoundAwaited = (AccountRow, ItemRow, Awaited);

/// Every certificate awaited at a moment.
fn found(view: &View, when: When) -> Result<Vec<FoundAwaited>, LedgerError> {
    let (mut all, mut last) = (Vec::new(), None);
    for one in AWAITED.scan(view.rows, &()) {
        let ((id, _), _) = one?;
        if last.replace(id) == Some(id) {
            continue;
        }
        let item = ITEMS.need(view.rows, &id)?;
        let account = merged::root(view.rows, item.account, when)?;
        let account = ACCOUNTS.need(view.rows, &account)?;
        for one in awaited(view.rows, id, when)? {
            all.push((account.clone(), item.clone(), one));
        }
    }
    all.sort_by_key(|(_, _, one)| (one.since, one.entry));
    Ok(all)
}

fn key(item: &ItemRow, one: &Awaited) -> String {
    format!("{} {}", item.number, one.kind)
}

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let columns = vec![
        text("item"),
        text("customer"),
        text("name"),
        text("certificate"),
        date("since"),
        count("days"),
        text("currency"),
        // The invoice may have a row for each tax, so its amount is not added up.
        Column::new("amount", Kind::Money, false, ColumnPlace::Detail),
        main("awaited"),
    ];
    let as_of = parameters.when.as_of;
    let row = |(account, item, one): FoundAwaited| Row {
        key: key(&item, &one),
        currency: item.currency,
        opens: Opens::Document(item.number.clone()),
        cells: vec![
            Cell::number(&item.number),
            Cell::code(&account.code),
            Cell::Text(account.name),
            Cell::Text(one.kind),
            Cell::Date(one.since),
            Cell::Count(as_of.days_since(one.since)),
            Cell::currency(item.currency),
            Cell::Money(item.amount),
            Cell::Money(one.amount),
        ],
    };
    let rows = found(view, parameters.when)?.into_iter().map(row).collect();
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let all = found(view, parameters.when)?.into_iter();
    let asked = all.filter(|(_, item, one)| figure.has_row(&key(item, one)));
    let behind = asked.map(|(_, item, one)| {
        let amount = if figure.column == "amount" { item.amount } else { one.amount };
        Behind { item: item.number, entry: one.entry, amount }
    });
    Ok(behind.collect())
}
