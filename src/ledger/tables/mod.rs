//! Every table of the ledger, with its key and its row. Rows are small and name the entry they came
//! from; the full text of a document is read from the journal at the place that its row gives. May use:
//! domain, journal.

mod apart;
mod bank;
mod book;
mod calls;
mod cards;
mod cases;
mod cashing;
mod company;
mod deliveries;
mod dunning;
mod fiscal;
mod glances;
mod items;
mod late_fees;
mod plans;
mod policy;
mod sales;
mod suspense;
mod twins;
mod work;

pub use apart::*;
pub use bank::*;
pub use book::*;
pub use calls::*;
pub use cards::*;
pub use cases::*;
pub use cashing::*;
pub use company::*;
pub use deliveries::*;
pub use dunning::*;
pub use fiscal::*;
pub use glances::*;
pub use items::*;
pub use late_fees::*;
pub use plans::*;
pub use policy::*;
pub use sales::*;
pub use suspense::*;
pub use twins::*;
pub use work::*;

/// The letters and names of all tables, so that no two share one and `verify` can name them.
pub const NAMES: &[&[(u8, &str)]] = &[
    apart::NAMES,
    bank::NAMES,
    book::NAMES,
    calls::NAMES,
    cards::NAMES,
    cases::NAMES,
    cashing::NAMES,
    company::NAMES,
    deliveries::NAMES,
    dunning::NAMES,
    fiscal::NAMES,
    items::NAMES,
    late_fees::NAMES,
    plans::NAMES,
    policy::NAMES,
    sales::NAMES,
    suspense::NAMES,
    twins::NAMES,
    work::NAMES,
];
