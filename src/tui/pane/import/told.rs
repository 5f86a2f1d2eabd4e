//! Draws the outcome of the rows: the summary, then a list of refused rows, customers similar to
//! existing accounts, and warnings. May use: the walk, the pen.

use crate::domain::{Message, Rule};
use crate::exchange::import::book::BookOutcome;
use crate::exchange::import::{ImportKind, ImportOutcome, ImportSummary, Reject};
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::pen::{Pen, width, wrapped};
use crate::words::told::capitalised;

use super::row;
use super::walk::{ImportWalk, WalkStep};

/// A line of the list.
struct ToldLine {
    line: String,
    field: String,
    what: String,
    /// The row as it is in the file.
    row: String,
}

/// Draws it.
pub fn draw(walk: &ImportWalk, pen: &mut Pen) {
    let (end, last) = (pen.width() - 1, pen.last());
    let is_trial = matches!(walk.step, WalkStep::Trial | WalkStep::Reason);
    if let Some(book) = &walk.book {
        return tables(walk, book, pen);
    }
    let Some(ran) = &walk.ran else { return runs(walk, pen) };
    let mut y = 4;
    for line in summary(pen.desk, &ran.outcome.summary, is_trial) {
        y = pen.paragraph(1, y, end, last.saturating_sub(8), &line);
    }
    let corrected = walk.corrections.count();
    if corrected > 0 {
        let words = pen.say("import-corrected", &[("count", &corrected.to_string())]);
        pen.text(1, y, &words, pen.theme.plain);
        y += 1;
    }
    if ran.left > 0 {
        let words = pen.say("import-left", &[("count", &ran.left.to_string())]);
        y = pen.late_paragraph(1, y, end, last, &words);
    }
    if is_trial {
        for words in options(walk, pen.desk) {
            pen.text(1, y, &words, pen.theme.dim);
            y += 1;
        }
    }
    let words = match (is_trial, walk.is_running(), ran.outcome.rejects.is_empty()) {
        (true, true, _) => "import-trying",
        (true, false, true) => "import-trial-help",
        _ if is_trial && lacks_customers(walk, &ran.outcome) => "import-trial-unknown-help",
        (true, false, false) => "import-trial-rows-help",
        (false, _, true) => "import-done-all-help",
        (false, _, false) => "import-done-help",
    };
    let below = help_or_typed(walk, pen, words);
    through(walk, &ran.outcome, pen, (y, below.saturating_sub(1)));
}

/// Whether rows are refused only because their customers have no accounts.
fn lacks_customers(walk: &ImportWalk, outcome: &ImportOutcome) -> bool {
    let names_customers = walk.kind().is_some_and(ImportKind::names_customers);
    names_customers && !walk.create_customers && outcome.rejects.count(Rule::CustomerUnknown) > 0
}

/// Draws what the keys do, or the text being typed. Returns its first line.
fn help_or_typed(walk: &ImportWalk, pen: &mut Pen, words: &str) -> u16 {
    let (end, last) = (pen.width() - 1, pen.last());
    let asked = match (walk.rejects.name(), walk.step) {
        (Some(name), _) => Some(("import-rejects-file", name)),
        (None, WalkStep::Reason) => Some(("import-reason-typed", &walk.reason)),
        (None, _) => None,
    };
    if let Some((words, text)) = asked {
        let words = pen.say(words, &[]);
        typed(pen, last, &words, text);
        return last;
    }
    let help = pen.say(words, &[]);
    let lines = u16::try_from(wrapped(&help, end - 1).len()).unwrap_or(1);
    let below = (last + 1).saturating_sub(lines);
    pen.paragraph(1, below, end, last, &help);
    below
}

/// Draws a text that is being typed.
pub fn typed(pen: &mut Pen, y: u16, words: &str, text: &Text) {
    let x = pen.text(1, y, words, pen.theme.plain) + 1;
    pen.text(x, y, text.value(), pen.theme.bold);
    let cursor = u16::try_from(text.input.visual_cursor()).unwrap_or(0);
    pen.cursor = Some((x + cursor, y));
}

