//! What an answer of the book changes. May use: the app, the layers.

use crate::domain::Message;
use crate::tui::about;
use crate::tui::kept::SavedForm;
use crate::tui::layer::Step;
use crate::tui::pane::restore::Restore;
use crate::tui::query::{Answer, Errand, NoAnswer};
use crate::words::told::capitalised;

use super::{App, Effect, Layer};

impl App {
    pub(super) fn answered(&mut self, answer: Answer) {
        self.effects.push(Effect::Draw);
        match answer {
            Answer::NewDay => self.ask_about(),
            Answer::Mended(what) => self.tells(what),
            Answer::News(news) => self.news(news),
            Answer::Back => self.back(),
            Answer::Failed(error) => self.effects.push(Effect::Fail(error)),
            Answer::Cannot(why) => self.unanswered(&why),
            answer @ (Answer::Of(_) | Answer::Posted(..)) => {
                if let Answer::Posted(_, outcome) = &answer {
                    self.has_posted(outcome);
                }
                if let Some(about) = self.about.take(&answer) {
                    return self.knows_about(about);
                }
                match self.posted.take(&answer) {
                    Some(Ok(posted)) => self.remember_earlier(&posted),
                    Some(Err(why)) => self.unanswered(&why),
                    None => self.answers_layers(&answer),
                }
            }
        }
    }

    /// Shows messages after those that are shown already.
    pub fn tells(&mut self, what: impl IntoIterator<Item = Message>) {
        let said = what.into_iter().map(|it| capitalised(&self.desk.words.tell(&it)));
        let all: Vec<String> = self.message.take().into_iter().chain(said).collect();
        self.message = Some(all.join(" ")).filter(|text| !text.is_empty());
    }

    /// Passes an answer to the layer that asked.
    fn answers_layers(&mut self, answer: &Answer) {
        // A review or a refusal replaces the screen that the keys were typed for.
        let mut is_dropped = self.top().part().turns(answer) && self.drops_ahead();
        if self.top().form().is_some_and(|form| form.outcome(answer).is_some()) {
            // The message said that the form was being sent.
            self.message = None;
        }
        self.answered_aside(answer);
        self.answers_pane_aside(answer);
        self.answers_left(answer);
        self.each(|part, desk| part.answered(answer, desk));
        // So may what comes up below a form that was posted.
        is_dropped |= self.top().part().turns(answer) && self.drops_ahead();
        if is_dropped {
            self.message.get_or_insert(self.desk.say("form-not-taken", &[]));
        }
    }

    /// There is no answer to wait for: drops what was typed ahead, and says why.
    pub(super) fn unanswered(&mut self, why: &NoAnswer) {
        self.ahead.clear();
        self.message = Some(match why {
            NoAnswer::Refused(refusal) => self.desk.words.told(refusal),
            NoAnswer::Failed(why) => self.desk.words.tell(why),
        });
    }

    /// The first question: the summary of the book. Until the desk knows its book, it finds no account.
    pub fn first_errand(&mut self) -> Errand {
        self.about.ask_with(about::about)
    }

    /// Asks for the summary again.
    pub(super) fn ask_about(&mut self) {
        let ask = self.first_errand();
        self.carry_out(vec![Step::Send(ask)]);
    }

    fn knows_about(&mut self, about: Result<about::InShort, NoAnswer>) {
        let (about, catalogue) = match about {
            Ok(known) => known,
            Err(why) => return self.unanswered(&why),
        };
        let (is_first, before) = (self.desk.about.is_none(), self.desk.today());
        (self.desk.about, self.desk.catalogue) = (Some(about), catalogue);
        if is_first {
            self.opened();
        } else if before != self.desk.today() {
            self.refresh();
        }
    }

    /// The book is open: looks up what was typed meanwhile, and offers the unfinished forms from last
    /// time.
    fn opened(&mut self) {
        self.refresh();
        self.ask_earlier();
        let found: Vec<SavedForm> = std::mem::take(&mut self.found);
        if !found.is_empty() {
            // Below the lock, where the desk is locked already.
            let place = self.layers.len() - usize::from(self.is_locked());
            self.layers.insert(place, Layer::Pane(Box::new(Restore::of(found))));
        }
    }
}
