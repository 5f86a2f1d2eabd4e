//! The state of an import at the desk: its step, what was said about the file, and the outcome. May use:
//! the work, the questions, the layers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::{Refusal, Role, Rule};
use crate::engine::Session;
use crate::exchange::import::ImportKind;
use crate::exchange::import::book::{self, BookOutcome};
use crate::exchange::import::corrected::Corrections;
use crate::exchange::import::finding::{FileContent, PreviewField, Wish};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;
use crate::tui::query::{Answer, AnswerSoFar, Next, NoAnswer};

use super::super::file_prompt::{FilePrompt, path_of};
use super::bank::{AsBank, BankWalk};
use super::held::HeldImport;
use super::row::RowEdit;
pub use super::step::WalkStep;
use super::work::{
    self, AskedReading, FirstRead, ReadFile, RunPlan, RunResult, RunWatch, WalkRead,
};

/// An import at the desk.
#[derive(Default)]
pub struct ImportWalk {
    /// Its step.
    pub step: WalkStep,
    /// The name of the file.
    pub name: Text,
    /// What the user has said about how to read the file.
    pub wish: Wish,
    /// The wish before the last reading, restored if that fails or is cancelled.
    pub(super) before: Wish,
    /// The open question.
    pub question: Option<AskedReading>,
    /// The questions that were answered, each with the wish before its answer.
    answered: Vec<(AskedReading, Wish)>,
    /// The file.
    pub file: Option<Box<ReadFile>>,
    content: Option<FileContent>,
    /// A hash of the file, as it was read.
    pub(super) digest: String,
    /// An unfinished import, until its file has been read again.
    pub held: Option<HeldImport>,
    /// The marked row.
    pub mark: usize,
    /// The marked column; the first place stands for no column.
    pub column: usize,
    /// A value for all rows, while it is being typed.
    pub value: Text,
    /// Whether accounts are opened for customers that the book does not have.
    pub create_customers: bool,
    /// Whether payments of unknown payers go on the suspense list.
    pub suspense: bool,
    /// The reason for overriding rules; empty if none is given.
    pub reason: Text,
    /// The name of a file for the refused rows.
    pub rejects: FilePrompt,
    /// The corrections to the file's rows.
    pub corrections: Corrections,
    /// The row that is being corrected.
    pub edit: Option<RowEdit>,
    /// Rows that were opened before, with what was typed into them.
    pub edits: BTreeMap<u64, RowEdit>,
    /// The outcome of the rows.
    pub ran: Option<Box<RunResult>>,
    /// Whether the file is the folder of a whole book.
    pub is_folder: bool,
    /// The outcome of the folder's tables.
    pub book: Option<Box<BookOutcome>>,
    /// The file as a bank's statement, if it is one.
    pub bank: Option<Box<BankWalk>>,
    /// What a person said about the file as a bank's statement.
    pub(super) as_bank: AsBank,
    /// The progress of the rows.
    pub watch: Arc<RunWatch>,
    /// The step after the reading.
    goal: WalkStep,
    pub(super) reading: Asking<WalkRead>,
    first: Asking<FirstRead>,
    running: Asking<RunResult>,
    pub(super) ticking: Asking<()>,
    pub(super) running_book: Asking<BookOutcome>,
    pub(super) checking: Asking<RunResult>,
}

impl Drop for ImportWalk {
    fn drop(&mut self) {
        self.watch.stop();
    }
}

impl ImportWalk {
    /// The kind of the file, as far as it is known.
    pub fn kind(&self) -> Option<ImportKind> {
        self.file.as_ref().and_then(|file| file.kind)
    }

    /// The file's name without its folder.
    pub fn file_name(&self) -> String {
        let name = self.path().file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_default()
    }

    pub(super) fn path(&self) -> PathBuf {
        path_of(self.name.value().trim())
    }

