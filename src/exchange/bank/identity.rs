//! Recognises lines that were imported before, from the same file or from another file with the same
//! days. May use: domain, sha2.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::domain::{Day, text};

use super::statement::{BankLine, BankStatement};

/// What identifies a line at its bank: the bank's id together with the day and the amount, because some
/// banks give several lines the same id.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct BankKey {
    /// The bank's id.
    pub id: String,
    /// The booking day.
    pub date: Day,
    /// The amount.
    pub amount: Decimal,
}

/// The line's key at its bank; `None` if the file gives no id. Two lines of one account with the same
/// key are the same line.
pub fn bank_key(line: &BankLine) -> Option<BankKey> {
    let id = line.bank_id.clone()?;
    Some(BankKey { id, date: line.date, amount: line.amount.normalize() })
}

/// The fingerprint of a line, 32 hexadecimal digits: its day, amount, text, references and payer,
/// ignoring case and blanks. Equal lines of one file have equal fingerprints; their number tells them
/// apart ([`fingerprints`]).
pub fn fingerprint(line: &BankLine) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(&line.date.to_string());
    part(&line.amount.normalize().to_string());
    let folded = |text: &str| -> String {
        text::folded(text).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    part(&folded(&line.text));
    part(&line.references.len().to_string());
    for reference in &line.references {
        part(&folded(reference));
    }
    part(&folded(line.payer.as_deref().unwrap_or_default()));
    part(&folded(line.payer_account.as_deref().unwrap_or_default()));
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The fingerprint of each line, with its number among equal lines of the statement, starting at 1: true
/// twins are 1 and 2. The book has a line already if it has one of the account with the same pair.
pub fn fingerprints(statement: &BankStatement) -> Vec<(String, u32)> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let numbered = |line| {
        let print = fingerprint(line);
        let count = seen.entry(print.clone()).or_insert(0);
        *count += 1;
        (print, *count)
    };
    statement.lines.iter().map(numbered).collect()
}

/// The account and id of a line, with the rest of its content.
type Identified<'l> = (&'l str, &'l str, Day, Decimal, &'l str, Option<&'l str>);

/// Removes ids that several different lines of one account share, because they identify nothing. Sorts
/// instead of hashing: a file may have a million lines.
pub(super) fn drop_shared_ids(statements: &mut [BankStatement]) {
    let mut known: Vec<Identified> = Vec::new();
    for statement in statements.iter() {
        let account = statement.number.as_deref().unwrap_or_default();
        known.extend(statement.lines.iter().filter_map(|it| {
            let id = it.bank_id.as_deref()?;
            Some((account, id, it.date, it.amount, it.text.as_str(), it.payer.as_deref()))
        }));
    }
    known.sort_unstable();
    let differ = known.windows(2).filter_map(|pair| match pair {
        [one, other] => ((one.0, one.1) == (other.0, other.1) && one != other).then_some(other.1),
        _ => None,
    });
    let shared: HashSet<String> = differ.map(str::to_string).collect();
    if shared.is_empty() {
        return;
    }
    for line in statements.iter_mut().flat_map(|statement| &mut statement.lines) {
        line.bank_id = line.bank_id.take().filter(|id| !shared.contains(id));
    }
}
