//! Decides a wrap-up. Reads the line, turns each part into a command of its own, and decides the commands
//! one after another, for one entry.

mod due;
mod named;
mod promised;
mod undo;

use rust_decimal::Decimal;

use crate::domain::command::{
    Deliver, DeliverStatement, LogCall, OpenDispute, Promise, PromisedPart, ScheduleCallback,
    WrapUp,
};
use crate::domain::delivery::DeliveryWay;
use crate::domain::event::{CallWrapped, CallbackDone};
use crate::domain::{
    CallOutcome, Code, Command, Day, Event, Moment, Number, Plain, Refusal, Rule, text,
};
use crate::engine::ports::day_in_zone;
use crate::ledger::tables::{AccountId, AccountRow, CASES};
use crate::matching::words_of;
use crate::store::rows::Stop;
use crate::typed::wrap_up::{self, LineReading, WrapPart};

use self::promised::{InvoiceShare, PromisedBy};
use super::together::Together;
use super::{Case, Decided};

/// The longest call that can be recorded, in minutes.
const LONGEST_CALL: u16 = 24 * 60;

/// The longest call whose minutes are counted from its start. A call left open overnight isn't counted.
const LONGEST_COUNTED: i64 = 12 * 60;

const MICROS_IN_MINUTE: i64 = 60_000_000;

/// A part of the agreement, and the field it came from.
struct Agreed {
    field: String,
    part: WrapPart,
}

/// A parsed wrap-up.
#[derive(Default)]
struct WrappedUp {
    agreed: Vec<Agreed>,
    note: Option<String>,
    outcome: Option<CallOutcome>,
    /// The documents it names.
    about: Vec<Number>,
}

