//! What is agreed on the phone in sentences, one for each part: what a wrap-up will post, or what is
//! taken back. May use: domain.

use crate::domain::delivery::DeliveryWay;
use crate::domain::event::{CallbackScheduled, DeliveryQueued, DisputeOpened, PromiseMade};
use crate::domain::{CallOutcome, Event, Moment, Number};

use super::said::Voice;

impl Voice<'_> {
    /// The sentences for events that are parts of an agreement, or take parts back; `None` for other
    /// events.
    pub fn agreed(&self, events: &[&Event], time: &dyn Fn(Moment) -> String) -> Vec<String> {
        // A callback is done if the call was for it, or if the call in which it was agreed is taken
        // back.
        let is_taken_back = events.iter().any(|event| matches!(event, Event::WrapUpUndone(_)));
        events.iter().filter_map(|event| self.part(event, is_taken_back, time)).collect()
    }

    fn part(
        &self,
        event: &Event,
        is_taken_back: bool,
        time: &dyn Fn(Moment) -> String,
    ) -> Option<String> {
        let taken_back = |words: &str, number: &Number| {
            Some(self.words.say(words, &[("number", number.0.as_str())]))
        };
        match event {
            Event::CallWrapped(event) => self.outcome(event.outcome?),
            Event::PromiseMade(event) => Some(self.promise(event)),
            Event::DisputeOpened(event) => Some(self.dispute(event)),
            Event::CallbackScheduled(event) => Some(self.callback(event, time)),
            Event::DeliveryQueued(event) => Some(self.delivery(event)),
            Event::PromiseWithdrawn(event) => taken_back("agreed-no-promise", &event.promise),
            Event::DisputeMoved(event) => taken_back("agreed-no-dispute", &event.dispute),
            Event::CallbackDone(event) => {
                let words =
                    if is_taken_back { "agreed-no-callback" } else { "agreed-callback-done" };
                taken_back(words, &event.callback)
            }
            Event::WrapUpUndone(event) if !event.reopened.is_empty() => {
                let numbers: Vec<&str> = event.reopened.iter().map(|it| it.0.as_str()).collect();
                Some(self.words.say("agreed-reopened", &[("numbers", &numbers.join(", "))]))
            }
            Event::DeliveryCancelled(event) => taken_back("agreed-no-delivery", &event.delivery),
            _ => None,
        }
    }

    /// The outcome of a call in which nobody was reached.
    fn outcome(&self, outcome: CallOutcome) -> Option<String> {
        let word = self.words.word(outcome.word());
        let is_other = outcome != CallOutcome::Spoke;
        is_other.then(|| self.words.say("agreed-outcome", &[("outcome", &word)]))
    }

    fn promise(&self, event: &PromiseMade) -> String {
        let amount = self.amount(event.currency, event.amount);
        let by = (self.day)(event.by);
        let parts = [("amount", amount.as_str()), ("by", &by), ("invoice", &event.invoice.0)];
        self.words.say("agreed-promise", &parts)
    }

    fn dispute(&self, event: &DisputeOpened) -> String {
        let amount = self.amount(event.currency, event.amount);
        let reason = self.words.word(&event.reason);
        let parts =
            [("amount", amount.as_str()), ("reason", &reason), ("invoice", &event.invoice.0)];
        self.words.say("agreed-dispute", &parts)
    }

    fn callback(&self, event: &CallbackScheduled, time: &dyn Fn(Moment) -> String) -> String {
        let at = time(event.at);
        let note = event.text.as_ref().and_then(|text| text.note.as_deref());
        match note {
            None => self.words.say("agreed-callback", &[("at", &at)]),
            Some(note) => {
                self.words.say("agreed-callback-about", &[("at", at.as_str()), ("note", note)])
            }
        }
    }

    fn delivery(&self, event: &DeliveryQueued) -> String {
        let statement = self.words.say("agreed-statement", &[]);
        let what = event.document.as_ref().map_or(statement, |number| number.0.clone());
        let to = event.text.as_ref().and_then(|text| text.contact.as_deref());
        let words = match (event.by, to) {
            (DeliveryWay::Email, _) => "agreed-send-email",
            (DeliveryWay::Print, _) => "agreed-send-print",
            (DeliveryWay::Hand, Some(_)) => "agreed-hand-to",
            (DeliveryWay::Hand, None) => "agreed-hand",
        };
        self.words.say(words, &[("what", what.as_str()), ("to", to.unwrap_or_default())])
    }
}
