//! What an answer of the book changes. May use: the app, the layers.

use super::app::{App, Effect};
use super::form::Stage;
use super::form::kept::Kept;
use super::layer::Layer;
use super::pane::restore::Restore;
use super::worker::{Answer, Outcome, Question};

impl App {
    pub(super) fn answered(&mut self, answer: Answer) {
        self.effects.push(Effect::Draw);
        match answer {
            Answer::Opened(about, catalogue) => {
                let (first, before) = (self.desk.about.is_none(), self.desk.today());
                (self.desk.about, self.desk.catalogue) = (Some(about), catalogue);
                if first {
                    self.opened();
                } else if before != self.desk.today() {
                    self.refresh();
                }
            }
            Answer::News(news) => self.news(news),
            Answer::PostedBefore(posted) => self.remember_before(&posted),
            Answer::Back => self.back(),
            Answer::Failed(error) => self.effects.push(Effect::Fail(error)),
            Answer::Refused(refusal) => {
                self.gave_up();
                self.message = Some(self.desk.words.told(&refusal));
            }
            Answer::Cannot(why) => {
                self.gave_up();
                self.message = Some(self.desk.words.tell(&why));
            }
            answer => {
                // What was typed ahead was typed for another screen than a review or a refusal.
                let on_top = self.top().form().and_then(|form| form.ids.first().copied());
                let is_other = match &answer {
                    Answer::Previewed(id, version, _) => self.top().form().is_some_and(|form| {
                        form.stage == Stage::Asking
                            && (on_top, form.version) == (Some(*id), *version)
                    }),
                    Answer::Posted(id, outcome) => {
                        on_top == Some(*id) && !matches!(outcome, Outcome::Taken(_))
                    }
                    _ => false,
                };
                let is_dropped = is_other && !self.ahead.is_empty();
                if is_dropped {
                    self.ahead.clear();
                }
                if let Answer::Posted(id, _) = &answer {
                    if on_top == Some(*id) {
                        // It is not on its way any more.
                        self.message = None;
                    }
                    self.answered_aside(*id, &answer);
                }
                let mut steps = self.pane.part_mut().answered(&answer, &self.desk);
                for layer in &mut self.layers {
                    steps.extend(layer.part_mut().answered(&answer, &self.desk));
                }
                self.carry_out(steps);
                if is_dropped {
                    self.message.get_or_insert(self.desk.say("form-not-taken", &[]));
                }
            }
        }
    }

    /// The book has no answer: nobody waits for it any more.
    fn gave_up(&mut self) {
        self.ahead.clear();
        if let Layer::Home(home) = &mut self.pane {
            home.is_waiting = false;
        }
    }

    /// The book is open: what was typed meanwhile is looked up, and what was half-typed before is
    /// offered.
    fn opened(&mut self) {
        self.refresh();
        self.effects.push(Effect::Ask(Question::Posted));
        let found: Vec<Kept> = std::mem::take(&mut self.found);
        if !found.is_empty() {
            // Below the lock, where the desk is locked already.
            let place = self.layers.len() - usize::from(self.is_locked());
            self.layers.insert(place, Layer::Restore(Box::new(Restore::of(found))));
        }
    }
}
