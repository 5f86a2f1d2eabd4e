//! The state of the desk, and how an event changes it: keys go to the top layer, answers to the layer
//! that asked. No input, no output. May use: the panes, the forms, the keymap, words.

mod ahead;
mod answers;
mod aside;
mod calls;
mod event;
mod keys;
mod layers;
mod news;
mod undo;

use crossterm::event::KeyEventKind;

use crate::words::Words;
use crate::words::told::capitalised;

use super::about::InShort;
use super::asking::Asking;
use super::desk::Desk;
use super::form::Form;
use super::kept::SavedForm;
use super::keymap::{self, Action, Context, Keymap, PaneName, Verb};
use super::layer::{self, Part, Step, Ticks};
use super::others::Others;
use super::pane::{self, lock::LockPane};
use super::settings::Settings;
use super::spec::{FormNeeds, Forms};
use super::subject::Subject;

use ahead::Ahead;

pub use event::{DeskError, DeskEvent, Effect, Ended};
pub use layers::Layer;

/// The smallest window that the desk is drawn in: columns and rows.
pub const LEAST_WINDOW: (u16, u16) = (60, 16);

/// The desk.
pub struct App {
    /// What every layer can read.
    pub desk: Desk,
    /// The pane at the bottom.
    pub pane: Layer,
    /// The layers above it, the top one last.
    pub layers: Vec<Layer>,
    /// Forms on hold and at most one unfinished pane, the newest last.
    pub on_hold: Vec<Layer>,
    /// Panes that were left while they posted, or with progress to show.
    left: Vec<Layer>,
    /// The rows ticked and unticked in panes that were left.
    ticks: Vec<(Context, Ticks)>,
    /// Unfinished forms from last time, until the book is open.
    found: Vec<SavedForm>,
    /// What the last key did, or why it did nothing.
    pub message: Option<String>,
    /// How many columns the window has.
    pub width: u16,
    /// How many rows the window has.
    pub height: u16,
    /// Whether a layer covers the pane at the bottom.
    is_home_covered: bool,
    /// What was typed while the book had not answered yet.
    ahead: Vec<Ahead>,
    /// The effects for the driver.
    effects: Vec<Effect>,
    /// The summary of the book, and the items that are sold.
    about: Asking<InShort>,
    /// What the user posted before this start.
    posted: undo::Earlier,
}

impl App {
    /// A desk on a book that is not open yet, with the unfinished forms from last time.
    pub fn new(user: String, settings: Settings, found: Vec<SavedForm>) -> Result<App, DeskError> {
        let mut words = Words::of(&settings.language()).at_desk();
        words.hide_amounts(settings.is_masked);
        let desk = Desk {
            user,
            words,
            keymap: Keymap::load(settings.keys.as_deref())?,
            forms: Forms::load().map_err(keymap::KeymapError::from)?,
            about: None,
            catalogue: Vec::new(),
            last: std::collections::BTreeMap::new(),
            parked: 0,
            sent: 0,
            done: Vec::new(),
            last_done: 0,
            last_dispute: None,
            others: Others::default(),
            mail: None,
            prints: true,
            columns: 80,
            settings,
        };
        Ok(App {
            desk,
            pane: Layer::Pane(pane::named(PaneName::Home)),
            layers: Vec::new(),
            on_hold: Vec::new(),
            left: Vec::new(),
            ticks: Vec::new(),
            found,
            message: None,
            width: 80,
            height: 24,
            is_home_covered: false,
            ahead: Vec::new(),
            effects: Vec::new(),
            about: Asking::default(),
            posted: undo::Earlier::default(),
        })
    }

    /// The top layer.
    pub fn top(&self) -> &Layer {
        self.layers.last().unwrap_or(&self.pane)
    }

    fn top_mut(&mut self) -> (&mut Layer, &Desk) {
        (self.layers.last_mut().unwrap_or(&mut self.pane), &self.desk)
    }

    /// Handles an event, and returns the effects.
    pub fn update(&mut self, event: DeskEvent) -> Vec<Effect> {
        self.desk.columns = self.width;
        self.home_comes_up();
        match event {
            DeskEvent::HungUp => self.effects.push(Effect::End(Ended::HungUp)),
            DeskEvent::Resized(columns, rows) => {
                (self.width, self.height, self.desk.columns) = (columns, rows, columns);
                self.effects.extend([Effect::DrawAll, Effect::Draw]);
                self.each(|part, desk| part.resized(rows, desk));
            }
            DeskEvent::Resumed => self.effects.extend([Effect::DrawAll, Effect::Draw]),
            DeskEvent::Key(key) if key.kind == KeyEventKind::Release => {}
            DeskEvent::Key(key) if self.is_too_small() => self.key_unseen(key),
            DeskEvent::Paste(_) if self.is_too_small() => {}
            DeskEvent::Key(key) if self.waits(Some(key)) => self.puts_ahead(key),
            DeskEvent::Key(key) => {
                (self.message, self.desk.others.change) = (None, None);
                if self.desk.keymap.action(Context::Form, key) == Some(Action::Does(Verb::Back)) {
                    self.ahead.clear();
                }
                self.effects.push(Effect::Draw);
                self.key(key);
                // Once a form is left, the keys typed ahead go to the screen that the user is on now.
                self.catch_up();
            }
            DeskEvent::Paste(text) if self.waits(None) => self.ahead.push(Ahead::Paste(text)),
            DeskEvent::Paste(text) => {
                self.effects.push(Effect::Draw);
                let (top, desk) = self.top_mut();
                let steps = top.part_mut().paste(&text, desk);
                self.carry_out(steps);
            }
            DeskEvent::Idle => self.lock(),
            DeskEvent::Clock => self.effects.push(Effect::Draw),
            DeskEvent::Kept(time) => {
                let all = self.layers.iter_mut().chain(&mut self.on_hold);
                for form in all.filter_map(Layer::form_mut) {
                    if form.kept.as_ref() != Some(&time) {
                        form.kept = Some(time.clone());
                        self.effects.push(Effect::Draw);
                    }
                }
            }
            DeskEvent::Answer(answer) => {
                self.answered(*answer);
                self.catch_up();
            }
        }
        self.home_comes_up();
        (self.desk.parked, self.desk.sent) = self.count_on_hold();
        self.attend();
        std::mem::take(&mut self.effects)
    }

