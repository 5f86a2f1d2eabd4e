//! The background work of an import: reading the file, and trying or importing its rows. The bytes are
//! read once, so that what is imported is what was shown. May use: the import, engine.

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

/// A file as it is currently read.
pub struct ReadFile {
    /// Its content.
    pub content: FileContent,
    /// The kind of its records; `None` if nothing tells.
    pub kind: Option<ImportKind>,
    /// How it is read; `None` if that is not known yet.
    pub reading: Option<Reading>,
    /// Every field of the kind, with its value in the first rows.
    pub fields: Vec<PreviewField>,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The places of the columns that each field is filled from.
    pub places: BTreeMap<&'static str, Vec<usize>>,
    /// Why it cannot be read yet; another kind or other columns may help.
    pub refusal: Option<Refusal>,
    /// Whether it is read like the last file with the same columns.
    pub as_last_time: bool,
    /// Whether a column names the customer of each row, which a bank's statement never has.
    pub names_customers: bool,
}

/// The outcome of reading a file.
pub enum WalkRead {
    /// It can be read, perhaps after its columns are chosen.
    File(Box<ReadFile>),
    /// It can be read in two ways.
    Asked(FileContent, AskedReading),
    /// It is a bank's statement.
    Bank(Box<BankFile>),
    /// It is a bank's statement that can be read in two ways.
    AskedBank(AskedReading),
}

/// A question about a file, with a row of it as each choice reads it.
#[derive(Clone)]
pub struct AskedReading {
    /// The question.
    pub question: TwoReadings,
    /// For each choice, the row field by field; empty if another question follows.
    pub rows: Vec<Vec<PreviewField>>,
}

/// The largest file, in bytes, that is read once for each choice.
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

/// The outcome of reading a file for the first time.
pub struct FirstRead {
    /// What came of it.
    pub read: WalkRead,
    /// The user's wish, completed by what was decided about the last file with the same columns.
    pub wish: Wish,
    /// A hash of the file.
    pub digest: String,
}

/// Whether choosing a kind or columns may help.
fn can_be_mapped(refusal: &Refusal) -> bool {
    matches!(
        refusal.rule,
        Rule::ImportMissingColumns
            | Rule::ImportKindUnknown
            | Rule::ImportAmbiguous
            | Rule::ImportNoHeader
            | Rule::ImportOther
            | Rule::ImportAging
            | Rule::ImportTaxApart
            | Rule::ImportVendors
    )
}

/// Reads a file, and finds out how: like the last file with the same columns, if there was one.
pub fn read_first(session: &Session, path: &Path, wish: &Wish) -> Result<FirstRead, Failure> {
    let bytes = import::read_at_desk(path)?;
    let digest = profile::digits(&Sha256::digest(&bytes));
    let as_bank = bank::read(session, &bytes, SaidOfStatement::default())?;
    if let AsStatement::Sure(file) = as_bank {
        let read = WalkRead::Bank(Box::new(file));
        return Ok(FirstRead { read, wish: wish.clone(), digest });
    }
    let content = FileContent::of(bytes);
    let wish = &Wish { file: Some(digest.clone()), ..wish.clone() };
    let (read, wish) = match remembered::find(session, &content, wish) {
        Ok(AsLastTime { finding, wish }) => (came_of(content, &wish, Ok(finding)), wish),
        Err(failure) => (came_of(content, wish, Err(failure)), wish.clone()),
    };
    // A table that is nothing else may be a bank's statement.
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

/// Reads a file as a bank's statement, whether or not anything in it proves that it is one.
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

/// Finds out how to read a file whose bytes were read before.
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
            names_customers: found.kind != ImportKind::Payments
                || found.places().contains_key("customer"),
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

/// All fields of a kind, with those of the preview filled in.
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

/// The progress of rows, and whether to stop.
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

    /// Notes the end of the work, unless the connection was lost: then it is repeated.
    pub fn ends<T>(&self, came_of: &Result<T, Failure>) {
        if !matches!(came_of, Err(Failure::Book(BookError::Gone(_)))) {
            self.is_over.store(true, Ordering::SeqCst);
        }
    }

    /// Whether the work has ended.
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

/// Which rows to try or import, and how.
pub struct RunPlan {
    /// Where the file is.
    pub path: PathBuf,
    /// The content.
    pub content: FileContent,
    /// How it is read.
    pub wish: Wish,
    /// Whether accounts are opened for customers that the book does not have.
    pub create_customers: bool,
    /// Whether payments of unknown payers go on the suspense list.
    pub suspense: bool,
    /// The reason for overriding rules.
    pub override_reason: Option<String>,
    /// What is corrected in it.
    pub corrections: Corrections,
    /// The line of the only row to try.
    pub only: Option<u64>,
    /// Whether to write nothing.
    pub dry_run: bool,
}

/// The outcome of rows.
pub struct RunResult {
    /// Counts, sums, refused rows.
    pub outcome: ImportOutcome,
    /// How many documents were left when it was stopped.
    pub left: u64,
}

/// Tries or imports the rows of a file. Repeated after the connection was lost, it imports nothing
/// twice.
pub fn run(session: &Session, plan: &RunPlan, watch: &RunWatch) -> Result<RunResult, Failure> {
    let mut found = match finding::find(&plan.content, &plan.wish)? {
        FileFinding::Read(found) => found,
        // The bytes have not changed since they were read without a question.
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

/// Remembers what was decided about an imported file, also for a file of its refused rows: those few
/// rows may no longer show how they are read. Our own formats need none of this.
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
        file: plan.wish.file.clone().filter(|_| found.decided.sheet.is_some()),
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
        // The rows are in the book in any case.
        Err(Failure::Refused(_)) => Ok(()),
        kept => kept,
    }
}
