//! Reconciliation: one open bank line after the other, with what it may be below it. Enter takes the
//! marked suggestion and goes on. May use: reconciliation, the questions, the layers.

mod draw;

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent};
use uuid::Uuid;

use crate::domain::command::UnmatchBankLine;
use crate::domain::{Command, Envelope, Number, Worded};
use crate::engine::change::Change;
use crate::engine::ports::Silent;
use crate::exchange::reconcile::{self, Certainty, SuggestedLine, SuggestedMatch};
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, Asking, Outcome, Poster};
use crate::tui::subject::Subject;

/// What is on its way to the book.
enum UnderWay {
    Nothing,
    /// A line that becomes what is suggested.
    Taking(Box<SuggestedLine>),
    /// A line that is opened again.
    Opening(Number),
}

/// The pane.
pub struct ReconcilePane {
    /// The open lines; none before they were read.
    lines: Option<Vec<SuggestedLine>>,
    /// The line that is worked on.
    mark: usize,
    /// The suggestion that is marked.
    choice: usize,
    /// The lines that were taken here, the latest last.
    taken: Vec<SuggestedLine>,
    under_way: UnderWay,
    /// The line to go to once it is read: it was opened again.
    sought: Option<Number>,
    reading: Asking<Vec<SuggestedLine>>,
    poster: Poster,
}

impl Default for ReconcilePane {
    fn default() -> ReconcilePane {
        ReconcilePane {
            lines: None,
            mark: 0,
            choice: 0,
            taken: Vec::new(),
            under_way: UnderWay::Nothing,
            sought: None,
            reading: Asking::default(),
            poster: Poster::default(),
        }
    }
}

impl ReconcilePane {
    fn open(&self) -> &[SuggestedLine] {
        self.lines.as_deref().unwrap_or_default()
    }

    fn line(&self) -> Option<&SuggestedLine> {
        self.open().get(self.mark)
    }

    fn chosen(&self) -> Option<&SuggestedMatch> {
        self.line()?.suggestions.get(self.choice)
    }

    fn read(&mut self) -> Step {
        Step::Send(self.reading.do_long(|session| reconcile::suggest(session, None, &mut Silent)))
    }

    /// Takes in what was read. The mark stays on its line, wherever that stands now.
    fn arrived(&mut self, mut lines: Vec<SuggestedLine>) {
        if let UnderWay::Taking(taking) = &self.under_way {
            lines.retain(|it| it.line.line != taking.line.line);
        }
        let marked = self.sought.take().or_else(|| self.line().map(|it| it.line.line.clone()));
        let place = marked.and_then(|number| lines.iter().position(|it| it.line.line == number));
        self.go_to(place.unwrap_or(self.mark).min(lines.len().saturating_sub(1)), place.is_none());
        let most = lines.get(self.mark).map_or(0, |line| line.suggestions.len());
        self.choice = self.choice.min(most.saturating_sub(1));
        self.lines = Some(lines);
    }

    fn go_to(&mut self, place: usize, anew: bool) {
        self.mark = place;
        if anew {
            self.choice = 0;
        }
    }

    fn step(&mut self, by: isize) -> Vec<Step> {
        let last = self.open().len().saturating_sub(1);
        self.go_to(self.mark.saturating_add_signed(by).min(last), true);
        vec![Step::Done]
    }

    fn choose(&mut self, place: usize, desk: &Desk) -> Vec<Step> {
        if self.line().is_none_or(|line| place >= line.suggestions.len()) {
            return vec![Step::Say(desk.say("reconcile-no-such", &[]))];
        }
        self.choice = place;
        vec![Step::Done]
    }

    fn choose_by(&mut self, by: isize) -> Vec<Step> {
        let last = self.line().map_or(0, |line| line.suggestions.len().saturating_sub(1));
        self.choice = self.choice.saturating_add_signed(by).min(last);
        vec![Step::Done]
    }

    /// Takes the marked suggestion: the line leaves the list at once, and comes back if it is refused.
    fn take(&mut self, desk: &Desk) -> Vec<Step> {
        let (Some(line), Some(chosen)) = (self.line(), self.chosen()) else {
            return vec![Step::Say(desk.say("reconcile-nothing-marked", &[]))];
        };
        let commands = reconcile::commands(line, chosen);
        let taking = SuggestedLine { line: line.line.clone(), suggestions: vec![chosen.clone()] };
        if let Some(lines) = &mut self.lines {
            lines.remove(self.mark);
        }
        self.under_way = UnderWay::Taking(Box::new(taking));
        self.go_to(self.mark.min(self.open().len().saturating_sub(1)), true);
        self.post(commands)
    }

    /// Opens the line again that was taken last.
    fn take_back(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(last) = self.taken.last() else {
            return vec![Step::Say(desk.say("reconcile-nothing-taken", &[]))];
        };
        let line = last.line.line.clone();
        if last.suggestions.iter().any(|it| it.returns.is_some()) {
            let said = desk.say("reconcile-returned-stays", &[("line", &line.0)]);
            return vec![Step::Say(said)];
        }
        self.under_way = UnderWay::Opening(line.clone());
        self.post(vec![UnmatchBankLine { line, reason: None, date: None }.into()])
    }

