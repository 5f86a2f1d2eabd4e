//! Reconciliation: goes through the open bank lines, then the suspense list, with suggestions for each.
//! Enter accepts the marked suggestion and goes on. May use: reconciliation, the questions, the layers.

mod draw;
mod forms;

use std::collections::{BTreeMap, BTreeSet};

use crossterm::event::{KeyCode, KeyEvent};

use crate::domain::command::{ReversePayment, UnmatchBankLine};
use crate::domain::{Command, Number, Worded};
use crate::engine::Receipt;
use crate::engine::change::Change;
use crate::engine::ports::Silent;
use crate::exchange::reconcile::{self, Certainty, LineSource, SuggestedLine, SuggestedMatch};
use crate::tui::asking::{Asking, Poster};
use crate::tui::desk::Desk;
use crate::tui::done::Undoable;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::{ListMark, distance};
use crate::tui::pen::Pen;
use crate::tui::posted::PostedForm;
use crate::tui::query::{Answer, PostOutcome};
use crate::tui::subject::Subject;

use forms::{OPENS_AGAIN, REVERSES, about, form_of, suspending, uncredited, under_new_id};

/// What is being sent to the book.
enum UnderWay {
    Nothing,
    /// A line with the suggestion that was accepted for it.
    Taking(Box<SuggestedLine>),
    /// A line that is being reopened: what took it.
    Opening(Box<Undoable>),
}

/// The pane.
pub struct ReconcilePane {
    /// The open lines; `None` until they have been read.
    lines: Option<Vec<SuggestedLine>>,
    /// The current line.
    mark: ListMark,
    /// The marked suggestion.
    choice: ListMark,
    /// Lines that were open here and no longer are, whoever matched them, with the suggestion that was
    /// accepted, if one was.
    gone: BTreeMap<Number, SuggestedLine>,
    under_way: UnderWay,
    /// The line to go to once the lines have been read: it was reopened, or looked up.
    sought: Option<Number>,
    reading: Asking<Vec<SuggestedLine>>,
    poster: Poster,
}

impl Default for ReconcilePane {
    fn default() -> ReconcilePane {
        ReconcilePane {
            lines: None,
            mark: ListMark::default(),
            choice: ListMark::default(),
            gone: BTreeMap::new(),
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
        self.open().get(self.mark.place())
    }

    fn chosen(&self) -> Option<&SuggestedMatch> {
        self.line()?.suggestions.get(self.choice.place())
    }

    fn read(&mut self) -> Step {
        // The suspense list comes after the bank lines.
        Step::Send(self.reading.do_long(|session| {
            let mut lines = reconcile::suggest(session, None, &mut Silent)?;
            lines.extend(reconcile::suggest_unknown(session, &mut Silent)?);
            Ok(lines)
        }))
    }

    /// The lines taken at this desk, by a key or a form, each with the way to undo it; the latest last.
    fn taken<'a>(&'a self, desk: &'a Desk) -> Vec<(&'a Undoable, &'a SuggestedLine)> {
        let mut taken: Vec<(&Undoable, &SuggestedLine)> = Vec::new();
        for done in desk.done.iter().filter(|done| done.form != OPENS_AGAIN) {
            if let Some(line) = done.about.as_ref().and_then(|number| self.gone.get(number)) {
                taken.retain(|(_, other)| other.line.line != line.line.line);
                taken.push((done, line));
            }
        }
        taken
    }

    /// Takes the line out of the list that a form took just now, as a key does: it may be long until the lines are
    /// read again.
    fn leaves(&mut self, desk: &Desk) {
        let done = desk.done.last().filter(|done| done.form != OPENS_AGAIN);
        let Some(number) = done.and_then(|done| done.about.as_ref()) else { return };
        let place = self.open().iter().position(|it| it.line.line == *number);
        if let (Some(place), Some(lines)) = (place, &mut self.lines) {
            let line = lines.remove(place);
            self.gone.insert(number.clone(), SuggestedLine { suggestions: Vec::new(), ..line });
            let mark = self.mark.place() - usize::from(place < self.mark.place());
            self.go_to(mark.min(self.open().len().saturating_sub(1)));
        }
    }

