//! Files out of the book. May use: domain, ledger answers, engine, csv.

pub mod export;
