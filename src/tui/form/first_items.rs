//! How many of the account's open items a form knows: the first ones, and more once it needs them.
//! May use: the form.

use crate::tui::layer::Step;
use crate::tui::worker::{FirstItems, Question};

use super::grid::Grid;
use super::spec::Entry;
use super::{Form, Place};

impl Form {
    /// Asks for the account, with as many of its open items as are needed here.
    pub(super) fn ask_account(&self) -> Option<Step> {
        let code = self.subject.customer.clone()?;
        Some(Step::Ask(Question::Account(code, self.first.clone())))
    }

    /// Asks for more of the open items where what is known may not be enough.
    pub(super) fn more_items(&mut self) -> Option<Step> {
        let balance = &self.account.as_ref()?.balance;
        let rows = balance.items.iter().filter(|item| item.outstanding.is_positive()).count();
        let row = match self.at {
            Place::Cell(row, _) => row,
            Place::Field(_) => 0,
        };
        let has_items = matches!(self.grid, Grid::Shares(_)) || self.has_item_field();
        let asks = match self.types_item() {
            true => balance.has_more() && self.first.most < usize::MAX,
            false => has_items && self.first.reach(row, rows, balance),
        };
        if asks && self.types_item() {
            self.first = FirstItems::ALL;
        }
        if asks { self.ask_account() } else { None }
    }

    fn has_item_field(&self) -> bool {
        self.spec.fields.iter().any(|field| field.entry == Entry::Item)
    }

    /// Whether the end of an item's number was typed: it may be that of any item.
    fn types_item(&self) -> bool {
        let fields = self.spec.fields.iter().zip(&self.fields);
        let mut items = fields.filter(|(spec, _)| spec.entry == Entry::Item);
        items.any(|(_, text)| text.is_touched && !text.value().trim().is_empty())
    }
}
