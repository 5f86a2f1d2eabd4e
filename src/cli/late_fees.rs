//! `daybook late-fees`: lists the interest that can be charged, and charges it. A run can be stopped,
//! started again and repeated: each fee's period begins where the last one ended.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::domain::command::ChargeLateFee;
use crate::domain::{Code, Day, Envelope, Money, Rule};
use crate::engine::{Failure, Receipt, Session};
use crate::layout::{Align, TextTable};
use crate::ledger::query::late_fees::{LateFeeProposal, LateFeesDue, ProposedFee};
use crate::reports::balance::csv_text;
use crate::reports::proposals::fee_formula;
use crate::words::Words;

use super::Common;
use super::interrupt::Interrupt;
use super::output::{self, CliError, DONE, REFUSED};

#[derive(Args)]
pub struct LateFeesArgs {
    #[command(subcommand)]
    what: LateFeesCommand,
}

#[derive(Subcommand)]
enum LateFeesCommand {
    /// List the interest that can be charged, invoice by invoice
    Propose {
        #[command(flatten)]
        of: FeeArgs,
        /// Print CSV, one row per invoice
        #[arg(long)]
        csv: bool,
    },
    /// Charge it: an invoice of series LF for each invoice that is or was paid late
    Run {
        #[command(flatten)]
        of: FeeArgs,
    },
}

/// The fees to list or charge.
#[derive(Args)]
struct FeeArgs {
    /// The last day that is charged for [default: today]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    date: Option<Day>,
    /// Only of this customer
    #[arg(long = "customer", value_name = "CODE")]
    customers: Vec<String>,
}

impl FeeArgs {
    fn ask(&self, session: &Session) -> Result<LateFeeProposal, CliError> {
        let customers = self.customers.iter().cloned().map(Code).collect();
        Ok(session.ask(&LateFeesDue { through: self.date, customers })?)
    }
}

pub fn run(common: &Common, args: LateFeesArgs) -> Result<u8, CliError> {
    match args.what {
        LateFeesCommand::Propose { of, csv } => propose(common, &of, csv),
        LateFeesCommand::Run { of } => charge(common, &of),
    }
}

fn propose(common: &Common, of: &FeeArgs, csv: bool) -> Result<u8, CliError> {
    common.json_or_csv(csv)?;
    let session = common.open()?;
    let proposal = of.ask(&session)?;
    session.close()?;
    match (common.json, csv) {
        (true, _) => output::print_json(&proposal)?,
        (_, true) => output::print(&as_csv(&proposal.rows)?)?,
        _ => output::print(&as_text(&proposal, &common.words()))?,
    }
    Ok(DONE)
}

