//! Draws a report: the columns that fit, always including the marked one; below them the totals, and the
//! marked row in full or the items behind its figure. No figure is cut. May use: the report pane, the
//! pen.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::Currency;
use crate::ledger::query::report::{
    Cell, Column, ColumnPlace, Explanation, Kind, Report, ReportFact, Row,
};
use crate::reports::text::value;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::pen::{Pen, width, wrapped};

use crate::tui::pane::typed::{asked, typed};

use super::{ReportPane, Typing, head, title};

/// The greatest width of a column of text, in cells; longer texts are shown in full below the rows.
const LONGEST_TEXT: u16 = 24;

/// The row of the headings.
const HEADS: u16 = 4;

/// The first row of the table.
const FIRST: u16 = 5;

/// A value as the desk shows it: zero and empty values are a dash, and amounts may be hidden.
fn shown(desk: &Desk, report: &Report, cell: &Cell) -> String {
    match cell {
        Cell::Money(amount) if amount.is_zero() => "–".into(),
        Cell::Money(amount) => desk.money(*amount),
        Cell::Empty => "–".into(),
        cell => value(&desk.words, report, cell),
    }
}

/// A column on the screen.
struct ShownReport {
    place: usize,
    width: u16,
    is_figure: bool,
}

/// The columns that fit next to each other, and how many there are to the left and right of them.
struct ColumnWindow {
    shown: Vec<ShownReport>,
    left: usize,
    right: usize,
}

/// How much of a window the columns have.
fn room(window: u16) -> u16 {
    window.saturating_sub(4)
}

/// The column that is marked when a report opens: the figure that it is about, if that is among the first
/// columns of the window, otherwise the last figure that is.
pub(super) fn first_marked(pane: &ReportPane, report: &Report, desk: &Desk) -> usize {
    let first = ordered(report).first().copied().unwrap_or(0);
    let shown = columns(pane, (report, first), desk, room(desk.columns)).shown;
    let of = |it: &&ShownReport| report.columns.get(it.place);
    let is_main = |it: &&ShownReport| of(it).is_some_and(|it| it.place == ColumnPlace::Main);
    let is_money = |it: &&ShownReport| of(it).is_some_and(|it| it.kind == Kind::Money);
    let marked = shown.iter().find(is_main).or_else(|| shown.iter().rfind(is_money));
    marked.map_or(0, |it| it.place)
}

/// The places of the columns in the order of the desk: what identifies a row, the figures that the report is
/// about, the other figures and days, then texts. The currency is among them if there are several.
pub(super) fn ordered(report: &Report) -> Vec<usize> {
    let has_currencies = report.totals.len() > 1;
    // The name identifies a customer; the code is shown below the rows.
    let is_by_code = report.columns.first().is_some_and(|column| column.name == "customer");
    let name = report.columns.iter().position(|column| column.name == "name");
    let first = name.filter(|_| is_by_code).unwrap_or(0);
    let rank = |place: usize, column: &Column| match column.kind {
        _ if place == first => 0,
        _ if column.name == "name" => 1,
        _ if column.name == "currency" => 2,
        _ if column.place == ColumnPlace::Main => 3,
        Kind::Text => 5,
        _ => 4,
    };
    let all = report.columns.iter().enumerate();
    let all = all.filter(|(_, column)| has_currencies || column.name != "currency");
    let mut all: Vec<(usize, &Column)> = all.collect();
    all.sort_by_key(|(place, column)| rank(*place, column));
    all.into_iter().map(|(place, _)| place).collect()
}

/// The columns that fit, with the marked one among them.
fn columns(
    pane: &ReportPane,
    (report, marked): (&Report, usize),
    desk: &Desk,
    room: u16,
) -> ColumnWindow {
    let of = |place: usize| {
        let column = report.columns.get(place)?;
        let rows = pane.order.iter().filter_map(|at| report.rows.get(*at));
        let cells = rows.map(|row| &row.cells).chain(report.totals.values());
        let cells = cells.filter_map(|cells| cells.get(place)).filter(|cell| **cell != Cell::Empty);
        let widest = cells.map(|cell| width(&shown(desk, report, cell))).max().unwrap_or(0);
        let is_text = matches!(column.kind, Kind::Text);
        let most = if is_text { LONGEST_TEXT } else { u16::MAX };
        let wide = widest.max(width(&head(desk, &column.name)) + 1).min(most);
        let is_figure = matches!(column.kind, Kind::Money | Kind::Count);
        Some(ShownReport { place, width: wide, is_figure })
    };
    in_room(ordered(report).into_iter().filter_map(of).collect(), marked, room)
}

