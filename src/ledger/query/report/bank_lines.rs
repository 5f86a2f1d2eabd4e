//! Lines of bank statements, by account and day: open ones, or those of another state. May use: the
//! rest of the queries.

use std::collections::BTreeMap;

use crate::domain::Number;
use crate::ledger::bank::{self, BankLineState};
use crate::ledger::query::View;
use crate::ledger::query::show::BankLines;
use crate::ledger::tables::{BANK_LINES, BANK_LINES_ON, BankAccountRow, BankLineRow};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, ColumnPlace, Opens, Parameters, Row, RowFigure, Spec, Time, date, main,
    text,
};

/// The report.
pub const SPEC: Spec = Spec {
    name: "bank-lines",
    time: Time::Day,
    groupings: &["open", "matched", "dismissed", "all"],
    build,
    explain,
};

type FoundLine = (BankAccountRow, u64, BankLineRow, BankLineState);

/// The lines of the requested state, by account and day.
fn lines(view: &View, parameters: &Parameters) -> Result<Vec<FoundLine>, LedgerError> {
    let (when, by) = (parameters.when, parameters.by);
    let accounts = bank::accounts(view.rows)?.into_iter().map(|row| (row.id, row));
    let accounts: BTreeMap<u32, BankAccountRow> = accounts.collect();
    let mut lines = Vec::new();
    for found in BANK_LINES_ON.scan(view.rows, &()) {
        let ((account, date, count), ()) = found?;
        if date > when.as_of {
            continue;
        }
        let row = BANK_LINES.need(view.rows, &count)?;
        if row.id.seq > when.known_at {
            continue;
        }
        let state = bank::state(view.rows, count, when)?;
        if let (true, Some(account)) = (by == "all" || by == state.word(), accounts.get(&account)) {
            lines.push((account.clone(), count, row, state));
        }
    }
    Ok(lines)
}

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let columns = vec![
        text("line"),
        date("date"),
        text("account"),
        text("payer"),
        text("text").at(ColumnPlace::Detail),
        text("reference").at(ColumnPlace::Detail),
        text("state").at(ColumnPlace::Detail),
        text("payment").at(ColumnPlace::Detail),
        text("currency"),
        main("amount"),
    ];
    let mut read = BankLines::of(view);
    let mut rows = Vec::new();
    for (account, count, row, state) in lines(view, parameters)? {
        let (event, _) = read.recorded(count, &row)?;
        let said = event.text.unwrap_or_default();
        let number = Number::of_bank_line(count);
        rows.push(Row {
            key: number.0.clone(),
            currency: account.currency,
            opens: Opens::Document(number.clone()),
            cells: vec![
                Cell::number(&number),
                Cell::Date(row.date),
                Cell::Text(account.name),
                Cell::of_text(said.contact),
                Cell::of_text(said.note),
                Cell::of_text(row.reference),
                Cell::Word(state.word().into()),
                match state {
                    BankLineState::Matched(to, _) => Cell::number(&to.document),
                    BankLineState::Open | BankLineState::Dismissed(_) => Cell::Empty,
                },
                Cell::currency(account.currency),
                Cell::Money(row.amount),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let all = lines(view, parameters)?.into_iter();
    let all = all.map(|(_, count, row, _)| (Number::of_bank_line(count), row));
    let asked = all.filter(|(number, _)| figure.has_row(&number.0));
    let behind = asked.map(|(item, row)| Behind { item, entry: row.id.seq, amount: row.amount });
    Ok(behind.collect())
}
