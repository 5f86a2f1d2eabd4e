//! The aging: who owes what, and how late it is. The total of a row is the sum of its buckets less what
//! is on account; the columns add up to the totals, which equal the control account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::Day;
use crate::store::rows::Stop;

use super::aging_rows::AccountNames;
use super::all_open::{self, at_once};
use super::{AsOf, Needs, Question, View};

pub use super::aging_rows::{AgingRow, AgingRows, AgingSums};

/// Asks for the aging of all accounts.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct AgingOf {
    /// The date.
    pub asked: AsOf,
}

/// The aging report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aging {
    /// As of this day.
    pub as_of: Day,
    /// Whether that day is in the future.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// As known at this entry.
    pub known_at: u64,
    /// A row for each account on which something is open, by name.
    pub rows: AgingRows,
    /// The sums of the columns, by currency.
    pub totals: BTreeMap<String, AgingSums>,
}

impl Question for AgingOf {
    const NAME: &'static str = "aging";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Aging;

    fn answer(&self, view: &View) -> Result<Aging, Stop> {
        let when = view.when(self.asked)?;
        let (names, sums) =
            at_once(|| AccountNames::of(view.rows), || all_open::sums_of_all(view, when))?;
        let (rows, totals) = AgingRows::of(names, sums)?;
        let future = when.as_of > view.today;
        Ok(Aging { as_of: when.as_of, future, known_at: when.known_at, rows, totals })
    }
}
