//! The page of a payment plan: the invoices it covers, each instalment with what was paid on it, and its
//! state. May use: the answers, the desk.

use crate::domain::Day;
use crate::ledger::query::show::{ShownInstalment, ShownPlan};
use crate::tui::desk::Desk;
use crate::tui::page::{PageLine, padded};

use super::page_lines::{line, sum};

/// The lines of the page.
pub fn plan(desk: &Desk, it: &ShownPlan) -> Vec<PageLine> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "document-state", &desk.word(&it.state)),
    ];
    lines.extend(it.default_since.filter(|_| it.state == "default").map(|since| {
        PageLine::from(desk.say("plan-default-since", &[("date", &desk.day(since))]))
    }));
    lines.extend(cancelled(desk, it));
    lines.push(line(desk, "field-default-after", &it.default_after.to_string()));
    lines.extend(it.note.as_ref().map(|note| line(desk, "field-note", note)));
    lines.push(PageLine::default());
    lines.push(desk.say("plan-covers", &[]).into());
    for cover in &it.covers {
        let due = desk.say("plan-cover-due", &[("date", &desk.day(cover.due))]);
        let words = format!("{}{due}", padded(&cover.invoice.0, 18));
        lines.push(PageLine::of(words, desk.money(cover.amount)));
    }
    lines.push(PageLine::default());
    lines.push(desk.say("plan-instalments", &[]).into());
    let today = desk.today();
    let is_over = it.cancelled.is_some();
    lines.extend(it.instalments.iter().map(|one| instalment(desk, one, (today, is_over))));
    lines.push(PageLine::default());
    lines.push(sum(desk, "document-total", it.amount));
    lines.push(sum(desk, "document-paid", it.paid));
    lines.extend(it.missed.map(|missed| sum(desk, "plan-missed", missed)));
    lines.extend(it.to_allocate.map(|waiting| sum(desk, "plan-to-allocate", waiting)));
    lines.push(sum(desk, "plan-left", it.left));
    let not_asked = if is_over { "plan-left-cancelled" } else { "plan-left-disputed" };
    lines.extend(it.not_asked.map(|amount| sum(desk, not_asked, amount)));
    lines
}

/// An instalment; of a plan that was cancelled, nothing more is to be paid.
fn instalment(desk: &Desk, one: &ShownInstalment, (today, is_over): (Day, bool)) -> PageLine {
    let is_paid = one.paid == one.amount;
    let said = match () {
        () if is_paid => desk.say("plan-paid", &[]),
        () if one.left.is_zero() && !is_over => desk.say("plan-not-owed", &[]),
        () if one.paid.is_positive() => {
            desk.say("plan-part-paid", &[("amount", &desk.money(one.paid))])
        }
        () if one.left != one.amount && !is_over => {
            desk.say("plan-still-to-pay", &[("amount", &desk.money(one.left))])
        }
        () if one.due < today => desk.say("plan-not-paid", &[]),
        () => String::new(),
    };
    PageLine::of(format!("{}{said}", padded(&desk.day(one.due), 18)), desk.money(one.amount))
}

/// When a plan was cancelled, and why or by which other plan.
fn cancelled(desk: &Desk, it: &ShownPlan) -> Vec<PageLine> {
    let Some(date) = it.cancelled else { return Vec::new() };
    let mut lines = vec![line(desk, "plan-cancelled-on", &desk.day(date))];
    lines.extend(it.reason.as_ref().map(|reason| line(desk, "field-reason", reason)));
    lines.extend(it.replaced_by.as_ref().map(|other| line(desk, "plan-replaced-by", &other.0)));
    lines
}
