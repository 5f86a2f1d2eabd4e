//! What was read of a bank account's lines and statements, and the balances that follow. May use: the rest of
//! the queries.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::{Day, Money, money};
use crate::ledger::bank::{self, BankLineState};
use crate::ledger::item::When;
use crate::ledger::query::View;
use crate::ledger::tables::{
    BANK_LINES, BANK_LINES_ON, BANK_STATEMENTS, BankAccountRow, BankLineRow, BankStatementRow,
    BankStepRow, ItemId, Way,
};
use crate::store::rows::LedgerError;

/// A line that is matched or linked to a document.
pub(super) struct Claim {
    line: (u64, BankLineRow),
    /// The fee that the bank kept.
    pub(super) fee: Option<Money>,
    /// The step that says so.
    step: ItemId,
}

/// What was read of an account's lines.
#[derive(Default)]
pub(super) struct SeenLines {
    /// Whether a statement of the account had been recorded by the moment.
    pub(super) is_known: bool,
    /// The documents with a line at the moment, whatever the line's date.
    pub(super) linked: HashSet<(Way, String)>,
    /// Those with a line of another account.
    pub(super) elsewhere: HashSet<(Way, String)>,
    /// The fees of documents with a line at the moment.
    pub(super) at_bank: HashMap<(Way, String), Claim>,
    pub(super) unmatched: Vec<(u64, BankLineRow)>,
    pub(super) dismissed: Vec<(u64, BankLineRow)>,
    /// All known lines, including later ones.
    all_lines: Vec<(Day, Money)>,
    /// All known statements with balances.
    all_statements: Vec<BankStatementRow>,
    /// All lines up to the moment, by date.
    pub(super) lines: Vec<(Day, Money)>,
    /// The statements with balances up to the moment, by closing day.
    statements: Vec<BankStatementRow>,
}

impl SeenLines {
    pub(super) fn of(
        view: &View,
        account: &BankAccountRow,
        when: When,
    ) -> Result<SeenLines, LedgerError> {
        let mut seen = SeenLines::default();
        for found in BANK_LINES_ON.scan(view.rows, &account.id) {
            let ((_, date, count), ()) = found?;
            let row = BANK_LINES.need(view.rows, &count)?;
            if row.id.seq > when.known_at {
                continue;
            }
            seen.is_known = true;
            seen.all_lines.push((date, row.amount));
            let way = if row.amount.is_negative() { Way::Out } else { Way::In };
            let steps = bank::steps(view.rows, count)?;
            let counted = |(id, step): &&(ItemId, BankStepRow)| when.counts(step.date, id.seq);
            let step = steps.iter().rfind(counted).map(|(id, _)| *id);
            let state = bank::state_after(steps, when);
            if let BankLineState::Matched(to, _) = &state {
                let documents = bank::documents(view.rows, to)?;
                seen.linked.extend(documents.into_iter().map(|number| (way, number)));
            }
            if date > when.as_of {
                continue;
            }
            seen.lines.push((date, row.amount));
            match state {
                BankLineState::Open => seen.unmatched.push((count, row)),
                BankLineState::Dismissed(_) => seen.dismissed.push((count, row)),
                BankLineState::Matched(to, _) => {
                    let documents = bank::documents(view.rows, &to)?;
                    let keys = documents.into_iter().map(|number| (way, number)).collect();
                    let step = step.unwrap_or(row.id);
                    seen.claim(keys, Claim { line: (count, row), fee: to.fee, step });
                }
            }
        }
        for found in BANK_STATEMENTS.scan(view.rows, &account.id) {
            let ((_, date, id), row) = found?;
            if id.seq > when.known_at {
                continue;
            }
            seen.is_known = true;
            seen.all_statements.push(row);
            if date <= when.as_of {
                seen.statements.push(row);
            }
        }
        Ok(seen)
    }

    /// Notes the documents of a line. If a document had two lines on that day, because the first link
    /// was wrong, the line that was linked last has it and the other one counts as open. What happens
    /// to either on a later day changes nothing about that.
    fn claim(&mut self, documents: Vec<(Way, String)>, claim: Claim) {
        let before = documents.iter().filter_map(|it| self.at_bank.get(it));
        let is_later = before.clone().any(|it| it.step > claim.step);
        let before: Vec<u64> = before.map(|it| it.line.0).collect();
        if is_later {
            self.unmatched.push(claim.line);
            return;
        }
        let others = self.at_bank.extract_if(|_, it| before.contains(&it.line.0));
        let others: BTreeMap<u64, BankLineRow> = others.map(|(_, it)| it.line).collect();
        self.unmatched.extend(others);
        // The fee is kept once, however many payments were banked together.
        let mut fee = claim.fee;
        for document in documents {
            let one = Claim { line: claim.line.clone(), fee: fee.take(), step: claim.step };
            self.at_bank.insert(document, one);
        }
    }

    /// The balance of the account before its first line, and since when it is known: the first
    /// statement gives it, whatever day is asked about.
    fn opening(&self, zero: Money) -> Result<Option<(Day, Money)>, LedgerError> {
        let begins = |row: &BankStatementRow| row.opening.map_or(row.closing.date, |it| it.date);
        let Some(first) = self.all_statements.iter().min_by_key(|row| begins(row)) else {
            return Ok(None);
        };
        if let Some(opening) = first.opening {
            return Ok(Some((opening.date, opening.amount)));
        }
        let within = || self.all_lines.iter().filter(|(date, _)| *date <= first.closing.date);
        let since = within().map(|(date, _)| *date).min().unwrap_or(first.closing.date);
        let before = minus(first.closing.amount, sum(within().map(|(_, it)| *it), zero)?)?;
        Ok(Some((since, before)))
    }

    /// The first day on which the account is known: the day after the first opening balance, or that of
    /// the first line.
    pub(super) fn begins(&self, zero: Money) -> Result<Option<Day>, LedgerError> {
        let first = self.all_lines.iter().map(|(date, _)| *date).min();
        let opened = self.opening(zero)?.map(|(date, _)| date.plus(1).unwrap_or(date));
        Ok(first.into_iter().chain(opened).min())
    }

    /// The balance of the account before its first line, as far as the moment reaches.
    pub(super) fn brought_forward(&self, zero: Money, as_of: Day) -> Result<Money, LedgerError> {
        let opening = self.opening(zero)?.filter(|(since, _)| *since <= as_of);
        Ok(opening.map_or(zero, |(_, amount)| amount))
    }

    /// The bank's balance: the last one stated by then, plus the lines after it.
    pub(super) fn closing(
        &self,
        zero: Money,
        as_of: Day,
    ) -> Result<(Option<Day>, Money), LedgerError> {
        let last = self.statements.last().map(|row| row.closing);
        let date = last.map(|closing| closing.date);
        let after = self.lines.iter().filter(|(day, _)| Some(*day) > date);
        let before = match last {
            Some(closing) => closing.amount,
            None => self.brought_forward(zero, as_of)?,
        };
        Ok((date, plus(before, sum(after.map(|(_, amount)| *amount), zero)?)?))
    }
}

pub(super) fn sum(
    amounts: impl IntoIterator<Item = Money>,
    zero: Money,
) -> Result<Money, LedgerError> {
    money::sum(amounts, zero.scale()).ok_or(LedgerError::Beyond("an account"))
}

pub(super) fn plus(one: Money, other: Money) -> Result<Money, LedgerError> {
    one.plus(other).ok_or(LedgerError::Beyond("an account"))
}

pub(super) fn minus(one: Money, other: Money) -> Result<Money, LedgerError> {
    one.minus(other).ok_or(LedgerError::Beyond("an account"))
}
