//! `daybook reconcile`: the bank and the book compared, and bank lines matched.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::ledger::query::reconciliation::{Reconciliation, ReconciliationOf};
use crate::reports;

use super::Common;
use super::balance::WhenArgs;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ReconcileArgs {
    #[command(subcommand)]
    what: ReconcileCommand,
    /// The bank account, as the book calls it
    #[arg(long, global = true, value_name = "NAME")]
    account: Option<String>,
}

#[derive(Subcommand)]
enum ReconcileCommand {
    /// Compare the bank with the book, and list every line and payment by which they differ
    Report {
        #[command(flatten)]
        when: WhenArgs,
        /// Print CSV
        #[arg(long)]
        csv: bool,
    },
}

pub fn run(common: &Common, args: ReconcileArgs) -> Result<u8, CliError> {
    match args.what {
        ReconcileCommand::Report { when, csv } => report(common, args.account, when, csv),
    }
}

fn report(
    common: &Common,
    account: Option<String>,
    when: WhenArgs,
    csv: bool,
) -> Result<u8, CliError> {
    common.json_or_csv(csv)?;
    let session = common.open()?;
    let asked = ReconciliationOf { account, asked: when.into() };
    let all: Vec<Reconciliation> = session.ask(&asked)?;
    match (common.json, csv) {
        // One account is the answer itself; of several, each is one in a list.
        (true, _) => match all.as_slice() {
            [only] => output::print_json(only)?,
            several => output::print_json(&json!({ "accounts": several }))?,
        },
        (_, true) => output::print(&reports::reconciliation::csv(&all)?)?,
        _ => output::print(&reports::reconciliation::text(&all, &common.words()))?,
    }
    Ok(DONE)
}
