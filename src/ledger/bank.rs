//! Bank lines: which account they are on, what they say, and where each stands at a moment. May use: the
//! rest of the ledger, domain.

use crate::domain::event::CaseText;
use crate::domain::{Day, Money, Number, Refusal, Rule, text};
use crate::journal::Hash;

use super::item::When;
use super::tables::{
    BANK_ACCOUNTS, BANK_LINES, BANK_LINKS, BANK_STEPS, BankAccountId, BankAccountRow, BankLineRow,
    BankMatch, BankStep, BankStepRow, DEPOSITS, ItemId, Way,
};
use crate::store::rows::{LedgerError, Rows, Stop};

/// Where a bank line stands.
#[derive(Clone, Debug, PartialEq)]
pub enum BankLineState {
    /// Nothing became of it.
    Open,
    /// It is this document, since a day.
    Matched(BankMatch, Day),
    /// It has nothing to do with customers, since a day.
    Dismissed(Day),
}

impl BankLineState {
    /// The contract words, in the order in which they are listed.
    pub const WORDS: [&'static str; 3] = ["open", "matched", "dismissed"];

    /// The contract word.
    pub fn word(&self) -> &'static str {
        match self {
            BankLineState::Open => "open",
            BankLineState::Matched(..) => "matched",
            BankLineState::Dismissed(_) => "dismissed",
        }
    }
}

/// The account at a bank that the book calls so, without regard to case.
pub fn account(rows: &dyn Rows, name: &str) -> Result<Option<BankAccountRow>, LedgerError> {
    BANK_ACCOUNTS.get(rows, &text::folded(name))
}

/// The same, refused where there is none.
pub fn needed(rows: &dyn Rows, name: &str) -> Result<BankAccountRow, Stop> {
    let unknown = || Refusal::new(Rule::BankAccountUnknown, "account").with("given", name);
    Ok(account(rows, name)?.ok_or_else(unknown)?)
}

/// All accounts at banks, by name.
pub fn accounts(rows: &dyn Rows) -> Result<Vec<BankAccountRow>, LedgerError> {
    BANK_ACCOUNTS.scan(rows, &()).map(|found| Ok(found?.1)).collect()
}

/// The account at a bank with this id.
pub fn account_with(rows: &dyn Rows, id: BankAccountId) -> Result<BankAccountRow, LedgerError> {
    let found = accounts(rows)?.into_iter().find(|row| row.id == id);
    found.ok_or_else(|| LedgerError::Contradiction(format!("no bank account {id}")))
}

/// Whether two numbers of an account at a bank are the same, however they are spaced.
pub fn is_same_number(one: &str, other: &str) -> bool {
    let bare = |given: &str| -> String {
        given.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    bare(one) == bare(other)
}

/// Whether two ids or references are of one form, and differ: they name two things.
pub fn is_other_id(one: &str, other: &str) -> bool {
    one != other && form(one) == form(other)
}

/// The form of an id: digits, letters and the rest, each in its place.
fn form(id: &str) -> String {
    let kind = |letter: char| match letter {
        _ if letter.is_ascii_digit() => '0',
        _ if letter.is_alphabetic() => 'a',
        letter => letter,
    };
    id.chars().map(kind).collect()
}

/// The line with this number.
pub fn line(rows: &dyn Rows, number: &Number) -> Result<Option<(u64, BankLineRow)>, LedgerError> {
    let Some(count) = number.bank_line_count() else { return Ok(None) };
    Ok(BANK_LINES.get(rows, &count)?.map(|row| (count, row)))
}

/// The folded numbers of the documents that a line is: those of the payments of a deposit, else the one.
pub fn documents(rows: &dyn Rows, to: &BankMatch) -> Result<Vec<String>, LedgerError> {
    let number = to.document.folded();
    Ok(match DEPOSITS.get(rows, &number)? {
        Some(deposit) => deposit.payments.iter().map(Number::folded).collect(),
        None => vec![number],
    })
}

/// The line that a document is now, if it is one.
pub fn line_of(rows: &dyn Rows, way: Way, document: &Number) -> Result<Option<u64>, LedgerError> {
    BANK_LINKS.get(rows, &(way, document.folded()))
}

/// The steps of a line in the order they were recorded, each with its event.
pub fn steps(rows: &dyn Rows, line: u64) -> Result<Vec<(ItemId, BankStepRow)>, LedgerError> {
    let found = BANK_STEPS.scan(rows, &line);
    found.map(|found| found.map(|((_, id), row)| (id, row))).collect()
}

/// Where a line stands at a moment. It must count at that moment.
pub fn state(rows: &dyn Rows, line: u64, when: When) -> Result<BankLineState, LedgerError> {
    Ok(state_after(steps(rows, line)?, when))
}

/// The same of a line whose steps were read.
pub fn state_after(steps: Vec<(ItemId, BankStepRow)>, when: When) -> BankLineState {
    let last = steps.into_iter().rfind(|(id, row)| when.counts(row.date, id.seq));
    match last.map(|(_, row)| (row.step, row.date)) {
        None | Some((BankStep::Reopened, _)) => BankLineState::Open,
        Some((BankStep::Matched(to), date)) => BankLineState::Matched(to, date),
        Some((BankStep::Dismissed, date)) => BankLineState::Dismissed(date),
    }
}

/// What a line says, by which one that was recorded before is known again.
pub struct LineContent<'a> {
    /// When it was booked.
    pub date: Day,
    /// By how much the account changed.
    pub amount: Money,
    /// What the bank calls it.
    pub bank_id: Option<&'a str>,
    /// Its references.
    pub references: &'a [String],
    /// The payer, the payer's account and what they wrote.
    pub texts: [Option<&'a str>; 3],
}

impl LineContent<'_> {
    /// What it says as a number: its day and amount, and the bank's own name of it, or where it has
    /// none all that is written there, without regard to case and the number of blanks.
    pub fn print(&self) -> u64 {
        let mut parts = vec![self.date.to_string(), self.amount.minor().to_string()];
        if let Some(id) = self.bank_id {
            parts.extend(["id".to_string(), text::folded(id)]);
        } else {
            parts.extend(self.texts.iter().map(|it| blanked(it.unwrap_or_default())));
            parts.extend(self.references.iter().map(|it| blanked(it)));
        }
        let Hash(bytes) = Hash::of(parts.join("\u{1f}").as_bytes());
        bytes.iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte))
    }
}

/// Text without regard to case and the number of blanks.
fn blanked(given: &str) -> String {
    text::folded(given).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// By what a payer is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PayerKey {
    /// By an account or a telephone.
    Account(String),
    /// By a name.
    Name(String),
}

impl PayerKey {
    /// What the payer of a line is known by: the account or the telephone, then the name, as far as the
    /// bank says them, each without regard to case.
    pub fn of(said: Option<&CaseText>) -> Vec<PayerKey> {
        let Some(said) = said else { return Vec::new() };
        let account = said.account.as_deref().map(|it| PayerKey::Account(blanked(it)));
        account
            .into_iter()
            .chain(said.contact.as_deref().map(|it| PayerKey::Name(blanked(it))))
            .collect()
    }

    /// As it is stored: a letter and the text.
    pub fn stored(&self) -> String {
        match self {
            PayerKey::Account(given) => format!("a{given}"),
            PayerKey::Name(given) => format!("n{given}"),
        }
    }

    /// Reads what was stored.
    pub fn read(stored: &str) -> Option<PayerKey> {
        let account = stored.strip_prefix('a').map(|it| PayerKey::Account(it.to_string()));
        account.or_else(|| stored.strip_prefix('n').map(|it| PayerKey::Name(it.to_string())))
    }
}
