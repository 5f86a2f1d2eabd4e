//! Runs an import: reads rows, sends commands, takes the answers in order.

mod gathered;
mod trial;

use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::Path;

use uuid::Uuid;

use crate::domain::{Cause, Currency, Envelope, Money, Refusal, Role, Rule, Warning};
use crate::engine::ports::Progress;
use crate::engine::session::Pending;
use crate::engine::{BookError, Failure, Receipt, Session};

use super::corrected::{CorrectedId, CorrectedRows, Corrections, RowChoice};
use super::dates::DateFormat;
use super::found::FoundFile;
use super::mapping::{Mapping, Record, Shape};
use super::outcome::{ImportOutcome, Rejects, Warned};
use super::payers::Payers;
use super::reading_in::{identity, marked_otherwise, read};
use super::refused::RefusedRows;
use super::source::{RowPlace, Source};
use super::summary::{Became, ImportSummary};
use super::table::ImportTable;
use super::{ImportDesk, ImportKind, RowCommand, RowReader, Trouble, unclear};

use trial::Trial;

/// An import and its options.
pub struct Import<'a> {
    /// The kind of the file's records.
    pub kind: ImportKind,
    /// The file.
    pub file: &'a Path,
    /// The columns of fields, and the values of empty fields.
    pub mapping: Mapping,
    /// How the file writes its dates.
    pub dates: DateFormat,
    /// Whether accounts are opened for customers that the book does not have.
    pub create_customers: bool,
    /// Whether payments of unknown payers go on the suspense list.
    pub suspense: bool,
    /// Whether to write nothing.
    pub dry_run: bool,
    /// The reason for overriding rules: a hold, a credit limit, a date in the future.
    pub override_reason: Option<String>,
}

/// How many warnings are kept for display; all of them are counted.
const MOST_WARNED: usize = 10;

/// The most documents that wait for their answers at the same time.
const MOST_WAITING: usize = 10_000;

/// A document that was sent.
struct SentRow {
    places: Vec<RowPlace>,
    amounts: Vec<Option<(Currency, Money)>>,
    /// The outstanding amount of its rows.
    open: Option<(Currency, Money)>,
    /// Warnings, with the rows they are about.
    warnings: Vec<(usize, Warning)>,
    /// Its identity: the field and its value.
    identity: (&'static str, String),
    /// The account that it opens in a dry run, if that is missing.
    customer: Option<String>,
}

/// Reads the file, and sends its rows.
pub fn run(
    session: &Session,
    import: &Import,
    progress: &mut dyn Progress,
) -> Result<ImportOutcome, Failure> {
    let mut source = ImportTable::read(read(import.file)?)?;
    let columns = import.mapping.columns(source.head(), import.kind)?;
    let names = source.head().to_vec();
    let shape = Shape { names: &names, columns, mapping: &import.mapping, styles: None };
    let all = RowChoice { corrections: &Corrections::default(), only: None };
    let watch = &mut Watch { progress, stops: &|| false };
    Ok(carry_out(session, import, &mut source, &shape, (watch, all))?.0)
}

/// Watches an import, and may stop it.
pub struct Watch<'a> {
    /// Receives the progress.
    pub progress: &'a mut dyn Progress,
    /// Whether to stop.
    pub stops: &'a dyn Fn() -> bool,
}

/// Sends the rows of a file whose reading is known. Its kind, columns and dates are those of the
/// reading, not of `import`.
pub fn run_found(
    session: &Session,
    import: &Import,
    file: &mut FoundFile,
    progress: &mut dyn Progress,
) -> Result<ImportOutcome, Failure> {
    let all = RowChoice { corrections: &Corrections::default(), only: None };
    Ok(run_until(session, import, file, all, &mut Watch { progress, stops: &|| false })?.0)
}

