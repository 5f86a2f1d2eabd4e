//! Policy: what is locked, what needs approval, and overriding a rule that allows it.
//!
//! Locks and approvals are read here, whoever will set them: every command's day comes through
//! [`Case::period_open`], and whatever costs money through [`Case::approved`].

use crate::domain::event::{Costly, FreeText, Override, RulesOverridden};
use crate::domain::{Currency, Day, Event, Money, Refusal, Rule};
use crate::ledger::tables::{APPROVALS, LOCKS};
use crate::store::rows::Stop;

use super::{Case, Decided};

impl Case<'_> {
    /// Whether something may still count on a day. A hard lock is final, a soft one is opened by
    /// a reason.
    pub(super) fn period_open(&mut self, field: &str, date: Day) -> Result<(), Stop> {
        let (mut hard, mut soft): (Option<Day>, Option<Day>) = (None, None);
        for found in LOCKS.scan(self.rows(), &()) {
            let (_, lock) = found?;
            let last = if lock.hard { &mut hard } else { &mut soft };
            *last = (*last).max(Some(lock.through));
        }
        let refused = |rule, through: Day| {
            Refusal::new(rule, field).with("date", date).with("through", through)
        };
        match (hard, soft) {
            (Some(through), _) if date <= through => {
                Err(refused(Rule::PeriodLocked, through).into())
            }
            (_, Some(through)) if date <= through => {
                Ok(self.may_override(refused(Rule::PeriodSoftLocked, through))?)
            }
            _ => Ok(()),
        }
    }

    /// Whether an amount may go without somebody's approval.
    pub(super) fn approved(
        &mut self,
        what: Costly,
        currency: Currency,
        amount: Money,
    ) -> Result<(), Stop> {
        match APPROVALS.get(self.rows(), &(what as u8, currency))? {
            Some(above) if amount.minor() > above.minor() => {
                let refusal = Refusal::new(Rule::ApprovalNeeded, "amount");
                Ok(self.may_override(refusal.with("given", amount).with("above", above))?)
            }
            _ => Ok(()),
        }
    }

    /// Passes a rule that a reason overrides, and remembers that it did. Only those that the command
    /// declares can be.
    pub(super) fn may_override(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        if self.desk.override_reason.is_none() || !self.overridable.contains(&refusal.rule) {
            return Err(refusal);
        }
        self.overridden.push(refusal.rule);
        Ok(())
    }

    /// What was overridden, for the event.
    pub(super) fn overrides(&self) -> Option<Override> {
        let reason = self.desk.override_reason.filter(|_| !self.overridden.is_empty())?;
        let rules = self.overridden.iter().map(|rule| rule.name().to_string()).collect();
        Some(Override { reason: FreeText::new(reason.to_string()), rules })
    }

    /// The events, with what was overridden where none of them has a place to say so.
    pub(super) fn with_overrides(&self, mut decided: Decided) -> Decided {
        if !decided.events.iter().any(|event| event.overridden().is_some()) {
            let overridden = self.overrides();
            let event = overridden.map(|overridden| Event::from(RulesOverridden { overridden }));
            decided.events.extend(event);
        }
        decided
    }
}
