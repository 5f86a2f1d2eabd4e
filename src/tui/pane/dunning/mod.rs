//! Dunning: reviews the letters that are due, one by one, and sends them together; also lists the
//! customers who get none, and why. Ticked letters are sent; only a person ticks a letter of the last
//! level. May use: the questions, the layers.

mod draw;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use uuid::Uuid;

use crate::domain::command::SendDunningLetter;
use crate::domain::dunning::DunningChannel;
use crate::domain::{Code, Envelope, Money, Plain, Worded};
use crate::engine::Receipt;
use crate::engine::change::Change;
use crate::ledger::query::dunning::{DunningOf, DunningProposal, NotDunned, ProposedLetter};
use crate::tui::asking::{Asking, Poster};
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step, Ticks};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;
use crate::tui::posted::PostedForm;
use crate::tui::query::{Answer, PostOutcome};
use crate::tui::subject::Subject;

/// What is marked.
enum Marked<'a> {
    Letter(&'a ProposedLetter),
    NotDunned(&'a NotDunned),
}

/// The pane.
#[derive(Default)]
pub struct DunningPane {
    /// The proposal as of today; none until it has been read.
    proposal: Option<DunningProposal>,
    mark: ListMark,
    /// The rows that a person ticked or unticked, by customer.
    decided: Ticks,
    /// The letters still to be sent; the first one is being sent.
    sending: VecDeque<ProposedLetter>,
    /// How many were sent in this run.
    sent: usize,
    /// How many calls were recorded instead of letters.
    called: usize,
    /// What was refused in this run, in words.
    refused: Vec<String>,
    /// Whether the user was asked to confirm the run, so that the same key starts it.
    is_asked: bool,
    reading: Asking<DunningProposal>,
    poster: Poster,
}

impl DunningPane {
    fn letters(&self) -> &[ProposedLetter] {
        self.proposal.as_ref().map_or(&[], |it| &it.rows)
    }

    /// The customers who get no letter; none is listed while no policy says who would.
    fn left_out(&self) -> &[NotDunned] {
        self.proposal.as_ref().filter(|it| it.has_policy).map_or(&[], |it| &it.left_out)
    }

    fn count(&self) -> usize {
        self.letters().len() + self.left_out().len()
    }

    fn marked(&self) -> Option<Marked<'_>> {
        let letters = self.letters();
        match letters.get(self.mark.place()) {
            Some(letter) => Some(Marked::Letter(letter)),
            None => self.left_out().get(self.mark.place() - letters.len()).map(Marked::NotDunned),
        }
    }

    fn customer(&self) -> Option<(&Code, &str)> {
        Some(match self.marked()? {
            Marked::Letter(it) => (&it.customer, &it.name),
            Marked::NotDunned(it) => (&it.customer, &it.name),
        })
    }

    /// Whether a letter is ticked: one that needs a person only if a person has ticked it.
    fn is_taken(&self, letter: &ProposedLetter) -> bool {
        let decided = self.decided.get(&letter.customer.folded());
        decided.copied().unwrap_or(!letter.needs_person)
    }

    fn read(&mut self) -> Step {
        Step::Send(self.reading.ask_long(DunningOf::default()))
    }

    /// Takes the proposal. The mark stays on its customer, unless that went from the letters to those left out or
    /// back: then it stays in its place.
    fn arrived(&mut self, proposal: DunningProposal) {
        let marked = self.marked().map(|marked| match marked {
            Marked::Letter(it) => (true, it.customer.clone()),
            Marked::NotDunned(it) => (false, it.customer.clone()),
        });
        self.is_asked &= self.proposal.as_ref() == Some(&proposal);
        self.proposal = Some(proposal);
        let letters = self.letters().iter().map(|it| (true, it.customer.clone()));
        let left_out = self.left_out().iter().map(|it| (false, it.customer.clone()));
        let mut all = letters.chain(left_out);
        let place = marked.and_then(|marked| all.position(|it| it == marked));
        self.mark.follows(place, self.count());
    }

    /// Ticks the selected letter, or unticks it.
    fn turn(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(Marked::Letter(letter)) = self.marked() else {
            return vec![Step::Say(desk.say("dunning-no-letter", &[]))];
        };
        let (code, is_taken) = (letter.customer.folded(), self.is_taken(letter));
        // A letter that is ticked by default comes back ticked tomorrow; a block prevents that.
        let is_left_out = is_taken && !letter.needs_person;
        self.decided.insert(code, !is_taken);
        self.is_asked = false;
        let said = is_left_out.then(|| Step::Say(desk.say("dunning-unticked", &[])));
        self.mark.step(1, self.count());
        std::iter::once(Step::Done).chain(said).collect()
    }

    fn preview(&self, desk: &Desk) -> Vec<Step> {
        match self.marked() {
            Some(Marked::Letter(letter)) => {
                let request = OpenRequest::Letter(letter.customer.clone(), self.subject(desk));
                vec![Step::Open(request)]
            }
            Some(Marked::NotDunned(_)) => self.sheet(desk),
            None => vec![Step::Say(desk.say("dunning-no-letter", &[]))],
        }
    }

    fn sheet(&self, desk: &Desk) -> Vec<Step> {
        match self.customer() {
            Some((code, _)) => vec![Step::Open(OpenRequest::Sheet(code.clone(), None, None))],
            None => vec![Step::Say(desk.say("dunning-no-letter", &[]))],
        }
    }

    /// Sends the ticked letters: the first key says how many, for how much, and whether bank lines wait;
    /// the second starts.
    fn send(&mut self, desk: &Desk) -> Vec<Step> {
        let taken = self.letters().iter().filter(|it| self.is_taken(it)).cloned();
        let taken: VecDeque<ProposedLetter> = taken.collect();
        if taken.is_empty() {
            return vec![Step::Say(desk.say("dunning-nothing-taken", &[]))];
        }
        if !std::mem::replace(&mut self.is_asked, true) {
            return vec![Step::Say(self.question(&taken, desk))];
        }
        (self.sending, self.sent, self.called, self.is_asked) = (taken, 0, 0, false);
        self.refused.clear();
        self.post_next()
    }

    /// How many letters would be sent, for how much, and how many bank lines are still to be matched.
    fn question(&self, taken: &VecDeque<ProposedLetter>, desk: &Desk) -> String {
        let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
        for letter in taken {
            let sum = sums.entry(letter.currency.code()).or_insert_with(|| letter.amount.zero());
            *sum = sum.plus(letter.amount).unwrap_or(*sum);
        }
        let sums = sums.iter().map(|(code, sum)| format!("{code} {}", desk.money(*sum)));
        let sums = sums.collect::<Vec<_>>().join(" + ");
        let lines = self.proposal.as_ref().map_or(0, |it| it.open_bank_lines).to_string();
        let count = taken.len().to_string();
        let parts = [("count", count.as_str()), ("amount", &sums), ("lines", &lines)];
        desk.say("dunning-sure", &parts)
    }

    fn post_next(&mut self) -> Vec<Step> {
        let Some(letter) = self.sending.front() else { return Vec::new() };
        let command = SendDunningLetter {
            customer: letter.customer.clone(),
            level: Some(letter.level),
            amount: Some(Plain(letter.amount.decimal())),
            approved: letter.needs_person,
            date: None,
        };
        let envelope = Envelope { id: Some(Uuid::now_v7()), ..Envelope::of(command) };
        vec![Step::Send(self.poster.post(vec![Ok(envelope)]))]
    }

    fn posted(&mut self, outcome: &PostOutcome<Receipt>, desk: &Desk) -> Vec<Step> {
        let Some(letter) = self.sending.pop_front() else { return Vec::new() };
        let mut steps = Vec::new();
        let why = match outcome {
            PostOutcome::Taken(receipts) => {
                let posted = PostedForm::by_pane(DELIVERS, about(&letter), receipts);
                steps.push(Step::PostedInPart(Box::new(posted)));
                match letter.by {
                    Some(DunningChannel::Call) => self.called += 1,
                    Some(DunningChannel::Email | DunningChannel::Print) | None => self.sent += 1,
                }
                self.decided.remove(&letter.customer.folded());
                None
            }
            PostOutcome::Refused(_, refusal) => Some(desk.words.tell(refusal)),
            PostOutcome::Failed(cause) => {
                self.sending.clear();
                Some(desk.words.tell(&cause.message()))
            }
        };
        self.refused.extend(why);
        if !self.sending.is_empty() {
            steps.extend(self.post_next());
            return steps;
        }
        let (sent, calls) = (self.sent.to_string(), self.called.to_string());
        let said = match self.refused.first() {
            None => desk.say("dunning-done", &[("count", &sent), ("calls", &calls)]),
            Some(why) => {
                let count = self.refused.len().to_string();
                let parts = [
                    ("count", sent.as_str()),
                    ("calls", &calls),
                    ("refused", &count),
                    ("why", why),
                ];
                desk.say("dunning-done-but", &parts)
            }
        };
        steps.extend([Step::Say(said), self.read()]);
        steps
    }
}