/// Draws the progress of the rows.
fn runs(walk: &ImportWalk, pen: &mut Pen) {
    let (done, total) = walk.watch.at();
    let words = match (walk.step, total, walk.watch.is_stopped()) {
        (_, _, true) => "import-stopping",
        (WalkStep::Trial, 0, _) => "import-trying",
        (WalkStep::Trial, ..) => "import-tried",
        (_, 0, _) => "import-taking",
        _ => "import-taken-so-far",
    };
    let done = pen.desk.words.figure(&done.to_string());
    let all = pen.desk.words.figure(&total.to_string());
    let words = pen.say(words, &[("done", &done), ("total", &all)]);
    pen.text(1, 5, &words, pen.theme.bold);
    if walk.step == WalkStep::Taking && !walk.is_folder {
        let help = pen.say("import-stop-help", &[]);
        pen.paragraph(1, 7, pen.width() - 1, pen.last(), &help);
    }
}

/// Draws the outcome of the tables of a whole book, with the refused rows.
fn tables(walk: &ImportWalk, book: &BookOutcome, pen: &mut Pen) {
    let (end, last) = (pen.width() - 1, pen.last());
    let is_trial = matches!(walk.step, WalkStep::Trial | WalkStep::Reason);
    let mut y = 4;
    for it in book.tried() {
        let message = Message::new("import-book-table").with("table", pen.desk.word(it.table));
        let message = message.with("dry", if is_trial { "yes" } else { "no" });
        let message = message.with("taken", it.taken).with("skipped", it.skipped);
        let message = message.with("refused", it.refused).with("left_out", it.left_out);
        let words = capitalised(&pen.desk.words.tell(&message));
        y = pen.paragraph(1, y, end, last.saturating_sub(4), &words);
    }
    let told = pen.desk.words.tell_all("import-book-not-brought", &book.not_brought());
    if let Some(words) = told {
        let words = capitalised(&words);
        y = pen.paragraph(1, y, end, last.saturating_sub(4), &words);
    }
    let words = if is_trial { "import-trial-help" } else { "import-book-done-help" };
    help_or_typed(walk, pen, words);
    let count = book.rejects.len();
    if count == 0 || y + 2 > last {
        return;
    }
    pen.rule(y, &pen.say("import-to-check", &[("count", &count.to_string())]));
    let rows = usize::from(last.saturating_sub(y + 2)).max(1);
    let first = walk.mark.saturating_sub(rows - 1);
    for (y, (place, one)) in (y + 1..).zip(book.rejects.iter().enumerate().skip(first).take(rows)) {
        let style = pen.row(y, place == walk.mark);
        pen.cut(3, y, 18, &pen.desk.word(one.table), style);
        pen.right(24, y, &one.line.to_string(), style);
        pen.cut(26, y, end, &pen.desk.words.told(&one.refusal), style);
    }
}

/// The options of this kind of file, and their values.
fn options(walk: &ImportWalk, desk: &Desk) -> Vec<String> {
    let on = |is_on: bool| desk.say(if is_on { "import-on" } else { "import-off" }, &[]);
    let customers = || desk.say("import-option-customers", &[("is", &on(walk.create_customers))]);
    let suspense = || desk.say("import-option-suspense", &[("is", &on(walk.suspense))]);
    let customers = walk.kind().filter(|kind| kind.names_customers()).map(|_| customers());
    let suspense = walk.kind().filter(|kind| kind.has_payers()).map(|_| suspense());
    let reason = walk.override_reason();
    let reason = reason.map(|reason| desk.say("import-option-reason", &[("reason", &reason)]));
    customers.into_iter().chain(suspense).chain(reason).collect()
}

/// The summary of the rows, line by line.
fn summary(desk: &Desk, summary: &ImportSummary, is_dry: bool) -> Vec<String> {
    let kind = desk.word(&summary.kind);
    let told = summary.told(is_dry, &kind, &|amount| desk.money(amount));
    told.iter().map(|one| desk.words.tell(one)).collect()
}

