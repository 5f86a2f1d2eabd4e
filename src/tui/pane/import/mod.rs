//! An import at the desk, step by step: the file, how it is read, its columns beside the fields, what
//! would be imported, and the import itself. Nothing is written before the last step. May use: the
//! layers.

mod as_bank;
mod bank;
mod correcting;
mod draw;
mod folder;
mod held;
mod resuming;
mod row;
mod statement;
mod step;
mod told;
mod walk;
mod work;

use crossterm::event::{KeyCode, KeyEvent};

use crate::exchange::import::ImportKind;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::kept::SavedForm;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Part, Step};
use crate::tui::list_mark::distance;
use crate::tui::pen::Pen;
use crate::tui::query::Answer;

use row::RowEdit;
use walk::{ImportWalk, WalkStep};

pub use held::HeldImport;

/// An import.
#[derive(Default)]
pub struct ImportPane(ImportWalk);

impl ImportPane {
    /// Restores an unfinished import.
    pub fn held(held: HeldImport) -> ImportPane {
        ImportPane(ImportWalk::held(held))
    }

    /// Goes back one step; `None` from the first one.
    fn back(&mut self) -> Vec<Step> {
        let walk = &mut self.0;
        match walk.step {
            _ if walk.rejects.name().is_some() => walk.rejects.close(),
            _ if walk.is_reading() => walk.stop_reading(),
            WalkStep::Reason => walk.step = WalkStep::Trial,
            WalkStep::File => return Vec::new(),
            WalkStep::Trial if walk.bank.is_some() => walk.step = WalkStep::Account,
            WalkStep::Taking if walk.bank.is_some() => {}
            WalkStep::Question | WalkStep::Reading => walk.before_reading(),
            WalkStep::Mapping => match walk.file.as_ref().is_some_and(|it| it.reading.is_some()) {
                true => (walk.step, walk.mark) = (WalkStep::Reading, 0),
                false => walk.before_reading(),
            },
            WalkStep::Column | WalkStep::Value => walk.step = WalkStep::Mapping,
            WalkStep::Trial => walk.leaves_trial(),
            WalkStep::Row => walk.leaves_row(),
            WalkStep::Taking if walk.is_folder => {}
            WalkStep::Taking => walk.watch.stop(),
            WalkStep::Account | WalkStep::Done => walk.again(),
        }
        vec![Step::Done]
    }

    /// Handles Enter: chooses the marked row, or goes on.
    fn opens(&mut self, desk: &Desk) -> Vec<Step> {
        let walk = &mut self.0;
        match walk.step {
            _ if walk.rejects.name().is_some() => walk.writes_rejects(desk),
            WalkStep::Reason => walk.tries_all(desk),
            WalkStep::Account => walk.runs_bank(true, desk),
            // Only the other key imports lines.
            WalkStep::Trial if walk.asks_overlap() => vec![Step::Say(answer_first(desk))],
            WalkStep::Trial if walk.bank.is_some() => {
                let has_some = walk.bank.as_ref().and_then(|bank| bank.taken()) != Some(0);
                let words = if has_some { "import-save-takes" } else { "import-nothing-to-take" };
                vec![Step::Say(desk.say(words, &[]))]
            }
            WalkStep::Mapping => {
                let Some(field) = walk.file.as_ref().and_then(|it| it.fields.get(walk.mark)) else {
                    return vec![Step::Say(desk.say("import-no-kind", &[]))];
                };
                let columns = walk.file.iter().flat_map(|file| &file.columns);
                let at = columns.into_iter().position(|column| *column == field.from);
                (walk.column, walk.step) = (at.map_or(0, |at| at + 1), WalkStep::Column);
                vec![Step::Done]
            }
            WalkStep::Column => walk.map_column(),
            WalkStep::Value => walk.set_value(),
            // Only the other key imports rows.
            WalkStep::Trial => walk.opens_row(desk),
            WalkStep::Done => {
                walk.again();
                vec![Step::Done]
            }
            WalkStep::Reading => {
                (walk.step, walk.mark) = (WalkStep::Mapping, 0);
                vec![Step::Done]
            }
            WalkStep::File | WalkStep::Question | WalkStep::Taking | WalkStep::Row => {
                self.saves(desk)
            }
        }
    }

