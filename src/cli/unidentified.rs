//! `daybook unidentified`: the suspense list, money whose payer is not known yet.

use clap::Args;

use super::Common;
use super::balance::WhenArgs;
use super::output::CliError;
use super::report::{self, ReportArgs};

#[derive(Args)]
pub struct UnidentifiedArgs {
    #[command(flatten)]
    when: WhenArgs,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

pub fn run(common: &Common, args: UnidentifiedArgs) -> Result<u8, CliError> {
    report::run(common, ReportArgs::named("suspense", args.when, args.csv))
}