impl Case<'_> {
    pub(in super::super) fn wrap_up(&mut self, command: &WrapUp) -> Result<Decided, Stop> {
        let (account, row) = self.account("customer", &command.customer)?;
        let said = self.said(command, account, &row)?;
        let started = command.started.filter(|started| *started <= self.desk.now);
        let minutes = self.minutes(command.minutes, started)?;
        let mut together = Together::new(self.desk, 1);
        let log = LogCall {
            customer: row.code.clone(),
            at: started.filter(|at| self.is_by_today(*at)),
            direction: command.direction,
            contact: command.contact.clone(),
            about: said.about.clone(),
            note: said.note.clone(),
            outcome: None,
        };
        let logged = together.add(&log.into(), |refusal| match refusal.field.as_str() {
            "at" => Refusal { field: "started".into(), ..refusal },
            _ => refusal,
        })?;
        let Some(Event::CallLogged(logged)) = logged.first() else {
            return Err(Refusal::new(Rule::WrapUpUnknown, "").with("given", "").into());
        };
        let (call, date, at) = (logged.call.clone(), logged.date, logged.at);
        let due = self.callbacks_due(account, at, date)?;
        let mut all: Vec<&Agreed> = said.agreed.iter().collect();
        all.sort_by_key(|agreed| agreed.turn());
        for (first, more) in together_said(all) {
            let agreed = (first, more.as_slice());
            let parts = self.commands(command, &together, (account, &row.code), &call, agreed);
            for part in parts.map_err(|stop| self.named_twice(stop))? {
                let added = together.add(&part, |refusal| first.refused(refusal)).map(drop);
                added.map_err(|stop| self.named_twice(stop))?;
            }
        }
        let events = together.into_events();
        let parts = events.iter().filter(|event| !matches!(event, Event::CallLogged(_)));
        let parts = parts.filter_map(Event::made).map(|(_, number)| Number(number.into()));
        let parts: Vec<Number> = parts.collect();
        let spoke = said.note.is_some() || !parts.is_empty();
        let outcome = said.outcome.or(spoke.then_some(CallOutcome::Spoke));
        let wrapped = CallWrapped { call, customer: row.code, date, outcome, minutes, parts };
        // A callback counts as done only if the caller reached someone.
        let is_reached = outcome.is_none_or(CallOutcome::is_reached);
        let done = due.into_iter().filter(|_| is_reached);
        let done = done.map(|callback| CallbackDone { callback, date, text: None }.into());
        let events = std::iter::once(wrapped.into()).chain(events).chain(done).collect();
        Ok(Decided { date, events })
    }

    /// Whether an instant is today or earlier. A book may work with a day other than the clock's.
    fn is_by_today(&self, at: Moment) -> bool {
        day_in_zone(at, &self.desk.book.zone).is_some_and(|day| day <= self.desk.today)
    }

    /// Rewords the refusal of a part whose document is named twice in the line: as it stands, it names a
    /// case that doesn't exist yet.
    fn named_twice(&self, stop: Stop) -> Stop {
        let Stop::Refused(refusal) = stop else { return stop };
        let (case, of) = match refusal.rule {
            Rule::PromiseLive => ("promise", "invoice"),
            Rule::DeliveryQueuedAlready => ("delivery", "what"),
            _ => return refusal.into(),
        };
        let arg = |name| {
            let found = refusal.args.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| Number(value.clone()))
        };
        let is_made =
            |number: Number| CASES.get(self.rows(), &number.folded()).ok().flatten().is_some();
        match (arg(case), arg(of)) {
            (Some(case), Some(number)) if !is_made(case.clone()) => {
                Refusal::new(Rule::WrapUpTwice, refusal.field).with("number", number).into()
            }
            _ => refusal.into(),
        }
    }

    /// The call's minutes: as given, or counted from its start.
    fn minutes(&self, given: Option<u16>, started: Option<Moment>) -> Result<Option<u16>, Refusal> {
        if let Some(given) = given {
            return match given <= LONGEST_CALL {
                true => Ok(Some(given)),
                false => {
                    Err(Refusal::new(Rule::WrapUpMinutes, "minutes").with("most", LONGEST_CALL))
                }
            };
        }
        let counted = started.map(|started| {
            (self.desk.now.micros() - started.micros() + MICROS_IN_MINUTE - 1) / MICROS_IN_MINUTE
        });
        let counted = counted.filter(|minutes| (0..=LONGEST_COUNTED).contains(minutes));
        Ok(counted.and_then(|minutes| u16::try_from(minutes).ok()))
    }

    /// Reads the line and the parts given as fields.
    fn said(
        &self,
        command: &WrapUp,
        account: AccountId,
        row: &AccountRow,
    ) -> Result<WrappedUp, Stop> {
        let reasons = self.reasons()?;
        let line = command.line.as_deref().unwrap_or_default();
        let mut open = Vec::new();
        for word in wrap_up::may_name(line) {
            open.extend(self.open_named(account, &word)?);
        }
        let owed = if open.is_empty() { Decimal::ZERO } else { self.most_promised(account)? };
        let reading = LineReading {
            today: self.desk.today,
            zone: &self.desk.book.zone,
            currency: row.currency,
            reasons: &reasons,
            open: &open,
            owed,
        };
        let mut said = WrappedUp {
            outcome: command.outcome,
            about: command.about.clone(),
            ..WrappedUp::default()
        };
        let mut notes = Vec::from_iter(text::note("note", command.note.as_ref())?);
        for (place, part) in wrap_up::read(line, &reading)?.into_iter().enumerate() {
            let field = wrap_up::field_of(place);
            match self.resolved(part, account, &field)? {
                WrapPart::Note(note) => notes.push(note),
                WrapPart::Outcome(outcome) => {
                    said.outcome.get_or_insert(outcome);
                }
                part => said.agreed.push(Agreed { field, part }),
            }
        }
        said.agreed.extend(by_field(command));
        for agreed in &said.agreed {
            if let Some(number) = agreed.document().map(|number| Number(number.clone()))
                && !said.about.contains(&number)
                && agreed.is_of_line()
            {
                said.about.push(number);
            }
        }
        said.note = Some(notes.join("; ")).filter(|note| !note.is_empty());
        Ok(said)
    }

    /// Completes the number of the document that a part of the line names. Refuses a callback at a time that is past.
    fn resolved(&self, part: WrapPart, account: AccountId, field: &str) -> Result<WrapPart, Stop> {
        let named = |given: &str, all| self.named(account, given, all, field);
        Ok(match part {
            WrapPart::Promise { invoice: Some(given), amount, by } => {
                let invoice = Some(named(&given, false)?.0);
                WrapPart::Promise { invoice, amount, by }
            }
            WrapPart::Dispute { invoice, reason, amount } => {
                WrapPart::Dispute { invoice: named(&invoice, false)?.0, reason, amount }
            }
            WrapPart::Send { document: Some(given), by, to } => {
                WrapPart::Send { document: Some(named(&given, true)?.0), by, to }
            }
            WrapPart::Callback { at, .. } if self.is_past_today(at) => {
                let time = at.to_string().get(11..16).unwrap_or_default().to_string();
                return Err(Refusal::new(Rule::WrapUpPast, field).with("time", time).into());
            }
            part => part,
        })
    }

    /// Whether an instant was earlier today: another day is meant.
    fn is_past_today(&self, at: Moment) -> bool {
        let is_today = |at| day_in_zone(at, &self.desk.book.zone) == Some(self.desk.today);
        at < self.desk.now && is_today(at) && is_today(self.desk.now)
    }

    /// The commands that one part becomes, or several promises that are made together.
    fn commands(
        &self,
        command: &WrapUp,
        together: &Together,
        (account, code): (AccountId, &Code),
        call: &Number,
        (agreed, more): (&Agreed, &[&Agreed]),
    ) -> Result<Vec<Command>, Stop> {
        let customer = code.clone();
        Ok(match &agreed.part {
            WrapPart::Promise { invoice, .. } => {
                let parts: Vec<PromisedBy> =
                    std::iter::once(&agreed).chain(more).filter_map(|it| it.promised()).collect();
                let shares = match invoice {
                    Some(number) => {
                        let mut by: Vec<(Day, Option<Plain>)> =
                            parts.iter().map(|part| (part.by, part.amount.map(Plain))).collect();
                        by.sort_by_key(|(day, _)| *day);
                        vec![(Number(number.clone()), by)]
                    }
                    None => together.look(|case| case.promised(account, &parts))?,
                };
                shares.into_iter().map(|share| promise(customer.clone(), share)).collect()
            }
            WrapPart::Dispute { invoice, reason, amount } => {
                let invoice = match invoice.as_str() {
                    "" => together.look(|case| case.oldest_open(account, &agreed.field))?,
                    number => Number(number.into()),
                };
                vec![disputed(invoice, reason, amount.map(Plain), call)]
            }
            WrapPart::Callback { at, note } => {
                let (asked_for, note) = match agreed.is_of_line() {
                    true => self.asked_for(account, note.as_deref())?,
                    false => (None, note.clone()),
                };
                let contact = asked_for.or_else(|| command.contact.clone());
                let (at, about, date) = (*at, Vec::new(), None);
                vec![ScheduleCallback { customer, at, contact, about, note, date }.into()]
            }
            WrapPart::Send { document, by, to } => {
                let by = self.way(account, *by)?;
                vec![sent(customer, document.as_deref(), by, to.clone())]
            }
            WrapPart::Note(_) | WrapPart::Outcome(_) => Vec::new(),
        })
    }

    /// Splits the words after a callback's time into the contact to ask for, if they begin with one of
    /// the customer's contacts, and the note.
    fn asked_for(
        &self,
        account: AccountId,
        said: Option<&str>,
    ) -> Result<(Option<String>, Option<String>), Stop> {
        let Some(said) = said else { return Ok((None, None)) };
        let details = self.known_details(account)?;
        let others = details.contacts.iter().map(|contact| &contact.name);
        for name in details.contact.iter().chain(others) {
            let wanted = words_of(name);
            if wanted.is_empty() {
                continue;
            }
            let ends = said.char_indices().filter(|(_, letter)| !letter.is_alphanumeric());
            let ends = ends.map(|(end, _)| end).chain([said.len()]);
            for end in ends {
                let (front, rest) = said.split_at(end);
                if words_of(front) == wanted {
                    let rest = rest.trim_start_matches(|it: char| !it.is_alphanumeric());
                    let note = Some(rest.trim().to_string()).filter(|note| !note.is_empty());
                    return Ok((Some(name.clone()), note));
                }
            }
        }
        Ok((None, Some(said.to_string())))
    }

    /// How documents reach a customer: by e-mail if there is an address, otherwise on paper.
    fn way(&self, account: AccountId, given: Option<DeliveryWay>) -> Result<DeliveryWay, Stop> {
        if let Some(way) = given {
            return Ok(way);
        }
        let has_address = self.known_details(account)?.email.is_some();
        Ok(if has_address { DeliveryWay::Email } else { DeliveryWay::Print })
    }
}

