//! An open bank line and what it may be. May use: domain, matching, the ledger's answers.

use crate::domain::{Code, Money, Number};
use crate::ledger::query::show::ShownBankLine;
use crate::matching::Certainty;

use super::reasons::MatchReason;

/// Where money is from that is to be matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineSource {
    /// It is a line of a bank statement.
    Bank,
    /// It is on the suspense list.
    Suspense,
}

/// An open bank line or money on the suspense list, with what it may be.
#[derive(Clone, Debug)]
pub struct SuggestedLine {
    /// Which of them.
    pub source: LineSource,
    /// The line; a receipt of the suspense list is told as one, under its own number.
    pub line: ShownBankLine,
    /// What it may be, the best first.
    pub suggestions: Vec<SuggestedMatch>,
}

/// What a bank line may be.
#[derive(Clone, Debug)]
pub struct SuggestedMatch {
    /// Whose payment.
    pub customer: Code,
    /// The customer's name.
    pub name: String,
    /// How far it may be trusted.
    pub certainty: Certainty,
    /// Why, the strongest first.
    pub reasons: Vec<MatchReason>,
    /// How much goes to which invoice.
    pub allocate: Vec<SuggestedShare>,
    /// What stays on account.
    pub rest: Money,
    /// What the bank or the operator kept.
    pub fee: Money,
    /// What paying early takes off, all invoices together.
    pub discount: Money,
    /// What stays open on the invoices.
    pub short: Money,
    /// The payment that the line returns.
    pub returns: Option<Number>,
    /// The payment of the book that the line is; nothing is made anew.
    pub links: Option<Number>,
}

impl SuggestedMatch {
    /// Whether the line would become the same, whatever speaks for it.
    pub fn is_same(&self, other: &SuggestedMatch) -> bool {
        let becomes = |it: &SuggestedMatch| (it.returns.clone(), it.links.clone(), it.rest, it.fee);
        self.customer == other.customer
            && self.allocate == other.allocate
            && becomes(self) == becomes(other)
    }
}

/// How much of a line goes to an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedShare {
    /// Whose invoice it is.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// How much.
    pub amount: Money,
    /// Whether the rest of it is what paying early takes off.
    pub discount: bool,
}
