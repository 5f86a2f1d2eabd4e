//! Recognises columns without names by their cells. Takes only what the rows prove: which column is
//! money out and which is the balance is shown by sums that agree. May use: domain, the readings.

use rust_decimal::Decimal;

use crate::exchange::reading::days;

use super::super::amount;
use super::sample::FirstRow;
use super::words::{self, Field, TableColumns};

/// The columns of a sample; `None` if the rows don't prove them.
pub fn columns(rows: &[FirstRow]) -> Option<TableColumns> {
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    if rows.is_empty() || rows.iter().any(|row| row.cells.len() + 1 < width) {
        return None;
    }
    let cell = |row: &FirstRow, place: usize| row.cells.get(place).cloned().unwrap_or_default();
    let column =
        |place: usize| -> Vec<String> { rows.iter().map(|row| cell(row, place)).collect() };
    let is_date = |cells: &[String]| {
        cells.iter().all(|it| {
            matches!(days::look(it), Some(days::DateLook::Day(_) | days::DateLook::Parts(_)))
        })
    };
    let is_filled = |text: &String| !text.is_empty();
    let is_number = |cells: &[String]| {
        cells.iter().any(is_filled)
            && cells.iter().filter(|it| is_filled(it)).all(|it| number(it).is_some())
    };
    let mut columns = TableColumns::default();
    let (mut numbers, mut texts) = (Vec::new(), Vec::new());
    for place in 0..width {
        let cells = column(place);
        if columns.place(Field::ValueDate).is_none() && is_date(&cells) {
            let is_first = columns.place(Field::Date).is_none();
            columns.put(if is_first { Field::Date } else { Field::ValueDate }, place);
        } else if is_number(&cells) {
            numbers.push((place, cells.iter().map(|it| number(it)).collect::<Vec<_>>()));
        } else if cells.iter().all(|it| it.len() == 3 && words::currency_of(it).is_some()) {
            columns.put(Field::Currency, place);
        } else if cells.iter().any(is_filled) {
            texts.push(place);
        }
    }
    columns.place(Field::Date)?;
    money(&numbers, &mut columns)?;
    for place in texts {
        columns.put(Field::Text, place);
    }
    Some(columns)
}

fn number(text: &str) -> Option<Decimal> {
    amount::amount(text.trim_start_matches(['$', '€', '£']).trim_end_matches(['€', '$'])).ok()
}

type Numbers = (usize, Vec<Option<Decimal>>);

/// Which numeric columns are amounts and balances; `None` if that is not proved.
fn money(numbers: &[Numbers], columns: &mut TableColumns) -> Option<()> {
    match numbers {
        [(amount, cells)] if cells.iter().all(Option::is_some) => {
            columns.put(Field::Amount, *amount);
        }
        [one, other] => {
            let pairs = [(one, other), (other, one)];
            let (amount, balance) = pairs.into_iter().find(|(amount, balance)| {
                let changes: Vec<Decimal> = amount.1.iter().flatten().copied().collect();
                changes.len() == amount.1.len() && leads(&changes, &balance.1)
            })?;
            columns.put(Field::Amount, amount.0);
            columns.put(Field::Balance, balance.0);
        }
        [one, two, three] => {
            let all = [one, two, three];
            let orders = [(0, 1, 2), (1, 0, 2), (0, 2, 1), (2, 0, 1), (1, 2, 0), (2, 1, 0)];
            let (debit, credit, balance) =
                orders.into_iter().find_map(|(debit, credit, balance)| {
                    let (debit, credit) = (all.get(debit)?, all.get(credit)?);
                    let balance = all.get(balance)?;
                    let changes = one_of_both(&debit.1, &credit.1)?;
                    leads(&changes, &balance.1).then_some((debit.0, credit.0, balance.0))
                })?;
            columns.put(Field::Debit, debit);
            columns.put(Field::Credit, credit);
            columns.put(Field::Balance, balance);
        }
        _ => return None,
    }
    Some(())
}

/// The change in each row that has either money out or money in.
fn one_of_both(debit: &[Option<Decimal>], credit: &[Option<Decimal>]) -> Option<Vec<Decimal>> {
    let zero = |value: &Option<Decimal>| value.unwrap_or(Decimal::ZERO);
    let changes = debit.iter().zip(credit).map(|(out, into)| {
        let (out, into) = (zero(out), zero(into));
        (out.is_zero() != into.is_zero()).then(|| into.checked_sub(out.abs())).flatten()
    });
    changes.collect()
}

/// Whether each balance follows from its neighbour by the change, with the oldest row first or last.
pub fn leads(changes: &[Decimal], balances: &[Option<Decimal>]) -> bool {
    let balances: Option<Vec<Decimal>> = balances.iter().copied().collect();
    let Some(balances) = balances.filter(|it| it.len() > 1 && it.len() == changes.len()) else {
        return false;
    };
    let forwards = balances.windows(2).zip(changes.iter().skip(1));
    let backwards = balances.windows(2).zip(changes);
    let follows = |from: Option<&Decimal>, to: Option<&Decimal>, change: &Decimal| {
        from.and_then(|from| from.checked_add(*change)).as_ref() == to
    };
    forwards.clone().all(|(pair, change)| follows(pair.first(), pair.get(1), change))
        || backwards.clone().all(|(pair, change)| follows(pair.get(1), pair.first(), change))
}
