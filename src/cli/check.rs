//! `daybook check`: what no single rule stops, but deserves a second look when added up.

use serde_json::json;

use crate::domain::{Currency, Number};
use crate::ledger::query::checks::{Checks, ChecksOf, Finding};

use super::Common;
use super::output::{self, CliError, DONE};

pub fn run(common: &Common) -> Result<u8, CliError> {
    let session = common.open()?;
    let Checks { findings, no_limit } = session.ask(&ChecksOf {})?;
    session.close()?;
    let said: Vec<(String, String, Vec<String>)> = findings.iter().map(said).collect();
    if common.json {
        let finding = |(check, message, about): &(String, String, Vec<String>)| json!({"check": check, "severity": "warn", "about": about, "message": message});
        let all: Vec<_> = said.iter().map(finding).collect();
        let not_checked = no_limit.into_iter().map(|currency| {
            json!({"check": "credit_notes.above_limit", "message": not_compared(currency)})
        });
        let not_checked: Vec<_> = not_checked.collect();
        output::print_json(&json!({"findings": all, "not_checked": not_checked}))?;
        return Ok(DONE);
    }
    let lines = said.iter().map(|(_, message, _)| format!("{message}\n")).collect::<String>();
    output::print(if lines.is_empty() { "Nothing to look at.\n" } else { &lines })?;
    let notes = no_limit.into_iter().map(|currency| not_compared(currency) + "\n");
    output::print(&notes.collect::<String>())?;
    Ok(DONE)
}

/// What could not be looked for.
fn not_compared(currency: Currency) -> String {
    format!("Credit notes in {currency} were not compared with a limit: no limit is set.")
}

/// The name of a finding, what it says, and what it is about.
fn said(finding: &Finding) -> (String, String, Vec<String>) {
    let texts = |numbers: &[Number]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    match finding {
        Finding::Credited { invoice, credit_notes, total, limit, currency } => {
            let (total, limit) = (total.grouped(), limit.grouped());
            let notes = texts(credit_notes);
            let message = format!(
                "{invoice}: credit notes of {currency} {total} in all ({}), above {limit}",
                notes.join(", ")
            );
            let about = std::iter::once(invoice.to_string()).chain(notes).collect();
            ("credit_notes.above_limit".into(), message, about)
        }
        Finding::Returned { customer, payment, invoices, exposure, limit, currency } => {
            let (exposure, limit) = (exposure.grouped(), limit.grouped());
            let invoices = texts(invoices);
            let message = format!(
                "{customer}: {} issued before {payment} was returned; the account stands at \
                 {currency} {exposure}, above its credit limit of {limit}",
                invoices.join(", ")
            );
            let first = [customer.to_string(), payment.to_string()].into_iter();
            ("credit_limit.returned_payment".into(), message, first.chain(invoices).collect())
        }
    }
}
