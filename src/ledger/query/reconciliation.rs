//! Compares the bank and the book: the balance of a bank account by each, and every line and payment
//! that makes up the difference. May use: the rest of the queries.
//!
//! The book's balance of an account is what was on it before its first statement, plus the payments and
//! less the refunds through it, less the fees that the bank kept. What is linked to a line is on the
//! line's account. Other money is on an account if that is the only one for money of its method and
//! currency, and if it is no older than the account's first line.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Code, Currency, Day, Money, Number, money};
use crate::ledger::bank::{self, BankLineState};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    ACCOUNTS, BANK_LINES, BANK_LINES_ON, BANK_STATEMENTS, BankAccountRow, BankLineRow,
    BankStatementRow, BankStepRow, ITEMS, ItemHead, ItemId, ItemKind, ItemRow, MoveKind, Way,
};
use crate::store::rows::{LedgerError, Stop};

use super::show::BankLines;
use super::{AsOf, Needs, Question, View};

/// Asks how the bank and the book differ.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReconciliationOf {
    /// The book's name for the bank account; if absent, all accounts.
    pub account: Option<String>,
    /// The date.
    #[serde(flatten)]
    pub asked: AsOf,
}

/// The bank's balance, the book's balance, and the parts that add up to the difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// The book's name for the bank account.
    pub account: String,
    /// Its number at the bank.
    pub number: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// As of this day.
    pub as_of: Day,
    /// The day of the bank's last balance; `None` if there is none.
    pub bank_date: Option<Day>,
    /// The bank's balance: the last one stated, plus the lines after it.
    pub bank_closing: Money,
    /// The book's balance.
    pub book: Money,
    /// The bank less the book.
    pub difference: Money,
    /// Open lines.
    pub unmatched: Vec<ReconciledPart>,
    /// Dismissed lines.
    pub dismissed: Vec<ReconciledPart>,
    /// Payments and refunds of the book without a line; money in counts below zero.
    pub not_at_bank: Vec<ReconciledPart>,
    /// Payments and refunds without a line that may be on this account or another one of its currency:
    /// they count on neither.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<ReconciledPart>,
    /// By how much the statements' balances changed beyond their lines: a statement is missing.
    pub statement_gap: Money,
}

/// A part of the difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReconciledPart {
    /// The bank line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Number>,
    /// The payment or the refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
    /// Its day.
    pub date: Day,
    /// What it adds to the difference.
    pub amount: Money,
    /// The customer of the payment or refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Code>,
    /// The payer, or the customer.
    pub payer: Option<String>,
    /// The payer's text.
    pub text: Option<String>,
}

impl ReconciledPart {
    /// The number of the line, the payment or the refund.
    pub fn number(&self) -> &str {
        self.line.as_ref().or(self.payment.as_ref()).map_or("", |number| number.0.as_str())
    }
}

impl Question for ReconciliationOf {
    const NAME: &'static str = "reconciliation";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<Reconciliation>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let when = view.when(self.asked)?;
        let accounts = bank::accounts(view.rows)?;
        let asked = match &self.account {
            None => accounts.clone(),
            Some(name) => vec![bank::needed(view.rows, name)?],
        };
        let mut answers = Vec::with_capacity(asked.len());
        for account in asked {
            let mut seen = SeenLines::of(view, &account, when)?;
            // An account that was recorded after the moment was not known then.
            let mut others = Vec::new();
            for other in accounts.iter().filter(|other| is_beside(&account, other)) {
                let of_other = SeenLines::of(view, other, when)?;
                if of_other.is_known {
                    others.push(other);
                }
                seen.elsewhere.extend(of_other.linked);
            }
            answers.push(seen.compared(view, &account, &others, when)?);
        }
        Ok(answers)
    }
}

/// A line that is matched or linked to a document.
struct Claim {
    line: (u64, BankLineRow),
    /// The fee that the bank kept.
    fee: Option<Money>,
    /// The step that says so.
    step: ItemId,
}

