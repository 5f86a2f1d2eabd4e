//! Decides on contacts with customers: calls, callbacks, promises to pay.

use crate::domain::command::{Done, LogCall, Promise, ScheduleCallback, WithdrawPromise};
use crate::domain::event::{
    CallLogged, CallbackDone, CallbackScheduled, CaseText, CustomerSnoozed, PromiseMade,
    PromiseWithdrawn,
};
use crate::domain::{Day, Event, Moment, Money, Number, Plain, Refusal, Rule, text};
use crate::engine::ports::day_in_zone;
use crate::ledger::cases;
use crate::ledger::claims::AccountClaims;
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::promises::{self, Judged, PromiseState};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CALLBACKS, CASES, CaseKind, CaseStep, ItemId, PROMISES, PlanRow,
    PromiseRow, WORK_OF,
};
use crate::store::rows::{LedgerError, Stop};

use super::disputes::note;
use super::series::{not_before_item, not_too_late};
use super::{Case, Decided};

/// The default tolerance of a promise, in days.
const TOLERANCE: u16 = 2;

/// The longest tolerance, in days.
const LONGEST_TOLERANCE: u16 = 60;

/// The most documents that a case may be about.
const MOST_ABOUT: usize = 50;

/// The most instalments that a promise may have.
const MOST_INSTALMENTS: usize = 24;

/// A part of a promise: the field of its day, the day, and the amount; `None` for all that is left.
type DatedShare = (String, Day, Option<Plain>);

/// The parts of a promise, the earliest first.
fn parts_of(command: &Promise) -> Result<Vec<DatedShare>, Refusal> {
    let given = &command.instalments;
    let Some(first) = given.first() else {
        let by = command.by.ok_or_else(|| Refusal::new(Rule::PromiseNoDay, "by"))?;
        return Ok(vec![("by".to_string(), by, command.amount)]);
    };
    if command.by.is_some() || command.amount.is_some() {
        return Err(Refusal::new(Rule::PromiseDayAndParts, "instalments"));
    }
    if given.len() > MOST_INSTALMENTS {
        let refusal = Refusal::new(Rule::PromiseTooMany, "instalments");
        return Err(refusal.with("most", MOST_INSTALMENTS));
    }
    let mut parts: Vec<DatedShare> = Vec::with_capacity(given.len());
    let mut last = first.by;
    for (place, part) in given.iter().enumerate() {
        let field = format!("instalments[{place}].by");
        if place > 0 && part.by <= last {
            return Err(Refusal::new(Rule::PromiseOrder, field).with("by", part.by));
        }
        last = part.by;
        parts.push((field, part.by, Some(part.amount)));
    }
    Ok(parts)
}

