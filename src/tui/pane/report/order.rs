//! In which order a column sorts its values. May use: the reports.

use crate::ledger::query::report::Cell;

/// Compares two values of a column.
pub(super) fn compare(one: Option<&Cell>, other: Option<&Cell>) -> std::cmp::Ordering {
    use std::cmp::Ordering::Equal;
    match (one, other) {
        (Some(Cell::Money(one)), Some(Cell::Money(other))) => one.decimal().cmp(&other.decimal()),
        (Some(Cell::Count(one)), Some(Cell::Count(other))) => one.cmp(other),
        (Some(Cell::Date(one)), Some(Cell::Date(other))) => one.cmp(other),
        (Some(Cell::Moment(one)), Some(Cell::Moment(other))) => one.cmp(other),
        (Some(Cell::Text(one)), Some(Cell::Text(other))) => {
            one.to_lowercase().cmp(&other.to_lowercase())
        }
        (Some(Cell::Word(one)), Some(Cell::Word(other))) => one.cmp(other),
        (one, other) => {
            let is_there = |cell: Option<&Cell>| cell.is_some_and(|cell| *cell != Cell::Empty);
            is_there(one).cmp(&is_there(other)).then(Equal)
        }
    }
}
