//! The worklist: whom to call today, and why. `n` calls the next one: the reason is said, and the cursor
//! stands in the note. May use: the question, its words, the layers.

mod draw;

use crate::domain::Code;
use crate::domain::command::Direction;
use crate::engine::change::Change;
use crate::ledger::query::worklist::{WorkItem, Worklist};
use crate::reports::worklist::told;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{CallRequest, OpenRequest, Part, Step};
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, Asking, Errand};
use crate::tui::subject::Subject;

/// The pane.
#[derive(Default)]
pub struct WorklistPane {
    /// The list; none before it was read.
    list: Option<Worklist>,
    mark: usize,
    /// Whether the next customer is called once the list is read.
    calls_next: bool,
    reading: Asking<Worklist>,
}

impl WorklistPane {
    fn rows(&self) -> &[WorkItem] {
        self.list.as_ref().map_or(&[], |list| list.rows.as_slice())
    }

    fn marked(&self) -> Option<&WorkItem> {
        self.rows().get(self.mark)
    }

    fn read(&mut self, desk: &Desk) -> Errand {
        self.reading.ask_long(desk.worklist())
    }

    /// Takes in what was read. The mark stays on its customer, or on the place where that stood.
    fn arrived(&mut self, list: Worklist, desk: &Desk) -> Vec<Step> {
        let marked = self.marked().map(|it| it.customer.clone());
        let place = list.rows.iter().position(|it| Some(&it.customer) == marked.as_ref());
        self.mark = place.unwrap_or(self.mark).min(list.rows.len().saturating_sub(1));
        self.list = Some(list);
        match std::mem::take(&mut self.calls_next) {
            true => self.call_next(desk),
            false => vec![Step::Done],
        }
    }

    fn step(&mut self, by: isize) -> Vec<Step> {
        let last = self.rows().len().saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
        vec![Step::Done]
    }

    /// Calls the next customer, as soon as it is known who that is.
    fn next_call(&mut self, desk: &Desk) -> Vec<Step> {
        if self.list.is_none() || self.reading.is_waiting() {
            self.calls_next = true;
            return vec![Step::Done];
        }
        self.call_next(desk)
    }

    fn call_next(&mut self, desk: &Desk) -> Vec<Step> {
        let next = self.list.as_ref().and_then(|list| list.next(desk.now()));
        let Some(next) = next.map(|it| it.customer.clone()) else {
            return vec![Step::Say(desk.say("worklist-none-next", &[]))];
        };
        self.mark = self.place_of(&next);
        let (Some(it), Some(list)) = (self.marked(), &self.list) else { return vec![Step::Done] };
        let call = CallRequest {
            subject: subject(it),
            direction: Direction::Out,
            why: Some(told(it, list, &desk.words)),
        };
        vec![Step::Call(Box::new(call))]
    }

    fn place_of(&self, customer: &Code) -> usize {
        self.rows().iter().position(|it| it.customer == *customer).unwrap_or(0)
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        match self.marked() {
            Some(it) => {
                let sheet = OpenRequest::Sheet(it.customer.clone(), None, it.invoice.clone());
                vec![Step::Open(sheet)]
            }
            None => vec![Step::Say(desk.say("worklist-nobody", &[]))],
        }
    }
}

/// Whom and what a row is about.
fn subject(it: &WorkItem) -> Subject {
    Subject {
        customer: Some(it.customer.clone()),
        name: it.name.clone(),
        currency: Some(it.currency),
        ..Subject::default()
    }
}

impl Part for WorklistPane {
    fn context(&self) -> Context {
        Context::Worklist
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::NextCall => self.next_call(desk),
            Verb::Open => self.open(desk),
            Verb::Down => self.step(1),
            Verb::Up => self.step(-1),
            Verb::PageDown => self.step(8),
            Verb::PageUp => self.step(-8),
            Verb::First => self.step(isize::MIN),
            Verb::Last => self.step(isize::MAX),
            _ => Vec::new(),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Open | Verb::NextCall => !self.rows().is_empty(),
            _ => true,
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        match self.reading.take(answer) {
            Some(Ok(list)) => self.arrived(list, desk),
            Some(Err(why)) => {
                self.calls_next = false;
                vec![Step::Unanswered(why)]
            }
            None => Vec::new(),
        }
    }

    /// A key typed ahead is for the list as it is now, without whom was just called.
    fn is_looking_up(&self, _: &Desk) -> bool {
        self.list.is_none() || self.reading.is_waiting()
    }

    fn opens_soon(&self) -> bool {
        self.calls_next
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        vec![Step::Send(self.read(desk))]
    }

    fn changed(&mut self, _: &Change, desk: &Desk) -> Vec<Step> {
        vec![Step::Send(self.read(desk))]
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.marked().map(subject).unwrap_or_default()
    }

    fn draw(&self, pen: &mut Pen) {
        self.drawn(pen);
    }
}
