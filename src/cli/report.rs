//! `daybook report`: reports over the whole book, and the items behind their figures.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::domain::Day;
use crate::layout::{Align, TextTable};
use crate::ledger::query::report::{self, ExplanationOf, ReportOf};
use crate::reports::json::Json;
use crate::reports::{csv_text, text};
use crate::words::Words;

use super::Common;
use super::balance::WhenArgs;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ReportArgs {
    /// The report; leave it out to list them all
    report: Option<String>,
    #[command(flatten)]
    when: WhenArgs,
    /// The first day of the period
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    from: Option<Day>,
    /// The last day of the period
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    to: Option<Day>,
    /// How to group the rows, if the report can be grouped in several ways
    #[arg(long, value_name = "WAY")]
    by: Option<String>,
    /// The format
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,
    /// Print CSV
    #[arg(long, conflicts_with = "format")]
    csv: bool,
    /// Print one line per row, however wide
    #[arg(long)]
    wide: bool,
    /// List the items behind a figure: the row (what its first column says, or its position) and the column
    #[arg(long, value_name = "ROW:COLUMN", requires = "report")]
    explain: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Plain text
    Text,
    /// CSV
    Csv,
    /// JSON
    Json,
}

impl ReportArgs {
    /// A report by its name, as of a moment, as text or as CSV.
    pub fn named(name: &str, when: WhenArgs, csv: bool) -> ReportArgs {
        ReportArgs {
            report: Some(name.into()),
            when,
            from: None,
            to: None,
            by: None,
            format: None,
            csv,
            wide: false,
            explain: None,
        }
    }

    /// The same, grouped another way.
    #[must_use]
    pub fn by(self, by: &str) -> ReportArgs {
        ReportArgs { by: Some(by.into()), ..self }
    }

    fn format(&self, common: &Common) -> Result<ReportFormat, CliError> {
        common.json_or_csv(self.csv || self.format == Some(ReportFormat::Csv))?;
        Ok(match self.format {
            _ if common.json => ReportFormat::Json,
            _ if self.csv => ReportFormat::Csv,
            Some(format) => format,
            None => ReportFormat::Text,
        })
    }
}

pub fn run(common: &Common, args: ReportArgs) -> Result<u8, CliError> {
    let (format, words) = (args.format(common)?, common.words());
    let Some(report) = args.report else { return list(format, &words) };
    let WhenArgs { as_of, known_at } = args.when;
    let (from, to, by) = (args.from, args.to, args.by);
    let question = ReportOf { report, as_of, known_at, from, to, by };
    let session = common.open()?;
    if let Some(figure) = &args.explain {
        // A row may hold a colon, a column does not.
        let Some((row, column)) = figure.rsplit_once(':') else {
            return Err(CliError::usage("usage-explain"));
        };
        let (row, column) = (row.to_string(), column.to_string());
        let explanation = session.ask(&ExplanationOf { report: question, row, column })?;
        match format {
            ReportFormat::Json => output::print_json(&explanation)?,
            ReportFormat::Csv => return Err(CliError::usage("usage-explain-csv")),
            ReportFormat::Text => output::print(&text::explanation(&explanation, &words))?,
        }
        return Ok(DONE);
    }
    let report = session.ask(&question)?;
    match format {
        ReportFormat::Json => output::print_json(&Json(&report))?,
        ReportFormat::Csv => output::print(&csv_text::csv(&report)?)?,
        ReportFormat::Text => output::print(&text::text(&report, &words, args.wide))?,
    }
    Ok(DONE)
}

/// Prints the list of reports.
fn list(format: ReportFormat, words: &Words) -> Result<u8, CliError> {
    let summary = |name: &str| words.say(&format!("report-{name}-summary"), &[]);
    match format {
        ReportFormat::Json => {
            let one = |spec: &&report::Spec| json!({ "report": spec.name, "by": spec.groupings, "summary": summary(spec.name) });
            output::print_json(
                &json!({ "reports": report::ALL.iter().map(one).collect::<Vec<_>>() }),
            )?;
        }
        ReportFormat::Csv => return Err(CliError::usage("usage-reports-csv")),
        ReportFormat::Text => {
            let mut table = TextTable::new(&[
                (&text::heading(words, "report"), Align::Left),
                (&text::heading(words, "by"), Align::Left),
                (&text::heading(words, "summary"), Align::Left),
            ]);
            for spec in report::ALL {
                table.row(vec![spec.name.into(), spec.groupings.join(", "), summary(spec.name)]);
            }
            output::print(&table.render_within(80, 2))?;
        }
    }
    Ok(DONE)
}
