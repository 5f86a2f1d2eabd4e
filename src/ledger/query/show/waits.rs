//! Whether a case is open. May use: the rest of the ledger.

use crate::domain::Number;
use crate::domain::dispute::DisputeState;
use crate::ledger::cases;
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::plans::{self, PlanState};
use crate::ledger::promises;
use crate::ledger::query::View;
use crate::ledger::query::told::today;
use crate::ledger::tables::{CALLBACKS, CaseKind, DISPUTES, ItemId, OUTBOX, PLANS, PROMISES};
use crate::store::rows::LedgerError;

/// The number of an open case: a live dispute, an open promise, or a callback still to be made.
pub(in crate::ledger::query) fn waiting(
    view: &View,
    claims: &ClaimsByAccount,
    (kind, id): (CaseKind, ItemId),
) -> Result<Option<Number>, LedgerError> {
    let rows = view.rows;
    Ok(match kind {
        // An account has many calls, and none has a step.
        CaseKind::Call => None,
        CaseKind::Delivery => {
            let row = OUTBOX.need(rows, &id)?;
            row.state.waits().then_some(row.number)
        }
        CaseKind::Callback => match cases::steps(rows, id)?.is_empty() {
            true => Some(CALLBACKS.need(rows, &id)?.number),
            false => None,
        },
        CaseKind::Promise => {
            let row = PROMISES.need(rows, &id)?;
            let claims = claims.of(row.account, today(view, row.date));
            let is_open = promises::is_open(&claims, id, &row)?;
            is_open.then_some(row.number)
        }
        CaseKind::Plan => {
            let row = PLANS.need(rows, &id)?;
            let state =
                plans::judge(&claims.of(row.account, today(view, row.date)), id, &row)?.state;
            let is_over = matches!(state, PlanState::Finished | PlanState::Cancelled);
            (!is_over).then_some(row.number)
        }
        CaseKind::Dispute => {
            let steps = cases::steps(rows, id)?;
            let last = steps.iter().rev().find_map(|(_, step)| step.step.dispute_state());
            match last.unwrap_or(DisputeState::New).is_live() {
                true => Some(DISPUTES.need(rows, &id)?.number),
                false => None,
            }
        }
    })
}
