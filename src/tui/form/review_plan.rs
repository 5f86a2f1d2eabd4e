//! What a payment plan comes to before it is agreed: the invoices with what is covered of each, and the
//! instalments with their days. May use: the pen.

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

    /// The plan that another takes the place of.
    pub(super) fn plan_replaced(&self, plan: &PlanCancelled) -> Option<PageLine> {
        let by = plan.replaced_by.as_ref()?;
        let parts = [("number", plan.plan.0.as_str()), ("by", by.0.as_str())];
        Some(self.say("review-plan-replaced", &parts).into())
    }
}
