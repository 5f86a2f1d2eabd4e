//! What an import has done in the background: reading the file, and trying or taking its rows. The bytes
//! are read once, so that what is taken is what was shown. May use: the import, engine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::domain::{Refusal, Rule};
use crate::engine::ports::Progress;
use crate::engine::{BookError, Failure, Session};
use crate::exchange::import::columns_of::columns;
use crate::exchange::import::corrected::{Corrections, RowChoice};
use crate::exchange::import::decisions::Decisions;
use crate::exchange::import::finding::{
    self, FileContent, FileFinding, FoundFile, PreviewField, Wish,
};
use crate::exchange::import::mapping::Mapping;
use crate::exchange::import::rejects::rejects_head;
use crate::exchange::import::remembered::{self, AsLastTime};
use crate::exchange::import::{self, DateFormat, Import, ImportKind, ImportOutcome, profile};
use crate::exchange::reading::{Alternative, Reading, TwoReadings};

use super::bank::{self, AsStatement, BankFile, SaidOfStatement};

/// How many rows the preview shows.
const PREVIEWED: usize = 3;

/// A file as it is read now.
pub struct ReadFile {
    /// Its content.
    pub content: FileContent,
    /// What it holds; none, where nothing tells.
    pub kind: Option<ImportKind>,
    /// How it is read; none, where it cannot be read yet.
    pub reading: Option<Reading>,
    /// Every field of the kind, with its value in the first rows.
    pub fields: Vec<PreviewField>,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The places of the columns that each field comes from.
    pub places: BTreeMap<&'static str, Vec<usize>>,
    /// Why it cannot be read yet: another kind or column may help.
    pub refusal: Option<Refusal>,
    /// Whether it is read as the last one with the same columns was.
    pub as_last_time: bool,
    /// Whether a column says whose its rows are, as none of a bank's does.
    names_customers: bool,
}

/// What came of reading a file.
pub enum WalkRead {
    /// It can be read, or once its columns are chosen.
    File(Box<ReadFile>),
    /// It can be read two ways.
    Asked(FileContent, AskedReading),
    /// It is a bank's statement.
    Bank(Box<BankFile>),
    /// It is one that can be read two ways.
    AskedBank(AskedReading),
}

/// A question about a file, and a row of it as each choice reads it.
#[derive(Clone)]
pub struct AskedReading {
    /// The question.
    pub question: TwoReadings,
    /// By choice: the row by field; nothing, where more has to be asked first.
    pub rows: Vec<Vec<PreviewField>>,
}

/// The most bytes of a file that is read once for each choice.
const MOST_TRIED: usize = 16 << 20;

impl AskedReading {
    fn of(content: &FileContent, wish: &Wish, question: TwoReadings) -> AskedReading {
        let line = question.example.as_ref().map_or(0, |example| example.line);
        let row = |choice: &Alternative| {
            let mut wish = wish.clone();
            if content.length > MOST_TRIED || !matches!(wish.choose(choice), Ok(true)) {
                return Vec::new();
            }
            match finding::find(content, &wish) {
                Ok(FileFinding::Read(mut found)) => found.preview_from(line, 1).unwrap_or_default(),
                Ok(FileFinding::Asked(_)) | Err(_) => Vec::new(),
            }
        };
        let rows = question.choices.iter().map(row).collect();
        AskedReading { question, rows }
    }
}

/// What came of reading a file for the first time.
pub struct FirstRead {
    /// What came of it.
    pub read: WalkRead,
    /// What was said, with what was decided about the last file with the same columns below it.
    pub wish: Wish,
    /// A hash of the file.
    pub digest: String,
}

/// Whether choosing a kind or columns can help.
fn can_be_mapped(refusal: &Refusal) -> bool {
    matches!(
        refusal.rule,
        Rule::ImportMissingColumns
            | Rule::ImportKindUnknown
            | Rule::ImportAmbiguous
            | Rule::ImportNoHeader
            | Rule::ImportOther
    )
}

