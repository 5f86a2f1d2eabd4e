//! The narrative of a movement, `:86:`: structured in the German or the Dutch way, or free. May use:
//! domain, the bank's texts.

use super::super::cleaned::{cleaned, domain_long, domain_short, kept};
use super::super::statement::BankLine;
use super::entry::SwiftMovement;
use super::iban::is_iban;
use super::{german, slashed};

/// A line of this length was cut by the format, not by its writer.
const FULL_LINE: usize = 65;

/// The same length in texts with keywords between slashes, which are not aligned in columns.
const FULL_SLASHED: usize = 64;

/// The line of a movement, completed by its narrative.
pub(super) fn line(movement: SwiftMovement, narrative: &str) -> BankLine {
    let SwiftMovement { mut line, added, rest, is_numbered } = movement;
    let value = narrative.trim_end();
    if value.trim().is_empty() {
        line.text = if added.is_empty() { rest } else { added.clone() };
    } else if let Some(separator) = german::separator(value) {
        german::read(value, separator, &mut line);
    } else if slashed::is_slashed(value) {
        slashed::read(&joined(value, FULL_SLASHED), &mut line);
    } else if is_numbered {
        non_swift(value, &mut line);
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

/// Joins the lines of a text: without a blank where the format cut it, otherwise with one.
fn joined(value: &str, full: usize) -> String {
    let mut text = String::with_capacity(value.len());
    let mut is_full = true;
    for line in value.lines() {
        if !is_full {
            text.push(' ');
        }
        let line = line.trim_end_matches('\r');
        text.push_str(line);
        is_full = line.chars().count() >= full;
    }
    text
}

/// Numbered lines, as some banks write them in `:NS:`: the purpose, and the payer.
fn non_swift(value: &str, line: &mut BankLine) {
    let (mut text, mut name) = (String::new(), String::new());
    for part in value.lines() {
        let (Some(number), Some(rest)) = (part.get(..2), part.get(2..)) else { continue };
        match number.parse::<u8>() {
            Ok(1..=14) => {
                text.push_str(rest.trim_end());
                text.push(' ');
            }
            Ok(15 | 16) => name.push_str(rest.trim_end()),
            _ => {}
        }
    }
    line.text = cleaned(&text, domain_long());
    line.payer = kept(&name, domain_short());
}

/// An unstructured text. Some banks begin it with the other account and its owner.
fn free(value: &str, line: &mut BankLine) {
    line.text = cleaned(&joined(value, FULL_LINE), domain_long());
    let first = value.lines().next().unwrap_or_default().trim();
    let (account, owner) = first.split_once(' ').unwrap_or((first, ""));
    if is_iban(account) {
        line.payer_account = Some(account.to_string());
        line.payer = kept(owner, domain_short());
        let rest = value.split_once('\n').map_or("", |(_, rest)| rest);
        if !rest.trim().is_empty() {
            line.text = cleaned(&joined(rest, FULL_LINE), domain_long());
        }
    }
}
