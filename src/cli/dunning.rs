//! `daybook dunning`: lists the reminders that are due, and puts them in the outbox. A run can be
//! stopped and started again: a customer who has a letter is left out of the next proposal, so nobody
//! gets two.

mod telling;

use std::collections::VecDeque;
use std::io;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::documents;
use crate::documents::wording::Wordings;
use crate::domain::command::SendDunningLetter;
use crate::domain::{Code, Day, Envelope, Message, Plain, Rule};
use crate::engine::session::Pending;
use crate::engine::{Failure, Session};
use crate::ledger::query::dunning::{DunningOf, DunningProposal, ProposedLetter};
use crate::ledger::query::show::{PreviewLetter, Show, Shown};

use super::Common;
use super::document::WrittenArgs;
use super::interrupt::Interrupt;
use super::output::{self, CliError, DONE, REFUSED};
use telling::LetterOutcome;

#[derive(Args)]
pub struct DunningArgs {
    #[command(subcommand)]
    what: DunningCommand,
}

#[derive(Subcommand)]
enum DunningCommand {
    /// List the letters that are due, and who gets none and why
    Propose {
        #[command(flatten)]
        of: ProposalArgs,
        /// Print CSV, one row per item
        #[arg(long)]
        csv: bool,
    },
    /// Put the letters that are due in the outbox
    Run {
        #[command(flatten)]
        of: ProposalArgs,
        /// Send this customer's letter though it is of the last level, or record that the call was made
        #[arg(long = "approve", value_name = "CODE")]
        approved: Vec<String>,
        /// Go ahead though bank lines of the day or earlier are still to be matched
        #[arg(long)]
        yes: bool,
    },
    /// Print a letter as it is sent: text, PDF or JSON
    Letter {
        /// Its number
        number: String,
        #[command(flatten)]
        written: WrittenArgs,
    },
    /// Print the letter that a customer would get
    Preview {
        /// The customer's code
        customer: String,
        /// As of the end of this day [default: today]
        #[arg(long, value_name = "DAY", value_parser = super::day)]
        date: Option<Day>,
        #[command(flatten)]
        written: WrittenArgs,
    },
}

/// The letters to propose or send.
#[derive(Args)]
struct ProposalArgs {
    /// As of the end of this day, the letters' date [default: today]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    date: Option<Day>,
    /// Only to this customer
    #[arg(long = "customer", value_name = "CODE")]
    customers: Vec<String>,
}

impl ProposalArgs {
    fn ask(&self, session: &Session) -> Result<DunningProposal, CliError> {
        let customers = self.customers.iter().cloned().map(Code).collect();
        Ok(session.ask(&DunningOf { date: self.date, customers })?)
    }
}

pub fn run(common: &Common, args: DunningArgs) -> Result<u8, CliError> {
    match args.what {
        DunningCommand::Propose { of, csv } => propose(common, &of, csv),
        DunningCommand::Run { of, approved, yes } => send(common, &of, &approved, yes),
        DunningCommand::Letter { number, written } => {
            let shown = common.open()?.ask(&Show { what: number.clone() })?;
            let Shown::Letter(it) = &shown else {
                return Err(output::refused(Rule::LetterUnknown, "number", &number));
            };
            write(common, &written, &shown, it)
        }
        DunningCommand::Preview { customer, date, written } => {
            let asked = PreviewLetter { customer: Code(customer), date };
            let it = common.open()?.ask(&asked)?;
            write(common, &written, &Shown::Letter(it.clone()), &it)
        }
    }
}

fn write(
    common: &Common,
    written: &WrittenArgs,
    shown: &Shown,
    it: &crate::ledger::query::show::ShownLetter,
) -> Result<u8, CliError> {
    match documents::of_shown(shown, common.language, &mut Wordings::default()) {
        Some(paper) => written.write(common, it, &paper),
        None => Err(output::refused(Rule::DocumentNotForCustomers, "number", &it.customer.0)),
    }
}

fn propose(common: &Common, of: &ProposalArgs, csv: bool) -> Result<u8, CliError> {
    common.json_or_csv(csv)?;
    let session = common.open()?;
    let proposal = of.ask(&session)?;
    session.close()?;
    match (common.json, csv) {
        (true, _) => output::print_json(&proposal)?,
        (_, true) => telling::csv(&proposal)?,
        _ => output::print(&telling::proposal(&proposal, &common.words()))?,
    }
    Ok(DONE)
}

/// The most letters that wait for their receipts together.
const TOGETHER: usize = 64;

