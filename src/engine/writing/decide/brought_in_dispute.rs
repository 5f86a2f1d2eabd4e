//! Decides on a dispute of another system. It comes with all its steps, on their days: so the same part of its invoice is in
//! dispute on every day, as of which interest is computed.

use crate::domain::command::{BroughtInChange, BroughtInSettled, BroughtInStep, OpenDispute};
use crate::domain::dispute::{DisputeState, MoveTo, Outcome};
use crate::domain::event::{
    DisputeJoined, DisputeMoved, DisputeOpened, DisputeResolved, DisputeSaid, DisputeSplit,
    ReasonDefined,
};
use crate::domain::{Day, Event, Money, Number, Refusal, Rule, text};
use crate::ledger::cases;
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, CaseKind, ItemId, ItemRow};
use crate::store::rows::Stop;

use super::allocated::End;
use super::brought_in::positive;
use super::disputes::{DUE_IN, dispute_text, note};
use super::series::not_before_item;
use super::splits::new_code;
use super::{Case, Decided};

/// A dispute, as far as its steps were decided.
struct DisputeTold {
    number: Number,
    invoice: (ItemId, ItemRow),
    state: DisputeState,
    last: Day,
    events: Vec<Event>,
}

impl DisputeTold {
    fn refused(&self, rule: Rule, field: &str) -> Refusal {
        Refusal::new(rule, field).with("dispute", &self.number)
    }

    /// Moves it to another state.
    fn move_to(&mut self, field: &str, to: MoveTo) -> Result<(), Refusal> {
        if !self.state.may_move(to) {
            let refusal = self.refused(Rule::DisputeMove, field).with("state", self.state.word());
            return Err(refusal.with("to", DisputeState::from(to).word()));
        }
        self.state = to.into();
        Ok(())
    }

    /// Refuses what happens to an open dispute alone.
    fn is_live(&self, field: &str) -> Result<(), Refusal> {
        if self.state.is_live() {
            return Ok(());
        }
        let refusal = self.refused(Rule::DisputeEnded, field);
        Err(refusal.with("state", self.state.word()))
    }

    /// An amount that is greater than zero.
    fn part(&self, field: &str, given: rust_decimal::Decimal) -> Result<Money, Refusal> {
        positive(self.invoice.1.currency, given, &format!("{field}.amount"))
    }
}

