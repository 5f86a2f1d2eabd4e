//! The worklist of a day: whom to call, about what, and why, the most urgent first. May use: the rest of
//! the queries.
//!
//! Nothing reads all accounts. What may be work stands in tables by day
//! ([`crate::ledger::tables::WORK_BY`] and those beside it), which posting keeps: callbacks by moment,
//! promises by the day promised, disputes by the day they are due, and accounts that owe anything by
//! size and by the day on which a call about a debt may be due. The list takes customers from them, the
//! most urgent reason that there may be first, and looks at each once for all reasons there are
//! (`reasons`): a row in a table says only that there may be work, never that there is. It stops as soon
//! as nobody who was not looked at can come before the last row (`ranked`), and of each kind looks at no
//! more than four times as many customers as it may hold. So its cost follows the list, not the book;
//! within a reason its order is exact among what was looked at.
//!
//! A table holds what is posted, so the list is of today or of a day to come. Money that is dated ahead and
//! allocated counts as paid: an account that owes nothing any more is in no table.

mod debts;
mod found;
mod gather;
mod hours;
mod list;
mod listed;
mod promised;
mod ranked;
mod reasons;

use crate::domain::{Refusal, Rule};
use crate::store::overlay::Remembered;
use crate::store::rows::Stop;

use super::{AsOf, Needs, Question, View};

use gather::Gather;
pub use list::*;

/// The most rows that a list may hold.
const MOST: usize = 1_000;

impl Question for WorklistOf {
    const NAME: &'static str = "worklist";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Worklist;

    fn answer(&self, view: &View) -> Result<Worklist, Stop> {
        let date = self.date.unwrap_or(view.today);
        if date < view.today {
            let refusal = Refusal::new(Rule::WorklistPast, "date").with("given", date);
            return Err(refusal.with("today", view.today).into());
        }
        let when = view.when(AsOf { as_of: Some(date), known_at: None })?;
        let most = self.most.clamp(1, MOST);
        // Promises, plans and disputes of a customer ask for the same invoices and payments.
        let remembered = Remembered::new(view.rows);
        let view = &View { rows: &remembered, ..*view };
        let mut gather = Gather::of(view, when, (self, most))?;
        gather.read_cases()?;
        gather.callbacks()?;
        gather.cases()?;
        gather.debts()?;
        gather.unallocated()?;
        Ok(gather.list()?)
    }
}