/// Reads a file, and finds out how it is read: as the last one with the same columns was, if there was one.
pub fn read_first(session: &Session, path: &Path, wish: &Wish) -> Result<FirstRead, Failure> {
    let bytes = import::read_at_desk(path)?;
    let digest = profile::digits(&Sha256::digest(&bytes));
    let as_bank = bank::read(session, &bytes, SaidOfStatement::default())?;
    if let AsStatement::Sure(file) = as_bank {
        let read = WalkRead::Bank(Box::new(file));
        return Ok(FirstRead { read, wish: wish.clone(), digest });
    }
    let content = FileContent::of(bytes);
    let (read, wish) = match remembered::find(session, &content, wish) {
        Ok(AsLastTime { finding, wish }) => (came_of(content, &wish, Ok(finding)), wish),
        Err(failure) => (came_of(content, wish, Err(failure)), wish.clone()),
    };
    // A table that holds nothing else is taken for what it can be read as.
    let is_known = match &read {
        Ok(WalkRead::File(file)) => file.refusal.is_none() || file.names_customers,
        Ok(_) => true,
        Err(_) => false,
    };
    let read = match as_bank {
        AsStatement::Maybe(file) if !is_known => WalkRead::Bank(Box::new(file)),
        AsStatement::Asked(question) if !is_known => asked_of_bank(question),
        _ => read?,
    };
    Ok(FirstRead { read, wish, digest })
}

/// Reads a file as a bank's statement, whether anything proves that it is one or not.
pub fn read_as_bank(
    session: &Session,
    path: &Path,
    said: SaidOfStatement,
) -> Result<WalkRead, Failure> {
    match bank::read(session, &import::read_at_desk(path)?, said)? {
        AsStatement::Sure(file) | AsStatement::Maybe(file) => Ok(WalkRead::Bank(Box::new(file))),
        AsStatement::Asked(question) => Ok(asked_of_bank(question)),
        AsStatement::Not(refusal) => Err(refusal.into()),
    }
}

fn asked_of_bank(question: TwoReadings) -> WalkRead {
    WalkRead::AskedBank(AskedReading { question, rows: Vec::new() })
}

/// Finds out how a file is read that was read before.
pub fn read(content: FileContent, wish: &Wish) -> Result<WalkRead, Failure> {
    let finding = finding::find(&content, wish);
    came_of(content, wish, finding)
}

fn came_of(
    content: FileContent,
    wish: &Wish,
    finding: Result<FileFinding, Failure>,
) -> Result<WalkRead, Failure> {
    let file = match finding {
        Ok(FileFinding::Asked(question)) => {
            let asked = AskedReading::of(&content, wish, question);
            return Ok(WalkRead::Asked(content, asked));
        }
        Ok(FileFinding::Read(mut found)) => ReadFile {
            kind: Some(found.kind),
            fields: fields(found.kind, found.preview(PREVIEWED)?, wish),
            columns: found.column_names(),
            places: found.places(),
            reading: Some(found.reading.clone()),
            refusal: None,
            as_last_time: wish.last.is_some(),
            names_customers: true,
            content,
        },
        Err(Failure::Refused(refusal)) if can_be_mapped(&refusal) => {
            let found = columns(&content, wish);
            if found.names.is_empty() {
                return Err(refusal.into());
            }
            let from = |(field, from): (&&'static str, &String)| PreviewField {
                field,
                from: from.clone(),
                values: Vec::new(),
            };
            let known: Vec<PreviewField> = found.map.iter().map(from).collect();
            let mut payments = wish.clone();
            payments.set_kind(ImportKind::Payments);
            let names_customers = columns(&content, &payments).map.contains_key("customer");
            ReadFile {
                content,
                kind: found.kind,
                reading: None,
                fields: found.kind.map(|kind| fields(kind, known, wish)).unwrap_or_default(),
                columns: found.names,
                places: BTreeMap::new(),
                refusal: Some(refusal),
                as_last_time: false,
                names_customers,
            }
        }
        Err(failure) => return Err(failure),
    };
    Ok(WalkRead::File(Box::new(file)))
}

/// All fields of a kind: those that come from somewhere as the preview has them.
fn fields(kind: ImportKind, preview: Vec<PreviewField>, wish: &Wish) -> Vec<PreviewField> {
    let mut preview: Vec<Option<PreviewField>> = preview.into_iter().map(Some).collect();
    let field = |field: &&'static str| {
        let is_it =
            |it: &&mut Option<PreviewField>| it.as_ref().is_some_and(|it| it.field == *field);
        preview.iter_mut().find(is_it).and_then(Option::take).unwrap_or_else(|| PreviewField {
            field,
            from: wish.mapping.map.get(*field).cloned().unwrap_or_default(),
            values: Vec::new(),
        })
    };
    kind.fields().iter().map(field).collect()
}

