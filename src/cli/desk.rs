//! `daybook` alone: the book at a glance, and what to try next.

use crate::ledger::query::summary::{Summary, SummaryOf};

use super::Common;
use super::output::{self, CliError, DONE};

pub fn run(common: &Common) -> Result<u8, CliError> {
    let session = common.open()?;
    let summary = session.ask(&SummaryOf)?;
    match common.json {
        true => output::print_json(&summary)?,
        false => output::print(&text(&summary))?,
    }
    Ok(DONE)
}

/// The book at a glance.
pub fn text(summary: &Summary) -> String {
    let made_up = if summary.made_up { " (made-up data)" } else { "" };
    let mut text = format!("{}{made_up}: {} entries\n", summary.company, summary.entries);
    for (currency, control) in &summary.currencies {
        text += &format!(
            "  {currency}  {} customers, {} invoices, {} owed, {} on account\n",
            control.customers, control.invoices, control.receivable, control.on_account
        );
    }
    text + &format!("  head {}\n", summary.head)
}