/// The form that puts a document in the outbox: a run queues its letters as if by this form.
const DELIVERS: &str = "deliver";

/// The customer of a letter, as a form's subject.
fn about(letter: &ProposedLetter) -> Subject {
    Subject {
        customer: Some(letter.customer.clone()),
        name: letter.name.clone(),
        currency: Some(letter.currency),
        ..Subject::default()
    }
}

impl Part for DunningPane {
    fn context(&self) -> Context {
        Context::Dunning
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Take => self.turn(desk),
            Verb::Open => self.preview(desk),
            Verb::SendAll => self.send(desk),
            Verb::Explain => self.sheet(desk),
            verb if self.mark.moves(verb, self.count()) => vec![Step::Done],
            _ => Vec::new(),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Take => matches!(self.marked(), Some(Marked::Letter(_))),
            Verb::Open | Verb::Explain => self.marked().is_some(),
            Verb::SendAll => !self.letters().is_empty(),
            _ => true,
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if let Some(outcome) = self.poster.outcome(answer) {
            return self.posted(outcome, desk);
        }
        match self.reading.take(answer) {
            Some(Ok(proposal)) => {
                self.arrived(proposal);
                vec![Step::Done]
            }
            Some(Err(why)) => vec![Step::Unanswered(why)],
            None => Vec::new(),
        }
    }

