//! When accounts paid last. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Code, Day};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{AccountId, BY_ACCOUNT, ITEMS, ItemId, ItemKind, ItemRow};
use crate::store::rows::{LedgerError, Stop};

use super::{AsOf, Needs, Question, View};

/// The most accounts asked about at once.
const MOST: usize = 1_000;

/// When an account paid last, as far back as the newest items of it and of what was merged into it
/// go. What bounced or was entered by mistake was not paid; neither was tax that was withheld, nor what
/// was settled before the book began on a day that is not known.
pub fn last_paid(view: &View, account: AccountId) -> Result<Option<Day>, LedgerError> {
    const LOOKED_AT: usize = 64;
    let mut last = None;
    for member in merged::members(view.rows, account, When::ALL)? {
        for row in BY_ACCOUNT.newest(view.rows, &member.id).take(LOOKED_AT) {
            let ((_, id), ()) = row?;
            let row = ITEMS.need(view.rows, &id)?;
            if is_money_of_its_day(view, id, &row)? && item::ended(view.rows, id)?.is_none() {
                last = last.max(Some(row.date));
                break;
            }
        }
    }
    Ok(last)
}

/// Whether an item is money that came on its day. What an opening balance says of earlier payments has the
/// day of its invoice where the day of payment is not known.
fn is_money_of_its_day(view: &View, id: ItemId, row: &ItemRow) -> Result<bool, LedgerError> {
    if row.kind != ItemKind::Payment || row.is_certificate() {
        return Ok(false);
    }
    if row.method != Some(Method::Opening) {
        return Ok(true);
    }
    for (_, moved) in item::moves(view.rows, id)? {
        let Some(settled) = moved.other else { continue };
        if ITEMS.need(view.rows, &settled)?.date < row.date {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Asks when accounts paid last.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LastPaid(pub Vec<Code>);

impl Question for LastPaid {
    const NAME: &'static str = "last_paid";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<Option<Day>>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let when = view.when(AsOf::default())?;
        let paid = |code: &Code| Ok(last_paid(view, view.account(code, when)?.0)?);
        self.0.iter().take(MOST).map(paid).collect()
    }
}
