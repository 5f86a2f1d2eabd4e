//! Warnings: what looks wrong about an accepted command. Each check reads a row or two, however
//! large the account.

use rust_decimal::Decimal;

use crate::domain::command::Method;
use crate::domain::event::{
    CallbackScheduled, CustomerAmended, CustomerDetails, CustomerRegistered, DeliveryQueued,
    InvoiceIssued, PaymentRecorded,
};
use crate::domain::{Code, Command, Day, Event, Money, Plain, Rule, Warning};
use crate::ledger::calling::CallingHours;
use crate::ledger::item::When;
use crate::ledger::tables::{ACCOUNTS, AccountId, CALLING_HOURS, ItemRow, RATES};
use crate::ledger::{deliveries, item, merged, twins};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

/// Within how many days a payment with the same amount and reference looks like a duplicate.
const PAYMENT_DAYS: i64 = 7;

/// The same for a withholding certificate with the same kind and number: ten years.
const CERTIFICATE_DAYS: i64 = 3_653;

/// The same for an invoice with the same total and reference.
const INVOICE_DAYS: i64 = 90;

/// From how many days ahead, or back, a date is unusual.
const USUAL_AHEAD: i64 = 31;
const USUAL_BACK: i64 = 400;

/// By what factor a rate may differ from the last one.
const USUAL_TIMES: i64 = 3;

