//! `daybook export`: writes the book's tables to files.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Map, json};

use crate::exchange::export::{self, Format};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ExportArgs {
    /// The format of the files
    #[arg(value_enum)]
    format: FormatArg,
    /// The folder to write them to
    dir: PathBuf,
    /// Write CSV for a spreadsheet to open: with a byte order mark, and an apostrophe before what it
    /// would run as a formula; `import` reads it back
    #[arg(long = "for", value_enum, value_name = "PROGRAM")]
    program: Option<ProgramArg>,
    /// Replace the files of an earlier export
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatArg {
    /// Comma-separated values
    Csv,
    /// One JSON object per line
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProgramArg {
    /// A spreadsheet program
    Spreadsheet,
}

pub fn run(common: &Common, args: &ExportArgs) -> Result<u8, CliError> {
    let format = match (args.format, args.program) {
        (FormatArg::Csv, None) => Format::Csv,
        (FormatArg::Csv, Some(ProgramArg::Spreadsheet)) => Format::Spreadsheet,
        (FormatArg::Jsonl, None) => Format::Jsonl,
        (FormatArg::Jsonl, Some(_)) => return Err(CliError::usage("usage-for-csv")),
    };
    let session = common.open()?;
    let tables = export::export(&session, &args.dir, format, args.force)?;
    if common.json {
        let tables: Map<_, _> =
            tables.iter().map(|(name, rows)| ((*name).to_string(), json!(rows))).collect();
        output::print_json_done(&json!({"ok": true, "folder": args.dir, "tables": tables}))?;
        return Ok(DONE);
    }
    let lines = tables.iter().map(|(name, rows)| format!("{rows:>8}  {name}\n"));
    output::print_done(&lines.collect::<String>())?;
    Ok(DONE)
}