impl Agreed {
    /// The order of a part, so that the order of typing changes nothing: disputes before promises,
    /// since what is disputed is not promised; parts with an amount or an invoice before those that
    /// take all that is left.
    fn turn(&self) -> u8 {
        match &self.part {
            WrapPart::Dispute { amount: Some(_), .. } => 0,
            WrapPart::Dispute { amount: None, .. } => 1,
            WrapPart::Promise { invoice: Some(_), .. } => 2,
            WrapPart::Promise { invoice: None, amount: Some(_), .. } => 3,
            WrapPart::Promise { invoice: None, amount: None, .. } => 4,
            _ => 5,
        }
    }

    /// The document that a part names.
    fn document(&self) -> Option<&String> {
        match &self.part {
            WrapPart::Promise { invoice, .. } => invoice.as_ref(),
            WrapPart::Dispute { invoice, .. } => Some(invoice).filter(|number| !number.is_empty()),
            WrapPart::Send { document, .. } => document.as_ref(),
            WrapPart::Callback { .. } | WrapPart::Note(_) | WrapPart::Outcome(_) => None,
        }
    }

    fn promised(&self) -> Option<PromisedBy<'_>> {
        match &self.part {
            WrapPart::Promise { amount, by, .. } => {
                Some(PromisedBy { amount: *amount, by: *by, field: &self.field })
            }
            _ => None,
        }
    }

    /// Whether two promises are instalments of one: amounts on the same invoice, or on whatever is
    /// open.
    fn goes_with(&self, other: &Agreed) -> bool {
        match (&self.part, &other.part) {
            (
                WrapPart::Promise { invoice: Some(one), amount: Some(_), by },
                WrapPart::Promise { invoice: Some(another), amount: Some(_), by: day },
            ) => one == another && by != day,
            (WrapPart::Promise { invoice: None, .. }, WrapPart::Promise { invoice: None, .. }) => {
                true
            }
            _ => false,
        }
    }

    fn is_of_line(&self) -> bool {
        self.field.starts_with("line")
    }

    /// Moves a refusal of a part's command to the field that the part came from.
    fn refused(&self, refusal: Refusal) -> Refusal {
        match self.is_of_line() {
            true => Refusal { field: self.field.clone(), ..refusal },
            false => refusal.below(&self.field),
        }
    }
}

