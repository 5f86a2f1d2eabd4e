//! A dry run: tries the commands of a file on the book, in large groups, so that a trial needs no more
//! memory than an import, however long the file is. May use: the run, the engine.

use std::collections::HashSet;

use crate::domain::{Envelope, text};
use crate::engine::{Failure, Receipt};

use super::{Running, SentRow};

/// How many commands are tried as one group. Each sees those before it in its group.
pub(super) const MOST_TRIED: usize = 25_000;

/// The commands still to be tried, and what earlier groups would have made.
#[derive(Default)]
pub(super) struct Trial {
    pub tried: Vec<Envelope>,
    /// How many groups were tried.
    pub groups: u64,
    /// The folded names of the accounts opened.
    accounts: HashSet<String>,
}

impl Running<'_> {
    /// Tries the collected commands.
    pub(super) fn tries(&mut self) -> Result<(), Failure> {
        let tried = std::mem::take(&mut self.trial.tried);
        self.trial.groups += u64::from(!tried.is_empty());
        for answer in self.session.preview(tried)? {
            if let Some(sent) = self.sent.pop_front() {
                self.answered(&sent, answer.map(|preview| preview.receipt))?;
            }
        }
        Ok(())
    }

    /// Lets the rows behind one of a dry run know the account that it would open.
    pub(super) fn would_open(&mut self, sent: &SentRow, receipt: &Receipt) {
        let currency = sent.amounts.iter().flatten().next().map(|(currency, _)| *currency);
        if let (Some(customer), Some(currency)) = (&sent.customer, currency)
            && receipt.number("customer").is_some()
        {
            self.reader.would_open(customer, currency);
        }
    }

    /// Counts an account that rows open. Each group of a dry run would open it again, but it counts
    /// once.
    pub(super) fn made_account(&mut self, sent: &SentRow, receipt: &Receipt) -> bool {
        let is_made = receipt.number("customer").is_some();
        match &sent.customer {
            Some(customer) if is_made => self.trial.accounts.insert(text::folded(customer)),
            Some(_) | None => is_made,
        }
    }
}