/// The same for the chosen rows, until it is stopped: what was sent before stands, and running the
/// import again sends the rest. Also returns how many documents were left. A dry run that is stopped
/// tries nothing.
pub fn run_until(
    session: &Session,
    import: &Import,
    file: &mut FoundFile,
    choice: RowChoice,
    watch: &mut Watch,
) -> Result<(ImportOutcome, u64), Failure> {
    if import.dry_run {
        // A trial must not promise what the import would refuse.
        session.needs(Role::Coordinator)?;
    }
    let dates = if file.styles.is_some() { DateFormat::iso() } else { import.dates.clone() };
    let import = Import {
        kind: file.kind,
        file: import.file,
        mapping: file.mapping.clone(),
        dates,
        create_customers: import.create_customers,
        suspense: import.suspense,
        dry_run: import.dry_run,
        override_reason: import.override_reason.clone(),
    };
    let (source, shape) = file.parts();
    carry_out(session, &import, source, &shape, (watch, choice))
}

fn carry_out(
    session: &Session,
    import: &Import,
    source: &mut dyn Source,
    shape: &Shape,
    (watch, choice): (&mut Watch, RowChoice),
) -> Result<(ImportOutcome, u64), Failure> {
    let desk = ImportDesk {
        session,
        dates: import.dates.clone(),
        create_customers: import.create_customers,
        dry_run: import.dry_run,
        payers: Payers::default(),
        taxes_on: HashMap::new(),
        said: HashMap::new(),
    };
    let mut running = Running {
        import,
        reader: import.kind.reader(desk, import.suspense),
        summary: ImportSummary { kind: import.kind.word().into(), ..ImportSummary::default() },
        refused: RefusedRows::default(),
        warned: Vec::new(),
        sent: VecDeque::new(),
        pending: VecDeque::new(),
        trial: Trial::default(),
        corrected: CorrectedRows::of(session, import.kind, source.head())?,
        session,
    };
    let left = running.read_and_send(source, shape, (watch, choice))?;
    running.lands()?;
    let Running { mut summary, refused, warned, mut reader, trial, .. } = running;
    summary.groups = if trial.groups > 1 { trial.groups } else { 0 };
    summary.near = reader.near();
    if !reader.makes_documents() {
        (summary.documents, summary.documents_refused) = (0, 0);
        (summary.customers, summary.unread) = (0, 0);
    }
    let rejects = Rejects::new(refused, source, choice.corrections);
    Ok((ImportOutcome { summary, head: source.head().to_vec(), rejects, warned }, left))
}

fn unreadable(file: &Path, error: io::Error) -> Failure {
    BookError::user_file(file, error).into()
}

struct Running<'a> {
    import: &'a Import<'a>,
    session: &'a Session,
    reader: Box<dyn RowReader + 'a>,
    summary: ImportSummary,
    refused: RefusedRows,
    warned: Vec<Warned>,
    /// Documents whose answers have not come yet, in the order of `pending`.
    sent: VecDeque<SentRow>,
    pending: VecDeque<Pending>,
    trial: Trial,
    /// Rows that are corrected now, or were before.
    corrected: CorrectedRows<'a>,
}

