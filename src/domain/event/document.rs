//! Events of documents: what is issued, and what becomes of it.

use serde::{Deserialize, Serialize};

use crate::domain::pricing::{Adjustment, Line, Prices};
use crate::domain::tax::TaxGroup;
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Money, Number, Plain};

/// Which rules were overridden, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// The reason given.
    pub reason: String,
    /// The rules that would have refused, by name.
    pub rules: Vec<String>,
}

/// A discount for paying early.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlyPayment {
    /// The last day on which the money may come.
    pub until: Day,
    /// What is taken off.
    pub discount: Money,
}

/// An invoice was issued: frozen from here on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// Its number.
    pub invoice: Number,
    /// The series the number was taken from.
    pub series: String,
    /// Who owes it.
    pub customer: Code,
    /// The frozen buyer: the number of the customer's entry it was issued on.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// When it is due.
    pub due: Day,
    /// The terms it was issued on.
    pub terms: Terms,
    /// What paying early takes off, where the terms say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPayment>,
    /// The customer's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The document's currency.
    pub currency: Currency,
    /// Book units for one foreign unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices hold the taxes.
    pub prices: Prices,
    /// What is billed.
    pub lines: Vec<Line>,
    /// What is taken off the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Adjustment>,
    /// What is put on the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Adjustment>,
    /// A group for each set of taxes.
    pub taxes: Vec<TaxGroup>,
    /// All nets.
    pub net: Money,
    /// All taxes.
    pub tax: Money,
    /// Net and tax: what is owed.
    pub total: Money,
    /// Rules overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// A credit note was issued against an invoice, at the invoice's rates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteIssued {
    /// Its number.
    pub credit_note: Number,
    /// The original.
    pub invoice: Number,
    /// Whose credit it is.
    pub customer: Code,
    /// The frozen buyer, as on the original.
    pub buyer: u64,
    /// The document's date.
    pub date: Day,
    /// Why, as a reason code.
    pub reason: String,
    /// The document's currency.
    pub currency: Currency,
    /// The original's rate of exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// Whether unit prices hold the taxes.
    pub prices: Prices,
    /// What is credited, where lines were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// One group for each of the original's, in its order; zero where nothing of it is credited.
    pub taxes: Vec<TaxGroup>,
    /// All nets.
    pub net: Money,
    /// All taxes.
    pub tax: Money,
    /// Net and tax: what is credited.
    pub total: Money,
    /// Rules overridden.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// An invoice was voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceVoided {
    /// Its number, which stays.
    pub invoice: Number,
    /// From when on.
    pub date: Day,
    /// Why.
    pub reason: String,
}
