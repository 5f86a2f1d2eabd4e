//! `daybook balance`: what a customer owes, and why.

use std::num::NonZeroUsize;

use clap::Args;

use crate::domain::{Code, Day, Number};
use crate::ledger::query::AsOf;
use crate::ledger::query::balance::{BalanceOf, BalancePart};
use crate::reports;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct BalanceArgs {
    /// The customer's code
    customer: String,
    #[command(flatten)]
    when: WhenArgs,
    /// Print at most this many items; the sums are those of all
    #[arg(long, value_name = "N", value_parser = super::at_least_one)]
    limit: Option<NonZeroUsize>,
    /// Print the items after this one, by due date
    #[arg(long, value_name = "ITEM")]
    after: Option<String>,
    /// Print the items as CSV
    #[arg(long)]
    csv: bool,
}

/// A moment in the past, for every question that can be asked about one.
#[derive(Args, Clone, Copy)]
pub struct WhenArgs {
    /// As of this day: leave out what takes effect later
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    pub as_of: Option<Day>,
    /// As known at this entry: leave out what was recorded later
    #[arg(long, value_name = "SEQ", value_parser = super::whole::<u64>)]
    pub known_at: Option<u64>,
}

impl From<WhenArgs> for AsOf {
    fn from(when: WhenArgs) -> AsOf {
        AsOf { as_of: when.as_of, known_at: when.known_at }
    }
}

pub fn run(common: &Common, args: BalanceArgs) -> Result<u8, CliError> {
    common.json_or_csv(args.csv)?;
    let session = common.open()?;
    let (customer, asked) = (Code(args.customer), args.when.into());
    let balance = match (args.limit, args.after) {
        (None, None) => session.ask(&BalanceOf { customer, asked })?,
        (limit, after) => {
            let after = after.map(Number);
            session.ask(&BalancePart { customer, asked, limit, after })?
        }
    };
    match (common.json, args.csv) {
        (true, _) => output::print_json(&balance)?,
        (_, true) => output::print(&reports::balance::csv(&balance)?)?,
        _ => output::print(&reports::balance::text(&balance, &common.words()))?,
    }
    Ok(DONE)
}
