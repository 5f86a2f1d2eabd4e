//! Draws the steps of an import. May use: the walk, the pen.

use crate::domain::{Day, Message, Refusal, plain};
use crate::exchange::import::finding::PreviewField;
use crate::exchange::reading::{DATES, NUMBERS, Reading, ReadingsOf, telling};
use crate::tui::desk::Desk;
use crate::tui::pen::{Pen, wrapped};
use crate::words::told::capitalised;

use super::row;
use super::statement;
use super::told;
use super::walk::{ImportWalk, WalkStep};
use super::work::{AskedReading, ReadFile};

/// Draws the step that an import is at.
pub fn draw(walk: &ImportWalk, pen: &mut Pen) {
    let (number, words) = match walk.step {
        WalkStep::File => ("1", "import-step-file"),
        WalkStep::Question | WalkStep::Reading => ("2", "import-step-reading"),
        WalkStep::Account => ("2", "import-step-account"),
        WalkStep::Mapping | WalkStep::Column | WalkStep::Value => ("2", "import-step-mapping"),
        WalkStep::Trial | WalkStep::Row | WalkStep::Reason => ("3", "import-step-trial"),
        WalkStep::Taking => ("4", "import-step-taking"),
        WalkStep::Done => ("4", "import-step-done"),
    };
    let what = pen.say(words, &[]);
    let title = pen.say("import-step", &[("number", number), ("last", "4"), ("step", &what)]);
    let end = pen.text(1, 2, &title, pen.theme.bold);
    if walk.step != WalkStep::File {
        let file = walk.file_name();
        let room = pen.width().saturating_sub(end + 3);
        let file = crate::tui::pen::shortened(&file, room);
        pen.right(pen.width() - 1, 2, &file, pen.theme.dim);
    }
    pen.rule(3, "");
    match (walk.step, &walk.question, &walk.file) {
        (WalkStep::File, ..) => file_name(walk, pen),
        (WalkStep::Question, Some(asked), _) => question(asked, pen),
        (WalkStep::Reading, _, Some(file)) => reading(walk, file, pen),
        (WalkStep::Mapping | WalkStep::Value, _, Some(file)) => mapping(walk, file, pen),
        (WalkStep::Column, _, Some(file)) => columns(walk, file, pen),
        (WalkStep::Row, ..) => row_cells(walk, pen),
        (WalkStep::Account, ..) => statement::draw_account(walk, pen),
        (WalkStep::Trial | WalkStep::Taking | WalkStep::Done, ..) if walk.bank.is_some() => {
            statement::draw(walk, pen);
        }
        (WalkStep::Trial | WalkStep::Reason | WalkStep::Taking | WalkStep::Done, ..) => {
            told::draw(walk, pen);
        }
        _ => {}
    }
    if walk.is_reading() {
        let words = pen.say("import-reads", &[]);
        pen.text(1, pen.last(), &format!("{words:<78}"), pen.theme.bold);
    }
}

fn file_name(walk: &ImportWalk, pen: &mut Pen) {
    let words = pen.say("import-file", &[]);
    told::typed(pen, 5, &words, &walk.name);
    let (end, last) = (pen.width() - 1, pen.last());
    let help = match &walk.held {
        Some(held) => pen.say("import-held", &[("count", &held.corrected().to_string())]),
        None => pen.say("import-file-help", &[]),
    };
    let y = pen.paragraph(1, 7, end, last, &help);
    let nothing = pen.say("import-nothing-yet", &[]);
    pen.paragraph(1, y + 1, end, last, &nothing);
}

fn question(AskedReading { question: asked, rows }: &AskedReading, pen: &mut Pen) {
    let (end, last) = (pen.width() - 1, pen.last());
    let words = pen.desk.words.tell(&telling::question(asked));
    let mut y = pen.bold_paragraph(1, 5, end, last, &words) + 1;
    for (place, meaning) in telling::meanings(asked).iter().enumerate() {
        let meaning = pen.desk.words.tell(meaning);
        let meaning = match asked.about {
            ReadingsOf::Kind => pen.desk.word(&meaning),
            ReadingsOf::Dates => day(pen.desk, &meaning),
            ReadingsOf::Numbers if plain::parse(&meaning).is_ok() => pen.desk.figure(&meaning),
            // A number that is quoted as the file has it.
            ReadingsOf::Numbers
            | ReadingsOf::Sheet
            | ReadingsOf::Discount
            | ReadingsOf::Credits => meaning,
        };
        pen.text(3, y, &format!("{}", place + 1), pen.theme.bold);
        y = pen.paragraph(6, y, end, last, &meaning);
        if let Some(row) = rows.get(place).filter(|row| !row.is_empty()) {
            let row = in_words(row, pen.desk);
            y = pen.dim_paragraph(6, y, end, last.min(y + 2), &row);
        }
    }
    let help = pen.say("import-digit", &[]);
    pen.paragraph(1, y + 1, end, last, &help);
    pen.cursor = Some((1, y + 1));
}

