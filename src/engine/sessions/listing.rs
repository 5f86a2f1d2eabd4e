//! The question and the answer of a list of any length. May use: the questions on lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money};
use crate::ledger::query::list::{ListKey, ListRow, Listed, Only};
use crate::ledger::tables::ItemId;

/// The order of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Earliest due date first.
    Due,
    /// Largest amount first.
    Amount,
    /// Largest remaining amount first.
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

    /// The sort key of a row, the least first; among equals, what was recorded later comes first.
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

/// A list, its filter and its order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Listing {
    /// What is listed.
    pub what: Listed,
    /// The filter on their state.
    pub only: Only,
    /// The words to filter by.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// The first row of the window.
    pub first: usize,
    /// The number of rows in the window.
    pub rows: usize,
    /// The selected row, which the window follows.
    pub keep: Option<ItemId>,
}

/// A window on the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Its first row.
    pub first: usize,
    /// The number of rows.
    pub rows: usize,
}

/// The part of a list that is shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ListPage {
    /// The list.
    pub listing: Option<Listing>,
    /// The first row of the window.
    pub first: usize,
    /// The rows of the window.
    pub rows: Vec<(ItemId, ListRow)>,
    /// The place of the selected row.
    pub kept: Option<usize>,
    /// The selected row.
    pub keeps: Option<ItemId>,
    /// The number of rows in the list.
    pub count: usize,
    /// What is left of them, by currency.
    pub sums: BTreeMap<Currency, i128>,
    /// Whether the whole list has been read.
    pub is_whole: bool,
}

/// A request about the list being read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListAsk {
    /// Begin another list.
    Begin(Listing),
    /// Read on.
    ReadOn,
    /// Show another window.
    Window(Window),
}

impl Listing {
    /// Whether another listing has the same rows in the same order.
    pub(super) fn is_same(&self, other: &Listing) -> bool {
        (self.what, self.only, self.sort, &self.filter)
            == (other.what, other.only, other.sort, &other.filter)
    }
}
