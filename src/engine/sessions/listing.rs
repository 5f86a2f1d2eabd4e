//! What is asked of a list of any length, and what is shown of it. May use: the questions on lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money};
use crate::ledger::query::list::{ListKey, ListRow, Listed, Only};
use crate::ledger::tables::ItemId;

/// By what a list is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// What is due first.
    Due,
    /// The largest amount first.
    Amount,
    /// What has most left first.
    Left,
}

impl Sort {
    /// The name of its words.
    pub fn words(self) -> &'static str {
        match self {
            Sort::Newest => "sort-newest",
            Sort::Due => "sort-due",
            Sort::Amount => "sort-amount",
            Sort::Left => "sort-left",
        }
    }

    /// By what a row is sorted, the least first; what was recorded later comes first among equals.
    pub(super) fn order(self, key: &ListKey) -> i128 {
        let largest_first = |amount: Money| {
            let up = 10_i128.pow(u32::from(4_u8.saturating_sub(amount.scale())));
            -(i128::from(amount.minor()) * up)
        };
        match self {
            Sort::Newest => 0,
            Sort::Due => i128::from(key.due.days_since(Day::EPOCH)),
            Sort::Amount => largest_first(key.amount),
            Sort::Left => largest_first(key.left),
        }
    }
}

/// What is listed, and how.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Listing {
    /// What.
    pub what: Listed,
    /// Which of them.
    pub only: Only,
    /// What was typed to filter.
    pub filter: String,
    /// In which order.
    pub sort: Sort,
    /// The first row of the window, and how many rows it has.
    pub first: usize,
    /// How many rows the window has.
    pub rows: usize,
    /// The row that is marked, which the window follows.
    pub keep: Option<ItemId>,
}

/// A window on the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Its first row.
    pub first: usize,
    /// How many rows.
    pub rows: usize,
}

/// What is shown of a list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Shows {
    /// Of which list.
    pub listing: Option<Listing>,
    /// The first row of the window.
    pub first: usize,
    /// The rows of the window.
    pub rows: Vec<(ItemId, ListRow)>,
    /// Where the row stands that was to be kept.
    pub kept: Option<usize>,
    /// Which that is.
    pub keeps: Option<ItemId>,
    /// How many rows the list has.
    pub count: usize,
    /// What is left of them, by currency.
    pub sums: BTreeMap<Currency, i128>,
    /// Whether all of it was read.
    pub is_whole: bool,
}

/// What is asked of the list that is being read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListAsk {
    /// Another list.
    Begin(Listing),
    /// More of it.
    ReadOn,
    /// Other rows of it.
    Window(Window),
}

impl Listing {
    /// Whether another has the same rows in the same order.
    pub(super) fn is_same(&self, other: &Listing) -> bool {
        (self.what, self.only, self.sort, &self.filter)
            == (other.what, other.only, other.sort, &other.filter)
    }
}
