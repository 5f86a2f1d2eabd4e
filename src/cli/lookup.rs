//! `daybook lookup`: who is calling?

use std::io::{self, BufRead, Read};

use clap::Args;

use crate::domain::{Refusal, Rule};
use crate::engine::intake::LONGEST_LINE;
use crate::layout::{Align, TextTable};
use crate::ledger::query::lookup::{Lookup, LookupOf, LookupOnce};
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct LookupArgs {
    /// What the caller says: a name, a document number, a code, an amount, the end of a phone number;
    /// `-` reads one query per line and answers each with a line of JSON
    #[arg(required = true)]
    query: Vec<String>,
    /// The largest number of accounts to list
    #[arg(long, default_value_t = 20, value_parser = super::whole::<usize>)]
    limit: usize,
}

pub fn run(common: &Common, args: &LookupArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let (query, limit) = (args.query.join(" "), args.limit);
    if query == "-" {
        let mut input = io::stdin().lock();
        while let Some(query) = next_line(&mut input)? {
            // The reader, `head` for example, may exit before the input ends.
            if !output::print_json_to_reader(&session.ask(&LookupOf { query, limit })?)? {
                break;
            }
        }
        return Ok(DONE);
    }
    let found = session.ask(&LookupOnce { query, limit })?;
    match common.json {
        true => output::print_json(&found)?,
        false => output::print(&text(&found, &common.words()))?,
    }
    Ok(DONE)
}

/// Reads the next line, of bounded length.
fn next_line(input: &mut impl BufRead) -> Result<Option<String>, CliError> {
    let mut line = Vec::new();
    let most = LONGEST_LINE as u64 + 1;
    if input.take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() > LONGEST_LINE {
        return Err(Refusal::new(Rule::CommandTooLong, "").with("most", LONGEST_LINE).into());
    }
    let line = line.strip_suffix(b"\n").unwrap_or(&line);
    let line = String::from_utf8(line.strip_suffix(b"\r").unwrap_or(line).to_vec());
    Ok(Some(line.map_err(io::Error::other)?))
}

fn text(found: &Lookup, words: &Words) -> String {
    if found.hits.is_empty() {
        return words.say("lookup-none", &[("query", &found.query)]) + "\n";
    }
    let mut table = TextTable::new(&[
        (&words.say("lookup-account", &[]), Align::Left),
        (&words.say("lookup-code", &[]), Align::Left),
        (&words.say("lookup-currency", &[]), Align::Left),
        (&words.say("lookup-balance", &[]), Align::Right),
        (&words.say("lookup-overdue", &[]), Align::Right),
        (&words.say("lookup-found-by", &[]), Align::Left),
    ]);
    for hit in &found.hits {
        let by = serde_json::to_value(hit.matched).ok();
        let by = by.and_then(|by| by.as_str().map(str::to_string)).unwrap_or_default();
        table.row(vec![
            hit.name.clone(),
            hit.customer.to_string(),
            hit.currency.to_string(),
            words.figure(&hit.balance.to_string()),
            words.figure(&hit.overdue.to_string()),
            hit.document.as_ref().map(ToString::to_string).or(hit.text.clone()).unwrap_or(by),
        ]);
    }
    let more = || words.say("lookup-partial", &[]) + "\n";
    table.render() + &if found.partial { more() } else { String::new() }
}
