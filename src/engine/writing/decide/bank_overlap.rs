//! Lines of a statement that the book may already have from another one, worded differently. May use:
//! the case, the ledger's tables.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::command::OverlapChoice;
use crate::domain::event::BankLineRecorded;
use crate::domain::{Day, Number, Refusal, Rule};
use crate::ledger::bank;
use crate::ledger::tables::{BANK_LINES, BANK_LINES_ON, BankAccountId, BankLineRow};
use crate::store::rows::{LedgerError, Stop};

use super::Case;

/// The lines of the book by day and amount in minor units, each with its count.
type ByMovement = HashMap<(Day, i64), Vec<(u64, BankLineRow)>>;

impl Case<'_> {
    /// The lines that the book does not have in other words either. `known` are the lines of the book
    /// that the statement has in the same words.
    ///
    /// # Errors
    /// Refused if a line has the date and amount of a line in the book, the references don't tell them
    /// apart, and the command doesn't say what it is.
    pub(super) fn beside_those_of_the_book(
        &self,
        (account, known): (BankAccountId, &HashSet<u64>),
        lines: Vec<BankLineRecorded>,
        choice: Option<OverlapChoice>,
    ) -> Result<Vec<BankLineRecorded>, Stop> {
        if choice == Some(OverlapChoice::New) {
            return Ok(lines);
        }
        let mut waiting = self.of_the_days(account, known, &lines)?;
        let (mut new, mut unclear) = (Vec::with_capacity(lines.len()), Vec::new());
        for line in lines {
            let there = waiting.get_mut(&(line.date, line.amount.minor()));
            let place = there.as_ref().and_then(|it| it.iter().position(|it| may_be(&line, it)));
            match there.zip(place).map(|(there, place)| there.remove(place)) {
                None => new.push(line),
                Some(_) if choice == Some(OverlapChoice::Same) => {}
                Some((count, _)) => unclear.push((count, line)),
            }
        }
        let Some((count, line)) = unclear.first() else { return Ok(new) };
        let refusal = Refusal::new(Rule::BankLinesUnclear, "overlap").with("from", "command");
        let refusal = refusal.with("count", unclear.len());
        let refusal = refusal.with("line", Number::of_bank_line(*count)).with("date", line.date);
        let refusal = refusal.with("amount", line.amount).with("currency", line.currency);
        Err(refusal.with("account", &line.account).into())
    }

    /// The lines of the book on the days of these lines, except those in `known`.
    fn of_the_days(
        &self,
        account: BankAccountId,
        known: &HashSet<u64>,
        lines: &[BankLineRecorded],
    ) -> Result<ByMovement, LedgerError> {
        let days: BTreeSet<Day> = lines.iter().map(|line| line.date).collect();
        let mut waiting = ByMovement::new();
        for day in days {
            for found in BANK_LINES_ON.scan(self.rows(), &(account, day)) {
                let ((_, _, count), ()) = found?;
                if !known.contains(&count) {
                    let row = BANK_LINES.need(self.rows(), &count)?;
                    let movement = (day, row.amount.minor());
                    waiting.entry(movement).or_default().push((count, row));
                }
            }
        }
        Ok(waiting)
    }
}

/// Whether a line may be one of the book's: the references don't tell them apart.
fn may_be(line: &BankLineRecorded, (_, row): &(u64, BankLineRow)) -> bool {
    let reference = line.references.first().or(line.bank_id.as_ref());
    let both = reference.zip(row.reference.as_ref());
    !both.is_some_and(|(one, other)| bank::is_other_id(one, other))
}
