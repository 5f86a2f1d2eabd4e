//! Exports: one file per table, as CSV or as lines of JSON, with the columns named as in the JSON
//! answers. Each file is written under a temporary name; all are renamed once every one of them is
//! complete.

mod cells;
mod columns;

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc;

use serde::Serialize;

use crate::domain::event::DunningPolicySet;
use crate::domain::{Number, marks};
use crate::engine::new_file::{NewFile, make_folder};
use crate::engine::{self, BookError, Failure, Session, owner};
use crate::ledger::query::Question;
use crate::ledger::query::bank::BankLinesAfter;
use crate::ledger::query::dunning::DunningPoliciesOf;
use crate::ledger::query::exported::{
    AwaitedOf, BlocksOf, DepositsAfter, GroupsOf, LettersAfter, PayersOf,
};
use crate::ledger::query::judged::{JudgedAfter, JudgedPromises};
use crate::ledger::query::page::{
    AllocationsAfter, CasesAfter, CustomersAfter, Depth, DocumentsAfter, ItemsAfter, Page,
    UndoneAfter,
};
use crate::ledger::query::show::{
    Shown, ShownDeposit, ShownInvoice, ShownLateFee, ShownLetter, ShownPromise,
};
use crate::ledger::query::suspense::UnidentifiedAfter;
use crate::ledger::tables::CaseKind;

use cells::Cells;
use columns::TABLES;

/// The format of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated values with a header; nested values go to tables of their own.
    Csv,
    /// The same for opening in a spreadsheet: it begins with a byte order mark, and a text that the
    /// spreadsheet would run as a formula, or whose plus sign it would drop, gets an apostrophe in
    /// front.
    Spreadsheet,
    /// One JSON answer per line.
    Jsonl,
}

impl Format {
    /// The extension of its files.
    fn ending(self) -> &'static str {
        match self {
            Format::Csv | Format::Spreadsheet => "csv",
            Format::Jsonl => "jsonl",
        }
    }
}

/// A table that is being written.
struct ExportTable {
    name: &'static str,
    out: TableWriter,
    rows: u64,
}

enum TableWriter {
    Csv(Box<csv::Writer<BufWriter<NewFile>>>, Cells),
    Jsonl(BufWriter<NewFile>),
}

/// Writes every table into `folder`, and creates the folder if it is missing. Returns the tables' names
/// with their numbers of rows. Refused if the folder is that of a book, or if a table's file exists,
/// unless `replaces` allows replacing it.
pub fn export(
    session: &Session,
    folder: &Path,
    format: Format,
    replaces: bool,
) -> Result<Vec<(&'static str, u64)>, Failure> {
    engine::not_in_book("dir", folder)?;
    let is_new = owner::as_caller(|| fs::symlink_metadata(folder)).is_err();
    let written = write_all(session, folder, format, replaces);
    if is_new && written.is_err() {
        // It was created for files that didn't come; if it is not empty, it stays.
        let _ = owner::as_caller(|| fs::remove_dir(folder));
    }
    written
}

fn write_all(
    session: &Session,
    folder: &Path,
    format: Format,
    replaces: bool,
) -> Result<Vec<(&'static str, u64)>, Failure> {
    let mut tables = ExportTables::create(folder, format, replaces)?;
    let io = |error: io::Error| BookError::user_file(folder, error);
    // All tables are as of the same moment, so that what one refers to is in the others.
    let _held = session.hold()?;
    let depth = match format {
        Format::Csv | Format::Spreadsheet => Depth::Row,
        Format::Jsonl => Depth::Whole,
    };
    let customers = |after| CustomersAfter(after, depth);
    pages(session, customers, |row| tables.put("customers", &row).map_err(io))?;
    pages(session, |after| DocumentsAfter(after, depth), |row| tables.thing(row).map_err(io))?;
    pages(session, AllocationsAfter, |row| match row {
        Some(row) => tables.put("allocations", &row).map_err(io),
        None => Ok(()),
    })?;
    pages(session, UndoneAfter, |row| match row {
        Some(row) => tables.put("allocations_undone", &row).map_err(io),
        None => Ok(()),
    })?;
    for kind in EXPORTED {
        pages(session, |after| CasesAfter(kind, after), |row| tables.thing(row).map_err(io))?;
    }
    promises(session, |row| tables.put("promises", &row).map_err(io))?;
    pages(session, ItemsAfter, |row| tables.put("items", &row).map_err(io))?;
    pages(session, UnidentifiedAfter, |row| tables.thing(row).map_err(io))?;
    pages(session, BankLinesAfter, |row| tables.put("bank_lines", &row).map_err(io))?;
    pages(session, DepositsAfter, |row| tables.deposit(&row).map_err(io))?;
    pages(session, LettersAfter, |row| tables.letter(&row).map_err(io))?;
    tables.all("payers", &session.ask(&PayersOf)?).map_err(io)?;
    tables.all("certificates", &session.ask(&AwaitedOf)?).map_err(io)?;
    tables.all("groups", &session.ask(&GroupsOf)?).map_err(io)?;
    tables.all("dunning_blocks", &session.ask(&BlocksOf)?).map_err(io)?;
    for policy in session.ask(&DunningPoliciesOf)? {
        tables.policy(&policy).map_err(io)?;
    }
    tables.finish(folder)
}