    fn is_locked(&self) -> bool {
        self.layers.last().is_some_and(|layer| layer.part().context() == Context::Lock)
    }

    /// Carries out the steps that a layer returned.
    fn carry_out(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Done => {}
                Step::Send(errand) => self.effects.push(Effect::Send(errand)),
                Step::Unanswered(why) => self.unanswered(&why),
                Step::Keep => self.effects.push(Effect::Keep),
                Step::Say(message) => self.message = Some(message),
                Step::Open(opening) => self.opens(pane::opened(opening)),
                Step::Close => drop(self.layers.pop()),
                Step::Start(form, subject) => self.start(&form, subject),
                Step::Call(call) => self.call(*call),
                Step::Do(action) => self.act(&action),
                Step::Show(pane) => self.show(pane),
                Step::Aside => self.put_aside(),
                Step::Below => self.put_below(),
                Step::GoOn(kept) => self.go_on(*kept),
                Step::Later(kept) => self.later(kept),
                Step::Posted(what) => self.posted(*what),
                Step::PostedInPart(what) => drop(self.remember(&what)),
                Step::Imported(file) => self.imported(file),
                Step::TakeBack(id) => self.take_back(id),
                Step::Earlier => self.ask_earlier(),
                Step::Reconcile(line) => self.reconcile(&line),
            }
        }
    }

    /// Opens a form if what it needs is selected.
    fn start(&mut self, name: &str, subject: Subject) {
        if self.is_locked() || self.resumes_call(name, &subject) {
            return;
        }
        let Some(spec) = self.desk.forms.on(name, &subject.kind).cloned() else { return };
        let subject = if spec.needs == FormNeeds::Nothing { subject.day_alone() } else { subject };
        if self.desk.about.is_none() {
            self.message = Some(self.desk.say("desk-opening", &[]));
            return;
        }
        let known = self
            .top()
            .part()
            .account()
            .filter(|account| Some(&account.customer.customer) == subject.customer.as_ref());
        let subject = layer::meant(&spec, subject, known, self.desk.last_dispute.as_ref());
        let spec = self.desk.forms.on(name, &subject.kind).cloned().unwrap_or(spec);
        if let Err(why) = layer::may_open(&spec, &subject, &self.desk) {
            if !self.goes_to_the_account(&spec, &subject) {
                self.message = Some(capitalised(&why));
            }
            return;
        }
        let mut form = Form::new(spec, subject, known.cloned());
        if let Some(about) = &self.desk.about {
            form.knows_company(&about.seller);
        }
        form.begins(&self.desk);
        self.layers.push(Layer::Form(Box::new(form)));
        self.entered();
        self.effects.push(Effect::Keep);
    }

    /// Puts a layer on top.
    fn opens(&mut self, layer: Box<dyn Part>) {
        self.layers.push(Layer::Pane(layer));
        self.entered();
    }

    /// Lets the new top layer ask for what it shows.
    fn entered(&mut self) {
        let height = self.height;
        let (top, desk) = self.top_mut();
        let mut steps = top.part_mut().resized(height, desk);
        steps.extend(top.part_mut().entered(desk));
        self.carry_out(steps);
    }

    /// Tells the pane at the bottom when the layer that covered it is gone.
    fn home_comes_up(&mut self) {
        let was_covered = self.is_home_covered;
        self.is_home_covered = self.layers.iter().any(|layer| layer.part().covers());
        if was_covered && !self.is_home_covered {
            self.pane.part_mut().is_uncovered();
        }
    }

    fn goes_back(&mut self) {
        if self.layers.pop().is_none() {
            match self.pane.part().context() {
                Context::Home => self.message = Some(self.desk.say("desk-how-to-leave", &[])),
                _ => self.show(PaneName::Home),
            }
        }
    }

    /// Saves the unfinished forms, and ends the desk.
    fn leave(&mut self) {
        self.effects.extend([Effect::Keep, Effect::End(Ended::Left)]);
    }

    fn lock(&mut self) {
        if !self.is_locked() {
            self.layers.push(Layer::Pane(Box::new(LockPane::new(self.desk.user.clone()))));
            self.effects.extend([Effect::Keep, Effect::Draw]);
        }
    }

    /// Asks again for everything that is shown.
    fn refresh(&mut self) {
        self.each(|part, desk| part.entered(desk));
    }

    /// Runs a function on every layer, and carries out its steps.
    fn each(&mut self, mut each: impl FnMut(&mut dyn Part, &Desk) -> Vec<Step>) {
        let mut steps = each(self.pane.part_mut(), &self.desk);
        for layer in &mut self.layers {
            steps.extend(each(layer.part_mut(), &self.desk));
        }
        self.carry_out(steps);
    }
}

/// The context in which a key is looked up now.
pub fn context(app: &App) -> Context {
    app.top().part().context()
}
