//! Posts payment plans.

use crate::domain::event::{PlanAgreed, PlanCancelled};
use crate::ledger::tables::{CaseKind, CaseStep, PLANS, PLANS_OF, PLANS_ON, PlanRow};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn plan_agreed(&mut self, event: &PlanAgreed) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        match event.foreign {
            true => self.file_foreign(CaseKind::Plan, &event.plan, event.date, account)?,
            false => self.file(CaseKind::Plan, "PLN", &event.plan, event.date, account)?,
        }
        let id = self.id();
        let mut covers = Vec::with_capacity(event.covers.len());
        for cover in &event.covers {
            let (invoice, item) = self.item(&cover.invoice)?;
            self.set_apart(invoice, &item)?;
            covers.push((invoice, cover.amount));
            PLANS_ON.put(&mut self.batch, &(invoice, id), &())?;
        }
        PLANS_OF.put(&mut self.batch, &(account, id), &())?;
        let row = PlanRow {
            number: event.plan.clone(),
            account,
            date: event.date,
            currency: event.currency,
            amount: event.amount,
            covers,
            instalments: event.instalments.iter().map(|one| (one.due, one.amount)).collect(),
            default_after: event.default_after,
            at: self.place_of_entry(),
        };
        PLANS.put(&mut self.batch, &id, &row)
    }

    pub(super) fn plan_cancelled(&mut self, event: &PlanCancelled) -> Result<(), LedgerError> {
        self.step(&event.plan, event.date, CaseStep::Withdrawn)
    }
}
