//! Assembles statements from fields: which fields belong to which account and page. May use: domain, the
//! fields.

use crate::domain::{self, Currency, Refusal, Rule};

use super::super::cleaned::{domain_short, kept};
use super::super::statement::{BankPlace, BankStatement};
use super::super::trouble::{Warnings, refused};
use super::entry::{self, SwiftMovement};
use super::fields::{END, MessageField};
use super::narrative;

/// A statement that is being read.
#[derive(Default)]
struct StatementDraft {
    statement: BankStatement,
    /// The last movement, whose narrative may follow.
    movement: Option<SwiftMovement>,
    /// The movement's narrative so far.
    narrative: String,
    /// Whether the last field belongs to the movement.
    is_narrated: bool,
    /// Whether it is an intraday report, which has no balances.
    is_report: bool,
    has_begun: bool,
    ending: Ending,
}

/// How far a statement has been read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Ending {
    /// Its closing balance is still to come.
    #[default]
    Open,
    /// The closing balance of a page was read, and another page follows.
    Page,
    /// The closing balance was read, or the last field of a report.
    Closed,
}

/// The statements of a file while they are being read.
pub(super) struct Messages<'w> {
    draft: StatementDraft,
    /// A statement whose next page is still to come.
    paused: Option<StatementDraft>,
    done: Vec<BankStatement>,
    reports: usize,
    entries: u64,
    warnings: &'w mut Warnings,
}