    /// Takes the lines. The mark stays on its line, and on the chosen suggestion as long as there is one
    /// like it. A line that was looked up and is not open is shown on its page.
    fn arrived(&mut self, mut lines: Vec<SuggestedLine>) -> Step {
        if let UnderWay::Taking(taking) = &self.under_way {
            lines.retain(|it| it.line.line != taking.line.line);
        }
        let sought = self.sought.take();
        let chosen = self.chosen().filter(|_| sought.is_none()).cloned();
        let marked = sought.clone().or_else(|| self.line().map(|it| it.line.line.clone()));
        let place = marked.and_then(|number| lines.iter().position(|it| it.line.line == number));
        let elsewhere = sought.filter(|_| place.is_none());
        let mark = place.unwrap_or(self.mark.place()).min(lines.len().saturating_sub(1));
        // If the money turns out to be in the book already, Enter must not book it again by the
        // suggestion that came first before.
        let is_in_book =
            |it: &SuggestedLine| it.suggestions.first().is_some_and(|it| it.links.is_some());
        let gives_way = self.choice.place() == 0 && lines.get(mark).is_some_and(is_in_book);
        let stays = |it: &SuggestedMatch| place.is_some() && (!gives_way || it.links.is_some());
        let same = chosen.filter(stays).and_then(|chosen| {
            lines.get(mark)?.suggestions.iter().position(|it| it.is_same(&chosen))
        });
        (self.mark, self.choice) = (ListMark::at(mark), ListMark::at(same.unwrap_or(0)));
        let open: BTreeSet<&Number> = lines.iter().map(|it| &it.line.line).collect();
        self.gone.retain(|number, _| !open.contains(number));
        let before = self.lines.take().unwrap_or_default();
        for it in before.into_iter().filter(|it| !open.contains(&it.line.line)) {
            let gone = SuggestedLine { suggestions: Vec::new(), ..it };
            self.gone.insert(gone.line.line.clone(), gone);
        }
        self.lines = Some(lines);
        elsewhere.map_or(Step::Done, |line| {
            Step::Open(OpenRequest::Document(line.0, Subject::default()))
        })
    }

    fn go_to(&mut self, place: usize) {
        (self.mark, self.choice) = (ListMark::at(place), ListMark::default());
    }

    fn step(&mut self, by: isize) -> Vec<Step> {
        self.mark.step(by, self.open().len());
        self.go_to(self.mark.place());
        vec![Step::Done]
    }

    fn choose(&mut self, place: usize, desk: &Desk) -> Vec<Step> {
        if self.line().is_none_or(|line| place >= line.suggestions.len()) {
            return vec![Step::Say(desk.say("reconcile-no-such", &[]))];
        }
        self.choice = ListMark::at(place);
        vec![Step::Done]
    }

    fn choose_by(&mut self, by: isize) -> Vec<Step> {
        let count = self.line().map_or(0, |line| line.suggestions.len());
        self.choice.step(by, count);
        vec![Step::Done]
    }

    /// Accepts the marked suggestion. The line leaves the list at once, and comes back if the book
    /// refuses.
    fn take(&mut self, desk: &Desk) -> Vec<Step> {
        let (Some(line), Some(chosen)) = (self.line(), self.chosen()) else {
            return vec![Step::Say(desk.say("reconcile-nothing-marked", &[]))];
        };
        let commands = reconcile::commands(line, chosen);
        let taking = SuggestedLine { suggestions: vec![chosen.clone()], ..line.clone() };
        self.sends(taking, commands)
    }

    /// Puts a line whose payer is unknown on the suspense list.
    fn suspend(&mut self, desk: &Desk) -> Vec<Step> {
        match self.line() {
            None => vec![Step::Say(desk.say("reconcile-empty", &[]))],
            Some(it) if it.source == LineSource::Suspense => {
                let said = desk.say("reconcile-suspended-already", &[("line", &it.line.line.0)]);
                vec![Step::Say(said)]
            }
            Some(it) => {
                let commands = vec![suspending(it.line.line.clone()).into()];
                let taking = SuggestedLine { suggestions: Vec::new(), ..it.clone() };
                self.sends(taking, commands)
            }
        }
    }

    fn sends(&mut self, taking: SuggestedLine, commands: Vec<Command>) -> Vec<Step> {
        if let Some(lines) = &mut self.lines {
            lines.remove(self.mark.place());
        }
        self.under_way = UnderWay::Taking(Box::new(taking));
        self.go_to(self.mark.place().min(self.open().len().saturating_sub(1)));
        self.post(commands)
    }

    /// Reopens the line that was taken last, by whichever key.
    fn take_back(&mut self, desk: &Desk) -> Vec<Step> {
        let Some((done, last)) = self.taken(desk).pop() else {
            return vec![Step::Say(desk.say("reconcile-nothing-taken", &[]))];
        };
        let line = last.line.line.clone();
        if last.suggestions.iter().any(|it| it.returns.is_some()) {
            let said = desk.say("reconcile-returned-stays", &[("line", &line.0)]);
            return vec![Step::Say(said)];
        }
        let command: Command = match (done.undo.form.as_deref(), &done.subject.document) {
            (None, _) => {
                let stays = desk.say(&done.undo.why_not, &[]);
                let said = desk.say("reconcile-stays", &[("line", &line.0), ("why", &stays)]);
                return vec![Step::Say(said)];
            }
            (Some(REVERSES), Some(payment)) => {
                ReversePayment { payment: payment.clone(), reason: line.0, date: None }.into()
            }
            _ => UnmatchBankLine { line, reason: None, date: None }.into(),
        };
        let credit = last.suggestions.first().and_then(|it| it.credit.as_ref());
        let commands = std::iter::once(command).chain(credit.map(uncredited)).collect();
        self.under_way = UnderWay::Opening(Box::new(done.clone()));
        self.post(commands)
    }

    fn post(&mut self, commands: Vec<Command>) -> Vec<Step> {
        let envelopes = commands.into_iter().map(|command| Ok(under_new_id(command)));
        vec![Step::Send(self.poster.post(envelopes.collect()))]
    }