    /// A key typed ahead waits while letters are being sent.
    fn is_looking_up(&self, _: &Desk) -> bool {
        !self.sending.is_empty() || self.proposal.is_none()
    }

    fn is_posting(&self) -> bool {
        !self.sending.is_empty()
    }

    fn ticks(&self) -> Option<Ticks> {
        let mut ticks = self.decided.clone();
        // Letters that are being sent lose their ticks.
        for letter in &self.sending {
            ticks.remove(&letter.customer.folded());
        }
        Some(ticks)
    }

    fn has_ticks(&mut self, ticks: Ticks) {
        self.decided = ticks;
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        vec![self.read()]
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        // The changes that this pane makes are read once all of them are answered.
        let is_own = !self.sending.is_empty();
        match is_own || change.touched.as_ref().is_some_and(BTreeSet::is_empty) {
            true => Vec::new(),
            false => vec![self.read()],
        }
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some((customer, name)) = self.customer() else { return Subject::default() };
        let currency = match self.marked() {
            Some(Marked::Letter(it)) => Some(it.currency),
            Some(Marked::NotDunned(it)) => Some(it.currency),
            None => None,
        };
        let (customer, name) = (Some(customer.clone()), name.to_string());
        Subject { customer, name, currency, ..Subject::default() }
    }

    fn draw(&self, pen: &mut Pen) {
        self.drawn(pen);
    }
}
