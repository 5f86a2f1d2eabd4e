//! An open bank line and its suggestions. May use: domain, matching, the ledger's answers.

use crate::domain::{Code, Money, Number};
use crate::ledger::query::show::ShownBankLine;
use crate::matching::Certainty;

use super::reasons::MatchReason;

/// The source of money that is to be matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineSource {
    /// It is a line of a bank statement.
    Bank,
    /// It is on the suspense list.
    Suspense,
}

/// An open bank line, or money on the suspense list, with its suggestions.
#[derive(Clone, Debug)]
pub struct SuggestedLine {
    /// Its source.
    pub source: LineSource,
    /// The line; a receipt on the suspense list is shown as one, with its own number.
    pub line: ShownBankLine,
    /// The suggestions, the best first.
    pub suggestions: Vec<SuggestedMatch>,
}

/// A suggestion for a bank line.
#[derive(Clone, Debug)]
pub struct SuggestedMatch {
    /// The customer.
    pub customer: Code,
    /// The customer's name.
    pub name: String,
    /// How far it may be trusted.
    pub certainty: Certainty,
    /// Why, the strongest first.
    pub reasons: Vec<MatchReason>,
    /// The amounts for invoices.
    pub allocate: Vec<SuggestedShare>,
    /// The amount that stays on account.
    pub rest: Money,
    /// The fee that the bank or the operator kept.
    pub fee: Money,
    /// The early-payment discounts of all invoices.
    pub discount: Money,
    /// The amount that stays open on the invoices.
    pub short: Money,
    /// The payment that the line returns.
    pub returns: Option<Number>,
    /// The payment in the book that the line is; nothing new is posted.
    pub links: Option<Number>,
    /// The credit note that settles the rest of the invoice.
    pub credit: Option<SuggestedCredit>,
}

/// A credit note that is allocated to an invoice with the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedCredit {
    /// The credit note.
    pub credit_note: Number,
    /// The invoice.
    pub invoice: Number,
    /// The amount.
    pub amount: Money,
}

impl SuggestedMatch {
    /// The customers whose invoices would be paid, each once with its name: first the one who pays.
    pub fn customers(&self) -> Vec<(&Code, &str)> {
        let mut all = vec![(&self.customer, self.name.as_str())];
        for share in &self.allocate {
            let owner = (&share.customer, share.name.as_str());
            if !all.contains(&owner) {
                all.push(owner);
            }
        }
        all
    }

    /// Whether two suggestions would make the same of the line, whatever their reasons.
    pub fn is_same(&self, other: &SuggestedMatch) -> bool {
        let becomes = |it: &SuggestedMatch| (it.returns.clone(), it.links.clone(), it.rest, it.fee);
        self.customer == other.customer
            && self.allocate == other.allocate
            && self.credit == other.credit
            && becomes(self) == becomes(other)
    }
}

/// The amount of a line for one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedShare {
    /// The customer of the invoice.
    pub customer: Code,
    /// That customer's name.
    pub name: String,
    /// The invoice.
    pub invoice: Number,
    /// The amount.
    pub amount: Money,
    /// Whether the rest of the invoice is an early-payment discount.
    pub discount: bool,
}