/// The parts in their order, each with those that form one promise with it.
fn together_said(all: Vec<&Agreed>) -> Vec<(&Agreed, Vec<&Agreed>)> {
    let mut groups: Vec<(&Agreed, Vec<&Agreed>)> = Vec::new();
    for agreed in all {
        match groups.iter_mut().find(|(first, _)| first.goes_with(agreed)) {
            Some((_, more)) => more.push(agreed),
            None => groups.push((agreed, Vec::new())),
        }
    }
    groups
}

/// A promise on an invoice, in instalments if there are several days.
fn promise(customer: Code, (invoice, parts): InvoiceShare) -> Command {
    let (tolerance_days, note, date) = (None, None, None);
    let (amount, by, instalments) = match parts.as_slice() {
        [(by, amount)] => (*amount, Some(*by), Vec::new()),
        several => {
            let part = |(by, amount): &(Day, Option<Plain>)| {
                amount.map(|amount| PromisedPart { by: *by, amount })
            };
            (None, None, several.iter().filter_map(part).collect())
        }
    };
    Promise { customer, invoice, amount, by, instalments, tolerance_days, note, date }.into()
}

/// The parts given as fields, which come after those of the line.
fn by_field(command: &WrapUp) -> Vec<Agreed> {
    let text = |number: &Number| number.0.clone();
    let promise = command.promise.as_ref().map(|it| WrapPart::Promise {
        invoice: it.invoice.as_ref().map(text),
        amount: it.amount.map(|amount| amount.0),
        by: it.by,
    });
    let callback = command.callback.as_ref();
    let callback = callback.map(|it| WrapPart::Callback { at: it.at, note: it.note.clone() });
    let dispute = command.dispute.as_ref().map(|it| WrapPart::Dispute {
        invoice: it.invoice.as_ref().map(text).unwrap_or_default(),
        reason: it.reason.clone(),
        amount: it.amount.map(|amount| amount.0),
    });
    let all = [("promise", promise), ("callback", callback), ("dispute", dispute)];
    let given = all.into_iter().filter_map(|(field, part)| Some((field, part?)));
    given.map(|(field, part)| Agreed { field: field.into(), part }).collect()
}

/// A dispute that belongs to a call.
fn disputed(invoice: Number, reason: &str, amount: Option<Plain>, call: &Number) -> Command {
    OpenDispute {
        invoice,
        amount,
        reason: reason.into(),
        note: None,
        owner: None,
        due: None,
        root_cause: None,
        about: vec![call.clone()],
        date: None,
        number: None,
        steps: Vec::new(),
    }
    .into()
}

fn sent(customer: Code, document: Option<&str>, by: DeliveryWay, to: Option<String>) -> Command {
    if let Some(number) = document {
        return Deliver { document: Number(number.into()), by, to, date: None }.into();
    }
    let (from, through, style, date) = (None, None, None, None);
    DeliverStatement { customer, from, through, style, by, to, date }.into()
}
