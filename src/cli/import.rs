//! `daybook import`: other people's files into the book.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::exchange::import::table::Mapping;
use crate::exchange::import::{self, DateFormat, Import, Kind, Outcome, Reject, Summary};
use crate::words::Words;

use super::Common;
use super::output::{self, Bar, CliError, DONE, REFUSED};

#[derive(Args)]
pub struct ImportArgs {
    /// What the file holds
    #[arg(value_enum)]
    kind: KindArg,
    /// The file: CSV in UTF-8, cp1252 or ISO 8859-1, separated by commas, semicolons or tabs
    file: PathBuf,
    /// Where a field comes from: name=Company|FirstName+LastName takes the first that is not empty
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What stands where a field is empty
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// How dates are written: M/D/YYYY, DD.MM.YY …; absent, YYYY-MM-DD
    #[arg(long, value_name = "F")]
    date_format: Option<String>,
    /// Make the accounts that are missing
    #[arg(long)]
    create_customers: bool,
    /// Only say what would be taken
    #[arg(long)]
    dry_run: bool,
    /// Write the rows that were refused to this file, with line, field, rule and message
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindArg {
    /// Customers, one a row
    Customers,
    /// Items of the catalogue, one a row
    Items,
    /// Invoices, one line a row; rows of one number make one document
    Invoices,
    /// What is owed in another system, one invoice a row: open, settled or disputed
    Receivables,
    /// Payments, one a row
    Payments,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Kind {
        match kind {
            KindArg::Customers => Kind::Customers,
            KindArg::Items => Kind::Items,
            KindArg::Invoices => Kind::Invoices,
            KindArg::Receivables => Kind::Receivables,
            KindArg::Payments => Kind::Payments,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write FIELD=VALUE")?;
    Ok((name.to_string(), value.to_string()))
}

pub fn run(common: &Common, args: ImportArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let (map, set): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (args.map.into_iter().collect(), args.set.into_iter().collect());
    let dates = args.date_format.as_deref().map(DateFormat::parse).transpose()?;
    let import = Import {
        kind: args.kind.into(),
        file: &args.file,
        mapping: Mapping { map, set },
        dates: dates.unwrap_or_else(DateFormat::iso),
        create_customers: args.create_customers,
        dry_run: args.dry_run,
    };
    let imported = import::run(&session, &import, &mut Bar::default());
    let Outcome { summary, head, rejects } = imported?;
    session.close()?;
    let words = Words::english();
    if let Some(file) = &args.rejects {
        write_rejects(file, &head, &rejects, &words)?;
    } else {
        for reject in rejects.iter().take(10) {
            eprintln!("line {}: {}", reject.line, words.refusal(&reject.refusal));
        }
        if rejects.len() > 10 {
            eprintln!("… {} rows in all; --rejects FILE writes them down", rejects.len());
        }
    }
    match common.json {
        true => output::print_json(&summary)?,
        false => output::print(&text(&summary, args.dry_run))?,
    }
    Ok(if rejects.is_empty() { DONE } else { REFUSED })
}

fn text(summary: &Summary, dry_run: bool) -> String {
    let would = if dry_run { "would be taken" } else { "taken" };
    let mut text = format!(
        "{} rows of {}: {} {would}, {} there already, {} refused\n",
        summary.rows, summary.kind, summary.taken, summary.skipped, summary.refused
    );
    if summary.documents + summary.documents_refused > 0 {
        let (made, refused) = (summary.documents, summary.documents_refused);
        text += &format!("documents: {made} {would}, {refused} refused\n");
    }
    if summary.customers > 0 {
        text += &format!("accounts made for them: {}\n", summary.customers);
    }
    if summary.warnings > 0 {
        text += &format!("rows with a price of nothing: {}\n", summary.warnings);
    }
    for (currency, sums) in &summary.sums {
        let (taken, skipped) = (sums.taken.grouped(), sums.skipped.grouped());
        let refused = sums.refused.grouped();
        text += &format!(
            "{currency} {taken} {would}, {skipped} there already, {refused} refused (without taxes)\n"
        );
    }
    text
}

fn write_rejects(
    file: &Path,
    head: &[String],
    rejects: &[Reject],
    words: &Words,
) -> Result<(), CliError> {
    let named =
        |error: csv::Error| CliError::Io(io::Error::other(format!("{}: {error}", file.display())));
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(file).map_err(named)?;
    let own = ["line", "field", "rule", "message"].map(str::to_string);
    writer.write_record(own.iter().chain(head)).map_err(named)?;
    for reject in rejects {
        let own = [
            reject.line.to_string(),
            reject.refusal.field.clone(),
            reject.refusal.rule.name().to_string(),
            words.refusal(&reject.refusal),
        ];
        writer.write_record(own.iter().chain(&reject.cells)).map_err(named)?;
    }
    writer.flush()?;
    Ok(())
}
