//! Posting what happens to accounts.

use crate::domain::Code;
use crate::domain::event::CustomerRegistered;
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::{
    ACCOUNTS, AccountRow, CODES, CONTROL, COUNTERS, RECORDS, RecordRow, TOTALS, TotalsRow,
};

use super::Posting;

/// The counter of account numbers, which nobody sees.
const ACCOUNT_IDS: (u16, &str) = (0, "accounts");

impl Posting<'_> {
    pub(super) fn customer_registered(
        &mut self,
        event: &CustomerRegistered,
    ) -> Result<(), LedgerError> {
        let key = (ACCOUNT_IDS.0, ACCOUNT_IDS.1.to_string());
        let next = COUNTERS.get(self.rows, &key)?.unwrap_or(0) + 1;
        let id = u32::try_from(next)
            .map_err(|_| LedgerError::Contradiction("more accounts than can be numbered".into()))?;
        COUNTERS.put(&mut self.batch, &key, &next)?;
        CODES.put(&mut self.batch, &event.customer.folded(), &id)?;
        self.pass_taken_codes(&event.customer)?;
        let row = AccountRow {
            code: event.customer.clone(),
            name: event.details.as_ref().map(|details| details.name.clone()).unwrap_or_default(),
            seq: self.seq(),
            currency: event.currency,
            terms: event.terms,
            credit_limit: event.credit_limit,
        };
        ACCOUNTS.put(&mut self.batch, &id, &row)?;
        let (pos, private_pos) = (self.stored.checkpoint.pos, self.stored.private_pos);
        let seq = self.seq();
        RECORDS.put(&mut self.batch, &seq, &RecordRow { pos, private_pos })?;
        let zero = event.currency.zero();
        let totals = TotalsRow { debit: zero, credit: zero, latest: None, seq: self.seq() };
        TOTALS.put(&mut self.batch, &id, &totals)?;
        let mut control = CONTROL.get(self.rows, &event.currency)?.unwrap_or_default();
        control.accounts += 1;
        CONTROL.put(&mut self.batch, &event.currency, &control)
    }

    /// Keeps the counter of given codes right before the first code that is free.
    fn pass_taken_codes(&mut self, taken: &Code) -> Result<(), LedgerError> {
        let key = (0, Code::COUNTER.to_string());
        let mut count = COUNTERS.get(self.rows, &key)?.unwrap_or(0);
        if Code::of_count(count + 1).folded() != taken.folded() {
            return Ok(());
        }
        count += 1;
        while CODES.get(self.rows, &Code::of_count(count + 1).folded())?.is_some() {
            count += 1;
        }
        COUNTERS.put(&mut self.batch, &key, &count)
    }
}
