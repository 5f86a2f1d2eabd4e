//! `daybook reconcile`: compares the bank with the book, and matches bank lines.

mod telling;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::domain::{Cause, Message, Plain, Rule, plain};
use crate::engine::given;
use crate::exchange::reconcile::{self, Accepted, Certainty, SuggestedLine, Tally};
use crate::ledger::query::reconciliation::{Reconciliation, ReconciliationOf};
use crate::reports;
use crate::words::Words;

use super::Common;
use super::balance::WhenArgs;
use super::output::{self, CliError, DONE, REFUSED};

/// The most bytes of that file: some hundred thousand lines.
const MOST_TRUTH: u64 = 64 << 20;

/// The columns of a file for `--score`, for `--help`.
const TRUTH: &str = "\
Columns of the file for --score, a row for each invoice that a bank line pays:
  line       the bank line: its number (BL…), its reference, or what the bank
             calls it
  customer   who paid; without an invoice, the amount stays on account
  invoice    the invoice that is paid
  amount     how much goes to it
  fee        what the bank or the operator kept
  returns    the payment that the line takes back
  answer     where several answers are right, which of them the row belongs to
A row with nothing but a line says that it has nothing to do with customers.
An open line counts with its first suggestion, any other with what it was
matched with. By line, each invoice counts; by envelope, a bank line is right
only if all that it pays is.";

#[derive(Args)]
#[command(after_help = TRUTH)]
pub struct ReconcileArgs {
    #[command(subcommand)]
    what: Option<ReconcileCommand>,
    /// Compare with a CSV file of the right answers: count right, wrong and undecided
    #[arg(long, value_name = "FILE")]
    score: Option<PathBuf>,
    /// The bank account, as the book calls it
    #[arg(long, global = true, value_name = "NAME")]
    account: Option<String>,
}

#[derive(Subcommand)]
enum ReconcileCommand {
    /// Compare the bank with the book, and list every line and payment by which they differ
    Report {
        #[command(flatten)]
        when: WhenArgs,
        /// Print CSV
        #[arg(long)]
        csv: bool,
    },
    /// Suggest what each open bank line is, the best first, with the reasons
    Suggest,
    /// Post the best suggestion of the lines named, or of all whose suggestion is sure
    Accept {
        /// Lines to take, by number
        #[arg(value_name = "BL…", required_unless_present = "sure")]
        lines: Vec<String>,
        /// Take every line that has exactly one answer, supported by two independent signals
        #[arg(long)]
        sure: bool,
        /// Book units for one foreign unit, for lines in another currency than the book's
        #[arg(long, value_name = "RATE", value_parser = rate)]
        rate: Option<Plain>,
    },
}

/// What `accept` is asked to accept.
struct AcceptAsked {
    lines: Vec<String>,
    sure: bool,
    rate: Option<Plain>,
}

fn rate(given: &str) -> Result<Plain, Cause> {
    plain::parse(given)
        .map(Plain)
        .map_err(|_| Cause::said("usage-rate", "write the rate as 1450.25"))
}

pub fn run(common: &Common, args: ReconcileArgs) -> Result<u8, CliError> {
    let account = args.account.as_deref();
    match (args.what, args.score) {
        (None, Some(file)) => score(common, account, &file),
        (Some(ReconcileCommand::Report { when, csv }), None) => {
            report(common, args.account, when, csv)
        }
        (Some(ReconcileCommand::Suggest), None) => suggest(common, account),
        (Some(ReconcileCommand::Accept { lines, sure, rate }), None) => {
            accept(common, account, &AcceptAsked { lines, sure, rate })
        }
        (None, None) | (Some(_), Some(_)) => Err(CliError::usage("usage-reconcile")),
    }
}

fn score(common: &Common, account: Option<&str>, file: &Path) -> Result<u8, CliError> {
    let truth = given::read("score", file, MOST_TRUTH)?;
    let session = common.open()?;
    let score = reconcile::score(&session, account, &truth, &mut common.bar())?;
    session.close()?;
    let (right, wrong) = (score.sure_right, score.sure_wrong);
    if common.json {
        let told = |it: Tally| json!({ "right": it.right, "wrong": it.wrong, "left": it.left });
        output::print_json(&json!({
            "lines": told(score.lines), "envelopes": told(score.envelopes),
            "sure": { "right": right, "wrong": wrong },
        }))?;
        return Ok(DONE);
    }
    let told = |what: &str, it: Tally| {
        let told = Message::new("reconcile-score").with("what", what).with("right", it.right);
        told.with("wrong", it.wrong).with("left", it.left)
    };
    let sure = Message::new("reconcile-score-sure").with("right", right).with("wrong", wrong);
    let words = common.words();
    let lines = [told("lines", score.lines), told("envelopes", score.envelopes), sure];
    let text: String = lines.iter().map(|line| words.tell(line) + "\n").collect();
    output::print(&text)?;
    Ok(DONE)
}

