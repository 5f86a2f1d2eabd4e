//! Remembers what was posted at this desk, and by its user elsewhere, and opens the form that takes it back.
//! May use: the app, the forms.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Receipt;
use crate::engine::change::Change;
use crate::ledger::query::posted::{PostedBy, PostedEntry};
use crate::tui::asking::Asking;
use crate::tui::done::{Undoable, done_by, posted_form};
use crate::tui::layer::Step;
use crate::tui::pane::undone::Undone;
use crate::tui::posted::PostedForm;
use crate::tui::query::{Answer, NoAnswer, PostOutcome};
use crate::tui::spec::UndoSpec;
use crate::tui::subject::Subject;

use super::{App, Layer};

/// How many of the user's latest entries are read when the desk opens.
const FIRST: usize = 128;

/// What the user posted earlier, or elsewhere.
#[derive(Default)]
pub(super) struct Earlier {
    asking: Asking<Vec<PostedEntry>>,
    /// How many entries were asked for.
    most: usize,
    /// Whether the list asked for earlier entries, and says so if there are none.
    is_for_list: bool,
    /// The entries that this desk made or was told of.
    seen: BTreeSet<u64>,
}

impl Earlier {
    /// The answer to the latest question; `None` if an answer is for something else.
    pub(super) fn take(&mut self, answer: &Answer) -> Option<Result<Vec<PostedEntry>, NoAnswer>> {
        self.asking.take(answer)
    }
}

impl App {
    /// Remembers what a form posted, unless that took something back itself. Returns whether it can be
    /// taken back.
    pub(super) fn remember(&mut self, posted: &PostedForm) -> bool {
        let Some(spec) = self.desk.forms.named(&posted.name).cloned() else { return false };
        self.desk.done.retain(|done| Some(done.id) != posted.undoes && !done.is_undone_by(posted));
        if posted.undoes.is_some() {
            return false;
        }
        let mut new = done_by(&self.desk.forms, &spec, posted);
        // The first one named is offered first, so it goes last.
        new.reverse();
        let can = new.iter().any(|done| done.undo.form.is_some());
        for done in new {
            self.desk.last_done += 1;
            self.desk.done.push(Undoable { id: self.desk.last_done, ..done });
        }
        can
    }

    /// Asks for what the user posted, each time twice as far back.
    pub(super) fn ask_earlier(&mut self) {
        if self.posted.asking.is_waiting() {
            return;
        }
        // Only the first question was not asked at the list.
        self.posted.is_for_list = self.posted.most > 0;
        self.posted.most = (self.posted.most * 2).max(FIRST);
        let most = self.posted.most;
        let ask = self.posted.asking.ask_with(move |session| {
            let user = session.caller().0;
            session.ask(&PostedBy { user, most })
        });
        self.carry_out(vec![Step::Send(ask)]);
    }

    /// Notes the entries that this desk made. If they were read before their receipts arrived, they are
    /// listed as posted here.
    pub(super) fn has_posted(&mut self, outcome: &PostOutcome<Receipt>) {
        let receipts = match outcome {
            PostOutcome::Taken(receipts) | PostOutcome::Refused(receipts, _) => receipts.as_slice(),
            PostOutcome::Failed(_) => &[],
        };
        for receipt in receipts {
            if !self.posted.seen.insert(receipt.seq) {
                self.desk.done.retain(|done| done.entry != receipt.seq);
            }
        }
    }

    /// Asks again what the user posted, if a change that the user made is not of this desk.
    pub(super) fn ask_elsewhere(&mut self, change: &Change) {
        let is_known = self.posted.seen.contains(&change.seq);
        if change.by != self.desk.user || is_known || self.posted.most == 0 {
            return;
        }
        let asked = PostedBy { user: change.by.clone(), most: self.posted.most };
        if let Some(ask) = self.posted.asking.refresh(asked) {
            self.posted.is_for_list = false;
            self.carry_out(vec![Step::Send(ask)]);
        }
    }

