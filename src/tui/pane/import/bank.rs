//! A bank's statement in an import at the desk: how it is read, which account it is of, and whether its lines lead
//! from one balance to the other. May use: the bank's formats, the questions.

use std::sync::Arc;

use crate::domain::command::OverlapChoice;
use crate::domain::{Currency, Message};
use crate::engine::{Failure, Session};
use crate::exchange::bank::{self, BankReading, BankWish, Sum};
use crate::exchange::statements::StatementOutcome;
use crate::ledger::query::bank::{BankAccountsOf, ShownBankAccount};
use crate::tui::form::field::Text;
use crate::tui::query::Asking;

/// A statement that was read, with the accounts that the book knows.
#[derive(Clone)]
pub struct BankFile {
    /// What it holds.
    pub reading: Arc<BankReading>,
    /// The accounts of the book.
    pub accounts: Vec<ShownBankAccount>,
}

/// An import of a statement.
pub struct BankWalk {
    /// The file.
    pub file: BankFile,
    /// What the book calls the account.
    pub account: Text,
    /// What lines are that the book may have from another file, once that is said.
    pub overlap: Option<OverlapChoice>,
    /// What came of it.
    pub outcome: Option<StatementOutcome>,
    /// Trying or taking it.
    pub running: Asking<StatementOutcome>,
}

/// Reads a file as a bank's statement; none, where it is plainly none. A table is one where each row
/// leads from the balance before to its own.
pub fn read(session: &Session, bytes: &[u8]) -> Result<Option<BankFile>, Failure> {
    let is_message = bank::is_message(bytes.get(..START).unwrap_or(bytes));
    let reading = match bank::read(bytes, &BankWish::default()) {
        Err(refusal) if is_message => return Err(refusal.into()),
        Err(_) => return Ok(None),
        Ok(reading) => reading,
    };
    let adds_up = |it: &bank::BankStatement| it.lines.len() > 1 && it.sum() == Sum::Agrees;
    if !is_message && (reading.warned > 0 || !reading.statements.iter().all(adds_up)) {
        return Ok(None);
    }
    let accounts = session.ask(&BankAccountsOf)?;
    Ok(Some(BankFile { reading: Arc::new(reading), accounts }))
}

/// How many bytes of a file are looked at to tell a bank's message.
const START: usize = 4 << 10;

impl BankFile {
    /// What the book calls the account, as far as the file or the book tells.
    fn account(&self) -> &str {
        let number = self.reading.statements.iter().find_map(|it| it.number.as_deref());
        let is_it = |it: &&ShownBankAccount| match (number, it.number.as_deref()) {
            (Some(number), Some(known)) => crate::ledger::bank::is_same_number(number, known),
            _ => false,
        };
        let known = self.accounts.iter().find(is_it).or(match self.accounts.as_slice() {
            [only] if number.is_none() || only.number.is_none() => Some(only),
            _ => None,
        });
        known.map_or("", |it| it.account.as_str())
    }
}

impl BankWalk {
    /// The import of a statement that was read.
    pub fn of(file: BankFile) -> BankWalk {
        let account = Text::given(file.account());
        BankWalk { file, account, overlap: None, outcome: None, running: Asking::default() }
    }

    /// Whether the trial asks what lines are that the book may have from another file.
    pub fn asks_overlap(&self) -> bool {
        let refused = self.outcome.iter().flat_map(|outcome| &outcome.refused);
        refused.into_iter().any(|(_, refusal)| refusal.field == "overlap")
    }

    /// How many lines would be taken, or were; none before that is known.
    pub fn taken(&self) -> Option<u64> {
        self.outcome.as_ref().map(|it| it.summary.taken)
    }
}

/// What a file of statements holds, and whether its lines lead from one balance to the other.
pub fn found(reading: &BankReading, known: Option<Currency>) -> Vec<Message> {
    let lines: usize = reading.statements.iter().map(|it| it.lines.len()).sum();
    let number = reading.statements.iter().find_map(|it| it.number.as_deref());
    let mut messages = vec![
        Message::new("import-bank-found")
            .with("format", reading.format.name())
            .with("count", lines)
            .with("number", number.unwrap_or("none")),
    ];
    for statement in reading.statements.iter().take(SHOWN) {
        let currency = statement.currency.or(known).map_or_else(String::new, |it| it.to_string());
        let (Some(opening), Some(closing)) = (statement.opening, statement.closing) else {
            continue;
        };
        let total = statement.total().unwrap_or_default();
        let told = Message::new("import-bank-adds")
            .with("currency", currency)
            .figure("opening", opening.amount)
            .figure("lines", total)
            .figure("closing", closing.amount);
        messages.push(match statement.sum() {
            Sum::Differs(rest) => told.with("agrees", "no").figure("rest", rest),
            Sum::Agrees | Sum::Unknown => told.with("agrees", "yes").with("rest", ""),
        });
    }
    if reading.left_out > 0 {
        messages.push(Message::new("import-bank-left-out").with("count", reading.left_out));
    }
    messages
}

/// How many statements of a file are shown with their balances.
pub const SHOWN: usize = 4;
