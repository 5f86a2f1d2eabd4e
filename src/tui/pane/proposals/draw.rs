//! Draws the proposed late fees and holds: each with its tick and its amount, and at the foot why the
//! marked one is proposed. May use: the pane, the pen.

use crate::domain::Money;
use crate::reports::proposals::{fee_formula, hold_reason};
use crate::tui::pen::{Pen, width};

use super::{FeeOrHold, ProposalsPane};

/// How many lines the foot has.
const FOOT: u16 = 3;

impl ProposalsPane {
    pub(super) fn drawn(&self, pen: &mut Pen) {
        let title = pen.say("pane-proposals", &[]);
        let is_empty = !self.is_read() || self.rows.is_empty();
        let progress = if is_empty { String::new() } else { self.progress(pen) };
        let style = if self.running.is_empty() { pen.theme.dim } else { pen.theme.bold };
        pen.title(&title, (&progress, style));
        pen.rule(3, "");
        if is_empty {
            let has_policy = self.fees.as_ref().is_some_and(|it| it.has_policy);
            let words = match (self.is_read(), has_policy) {
                (false, _) => "proposals-reading",
                (true, true) => "proposals-empty",
                (true, false) => "proposals-set-policy",
            };
            let said = pen.say(words, &[]);
            pen.paragraph(3, 5, pen.width() - 1, pen.last(), &said);
            return;
        }
        let foot = pen.last().saturating_sub(FOOT - 1);
        self.rows(pen, 4, foot.saturating_sub(2));
        pen.rule(foot - 1, "");
        if let Some(row) = self.marked() {
            let said = told(pen, row);
            pen.paragraph(1, foot, pen.width() - 1, pen.last(), &said);
        }
    }

    /// How much is ticked; during a run, how much is left.
    fn progress(&self, pen: &Pen) -> String {
        if !self.running.is_empty() {
            let (done, left) = (self.done.to_string(), self.running.len().to_string());
            return pen.say("proposals-running", &[("done", &done), ("left", &left)]);
        }
        let taken = self.rows.iter().filter(|row| self.is_taken(row)).count().to_string();
        let all = self.rows.len().to_string();
        pen.say("proposals-progress", &[("taken", &taken), ("all", &all)])
    }

    fn rows(&self, pen: &mut Pen, from: u16, last: u16) {
        let room = usize::from(last.saturating_sub(from)) + 1;
        let first = self.mark.first_shown(room);
        for (place, y) in (first..self.rows.len()).zip(from..=last) {
            if let Some(row) = self.rows.get(place) {
                let is_taken = self.is_taken(row);
                self::row(pen, row, y, (place == self.mark.place(), is_taken));
            }
        }
    }
}

fn row(pen: &mut Pen, it: &FeeOrHold, y: u16, (is_marked, is_taken): (bool, bool)) {
    let style = pen.row(y, is_marked);
    let end = pen.width() - 1;
    let (what, amount) = match it {
        FeeOrHold::Fee(fee) => (pen.say("proposals-fee", &[]), fee.amount),
        FeeOrHold::Hold(hold) => {
            let is_hold = hold.propose == "hold";
            let words = if is_hold { "hold-propose" } else { "hold-release" };
            (pen.say(words, &[]), hold.overdue)
        }
    };
    let (customer, name, currency) = it.customer();
    let amount = pen.desk.words.in_currency(currency.code(), &pen.money(amount));
    let right = format!("{what}  {amount}");
    let tick = if is_taken { "[x]" } else { "[ ]" };
    pen.text(3, y, tick, style);
    let room = end.saturating_sub(width(&right) + 2);
    let about = match it {
        FeeOrHold::Fee(fee) => fee.invoice.0.as_str(),
        FeeOrHold::Hold(_) => &customer.0,
    };
    let name = format!("{}  {about}", pen.name(name));
    pen.cut(7, y, room, &name, style);
    pen.right(end, y, &right, style);
}

/// Why it is proposed: how the interest is computed, or what has been overdue since when.
fn told(pen: &Pen, it: &FeeOrHold) -> String {
    let money = |amount: Money| pen.money(amount);
    match it {
        FeeOrHold::Fee(fee) => {
            let (from, through) = (pen.day(fee.from), pen.day(fee.through));
            let formula = fee_formula(fee, &pen.desk.words, &money, &|day| pen.day(day));
            let parts = [
                ("invoice", fee.invoice.0.as_str()),
                ("from", &from),
                ("through", &through),
                ("formula", &formula),
            ];
            let mut said = pen.say("proposals-fee-told", &parts);
            if let Some(waiting) = fee.on_account {
                let words = &pen.desk.words;
                let waiting = words.in_currency(fee.currency.code(), &pen.money(waiting));
                let waits = pen.say("late-fee-waits", &[("amount", &waiting)]);
                said = words.joined(&[said, waits]);
            }
            said
        }
        FeeOrHold::Hold(hold) => hold_reason(hold, &pen.desk.words, &money),
    }
}
