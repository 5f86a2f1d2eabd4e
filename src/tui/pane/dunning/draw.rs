//! Draws dunning: the letters with their ticks, the customers who get none and why, and the items of the
//! selected letter at the foot. May use: the pane, the pen.

use ratatui::style::Style;

use crate::domain::{Currency, Money};
use crate::ledger::query::dunning::{NotDunned, ProposedLetter};
use crate::tui::pen::{Pen, width};

use super::{DunningPane, Marked};

/// How many lines the foot has.
const FOOT: u16 = 4;

impl DunningPane {
    pub(super) fn drawn(&self, pen: &mut Pen) {
        let title = pen.say("pane-dunning", &[]);
        let (progress, style) = self.progress(pen);
        pen.title(&title, (&progress, style));
        pen.rule(3, "");
        let end = pen.width() - 1;
        let Some(proposal) = &self.proposal else {
            let said = pen.say("dunning-reading", &[]);
            pen.paragraph(3, 5, end, pen.last(), &said);
            return;
        };
        if self.count() == 0 || !proposal.has_policy {
            let words = if proposal.has_policy { "dunning-empty" } else { "dunning-set-policy" };
            let said = pen.say(words, &[]);
            pen.paragraph(3, 5, end, pen.last(), &said);
            return;
        }
        let foot = pen.last().saturating_sub(FOOT - 1);
        self.rows(pen, 4, foot.saturating_sub(2));
        pen.rule(foot - 1, "");
        self.foot(pen, foot);
    }

    /// How many letters are ticked, and their amount; while they are being sent, how many are left.
    fn progress(&self, pen: &Pen) -> (String, Style) {
        if !self.sending.is_empty() {
            let sent = (self.sent + self.called).to_string();
            let (sent, left) = (sent, self.sending.len().to_string());
            let said = pen.say("dunning-sending", &[("sent", &sent), ("left", &left)]);
            return (said, pen.theme.bold);
        }
        let taken = self.letters().iter().filter(|it| self.is_taken(it)).count().to_string();
        let all = self.letters().len().to_string();
        let left = self.left_out().len().to_string();
        let parts = [("taken", taken.as_str()), ("all", &all), ("left", &left)];
        (pen.say("dunning-progress", &parts), pen.theme.dim)
    }

    fn rows(&self, pen: &mut Pen, from: u16, last: u16) {
        let room = usize::from(last.saturating_sub(from)) + 1;
        let first = self.mark.first_shown(room);
        let letters = self.letters();
        for (place, y) in (first..self.count()).zip(from..=last) {
            let is_marked = place == self.mark.place();
            match letters.get(place) {
                Some(letter) => {
                    let is_taken = self.is_taken(letter);
                    self::letter(pen, letter, y, (is_marked, is_taken));
                }
                None => {
                    if let Some(left) = self.left_out().get(place - letters.len()) {
                        left_out(pen, left, y, is_marked);
                    }
                }
            }
        }
    }

    fn foot(&self, pen: &mut Pen, from: u16) {
        let last = pen.last();
        match self.marked() {
            Some(Marked::Letter(letter)) => {
                let mut y = from;
                let said = told(pen, letter);
                y = pen.dim_paragraph(1, y, pen.width() - 1, y, &said);
                let room = usize::from(last.saturating_sub(y)) + 1;
                let is_whole = letter.items.len() <= room;
                let shown = if is_whole { room } else { room.saturating_sub(1) };
                for item in letter.items.iter().take(shown) {
                    let (days, level) = (item.days_late.to_string(), item.level.to_string());
                    let (amount, whole) = (pen.money(item.amount), pen.money(item.outstanding));
                    let parts = [
                        ("invoice", item.invoice.0.as_str()),
                        ("amount", &amount),
                        ("outstanding", &whole),
                        ("days", &days),
                        ("level", &level),
                    ];
                    let said = pen.say("dunning-item", &parts);
                    pen.cut(1, y, pen.width() - 1, &said, pen.theme.plain);
                    y += 1;
                }
                if !is_whole {
                    let more = (letter.items.len() - shown).to_string();
                    let said = pen.say("dunning-more", &[("count", &more)]);
                    pen.text(1, y, &said, pen.theme.dim);
                }
            }
            Some(Marked::NotDunned(left)) => {
                let mut said = why(pen, left);
                if let Some(note) = &left.note {
                    said += &format!(": {note}");
                }
                pen.paragraph(1, from, pen.width() - 1, last, &said);
            }
            None => {}
        }
    }
}

/// An amount in its currency.
fn in_currency(pen: &Pen, amount: Money, currency: Currency) -> String {
    pen.desk.words.in_currency(currency.code(), &pen.money(amount))
}

/// The customer's previous letter, and how this one is sent.
fn told(pen: &Pen, letter: &ProposedLetter) -> String {
    let mut said = match &letter.last {
        None => pen.say("dunning-first", &[]),
        Some(last) => {
            let (day, level) = (pen.day(last.date), last.level.to_string());
            pen.say(last.words(), &[("date", &day), ("level", &level)])
        }
    };
    if letter.needs_person {
        said = format!("{}{}{said}", pen.say("dunning-person", &[]), pen.sign(" · "));
    }
    said
}

/// A letter: its tick, its customer, its level and its amount.
fn letter(pen: &mut Pen, it: &ProposedLetter, y: u16, (is_marked, is_taken): (bool, bool)) {
    let style = pen.row(y, is_marked);
    let (end, level) = (pen.width() - 1, it.level.to_string());
    let amount = in_currency(pen, it.amount, it.currency);
    let level = pen.say("dunning-level", &[("level", &level)]);
    let right = format!("{level}  {amount}");
    let tick = if is_taken { "[x]" } else { "[ ]" };
    pen.text(3, y, tick, style);
    let room = end.saturating_sub(width(&right) + 2);
    let name = format!("{}  {}", pen.name(&it.name), it.customer);
    pen.cut(7, y, room, &name, style);
    pen.right(end, y, &right, style);
}

/// A customer who gets no letter, and why.
fn left_out(pen: &mut Pen, it: &NotDunned, y: u16, is_marked: bool) {
    let style = pen.row(y, is_marked);
    let style = if is_marked { style } else { pen.theme.dim };
    let end = pen.width() - 1;
    let amount = in_currency(pen, it.overdue, it.currency);
    let right = format!("{}  {amount}", why(pen, it));
    // If there is no room for both, show the figure here; the foot shows the reason in full.
    let most = end.saturating_sub(30);
    let right = if width(&right) > most { amount } else { right };
    let room = end.saturating_sub(width(&right) + 2);
    let name = format!("{}  {}", pen.name(&it.name), it.customer);
    pen.cut(7, y, room, &name, style);
    pen.right(end, y, &right, style);
}

fn why(pen: &Pen, it: &NotDunned) -> String {
    let day = it.day.map_or_else(String::new, |day| pen.day(day));
    pen.say("dunning-left-out", &[("why", &it.reason), ("day", &day)])
}
