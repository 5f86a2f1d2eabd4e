//! Draws a form: fields with what is understood beside them, the grid, what it comes to. May use:
//! the form, the pen.

use ratatui::style::Style;

use crate::domain::Currency;
use crate::tui::pen::{Pen, width};

use super::field::{Text, read};
use super::grid::{COLUMNS, Grid, Lines, Shares};
use super::spec::{Entry, GridKind};
use super::totals::{allocated, priced};
use super::{Form, Place};

/// How wide the names of fields are.
const LABEL: u16 = 15;

/// Where the columns of the lines begin, on a window of 80 cells; the last is the net.
const LINES_AT: [u16; 6] = [4, 33, 42, 55, 62, 79];

impl Form {
    /// The name of the form, and whom and what it is about.
    pub fn title(&self, pen: &Pen) -> String {
        let form = pen.say(&format!("form-{}", self.spec.name.replace('_', "-")), &[]);
        let dot = format!(" {} ", pen.sign("·"));
        let mut parts = vec![form];
        parts.extend(Some(self.subject.name.clone()).filter(|name| !name.is_empty()));
        parts.extend(self.subject.customer.as_ref().map(ToString::to_string));
        let is_about = self.spec.about.values().any(|what| what == "document");
        parts.extend(self.subject.document.as_ref().filter(|_| is_about).map(ToString::to_string));
        parts.join(&dot)
    }

    /// The fields by line: those that stand beside each other together.
    fn rows(&self, wide: bool) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for (place, field) in self.spec.fields.iter().enumerate() {
            match rows.last_mut().filter(|row| field.beside && wide && row.len() < 2) {
                Some(row) => row.push(place),
                None => rows.push(vec![place]),
            }
        }
        if self.asks_reason {
            rows.push(vec![self.reason_place()]);
        }
        rows
    }
}

