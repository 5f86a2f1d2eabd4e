//! Decides on the outbox: what is sent to whom, what a sender may claim, how an attempt ended. What may
//! have gone out is never sent again unless a person says so.

use crate::domain::command::{
    BeginDelivery, CancelDelivery, Deliver, DeliverStatement, EndDelivery, RetryDelivery,
    SettleDelivery,
};
use crate::domain::delivery::{
    self, DeliveryOutcome, DeliveryState, DeliveryWay, StatementSpan, StatementStyle,
};
use crate::domain::event::{
    CaseText, DeliveryBegun, DeliveryCancelled, DeliveryEnded, DeliveryQueued, DeliveryRetried,
};
use crate::domain::{Code, Day, Event, Number, Refusal, Rule, text};
use crate::ledger::cases;
use crate::ledger::deliveries;
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CaseKind, DRAFTS, DeliveryRow, DraftEnd, ItemId, ItemKind, ItemRow,
    LETTER_OF_DELIVERY, LETTERS, PLANS,
};
use crate::store::rows::{LedgerError, Stop};

use super::disputes::note;
use super::series::not_before_item;
use super::{Case, Decided};

/// What is to be delivered, and how.
struct Sending {
    account: AccountId,
    customer: Code,
    document: Option<Number>,
    statement: Option<StatementSpan>,
    by: DeliveryWay,
    to: Option<String>,
    date: Day,
}

