//! Decides on disputes: opening them on what is outstanding or paid, moving them on, resolving
//! them. Only the disputed part of an invoice is in dispute; the rest is owed as before.

use crate::domain::command::{
    CreditInvoice, MoveDispute, NoteDispute, OpenDispute, ReopenedCredits, ResolveDispute,
    VoidCreditNote,
};
use crate::domain::dispute::{DisputeState, MoveTo, Outcome, Parts};
use crate::domain::event::{
    CaseText, CreditNoteIssued, DisputeMoved, DisputeNoted, DisputeOpened, DisputeResolved,
    DisputeSaid,
};
use crate::domain::{
    Code, Currency, Day, Event, Money, Number, Plain, Refusal, Rule, Warning, credit, pricing, text,
};
use crate::ledger::cases::{self, Standing};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, CaseKind, CaseStep, DISPUTES, ItemId, ItemRow, TAXES};
use crate::store::rows::{LedgerError, Stop};

use super::series::{not_before_item, not_too_late};
use super::{Case, Decided};

/// The default time to resolve a dispute, in days.
pub(super) const DUE_IN: i64 = 14;

impl Case<'_> {
    pub(super) fn open_dispute(&mut self, command: &OpenDispute) -> Result<Decided, Stop> {
        match &command.number {
            Some(number) => return self.bring_in_dispute(command, number),
            None if !command.steps.is_empty() => {
                let refusal = Refusal::new(Rule::CommandMissingField, "number");
                return Err(refusal.with("name", "number").into());
            }
            None => {}
        }
        let date = self.happened("date", command.date)?;
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        not_before_item("date", date, (row.date, &row.number))?;
        let reason = self.reason(&command.reason)?;
        let (open, left) = self.disputable(id, &row, date)?;
        let amount = match command.amount {
            Some(amount) => row.currency.exact(amount.0, "amount")?,
            None if open.is_positive() => open,
            None => left,
        };
        let refused = |rule, field: &str| Refusal::new(rule, field).with("invoice", &row.number);
        if command.amount.is_some() && !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if !left.is_positive() {
            return Err(refused(Rule::DisputeNothing, "invoice").into());
        }
        if amount.minor() > left.minor() {
            let refusal = refused(Rule::DisputeExceeds, "amount").with("given", amount);
            return Err(refusal.with("left", left).into());
        }
        let account = merged::root(self.rows(), row.account, When::ALL)?;
        let customer = ACCOUNTS.need(self.rows(), &account)?.code;
        let on = (customer, row.number.clone(), row.currency);
        let event = self.opened(on, amount, reason, date)?;
        let about = self.about(row.account, &command.about)?;
        let (owner, root_cause) = (command.owner.as_ref(), command.root_cause.as_ref());
        let text = dispute_text(command.note.as_ref(), owner, root_cause)?;
        let event = DisputeOpened {
            due: self.not_past(command.due)?.unwrap_or(event.due),
            said: DisputeSaid::new(text),
            about,
            ..event
        };
        not_too_late("due", event.due, date)?;
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Checks a due date: today or later.
    pub(super) fn not_past(&self, due: Option<Day>) -> Result<Option<Day>, Refusal> {
        let today = self.desk.today;
        match due.filter(|due| *due < today) {
            None => Ok(due),
            Some(past) => {
                let refusal = Refusal::new(Rule::DueBeforeDate, "due").with("due", past);
                let refusal = refusal.with("what", "dispute");
                Err(refusal.with("date", today))
            }
        }
    }

    /// Returns how much of an invoice can be disputed from a day on: the outstanding part, and the
    /// total. What was paid can be disputed as far as it can still be credited: the credit goes on
    /// account.
    fn disputable(&self, id: ItemId, row: &ItemRow, date: Day) -> Result<(Money, Money), Stop> {
        let open = self.undisputed(id, row, date)?;
        let taxes = TAXES.need(self.rows(), &id)?;
        let left = credit::remaining(&taxes.groups, &taxes.credited);
        let beyond = || Refusal::new(Rule::AmountOutOfRange, "amount");
        let (.., creditable) = pricing::totals(&left, row.amount.scale()).ok_or_else(beyond)?;
        let mut all = i64::MAX;
        for when in [When { as_of: date, ..When::ALL }, When::ALL] {
            let found = cases::disputable(self.rows(), id, row, when)?;
            let creditable = creditable.minor() - found.disputed;
            all = all.min((found.outstanding + found.paid).min(creditable));
        }
        Ok((open, Money::from_minor(all.max(open.minor()), open.scale())))
    }

    /// Makes a dispute with the next number and no notes.
    pub(super) fn opened(
        &mut self,
        (customer, invoice, currency): (Code, Number, Currency),
        amount: Money,
        reason: String,
        date: Day,
    ) -> Result<DisputeOpened, Stop> {
        Ok(DisputeOpened {
            dispute: self.next_number("DSP", date)?,
            customer,
            invoice,
            date,
            amount,
            currency,
            reason,
            due: date.plus(DUE_IN).unwrap_or(date),
            said: DisputeSaid::default(),
            about: Vec::new(),
        })
    }

    /// Returns how much of an invoice is outstanding and undisputed from a day on.
    pub(super) fn undisputed(&self, id: ItemId, row: &ItemRow, date: Day) -> Result<Money, Stop> {
        let room = item::room(self.rows(), id, row, date)?;
        let on = |when| cases::disputed(self.rows(), id, row, when);
        // An amount that is resolved on a later date is in dispute until then.
        let (then, at_last) = (on(When { as_of: date, ..When::ALL })?, on(When::ALL)?);
        let disputed = if then.minor() > at_last.minor() { then } else { at_last };
        Ok(room.minus(disputed).filter(|left| left.is_positive()).unwrap_or(room.zero()))
    }

    /// The given reason code; refused if there is no such reason.
    pub(super) fn reason(&self, given: &str) -> Result<String, Stop> {
        let (given, known) = (text::visible(given).into_owned(), self.reasons()?);
        if known.contains(&given) {
            return Ok(given);
        }
        let refusal = Refusal::new(Rule::DisputeReason, "reason").with("given", given);
        Err(refusal.with("known", known.join(", ")).into())
    }

    /// The reason codes that every book has, and the company's own.
    pub(super) fn reasons(&self) -> Result<Vec<String>, Stop> {
        let own = cases::own_reasons(self.rows())?;
        Ok(self.desk.reasons.iter().cloned().chain(own).collect())
    }

    /// Returns a dispute as it is now, and the day of its next step. Refuses a day before its last
    /// step: its history has one order.
    pub(super) fn dispute(
        &mut self,
        number: &Number,
        date: Option<Day>,
    ) -> Result<(Day, Standing, ItemId, ItemRow), Stop> {
        self.dispute_in("dispute", number, date)
    }

    /// The same for a dispute that is named in another field.
    pub(super) fn dispute_in(
        &mut self,
        field: &str,
        number: &Number,
        date: Option<Day>,
    ) -> Result<(Day, Standing, ItemId, ItemRow), Stop> {
        let unknown = || Refusal::new(Rule::DisputeUnknown, field).with("given", number);
        let id = cases::case(self.rows(), CaseKind::Dispute, number)?.ok_or_else(unknown)?;
        let row = DISPUTES.need(self.rows(), &id)?;
        let steps = cases::steps(self.rows(), id)?;
        let last = steps.iter().map(|(_, step)| step.date).fold(row.date, Ord::max);
        let date = self.happened_after(date, last)?;
        if date < last {
            let refusal = Refusal::new(Rule::DisputeBeforeLast, "date").with("date", last);
            return Err(refusal.with("dispute", &row.number).into());
        }
        let invoice = self.need_item(row.invoice)?;
        let standing = cases::disputes_on(self.rows(), row.invoice, &invoice, When::ALL)?;
        let standing = standing.into_iter().find(|standing| standing.id == id);
        Ok((date, standing.ok_or_else(unknown)?, row.invoice, invoice))
    }

    pub(super) fn note_dispute(&mut self, command: &NoteDispute) -> Result<Decided, Stop> {
        let (date, standing, _, invoice) = self.dispute(&command.dispute, command.date)?;
        command.due.map_or(Ok(()), |due| not_too_late("due", due, date))?;
        let (owner, root_cause) = (command.owner.as_ref(), command.root_cause.as_ref());
        let text = dispute_text(command.note.as_ref(), owner, root_cause)?;
        let event = DisputeNoted {
            dispute: standing.row.number,
            date,
            said: DisputeSaid { due: self.not_past(command.due)?, ..DisputeSaid::new(text) },
            about: self.about(invoice.account, &command.about)?,
        };
        let says = event.said.text.is_some() || event.said.due.is_some() || !event.about.is_empty();
        match says {
            true => Ok(Decided { date, events: vec![event.into()] }),
            false => Err(Refusal::new(Rule::DisputeSaysNothing, "note").into()),
        }
    }

    pub(super) fn move_dispute(&mut self, command: &MoveDispute) -> Result<Decided, Stop> {
        let (date, standing, ..) = self.dispute(&command.dispute, command.date)?;
        if !standing.state.may_move(command.to) {
            let to: crate::domain::dispute::DisputeState = command.to.into();
            return Err(Refusal::new(Rule::DisputeMove, "to")
                .with("dispute", standing.row.number)
                .with("state", standing.state.word())
                .with("to", to.word())
                .into());
        }
        let steps = cases::steps(self.rows(), standing.id)?;
        if steps.iter().any(|(_, step)| matches!(step.step, CaseStep::Joined(..))) {
            // What it was about is in the other dispute now.
            let refusal = Refusal::new(Rule::DisputeJoined, "dispute");
            return Err(refusal.with("dispute", standing.row.number).into());
        }
        let text = note(command.note.as_ref())?;
        let number = standing.row.number;
        let event = DisputeMoved { dispute: number.clone(), date, to: command.to, text };
        let mut events: Vec<Event> = vec![event.into()];
        if (command.to, command.credits) == (MoveTo::InProgress, Some(ReopenedCredits::Void)) {
            for credited in cases::credit_notes(self.rows(), standing.id)? {
                let (credit_note, date) = (credited.number, Some(date));
                let void = VoidCreditNote { credit_note, reason: number.0.clone(), date };
                events.extend(self.void_credit_note(&void)?.events);
            }
        }
        Ok(Decided { date, events })
    }

    /// Warns that the credit notes of a dispute that is reopened stay in force.
    pub(super) fn credit_stays(&self, command: &MoveDispute) -> Result<Vec<Warning>, Stop> {
        let found = cases::case(self.rows(), CaseKind::Dispute, &command.dispute)?;
        let (Some(id), MoveTo::InProgress) = (found, command.to) else { return Ok(Vec::new()) };
        if command.credits == Some(ReopenedCredits::Void) {
            return Ok(Vec::new());
        }
        let row = DISPUTES.need(self.rows(), &id)?;
        let invoice = self.need_item(row.invoice)?;
        let all = cases::disputes_on(self.rows(), row.invoice, &invoice, When::ALL)?;
        if all.iter().any(|standing| standing.id == id && standing.state.is_live()) {
            return Ok(Vec::new());
        }
        let stays = |note: ItemRow| {
            let warning = Warning::new(Rule::DisputeCreditStays, "dispute");
            let warning = warning.with("note", note.number).with("amount", note.amount);
            warning.with("currency", note.currency).with("dispute", &row.number)
        };
        Ok(cases::credit_notes(self.rows(), id)?.into_iter().map(stays).collect())
    }

    pub(super) fn resolve_dispute(&mut self, command: &ResolveDispute) -> Result<Decided, Stop> {
        let (date, standing, _, invoice) = self.dispute(&command.dispute, command.date)?;
        let number = standing.row.number.clone();
        let refused = |rule, field: &str| Refusal::new(rule, field).with("dispute", &number);
        if !standing.state.is_live() {
            let refusal = refused(Rule::DisputeEnded, "dispute");
            let refusal = refusal.with("state", standing.state.word());
            return Err(self.with_credit(refusal, &standing, invoice.currency)?.into());
        }
        let zero = standing.row.amount.zero();
        // What was paid since can be credited too, and goes on account, but only if an amount is given.
        let Parts { remaining, paid, .. } = standing.parts;
        let most = Money::from_minor(remaining + paid, zero.scale());
        let mut event = DisputeResolved {
            dispute: number.clone(),
            date,
            outcome: command.outcome,
            credited: zero,
            credit_note: None,
            text: note(command.note.as_ref())?,
        };
        if command.outcome != Outcome::Credit {
            if command.amount.is_some() {
                return Err(refused(Rule::DisputeAmount, "amount").into());
            }
            return Ok(Decided { date, events: vec![event.into()] });
        }
        let amount = match command.amount {
            Some(amount) => invoice.currency.exact(amount.0, "amount")?,
            None if remaining > 0 => Money::from_minor(remaining, zero.scale()),
            None => {
                let refusal = refused(Rule::DisputeNothingRemains, "amount");
                return Err(refusal.with("paid", Money::from_minor(paid, zero.scale())).into());
            }
        };
        if amount.minor() > most.minor() {
            let refusal = refused(Rule::DisputeExceedsRest, "amount").with("given", amount);
            return Err(refusal.with("left", most).into());
        }
        let (reason, credit) = (standing.row.reason, Plain(amount.decimal()));
        let credit = CreditInvoice {
            invoice: invoice.number,
            date: Some(date),
            reason,
            amount: Some(credit),
            ..CreditInvoice::default()
        };
        let credited = self.credit_invoice(&credit)?;
        let issued = credited.events.iter().find_map(|event| match event {
            Event::CreditNoteIssued(CreditNoteIssued { credit_note, .. }) => Some(credit_note),
            _ => None,
        });
        (event.credited, event.credit_note) = (amount, issued.cloned());
        let mut events: Vec<Event> = vec![event.into()];
        events.extend(credited.events);
        Ok(Decided { date, events })
    }
}

