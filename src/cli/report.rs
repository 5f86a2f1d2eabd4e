//! `daybook report`: reports over the whole book.

use clap::{Args, Subcommand};

use crate::ledger::query::aging::AgingOf;
use crate::reports;

use super::Common;
use super::balance::WhenArgs;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    report: Report,
}

#[derive(Subcommand)]
enum Report {
    /// Who owes what, and how late it is
    Aging {
        #[command(flatten)]
        when: WhenArgs,
        /// Print CSV
        #[arg(long)]
        csv: bool,
    },
}

pub fn run(common: &Common, args: &ReportArgs) -> Result<u8, CliError> {
    let Report::Aging { when, csv } = args.report;
    common.json_or_csv(csv)?;
    let session = common.open()?;
    let aging = session.ask(&AgingOf { asked: when.into() })?;
    match (common.json, csv) {
        (true, _) => output::print_json(&aging)?,
        (_, true) => output::print(&reports::aging::csv(&aging)?)?,
        _ => output::print(&reports::aging::text(&aging))?,
    }
    Ok(DONE)
}
