//! Series of invoices, and the order of the dates of documents.

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Broken, Kind, date, text};

impl Auditor {
    /// The series of an invoice, which must be known.
    pub(super) fn series(&self, command: &Value, broken: &mut Broken) -> String {
        let series = command["series"].as_str().unwrap_or("INV");
        if series != "INV" && !self.series.contains(series) {
            broken.push("series.unknown");
        }
        series.to_string()
    }

    pub(super) fn define(command: &Value, broken: &mut Broken) -> Vec<String> {
        if text(command, "series") == "PAY" {
            broken.push("series.reserved");
        }
        vec![text(command, "series").to_string()]
    }

    /// A document is dated neither ahead of today nor before one of its kind, unless there is a
    /// reason. What is void or ahead itself stops nobody.
    pub(super) fn dated(&self, command: &Value, kind: Kind, today: Day, broken: &mut Broken) {
        if command["override"].is_object() {
            return;
        }
        let day = date(command, today);
        if day > today {
            broken.push("date.ahead_needs_reason");
        }
        let stops = |date: Day| day < date && date <= today;
        let own = self.documents.values().filter(|one| one.kind == kind && one.own && !one.void);
        if own.map(|one| one.date).any(stops) {
            broken.push("series.back_dated");
        }
    }
}
