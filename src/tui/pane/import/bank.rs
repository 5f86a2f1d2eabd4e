//! A bank's statement in an import at the desk: how it is read, which account it belongs to, and whether
//! its lines lead from one balance to the next. May use: the bank's formats, the questions.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::command::OverlapChoice;
use crate::domain::{Currency, Message, Refusal, Rule};
use crate::engine::{Failure, Session};
use crate::exchange::bank::{self, BankReading, BankWish, Sum};
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;
use crate::exchange::reading::{Alternative, Example, ReadingsOf, TwoReadings};
use crate::exchange::statements::StatementOutcome;
use crate::ledger::query::bank::{BankAccountsOf, ShownBankAccount};
use crate::tui::asking::Asking;
use crate::tui::form::field::Text;

/// A statement that was read, with the accounts that the book has.
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
    /// The account's name in the book.
    pub account: Text,
    /// The answer to whether the book has the lines already from another file.
    pub overlap: Option<OverlapChoice>,
    /// The outcome.
    pub outcome: Option<StatementOutcome>,
    /// Asks for the trial or the import.
    pub running: Asking<StatementOutcome>,
}

/// What was said about a file as a bank's statement.
#[derive(Default)]
pub struct AsBank {
    /// Whether the open question is about it.
    pub is_asked: bool,
    /// How it is read.
    pub said: SaidOfStatement,
    /// An unfinished import of a statement, until its file has been read again.
    pub held: Option<HeldStatement>,
}

/// An unfinished import of a bank's statement, as it is saved.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HeldStatement {
    /// The account's name in the book, as far as it was typed.
    pub account: String,
    /// The answer to whether the book has the lines already from another file.
    pub overlap: Option<OverlapChoice>,
    /// How it is read.
    pub said: SaidOfStatement,
    /// Whether it was tried.
    pub is_tried: bool,
}

impl HeldStatement {
    /// The part that also holds for another file of the same name.
    pub fn of_another_file(self) -> HeldStatement {
        HeldStatement { account: self.account, said: self.said, ..HeldStatement::default() }
    }
}

/// Whether a file is a bank's statement.
pub enum AsStatement {
    /// It is one: a bank's message, or a table in which each row leads from the balance before it to its
    /// own.
    Sure(BankFile),
    /// It reads as one, but nothing in it proves that it is.
    Maybe(BankFile),
    /// It reads as one in two ways.
    Asked(TwoReadings),
    /// It can't be read as one.
    Not(Refusal),
}

/// The answers about a table that is read as a bank's statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SaidOfStatement {
    /// The order of day and month.
    pub dates: Option<Order>,
    /// The decimal mark.
    pub decimals: Option<Decimals>,
}

impl SaidOfStatement {
    /// Takes the answer to a question, by its option.
    pub fn choose(&mut self, (option, value): &(&'static str, String)) {
        match (*option, value.as_str()) {
            (DATES, DAY_FIRST) => self.dates = Some(Order::DayFirst),
            (DATES, _) => self.dates = Some(Order::MonthFirst),
            (POINT, _) => self.decimals = Some(Decimals::Point),
            _ => self.decimals = Some(Decimals::Comma),
        }
    }
}

/// The command line's options that choose between two readings, and their values.
const DATES: &str = "date-format";
const DAY_FIRST: &str = "D/M/YYYY";
const MONTH_FIRST: &str = "M/D/YYYY";
const POINT: &str = "decimal-point";
const COMMA: &str = "decimal-comma";

/// Reads a file as a bank's statement.
pub fn read(
    session: &Session,
    bytes: &[u8],
    said: SaidOfStatement,
) -> Result<AsStatement, Failure> {
    let is_message = bank::is_message(bytes.get(..START).unwrap_or(bytes));
    let SaidOfStatement { dates, decimals } = said;
    let reading = match bank::read(bytes, &BankWish { dates, decimals, ..BankWish::default() }) {
        Err(refusal) if is_message => return Err(refusal.into()),
        Err(refusal) => {
            return Ok(question(&refusal).map_or(AsStatement::Not(refusal), AsStatement::Asked));
        }
        Ok(reading) => reading,
    };
    let adds_up = |it: &bank::BankStatement| it.lines.len() > 1 && it.sum() == Sum::Agrees;
    let is_sure = is_message || (reading.warned == 0 && reading.statements.iter().all(adds_up));
    let accounts = session.ask(&BankAccountsOf)?;
    let file = BankFile { reading: Arc::new(reading), accounts };
    Ok(if is_sure { AsStatement::Sure(file) } else { AsStatement::Maybe(file) })
}

/// The question that a refused table raises.
fn question(refusal: &Refusal) -> Option<TwoReadings> {
    let arg = |wanted: &str| {
        let mut args = refusal.args.iter();
        args.find(|(name, _)| name == wanted).map_or(String::new(), |(_, value)| value.clone())
    };
    let (about, choices) = match refusal.rule {
        Rule::BankDateOrder => {
            let orders = [DAY_FIRST, MONTH_FIRST].map(|it| (it.to_string(), DATES, it));
            (ReadingsOf::Dates, orders)
        }
        Rule::BankDecimals => {
            let given = arg("given");
            let [point, comma] = [(',', "."), ('.', ",")];
            let number =
                |(between, mark): (char, &str)| given.replace(between, "").replace(mark, ".");
            (ReadingsOf::Numbers, [(number(point), POINT, ""), (number(comma), COMMA, "")])
        }
        _ => return None,
    };
    let choices = choices.map(|(means, option, value)| Alternative::new(means, option, value));
    let example = Example {
        text: arg("given"),
        line: arg("line").parse().unwrap_or(0),
        column: "none".into(),
    };
    Some(TwoReadings { about, example: Some(example), choices: choices.to_vec() })
}

/// How many bytes of a file are examined for a bank's message.
const START: usize = 4 << 10;

impl BankFile {
    /// The account's name, as far as the file or the book tells.
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

    /// Whether the trial asks whether the book has the lines already from another file.
    pub fn asks_overlap(&self) -> bool {
        let refused = self.outcome.iter().flat_map(|outcome| &outcome.refused);
        refused.into_iter().any(|(_, refusal)| refusal.field == "overlap")
    }

    /// How many lines would be imported, or were; `None` until that is known.
    pub fn taken(&self) -> Option<u64> {
        self.outcome.as_ref().map(|it| it.summary.taken)
    }
}

/// Draws the statements of a file, and whether their lines lead from one balance to the next.
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
            let total = statement.total().unwrap_or_default();
            let currency = if currency.is_empty() { "none".to_string() } else { currency };
            let told = Message::new("import-bank-no-balances").with("currency", currency);
            messages.push(told.figure("lines", total));
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
