//! What happens when a document is taken back, in words and figures: what is voided, bounced or
//! reversed, and what becomes open again. May use: the form, the pen.

use crate::domain::dispute::MoveTo;
use crate::domain::event::DisputeMoved;
use crate::domain::{Currency, Event, Money, Number};
use crate::ledger::query::show::{Shown, ShownAllocation};
use crate::tui::page::PageLine;
use crate::tui::pen::Pen;

use super::Form;
use super::totals::events;

impl Pen<'_> {
    /// What an empty field ends, in words: the review would otherwise show nothing.
    pub(super) fn ended(&self, form: &Form) -> Vec<PageLine> {
        let words = |event: &Event| match event {
            Event::CustomerHandedOver(event) if event.to.is_none() => {
                Some("review-handed-to-nobody")
            }
            Event::CustomerGrouped(event) if event.group.is_none() => Some("review-in-no-group"),
            _ => None,
        };
        events(form).filter_map(words).map(|key| PageLine::from(self.say(key, &[]))).collect()
    }

    /// A note that a policy for late fees is dated back, so that days before today will be charged.
    pub(super) fn reaches_back(&self, form: &Form) -> Vec<PageLine> {
        let one = |event: &Event| {
            let Event::LateFeePolicySet(event) = event else { return None };
            let days = self.desk.today().days_since(event.date);
            if days <= 0 || event.yearly_percent.is_zero() {
                return None;
            }
            let (date, days) = (self.desk.day(event.date), days.to_string());
            let parts = [("date", date.as_str()), ("days", &days)];
            Some(PageLine::from(self.say("review-interest-from", &parts)))
        };
        events(form).filter_map(one).collect()
    }

    /// What is taken back, one line each: words, and the amount if the document is known.
    pub fn taken_back(&self, form: &Form) -> Vec<PageLine> {
        let shown = form.shown.as_deref();
        let one = |event: &Event| {
            let (words, number) = match event {
                Event::InvoiceVoided(event) => ("review-voids-invoice", &event.invoice),
                Event::CreditNoteVoided(event) => ("review-voids-credit-note", &event.credit_note),
                Event::PaymentBounced(event) => ("review-bounces", &event.payment),
                Event::PaymentReversed(event) => ("review-reverses-payment", &event.payment),
                Event::RefundReversed(event) => ("review-reverses-refund", &event.refund),
                Event::AllocationReversed(event) => {
                    return self.open_again(shown?, &event.allocation);
                }
                Event::DisputeMoved(event) => return self.dispute_moves(shown, event),
                _ => return None,
            };
            let words = self.say(words, &[("number", &number.0)]);
            // The credit note of a dispute that is reopened goes with it.
            Some(match shown.and_then(amount) {
                Some(amount) => PageLine::of(words, self.in_currency(form, amount)),
                None => PageLine::from(words),
            })
        };
        events(form).filter_map(one).collect()
    }

    /// A dispute that becomes void or is reopened; nothing for a step that the user typed.
    fn dispute_moves(&self, shown: Option<&Shown>, event: &DisputeMoved) -> Option<PageLine> {
        let parts = [("number", event.dispute.0.as_str())];
        let is_over = |state: &str| ["resolved", "closed"].contains(&state);
        match (shown, event.to) {
            (Some(Shown::Dispute(it)), MoveTo::Void) => {
                let words = self.say("review-dispute-void", &parts);
                Some(PageLine::of(words, self.money(it.remaining)))
            }
            (Some(Shown::Dispute(it)), to) if to != MoveTo::InProgress || !is_over(&it.state) => {
                None
            }
            (None | Some(Shown::Dispute(_)), MoveTo::InProgress) => {
                Some(PageLine::from(self.say("review-reopens-dispute", &parts)))
            }
            _ => Some(PageLine::from(self.say("review-voids-dispute", &parts))),
        }
    }

    /// The item that an allocation had settled is open again.
    fn open_again(&self, shown: &Shown, number: &Number) -> Option<PageLine> {
        let made = allocations(shown).iter().find(|made| made.allocation == *number)?;
        let words =
            self.say("review-open-again", &[("number", &made.to.0), ("from", &made.from.0)]);
        Some(PageLine::of(words, self.money(made.amount)))
    }

    fn in_currency(&self, form: &Form, amount: Money) -> String {
        let currency = form.subject.currency.as_ref().map(Currency::code).unwrap_or_default();
        self.desk.words.in_currency(currency, &self.money(amount))
    }
}

/// The amount of a document.
fn amount(shown: &Shown) -> Option<Money> {
    match shown {
        Shown::Invoice(it) => Some(it.total),
        Shown::CreditNote(it) => Some(it.total),
        Shown::Payment(it) => Some(it.amount),
        Shown::Refund(it) => Some(it.event.amount),
        Shown::WriteOff(it) => Some(it.event.amount),
        Shown::Unidentified(it) => Some(it.amount),
        Shown::BankLine(it) => Some(it.amount),
        Shown::Deposit(it) => Some(it.amount),
        Shown::Letter(it) => Some(it.amount),
        Shown::Dispute(_)
        | Shown::Promise(_)
        | Shown::Plan(_)
        | Shown::Call(_)
        | Shown::Callback(_)
        | Shown::Delivery(_)
        | Shown::Draft(_)
        | Shown::Customer(_)
        | Shown::Item(_) => None,
    }
}

fn allocations(shown: &Shown) -> &[ShownAllocation] {
    match shown {
        Shown::Invoice(it) => &it.allocations,
        Shown::CreditNote(it) => &it.allocations,
        Shown::Payment(it) => &it.allocations,
        Shown::Refund(it) => &it.allocations,
        Shown::WriteOff(it) => &it.allocations,
        _ => &[],
    }
}