/// What was read of an account's lines.
#[derive(Default)]
struct SeenLines {
    /// Whether a statement of the account had been recorded by the moment.
    is_known: bool,
    /// The documents with a line at the moment, whatever the line's date.
    linked: HashSet<(Way, String)>,
    /// Those with a line of another account.
    elsewhere: HashSet<(Way, String)>,
    /// The fees of documents with a line at the moment.
    at_bank: HashMap<(Way, String), Claim>,
    unmatched: Vec<(u64, BankLineRow)>,
    dismissed: Vec<(u64, BankLineRow)>,
    /// All known lines, including later ones.
    all_lines: Vec<(Day, Money)>,
    /// All known statements with balances.
    all_statements: Vec<BankStatementRow>,
    /// All lines up to the moment, by date.
    lines: Vec<(Day, Money)>,
    /// The statements with balances up to the moment, by closing day.
    statements: Vec<BankStatementRow>,
}

impl SeenLines {
    fn of(view: &View, account: &BankAccountRow, when: When) -> Result<SeenLines, LedgerError> {
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
    fn begins(&self, zero: Money) -> Result<Option<Day>, LedgerError> {
        let first = self.all_lines.iter().map(|(date, _)| *date).min();
        let opened = self.opening(zero)?.map(|(date, _)| date.plus(1).unwrap_or(date));
        Ok(first.into_iter().chain(opened).min())
    }

    /// The balance of the account before its first line, as far as the moment reaches.
    fn brought_forward(&self, zero: Money, as_of: Day) -> Result<Money, LedgerError> {
        let opening = self.opening(zero)?.filter(|(since, _)| *since <= as_of);
        Ok(opening.map_or(zero, |(_, amount)| amount))
    }

    /// The bank's balance: the last one stated by then, plus the lines after it.
    fn closing(&self, zero: Money, as_of: Day) -> Result<(Option<Day>, Money), LedgerError> {
        let last = self.statements.last().map(|row| row.closing);
        let date = last.map(|closing| closing.date);
        let after = self.lines.iter().filter(|(day, _)| Some(*day) > date);
        let before = match last {
            Some(closing) => closing.amount,
            None => self.brought_forward(zero, as_of)?,
        };
        Ok((date, plus(before, sum(after.map(|(_, amount)| *amount), zero)?)?))
    }

    fn compared(
        &self,
        view: &View,
        account: &BankAccountRow,
        others: &[&BankAccountRow],
        when: When,
    ) -> Result<Reconciliation, LedgerError> {
        let zero = account.currency.zero();
        let (bank_date, bank_closing) = self.closing(zero, when.as_of)?;
        let brought = self.brought_forward(zero, when.as_of)?;
        let (ways, methods) = (ways_of(account), methods_of(account, others));
        let since = self.begins(zero)?.filter(|since| *since <= when.as_of);
        let mut book = brought;
        let (mut not_at_bank, mut perhaps) = (Vec::new(), Vec::new());
        let mut fees = zero;
        each_movement(view, account.currency, when, |moved| {
            let key = (moved.way, moved.row.number.folded());
            // What the bank returns leaves the account that it came to, however it was paid.
            let came = (Way::In, key.1.clone());
            let is_return = moved.way == Way::Out && moved.row.kind == ItemKind::Payment;
            let is_elsewhere =
                self.elsewhere.contains(&key) || is_return && self.elsewhere.contains(&came);
            let is_since = since.is_some_and(|since| moved.date >= since);
            let method = moved.row.method.unwrap_or(Method::Bank);
            let is_ours = methods.contains(&method) && is_since;
            let came_here = is_return && self.linked.contains(&came);
            let is_here = self.linked.contains(&key) || !is_elsewhere && (came_here || is_ours);
            if let Some(claim) = self.at_bank.get(&key) {
                fees = plus(fees, claim.fee.unwrap_or(zero))?;
            } else if is_here {
                not_at_bank.push(moved.part(view)?);
            } else if !is_elsewhere && is_since && ways.contains(&method) {
                perhaps.push(moved.part(view)?);
            }
            if is_here || self.at_bank.contains_key(&key) {
                book = plus(book, moved.amount)?;
            }
            Ok(())
        })?;
        let book = minus(book, fees)?;
        not_at_bank.sort_by_key(|part| part.date);
        perhaps.sort_by_key(|part| part.date);
        let lines = sum(self.lines.iter().map(|(_, amount)| *amount), zero)?;
        Ok(Reconciliation {
            account: account.name.clone(),
            number: account.number.clone(),
            currency: account.currency,
            as_of: when.as_of,
            bank_date,
            bank_closing,
            book,
            difference: minus(bank_closing, book)?,
            unmatched: parts(view, &self.unmatched)?,
            dismissed: parts(view, &self.dismissed)?,
            not_at_bank,
            perhaps,
            statement_gap: minus(minus(bank_closing, brought)?, lines)?,
        })
    }
}

/// A movement of money in the book.
struct BookMove {
    way: Way,
    row: ItemRow,
    date: Day,
    /// The amount with its sign on the account.
    amount: Money,
}

impl BookMove {
    fn part(&self, view: &View) -> Result<ReconciledPart, LedgerError> {
        let account = ACCOUNTS.need(view.rows, &self.row.account)?;
        Ok(ReconciledPart {
            line: None,
            payment: Some(self.row.number.clone()),
            date: self.date,
            amount: self.amount.negated(),
            customer: Some(account.code),
            payer: Some(account.name),
            text: None,
        })
    }
}

/// Passes every payment, refund and returned payment in a currency that counts at a moment.
fn each_movement(
    view: &View,
    currency: Currency,
    when: When,
    mut see: impl FnMut(BookMove) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut found: Vec<(ItemId, ItemRow)> = Vec::new();
    ITEMS.each_stored(view.rows, |id, value| {
        let head: ItemHead = ITEMS.first_fields(value)?;
        if matches!(head.kind, ItemKind::Payment | ItemKind::Refund) {
            let row = ITEMS.stored(value)?;
            if row.currency == currency && when.counts(row.date, id.seq) {
                found.push((id, row));
            }
        }
        Ok(())
    })?;
    for (id, row) in found {
        if matches!(row.method, Some(Method::Withholding | Method::Opening)) {
            continue;
        }
        let mut moves = item::moves(view.rows, id)?;
        moves.retain(|(seq, change)| when.counts(change.date, *seq));
        let (date, amount) = (row.date, row.amount);
        match (row.kind, item::ended_by(&moves)) {
            (_, Some((MoveKind::Corrected, _))) => {}
            (ItemKind::Refund, _) => {
                see(BookMove { way: Way::Out, row, date, amount: amount.negated() })?;
            }
            (_, Some((MoveKind::Bounced, day))) => {
                see(BookMove { way: Way::In, row: row.clone(), date, amount })?;
                see(BookMove { way: Way::Out, row, date: day, amount: amount.negated() })?;
            }
            _ => see(BookMove { way: Way::In, row, date, amount })?,
        }
    }
    Ok(())
}

/// Whether an account is another one of the same currency.
fn is_beside(account: &BankAccountRow, other: &BankAccountRow) -> bool {
    account.id != other.id && account.currency == other.currency
}

/// The payment methods of an account: its own, and for an account for transfers also cheque and card.
fn ways_of(account: &BankAccountRow) -> Vec<Method> {
    match account.method {
        Method::Bank => vec![Method::Bank, Method::Cheque, Method::Card],
        method => vec![method],
    }
}

/// The payment methods that only this account of its currency takes: such money is on it even without a
/// line.
/// of its currency has.
fn methods_of(account: &BankAccountRow, others: &[&BankAccountRow]) -> Vec<Method> {
    let is_of_transfers = account.method == Method::Bank;
    let has = |it: &Method, of: Method| of == *it || is_of_transfers && of == Method::Bank;
    let is_alone = |method: &Method| !others.iter().any(|other| has(method, other.method));
    ways_of(account).into_iter().filter(is_alone).collect()
}

fn parts(view: &View, lines: &[(u64, BankLineRow)]) -> Result<Vec<ReconciledPart>, LedgerError> {
    let mut read = BankLines::of(view);
    let part = |(count, row): &(u64, BankLineRow)| {
        let said = read.recorded(*count, row)?.0.text.unwrap_or_default();
        Ok(ReconciledPart {
            line: Some(Number::of_bank_line(*count)),
            payment: None,
            customer: None,
            date: row.date,
            amount: row.amount,
            payer: said.contact,
            text: said.note,
        })
    };
    lines.iter().map(part).collect()
}

fn sum(amounts: impl IntoIterator<Item = Money>, zero: Money) -> Result<Money, LedgerError> {
    money::sum(amounts, zero.scale()).ok_or(LedgerError::Beyond("an account"))
}

fn plus(one: Money, other: Money) -> Result<Money, LedgerError> {
    one.plus(other).ok_or(LedgerError::Beyond("an account"))
}

fn minus(one: Money, other: Money) -> Result<Money, LedgerError> {
    one.minus(other).ok_or(LedgerError::Beyond("an account"))
}
