//! Payments received in a period, for comparing with the bank's statement or the till: one by one, by
//! day or by method. A payment that was returned or entered by mistake stays, and counts as returned: the total is
//! what came in and stayed. Money whose payer is not known is included, without a customer. May use: the rest
//! of the queries.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::query::View;
use crate::ledger::suspense::{self, SuspenseState};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, MoveKind, REFERENCES, SUSPENSE,
};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, Column, ColumnPlace, Kind, Opens, Parameters, Row, RowFigure, Spec, Time,
    count, date, main, money, remark, text,
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

/// A receipt of money, and its state at the end of the period.
struct Received {
    number: Number,
    entry: u64,
    place: u16,
    date: Day,
    /// Its account; `None` while its payer is unknown.
    account: Option<AccountId>,
    method: Option<Method>,
    reference: Option<String>,
    currency: Currency,
    amount: Money,
    state: &'static str,
    returned: Money,
    on_account: Money,
}

/// What was recorded as paid, with what came to nothing: its total is that of `received` and of `returned`.
const AMOUNT: Column = Column::new("amount", Kind::Money, true, ColumnPlace::Detail);

impl Received {
    /// What came in and was not returned.
    fn stayed(&self) -> Result<Money, LedgerError> {
        self.amount.minus(self.returned).ok_or(LedgerError::Beyond("all payments"))
    }
}

/// The payments of the period and the money from unknown payers, by date and then as recorded.
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
    unidentified(view, parameters, &mut received)?;
    received.sort_by_key(|payment| (payment.date, payment.entry, payment.place));
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
    Ok(Received {
        number: row.number,
        entry: id.seq,
        place: id.place,
        date: row.date,
        account: Some(row.account),
        method: row.method,
        reference: REFERENCES.get(view.rows, &id)?,
        currency: row.currency,
        amount: row.amount,
        state,
        returned,
        on_account,
    })
}

/// Money whose payer was not known when it arrived. If it was identified with its own date, only the
/// payment is shown; with a later one, it is also shown as leaving the suspense list, so that no money
/// counts twice.
fn unidentified(
    view: &View,
    parameters: &Parameters,
    received: &mut Vec<Received>,
) -> Result<(), LedgerError> {
    let (from, when) = (parameters.from, parameters.when);
    for found in SUSPENSE.scan(view.rows, &()) {
        let (id, row) = found?;
        if !when.counts(row.date, id.seq) {
            continue;
        }
        let zero = row.amount.zero();
        let state = suspense::state(view.rows, id, when)?;
        let (word, gone) = match &state {
            SuspenseState::Open => ("unidentified", None),
            SuspenseState::Identified(_, date) => ("identified", Some(*date)),
            SuspenseState::Reversed(date) => ("reversed", Some(*date)),
        };
        let is_payment = matches!(state, SuspenseState::Identified(_, date) if date == row.date);
        let came = if row.date >= from { row.amount } else { zero };
        let went = gone.filter(|date| *date >= from).map_or(zero, |_| row.amount);
        if is_payment || came.is_zero() && went.is_zero() {
            continue;
        }
        received.push(Received {
            number: row.number,
            entry: id.seq,
            place: id.place,
            date: row.date.max(from),
            account: None,
            method: Some(row.method),
            reference: row.reference,
            currency: row.currency,
            amount: came,
            state: word,
            returned: went,
            on_account: zero,
        });
    }
    Ok(())
}

fn each(view: &View, parameters: &Parameters, received: Vec<Received>) -> Result<Body, Stop> {
    let columns = vec![
        text("payment"),
        date("date"),
        text("customer"),
        text("name"),
        text("method").at(ColumnPlace::Detail),
        text("reference").at(ColumnPlace::Detail),
        text("state").at(ColumnPlace::Detail),
        text("currency"),
        AMOUNT,
        remark("returned"),
        remark("on_account"),
        main("received"),
    ];
    let mut names: BTreeMap<AccountId, (Cell, Cell)> = BTreeMap::new();
    let mut rows = Vec::with_capacity(received.len());
    for payment in received {
        let stayed = payment.stayed()?;
        let (customer, name) = match payment.account {
            None => (Cell::Empty, Cell::Empty),
            Some(account) => {
                let account = merged::root(view.rows, account, parameters.when)?;
                if let Some(known) = names.get(&account) {
                    known.clone()
                } else {
                    let of = ACCOUNTS.need(view.rows, &account)?;
                    let named = (Cell::code(&of.code), Cell::Text(of.name));
                    names.entry(account).or_insert(named).clone()
                }
            }
        };
        rows.push(Row {
            key: payment.number.0.clone(),
            currency: payment.currency,
            opens: Opens::Document(payment.number.clone()),
            cells: vec![
                Cell::number(&payment.number),
                Cell::Date(payment.date),
                customer,
                name,
                payment.method.map_or(Cell::Empty, |method| Cell::Word(method.name().into())),
                Cell::of_text(payment.reference),
                Cell::Word(payment.state.into()),
                Cell::currency(payment.currency),
                Cell::Money(payment.amount),
                Cell::Money(payment.returned),
                Cell::Money(payment.on_account),
                Cell::Money(stayed),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

/// The group of a payment.
fn group(by: &str, payment: &Received) -> (String, Currency) {
    let of = match by {
        "day" => payment.date.to_string(),
        "method" => payment.method.map_or("", |method| method.name()).to_string(),
        _ => payment.number.0.clone(),
    };
    (of, payment.currency)
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
        AMOUNT,
        money("returned"),
        money("on_account"),
        main("received"),
    ];
    let mut groups: BTreeMap<(String, Currency), (Cell, i64, [Money; 4])> = BTreeMap::new();
    for payment in received {
        let zero = payment.currency.zero();
        let of = match by {
            "day" => Cell::Date(payment.date),
            _ => payment
                .method
                .map_or(Cell::Empty, |method| Cell::Word(Cow::Borrowed(method.name()))),
        };
        let (_, count, sums) = groups.entry(group(by, payment)).or_insert((of, 0, [zero; 4]));
        *count += 1;
        let parts = [payment.amount, payment.returned, payment.on_account, payment.stayed()?];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum = sum.plus(part).ok_or(LedgerError::Beyond("all payments"))?;
        }
    }
    let row = |(group, (of, count, sums)): ((String, Currency), (Cell, i64, [Money; 4]))| {
        let mut cells = vec![of, Cell::currency(group.1), Cell::Count(count)];
        cells.extend(sums.map(Cell::Money));
        Row { key: key(&group), currency: group.1, cells, opens: Opens::Nothing }
    };
    Ok(Body { columns, rows: groups.into_iter().map(row).collect(), facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let is_alone = parameters.by == "payment";
    let is_asked = |payment: &&Received| match is_alone {
        true => figure.has_row(&payment.number.0),
        false => figure.has_row(&key(&group(parameters.by, payment))),
    };
    let received = received(view, parameters)?;
    let mut behind = Vec::new();
    for payment in received.iter().filter(is_asked) {
        let amount = match figure.column {
            "amount" => payment.amount,
            "returned" => payment.returned,
            "received" => payment.stayed()?,
            _ => payment.on_account,
        };
        let item = payment.number.clone();
        behind.push(Behind { item, entry: payment.entry, amount });
    }
    Ok(behind)
}
