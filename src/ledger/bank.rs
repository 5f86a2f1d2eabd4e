//! Bank lines: their accounts, their content, and their state at a moment. May use: the rest of the
//! ledger, domain.

use std::collections::BTreeSet;

use crate::domain::event::CaseText;
use crate::domain::{Day, Money, Number, Refusal, Rule, text};
use crate::journal::Hash;

use super::named;
use super::tables::{
    AccountId, BANK_ACCOUNTS, BANK_LINES, BANK_LINES_OF, BANK_LINKS, BANK_STEPS, BankAccountId,
    BankAccountRow, BankLineRow, BankMatch, BankStep, BankStepRow, DEPOSITS, ITEMS, ItemId,
    NUMBERS, Way,
};
use super::when::When;
use crate::store::rows::{LedgerError, Rows, Stop};

/// The state of a bank line.
#[derive(Clone, Debug, PartialEq)]
pub enum BankLineState {
    /// It is open.
    Open,
    /// It is matched or linked to this document, since a day.
    Matched(BankMatch, Day),
    /// It is dismissed, since a day.
    Dismissed(Day),
}

impl BankLineState {
    /// The names in commands and answers, in the order in which they are listed.
    pub const WORDS: [&'static str; 3] = ["open", "matched", "dismissed"];

    /// The name in commands and answers.
    pub fn word(&self) -> &'static str {
        match self {
            BankLineState::Open => "open",
            BankLineState::Matched(..) => "matched",
            BankLineState::Dismissed(_) => "dismissed",
        }
    }
}

/// The bank account with this name, in upper or lower case.
pub fn account(rows: &dyn Rows, name: &str) -> Result<Option<BankAccountRow>, LedgerError> {
    BANK_ACCOUNTS.get(rows, &text::folded(name))
}

/// The same; refused if there is none.
pub fn needed(rows: &dyn Rows, name: &str) -> Result<BankAccountRow, Stop> {
    let unknown = || Refusal::new(Rule::BankAccountUnknown, "account").with("given", name);
    Ok(account(rows, name)?.ok_or_else(unknown)?)
}

/// All bank accounts, by name.
pub fn accounts(rows: &dyn Rows) -> Result<Vec<BankAccountRow>, LedgerError> {
    BANK_ACCOUNTS.scan(rows, &()).map(|found| Ok(found?.1)).collect()
}

/// The bank account with this id.
pub fn account_with(rows: &dyn Rows, id: BankAccountId) -> Result<BankAccountRow, LedgerError> {
    let found = accounts(rows)?.into_iter().find(|row| row.id == id);
    found.ok_or_else(|| LedgerError::Contradiction(format!("no bank account {id}")))
}

