//! Sends the commands of a book that is imported, and counts the outcomes. May use: the engine.

use std::collections::VecDeque;
use std::path::Path;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::{Envelope, Message, Refusal};
use crate::engine::ports::Progress;
use crate::engine::session::Pending;
use crate::engine::{Failure, Session, intake};
use crate::ledger::query::summary::SummaryOf;

/// An import of a book.
pub struct BookImport<'a> {
    /// The folder of an export.
    pub folder: &'a Path,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// The reason for overriding rules, such as a date in the future or a period that is closed for now.
    pub override_reason: Option<String>,
    /// The reason for a dunning block, in the reader's words, when the user who made the export wasn't allowed to see
    /// the real one.
    pub untold: String,
}

/// The outcome of a table of the export.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BookTableCount {
    /// The table (`payments`).
    pub table: &'static str,
    /// Rows that were imported, as commands carried out.
    pub taken: u64,
    /// Rows that were in the book already.
    pub skipped: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Rows that have no effect any more, and are not imported.
    pub left_out: u64,
    /// Rows that only the book before knows: an import cannot bring them.
    pub not_brought: u64,
}

/// The command of a row.
pub struct BookCommand {
    /// The table and the line of its file.
    pub place: (&'static str, u64),
    /// Identifies the row among those of its table and command.
    pub identity: String,
    pub fields: Map<String, Value>,
}

/// A row that was refused.
pub struct BookReject {
    /// The table.
    pub table: &'static str,
    /// The line of its file.
    pub line: u64,
    /// Why.
    pub refusal: Refusal,
}

/// The outcome of a whole book.
pub struct BookOutcome {
    /// By table, in the order in which they are imported.
    pub tables: Vec<BookTableCount>,
    /// The refused rows, in order.
    pub rejects: Vec<BookReject>,
}

impl BookOutcome {
    /// The tables of which rows were tried: those of which nothing is brought in are in
    /// [`not_brought`](Self::not_brought) alone.
    pub fn tried(&self) -> impl Iterator<Item = &BookTableCount> {
        self.tables.iter().filter(|it| it.taken + it.skipped + it.refused + it.left_out > 0)
    }

    /// What only the book before has, table by table.
    pub fn not_brought(&self) -> Vec<Message> {
        let some = self.tables.iter().filter(|it| it.not_brought > 0);
        let rows = some.map(|it| {
            let message = Message::new("import-book-rows").with("table", it.table);
            message.with("count", it.not_brought)
        });
        rows.collect()
    }
}

/// The most commands that wait for their outcomes at the same time.
const MOST_WAITING: usize = 10_000;

/// A row's command that was sent.
struct SentCommand {
    table: &'static str,
    line: u64,
    answer: Option<Pending>,
}

/// Receives the commands of rows, and their outcomes.
pub struct BookSender<'a> {
    session: &'a Session,
    import: &'a BookImport<'a>,
    progress: &'a mut dyn Progress,
    /// The last entry before the import: an older receipt means that the row was imported before.
    head: u64,
    outcome: BookOutcome,
    sent: VecDeque<SentCommand>,
    /// The commands of a dry run, which are tried as one group.
    tried: Vec<Envelope>,
    done: u64,
}

impl<'a> BookSender<'a> {
    pub fn new(
        session: &'a Session,
        import: &'a BookImport<'a>,
        progress: &'a mut dyn Progress,
    ) -> Result<BookSender<'a>, Failure> {
        let head = session.ask(&SummaryOf)?.entries;
        let outcome = BookOutcome { tables: Vec::new(), rejects: Vec::new() };
        let (sent, tried) = (VecDeque::new(), Vec::new());
        Ok(BookSender { session, import, progress, head, outcome, sent, tried, done: 0 })
    }

    fn count(&mut self, table: &'static str) -> Option<&mut BookTableCount> {
        if !self.outcome.tables.iter().any(|known| known.table == table) {
            self.outcome.tables.push(BookTableCount { table, ..BookTableCount::default() });
        }
        self.outcome.tables.iter_mut().find(|known| known.table == table)
    }

    /// The reason for a block that the export doesn't tell.
    pub fn untold(&self) -> &str {
        &self.import.untold
    }

    /// Counts a row that has no effect any more.
    pub fn leave_out(&mut self, table: &'static str) {
        if let Some(count) = self.count(table) {
            count.left_out += 1;
        }
    }

    /// Counts a row that cannot be brought in.
    pub fn not_bring(&mut self, table: &'static str) {
        if let Some(count) = self.count(table) {
            count.not_brought += 1;
        }
    }

    /// Sends the command of a row.
    pub fn send_row(&mut self, row: BookCommand) -> Result<(), Failure> {
        self.send(row.place, &row.identity, row.fields)
    }

    pub fn refuse(&mut self, table: &'static str, line: u64, refusal: Refusal) {
        if let Some(count) = self.count(table) {
            count.refused += 1;
        }
        self.outcome.rejects.push(BookReject { table, line, refusal });
    }

    /// Sends the command of a row. `identity` identifies the row among those of its table and command.
    pub fn send(
        &mut self,
        (table, line): (&'static str, u64),
        identity: &str,
        mut fields: Map<String, Value>,
    ) -> Result<(), Failure> {
        let name = fields.get("do").and_then(Value::as_str).unwrap_or_default();
        let name = format!("book\u{1f}{table}\u{1f}{name}\u{1f}{identity}");
        let id = Uuid::new_v5(&self.session.info().book, name.as_bytes());
        if let Some(reason) = &self.import.override_reason {
            fields.insert("override".into(), json!({ "reason": reason }));
        }
        let envelope = match intake::envelope(Some(id), fields) {
            Ok(envelope) => envelope,
            Err(refusal) => {
                self.refuse(table, line, refusal);
                return Ok(());
            }
        };
        if self.import.dry_run {
            self.sent.push_back(SentCommand { table, line, answer: None });
            self.tried.push(envelope);
            return Ok(());
        }
        let answer = Some(self.session.send(envelope)?);
        self.sent.push_back(SentCommand { table, line, answer });
        while self.sent.len() > MOST_WAITING {
            self.answer()?;
        }
        Ok(())
    }

    /// Waits for the outcome of the oldest command.
    fn answer(&mut self) -> Result<(), Failure> {
        let Some(SentCommand { table, line, answer }) = self.sent.pop_front() else {
            return Ok(());
        };
        match answer {
            Some(pending) => {
                let answer = pending.wait().map(|receipt| receipt.seq);
                self.answered(table, line, answer)
            }
            None => Ok(()),
        }
    }

    fn answered(
        &mut self,
        table: &'static str,
        line: u64,
        answer: Result<u64, Failure>,
    ) -> Result<(), Failure> {
        self.done += 1;
        self.progress.at("importing", self.done, self.done + self.sent.len() as u64);
        match answer {
            Ok(seq) => {
                let head = self.head;
                if let Some(count) = self.count(table) {
                    *(if seq > head { &mut count.taken } else { &mut count.skipped }) += 1;
                }
                Ok(())
            }
            Err(Failure::Refused(refusal)) => {
                self.refuse(table, line, refusal);
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }

    pub fn finish(mut self) -> Result<BookOutcome, Failure> {
        if self.import.dry_run {
            let answers = self.session.preview(std::mem::take(&mut self.tried))?;
            for answer in answers {
                if let Some(SentCommand { table, line, .. }) = self.sent.pop_front() {
                    let answer = answer.map(|preview| preview.receipt.seq);
                    self.answered(table, line, answer)?;
                }
            }
        }
        while !self.sent.is_empty() {
            self.answer()?;
        }
        Ok(self.outcome)
    }
}
