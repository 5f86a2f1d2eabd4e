//! Posts the outbox: deliveries, their attempts and the outcomes.

use crate::domain::Number;
use crate::domain::delivery::{DeliveryOutcome, DeliveryState};
use crate::domain::event::{
    DeliveryBegun, DeliveryCancelled, DeliveryEnded, DeliveryQueued, DeliveryRetried,
};
use crate::ledger::cases;
use crate::ledger::tables::{
    CASES, CASES_BY_KIND, CASES_OF, CaseKind, DELIVERIES_OF_LETTER, DELIVERIES_OF_PLAN,
    DeliveryRow, ItemId, LETTER_NUMBERS, LETTER_OF_DELIVERY, OUTBOX, OUTBOX_BY_STATE, OUTBOX_ON,
    PLAN_OF_DELIVERY, STATEMENTS_OF,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn delivery_queued(&mut self, event: &DeliveryQueued) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let (document, letter) = self.delivered(event)?;
        self.plan_delivered(event)?;
        let (id, kind) = (self.id(), CaseKind::Delivery);
        self.count("DLV", event.date.year(), &event.delivery.0)?;
        // Sending says nothing about how busy an account is: a batch sends to all of them.
        CASES.put(&mut self.batch, &event.delivery.folded(), &(kind, id))?;
        CASES_OF.put(&mut self.batch, &(account, id), &kind)?;
        CASES_BY_KIND.put(&mut self.batch, &(kind.letter(), id), &())?;
        if let Some(document) = document {
            OUTBOX_ON.put(&mut self.batch, &(document, id), &())?;
        }
        if let Some(letter) = letter {
            LETTER_OF_DELIVERY.put(&mut self.batch, &id, &letter)?;
            DELIVERIES_OF_LETTER.put(&mut self.batch, &(letter, id), &())?;
        }
        if event.statement.is_some() {
            STATEMENTS_OF.put(&mut self.batch, &(account, id), &())?;
        }
        let at = self.place_of_entry();
        let row = DeliveryRow {
            number: event.delivery.clone(),
            account,
            document,
            statement: event.statement.map(Into::into),
            date: event.date,
            by: event.by,
            state: DeliveryState::Queued,
            attempts: 0,
            tries: 0,
            begun: None,
            next: None,
            message_id: None,
            sent: None,
            at,
            last: (self.seq(), self.place, at),
        };
        OUTBOX_BY_STATE.put(&mut self.batch, &(row.state, id), &())?;
        OUTBOX.put(&mut self.batch, &id, &row)
    }

    /// What a delivery sends: a document, or a dunning letter.
    fn delivered(
        &self,
        event: &DeliveryQueued,
    ) -> Result<(Option<ItemId>, Option<ItemId>), LedgerError> {
        let Some(number) = &event.document else { return Ok((None, None)) };
        if let Some(letter) = LETTER_NUMBERS.get(self.rows, &number.folded())? {
            return Ok((None, Some(letter)));
        }
        if self.plan_of(number)?.is_some() {
            return Ok((None, None));
        }
        Ok((Some(self.item(number)?.0), None))
    }

    fn plan_of(&self, number: &Number) -> Result<Option<ItemId>, LedgerError> {
        cases::case(self.rows, CaseKind::Plan, number)
    }

    /// Stores that a delivery sends a payment plan, if it does.
    fn plan_delivered(&mut self, event: &DeliveryQueued) -> Result<(), LedgerError> {
        let Some(number) = &event.document else { return Ok(()) };
        let Some(plan) = self.plan_of(number)? else { return Ok(()) };
        let id = self.id();
        PLAN_OF_DELIVERY.put(&mut self.batch, &id, &plan)?;
        DELIVERIES_OF_PLAN.put(&mut self.batch, &(plan, id), &())
    }

    pub(super) fn delivery_begun(&mut self, event: &DeliveryBegun) -> Result<(), LedgerError> {
        self.delivery(&event.delivery, |row| {
            row.state = DeliveryState::Unsure;
            row.attempts = event.attempt;
            row.tries = row.tries.saturating_add(1);
            (row.begun, row.next) = (Some(event.at), None);
            row.message_id = row.message_id.take().or_else(|| event.message_id.clone());
        })
    }

    pub(super) fn delivery_ended(&mut self, event: &DeliveryEnded) -> Result<(), LedgerError> {
        self.delivery(&event.delivery, |row| {
            if let Some(attempt) = event.attempt.filter(|attempt| *attempt > row.attempts) {
                // It failed before it began.
                row.attempts = attempt;
                row.tries = row.tries.saturating_add(1);
            }
            row.state = match event.outcome {
                DeliveryOutcome::Sent => DeliveryState::Sent,
                DeliveryOutcome::Unsure => DeliveryState::Unsure,
                DeliveryOutcome::Failed if event.next.is_some() => DeliveryState::Queued,
                DeliveryOutcome::Failed => DeliveryState::Failed,
            };
            (row.begun, row.next) = (None, event.next);
            row.sent = (row.state == DeliveryState::Sent).then_some(event.date);
        })
    }

    pub(super) fn delivery_retried(&mut self, event: &DeliveryRetried) -> Result<(), LedgerError> {
        self.delivery(&event.delivery, |row| {
            row.state = DeliveryState::Queued;
            (row.tries, row.begun, row.next) = (0, None, None);
        })
    }

    pub(super) fn delivery_cancelled(
        &mut self,
        event: &DeliveryCancelled,
    ) -> Result<(), LedgerError> {
        self.delivery(&event.delivery, |row| {
            row.state = DeliveryState::Cancelled;
            (row.begun, row.next) = (None, None);
        })
    }

    /// Changes the row of a delivery. If one entry queues it and reports its outcome, the row is in the
    /// ledger already.
    fn delivery(
        &mut self,
        number: &Number,
        change: impl FnOnce(&mut DeliveryRow),
    ) -> Result<(), LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no delivery {number}"));
        let (_, id): (CaseKind, ItemId) =
            CASES.get(self.rows, &number.folded())?.ok_or_else(unknown)?;
        let mut row = OUTBOX.need(self.rows, &id)?;
        let before = row.state;
        change(&mut row);
        row.last = (self.seq(), self.place, self.place_of_entry());
        if row.state != before {
            OUTBOX_BY_STATE.remove(&mut self.batch, &(before, id));
            OUTBOX_BY_STATE.put(&mut self.batch, &(row.state, id), &())?;
        }
        OUTBOX.put(&mut self.batch, &id, &row)
    }
}