    /// Whether the file is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_waiting() || self.first.is_waiting()
    }

    /// How many lines the list of the outcome has.
    pub fn lines(&self) -> usize {
        if let Some(book) = &self.book {
            return book.rejects.len();
        }
        let outcome = self.ran.as_ref().map(|ran| &ran.outcome);
        outcome.map_or(0, |it| it.rejects.len() + it.summary.near.len() + it.warned.len())
    }

    /// The marked field.
    pub fn field(&self) -> Option<&'static str> {
        Some(self.file.as_ref()?.fields.get(self.mark)?.field)
    }

    /// Why the file cannot be read yet.
    pub fn why_not(&self, desk: &Desk) -> Option<String> {
        let file = self.file.as_ref()?;
        let refusal = file.refusal.as_ref()?;
        if refusal.rule != Rule::ImportMissingColumns {
            return Some(desk.words.told(refusal));
        }
        let set = &self.wish.mapping.set;
        let missing = |field: &&&str| {
            let is_it = |it: &PreviewField| it.field == **field && it.from.is_empty();
            file.fields.iter().any(is_it) && !set.contains_key(**field)
        };
        let needed = file.kind.map_or(&[] as &[&str], ImportKind::needed);
        let fields: Vec<String> =
            needed.iter().filter(missing).map(|field| desk.word(field)).collect();
        Some(desk.say("import-missing", &[("fields", &fields.join(", "))]))
    }

    /// Reads the named file.
    pub fn begin(&mut self, desk: &Desk) -> Vec<Step> {
        if desk.about.as_ref().is_some_and(|about| about.role == Role::Viewer) {
            return vec![Step::Say(desk.say("needs-role", &[]))];
        }
        if self.name.value().trim().is_empty() {
            return vec![Step::Say(desk.say("import-name-file", &[]))];
        }
        let stem = self.path().file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        self.held = self.held.take().filter(|held| held.name.trim() == self.name.value().trim());
        let wish = match &self.held {
            Some(held) => held.wish(stem),
            None => Wish { name: stem, ..Wish::default() },
        };
        (self.content, self.file, self.question) = (None, None, None);
        self.answered.clear();
        (self.corrections, self.edit) = (Corrections::default(), None);
        self.edits.clear();
        self.reason = Text::default();
        (self.create_customers, self.suspense) = (false, false);
        (self.is_folder, self.book, self.bank) = (false, None, None);
        self.as_bank = AsBank::default();
        match self.path().is_dir() {
            true if book::is_export(&self.path()) => self.runs_folder(true, desk),
            true => {
                let refusal = Refusal::new(Rule::ImportFolder, "file");
                vec![Step::Unanswered(NoAnswer::Refused(refusal))]
            }
            false => self.reads_first(wish),
        }
    }

    /// Reads the file for the first time: like the last file with the same columns, if there was one.
    fn reads_first(&mut self, wish: Wish) -> Vec<Step> {
        self.before = std::mem::replace(&mut self.wish, wish);
        self.goal = WalkStep::Reading;
        let (path, wish) = (self.path(), self.wish.clone());
        let read = move |session: &Session| work::read_first(session, &path, &wish);
        vec![Step::Send(self.first.do_long(read))]
    }

    /// Reads the file as if there had been no other with the same columns.
    pub fn forgets(&mut self) -> Vec<Step> {
        let (name, file) = (self.wish.name.clone(), self.wish.file.clone());
        let wish = Wish { name, file, ..Wish::default() };
        (self.create_customers, self.suspense) = (false, false);
        self.read(wish, WalkStep::Reading)
    }

    /// Reads the file by the current wish, and goes on to a step.
    fn read(&mut self, wish: Wish, goal: WalkStep) -> Vec<Step> {
        self.before = std::mem::replace(&mut self.wish, wish);
        self.goal = goal;
        let Some(content) = self.content.clone() else { return Vec::new() };
        let wish = self.wish.clone();
        let read = move || work::read(content.clone(), &wish);
        vec![Step::Send(self.reading.do_beside(read))]
    }

    /// Takes the answer of a reading or of rows.
    pub fn hears(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if self.ticking.take(answer).is_some() {
            return vec![Step::Done];
        }
        if let Some(read) = self.reading.take(answer) {
            return self.has_read(read, desk);
        }
        if let Some(first) = self.first.take(answer) {
            let read = first.map(|first| self.has_read_first(first));
            let is_read = read.is_ok();
            let mut steps = self.has_read(read, desk);
            if is_read {
                steps.extend(self.takes_up(desk));
                steps.push(Step::Keep);
            }
            return steps;
        }
        let written = self.rejects.answered(answer, desk);
        if !written.is_empty() {
            return written;
        }
        let of_folder = self.hears_folder(answer);
        if let Some(steps) = of_folder.or_else(|| self.hears_bank(answer)) {
            return steps;
        }
        if let Some(ran) = self.checking.take(answer) {
            return self.has_checked(ran, desk);
        }
        match self.running.take(answer) {
            Some(Ok(ran)) => {
                self.ran = Some(Box::new(ran));
                self.mark = self.mark.min(self.lines().saturating_sub(1));
                if self.step != WalkStep::Taking {
                    return vec![Step::Done];
                }
                self.step = WalkStep::Done;
                vec![Step::Imported(self.file_name())]
            }
            Some(Err(why)) => {
                self.step = WalkStep::Mapping;
                (self.mark, self.ran) = (0, None);
                vec![Step::Unanswered(why)]
            }
            None => Vec::new(),
        }
    }

    /// Adopts what was decided about the last file with the same columns.
    fn has_read_first(&mut self, FirstRead { read, wish, digest }: FirstRead) -> WalkRead {
        self.digest = digest;
        if let Some(last) = &wish.last {
            (self.create_customers, self.suspense) = (last.create_customers, last.suspense);
        }
        self.wish = wish;
        read
    }

    fn has_read(&mut self, read: Result<WalkRead, NoAnswer>, desk: &Desk) -> Vec<Step> {
        match read {
            Ok(WalkRead::Asked(content, question)) => {
                self.content = Some(content);
                self.question = Some(question);
                self.step = WalkStep::Question;
                vec![Step::Done]
            }
            Ok(WalkRead::Bank(file)) => self.is_read_as_bank(*file, desk),
            Ok(WalkRead::AskedBank(question)) => self.asks_of_bank(question),
            Ok(WalkRead::File(file)) => {
                self.content = Some(file.content.clone());
                self.mark = self.mark.min(file.fields.len().saturating_sub(1));
                self.file = Some(file);
                let refused = self.why_not(desk);
                self.step = if refused.is_some() { WalkStep::Mapping } else { self.goal };
                refused.map_or_else(|| vec![Step::Done], |said| vec![Step::Say(said)])
            }
            Err(why) => {
                self.wish = self.before.clone();
                vec![Step::Unanswered(why)]
            }
        }
    }

    /// Chooses a reading by its number, counted from one.
    pub fn choose(&mut self, number: usize) -> Vec<Step> {
        let Some(asked) = &self.question else { return Vec::new() };
        let choices = &asked.question.choices;
        let Some(choice) = number.checked_sub(1).and_then(|at| choices.get(at)) else {
            return Vec::new();
        };
        if self.as_bank.is_asked {
            self.as_bank.said.choose(&choice.option);
            return self.reads_as_bank();
        }
        let mut wish = self.wish.clone();
        match wish.choose(choice) {
            Ok(true) => {}
            Ok(false) => return Vec::new(),
            Err(refusal) => return vec![Step::Unanswered(NoAnswer::Refused(refusal))],
        }
        self.answered.push((asked.clone(), self.wish.clone()));
        let goal = self.goal;
        self.read(wish, goal)
    }

    /// Cancels the reading, and restores the state before it.
    pub fn stop_reading(&mut self) {
        (self.reading, self.first) = (Asking::default(), Asking::default());
        self.wish = self.before.clone();
        if self.step == WalkStep::Question {
            self.answered.pop();
        }
    }

    /// Goes back to the step before the reading: the last question, or the file's name.
    pub fn before_reading(&mut self) {
        (self.question, self.step) = (None, WalkStep::File);
        if let Some((question, wish)) = self.answered.pop() {
            (self.question, self.wish, self.as_bank.is_asked) = (Some(question), wish, false);
            (self.goal, self.step) = (WalkStep::Reading, WalkStep::Question);
        }
    }

    /// Says that the file holds the next kind of records.
    pub fn next_kind(&mut self) -> Vec<Step> {
        let place = ImportKind::ALL.iter().position(|kind| Some(*kind) == self.kind());
        let next = place.map_or(0, |place| (place + 1) % ImportKind::ALL.len());
        let Some(kind) = ImportKind::ALL.get(next) else { return Vec::new() };
        let mut wish = self.wish.clone();
        wish.set_kind(*kind);
        self.mark = 0;
        self.read(wish, self.step)
    }

    /// Fills the marked field from the marked column.
    pub fn map_column(&mut self) -> Vec<Step> {
        let column = self.column.checked_sub(1);
        let columns = self.file.as_ref().map(|file| &file.columns);
        let column = column.and_then(|at| columns?.get(at).cloned()).unwrap_or_default();
        let Some(field) = self.field() else { return Vec::new() };
        let mut wish = self.wish.clone();
        wish.mapping.set.remove(field);
        wish.mapping.map.insert(field.into(), column);
        self.read(wish, WalkStep::Mapping)
    }

    /// Fills the marked field with the typed value in rows where it is empty; without a value, with
    /// nothing.
    pub fn set_value(&mut self) -> Vec<Step> {
        let Some(field) = self.field() else { return Vec::new() };
        let (mut wish, value) = (self.wish.clone(), self.value.value().trim().to_string());
        match value.is_empty() {
            true => drop(wish.mapping.set.remove(field)),
            false => drop(wish.mapping.set.insert(field.into(), value)),
        }
        self.read(wish, WalkStep::Mapping)
    }

    /// The reason for overriding rules.
    pub(super) fn override_reason(&self) -> Option<String> {
        Some(self.reason.value().trim().to_string()).filter(|reason| !reason.is_empty())
    }

    /// Tries everything again: the rows, or the folder's tables.
    pub fn tries_all(&mut self, desk: &Desk) -> Vec<Step> {
        if self.is_folder { self.runs_folder(true, desk) } else { self.run(true) }
    }

    /// What to try or import: all rows, or the document of one row.
    pub(super) fn plan(&self, dry_run: bool, only: Option<u64>) -> Option<RunPlan> {
        Some(RunPlan {
            path: self.path(),
            content: self.content.clone()?,
            wish: self.wish.clone(),
            create_customers: self.create_customers,
            suspense: self.suspense,
            override_reason: self.override_reason(),
            corrections: self.corrections.clone(),
            only,
            dry_run,
        })
    }

    /// Tries the rows, or imports them.
    pub fn run(&mut self, dry_run: bool) -> Vec<Step> {
        (self.ran, self.mark) = (None, 0);
        self.step = if dry_run { WalkStep::Trial } else { WalkStep::Taking };
        self.runs(dry_run)
    }

    /// Tries the rows again, and shows the last outcome until then.
    pub fn tries_again(&mut self) -> Vec<Step> {
        self.runs(true)
    }

    fn runs(&mut self, dry_run: bool) -> Vec<Step> {
        let Some(plan) = self.plan(dry_run, None) else { return Vec::new() };
        self.watch.stop();
        self.watch = Arc::default();
        let (watch, told) = (self.watch.clone(), self.watch.clone());
        let run = self.running.do_long(move |session| work::run(session, &plan, &watch));
        let tick = self.ticking.ask_in_parts(move |_| {
            let next = if told.is_over() { Next::Whole } else { Next::Soon };
            Ok(AnswerSoFar { answer: Some(()), next })
        });
        vec![Step::Send(run), Step::Send(tick), Step::Keep]
    }

    /// Whether rows are being tried or imported.
    pub fn is_running(&self) -> bool {
        self.running.is_waiting() || self.running_book.is_waiting()
    }

    /// Whether a corrected row is being checked.
    pub fn is_checking(&self) -> bool {
        self.checking.is_waiting()
    }

    /// Stops trying rows, and goes back to the mapping.
    pub fn leaves_trial(&mut self) {
        self.watch.stop();
        (self.running, self.running_book) = (Asking::default(), Asking::default());
        let step = if self.is_folder { WalkStep::File } else { WalkStep::Mapping };
        (self.step, self.ran, self.mark, self.is_folder, self.book) = (step, None, 0, false, None);
        // Corrections are kept, but the cells of open rows may be laid out differently now.
        self.edits.clear();
    }

    /// Starts again with another file.
    pub fn again(&mut self) {
        let mut walk = ImportWalk::default();
        walk.name = Text::given(self.name.value());
        *self = walk;
    }
}
