//! The interface of a layer of the desk: a pane, a sheet, a document, a form, the palette. Events go to
//! the uppermost layer. A layer asks the book itself and gets its own answers. Knows no particular
//! layer. May use: the desk, the keys, the questions, the pen.

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

/// A request to open a layer on top; layers know of each other only by this.
pub enum OpenRequest {
    /// The sheet of an account, with what is known of it already and the document to select on it.
    Sheet(Code, Option<Box<Account>>, Option<Number>),
    /// A document or a case by its number, with its customer and its subject.
    Document(String, Subject),
    /// An entry of the journal, and the number of what it made, if that has a page of its own.
    Entry(u64, Option<String>),
    /// A report.
    Report(ReportOf),
    /// A document as the customer gets it, by its number, with what is known of it.
    Preview(String, Subject),
    /// The statement of an account as the customer gets it.
    Statement(Code, Subject),
    /// The dunning letter that a customer would get today.
    Letter(Code, Subject),
}

/// The start of a call. The cursor goes into its note.
pub struct CallRequest {
    /// The account of the caller.
    pub subject: Subject,
    /// Incoming or outgoing.
    pub direction: Direction,
    /// The reason for the call, in words.
    pub why: Option<String>,
}

/// The rows that a person ticked or unticked in a list, by their subject.
pub type Ticks = BTreeMap<String, bool>;

/// What a layer asks the desk to do.
pub enum Step {
    /// Nothing more: the layer has handled the event.
    Done,
    /// Ask the book, or post.
    Send(Errand),
    /// Show why the book has no answer, and drop what was typed ahead.
    Unanswered(NoAnswer),
    /// Save the unfinished form.
    Keep,
    /// Show a message on the last line.
    Say(String),
    /// Put a layer on top.
    Open(OpenRequest),
    /// Close the uppermost layer.
    Close,
    /// Open a form.
    Start(String, Subject),
    /// Begin a call.
    Call(Box<CallRequest>),
    /// Do what a key does.
    Do(Action),
    /// Show a pane.
    Show(PaneName),
    /// Put the form on top on hold.
    Aside,
    /// Put the form on top on hold, and show the layer below it.
    Below,
    /// Resume a saved form.
    GoOn(Box<SavedForm>),
    /// Put saved forms on hold.
    Later(Vec<SavedForm>),
    /// The book accepted what a form sent.
    Posted(Box<PostedForm>),
    /// The book accepted a part of what a form sent.
    PostedInPart(Box<PostedForm>),
    /// The book accepted rows of a file, which has this name: refresh what is shown.
    Imported(String),
    /// Open the form that takes back something posted at this desk.
    TakeBack(u64),
    /// Ask for what the user posted earlier than what is listed.
    Earlier,
    /// Show the reconciliation at a bank line.
    Reconcile(Number),
}

/// A layer. Returning no step for a key or a verb means that the layer does not handle it.
pub trait Part {
    /// The context in which its keys are looked up.
    fn context(&self) -> Context;

    /// Whether letters are typed as text here.
    fn takes_text(&self) -> bool {
        false
    }

    /// Whether it handles digits itself; elsewhere they show panes.
    fn takes_digits(&self) -> bool {
        false
    }

    /// Whether nothing was typed yet, so that `?` opens the help.
    fn is_blank(&self) -> bool {
        true
    }

    /// Carries out the verb of a key.
    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step>;

    /// Whether a verb does anything here; the last line shows only keys that do.
    fn has_use(&self, _: Verb) -> bool {
        true
    }