impl Case<'_> {
    /// A dispute with the number that it has in another system.
    pub(super) fn bring_in_dispute(
        &mut self,
        command: &OpenDispute,
        number: &Number,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        not_before_item("date", date, (row.date, &row.number))?;
        let number = self.foreign_number("number", number)?;
        let amount = match command.amount {
            Some(amount) => positive(row.currency, amount.0, "amount")?,
            None => row.amount,
        };
        if amount.minor() > row.amount.minor() {
            let refusal = Refusal::new(Rule::DisputeExceeds, "amount").with("given", amount);
            return Err(refusal.with("invoice", row.number).with("left", row.amount).into());
        }
        let mut events: Vec<Event> = Vec::new();
        let account = merged::root(self.rows(), row.account, When::ALL)?;
        let reason = text::visible(&command.reason).into_owned();
        let is_new = !self.reasons()?.contains(&reason);
        let reason = if is_new { new_code("reason", &reason)? } else { reason };
        let (owner, root_cause) = (command.owner.as_ref(), command.root_cause.as_ref());
        let opened = DisputeOpened {
            dispute: number.clone(),
            customer: ACCOUNTS.need(self.rows(), &account)?.code,
            invoice: row.number.clone(),
            date,
            amount,
            currency: row.currency,
            reason: reason.clone(),
            due: command.due.or_else(|| date.plus(DUE_IN)).unwrap_or(date),
            said: DisputeSaid::new(dispute_text(command.note.as_ref(), owner, root_cause)?),
            about: self.about(row.account, &command.about)?,
        };
        events.push(opened.into());
        events.extend(is_new.then(|| ReasonDefined { reason, date }.into()));
        let (state, last, invoice) = (DisputeState::New, date, (id, row));
        let mut told = DisputeTold { number, invoice, state, last, events };
        for (place, step) in command.steps.iter().enumerate() {
            self.told_step(&mut told, &format!("steps[{place}]"), step)?;
        }
        Ok(Decided { date, events: told.events })
    }

    fn told_step(
        &mut self,
        told: &mut DisputeTold,
        field: &str,
        step: &BroughtInStep,
    ) -> Result<(), Stop> {
        let date = self.happened(&format!("{field}.date"), Some(step.date))?;
        if date < told.last {
            let refusal = told.refused(Rule::DisputeBeforeLast, &format!("{field}.date"));
            return Err(refusal.with("date", told.last).into());
        }
        told.last = date;
        let (dispute, text) = (told.number.clone(), note(step.note.as_ref())?);
        let event: Event = match &step.what {
            BroughtInChange::Moved { to } => {
                told.move_to(field, *to)?;
                DisputeMoved { dispute, date, to: *to, text }.into()
            }
            BroughtInChange::Resolved { outcome, credited, credit_note, settles } => {
                told.is_live(field)?;
                told.state = DisputeState::Resolved;
                let currency = told.invoice.1.currency;
                let credited = credited.filter(|_| *outcome == Outcome::Credit);
                let credited = credited.map_or(Ok(currency.zero()), |it| {
                    currency.exact(it.0, &format!("{field}.credited"))
                })?;
                let (outcome, with) = (*outcome, credit_note.clone());
                let resolved =
                    DisputeResolved { dispute, date, outcome, credited, credit_note: with, text };
                told.events.push(resolved.into());
                return match credit_note {
                    Some(from) => self.told_settling(told, (field, from), settles),
                    None => Ok(()),
                };
            }
            BroughtInChange::Split { into, amount } => {
                told.is_live(field)?;
                let (into, amount) = (into.clean(field)?, told.part(field, amount.0)?);
                DisputeSplit { dispute, into, date, amount, text }.into()
            }
            BroughtInChange::Joined { into, amount } => {
                told.is_live(field)?;
                told.state = DisputeState::Closed;
                if cases::case(self.rows(), CaseKind::Dispute, into)?.is_none() {
                    let refusal = Refusal::new(Rule::DisputeUnknown, format!("{field}.into"));
                    return Err(refusal.with("given", into).into());
                }
                let amount = told.invoice.1.currency.exact(amount.0, &format!("{field}.amount"))?;
                DisputeJoined { dispute, into: into.clone(), date, amount, text }.into()
            }
        };
        told.events.push(event);
        Ok(())
    }

    /// What the credit note that resolved a dispute settles of its invoice. It is in the same entry as the outcome, so
    /// that it takes nothing from other disputes.
    fn told_settling(
        &mut self,
        told: &mut DisputeTold,
        (field, credit_note): (&str, &Number),
        settles: &[BroughtInSettled],
    ) -> Result<(), Stop> {
        let named = format!("{field}.credit_note");
        let (from_id, from) = self.money(&named, credit_note)?;
        self.same_account(&named, told.invoice.1.account, &from, Day::LAST)?;
        let mut settled: Vec<(Day, Money)> = Vec::new();
        for (place, one) in settles.iter().enumerate() {
            let field = format!("{field}.settles[{place}]");
            let date = self.day(&field, one.date)?;
            let (id, row) = &told.invoice;
            let amount = told.part(&field, one.amount.0)?;
            let open = item::room_after(self.rows(), *id, row, date, &settled)?;
            let left = item::room_after(self.rows(), from_id, &from, date, &settled)?;
            if amount.minor() > open.least(left).minor() || date < row.date.max(from.date) {
                let refusal = Refusal::new(Rule::AllocationExceedsItem, format!("{field}.amount"));
                let refusal = refusal.with("given", amount).with("left", open.least(left));
                let refusal = refusal.with("number", &row.number);
                return Err(refusal.with("from", "none").with("ahead", "none").into());
            }
            let made = self.allocation(&End::of(&from), &End::of(row), amount, date)?;
            told.events.push(made);
            settled.push((date, amount));
        }
        Ok(())
    }
}
