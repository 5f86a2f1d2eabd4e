//! The suspense list: money from payers who are not known yet, oldest first. It is cash, and on no
//! customer's account. May use: the rest of the queries.

use crate::ledger::query::{View, show};
use crate::ledger::suspense;
use crate::store::rows::Stop;

use super::{
    Behind, Body, Cell, ColumnPlace, Opens, Parameters, Row, RowFigure, Spec, Time, count, date,
    main, text,
};

/// The report.
pub const SPEC: Spec = Spec { name: "suspense", time: Time::Day, groupings: &[], build, explain };

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let columns = vec![
        text("unidentified"),
        date("date"),
        count("days"),
        text("payer"),
        text("method").at(ColumnPlace::Detail),
        text("reference").at(ColumnPlace::Detail),
        text("currency"),
        main("amount"),
    ];
    let as_of = parameters.when.as_of;
    let mut open = suspense::open_at(view.rows, parameters.when)?;
    open.sort_by_key(|(id, row)| (row.date, *id));
    let mut rows = Vec::with_capacity(open.len());
    for (id, row) in open {
        let (payer, _, _) = show::said(view, id, &row)?;
        rows.push(Row {
            key: row.number.0.clone(),
            currency: row.currency,
            opens: Opens::Document(row.number.clone()),
            cells: vec![
                Cell::number(&row.number),
                Cell::Date(row.date),
                Cell::Count(as_of.days_since(row.date)),
                Cell::of_text(payer),
                Cell::Word(row.method.name().into()),
                Cell::of_text(row.reference),
                Cell::currency(row.currency),
                Cell::Money(row.amount),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let open = suspense::open_at(view.rows, parameters.when)?.into_iter();
    let asked = open.filter(|(_, row)| figure.has_row(&row.number.0));
    let behind =
        asked.map(|(id, row)| Behind { item: row.number, entry: id.seq, amount: row.amount });
    Ok(behind.collect())
}
