//! Who owes what, and how late is it? A row's buckets less what is on account are its total; the
//! columns add up to the totals, which are the control account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Money};
use crate::store::rows::Stop;

use super::aging_rows::{AgingRows, Names};
use super::all_open::{self, Brief, at_once};
use super::open::Buckets;
use super::{Asked, Needs, Question, View};

/// Asks for the aging of all accounts.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct AgingOf {
    /// When.
    pub asked: Asked,
}

/// The aging report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aging {
    /// As of this day.
    pub as_of: Day,
    /// Whether that day is still to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// As known at this entry.
    pub known_at: u64,
    /// A row for each account on which something is open, by name.
    pub rows: AgingRows,
    /// The sums of the columns, by currency.
    pub totals: BTreeMap<String, AgingSums>,
}

/// An account's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgingRow {
    /// Whose.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// The account's currency.
    pub currency: Currency,
    /// The figures.
    #[serde(flatten)]
    pub sums: AgingSums,
}

/// The figures of a row or of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgingSums {
    /// What is owed, by age.
    #[serde(flatten)]
    pub buckets: Buckets,
    /// What is left of payments and credit notes.
    pub on_account: Money,
    /// What of the buckets is disputed, shown again.
    pub disputed: Money,
    /// The buckets less what is on account.
    pub total: Money,
}

impl AgingSums {
    pub(super) fn of(sums: &Brief) -> AgingSums {
        let [not_due, to_30, to_60, to_90, over_90, on_account, disputed, total] = sums.amounts();
        let buckets = Buckets { not_due, to_30, to_60, to_90, over_90 };
        AgingSums { buckets, on_account, disputed, total }
    }

    pub(super) fn nothing(zero: Money) -> AgingSums {
        let buckets = Buckets::zero(zero);
        AgingSums { buckets, on_account: zero, disputed: zero, total: zero }
    }

    /// Of no account in particular.
    pub(super) fn brief(&self) -> Brief {
        let [not_due, to_30, to_60, to_90, over_90] = self.buckets.all();
        let AgingSums { on_account, disputed, total, .. } = *self;
        let amounts = [not_due, to_30, to_60, to_90, over_90, on_account, disputed, total];
        Brief::of_amounts(0, amounts)
    }

    pub(super) fn add(&mut self, other: &AgingSums) -> Option<()> {
        let (ours, theirs) = (&mut self.buckets, &other.buckets);
        let pairs = [
            (&mut ours.not_due, theirs.not_due),
            (&mut ours.to_30, theirs.to_30),
            (&mut ours.to_60, theirs.to_60),
            (&mut ours.to_90, theirs.to_90),
            (&mut ours.over_90, theirs.over_90),
            (&mut self.on_account, other.on_account),
            (&mut self.disputed, other.disputed),
            (&mut self.total, other.total),
        ];
        for (sum, more) in pairs {
            *sum = sum.plus(more)?;
        }
        Some(())
    }
}

impl Question for AgingOf {
    const NAME: &'static str = "aging";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Aging;

    fn answer(&self, view: &View) -> Result<Aging, Stop> {
        let when = view.when(self.asked)?;
        let (names, sums) = at_once(|| Names::of(view.rows), || all_open::sums_of_all(view, when))?;
        let (rows, totals) = AgingRows::of(names, sums)?;
        let future = when.as_of > view.today;
        Ok(Aging { as_of: when.as_of, future, known_at: when.known_at, rows, totals })
    }
}
