//! All promises, for exports. How they stand is asked by account, because all promises of an account claim the same
//! money: its claims are made once, and not again for each promise. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::promises::{self, PromiseOutcome};
use crate::ledger::tables::{AccountId, ItemId, PROMISES, PROMISES_OF, PromisedRow};
use crate::store::rows::Stop;

use super::page::{PAGE, Page, page};
use super::show::{self, ShownPromise};
use super::told::today;
use super::{Needs, Question, View};

/// Asks how promises stand, each as of today or of its own day if that is later; by account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct JudgedAfter(pub Option<AccountId>);

impl Question for JudgedAfter {
    const NAME: &'static str = "judged_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<(ItemId, PromiseOutcome), AccountId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let behind_all = ItemId { seq: u64::MAX, place: u16::MAX };
        let after = self.0.map(|account| (account, behind_all));
        let mut rows: Vec<((AccountId, ItemId), PromisedRow)> = Vec::new();
        let mut next = None;
        for found in PROMISES_OF.behind(view.rows, after.as_ref()) {
            let (key, row) = found?;
            // All promises of an account are on one page.
            let before = rows.last().map(|((account, _), _)| *account);
            if rows.len() >= PAGE && before != Some(key.0) {
                next = before;
                break;
            }
            rows.push((key, row));
        }
        Ok(Page { rows: page(view, &rows, judged)?.rows, next })
    }
}

fn judged(
    view: &View,
    rows: &[((AccountId, ItemId), PromisedRow)],
) -> Result<Vec<(ItemId, PromiseOutcome)>, Stop> {
    let claims = ClaimsByAccount::new(view.rows);
    let mut all = Vec::with_capacity(rows.len());
    for (_, row) in rows {
        let when = today(view, row.date);
        let claims = claims.of(row.account, when);
        let judged = match when.stands(row) {
            true => promises::judge_row(&claims, row)?,
            false => promises::judge(&claims, row.id, &PROMISES.need(view.rows, &row.id)?)?,
        };
        all.push((row.id, PromiseOutcome::of(&judged)));
    }
    Ok(all)
}

/// Asks for promises of which it was asked how they stand. An id of no promise is left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct JudgedPromises(pub Vec<(ItemId, PromiseOutcome)>);

impl Question for JudgedPromises {
    const NAME: &'static str = "judged_promises";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Vec<ShownPromise>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        Ok(page(view, &self.0, shown)?.rows)
    }
}

fn shown(view: &View, some: &[(ItemId, PromiseOutcome)]) -> Result<Vec<ShownPromise>, Stop> {
    let mut all = Vec::with_capacity(some.len());
    for (id, outcome) in some {
        if let Some(row) = PROMISES.get(view.rows, id)? {
            all.push(show::promise_with(view, *id, row, outcome)?);
        }
    }
    Ok(all)
}
