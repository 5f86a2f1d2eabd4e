//! A bank's statement in an import at the desk: which account it is of, whether its lines lead from one
//! balance to the other, what would come of it, and taking it. May use: the walk, the work, the pen.

use std::sync::Arc;

use crate::domain::{Currency, Message, Role};
use crate::engine::{Failure, Session};
use crate::exchange::bank::{self, BankReading, BankWish, Sum};
use crate::exchange::statements::{self, StatementImport, StatementOutcome, telling};
use crate::ledger::query::bank::{BankAccountsOf, ShownBankAccount};
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, Asking, NoAnswer};

use super::told;
use super::walk::{ImportWalk, WalkStep};

/// A statement that was read, with the accounts that the book knows.
#[derive(Clone)]
pub struct BankFile {
    reading: Arc<BankReading>,
    accounts: Vec<ShownBankAccount>,
}

/// An import of a statement.
pub struct BankWalk {
    file: BankFile,
    /// What the book calls the account.
    pub account: Text,
    /// What came of it.
    outcome: Option<StatementOutcome>,
    running: Asking<StatementOutcome>,
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
        BankWalk { file, account, outcome: None, running: Asking::default() }
    }

    /// How many lines would be taken, or were; none before that is known.
    pub fn taken(&self) -> Option<u64> {
        self.outcome.as_ref().map(|it| it.summary.taken)
    }
}

impl ImportWalk {
    /// Tries the statement, or takes it.
    pub fn runs_bank(&mut self, dry_run: bool, desk: &Desk) -> Vec<Step> {
        if desk.about.as_ref().is_some_and(|about| about.role == Role::Viewer) {
            return vec![Step::Say(desk.say("needs-role", &[]))];
        }
        let Some(bank) = &mut self.bank else { return Vec::new() };
        let account = bank.account.value().trim().to_string();
        if account.is_empty() {
            return vec![Step::Say(desk.say("import-bank-which", &[]))];
        }
        self.step = if dry_run { WalkStep::Trial } else { WalkStep::Taking };
        bank.outcome = None;
        let reading = bank.file.reading.clone();
        vec![Step::Send(bank.running.do_long(move |session| {
            let import = StatementImport {
                account: &account,
                number: None,
                method: None,
                overlap: None,
                left_out: reading.left_out,
                dry_run,
            };
            statements::run(
                session,
                &import,
                &reading.statements,
                &mut crate::engine::ports::Silent,
            )
        }))]
    }

    /// Takes the answer of a statement; none, where it is another one.
    pub fn hears_bank(&mut self, answer: &Answer) -> Option<Vec<Step>> {
        let bank = self.bank.as_mut()?;
        let came: Result<StatementOutcome, NoAnswer> = bank.running.take(answer)?;
        Some(match came {
            Ok(outcome) => {
                bank.outcome = Some(outcome);
                match self.step {
                    WalkStep::Taking => {
                        self.step = WalkStep::Done;
                        vec![Step::Imported]
                    }
                    _ => vec![Step::Done],
                }
            }
            Err(why) => {
                self.step = WalkStep::Account;
                vec![Step::Unanswered(why)]
            }
        })
    }
}

/// What the file holds, and the question which account that is.
pub fn draw_account(walk: &ImportWalk, pen: &mut Pen) {
    let Some(bank) = &walk.bank else { return };
    let (end, last) = (pen.width() - 1, pen.last());
    let mut y = 4;
    let known = bank.file.accounts.iter().find(|it| it.account == bank.account.value().trim());
    for message in found(&bank.file.reading, known.map(|it| it.currency)) {
        let words = pen.desk.words.tell(&message);
        y = pen.paragraph(1, y, end, last.saturating_sub(6), &words);
    }
    let words = pen.say("import-bank-account", &[]);
    told::typed(pen, y + 1, &words, &bank.account);
    let names = bank.file.accounts.iter().map(|it| it.account.clone());
    let names = names.collect::<Vec<_>>().join(", ");
    let help = match names.is_empty() {
        true => pen.say("import-bank-account-new", &[]),
        false => pen.say("import-bank-account-known", &[("accounts", &names)]),
    };
    pen.paragraph(1, y + 3, end, last, &help);
}

/// What a file of statements holds, and whether its lines lead from one balance to the other.
fn found(reading: &BankReading, known: Option<Currency>) -> Vec<Message> {
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
const SHOWN: usize = 4;

/// What came of a statement.
pub fn draw(walk: &ImportWalk, pen: &mut Pen) {
    let Some(bank) = &walk.bank else { return };
    let (end, last) = (pen.width() - 1, pen.last());
    let is_trial = walk.step == WalkStep::Trial;
    let Some(outcome) = &bank.outcome else {
        let words = pen.say(if is_trial { "import-trying" } else { "import-taking-bank" }, &[]);
        pen.paragraph(1, 4, end, last, &words);
        return;
    };
    let mut y = 4;
    for message in telling::summary(&outcome.summary, is_trial) {
        let words = pen.desk.words.tell(&message);
        y = pen.paragraph(1, y, end, last.saturating_sub(4), &words);
    }
    y += 1;
    for (_, refusal) in outcome.refused.iter().take(SHOWN) {
        let words = pen.desk.words.told(refusal);
        y = pen.late_paragraph(1, y, end, last.saturating_sub(3), &words);
    }
    for warning in outcome.warnings.iter().take(SHOWN) {
        let words = pen.desk.words.told_warning(warning);
        y = pen.paragraph(1, y, end, last.saturating_sub(3), &words);
    }
    let words = if is_trial { "import-bank-trial-help" } else { "import-bank-done-help" };
    let words = pen.say(words, &[]);
    pen.paragraph(1, last.saturating_sub(1), end, last, &words);
}
