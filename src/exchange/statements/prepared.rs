//! Statements in the form that the book keeps, and their balances. May use: domain, the statements, the
//! summary.

use rust_decimal::Decimal;

use crate::domain::command::StatedLine;
use crate::domain::event::DatedBalance;
use crate::domain::{Currency, Money, Plain, money, text};

use super::super::bank::BankLine;
use super::summary::StatementSummary;

/// How many references of a line are kept.
const MOST_REFERENCES: usize = 20;

/// A statement in the form that the book keeps: each line with the key it is recognised by.
pub struct PreparedStatement {
    /// Before the first line.
    pub opening: Option<DatedBalance>,
    /// After the last.
    pub closing: Option<DatedBalance>,
    /// Its lines.
    pub lines: Vec<(StatedLine, (u64, u32))>,
}

/// The balances before and after all statements, and the difference that the lines don't explain.
pub fn balances<'a>(
    summary: &mut StatementSummary,
    statements: impl Iterator<Item = &'a PreparedStatement>,
    currency: Currency,
) {
    let statements: Vec<&PreparedStatement> = statements.collect();
    let opening = statements.iter().filter_map(|it| it.opening).min_by_key(|it| it.date);
    let closing = statements.iter().rev().filter_map(|it| it.closing).max_by_key(|it| it.date);
    let amount = |(line, _): &(StatedLine, _)| Money::from_decimal(line.amount.0, currency.scale());
    let lines: Option<Vec<Money>> =
        statements.iter().flat_map(|it| &it.lines).map(amount).collect();
    let lines = lines.and_then(|lines| money::sum(lines, currency.scale()));
    summary.opening = opening.map(|it| it.amount);
    summary.closing = closing.map(|it| it.amount);
    if let (Some(opening), Some(closing), Some(lines)) = (opening, closing, lines) {
        let expected = opening.amount.plus(lines);
        summary.difference = expected.and_then(|expected| closing.amount.minus(expected));
    }
}

/// The most lines, and the most bytes of text, in one command.
const CHUNK: (usize, usize) = (200, 200_000);

/// Splits lines into commands of a few hundred, each short enough to send.
pub fn in_chunks(lines: Vec<(StatedLine, (u64, u32))>) -> Vec<Vec<(StatedLine, (u64, u32))>> {
    let mut chunks: Vec<Vec<_>> = Vec::new();
    let mut bytes = 0;
    for line in lines {
        let said = &line.0;
        let texts = [&said.payer, &said.payer_account, &said.text, &said.bank_id];
        let long: usize =
            texts.into_iter().flatten().chain(&said.references).map(String::len).sum();
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK.0 && bytes + long < CHUNK.1 => chunk.push(line),
            _ => {
                chunks.push(vec![line]);
                bytes = 0;
            }
        }
        bytes += long;
    }
    chunks
}

/// A line as a command carries it: texts without invisible characters, cut to what the book keeps.
pub fn stated(line: &BankLine) -> StatedLine {
    let short = |given: &Option<String>| shown(given.as_deref()?, text::SHORT);
    let mut said = line.text.clone();
    if let Some(other) = line.paid_for.as_ref().filter(|it| !said.contains(it.as_str())) {
        said = format!("{said} {other}");
    }
    let references = line.references.iter().filter_map(|it| shown(it, text::SHORT));
    StatedLine {
        date: line.date,
        value_date: line.value_date.filter(|day| *day != line.date),
        amount: Plain(line.amount),
        fee: line.fee.filter(|fee| *fee > Decimal::ZERO).map(Plain),
        payer: short(&line.payer),
        payer_account: short(&line.payer_account),
        text: shown(&said, text::LONG),
        references: references.take(MOST_REFERENCES).collect(),
        bank_id: short(&line.bank_id),
        is_return: line.is_return,
        nth: None,
    }
}

/// The visible text, with controls as blanks; `None` if nothing is visible.
fn shown(given: &str, most: usize) -> Option<String> {
    let plain: String = given.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let cut: String = text::visible(&plain).chars().take(most).collect();
    let cut = cut.trim();
    (!cut.is_empty()).then(|| cut.to_string())
}
