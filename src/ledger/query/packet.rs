//! Everything that belongs to a dispute, for deciding on it: the invoice, what was paid and credited on
//! it, what was said, promised and sent. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::{Number, Refusal, Rule};
use crate::ledger::cases;
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{CASES_OF, CaseKind, DISPUTES, DisputeRow, ITEMS, PROMISES_ON};
use crate::store::rows::Stop;

use super::show::{self, Shown, ShownCall, ShownDispute, ShownInvoice, ShownPromise};
use super::{Needs, Question, View};

/// The most cases of an account that are searched for calls, newest first.
const LOOKED_AT: usize = 512;

/// Asks for the packet of a dispute.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PacketOf {
    /// The dispute.
    pub dispute: Number,
}

/// Everything that belongs to a dispute, as of today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Packet {
    /// The dispute with its timeline.
    pub dispute: ShownDispute,
    /// The invoice with its lines, its allocations and its deliveries.
    pub invoice: ShownInvoice,
    /// The calls about either, and those that the dispute names, oldest first.
    pub calls: Vec<ShownCall>,
    /// The promises to pay the invoice, oldest first.
    pub promises: Vec<ShownPromise>,
}

impl Question for PacketOf {
    const NAME: &'static str = "packet";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Packet;

    fn answer(&self, view: &View) -> Result<Packet, Stop> {
        let unknown = || Refusal::new(Rule::DisputeUnknown, "dispute").with("given", &self.dispute);
        let id = cases::case(view.rows, CaseKind::Dispute, &self.dispute)?.ok_or_else(unknown)?;
        let row = DISPUTES.need(view.rows, &id)?;
        let dispute = show::dispute(view, id)?;
        let item = ITEMS.need(view.rows, &row.invoice)?;
        let Shown::Invoice(invoice) = show::document(view, row.invoice, item)? else {
            return Err(unknown().into());
        };
        let mut promises = Vec::new();
        let claims = ClaimsByAccount::new(view.rows);
        for found in PROMISES_ON.scan(view.rows, &row.invoice) {
            let ((_, promise), ()) = found?;
            promises.push(show::promise(view, &claims, promise)?);
        }
        let calls = calls(view, &row, &dispute)?;
        Ok(Packet { dispute, invoice, calls, promises })
    }
}

/// The calls about a dispute or its invoice, and those that the dispute names.
fn calls(view: &View, row: &DisputeRow, dispute: &ShownDispute) -> Result<Vec<ShownCall>, Stop> {
    let mut calls = Vec::new();
    for member in merged::members(view.rows, row.account, When::ALL)? {
        for found in CASES_OF.newest(view.rows, &member.id).take(LOOKED_AT) {
            let ((_, id), kind) = found?;
            if kind != CaseKind::Call {
                continue;
            }
            let call = show::call(view, id)?;
            let is_about =
                |number: &Number| *number == dispute.dispute || *number == dispute.invoice;
            if dispute.about.contains(&call.call) || call.about.iter().any(is_about) {
                calls.push(call);
            }
        }
    }
    calls.sort_by_key(|call| call.entry);
    Ok(calls)
}
