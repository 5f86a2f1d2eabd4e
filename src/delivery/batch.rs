//! Puts many deliveries in the outbox at once: several wait for their receipts together. May use: domain,
//! the engine's sessions.

use std::collections::VecDeque;

use crate::domain::{Command, Envelope, Message, Rule};
use crate::engine::session::Pending;
use crate::engine::{Failure, Session};

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

impl BatchOutcome {
    fn receive(&mut self, (code, pending): (String, Pending)) -> Result<(), Failure> {
        const THERE: [Rule; 2] = [Rule::DeliveryQueuedAlready, Rule::DeliveryUnsure];
        const NOWHERE: [Rule; 2] = [Rule::DeliveryNoAddress, Rule::AddressMalformed];
        match pending.wait() {
            Ok(_) => self.made += 1,
            Err(Failure::Refused(refusal)) if THERE.contains(&refusal.rule) => self.skipped += 1,
            Err(Failure::Refused(refusal)) if NOWHERE.contains(&refusal.rule) => {
                self.refused.push((code, refusal.rule));
            }
            Err(failure) => return Err(failure),
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
    ) -> Result<(), Failure> {
        self.waiting.push_back((customer, self.session.send(Envelope::of(command))?));
        while self.waiting.len() > TOGETHER {
            self.receive(batch)?;
        }
        Ok(())
    }

    /// Waits for all commands in progress.
    pub fn finish(mut self, batch: &mut BatchOutcome) -> Result<(), Failure> {
        while !self.waiting.is_empty() {
            self.receive(batch)?;
        }
        Ok(())
    }

    fn receive(&mut self, batch: &mut BatchOutcome) -> Result<(), Failure> {
        match self.waiting.pop_front() {
            Some(one) => batch.receive(one),
            None => Ok(()),
        }
    }
}
