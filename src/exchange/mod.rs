//! Files into the book and out of it. May use: domain, ledger answers, engine, csv, encoding_rs.

pub mod export;
pub mod import;
