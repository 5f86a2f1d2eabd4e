//! Imports: rows of other people's files become commands. A row that cannot be taken is written to
//! the rejects with its line, the field and the rule; the others go on. Running the same import
//! again takes nothing twice.

pub mod customers;
pub mod table;

use std::io;
use std::path::Path;

use serde::Serialize;
use uuid::Uuid;

use crate::domain::{Envelope, Refusal, Rule};
use crate::engine::{BookError, Failure, Session};

use table::{Mapping, Record, Table};

/// What is imported, and how.
pub struct Import<'a> {
    /// The kind (`customers`).
    pub kind: Kind,
    /// The file.
    pub file: &'a Path,
    /// Which columns the fields come from, and what stands where a field is empty.
    pub mapping: Mapping,
    /// Whether nothing is written.
    pub dry_run: bool,
}

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Customers, one a row.
    Customers,
}

impl Kind {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Customers => "customers",
        }
    }

    /// The fields that a row may have.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Kind::Customers => &customers::FIELDS,
        }
    }
}

/// What an import came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What was imported.
    pub kind: String,
    /// How many rows the file has.
    pub rows: u64,
    /// How many were taken.
    pub taken: u64,
    /// How many were there already.
    pub skipped: u64,
    /// How many were refused.
    pub refused: u64,
    /// How many were taken with a warning.
    pub warnings: u64,
    /// How many documents were made.
    pub documents: u64,
}

/// A row that was refused.
pub struct Reject {
    /// The line of the file on which it begins.
    pub line: u64,
    /// Why.
    pub refusal: Refusal,
    /// The row as it was read.
    pub cells: Vec<String>,
}

/// A row on its way: what is asked for it, or why it was there already.
pub enum Row {
    /// A command.
    Command(Box<Envelope>),
    /// It is in the book as it is in the file.
    There,
}

/// Reads the file and sends its rows. Answers with what it came to, the head of the file, and what
/// was refused.
pub fn run(
    session: &Session,
    import: &Import,
) -> Result<(Summary, Vec<String>, Vec<Reject>), Failure> {
    let bytes = std::fs::read(import.file).map_err(|error| BookError::io(import.file, error))?;
    let mut table = Table::read(&bytes)?;
    let columns = import.mapping.columns(table.head(), import.kind.fields())?;
    let mut summary = Summary { kind: import.kind.word().into(), ..Summary::default() };
    let mut rejects = Vec::new();
    let mut sent = Vec::new();
    let mut counts = customers::Counts::default();
    while let Some(record) = table.next_record().map_err(|error| invalid(import.file, error))? {
        summary.rows += 1;
        let row = Record { cells: &record.cells, columns: &columns, mapping: &import.mapping };
        let made = match import.kind {
            Kind::Customers => customers::row(session, &row, &mut counts),
        };
        match made {
            Ok(Row::There) => summary.skipped += 1,
            Ok(Row::Command(envelope)) => sent.push((record, *envelope)),
            Err(Failure::Refused(refusal)) => rejects.push(record.rejected(refusal)),
            Err(failure) => return Err(failure),
        }
    }
    let (records, envelopes): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
    let outcomes = if import.dry_run {
        session.try_out(envelopes)?
    } else {
        let pending: Vec<_> = envelopes
            .into_iter()
            .map(|envelope| session.send(envelope))
            .collect::<Result<_, _>>()?;
        pending.into_iter().map(crate::engine::session::Pending::wait).collect()
    };
    for (record, outcome) in records.into_iter().zip(outcomes) {
        match outcome {
            Ok(_) => summary.taken += 1,
            Err(Failure::Refused(refusal)) => rejects.push(record.rejected(refusal)),
            Err(failure) => return Err(failure),
        }
    }
    rejects.sort_by_key(|reject| reject.line);
    summary.refused = rejects.len() as u64;
    Ok((summary, table.head().to_vec(), rejects))
}

fn invalid(file: &Path, error: csv::Error) -> Failure {
    BookError::io(file, io::Error::new(io::ErrorKind::InvalidData, error)).into()
}

/// The id of an imported row's command: the same for the same row, in every run.
pub fn id_of(session: &Session, kind: Kind, identity: &str, nth: u64) -> Uuid {
    let name = format!("{}\u{1f}{identity}\u{1f}{nth}", kind.word());
    Uuid::new_v5(&session.info().book, name.as_bytes())
}

impl table::RawRecord {
    fn rejected(self, refusal: Refusal) -> Reject {
        Reject { line: self.line, refusal, cells: self.cells }
    }
}

/// A refusal of the file as a whole.
pub fn unusable(rule: Rule, field: &str, given: impl ToString) -> Refusal {
    Refusal::new(rule, field).with("given", given.to_string())
}
