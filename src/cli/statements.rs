//! `daybook statements`: the statements of every customer who owes, is in credit or had activity, as
//! files or in the outbox. It can be stopped and run again: it skips what is there already.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};

use crate::delivery::batch::{BatchOutcome, Queueing};
use crate::delivery::papers::statement_name;
use crate::documents::files::PaperFiles;
use crate::documents::of_statement;
use crate::documents::paper::Paper;
use crate::documents::pdf::{Templates, is_large};
use crate::documents::wording::Wordings;
use crate::domain::command::DeliverStatement;
use crate::domain::{Code, Day, Worded};
use crate::engine::Session;
use crate::engine::ports::Progress;
use crate::ledger::query::AsOf;
use crate::ledger::query::balance::BalanceOf;
use crate::ledger::query::statements::{BatchStatement, StatementsAfter};
use crate::ledger::query::summary::SummaryOf;

use super::Common;
use super::batch::{self, WayArg};
use super::interrupt::Interrupt;
use super::many_files::ManyFiles;
use super::output::CliError;
use super::statement::StyleArg;

#[derive(Args)]
#[command(group = ArgGroup::new("where").required(true).args(["out", "deliver"]))]
pub struct StatementsArgs {
    /// The last day
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    to: Day,
    /// The first day [default: for each customer the day after the last statement that was sent, else
    /// the first of the month]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    from: Option<Day>,
    /// What is unsettled, or opening balance, movements and closing balance
    #[arg(long, value_enum, default_value = "open-item")]
    style: StyleArg,
    /// A customer who asked for one, though nothing is owed and nothing moved
    #[arg(long = "customer", value_name = "CODE")]
    customers: Vec<String>,
    /// Write them into this folder, one file per customer
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The format of the files
    #[arg(long, value_enum, default_value = "text", requires = "out")]
    format: StatementFormat,
    /// Put them in the outbox; `daybook outbox send` sends them
    #[arg(long)]
    deliver: bool,
    /// How they are sent
    #[arg(long, value_enum, default_value = "email", requires = "deliver")]
    by: WayArg,
}

/// The format of statements.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatementFormat {
    /// Pages of plain text
    Text,
    /// PDF
    Pdf,
}

pub fn run(common: &Common, args: &StatementsArgs) -> Result<u8, CliError> {
    let session = common.open_in_bulk()?;
    let interrupt = Interrupt::listen()?;
    let batch = match &args.out {
        Some(folder) => write(common, &session, args, folder, &interrupt)?,
        None => deliver(common, &session, args, &interrupt)?,
    };
    session.close()?;
    let made = if args.out.is_some() { "statements-written" } else { "statements-queued" };
    batch::say(&batch, common, made)
}

/// Writes the statements into a folder. One that can't be made is reported; the others are written.
fn write(
    common: &Common,
    session: &Session,
    args: &StatementsArgs,
    folder: &Path,
    interrupt: &Interrupt,
) -> Result<BatchOutcome, CliError> {
    let mut papers = match args.format {
        StatementFormat::Text => PaperFiles::text(),
        StatementFormat::Pdf => PaperFiles::pdf(Templates::of_book(common.beside()?.as_deref())?)?,
    };
    let mut printing = StatementPrinting { files: ManyFiles::begin(folder)?, waiting: Vec::new() };
    let mut words = Wordings::default();
    let mut batch = each(common, session, args, interrupt, |batch, one| {
        let name = format!("{}.{}", statement_name(&one.statement), papers.ending());
        if printing.files.has(&name) {
            batch.skipped += 1;
            return Ok(());
        }
        let paper = of_statement(&one.statement, None, &mut words);
        // Large ones are printed one by one: no second one, and no file of one, is kept meanwhile.
        let is_full = is_large(&paper) || printing.waiting.len() + 1 >= AT_ONCE;
        printing.waiting.push((one.statement.customer, name, paper));
        if is_full { printing.print(&mut papers, batch) } else { Ok(()) }
    })?;
    printing.print(&mut papers, &mut batch)?;
    printing.files.finish()?;
    Ok(batch)
}

/// How many statements are printed together, on all cores.
const AT_ONCE: usize = 16;

/// Statements that are printed together.
struct StatementPrinting {
    files: ManyFiles,
    waiting: Vec<(Code, String, Paper)>,
}

impl StatementPrinting {
    fn print(&mut self, papers: &mut PaperFiles, batch: &mut BatchOutcome) -> Result<(), CliError> {
        let (whose, waiting): (Vec<_>, Vec<Paper>) =
            self.waiting.drain(..).map(|(customer, name, paper)| ((customer, name), paper)).unzip();
        for ((customer, name), made) in whose.into_iter().zip(papers.files(&waiting)) {
            match made {
                Err(error) => batch.failed.push((customer.0, error.message())),
                Ok(file) if self.files.write(&name, &file.bytes)? => batch.made += 1,
                Ok(_) => batch.skipped += 1,
            }
        }
        Ok(())
    }
}

/// Every statement of the batch, one after another, until it is interrupted.
fn each(
    common: &Common,
    session: &Session,
    args: &StatementsArgs,
    interrupt: &Interrupt,
    mut see: impl FnMut(&mut BatchOutcome, BatchStatement) -> Result<(), CliError>,
) -> Result<BatchOutcome, CliError> {
    let all = session.ask(&SummaryOf)?.currencies.values().map(|it| it.customers).sum::<u64>();
    let also: Vec<Code> = args.customers.iter().cloned().map(Code).collect();
    for code in &also {
        // A mistyped code is not ignored.
        session.ask(&BalanceOf { customer: code.clone(), asked: AsOf::default() })?;
    }
    let (mut batch, mut bar) = (BatchOutcome::default(), common.bar());
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

fn deliver(
    common: &Common,
    session: &Session,
    args: &StatementsArgs,
    interrupt: &Interrupt,
) -> Result<BatchOutcome, CliError> {
    let mut queue = Queueing::new(session);
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
            by: args.by.into(),
            to: None,
            date: None,
        };
        Ok(queue.send(batch, code, command)?)
    })?;
    queue.finish(&mut batch)?;
    Ok(batch)
}
