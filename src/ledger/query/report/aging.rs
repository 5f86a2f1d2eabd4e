//! The aging: what each customer owes, by lateness. The total of a row is the sum of its buckets less
//! what is on account. May use: the rest of the queries.

use crate::ledger::query::View;
use crate::ledger::query::aging::{AgingRow, AgingSums};
use crate::ledger::query::open::{Buckets, OpenItem};
use crate::ledger::tables::Side;
use crate::store::rows::Stop;

use super::each_open::{aging_at, each_behind, each_open, of_item};
use super::{
    Behind, Body, Cell, Column, Opens, Parameters, Row, RowFigure, Spec, Time, count, date, main,
    money, remark, text,
};

/// The report.
pub const SPEC: Spec = Spec {
    name: "aging",
    time: Time::Day,
    groupings: &["customer", "item"],
    build: |view, parameters| match parameters.by {
        "item" => by_item(view, parameters),
        _ => by_customer(view, parameters),
    },
    explain,
};

const FIGURES: [Column; 8] = [
    money("not_due"),
    money("1-30"),
    money("31-60"),
    money("61-90"),
    money("91+"),
    money("on_account"),
    remark("disputed"),
    main("total"),
];

fn figures(sums: &AgingSums) -> impl Iterator<Item = Cell> {
    let [not_due, to_30, to_60, to_90, over_90] = sums.buckets.all();
    [not_due, to_30, to_60, to_90, over_90, sums.on_account, sums.disputed, sums.total]
        .into_iter()
        .map(Cell::Money)
}

fn by_customer(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let mut columns = vec![text("customer"), text("name"), text("currency")];
    columns.extend(FIGURES);
    let row = |row: AgingRow| {
        let mut cells = Vec::with_capacity(columns.len());
        cells.extend([
            Cell::code(&row.customer),
            Cell::Text(row.name),
            Cell::currency(row.currency),
        ]);
        cells.extend(figures(&row.sums));
        let (key, currency) = (row.customer.0.clone(), row.currency);
        Row { key, currency, cells, opens: Opens::Customer(row.customer) }
    };
    let rows = aging_at(view, parameters)?.rows.iter().map(row).collect();
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn by_item(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let mut columns = vec![
        text("item"),
        text("customer"),
        text("name"),
        date("date"),
        date("due"),
        count("days_late"),
        text("currency"),
    ];
    columns.extend(FIGURES);
    let (mut rows, as_of) = (Vec::new(), parameters.when.as_of);
    each_open(view, parameters, |account, item| {
        let days = as_of.days_since(item.due);
        let days_late = match (item.row.kind.side(), days) {
            (Side::Debit, 1..) => Cell::Count(days),
            _ => Cell::Empty,
        };
        let mut cells = vec![
            Cell::number(&item.row.number),
            Cell::code(&account.customer),
            Cell::Text(account.name.clone()),
            Cell::Date(item.row.date),
            Cell::Date(item.due),
            days_late,
            Cell::currency(account.currency),
        ];
        cells.extend(figures(&sums(item, days)));
        rows.push(Row {
            key: item.row.number.0.clone(),
            currency: account.currency,
            cells,
            opens: Opens::Document(item.row.number.clone()),
        });
        Ok(())
    })?;
    Ok(Body { columns, rows, facts: Vec::new() })
}

/// What one item adds to each column.
fn sums(item: &OpenItem, days: i64) -> AgingSums {
    let zero = item.row.left.zero();
    let mut buckets = Buckets::zero(zero);
    let mut on_account = zero;
    match item.row.kind.side() {
        Side::Debit => *buckets.of_days(days) = item.row.left,
        Side::Credit => on_account = item.row.left,
    }
    AgingSums { buckets, on_account, disputed: item.disputed, total: item.signed() }
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let place = FIGURES.iter().position(|it| it.name == figure.column);
    let (mut behind, as_of) = (Vec::new(), parameters.when.as_of);
    each_behind(view, parameters, figure, |account, item| {
        let key = if parameters.by == "item" { &item.row.number.0 } else { &account.0 };
        if !figure.has_row(key) {
            return;
        }
        let sums = sums(item, as_of.days_since(item.due));
        let amount = place.and_then(|place| figures(&sums).nth(place));
        if let Some(Cell::Money(amount)) = amount {
            behind.push(of_item(item, amount));
        }
    })?;
    Ok(behind)
}
