//! The summary of an import.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Currency, Message, Money};

use super::ImportKind;
use super::payers::NearName;

/// The summary of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportSummary {
    /// The kind of the records.
    pub kind: String,
    /// How many rows the file has.
    pub rows: u64,
    /// How many rows were imported.
    pub taken: u64,
    /// How many were in the book already.
    pub skipped: u64,
    /// How many were refused.
    pub refused: u64,
    /// How many were imported with a warning.
    pub warnings: u64,
    /// How many documents were made.
    pub documents: u64,
    /// How many documents were refused.
    pub documents_refused: u64,
    /// How many accounts were opened for them.
    pub customers: u64,
    /// How many payments from unknown payers went on the suspense list.
    pub suspense: u64,
    /// How many rows have no readable amount, and are not in any sum.
    pub unread: u64,
    /// The number of groups of a trial, if more than one: limits that only several groups together
    /// exceed, such as a credit limit or the amount of an invoice, are refused in the import but not in
    /// the trial.
    #[serde(skip_serializing_if = "is_none")]
    pub groups: u64,
    /// Names that no account has, with accounts of similar names; at most a hundred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearName>,
    /// The sums of the rows by currency; those of lines are without taxes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sums: BTreeMap<String, ImportSums>,
}

/// Whether a count is left out because it is zero.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes it so
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl ImportSummary {
    /// Whether its sums are those of lines, to which taxes are added.
    fn is_without_taxes(&self) -> bool {
        self.kind == ImportKind::Invoices.word()
    }

    /// The summary, line by line, as messages: counts, then the sums of each currency. `kind` is the
    /// word for the kind, and `figure` writes an amount.
    pub fn told(&self, is_dry: bool, kind: &str, figure: &dyn Fn(Money) -> String) -> Vec<Message> {
        let message =
            |key: &'static str| Message::new(key).with("dry", if is_dry { "yes" } else { "no" });
        let counted = |key: &'static str, count: u64| Message::new(key).with("count", count);
        let rows = message("import-rows").because("rows", &counted("count-rows", self.rows));
        let rows = rows.with("kind", kind).with("taken", self.taken);
        let mut told = vec![rows.with("skipped", self.skipped).with("refused", self.refused)];
        if self.documents + self.documents_refused > 0 {
            let documents = message("import-documents").with("made", self.documents);
            told.push(documents.with("refused", self.documents_refused));
        }
        // The sums say which refused rows they are without, unless the currency could be another.
        let unknown = if self.sums.len() == 1 { self.unread.min(self.refused) } else { 0 };
        let counts = [
            ("import-customers", self.customers),
            ("import-suspense", self.suspense),
            ("import-warned", self.warnings),
            ("import-unread", self.unread.saturating_sub(unknown)),
            ("import-groups", self.groups),
        ];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        told.extend(counts.map(|(key, count)| counted(key, count)));
        for (currency, sums) in &self.sums {
            let taxes = if self.is_without_taxes() { "without" } else { "with" };
            let line = message("import-sums").with("currency", currency).with("taxes", taxes);
            let line = line.with("taken", figure(sums.taken)).with("skipped", figure(sums.skipped));
            told.push(line.with("refused", figure(sums.refused)).with("unknown", unknown));
            let open = |open: Money| message("import-open").with("open", figure(open));
            told.extend(sums.open.map(|left| open(left).with("currency", currency)));
        }
        told
    }
}

/// The sums of the rows in a currency; those of lines are without taxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ImportSums {
    /// Rows that were imported.
    pub taken: Money,
    /// Rows that were in the book already.
    pub skipped: Money,
    /// Rows that were refused, as far as they could be read.
    pub refused: Money,
    /// The outstanding amount of the imported rows that give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Money>,
}

/// The outcome of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Became {
    /// It was imported.
    Taken,
    /// It was in the book already.
    Skipped,
    /// It was refused.
    Refused,
}

impl ImportSummary {
    /// Counts a row and its amount.
    pub(super) fn row(&mut self, became: Became, amount: Option<(Currency, Money)>) {
        self.rows += 1;
        *match became {
            Became::Taken => &mut self.taken,
            Became::Skipped => &mut self.skipped,
            Became::Refused => &mut self.refused,
        } += 1;
        let Some((currency, amount)) = amount else {
            self.unread += 1;
            return;
        };
        let zero = amount.zero();
        let nothing = ImportSums { taken: zero, skipped: zero, refused: zero, open: None };
        let sums = self.sums.entry(currency.to_string()).or_insert(nothing);
        let sum = match became {
            Became::Taken => &mut sums.taken,
            Became::Skipped => &mut sums.skipped,
            Became::Refused => &mut sums.refused,
        };
        // A sum that would overflow stays as it is: the rows themselves were refused for that.
        *sum = sum.plus(amount).unwrap_or(*sum);
    }

    /// Adds the outstanding amount of an imported row.
    pub(super) fn open(&mut self, (currency, open): (Currency, Money)) {
        if let Some(sums) = self.sums.get_mut(&currency.to_string()) {
            let before = sums.open.unwrap_or(open.zero());
            sums.open = Some(before.plus(open).unwrap_or(before));
        }
    }
}
