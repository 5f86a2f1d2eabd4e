//! `daybook check`: lists what breaks no single rule but deserves a second look when added up.

use serde_json::json;

use crate::domain::{Currency, Message, Number};
use crate::ledger::query::checks::{Checks, ChecksOf, Finding};
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE};

pub fn run(common: &Common) -> Result<u8, CliError> {
    let session = common.open()?;
    let Checks { findings, no_limit } = session.ask(&ChecksOf {})?;
    session.close()?;
    let words = common.words();
    let said: Vec<(String, String, Vec<String>)> =
        findings.iter().map(|finding| said(finding, &words)).collect();
    if common.json {
        let finding = |(check, message, about): &(String, String, Vec<String>)| json!({"check": check, "severity": "warn", "about": about, "message": message});
        let all: Vec<_> = said.iter().map(finding).collect();
        let not_checked = no_limit.into_iter().map(|currency| {
            json!({"check": "credit_notes.above_limit", "message": not_compared(currency, &words)})
        });
        let not_checked: Vec<_> = not_checked.collect();
        output::print_json(&json!({"findings": all, "not_checked": not_checked}))?;
        return Ok(DONE);
    }
    let lines = said.iter().map(|(_, message, _)| format!("{message}\n")).collect::<String>();
    let nothing = || words.say("check-nothing", &[]) + "\n";
    output::print(&if lines.is_empty() { nothing() } else { lines })?;
    let notes = no_limit.into_iter().map(|currency| not_compared(currency, &words) + "\n");
    output::print(&notes.collect::<String>())?;
    Ok(DONE)
}

/// Reports that credit notes in a currency were not compared with a limit.
fn not_compared(currency: Currency, words: &Words) -> String {
    words.say("check-not-compared", &[("currency", currency.code())])
}

/// A finding: its name, its message, and the numbers it is about.
fn said(finding: &Finding, words: &Words) -> (String, String, Vec<String>) {
    let texts = |numbers: &[Number]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    match finding {
        Finding::Credited { invoice, credit_notes, total, limit, currency } => {
            let notes = texts(credit_notes);
            let message = Message::new("check-credited")
                .with("invoice", invoice)
                .with("currency", currency)
                .with("total", words.figure(&total.to_string()))
                .with("notes", notes.join(", "))
                .with("limit", words.figure(&limit.to_string()));
            let about = std::iter::once(invoice.to_string()).chain(notes).collect();
            ("credit_notes.above_limit".into(), words.tell(&message), about)
        }
        Finding::Returned { customer, payment, invoices, exposure, limit, currency } => {
            let invoices = texts(invoices);
            let message = Message::new("check-returned")
                .with("customer", customer)
                .with("invoices", invoices.join(", "))
                .with("payment", payment)
                .with("currency", currency)
                .with("exposure", words.figure(&exposure.to_string()))
                .with("limit", words.figure(&limit.to_string()));
            let message = words.tell(&message);
            let first = [customer.to_string(), payment.to_string()].into_iter();
            ("credit_limit.returned_payment".into(), message, first.chain(invoices).collect())
        }
    }
}
