//! `daybook worklist` and `daybook next`: whom to call, about what, and why.

use clap::Args;

use crate::domain::{Day, Moment};
use crate::engine::Session;
use crate::engine::ports::{Clock, MachineClock};
use crate::ledger::day_in_zone;
use crate::ledger::query::worklist::{Worklist, WorklistOf};
use crate::reports::worklist;

use super::output::{self, CliError, DONE};
use super::{Common, day, whole};

#[derive(Args)]
pub struct WorklistArgs {
    /// The worklist of this day, today or later [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Day>,
    #[command(flatten)]
    whose: WhoseArgs,
    /// How many customers at most
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = whole::<usize>)]
    limit: usize,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Args)]
pub struct NextArgs {
    #[command(flatten)]
    whose: WhoseArgs,
}

/// The owner of the list, and the time of day.
#[derive(Args)]
struct WhoseArgs {
    /// Leave out customers handed over to someone other than this user
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// Include customers outside their calling hours
    #[arg(long)]
    any_time: bool,
}

pub fn run(common: &Common, args: WorklistArgs) -> Result<u8, CliError> {
    common.json_or_csv(args.csv)?;
    let session = common.open()?;
    let list = ask(&session, args.date, args.whose, args.limit)?;
    session.close()?;
    let words = common.words();
    match (common.json, args.csv) {
        (true, _) => output::print_json(&worklist::json(&list, &words))?,
        (_, true) => output::print(&worklist::csv(&list, &words)?)?,
        _ => output::print(&worklist::text(&list, &words))?,
    }
    Ok(DONE)
}

/// The customer to call next; with `--json`, a list of at most one row.
pub fn next(common: &Common, args: NextArgs) -> Result<u8, CliError> {
    const FEW: usize = 20;
    let session = common.open()?;
    let now = (!args.whose.any_time).then(|| now(&session)).flatten();
    let list = ask(&session, None, args.whose, FEW)?;
    session.close()?;
    let words = common.words();
    let next = list.next(now);
    match common.json {
        true => {
            let rows = next.into_iter().map(|it| worklist::row(it, &list, &words));
            let rows: Vec<_> = rows.collect();
            output::print_json(&serde_json::json!({ "rows": rows }))?;
        }
        false => output::print(&worklist::next_text(next, &list, &words))?,
    }
    Ok(DONE)
}

fn ask(
    session: &Session,
    date: Option<Day>,
    whose: WhoseArgs,
    most: usize,
) -> Result<Worklist, CliError> {
    let is_today = date.is_none_or(|date| date == session.today());
    let at = (is_today && !whose.any_time).then(|| now(session)).flatten();
    let (user, even_later) = (whose.user, false);
    Ok(session.ask(&WorklistOf { date, user, only_users: false, at, even_later, most })?)
}

/// The current time; any time of day if the business date is not the real one.
fn now(session: &Session) -> Option<Moment> {
    let now = MachineClock.now();
    (day_in_zone(now, &session.info().zone) == Some(session.today())).then_some(now)
}
