//! Imports bank statements: sends the lines that are new to the book, in commands of a few hundred
//! lines. A statement with a line that the book cannot hold is refused as a whole, so that no statement
//! is imported by halves. May use: the statements, domain, the ledger's questions, the engine's
//! sessions.
//!
//! A line is recognised by its text ([`LineContent::print`]) and by its place among the lines of the
//! file with the same text. So a file that is imported again, or overlaps another, adds nothing twice,
//! and two equal lines of one file are two lines.

mod chosen;
mod likeness;
mod overlap;
mod prepared;
mod summary;
pub mod telling;

use std::collections::{HashMap, VecDeque};

use uuid::Uuid;

use crate::domain::command::{Method, RecordBankLines, StatedBalance, StatedLine};
use crate::domain::event::DatedBalance;
use crate::domain::{Currency, Day, Envelope, Plain, Refusal, Role, Rule, text};
use crate::engine::ports::Progress;
use crate::engine::session::Pending;
use crate::engine::{Failure, Session};
use crate::ledger::bank::LineContent;
use crate::ledger::query::bank::{BankAccountsOf, BankLinesKnown, KnownLines};

use super::bank::{BankBalance, BankPlace, BankStatement};

use chosen::{chosen, is_same};
use overlap::{Overlap, OverlapFound};
use prepared::{PreparedStatement, balances, in_chunks, stated};

pub use crate::domain::command::OverlapChoice;
pub use summary::{StatementOutcome, StatementSummary};

/// The most commands that wait for an answer at the same time.
const WAITING: usize = 16;

/// The most statements of a dry run that are checked for a gap before them.
const MOST_TRIED: usize = 400;

/// The most days ahead of today that the book accepts.
const MOST_AHEAD: i64 = 366;

/// The account and the options of an import of statements.
pub struct StatementImport<'a> {
    /// What the book calls the account.
    pub account: &'a str,
    /// The number of the account in the file. `None`: the number that the book knows for `account`, or
    /// the file's only account.
    pub number: Option<&'a str>,
    /// How money arrives on the account; `None` keeps the method that the book has.
    pub method: Option<Method>,
    /// What to do with lines that the book may have from another file, if nothing in the file decides it.
    pub overlap: Option<OverlapChoice>,
    /// The entries of the file that the reader left out.
    pub left_out: u64,
    /// Whether this is a dry run: nothing is written.
    pub dry_run: bool,
}

/// The part of a statement that the book does not have.
struct NewLines {
    opening: Option<DatedBalance>,
    closing: Option<DatedBalance>,
    lines: Vec<(StatedLine, (u64, u32))>,
    /// Whether the book has the statement's balances.
    has_balances: bool,
}

/// Finds the lines that the book does not have, neither with the same text nor from another file.
fn new_lines(
    one: PreparedStatement,
    known: KnownLines,
    judged: OverlapFound,
    outcome: &mut StatementOutcome,
) -> NewLines {
    let all = one.lines.len() as u64;
    let unknown = one.lines.into_iter().zip(known.lines).filter(|(_, known)| !known);
    let same = judged.same.into_iter().chain(std::iter::repeat(false));
    let (mut lines, mut recognised) = (Vec::new(), 0);
    for ((line, _), same) in unknown.zip(same) {
        match same {
            true => recognised += 1,
            false => lines.push(line),
        }
    }
    outcome.summary.skipped += all - lines.len() as u64;
    outcome.summary.recognised += recognised;
    outcome.warnings.extend(judged.warnings);
    let (opening, closing) = (one.opening, one.closing);
    NewLines { opening, closing, lines, has_balances: known.balances }
}

