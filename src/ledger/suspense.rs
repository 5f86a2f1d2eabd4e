//! The state of unidentified money at a moment. May use: the rest of the ledger, domain.

use std::collections::BTreeMap;

use crate::domain::{Currency, Day, Number};

use super::item::When;
use super::tables::{
    ItemId, SUSPENSE, SUSPENSE_NUMBERS, SUSPENSE_OPEN, SUSPENSE_STEPS, SuspenseRow, SuspenseStep,
    SuspenseStepRow,
};
use crate::store::rows::{LedgerError, Rows};

/// The state of an unidentified receipt.
#[derive(Clone, Debug, PartialEq)]
pub enum SuspenseState {
    /// It is on the suspense list.
    Open,
    /// It became this payment, on a day.
    Identified(Number, Day),
    /// It was taken off the list on a day: entered by mistake, or sent back.
    Reversed(Day),
}

impl SuspenseState {
    /// The name in commands and answers.
    pub fn word(&self) -> &'static str {
        match self {
            SuspenseState::Open => "open",
            SuspenseState::Identified(..) => "identified",
            SuspenseState::Reversed(_) => "reversed",
        }
    }
}

/// The unidentified receipt with this number, in upper or lower case.
pub fn receipt(
    rows: &dyn Rows,
    number: &Number,
) -> Result<Option<(ItemId, SuspenseRow)>, LedgerError> {
    let Some(id) = SUSPENSE_NUMBERS.get(rows, &number.folded())? else { return Ok(None) };
    Ok(Some((id, SUSPENSE.need(rows, &id)?)))
}

/// The steps of a receipt in the order they were recorded, each with its entry.
pub fn steps(rows: &dyn Rows, id: ItemId) -> Result<Vec<(u64, SuspenseStepRow)>, LedgerError> {
    let found = SUSPENSE_STEPS.scan(rows, &id);
    found.map(|found| found.map(|((_, seq, _), row)| (seq, row))).collect()
}

/// The state of a receipt at a moment. The receipt must count at that moment.
pub fn state(rows: &dyn Rows, id: ItemId, when: When) -> Result<SuspenseState, LedgerError> {
    Ok(state_after(&steps(rows, id)?, when))
}

/// The same for a receipt whose steps were read.
pub fn state_after(steps: &[(u64, SuspenseStepRow)], when: When) -> SuspenseState {
    let last = steps.iter().rfind(|(seq, row)| when.counts(row.date, *seq));
    match last {
        None => SuspenseState::Open,
        Some((_, SuspenseStepRow { date, step })) => match step {
            SuspenseStep::Identified(payment) => SuspenseState::Identified(payment.clone(), *date),
            SuspenseStep::Reopened => SuspenseState::Open,
            SuspenseStep::Reversed => SuspenseState::Reversed(*date),
        },
    }
}

/// What is on the suspense list at a moment, as recorded.
pub fn open_at(rows: &dyn Rows, when: When) -> Result<Vec<(ItemId, SuspenseRow)>, LedgerError> {
    let mut open = Vec::new();
    for found in SUSPENSE.scan(rows, &()) {
        let (id, row) = found?;
        if when.counts(row.date, id.seq) && state(rows, id, when)? == SuspenseState::Open {
            open.push((id, row));
        }
    }
    Ok(open)
}

/// The total on the suspense list by currency, in minor units, counting everything posted. Reads only
/// the receipts on the list.
pub fn sums(rows: &dyn Rows) -> Result<BTreeMap<Currency, i128>, LedgerError> {
    let mut sums = BTreeMap::new();
    for found in SUSPENSE_OPEN.scan(rows, &()) {
        let row = SUSPENSE.need(rows, &found?.0)?;
        *sums.entry(row.currency).or_insert(0) += i128::from(row.amount.minor());
    }
    Ok(sums)
}
