//! Money on account: what is left of payments and credit notes, oldest first. May use: the rest of the
//! queries.

use crate::ledger::query::View;
use crate::ledger::tables::{ITEMS, Side};
use crate::store::rows::Stop;

use super::each_open::{each_behind, each_open, of_item};
use super::{
    Behind, Body, Cell, ColumnPlace, Opens, Parameters, Row, RowFigure, Spec, Time, count, date,
    main, money, text,
};

/// The report.
pub const SPEC: Spec = Spec { name: "unapplied", time: Time::Day, groupings: &[], build, explain };

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let columns = vec![
        text("item"),
        text("kind"),
        text("customer"),
        text("name"),
        date("date"),
        count("days"),
        text("method").at(ColumnPlace::Detail),
        text("reference").at(ColumnPlace::Detail),
        text("currency"),
        money("amount"),
        main("unapplied"),
    ];
    let (mut rows, as_of) = (Vec::new(), parameters.when.as_of);
    each_open(view, parameters, |account, item| {
        if item.row.kind.side() == Side::Debit {
            return Ok(());
        }
        let method = ITEMS.need(view.rows, &item.id)?.method;
        let row = Row {
            key: item.row.number.0.clone(),
            currency: account.currency,
            opens: Opens::Document(item.row.number.clone()),
            cells: vec![
                Cell::number(&item.row.number),
                Cell::Word(item.row.kind.word().into()),
                Cell::code(&account.customer),
                Cell::Text(account.name.clone()),
                Cell::Date(item.row.date),
                Cell::Count(as_of.days_since(item.row.date)),
                method.map_or(Cell::Empty, |method| Cell::Word(method.name().into())),
                Cell::of_text(item.row.reference.clone()),
                Cell::currency(account.currency),
                Cell::Money(item.row.amount),
                Cell::Money(item.row.left),
            ],
        };
        rows.push((item.row.date, item.id, row));
        Ok(())
    })?;
    rows.sort_by_key(|(date, id, _)| (*date, *id));
    let rows = rows.into_iter().map(|(_, _, row)| row).collect();
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let mut behind = Vec::new();
    each_behind(view, parameters, figure, |_, item| {
        if figure.has_row(&item.row.number.0) {
            let is_whole = figure.column == "amount";
            let amount = if is_whole { item.row.amount } else { item.row.left };
            behind.push(of_item(item, amount));
        }
    })?;
    Ok(behind)
}
