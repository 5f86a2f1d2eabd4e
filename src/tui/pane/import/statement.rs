//! The steps of importing a bank's statement at the desk: naming its account, the trial, the import. May
//! use: the walk, the pen.

use crate::domain::Role;
use crate::domain::command::OverlapChoice;
use crate::engine::ports::Silent;
use crate::exchange::statements::{self, StatementImport, StatementOutcome, telling};
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, NoAnswer};

use super::bank::{SHOWN, found};
use super::told;
use super::walk::{ImportWalk, WalkStep};

impl ImportWalk {
    /// Tries the statement, or imports it.
    pub fn runs_bank(&mut self, dry_run: bool, desk: &Desk) -> Vec<Step> {
        if desk.about.as_ref().is_some_and(|about| about.role == Role::Viewer) {
            return vec![Step::Say(desk.say("needs-role", &[]))];
        }
        let Some(bank) = &mut self.bank else { return Vec::new() };
        let account = bank.account.value().trim().to_string();
        if account.is_empty() {
            return vec![Step::Say(desk.say("import-bank-which", &[]))];
        }
        if self.step == WalkStep::Account {
            bank.overlap = None;
        }
        self.step = if dry_run { WalkStep::Trial } else { WalkStep::Taking };
        bank.outcome = None;
        let (reading, overlap) = (bank.file.reading.clone(), bank.overlap);
        vec![Step::Send(bank.running.do_long(move |session| {
            let import = StatementImport {
                account: &account,
                number: None,
                method: None,
                overlap,
                left_out: reading.left_out,
                dry_run,
            };
            statements::run(session, &import, &reading.statements, &mut Silent)
        }))]
    }

    /// Answers whether the book has the lines already from another file, and tries again.
    pub fn says_overlap(&mut self, digit: char, desk: &Desk) -> Vec<Step> {
        let choice = match digit {
            '1' => OverlapChoice::Same,
            '2' => OverlapChoice::New,
            _ => return vec![Step::Say(desk.say("import-bank-overlap", &[]))],
        };
        if let Some(bank) = &mut self.bank {
            bank.overlap = Some(choice);
        }
        self.runs_bank(true, desk)
    }

    /// Whether the trial asks whether the book has the lines already from another file.
    pub fn asks_overlap(&self) -> bool {
        self.step == WalkStep::Trial && self.bank.as_ref().is_some_and(|bank| bank.asks_overlap())
    }

    /// Takes the answer about a statement; `None` if it is for something else.
    pub fn hears_bank(&mut self, answer: &Answer) -> Option<Vec<Step>> {
        let bank = self.bank.as_mut()?;
        let came: Result<StatementOutcome, NoAnswer> = bank.running.take(answer)?;
        Some(match came {
            Ok(outcome) => {
                bank.outcome = Some(outcome);
                match self.step {
                    WalkStep::Taking => {
                        self.step = WalkStep::Done;
                        vec![Step::Imported(self.file_name())]
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

/// Draws what the file holds, and the question which account it belongs to.
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

/// Draws the outcome of a statement.
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
    if is_trial && bank.asks_overlap() {
        let words = pen.say("import-bank-overlap", &[]);
        y = pen.paragraph(1, y, end, last.saturating_sub(3), &words);
    }
    for warning in outcome.warnings.iter().take(SHOWN) {
        let words = pen.desk.words.told_warning(warning);
        y = pen.paragraph(1, y, end, last.saturating_sub(3), &words);
    }
    let words = if is_trial { "import-bank-trial-help" } else { "import-bank-done-help" };
    let words = pen.say(words, &[]);
    pen.paragraph(1, last.saturating_sub(1), end, last, &words);
}
