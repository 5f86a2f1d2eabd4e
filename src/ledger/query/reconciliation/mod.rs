//! Compares the bank and the book: the balance of a bank account by each, and every line and payment
//! that makes up the difference. May use: the rest of the queries.
//!
//! The book's balance of an account is what was on it before its first statement, plus the payments and
//! the receipts on the suspense list and less the refunds through it, less the fees that the bank kept. What is linked to a line is on the
//! line's account. Other money is on an account if that is the only one for money of its method and
//! currency, and if it is no older than the account's first line.

mod lines;
mod movements;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::bank;
use crate::ledger::item::When;
use crate::ledger::tables::{ACCOUNTS, BankAccountRow, BankLineRow, Way};
use crate::store::rows::{LedgerError, Stop};

use super::show::{self, BankLines};
use super::{AsOf, Needs, Question, View};
use lines::{SeenLines, minus, plus, sum};
use movements::{BookMove, MovedBy, each_movement, methods_of, ways_of};

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
    /// Payments, receipts on the suspense list and refunds of the book without a line; money in counts below
    /// zero.
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
    /// The payment, the unidentified receipt or the refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Number>,
    /// Its day.
    pub date: Day,
    /// What it adds to the difference.
    pub amount: Money,
    /// The customer of the payment or refund; `None` if the payer is not known.
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

impl SeenLines {
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
            let key = (moved.way, moved.number.folded());
            // What the bank returns leaves the account that it came to, however it was paid.
            let came = (Way::In, key.1.clone());
            let is_elsewhere =
                self.elsewhere.contains(&key) || moved.is_return && self.elsewhere.contains(&came);
            let is_since = since.is_some_and(|since| moved.date >= since);
            let is_ours = methods.contains(&moved.method) && is_since;
            let came_here = moved.is_return && self.linked.contains(&came);
            let is_here = self.linked.contains(&key) || !is_elsewhere && (came_here || is_ours);
            if let Some(claim) = self.at_bank.get(&key) {
                fees = plus(fees, claim.fee.unwrap_or(zero))?;
            } else if is_here {
                not_at_bank.push(moved.part(view)?);
            } else if !is_elsewhere && is_since && ways.contains(&moved.method) {
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

impl BookMove {
    fn part(&self, view: &View) -> Result<ReconciledPart, LedgerError> {
        let (customer, payer) = match &self.party {
            MovedBy::Customer(account) => {
                let account = ACCOUNTS.need(view.rows, account)?;
                (Some(account.code), Some(account.name))
            }
            MovedBy::Unknown(id, row) => (None, show::said(view, *id, row)?.0),
        };
        Ok(ReconciledPart {
            line: None,
            payment: Some(self.number.clone()),
            date: self.date,
            amount: self.amount.negated(),
            customer,
            payer,
            text: None,
        })
    }
}

/// Whether an account is another one of the same currency.
fn is_beside(account: &BankAccountRow, other: &BankAccountRow) -> bool {
    account.id != other.id && account.currency == other.currency
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
