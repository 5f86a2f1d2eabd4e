//! A remittance as it is dictated: `1042 400, 1043 all, 1044 -40 damaged`. Reading it gives typed parts;
//! resolving them against the customer's open items gives allocations and disputes, all or nothing. May use:
//! input, numbers.

mod parse;
mod part;
mod resolve;

pub use parse::{AmountForm, parse};
pub use part::{Deduction, Paid, RemittanceError, RemittancePart};
pub use resolve::{Remitted, resolve};

#[cfg(test)]
mod tests;