/// Whether two bank account numbers are the same, however they are spaced.
pub fn is_same_number(one: &str, other: &str) -> bool {
    let bare = |given: &str| -> String {
        given.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    bare(one) == bare(other)
}

/// Whether two ids or references have the same form and differ: they then name two things.
pub fn is_other_id(one: &str, other: &str) -> bool {
    one != other && form(one) == form(other)
}

/// The form of an id: its digits, letters and other characters by position.
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

/// The folded numbers of the documents behind a line: the payments of a deposit, or the one document.
pub fn documents(rows: &dyn Rows, to: &BankMatch) -> Result<Vec<String>, LedgerError> {
    let number = to.document.folded();
    Ok(match DEPOSITS.get(rows, &number)? {
        Some(deposit) => deposit.payments.iter().map(Number::folded).collect(),
        None => vec![number],
    })
}

/// The accounts whose documents are behind a line.
pub fn accounts_behind(
    rows: &dyn Rows,
    to: &BankMatch,
) -> Result<BTreeSet<AccountId>, LedgerError> {
    let mut accounts = BTreeSet::new();
    for document in documents(rows, to)? {
        let id = named::find(&NUMBERS, rows, &document)?;
        let row = id.map(|id| ITEMS.need(rows, &id)).transpose()?;
        accounts.extend(row.map(|row| row.account));
    }
    Ok(accounts)
}

/// The lines whose texts are about these accounts: they are matched to one of them, or were and are
/// not another's now.
pub fn lines_about(
    rows: &dyn Rows,
    accounts: &BTreeSet<AccountId>,
) -> Result<BTreeSet<u64>, LedgerError> {
    let mut lines = BTreeSet::new();
    for account in accounts {
        for found in BANK_LINES_OF.scan(rows, account) {
            let count = found?.0.1;
            let now = match state(rows, count, When::ALL)? {
                BankLineState::Matched(to, _) => accounts_behind(rows, &to)?,
                BankLineState::Open | BankLineState::Dismissed(_) => BTreeSet::new(),
            };
            if now.is_empty() || !now.is_disjoint(accounts) {
                lines.insert(count);
            }
        }
    }
    Ok(lines)
}

/// The line that a document is matched or linked to now, if any.
pub fn line_of(rows: &dyn Rows, way: Way, document: &Number) -> Result<Option<u64>, LedgerError> {
    BANK_LINKS.get(rows, &(way, document.folded()))
}

/// The steps of a line in the order they were recorded, each with its event.
pub fn steps(rows: &dyn Rows, line: u64) -> Result<Vec<(ItemId, BankStepRow)>, LedgerError> {
    let found = BANK_STEPS.scan(rows, &line);
    found.map(|found| found.map(|((_, id), row)| (id, row))).collect()
}

/// The state of a line at a moment. The line must count at that moment.
pub fn state(rows: &dyn Rows, line: u64, when: When) -> Result<BankLineState, LedgerError> {
    Ok(state_after(steps(rows, line)?, when))
}

/// The same for a line whose steps were read.
pub fn state_after(steps: Vec<(ItemId, BankStepRow)>, when: When) -> BankLineState {
    let last = steps.into_iter().rfind(|(id, row)| when.counts(row.date, id.seq));
    match last.map(|(_, row)| (row.step, row.date)) {
        None | Some((BankStep::Reopened, _)) => BankLineState::Open,
        Some((BankStep::Matched(to), date)) => BankLineState::Matched(to, date),
        Some((BankStep::Dismissed, date)) => BankLineState::Dismissed(date),
    }
}

/// The content of a line, by which a repeated one is recognised.
pub struct LineContent<'a> {
    /// The booking date.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The bank's own id of the line.
    pub bank_id: Option<&'a str>,
    /// Its references.
    pub references: &'a [String],
    /// The payer's name, account and text.
    pub texts: [Option<&'a str>; 3],
}

impl LineContent<'_> {
    /// A hash of the content: the date, the amount, and the bank's own id, or if there is none all
    /// texts, regardless of case and spacing.
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

/// Text regardless of case and spacing.
fn blanked(given: &str) -> String {
    text::folded(given).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What identifies a payer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PayerKey {
    /// An account or a telephone number.
    Account(String),
    /// A name.
    Name(String),
}

impl PayerKey {
    /// What identifies the payer of a line: the account or telephone number, then the name, as far as
    /// the bank gives them, regardless of case.
    pub fn of(said: Option<&CaseText>) -> Vec<PayerKey> {
        let Some(said) = said else { return Vec::new() };
        let account = said.account.as_deref().map(|it| PayerKey::Account(blanked(it)));
        account
            .into_iter()
            .chain(said.contact.as_deref().map(|it| PayerKey::Name(blanked(it))))
            .collect()
    }

    /// The form in which it is stored: a letter and the text.
    pub fn stored(&self) -> String {
        match self {
            PayerKey::Account(given) => format!("a{given}"),
            PayerKey::Name(given) => format!("n{given}"),
        }
    }

    /// Reads the stored form.
    pub fn read(stored: &str) -> Option<PayerKey> {
        let account = stored.strip_prefix('a').map(|it| PayerKey::Account(it.to_string()));
        account.or_else(|| stored.strip_prefix('n').map(|it| PayerKey::Name(it.to_string())))
    }
}
