//! Documents, whole: invoices, payments, refunds, write-offs.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::{
    CustomerDetails, EarlyPayment, FiscalReceipt, InvoiceIssued, PaymentRecorded, RefundMade,
    WriteOffMade,
};
use crate::domain::late_fee::FeePart;
use crate::domain::pricing::{Adjustment, Line, Prices};
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Event, Money, Number, Plain};
use crate::ledger::cases;
use crate::ledger::item::{self, When};
use crate::ledger::query::View;
use crate::ledger::tables::{ItemId, ItemKind, ItemRow, MoveKind};
use crate::store::rows::LedgerError;

use super::Shown;
use super::credit_notes::{brought_in, credit_note};
use super::deliveries::ShownDelivery;
use super::parties::{Parties, Seller};
use super::parts::{ReadSoFar, ShownAllocation, ShownTax};
use super::since::{Since, issued_or_void};
use super::taxes::taxes;

/// An invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownInvoice {
    /// Its number.
    pub invoice: Number,
    /// The customer who owes it.
    pub customer: Code,
    /// The buyer as frozen on it.
    pub buyer: CustomerDetails,
    /// The seller.
    pub seller: Seller,
    /// `issued` or `void`.
    pub state: String,
    /// `open`, `part_paid` or `settled`.
    pub payment: String,
    /// Its date.
    pub date: Day,
    /// The due date.
    pub due: Day,
    /// The terms it was issued on.
    pub terms: Terms,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// The language of the customer's documents today, if the customer asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The discount for paying early, if the terms give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPayment>,
    /// Its currency.
    pub currency: Currency,
    /// Book units for one unit of a foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices include taxes.
    pub prices: Prices,
    /// All nets.
    pub net: Money,
    /// All taxes.
    pub tax: Money,
    /// Net and tax.
    pub total: Money,
    /// What is left of it.
    pub outstanding: Money,
    /// The day on which what is left of it holds, if it is dated ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// What of that is disputed.
    pub disputed: Money,
    /// Whether it was brought in from another system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opening: bool,
    /// What is billed.
    pub lines: Vec<Line>,
    /// Allowances on the whole document.
    pub allowances: Vec<Adjustment>,
    /// What is put on the document.
    pub charges: Vec<Adjustment>,
    /// Its taxes.
    pub taxes: Vec<ShownTax>,
    /// What was set against it.
    pub allocations: Vec<ShownAllocation>,
    /// What was sent of it, or is to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<ShownDelivery>,
    /// The receipt of a billing machine, where one was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_receipt: Option<FiscalReceipt>,
    /// What it charges interest for, if it is a late fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_fee: Option<ShownLateFee>,
    /// The entry that holds it.
    pub entry: u64,
}

/// What a late fee is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownLateFee {
    /// The invoice that was paid late.
    pub invoice: Number,
    /// The first day of the period.
    pub from: Day,
    /// The last one.
    pub through: Day,
    /// What it is made of; each part that comes to something is a line.
    pub parts: Vec<FeePart>,
}

