//! Which commands hold text that somebody typed about a person or a reason: of those, not even a
//! digest stands in the chain.

use super::{Command, Envelope, NoteDispute, OpenDispute};

impl Envelope {
    /// Whether it holds text that is kept in private records: in its command, or as the reason for
    /// overriding a rule.
    pub fn is_personal(&self) -> bool {
        self.override_reason.is_some() || self.command.is_personal()
    }
}

impl Command {
    /// Whether it holds text that is kept in private records: names, addresses, notes, reasons.
    pub fn is_personal(&self) -> bool {
        match self {
            Command::RegisterCustomer(_)
            | Command::AmendCustomer(_)
            | Command::ErasePerson(_)
            | Command::ConfirmClock(_)
            | Command::HoldCustomer(_)
            | Command::VoidInvoice(_)
            | Command::BouncePayment(_)
            | Command::ReversePayment(_)
            | Command::ReverseRefund(_)
            | Command::VoidCreditNote(_) => true,
            Command::OpenDispute(OpenDispute { note, owner, root_cause, .. })
            | Command::NoteDispute(NoteDispute { note, owner, root_cause, .. }) => {
                [note, owner, root_cause].into_iter().any(Option::is_some)
            }
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
            Command::ReleaseCustomer(_)
            | Command::MergeCustomers(_)
            | Command::DefineItem(_)
            | Command::SetPrice(_)
            | Command::DraftInvoice(_)
            | Command::IssueDraft(_)
            | Command::DiscardDraft(_)
            | Command::IssueInvoice(_)
            | Command::CreditInvoice(_)
            | Command::RecordPayment(_)
            | Command::Allocate(_)
            | Command::Unallocate(_)
            | Command::Refund(_)
            | Command::RecordCertificate(_)
            | Command::WriteOff(_)
            | Command::Recover(_)
            | Command::BringInInvoice(_)
            | Command::BringInReceivable(_)
            | Command::GrantRole(_)
            | Command::RevokeRole(_)
            | Command::SetViewerPolicy(_)
            | Command::DefineSeries(_) => false,
        }
    }
}
