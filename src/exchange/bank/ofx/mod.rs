//! OFX 1 (SGML, closing tags optional) and OFX 2 (XML), read by one lenient reader of tags. May use:
//! domain, the bank's amounts, dates and texts.

mod statement;
mod tags;

use crate::domain::{Refusal, Rule};

use super::statement::{BankFormat, FoundStatements};
use super::trouble::{Warnings, refused};

/// Reads all statements of accounts and cards.
pub(super) fn read(
    text: &str,
    format: BankFormat,
    warnings: &mut Warnings,
) -> Result<FoundStatements, Refusal> {
    let mut tags = tags::Tags::new(text);
    let mut statements = statement::Statements::new(warnings);
    let (mut has_begun, mut has_ended, mut closes) = (false, false, false);
    while let Some(tag) = tags.next()? {
        if tag.is_close {
            closes = true;
            has_ended |= tag.name == "OFX";
            statements.close(&tag);
        } else {
            has_begun |= tag.name == "OFX";
            statements.open(&tag);
        }
    }
    let last = tags.line();
    if !has_begun {
        return Err(refused(Rule::BankNotStatement, 1));
    }
    // Some banks close no elements at all: then the balance after the lines is the end.
    let is_whole = has_ended || (!closes && format == BankFormat::Ofx1 && statements.is_closed());
    if !is_whole {
        return Err(refused(Rule::BankTruncated, last));
    }
    let found = statements.ended();
    if let (true, Some(said)) = (found.statements.is_empty(), &found.said) {
        return Err(refused(Rule::BankSaid, 1).with("given", said));
    }
    Ok(FoundStatements { format, statements: found.statements })
}
