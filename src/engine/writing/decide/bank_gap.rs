//! Checks whether a bank statement continues where the book's statements end. May use: the case, the
//! ledger's tables.

use std::collections::HashSet;

use crate::domain::event::{BankStatementRecorded, DatedBalance};
use crate::domain::{Day, Rule, Warning};
use crate::ledger::bank;
use crate::ledger::tables::{BANK_LINES, BANK_LINES_ON, BANK_STATEMENTS, BankStatementRow};
use crate::store::rows::LedgerError;

use super::Case;

impl Case<'_> {
    /// A warning that a statement does not go on where the last one ended.
    pub(super) fn balance_gap(
        &self,
        event: &BankStatementRecorded,
    ) -> Result<Option<Warning>, LedgerError> {
        let Some(opening) = event.opening else { return Ok(None) };
        let Some(account) = bank::account(self.rows(), &event.account)? else { return Ok(None) };
        let first = (account.id, Day::EPOCH);
        let end = (account.id, opening.date.plus(1).unwrap_or(Day::LAST));
        let last = BANK_STATEMENTS.last_between(self.rows(), (&first, &end))?;
        let Some((_, row)) = last else { return Ok(None) };
        let difference = opening.amount.minus(row.closing.amount).unwrap_or(opening.amount);
        if difference.is_zero() || self.is_within_known(account.id, opening, &row)? {
            return Ok(None);
        }
        let warning = Warning::new(Rule::BankBalanceGap, "opening").with("account", account.name);
        let warning = warning.with("opening", opening.amount).with("closing", row.closing.amount);
        let warning = warning.with("date", row.closing.date).with("difference", difference);
        Ok(Some(warning.with("currency", account.currency)))
    }

    /// Whether a statement begins within what the book has: starting from a balance in the book, some
    /// of the book's lines add up to the opening balance. Statements overlap because a bank gives any
    /// period it is asked for.
    fn is_within_known(
        &self,
        account: u32,
        opening: DatedBalance,
        last: &BankStatementRow,
    ) -> Result<bool, LedgerError> {
        let change = |from: i64, to: i64| i128::from(to) - i128::from(from);
        let at = opening.amount.minor();
        // The last statement ends on this day: some of its lines come after the opening balance.
        if last.closing.date == opening.date {
            let lines = self.amounts_between(account, opening.date, opening.date)?;
            if has_run(&lines, change(at, last.closing.amount.minor())) {
                return Ok(true);
            }
        }
        // Another statement goes beyond this day.
        for found in BANK_STATEMENTS.scan(self.rows(), &account) {
            let (_, row) = found?;
            let Some(first) = row.opening.filter(|first| first.date <= opening.date) else {
                continue;
            };
            if row.closing.date < opening.date {
                continue;
            }
            let lines = self.amounts_between(account, first.date, opening.date)?;
            if has_run(&lines, change(first.amount.minor(), at)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The amounts of the lines of some days, in the order in which they were recorded.
    fn amounts_between(&self, account: u32, from: Day, to: Day) -> Result<Vec<i64>, LedgerError> {
        let mut amounts = Vec::new();
        for found in BANK_LINES_ON.behind(self.rows(), Some(&(account, from, 0))) {
            let ((of, date, count), ()) = found?;
            if of != account || date > to {
                break;
            }
            amounts.push(BANK_LINES.need(self.rows(), &count)?.amount.minor());
        }
        Ok(amounts)
    }
}

/// Whether some consecutive lines add up to a sum; no lines add up to zero.
fn has_run(lines: &[i64], sum: i128) -> bool {
    let (mut before, mut reached) = (HashSet::from([0]), 0_i128);
    sum == 0
        || lines.iter().any(|line| {
            reached += i128::from(*line);
            let is_it = before.contains(&(reached - sum));
            before.insert(reached);
            is_it
        })
}

#[cfg(test)]
mod tests {
    use super::has_run;

    #[test]
    fn lines_that_follow_each_other_come_to_a_sum_and_others_do_not() {
        let lines = [5, -3, 10, 7];
        for sum in [0, 5, 2, -3, 7, 17, 19] {
            assert!(has_run(&lines, sum), "{sum}");
        }
        // Consecutive, or not at all.
        for sum in [15, 22, 1, -10] {
            assert!(!has_run(&lines, sum), "{sum}");
        }
    }
}
