//! `daybook statements`: the statements of everybody who owes, is in credit or moved, as files or
//! into the outbox. It can be stopped and run again: what is there already is passed over.

use std::collections::VecDeque;
use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use serde_json::json;

use crate::delivery::letter::paper_file;
use crate::delivery::papers::Wordings;
use crate::domain::command::DeliverStatement;
use crate::domain::delivery::DeliveryWay;
use crate::domain::{Code, Day, Envelope, Message, Rule};
use crate::engine::ports::Progress;
use crate::engine::session::Pending;
use crate::engine::{Failure, Session};
use crate::ledger::query::Asked;
use crate::ledger::query::balance::BalanceOf;
use crate::ledger::query::statements::{BatchStatement, StatementsAfter};
use crate::ledger::query::summary::SummaryOf;

use super::Common;
use super::interrupt::Interrupt;
use super::many_files::ManyFiles;
use super::output::{self, CliError, DONE, REFUSED};
use super::statement::StyleArg;

#[derive(Args)]
#[command(group = ArgGroup::new("where").required(true).args(["out", "deliver"]))]
pub struct StatementsArgs {
    /// The last day
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    to: Day,
    /// The first day; absent, for each customer the day after the last statement that was sent, else
    /// the first of the month
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    from: Option<Day>,
    /// What is unsettled, or opening balance, movements and closing balance
    #[arg(long, value_enum, default_value = "open-item")]
    style: StyleArg,
    /// A customer who asked for one, though nothing is owed and nothing moved
    #[arg(long = "customer", value_name = "CODE")]
    customers: Vec<String>,
    /// Write them into this folder, a file a customer
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Put them in the outbox; `daybook outbox send` sends them
    #[arg(long)]
    deliver: bool,
    /// By which way they are sent
    #[arg(long, value_enum, default_value = "email", requires = "deliver")]
    by: WayArg,
}

#[derive(Clone, Copy, ValueEnum)]
enum WayArg {
    /// By e-mail, to each customer's own address
    Email,
    /// On paper
    Print,
}

/// What came of a batch.
#[derive(Default)]
struct Batch {
    made: u64,
    skipped: u64,
    /// Customers without an address, or with one that is none.
    refused: Vec<(String, Rule)>,
    stopped: bool,
}

pub fn run(common: &Common, args: &StatementsArgs) -> Result<u8, CliError> {
    let session = common.open_in_bulk()?;
    let interrupt = Interrupt::listen()?;
    let batch = match &args.out {
        Some(folder) => {
            let mut files = ManyFiles::begin(folder)?;
            let mut wordings = Wordings::default();
            let batch = each(common, &session, args, &interrupt, |batch, one| {
                let outgoing = wordings.statement(&one.statement);
                let file = paper_file(&outgoing.paper);
                match files.write(&format!("{}.{}", outgoing.name, file.ending), &file.bytes)? {
                    true => batch.made += 1,
                    false => batch.skipped += 1,
                }
                Ok(())
            })?;
            files.finish()?;
            batch
        }
        None => deliver(common, &session, args, &interrupt)?,
    };
    session.close()?;
    say(common, args, &batch)?;
    Ok(if batch.refused.is_empty() && !batch.stopped { DONE } else { REFUSED })
}

/// Every statement of the batch, one after the other, until somebody asks for an end.
fn each(
    common: &Common,
    session: &Session,
    args: &StatementsArgs,
    interrupt: &Interrupt,
    mut see: impl FnMut(&mut Batch, BatchStatement) -> Result<(), CliError>,
) -> Result<Batch, CliError> {
    let all = session.ask(&SummaryOf)?.currencies.values().map(|it| it.customers).sum::<u64>();
    let also: Vec<Code> = args.customers.iter().cloned().map(Code).collect();
    for code in &also {
        // A slip in a code is not passed over.
        session.ask(&BalanceOf { customer: code.clone(), asked: Asked::default() })?;
    }
    let (mut batch, mut bar) = (Batch::default(), common.bar());
    let (mut after, mut read) = (None, 0);
    loop {
        let page = session.ask(&StatementsAfter {
            from: args.from,
            to: args.to,
            style: args.style.into(),
            also: also.clone(),
            after,
        })?;
        for one in page.rows {
            if interrupt.is_asked() {
                batch.stopped = true;
                return Ok(batch);
            }
            if let Some(one) = one {
                see(&mut batch, one)?;
            }
            read += 1;
            bar.at("writing", read, all.max(read));
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(batch),
        }
    }
}

