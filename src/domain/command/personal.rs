//! Which commands say something of a person: of those, not even a digest stands in the chain.

use super::Command;

impl Command {
    /// Whether it holds text that is kept in private records: names, addresses, notes.
    pub fn is_personal(&self) -> bool {
        match self {
            Command::RegisterCustomer(_) | Command::AmendCustomer(_) => true,
            Command::OpenDispute(command) => command.note.is_some(),
            Command::NoteDispute(command) => command.note.is_some(),
            Command::MoveDispute(command) => command.note.is_some(),
            Command::ResolveDispute(command) => command.note.is_some(),
            Command::LogCall(command) => {
                let texts = [&command.contact, &command.note, &command.outcome];
                texts.into_iter().any(Option::is_some)
            }
            Command::Promise(command) => command.note.is_some(),
            Command::WithdrawPromise(command) => command.note.is_some(),
            Command::ScheduleCallback(command) => {
                command.contact.is_some() || command.note.is_some()
            }
            Command::Done(command) => command.note.is_some(),
            Command::HoldCustomer(_)
            | Command::ReleaseCustomer(_)
            | Command::MergeCustomers(_)
            | Command::DefineItem(_)
            | Command::SetPrice(_)
            | Command::DraftInvoice(_)
            | Command::IssueDraft(_)
            | Command::DiscardDraft(_)
            | Command::IssueInvoice(_)
            | Command::CreditInvoice(_)
            | Command::VoidInvoice(_)
            | Command::RecordPayment(_)
            | Command::Allocate(_)
            | Command::Unallocate(_)
            | Command::BouncePayment(_)
            | Command::Refund(_)
            | Command::ReversePayment(_)
            | Command::ReverseRefund(_)
            | Command::VoidCreditNote(_)
            | Command::RecordCertificate(_)
            | Command::WriteOff(_)
            | Command::Recover(_)
            | Command::BringInInvoice(_)
            | Command::BringInReceivable(_)
            | Command::GrantRole(_)
            | Command::RevokeRole(_)
            | Command::DefineSeries(_) => false,
        }
    }
}
