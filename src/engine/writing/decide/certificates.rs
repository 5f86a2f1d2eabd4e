//! Decides on certificates of withheld tax that have not arrived yet.

use crate::domain::command::AwaitCertificate;
use crate::domain::event::CertificateAwaited;
use crate::domain::tax::TaxCode;
use crate::domain::{Refusal, Rule, text};
use crate::ledger::item;
use crate::store::rows::Stop;

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn await_certificate(
        &mut self,
        command: &AwaitCertificate,
    ) -> Result<Decided, Stop> {
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        let date = self.date(command.date)?;
        if date < row.date {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", row.date);
            return Err(refusal.with("number", row.number).into());
        }
        let kind = self.certificate_kind(&command.kind)?.code.clone();
        let amount = row.currency.exact(command.amount.0, "amount")?;
        if amount.is_negative() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        let owed = item::left(self.rows(), id, &row)?;
        if amount.minor() > owed.minor() {
            let refusal = Refusal::new(Rule::CertificateExceeds, "amount").with("given", amount);
            return Err(refusal.with("owed", owed).into());
        }
        let (invoice, currency) = (row.number, row.currency);
        let event = CertificateAwaited { invoice, kind, amount, currency, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// The kind of certificate in the country's table.
    pub(super) fn certificate_kind(&self, kind: &str) -> Result<&TaxCode, Refusal> {
        let (withheld, given) = (&self.desk.taxes.withholding, text::visible(kind));
        withheld.iter().find(|tax| tax.code == given).ok_or_else(|| {
            let known: Vec<&str> = withheld.iter().map(|tax| tax.code.as_str()).collect();
            let known = if known.is_empty() { "none".to_string() } else { known.join(", ") };
            let refusal = Refusal::new(Rule::CertificateKind, "kind");
            refusal.with("given", kind).with("known", known)
        })
    }
}