    /// What the last line calls a verb here, where it does something else than elsewhere: the name of the
    /// words.
    fn words_of(&self, _: Verb) -> Option<&'static str> {
        None
    }

    /// Handles a key that is typed as text.
    fn key(&mut self, _: KeyEvent, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Handles pasted text.
    fn paste(&mut self, _: &str, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Takes an answer of the book, if it is for this layer.
    fn answered(&mut self, _: &Answer, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Asks again for what may have changed. What was typed stays in place.
    fn changed(&mut self, _: &Change, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// The record that the user works on here and that others may work on, too: a dispute, a draft, an
    /// account that is being changed.
    fn works_on(&self) -> Option<String> {
        None
    }

    /// Asks for what it shows, when it appears or is reloaded.
    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// Tells the layer the rows of the window.
    fn resized(&mut self, _: u16, _: &Desk) -> Vec<Step> {
        Vec::new()
    }

    /// The selected account and document.
    fn subject(&self, _: &Desk) -> Subject {
        Subject::default()
    }

    /// What is known of the selected account.
    fn account(&self) -> Option<&Account> {
        None
    }

    /// Whether the selection is still being looked up, so that a key that needs it waits.
    fn is_looking_up(&self, _: &Desk) -> bool {
        false
    }

    /// Whether a form opens as soon as the book answers, and gets what is typed until then.
    fn opens_soon(&self) -> bool {
        false
    }

    /// Whether an answer shows another screen than the one for which keys were typed ahead.
    fn turns(&self, _: &Answer) -> bool {
        false
    }

    /// Whether it covers the look-up, because it shows one account or one document.
    fn covers(&self) -> bool {
        false
    }

    /// Whether it is kept when another pane is shown, to be resumed later.
    fn is_unfinished(&self) -> bool {
        false
    }

    /// Whether what it posted is still to be answered. It is then kept until it is, whatever is shown meanwhile.
    fn is_posting(&self) -> bool {
        false
    }

    /// Whether it shows what was done in it. It is then kept while other panes are shown.
    fn has_progress(&self) -> bool {
        false
    }

    /// Tells a pane that was left and kept that it is shown again.
    fn comes_back(&mut self) {}

    /// Goes to a bank line as soon as the lines are read.
    fn seeks(&mut self, _: &Number) {}

    /// The rows ticked and unticked here, which are kept until the desk is closed.
    fn ticks(&self) -> Option<Ticks> {
        None
    }

    /// Restores the rows ticked and unticked before.
    fn has_ticks(&mut self, _: Ticks) {}

    /// The form in which it is saved, so that it can be resumed after the desk was closed.
    fn kept(&self) -> Option<SavedForm> {
        None
    }

    /// Marks an invoice of an account that a form above it has disputed. Returns whether it shows that
    /// invoice, or opens the account at it.
    fn marks(&mut self, _: &Code, _: &Number) -> bool {
        false
    }

    /// Tells the layer that the layer that covered it is gone.
    fn is_uncovered(&mut self) {}

    /// The unfinished forms from last time that it offers.
    fn offers(&self) -> &[SavedForm] {
        &[]
    }

    /// Draws the layer.
    fn draw(&self, pen: &mut Pen);
}

/// The message that names one document or case of a kind, with its article.
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

/// The subject of a form if the selection is of another kind: on an invoice with one open dispute, or on an
/// account as a whole, a form that can be about disputes takes that dispute. On an account with several it is
/// the one that was opened here `last`.
pub fn meant(
    spec: &FormSpec,
    subject: Subject,
    account: Option<&Account>,
    last: Option<&Number>,
) -> Subject {
    let takes_disputes = spec.of == ["dispute"] || spec.instead.contains_key("dispute");
    let is_whole = subject.document.is_none() && subject.kind.is_empty();
    let is_other = takes_disputes && (is_whole || subject.kind == "invoice");
    let all = account.filter(|_| is_other).map_or(&[][..], |account| &account.disputes);
    let on = |it: &&DisputeOn| is_whole || Some(&it.invoice) == subject.document.as_ref();
    let is_last = |it: &&DisputeOn| is_whole && Some(&it.dispute) == last;
    if let Some(it) = all.iter().find(is_last) {
        return subject.on_dispute(it);
    }
    let mut disputes = all.iter().filter(on);
    match (disputes.next(), disputes.next()) {
        (Some(it), None) => subject.on_dispute(it),
        _ => subject,
    }
}

/// The key that opens a form on the account, if it needs one of the account's documents and only the account itself is
/// selected here: the account can be opened for it.
pub fn key_on_account(
    spec: &FormSpec,
    subject: &Subject,
    context: Context,
    desk: &Desk,
) -> Option<String> {
    let is_there = matches!(context, Context::Sheet | Context::Document);
    let is_whole = subject.customer.is_some() && subject.document.is_none();
    let opens = spec.needs == FormNeeds::Document && is_whole && !is_there;
    let action = Action::Fills(spec.name.clone());
    desk.keymap.shown(Context::Sheet, &action).filter(|_| opens)
}

/// The documents that a form can be about, with their articles: "a payment or a credit note".
pub fn one_of(spec: &FormSpec, desk: &Desk) -> String {
    desk.words.either(spec.of.iter().map(|kind| desk.say(one(kind), &[])))
}

/// Checks whether a form can open on the selected row, and for this user's role; says why if not.
pub fn may_open(spec: &FormSpec, subject: &Subject, desk: &Desk) -> Result<(), String> {
    if desk.about.as_ref().is_some_and(|about| about.role == Role::Viewer) {
        return Err(desk.say("needs-role", &[]));
    }
    match spec.needs {
        FormNeeds::Nothing => Ok(()),
        FormNeeds::Customer if subject.customer.is_some() => Ok(()),
        FormNeeds::Customer => Err(desk.say("needs-customer", &[])),
        FormNeeds::Document if spec.of.contains(&subject.kind) && subject.document.is_some() => {
            Ok(())
        }
        FormNeeds::Document => match &subject.document {
            Some(number) if !subject.kind.is_empty() => {
                let (of, kind) = (one_of(spec, desk), desk.say(one(&subject.kind), &[]));
                let parts = [("of", of.as_str()), ("number", &number.0), ("kind", &kind)];
                Err(desk.say("needs-other", &parts))
            }
            _ => Err(desk.say("needs-document", &[("of", &one_of(spec, desk))])),
        },
    }
}
