//! One thing of the book, whole: a customer, a document, a case, a draft, an item of the catalogue.

mod cases;
mod customer;
mod documents;
mod sales;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Number, Refusal, Rule};
use crate::ledger::item;
use crate::ledger::rows::Stop;
use crate::ledger::tables::{CASES, DRAFTS, SOLD};

use super::{Question, View};

pub use cases::*;
pub use customer::*;
pub use documents::*;
pub use sales::*;

/// Asks for whatever has this number or code.
#[derive(Clone, Debug)]
pub struct Show {
    /// A document's or a case's number, a customer's code, or an item's.
    pub what: String,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant)] // one at a time, on its way to be printed
pub enum Shown {
    /// A customer.
    Customer(ShownCustomer),
    /// An invoice.
    Invoice(ShownInvoice),
    /// A credit note.
    CreditNote(ShownCreditNote),
    /// A payment.
    Payment(ShownPayment),
    /// A refund.
    Refund(ShownRefund),
    /// A write-off.
    WriteOff(ShownWriteOff),
    /// A dispute.
    Dispute(ShownDispute),
    /// A promise.
    Promise(ShownPromise),
    /// A call.
    Call(ShownCall),
    /// A callback.
    Callback(ShownCallback),
    /// A draft.
    Draft(ShownDraft),
    /// An item of the catalogue.
    Item(ShownItem),
}

impl Question for Show {
    type Answer = Shown;

    fn answer(&self, view: &View) -> Result<Shown, Stop> {
        let number = Number(self.what.clone());
        if let Some((id, row)) = item::item(view.rows, &number)? {
            return Ok(documents::document(view, id, row)?);
        }
        if let Some((kind, id)) = CASES.get(view.rows, &number.folded())? {
            return Ok(cases::case(view, kind, id)?);
        }
        if let Some(count) = number.draft_count()
            && let Some(row) = DRAFTS.get(view.rows, &count)?
        {
            return Ok(Shown::Draft(sales::draft(view, count, row)?));
        }
        let code = Code(self.what.clone());
        if let Some((id, account)) = item::live_account(view.rows, &code, u64::MAX)? {
            return Ok(Shown::Customer(customer(view, id, account)?));
        }
        if let Some(row) = SOLD.get(view.rows, &code.folded())? {
            return Ok(Shown::Item(sales::sold(view, row)?));
        }
        Err(match item::unknown_customer(view.rows, "what", &code) {
            Stop::Refused(refusal) => Refusal { rule: Rule::QueryUnknown, ..refusal }.into(),
            failed @ Stop::Ledger(_) => failed,
        })
    }
}
