//! Policies: locked periods, approvals, and overriding rules that allow it.
//!
//! Locks and approvals are checked in one place: every command's date passes [`Case::period_open`],
//! and every amount given away passes [`Case::approved`].

use crate::domain::event::{Costly, FreeText, Override, RulesOverridden};
use crate::domain::{Currency, Day, Event, Money, Refusal, Rule};
use crate::ledger::tables::{APPROVALS, LOCKS};
use crate::store::rows::Stop;

use super::{Case, Decided};

impl Case<'_> {
    /// Refuses a day in a locked period. A hard lock is final; a reason overrides a soft one.
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

    /// Refuses an amount that needs approval, unless a reason overrides it.
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

    /// Overrides a refusal if there is a reason, and records that. Only rules that the command
    /// declares can be overridden.
    pub(super) fn may_override(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        if self.desk.override_reason.is_none() || !self.overridable.contains(&refusal.rule) {
            return Err(refusal);
        }
        self.overridden.push(refusal.rule);
        Ok(())
    }

    /// The overridden rules and the reason, for the event.
    pub(super) fn overrides(&self) -> Option<Override> {
        let reason = self.desk.override_reason.filter(|_| !self.overridden.is_empty())?;
        let rules = self.overridden.iter().map(|rule| rule.name().to_string()).collect();
        Some(Override { reason: FreeText::new(reason.to_string()), rules })
    }

    /// Adds the overridden rules to the events, if none of them has a field for them.
    pub(super) fn with_overrides(&self, mut decided: Decided) -> Decided {
        if !decided.events.iter().any(|event| event.overridden().is_some()) {
            let overridden = self.overrides();
            let event = overridden.map(|overridden| Event::from(RulesOverridden { overridden }));
            decided.events.extend(event);
        }
        decided
    }
}