impl Case<'_> {
    /// Adds to a refusal how much was credited when the dispute was resolved. Otherwise somebody might reopen
    /// the dispute and credit it twice.
    fn with_credit(
        &self,
        refusal: Refusal,
        standing: &Standing,
        currency: Currency,
    ) -> Result<Refusal, LedgerError> {
        let is_resolved = matches!(standing.state, DisputeState::Resolved | DisputeState::Closed);
        let steps = cases::steps(self.rows(), standing.id)?;
        let credited = steps.iter().rev().find_map(|(_, row)| match &row.step {
            CaseStep::Resolved(_, credited) => Some((*credited, row.date)),
            _ => None,
        });
        Ok(match credited.filter(|(credited, _)| is_resolved && credited.is_positive()) {
            None => refusal,
            Some((credited, date)) => {
                let refusal = refusal.with("credited", "yes").with("amount", credited);
                refusal.with("currency", currency).with("date", date)
            }
        })
    }
}

/// The private texts of a dispute: notes, its owner, the root cause.
pub(super) fn dispute_text(
    note: Option<&String>,
    owner: Option<&String>,
    root_cause: Option<&String>,
) -> Result<Option<CaseText>, Refusal> {
    let text = CaseText {
        note: text::note("note", note)?,
        owner: text::optional("owner", owner)?,
        root_cause: text::optional("root_cause", root_cause)?,
        ..CaseText::default()
    };
    Ok(text.kept())
}

/// The private text of a case that has only a note.
pub(super) fn note(given: Option<&String>) -> Result<Option<CaseText>, Refusal> {
    let note = text::note("note", given)?;
    Ok(CaseText { note, ..CaseText::default() }.kept())
}
