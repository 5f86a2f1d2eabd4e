//! `daybook` alone: the desk on a terminal, else the book at a glance.

use std::io::{self, IsTerminal};

use crate::engine::Session;
use crate::engine::ports::Silent;
use crate::ledger::query::Asked;
use crate::ledger::query::aging::{Aging, AgingOf};
use crate::ledger::query::summary::{Summary, SummaryOf};
use crate::tui::{self, DeskError, Ended};

use super::Common;
use super::output::{self, CliError, DONE};

/// What a shell says of a program that ended because the line was gone.
const HUNG_UP: u8 = 129;

pub fn run(common: &Common) -> Result<u8, CliError> {
    if !common.json && io::stdin().is_terminal() && io::stdout().is_terminal() {
        return desk(common);
    }
    let session = common.open()?;
    match common.json {
        true => output::print_json(&session.ask(&SummaryOf)?)?,
        false => output::print(&at_a_glance(&session)?)?,
    }
    Ok(DONE)
}

/// Opens the desk on the book.
fn desk(common: &Common) -> Result<u8, CliError> {
    let folder = common.folder("book")?;
    if !crate::engine::book::is_book(&folder) {
        return Err(crate::engine::book::no_book(&folder).into());
    }
    let options = common.options();
    let open = move || Session::open(&folder, options, &mut Silent);
    match tui::run(super::user(), open) {
        Ok(Ended::Left) => Ok(DONE),
        Ok(Ended::HungUp) => Ok(HUNG_UP),
        Err(DeskError::Book(error)) => Err(error.into()),
        Err(error) => Err(CliError::usage(error.to_string())),
    }
}

/// The book at a glance, as of today.
pub fn at_a_glance(session: &Session) -> Result<String, CliError> {
    let summary = session.ask(&SummaryOf)?;
    let aging = session.ask(&AgingOf { asked: Asked::default() })?;
    Ok(text(&summary, &aging))
}

fn text(summary: &Summary, aging: &Aging) -> String {
    let made_up = if summary.made_up { " (made-up data)" } else { "" };
    let mut text = format!("{}{made_up}, as of {}\n", summary.company, aging.as_of.spoken());
    for (currency, control) in &summary.currencies {
        let count = |count: u64, what: &str| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        let customers = count(control.customers, "customer");
        let invoices = count(control.invoices, "invoice");
        let owed = aging.totals.get(currency).map_or_else(
            || "nothing open".to_string(),
            |sums| {
                let [not_due, late @ ..] = sums.buckets.all();
                let late = crate::domain::money::sum(late, not_due.scale()).unwrap_or(not_due);
                let (not_due, late) = (not_due.grouped(), late.grouped());
                format!("{not_due} not due, {late} late, {} on account", sums.on_account.grouped())
            },
        );
        text += &format!("  {currency}  {customers}, {invoices}: {owed}\n");
    }
    text + &format!("  {} entries, head {}\n", summary.entries, summary.head)
}
