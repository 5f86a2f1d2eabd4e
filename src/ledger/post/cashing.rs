//! Posts certificates that are awaited and deposits.

use crate::domain::event::{CertificateAwaited, DepositRecorded, DepositVoided, PayerDeclared};
use crate::ledger::tables::{
    AWAITED, AwaitedRow, CERTIFICATES, DEPOSITED, DEPOSITS, DepositRow, PAYS_FOR,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn certificate_awaited(
        &mut self,
        event: &CertificateAwaited,
    ) -> Result<(), LedgerError> {
        let (invoice, item) = self.item(&event.invoice)?;
        self.set_apart(invoice, &item)?;
        let (kind, amount, date) = (event.kind.clone(), event.amount, event.date);
        let key = (invoice, self.id());
        AWAITED.put(&mut self.batch, &key, &AwaitedRow { kind, amount, date })
    }

    /// Stores the tax of a certificate, if certificates are awaited on the invoice; otherwise nobody
    /// asks for it.
    pub(super) fn certificate_came(&mut self, kind: &str) -> Result<(), LedgerError> {
        if AWAITED.scan(self.rows, &()).next().transpose()?.is_none() {
            return Ok(());
        }
        let id = self.id();
        CERTIFICATES.put(&mut self.batch, &id, &kind.to_string())
    }

    pub(super) fn deposit_recorded(&mut self, event: &DepositRecorded) -> Result<(), LedgerError> {
        if !event.foreign {
            self.count("DEP", event.date.year(), &event.deposit.0)?;
        }
        let row = DepositRow {
            number: event.deposit.clone(),
            date: event.date,
            amount: event.amount,
            currency: event.currency,
            reference: event.reference.clone(),
            payments: event.payments.clone(),
            line: event.line.clone(),
            id: self.id(),
            at: self.place_of_entry(),
            void: None,
        };
        for payment in &event.payments {
            DEPOSITED.put(&mut self.batch, &payment.folded(), &event.deposit.folded())?;
        }
        DEPOSITS.put(&mut self.batch, &event.deposit.folded(), &row)
    }

    pub(super) fn payer_declared(&mut self, event: &PayerDeclared) -> Result<(), LedgerError> {
        let (payer, _) = self.account(&event.customer)?;
        let (other, _) = self.account(&event.pays_for)?;
        match event.ended {
            true => PAYS_FOR.remove(&mut self.batch, &(other, payer)),
            false => PAYS_FOR.put(&mut self.batch, &(other, payer), &event.date)?,
        }
        Ok(())
    }

    pub(super) fn deposit_voided(&mut self, event: &DepositVoided) -> Result<(), LedgerError> {
        let key = event.deposit.folded();
        let row = DEPOSITS.need(self.rows, &key)?;
        for payment in &row.payments {
            DEPOSITED.remove(&mut self.batch, &payment.folded());
        }
        let void = Some((event.date, self.seq()));
        DEPOSITS.put(&mut self.batch, &key, &DepositRow { void, ..row })
    }
}
