//! What is true of the money: every rule, every figure, and that two views of one figure agree.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod agreeing;
mod bank;
mod brought_in;
mod calls;
mod cases;
mod cases_listed;
mod cash_orders;
mod certificates;
mod checks;
mod claimed;
mod clock;
#[path = "../common/mod.rs"]
mod common;
mod dated_books;
mod deliveries;
mod deposits;
mod disputed;
mod dunning;
mod earliest_days;
mod erasure;
mod first_days;
mod growing;
mod growth;
mod ids;
mod interest;
mod large_account;
mod late_fees;
mod lookup;
mod matching;
mod missing;
mod money;
mod money_days;
#[path = "../common/month/mod.rs"]
#[allow(dead_code)]
mod month;
mod payers;
mod plans;
mod policy;
mod refusals;
mod remitted;
mod reports;
mod rulings;
mod said;
mod sales;
mod shown;
mod sums;
mod suspense;
mod then;
mod warnings;
mod worked;
mod worklist;
mod wrap_lines;
