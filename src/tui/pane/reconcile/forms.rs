//! The forms that do what a key does to a bank line: a match is listed as if its form had posted it. May use: the
//! suggestions, domain, the subject of a form.

use uuid::Uuid;

use crate::domain::command::{SuspendBankLine, Unallocate};
use crate::domain::{Code, Command, Envelope, Number, Plain};
use crate::exchange::reconcile::{LineSource, SuggestedCredit, SuggestedLine, SuggestedMatch};
use crate::tui::subject::Subject;

/// The form that reopens a line.
pub(super) const OPENS_AGAIN: &str = "unmatch_bank_line";

/// The form that puts money back on the suspense list, by reversing the payment.
pub(super) const REVERSES: &str = "reverse_payment";

/// The form that identifies whose money on the suspense list is.
const IDENTIFIES: &str = "identify";

/// The form that puts a line's money on the suspense list.
const SUSPENDS: &str = "suspend_bank_line";

/// The form that would have sent the same: the match that was accepted, or none if the payer is not known.
pub(super) fn form_of(line: &SuggestedLine) -> &'static str {
    let is_linked = |it: &SuggestedMatch| it.links.is_some() || it.returns.is_some();
    let is_split =
        |it: &SuggestedMatch| it.allocate.iter().any(|share| share.customer != it.customer);
    match line.suggestions.first() {
        _ if line.source == LineSource::Suspense => IDENTIFIES,
        Some(it) if is_linked(it) => "link_bank_line",
        Some(it) if is_split(it) => "split_bank_line",
        Some(_) => "match_bank_line",
        None => SUSPENDS,
    }
}

/// The subject of a form: a line, and its likely customer.
pub(super) fn about(line: &SuggestedLine, chosen: Option<&SuggestedMatch>) -> Subject {
    Subject {
        customer: chosen.map(|it| it.customer.clone()).filter(|it| !it.0.is_empty()),
        name: chosen.map_or(String::new(), |it| it.name.clone()),
        currency: Some(line.line.currency),
        document: Some(line.line.line.clone()),
        kind: match line.source {
            LineSource::Bank => "bank_line".to_string(),
            LineSource::Suspense => "unidentified".to_string(),
        },
        date: Some(line.line.date),
        left: Some(line.line.amount),
        payer: payer(line),
        ..Subject::default()
    }
}

/// The customer whom every suggestion for a line names.
fn payer(line: &SuggestedLine) -> Option<Code> {
    let (first, others) = line.suggestions.split_first()?;
    let is_same = others.iter().all(|it| it.customer == first.customer);
    Some(first.customer.clone()).filter(|code| is_same && !code.0.is_empty())
}

/// The command that puts a line's money on the suspense list, as the statement gives it.
pub(super) fn suspending(line: Number) -> SuspendBankLine {
    SuspendBankLine { line, fee: None, date: None, method: None, rate: None, note: None }
}

/// The command that takes a credit note off the invoice to which the match allocated it.
pub(super) fn uncredited(credit: &SuggestedCredit) -> Command {
    let (from, to) = (Some(credit.credit_note.clone()), Some(credit.invoice.clone()));
    let amount = Some(Plain(credit.amount.decimal()));
    Unallocate { allocation: None, from, to, amount, date: None, alone: false }.into()
}

/// A command with a new id, so that it is carried out once even if it is sent twice.
pub(super) fn under_new_id(command: Command) -> Envelope {
    Envelope { id: Some(Uuid::now_v7()), ..Envelope::of(command) }
}
