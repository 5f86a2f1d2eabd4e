//! Decides on invoices: the checks before a number is taken, and voiding.

use crate::domain::command::{IssueInvoice, VoidInvoice};
use crate::domain::event::{EarlyPayment, FreeText, InvoiceIssued, InvoiceVoided};
use crate::domain::pricing::{Priced, Pricing};
use crate::domain::{Day, Money, Number, Plain, Refusal, Rule, text};
use crate::ledger::tables::{AccountId, AccountRow, DatedKind, TAXES};
use crate::ledger::{catalogue, deliveries, item};
use crate::store::rows::Stop;

use super::gate::Owed;
use super::series::not_too_late;
use super::{Case, Decided};

/// The content of an invoice, except for its number.
pub(super) struct Bill {
    pub id: AccountId,
    pub account: AccountRow,
    pub series: String,
    pub due: Day,
    pub rate: Option<Plain>,
    pub reference: Option<String>,
    pub priced: Priced,
}

impl Case<'_> {
    pub(super) fn issue_invoice(&mut self, command: &IssueInvoice) -> Result<Decided, Stop> {
        self.issue(command, None)
    }

    /// Issues an invoice, or a draft of one: the draft's number, and the total it was counted at.
    pub(super) fn issue(
        &mut self,
        command: &IssueInvoice,
        draft: Option<(u64, Money)>,
    ) -> Result<Decided, Stop> {
        let date = self.document_date(command.date)?;
        let bill = self.bill(command, date)?;
        let counted = draft.map_or(bill.priced.total.zero(), |(_, total)| total);
        let (id, total) = (bill.id, bill.priced.total);
        self.gate(&Owed { id, account: &bill.account, date, total, counted })?;
        self.within_range(id, "lines", (total, total.zero()))?;
        // The number comes last, so that a refusal uses none.
        let invoice = self.next_of_series(DatedKind::Invoice, &bill.series, date)?;
        let (account, priced) = (bill.account, bill.priced);
        let event = InvoiceIssued {
            invoice,
            series: bill.series,
            early_payment: EarlyPayment::of(account.terms, priced.total, date),
            customer: account.code,
            buyer: account.seq,
            date,
            due: bill.due,
            terms: account.terms,
            reference: bill.reference,
            currency: account.currency,
            rate: bill.rate,
            prices: command.prices,
            lines: priced.lines,
            allowances: priced.allowances,
            charges: priced.charges,
            taxes: priced.groups,
            net: priced.net,
            tax: priced.tax,
            total: priced.total,
            draft: draft.map(|(count, _)| Number::of_draft(count)),
            opening: None,
            overridden: self.overrides(),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Reads, checks and prices what is to be issued, as of the document's date.
    pub(super) fn bill(&mut self, command: &IssueInvoice, date: Day) -> Result<Bill, Stop> {
        let (id, account) = self.account_on("customer", &command.customer, date)?;
        let series = self.known_series(command.series.as_deref())?;
        let due = due(command.due, &account, date)?;
        not_too_late("due", due, date)?;
        let rate = self.rate(account.currency, command.rate)?;
        let reference = text::optional("reference", command.reference.as_ref())?;
        let on = (account.currency, date);
        let lines = catalogue::filled(self.rows(), &command.lines, command.prices, on)?;
        let pricing = Pricing {
            currency: account.currency,
            prices: command.prices,
            rates: &|set, field| self.desk.taxes.rates(set, date, field),
        };
        let priced = pricing.price(&lines, &command.allowances, &command.charges)?;
        Ok(Bill { id, account, series, due, rate, reference, priced })
    }

    pub(super) fn void_invoice(&mut self, command: &VoidInvoice) -> Result<Decided, Stop> {
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        let date = self.date_after(command.date, row.date)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let refused = |rule, field: &str| Refusal::new(rule, field).with("invoice", &row.number);
        if date < row.date {
            return Err(refused(Rule::VoidBeforeIssue, "date").with("issued", row.date).into());
        }
        if TAXES.need(self.rows(), &id)?.credited.iter().flatten().any(|minor| *minor != 0) {
            return Err(refused(Rule::VoidCredited, "invoice").into());
        }
        if let Some(receipt) = self.fiscal_receipt_of(id)? {
            return Err(refused(Rule::VoidFiscal, "invoice").with("receipt", receipt).into());
        }
        if deliveries::is_delivered(self.rows(), id)? {
            return Err(refused(Rule::VoidDelivered, "invoice").into());
        }
        if item::room(self.rows(), id, &row, date)? != row.amount {
            return Err(refused(Rule::VoidAllocated, "invoice").into());
        }
        let cancelled = self.take_out_of_outbox((id, &row), "invoice", date)?;
        let event = InvoiceVoided { invoice: row.number, date, reason };
        let events = std::iter::once(event.into()).chain(cancelled).collect();
        Ok(Decided { date, events })
    }
}

/// Returns when an invoice is due: the date given, or by the customer's terms.
pub(super) fn due(given: Option<Day>, account: &AccountRow, date: Day) -> Result<Day, Refusal> {
    let by_terms = || {
        account.terms.due(date).ok_or_else(|| {
            let refusal = Refusal::new(Rule::DateBeyond, "date").with("given", date);
            refusal.with("terms", account.terms).with("last", Day::LAST)
        })
    };
    let due = given.map_or_else(by_terms, Ok)?;
    match due < date {
        true => {
            let refusal = Refusal::new(Rule::DueBeforeDate, "due").with("due", due);
            Err(refusal.with("date", date).with("what", "invoice"))
        }
        false => Ok(due),
    }
}
