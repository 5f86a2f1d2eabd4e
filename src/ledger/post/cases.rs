//! Posts cases (disputes, promises, calls, callbacks) and their later steps.

use crate::domain::dispute::DisputeState;
use crate::domain::event::{
    CallLogged, CallbackScheduled, DisputeJoined, DisputeMoved, DisputeNoted, DisputeOpened,
    DisputeResolved, DisputeSplit, PromiseMade, ReasonDefined, RootCauseDefined,
};
use crate::domain::{Day, Number};
use crate::ledger::tables::{
    AccountId, CALLBACKS, CALLBACKS_AT, CALLS, CASES, CASES_BY_KIND, CASES_OF, CallRow,
    CallbackRow, CaseKind, CaseStep, DISPUTES, DISPUTES_BY, DISPUTES_ON, DisputeRow, DueDispute,
    OPEN, OPEN_DISPUTED, OpenRow, PROMISES, PROMISES_ON, Place, PromiseRow, REASONS, ROOT_CAUSES,
    STEPS, StepRow, TOTALS, TotalsRow,
};
use crate::ledger::{cases, item};
use crate::store::rows::LedgerError;

use super::{Posting, work};

impl Posting<'_> {
    pub(super) fn place_of_entry(&self) -> Place {
        Place { pos: self.stored.checkpoint.pos, private_pos: self.stored.private_pos }
    }

    /// Files a new case under its number, its account and its kind.
    pub(super) fn file(
        &mut self,
        kind: CaseKind,
        series: &str,
        number: &Number,
        date: Day,
        account: AccountId,
    ) -> Result<(), LedgerError> {
        self.count(series, date.year(), &number.0)?;
        self.file_foreign(kind, number, date, account)
    }

    /// The same for a case whose number is that of another system, which counts in no series of ours.
    pub(super) fn file_foreign(
        &mut self,
        kind: CaseKind,
        number: &Number,
        date: Day,
        account: AccountId,
    ) -> Result<(), LedgerError> {
        let id = self.id();
        CASES.put(&mut self.batch, &number.folded(), &(kind, id))?;
        CASES_OF.put(&mut self.batch, &(account, id), &kind)?;
        self.active([account].into_iter(), date)?;
        CASES_BY_KIND.put(&mut self.batch, &(kind.letter(), id), &())
    }

    pub(super) fn dispute_opened(&mut self, event: &DisputeOpened) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let (invoice, item) = self.item(&event.invoice)?;
        // The invoice's own account, which may have been merged into the customer's.
        let totals = TOTALS.need(self.rows, &item.account)?;
        let disputes = totals.disputes.saturating_add(1);
        TOTALS.put(&mut self.batch, &item.account, &TotalsRow { disputes, ..totals })?;
        match event.dispute.0.starts_with("DSP-") {
            true => self.file(CaseKind::Dispute, "DSP", &event.dispute, event.date, account)?,
            false => self.file_foreign(CaseKind::Dispute, &event.dispute, event.date, account)?,
        }
        let id = self.id();
        DISPUTES_ON.put(&mut self.batch, &(invoice, id), &())?;
        let remaining = event.amount;
        DISPUTES_BY.put(&mut self.batch, &(event.due, id), &DueDispute { account, remaining })?;
        self.touched.items.insert(invoice);
        let key = item::open_key(invoice, &item);
        if let Some(open) = OPEN.get(self.rows, &key)?.filter(|open| !open.is_disputed) {
            let open = OpenRow { is_disputed: true, is_apart: true, ..open };
            OPEN.put(&mut self.batch, &key, &open)?;
            OPEN_DISPUTED.put(&mut self.batch, &(item.account, invoice), &())?;
        }
        let row = DisputeRow {
            number: event.dispute.clone(),
            account,
            invoice,
            date: event.date,
            amount: event.amount,
            reason: event.reason.clone(),
            due: event.due,
            owner: event.said.owner().unwrap_or(&self.stored.entry.by).to_string(),
            owner_in_chain: event
                .said
                .owner_in_chain
                .as_ref()
                .unwrap_or(&self.stored.entry.by)
                .clone(),
            at: self.place_of_entry(),
        };
        DISPUTES.put(&mut self.batch, &id, &row)
    }

    pub(super) fn dispute_noted(&mut self, event: &DisputeNoted) -> Result<(), LedgerError> {
        if let Some(due) = event.said.due {
            self.dispute_is_due(&event.dispute, due)?;
        }
        let step = CaseStep::Noted {
            owner: event.said.owner().map(str::to_string),
            due: event.said.due,
            beside: event.said.beside,
        };
        self.step(&event.dispute, event.date, step)
    }

    pub(super) fn dispute_moved(&mut self, event: &DisputeMoved) -> Result<(), LedgerError> {
        self.dispute_goes_on(&event.dispute, DisputeState::from(event.to).is_live())?;
        self.step(&event.dispute, event.date, CaseStep::Moved(event.to))
    }

    pub(super) fn dispute_resolved(&mut self, event: &DisputeResolved) -> Result<(), LedgerError> {
        self.dispute_goes_on(&event.dispute, false)?;
        let step = CaseStep::Resolved(event.outcome, event.credited);
        self.step(&event.dispute, event.date, step)
    }

    pub(super) fn dispute_split(&mut self, event: &DisputeSplit) -> Result<(), LedgerError> {
        self.step(&event.dispute, event.date, CaseStep::Split(event.amount))
    }

    pub(super) fn dispute_joined(&mut self, event: &DisputeJoined) -> Result<(), LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no case {}", event.into));
        let (_, into) = CASES.get(self.rows, &event.into.folded())?.ok_or_else(unknown)?;
        self.dispute_goes_on(&event.dispute, false)?;
        self.step(&event.dispute, event.date, CaseStep::Joined(into, event.amount))?;
        self.step(&event.into, event.date, CaseStep::TookOver(event.amount))
    }

    pub(super) fn reason_defined(&mut self, event: &ReasonDefined) -> Result<(), LedgerError> {
        REASONS.put(&mut self.batch, &event.reason, &())
    }

    pub(super) fn root_cause_defined(
        &mut self,
        event: &RootCauseDefined,
    ) -> Result<(), LedgerError> {
        ROOT_CAUSES.put(&mut self.batch, &event.root_cause, &())
    }

    /// Stores a step of a case.
    pub(super) fn step(
        &mut self,
        number: &Number,
        date: Day,
        step: CaseStep,
    ) -> Result<(), LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no case {number}"));
        let (kind, case) = CASES.get(self.rows, &number.folded())?.ok_or_else(unknown)?;
        self.touch_case(kind, case)?;
        let row = StepRow { date, step, at: self.place_of_entry() };
        let key = (case, self.seq(), self.place);
        STEPS.put(&mut self.batch, &key, &row)
    }

    pub(super) fn call_logged(&mut self, event: &CallLogged) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.file(CaseKind::Call, "CALL", &event.call, event.date, account)?;
        self.spoken_to(account, event)?;
        let row = CallRow {
            number: event.call.clone(),
            account,
            date: event.date,
            when: event.at,
            direction: event.direction,
            at: self.place_of_entry(),
        };
        let id = self.id();
        CALLS.put(&mut self.batch, &id, &row)
    }

    pub(super) fn promise_made(&mut self, event: &PromiseMade) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let (invoice, item) = self.item(&event.invoice)?;
        self.set_apart(invoice, &item)?;
        match event.foreign {
            true => self.file_foreign(CaseKind::Promise, &event.promise, event.date, account)?,
            false => self.file(CaseKind::Promise, "PRM", &event.promise, event.date, account)?,
        }
        let id = self.id();
        PROMISES_ON.put(&mut self.batch, &(invoice, id), &())?;
        let (mut again, mut since) = (None, id.seq);
        if let Some(number) = &event.again {
            let case = cases::case(self.rows, CaseKind::Promise, number)?;
            let unknown = || LedgerError::Contradiction(format!("no promise {number}"));
            let before = case.ok_or_else(unknown)?;
            (again, since) = (Some(before), PROMISES.need(self.rows, &before)?.since);
        }
        let row = PromiseRow {
            number: event.promise.clone(),
            account,
            invoice,
            date: event.date,
            amount: event.amount,
            by: event.by,
            tolerance_days: event.tolerance_days,
            again,
            since,
            at: self.place_of_entry(),
        };
        PROMISES.put(&mut self.batch, &id, &row)
    }

    pub(super) fn callback_scheduled(
        &mut self,
        event: &CallbackScheduled,
    ) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        self.file(CaseKind::Callback, "CB", &event.callback, event.date, account)?;
        let row = CallbackRow {
            number: event.callback.clone(),
            account,
            date: event.date,
            when: event.at,
            at: self.place_of_entry(),
        };
        let id = self.id();
        CALLBACKS_AT.put(&mut self.batch, &(work::instant(event.at), id), &())?;
        CALLBACKS.put(&mut self.batch, &id, &row)
    }
}
