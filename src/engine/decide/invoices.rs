//! Deciding on invoices: the gate before the number, and voiding.

use crate::domain::command::{IssueInvoice, VoidInvoice};
use crate::domain::event::{EarlyPayment, InvoiceIssued, InvoiceVoided};
use crate::domain::number;
use crate::domain::pricing::{Priced, Pricing};
use crate::domain::{Day, Money, Refusal, Rule, plain, text};
use crate::ledger::item;
use crate::ledger::rows::Stop;
use crate::ledger::tables::{AccountId, AccountRow, TAXES, TOTALS};

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn issue_invoice(&mut self, command: &IssueInvoice) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, account) = self.account("customer", &command.customer)?;
        let series = number::series("series", command.series.as_deref())?;
        let due = due(command, &account, date)?;
        let rate = self.rate(account.currency, command.rate)?;
        let reference = text::optional("reference", command.reference.as_ref())?;
        let priced = self.price(command, &account, date)?;
        if let Some(reason) = item::on_hold(self.rows(), id, date)? {
            let refusal = Refusal::new(Rule::CustomerOnHold, "customer");
            self.may_override(refusal.with("customer", &account.code).with("reason", reason))?;
        }
        self.within_limit(id, &account, priced.total)?;
        // The number comes last: a refusal uses none.
        let invoice = self.next_of_series(&series, date)?;
        let event = InvoiceIssued {
            invoice,
            series,
            early_payment: early_payment(&account, &priced, date),
            customer: account.code,
            buyer: account.seq,
            date,
            due,
            terms: account.terms,
            reference,
            currency: account.currency,
            rate,
            prices: command.prices,
            lines: priced.lines,
            allowances: priced.allowances,
            charges: priced.charges,
            taxes: priced.groups,
            net: priced.net,
            tax: priced.tax,
            total: priced.total,
            overridden: self.overrides(),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    fn price(
        &self,
        command: &IssueInvoice,
        account: &AccountRow,
        date: Day,
    ) -> Result<Priced, Refusal> {
        let pricing = Pricing {
            currency: account.currency,
            prices: command.prices,
            rates: &|set, field| self.desk.taxes.rates(set, date, field),
        };
        pricing.price(&command.lines, &command.allowances, &command.charges)
    }

    /// Exposure = what is outstanding and this invoice; over the limit, issuing stops.
    fn within_limit(
        &mut self,
        id: AccountId,
        account: &AccountRow,
        total: Money,
    ) -> Result<(), Stop> {
        self.within_range(id, "lines", (total, total.zero()))?;
        let totals = TOTALS.need(self.rows(), &id)?;
        let balance = totals.debit.minus(totals.credit);
        let exposure = balance.and_then(|balance| balance.plus(total));
        let exposure = exposure.ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "lines"))?;
        match account.credit_limit {
            Some(limit) if exposure.minor() > limit.minor() => Ok(self.may_override(
                Refusal::new(Rule::CreditLimitExceeded, "customer")
                    .with("customer", &account.code)
                    .with("exposure", exposure.grouped())
                    .with("limit", limit.grouped())
                    .with("currency", account.currency),
            )?),
            _ => Ok(()),
        }
    }

    pub(super) fn void_invoice(&mut self, command: &VoidInvoice) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        let reason = text::required("reason", &command.reason, text::SHORT)?;
        let refused = |rule, field: &str| Refusal::new(rule, field).with("invoice", &row.number);
        if date < row.date {
            return Err(refused(Rule::VoidBeforeIssue, "date").with("issued", row.date).into());
        }
        if TAXES.need(self.rows(), &id)?.credited.iter().flatten().any(|minor| *minor != 0) {
            return Err(refused(Rule::VoidCredited, "invoice").into());
        }
        if item::room(self.rows(), id, &row, date)? != row.amount {
            return Err(refused(Rule::VoidAllocated, "invoice").into());
        }
        let event = InvoiceVoided { invoice: row.number, date, reason };
        Ok(Decided { date, events: vec![event.into()] })
    }
}

/// The discount that the terms give for paying early, on all that is owed.
fn early_payment(account: &AccountRow, priced: &Priced, date: Day) -> Option<EarlyPayment> {
    let (until, percent) = account.terms.early(date)?;
    let discount = plain::exact_product(&[priced.total.decimal(), percent.share()])?;
    let discount = Money::from_decimal(discount, priced.total.scale())?;
    discount.is_positive().then_some(EarlyPayment { until, discount })
}

fn due(command: &IssueInvoice, account: &AccountRow, date: Day) -> Result<Day, Refusal> {
    let by_terms = || {
        account.terms.due(date).ok_or_else(|| {
            Refusal::new(Rule::DateOutOfRange, "due").with("given", date).with("days", super::AHEAD)
        })
    };
    let due = command.due.map_or_else(by_terms, Ok)?;
    match due < date {
        true => Err(Refusal::new(Rule::DueBeforeDate, "due").with("due", due).with("date", date)),
        false => Ok(due),
    }
}