/// The kinds of cases that are exported as recorded, each to its own table. Promises are read by [`promises`].
const EXPORTED: [CaseKind; 5] =
    [CaseKind::Dispute, CaseKind::Call, CaseKind::Plan, CaseKind::Callback, CaseKind::Delivery];

/// How many pages may wait to be written.
const WAITING: usize = 2;

/// Reads every row of a table, page by page: while one page is written, the next is read.
fn pages<Q, T, K>(
    session: &Session,
    after: impl Fn(Option<K>) -> Q + Send,
    mut row: impl FnMut(T) -> Result<(), BookError>,
) -> Result<(), Failure>
where
    Q: Question<Answer = Page<T, K>>,
    T: Send,
    K: Send,
{
    std::thread::scope(|scope| {
        let (sender, pages) = mpsc::sync_channel(WAITING);
        scope.spawn(move || {
            let mut next = None;
            loop {
                let page = session.ask(&after(next)).map(|page| (page.rows, page.next));
                let (page, key) = match page {
                    Ok((rows, key)) => (Ok(rows), key),
                    Err(failure) => (Err(failure), None),
                };
                next = key;
                // If writing failed, no more rows are needed.
                if sender.send(page).is_err() || next.is_none() {
                    return;
                }
            }
        });
        for page in pages {
            page?.into_iter().try_for_each(&mut row)?;
        }
        Ok(())
    })
}

/// How many promises are shown at once.
const PROMISES_AT_ONCE: usize = 500;

/// Reads every promise, as recorded. How all of them stand is read first, by account.
fn promises(
    session: &Session,
    mut row: impl FnMut(ShownPromise) -> Result<(), BookError>,
) -> Result<(), Failure> {
    let mut judged = Vec::new();
    pages(session, JudgedAfter, |one| {
        judged.push(one);
        Ok(())
    })?;
    judged.sort_unstable_by_key(|(id, _)| *id);
    for some in judged.chunks(PROMISES_AT_ONCE) {
        session.ask(&JudgedPromises(some.to_vec()))?.into_iter().try_for_each(&mut row)?;
    }
    Ok(())
}

/// A part of something, such as the line of a document, as a row of its own.
#[derive(Serialize)]
struct PartRow<'a, N, L> {
    number: &'a N,
    line: usize,
    #[serde(flatten)]
    rest: &'a L,
}

/// A late fee as a row of its own.
#[derive(Serialize)]
struct LateFeeOfInvoice<'a> {
    fee: &'a Number,
    #[serde(flatten)]
    rest: &'a ShownLateFee,
}

struct ExportTables(Vec<ExportTable>);

impl ExportTables {
    fn create(folder: &Path, format: Format, replaces: bool) -> Result<ExportTables, Failure> {
        let made = make_folder(folder);
        made.map_err(|error| BookError::user_file(folder, error))?;
        let mut tables = Vec::new();
        for (name, columns) in TABLES {
            let path = folder.join(format!("{name}.{}", format.ending()));
            let file = BufWriter::new(NewFile::create("dir", &path, replaces)?);
            let table = ExportTable::create(name, columns, file, format);
            tables.push(table.map_err(|error| BookError::user_file(path, error))?);
        }
        Ok(ExportTables(tables))
    }

    fn put(&mut self, name: &str, row: &impl Serialize) -> io::Result<()> {
        match self.0.iter_mut().find(|table| table.name == name) {
            Some(table) => table.put(row),
            None => Ok(()),
        }
    }

