//! `daybook bank-lines`: lines of bank statements, open ones or in another state.

use clap::{Args, ValueEnum};

use super::Common;
use super::balance::WhenArgs;
use super::output::CliError;
use super::report::{self, ReportArgs};

#[derive(Args)]
pub struct BankLinesArgs {
    /// Only lines in this state
    #[arg(long, value_enum, default_value = "open")]
    state: LineStateArg,
    #[command(flatten)]
    when: WhenArgs,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum LineStateArg {
    /// Not matched or dismissed yet
    Open,
    /// It is a payment or a refund
    Matched,
    /// It has nothing to do with customers
    Dismissed,
    /// All lines
    All,
}

pub fn run(common: &Common, args: BankLinesArgs) -> Result<u8, CliError> {
    let by = match args.state {
        LineStateArg::Open => "open",
        LineStateArg::Matched => "matched",
        LineStateArg::Dismissed => "dismissed",
        LineStateArg::All => "all",
    };
    report::run(common, ReportArgs::named("bank-lines", args.when, args.csv).by(by))
}
