//! `daybook lookup`: who is calling?

use std::io::{self, BufRead};

use clap::Args;

use crate::layout::{Align, Table};
use crate::ledger::query::lookup::{Lookup, LookupOf, LookupOnce};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct LookupArgs {
    /// What the caller says: a name, a document's number, a code, an amount, a phone number's tail;
    /// `-` reads one query a line and answers one JSON line each
    #[arg(required = true)]
    query: Vec<String>,
    /// How many accounts at the most
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

pub fn run(common: &Common, args: &LookupArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let (query, limit) = (args.query.join(" "), args.limit);
    if query == "-" {
        for line in io::stdin().lock().lines() {
            output::print_json(&session.ask(&LookupOf { query: line?, limit })?)?;
        }
        return Ok(DONE);
    }
    let found = session.ask(&LookupOnce { query, limit })?;
    match common.json {
        true => output::print_json(&found)?,
        false => output::print(&text(&found))?,
    }
    Ok(DONE)
}

fn text(found: &Lookup) -> String {
    if found.hits.is_empty() {
        return format!("No match for “{}”.\n", found.query);
    }
    let mut table = Table::new(&[
        ("Account", Align::Left),
        ("Code", Align::Left),
        ("Cur", Align::Left),
        ("Balance", Align::Right),
        ("Overdue", Align::Right),
        ("Found by", Align::Left),
    ]);
    for hit in &found.hits {
        let by = serde_json::to_value(hit.matched).ok();
        let by = by.and_then(|by| by.as_str().map(str::to_string)).unwrap_or_default();
        table.row(vec![
            hit.name.clone(),
            hit.customer.to_string(),
            hit.currency.to_string(),
            hit.balance.grouped(),
            hit.overdue.grouped(),
            hit.document.as_ref().map(ToString::to_string).or(hit.text.clone()).unwrap_or(by),
        ]);
    }
    let more = if found.partial { "More is still being read.\n" } else { "" };
    table.render() + more
}
