//! Turns a remittance that can't be accepted into a refusal. May use: part.

use super::part::RemittanceError;
use crate::domain::{Currency, Money, Refusal, Rule};

impl RemittanceError {
    /// The refusal for the field that holds the remittance.
    #[must_use]
    pub fn refusal(self, field: &str, currency: Currency) -> Refusal {
        let money = |minor| Money::from_minor(minor, currency.scale());
        let unread = |why: &str, part: String| {
            let refusal = Refusal::new(Rule::RemittanceUnread, field);
            refusal.with("why", why).with("part", part)
        };
        match self {
            RemittanceError::Empty => unread("empty", String::new()),
            RemittanceError::NothingPaid { part } => unread("nothing_paid", part),
            RemittanceError::NotAnAmount { part, word, example } => {
                unread("not_an_amount", part).with("word", word).with("example", example)
            }
            RemittanceError::AmountOutOfRange { part, word, digits } => {
                unread("out_of_range", part).with("word", word).with("digits", digits)
            }
            RemittanceError::NoReason { part } => unread("no_reason", part),
            RemittanceError::TooMuch { part, word } => unread("too_much", part).with("word", word),
            RemittanceError::NotOpen { part, reference } => {
                let refusal = Refusal::new(Rule::RemittanceNotOpen, field);
                refusal.with("part", part).with("number", reference)
            }
            RemittanceError::Ambiguous { part, reference, numbers } => {
                let refusal = Refusal::new(Rule::RemittanceAmbiguous, field).with("part", part);
                refusal.with("number", reference).with("invoices", numbers.join(", "))
            }
            RemittanceError::Twice { part, number } => {
                let refusal = Refusal::new(Rule::RemittanceTwice, field);
                refusal.with("part", part).with("invoice", number)
            }
            RemittanceError::MoreThanOpen { part, number, open } => {
                let refusal = Refusal::new(Rule::RemittanceExceedsItem, field).with("part", part);
                refusal.with("invoice", number).with("left", money(open))
            }
            RemittanceError::InDispute { part, number, disputed } => {
                let refusal = Refusal::new(Rule::RemittanceInDispute, field).with("part", part);
                refusal.with("invoice", number).with("amount", money(disputed))
            }
            RemittanceError::MoreThanPaid { sum, amount } => {
                let refusal = Refusal::new(Rule::RemittanceExceedsPayment, field);
                refusal.with("total", money(sum)).with("amount", money(amount))
            }
        }
    }
}