/// The first column, followed by a run of the others that includes the marked one.
fn in_room(all: Vec<ShownReport>, marked: usize, room: u16) -> ColumnWindow {
    let mut all = all.into_iter();
    let Some(first) = all.next() else {
        return ColumnWindow { shown: Vec::new(), left: 0, right: 0 };
    };
    let all: Vec<ShownReport> = all.collect();
    let left = room.saturating_sub(first.width);
    let marked = all.iter().position(|column| column.place == marked).unwrap_or(0);
    let fits = |from: usize| {
        let mut used = 0;
        let run = all.iter().skip(from).take_while(|column| {
            used += column.width + 2;
            used <= left
        });
        run.count()
    };
    // Start as far left as possible with the marked one visible.
    let from = (0..=marked).find(|from| from + fits(*from) > marked).unwrap_or(marked);
    let count = fits(from).max(1);
    let (left, right) = (from, all.len().saturating_sub(from + count));
    let run = all.into_iter().skip(from).take(count);
    ColumnWindow { shown: std::iter::once(first).chain(run).collect(), left, right }
}

/// Draws the report.
pub(super) fn draw(pane: &ReportPane, pen: &mut Pen) {
    head_line(pane, pen);
    pen.rule(3, "");
    table(pane, pen);
    // A question stands at the foot, near the keys and the message about the answer.
    if let Some((words, text)) = question(pane) {
        asked(pen, words, text);
    }
}

/// Draws the headings, the rows and the totals, and the details below them.
fn table(pane: &ReportPane, pen: &mut Pen) {
    let Some(report) = &pane.report else {
        let words = pen.say("list-reading", &[]);
        return pen.cut_at(3, FIRST, pen.last(), &words);
    };
    if report.rows.is_empty() {
        let words = pen.say("report-empty", &[]);
        pen.cut_at(3, FIRST, pen.last(), &words);
        return below(pen, FIRST + 2, facts(report, None, pen));
    }
    let ColumnWindow { shown: columns, left, right } =
        columns(pane, (report, pane.column), pen.desk, room(pen.width()));
    more_columns(pen, left, right);
    heads(pane, report, &columns, pen);
    let foot = foot(pane, report, pen);
    let height = u16::try_from(foot.len()).unwrap_or(u16::MAX).min(pen.last() / 2);
    let totals_y = pen.last().saturating_sub(height + 1);
    rows(pane, report, &columns, totals_y, pen);
    let currency = pane.marked().map(|row| row.currency);
    totals(
        pane.totals.as_ref().unwrap_or(&report.totals),
        report,
        &columns,
        (totals_y, currency),
        pen,
    );
    pen.rule(totals_y + 1, "");
    below(pen, totals_y + 2, foot);
}

/// Draws lines from a row on, as many as there is room for.
fn below(pen: &mut Pen, from: u16, lines: Vec<(String, Style)>) {
    for (y, (line, style)) in (from..=pen.last()).zip(lines) {
        pen.text(1, y, &line, style);
    }
}

fn head_line(pane: &ReportPane, pen: &mut Pen) {
    match pane.typing {
        Typing::Filter => typed(pen, 2, "list-filter", &pane.filter),
        Typing::Nothing | Typing::Days => {
            let mut title = title(pane, pen.desk);
            if !pane.filter.value().is_empty() {
                let words = pen.say("list-filter", &[]);
                title += &format!(" {} {words} {}", pen.sign("·"), pane.filter.value());
            }
            let end = pen.cut(1, 2, pen.width() - 1, &title, pen.theme.bold);
            let Some(report) = &pane.report else { return };
            let count = pen.desk.words.figure(&pane.order.len().to_string());
            let mut right = pen.say("list-count", &[("count", &count)]);
            if let (1, Some(currency)) = (report.totals.len(), report.totals.keys().next()) {
                right = format!("{right} {} {currency}", pen.sign("·"));
            }
            if end + 2 + width(&right) < pen.width() {
                pen.right(pen.width() - 1, 2, &right, pen.theme.dim);
            }
        }
    }
}

