//! Documents as they are sent: invoices, credit notes, receipts, statements, dunning letters. Each is
//! built from an answer of the ledger as one typed value, a [`paper::Paper`] in the customer's
//! language; renderers read that value and nothing else. May use: assets, domain, ledger answers,
//! layout, threads, words.

mod billed;
pub mod credit_note;
pub mod deposit_slip;
pub mod dunning_letter;
pub mod files;
pub mod invoice;
pub mod packet;
pub mod paper;
pub mod payment_plan;
pub mod pdf;
pub mod receipt;
pub mod statement;
pub mod text;
pub mod wording;

use crate::domain::Language;
use crate::ledger::query::packet::Packet;
use crate::ledger::query::show::Shown;
use crate::ledger::query::statement::Statement;

use paper::Paper;
use wording::Wordings;

/// The document of a record in the customer's language, or in the requested one; `None` for a record
/// without a document, such as a dispute, a call or a write-off.
pub fn of_shown(shown: &Shown, asked: Option<Language>, words: &mut Wordings) -> Option<Paper> {
    Some(match shown {
        Shown::Invoice(it) => invoice::paper(it, words.of(invoice::language(it, asked))),
        Shown::CreditNote(it) => credit_note::paper(it, words.of(credit_note::language(it, asked))),
        Shown::Payment(it) => receipt::paper(it, words.of(receipt::language(it, asked))),
        Shown::Letter(it) => {
            dunning_letter::paper(it, words.of(dunning_letter::language(it, asked)))
        }
        Shown::Plan(it) => payment_plan::paper(it, words.of(payment_plan::language(it, asked))),
        Shown::Deposit(it) => deposit_slip::paper(it, words.of(deposit_slip::language(it, asked))),
        Shown::Refund(_)
        | Shown::WriteOff(_)
        | Shown::Dispute(_)
        | Shown::Promise(_)
        | Shown::Call(_)
        | Shown::Callback(_)
        | Shown::Delivery(_)
        | Shown::Unidentified(_)
        | Shown::BankLine(_)
        | Shown::Draft(_)
        | Shown::Customer(_)
        | Shown::Item(_) => return None,
    })
}

/// A statement in the customer's language, or in the requested one.
pub fn of_statement(it: &Statement, asked: Option<Language>, words: &mut Wordings) -> Paper {
    statement::paper(it, words.of(statement::language(it, asked)))
}

/// The packet of a dispute in the company's language, or in the requested one.
pub fn of_packet(it: &Packet, asked: Option<Language>, words: &mut Wordings) -> Paper {
    packet::paper(it, words.of(packet::language(it, asked)))
}