/// A refused row.
fn refused(walk: &ImportWalk, desk: &Desk, head: &[String], reject: &Reject) -> ToldLine {
    let file = walk.file.as_ref();
    let cell = |(place, (name, cell)): (usize, (&String, &String))| {
        let day = file.and_then(|file| row::serial_day_at(file, place, cell));
        let shown = day.map_or_else(|| cell.replace('\n', " "), |day| desk.whole_day(day));
        (!cell.trim().is_empty()).then(|| format!("{name}: {shown}"))
    };
    let cells: Vec<String> = match desk.settings.is_masked {
        true => Vec::new(),
        false => head.iter().zip(&reject.cells).enumerate().filter_map(cell).collect(),
    };
    ToldLine {
        line: reject.line.to_string(),
        field: desk.word(&reject.refusal.field),
        what: row::told(desk, &reject.refusal),
        row: cells.join(" · "),
    }
}

/// The line at a place in the list: refused rows, similar names, warnings.
fn line(walk: &ImportWalk, desk: &Desk, outcome: &ImportOutcome, place: usize) -> Option<ToldLine> {
    let ImportOutcome { summary, head, rejects, warned } = outcome;
    if let Some(reject) = rejects.get(place).ok().flatten() {
        return Some(refused(walk, desk, head, &reject));
    }
    let place = place.checked_sub(rejects.len())?;
    if let Some(near) = summary.near.get(place) {
        let accounts = near.accounts.iter().map(|it| format!("{} ({})", it.customer, it.name));
        let accounts: Vec<String> = accounts.collect();
        let told = Message::new("import-near").with("given", &near.given);
        let what = desk.words.tell(&told.with("accounts", accounts.join(", ")));
        let (line, row) = (String::new(), String::new());
        return Some(ToldLine { line, field: desk.word("customer"), what, row });
    }
    let warned = warned.get(place - summary.near.len())?;
    Some(ToldLine {
        line: warned.line.to_string(),
        field: desk.word(&warned.warning.field),
        what: desk.words.told_warning(&warned.warning),
        row: String::new(),
    })
}

/// Draws the list, and the marked line in full below it.
fn through(walk: &ImportWalk, outcome: &ImportOutcome, pen: &mut Pen, (top, bottom): (u16, u16)) {
    let count = walk.lines();
    if count == 0 || top + 4 > bottom {
        return;
    }
    let heads = ["import-line-number", "import-field", "import-reason"];
    let [number, field, reason] = heads.map(|it| pen.say(it, &[]));
    pen.rule(top, &pen.say("import-to-check", &[("count", &count.to_string())]));
    pen.right(7, top + 1, &number, pen.theme.dim);
    pen.text(9, top + 1, &field, pen.theme.dim);
    pen.text(24, top + 1, &reason, pen.theme.dim);
    let end = pen.width() - 1;
    let whole =
        line(walk, pen.desk, outcome, walk.mark).map(|it| whole(&it, end - 1)).unwrap_or_default();
    let most = (bottom - top - 3).min(4);
    let shown = u16::try_from(whole.len()).unwrap_or(1).min(most);
    let rows = usize::from(bottom - top - 2 - shown).max(1);
    let first = walk.mark.saturating_sub(rows - 1);
    for (y, place) in (top + 2..).zip(first..count.min(first + rows)) {
        let Some(told) = line(walk, pen.desk, outcome, place) else { break };
        let style = pen.row(y, place == walk.mark);
        pen.right(7, y, &told.line, style);
        pen.cut(9, y, 23, &capitalised(&told.field), style);
        pen.cut(24, y, end, &told.what, style);
    }
    for (y, words) in (bottom - shown..).zip(whole.iter().take(usize::from(shown))) {
        pen.cut(1, y, end, words, pen.theme.dim);
    }
}

/// Everything about a line, in lines of so many cells.
fn whole(told: &ToldLine, cells: u16) -> Vec<String> {
    // Don't repeat a reason that the list shows in full.
    let mut lines = match width(&told.what) > cells.saturating_sub(23) {
        true => wrapped(&told.what, cells),
        false => Vec::new(),
    };
    if !told.row.is_empty() {
        lines.extend(wrapped(&told.row, cells));
    }
    lines
}
