//! Two people on one record: a change is not overwritten by someone who has not seen it.

use crate::domain::command::Changes;
use crate::domain::{Code, Command, Number, Refusal, Rule};
use crate::ledger::cases;
use crate::ledger::item;
use crate::ledger::tables::{CaseKind, DRAFTS};
use crate::store::rows::{LedgerError, Stop};

use super::Case;

impl Case<'_> {
    /// Refuses a command on a customer, a dispute or a draft that was changed after its sender saw it, and one
    /// whose sender claims to have seen what is not there yet.
    pub(super) fn as_seen(&self, command: &Command) -> Result<(), Stop> {
        let Some(seen) = self.desk.seen else { return Ok(()) };
        let head = self.desk.seq.saturating_sub(1);
        if seen > head {
            let refusal = Refusal::new(Rule::CommandSeenBeyond, "seen").with("seen", seen);
            return Err(refusal.with("last", head).into());
        }
        let last = match command.changes() {
            Changes::Nothing => None,
            Changes::Customer(code) => self.last_on_customer(code)?,
            Changes::Dispute(number) => self.last_on_dispute(number)?,
            Changes::Draft(number) => self.last_on_draft(number)?,
        };
        match last.filter(|last| *last > seen) {
            None => Ok(()),
            Some(last) => {
                let refusal = Refusal::new(Rule::CommandNotSeen, "seen").with("seen", seen);
                Err(refusal.with("last", last).into())
            }
        }
    }

    /// Returns the last entry with a customer's details.
    fn last_on_customer(&self, code: &Code) -> Result<Option<u64>, LedgerError> {
        Ok(item::account(self.rows(), code)?.map(|(_, row)| row.seq))
    }

    /// Returns the last entry with what a draft says.
    fn last_on_draft(&self, number: &Number) -> Result<Option<u64>, LedgerError> {
        let Some(count) = number.draft_count() else { return Ok(None) };
        Ok(DRAFTS.get(self.rows(), &count)?.map(|row| row.seq))
    }

    /// Returns the last entry on a dispute.
    fn last_on_dispute(&self, number: &Number) -> Result<Option<u64>, LedgerError> {
        let Some(id) = cases::case(self.rows(), CaseKind::Dispute, number)? else {
            return Ok(None);
        };
        let last = cases::steps(self.rows(), id)?.last().map(|((seq, _), _)| *seq);
        Ok(Some(last.unwrap_or(id.seq)))
    }
}