/// The result for a fee that could be charged.
enum FeeOutcome {
    /// It was charged.
    Done(Receipt),
    /// Why it was not.
    Kept(&'static str),
}

fn charge(common: &Common, of: &FeeArgs) -> Result<u8, CliError> {
    let session = common.open_in_bulk()?;
    let interrupt = Interrupt::listen()?;
    let proposal = of.ask(&session)?;
    let (mut came, mut is_stopped) = (Vec::new(), false);
    for row in proposal.rows.clone() {
        is_stopped = interrupt.is_asked();
        if is_stopped {
            break;
        }
        let charged = one(&session, &row)?;
        came.push((row, charged));
    }
    session.close()?;
    if common.json {
        output::print_json_done(&as_json(&proposal, &came, is_stopped)?)?;
    } else {
        output::print_done(&told(&proposal, &came, &common.words()))?;
        if is_stopped {
            output::complain(&format!("daybook: {}", common.words().say("batch-stopped", &[])));
        }
    }
    Ok(if is_stopped { REFUSED } else { DONE })
}

fn one(session: &Session, row: &ProposedFee) -> Result<FeeOutcome, CliError> {
    // Another run was faster, or the invoice was settled meanwhile.
    const CHANGED: [Rule; 3] = [Rule::LateFeeCharged, Rule::LateFeeNothing, Rule::InvoiceVoid];
    if row.on_account.is_some() {
        return Ok(FeeOutcome::Kept("on_account"));
    }
    let command = ChargeLateFee { invoice: row.invoice.clone(), through: Some(row.through) };
    match session.post(Envelope::of(command)) {
        Ok(receipt) => Ok(FeeOutcome::Done(receipt)),
        Err(Failure::Refused(it)) if CHANGED.contains(&it.rule) => Ok(FeeOutcome::Kept("changed")),
        Err(failure) => Err(failure.into()),
    }
}

fn as_json(
    proposal: &LateFeeProposal,
    came: &[(ProposedFee, FeeOutcome)],
    is_stopped: bool,
) -> Result<Value, CliError> {
    let (mut rows, mut kept) = (Vec::new(), Vec::new());
    for (fee, charged) in came {
        let mut row = serde_json::to_value(fee).map_err(std::io::Error::from)?;
        match charged {
            FeeOutcome::Done(receipt) => {
                row["fee"] = json!(receipt.number("invoice"));
                rows.push(row);
            }
            FeeOutcome::Kept(why) => {
                row["reason"] = json!(why);
                kept.push(row);
            }
        }
    }
    let has_policy = proposal.has_policy;
    Ok(json!({"date": proposal.date, "has_policy": has_policy, "rows": rows, "kept": kept,
        "stopped": is_stopped}))
}

fn table(words: &Words, last: &str) -> TextTable {
    let columns = [
        ("heading-customer", Align::Left),
        ("heading-invoice", Align::Left),
        ("heading-from", Align::Left),
        ("heading-through", Align::Left),
        ("heading-interest", Align::Right),
        (last, Align::Left),
    ];
    let named = columns.map(|(key, align)| (words.say(key, &[]), align));
    let heads: Vec<(&str, Align)> = named.iter().map(|(name, align)| (&**name, *align)).collect();
    TextTable::new(&heads)
}

fn cells(words: &Words, fee: &ProposedFee, last: String) -> Vec<String> {
    let amount = words.figure(&fee.amount.to_string());
    vec![
        fee.customer.0.clone(),
        fee.invoice.0.clone(),
        words.day(fee.from),
        words.day(fee.through),
        words.in_currency(fee.currency.code(), &amount),
        last,
    ]
}

/// The formulas of a fee, part by part.
fn formula(words: &Words, fee: &ProposedFee) -> String {
    let money = |amount: Money| words.figure(&amount.to_string());
    fee_formula(fee, words, &money, &|day| words.day(day))
}

fn as_text(proposal: &LateFeeProposal, words: &Words) -> String {
    let mut table = table(words, "heading-formula");
    for fee in &proposal.rows {
        let mut last = formula(words, fee);
        if let Some(waiting) = fee.on_account {
            let waiting = words.figure(&waiting.to_string());
            last += &format!("; {}", words.say("late-fee-waits", &[("amount", &waiting)]));
        }
        table.row(cells(words, fee, last));
    }
    let none = if proposal.has_policy { "late-fees-none" } else { "late-fees-no-policy" };
    match proposal.rows.is_empty() {
        true => words.say(none, &[("date", &words.day(proposal.date))]) + "\n",
        false => table.render_within(120, 5),
    }
}

fn told(proposal: &LateFeeProposal, came: &[(ProposedFee, FeeOutcome)], words: &Words) -> String {
    let mut table = table(words, "heading-document");
    let (mut count, mut waiting) = (0, 0);
    for (fee, charged) in came {
        let last = match charged {
            FeeOutcome::Done(receipt) => {
                count += 1;
                receipt.number("invoice").unwrap_or_default().to_string()
            }
            FeeOutcome::Kept("on_account") => {
                waiting += 1;
                let sum = fee.on_account.map(|sum| words.figure(&sum.to_string()));
                words.say("late-fee-waits", &[("amount", &sum.unwrap_or_default())])
            }
            FeeOutcome::Kept(_) => words.say("late-fee-changed", &[]),
        };
        table.row(cells(words, fee, last));
    }
    if came.is_empty() {
        return as_text(proposal, words);
    }
    let date = words.day(proposal.date);
    let parts = [("count", count.to_string()), ("date", date), ("waiting", waiting.to_string())];
    let parts = parts.each_ref().map(|(name, value)| (*name, value.as_str()));
    format!("{}{}\n", table.render_within(120, 5), words.say("late-fees-charged", &parts))
}

fn as_csv(rows: &[ProposedFee]) -> Result<String, csv::Error> {
    const COLUMNS: [&str; 9] = [
        "customer",
        "name",
        "invoice",
        "due",
        "from",
        "through",
        "currency",
        "amount",
        "on_account",
    ];
    csv_text(&COLUMNS, |writer| {
        for fee in rows {
            writer.write_record([
                &*crate::domain::marks::spreadsheet_cell(&fee.customer.0),
                &*crate::domain::marks::spreadsheet_cell(&fee.name),
                &*crate::domain::marks::spreadsheet_cell(&fee.invoice.0),
                &fee.due.to_string(),
                &fee.from.to_string(),
                &fee.through.to_string(),
                fee.currency.code(),
                &fee.amount.to_string(),
                &fee.on_account.map_or_else(String::new, |sum| sum.to_string()),
            ])?;
        }
        Ok(())
    })
}
