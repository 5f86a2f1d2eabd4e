//! Money received and returned in a period, for comparing with the bank's statement or the till: one by one, by
//! day or by method. A payment counts on the day it came in, and as returned on the day it was returned, taken back or
//! found to be a mistake, though it came in before the period: the total is by how much the payments in the ledger changed,
//! and the totals of periods that follow each other add up. What is still on account counts where the payment came in.
//! Money whose payer is not known is included, without a customer. May use: the rest of the queries.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::domain::command::Method;
use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::query::View;
use crate::ledger::suspense::{self, SuspenseState};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, MOVES, MoveKind, MoveRow,
    REFERENCES, SUSPENSE,
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

/// The figures of a receipt on one day: [`FIGURES`] names them in their order.
type Figures = [Money; 4];

/// What was recorded as paid, what of it came to nothing, what is still on account, and what came in and stayed.
const FIGURES: [&str; 4] = ["amount", "returned", "on_account", "received"];

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
    state: &'static str,
    /// The days of the period on which it came in or went back.
    flows: Vec<(Day, Figures)>,
}

/// What was recorded as paid, with what came to nothing: its total is that of `received` and of `returned`.
const AMOUNT: Column = Column::new("amount", Kind::Money, true, ColumnPlace::Detail);

impl Received {
    /// Adds what came in and went back on a day, if that is in the period.
    fn flow(
        &mut self,
        (day, parameters): (Day, &Parameters),
        (amount, returned, on_account): (Money, Money, Money),
    ) -> Result<(), LedgerError> {
        let is_any = !amount.is_zero() || !returned.is_zero();
        if is_any && (parameters.from..=parameters.when.as_of).contains(&day) {
            let stayed = amount.minus(returned).ok_or_else(beyond)?;
            self.flows.push((day, [amount, returned, on_account, stayed]));
        }
        Ok(())
    }

    /// The sums of its figures on some days.
    fn figures(&self, is_asked: impl Fn(Day) -> bool) -> Result<Figures, LedgerError> {
        let asked = self.flows.iter().filter(|(day, _)| is_asked(*day));
        asked.map(|(_, more)| more).try_fold([self.currency.zero(); 4], add)
    }
}

fn add(mut sums: Figures, more: &Figures) -> Result<Figures, LedgerError> {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum = sum.plus(*more).ok_or_else(beyond)?;
    }
    Ok(sums)
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("all payments")
}

/// What was received or returned in the period, with the money from unknown payers, by date and then as recorded.
fn received(view: &View, parameters: &Parameters) -> Result<Vec<Received>, LedgerError> {
    let when = parameters.when;
    let taken_back = taken_back(view, when)?;
    let mut ids = Vec::new();
    ITEMS.each_stored(view.rows, |id, value| {
        let glance: ItemHead = ITEMS.first_fields(value)?;
        if glance.kind == ItemKind::Payment && id.seq <= when.known_at {
            let row = ITEMS.stored(value)?;
            if row.date <= when.as_of
                && (row.date >= parameters.from || taken_back.contains_key(&id))
            {
                ids.push((id, row));
            }
        }
        Ok(())
    })?;
    let mut received = Vec::with_capacity(ids.len());
    for (id, row) in ids {
        let back = taken_back.get(&id).map_or(&[][..], Vec::as_slice);
        received.push(became(view, (id, row), back, parameters)?);
    }
    unidentified(view, parameters, &mut received)?;
    received.retain(|payment| !payment.flows.is_empty());
    received.sort_by_key(|payment| (payment.date, payment.entry, payment.place));
    Ok(received)
}

/// The moves by which anything was returned, reversed or taken back up to a moment.
fn taken_back(view: &View, when: When) -> Result<TakenBackMoves, LedgerError> {
    let mut all = TakenBackMoves::default();
    MOVES.for_each(view.rows, |(id, seq, _), row| {
        let is_back = !matches!(row.kind, MoveKind::Allocated | MoveKind::Reversed);
        if is_back && when.counts(row.date, seq) {
            all.entry(id).or_default().push((seq, row));
        }
        Ok(())
    })?;
    Ok(all)
}

type TakenBackMoves = FxHashMap<ItemId, Vec<(u64, MoveRow)>>;

fn became(
    view: &View,
    (id, row): (ItemId, ItemRow),
    back: &[(u64, MoveRow)],
    parameters: &Parameters,
) -> Result<Received, LedgerError> {
    let when = parameters.when;
    let taken_back = item::sum_taken_back(back, &row, when)?;
    let ended = item::ended_by(back);
    let state = match ended {
        Some((MoveKind::Bounced, _)) => "bounced",
        Some(_) => "reversed",
        None if taken_back == row.amount => "taken_back",
        None => "posted",
    };
    let mut received = Received {
        number: row.number.clone(),
        entry: id.seq,
        place: id.place,
        date: row.date,
        account: Some(row.account),
        method: row.method,
        reference: REFERENCES.get(view.rows, &id)?,
        currency: row.currency,
        state,
        flows: Vec::new(),
    };
    let zero = row.amount.zero();
    let on_account = match row.date >= parameters.from {
        true => item::outstanding(view.rows, id, &row, when)?,
        false => zero,
    };
    received.flow((row.date, parameters), (row.amount, zero, on_account))?;
    let mut left = row.amount;
    let end = ended.map_or(Day::LAST, |(_, day)| day);
    for (_, part) in back.iter().filter(|(_, it)| it.kind == MoveKind::TakenBack && it.date < end) {
        received.flow((part.date, parameters), (zero, part.amount, zero))?;
        left = left.minus(part.amount).ok_or_else(beyond)?;
    }
    if ended.is_some() {
        received.flow((end, parameters), (zero, left, zero))?;
    }
    Ok(received)
}

