//! A refused row, opened cell by cell to be corrected and checked at once. May use: the walk, the work.

use std::collections::BTreeMap;

use crate::domain::{Day, Message, Refusal, Rule};
use crate::exchange::import::corrected::CorrectedCells;
use crate::exchange::import::rejects::write_rejects;
use crate::exchange::import::{Outcome, Reject};
use crate::exchange::reading::DATES;
use crate::exchange::reading::days::{self, DateLook};
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;
use crate::tui::query::{Asking, NoAnswer};
use crate::words::told::capitalised;

use super::walk::{ImportWalk, WalkStep};
use super::work::{self, ReadFile, RunResult, RunWatch};

/// A cell of a row, while it is corrected.
#[derive(Clone)]
pub struct RowCell {
    /// The place of its column.
    place: usize,
    /// The field that comes from it; none in a column that the header does not name.
    pub field: Option<&'static str>,
    /// The name of its column.
    pub column: String,
    /// What stands in it now.
    pub text: Text,
}

/// A refused row while it is corrected.
#[derive(Clone)]
pub struct RowEdit {
    /// Its line in the file.
    pub line: u64,
    /// Its cells that are read, as they stand in the file.
    pub cells: Vec<RowCell>,
    /// The cell that is typed in.
    pub mark: usize,
    /// Why it is refused.
    pub refusal: Refusal,
}

impl RowEdit {
    fn of(file: &ReadFile, head: &[String], reject: &Reject) -> RowEdit {
        let text = |place: usize| reject.cells.get(place).map_or("", |cell| cell.trim());
        let mut cells = BTreeMap::new();
        for (field, places) in &file.places {
            for place in places {
                cells.entry(*place).or_insert(Some(*field));
            }
        }
        let beyond = (head.len()..reject.cells.len()).filter(|place| !text(*place).is_empty());
        cells.extend(beyond.map(|place| (place, None)));
        let cell = |(place, field): (usize, Option<&'static str>)| RowCell {
            place,
            field,
            column: head.get(place).cloned().unwrap_or_default(),
            text: Text::given(text(place)),
        };
        let cells = cells.into_iter().map(cell).collect();
        let mut edit =
            RowEdit { line: reject.line, cells, mark: 0, refusal: reject.refusal.clone() };
        edit.marks_field();
        edit
    }

    /// Moves to the cell of the field that the refusal names.
    fn marks_field(&mut self) {
        let is_named = |cell: &RowCell| match self.refusal.rule {
            Rule::ImportCells => cell.field.is_none(),
            _ => cell.field == Some(self.refusal.field.as_str()),
        };
        self.mark = self.cells.iter().position(is_named).unwrap_or(self.mark);
    }

    /// The cell that is typed in.
    pub fn cell(&mut self) -> Option<&mut Text> {
        self.cells.get_mut(self.mark).map(|cell| &mut cell.text)
    }

    /// The cells that were typed in.
    fn typed(&self) -> CorrectedCells {
        let changed = self.cells.iter().filter(|cell| cell.text.is_touched);
        changed.map(|cell| (cell.place, cell.text.value().trim().to_string())).collect()
    }
}

/// Whether the cells of a row can be told apart.
fn has_cells(refusal: &Refusal) -> bool {
    !matches!(refusal.rule, Rule::ImportQuote | Rule::ImportTooManyColumns)
}

/// The line because of which a document is refused.
fn cause(refusal: &Refusal) -> Option<&str> {
    refusal.args.iter().find(|(name, _)| name == "line").map(|(_, line)| line.as_str())
}

impl ImportWalk {
    /// The refused row that is marked; of a document that is refused because of another row, that one.
    fn marked_reject(&self) -> Option<&Reject> {
        let rejects = &self.ran.as_ref()?.outcome.rejects;
        let reject = rejects.get(self.mark)?;
        let cause = match reject.refusal.rule {
            Rule::ImportDocument => cause(&reject.refusal),
            _ => None,
        };
        let line = cause.and_then(|line| line.parse().ok()).unwrap_or(reject.line);
        rejects.iter().find(|one| one.line == line).or(Some(reject))
    }

    /// Opens the marked row; what was typed in it before is still there.
    pub fn opens_row(&mut self, desk: &Desk) -> Vec<Step> {
        let (Some(reject), Some(file)) = (self.marked_reject(), &self.file) else {
            return vec![Step::Say(desk.say("import-save-takes", &[]))];
        };
        if !has_cells(&reject.refusal) {
            return vec![Step::Say(desk.say("import-row-broken", &[]))];
        }
        let head = self.ran.as_ref().map_or(&[][..], |ran| &ran.outcome.head);
        let edit = match self.edits.get(&reject.line) {
            Some(edit) => RowEdit { refusal: reject.refusal.clone(), ..edit.clone() },
            None => RowEdit::of(file, head, reject),
        };
        self.edit = Some(edit);
        self.step = WalkStep::Row;
        vec![Step::Done]
    }