    /// Asks once more, if the user posted something while the last answer was on its way.
    fn ask_elsewhere_again(&mut self) {
        let asked = PostedBy { user: self.desk.user.clone(), most: self.posted.most };
        if let Some(ask) = self.posted.asking.catch_up(asked) {
            self.carry_out(vec![Step::Send(ask)]);
        }
    }

    /// Adds what the user posted elsewhere, oldest first, and drops what has been taken back since. The desk does not
    /// know what changed fields were before, so it says that and offers no form to restore them.
    pub(super) fn remember_earlier(&mut self, posted: &[PostedEntry]) {
        let mut earlier: Vec<Undoable> = Vec::new();
        for entry in posted {
            // A dunning run queues its letters as a form queues a document.
            let command = match entry.command.as_str() {
                "send_dunning_letter" => "deliver",
                command => command,
            };
            let spec = self.desk.forms.sending(command, &entry.fields);
            let Some(spec) = spec.cloned() else { continue };
            let posted = posted_form(&spec, entry);
            if !self.posted.seen.contains(&entry.entry) {
                let is_older = |done: &Undoable| done.entry < entry.entry;
                self.desk.done.retain(|done| !(is_older(done) && done.is_undone_by(&posted)));
            }
            let before = earlier.len();
            earlier.retain(|done| !done.is_undone_by(&posted));
            if earlier.len() < before {
                continue;
            }
            for mut done in done_by(&self.desk.forms, &spec, &posted).into_iter().rev() {
                if done.undo.fills {
                    // The earlier values are no longer known.
                    (done.undo.form, done.undo.why_not) = (None, "undo-before-start".into());
                }
                earlier.push(done);
            }
        }
        earlier.retain(|done| !self.posted.seen.contains(&done.entry));
        self.posted.seen.extend(posted.iter().map(|entry| entry.entry));
        if std::mem::take(&mut self.posted.is_for_list) && earlier.is_empty() {
            self.message = Some(self.desk.say("undo-earliest", &[]));
        }
        for done in earlier {
            self.desk.last_done += 1;
            let before = self.desk.done.iter().rposition(|it| it.entry <= done.entry);
            let place = before.map_or(0, |before| before + 1);
            self.desk.done.insert(place, Undoable { id: self.desk.last_done, ..done });
        }
        self.ask_elsewhere_again();
    }

    /// Remembers that a file was imported: what it brought is taken back one by one, or with a backup.
    pub(super) fn imported(&mut self, file: String) {
        self.desk.last_done += 1;
        let why_not = "undo-import".into();
        self.desk.done.push(Undoable {
            id: self.desk.last_done,
            form: "import".into(),
            about: None,
            number: file,
            subject: Subject::default(),
            undo: UndoSpec { made: None, form: None, why_not, fills: false },
            fills: BTreeMap::new(),
            // It is of many entries; none that is read later comes before it.
            entry: u64::MAX,
            run: None,
        });
        self.refresh();
        self.ask_about();
    }

    /// Lists what was posted at this desk, latest first.
    pub(super) fn undo(&mut self) {
        if self.is_locked() {
            return;
        }
        if self.desk.done.is_empty() {
            self.message = Some(self.desk.say("undo-nothing", &[]));
            return;
        }
        self.opens(Box::<Undone>::default());
    }

    /// Opens the form that takes something back.
    pub(super) fn take_back(&mut self, id: u64) {
        let Some(done) = self.desk.done.iter().find(|done| done.id == id).cloned() else { return };
        let Some(form) = &done.undo.form else { return };
        let before = self.layers.len();
        self.start(form, done.subject);
        if self.layers.len() > before
            && let Some(form) = self.layers.last_mut().and_then(Layer::form_mut)
        {
            form.undoes = Some(id);
            form.fill_with(&done.fills, &self.desk);
        }
    }
}
