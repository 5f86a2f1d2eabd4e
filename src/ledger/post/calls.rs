//! Posts how calls ended, and that what was agreed in them was taken back.

use crate::domain::event::{CallWrapped, WrapUpUndone};
use crate::ledger::cases;
use crate::ledger::tables::{CALL_ENDS, CallEndRow, CaseKind};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    /// The call is logged by the next event of the same entry.
    pub(super) fn call_wrapped(&mut self, event: &CallWrapped) -> Result<(), LedgerError> {
        let CallWrapped { outcome, minutes, .. } = *event;
        let row = CallEndRow { outcome, minutes, parts: event.parts.clone(), undone: None };
        let call = self.id().next();
        CALL_ENDS.put(&mut self.batch, &call, &row)
    }

    pub(super) fn wrap_up_undone(&mut self, event: &WrapUpUndone) -> Result<(), LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no call {}", event.call));
        let id = cases::case(self.rows, CaseKind::Call, &event.call)?.ok_or_else(unknown)?;
        for callback in &event.reopened {
            self.callback_reopened(callback, id.seq)?;
        }
        let row = CALL_ENDS.need(self.rows, &id)?;
        let undone = Some((event.date, self.seq()));
        CALL_ENDS.put(&mut self.batch, &id, &CallEndRow { undone, ..row })
    }
}
