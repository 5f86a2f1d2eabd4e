//! Events of documents: issued, brought in, credited, voided.

use serde::{Deserialize, Serialize};

use super::FreeText;
use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, overridden_version, place, with,
};
use crate::domain::pricing::{Adjustment, Line, Prices};
use crate::domain::tax::TaxGroup;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Money, Number, Plain, plain};

/// The rules that were overridden, and the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
    /// The names of the rules that would have refused.
    pub rules: Vec<String>,
}

/// An early-payment discount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlyPayment {
    /// The last day on which the payment may arrive.
    pub until: Day,
    /// The amount deducted.
    pub discount: Money,
}

impl EarlyPayment {
    /// The early-payment discount on the whole debt; `None` if the terms give none.
    pub fn of(terms: Terms, total: Money, date: Day) -> Option<EarlyPayment> {
        let (until, percent) = terms.early(date)?;
        let discount = plain::exact_product(&[total.decimal(), percent.share()])?;
        let discount = Money::from_decimal(discount, total.scale())?;
        discount.is_positive().then_some(EarlyPayment { until, discount })
    }
}

/// An invoice was issued. It never changes after that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// Its number.
    pub invoice: Number,
    /// The series the number was taken from.
    pub series: String,
    /// The customer who owes it.
    pub customer: Code,
    /// The buyer, frozen: the number of the entry with the customer's details at the time.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// The due date.
    pub due: Day,
    /// The terms it was issued on.
    pub terms: Terms,
    /// The early-payment discount, if the terms give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPayment>,
    /// The customer's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The document's currency.
    pub currency: Currency,
    /// The exchange rate: book currency per unit of foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices include taxes.
    pub prices: Prices,
    /// The lines.
    pub lines: Vec<Line>,
    /// Allowances on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Adjustment>,
    /// Charges on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Adjustment>,
    /// One group for each set of taxes.
    pub taxes: Vec<TaxGroup>,
    /// The sum of the nets.
    pub net: Money,
    /// The sum of the taxes.
    pub tax: Money,
    /// Net plus tax: what is owed.
    pub total: Money,
    /// The draft it was issued from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Number>,
    /// How it was brought in from another system, with the number it has there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The rules that were overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

impl EventKind for InvoiceIssued {
    const FACTS: EventFacts<InvoiceIssued> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| overridden_version(event.overridden.as_ref()),
        command: |event| match (event.opening, &event.draft) {
            (Some(opening), _) => opening.command(),
            (None, Some(_)) => "issue_draft",
            (None, None) => "issue_invoice",
        },
        date: |event| Some(event.date),
        amount: |event| Some(event.total),
        made: |event| Some(("invoice", &event.invoice.0)),
        touches: |event| with(vec![&event.customer.0, &event.invoice.0], event.draft.as_ref()),
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Overridden(place!(overridden)),
        overridden: |event| event.overridden.as_ref(),
        entered_rate: |event| Some((event.currency, event.rate?)),
    };
}

/// How a document was brought in from another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// With its lines.
    Invoice,
    /// As an amount.
    Receivable,
}

impl Opening {
    /// The command that brings it in.
    fn command(self) -> &'static str {
        match self {
            Opening::Invoice => "bring_in_invoice",
            Opening::Receivable => "bring_in_receivable",
        }
    }
}

/// A credit was brought in from another system, under its number there and without an original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditBroughtIn {
    /// Its number.
    pub credit_note: Number,
    /// How it was brought in.
    pub opening: Opening,
    /// The customer who is credited.
    pub customer: Code,
    /// The buyer, frozen: the number of the entry with the customer's details at the time.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// Its currency.
    pub currency: Currency,
    /// The exchange rate: book currency per unit of foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The lines, with quantities as they came, so that the document reads as it did.
    pub lines: Vec<Line>,
    /// One group for each set of taxes, never negative.
    pub taxes: Vec<TaxGroup>,
    /// The sum of the nets.
    pub net: Money,
    /// The sum of the taxes.
    pub tax: Money,
    /// Net plus tax: what is credited.
    pub total: Money,
}

impl EventKind for CreditBroughtIn {
    const FACTS: EventFacts<CreditBroughtIn> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |event| event.opening.command(),
        date: |event| Some(event.date),
        amount: |event| Some(event.total),
        made: |event| Some(("credit_note", &event.credit_note.0)),
        touches: |event| vec![&event.credit_note.0, &event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: |event| Some((event.currency, event.rate?)),
    };
}

/// A draft was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftDiscarded {
    /// The draft.
    pub draft: Number,
    /// The date.
    pub date: Day,
}

impl EventKind for DraftDiscarded {
    const FACTS: EventFacts<DraftDiscarded> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "discard_draft",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.draft.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A credit note was issued against an invoice, at the invoice's rates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteIssued {
    /// Its number.
    pub credit_note: Number,
    /// The original.
    pub invoice: Number,
    /// The customer who is credited.
    pub customer: Code,
    /// The buyer, frozen as on the original.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// The reason code.
    pub reason: String,
    /// The document's currency.
    pub currency: Currency,
    /// The original's exchange rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices include taxes.
    pub prices: Prices,
    /// The credited lines, if lines were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// One group for each of the original's, in its order; zero if nothing of it is credited.
    pub taxes: Vec<TaxGroup>,
    /// The sum of the nets.
    pub net: Money,
    /// The sum of the taxes.
    pub tax: Money,
    /// Net plus tax: what is credited.
    pub total: Money,
    /// The rules that were overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

impl EventKind for CreditNoteIssued {
    const FACTS: EventFacts<CreditNoteIssued> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| overridden_version(event.overridden.as_ref()),
        command: |_| "credit_invoice",
        date: |event| Some(event.date),
        amount: |event| Some(event.total),
        made: |event| Some(("credit_note", &event.credit_note.0)),
        touches: |event| vec![&event.credit_note.0, &event.customer.0, &event.invoice.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Overridden(place!(overridden)),
        overridden: |event| event.overridden.as_ref(),
        entered_rate: no_rate,
    };
}

/// An invoice was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceVoided {
    /// The invoice's number, which stays.
    pub invoice: Number,
    /// The effective date.
    pub date: Day,
    /// The reason, kept in the private record since version 2.
    #[serde(default, skip_serializing_if = "FreeText::is_beside")]
    pub reason: FreeText,
}

impl EventKind for InvoiceVoided {
    const FACTS: EventFacts<InvoiceVoided> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.reason.version(),
        command: |_| "void_invoice",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.invoice.0],
        whose: |event| Whose::Document(&event.invoice),
        is_about_users: false,
        private: Kept::Reason(place!(reason)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
