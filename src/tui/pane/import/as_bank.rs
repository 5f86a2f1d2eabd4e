//! Reads a table as a bank's statement because a person says so: a bank's own CSV may have no balances
//! that prove it. May use: the walk, the work, the bank.

use crate::exchange::import::ImportKind;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;

use super::bank::{BankFile, BankWalk, HeldStatement, SaidOfStatement};
use super::walk::{ImportWalk, WalkStep};
use super::work::{self, AskedReading};

impl ImportWalk {
    /// Whether the file's kind allows it to be a bank's statement.
    pub fn may_be_bank(&self) -> bool {
        let is_open = matches!(self.kind(), None | Some(ImportKind::Payments));
        matches!(self.step, WalkStep::Reading | WalkStep::Mapping) && is_open
    }

    /// Reads the file as a bank's statement.
    pub fn reads_as_bank(&mut self) -> Vec<Step> {
        self.before = self.wish.clone();
        let (path, said) = (self.path(), self.as_bank.said);
        let read = self.reading.do_long(move |session| work::read_as_bank(session, &path, said));
        vec![Step::Send(read)]
    }

    /// The file reads as a statement: asks which account it belongs to.
    pub(super) fn is_read_as_bank(&mut self, file: BankFile, desk: &Desk) -> Vec<Step> {
        (self.bank, self.step) = (Some(Box::new(BankWalk::of(file))), WalkStep::Account);
        self.resumes_statement(desk)
    }

    /// The file reads as a statement in two ways: asks which of them is right.
    pub(super) fn asks_of_bank(&mut self, question: AskedReading) -> Vec<Step> {
        self.as_bank.is_asked = true;
        (self.question, self.step) = (Some(question), WalkStep::Question);
        vec![Step::Done]
    }

    /// The statement as it is saved; `None` if the file is not one.
    pub(super) fn kept_statement(&self) -> Option<HeldStatement> {
        let bank = self.bank.as_ref()?;
        Some(HeldStatement {
            account: bank.account.value().trim().to_string(),
            overlap: bank.overlap,
            said: self.as_bank.said,
            is_tried: self.step != WalkStep::Account,
        })
    }

    /// Resumes an unfinished import of a statement: reads the file as one if it was not recognised.
    pub(super) fn takes_up_statement(&mut self, held: HeldStatement, desk: &Desk) -> Vec<Step> {
        self.as_bank.said = held.said;
        let is_read = self.bank.is_some() && held.said == SaidOfStatement::default();
        self.as_bank.held = Some(held);
        if is_read { self.resumes_statement(desk) } else { self.reads_as_bank() }
    }

    /// The file reads as a statement again: restores what was typed and answered, and tries it if it had
    /// been tried.
    pub(super) fn resumes_statement(&mut self, desk: &Desk) -> Vec<Step> {
        let held = self.as_bank.held.take();
        let (Some(held), Some(bank)) = (held, &mut self.bank) else { return vec![Step::Done] };
        if !held.account.is_empty() {
            bank.account = Text::given(&held.account);
        }
        if !held.is_tried || held.account.is_empty() {
            return vec![Step::Done];
        }
        bank.overlap = held.overlap;
        self.step = WalkStep::Trial;
        self.runs_bank(true, desk)
    }
}