    /// Goes on to the next step.
    fn saves(&mut self, desk: &Desk) -> Vec<Step> {
        let walk = &mut self.0;
        match walk.step {
            _ if walk.rejects.name().is_some() => return walk.writes_rejects(desk),
            WalkStep::Reason => return walk.tries_all(desk),
            WalkStep::File => return walk.begin(desk),
            WalkStep::Question => return vec![Step::Say(desk.say("import-digit", &[]))],
            WalkStep::Reading | WalkStep::Mapping => {
                return match walk.why_not(desk) {
                    Some(why) => vec![Step::Say(why)],
                    None => walk.run(true),
                };
            }
            WalkStep::Column => return walk.map_column(),
            WalkStep::Value => return walk.set_value(),
            WalkStep::Account => return walk.runs_bank(true, desk),
            WalkStep::Trial if walk.asks_overlap() => return vec![Step::Say(answer_first(desk))],
            WalkStep::Trial if walk.bank.is_some() => {
                return match walk.bank.as_ref().and_then(|bank| bank.taken()) {
                    None => vec![Step::Done],
                    Some(0) => vec![Step::Say(desk.say("import-nothing-to-take", &[]))],
                    Some(_) => walk.runs_bank(false, desk),
                };
            }
            WalkStep::Trial if walk.is_folder => {
                let taken = walk.book.as_ref().map(|it| it.tables.iter().map(|it| it.taken).sum());
                return match taken {
                    None => vec![Step::Done],
                    Some(0_u64) => vec![Step::Say(desk.say("import-nothing-to-take", &[]))],
                    Some(_) => walk.runs_folder(false, desk),
                };
            }
            WalkStep::Trial => {
                return match walk.ran.as_ref().map(|ran| ran.outcome.summary.taken) {
                    None => vec![Step::Done],
                    Some(0) if walk.corrections.count() == 0 => {
                        vec![Step::Say(desk.say("import-nothing-to-take", &[]))]
                    }
                    Some(_) => walk.run(false),
                };
            }
            WalkStep::Row => return walk.checks_row(),
            WalkStep::Taking => {}
            WalkStep::Done => walk.again(),
        }
        vec![Step::Done]
    }

    /// Moves the mark, or scrolls.
    fn moves(&mut self, by: isize) -> Vec<Step> {
        let walk = &mut self.0;
        let file = walk.file.as_ref();
        let rows = match walk.step {
            WalkStep::Column => {
                let last = file.map_or(0, |file| file.columns.len());
                walk.column = walk.column.saturating_add_signed(by).min(last);
                return vec![Step::Done];
            }
            WalkStep::Row => {
                walk.moves_cell(by);
                return vec![Step::Done];
            }
            WalkStep::Mapping | WalkStep::Value | WalkStep::Reading => {
                file.map_or(0, |file| file.fields.len())
            }
            WalkStep::Trial | WalkStep::Taking | WalkStep::Done => walk.lines(),
            WalkStep::File | WalkStep::Question | WalkStep::Reason | WalkStep::Account => {
                return Vec::new();
            }
        };
        walk.mark = walk.mark.saturating_add_signed(by).min(rows.saturating_sub(1));
        vec![Step::Done]
    }

    /// Turns an option on or off, and tries the rows again.
    fn turns_option(&mut self, verb: Verb) -> Vec<Step> {
        let walk = &mut self.0;
        match verb {
            Verb::NewCustomers => walk.create_customers ^= true,
            _ => walk.suspense ^= true,
        }
        match walk.step {
            WalkStep::Trial => walk.run(true),
            _ => vec![Step::Done],
        }
    }

    /// Whether a key has to wait until the file has been read.
    fn waits(&self, verb: Verb) -> bool {
        self.0.is_reading() && !matches!(verb, Verb::Back | Verb::Up | Verb::Down)
    }
}

/// Whether a kind of file has the option.
fn has_option(kind: Option<ImportKind>, verb: Verb) -> bool {
    kind.is_some_and(|kind| match verb {
        Verb::NewCustomers => kind.names_customers(),
        _ => kind.has_payers(),
    })
}

/// Only a person can say whether the book has the lines already from another file; until then nothing is
/// imported.
fn answer_first(desk: &Desk) -> String {
    desk.say("import-bank-answer-first", &[])
}

impl Part for ImportPane {
    fn context(&self) -> Context {
        Context::Import
    }

    fn takes_text(&self) -> bool {
        // Letters and digits don't leave rows that are being imported.
        matches!(
            self.0.step,
            WalkStep::File
                | WalkStep::Question
                | WalkStep::Account
                | WalkStep::Value
                | WalkStep::Row
                | WalkStep::Reason
                | WalkStep::Taking
        ) || self.0.rejects.name().is_some()
    }

    fn takes_digits(&self) -> bool {
        self.0.asks_overlap()
    }

    fn is_blank(&self) -> bool {
        match self.0.step {
            WalkStep::File => self.0.name.value().is_empty(),
            _ if self.0.rejects.name().is_some() => false,
            WalkStep::Value | WalkStep::Row | WalkStep::Reason | WalkStep::Account => false,
            WalkStep::Question
            | WalkStep::Reading
            | WalkStep::Mapping
            | WalkStep::Column
            | WalkStep::Trial
            | WalkStep::Taking
            | WalkStep::Done => true,
        }
    }

    fn is_unfinished(&self) -> bool {
        self.0.held.is_some() || !matches!(self.0.step, WalkStep::File | WalkStep::Done)
    }

    fn kept(&self) -> Option<SavedForm> {
        self.0.kept()
    }

    fn is_looking_up(&self, _: &Desk) -> bool {
        self.0.is_reading()
    }

