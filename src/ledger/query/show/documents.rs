//! Documents in full: invoices, payments, refunds, write-offs.

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
    /// The terms it was issued on, without the discount if it earns none.
    pub terms: Terms,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// The customer's own document language today, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The early-payment discount, if the terms give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPayment>,
    /// Its currency.
    pub currency: Currency,
    /// The exchange rate: book currency per unit of foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices include taxes.
    pub prices: Prices,
    /// The sum of the nets.
    pub net: Money,
    /// The sum of the taxes.
    pub tax: Money,
    /// Net plus tax.
    pub total: Money,
    /// What is left of it.
    pub outstanding: Money,
    /// The day for which that is computed, if the document's date is in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// How much of that is disputed.
    pub disputed: Money,
    /// Whether it was brought in from another system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opening: bool,
    /// The lines.
    pub lines: Vec<Line>,
    /// Allowances on the whole document.
    pub allowances: Vec<Adjustment>,
    /// Charges on the whole document.
    pub charges: Vec<Adjustment>,
    /// Its taxes.
    pub taxes: Vec<ShownTax>,
    /// Its allocations.
    pub allocations: Vec<ShownAllocation>,
    /// Its deliveries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<ShownDelivery>,
    /// The receipt of a billing machine, if one was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_receipt: Option<FiscalReceipt>,
    /// What it charges interest for, if it is a late fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_fee: Option<ShownLateFee>,
    /// The entry that holds it.
    pub entry: u64,
}

/// The subject of a late fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownLateFee {
    /// The overdue invoice.
    pub invoice: Number,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period.
    pub through: Day,
    /// The parts of the interest; each that is not zero is a line.
    pub parts: Vec<FeePart>,
    /// What rounding left over for the next period, in 365,000,000ths of a minor unit.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub remainder: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_nothing(remainder: &i64) -> bool {
    *remainder == 0
}

impl ShownLateFee {
    /// The subject of the fee with this number, from its entry.
    fn of(events: &[Event], number: &Number) -> Option<ShownLateFee> {
        events.iter().find_map(|event| match event {
            Event::LateFeeCharged(event) if event.fee == *number => Some(ShownLateFee {
                invoice: event.invoice.clone(),
                from: event.from,
                through: event.through,
                parts: event.parts.clone(),
                remainder: event.remainder,
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
    /// The exchange rate: book currency per unit of foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// What is left of it.
    pub on_account: Money,
    /// The day for which that is computed, if the document's date is in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The payment method.
    pub method: Method,
    /// The payer's or the bank's reference.
    pub reference: Option<String>,
    /// The tax code of a certificate, whose number is the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// How much of a certificate no longer counts, because the invoice it settled was credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Money>,
    /// `posted`, `bounced` or `reversed`; `taken_back` for a certificate none of which counts.
    pub state: String,
    /// The day from which it does not count any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
    /// The entry that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_entry: Option<u64>,
    /// Its allocations.
    pub allocations: Vec<ShownAllocation>,
    /// The customer's current details.
    pub buyer: CustomerDetails,
    /// The customer's own document language today, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The seller.
    pub seller: Seller,
    /// The deliveries of its receipt.
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
    /// The day from which it does not count any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
    /// The entry that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_entry: Option<u64>,
    /// How much of it the customer owes again, because its payment was returned.
    pub outstanding: Money,
    /// The day since which that is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The day for which that is computed, if the document's date is in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Its source.
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
    /// How much of it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Money>,
    /// Its allocations.
    pub allocations: Vec<ShownAllocation>,
    /// The entry that holds it.
    pub entry: u64,
}

/// A document in full, as of today, or as of its own date if that is later.
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

/// A document that is known in part, as of today: nothing is left yet of one dated in the future.
pub(in crate::ledger::query) fn document_after(
    view: &View,
    id: ItemId,
    row: ItemRow,
    known: &ReadSoFar,
) -> Result<Shown, LedgerError> {
    let when = When { as_of: view.today, known_at: view.head()? };
    whole(view, id, row, known, when)
}

/// A document in full, at a moment.
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
            Shown::Refund(ShownRefund {
                event,
                state,
                ended: since.ended.map(|(_, end)| end.date),
                ended_entry: since.ended.map(|(entry, _)| entry),
                outstanding: since.left,
                due: item::owed_since(view.rows, id, when)?,
                as_of: since.as_of,
                allocations: since.allocations,
                entry: since.entry,
            })
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
        // Not owed yet if it is dated in the future.
        left if left.is_zero() && since.is_there => "settled",
        _ if !since.is_there => "open",
        left if left == event.total => "open",
        _ => "part_paid",
    };
    // The customer's terms may give a discount, but a late fee or a document from elsewhere earns none.
    let terms = match event.early_payment {
        Some(_) => event.terms,
        None => event.terms.without_discount(),
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
        terms,
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
        state: match since.ended.map(|(_, end)| end.kind) {
            None if since.taken_back == event.amount => "taken_back",
            None => "posted",
            Some(MoveKind::Bounced) => "bounced",
            Some(_) => "reversed",
        }
        .into(),
        ended: since.ended.map(|(_, end)| end.date),
        ended_entry: since.ended.map(|(entry, _)| entry),
        allocations: since.allocations,
        deliveries: since.deliveries,
        entry: since.entry,
    }
}