fn report(
    common: &Common,
    account: Option<String>,
    when: WhenArgs,
    csv: bool,
) -> Result<u8, CliError> {
    common.json_or_csv(csv)?;
    let session = common.open()?;
    let asked = ReconciliationOf { account, asked: when.into() };
    let all: Vec<Reconciliation> = session.ask(&asked)?;
    match (common.json, csv) {
        // One account is the answer itself; several are a list.
        (true, _) => match all.as_slice() {
            [only] => output::print_json(only)?,
            several => output::print_json(&json!({ "accounts": several }))?,
        },
        (_, true) => output::print(&reports::reconciliation::csv(&all)?)?,
        _ => output::print(&reports::reconciliation::text(&all, &common.words()))?,
    }
    Ok(DONE)
}

fn suggest(common: &Common, account: Option<&str>) -> Result<u8, CliError> {
    let session = common.open()?;
    let lines = reconcile::suggest(&session, account, &mut common.bar())?;
    session.close()?;
    let words = common.words();
    match common.json {
        true => output::print_json(&json!({ "lines": telling::json(&lines, &words) }))?,
        false => output::print(&telling::text(&lines, &words))?,
    }
    Ok(DONE)
}

fn accept(common: &Common, account: Option<&str>, asked: &AcceptAsked) -> Result<u8, CliError> {
    let AcceptAsked { lines: numbers, sure, rate } = asked;
    let session = common.open()?;
    let mut lines = reconcile::suggest(&session, account, &mut common.bar())?;
    let open = lines.len();
    let is = |it: &SuggestedLine, number: &str| it.line.line.0.eq_ignore_ascii_case(number);
    for number in numbers {
        let line = lines.iter().find(|it| is(it, number));
        if line.is_none_or(|it| it.suggestions.is_empty()) {
            // Nothing is posted if one that was asked for can't be.
            return Err(output::refused(Rule::BankLineNoSuggestion, "line", number));
        }
    }
    let asked = |it: &SuggestedLine| numbers.iter().any(|number| is(it, number));
    lines.retain(|it| asked(it) || *sure && is_sure(it));
    let book = session.info().currency;
    let foreign = || lines.iter().map(|it| it.line.currency).filter(|it| *it != book);
    if rate.is_some() && foreign().any(|it| Some(it) != foreign().next()) {
        return Err(CliError::usage("usage-rate-several"));
    }
    let accepted = reconcile::accept_at(&session, &lines, *rate)?;
    session.close()?;
    say_accepted(common, &accepted, open)
}

fn is_sure(line: &SuggestedLine) -> bool {
    line.suggestions.first().is_some_and(|first| first.certainty == Certainty::Sure)
}

fn say_accepted(common: &Common, accepted: &[Accepted], open: usize) -> Result<u8, CliError> {
    let done = accepted.iter().filter(|one| one.outcome.is_ok()).count();
    let words = common.words();
    say_refused(accepted, &words);
    if common.json {
        let one = |it: &Accepted| match &it.outcome {
            Ok(payment) => json!({ "line": it.line, "customer": it.customer, "payment": payment }),
            Err(refusal) => json!({ "line": it.line, "customer": it.customer,
                "refusal": output::refusal_json(refusal, &words) }),
        };
        let all: Vec<Value> = accepted.iter().map(one).collect();
        output::print_json_done(&json!({ "lines": all, "accepted": done, "left": open - done }))?;
    } else {
        let told = Message::new("reconcile-accepted").with("count", done).with("left", open - done);
        output::print_done(&(words.tell(&told) + "\n"))?;
    }
    Ok(if done == accepted.len() { DONE } else { REFUSED })
}

fn say_refused(accepted: &[Accepted], words: &Words) {
    for one in accepted {
        if let Err(refusal) = &one.outcome {
            let place = Message::new("reconcile-line").with("line", &one.line);
            let told = Message::new("import-refused").because("place", &place);
            output::complain(&words.tell(&told.because("what", refusal)));
        }
    }
}