    fn has_use(&self, verb: Verb) -> bool {
        let step = self.0.step;
        match verb {
            Verb::Kind => matches!(step, WalkStep::Reading | WalkStep::Mapping),
            Verb::SetValue => step == WalkStep::Mapping,
            Verb::Reason => step == WalkStep::Trial && self.0.bank.is_none(),
            Verb::AsBank => self.0.may_be_bank(),
            Verb::Write => {
                let has_rejects =
                    self.0.ran.as_ref().is_some_and(|it| !it.outcome.rejects.is_empty());
                has_rejects && matches!(step, WalkStep::Trial | WalkStep::Done)
            }
            Verb::AsNew => {
                step == WalkStep::Reading
                    && self.0.file.as_ref().is_some_and(|file| file.as_last_time)
            }
            Verb::NewCustomers | Verb::Suspense => {
                step == WalkStep::Trial && has_option(self.0.kind(), verb)
            }
            Verb::Save => {
                let asks = [WalkStep::File, WalkStep::Account, WalkStep::Reading];
                asks.contains(&step) || matches!(step, WalkStep::Mapping | WalkStep::Trial)
            }
            // The text of the other steps says what Enter does.
            Verb::Open => matches!(
                step,
                WalkStep::Reading | WalkStep::Mapping | WalkStep::Column | WalkStep::Value
            ),
            _ => true,
        }
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        if self.waits(verb)
            && matches!(
                verb,
                Verb::Open | Verb::Save | Verb::Kind | Verb::SetValue | Verb::AsNew | Verb::AsBank
            )
        {
            return vec![Step::Say(desk.say("import-reads", &[]))];
        }
        match verb {
            Verb::Back => self.back(),
            Verb::Open => self.opens(desk),
            Verb::Save => self.saves(desk),
            Verb::Kind if self.has_use(verb) => self.0.next_kind(),
            Verb::AsNew if self.has_use(verb) => self.0.forgets(),
            Verb::AsBank if matches!(self.0.step, WalkStep::Reading | WalkStep::Mapping) => {
                self.0.reads_as_bank()
            }
            Verb::Reason if self.has_use(verb) => {
                self.0.step = WalkStep::Reason;
                vec![Step::Done]
            }
            Verb::Write if self.has_use(verb) => self.0.names_rejects(),
            Verb::SetValue if self.has_use(verb) && self.0.field().is_some() => {
                let set = self.0.field().and_then(|field| self.0.wish.mapping.set.get(field));
                self.0.value = Text::given(set.map_or("", String::as_str));
                self.0.step = WalkStep::Value;
                vec![Step::Done]
            }
            Verb::NewCustomers | Verb::Suspense if self.has_use(verb) => self.turns_option(verb),
            Verb::Next => self.moves(1),
            Verb::Previous => self.moves(-1),
            verb => distance(verb).map_or_else(Vec::new, |by| self.moves(by)),
        }
    }

    fn key(&mut self, key: KeyEvent, desk: &Desk) -> Vec<Step> {
        if self.0.rejects.key(key) {
            return vec![Step::Done];
        }
        match (self.0.step, key.code) {
            (WalkStep::File, _) => drop(self.0.name.key(key)),
            (WalkStep::Account, _) => {
                if let Some(bank) = &mut self.0.bank {
                    bank.account.key(key);
                }
            }
            (WalkStep::Value, _) => drop(self.0.value.key(key)),
            (WalkStep::Reason, _) => drop(self.0.reason.key(key)),
            (WalkStep::Row, _) => {
                if let Some(cell) = self.0.edit.as_mut().and_then(RowEdit::cell) {
                    cell.key(key);
                }
            }
            (WalkStep::Trial, KeyCode::Char(digit)) if self.0.asks_overlap() => {
                return self.0.says_overlap(digit, desk);
            }
            (WalkStep::Question, KeyCode::Char(digit)) if !self.0.is_reading() => {
                let number = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
                let chosen = number.map(|number| self.0.choose(number)).unwrap_or_default();
                return match chosen.is_empty() {
                    true => vec![Step::Say(desk.say("import-digit", &[]))],
                    false => chosen,
                };
            }
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn paste(&mut self, text: &str, _: &Desk) -> Vec<Step> {
        match self.0.step {
            _ if self.0.rejects.paste(text) => {}
            WalkStep::File => self.0.name.paste(text),
            WalkStep::Account => {
                if let Some(bank) = &mut self.0.bank {
                    bank.account.paste(text);
                }
            }
            WalkStep::Reason => self.0.reason.paste(text),
            WalkStep::Value => self.0.value.paste(text),
            WalkStep::Row => {
                if let Some(cell) = self.0.edit.as_mut().and_then(RowEdit::cell) {
                    cell.paste(text);
                }
            }
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        self.0.hears(answer, desk)
    }

    fn draw(&self, pen: &mut Pen) {
        draw::draw(&self.0, pen);
    }
}
