//! Makes the rows of the list: reads what is told of the customers on it, and of no others. May use: the worklist, the
//! rest of the ledger.

use std::cmp::Reverse;

use crate::domain::Number;
use crate::domain::habit::{EVEN, PayingHabit, TOLD_FROM, chance_of_late};
use crate::ledger::chase_sums::ChaseSums;
use crate::ledger::claims::AccountClaims;
use crate::ledger::tables::{ACCOUNTS, AccountId, ITEMS, PROMISES};
use crate::ledger::{habit, promises};
use crate::store::rows::LedgerError;

use super::found::{FoundPromise, FoundReason};
use super::gather::Gather;
use super::list::{AlsoPromised, CameOfPromise, WorkItem, WorkReason, Worklist};

/// What a reason is about.
struct ReasonAbout {
    case: Option<Number>,
    invoice: Option<Number>,
    /// What came of a promise.
    came: Option<CameOfPromise>,
    also_promised: Vec<AlsoPromised>,
}

impl Gather<'_> {
    /// The list: a row a customer, under its most urgent reason.
    pub(super) fn list(mut self) -> Result<Worklist, LedgerError> {
        let mut found = self.ranked.take();
        self.more |= found.len() > self.most;
        found.truncate(self.most);
        let rows = found.into_iter().map(|(root, first, also)| self.row(root, first, also));
        Ok(Worklist {
            rows: rows.collect::<Result<Vec<_>, LedgerError>>()?,
            date: self.when.as_of,
            zone: self.view.book.zone.clone(),
            done: self.called.len(),
            later: self.later.len(),
            more: self.more,
        })
    }

    fn row(
        &self,
        root: AccountId,
        first: FoundReason,
        mut also: Vec<WorkReason>,
    ) -> Result<WorkItem, LedgerError> {
        let rows = self.view.rows;
        let account = ACCOUNTS.need(rows, &root)?;
        let known = self.known.get(&root).cloned().unwrap_or_default();
        let unread = AccountClaims::new(rows, root, self.when);
        let claims = self.sums.get(&root).map_or(&unread, ChaseSums::claims);
        let paid = habit::paid_by(claims, TOLD_FROM)?;
        let ReasonAbout { case, invoice, came, also_promised } = self.about(root, &first)?;
        let promises = promises::record_by(claims)?;
        let due = first.day.unwrap_or(self.when.as_of);
        let is_call = first.reason != WorkReason::ToAllocate;
        // Money may have come for a promise whose day is still to come.
        if is_call && promises.to_allocate.is_some() && !also.contains(&WorkReason::ToAllocate) {
            also.push(WorkReason::ToAllocate);
        }
        let outside = self.later.get(&root).filter(|_| is_call).cloned();
        let chance = chance_of_late(&paid, (first.amount.minor(), due), EVEN);
        Ok(WorkItem {
            customer: account.code,
            name: account.name,
            reason: first.reason,
            amount: first.amount,
            came,
            currency: account.currency,
            phone: self.hours.phone(root)?,
            case,
            invoice,
            also_promised,
            at: first.at,
            day: first.day,
            contact: known.contact,
            habit: PayingHabit::of(&paid),
            usually_late: chance > 500,
            promises,
            with: known.with.clone(),
            also,
            outside,
        })
    }

    /// What the reason is about under which a customer is listed.
    fn about(&self, root: AccountId, first: &FoundReason) -> Result<ReasonAbout, LedgerError> {
        let rows = self.view.rows;
        let mut came_of: Option<CameOfPromise> = None;
        let mut named = Vec::with_capacity(first.promises.len());
        for FoundPromise { id, invoice, came, .. } in &first.promises {
            let (promise, invoice) = (PROMISES.need(rows, id)?, ITEMS.need(rows, invoice)?);
            if let Some(came) = *came {
                let all = CameOfPromise { promised: promise.amount, came };
                came_of = Some(came_of.map_or(all, |known| known.with(all)));
            }
            named.push(AlsoPromised { promise: promise.number, invoice: invoice.number });
        }
        let mut named = named.into_iter();
        if let Some(AlsoPromised { promise, invoice }) = named.next() {
            let (case, invoice, came) = (Some(promise), Some(invoice), came_of);
            return Ok(ReasonAbout { case, invoice, came, also_promised: named.collect() });
        }
        let invoice = match (&first.invoice, first.reason) {
            (None, WorkReason::NewlyOverdue | WorkReason::NoContact) => {
                let first = self.sums.get(&root).map(ChaseSums::first).transpose()?;
                first.flatten().map(|first| first.number)
            }
            (invoice, _) => invoice.clone(),
        };
        let (case, also_promised) = (first.case.clone(), Vec::new());
        Ok(ReasonAbout { case, invoice, came: None, also_promised })
    }
}

/// Puts the reasons of a customer in order: the most urgent one, and what else there is to speak of.
pub(super) fn ordered(mut reasons: Vec<FoundReason>) -> Option<(FoundReason, Vec<WorkReason>)> {
    reasons.sort_by_key(|it| (it.reason, it.at, Reverse(it.amount.minor())));
    let mut reasons = reasons.into_iter();
    let first = reasons.next()?;
    let mut also: Vec<WorkReason> = reasons.map(|it| it.reason).collect();
    also.dedup();
    also.retain(|reason| *reason != first.reason);
    Some((first, also))
}
