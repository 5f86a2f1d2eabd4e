//! Offers the unfinished forms found at the start: resume, discard, or later. May use: the layers.

use crossterm::event::KeyEvent;

use crate::tui::desk::Desk;
use crate::tui::kept::SavedForm;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;

/// The offer.
pub struct Restore {
    /// The forms, as they were saved.
    kept: Vec<SavedForm>,
    mark: ListMark,
    has_asked: bool,
}

impl Restore {
    /// An offer of these forms.
    pub fn of(kept: Vec<SavedForm>) -> Restore {
        Restore { mark: ListMark::at(kept.len().saturating_sub(1)), kept, has_asked: false }
    }
}

impl Part for Restore {
    fn context(&self) -> Context {
        Context::Restore
    }

    fn offers(&self) -> &[SavedForm] {
        &self.kept
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        let asked = std::mem::take(&mut self.has_asked);
        match verb {
            Verb::Open if self.mark.place() < self.kept.len() => {
                let kept = self.kept.remove(self.mark.place());
                // The others are put on hold, so that nothing has to be decided now.
                return vec![
                    Step::Close,
                    Step::Later(std::mem::take(&mut self.kept)),
                    Step::GoOn(Box::new(kept)),
                ];
            }
            Verb::Discard if !asked => {
                self.has_asked = true;
                return vec![Step::Say(desk.say("restore-sure", &[]))];
            }
            Verb::Discard if self.mark.place() < self.kept.len() => {
                self.kept.remove(self.mark.place());
                self.mark.follows(None, self.kept.len());
                let close = self.kept.is_empty().then_some(Step::Close);
                return std::iter::once(Step::Keep).chain(close).collect();
            }
            Verb::Back => {
                return vec![
                    Step::Close,
                    Step::Later(std::mem::take(&mut self.kept)),
                    Step::Say(desk.say("restore-later", &[])),
                ];
            }
            Verb::Leave | Verb::Suspend | Verb::Redraw | Verb::Lock | Verb::Help => {
                return Vec::new();
            }
            verb if self.mark.moves(verb, self.kept.len()) => {}
            _ => return vec![Step::Say(desk.say("restore-first", &[]))],
        }
        vec![Step::Done]
    }

    fn key(&mut self, _: KeyEvent, desk: &Desk) -> Vec<Step> {
        // After any other key, discarding has to be confirmed again.
        self.has_asked = false;
        vec![Step::Say(desk.say("restore-first", &[]))]
    }

    fn draw(&self, pen: &mut Pen) {
        let words = pen.say("restore-found", &[]);
        pen.text(1, 2, &words, pen.theme.bold);
        let rows = usize::from(pen.last().saturating_sub(3)).max(1);
        let first = self.mark.first_shown(rows);
        let kept = self.kept.iter().enumerate().skip(first).take(rows);
        for (y, (place, kept)) in (4..).zip(kept) {
            let style = pen.row(y, place == self.mark.place());
            let form = pen.say(&format!("form-{}", kept.form.replace('_', "-")), &[]);
            let at = kept.kept.clone().unwrap_or_default();
            let subject = &kept.subject;
            let document = || subject.document.as_ref().map(|number| number.0.clone());
            let code = subject.customer.as_ref();
            let whose = code.map(|code| format!("{} ({code})", subject.name));
            let named = || kept.fields.get("name").cloned().or_else(document);
            let whose = whose.or_else(named).unwrap_or_default();
            let parts = [("form", form.as_str()), ("whose", &whose), ("at", &at)];
            let mut words = pen.say("restore-one", &parts);
            if let Some(typed) = kept.tells_apart().filter(|_| !pen.desk.settings.is_masked) {
                words += &format!("{}{typed}", pen.sign(" · "));
            }
            pen.cut(3, y, pen.width() - 1, &words, style);
        }
    }
}
