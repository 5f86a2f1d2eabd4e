//! Files into the book and out of it. May use: domain, ledger answers, engine, assets, csv, encoding_rs, calamine, quick-xml, zip.

pub mod bank;
pub mod export;
pub mod import;
pub mod reading;
pub mod reconcile;
pub mod statements;
