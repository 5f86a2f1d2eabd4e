//! Exports: a file a table, as CSV or as lines of JSON, with the columns named as in the answers.
//! A file is written beside its place and moved there whole.

mod columns;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::domain::Number;
use crate::engine::{BookError, Failure, Session};
use crate::ledger::query::Question;
use crate::ledger::query::page::{
    AllocationsAfter, CasesAfter, CustomersAfter, DocumentsAfter, ItemsAfter, Page,
};
use crate::ledger::query::show::Shown;
use crate::ledger::tables::CaseKind;

use columns::TABLES;

/// As what the tables are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated values, a head first; what is nested is left to tables of its own.
    Csv,
    /// A JSON answer a line.
    Jsonl,
}

/// A table while it is written.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    path: PathBuf,
    out: Out,
    rows: u64,
}

enum Out {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Jsonl(BufWriter<File>),
}

/// Writes every table into `folder`; the tables' names with their counts of rows.
pub fn export(
    session: &Session,
    folder: &Path,
    format: Format,
) -> Result<Vec<(&'static str, u64)>, Failure> {
    let mut tables = Tables::create(folder, format).map_err(|e| BookError::io(folder, e))?;
    let io = |error: io::Error| BookError::io(folder, error);
    pages(session, CustomersAfter, |row| tables.put("customers", &row).map_err(io))?;
    pages(session, DocumentsAfter, |row| tables.thing(&row).map_err(io))?;
    pages(session, AllocationsAfter, |row| match row {
        Some(row) => tables.put("allocations", &row).map_err(io),
        None => Ok(()),
    })?;
    for kind in [CaseKind::Dispute, CaseKind::Call, CaseKind::Promise, CaseKind::Callback] {
        pages(session, |after| CasesAfter(kind, after), |row| tables.thing(&row).map_err(io))?;
    }
    pages(session, ItemsAfter, |row| tables.put("items", &row).map_err(io))?;
    Ok(tables.finish().map_err(io)?)
}

/// Every row of a table, a page at a time.
fn pages<Q, T, K>(
    session: &Session,
    after: impl Fn(Option<K>) -> Q,
    mut row: impl FnMut(T) -> Result<(), BookError>,
) -> Result<(), Failure>
where
    Q: Question<Answer = Page<T, K>>,
{
    let mut next = None;
    loop {
        let page = session.ask(&after(next))?;
        page.rows.into_iter().try_for_each(&mut row)?;
        match page.next {
            Some(key) => next = Some(key),
            None => return Ok(()),
        }
    }
}

struct Tables(Vec<Table>);

impl Tables {
    fn create(folder: &Path, format: Format) -> io::Result<Tables> {
        fs::create_dir_all(folder)?;
        let tables =
            TABLES.iter().map(|(name, columns)| Table::create(folder, name, columns, format));
        tables.collect::<io::Result<_>>().map(Tables)
    }

    fn put(&mut self, name: &str, row: &impl Serialize) -> io::Result<()> {
        let value = serde_json::to_value(row)?;
        match self.0.iter_mut().find(|table| table.name == name) {
            Some(table) => table.put(&value),
            None => Ok(()),
        }
    }

    /// A document or a case.
    fn thing(&mut self, shown: &Shown) -> io::Result<()> {
        match shown {
            Shown::Invoice(invoice) => {
                self.put("invoices", invoice)?;
                self.lines(&invoice.invoice, &invoice.lines)
            }
            Shown::CreditNote(credit_note) => {
                self.put("credit_notes", credit_note)?;
                self.lines(&credit_note.credit_note, &credit_note.lines)
            }
            Shown::Payment(payment) => self.put("payments", payment),
            Shown::Refund(refund) => self.put("refunds", refund),
            Shown::WriteOff(write_off) => self.put("write_offs", write_off),
            Shown::Dispute(dispute) => self.put("disputes", dispute),
            Shown::Promise(promise) => self.put("promises", promise),
            Shown::Call(call) => self.put("calls", call),
            Shown::Callback(callback) => self.put("callbacks", callback),
            Shown::Customer(_) | Shown::Draft(_) | Shown::Item(_) => Ok(()),
        }
    }

    fn lines(&mut self, number: &Number, lines: &[impl Serialize]) -> io::Result<()> {
        for (place, line) in lines.iter().enumerate() {
            let mut row = serde_json::json!({"number": number, "line": place + 1});
            if let (Value::Object(row), Value::Object(line)) =
                (&mut row, serde_json::to_value(line)?)
            {
                row.extend(line);
            }
            self.put("lines", &row)?;
        }
        Ok(())
    }

    fn finish(self) -> io::Result<Vec<(&'static str, u64)>> {
        self.0.into_iter().map(Table::finish).collect()
    }
}

impl Table {
    fn create(
        folder: &Path,
        name: &'static str,
        columns: &'static [&'static str],
        format: Format,
    ) -> io::Result<Table> {
        let ending = match format {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        };
        let path = folder.join(format!("{name}.{ending}"));
        let file = BufWriter::new(File::create(beside(&path))?);
        let out = match format {
            Format::Jsonl => Out::Jsonl(file),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(file);
                writer.write_record(columns)?;
                Out::Csv(Box::new(writer))
            }
        };
        Ok(Table { name, columns, path, out, rows: 0 })
    }

    fn put(&mut self, row: &Value) -> io::Result<()> {
        self.rows += 1;
        match &mut self.out {
            Out::Jsonl(out) => writeln!(out, "{row}"),
            Out::Csv(writer) => {
                writer.write_record(self.columns.iter().map(|column| cell(&row[*column])))?;
                Ok(())
            }
        }
    }

    fn finish(self) -> io::Result<(&'static str, u64)> {
        let mut file = match self.out {
            Out::Jsonl(out) => out,
            Out::Csv(writer) => writer.into_inner().map_err(csv::IntoInnerError::into_error)?,
        };
        file.flush()?;
        file.get_ref().sync_all()?;
        fs::rename(beside(&self.path), &self.path)?;
        Ok((self.name, self.rows))
    }
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("part")
}

/// A value as a cell: text as it is, a list of texts joined, nothing where there is none.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            texts.join("+")
        }
        other => other.to_string(),
    }
}
