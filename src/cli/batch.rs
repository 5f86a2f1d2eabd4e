//! Puts many deliveries in the outbox at once, and reports the result. May use: domain, the engine's
//! sessions, words.

use std::collections::VecDeque;

use clap::ValueEnum;
use serde_json::json;

use crate::domain::delivery::DeliveryWay;
use crate::domain::{Command, Envelope, Message, Rule};
use crate::engine::session::Pending;
use crate::engine::{Failure, Session};

use super::Common;
use super::output::{self, CliError, DONE, REFUSED};

/// How a batch is sent.
#[derive(Clone, Copy, ValueEnum)]
pub enum WayArg {
    /// By e-mail, to each customer's own address
    Email,
    /// On paper
    Print,
}

impl From<WayArg> for DeliveryWay {
    fn from(way: WayArg) -> DeliveryWay {
        match way {
            WayArg::Email => DeliveryWay::Email,
            WayArg::Print => DeliveryWay::Print,
        }
    }
}

/// The result of a batch.
#[derive(Default)]
pub struct BatchOutcome {
    /// Written, or put in the outbox.
    pub made: u64,
    /// There already.
    pub skipped: u64,
    /// Customers without a valid address.
    pub refused: Vec<(String, Rule)>,
    /// Customers whose document could not be made, each with the reason.
    pub failed: Vec<(String, Message)>,
    /// Whether it was interrupted before it was done.
    pub stopped: bool,
}

/// How many customers without an address or without a document are named; the JSON has them all.
const NAMED: usize = 10;

impl BatchOutcome {
    /// Reports the result, under the words for what was made; returns the exit status.
    pub fn say(&self, common: &Common, made: &'static str) -> Result<u8, CliError> {
        let words = common.words();
        if self.stopped {
            output::complain(&format!("daybook: {}", words.say("batch-stopped", &[])));
        }
        for (code, why) in self.failed.iter().take(NAMED) {
            let said = Message::new("batch-one-failed").with("customer", code).because("why", why);
            output::complain(&format!("daybook: {}", words.tell(&said)));
        }
        let mut lines = vec![words.tell(&Message::new(made).with("count", self.made))];
        if self.skipped > 0 {
            lines.push(words.tell(&Message::new("batch-skipped").with("count", self.skipped)));
        }
        if !self.refused.is_empty() {
            let named: Vec<&str> =
                self.refused.iter().take(NAMED).map(|(code, _)| code.as_str()).collect();
            let said = Message::new("batch-no-address").with("count", self.refused.len());
            lines.push(words.tell(&said.with("codes", named.join(", "))));
        }
        if !self.failed.is_empty() {
            lines.push(words.tell(&Message::new("batch-failed").with("count", self.failed.len())));
        }
        if common.json {
            let one =
                |(code, rule): &(String, Rule)| json!({"customer": code, "rule": rule.name()});
            let failed =
                |(code, why): &(String, Message)| json!({"customer": code, "why": words.tell(why)});
            output::print_json_done(&json!({
                "made": self.made, "skipped": self.skipped, "stopped": self.stopped,
                "refused": self.refused.iter().map(one).collect::<Vec<_>>(),
                "failed": self.failed.iter().map(failed).collect::<Vec<_>>(),
            }))?;
        } else {
            output::print_done(&(lines.join("\n") + "\n"))?;
        }
        let is_done = self.refused.is_empty() && self.failed.is_empty() && !self.stopped;
        Ok(if is_done { DONE } else { REFUSED })
    }

    fn receive(&mut self, (code, pending): (String, Pending)) -> Result<(), CliError> {
        const THERE: [Rule; 2] = [Rule::DeliveryQueuedAlready, Rule::DeliveryUnsure];
        const NOWHERE: [Rule; 2] = [Rule::DeliveryNoAddress, Rule::AddressMalformed];
        match pending.wait() {
            Ok(_) => self.made += 1,
            Err(Failure::Refused(refusal)) if THERE.contains(&refusal.rule) => self.skipped += 1,
            Err(Failure::Refused(refusal)) if NOWHERE.contains(&refusal.rule) => {
                self.refused.push((code, refusal.rule));
            }
            Err(failure) => return Err(failure.into()),
        }
        Ok(())
    }
}

/// The most commands that wait for their receipts together.
const TOGETHER: usize = 64;

/// Commands in progress: several share a sync.
pub struct Queueing<'a> {
    session: &'a Session,
    waiting: VecDeque<(String, Pending)>,
}

impl Queueing<'_> {
    /// Nothing in progress.
    pub fn new(session: &Session) -> Queueing<'_> {
        Queueing { session, waiting: VecDeque::new() }
    }

    /// Sends a command about a customer.
    pub fn send(
        &mut self,
        batch: &mut BatchOutcome,
        customer: String,
        command: impl Into<Command>,
    ) -> Result<(), CliError> {
        self.waiting.push_back((customer, self.session.send(Envelope::of(command))?));
        while self.waiting.len() > TOGETHER {
            self.receive(batch)?;
        }
        Ok(())
    }

    /// Waits for all commands in progress.
    pub fn finish(mut self, batch: &mut BatchOutcome) -> Result<(), CliError> {
        while !self.waiting.is_empty() {
            self.receive(batch)?;
        }
        Ok(())
    }

    fn receive(&mut self, batch: &mut BatchOutcome) -> Result<(), CliError> {
        match self.waiting.pop_front() {
            Some(one) => batch.receive(one),
            None => Ok(()),
        }
    }
}