/// How far rows are, and whether to stop.
#[derive(Default)]
pub struct RunWatch {
    done: AtomicU64,
    total: AtomicU64,
    is_over: AtomicBool,
    is_stopped: AtomicBool,
}

impl RunWatch {
    /// How many documents are done, and how many there are.
    pub fn at(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Stops before the next document.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }

    /// What was done came to an end. Where the connection is lost it is done again.
    pub fn ends<T>(&self, came_of: &Result<T, Failure>) {
        if !matches!(came_of, Err(Failure::Book(BookError::Gone(_)))) {
            self.is_over.store(true, Ordering::SeqCst);
        }
    }

    /// Whether nothing goes on any more.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }
}

impl Progress for &RunWatch {
    fn at(&mut self, _: &'static str, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// Which rows are tried or taken, and how.
pub struct RunPlan {
    /// Where the file is.
    pub path: PathBuf,
    /// What stands in it.
    pub content: FileContent,
    /// How it is read.
    pub wish: Wish,
    /// Whether accounts that are missing are made.
    pub create_customers: bool,
    /// Whether payments of unknown payers wait on the suspense list.
    pub suspense: bool,
    /// Why rules that a reason passes are passed.
    pub override_reason: Option<String>,
    /// What is corrected in it.
    pub corrections: Corrections,
    /// The only row that is tried, by its line.
    pub only: Option<u64>,
    /// Whether nothing is written.
    pub dry_run: bool,
}

/// What rows came to.
pub struct RunResult {
    /// Counts, sums, refused rows.
    pub outcome: ImportOutcome,
    /// How many documents were left, because it was stopped.
    pub left: u64,
}

/// Tries or takes the rows of a file. Done again, after the connection was lost, it takes none twice.
pub fn run(session: &Session, plan: &RunPlan, watch: &RunWatch) -> Result<RunResult, Failure> {
    let mut found = match finding::find(&plan.content, &plan.wish)? {
        FileFinding::Read(found) => found,
        // It was read before, and is the same.
        FileFinding::Asked(_) => return Err(Refusal::new(Rule::ImportUnclear, "file").into()),
    };
    let import = Import {
        kind: found.kind,
        file: &plan.path,
        mapping: Mapping::default(),
        dates: plan.wish.format.clone().unwrap_or_else(DateFormat::iso),
        create_customers: plan.create_customers,
        suspense: plan.suspense,
        dry_run: plan.dry_run,
        override_reason: plan.override_reason.clone(),
    };
    let stops = || watch.is_stopped();
    let choice = RowChoice { corrections: &plan.corrections, only: plan.only };
    let told = &mut import::Watch { progress: &mut &*watch, stops: &stops };
    let ran = import::run_until(session, &import, &mut found, choice, told);
    watch.ends(&ran);
    let (outcome, left) = ran?;
    if !plan.dry_run && outcome.summary.taken + outcome.summary.skipped > 0 {
        keep(session, plan, &found, &outcome)?;
    }
    Ok(RunResult { outcome, left })
}

/// Keeps what was decided about a file that was taken, and about the file that its refused rows may be
/// written to: the few that are left may no longer show how they are read. A file of our own form says all
/// by itself.
fn keep(
    session: &Session,
    plan: &RunPlan,
    found: &FoundFile,
    outcome: &ImportOutcome,
) -> Result<(), Failure> {
    if found.is_own {
        return Ok(());
    }
    let decided = Decisions {
        create_customers: plan.create_customers,
        suspense: plan.suspense,
        ..found.decided.clone()
    };
    let kept = remembered::keep(session, &found.head, found.kind, &decided).and_then(|()| {
        if outcome.rejects.is_empty() {
            return Ok(());
        }
        let decided = decided.with_styles(&found.reading);
        remembered::keep(session, &rejects_head(&outcome.head), found.kind, &decided)
    });
    match kept {
        // The rows are in the book all the same.
        Err(Failure::Refused(_)) => Ok(()),
        kept => kept,
    }
}
