//! The state of the desk and how an event changes it. No input, no output. May use: the panes, the
//! keymap, words.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::engine::error::BookError;
use crate::words::Words;

use super::Ended;
use super::home::Home;
use super::keymap::{Action, Context, Keymap, KeymapError};
use super::sheet::Sheet;
use super::worker::{Answer, Question};

/// Something that happened.
pub enum Event {
    /// A key.
    Key(KeyEvent),
    /// Text that was pasted.
    Paste(String),
    /// The window has another size.
    Resized,
    /// The book answered.
    Answer(Box<Answer>),
    /// The line is gone, or the program is to stop.
    HungUp,
}

/// What is to be done.
pub enum Effect {
    /// Draw what changed.
    Draw,
    /// Draw all of it.
    DrawAll,
    /// Ask the book.
    Ask(Question),
    /// End the desk.
    End(Ended),
    /// End it: the book cannot be used.
    Fail(BookError),
}

/// What lies above the home pane.
pub enum Layer {
    /// The sheet of an account.
    Sheet(Box<Sheet>),
    /// The keys of the pane below.
    Help(Context),
}

/// What is known of the book once it is open.
#[derive(Clone, Debug)]
pub struct About {
    /// The company.
    pub company: String,
    /// Today in its zone.
    pub today: crate::domain::Day,
    /// How many accounts there are.
    pub accounts: u64,
}

/// The desk.
pub struct App {
    /// Who sits at it.
    pub user: String,
    /// The words on the screen.
    pub words: Words,
    /// Which key does what.
    pub keymap: Keymap,
    /// The book, once it is open.
    pub about: Option<About>,
    /// The pane at the bottom.
    pub home: Home,
    /// What lies above it, the uppermost last.
    pub layers: Vec<Layer>,
    /// Why the last key did nothing.
    pub message: Option<String>,
}

impl App {
    /// A desk on a book that is not open yet.
    pub fn new(user: String) -> Result<App, KeymapError> {
        Ok(App {
            user,
            words: Words::english(),
            keymap: Keymap::load()?,
            about: None,
            home: Home::default(),
            layers: Vec::new(),
            message: None,
        })
    }

    /// Where a key is read.
    pub fn context(&self) -> Context {
        match self.layers.last() {
            None => Context::Home,
            Some(Layer::Sheet(_)) => Context::Sheet,
            Some(Layer::Help(_)) => Context::Help,
        }
    }

    /// Changes by an event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::HungUp => vec![Effect::End(Ended::HungUp)],
            Event::Resized => vec![Effect::DrawAll, Effect::Draw],
            Event::Key(key) if key.kind == KeyEventKind::Release => Vec::new(),
            Event::Key(key) => self.key(key),
            Event::Paste(text) if self.layers.is_empty() => {
                self.home.paste(&text);
                self.look()
            }
            Event::Paste(_) => Vec::new(),
            Event::Answer(answer) => self.answered(*answer),
        }
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.message = None;
        let context = self.context();
        // An empty prompt counts as no text: a question mark asks for help there.
        let types = context == Context::Home
            && matches!(key.code, KeyCode::Char(_))
            && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
            && !(key.code == KeyCode::Char('?') && self.home.query().is_empty());
        match self.keymap.action(context, key).filter(|_| !types) {
            Some(action) => self.act(action),
            None if context == Context::Home && self.home.key(key) => self.look(),
            None => vec![Effect::Draw],
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Leave => return vec![Effect::End(Ended::Left)],
            Action::Redraw => return vec![Effect::DrawAll, Effect::Draw],
            Action::Help => self.layers.push(Layer::Help(self.context())),
            Action::Back if self.layers.pop().is_none() => return self.clear(),
            Action::Back => {}
            Action::Open => return self.open(),
            Action::Up | Action::Down | Action::PageUp | Action::PageDown => {
                return self.moved(action);
            }
        }
        vec![Effect::Draw]
    }

    /// Empties the prompt; where it is empty, says how to leave.
    fn clear(&mut self) -> Vec<Effect> {
        if self.home.query().is_empty() {
            self.message = Some(self.words.say("desk-how-to-leave", &[]));
            return vec![Effect::Draw];
        }
        self.home.clear();
        self.look()
    }

    fn open(&mut self) -> Vec<Effect> {
        let Some(hit) = self.home.marked() else {
            self.message = Some(self.words.say("desk-nobody-marked", &[]));
            return vec![Effect::Draw];
        };
        let code = hit.customer.clone();
        let sheet = Sheet::of(code.clone(), self.home.account.clone());
        self.layers.push(Layer::Sheet(Box::new(sheet)));
        vec![Effect::Draw, Effect::Ask(Question::Account(code))]
    }

    fn moved(&mut self, action: Action) -> Vec<Effect> {
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -8,
            _ => 8,
        };
        match self.layers.last_mut() {
            Some(Layer::Sheet(sheet)) => {
                sheet.step(by);
                vec![Effect::Draw]
            }
            Some(Layer::Help(_)) => Vec::new(),
            None => {
                self.home.step(by);
                let ask = self.home.marked().map(|hit| Question::Account(hit.customer.clone()));
                std::iter::once(Effect::Draw).chain(ask.map(Effect::Ask)).collect()
            }
        }
    }

    fn look(&mut self) -> Vec<Effect> {
        vec![Effect::Draw, Effect::Ask(Question::Look(self.home.query().to_string()))]
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Opened(about) => {
                self.about = Some(about);
                // What was typed while the book was opened.
                return self.look();
            }
            Answer::Failed(error) => return vec![Effect::Fail(error)],
            Answer::Refused(why) => self.message = Some(why),
            Answer::Found(lookup) => {
                if !self.home.found(lookup) {
                    return Vec::new();
                }
                let ask = self.home.marked().map(|hit| Question::Account(hit.customer.clone()));
                return std::iter::once(Effect::Draw).chain(ask.map(Effect::Ask)).collect();
            }
            Answer::Account(account) => {
                for layer in &mut self.layers {
                    if let Layer::Sheet(sheet) = layer {
                        sheet.answered(&account);
                    }
                }
                self.home.answered(*account);
            }
        }
        vec![Effect::Draw]
    }
}