impl Case<'_> {
    /// Checks the documents and cases that a case is about, and returns their numbers as stored.
    pub(super) fn about(&self, account: AccountId, given: &[Number]) -> Result<Vec<Number>, Stop> {
        if given.len() > MOST_ABOUT {
            return Err(Refusal::new(Rule::AboutTooMany, "about").with("most", MOST_ABOUT).into());
        }
        let root = merged::root(self.rows(), account, When::ALL)?;
        let mut about = Vec::with_capacity(given.len());
        for (i, number) in given.iter().enumerate() {
            let field = format!("about[{i}]");
            let (found, of) = match item::item(self.rows(), number)? {
                Some((_, row)) => (row.number, row.account),
                None => self.filed(&field, number)?,
            };
            if merged::root(self.rows(), of, When::ALL)? != root {
                let refusal = Refusal::new(Rule::CustomerMismatch, field);
                return Err(refusal.with("number", found).with("payer", "none").into());
            }
            about.push(found);
        }
        Ok(about)
    }

    /// Returns the case with this number, and its account.
    fn filed(&self, field: &str, number: &Number) -> Result<(Number, AccountId), Stop> {
        let unknown = || Refusal::new(Rule::DocumentUnknown, field).with("given", number);
        let (kind, id) = CASES.get(self.rows(), &number.folded())?.ok_or_else(unknown)?;
        let (account, number) = cases::whose(self.rows(), kind, id)?;
        Ok((number, account))
    }

    /// Returns the day of an instant in the company's zone.
    fn day_of(&mut self, at: Moment) -> Result<Day, Stop> {
        let beyond = || Refusal::new(Rule::DateOutOfRange, "at").with("given", at);
        let day = day_in_zone(at, &self.desk.book.zone);
        let day = day.ok_or_else(|| beyond().with("days", super::AHEAD))?;
        self.day("at", day)
    }

    pub(super) fn log_call(&mut self, command: &LogCall) -> Result<Decided, Stop> {
        let (account, row) = self.account("customer", &command.customer)?;
        let at = command.at.unwrap_or(self.desk.now);
        let day = if command.at.is_some() { Some(self.day_of(at)?) } else { None };
        let date = self.happened("at", day)?;
        let text = CaseText {
            contact: text::optional("contact", command.contact.as_ref())?,
            note: text::note("note", command.note.as_ref())?,
            outcome: text::note("outcome", command.outcome.as_ref())?,
            ..CaseText::default()
        };
        let about = self.about(account, &command.about)?;
        let event = CallLogged {
            call: self.next_number("CALL", date)?,
            customer: row.code,
            date,
            at,
            direction: command.direction,
            about,
            text: text.kept(),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn promise(&mut self, command: &Promise) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, customer) = self.account_on("customer", &command.customer, date)?;
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        self.same_account("invoice", account, &row, Day::LAST)?;
        not_before_item("date", date, (row.date, &row.number))?;
        let parts = parts_of(command)?;
        for (field, by, _) in &parts {
            not_too_late(field, *by, date)?;
            if *by < date {
                let refusal = Refusal::new(Rule::PromisePast, field).with("by", *by);
                return Err(refusal.with("date", date).into());
            }
        }
        let tolerance_days = tolerable(command.tolerance_days.unwrap_or(TOLERANCE))?;
        self.no_live_promise(id, date)?;
        let left = self.undisputed(id, &row, date)?;
        let refused = |rule, field: &str| Refusal::new(rule, field).with("invoice", &row.number);
        let (mut events, mut sum) = (Vec::with_capacity(parts.len()), left.zero());
        for (field, by, given) in parts {
            let field = field.replace("by", "amount");
            let amount = match given {
                Some(amount) => row.currency.exact(amount.0, &field)?,
                None if left.is_positive() => left,
                None => {
                    let is_open = item::room(self.rows(), id, &row, date)?.is_positive();
                    let why = if is_open { "disputed" } else { "paid" };
                    return Err(refused(Rule::PromiseNothing, &field).with("why", why).into());
                }
            };
            sum = sum.plus(amount).ok_or(LedgerError::Beyond("an account"))?;
            if sum.minor() > left.minor() || !left.is_positive() {
                let refusal = refused(Rule::PromiseExceeds, &field).with("given", sum);
                return Err(refusal.with("left", left).into());
            }
            if !amount.is_positive() {
                return Err(refused(Rule::AmountNotPositive, &field).into());
            }
            let event = PromiseMade {
                promise: self.next_number("PRM", date)?,
                customer: customer.code.clone(),
                invoice: row.number.clone(),
                date,
                amount,
                currency: row.currency,
                by,
                tolerance_days,
                foreign: false,
                again: None,
                text: note(command.note.as_ref())?,
            };
            events.push(event.into());
        }
        Ok(Decided { date, events })
    }

    /// Refuses a second live promise on an invoice: one is live while it is open and not paid in
    /// full.
    pub(super) fn no_live_promise(&self, invoice: ItemId, date: Day) -> Result<(), Stop> {
        for (id, promise) in promises::promises_on(self.rows(), invoice)? {
            // Checked as of the day of the new one and as of today, so that neither day has two.
            let mut live = false;
            for as_of in [date.max(promise.date), self.desk.today.max(promise.date)] {
                let judged = self.judge(id, as_of)?;
                live |= judged.state == PromiseState::Open && judged.missing.is_positive();
            }
            if live {
                let number = self.need_item(invoice)?.number;
                let refusal = Refusal::new(Rule::PromiseLive, "invoice").with("invoice", number);
                return Err(refusal.with("promise", promise.number).into());
            }
        }
        Ok(())
    }

    /// Withdraws the open promises on an invoice, because a payment plan covers it from a day on.
    pub(super) fn promises_give_way(
        &self,
        invoice: ItemId,
        date: Day,
    ) -> Result<Vec<Event>, LedgerError> {
        let mut events = Vec::new();
        for (id, row) in promises::promises_on(self.rows(), invoice)? {
            let date = date.max(row.date);
            let judged = self.judge(id, date)?;
            if judged.state == PromiseState::Open && judged.missing.is_positive() {
                events.push(PromiseWithdrawn { promise: row.number, date, text: None }.into());
            }
        }
        Ok(events)
    }

    /// The promises that ended in the entry of a payment plan because it covers their invoices.
    pub(super) fn gave_way_to(
        &self,
        (plan, row): (ItemId, &PlanRow),
    ) -> Result<Vec<(ItemId, PromiseRow)>, LedgerError> {
        let mut gave_way = Vec::new();
        for (invoice, _) in &row.covers {
            for (id, promise) in promises::promises_on(self.rows(), *invoice)? {
                let steps = cases::steps(self.rows(), id)?;
                if steps.iter().any(|((seq, _), _)| *seq == plan.seq) {
                    gave_way.push((id, promise));
                }
            }
        }
        Ok(gave_way)
    }

    /// What is still missing of a promise that ended, unless it can't be made again: its day is past, or another
    /// promise was made on the invoice since.
    pub(super) fn still_promised(
        &self,
        (id, promise): &(ItemId, PromiseRow),
        date: Day,
    ) -> Result<Option<Money>, LedgerError> {
        match self.no_live_promise(promise.invoice, date) {
            Ok(()) if promise.by >= date => Ok(Some(self.judge(*id, date)?.missing)),
            Ok(()) | Err(Stop::Refused(_)) => Ok(None),
            Err(Stop::Ledger(error)) => Err(error),
        }
    }

    /// Makes promises that ended again, each for what is still missing of it. Money that came since the first ones and
    /// waits on the account counts for them.
    pub(super) fn promised_again(
        &mut self,
        ended: &[(ItemId, PromiseRow)],
        date: Day,
    ) -> Result<Vec<Event>, LedgerError> {
        let mut events = Vec::new();
        for one in ended {
            let missing = self.still_promised(one, date)?;
            let Some(amount) = missing.filter(|it| it.is_positive()) else { continue };
            let PromiseRow { number, account, invoice, by, tolerance_days, .. } = one.1.clone();
            let row = self.need_item(invoice)?;
            let event = PromiseMade {
                promise: self.next_number("PRM", date)?,
                customer: ACCOUNTS.need(self.rows(), &account)?.code,
                invoice: row.number,
                date,
                amount,
                currency: row.currency,
                by,
                tolerance_days,
                foreign: false,
                again: Some(number),
                text: None,
            };
            events.push(event.into());
        }
        Ok(events)
    }

    fn judge(&self, id: ItemId, as_of: Day) -> Result<Judged, LedgerError> {
        let promise = PROMISES.need(self.rows(), &id)?;
        let when = When { as_of, ..When::ALL };
        let claims = AccountClaims::new(self.rows(), promise.account, when);
        promises::judge(&claims, id, &promise)
    }

    pub(super) fn withdraw_promise(&mut self, command: &WithdrawPromise) -> Result<Decided, Stop> {
        let number = &command.promise;
        let unknown = || Refusal::new(Rule::PromiseUnknown, "promise").with("given", number);
        let id = cases::case(self.rows(), CaseKind::Promise, number)?.ok_or_else(unknown)?;
        let row = PROMISES.need(self.rows(), &id)?;
        let date = self.happened_after(command.date, row.date)?;
        not_before_item("date", date, (row.date, &row.number))?;
        let withdrawn = !cases::steps(self.rows(), id)?.is_empty();
        let judged = self.judge(id, date.max(self.desk.today))?;
        if withdrawn || judged.state != PromiseState::Open {
            let state = if withdrawn { PromiseState::Withdrawn } else { judged.state };
            let refusal = Refusal::new(Rule::PromiseEnded, "promise").with("promise", row.number);
            return Err(refusal.with("state", state.word()).into());
        }
        let text = note(command.note.as_ref())?;
        let event = PromiseWithdrawn { promise: row.number, date, text };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn schedule_callback(
        &mut self,
        command: &ScheduleCallback,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, row) = self.account("customer", &command.customer)?;
        let day = self.day_of(command.at)?;
        if day < date {
            let refusal = Refusal::new(Rule::DueBeforeDate, "at").with("due", day);
            return Err(refusal.with("date", date).with("what", "callback").into());
        }
        let text = CaseText {
            contact: text::optional("contact", command.contact.as_ref())?,
            note: text::note("note", command.note.as_ref())?,
            outcome: None,
            ..CaseText::default()
        };
        let about = self.about(account, &command.about)?;
        let event = CallbackScheduled {
            callback: self.next_number("CB", date)?,
            customer: row.code,
            date,
            at: command.at,
            about,
            text: text.kept(),
        };
        let mut events = vec![event.into()];
        // Even a customer snoozed for longer is called back.
        let root = merged::root(self.rows(), account, When::ALL)?;
        let snoozed = WORK_OF.get(self.rows(), &root)?.and_then(|work| work.snoozed);
        if snoozed.is_some_and(|until| until > day) {
            let customer = ACCOUNTS.need(self.rows(), &root)?.code;
            events.push(CustomerSnoozed { customer, until: day, date }.into());
        }
        Ok(Decided { date, events })
    }

    pub(super) fn done(&mut self, command: &Done) -> Result<Decided, Stop> {
        let number = &command.callback;
        let unknown = || Refusal::new(Rule::CallbackUnknown, "callback").with("given", number);
        let id = cases::case(self.rows(), CaseKind::Callback, number)?.ok_or_else(unknown)?;
        let row = CALLBACKS.need(self.rows(), &id)?;
        let date = self.happened_after(command.date, row.date)?;
        let steps = cases::steps(self.rows(), id)?;
        if steps.iter().any(|(_, step)| step.step == CaseStep::Done) {
            let refusal = Refusal::new(Rule::CallbackDone, "callback");
            return Err(refusal.with("callback", row.number).into());
        }
        not_before_item("date", date, (row.date, &row.number))?;
        let event = CallbackDone { callback: row.number, date, text: note(command.note.as_ref())? };
        Ok(Decided { date, events: vec![event.into()] })
    }
}

/// How many days later promised money may come; refused where that is too long.
pub(super) fn tolerable(days: u16) -> Result<u16, Refusal> {
    match days > LONGEST_TOLERANCE {
        true => {
            Err(Refusal::new(Rule::PromiseTolerance, "tolerance_days")
                .with("most", LONGEST_TOLERANCE))
        }
        false => Ok(days),
    }
}
