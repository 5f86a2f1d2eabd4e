//! SWIFT statements (MT940) and intraday reports (MT942) in the dialects of real banks: with and without
//! envelopes, several per file, over several pages. May use: domain, the bank's amounts, dates and
//! texts.

mod entry;
mod fields;
mod german;
mod iban;
mod message;
mod narrative;
mod slashed;

use crate::domain::{Refusal, Rule};

use super::statement::{BankFormat, FoundStatements};
use super::trouble::{Warnings, refused};

/// Reads all statements of a file.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Result<FoundStatements, Refusal> {
    let mut messages = message::Messages::new(warnings);
    for field in fields::SwiftFields::new(text) {
        messages.field(&field)?;
    }
    let last = text.lines().count().max(1) as u64;
    let (statements, reports) = messages.ended(last)?;
    let format = if reports == statements.len() { BankFormat::Mt942 } else { BankFormat::Mt940 };
    match statements.is_empty() {
        true => Err(refused(Rule::BankNoStatement, 1).with("format", BankFormat::Mt940.name())),
        false => Ok(FoundStatements { format, statements }),
    }
}
