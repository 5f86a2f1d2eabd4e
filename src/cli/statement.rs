//! `daybook statement`: prints a statement of account.

use clap::{Args, ValueEnum};

use crate::documents::of_statement;
use crate::documents::wording::Wordings;
use crate::domain::{Code, Day};
use crate::ledger::query::statement::{StatementOf, Style};

use super::Common;
use super::document::WrittenArgs;
use super::output::CliError;

#[derive(Args)]
pub struct StatementArgs {
    /// The customer's code
    customer: String,
    /// The first day [default: the day after the last statement that was sent, else the first of the
    /// month]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    from: Option<Day>,
    /// The last day [default: today]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    to: Option<Day>,
    /// List what is unsettled (open-item), or opening balance, movements and closing balance
    /// (balance-forward)
    #[arg(long, value_enum, default_value = "open-item")]
    style: StyleArg,
    /// As known at this entry: leave out what was recorded later
    #[arg(long, value_name = "SEQ", value_parser = super::whole::<u64>)]
    known_at: Option<u64>,
    /// The known_at of the previous statement: what was recorded since then with an earlier date is
    /// shown as an adjustment
    #[arg(long, value_name = "SEQ", value_parser = super::whole::<u64>)]
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
    let paper = of_statement(&it, common.language, &mut Wordings::default());
    args.written.write(common, &it, &paper)
}

impl From<StyleArg> for Style {
    fn from(style: StyleArg) -> Style {
        match style {
            StyleArg::OpenItem => Style::OpenItem,
            StyleArg::BalanceForward => Style::BalanceForward,
        }
    }
}
