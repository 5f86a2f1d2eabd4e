//! What a layer of the desk is: a pane, a sheet, a document, a form, the palette. An event goes to the
//! uppermost one. A layer asks the book itself and gets its own answers. Knows none of the layers there
//! are. May use: the desk, the keys, the questions, the pen.

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;

use crate::domain::command::Direction;
use crate::domain::{Code, Number, Role};
use crate::engine::change::Change;
use crate::ledger::query::caller::DisputeOn;
use crate::ledger::query::report::ReportOf;

use super::account::Account;
use super::desk::Desk;
use super::kept::SavedForm;
use super::keymap::{Action, Context, PaneName, Verb};
use super::pen::Pen;
use super::posted::PostedForm;
use super::query::{Answer, Errand, NoAnswer};
use super::spec::{FormNeeds, FormSpec};
use super::subject::Subject;

/// What a layer opens above itself: the layers there are know only this of each other.
pub enum OpenRequest {
    /// The sheet of an account, with what is known of it already, and the document to be marked on it.
    Sheet(Code, Option<Box<Account>>, Option<Number>),
    /// A document or a case by its number, with whom and what it is about.
    Document(String, Subject),
    /// An entry of the journal, and the number of what it made that has a page of its own.
    Entry(u64, Option<String>),
    /// A report.
    Report(ReportOf),
    /// A document by its number as the customer gets it, and what is known of it.
    Preview(String, Subject),
    /// The statement of an account as the customer gets it.
    Statement(Code, Subject),
    /// The dunning letter that a customer would get today.
    Letter(Code, Subject),
}

/// A call that begins: the cursor stands in its note at once.
pub struct CallRequest {
    /// Whose account.
    pub subject: Subject,
    /// Which way.
    pub direction: Direction,
    /// Why the account is called now, in words.
    pub why: Option<String>,
}

/// What a person ticked or unticked in a list, by what it is about.
pub type Ticks = BTreeMap<String, bool>;

/// What a layer asks the desk to do.
pub enum Step {
    /// Nothing more: the layer has done it.
    Done,
    /// Ask the book, or post.
    Send(Errand),
    /// Say why the book has no answer; what was typed ahead of it is dropped.
    Unanswered(NoAnswer),
    /// Keep what is half-typed.
    Keep,
    /// Say something on the last line.
    Say(String),
    /// Put a layer on top.
    Open(OpenRequest),
    /// Take the uppermost layer away.
    Close,
    /// Open a form.
    Start(String, Subject),
    /// Begin a call.
    Call(Box<CallRequest>),
    /// Do what a key would.
    Do(Action),
    /// Show a pane.
    Show(PaneName),
    /// Put the form on top aside.
    Aside,
    /// The same, and show what lies below it.
    Below,
    /// Go on with a form that was kept.
    GoOn(Box<SavedForm>),
    /// Put forms that were kept aside.
    Later(Vec<SavedForm>),
    /// The book took what a form sent.
    Posted(Box<PostedForm>),
    /// The book took a part of it.
    PostedInPart(Box<PostedForm>),
    /// The book took rows of a file: ask again for what is shown.
    Imported,
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

    /// Whether digits are its own: elsewhere they show panes.
    fn takes_digits(&self) -> bool {
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

    /// Takes an answer of the book, where it is one to this layer.
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

    /// Whether what is marked here is still looked up, so that a key which needs it waits.
    fn is_looking_up(&self, _: &Desk) -> bool {
        false
    }

    /// Whether a form is opened as soon as the book answers: all that is typed until then is for it.
    fn opens_soon(&self) -> bool {
        false
    }

    /// Whether an answer brings up another screen than the one that keys were typed ahead for.
    fn turns(&self, _: &Answer) -> bool {
        false
    }

    /// Whether it is about one account or one document: what lies below is left for it.
    fn covers(&self) -> bool {
        false
    }

    /// Whether it is left as it is when another pane is shown, to be gone on with.
    fn is_unfinished(&self) -> bool {
        false
    }

    /// What was ticked and unticked here: it is kept until the desk is closed.
    fn ticks(&self) -> Option<Ticks> {
        None
    }

    /// Takes what was ticked and unticked here before.
    fn has_ticks(&mut self, _: Ticks) {}

    /// How it is saved, so that it can be resumed after the desk was closed.
    fn kept(&self) -> Option<SavedForm> {
        None
    }

    /// What lay above it and covered it is gone.
    fn is_uncovered(&mut self) {}

    /// The half-typed forms of before that it offers.
    fn offers(&self) -> &[SavedForm] {
        &[]
    }

    /// Draws it.
    fn draw(&self, pen: &mut Pen);
}

/// The name of the words for one document or case of a kind, with its article.
fn one(kind: &str) -> &'static str {
    match kind {
        "invoice" => "one-invoice",
        "draft" => "one-draft",
        "payment" => "one-payment",
        "credit_note" => "one-credit-note",
        "refund" => "one-refund",
        "write_off" => "one-write-off",
        "dispute" => "one-dispute",
        "promise" => "one-promise",
        "plan" => "one-plan",
        "call" => "one-call",
        "callback" => "one-callback",
        "unidentified" => "one-unidentified",
        "bank_line" => "one-bank-line",
        "deposit" => "one-deposit",
        "letter" => "one-letter",
        _ => "one-document",
    }
}

/// What a form is about where something else was marked: of an invoice with one dispute that waits, a form
/// about disputes takes that one.
pub fn meant(spec: &FormSpec, subject: Subject, account: Option<&Account>) -> Subject {
    let is_other = subject.kind == "invoice" && spec.of == ["dispute"];
    let all = account.filter(|_| is_other).map_or(&[][..], |account| &account.disputes);
    let on = |it: &&DisputeOn| Some(&it.invoice) == subject.document.as_ref();
    let mut disputes = all.iter().filter(on);
    match (disputes.next(), disputes.next()) {
        (Some(it), None) => Subject {
            document: Some(it.dispute.clone()),
            kind: "dispute".into(),
            left: Some(it.left),
            ..subject
        },
        _ => subject,
    }
}

/// Checks whether a form can open on the selected row, and for this user's role; says why if not.
pub fn may_open(spec: &FormSpec, subject: &Subject, desk: &Desk) -> Result<(), String> {
    if desk.about.as_ref().is_some_and(|about| about.role == Role::Viewer) {
        return Err(desk.say("needs-role", &[]));
    }
    let a = |kind: &str| desk.say(one(kind), &[]);
    let of = || desk.words.either(spec.of.iter().map(|kind| a(kind)));
    match spec.needs {
        FormNeeds::Nothing => Ok(()),
        FormNeeds::Customer if subject.customer.is_some() => Ok(()),
        FormNeeds::Customer => Err(desk.say("needs-customer", &[])),
        FormNeeds::Document if spec.of.contains(&subject.kind) && subject.document.is_some() => {
            Ok(())
        }
        FormNeeds::Document => match &subject.document {
            Some(number) if !subject.kind.is_empty() => {
                let parts =
                    [("of", of()), ("number", number.0.clone()), ("kind", a(&subject.kind))];
                let parts = parts.each_ref().map(|(name, part)| (*name, part.as_str()));
                Err(desk.say("needs-other", &parts))
            }
            _ => Err(desk.say("needs-document", &[("of", &of())])),
        },
    }
}
