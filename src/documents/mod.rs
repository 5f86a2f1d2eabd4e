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

use crate::domain::Language;
use crate::ledger::query::show::Shown;

use paper::Paper;
use wording::Wording;

/// What the ledger shows as a document in the customer's language, or in the one that is `asked` for;
/// none, where no customer gets such a thing: a dispute, a call, a write-off.
pub fn of_shown(shown: &Shown, asked: Option<Language>) -> Option<Paper> {
    Some(match shown {
        Shown::Invoice(it) => invoice::paper(it, &Wording::of(invoice::language(it, asked))),
        Shown::CreditNote(it) => {
            credit_note::paper(it, &Wording::of(credit_note::language(it, asked)))
        }
        Shown::Payment(it) => receipt::paper(it, &Wording::of(receipt::language(it, asked))),
        Shown::Refund(_)
        | Shown::WriteOff(_)
        | Shown::Dispute(_)
        | Shown::Promise(_)
        | Shown::Call(_)
        | Shown::Callback(_)
        | Shown::Delivery(_)
        | Shown::Unidentified(_)
        | Shown::Draft(_)
        | Shown::Customer(_)
        | Shown::Item(_) => return None,
    })
}
