//! Decides `confirm_clock`, by which an administrator confirms a doubted clock.

use crate::domain::command::ConfirmClock;
use crate::domain::event::{ClockConfirmed, FreeText};
use crate::domain::{Refusal, Rule, text};
use crate::store::rows::Stop;

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn confirm_clock(&mut self, command: &ConfirmClock) -> Result<Decided, Stop> {
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let doubted = self.desk.doubted;
        let last = doubted.ok_or_else(|| Refusal::new(Rule::ClockNotInDoubt, ""))?;
        let event = ClockConfirmed { now: self.desk.now, last, reason };
        Ok(Decided { date: self.desk.today, events: vec![event.into()] })
    }
}