impl ShownLateFee {
    /// What an entry says of the fee with this number.
    fn of(events: &[Event], number: &Number) -> Option<ShownLateFee> {
        events.iter().find_map(|event| match event {
            Event::LateFeeCharged(event) if event.fee == *number => Some(ShownLateFee {
                invoice: event.invoice.clone(),
                from: event.from,
                through: event.through,
                parts: event.parts.clone(),
            }),
            _ => None,
        })
    }
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownPayment {
    /// Its number.
    pub payment: Number,
    /// The customer who paid.
    pub customer: Code,
    /// The date.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// Book units for one unit of a foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What is left of it.
    pub on_account: Money,
    /// The day on which what is left of it holds, if it is dated ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The payment method.
    pub method: Method,
    /// The payer's or the bank's reference.
    pub reference: Option<String>,
    /// Which tax was withheld, for a certificate; its number is the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// What of a certificate counts no longer, because the invoice it settled was credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Money>,
    /// `posted`, `bounced` or `reversed`; `taken_back`, for a certificate that counts for nothing.
    pub state: String,
    /// What it was set against.
    pub allocations: Vec<ShownAllocation>,
    /// Who that is today.
    pub buyer: CustomerDetails,
    /// The language of the customer's documents today, if the customer asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The customer.
    pub seller: Seller,
    /// What was sent of its receipt, or is to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<ShownDelivery>,
    /// The entry that holds it.
    pub entry: u64,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownRefund {
    /// Its number and the rest of its event.
    #[serde(flatten)]
    pub event: RefundMade,
    /// `posted` or `reversed`.
    pub state: String,
    /// What of it the customer owes again, because the payment it came from was returned.
    pub outstanding: Money,
    /// The day on which what is left of it holds, if it is dated ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// What it was paid from.
    pub allocations: Vec<ShownAllocation>,
    /// The entry that holds it.
    pub entry: u64,
}

/// A write-off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownWriteOff {
    /// Its number and the rest of its event.
    #[serde(flatten)]
    pub event: WriteOffMade,
    /// What of it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Money>,
    /// What it was set against.
    pub allocations: Vec<ShownAllocation>,
    /// The entry that holds it.
    pub entry: u64,
}

/// A document, whole, as of today; one that is dated ahead, as of its own day.
pub(in crate::ledger::query) fn document(
    view: &View,
    id: ItemId,
    row: ItemRow,
) -> Result<Shown, LedgerError> {
    let moves = item::moves(view.rows, id)?;
    let known = ReadSoFar { moves: &moves, is_disputed: true, is_brief: false };
    let when = When { as_of: view.today.max(row.date), known_at: view.head()? };
    whole(view, id, row, &known, when)
}

/// A document of which some is known, as of today: nothing is left yet of one that is dated ahead.
pub(in crate::ledger::query) fn document_after(
    view: &View,
    id: ItemId,
    row: ItemRow,
    known: &ReadSoFar,
) -> Result<Shown, LedgerError> {
    let when = When { as_of: view.today, known_at: view.head()? };
    whole(view, id, row, known, when)
}

/// A document, whole, at a moment.
pub(in crate::ledger::query) fn document_at(
    view: &View,
    id: ItemId,
    row: ItemRow,
    when: When,
) -> Result<Shown, LedgerError> {
    let moves = item::moves(view.rows, id)?;
    let known = ReadSoFar { moves: &moves, is_disputed: true, is_brief: false };
    whole(view, id, row, &known, when)
}

fn whole(
    view: &View,
    id: ItemId,
    row: ItemRow,
    known: &ReadSoFar,
    when: When,
) -> Result<Shown, LedgerError> {
    let entry = view.entry(id.seq, row.pos, None)?;
    let late_fee = ShownLateFee::of(&entry.events, &row.number);
    let event = entry.events.into_iter().nth(usize::from(id.place));
    let since = Since::of(view, (id, &row), known, when)?;
    let on = (row.date, id.seq);
    let parties = |entry| Parties::of(view, row.account, entry, (on, known.is_brief));
    Ok(match (row.kind, event) {
        (ItemKind::Invoice, Some(Event::InvoiceIssued(event))) => {
            let parties = parties(Some(event.buyer))?;
            let disputed = match known.is_disputed {
                true => cases::disputed(view.rows, id, &row, when)?,
                false => row.amount.zero(),
            };
            let shown = invoice(parties, event, disputed, since);
            Shown::Invoice(ShownInvoice { late_fee, ..shown })
        }
        (ItemKind::CreditNote, Some(Event::CreditNoteIssued(event))) => {
            Shown::CreditNote(credit_note(parties(Some(event.buyer))?, event, since))
        }
        (ItemKind::CreditNote, Some(Event::CreditBroughtIn(event))) => {
            Shown::CreditNote(brought_in(parties(Some(event.buyer))?, event, since))
        }
        (ItemKind::Refund, Some(Event::RefundMade(event))) => {
            let state = if since.ended.is_some() { "reversed" } else { "posted" }.into();
            let Since { allocations, entry, left: outstanding, as_of, .. } = since;
            Shown::Refund(ShownRefund { event, state, outstanding, as_of, allocations, entry })
        }
        (ItemKind::WriteOff | ItemKind::OnTop, Some(Event::WriteOffMade(event))) => {
            let taken_back = Some(since.taken_back).filter(|taken| !taken.is_zero());
            let Since { allocations, entry, .. } = since;
            Shown::WriteOff(ShownWriteOff { event, taken_back, allocations, entry })
        }
        (ItemKind::Payment, Some(Event::PaymentRecorded(event))) => {
            Shown::Payment(payment(parties(None)?, event, since))
        }
        _ => {
            let why = format!("{} is not in entry {}", row.number, id.seq);
            return Err(LedgerError::Contradiction(why));
        }
    })
}

fn invoice(parties: Parties, event: InvoiceIssued, disputed: Money, since: Since) -> ShownInvoice {
    let payment = match since.left {
        // Not owed yet if it is dated ahead.
        left if left.is_zero() && since.is_there => "settled",
        _ if !since.is_there => "open",
        left if left == event.total => "open",
        _ => "part_paid",
    };
    ShownInvoice {
        invoice: event.invoice,
        customer: event.customer,
        buyer: parties.buyer,
        language: parties.language,
        seller: parties.seller,
        state: issued_or_void(&since),
        payment: payment.into(),
        date: event.date,
        due: event.due,
        terms: event.terms,
        reference: event.reference,
        early_payment: event.early_payment,
        currency: event.currency,
        rate: event.rate,
        prices: event.prices,
        net: event.net,
        tax: event.tax,
        total: event.total,
        outstanding: since.left,
        as_of: since.as_of,
        disputed,
        opening: event.opening.is_some(),
        lines: event.lines,
        allowances: event.allowances,
        charges: event.charges,
        taxes: taxes(&event.taxes),
        allocations: since.allocations,
        deliveries: since.deliveries,
        fiscal_receipt: since.fiscal_receipt,
        late_fee: None,
        entry: since.entry,
    }
}

fn payment(parties: Parties, event: PaymentRecorded, since: Since) -> ShownPayment {
    ShownPayment {
        payment: event.payment,
        customer: event.customer,
        buyer: parties.buyer,
        language: parties.language,
        seller: parties.seller,
        date: event.date,
        amount: event.amount,
        currency: event.currency,
        rate: event.rate,
        on_account: since.left,
        as_of: since.as_of,
        method: event.method,
        reference: event.reference,
        certificate: event.certificate,
        taken_back: Some(since.taken_back).filter(|taken| !taken.is_zero()),
        state: match since.ended {
            None if since.taken_back == event.amount => "taken_back",
            None => "posted",
            Some(MoveKind::Bounced) => "bounced",
            Some(_) => "reversed",
        }
        .into(),
        allocations: since.allocations,
        deliveries: since.deliveries,
        entry: since.entry,
    }
}