    fn post(&mut self, commands: Vec<Command>) -> Vec<Step> {
        let envelopes = commands.into_iter().map(|command| Ok(under_new_id(command)));
        vec![Step::Send(self.poster.post(envelopes.collect()))]
    }

    fn posted<T>(&mut self, outcome: &Outcome<T>, desk: &Desk) -> Vec<Step> {
        let under_way = std::mem::replace(&mut self.under_way, UnderWay::Nothing);
        let why = match outcome {
            Outcome::Taken(_) => None,
            Outcome::Refused(_, refusal) => Some(desk.words.told(refusal)),
            Outcome::Failed(cause) => Some(desk.words.tell(&cause.message())),
        };
        let said = match (under_way, why) {
            (UnderWay::Nothing, None) => return Vec::new(),
            (_, Some(why)) => why,
            (UnderWay::Taking(line), None) => {
                let number = line.line.line.0.clone();
                let customer = line.suggestions.first().map_or("", |it| it.name.as_str());
                let said = desk.say("reconcile-taken", &[("line", &number), ("name", customer)]);
                self.taken.push(*line);
                said
            }
            (UnderWay::Opening(line), None) => {
                self.taken.retain(|it| it.line.line != line);
                self.sought = Some(line.clone());
                desk.say("reconcile-opened", &[("line", &line.0)])
            }
        };
        // What it was is what the others may no longer be.
        vec![Step::Say(said), self.read()]
    }
}

/// A command under an id of its own: sent twice, it is carried out once.
fn under_new_id(command: Command) -> Envelope {
    Envelope { id: Some(Uuid::now_v7()), ..Envelope::of(command) }
}

impl Part for ReconcilePane {
    fn context(&self) -> Context {
        Context::Reconcile
    }

    fn takes_digits(&self) -> bool {
        true
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open => self.take(desk),
            Verb::Reopen => self.take_back(desk),
            Verb::Down => self.choose_by(1),
            Verb::Up => self.choose_by(-1),
            Verb::Next => self.step(1),
            Verb::Previous => self.step(-1),
            Verb::PageDown => self.step(10),
            Verb::PageUp => self.step(-10),
            Verb::First => self.step(isize::MIN),
            Verb::Last => self.step(isize::MAX),
            Verb::Explain => self.show_customer(desk),
            _ => Vec::new(),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Open | Verb::Explain => self.chosen().is_some(),
            Verb::Reopen => !self.taken.is_empty(),
            _ => true,
        }
    }

    fn key(&mut self, key: KeyEvent, desk: &Desk) -> Vec<Step> {
        match key.code {
            KeyCode::Char(digit @ '1'..='9') => self.choose(usize::from(digit as u8 - b'1'), desk),
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if let Some(outcome) = self.poster.outcome(answer) {
            return self.posted(outcome, desk);
        }
        match self.reading.take(answer) {
            Some(Ok(lines)) => {
                self.arrived(lines);
                vec![Step::Done]
            }
            Some(Err(why)) => vec![Step::Unanswered(why)],
            None => Vec::new(),
        }
    }

    /// A key typed ahead waits for what the line before became.
    fn is_looking_up(&self, _: &Desk) -> bool {
        !matches!(self.under_way, UnderWay::Nothing) || self.lines.is_none()
    }

    /// Enter typed ahead was meant for lines that are sure: another one is looked at first.
    fn turns(&self, answer: &Answer) -> bool {
        let is_sure = self.chosen().is_some_and(|it| it.certainty == Certainty::Sure);
        self.poster.outcome(answer).is_some() && !is_sure
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        vec![self.read()]
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        // What this pane posts is read when it is answered.
        let is_own = !matches!(self.under_way, UnderWay::Nothing);
        match is_own || change.touched.as_ref().is_some_and(BTreeSet::is_empty) {
            true => Vec::new(),
            false => vec![self.read()],
        }
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some(line) = self.line() else { return Subject::default() };
        let chosen = self.chosen();
        Subject {
            customer: chosen.map(|it| it.customer.clone()).filter(|it| !it.0.is_empty()),
            name: chosen.map_or(String::new(), |it| it.name.clone()),
            currency: Some(line.line.currency),
            document: Some(line.line.line.clone()),
            kind: "bank_line".to_string(),
            left: Some(line.line.amount),
            ..Subject::default()
        }
    }

    fn draw(&self, pen: &mut Pen) {
        self.drawn(pen);
    }
}

impl ReconcilePane {
    /// Opens the sheet of the customer that is suggested.
    fn show_customer(&self, desk: &Desk) -> Vec<Step> {
        match self.chosen() {
            // A deposit is nobody's in particular.
            Some(SuggestedMatch { customer, links: Some(deposit), .. })
                if customer.0.is_empty() =>
            {
                let request = OpenRequest::Document(deposit.0.clone(), Subject::default());
                vec![Step::Open(request)]
            }
            Some(chosen) => {
                let invoice = chosen.allocate.first().map(|share| share.invoice.clone());
                vec![Step::Open(OpenRequest::Sheet(chosen.customer.clone(), None, invoice))]
            }
            None => vec![Step::Say(desk.say("reconcile-nothing-marked", &[]))],
        }
    }
}
