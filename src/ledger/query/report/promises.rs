//! Promises to pay, by the promised day: the amount, what of it arrived in time, what is missing, and the state. What
//! is missing is what is said on the telephone and written: no more than what is still asked for. May use: the rest of the
//! queries.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::Money;
use crate::ledger::chase_sums::{ChaseSums, MissingMoney};
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::merged;
use crate::ledger::promises::{self, Judged};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CASES_BY_KIND, CaseKind, ITEMS, ItemId, PROMISES, PromiseRow,
};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, ColumnPlace, Opens, Parameters, Row, RowFigure, Spec, Time, date, main,
    money, text,
};

/// The report.
pub const SPEC: Spec = Spec {
    name: "promises",
    time: Time::Day,
    groupings: &["open", "kept", "part-kept", "broken", "withdrawn", "all"],
    build,
    explain,
};

/// A promise of the report.
struct ReportedPromise {
    id: ItemId,
    row: PromiseRow,
    judged: Judged,
    missing: Money,
}

/// The promises of the requested state, judged at the moment.
fn found(view: &View, parameters: &Parameters) -> Result<Vec<ReportedPromise>, LedgerError> {
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
            let missing = judged.still_missing();
            all.push(ReportedPromise { id, row, judged, missing });
        }
    }
    all.sort_by_key(|it| (it.row.by, it.id));
    let mut accounts: HashMap<AccountId, (ChaseSums, MissingMoney)> = HashMap::new();
    for it in all.iter_mut().filter(|it| it.missing.is_positive()) {
        let (sums, missing) = match accounts.entry(it.row.account) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let sums = ChaseSums::of(view.rows, it.row.account, when)?;
                let missing = MissingMoney::of(&sums)?;
                new.insert((sums, missing))
            }
        };
        it.missing = missing.of_promise(sums, (it.row.invoice, when), &it.judged)?;
    }
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
    for ReportedPromise { row, judged, missing, .. } in found(view, parameters)? {
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
                Cell::Money(missing),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let all = found(view, parameters)?.into_iter();
    let asked = all.filter(|it| figure.has_row(&it.row.number.0));
    let behind = asked.map(|ReportedPromise { id, row, judged, missing }| {
        let amount = match figure.column {
            "came" => judged.came(),
            "missing" => missing,
            _ => row.amount,
        };
        Behind { item: row.number, entry: id.seq, amount }
    });
    Ok(behind.collect())
}
