//! What a movement is about, `:86:`: structured in the German way, in the Dutch way, or free. May use:
//! domain, the bank's texts.

use super::super::StatementLine;
use super::super::cleaned::{cleaned, domain_long, domain_short, kept};
use super::entry::Movement;
use super::{german, slashed};

/// From this length on a line was cut by its form, not by its writer.
const FULL_LINE: usize = 64;

/// The line of a movement with its narrative.
pub(super) fn line(movement: Movement, narrative: &str) -> StatementLine {
    let Movement { mut line, added, rest } = movement;
    let value = narrative.trim_end();
    if value.trim().is_empty() {
        line.text = if added.is_empty() { rest } else { added.clone() };
    } else if let Some(separator) = german::separator(value) {
        german::read(value, separator, &mut line);
    } else if slashed::is_slashed(value) {
        slashed::read(&joined(value), &mut line);
    } else {
        free(value, &mut line);
    }
    if line.payer_account.is_none() && is_iban(&added) {
        line.payer_account = Some(added);
    } else if !added.starts_with("/OCMT/") && !line.text.contains(&added) {
        line.text = cleaned(&format!("{} {added}", line.text), domain_long());
    }
    line
}

/// The lines of a text as one: what its form cut is put together, other lines are parted by a blank.
pub(super) fn joined(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut is_full = true;
    for line in value.lines() {
        if !is_full {
            text.push(' ');
        }
        let line = line.trim_end_matches('\r');
        text.push_str(line);
        is_full = line.chars().count() >= FULL_LINE;
    }
    text
}

/// A text without a form. Some banks begin it with the other account and its owner.
fn free(value: &str, line: &mut StatementLine) {
    line.text = cleaned(&joined(value), domain_long());
    let first = value.lines().next().unwrap_or_default().trim();
    let (account, owner) = first.split_once(' ').unwrap_or((first, ""));
    if is_iban(account) {
        line.payer_account = Some(account.to_string());
        line.payer = kept(owner, domain_short());
        let rest = value.split_once('\n').map_or("", |(_, rest)| rest);
        if !rest.trim().is_empty() {
            line.text = cleaned(&joined(rest), domain_long());
        }
    }
}

/// Whether a text is an IBAN: its check digits say so.
pub(super) fn is_iban(text: &str) -> bool {
    let is_form = (15..=34).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    if !is_form {
        return false;
    }
    let (country, rest) = text.split_at(4);
    let digit = |letter: char| letter.to_digit(36).unwrap_or_default();
    let remainder = rest.chars().chain(country.chars()).map(digit).fold(0, |rest, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (rest * shift + digit) % 97
    });
    remainder == 1
}