/// How many commands may wait for their receipts together.
const TOGETHER: usize = 64;

fn deliver(
    common: &Common,
    session: &Session,
    args: &StatementsArgs,
    interrupt: &Interrupt,
) -> Result<Batch, CliError> {
    let mut waiting: VecDeque<(String, Pending)> = VecDeque::new();
    let by = match args.by {
        WayArg::Email => DeliveryWay::Email,
        WayArg::Print => DeliveryWay::Print,
    };
    let mut batch = each(common, session, args, interrupt, |batch, one| {
        if one.delivery.is_some() {
            batch.skipped += 1;
            return Ok(());
        }
        let customer = one.statement.customer;
        let code = customer.0.clone();
        let command = DeliverStatement {
            customer,
            from: args.from,
            through: Some(args.to),
            style: Some(args.style.into()),
            by,
            to: None,
            date: None,
        };
        waiting.push_back((code, session.send(Envelope::of(command))?));
        while waiting.len() > TOGETHER {
            receive(batch, waiting.pop_front())?;
        }
        Ok(())
    })?;
    while let Some(one) = waiting.pop_front() {
        receive(&mut batch, Some(one))?;
    }
    Ok(batch)
}

fn receive(batch: &mut Batch, one: Option<(String, Pending)>) -> Result<(), CliError> {
    let Some((code, pending)) = one else { return Ok(()) };
    match pending.wait() {
        Ok(_) => batch.made += 1,
        Err(Failure::Refused(refusal)) if refusal.rule == Rule::DeliveryQueuedAlready => {
            batch.skipped += 1;
        }
        Err(Failure::Refused(refusal))
            if [Rule::DeliveryNoAddress, Rule::AddressMalformed].contains(&refusal.rule) =>
        {
            batch.refused.push((code, refusal.rule));
        }
        Err(failure) => return Err(failure.into()),
    }
    Ok(())
}

/// How many customers without an address are named; the JSON has them all.
const NAMED: usize = 10;

fn say(common: &Common, args: &StatementsArgs, batch: &Batch) -> Result<(), CliError> {
    let words = common.words();
    if batch.stopped {
        output::complain(&format!("daybook: {}", words.say("statements-stopped", &[])));
    }
    if common.json {
        let refused = batch.refused.iter();
        let refused: Vec<_> =
            refused.map(|(code, rule)| json!({"customer": code, "rule": rule.name()})).collect();
        return output::print_json(&json!({
            "made": batch.made, "skipped": batch.skipped, "refused": refused,
            "stopped": batch.stopped,
        }));
    }
    let key = if args.out.is_some() { "statements-written" } else { "statements-queued" };
    let made = Message::new(key).with("count", batch.made);
    let mut lines = vec![words.tell(&made)];
    if batch.skipped > 0 {
        lines.push(words.tell(&Message::new("statements-skipped").with("count", batch.skipped)));
    }
    if !batch.refused.is_empty() {
        let named: Vec<&str> =
            batch.refused.iter().take(NAMED).map(|(code, _)| code.as_str()).collect();
        let said = Message::new("statements-no-address").with("count", batch.refused.len());
        lines.push(words.tell(&said.with("codes", named.join(", "))));
    }
    output::print(&(lines.join("\n") + "\n"))
}
