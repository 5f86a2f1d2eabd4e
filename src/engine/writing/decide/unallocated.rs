//! Warns of money for an invoice of which nothing is left: it stays on account.

use crate::domain::command::{Allocation, Share};
use crate::domain::event::GivenUp;
use crate::domain::{Command, Number, Rule, Warning};
use crate::ledger::item;
use crate::ledger::tables::{ITEMS, ItemId, ItemKind};
use crate::store::rows::LedgerError;

use super::Case;
use super::allocated::live;

impl Case<'_> {
    /// Warns of each invoice that a payment names without an amount, and that takes nothing of it. If it was written off, the
    /// warning names the write-off: recovering that makes room.
    pub(super) fn nothing_left(&self, command: &Command) -> Result<Vec<Warning>, LedgerError> {
        let mut warnings = Vec::new();
        for (place, share) in shares(command).iter().enumerate() {
            let Some((id, row)) = item::item(self.rows(), &share.invoice)? else { continue };
            let is_open = item::left(self.rows(), id, &row)?.is_positive();
            if share.amount.is_some() || is_open {
                continue;
            }
            let field = format!("allocate[{place}].invoice");
            let warning = Warning::new(Rule::PaymentNothingLeft, field);
            let warning = warning.with("invoice", &row.number);
            let by = self.written_off_by(id)?.map_or_else(|| "none".into(), |number| number.0);
            warnings.push(warning.with("write_off", by));
        }
        Ok(warnings)
    }

    /// The last write-off of an invoice that can be recovered, if there is one.
    fn written_off_by(&self, invoice: ItemId) -> Result<Option<Number>, LedgerError> {
        for (_, allocation) in live(self.rows(), invoice)?.into_iter().rev() {
            let from = ITEMS.need(self.rows(), &allocation.from)?;
            if from.kind == ItemKind::WriteOff && from.given_up == Some(GivenUp::BadDebt) {
                return Ok(Some(from.number));
            }
        }
        Ok(None)
    }
}

/// The invoices that a command names for the money that it records.
fn shares(command: &Command) -> &[Share] {
    let allocate = if let Command::RecordPayment(command) = command {
        &command.allocate
    } else if let Command::Identify(command) = command {
        &command.allocate
    } else if let Command::MatchBankLine(command) = command {
        &command.allocate
    } else {
        return &[];
    };
    if let Allocation::List(shares) = allocate { shares } else { &[] }
}
