//! Reports: their rows as text, as CSV and as JSON. May use: domain, ledger answers, layout, words, csv.

pub mod balance;
pub mod csv_text;
pub mod json;
pub mod proposals;
pub mod reconciliation;
pub mod text;
pub mod worklist;