impl<'w> Messages<'w> {
    /// A reader before the first field.
    pub fn new(warnings: &'w mut Warnings) -> Messages<'w> {
        let (draft, done) = (StatementDraft::default(), Vec::new());
        Messages { draft, paused: None, done, reports: 0, entries: 0, warnings }
    }

    /// Handles a field. Refused if the statement before it has no end.
    pub fn field(&mut self, field: &MessageField) -> Result<(), Refusal> {
        let place = BankPlace { line: field.line, ..BankPlace::default() };
        if !matches!(field.tag, "86" | "NS") {
            self.told();
        }
        match field.tag {
            END if self.draft.is_report => self.draft.ending = Ending::Closed,
            "20" => self.begun(field.line)?,
            "25" | "25P" => self.account(field)?,
            "28" | "28C" => {
                self.draft.statement.sequence = kept(first_line(field.value), domain_short());
            }
            "60F" | "60M" => self.opened(field, place)?,
            "61" => self.moved(field, place)?,
            "86" | "NS" => self.narrated(field),
            "62F" | "62M" => self.closed(field, place),
            "34F" => {
                self.draft.is_report = true;
                self.draft.has_begun = true;
                let code = field.value.get(..3).and_then(Currency::parse);
                self.draft.statement.currency = self.draft.statement.currency.or(code);
            }
            "90" | "90C" | "90D" => self.draft.ending = Ending::Closed,
            _ => {}
        }
        Ok(())
    }

    /// Begins a message. The statement before it must be complete, otherwise the file isn't.
    fn begun(&mut self, line: u64) -> Result<(), Refusal> {
        let draft = std::mem::take(&mut self.draft);
        self.draft.statement.place.line = line;
        if !draft.has_begun {
            return Ok(());
        }
        if draft.ending == Ending::Open {
            return Err(refused(Rule::BankTruncated, line));
        }
        self.ended_draft(draft);
        Ok(())
    }

    fn ended_draft(&mut self, draft: StatementDraft) {
        if let Some(paused) = self.paused.take() {
            self.without_page(paused);
        }
        if draft.ending == Ending::Page {
            self.paused = Some(draft);
        } else {
            self.reports += usize::from(draft.is_report);
            self.done.push(draft.statement);
        }
    }

    /// Ends a statement whose next page is not in the file.
    fn without_page(&mut self, draft: StatementDraft) {
        let what = domain::Warning::new(Rule::BankPages, "page");
        let given = draft.statement.sequence.clone().unwrap_or_default();
        self.warnings.add(draft.statement.place, what.with("given", given));
        self.done.push(draft.statement);
    }

    fn account(&mut self, field: &MessageField) -> Result<(), Refusal> {
        // Some banks begin each statement with nothing but its account.
        if self.draft.has_begun && self.draft.ending != Ending::Open {
            self.begun(field.line)?;
        }
        let statement = &mut self.draft.statement;
        if statement.place.line == 0 {
            statement.place.line = field.line;
        }
        statement.number = kept(first_line(field.value), domain_short());
        Ok(())
    }

    fn opened(&mut self, field: &MessageField, place: BankPlace) -> Result<(), Refusal> {
        if self.draft.statement.opening.is_some() || self.draft.ending == Ending::Page {
            let number = self.draft.statement.number.clone();
            self.begun(field.line)?;
            self.draft.statement.number = number;
        }
        self.draft.has_begun = true;
        if self.draft.statement.place.line == 0 {
            self.draft.statement.place.line = field.line;
        }
        let read = entry::balance(field.value);
        if field.tag == "60M" {
            let number = &self.draft.statement.number;
            let paused = self.paused.take_if(|paused| paused.statement.number == *number);
            if let Some(paused) = paused {
                self.resumed(paused, read.ok().as_ref(), place);
                return Ok(());
            }
            let what = domain::Warning::new(Rule::BankPages, "page");
            let given = self.draft.statement.sequence.clone().unwrap_or_default();
            self.warnings.add(place, what.with("given", given));
        }
        match read {
            Ok(read) => {
                self.draft.statement.opening = Some(read.balance);
                self.draft.statement.currency = read.currency;
            }
            Err((_, _, given)) => self.warnings.no_balance(place, &given),
        }
        Ok(())
    }

    /// Continues a statement on its next page. A page is missing if the balances don't meet.
    fn resumed(
        &mut self,
        paused: StatementDraft,
        read: Option<&entry::BalanceField>,
        place: BankPlace,
    ) {
        let is_next = match (read, paused.statement.closing) {
            (Some(read), Some(before)) => read.balance.amount == before.amount,
            _ => false,
        };
        let sequence = self.draft.statement.sequence.take();
        self.draft = paused;
        if !is_next {
            let what = domain::Warning::new(Rule::BankPages, "page");
            self.warnings.add(place, what.with("given", sequence.unwrap_or_default()));
        }
        self.draft.ending = Ending::Open;
        self.draft.statement.closing = None;
    }

    fn moved(&mut self, field: &MessageField, place: BankPlace) -> Result<(), Refusal> {
        // After a closing balance, the movement belongs to a statement whose beginning is missing.
        if self.draft.ending != Ending::Open && !self.draft.is_report {
            self.begun(field.line)?;
        }
        self.entries += 1;
        self.draft.has_begun = true;
        let place = BankPlace { entry: self.entries, ..place };
        self.draft.is_narrated = true;
        match entry::movement(field.value, place) {
            Ok(Some(movement)) => {
                let currency = self.draft.statement.currency;
                let amount = movement.line.amount;
                if currency.is_none_or(|currency| currency.rounded(amount, "amount").is_ok()) {
                    self.draft.movement = Some(movement);
                } else {
                    let given = amount.to_string();
                    self.warnings.unread(place, Rule::BankAmountRange, "amount", &given);
                }
            }
            Ok(None) => self.warnings.unread(place, Rule::BankNotBooked, "status", "E"),
            Err((rule, part, given)) => self.warnings.unread(place, rule, part, &given),
        }
        Ok(())
    }

    fn narrated(&mut self, field: &MessageField) {
        if let (true, Some(movement)) = (self.draft.is_narrated, &mut self.draft.movement) {
            movement.is_numbered = field.tag == "NS";
            if !self.draft.narrative.is_empty() {
                self.draft.narrative.push('\n');
            }
            self.draft.narrative.push_str(field.value.trim_end_matches(['\r', '\n']));
        }
    }

    /// Completes the movement, because another field follows.
    fn told(&mut self) {
        self.draft.is_narrated = false;
        let Some(movement) = self.draft.movement.take() else { return };
        let line = narrative::line(movement, &self.draft.narrative);
        self.draft.narrative.clear();
        self.draft.statement.lines.push(line);
    }

    fn closed(&mut self, field: &MessageField, place: BankPlace) {
        let read = entry::balance(field.value);
        // A file that ends within this field was cut off.
        self.draft.ending = match field.tag {
            _ if read.is_err() && !field.value.ends_with('\n') => Ending::Open,
            "62M" => Ending::Page,
            _ => Ending::Closed,
        };
        self.draft.has_begun = true;
        match read {
            Ok(read) => {
                self.draft.statement.closing = Some(read.balance);
                let currency = self.draft.statement.currency.or(read.currency);
                self.draft.statement.currency = currency;
            }
            Err((_, _, given)) => self.warnings.no_balance(place, &given),
        }
    }

    /// The statements, and how many of them are intraday reports. Refused if the last one has no end.
    pub fn ended(mut self, last: u64) -> Result<(Vec<BankStatement>, usize), Refusal> {
        self.told();
        self.begun(last)?;
        if let Some(paused) = self.paused.take() {
            self.without_page(paused);
        }
        Ok((self.done, self.reports))
    }
}

fn first_line(value: &str) -> &str {
    value.lines().next().unwrap_or_default()
}