impl Pen<'_> {
    /// Draws a form that is typed.
    pub fn form(&mut self, form: &Form) {
        let title = form.title(self);
        self.text(1, 2, &title, self.theme.bold);
        let kept = form.kept.as_ref().map(|at| self.say("form-kept", &[("at", at)]));
        let owes = form
            .account
            .as_ref()
            .map(|account| self.owes(account.balance.currency, account.balance.balance));
        let right: Vec<String> = [owes, kept].into_iter().flatten().collect();
        let right = right.join("  ");
        let end = self.width() - 1;
        if width(&title) + width(&right) + 4 < end {
            self.right(end, 2, &right, self.theme.dim);
        }
        let meanwhile = self.meanwhile(form);
        self.rule(3, &meanwhile);
        let y = self.fields(form, 4);
        match &form.grid {
            Grid::None => {}
            Grid::Lines(lines) => self.lines(form, lines, y),
            Grid::Shares(shares) => self.shares(form, shares, y),
        }
        self.comes_to(form);
    }

    /// What changed meanwhile, as much of it as fits into a rule; the review has all.
    fn meanwhile(&self, form: &Form) -> String {
        let first = form.meanwhile("meanwhile-field", self.desk).into_iter().take(1);
        let others = form.meanwhile("meanwhile-more", self.desk).into_iter().skip(1);
        let mut said = String::new();
        for (place, words) in first.chain(others).enumerate() {
            let front = if place == 0 { "" } else { "; " };
            if place > 0 && width(&said) + width(&words) + 10 > self.width() {
                return said + "; " + self.sign("…");
            }
            said = said + front + &words;
        }
        said
    }

    /// Draws the fields from a line on; the line below them.
    fn fields(&mut self, form: &Form, y: u16) -> u16 {
        let wide = self.width() >= 80;
        let rows = form.rows(wide);
        // What does not fit is scrolled, so that the cursor is seen.
        let room = match form.grid {
            Grid::None => usize::from(self.last().saturating_sub(y + 1)),
            // In a low window the grid comes first, once the cursor is in it.
            _ if self.area.height < 20 && matches!(form.at, Place::Cell(..)) => 1,
            _ => usize::from((self.last().saturating_sub(y)) / 2).max(2),
        };
        let here = |row: &Vec<usize>| matches!(form.at, Place::Field(at) if row.contains(&at));
        let at = rows.iter().position(here).unwrap_or(0);
        let first = (at + 1).saturating_sub(room);
        let half = self.width() / 2;
        let mut y = y;
        for row in rows.iter().skip(first).take(room) {
            for (column, place) in row.iter().enumerate() {
                let x = if column == 0 { 1 } else { half + 1 };
                let end = if row.len() > 1 && column == 0 { half } else { self.width() - 1 };
                self.field(form, *place, (x, end, y));
            }
            y += 1;
        }
        y
    }

    fn field(&mut self, form: &Form, place: usize, (x, end, y): (u16, u16, u16)) {
        let spec = form.spec.fields.get(place);
        let name = spec.map_or("override-reason", |field| field.name.as_str());
        let label = self.say(&format!("field-{}", name.replace('_', "-")), &[]);
        let focused = form.at == Place::Field(place);
        let style = if focused { self.theme.bold } else { self.theme.dim };
        self.cut(x, y, x + LABEL, &label, style);
        let Some(text) = form.fields.get(place) else { return };
        let at = (x + LABEL + 1, end, y);
        let is_hidden = self.desk.settings.is_masked
            && !text.is_touched
            && spec.is_some_and(|field| matches!(field.entry, Entry::Amount | Entry::Price));
        if is_hidden && !text.value().is_empty() {
            self.cut(at.0, y, end, "•••", Style::new());
            self.cursor = if focused { Some((at.0, y)) } else { self.cursor };
            return;
        }
        let behind = self.input(text, focused, at, Style::new());
        let entry = spec.map_or(Entry::Text, |field| field.entry);
        let (said, style) = self.beside(form, place, entry, focused);
        if !said.is_empty() {
            self.cut(behind + 1, y, end, &said, style);
        }
    }

    /// What stands beside a field: what is understood, or what is wrong with it.
    fn beside(&self, form: &Form, place: usize, entry: Entry, focused: bool) -> (String, Style) {
        let wrong = |words: String| (format!("{} {words}", self.sign("✗")), self.theme.late);
        let was_left = form.left.contains(&Place::Field(place));
        if let Some((command, refusal)) = &form.said.refused
            && form.place_of(*command, &refusal.field) == Some(Place::Field(place))
            && was_left
        {
            return wrong(self.desk.words.refusal(refusal));
        }
        match form.meant(place, self.desk) {
            Err(unclear) if was_left || !focused || unclear.words.ends_with("either") => {
                let parts: Vec<(&str, &str)> =
                    unclear.parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
                wrong(self.say(unclear.words, &parts))
            }
            Ok(Some(meant)) => match meant.echo {
                Some(echo) => {
                    let word = if entry == Entry::Choice { self.desk.word(&echo) } else { echo };
                    let last = self.last_time(form, place).unwrap_or_default();
                    (format!("{} {word}{last}", self.sign("→")), self.theme.dim)
                }
                None => (String::new(), Style::new()),
            },
            _ => (self.hint(form, place, entry), self.theme.dim),
        }
    }

    /// How the customer paid last, beside how this payment comes.
    fn last_time(&self, form: &Form, place: usize) -> Option<String> {
        let is_method =
            form.spec.name == "payment" && form.spec.fields.get(place)?.name == "method";
        let lately = &form.account.as_ref().filter(|_| is_method)?.lately;
        let last = lately.iter().find(|event| event.kind == "payment")?;
        let date = crate::tui::dates::short(&self.desk.words, last.date, self.desk.today());
        let parts = [("what", self.desk.word(&last.text)), ("date", date)];
        let parts = parts.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(format!("  {}", self.say("hint-last", &parts)))
    }

    /// What a blank field will be, or how it is typed.
    fn hint(&self, form: &Form, place: usize, entry: Entry) -> String {
        let Some(spec) = form.spec.fields.get(place) else { return self.say("hint-reason", &[]) };
        let focused = form.at == Place::Field(place);
        match (spec.name.as_str(), entry) {
            ("date", _) => self.say("hint-today", &[]),
            ("due", _) if form.spec.grid.is_some() => match &form.account {
                Some(account) => account.customer.terms.to_string(),
                None => String::new(),
            },
            ("credit", _) => self.say("hint-full", &[]),
            ("again", _) => {
                let number = form.subject.document.as_ref().map_or("", |number| number.0.as_str());
                self.say("hint-again", &[("number", number)])
            }
            (_, Entry::Choice) if focused => {
                let choices = form.reading(self.desk, place).choices;
                choices.iter().map(|choice| self.desk.word(choice)).collect::<Vec<_>>().join(", ")
            }
            (_, Entry::Moment) if focused => self.say("hint-moment", &[]),
            (_, Entry::Day) if focused => self.say("hint-day", &[]),
            _ => String::new(),
        }
    }

    /// Draws a text that is typed, and the cursor in it; where it ends.
    fn input(
        &mut self,
        text: &Text,
        focused: bool,
        (x, end, y): (u16, u16, u16),
        style: Style,
    ) -> u16 {
        let room = usize::from(end.saturating_sub(x + 1)).max(1);
        if !focused {
            return self.cut(x, y, end, text.value(), style);
        }
        let skipped = text.input.visual_scroll(room);
        let shown: String = text.value().chars().skip(skipped).collect();
        let style = if text.is_fresh { style.patch(self.theme.marked) } else { style };
        let behind = self.cut(x, y, end, &shown, style);
        let cursor = u16::try_from(text.input.visual_cursor().saturating_sub(skipped)).unwrap_or(0);
        self.cursor = Some((x + cursor, y));
        behind.max(x + cursor + 1)
    }

    fn lines(&mut self, form: &Form, lines: &Lines, y: u16) {
        let words = self.say("form-lines", &[]);
        self.rule(y, &words);
        let at = self.lines_at();
        let names = COLUMNS.iter().map(|(name, _)| *name).chain(["net"]);
        for (place, name) in names.enumerate() {
            let words = self.say(&format!("column-{}", name.replace('_', "-")), &[]);
            match place {
                0 | 4 => drop(self.text(at[place], y + 1, &words, self.theme.dim)),
                5 => self.right(at[5], y + 1, &words, self.theme.dim),
                _ => self.right(at[place + 1] - 2, y + 1, &words, self.theme.dim),
            }
        }
        let room = usize::from(self.last().saturating_sub(y + 6)).max(1);
        let row_at = match form.at {
            Place::Cell(row, _) => row,
            Place::Field(_) => 0,
        };
        let first = (row_at + 1).saturating_sub(room);
        let mut line = y + 2;
        for row in (0..lines.rows.len()).skip(first).take(room) {
            self.line(form, lines, row, line);
            line += 1;
            if form.at == Place::Cell(row, 0) {
                line = self.offered(lines, row, line);
            }
        }
    }

    fn lines_at(&self) -> [u16; 6] {
        let more = self.width().saturating_sub(80);
        match self.width() {
            ..80 => [4, 22, 29, 40, 46, self.width() - 1],
            _ => LINES_AT.map(|x| if x == 4 { x } else { x + more }),
        }
    }

    fn line(&mut self, form: &Form, lines: &Lines, row: usize, y: u16) {
        let at = self.lines_at();
        self.text(1, y, &(row + 1).to_string(), self.theme.dim);
        let Some(typed) = lines.rows.get(row) else { return };
        let by = form.reading(self.desk, 0);
        for (column, cell) in typed.cells.iter().enumerate() {
            let (x, end) = (at[column], at[column + 1] - 1);
            let focused = form.at == Place::Cell(row, column);
            let entry = COLUMNS.get(column).map_or(Entry::Text, |(_, entry)| *entry);
            let was_left = form.left.contains(&Place::Cell(row, column));
            let is_wrong = read(entry, cell.value(), &by).is_err() && (was_left || !focused);
            let style = if is_wrong { self.theme.late } else { Style::new() };
            if focused || column == 0 {
                let behind = self.input(cell, focused, (x, end, y), style);
                if let Some(item) = typed.item.as_ref().filter(|_| column == 0) {
                    self.cut(behind + 1, y, end, &item.name, self.theme.plain);
                }
            } else {
                let text = self.line_text(form, row, column, cell);
                let style = if cell.value().is_empty() { self.theme.dim } else { style };
                match column {
                    4 => drop(self.cut(x, y, end, &text, style)),
                    _ => self.right(end - 1, y, &text, style),
                }
            }
        }
        if let Some(net) = priced(form, row).map(|line| self.money(line.gross.unwrap_or(line.net)))
        {
            self.right(at[5], y, &net, self.theme.plain);
        }
    }

    /// What stands in a cell: what was typed, or what the book takes in its place.
    fn line_text(&self, form: &Form, row: usize, column: usize, cell: &Text) -> String {
        let priced = priced(form, row);
        match (column, priced) {
            (1, Some(line)) => self.desk.words.figure(&line.quantity.to_string()),
            (2, Some(line)) => self.desk.price(line.unit_price, form.currency(self.desk)),
            (3, Some(line)) => {
                line.discount.map_or_else(String::new, |percent| percent.to_string())
            }
            (4, Some(line)) => line.tax.0.join("+"),
            _ => cell.value().to_string(),
        }
    }

    /// The items that fit what is typed; the line below them.
    fn offered(&mut self, lines: &Lines, row: usize, y: u16) -> u16 {
        let offered = lines.offered(row, &self.desk.catalogue);
        let mut line = y;
        for (place, item) in offered.into_iter().enumerate() {
            if line >= self.last().saturating_sub(2) {
                break;
            }
            let style = self.row(line, place == lines.mark);
            self.cut(4, line, 17, &item.item.0, style);
            self.cut(18, line, 50, &item.name, style);
            let price = item.prices.iter().next();
            if let Some((currency, price)) = price {
                let price = self.desk.price(*price, Currency::parse(currency));
                self.right(70, line, &format!("{currency} {price}"), style);
            }
            self.text(72, line, &item.tax.join("+"), style);
            line += 1;
        }
        line
    }

    fn shares(&mut self, form: &Form, shares: &Shares, y: u16) {
        let words = match (form.spec.grid, shares.is_said) {
            (Some(GridKind::Amounts), _) => "form-amounts",
            (_, true) => "form-shares-said",
            (_, false) => "form-shares",
        };
        let words = self.say(words, &[]);
        self.rule(y, &words);
        if shares.items.is_empty() {
            let words = self.say("form-no-shares", &[]);
            self.text(3, y + 1, &words, self.theme.dim);
        }
        let room = usize::from(self.last().saturating_sub(y + 4)).max(1);
        let row_at = match form.at {
            Place::Cell(row, _) => row,
            Place::Field(_) => 0,
        };
        let first = (row_at + 1).saturating_sub(room);
        let end = self.width() - 2;
        let rows = shares.items.iter().zip(&shares.cells).enumerate().skip(first).take(room);
        for (line, (row, (item, cell))) in (y + 1..).zip(rows) {
            let focused = form.at == Place::Cell(row, 0);
            if focused {
                let mark = if self.desk.settings.ascii { ">" } else { "▸" };
                self.text(1, line, mark, self.theme.bold);
            }
            self.cut(3, line, 21, &item.item.0, self.theme.plain);
            let days = self.desk.today().days_since(item.due);
            let when = match days {
                1.. => self.say("desk-days-late", &[("days", &days.to_string())]),
                0 => self.say("desk-due-today", &[]),
                _ => self.say("desk-due-in", &[("days", &(-days).to_string())]),
            };
            let late = if days > 0 { self.theme.late } else { self.theme.plain };
            self.cut(22, line, 40, &when, late);
            let left = self.money(item.outstanding);
            self.right(end - 20, line, &left, self.theme.plain);
            let arrow = self.sign("→");
            self.text(end - 18, line, arrow, self.theme.dim);
            let share = allocated(form, &item.item).map(|share| self.money(share));
            if focused && !cell.value().is_empty() {
                let x = end.saturating_sub(width(cell.value()));
                self.input(cell, true, (x.max(end - 15), end + 1, line), Style::new());
            } else {
                let none = self.sign("–").to_string();
                self.right(end, line, &share.unwrap_or(none), self.theme.bold);
                if focused {
                    self.cursor = Some((end, line));
                }
            }
        }
    }
}