    /// Goes back to the list. What was typed is there again when the row is opened.
    pub fn leaves_row(&mut self) {
        self.checking = Asking::default();
        self.step = WalkStep::Trial;
        if let Some(edit) = self.edit.take() {
            self.edits.insert(edit.line, edit);
        }
    }

    /// Moves to another cell.
    pub fn moves_cell(&mut self, by: isize) {
        if let Some(edit) = &mut self.edit {
            let last = edit.cells.len().saturating_sub(1);
            edit.mark = edit.mark.saturating_add_signed(by).min(last);
        }
    }

    /// Tries the row as it is now, with the others of its document.
    pub fn checks_row(&mut self) -> Vec<Step> {
        let Some(edit) = &self.edit else { return Vec::new() };
        let line = edit.line;
        let mut cells = self.corrections.of(line).cloned().unwrap_or_default();
        cells.extend(edit.typed());
        self.corrections.set(line, cells);
        let Some(plan) = self.plan(true, Some(line)) else { return Vec::new() };
        let check =
            self.checking.do_long(move |session| work::run(session, &plan, &RunWatch::default()));
        vec![Step::Send(check)]
    }

    /// What came of trying the row.
    pub fn has_checked(&mut self, ran: Result<RunResult, NoAnswer>, desk: &Desk) -> Vec<Step> {
        let Some(edit) = &mut self.edit else { return Vec::new() };
        let line = edit.line;
        let rejects = match ran {
            Ok(ran) => ran.outcome.rejects,
            Err(why) => return vec![Step::Unanswered(why)],
        };
        let refused = rejects.into_iter().find(|one| one.line == line);
        let shown = line.to_string();
        match refused.map(|one| one.refusal) {
            Some(refusal) if refusal.rule != Rule::ImportDocument => {
                edit.refusal = refusal;
                edit.marks_field();
                vec![Step::Done]
            }
            refusal => {
                let cause = refusal.as_ref().and_then(cause);
                let said = match cause {
                    Some(cause) => desk.say("import-row-document", &[("line", cause)]),
                    None => desk.say("import-row-right", &[("line", &shown)]),
                };
                self.leaves_row();
                if let Some(ran) = self.ran.as_mut().filter(|_| refusal.is_none()) {
                    ran.outcome.rejects.retain(|one| one.line != line);
                }
                self.mark = self.mark.min(self.lines().saturating_sub(1));
                let mut steps = self.tries_again();
                steps.push(Step::Say(said));
                steps
            }
        }
    }
}

impl ImportWalk {
    /// Asks for the name of a file for the refused rows.
    pub fn names_rejects(&mut self) -> Vec<Step> {
        let path = self.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = format!("{}.refused.csv", stem.unwrap_or_default());
        let name = path.with_file_name(name);
        self.rejects.open(&name.to_string_lossy());
        vec![Step::Done]
    }

    /// Writes the refused rows to it.
    pub fn writes_rejects(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(ran) = &self.ran else { return Vec::new() };
        let message = |refusal: &Refusal| desk.words.refusal(refusal);
        let Outcome { head, rejects, .. } = &ran.outcome;
        let bytes = write_rejects(Vec::new(), head, rejects, &message).unwrap_or_default();
        vec![self.rejects.write(move || Ok(bytes.clone()))]
    }
}

/// The day that the cell of a date is in a spreadsheet's count of days; none, where it is written out.
pub fn serial_day(file: &ReadFile, field: Option<&str>, text: &str) -> Option<Day> {
    let is_date = field.is_some_and(|field| DATES.contains(&field));
    let reading = file.reading.as_ref().filter(|_| is_date)?;
    match days::look(text.trim()) {
        Some(DateLook::Serial(day)) if reading.sheet.is_some() => Some(day),
        _ => None,
    }
}

/// The same for a place among the columns.
pub fn serial_day_at(file: &ReadFile, place: usize, text: &str) -> Option<Day> {
    let mut fields = file.places.iter();
    let field = fields.find(|(_, places)| places.contains(&place)).map(|(field, _)| *field);
    serial_day(file, field, text)
}

/// Why the row is refused, with its line.
pub fn why(edit: &RowEdit, desk: &Desk) -> String {
    let field = edit.refusal.field.as_str();
    let place = match field.is_empty() {
        true => Message::new("import-line").with("line", edit.line),
        false => {
            let place = Message::new("import-line-field").with("line", edit.line);
            place.with("field", desk.word(field))
        }
    };
    let said = Message::new("import-refused").because("place", &place);
    capitalised(&desk.words.tell(&said.with("what", desk.words.told(&edit.refusal))))
}