    fn posted(&mut self, outcome: &PostOutcome<Receipt>, desk: &Desk) -> Vec<Step> {
        let under_way = std::mem::replace(&mut self.under_way, UnderWay::Nothing);
        let (receipts, why) = match outcome {
            PostOutcome::Taken(receipts) => (receipts.as_slice(), None),
            PostOutcome::Refused(_, refusal) => (&[][..], Some(desk.words.told(refusal))),
            PostOutcome::Failed(cause) => (&[][..], Some(desk.words.tell(&cause.message()))),
        };
        let mut steps = match (under_way, why) {
            (UnderWay::Nothing, None) => return Vec::new(),
            (_, Some(why)) => vec![Step::Say(why)],
            (UnderWay::Taking(line), None) => {
                let said = taken_as(&line, receipts, desk);
                let subject = about(&line, line.suggestions.first());
                let posted = PostedForm::by_pane(form_of(&line), subject, receipts);
                self.gone.insert(line.line.line.clone(), *line);
                vec![Step::PostedInPart(Box::new(posted)), Step::Say(said)]
            }
            (UnderWay::Opening(done), None) => {
                let number = done.about.as_ref().map_or("", |number| number.0.as_str());
                let said = desk.say("reconcile-opened", &[("line", number)]);
                let form = done.undo.form.as_deref().unwrap_or(OPENS_AGAIN);
                let posted = PostedForm::by_pane(form, done.subject, receipts);
                let posted = PostedForm { undoes: Some(done.id), ..posted };
                self.sought = done.about;
                vec![Step::PostedInPart(Box::new(posted)), Step::Say(said)]
            }
        };
        // The match may change the suggestions for the other lines.
        steps.push(self.read());
        steps
    }
}

/// What became of a line: the customers it is matched to, or its receipt on the suspense list.
fn taken_as(line: &SuggestedLine, receipts: &[Receipt], desk: &Desk) -> String {
    let number = line.line.line.0.as_str();
    if let Some(it) = line.suggestions.first() {
        let names: Vec<&str> = it.customers().into_iter().map(|(_, name)| name).collect();
        let parts = [("line", number), ("name", &names.join(" + "))];
        desk.say("reconcile-taken", &parts)
    } else {
        let receipt = receipts.iter().find_map(|it| it.number("unidentified"));
        let parts = [("line", number), ("receipt", receipt.unwrap_or_default())];
        desk.say("reconcile-suspended", &parts)
    }
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
            Verb::Suspense => self.suspend(desk),
            Verb::Down => self.choose_by(1),
            Verb::Up => self.choose_by(-1),
            Verb::Next => self.step(1),
            Verb::Previous => self.step(-1),
            Verb::Explain => self.show_customer(desk),
            verb => distance(verb).map_or_else(Vec::new, |by| self.step(by)),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Open | Verb::Explain => self.chosen().is_some(),
            Verb::Reopen => !self.gone.is_empty(),
            Verb::Suspense => self
                .line()
                .is_some_and(|it| it.source == LineSource::Bank && it.line.amount.is_positive()),
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
            Some(Ok(lines)) => vec![self.arrived(lines)],
            Some(Err(why)) => {
                self.sought = None;
                vec![Step::Unanswered(why)]
            }
            None => Vec::new(),
        }
    }

    /// A key typed ahead waits until the line before is matched, or a line is reopened.
    fn is_looking_up(&self, _: &Desk) -> bool {
        self.is_posting() || self.lines.is_none() || self.sought.is_some()
    }

    fn is_posting(&self) -> bool {
        !matches!(self.under_way, UnderWay::Nothing)
    }

    fn has_progress(&self) -> bool {
        !self.gone.is_empty()
    }

    /// The suggestions may be those of an hour ago: no key takes one before they are read again.
    fn comes_back(&mut self) {
        self.lines = None;
    }

    fn seeks(&mut self, line: &Number) {
        self.sought = Some(line.clone());
    }

    /// Enter typed ahead was meant for sure suggestions: any other is looked at first, and so is a
    /// reopened line. That the line before was taken by a form makes no difference.
    fn turns(&self, answer: &Answer) -> bool {
        let is_sure = self.chosen().is_some_and(|it| it.certainty == Certainty::Sure);
        let is_opened = matches!(self.under_way, UnderWay::Opening(..));
        matches!(answer, Answer::Posted(..)) && (is_opened || !is_sure)
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        self.leaves(desk);
        vec![self.read()]
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        // The changes that this pane makes are read once they are answered.
        match self.is_posting() || change.touched.as_ref().is_some_and(BTreeSet::is_empty) {
            true => Vec::new(),
            false => vec![self.read()],
        }
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.line().map_or_else(Subject::default, |line| about(line, self.chosen()))
    }

    fn draw(&self, pen: &mut Pen) {
        self.drawn(pen);
    }
}

impl ReconcilePane {
    /// Opens the account of the suggested customer.
    fn show_customer(&self, desk: &Desk) -> Vec<Step> {
        match self.chosen() {
            // A deposit has no single customer.
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
