//! Draws the worklist: a row for each customer, and at the foot all that is known of the marked one. May
//! use: the pane, the pen.

use crate::ledger::query::worklist::{WorkItem, Worklist};
use crate::reports::worklist::{
    amount_in_row, nobody, progress, told_beside, told_in_row, told_with_days,
};
use crate::tui::keymap::{Action, Context, Verb};
use crate::tui::pen::{Pen, width, wrapped};

use super::WorklistPane;

/// The least height of the foot if the window has room for it.
const FOOT: u16 = 4;

impl WorklistPane {
    pub(super) fn drawn(&self, pen: &mut Pen) {
        let title = pen.say("pane-worklist", &[]);
        let said = self.list.as_ref().map(|list| progress(list, &pen.desk.words));
        pen.title(&title, (&said.unwrap_or_default(), pen.theme.dim));
        pen.rule(3, "");
        let end = pen.width() - 1;
        let Some(list) = &self.list else {
            let said = pen.say("worklist-reading", &[]);
            pen.cut_at(3, 4, pen.last(), &said);
            return;
        };
        let Some(marked) = self.marked() else {
            let said = nobody(list, &pen.desk.words);
            let y = pen.paragraph(3, 5, end, pen.last(), &said);
            let shows = Action::Does(Verb::Only);
            let key = pen.desk.keymap.shown(Context::Worklist, &shows);
            if let Some(key) = key.filter(|_| list.later > 0) {
                let said = pen.say("worklist-shows-later", &[("key", &key)]);
                pen.paragraph(3, y, end, pen.last(), &said);
            }
            return;
        };
        let foot = foot(pen, list, marked);
        let height = u16::try_from(foot.len()).unwrap_or(FOOT).max(FOOT);
        let y = pen.last().saturating_sub(height).max(6);
        self.drawn_rows(pen, list, y - 1);
        pen.rule(y, "");
        for (y, line) in (y + 1..=pen.last()).zip(&foot) {
            pen.text(1, y, line, pen.theme.plain);
        }
    }

    fn drawn_rows(&self, pen: &mut Pen, list: &Worklist, last: u16) {
        let end = pen.width() - 1;
        let rows = usize::from(last.saturating_sub(3)).max(1);
        let first = self.mark.first_shown(rows);
        let shown: Vec<(usize, &WorkItem)> =
            list.rows.iter().enumerate().skip(first).take(rows).collect();
        let reasons: Vec<String> =
            shown.iter().map(|(_, it)| told_in_row(it, &pen.desk.words)).collect();
        let widest = reasons.iter().map(|reason| width(reason)).max().unwrap_or(0);
        for (y, ((place, it), reason)) in (4..).zip(shown.into_iter().zip(&reasons)) {
            let style = pen.row(y, place == self.mark.place());
            let none = pen.sign("–");
            let amount = amount_in_row(it, &pen.desk.words, none, |amount| pen.money(amount));
            let name_end = end.saturating_sub(width(&amount).max(14) + 2);
            pen.cut(3, y, 3 + widest, reason, style);
            let name = pen.name(&it.name);
            pen.cut(5 + widest, y, name_end, &name, style);
            pen.right(end, y, &amount, style);
        }
    }
}

/// All that is known of a customer on the list, in lines of the window.
fn foot(pen: &Pen, list: &Worklist, it: &WorkItem) -> Vec<String> {
    let room = pen.width().saturating_sub(2);
    let name = pen.name(&it.name);
    let who = [name, it.customer.0.clone()].into_iter().chain(it.phone.clone());
    let who = who.collect::<Vec<_>>().join(pen.sign(" · "));
    let why = told_with_days(it, list, &pen.desk.words, &|day| pen.day(day));
    let beside = pen.desk.words.joined(&told_beside(it, &pen.desk.words));
    let parts = [who, why, beside].into_iter().filter(|part| !part.is_empty());
    parts.flat_map(|part| wrapped(&part, room)).collect()
}
