//! Posts bank lines, and the customers that their payers turned out to be.

use std::collections::BTreeSet;

use crate::domain::event::{
    BankLineDismissed, BankLineLinked, BankLineMatched, BankLineRecorded, BankLineReopened,
    BankStatementRecorded,
};
use crate::domain::{Day, Event, Money, Number, text};
use crate::ledger::bank::{self, BankLineState, LineContent};
use crate::ledger::item::When;
use crate::ledger::suspense;
use crate::ledger::tables::{
    AccountId, BANK_ACCOUNTS, BANK_LINES, BANK_LINES_HIDDEN, BANK_LINES_OF, BANK_LINES_ON,
    BANK_LINES_OPEN, BANK_LINKS, BANK_PRINTS, BANK_STATEMENTS, BANK_STEPS, BankAccountRow,
    BankLineRow, BankMatch, BankStatementRow, BankStep, BankStepRow, COUNTERS, DEPOSITS, LEARNT,
    PRIVATES, PrivateRow, Way,
};
use crate::store::rows::LedgerError;

use super::Posting;

/// The counter of bank lines, which have no year.
const COUNTER: &str = "BL";

impl Posting<'_> {
    pub(super) fn bank_statement_recorded(
        &mut self,
        event: &BankStatementRecorded,
    ) -> Result<(), LedgerError> {
        let key = text::folded(&event.account);
        let known = BANK_ACCOUNTS.get(self.rows, &key)?;
        let id = match &known {
            Some(row) => row.id,
            None => u32::try_from(BANK_ACCOUNTS.scan(self.rows, &()).count()).unwrap_or(u32::MAX),
        };
        let (name, number) = match known {
            Some(row) => (row.name, row.number.or_else(|| event.number.clone())),
            None => (event.account.clone(), event.number.clone()),
        };
        let (currency, method) = (event.currency, event.method);
        let row = BankAccountRow { id, name, number, currency, method };
        BANK_ACCOUNTS.put(&mut self.batch, &key, &row)?;
        let Some(closing) = event.closing else { return Ok(()) };
        let key = (id, closing.date, self.id());
        let row = BankStatementRow { opening: event.opening, closing };
        BANK_STATEMENTS.put(&mut self.batch, &key, &row)
    }

    pub(super) fn bank_line_recorded(
        &mut self,
        event: &BankLineRecorded,
    ) -> Result<(), LedgerError> {
        let none = || LedgerError::Contradiction(format!("{} is on no account", event.line));
        let account = bank::account(self.rows, &event.account)?.ok_or_else(none)?.id;
        let count = line_count(&event.line)?;
        let said = event.text.as_ref();
        let content = LineContent {
            date: event.date,
            amount: event.amount,
            bank_id: event.bank_id.as_deref(),
            references: &event.references,
            texts: [
                said.and_then(|it| it.contact.as_deref()),
                said.and_then(|it| it.account.as_deref()),
                said.and_then(|it| it.note.as_deref()),
            ],
        };
        let row = BankLineRow {
            account,
            id: self.id(),
            at: self.place_of_entry(),
            date: event.date,
            amount: event.amount,
            fee: event.fee,
            reference: event.references.first().or(event.bank_id.as_ref()).cloned(),
            payer: bank::PayerKey::of(said).iter().map(bank::PayerKey::stored).collect(),
        };
        let counter = (0, COUNTER.to_string());
        if COUNTERS.get(self.rows, &counter)?.unwrap_or(0) < count {
            COUNTERS.put(&mut self.batch, &counter, &count)?;
        }
        BANK_PRINTS.put(&mut self.batch, &(account, content.print(), event.nth), &count)?;
        BANK_LINES_ON.put(&mut self.batch, &(account, event.date, count), &())?;
        BANK_LINES_OPEN.put(&mut self.batch, &(account, event.date, count), &())?;
        BANK_LINES.put(&mut self.batch, &count, &row)
    }

    pub(super) fn bank_line_matched(&mut self, event: &BankLineMatched) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let to = BankMatch { document: event.payment.clone(), fee: event.fee, is_made: true };
        self.bank_line_is((&event.line, event.date), account, to)
    }

    pub(super) fn bank_line_linked(&mut self, event: &BankLineLinked) -> Result<(), LedgerError> {
        if let Some(deposit) = DEPOSITS.get(self.rows, &event.document.folded())? {
            // A deposit has several payers, so no payer is learnt from it.
            let to = BankMatch { document: deposit.number, fee: event.fee, is_made: false };
            let mut accounts = bank::accounts_behind(self.rows, &to)?;
            // The payments that a line is split into come after it, in the same entry.
            for event in &self.stored.entry.events {
                if let Event::PaymentRecorded(payment) = event {
                    accounts.insert(self.account(&payment.customer)?.0);
                }
            }
            let (count, _) = self.bank_line_stands_for((&event.line, event.date), to)?;
            return self.bank_line_is_about(count, &accounts);
        }
        if let Some((_, receipt)) = suspense::receipt(self.rows, &event.document)? {
            // Its payer is not known, so none is learnt.
            let to = BankMatch { document: receipt.number, fee: event.fee, is_made: false };
            self.bank_line_stands_for((&event.line, event.date), to)?;
            return Ok(());
        }
        let (_, item) = self.item(&event.document)?;
        let to = BankMatch { document: item.number, fee: event.fee, is_made: false };
        self.bank_line_is((&event.line, event.date), item.account, to)
    }

    pub(super) fn bank_line_dismissed(
        &mut self,
        event: &BankLineDismissed,
    ) -> Result<(), LedgerError> {
        let (count, row) = self.bank_step(&event.line, event.date, BankStep::Dismissed)?;
        BANK_LINES_OPEN.remove(&mut self.batch, &(row.account, row.date, count));
        let Some(pos) = self.stored.private_pos else { return Ok(()) };
        // The reason may name whoever the line was matched to before, and is erased with them.
        for (_, step) in bank::steps(self.rows, count)? {
            let BankStep::Matched(to) = step.step else { continue };
            for account in bank::accounts_behind(self.rows, &to)? {
                let (key, row) = ((account, self.seq()), PrivateRow { pos, is_details: false });
                PRIVATES.put(&mut self.batch, &key, &row)?;
            }
        }
        Ok(())
    }

    pub(super) fn bank_line_reopened(
        &mut self,
        event: &BankLineReopened,
    ) -> Result<(), LedgerError> {
        let before = bank::state(self.rows, line_count(&event.line)?, When::ALL)?;
        let (count, row) = self.bank_step(&event.line, event.date, BankStep::Reopened)?;
        BANK_LINES_OPEN.put(&mut self.batch, &(row.account, row.date, count), &())?;
        let BankLineState::Matched(to, _) = before else { return Ok(()) };
        BANK_LINKS.remove(&mut self.batch, &(way(row.amount), to.document.folded()));
        if DEPOSITS.get(self.rows, &to.document.folded())?.is_some()
            || suspense::receipt(self.rows, &to.document)?.is_some()
        {
            return Ok(());
        }
        let (_, item) = self.item(&to.document)?;
        for key in row.payer {
            let key = (item.account, key);
            match LEARNT.get(self.rows, &key)?.unwrap_or(0) {
                0 | 1 => LEARNT.remove(&mut self.batch, &key),
                times => LEARNT.put(&mut self.batch, &key, &(times - 1))?,
            }
        }
        Ok(())
    }

    /// A line is a document of a customer.
    fn bank_line_is(
        &mut self,
        (line, date): (&Number, Day),
        account: AccountId,
        to: BankMatch,
    ) -> Result<(), LedgerError> {
        let (count, row) = self.bank_line_stands_for((line, date), to)?;
        self.bank_line_is_about(count, &BTreeSet::from([account]))?;
        for key in row.payer {
            let key = (account, key);
            let times = LEARNT.get(self.rows, &key)?.unwrap_or(0);
            LEARNT.put(&mut self.batch, &key, &times.saturating_add(1))?;
        }
        Ok(())
    }

    /// What is said of a line concerns these accounts, even after it is reopened: its text, and the
    /// reasons for which it was dismissed before.
    fn bank_line_is_about(
        &mut self,
        count: u64,
        accounts: &BTreeSet<AccountId>,
    ) -> Result<(), LedgerError> {
        let steps = bank::steps(self.rows, count)?;
        for account in accounts {
            BANK_LINES_OF.put(&mut self.batch, &(*account, count), &())?;
            for (id, step) in &steps {
                if let (BankStep::Dismissed, Some(pos)) = (&step.step, step.at.private_pos) {
                    let row = PrivateRow { pos, is_details: false };
                    PRIVATES.put(&mut self.batch, &(*account, id.seq), &row)?;
                }
            }
        }
        Ok(())
    }

    /// Closes a line, with its document.
    fn bank_line_stands_for(
        &mut self,
        (line, date): (&Number, Day),
        to: BankMatch,
    ) -> Result<(u64, BankLineRow), LedgerError> {
        let document = to.document.folded();
        let (count, row) = self.bank_step(line, date, BankStep::Matched(to))?;
        BANK_LINES_OPEN.remove(&mut self.batch, &(row.account, row.date, count));
        BANK_LINKS.put(&mut self.batch, &(way(row.amount), document), &count)?;
        Ok((count, row))
    }

    /// Stores a step of a line, and returns the line.
    fn bank_step(
        &mut self,
        number: &Number,
        date: Day,
        step: BankStep,
    ) -> Result<(u64, BankLineRow), LedgerError> {
        let count = line_count(number)?;
        let row = BANK_LINES.need(self.rows, &count)?;
        let (key, at) = ((count, self.id()), self.place_of_entry());
        BANK_STEPS.put(&mut self.batch, &key, &BankStepRow { date, step, at })?;
        Ok((count, row))
    }

    /// Removes what banks say about an erased customer: the lines stay without it.
    pub(super) fn forget_payer(
        &mut self,
        accounts: &BTreeSet<AccountId>,
    ) -> Result<(), LedgerError> {
        for count in bank::lines_about(self.rows, accounts)? {
            let row = BANK_LINES.need(self.rows, &count)?;
            BANK_LINES.put(&mut self.batch, &count, &BankLineRow { payer: Vec::new(), ..row })?;
            BANK_LINES_HIDDEN.put(&mut self.batch, &count, &())?;
        }
        for account in accounts {
            for found in LEARNT.scan(self.rows, account) {
                LEARNT.remove(&mut self.batch, &found?.0);
            }
        }
        Ok(())
    }
}

/// The direction of a line's money.
fn way(amount: Money) -> Way {
    if amount.is_negative() { Way::Out } else { Way::In }
}

fn line_count(number: &Number) -> Result<u64, LedgerError> {
    let none = || LedgerError::Contradiction(format!("{number} is no bank line"));
    number.bank_line_count().ok_or_else(none)
}
