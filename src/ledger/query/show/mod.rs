//! One record of the book in full: a customer, a document, a case, a draft, an item of the catalogue.

mod bank;
mod cases;
mod credit_notes;
mod customer;
mod deliveries;
mod deposits;
mod documents;
mod letters;
mod parties;
mod parts;
mod plans;
mod preview;
mod sales;
mod since;
mod suspense;
mod taxes;
mod timeline;
mod waits;

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Code, Currency, Event, Number, Refusal, Rule};
use crate::ledger::item::{self, When};
use crate::ledger::named;
use crate::ledger::tables::{CASES, DEPOSITS, DRAFTS, ItemId, ItemKind, ItemRow, SOLD};
use crate::store::rows::{LedgerError, Stop};

use super::{Needs, Question, View};

pub(in crate::ledger::query) use bank::BankLines;
pub use bank::ShownBankLine;
pub use cases::*;
pub(in crate::ledger::query) use cases::{case, case_by, promise_with, standing};
pub use credit_notes::ShownCreditNote;
pub use customer::*;
pub(in crate::ledger::query) use customer::{customer, customer_alone, without_cases};
pub use deliveries::*;
pub(in crate::ledger::query) use deposits::deposit;
pub use deposits::{DepositedPayment, ShownDeposit};
pub use documents::*;
pub(in crate::ledger::query) use documents::{document, document_after};
pub(in crate::ledger::query) use letters::letter;
pub use letters::{DunnedByPlan, DunnedPlan, LettersOf, PreviewLetter, ShownLetter};
pub use parties::{CompanyOf, Seller};
pub(in crate::ledger::query) use parts::ReadSoFar;
pub use parts::{ShownAllocation, ShownTax};
pub use plans::*;
pub use preview::*;
pub use sales::*;
pub use suspense::ShownUnidentified;
pub(in crate::ledger::query) use suspense::{said, unidentified};
pub use timeline::ShownStep;
pub(in crate::ledger::query) use waits::waiting;

/// Asks for the record with this number or code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Show {
    /// The number of a document or a case, or the code of a customer or an item.
    pub what: String,
}

/// The record.
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
    /// A payment plan.
    Plan(ShownPlan),
    /// A call.
    Call(ShownCall),
    /// A callback.
    Callback(ShownCallback),
    /// A delivery.
    Delivery(ShownDelivery),
    /// Money whose payer is not known.
    Unidentified(ShownUnidentified),
    /// A line of a bank statement.
    BankLine(ShownBankLine),
    /// Payments that were banked together.
    Deposit(ShownDeposit),
    /// A dunning letter.
    Letter(ShownLetter),
    /// A draft.
    Draft(ShownDraft),
    /// An item of the catalogue.
    Item(ShownItem),
}

impl Question for Show {
    const NAME: &'static str = "show";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Shown;

    fn answer(&self, view: &View) -> Result<Shown, Stop> {
        let found = Find { what: self.what.clone() }.answer(view)?;
        found.ok_or_else(|| {
            let code = Code(self.what.clone());
            match item::unknown_customer(view.rows, "what", &code) {
                Stop::Refused(refusal) => Refusal { rule: Rule::QueryUnknown, ..refusal }.into(),
                failed @ Stop::Ledger(_) => failed,
            }
        })
    }
}

/// Asks for the record with this number or code, if there is one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Find {
    /// The number of a document or a case, or the code of a customer or an item.
    pub what: String,
}

impl Question for Find {
    const NAME: &'static str = "find";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<Shown>;

    fn answer(&self, view: &View) -> Result<Option<Shown>, Stop> {
        let number = Number(self.what.clone());
        if let Some((id, row)) = item::item(view.rows, &number)? {
            return Ok(Some(documents::document(view, id, row)?));
        }
        if let Some((kind, id)) = CASES.get(view.rows, &number.folded())? {
            return Ok(Some(cases::case(view, kind, id)?));
        }
        if let Some((id, row)) = crate::ledger::suspense::receipt(view.rows, &number)? {
            return Ok(Some(Shown::Unidentified(suspense::unidentified(view, id, row)?)));
        }
        if let Some((count, row)) = crate::ledger::bank::line(view.rows, &number)? {
            let shown = BankLines::of(view).shown(count, &row, When::ALL)?;
            return Ok(Some(Shown::BankLine(shown)));
        }
        if let Some(row) = DEPOSITS.get(view.rows, &number.folded())? {
            return Ok(Some(Shown::Deposit(deposit(view, row)?)));
        }
        if let Some((id, _)) = crate::ledger::dunning::letter(view.rows, &number)? {
            return Ok(Some(Shown::Letter(letters::by_id(view, id)?)));
        }
        if let Some(count) = number.draft_count()
            && let Some(row) = DRAFTS.get(view.rows, &count)?
        {
            let mut draft = sales::draft(view, count, row)?;
            if draft.state == "open" {
                draft.lines = preview::lines(view, &draft.content)?;
            }
            return Ok(Some(Shown::Draft(draft)));
        }
        let code = Code(self.what.clone());
        if let Some(customer) = FindCustomer(code.clone()).answer(view)? {
            return Ok(Some(Shown::Customer(customer)));
        }
        Ok(FindItem(code).answer(view)?.map(Shown::Item))
    }
}

/// Asks for the document with this number, if there is one, with everything recorded about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindDocument(pub Number);

impl Question for FindDocument {
    const NAME: &'static str = "find_document";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<Shown>;

    fn answer(&self, view: &View) -> Result<Option<Shown>, Stop> {
        let found = item::item(view.rows, &self.0)?;
        let whole = |(id, row)| documents::document_at(view, id, row, When::ALL);
        Ok(found.map(whole).transpose()?)
    }
}

/// Asks for the account that a code leads to, if there is one: its own code and its currency.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindAccount(pub Code);

impl Question for FindAccount {
    const NAME: &'static str = "find_account";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<(Code, Currency)>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = item::live_account(view.rows, &self.0, When::ALL)?;
        Ok(found.map(|(_, row)| (row.code, row.currency)))
    }
}

/// Asks for the customer that a code leads to, if there is one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindCustomer(pub Code);

impl Question for FindCustomer {
    const NAME: &'static str = "find_customer";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<ShownCustomer>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = item::live_account(view.rows, &self.0, When::ALL)?;
        found.map(|(id, account)| customer_alone(view, id, account)).transpose()
    }
}

/// Asks for the item of the catalogue with this code, if there is one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindItem(pub Code);

impl Question for FindItem {
    const NAME: &'static str = "find_item";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<ShownItem>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = named::find(&SOLD, view.rows, &self.0.0)?;
        Ok(found.map(|row| sales::sold(view, row)).transpose()?)
    }
}

/// The tax code of a certificate; `None` for any other document. Reads its entry.
pub(in crate::ledger::query) fn certificate(
    view: &View,
    id: ItemId,
    row: &ItemRow,
) -> Result<Option<String>, LedgerError> {
    if row.method != Some(Method::Withholding) || row.kind != ItemKind::Payment {
        return Ok(None);
    }
    let mut events = view.entry(id.seq, row.pos, None)?.events.into_iter();
    Ok(events.find_map(|event| match event {
        Event::PaymentRecorded(event) if event.payment == row.number => event.certificate,
        _ => None,
    }))
}