/// Says how many columns there are beside those shown, and which keys lead there.
fn more_columns(pen: &mut Pen, left: usize, right: usize) {
    let mut end = pen.width() - 2;
    for (count, words) in [(right, "report-columns-right"), (left, "report-columns-left")] {
        if count > 0 {
            let words = format!(" {} ", pen.say(words, &[("count", &count.to_string())]));
            pen.right(end, 3, &words, pen.theme.bold);
            end = end.saturating_sub(width(&words) + 2);
        }
    }
}

/// The question being answered, with the answer so far.
fn question(pane: &ReportPane) -> Option<(&'static str, &Text)> {
    if let Some(name) = pane.file.name() {
        return Some(("report-write-to", name));
    }
    match pane.typing {
        Typing::Nothing | Typing::Filter => None,
        Typing::Days => {
            let is_period = pane.report.as_ref().is_some_and(|report| report.from.is_some());
            Some((if is_period { "report-set-period" } else { "report-set-day" }, &pane.days))
        }
    }
}

fn heads(pane: &ReportPane, report: &Report, columns: &[ShownReport], pen: &mut Pen) {
    let mut x = 3;
    for column in columns {
        let Some(of) = report.columns.get(column.place) else { continue };
        let sign = match pane.sort {
            Some((sorted, true)) if sorted == column.place => pen.sign("↓"),
            Some((sorted, false)) if sorted == column.place => pen.sign("↑"),
            _ => "",
        };
        let words = format!("{}{sign}", head(pen.desk, &of.name));
        let style = if column.place == pane.column { pen.theme.bold } else { pen.theme.dim };
        put(pen, (x, HEADS), column, &words, style);
        x += column.width + 2;
    }
}

/// Draws a value in a column: figures at its right end, texts at its left.
fn put(pen: &mut Pen, (x, y): (u16, u16), column: &ShownReport, text: &str, style: Style) {
    match column.is_figure {
        true => pen.right(x + column.width, y, text, style),
        false => drop(pen.cut(x, y, x + column.width, text, style)),
    }
}

fn rows(pane: &ReportPane, report: &Report, columns: &[ShownReport], below: u16, pen: &mut Pen) {
    let room = usize::from(below.saturating_sub(FIRST)).max(1);
    let first = pane.mark.first_shown(room);
    let shown_rows = pane.order.iter().enumerate().skip(first).take(room);
    for (y, (place, at)) in (FIRST..).zip(shown_rows) {
        let Some(row) = report.rows.get(*at) else { continue };
        let style = pen.row(y, place == pane.mark.place());
        line(pen, report, columns, (y, &row.cells), style);
    }
    if pane.order.is_empty() {
        let words = pen.say("report-none-such", &[]);
        pen.cut_at(3, FIRST, pen.last(), &words);
    }
}

fn line(
    pen: &mut Pen,
    report: &Report,
    columns: &[ShownReport],
    (y, cells): (u16, &[Cell]),
    style: Style,
) {
    let mut x = 3;
    for column in columns {
        if let Some(cell) = cells.get(column.place) {
            let text = shown(pen.desk, report, cell);
            put(pen, (x, y), column, &text, style);
        }
        x += column.width + 2;
    }
}

/// The totals in the currency of the marked row.
fn totals(
    totals: &BTreeMap<Currency, Vec<Cell>>,
    report: &Report,
    columns: &[ShownReport],
    (y, currency): (u16, Option<Currency>),
    pen: &mut Pen,
) {
    let total = currency.and_then(|currency| Some((currency, totals.get(&currency)?)));
    let Some((currency, cells)) = total.or_else(|| totals.iter().next().map(|(c, t)| (*c, t)))
    else {
        return;
    };
    let mut x = 3;
    for (nth, column) in columns.iter().enumerate() {
        let text = match cells.get(column.place) {
            Some(Cell::Empty) | None if nth == 0 => {
                let total = pen.say("report-total", &[]);
                if report.totals.len() > 1 { format!("{total} {currency}") } else { total }
            }
            Some(Cell::Empty) | None => String::new(),
            Some(cell) => shown(pen.desk, report, cell),
        };
        put(pen, (x, y), column, &text, pen.theme.bold);
        x += column.width + 2;
    }
}

/// Draws the details: the items behind a figure, or the marked row in full.
fn foot(pane: &ReportPane, report: &Report, pen: &Pen) -> Vec<(String, Style)> {
    if question(pane).is_some() {
        return vec![(String::new(), pen.theme.plain)];
    }
    let Some(row) = pane.marked() else { return Vec::new() };
    match &pane.explained {
        Some((key, column, explanation)) if *key == row.key => {
            behind(report, *column, explanation, pen)
        }
        _ => {
            let row_in_full = whole(report, row, pen).into_iter();
            row_in_full.chain(facts(report, Some(row.currency), pen)).collect()
        }
    }
}