    /// A document or a case.
    fn thing(&mut self, shown: Shown) -> io::Result<()> {
        match &shown {
            Shown::Invoice(invoice) => {
                self.lines(&invoice.invoice, &invoice.lines)?;
                self.late_fee(invoice)?;
            }
            Shown::CreditNote(note) => self.lines(&note.credit_note, &note.lines)?,
            Shown::Dispute(it) => self.parts("dispute_steps", &it.dispute, &it.timeline)?,
            _ => {}
        }
        match &shown {
            Shown::Invoice(invoice) => self.put("invoices", invoice),
            Shown::CreditNote(credit_note) => self.put("credit_notes", credit_note),
            Shown::Payment(payment) => self.put("payments", payment),
            Shown::Refund(refund) => self.put("refunds", refund),
            Shown::WriteOff(write_off) => self.put("write_offs", write_off),
            Shown::Dispute(dispute) => self.put("disputes", dispute),
            Shown::Promise(promise) => self.put("promises", promise),
            Shown::Plan(plan) => self.put("plans", plan),
            Shown::Call(call) => self.put("calls", call),
            Shown::Callback(callback) => self.put("callbacks", callback),
            Shown::Delivery(delivery) => self.put("deliveries", delivery),
            Shown::Unidentified(receipt) => self.put("unidentified", receipt),
            Shown::BankLine(line) => self.put("bank_lines", line),
            Shown::Deposit(deposit) => self.deposit(deposit),
            Shown::Letter(letter) => self.letter(letter),
            Shown::Customer(_) | Shown::Draft(_) | Shown::Item(_) => Ok(()),
        }
    }

    /// All rows of a table.
    fn all(&mut self, name: &str, rows: &[impl Serialize]) -> io::Result<()> {
        rows.iter().try_for_each(|row| self.put(name, row))
    }

    fn deposit(&mut self, deposit: &ShownDeposit) -> io::Result<()> {
        self.parts("deposit_payments", &deposit.deposit, &deposit.payments)?;
        self.put("deposits", deposit)
    }

    fn letter(&mut self, letter: &ShownLetter) -> io::Result<()> {
        if let Some(number) = &letter.letter {
            self.parts("letter_items", number, &letter.items)?;
        }
        self.put("letters", letter)
    }

    fn policy(&mut self, policy: &DunningPolicySet) -> io::Result<()> {
        self.parts("dunning_levels", &policy.name, &policy.levels)?;
        self.put("dunning_policies", policy)
    }

    /// The interest that an invoice charges, if it is a late fee.
    fn late_fee(&mut self, invoice: &ShownInvoice) -> io::Result<()> {
        let rest = invoice.late_fee.as_ref();
        let row = rest.map(|rest| LateFeeOfInvoice { fee: &invoice.invoice, rest });
        row.map_or(Ok(()), |row| self.put("late_fees", &row))
    }

    fn lines(&mut self, number: &Number, lines: &[impl Serialize]) -> io::Result<()> {
        self.parts("lines", number, lines)
    }

    /// The parts of something as rows of a table of their own.
    fn parts(
        &mut self,
        table: &str,
        number: &impl Serialize,
        parts: &[impl Serialize],
    ) -> io::Result<()> {
        for (place, part) in parts.iter().enumerate() {
            self.put(table, &PartRow { number, line: place + 1, rest: part })?;
        }
        Ok(())
    }

    fn finish(self, folder: &Path) -> Result<Vec<(&'static str, u64)>, Failure> {
        let (mut files, mut counts) = (Vec::new(), Vec::new());
        for table in self.0 {
            counts.push((table.name, table.rows));
            files.push(table.finish().map_err(|error| BookError::user_file(folder, error))?);
        }
        files.into_iter().try_for_each(|file| file.finish("dir"))?;
        Ok(counts)
    }
}

impl ExportTable {
    fn create(
        name: &'static str,
        columns: &'static [&'static str],
        mut file: BufWriter<NewFile>,
        format: Format,
    ) -> io::Result<ExportTable> {
        let write: fn(&str) -> Cow<'_, str> = match format {
            Format::Jsonl => {
                return Ok(ExportTable { name, out: TableWriter::Jsonl(file), rows: 0 });
            }
            Format::Csv => marks::cell,
            Format::Spreadsheet => {
                file.write_all("\u{feff}".as_bytes())?;
                marks::spreadsheet_cell
            }
        };
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(columns)?;
        let out = TableWriter::Csv(Box::new(writer), Cells::new(columns, write));
        Ok(ExportTable { name, out, rows: 0 })
    }

    fn put(&mut self, row: &impl Serialize) -> io::Result<()> {
        self.rows += 1;
        match &mut self.out {
            TableWriter::Jsonl(out) => {
                writeln!(out, "{}", marks::escaped(&serde_json::to_string(row)?))
            }
            TableWriter::Csv(writer, cells) => Ok(writer.write_record(cells.of(row)?)?),
        }
    }

    /// The complete file, not renamed yet.
    fn finish(self) -> io::Result<NewFile> {
        let file = match self.out {
            TableWriter::Jsonl(out) => out,
            TableWriter::Csv(writer, _) => {
                writer.into_inner().map_err(csv::IntoInnerError::into_error)?
            }
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}