/// Imports the statements of one account.
pub fn run(
    session: &Session,
    import: &StatementImport,
    statements: &[BankStatement],
    progress: &mut dyn Progress,
) -> Result<StatementOutcome, Failure> {
    let account = text::name("account", import.account, text::SHORT)?;
    if import.left_out > 0 && statements.iter().all(|it| it.lines.is_empty()) {
        // The balances alone would give the account its name and its number.
        let refusal = Refusal::new(Rule::BankNothingRead, "file");
        return Err(refusal.with("count", import.left_out).into());
    }
    let known = session.ask(&BankAccountsOf)?;
    let known = known.into_iter().find(|it| text::folded(&it.account) == text::folded(&account));
    let number = import.number.map(str::to_string);
    let number = number.or_else(|| known.as_ref().and_then(|it| it.number.clone()));
    let (chosen, mut refused) = chosen(&account, number.as_deref(), statements)?;
    let book = session.info().currency;
    let stated = chosen.iter().find_map(|it| it.currency);
    let currency = known.as_ref().map(|it| it.currency).or(stated).unwrap_or(book);
    let method = import.method;
    session.needs(Role::Coordinator)?;
    let (pending, tried) = (VecDeque::new(), Vec::new());
    let mut sending = StatementSender { session, account, currency, method, pending, tried };
    let (summary, prepared) = sending.prepare(&chosen, import.left_out, &mut refused);
    let known = prepared.iter().map(|(_, one)| sending.known(one));
    let known: Vec<KnownLines> = known.collect::<Result<_, _>>()?;
    let mut overlap = {
        let both = prepared.iter().zip(&known).map(|((_, one), it)| (one, it.lines.as_slice()));
        Overlap::read(session, (&sending.account, currency), import.overlap, both)?
    };
    let mut outcome = StatementOutcome { summary, refused, warnings: Vec::new() };
    let total = prepared.len() as u64;
    for (done, ((statement, one), known)) in (0..).zip(prepared.into_iter().zip(known)) {
        progress.at("importing", done, total);
        let judged = overlap.as_mut().map(|it| it.judge(&one, &known.lines)).transpose();
        match judged.map(Option::unwrap_or_default) {
            Ok(judged) => {
                let new = new_lines(one, known, judged, &mut outcome);
                sending.statement(statement, new, import.dry_run, &mut outcome)?;
            }
            Err(refusal) => {
                outcome.summary.refused += one.lines.len() as u64;
                outcome.refused.push((statement.place, refusal));
            }
        }
    }
    sending.finish(&mut outcome)?;
    outcome.summary.warnings = outcome.warnings.len() as u64;
    Ok(outcome)
}

/// Sends commands, and collects their answers.
struct StatementSender<'a> {
    session: &'a Session,
    account: String,
    currency: Currency,
    method: Option<Method>,
    pending: VecDeque<(BankPlace, u64, Pending)>,
    /// The statements of a trial, without their lines.
    tried: Vec<RecordBankLines>,
}