/// A row of the file field by field, as it is read.
fn in_words(row: &[PreviewField], desk: &Desk) -> String {
    let field = |field: &PreviewField| {
        let value = shown(desk, field.field, field.values.first()?);
        (!value.is_empty()).then(|| format!("{}: {value}", capitalised(&desk.word(field.field))))
    };
    row.iter().filter_map(field).collect::<Vec<_>>().join(" · ")
}

/// A day as the desk shows days; any other text unchanged.
fn day(desk: &Desk, text: &str) -> String {
    text.parse::<Day>().map_or_else(|_| text.to_string(), |day| desk.whole_day(day))
}

/// A value of the preview as it is shown.
fn shown(desk: &Desk, field: &str, value: &Result<Option<String>, Refusal>) -> String {
    match value {
        Ok(None) => String::new(),
        Ok(Some(text)) if NUMBERS.contains(&field) => desk.figure(text),
        Ok(Some(text)) if DATES.contains(&field) => day(desk, text),
        Ok(Some(text)) => text.replace('\n', " "),
        Err(refusal) => row::told(desk, refusal),
    }
}

fn reading(walk: &ImportWalk, file: &ReadFile, pen: &mut Pen) {
    let (end, last) = (pen.width() - 1, pen.last());
    let Some(found) = &file.reading else { return };
    // What was decided last time gets a sentence of its own instead of options.
    let found = Reading { remembered: Vec::new(), ..found.clone() };
    let parts = telling::parts(&found, &walk.file_name());
    let parts: Vec<String> = parts.iter().map(|part| pen.desk.words.tell(part)).collect();
    let sentence = Message::new("reading-sentence").with("parts", pen.desk.words.joined(&parts));
    let sentence = pen.desk.words.tell(&sentence);
    let mut y = pen.paragraph(1, 4, end, last.saturating_sub(6), &sentence);
    if file.as_last_time {
        let words = pen.say("import-as-last-time", &[]);
        y = pen.bold_paragraph(1, y, end, last.saturating_sub(4), &words);
    }
    let words = pen.say("import-first-rows", &[]);
    pen.rule(y, &words);
    let fields: Vec<&PreviewField> =
        file.fields.iter().filter(|it| !it.values.is_empty() || !it.from.is_empty()).collect();
    let rows = usize::from(last.saturating_sub(y + 2)).max(1);
    let first = walk.mark.min(fields.len().saturating_sub(rows));
    let wide = (pen.width() - 18) / 3;
    for (row, field) in (y + 1..).zip(fields.iter().skip(first).take(rows)) {
        let name = pen.desk.word(field.field);
        pen.cut(1, row, 16, &capitalised(&name), pen.theme.dim);
        for (x, value) in (0..).map(|at| 17 + at * wide).zip(&field.values) {
            let style = if value.is_err() { pen.theme.late } else { pen.theme.plain };
            let text = shown(pen.desk, field.field, value);
            pen.cut(x, row, (x + wide - 1).min(end), &text, style);
        }
    }
    let words = if file.as_last_time { "import-last-time-help" } else { "import-reading-help" };
    help(walk, file, pen, words);
}

/// Draws what the keys do, on the last line of a step; also that of a bank statement, where the table may
/// be one.
fn help(walk: &ImportWalk, file: &ReadFile, pen: &mut Pen, words: &str) {
    let mut words = pen.say(words, &[]);
    if walk.may_be_bank() && !file.names_customers && !file.fields.is_empty() {
        words = format!("{} {words}", pen.say("import-or-bank", &[]));
    }
    let lines = u16::try_from(wrapped(&words, pen.width() - 2).len()).unwrap_or(1);
    let (end, last) = (pen.width() - 1, pen.last());
    pen.paragraph(1, (last + 1).saturating_sub(lines), end, last, &words);
}

