//! `daybook holds`: lists the holds and releases that the rule proposes, and carries them out. Nothing
//! happens by itself: the user who runs it decides.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::command::{ReleaseCustomer, TakeHold};
use crate::domain::{Code, Day, Envelope, Rule};
use crate::engine::{Failure, Session};
use crate::layout::{Align, TextTable};
use crate::ledger::query::late_fees::{HoldsProposal, HoldsProposed, ProposedHold};
use crate::reports::proposals::hold_reason;
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE, REFUSED};

#[derive(Args)]
pub struct HoldsArgs {
    #[command(subcommand)]
    what: HoldsCommand,
}

#[derive(Subcommand)]
enum HoldsCommand {
    /// List the proposed holds and releases, and why
    Propose {
        /// As of this day [default: today]
        #[arg(long, value_name = "DAY", value_parser = super::day)]
        date: Option<Day>,
    },
    /// Apply today's proposals
    Run {
        /// Only for this customer
        #[arg(long = "customer", value_name = "CODE")]
        customers: Vec<String>,
        /// Put accounts on hold, and release none
        #[arg(long)]
        no_release: bool,
    },
}

pub fn run(common: &Common, args: HoldsArgs) -> Result<u8, CliError> {
    match args.what {
        HoldsCommand::Propose { date } => propose(common, date),
        HoldsCommand::Run { customers, no_release } => take(common, &customers, !no_release),
    }
}

fn propose(common: &Common, date: Option<Day>) -> Result<u8, CliError> {
    let session = common.open()?;
    let proposal = session.ask(&HoldsProposed { date })?;
    session.close()?;
    match common.json {
        true => output::print_json(&proposal)?,
        false => output::print(&as_text(&proposal, &common.words()))?,
    }
    Ok(DONE)
}

/// The result of a proposal.
struct TakenProposal {
    row: ProposedHold,
    /// Why it was not carried out; `None` if it was.
    refused: Option<String>,
}

fn take(common: &Common, customers: &[String], releases: bool) -> Result<u8, CliError> {
    let words = common.words();
    let session = common.open()?;
    let asked: Vec<String> = customers.iter().map(|code| Code(code.clone()).folded()).collect();
    let proposal = session.ask(&HoldsProposed::default())?;
    let mut taken = Vec::new();
    for row in proposal.rows {
        let is_asked = asked.is_empty() || asked.contains(&row.customer.folded());
        if is_asked && (releases || row.propose == "hold") {
            let refused = one(&session, &row, &words)?;
            taken.push(TakenProposal { row, refused });
        }
    }
    session.close()?;
    let is_done = taken.iter().all(|it| it.refused.is_none());
    if common.json {
        let rows: Vec<_> = taken
            .iter()
            .map(|it| json!({"customer": it.row.customer, "did": it.row.propose, "refused": it.refused}))
            .collect();
        output::print_json_done(&json!({"date": proposal.date, "rows": rows}))?;
    } else {
        output::print_done(&told(&taken, &words))?;
    }
    Ok(if is_done { DONE } else { REFUSED })
}

fn one(session: &Session, row: &ProposedHold, words: &Words) -> Result<Option<String>, CliError> {
    let customer = row.customer.clone();
    let envelope = match row.propose.as_str() {
        "hold" => Envelope::of(TakeHold { customer, reason: Some(why(row, words)) }),
        _ => Envelope::of(ReleaseCustomer { customer, date: None }),
    };
    match session.post(envelope) {
        Ok(_) => Ok(None),
        // It changed meanwhile, or a supervisor has to release it.
        Err(Failure::Refused(it)) if it.rule != Rule::PeriodSoftLocked => {
            Ok(Some(words.refusal(&it)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Why a hold is proposed, or what is still against a release.
fn why(row: &ProposedHold, words: &Words) -> String {
    hold_reason(row, words, &|amount| words.figure(&amount.to_string()))
}

fn table(words: &Words) -> TextTable {
    let columns = ["heading-customer", "heading-name", "heading-proposal", "heading-reason"];
    let named = columns.map(|key| words.say(key, &[]));
    let heads: Vec<(&str, Align)> = named.iter().map(|name| (&**name, Align::Left)).collect();
    TextTable::new(&heads)
}

fn cells(row: &ProposedHold, last: String, words: &Words) -> Vec<String> {
    let what = words.say(if row.propose == "hold" { "hold-propose" } else { "hold-release" }, &[]);
    vec![row.customer.0.clone(), row.name.clone(), what, last]
}

fn as_text(proposal: &HoldsProposal, words: &Words) -> String {
    if proposal.rows.is_empty() {
        return words.say("holds-none", &[("date", &words.day(proposal.date))]) + "\n";
    }
    let mut table = table(words);
    for row in &proposal.rows {
        table.row(cells(row, why(row, words), words));
    }
    table.render_within(120, 3)
}

fn told(taken: &[TakenProposal], words: &Words) -> String {
    let mut table = table(words);
    for it in taken {
        let last = it.refused.clone().unwrap_or_else(|| words.say("hold-done", &[]));
        table.row(cells(&it.row, last, words));
    }
    match taken.is_empty() {
        true => words.say("holds-nothing", &[]) + "\n",
        false => table.render_within(120, 3),
    }
}