impl StatementSender<'_> {
    /// Prepares the statements. One that the book cannot hold is refused; one that the file has twice is
    /// skipped.
    fn prepare<'b>(
        &self,
        chosen: &[&'b BankStatement],
        left_out: u64,
        refused: &mut Vec<(BankPlace, Refusal)>,
    ) -> (StatementSummary, Vec<(&'b BankStatement, PreparedStatement)>) {
        let mut summary = StatementSummary {
            kind: "bank",
            account: self.account.clone(),
            currency: Some(self.currency),
            left_out,
            ..StatementSummary::default()
        };
        let mut seen: HashMap<u64, u32> = HashMap::new();
        let mut prepared = Vec::new();
        for (place, statement) in chosen.iter().enumerate() {
            let is_repeated = statement.closing.is_some()
                && chosen.iter().take(place).any(|other| is_same(other, statement));
            summary.statements += 1;
            summary.rows += statement.lines.len() as u64;
            if is_repeated {
                summary.skipped += statement.lines.len() as u64;
                continue;
            }
            match self.prepared(statement, &mut seen) {
                Ok(one) => prepared.push((*statement, one)),
                Err((place, refusal)) => {
                    summary.refused += statement.lines.len() as u64;
                    refused.push((place, refusal));
                }
            }
        }
        balances(&mut summary, prepared.iter().map(|(_, one)| one), self.currency);
        (summary, prepared)
    }

    /// Prepares a statement; fails with the place and the reason if the book cannot hold it.
    fn prepared(
        &self,
        statement: &BankStatement,
        seen: &mut HashMap<u64, u32>,
    ) -> Result<PreparedStatement, (BankPlace, Refusal)> {
        let at = |refusal| (statement.place, refusal);
        if let Some(given) = statement.currency.filter(|given| *given != self.currency) {
            let refusal = Refusal::new(Rule::BankAccountCurrency, "currency").with("given", given);
            let refusal = refusal.with("known", self.currency);
            return Err(at(refusal.with("account", &self.account)));
        }
        let balance = |field: &str, given: Option<BankBalance>| {
            let Some(given) = given else { return Ok::<_, (BankPlace, Refusal)>(None) };
            self.is_possible(given.date).map_err(at)?;
            let amount = self.currency.exact(given.amount, field).map_err(at)?;
            Ok(Some(DatedBalance { date: given.date, amount }))
        };
        let opening = balance("opening", statement.opening)?;
        let closing = balance("closing", statement.closing)?;
        let mut lines = Vec::with_capacity(statement.lines.len());
        for line in &statement.lines {
            let days = [Some(line.date), line.value_date].into_iter().flatten();
            for day in days {
                self.is_possible(day).map_err(|it| (line.place, it))?;
            }
            let amount =
                self.currency.exact(line.amount, "amount").map_err(|it| (line.place, it))?;
            if let Some(fee) = line.fee {
                self.currency.exact(fee, "fee").map_err(|it| (line.place, it))?;
            }
            let mut stated = stated(line);
            let print = LineContent {
                date: line.date,
                amount,
                bank_id: stated.bank_id.as_deref(),
                references: &stated.references,
                texts: [
                    stated.payer.as_deref(),
                    stated.payer_account.as_deref(),
                    stated.text.as_deref(),
                ],
            }
            .print();
            let nth = seen.entry(print).or_default();
            *nth += 1;
            stated.nth = Some(*nth).filter(|nth| *nth > 1);
            lines.push((stated, (print, *nth)));
        }
        Ok(PreparedStatement { opening, closing, lines })
    }

    /// Refuses a day that the book would refuse.
    fn is_possible(&self, day: Day) -> Result<(), Refusal> {
        let ahead = day.days_since(self.session.today());
        match day {
            day if day < Day::EPOCH => Err(Refusal::new(Rule::DateTooEarly, "date")
                .with("given", day)
                .with("first", Day::EPOCH)),
            day if ahead > MOST_AHEAD => Err(Refusal::new(Rule::DateOutOfRange, "date")
                .with("given", day)
                .with("days", MOST_AHEAD)),
            _ => Ok(()),
        }
    }

    /// Sends the new lines of a statement, and its balances with the last of them.
    fn statement(
        &mut self,
        statement: &BankStatement,
        new: NewLines,
        dry_run: bool,
        outcome: &mut StatementOutcome,
    ) -> Result<(), Failure> {
        let NewLines { opening, closing, lines, has_balances } = new;
        if dry_run {
            outcome.summary.taken += lines.len() as u64;
            if !lines.is_empty() || !has_balances {
                let balance = |given: DatedBalance| StatedBalance {
                    date: given.date,
                    amount: Plain(given.amount.decimal()),
                };
                let (opening, closing) = (opening.map(balance), closing.map(balance));
                self.tried.push(self.command(statement, (opening, closing), Vec::new()));
            }
            return Ok(());
        }
        let mut chunks = in_chunks(lines);
        if chunks.is_empty() && !has_balances {
            chunks.push(Vec::new());
        }
        let last = chunks.len().saturating_sub(1);
        for (place, lines) in chunks.into_iter().enumerate() {
            let balance = |given: Option<DatedBalance>| {
                let given = given.filter(|_| place == last)?;
                Some(StatedBalance { date: given.date, amount: Plain(given.amount.decimal()) })
            };
            let prints: Vec<String> =
                lines.iter().map(|(_, (print, nth))| format!("{print:x}.{nth}")).collect();
            let count = lines.len() as u64;
            let lines = lines.into_iter().map(|(line, _)| line).collect();
            let command = self.command(statement, (balance(opening), balance(closing)), lines);
            let id = self.id(&prints, &command);
            let envelope = Envelope { id: Some(id), ..Envelope::of(command) };
            self.pending.push_back((statement.place, count, self.session.send(envelope)?));
            while self.pending.len() > WAITING {
                self.answer(outcome)?;
            }
        }
        Ok(())
    }

    fn command(
        &self,
        statement: &BankStatement,
        (opening, closing): (Option<StatedBalance>, Option<StatedBalance>),
        lines: Vec<StatedLine>,
    ) -> RecordBankLines {
        RecordBankLines {
            account: self.account.clone(),
            number: statement.number.clone(),
            currency: Some(self.currency),
            method: self.method,
            opening,
            closing,
            lines,
            // Lines that the book has from another file are not sent.
            overlap: Some(OverlapChoice::New),
        }
    }

    /// The id of a command: the same for the same new lines and balances in every run.
    fn id(&self, prints: &[String], command: &RecordBankLines) -> Uuid {
        let balance = |it: &Option<StatedBalance>| {
            it.as_ref().map_or_else(String::new, |it| format!("{} {}", it.date, it.amount))
        };
        let account = text::folded(&self.account);
        let (opening, closing) = (balance(&command.opening), balance(&command.closing));
        let name = ["bank", &account, &prints.join(" "), &opening, &closing].join("\u{1f}");
        Uuid::new_v5(&self.session.info().book, name.as_bytes())
    }

    fn known(&self, one: &PreparedStatement) -> Result<KnownLines, Failure> {
        let mut known = KnownLines { lines: Vec::with_capacity(one.lines.len()), balances: true };
        let prints: Vec<(u64, u32)> = one.lines.iter().map(|(_, print)| *print).collect();
        // A question is no longer than a frame of the wire.
        let parts = prints.chunks(10_000).chain(prints.is_empty().then_some(&[][..]));
        for part in parts {
            let (account, lines) = (self.account.clone(), part.to_vec());
            let (opening, closing) = (one.opening, one.closing);
            let asked = BankLinesKnown { account, lines, opening, closing };
            let answer = self.session.ask(&asked)?;
            known.lines.extend(answer.lines);
            known.balances = answer.balances;
        }
        Ok(known)
    }

    fn answer(&mut self, outcome: &mut StatementOutcome) -> Result<(), Failure> {
        let Some((place, count, pending)) = self.pending.pop_front() else { return Ok(()) };
        match pending.wait() {
            Ok(receipt) => {
                outcome.summary.taken += count;
                outcome.warnings.extend(receipt.warnings);
            }
            // Another user imported the same lines in the meantime.
            Err(Failure::Refused(refusal)) if refusal.rule == Rule::BankLinesThere => {
                outcome.summary.skipped += count;
            }
            Err(Failure::Refused(refusal)) => {
                outcome.summary.refused += count;
                outcome.refused.push((place, refusal));
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    fn finish(&mut self, outcome: &mut StatementOutcome) -> Result<(), Failure> {
        while !self.pending.is_empty() {
            self.answer(outcome)?;
        }
        // In a dry run only the balances show whether a statement is missing.
        let tried = std::mem::take(&mut self.tried);
        let tried = tried.into_iter().filter(|it| it.closing.is_some()).take(MOST_TRIED);
        let tried: Vec<Envelope> = tried.map(Envelope::of).collect();
        if !tried.is_empty() {
            let previews = self.session.preview(tried)?;
            outcome
                .warnings
                .extend(previews.into_iter().flatten().flat_map(|it| it.receipt.warnings));
        }
        Ok(())
    }
}
