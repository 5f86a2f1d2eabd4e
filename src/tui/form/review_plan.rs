//! The review of a payment plan: its invoices with the amount covered of each, and its instalments with
//! their due dates. May use: the pen.

use crate::domain::Event;
use crate::domain::event::{PlanAgreed, PlanCancelled};
use crate::tui::page::{PageLine, padded};
use crate::tui::pen::Pen;

impl Pen<'_> {
    /// The invoices and the instalments of a plan.
    pub(super) fn plan_meant(&self, plan: &PlanAgreed) -> Vec<PageLine> {
        let mut lines: Vec<PageLine> = vec![PageLine::default()];
        lines.push(self.say("plan-covers", &[]).into());
        let covers = plan.covers.iter();
        lines.extend(covers.map(|one| PageLine::of(one.invoice.0.clone(), self.money(one.amount))));
        lines.push(self.say("plan-instalments", &[]).into());
        let count = plan.instalments.len();
        for (place, one) in plan.instalments.iter().enumerate() {
            let words =
                format!("{}{}", padded(&format!("{}/{count}", place + 1), 9), self.day(one.due));
            lines.push(PageLine::of(words, self.money(one.amount)));
        }
        lines.push(PageLine::of(self.say("document-total", &[]), self.money(plan.amount)));
        lines
    }

    /// The plan that is replaced by another one.
    pub(super) fn plan_replaced(&self, plan: &PlanCancelled) -> Option<PageLine> {
        let by = plan.replaced_by.as_ref()?;
        let parts = [("number", plan.plan.0.as_str()), ("by", by.0.as_str())];
        Some(self.say("review-plan-replaced", &parts).into())
    }

    /// The promise that a plan replaces: nothing else follows a plan in its entry.
    pub(super) fn promise_gives_way(&self, event: &Event) -> Option<PageLine> {
        let number = event.touches().first().map(|number| (*number).to_string())?;
        Some(self.say("review-promise-gives-way", &[("number", &number)]).into())
    }
}