impl Case<'_> {
    /// Returns warnings about a command and its events.
    pub(super) fn warnings(
        &self,
        command: &Command,
        decided: &Decided,
    ) -> Result<Vec<Warning>, Stop> {
        let mut warnings = self.unusual_dates(command, decided.date);
        for event in &decided.events {
            if let Event::InvoiceIssued(event) = event {
                warnings.extend(self.invoice_twice(event)?);
            }
            if let Event::PaymentRecorded(event) = event {
                warnings.extend(self.payment_twice(event)?);
            }
            if let Event::BankStatementRecorded(event) = event {
                warnings.extend(self.balance_gap(event)?);
            }
            if let Event::CustomerRegistered(event) = event {
                warnings.extend(self.customer_twice(event)?);
            }
            if let Event::CustomerAmended(event) = event {
                warnings.extend(self.amended_twice(event)?);
            }
            if let Event::DeliveryQueued(event) = event {
                warnings.extend(self.sent_again(event)?);
            }
            if let Event::CallbackScheduled(event) = event {
                warnings.extend(self.outside_hours(event)?);
            }
            if let Event::PersonErased(event) = event {
                warnings.extend(self.bank_texts_stay(event)?);
            }
            if let Event::LateFeePolicySet(event) = event {
                warnings.extend(self.charges_back(event));
            }
        }
        if let Command::WrapUp(_) = command {
            warnings.extend(self.callback_stays(decided)?);
        }
        if let Command::UndoWrapUp(command) = command {
            warnings.extend(self.stays(command)?);
        }
        if let Command::CancelPlan(command) = command {
            warnings.extend(self.promises_stay(command, decided)?);
        }
        if let Command::MoveDispute(command) = command {
            warnings.extend(self.credit_stays(command)?);
        }
        warnings.extend(self.nothing_left(command)?);
        warnings.extend(self.fees_off(decided)?);
        warnings.extend(self.unusual_rate(&decided.events)?);
        warnings.extend(self.unusual_numbers(command));
        warnings.extend(self.content_missing(&decided.events)?);
        warnings.extend(self.untaxed(&decided.events)?);
        if decided.events.iter().filter_map(Event::amount).any(Money::is_zero) {
            warnings.push(Warning::new(Rule::TotalZero, "lines"));
        }
        Ok(warnings)
    }

    fn unusual_dates(&self, command: &Command, date: Day) -> Vec<Warning> {
        let dates = command.dates(date).into_iter();
        let unusual = dates.filter_map(|(field, date)| {
            let days = date.days_since(self.desk.today);
            let way = match days {
                days if days > USUAL_AHEAD => "ahead",
                days if days < -USUAL_BACK && !command.may_be_old() => "back",
                _ => return None,
            };
            let warning = Warning::new(Rule::DateUnusual, field).with("given", date);
            Some(warning.with("days", days.abs()).with("way", way))
        });
        unusual.collect()
    }

    /// A warning that a document, or a statement of the same days, was sent before.
    fn sent_again(&self, event: &DeliveryQueued) -> Result<Option<Warning>, LedgerError> {
        let (field, before) = match &event.document {
            Some(number) => {
                let Some((id, _)) = item::item(self.rows(), number)? else { return Ok(None) };
                ("document", deliveries::of_document(self.rows(), id)?)
            }
            None => ("customer", self.same_statements(event)?),
        };
        let last = before.into_iter().filter_map(|(_, row)| Some((row.sent?, row.number))).max();
        Ok(last.map(|(date, number)| {
            Warning::new(Rule::DeliveryAgain, field).with("delivery", number).with("date", date)
        }))
    }

    /// A warning that a callback is agreed for a time at which the customer may not be called.
    fn outside_hours(&self, event: &CallbackScheduled) -> Result<Option<Warning>, LedgerError> {
        let Some((account, _)) = item::account(self.rows(), &event.customer)? else {
            return Ok(None);
        };
        let root = merged::root(self.rows(), account, When::ALL)?;
        let mut details = self.known_details(root)?;
        if details.phone.is_none() {
            details.phone = details.contacts.iter().find_map(|contact| contact.phone.clone());
        }
        let set = CALLING_HOURS.get(self.rows(), &root)?;
        let hours = CallingHours::of(set.as_ref(), &details, &self.desk.book.zone);
        Ok(hours.outside(event.at).map(|(zone, time)| {
            let [from, to] = hours.times();
            let warning = Warning::new(Rule::CallbackHours, "at").with("time", time);
            warning.with("zone", zone).with("from", from).with("to", to)
        }))
    }

    fn invoice_twice(&self, event: &InvoiceIssued) -> Result<Option<Warning>, LedgerError> {
        let reference = event.reference.as_deref();
        if event.total.is_zero() && reference.is_none() {
            // Two free documents on one day have nothing else in common.
            return Ok(None);
        }
        let likeness = twins::of_invoice(event.total, reference);
        let days = if reference.is_some() { INVOICE_DAYS } else { 0 };
        let field = if reference.is_some() { "reference" } else { "lines" };
        let warning = Warning::new(Rule::InvoiceLooksTwice, field);
        self.twice(warning, &event.customer, likeness, (event.date, days), reference)
    }

    fn payment_twice(&self, event: &PaymentRecorded) -> Result<Option<Warning>, LedgerError> {
        if event.method == Method::Opening {
            return Ok(None);
        }
        let reference = event.reference.as_deref();
        let likeness = twins::of_payment(event);
        let days = match (&event.certificate, reference) {
            (Some(_), Some(_)) => CERTIFICATE_DAYS,
            (None, Some(_)) => PAYMENT_DAYS,
            (_, None) => 0,
        };
        let looks = if event.certificate.is_some() { "certificate" } else { "payment" };
        let warning = Warning::new(Rule::PaymentLooksTwice, "amount").with("as", looks);
        let found =
            self.twice(warning.clone(), &event.customer, likeness, (event.date, days), reference)?;
        if found.is_some() || reference.is_none() || event.certificate.is_some() {
            return Ok(found);
        }
        // Entered on the same day without its reference.
        let bare = twins::of_bare_payment(event);
        self.twice(warning, &event.customer, bare, (event.date, 0), None)
    }

    /// Warns about a document of the customer that looks the same within some days.
    fn twice(
        &self,
        warning: Warning,
        customer: &Code,
        likeness: u64,
        (date, days): (Day, i64),
        reference: Option<&str>,
    ) -> Result<Option<Warning>, LedgerError> {
        // An account that is opened along with the document has no other document.
        let Some((account, _)) = item::account(self.rows(), customer)? else { return Ok(None) };
        let within = (date.plus(-days).unwrap_or(date), date.plus(days).unwrap_or(date));
        let found = twins::document(self.rows(), account, likeness, within)?;
        Ok(found.map(|(_, ItemRow { number, date, amount, currency, .. })| {
            let warning = warning.with("number", number).with("date", date);
            let warning = warning.with("amount", amount).with("currency", currency);
            warning.with("reference", reference.unwrap_or("none"))
        }))
    }

    fn customer_twice(&self, event: &CustomerRegistered) -> Result<Vec<Warning>, LedgerError> {
        let Some(details) = &event.details else { return Ok(Vec::new()) };
        self.alike(details, None, &[])
    }

    fn amended_twice(&self, event: &CustomerAmended) -> Result<Vec<Warning>, LedgerError> {
        let Some(details) = &event.details else { return Ok(Vec::new()) };
        let account = item::account(self.rows(), &event.customer)?.map(|(id, _)| id);
        let known = account.map(|id| self.known_details(id)).transpose()?;
        self.alike(details, account, &known.map(|it| twins::of_customer(&it)).unwrap_or_default())
    }

    /// Warns about other accounts that look the same, one warning per field; leaves out what was
    /// `known` before.
    fn alike(
        &self,
        details: &CustomerDetails,
        own: Option<AccountId>,
        known: &[(&'static str, u64)],
    ) -> Result<Vec<Warning>, LedgerError> {
        let mut warnings: Vec<Warning> = Vec::new();
        for (field, likeness) in twins::of_customer(details) {
            if known.contains(&(field, likeness)) || warnings.iter().any(|it| it.field == field) {
                continue;
            }
            if let Some(other) = twins::account(self.rows(), likeness, own)? {
                let code = ACCOUNTS.need(self.rows(), &other)?.code;
                let warning = Warning::new(Rule::CustomerLooksTwice, field).with("code", code);
                warnings.push(warning.with("field", field));
            }
        }
        Ok(warnings)
    }

    fn unusual_rate(&self, events: &[Event]) -> Result<Option<Warning>, LedgerError> {
        let Some((currency, rate)) = events.iter().find_map(Event::entered_rate) else {
            return Ok(None);
        };
        let Some(last) = RATES.get(self.rows(), &currency)? else { return Ok(None) };
        let warning = Warning::new(Rule::RateUnusual, "rate").with("given", rate);
        let warning = warning.with("last", last).with("currency", currency);
        let is_usual = within_times(rate, last) && within_times(last, rate);
        Ok((!is_usual).then(|| warning.with("book", self.desk.book.currency)))
    }
}

/// Whether one rate is at most this many times another.
fn within_times(one: Plain, other: Plain) -> bool {
    other.0.checked_mul(Decimal::from(USUAL_TIMES)).is_none_or(|most| one.0 <= most)
}
