//! Credit notes in full. May use: the rest of the ledger, domain.

use serde::{Deserialize, Serialize};

use crate::domain::event::{CreditBroughtIn, CreditNoteIssued, CustomerDetails, FiscalReceipt};
use crate::domain::pricing::{Line, Prices};
use crate::domain::{Code, Currency, Day, Money, Number, Plain};

use super::deliveries::ShownDelivery;
use super::parties::{Parties, Seller};
use super::parts::{ShownAllocation, ShownTax};
use super::since::{Since, issued_or_void};
use super::taxes::taxes;

/// A credit note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCreditNote {
    /// Its number.
    pub credit_note: Number,
    /// The original; `None` for a credit brought in from another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The customer.
    pub customer: Code,
    /// Its date.
    pub date: Day,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `issued` or `void`.
    pub state: String,
    /// The day from which it does not count any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
    /// The entry that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_entry: Option<u64>,
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
    pub on_account: Money,
    /// The day for which that is computed, if the document's date is in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Its lines, if it has any.
    pub lines: Vec<Line>,
    /// Its taxes, at the original's rates.
    pub taxes: Vec<ShownTax>,
    /// Its allocations.
    pub allocations: Vec<ShownAllocation>,
    /// The buyer, as on the original.
    pub buyer: CustomerDetails,
    /// The customer's own document language today, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The seller.
    pub seller: Seller,
    /// Its deliveries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<ShownDelivery>,
    /// The receipt of a billing machine, if one was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_receipt: Option<FiscalReceipt>,
    /// The entry that holds it.
    pub entry: u64,
}

/// A credit note on an invoice.
pub(super) fn credit_note(
    parties: Parties,
    event: CreditNoteIssued,
    since: Since,
) -> ShownCreditNote {
    ShownCreditNote {
        state: issued_or_void(&since),
        ended: since.ended.map(|(_, end)| end.date),
        ended_entry: since.ended.map(|(entry, _)| entry),
        credit_note: event.credit_note,
        invoice: Some(event.invoice),
        customer: event.customer,
        buyer: parties.buyer,
        language: parties.language,
        seller: parties.seller,
        date: event.date,
        reason: Some(event.reason),
        currency: event.currency,
        rate: event.rate,
        prices: event.prices,
        net: event.net,
        tax: event.tax,
        total: event.total,
        on_account: since.left,
        as_of: since.as_of,
        lines: event.lines,
        taxes: taxes(&event.taxes),
        allocations: since.allocations,
        deliveries: since.deliveries,
        fiscal_receipt: since.fiscal_receipt,
        entry: since.entry,
    }
}

/// A credit that was brought in from another system.
pub(super) fn brought_in(
    parties: Parties,
    event: CreditBroughtIn,
    since: Since,
) -> ShownCreditNote {
    ShownCreditNote {
        state: issued_or_void(&since),
        ended: since.ended.map(|(_, end)| end.date),
        ended_entry: since.ended.map(|(entry, _)| entry),
        credit_note: event.credit_note,
        invoice: None,
        customer: event.customer,
        buyer: parties.buyer,
        language: parties.language,
        seller: parties.seller,
        date: event.date,
        reason: None,
        currency: event.currency,
        rate: event.rate,
        prices: Prices::Exclusive,
        net: event.net,
        tax: event.tax,
        total: event.total,
        on_account: since.left,
        as_of: since.as_of,
        lines: event.lines,
        taxes: taxes(&event.taxes),
        allocations: since.allocations,
        deliveries: since.deliveries,
        fiscal_receipt: since.fiscal_receipt,
        entry: since.entry,
    }
}
