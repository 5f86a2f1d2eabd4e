//! `daybook invoice`, `credit-note` and `receipt`: prints a document as it is sent.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::documents::paper::Paper;
use crate::documents::wording::Wording;
use crate::documents::{credit_note, invoice, receipt, text};
use crate::domain::{Rule, marks};
use crate::ledger::query::show::{Show, Shown};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct DocumentArgs {
    /// The document's number
    number: String,
    #[command(flatten)]
    written: WrittenArgs,
}

/// In which format a document is written, and where to.
#[derive(Args)]
pub struct WrittenArgs {
    /// The format
    #[arg(long, value_enum, default_value = "text")]
    format: DocumentFormat,
    /// Write it to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    force: bool,
}

/// The format of a document.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DocumentFormat {
    /// A page of plain text
    Text,
    /// JSON
    Json,
}

/// The JSON of a document: the ledger's answer, and the document as a specification.
#[derive(Serialize)]
struct DocumentJson<'a, T> {
    #[serde(flatten)]
    answer: &'a T,
    document: &'a Paper,
}

impl WrittenArgs {
    /// Writes a document.
    pub fn write<T: Serialize>(
        &self,
        common: &Common,
        answer: &T,
        document: &Paper,
    ) -> Result<u8, CliError> {
        let page = match common.json || self.format == DocumentFormat::Json {
            true => output::json_text(&DocumentJson { answer, document })? + "\n",
            false => marks::marked_page(&text::text(document)).into_owned(),
        };
        match &self.out {
            Some(file) => output::write_file("out", file, self.force, &page)?,
            None => output::print(&page)?,
        }
        Ok(DONE)
    }
}

pub fn invoice(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let Shown::Invoice(it) = shown(common, args)? else {
        return Err(output::refused(Rule::DocumentNotInvoice, "number", &args.number));
    };
    let wording = Wording::of(invoice::language(&it, common.language));
    args.written.write(common, &it, &invoice::paper(&it, &wording))
}

pub fn credit_note(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let Shown::CreditNote(it) = shown(common, args)? else {
        return Err(output::refused(Rule::DocumentNotCreditNote, "number", &args.number));
    };
    let wording = Wording::of(credit_note::language(&it, common.language));
    args.written.write(common, &it, &credit_note::paper(&it, &wording))
}

pub fn receipt(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let Shown::Payment(it) = shown(common, args)? else {
        return Err(output::refused(Rule::DocumentNotPayment, "number", &args.number));
    };
    let wording = Wording::of(receipt::language(&it, common.language));
    args.written.write(common, &it, &receipt::paper(&it, &wording))
}

/// What has the number.
fn shown(common: &Common, args: &DocumentArgs) -> Result<Shown, CliError> {
    Ok(common.open()?.ask(&Show { what: args.number.clone() })?)
}
