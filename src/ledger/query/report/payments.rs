//! Payments received in a period, to compare with the bank's statement or the till: each by itself, by
//! day or by method. What was returned or entered by mistake stays, and is shown again as returned.
//! May use: the rest of the queries.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use crate::domain::{Currency, Money};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, MoveKind, REFERENCES,
};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, Column, Opens, Parameters, Place, Row, Spec, Time, count, date, main,
    money, remark, text,
};

/// The report.
pub const SPEC: Spec = Spec {
    name: "payments",
    time: Time::Month,
    groupings: &["payment", "day", "method"],
    build: |view, parameters| {
        let received = received(view, parameters)?;
        match parameters.by {
            "payment" => each(view, parameters, received),
            by => grouped(by, &received),
        }
    },
    explain,
};

/// A payment, and what became of it by the end of the period.
struct Received {
    id: ItemId,
    row: ItemRow,
    state: &'static str,
    returned: Money,
    on_account: Money,
}

/// The payments of the period, by date and then as recorded.
fn received(view: &View, parameters: &Parameters) -> Result<Vec<Received>, LedgerError> {
    let (from, when) = (parameters.from, parameters.when);
    let mut ids = Vec::new();
    ITEMS.each_stored(view.rows, |id, value| {
        let glance: ItemHead = ITEMS.first_fields(value)?;
        if glance.kind == ItemKind::Payment && id.seq <= when.known_at {
            let row = ITEMS.stored(value)?;
            if (from..=when.as_of).contains(&row.date) {
                ids.push((id, row));
            }
        }
        Ok(())
    })?;
    let mut received = ids
        .into_iter()
        .map(|(id, row)| became(view, id, row, when))
        .collect::<Result<Vec<_>, LedgerError>>()?;
    received.sort_by_key(|payment| (payment.row.date, payment.id));
    Ok(received)
}

fn became(view: &View, id: ItemId, row: ItemRow, when: When) -> Result<Received, LedgerError> {
    let mut moves = item::moves(view.rows, id)?;
    moves.retain(|(seq, change)| when.counts(change.date, *seq));
    let taken_back = item::sum_taken_back(&moves, &row, when)?;
    let (state, returned) = match item::ended_by(&moves) {
        Some((MoveKind::Bounced, _)) => ("bounced", row.amount),
        Some(_) => ("reversed", row.amount),
        None if taken_back == row.amount => ("taken_back", row.amount),
        None => ("posted", taken_back),
    };
    let on_account = item::left_after(&moves, id, &row, when)?;
    Ok(Received { id, row, state, returned, on_account })
}

fn each(view: &View, parameters: &Parameters, received: Vec<Received>) -> Result<Body, Stop> {
    let columns = vec![
        text("payment"),
        date("date"),
        text("customer"),
        text("name"),
        text("method").at(Place::Detail),
        text("reference").at(Place::Detail),
        text("state").at(Place::Detail),
        text("currency"),
        main("amount"),
        remark("returned"),
        remark("on_account"),
    ];
    let mut names: BTreeMap<AccountId, (Cell, Cell)> = BTreeMap::new();
    let mut rows = Vec::with_capacity(received.len());
    for Received { id, row, state, returned, on_account } in received {
        let account = merged::root(view.rows, row.account, parameters.when)?;
        let (customer, name) = if let Some(known) = names.get(&account) {
            known.clone()
        } else {
            let of = ACCOUNTS.need(view.rows, &account)?;
            let named = (Cell::code(&of.code), Cell::Text(of.name));
            names.entry(account).or_insert(named).clone()
        };
        rows.push(Row {
            key: row.number.0.clone(),
            currency: row.currency,
            opens: Opens::Document(row.number.clone()),
            cells: vec![
                Cell::number(&row.number),
                Cell::Date(row.date),
                customer,
                name,
                row.method.map_or(Cell::Empty, |method| Cell::Word(method.name().into())),
                Cell::of_text(REFERENCES.get(view.rows, &id)?),
                Cell::Word(state.into()),
                Cell::currency(row.currency),
                Cell::Money(row.amount),
                Cell::Money(returned),
                Cell::Money(on_account),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

/// The row that a payment is counted in.
fn group(by: &str, payment: &Received) -> (String, Currency) {
    let of = match by {
        "day" => payment.row.date.to_string(),
        "method" => payment.row.method.map_or("", |method| method.name()).to_string(),
        _ => payment.row.number.0.clone(),
    };
    (of, payment.row.currency)
}

/// The key of a group's row.
fn key((of, currency): &(String, Currency)) -> String {
    format!("{of} {currency}")
}

fn grouped(by: &'static str, received: &[Received]) -> Result<Body, Stop> {
    let first = if by == "day" { date("date") } else { text("method") };
    let columns = vec![
        first,
        text("currency"),
        count("payments").summed(),
        main("amount"),
        money("returned"),
        money("on_account"),
    ];
    let mut groups: BTreeMap<(String, Currency), (Cell, i64, [Money; 3])> = BTreeMap::new();
    for payment in received {
        let row = &payment.row;
        let zero = row.currency.zero();
        let of = match by {
            "day" => Cell::Date(row.date),
            _ => row.method.map_or(Cell::Empty, |method| Cell::Word(Cow::Borrowed(method.name()))),
        };
        let (_, count, sums) =
            groups.entry(group(by, payment)).or_insert((of, 0, [zero, zero, zero]));
        *count += 1;
        let parts = [row.amount, payment.returned, payment.on_account];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum = sum.plus(part).ok_or(LedgerError::Beyond("all payments"))?;
        }
    }
    let row = |(group, (of, count, sums)): ((String, Currency), (Cell, i64, [Money; 3]))| {
        let mut cells = vec![of, Cell::currency(group.1), Cell::Count(count)];
        cells.extend(sums.map(Cell::Money));
        Row { key: key(&group), currency: group.1, cells, opens: Opens::Nothing }
    };
    Ok(Body { columns, rows: groups.into_iter().map(row).collect(), facts: Vec::new() })
}

fn explain(
    view: &View,
    parameters: &Parameters,
    rows: &[&Row],
    column: &Column,
) -> Result<Vec<Behind>, Stop> {
    let keys: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let is_alone = parameters.by == "payment";
    let is_asked = |payment: &&Received| match is_alone {
        true => keys.contains(payment.row.number.0.as_str()),
        false => keys.contains(key(&group(parameters.by, payment)).as_str()),
    };
    let received = received(view, parameters)?;
    let behind = received.iter().filter(is_asked).map(|payment| Behind {
        item: payment.row.number.clone(),
        entry: payment.id.seq,
        amount: match &*column.name {
            "amount" => payment.row.amount,
            "returned" => payment.returned,
            _ => payment.on_account,
        },
    });
    Ok(behind.filter(|behind| !behind.amount.is_zero()).collect())
}
