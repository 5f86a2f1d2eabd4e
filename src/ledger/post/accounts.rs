//! Posts events about accounts.

use crate::domain::Code;
use crate::domain::event::{
    CustomerAmended, CustomerDetails, CustomerHeld, CustomerRegistered, CustomersMerged, ERASED,
    UNREADABLE,
};
use crate::ledger::lookup::card;
use crate::ledger::named;
use crate::ledger::tables::{
    ACCOUNTS, ALIKE, AccountId, AccountRow, CARDS, CARDS_IN_ROW, CODES, CONTROL, COUNTERS, DETAILS,
    HOLDS, HoldRow, MERGED, MERGED_FROM, MergerRow, RECORDS, RecordRow, TOTALS, TotalsRow,
};
use crate::store::rows::LedgerError;

use crate::ledger::twins;

use super::Posting;

/// The counter of internal account numbers.
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
        named::put(&CODES, &mut self.batch, &event.customer.0, &id)?;
        self.pass_taken_codes(&event.customer)?;
        let row = AccountRow {
            code: event.customer.clone(),
            name: String::new(),
            seq: self.seq(),
            currency: event.currency,
            terms: event.terms,
            credit_limit: event.credit_limit,
        };
        self.known(id, row, event.details.as_ref())?;
        let zero = event.currency.zero();
        let totals =
            TotalsRow { debit: zero, credit: zero, latest: None, disputes: 0, seq: self.seq() };
        TOTALS.put(&mut self.batch, &id, &totals)?;
        let mut control = CONTROL.get(self.rows, &event.currency)?.unwrap_or_default();
        control.accounts += 1;
        CONTROL.put(&mut self.batch, &event.currency, &control)
    }

    /// Stores the customer's details from this entry on.
    pub(super) fn known(
        &mut self,
        id: AccountId,
        row: AccountRow,
        details: Option<&CustomerDetails>,
    ) -> Result<(), LedgerError> {
        let name = match details {
            Some(details) => details.name.clone(),
            None if self.stored.is_private_lost() => UNREADABLE.to_string(),
            None => ERASED.to_string(),
        };
        let row = AccountRow { name, seq: self.seq(), ..row };
        ACCOUNTS.put(&mut self.batch, &id, &row)?;
        let record =
            RecordRow { pos: self.stored.checkpoint.pos, private_pos: self.stored.private_pos };
        RECORDS.put(&mut self.batch, &row.seq, &record)?;
        self.card(id, &row.code, details)?;
        self.alike(id, details)?;
        let Some(details) = details else {
            DETAILS.remove(&mut self.batch, &id);
            return Ok(());
        };
        let json = serde_json::to_string(details)
            .map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        DETAILS.put(&mut self.batch, &id, &json)
    }

    /// Stores an account's likeness, so that duplicates are found.
    fn alike(
        &mut self,
        id: AccountId,
        details: Option<&CustomerDetails>,
    ) -> Result<(), LedgerError> {
        if let Some(json) = DETAILS.get(self.rows, &id)? {
            let before: CustomerDetails = serde_json::from_str(&json)
                .map_err(|error| LedgerError::Contradiction(error.to_string()))?;
            for (_, likeness) in twins::of_customer(&before) {
                ALIKE.remove(&mut self.batch, &(likeness, id));
            }
        }
        for (_, likeness) in details.map(twins::of_customer).unwrap_or_default() {
            ALIKE.put(&mut self.batch, &(likeness, id), &())?;
        }
        Ok(())
    }

    /// Stores what an account is looked up by.
    fn card(
        &mut self,
        id: AccountId,
        code: &Code,
        details: Option<&CustomerDetails>,
    ) -> Result<(), LedgerError> {
        let block = id / CARDS_IN_ROW;
        let lines = CARDS.get(self.rows, &block)?.unwrap_or_default();
        let lines = card::with_line(&lines, id, &card::line(id, code, details));
        CARDS.put(&mut self.batch, &block, &lines)
    }

    pub(super) fn customer_amended(&mut self, event: &CustomerAmended) -> Result<(), LedgerError> {
        let (id, row) = self.account(&event.customer)?;
        let (terms, credit_limit) = (event.terms, event.credit_limit);
        let row = AccountRow { terms, credit_limit, ..row };
        self.known(id, row, event.details.as_ref())
    }

    pub(super) fn customer_held(&mut self, event: &CustomerHeld) -> Result<(), LedgerError> {
        let (id, _) = self.account(&event.customer)?;
        let lost = if self.stored.is_private_lost() { UNREADABLE } else { ERASED };
        let reason = event.is_hold().then(|| event.reason.text().unwrap_or(lost).to_string());
        let row = HoldRow { date: event.date, reason };
        let key = (id, self.seq());
        HOLDS.put(&mut self.batch, &key, &row)
    }

    pub(super) fn customers_merged(&mut self, event: &CustomersMerged) -> Result<(), LedgerError> {
        let (from, _) = self.account(&event.from)?;
        let (into, _) = self.account(&event.into)?;
        let row = MergerRow { into, date: event.date, seq: self.seq() };
        MERGED.put(&mut self.batch, &from, &row)?;
        MERGED_FROM.put(&mut self.batch, &(into, from), &row)
    }

    /// Keeps the counter of automatic codes just before the first free code.
    fn pass_taken_codes(&mut self, taken: &Code) -> Result<(), LedgerError> {
        let key = (0, Code::COUNTER.to_string());
        let mut count = COUNTERS.get(self.rows, &key)?.unwrap_or(0);
        if Code::of_count(count + 1).folded() != taken.folded() {
            return Ok(());
        }
        count += 1;
        while named::find(&CODES, self.rows, &Code::of_count(count + 1).0)?.is_some() {
            count += 1;
        }
        COUNTERS.put(&mut self.batch, &key, &count)
    }
}