fn mapping(walk: &ImportWalk, file: &ReadFile, pen: &mut Pen) {
    let kind =
        file.kind.map_or_else(|| pen.say("import-kind-open", &[]), |it| pen.desk.word(it.word()));
    let holds = pen.say("import-holds", &[("kind", &kind)]);
    pen.text(1, 4, &holds, pen.theme.plain);
    let heads = ["import-field", "import-column", "import-first-row"].map(|it| pen.say(it, &[]));
    for (x, head) in [3, 24, 50].into_iter().zip(&heads) {
        pen.text(x, 5, head, pen.theme.dim);
    }
    let end = pen.width() - 1;
    let rows = usize::from(pen.last().saturating_sub(7)).max(1);
    let first = walk.mark.saturating_sub(rows - 1);
    for (y, (place, field)) in (6..).zip(file.fields.iter().enumerate().skip(first).take(rows)) {
        let style = pen.row(y, place == walk.mark);
        let is_needed = file.kind.is_some_and(|kind| kind.needed().contains(&field.field));
        let star = if is_needed { " *" } else { "" };
        let name = capitalised(&pen.desk.word(field.field));
        pen.cut(3, y, 23, &format!("{name}{star}"), style);
        let from = match walk.wish.mapping.set.get(field.field) {
            Some(set) if field.from.is_empty() => format!("= {set}"),
            // The value fills the rows in which the column is empty.
            Some(set) if !field.from.starts_with("= ") => format!("{}, = {set}", field.from),
            _ => field.from.clone(),
        };
        let from = if from.is_empty() { pen.sign("–").to_string() } else { from };
        pen.cut(24, y, 49, &from, style);
        if let Some(value) = field.values.first() {
            let text = shown(pen.desk, field.field, value);
            pen.cut(50, y, end, &text, style);
        }
    }
    if walk.step == WalkStep::Value {
        let field = walk.field().map(|field| pen.desk.word(field)).unwrap_or_default();
        let words = pen.say("import-value", &[("field", &field)]);
        return told::typed(pen, pen.last(), &words, &walk.value);
    }
    let words = if file.fields.is_empty() { "import-no-kind" } else { "import-mapping-help" };
    help(walk, file, pen, words);
}

fn columns(walk: &ImportWalk, file: &ReadFile, pen: &mut Pen) {
    let field = walk.field().map(|field| pen.desk.word(field)).unwrap_or_default();
    let words = pen.say("import-which-column", &[("field", &field)]);
    pen.text(1, 4, &words, pen.theme.plain);
    let none = pen.say("import-no-column", &[]);
    let all: Vec<&String> = std::iter::once(&none).chain(&file.columns).collect();
    let rows = usize::from(pen.last().saturating_sub(5)).max(1);
    let first = walk.column.saturating_sub(rows - 1);
    for (y, (place, column)) in (5..).zip(all.into_iter().enumerate().skip(first).take(rows)) {
        let style = pen.row(y, place == walk.column);
        pen.cut(3, y, pen.width() - 1, column, style);
    }
}

/// A refused row, cell by cell: the field, the column, and the content.
fn row_cells(walk: &ImportWalk, pen: &mut Pen) {
    let Some(edit) = &walk.edit else { return };
    let (end, last) = (pen.width() - 1, pen.last());
    let why = row::why(edit, pen.desk);
    let top = pen.bold_paragraph(1, 4, end, last.saturating_sub(6), &why) + 1;
    let words =
        pen.say(if walk.is_checking() { "import-row-checking" } else { "import-row-help" }, &[]);
    let lines = u16::try_from(wrapped(&words, end - 1).len()).unwrap_or(1);
    let below = (last + 1).saturating_sub(lines);
    pen.paragraph(1, below, end, last, &words);
    let rows = usize::from(below.saturating_sub(top + 1)).max(1);
    let first = edit.mark.saturating_sub(rows - 1);
    for (y, (place, cell)) in (top..).zip(edit.cells.iter().enumerate().skip(first).take(rows)) {
        let is_marked = place == edit.mark;
        if is_marked {
            pen.text(1, y, pen.sign("▸"), pen.theme.bold);
        }
        let field = match cell.field {
            Some(field) => pen.desk.word(field),
            None => pen.say("import-row-beyond", &[]),
        };
        pen.cut(
            3,
            y,
            20,
            &capitalised(&field),
            if is_marked { pen.theme.bold } else { pen.theme.plain },
        );
        pen.cut(21, y, 39, &cell.column, pen.theme.dim);
        let room = usize::from(end.saturating_sub(41));
        let scrolled = cell.text.input.visual_scroll(room);
        let shown: String = cell.text.value().chars().skip(scrolled).collect();
        let style =
            if cell.text.value() == cell.text.given { pen.theme.plain } else { pen.theme.bold };
        let end_of_cell = pen.cut(40, y, end, &shown, style);
        // A reader cannot make anything of a spreadsheet's day count.
        let file = walk.file.as_ref();
        let day = file.and_then(|it| row::serial_day(it, cell.field, cell.text.value()));
        if let Some(day) = day {
            let words = format!("{} {}", pen.sign("→"), pen.desk.whole_day(day));
            pen.cut(end_of_cell + 2, y, end, &words, pen.theme.dim);
        }
        if is_marked {
            let at = cell.text.input.visual_cursor().saturating_sub(scrolled);
            pen.cursor = Some((40 + u16::try_from(at).unwrap_or(0), y));
        }
    }
}
