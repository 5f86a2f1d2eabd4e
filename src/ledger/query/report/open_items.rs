//! The open items of all accounts: every invoice, payment and credit note that is not used up. What is
//! left of payments and credit notes is negative, so that the column adds up to the receivables. May
//! use: the rest of the queries.

use crate::ledger::query::View;
use crate::ledger::tables::Side;
use crate::store::rows::Stop;

use super::each_open::{each_behind, each_open, of_item};
use super::{
    Behind, Body, Cell, ColumnPlace, Opens, Parameters, Row, RowFigure, Spec, Time, count, date,
    main, money, remark, text,
};

/// The report.
pub const SPEC: Spec = Spec { name: "open-items", time: Time::Day, groupings: &[], build, explain };

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

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let mut behind = Vec::new();
    each_behind(view, parameters, figure, |_, item| {
        let amount = match figure.column {
            "amount" => item.signed_amount(),
            "disputed" => item.disputed,
            _ => item.signed(),
        };
        if figure.has_row(&item.row.number.0) {
            behind.push(of_item(item, amount));
        }
    })?;
    Ok(behind)
}
