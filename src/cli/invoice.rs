//! `daybook invoice`: an invoice as it is sent.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::documents;
use crate::domain::{Rule, marks};
use crate::ledger::query::show::{Show, Shown};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct InvoiceArgs {
    /// The invoice's number
    number: String,
    /// As what
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write it to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file that is there
    #[arg(long, requires = "out")]
    force: bool,
}

/// What a document is written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page of plain text
    Text,
    /// JSON
    Json,
}

pub fn run(common: &Common, args: &InvoiceArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let Shown::Invoice(invoice) = session.ask(&Show { what: args.number.clone() })? else {
        return Err(output::refused(Rule::DocumentNotInvoice, "number", &args.number));
    };
    let text = match common.json || args.format == Format::Json {
        true => output::json_text(&invoice)? + "\n",
        false => marks::marked_page(&documents::invoice::text(&invoice)).into_owned(),
    };
    match &args.out {
        Some(file) => output::write_file("out", file, args.force, &text)?,
        None => output::print(&text)?,
    }
    Ok(DONE)
}