impl Running<'_> {
    /// The cells of a row as the file has them, with those that have a type of their own.
    fn read<'s>(
        &self,
        source: &'s mut dyn Source,
        place: RowPlace,
    ) -> Result<(csv::StringRecord, &'s [bool]), Failure> {
        let row = source.row_at(place).map_err(|error| unreadable(self.import.file, error))?;
        let cells = row.clone();
        Ok((cells, source.typed()))
    }

    /// Reads the rows of a document, and sends their command.
    fn gathered(
        &mut self,
        source: &mut dyn Source,
        shape: &Shape,
        (places, broken): (Vec<RowPlace>, Option<u64>),
        corrections: &Corrections,
    ) -> Result<(), Failure> {
        let is_corrected = places.iter().any(|place| corrections.of(place.line).is_some());
        let may_be_there = is_corrected || self.corrected.is_known;
        let mut rows = Vec::with_capacity(places.len());
        let mut in_file = Vec::new();
        for place in &places {
            let (cells, typed) = self.read(source, *place)?;
            in_file.extend(may_be_there.then(|| cells.clone()));
            rows.push(corrections.apply(place.line, cells, typed));
        }
        let records: Vec<Record> =
            rows.iter().map(|(cells, typed)| shape.typed_record(cells, typed)).collect();
        if self.reader.currency_waits(&records) {
            self.lands()?;
        }
        if let Some(line) = broken {
            self.refuse_because(&records, &places, line);
            return Ok(());
        }
        let id = if may_be_there { Some(self.corrected.id(&in_file)?) } else { None };
        match id {
            Some(CorrectedId::Taken) => {
                for amount in self.reader.amounts(&records) {
                    self.summary.row(Became::Skipped, amount);
                }
                Ok(())
            }
            Some(CorrectedId::Free(id)) if is_corrected => {
                if !self.import.dry_run {
                    self.corrected.keep(source.head())?;
                }
                if self.document(&records, places, Some(id))? {
                    self.corrected.sent(&in_file);
                }
                Ok(())
            }
            Some(CorrectedId::Free(_)) | None => self.document(&records, places, None).map(drop),
        }
    }

    fn refuse(&mut self, place: RowPlace, refusal: Refusal, amount: Option<(Currency, Money)>) {
        self.refused.push(place, refusal);
        self.summary.row(Became::Refused, amount);
    }

    /// Refuses the rows of a document with a line that could not be read.
    fn refuse_because(&mut self, rows: &[Record], places: &[RowPlace], line: u64) {
        for (amount, place) in self.reader.amounts(rows).into_iter().zip(places) {
            self.refuse(
                *place,
                Refusal::new(Rule::ImportDocument, "number").with("line", line),
                amount,
            );
        }
        self.summary.documents_refused += 1;
    }

    /// Sends the command of a document, under a new id or the given one. Returns whether it sent
    /// something.
    fn document(
        &mut self,
        rows: &[Record],
        places: Vec<RowPlace>,
        id: Option<Uuid>,
    ) -> Result<bool, Failure> {
        let mut amounts = self.reader.amounts(rows);
        let checked = marked_otherwise(self.session, rows, &amounts)
            .and_then(|()| unclear::with_clear_amounts(self.session, rows, &mut amounts));
        let mut read = checked.and_then(|()| self.reader.read(rows));
        if matches!(read, Err(Trouble::Wait)) {
            self.lands()?;
            read = self.reader.read(rows);
        }
        let envelope = match read {
            Ok(RowCommand::Command(envelope)) => {
                let override_reason = self.import.override_reason.clone();
                Envelope { override_reason, id: id.or(envelope.id), ..*envelope }
            }
            Ok(RowCommand::There) => {
                for amount in amounts {
                    self.summary.row(Became::Skipped, amount);
                }
                return Ok(false);
            }
            Err(Trouble::Row(row, refusal)) => {
                self.refuse_all(&places, &amounts, row, &refusal);
                return Ok(false);
            }
            Err(Trouble::Failed(failure)) => return Err(failure),
            // Nothing is left to wait for, and no row may be skipped silently.
            Err(Trouble::Wait) => {
                return Err(BookError::Data(Cause::said(
                    "error-import-waits",
                    "a row waits for another that is not on its way",
                ))
                .into());
            }
        };
        let warnings = rows.iter().enumerate().flat_map(|(i, row)| {
            let warnings = self.reader.warning(row).into_iter().chain(unclear::price(row));
            warnings.map(move |warning| (i, warning))
        });
        let warnings = warnings.collect();
        let identity = identity(&envelope.command);
        let open = rows.first().and_then(|row| self.reader.open(row));
        let customer = rows.first().filter(|_| self.import.dry_run);
        let customer = customer.and_then(|row| row.get("customer").ok().flatten());
        self.sent.push_back(SentRow { places, amounts, open, warnings, identity, customer });
        self.send(envelope)?;
        Ok(true)
    }

    /// Sends a command, or collects it for a trial.
    fn send(&mut self, envelope: Envelope) -> Result<(), Failure> {
        if self.import.dry_run {
            self.trial.tried.push(envelope);
            if self.trial.tried.len() >= trial::MOST_TRIED {
                self.tries()?;
            }
            return Ok(());
        }
        self.pending.push_back(self.session.send(envelope)?);
        while self.sent.len() > MOST_WAITING {
            self.answer()?;
        }
        Ok(())
    }

    /// Refuses all rows of a document: one for what it breaks, the others because of it.
    fn refuse_all(
        &mut self,
        places: &[RowPlace],
        amounts: &[Option<(Currency, Money)>],
        row: usize,
        refusal: &Refusal,
    ) {
        let line = places.get(row).map_or(0, |place| place.line);
        for (place, amount) in places.iter().zip(amounts) {
            let refusal = match place.line == line {
                true => refusal.clone(),
                false => Refusal::new(Rule::ImportDocument, "number").with("line", line),
            };
            self.refuse(*place, refusal, *amount);
        }
        self.summary.documents_refused += 1;
    }

    /// Waits for the answer about the oldest document.
    fn answer(&mut self) -> Result<(), Failure> {
        match (self.sent.pop_front(), self.pending.pop_front()) {
            (Some(sent), Some(pending)) => self.answered(&sent, pending.wait()),
            _ => Ok(()),
        }
    }

    fn answered(
        &mut self,
        sent: &SentRow,
        answer: Result<Receipt, Failure>,
    ) -> Result<(), Failure> {
        match answer {
            Ok(receipt) => {
                for amount in &sent.amounts {
                    self.summary.row(Became::Taken, *amount);
                }
                sent.open.into_iter().for_each(|open| self.summary.open(open));
                self.warned(sent, &receipt);
                self.summary.documents += 1;
                self.summary.customers += u64::from(self.made_account(sent, &receipt));
                self.would_open(sent, &receipt);
                self.summary.suspense += u64::from(receipt.number("unidentified").is_some());
            }
            Err(Failure::Refused(refusal)) if refusal.rule == Rule::CommandIdReused => {
                // The id of a row depends on its content only: another sender was faster.
                let (field, given) = &sent.identity;
                let refusal = Refusal::new(Rule::ImportConflict, *field).with("given", given);
                self.refuse_all(&sent.places, &sent.amounts, 0, &refusal);
            }
            Err(Failure::Refused(refusal)) => {
                let (row, field) = self.reader.blame(&refusal.field);
                let refusal = Refusal { field, ..refusal };
                self.refuse_all(&sent.places, &sent.amounts, row, &refusal);
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    /// Counts the rows of a document with warnings, from the import or from the book.
    fn warned(&mut self, sent: &SentRow, receipt: &Receipt) {
        let by_book = receipt.warnings.iter().map(|warning| {
            let (row, field) = self.reader.blame(&warning.field);
            (row, Warning { field, ..warning.clone() })
        });
        let mut all: Vec<(usize, Warning)> = sent.warnings.iter().cloned().chain(by_book).collect();
        all.sort_by_key(|(row, _)| *row);
        for rows in all.chunk_by(|(one, _), (other, _)| one == other) {
            self.summary.warnings += 1;
            for (row, warning) in rows {
                let line = sent.places.get(*row).map_or(0, |place| place.line);
                if self.warned.len() < MOST_WARNED {
                    self.warned.push(Warned { line, warning: warning.clone() });
                }
            }
        }
    }

    /// Waits for the outcome of everything that was sent.
    fn lands(&mut self) -> Result<(), Failure> {
        if self.import.dry_run {
            self.tries()?;
        }
        while !self.sent.is_empty() {
            self.answer()?;
        }
        self.reader.landed();
        Ok(())
    }
}
