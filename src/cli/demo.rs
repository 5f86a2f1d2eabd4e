//! `daybook demo`: a book of made-up data to try everything on.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::demo::{self, DemoSpec};
use crate::domain::{Message, Refusal, Rule};
use crate::engine::ports::{Clock, MachineClock, day_in_zone};
use crate::engine::{BookError, Passing, Session, is_book, new_book, owner};
use crate::journal::RealDisk;
use crate::journal::disk::{folder_of, make_folder};
use crate::ledger::query::AsOf;
use crate::ledger::query::aging::AgingOf;
use crate::ledger::query::summary::SummaryOf;

use super::output::{self, CliError, DONE};
use super::{Common, desk};

#[derive(Args)]
pub struct DemoArgs {
    /// How many customers
    #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    customers: u32,
    /// How many invoices, over two years
    #[arg(long, default_value_t = 2_400, value_parser = super::whole::<u32>)]
    invoices: u32,
    /// Seed of the random data: the same seed and day make the same book
    #[arg(long, default_value_t = 7, value_parser = super::whole::<u64>)]
    seed: u64,
    /// Make the book without opening the desk
    #[arg(long)]
    no_desk: bool,
}

pub fn run(common: &Common, args: &DemoArgs, desk_args: &desk::DeskArgs) -> Result<u8, CliError> {
    let folder = common.folder("demo")?;
    match (is_book(&folder), new_book::holds_other_things(&folder)) {
        (true, _) => {
            let said = common.words().say("demo-there", &[]);
            output::complain(&format!("daybook: {said}"));
        }
        (false, false) => make(common, args, &folder)?,
        (false, true) => {
            return Err(Refusal::new(Rule::BookFolder, "book")
                .with("folder", folder.display())
                .into());
        }
    }
    let session = Session::open(&folder, common.options(), &mut common.bar())?;
    common.say_found(session.found());
    if !session.info().made_up {
        let refusal = Refusal::new(Rule::BookExists, "book").with("folder", folder.display());
        return Err(refusal.into());
    }
    if !args.no_desk && desk::is_terminal(common) {
        session.close()?;
        return desk::desk(common, desk_args, folder);
    }
    say(common, args, &folder, &session)?;
    Ok(DONE)
}

/// Makes the book beside its folder, then moves it into place, so that no half-made book is ever seen.
fn make(common: &Common, args: &DemoArgs, folder: &Path) -> Result<(), CliError> {
    let today = common.today.or_else(|| day_in_zone(MachineClock.now(), "Africa/Kigali"));
    let today = today.ok_or_else(|| CliError::usage("usage-today"))?;
    let (customers, invoices) = (args.customers as usize, args.invoices as usize);
    let spec = DemoSpec { customers, invoices, seed: args.seed, today };
    // Without the slash that shell completion leaves at the end.
    let folder: PathBuf = folder.components().collect();
    let parent = folder_of(&folder);
    owner::keep(parent)?;
    make_folder(&RealDisk, parent).map_err(|error| BookError::io(parent, error))?;
    let mut begin = folder.file_name().unwrap_or_default().to_owned();
    begin.push(".making-");
    Passing::remove_leftovers(parent, &begin);
    let beside = Passing::create(parent, &begin).map_err(|error| BookError::io(parent, error))?;
    demo::make(beside.path(), spec, &mut common.bar())?;
    Ok(beside.move_to(&folder).map_err(|error| BookError::io(&folder, error))?)
}

fn say(common: &Common, args: &DemoArgs, folder: &Path, session: &Session) -> Result<(), CliError> {
    let summary = session.ask(&SummaryOf)?;
    if common.json {
        return output::print_json_done(&json!({"ok": true, "folder": folder, "book": summary}));
    }
    let mut text = desk::at_a_glance(common, session)?;
    if !args.no_desk {
        let aging = session.ask(&AgingOf { asked: AsOf::default() })?;
        let late = aging.rows.iter().max_by_key(|row| row.sums.buckets.over_90.minor());
        let who = late.map_or("C0001".to_string(), |row| row.customer.to_string());
        let book = folder.display();
        let try_it = common.words().tell(&Message::new("demo-try").at("book", folder));
        text += &format!(
            "\n{try_it}\n  \
             daybook balance {who} --book {book}\n  \
             daybook statement {who} --style balance-forward --book {book}\n  \
             daybook report aging --book {book}\n  \
             daybook verify --book {book}\n"
        );
    }
    output::print_done(&text)
}
