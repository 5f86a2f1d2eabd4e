//! `daybook statement`: a statement of account.

use clap::{Args, ValueEnum};

use crate::documents::statement;
use crate::documents::wording::Wording;
use crate::domain::{Code, Day};
use crate::ledger::query::statement::{StatementOf, Style};

use super::Common;
use super::document::WrittenArgs;
use super::output::CliError;

#[derive(Args)]
pub struct StatementArgs {
    /// The customer's code
    customer: String,
    /// The first day; absent, the day after the last statement that was sent, else the first of the
    /// month
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    from: Option<Day>,
    /// The last day; absent, today
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    to: Option<Day>,
    /// What is unsettled, or opening balance, movements and closing balance
    #[arg(long, value_enum, default_value = "open-item")]
    style: StyleArg,
    /// As known at this entry; what was recorded later does not count
    #[arg(long, value_name = "SEQ")]
    known_at: Option<u64>,
    /// The entry at which the statement before was known (its known_at): what was recorded since
    /// with an earlier date shows as an adjustment
    #[arg(long, value_name = "SEQ")]
    since: Option<u64>,
    #[command(flatten)]
    written: WrittenArgs,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum StyleArg {
    OpenItem,
    BalanceForward,
}

pub fn run(common: &Common, args: StatementArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let it = session.ask(&StatementOf {
        customer: Code(args.customer),
        style: args.style.into(),
        from: args.from,
        to: args.to,
        known_at: args.known_at,
        since: args.since,
    })?;
    let wording = Wording::of(statement::language(&it, common.language));
    args.written.write(common, &it, &statement::paper(&it, &wording))
}

impl From<StyleArg> for Style {
    fn from(style: StyleArg) -> Style {
        match style {
            StyleArg::OpenItem => Style::OpenItem,
            StyleArg::BalanceForward => Style::BalanceForward,
        }
    }
}