/// Money whose payer was not known when it arrived. If it was identified with its own date, only the
/// payment is shown; with a later one, it is also shown as leaving the suspense list, so that no money
/// counts twice.
fn unidentified(
    view: &View,
    parameters: &Parameters,
    received: &mut Vec<Received>,
) -> Result<(), LedgerError> {
    let when = parameters.when;
    for found in SUSPENSE.scan(view.rows, &()) {
        let (id, row) = found?;
        if !when.counts(row.date, id.seq) {
            continue;
        }
        let steps = suspense::steps(view.rows, id)?;
        let (amount, zero) = (row.amount, row.amount.zero());
        let mut all = Received {
            number: row.number,
            entry: id.seq,
            place: id.place,
            date: row.date,
            account: None,
            method: Some(row.method),
            reference: row.reference,
            currency: row.currency,
            state: match suspense::state_after(&steps, when) {
                SuspenseState::Open => "unidentified",
                other => other.word(),
            },
            flows: Vec::new(),
        };
        let steps_on = steps.iter().filter(|(seq, step)| when.counts(step.date, *seq));
        let mut days: Vec<Day> = steps_on.map(|(_, step)| step.date).collect();
        days.push(row.date);
        days.sort_unstable();
        days.dedup();
        let mut before = (zero, zero);
        for day in days.into_iter().filter(|day| *day >= row.date) {
            let now = match suspense::state_after(&steps, When { as_of: day, ..when }) {
                SuspenseState::Open => (amount, zero),
                SuspenseState::Identified(_, date) if date == row.date => (zero, zero),
                SuspenseState::Identified(..) | SuspenseState::Reversed(_) => (amount, amount),
            };
            let since = |now: Money, before| now.minus(before).ok_or_else(beyond);
            let (came, went) = (since(now.0, before.0)?, since(now.1, before.1)?);
            all.flow((day, parameters), (came, went, zero))?;
            before = now;
        }
        received.push(all);
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
        let figures = payment.figures(|_| true)?;
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
        let mut cells = vec![
            Cell::number(&payment.number),
            Cell::Date(payment.date),
            customer,
            name,
            payment.method.map_or(Cell::Empty, |method| Cell::Word(method.name().into())),
            Cell::of_text(payment.reference),
            Cell::Word(payment.state.into()),
            Cell::currency(payment.currency),
        ];
        cells.extend(figures.map(Cell::Money));
        rows.push(Row {
            key: payment.number.0.clone(),
            currency: payment.currency,
            opens: Opens::Document(payment.number),
            cells,
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

/// The key of the row in which a payment counts with what came in or went back on a day.
fn row_key(by: &str, payment: &Received, day: Day) -> String {
    let currency = payment.currency;
    match by {
        "day" => format!("{day} {currency}"),
        "method" => format!("{} {currency}", payment.method.map_or("", |method| method.name())),
        _ => payment.number.0.clone(),
    }
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
    let mut groups: BTreeMap<String, (Cell, Currency, i64, Figures)> = BTreeMap::new();
    for payment in received {
        for (day, figures) in &payment.flows {
            let of = match by {
                "day" => Cell::Date(*day),
                _ => payment
                    .method
                    .map_or(Cell::Empty, |method| Cell::Word(Cow::Borrowed(method.name()))),
            };
            let nothing = (of, payment.currency, 0, [payment.currency.zero(); 4]);
            let row = groups.entry(row_key(by, payment, *day)).or_insert(nothing);
            let (.., count, sums) = row;
            let [amount, ..] = figures;
            *count += i64::from(!amount.is_zero());
            *sums = add(*sums, figures)?;
        }
    }
    let row = |(key, (of, currency, count, sums)): (String, (Cell, Currency, i64, Figures))| {
        let mut cells = vec![of, Cell::currency(currency), Cell::Count(count)];
        cells.extend(sums.map(Cell::Money));
        Row { key, currency, cells, opens: Opens::Nothing }
    };
    Ok(Body { columns, rows: groups.into_iter().map(row).collect(), facts: Vec::new() })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let place = FIGURES.iter().position(|name| *name == figure.column).unwrap_or_default();
    let mut behind = Vec::new();
    for payment in received(view, parameters)? {
        let is_asked = |day| figure.has_row(&row_key(parameters.by, &payment, day));
        let amount = payment.figures(is_asked)?.get(place).copied();
        let amount = amount.filter(|amount| !amount.is_zero());
        let (item, entry) = (payment.number, payment.entry);
        behind.extend(amount.map(|amount| Behind { item, entry, amount }));
    }
    Ok(behind)
}
