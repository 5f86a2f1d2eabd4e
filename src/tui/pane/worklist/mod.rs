//! The worklist: who to call today, and why. The mark is on the next customer to call unless a person
//! moves it; `n` calls the marked customer, showing the reason, with the cursor in the note. May use:
//! the question, its words, the layers.

mod draw;

use crate::domain::Code;
use crate::domain::command::Direction;
use crate::engine::change::Change;
use crate::ledger::query::worklist::{WorkItem, Worklist, WorklistOf};
use crate::reports::worklist::told_with_days;
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{CallRequest, OpenRequest, Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, Errand};
use crate::tui::subject::Subject;

/// How many customers are read at first: as many as a tall window shows. In a large book, that takes a quarter of the time
/// that the whole list takes.
const FIRST: usize = 30;

/// How many rows from the last one the mark is when the rest is read.
const AHEAD: usize = 10;

/// How much of the list is read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum ListExtent {
    /// What a window shows.
    #[default]
    Beginning,
    Whole,
}

/// The pane.
#[derive(Default)]
pub struct WorklistPane {
    /// The list; `None` until it has been read.
    list: Option<Worklist>,
    extent: ListExtent,
    mark: ListMark,
    /// Whether a person moved the mark: the next customer is then searched for from there.
    is_moved: bool,
    /// The customer whom a person marked, who can be called at any time of day.
    chosen: Option<Code>,
    /// Whether customers outside their hours are listed, too, behind the others.
    shows_later: bool,
    /// Whether to call the marked customer once the list has been read.
    calls_next: bool,
    reading: Asking<Worklist>,
}

impl WorklistPane {
    fn rows(&self) -> &[WorkItem] {
        self.list.as_ref().map_or(&[], |list| list.rows.as_slice())
    }

    fn marked(&self) -> Option<&WorkItem> {
        self.rows().get(self.mark.place())
    }

    fn asked(&self, desk: &Desk) -> WorklistOf {
        let whole = desk.worklist();
        let most = match self.extent {
            ListExtent::Beginning => FIRST,
            ListExtent::Whole => whole.most,
        };
        WorklistOf { even_later: self.shows_later, most, ..whole }
    }

    /// Reads the rest of the list once the mark comes near the last row that was read, or if none of those customers can be
    /// called yet.
    fn reads_rest(&mut self, desk: &Desk) -> Option<Errand> {
        let is_beginning = self.extent == ListExtent::Beginning;
        let list = self.list.as_ref().filter(|list| list.more && is_beginning)?;
        let is_close = self.mark.place() + AHEAD >= list.rows.len();
        if !is_close && list.next(desk.now()).is_some() {
            return None;
        }
        self.extent = ListExtent::Whole;
        Some(self.read(desk))
    }

    fn read(&mut self, desk: &Desk) -> Errand {
        self.reading.ask_long(self.asked(desk))
    }

    /// Takes the list. The mark stays on its customer; once that one is done, it goes to the next
    /// customer to call, counted from the mark if a person had moved it.
    fn arrived(&mut self, mut list: Worklist, desk: &Desk) -> Vec<Step> {
        list.rows.sort_by_key(|it| it.outside.is_some());
        let marked = self.marked().map(|it| it.customer.clone());
        let is_it = |it: &WorkItem| Some(&it.customer) == marked.as_ref();
        let stays = list.rows.iter().position(is_it);
        let from = if self.is_moved { self.mark.place() } else { 0 };
        let next = || list.next_from(from, desk.now()).or_else(|| list.next_from(0, desk.now()));
        let place = stays.or_else(next).unwrap_or(0);
        self.is_moved &= marked.is_some();
        self.mark.follows(Some(place), list.rows.len());
        self.list = Some(list);
        if let Some(rest) = self.reads_rest(desk) {
            return vec![Step::Send(rest)];
        }
        match std::mem::take(&mut self.calls_next) {
            true => self.call_marked(desk),
            false => vec![Step::Done],
        }
    }

    /// Calls the marked customer, or does so once the list has been read.
    fn calls(&mut self, desk: &Desk) -> Vec<Step> {
        if self.list.is_none() || self.reading.is_waiting() {
            self.calls_next = true;
            return vec![Step::Done];
        }
        self.call_marked(desk)
    }

    fn call_marked(&mut self, desk: &Desk) -> Vec<Step> {
        let is_chosen = |it: &WorkItem| Some(&it.customer) == self.chosen.as_ref();
        if !self.marked().is_some_and(is_chosen) {
            match self.due(desk) {
                Some(due) => self.mark = ListMark::at(due),
                // Those outside their hours were asked for, and nobody else is there to call.
                None if self.shows_later && self.marked().is_some() => {}
                None => {
                    let words = match self.rows().is_empty() {
                        true => "worklist-none-next",
                        false => "worklist-none-due",
                    };
                    return vec![Step::Say(desk.say(words, &[]))];
                }
            }
        }
        let (Some(it), Some(list)) = (self.marked(), &self.list) else { return vec![Step::Done] };
        let call = CallRequest {
            subject: subject(it),
            direction: Direction::Out,
            why: Some(told_with_days(it, list, &desk.words, &|day| desk.day(day))),
        };
        vec![Step::Call(Box::new(call))]
    }

    /// The place of the customer to call now: the marked one, or the next one if it is not time for that
    /// one yet.
    fn due(&self, desk: &Desk) -> Option<usize> {
        let (list, now) = (self.list.as_ref()?, desk.now());
        let marked = self.mark.place();
        list.next_from(marked, now)
            .filter(|place| *place == marked)
            .or_else(|| list.next_from(0, now))
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

/// The customer of a row, as a form's subject.
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
            Verb::NextCall => self.calls(desk),
            Verb::Open => self.open(desk),
            Verb::Only => {
                self.shows_later ^= true;
                vec![Step::Send(self.read(desk))]
            }
            verb if self.mark.moves(verb, self.rows().len()) => {
                self.is_moved = true;
                self.chosen = self.marked().map(|it| it.customer.clone());
                let rest = self.reads_rest(desk).map(Step::Send);
                [Step::Done].into_iter().chain(rest).collect()
            }
            _ => Vec::new(),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Open | Verb::NextCall => !self.rows().is_empty(),
            Verb::Only => self.list.as_ref().is_some_and(|list| list.later > 0),
            _ => true,
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        match self.reading.take(answer) {
            Some(Ok(list)) => {
                let mut steps = self.arrived(list, desk);
                steps.extend(self.reading.catch_up(self.asked(desk)).map(Step::Send));
                steps
            }
            Some(Err(why)) => {
                self.calls_next = false;
                vec![Step::Unanswered(why)]
            }
            None => Vec::new(),
        }
    }

    /// A key typed ahead waits for the list without the customer who was just called.
    fn is_looking_up(&self, _: &Desk) -> bool {
        self.list.is_none() || self.reading.is_waiting()
    }

    fn opens_soon(&self) -> bool {
        self.calls_next
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        vec![Step::Send(self.read(desk))]
    }

    fn changed(&mut self, change: &Change, desk: &Desk) -> Vec<Step> {
        let is_of_marked = self.marked().is_some_and(|it| change.touches(&it.customer.0));
        let read = match change.by == desk.user || is_of_marked {
            true => Some(self.read(desk)),
            false => self.reading.refresh(self.asked(desk)),
        };
        read.into_iter().map(Step::Send).collect()
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.marked().map(subject).unwrap_or_default()
    }

    fn draw(&self, pen: &mut Pen) {
        self.drawn(pen);
    }
}
