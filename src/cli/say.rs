//! `daybook say`: a sentence to read to the caller.

use clap::Args;
use serde_json::json;

use crate::documents::wording::Wording;
use crate::domain::Code;
use crate::domain::language::Covers;
use crate::ledger::query::dunning::DunningStandingOf;
use crate::ledger::query::say::{Say, SheetOf};
use crate::tui::dates;
use crate::words::said::{AccountStanding, Voice};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct SayArgs {
    /// The customer's code
    customer: String,
}

pub fn run(common: &Common, args: SayArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let customer = Code(args.customer);
    let dunned = session.ask(&DunningStandingOf(customer.clone()))?.last;
    let Say { balance, late, promise, arrived, plans } =
        session.ask(&SheetOf { customer, most: 0, through: None })?;
    // The sentence may be in a language that the screen has no words for.
    let wording = Wording::of(common.language.unwrap_or_else(|| common.language()));
    let words = wording.words();
    let has_screen = wording.language.covers() == Covers::Everything;
    let voice = Voice {
        words,
        money: &|amount| words.figure(&amount.to_string()),
        day: &|day| match has_screen {
            true => dates::short(words, day, balance.as_of),
            false => wording.short_day(day),
        },
    };
    let text = voice.all(&AccountStanding {
        name: &balance.name,
        currency: balance.currency,
        balance: balance.balance,
        overdue: balance.overdue,
        on_account: balance.on_account,
        withheld: balance.withheld.unwrap_or(balance.disputed.zero()),
        late,
        oldest: balance.days_late(),
        disputed: balance.disputed,
        promise,
        arrived,
        plans: &plans,
        level: dunned.map_or(0, |letter| letter.level),
        beside_list: false,
    });
    if common.json {
        let (owed, overdue) = (balance.balance, balance.overdue);
        output::print_json(&json!({
            "customer": balance.customer,
            "language": wording.language,
            "text": text,
            "balance": owed,
            "overdue": overdue,
            "on_account": balance.on_account,
            "disputed": balance.disputed,
            "withheld": balance.withheld,
            "arrived": arrived,
            "currency": balance.currency,
        }))?;
    } else {
        output::print(&(text + "\n"))?;
    }
    Ok(DONE)
}