fn send(
    common: &Common,
    of: &ProposalArgs,
    approved: &[String],
    yes: bool,
) -> Result<u8, CliError> {
    let session = common.open_in_bulk()?;
    let interrupt = Interrupt::listen()?;
    let mut proposal = of.ask(&session)?;
    if proposal.open_bank_lines > 0 && !yes {
        let message =
            Message::new("dunning-run-open-lines").with("count", proposal.open_bank_lines);
        return Err(CliError::Usage(message.with("date", proposal.date)));
    }
    let approved: Vec<String> = approved.iter().map(|code| Code(code.clone()).folded()).collect();
    let due = std::mem::take(&mut proposal.rows);
    let mut sending =
        LettersSending { session: &session, waiting: VecDeque::new(), came: Vec::new() };
    let mut is_stopped = false;
    for letter in due {
        is_stopped = interrupt.is_asked();
        if is_stopped {
            break;
        }
        let is_approved = approved.contains(&letter.customer.folded());
        sending.one(letter, is_approved, proposal.date)?;
    }
    let came = sending.finish()?;
    session.close()?;
    say(common, &proposal, &came, is_stopped)
}

/// Letters in progress: several share a sync.
struct LettersSending<'a> {
    session: &'a Session,
    waiting: VecDeque<(ProposedLetter, Pending)>,
    came: Vec<(ProposedLetter, LetterOutcome)>,
}

impl LettersSending<'_> {
    fn one(&mut self, letter: ProposedLetter, approved: bool, date: Day) -> Result<(), CliError> {
        if letter.needs_person && !approved {
            self.came.push((letter, LetterOutcome::Kept("needs_person")));
            return Ok(());
        }
        let command = SendDunningLetter {
            customer: letter.customer.clone(),
            level: Some(letter.level),
            amount: Some(Plain(letter.amount.decimal())),
            approved,
            date: Some(date),
        };
        self.waiting.push_back((letter, self.session.send(Envelope::of(command))?));
        while self.waiting.len() > TOGETHER {
            self.receive()?;
        }
        Ok(())
    }

    fn receive(&mut self) -> Result<(), CliError> {
        const NOWHERE: [Rule; 2] = [Rule::DeliveryNoAddress, Rule::AddressMalformed];
        const CHANGED: [Rule; 2] = [Rule::DunningChanged, Rule::DunningNothing];
        let Some((letter, pending)) = self.waiting.pop_front() else { return Ok(()) };
        let came = match pending.wait() {
            Ok(receipt) => LetterOutcome::Sent(receipt),
            Err(Failure::Refused(it)) if NOWHERE.contains(&it.rule) => {
                LetterOutcome::Kept("no_address")
            }
            Err(Failure::Refused(it)) if CHANGED.contains(&it.rule) => {
                LetterOutcome::Kept("changed")
            }
            Err(failure) => return Err(failure.into()),
        };
        self.came.push((letter, came));
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<(ProposedLetter, LetterOutcome)>, CliError> {
        while !self.waiting.is_empty() {
            self.receive()?;
        }
        Ok(self.came)
    }
}

/// Reports the result of a run; returns the exit status.
fn say(
    common: &Common,
    proposal: &DunningProposal,
    came: &[(ProposedLetter, LetterOutcome)],
    is_stopped: bool,
) -> Result<u8, CliError> {
    if common.json {
        output::print_json_done(&as_json(proposal, came, is_stopped)?)?;
    } else {
        output::print_done(&telling::sent(proposal, came, &common.words()))?;
        if is_stopped {
            output::complain(&format!("daybook: {}", common.words().say("batch-stopped", &[])));
        }
    }
    let has_failed =
        |came: &LetterOutcome| matches!(came, LetterOutcome::Kept("no_address" | "changed"));
    let is_done = !is_stopped && !came.iter().any(|(_, came)| has_failed(came));
    Ok(if is_done { DONE } else { REFUSED })
}

fn as_json(
    proposal: &DunningProposal,
    came: &[(ProposedLetter, LetterOutcome)],
    is_stopped: bool,
) -> io::Result<Value> {
    let (mut rows, mut kept) = (Vec::new(), Vec::new());
    for (letter, came) in came {
        let mut row = serde_json::to_value(letter)?;
        match came {
            LetterOutcome::Sent(receipt) => {
                row["letter"] = json!(receipt.number("letter"));
                row["delivery"] = json!(receipt.number("delivery"));
                rows.push(row);
            }
            LetterOutcome::Kept(why) => {
                row["reason"] = json!(why);
                kept.push(row);
            }
        }
    }
    Ok(json!({
        "date": proposal.date, "rows": rows, "kept": kept, "left_out": proposal.left_out,
        "open_bank_lines": proposal.open_bank_lines, "has_policy": proposal.has_policy,
        "stopped": is_stopped,
    }))
}