impl Case<'_> {
    pub(super) fn deliver(&mut self, command: &Deliver) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        if let Some(plan) = cases::case(self.rows(), CaseKind::Plan, &command.document)? {
            return self.deliver_plan(command, plan, date);
        }
        let (id, row) = self.deliverable(&command.document)?;
        if date < self.desk.today {
            not_before_item("date", date, (row.date, &row.number))?;
        }
        let field = "document";
        none_on_its_way(field, &row.number, &deliveries::of_document(self.rows(), id)?)?;
        self.queue_document(command, (row.account, row.number), date)
    }

    fn deliver_plan(
        &mut self,
        command: &Deliver,
        plan: ItemId,
        date: Day,
    ) -> Result<Decided, Stop> {
        let row = PLANS.need(self.rows(), &plan)?;
        if date < self.desk.today {
            not_before_item("date", date, (row.date, &row.number))?;
        }
        if !cases::steps(self.rows(), plan)?.is_empty() {
            let refusal = Refusal::new(Rule::DeliveryVoid, "document");
            return Err(refusal.with("given", &row.number).into());
        }
        none_on_its_way("document", &row.number, &deliveries::of_plan(self.rows(), plan)?)?;
        self.queue_document(command, (row.account, row.number), date)
    }

    fn queue_document(
        &mut self,
        command: &Deliver,
        (account, number): (AccountId, Number),
        date: Day,
    ) -> Result<Decided, Stop> {
        let account = merged::root(self.rows(), account, When::ALL)?;
        self.queue(Sending {
            account,
            customer: ACCOUNTS.need(self.rows(), &account)?.code,
            document: Some(number),
            statement: None,
            by: command.by,
            to: command.to.clone(),
            date,
        })
    }

    /// The document with this number; refused if it is void, or of a kind that is never sent to
    /// customers.
    fn deliverable(&self, number: &Number) -> Result<(ItemId, ItemRow), Stop> {
        let refused = |rule| Refusal::new(rule, "document").with("given", number);
        let Some((id, row)) = item::item(self.rows(), number)? else {
            let draft = number.draft_count().map(|count| DRAFTS.get(self.rows(), &count));
            let is_draft = draft.transpose()?.flatten().is_some_and(|it| it.end == DraftEnd::Open);
            let rule = if is_draft { Rule::DeliveryDraft } else { Rule::DocumentUnknown };
            return Err(refused(rule).into());
        };
        if !matches!(row.kind, ItemKind::Invoice | ItemKind::CreditNote | ItemKind::Payment) {
            return Err(refused(Rule::DeliveryNotSent).into());
        }
        if item::ended(self.rows(), id)?.is_some() {
            return Err(refused(Rule::DeliveryVoid).into());
        }
        Ok((id, row))
    }

    pub(super) fn deliver_statement(
        &mut self,
        command: &DeliverStatement,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, row) = self.account("customer", &command.customer)?;
        let statement = self.span(account, command)?;
        let same = self.statements_like(account, &statement)?;
        none_on_its_way("customer", &Number(row.code.0.clone()), &same)?;
        self.queue(Sending {
            account,
            customer: row.code,
            document: None,
            statement: Some(statement),
            by: command.by,
            to: command.to.clone(),
            date,
        })
    }

    /// The statements of an account for the same period.
    fn statements_like(
        &self,
        account: AccountId,
        statement: &StatementSpan,
    ) -> Result<Vec<(ItemId, DeliveryRow)>, LedgerError> {
        let is_same = |row: &DeliveryRow| {
            row.span().is_some_and(|it| {
                (it.from, it.to, it.style) == (statement.from, statement.to, statement.style)
            })
        };
        let mut all = deliveries::statements(self.rows(), account)?;
        all.retain(|(_, row)| is_same(row));
        Ok(all)
    }

    /// The statements for the same period as a queued one.
    pub(super) fn same_statements(
        &self,
        event: &DeliveryQueued,
    ) -> Result<Vec<(ItemId, DeliveryRow)>, LedgerError> {
        let account = item::account(self.rows(), &event.customer)?;
        match (account, &event.statement) {
            (Some((account, _)), Some(statement)) => self.statements_like(account, statement),
            _ => Ok(Vec::new()),
        }
    }

    /// The period of a statement: it begins where the last one that was sent ended, unless a first day
    /// is given.
    fn span(
        &mut self,
        account: AccountId,
        command: &DeliverStatement,
    ) -> Result<StatementSpan, Stop> {
        let to = self.day("through", command.through.unwrap_or(self.desk.today))?;
        let known_at = self.desk.seq.saturating_sub(1);
        let last = deliveries::last_statement(self.rows(), account, to, known_at)?;
        let (from, since) = StatementSpan::begin(command.from, to, last.as_ref());
        if from > to {
            let refusal = Refusal::new(Rule::QueryPeriod, "from").with("from", from);
            return Err(refusal.with("to", to).into());
        }
        let style = command.style.unwrap_or(StatementStyle::OpenItem);
        Ok(StatementSpan { from, to, style, known_at, since })
    }

    fn queue(&mut self, it: Sending) -> Result<Decided, Stop> {
        let Sending { account, customer, document, statement, by, to, date } = it;
        let to = self.to(account, by, to.as_ref())?;
        let delivery = self.next_number("DLV", date)?;
        let text = CaseText { contact: to, ..CaseText::default() }.kept();
        let queued = DeliveryQueued {
            delivery: delivery.clone(),
            customer,
            document,
            statement,
            date,
            by,
            text,
        };
        let mut events: Vec<Event> = vec![queued.into()];
        if by == DeliveryWay::Hand {
            // A delivery by hand is over once the user records it.
            let (attempt, outcome) = (Some(1), DeliveryOutcome::Sent);
            let ended = DeliveryEnded { delivery, date, attempt, outcome, next: None, text: None };
            events.push(ended.into());
        }
        Ok(Decided { date, events })
    }

    /// Queues a dunning letter made in the same entry.
    pub(super) fn queued_letter(
        &mut self,
        (account, customer): (AccountId, Code),
        letter: Number,
        by: DeliveryWay,
        date: Day,
    ) -> Result<Event, Stop> {
        let to = self.to(account, by, None)?;
        let queued = DeliveryQueued {
            delivery: self.next_number("DLV", date)?,
            customer,
            document: Some(letter),
            statement: None,
            date,
            by,
            text: CaseText { contact: to, ..CaseText::default() }.kept(),
        };
        Ok(queued.into())
    }

    /// The address that is given, else the customer's own; for paper, the person who takes it.
    fn to(
        &self,
        account: AccountId,
        by: DeliveryWay,
        given: Option<&String>,
    ) -> Result<Option<String>, Stop> {
        if by != DeliveryWay::Email {
            return Ok(text::optional("to", given)?);
        }
        // An older entry may hold an address that would be refused today.
        let own = || Ok::<_, Stop>(self.known_details(account)?.email);
        let to = text::optional("to", given)?.map_or_else(own, |given| Ok(Some(given)))?;
        let to = delivery::address("to", to.as_ref())?;
        if to.is_none() {
            let code = ACCOUNTS.need(self.rows(), &account)?.code;
            return Err(Refusal::new(Rule::DeliveryNoAddress, "to").with("code", code).into());
        }
        Ok(to)
    }

    fn delivery(&self, number: &Number) -> Result<DeliveryRow, Stop> {
        Ok(self.found_delivery(number)?.1)
    }

    fn found_delivery(&self, number: &Number) -> Result<(ItemId, DeliveryRow), Stop> {
        let unknown = || Refusal::new(Rule::DeliveryUnknown, "delivery").with("given", number);
        Ok(deliveries::delivery(self.rows(), number)?.ok_or_else(unknown)?)
    }

    pub(super) fn begin_delivery(&mut self, command: &BeginDelivery) -> Result<Decided, Stop> {
        let row = self.delivery(&command.delivery)?;
        if row.state != DeliveryState::Queued {
            return Err(refused(Rule::DeliveryNotQueued, "delivery", &row).into());
        }
        if Some(command.attempt) != row.attempts.checked_add(1) {
            return Err(refused(Rule::DeliveryAttempt, "attempt", &row).into());
        }
        if let Some(document) = row.document
            && item::ended(self.rows(), document)?.is_some()
        {
            let number = self.need_item(document)?.number;
            let refusal = Refusal::new(Rule::DeliveryVoid, "delivery").with("given", number);
            return Err(refusal.into());
        }
        let (date, message_id) = (self.desk.today, command.message_id.as_ref());
        let event = DeliveryBegun {
            delivery: row.number,
            date,
            at: self.desk.now,
            attempt: command.attempt,
            message_id: text::optional("message_id", message_id)?,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn end_delivery(&mut self, command: &EndDelivery) -> Result<Decided, Stop> {
        let row = self.delivery(&command.delivery)?;
        let is_open = row.begun.is_some() && command.attempt == row.attempts;
        let has_failed = command.outcome == DeliveryOutcome::Failed;
        let before_it_began = row.state == DeliveryState::Queued
            && has_failed
            && Some(command.attempt) == row.attempts.checked_add(1);
        if !is_open && !before_it_began {
            return Err(refused(Rule::DeliveryAttempt, "attempt", &row).into());
        }
        let tries = row.tries.saturating_add(u16::from(!is_open));
        let next = match has_failed && command.again {
            true => delivery::next_try(self.desk.now, tries),
            false => None,
        };
        let answer = text::note("answer", command.answer.as_ref())?;
        let date = self.desk.today;
        let event = DeliveryEnded {
            delivery: row.number,
            date,
            attempt: Some(command.attempt),
            outcome: command.outcome,
            next,
            text: CaseText { outcome: answer, ..CaseText::default() }.kept(),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn retry_delivery(&mut self, command: &RetryDelivery) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (id, row) = self.found_delivery(&command.delivery)?;
        if row.state == DeliveryState::Sent {
            return Err(refused(Rule::DeliverySent, "delivery", &row).into());
        }
        self.not_under_way(&row)?;
        if let Some(document) = row.document {
            let number = self.need_item(document)?.number;
            self.deliverable(&number)?;
        }
        // Another dunning letter may be on its way already.
        if let (DeliveryState::Cancelled, Some(letter)) =
            (row.state, LETTER_OF_DELIVERY.get(self.rows(), &id)?)
        {
            let number = LETTERS.need(self.rows(), &letter)?.number;
            return Err(Refusal::new(Rule::DeliveryVoid, "delivery").with("given", number).into());
        }
        let event = DeliveryRetried { delivery: row.number, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Refuses while a sender may still be working on it.
    fn not_under_way(&mut self, row: &DeliveryRow) -> Result<(), Stop> {
        let until = row.begun.map(delivery::under_way_until);
        let Some(until) = until.filter(|until| *until > self.desk.now) else { return Ok(()) };
        let minutes = (until.micros() - self.desk.now.micros()) / 60_000_000 + 1;
        let refusal = refused(Rule::DeliveryUnderWay, "delivery", row);
        Ok(self.may_override(refusal.with("minutes", minutes))?)
    }

    pub(super) fn cancel_delivery(&mut self, command: &CancelDelivery) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let row = self.delivery(&command.delivery)?;
        if !matches!(row.state, DeliveryState::Queued | DeliveryState::Failed) {
            return Err(refused(Rule::DeliveryNotQueued, "delivery", &row).into());
        }
        let text = note(command.note.as_ref())?;
        let event = DeliveryCancelled { delivery: row.number, date, text };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn settle_delivery(&mut self, command: &SettleDelivery) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let row = self.delivery(&command.delivery)?;
        match (row.state, command.outcome) {
            (_, DeliveryOutcome::Unsure) => {
                return Err(Refusal::new(Rule::DeliveryOutcome, "outcome").into());
            }
            (DeliveryState::Unsure, _)
            | (DeliveryState::Sent, DeliveryOutcome::Failed)
            | (DeliveryState::Failed, DeliveryOutcome::Sent) => {}
            _ => return Err(refused(Rule::DeliveryCannotSettle, "delivery", &row).into()),
        }
        self.not_under_way(&row)?;
        let (outcome, text) = (command.outcome, note(command.note.as_ref())?);
        let delivery = row.number;
        let event = DeliveryEnded { delivery, date, attempt: None, outcome, next: None, text };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Takes the deliveries of a voided document out of the outbox; refused if one may have gone out.
    pub(super) fn take_out_of_outbox(
        &self,
        (id, row): (ItemId, &ItemRow),
        field: &str,
        date: Day,
    ) -> Result<Vec<Event>, Stop> {
        let mut events = Vec::new();
        for (_, sending) in deliveries::of_document(self.rows(), id)? {
            let delivery = sending.number;
            match sending.state {
                DeliveryState::Queued => {
                    events.push(DeliveryCancelled { delivery, date, text: None }.into());
                }
                DeliveryState::Unsure => {
                    let refusal = Refusal::new(Rule::VoidDeliveryUnsure, field);
                    let refusal = refusal.with("number", &row.number);
                    return Err(refusal.with("delivery", delivery).into());
                }
                DeliveryState::Sent | DeliveryState::Failed | DeliveryState::Cancelled => {}
            }
        }
        Ok(events)
    }

    /// The same for a document that may have gone out; those deliveries stay.
    pub(super) fn no_longer_sent(&self, id: ItemId, date: Day) -> Result<Vec<Event>, LedgerError> {
        let all = deliveries::of_document(self.rows(), id)?.into_iter();
        let queued = all.filter(|(_, row)| row.state == DeliveryState::Queued);
        let cancelled = |(_, row): (ItemId, DeliveryRow)| {
            DeliveryCancelled { delivery: row.number, date, text: None }.into()
        };
        Ok(queued.map(cancelled).collect())
    }
}

fn refused(rule: Rule, field: &str, row: &DeliveryRow) -> Refusal {
    let refusal = Refusal::new(rule, field).with("delivery", &row.number);
    refusal.with("state", row.state.word()).with("code", row.state.word())
}

/// Refuses what is in the outbox already, or may have gone out.
fn none_on_its_way(
    field: &str,
    what: &Number,
    all: &[(ItemId, DeliveryRow)],
) -> Result<(), Refusal> {
    let refused = |rule, row: &DeliveryRow| {
        let refusal = Refusal::new(rule, field).with("what", what);
        Err(refusal.with("delivery", &row.number))
    };
    let in_state = |state| all.iter().map(|(_, row)| row).find(|row| row.state == state);
    match (in_state(DeliveryState::Queued), in_state(DeliveryState::Unsure)) {
        (Some(row), _) => refused(Rule::DeliveryQueuedAlready, row),
        (None, Some(row)) => refused(Rule::DeliveryUnsure, row),
        (None, None) => Ok(()),
    }
}
