//! A payment plan while it is typed and in its review: its invoices with the amount covered of each, and its
//! instalments with their due dates. May use: the form, the pen.

use crate::domain::Event;
use crate::domain::event::{PlanAgreed, PlanCancelled};
use crate::tui::page::{PageLine, padded};
use crate::tui::pen::{Pen, width};

use super::Form;
use super::totals::events;

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

    /// Draws the instalments of the plan that is being typed, from a row on, and how much of what is owed is not in it.
    pub(super) fn plan_so_far(&mut self, form: &Form, from: u16) {
        let plan = events(form).find_map(|event| match event {
            Event::PlanAgreed(plan) => Some(plan),
            _ => None,
        });
        // What was understood before does not stand beside what is not understood now.
        let is_known = form.commands_so_far(self.desk).is_ok() && !form.is_unanswered(self.desk);
        let Some(plan) = plan.filter(|_| is_known) else { return };
        let last = self.last().saturating_sub(1);
        let owed = form.account.as_ref().map(|account| account.balance.balance);
        let rest = owed.and_then(|owed| owed.minus(plan.amount)).filter(|it| it.is_positive());
        let mut title = self.say("plan-instalments", &[]);
        if let Some(rest) = rest {
            let rest = self.say("plan-left-out", &[("amount", &self.money(rest))]);
            title = format!("{title}  {rest}");
        }
        self.cut_at(1, from, last, &title);
        let lines = self.instalments(plan);
        let room = usize::from((last + 1).saturating_sub(from + 1));
        let shown = if lines.len() > room { room.saturating_sub(1) } else { lines.len() };
        for (y, line) in (from + 1..).zip(lines.iter().take(shown)) {
            self.text(3, y, line, self.theme.plain);
        }
        if shown < lines.len() && room > 0 {
            let count = (lines.len() - shown).to_string();
            let more = self.say("review-more", &[("count", &count)]);
            self.cut_at(3, last, last, &more);
        }
    }

    /// The instalments of a plan, as many beside each other as the window has room for.
    fn instalments(&self, plan: &PlanAgreed) -> Vec<String> {
        let count = plan.instalments.len();
        let all = plan.instalments.iter().enumerate().map(|(place, one)| {
            let nth = format!("{}/{count}", place + 1);
            (format!("{}{}", padded(&nth, 9), self.day(one.due)), self.money(one.amount))
        });
        let all: Vec<(String, String)> = all.collect();
        let widest =
            |of: fn(&(String, String)) -> &String| all.iter().map(|it| width(of(it))).max();
        let (words, figures) = (widest(|it| &it.0), widest(|it| &it.1));
        let wide = words.unwrap_or(0) + figures.unwrap_or(0) + 2;
        let cells = all.iter().map(|(words, figure)| {
            let gap = wide.saturating_sub(width(words) + width(figure));
            format!("{words}{}{figure}", " ".repeat(usize::from(gap)))
        });
        let a_line = usize::from((self.width() / (wide + 4)).max(1));
        cells.collect::<Vec<_>>().chunks(a_line).map(|line| line.join("    ")).collect()
    }

    /// The plan that is replaced by another one, or is cancelled for good.
    pub(super) fn plan_replaced(&self, form: &Form, plan: &PlanCancelled) -> Option<PageLine> {
        let Some(by) = plan.replaced_by.as_ref() else {
            let is_for_good = form.spec.name == "cancel_plan";
            return is_for_good.then(|| self.say("review-plan-cancelled", &[]).into());
        };
        let parts = [("number", plan.plan.0.as_str()), ("by", by.0.as_str())];
        Some(self.say("review-plan-replaced", &parts).into())
    }

    /// The promise that a plan replaces: nothing else follows a plan in its entry.
    pub(super) fn promise_gives_way(&self, event: &Event) -> Option<PageLine> {
        let number = event.touches().first().map(|number| (*number).to_string())?;
        Some(self.say("review-promise-gives-way", &[("number", &number)]).into())
    }
}
