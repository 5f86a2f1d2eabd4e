//! Refuses to bill an account that is on hold or over its credit limit.

use crate::domain::{Day, Money, Refusal, Rule};
use crate::ledger::exposure::exposure;
use crate::ledger::item;
use crate::ledger::tables::{AccountId, AccountRow};
use crate::store::rows::Stop;

use super::Case;

/// A document that an account is about to owe.
pub(super) struct Owed<'a> {
    pub id: AccountId,
    pub account: &'a AccountRow,
    pub date: Day,
    pub total: Money,
    /// How much of it the exposure contains already, as a draft.
    pub counted: Money,
}

impl Case<'_> {
    /// Checks a document that an account is about to owe against holds and limits, unless they are
    /// overridden.
    pub(super) fn gate(&mut self, owed: &Owed) -> Result<(), Stop> {
        self.not_on_hold(owed.id, owed.account, owed.date)?;
        self.within_limit(owed)
    }

    /// Refuses a document on an account that is on hold on its day, or today: dating it back does
    /// not get around a hold.
    pub(super) fn not_on_hold(
        &mut self,
        id: AccountId,
        account: &AccountRow,
        day: Day,
    ) -> Result<(), Stop> {
        let held = item::on_hold(self.rows(), id, day)?;
        let held = match held {
            None => item::on_hold(self.rows(), id, self.desk.today)?,
            found => found,
        };
        let Some(reason) = held else { return Ok(()) };
        let refusal = Refusal::new(Rule::CustomerOnHold, "customer");
        Ok(self.may_override(refusal.with("customer", &account.code).with("reason", reason))?)
    }

    /// Exposure = what is outstanding, the drafts, and this document (instead of its draft).
    fn within_limit(&mut self, owed: &Owed) -> Result<(), Stop> {
        let Some(limit) = owed.account.credit_limit else { return Ok(()) };
        let outstanding = exposure(self.rows(), owed.id, self.desk.today)?;
        let drafted = self.drafted(owed.id, owed.total.zero())?.minus(owed.counted);
        let exposure = drafted.and_then(|sum| sum.plus(outstanding)?.plus(owed.total));
        let exposure = exposure.ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "lines"))?;
        if exposure.minor() <= limit.minor() {
            return Ok(());
        }
        let refusal = Refusal::new(Rule::CreditLimitExceeded, "customer")
            .with("customer", &owed.account.code)
            .with("exposure", exposure)
            .with("limit", limit)
            .with("currency", owed.account.currency);
        Ok(self.may_override(refusal)?)
    }
}
