//! The layers of the desk: panes, sheets, documents, forms, the palette. An event goes to the
//! uppermost one. May use: the panes, the forms.

use crossterm::event::KeyEvent;

use crate::engine::change::Change;

use super::desk::Desk;
use super::form::kept::Kept;
use super::form::spec::{FormSpec, Needs};
use super::form::{Form, Subject};
use super::keymap::{Action, Context, PaneName, Verb};
use super::pane::document::Document;
use super::pane::entry::Entry;
use super::pane::home::Home;
use super::pane::list::List;
use super::pane::lock::Lock;
use super::pane::palette::Palette;
use super::pane::report::ReportPane;
use super::pane::reports::Reports;
use super::pane::restore::Restore;
use super::pane::sheet::Sheet;
use super::pane::undone::Undone;
use super::pen::Pen;
use super::posted::PostedForm;
use super::worker::{Account, Answer, Question};

/// What a layer asks the desk to do.
pub enum Step {
    /// Nothing more: the layer has done it.
    Done,
    /// Ask the book.
    Ask(Question),
    /// Keep what is half-typed.
    Keep,
    /// Say something on the last line.
    Say(String),
    /// Put a layer on top.
    Open(Layer),
    /// Take the uppermost layer away.
    Close,
    /// Open a form.
    Start(String, Subject),
    /// Do what a key would.
    Do(Action),
    /// Show a pane.
    Show(PaneName),
    /// Put the form on top aside.
    Aside,
    /// The same, and show what lies below it.
    Below,
    /// Go on with a form that was kept.
    GoOn(Box<Kept>),
    /// Put forms that were kept aside.
    Later(Vec<Kept>),
    /// The book took what a form sent.
    Posted(Box<PostedForm>),
    /// The book took a part of it.
    PostedInPart(Box<PostedForm>),
    /// Open the form that takes back what was posted at this desk.
    TakeBack(u64),
}

/// A layer. Whoever answers a key or a verb with no step has no use for it.
pub trait Part {
    /// Where its keys are read.
    fn context(&self) -> Context;

    /// Whether letters are text here.
    fn takes_text(&self) -> bool {
        false
    }

    /// Whether no text was typed, so that `?` asks for help.
    fn is_blank(&self) -> bool {
        true
    }

    /// Does what a key stands for.
    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step>;

    /// Whether a verb could do anything here: the last line shows no key that could not.
    fn has_use(&self, _: Verb) -> bool {
        true
    }

    /// Takes a key of a text.
    fn key(&mut self, _: KeyEvent, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Takes pasted text.
    fn paste(&mut self, _: &str, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Takes an answer of the book, if it is one to this layer.
    fn answered(&mut self, _: &Answer, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Asks again for what of it may have changed. Nothing that is typed is moved.
    fn changed(&mut self, _: &Change, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// What is worked on here, that others may work on too: a dispute, a draft, an account that is
    /// amended.
    fn works_on(&self) -> Option<String> {
        None
    }

    /// Asks for what it shows: it came up, or everything is asked for again.
    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// The window has this many rows.
    fn resized(&mut self, _: u16, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Whom and what is marked here.
    fn subject(&self, _: &Desk) -> Subject {
        Subject::default()
    }

    /// What is known of the account that is marked.
    fn account(&self) -> Option<&Account> {
        None
    }

    /// Draws it.
    fn draw(&self, pen: &mut Pen);
}

/// A layer of any kind.
pub enum Layer {
    /// Who is calling?
    Home(Box<Home>),
    /// A list.
    List(Box<List>),
    /// An account.
    Sheet(Box<Sheet>),
    /// A document or a case.
    Document(Box<Document>),
    /// A form.
    Form(Box<Form>),
    /// All that can be done, or the keys of a place.
    Palette(Box<Palette>),
    /// Half-typed forms of before.
    Restore(Box<Restore>),
    /// An entry of the journal.
    Entry(Box<Entry>),
    /// The reports there are.
    Reports(Box<Reports>),
    /// A report.
    Report(Box<ReportPane>),
    /// What was posted at this desk.
    Undone(Box<Undone>),
    /// The blank desk.
    Lock(Box<Lock>),
}

impl Layer {
    /// The layer as all are.
    pub fn part(&self) -> &dyn Part {
        match self {
            Layer::Home(it) => &**it,
            Layer::List(it) => &**it,
            Layer::Sheet(it) => &**it,
            Layer::Document(it) => &**it,
            Layer::Form(it) => &**it,
            Layer::Palette(it) => &**it,
            Layer::Restore(it) => &**it,
            Layer::Entry(it) => &**it,
            Layer::Reports(it) => &**it,
            Layer::Report(it) => &**it,
            Layer::Undone(it) => &**it,
            Layer::Lock(it) => &**it,
        }
    }

    /// The layer as all are, to be changed.
    pub fn part_mut(&mut self) -> &mut dyn Part {
        match self {
            Layer::Home(it) => &mut **it,
            Layer::List(it) => &mut **it,
            Layer::Sheet(it) => &mut **it,
            Layer::Document(it) => &mut **it,
            Layer::Form(it) => &mut **it,
            Layer::Palette(it) => &mut **it,
            Layer::Restore(it) => &mut **it,
            Layer::Entry(it) => &mut **it,
            Layer::Reports(it) => &mut **it,
            Layer::Report(it) => &mut **it,
            Layer::Undone(it) => &mut **it,
            Layer::Lock(it) => &mut **it,
        }
    }

    /// The form, where it is one.
    pub fn form(&self) -> Option<&Form> {
        match self {
            Layer::Form(form) => Some(form),
            _ => None,
        }
    }

    /// The form, to be changed.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Layer::Form(form) => Some(form),
            _ => None,
        }
    }
}

/// Whether a form can open on what is marked; if not, why.
pub fn may_open(spec: &FormSpec, subject: &Subject, desk: &Desk) -> Result<(), String> {
    let form = desk.say(&format!("form-{}", spec.name.replace('_', "-")), &[]);
    let of: Vec<String> = spec.of.iter().map(|kind| desk.word(kind)).collect();
    match spec.needs {
        Needs::Nothing => Ok(()),
        Needs::Customer if subject.customer.is_some() => Ok(()),
        Needs::Customer => Err(desk.say("needs-customer", &[("form", &form)])),
        Needs::Document if spec.of.contains(&subject.kind) && subject.document.is_some() => Ok(()),
        Needs::Document => match &subject.document {
            Some(number) if !subject.kind.is_empty() => {
                let (kind, of) = (desk.word(&subject.kind), of.join(", "));
                let parts =
                    [("form", form.as_str()), ("of", &of), ("number", &number.0), ("kind", &kind)];
                Err(desk.say("needs-other", &parts))
            }
            _ => Err(desk.say("needs-document", &[("form", &form), ("of", &of.join(", "))])),
        },
    }
}