/// The facts about the whole report, those of one currency or of all of them.
fn facts(report: &Report, currency: Option<Currency>, pen: &Pen) -> Vec<(String, Style)> {
    let is_shown =
        |it: &&ReportFact| it.currency.is_none_or(|of| currency.is_none_or(|shown| shown == of));
    let told = |it: &ReportFact| {
        let name = pen.say(&format!("fact-{}", it.name.replace('_', "-")), &[]);
        let value = shown(pen.desk, report, &it.value);
        let value = match it.currency.filter(|_| report.totals.len() > 1) {
            Some(currency) => pen.desk.words.in_currency(currency.code(), &value),
            None => value,
        };
        format!("{name} {value}")
    };
    let facts: Vec<String> = report.facts.iter().filter(is_shown).map(told).collect();
    let lines = if facts.is_empty() { Vec::new() } else { in_lines(facts, pen) };
    lines.into_iter().map(|line| (line, pen.theme.dim)).collect()
}

/// Draws every value of a row with its heading.
fn whole(report: &Report, row: &Row, pen: &Pen) -> Vec<(String, Style)> {
    let part = |(column, cell): (&Column, &Cell)| {
        let text = shown(pen.desk, report, cell);
        match column.kind {
            Kind::Text | Kind::Moment => (*cell != Cell::Empty).then_some(text),
            _ => Some(format!("{} {text}", head(pen.desk, &column.name).to_lowercase())),
        }
    };
    let parts: Vec<String> = report.columns.iter().zip(&row.cells).filter_map(part).collect();
    in_lines(parts, pen).into_iter().map(|line| (line, pen.theme.plain)).collect()
}

/// Texts beside each other, in as many lines as they take.
fn in_lines(parts: Vec<String>, pen: &Pen) -> Vec<String> {
    let dot = format!(" {} ", pen.sign("·"));
    let (mut lines, mut line) = (Vec::new(), String::new());
    for part in parts {
        let with = if line.is_empty() { part.clone() } else { format!("{line}{dot}{part}") };
        if width(&with) + 2 > pen.width() && !line.is_empty() {
            lines.push(std::mem::replace(&mut line, part));
        } else {
            line = with;
        }
    }
    lines.push(line);
    // A long text has lines of its own.
    lines.iter().flat_map(|line| wrapped(line, pen.width().saturating_sub(2))).collect()
}

/// Draws as many of the items behind a figure as fit, and how many there are.
fn behind(
    report: &Report,
    column: usize,
    explanation: &Explanation,
    pen: &Pen,
) -> Vec<(String, Style)> {
    let name = report.columns.get(column).map(|column| head(pen.desk, &column.name));
    let figure = pen.money(explanation.value);
    let count = explanation.items.len().to_string();
    let parts =
        [("column", name.as_deref().unwrap_or_default()), ("figure", &figure), ("count", &count)];
    let mut lines = vec![(pen.say("report-behind", &parts), pen.theme.bold)];
    let item_width = explanation.items.iter().map(|it| it.item.0.len()).max().unwrap_or(0);
    let figures: Vec<String> = explanation.items.iter().map(|it| pen.money(it.amount)).collect();
    let wide = figures.iter().map(|figure| width(figure)).max().unwrap_or(0);
    let each = item_width + usize::from(wide) + 5;
    let a_line = (usize::from(pen.width().saturating_sub(2)) / each.max(1)).max(1);
    let most = usize::from(pen.last() / 2).saturating_sub(2).max(1);
    let mut some: Vec<String> = Vec::new();
    for (item, figure) in explanation.items.iter().zip(&figures) {
        let gap = usize::from(wide.saturating_sub(width(figure)));
        some.push(format!("{:<item_width$}  {}{figure}", item.item.0, " ".repeat(gap)));
    }
    let all = some.chunks(a_line).map(|chunk| chunk.join("   "));
    lines.extend(all.take(most).map(|line| (line, pen.theme.plain)));
    let hidden = explanation.items.len().saturating_sub(a_line * most);
    if hidden > 0 {
        let more = pen.say("report-more", &[("count", &hidden.to_string())]);
        lines.push((more, pen.theme.dim));
    }
    lines
}
