//! What was posted at this desk, the latest first, each with the form that takes it back. May use:
//! the layers.

use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Part, Step};
use crate::tui::pen::{Pen, wrapped};
use crate::tui::undo::Done;

/// The list.
#[derive(Default)]
pub struct Undone {
    mark: usize,
}

impl Undone {
    fn marked<'a>(&self, desk: &'a Desk) -> Option<&'a Done> {
        desk.done.iter().rev().nth(self.mark)
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        let last = desk.done.len().saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
    }
}

impl Part for Undone {
    fn context(&self) -> Context {
        Context::Undo
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            // The same key again walks back.
            Verb::Undo | Verb::Down => self.step(1, desk),
            Verb::Up => self.step(-1, desk),
            Verb::PageDown => self.step(8, desk),
            Verb::PageUp => self.step(-8, desk),
            Verb::First => self.step(isize::MIN, desk),
            Verb::Last => self.step(isize::MAX, desk),
            Verb::Back => return vec![Step::Close],
            Verb::Open => {
                return match self.marked(desk) {
                    None => vec![Step::Close],
                    Some(Done { undo, .. }) if undo.form.is_none() => {
                        let why = undo.never.as_deref().unwrap_or_default();
                        vec![Step::Say(desk.say(why, &[]))]
                    }
                    Some(done) => vec![Step::Close, Step::TakeBack(done.id)],
                };
            }
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn draw(&self, pen: &mut Pen) {
        let words = pen.say("undo-list", &[]);
        pen.text(1, 2, &words, pen.theme.bold);
        pen.rule(3, "");
        let rows = usize::from(pen.last().saturating_sub(5));
        let first = self.mark.saturating_sub(rows.saturating_sub(1));
        let half = pen.width() * 5 / 8;
        let done = pen.desk.done.iter().rev().enumerate().skip(first).take(rows);
        for (y, (place, done)) in (4..).zip(done) {
            let style = pen.row(y, place == self.mark);
            let mut parts = vec![form_in_words(&done.form, pen.desk), done.number.clone()];
            parts.push(done.subject.name.clone());
            parts.retain(|part| !part.is_empty());
            let said = parts.join(&format!(" {} ", pen.sign("·")));
            pen.cut(3, y, half - 1, &said, style);
            let undo = match &done.undo.form {
                Some(form) => form_in_words(form, pen.desk),
                None => pen.say("undo-stays", &[]),
            };
            let undo = format!("{} {undo}", pen.sign("→"));
            pen.cut(half, y, pen.width() - 1, &undo, style);
        }
        let why = self.marked(pen.desk).and_then(|done| done.undo.never.clone());
        if let Some(why) = why {
            let (words, last, end) = (pen.say(&why, &[]), pen.last(), pen.width() - 1);
            let lines = wrapped(&words, end - 1).len();
            let top = last + 1 - u16::try_from(lines).unwrap_or(1).min(last);
            pen.paragraph(1, top, end, last, &words);
        }
        if pen.desk.settings.plain {
            let y = u16::try_from(self.mark - first).unwrap_or(0);
            pen.cursor = Some((1, 4 + y));
        }
    }
}

/// The title of a form.
fn form_in_words(form: &str, desk: &Desk) -> String {
    desk.say(&format!("form-{}", form.replace('_', "-")), &[])
}
