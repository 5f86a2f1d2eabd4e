//! Documents as they are sent: invoices, credit notes, receipts, statements. Each is built from an
//! answer of the ledger as one typed value, a [`paper::Paper`] in the customer's language; renderers
//! read that value and nothing else. May use: assets, domain, ledger answers, layout, threads, words.

pub mod attachment;
mod billed;
pub mod credit_note;
pub mod invoice;
pub mod paper;
pub mod pdf;
pub mod receipt;
pub mod statement;
pub mod text;
pub mod wording;

pub use attachment::{Attachment, attachment};
