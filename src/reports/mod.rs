//! Reports: answers as text and as CSV. May use: domain, ledger answers, layout, csv.

pub mod aging;
pub mod balance;
