//! Statements of many accounts, a page at a time: of every account that owes, is in credit, or had
//! activity in the period. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::{DeliveryState, StatementSpan};
use crate::domain::{Code, Day, Number};
use crate::ledger::deliveries;
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, AccountId, AccountRow, TOTALS};
use crate::store::rows::{LedgerError, Stop};

use super::page::{PAGE, Page, each, page};
use super::statement::{Statement, StatementOf, Style, statement};
use super::{Needs, Question, View};

/// Asks for the statements of the accounts after one, in the order of registration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatementsAfter {
    /// The first day; if absent, for each account the day after the last statement that was sent to it,
    /// else the first of the last day's month.
    pub from: Option<Day>,
    /// The last day.
    pub to: Day,
    /// The layout.
    pub style: Style,
    /// Accounts that get a statement even if nothing is owed and nothing happened.
    pub also: Vec<Code>,
    /// The account after which the page begins; if absent, the first page.
    pub after: Option<AccountId>,
}

/// A statement of a batch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BatchStatement {
    /// The statement.
    pub statement: Statement,
    /// The delivery of a statement to the same day in the same layout, which is not sent twice.
    pub delivery: Option<Number>,
}

impl Question for StatementsAfter {
    const NAME: &'static str = "statements_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    /// `None` in place of an account that needs no statement.
    type Answer = Page<Option<BatchStatement>, AccountId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = ACCOUNTS.behind(view.rows, self.after.as_ref()).take(PAGE);
        let rows = found.collect::<Result<Vec<_>, LedgerError>>()?;
        page(view, &rows, each(|view, id: &AccountId, row: &AccountRow| self.one(view, *id, row)))
    }
}

impl StatementsAfter {
    fn one(
        &self,
        view: &View,
        id: AccountId,
        row: &AccountRow,
    ) -> Result<Option<BatchStatement>, Stop> {
        if merged::root(view.rows, id, When::ALL)? != id {
            return Ok(None);
        }
        let is_asked_for = self.also.iter().any(|code| code.folded() == row.code.folded());
        if !is_asked_for && self.is_at_rest(view, id)? {
            return Ok(None);
        }
        let (customer, style) = (row.code.clone(), self.style);
        let (from, to) = (self.from, Some(self.to));
        let asked = StatementOf { customer, style, from, to, known_at: None, since: None };
        let (statement, has_moved) = statement(view, &asked)?;
        if !is_asked_for && !has_moved && statement.closing.is_zero() {
            return Ok(None);
        }
        let sent = deliveries::statements(view.rows, id)?.into_iter().map(|(_, row)| row);
        let same = sent.filter(|row| row.state != DeliveryState::Cancelled).find(|row| {
            row.span().is_some_and(|span| (span.to, span.style) == (self.to, self.style))
        });
        Ok(Some(BatchStatement { statement, delivery: same.map(|row| row.number) }))
    }

    /// Whether an account needs no statement because nothing is open and nothing happened; decided by
    /// its totals alone.
    fn is_at_rest(&self, view: &View, id: AccountId) -> Result<bool, LedgerError> {
        let last = deliveries::last_statement(view.rows, id, self.to, u64::MAX)?;
        let (from, since) = StatementSpan::begin(self.from, self.to, last.as_ref());
        for member in merged::members(view.rows, id, When::ALL)? {
            let totals = TOTALS.need(view.rows, &member.id)?;
            let is_empty = totals.debit.is_zero() && totals.credit.is_zero();
            let is_old = totals.latest.is_none_or(|day| day < from);
            let is_known = since.is_none_or(|since| totals.seq <= since && member.seq <= since);
            if !is_empty || !is_old || !is_known || member.date >= Some(from) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
