//! Draws the grids of forms: the lines of an invoice, the shares of a payment. Figures are never cut.
//! May use: the form, the pen.

use ratatui::style::Style;

use crate::domain::{Currency, Percent};
use crate::ledger::query::balance::BalanceItem;
use crate::tui::pen::{Pen, width};

use super::dictated::OnlyItem;
use super::field::{Text, read};
use super::grid::{COLUMNS, GridLines, Shares};
use super::spec::{FieldKind, GridKind};
use super::totals::allocated;
use super::{Form, FormPlace};

/// The least width of a description beside its figures, in cells.
const FEWEST: u16 = 10;

/// The places of the columns of an invoice's lines.
struct LineColumns {
    /// The beginning of each column, and the end of the net.
    at: [u16; 6],
    /// Whether the net is on a line of its own.
    has_net_below: bool,
}

impl Pen<'_> {
    pub(super) fn lines(&mut self, form: &Form, lines: &GridLines, y: u16) {
        let columns = self.line_columns(form, lines);
        let at = columns.at;
        let names = COLUMNS.iter().map(|(name, _)| *name).chain(["net"]);
        for (place, name) in names.enumerate() {
            let words = self.say(&format!("column-{}", name.replace('_', "-")), &[]);
            match place {
                0 => drop(self.cut(at[0], y + 1, at[1] - 1, &words, self.theme.dim)),
                4 => {
                    let net = self.say("column-net", &[]);
                    let end = at[5].saturating_sub(width(&net) + 1);
                    self.cut(at[4], y + 1, end, &words, self.theme.dim);
                }
                5 => self.right(at[5], y + 1, &words, self.theme.dim),
                _ => self.right(at[place + 1] - 2, y + 1, &words, self.theme.dim),
            }
        }
        let height = if columns.has_net_below { 2 } else { 1 };
        let room = usize::from(self.last().saturating_sub(y + 6) / height).max(1);
        let row_at = match form.at {
            FormPlace::Cell(row, _) => row,
            FormPlace::Field(_) => 0,
        };
        let first = (row_at + 1).saturating_sub(room);
        let words = counted(self.say("form-lines", &[]), row_at, lines.rows.len(), room);
        self.rule(y, &words);
        let mut line = y + 2;
        for row in (0..lines.rows.len()).skip(first).take(room) {
            self.line(form, lines, row, (line, &columns));
            line += height;
            if form.at == FormPlace::Cell(row, 0) {
                line = self.offered(lines, row, line);
            }
        }
    }

    /// Places the columns: the figures get the room that they need, the description the rest.
    fn line_columns(&self, form: &Form, lines: &GridLines) -> LineColumns {
        let wide = self.width() >= 80;
        let texts = |column: usize| {
            let rows = lines.rows.iter().enumerate();
            let texts = rows.map(move |(row, typed)| match typed.cells.get(column) {
                Some(cell) => width(&self.line_text(form, row, column, cell)),
                None => 0,
            });
            texts.max().unwrap_or(0)
        };
        let nets = (0..lines.rows.len()).filter_map(|row| form.priced(row));
        let nets = nets.map(|line| width(&self.money(line.gross.unwrap_or(line.net))));
        let net = nets.max().unwrap_or(0).max(if wide { 11 } else { 8 });
        // Quantity, price, discount and taxes, at least as wide as most books need.
        let least = if wide { [7, 11, 5, 5] } else { [5, 9, 4, 4] };
        let [quantity, price, discount, taxes] =
            [1, 2, 3, 4].map(|column| texts(column).max(least[column - 1]));
        let end = self.width() - 1;
        let at = |behind: u16| {
            let tax = end.saturating_sub(behind + taxes);
            let discount = tax.saturating_sub(discount + 2);
            let price = discount.saturating_sub(price + 2);
            let quantity = price.saturating_sub(quantity + 2);
            [4, quantity.max(6), price, discount, tax, end]
        };
        let beside = at(net + 1);
        let has_net_below = beside[1] < 4 + FEWEST;
        LineColumns { at: if has_net_below { at(0) } else { beside }, has_net_below }
    }

    fn line(
        &mut self,
        form: &Form,
        lines: &GridLines,
        row: usize,
        (y, columns): (u16, &LineColumns),
    ) {
        let at = columns.at;
        self.text(1, y, &(row + 1).to_string(), self.theme.dim);
        let Some(typed) = lines.rows.get(row) else { return };
        let by = form.reading(self.desk, 0);
        for (column, cell) in typed.cells.iter().enumerate() {
            let (x, end) = (at[column], at[column + 1] - 1);
            let focused = form.at == FormPlace::Cell(row, column);
            let entry = COLUMNS.get(column).map_or(FieldKind::Text, |(_, entry)| *entry);
            let was_left = form.left.contains(&FormPlace::Cell(row, column));
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
        if let Some(net) = form.priced(row).map(|line| self.money(line.gross.unwrap_or(line.net))) {
            let y = if columns.has_net_below { y + 1 } else { y };
            self.right(at[5], y, &net, self.theme.plain);
        }
    }

    /// The text of a cell: as typed, or the value that the book uses if it is blank.
    fn line_text(&self, form: &Form, row: usize, column: usize, cell: &Text) -> String {
        let priced = form.priced(row);
        match (column, priced) {
            (1, Some(line)) => self.desk.words.figure(&line.quantity.to_string()),
            (2, Some(line)) => self.desk.price(line.unit_price, line.net.scale()),
            (3, Some(line)) => {
                let percent = |percent: Percent| self.desk.words.percent(percent.value());
                line.discount.map_or_else(String::new, percent)
            }
            (4, Some(line)) => line.tax.0.join("+"),
            _ => cell.value().to_string(),
        }
    }

    /// Draws the items that fit what is typed, and returns the line below them.
    fn offered(&mut self, lines: &GridLines, row: usize, y: u16) -> u16 {
        let offered = lines.offered(row, &self.desk.catalogue);
        let mut line = y;
        for (place, item) in offered.into_iter().enumerate() {
            if line >= self.last().saturating_sub(2) {
                break;
            }
            let style = self.row(line, place == lines.mark);
            self.cut(4, line, 17, &item.item.0, style);
            let end = 70.min(self.width() - 10);
            let mut name_end = 50.min(end);
            let price = item.prices.iter().next();
            if let Some((currency, price)) = price {
                let decimals = Currency::parse(currency).map_or(0, |currency| currency.scale());
                let price = self.desk.price(*price, decimals);
                let price = self.desk.words.in_currency(currency, &price);
                name_end = name_end.min(end.saturating_sub(width(&price) + 1));
                self.right(end, line, &price, style);
            }
            self.cut(18, line, name_end, &item.name, style);
            self.text(end + 2, line, &item.tax.join("+"), style);
            line += 1;
        }
        line
    }

    /// The item and its due date.
    fn share_words(&mut self, item: &BalanceItem, focused: bool, end: u16, y: u16) {
        if focused {
            let mark = if self.desk.settings.ascii { ">" } else { "▸" };
            self.text(1, y, mark, self.theme.bold);
        }
        self.cut(3, y, end.min(21), &item.item.0, self.theme.plain);
        let days = self.desk.today().days_since(item.due);
        let when = match days {
            1.. => self.say("desk-days-late", &[("days", &days.to_string())]),
            0 => self.say("desk-due-today", &[]),
            _ => self.say("desk-due-in", &[("days", &(-days).to_string())]),
        };
        let late = if days > 0 { self.theme.late } else { self.theme.plain };
        // In a narrow window it stands next to the number, so that it is seen whole.
        let next = (4 + width(&item.item.0)).min(22);
        let x = if 22 + width(&when) < end { 22 } else { next };
        if end > x + 4 {
            self.cut(x, y, end.min(42), &when, late);
        }
    }

    /// How a payment is divided.
    fn told_of_shares(&self, form: &Form, shares: &Shares) -> String {
        if form.spec.grid == Some(GridKind::Amounts) {
            return self.say("form-amounts", &[]);
        }
        if form.is_dictated() {
            return self.say("form-shares-dictated", &[]);
        }
        match form.only_item(self.desk) {
            Some(OnlyItem::Exact(_)) => self.say("form-shares-exact", &[]),
            Some(OnlyItem::Discounted(number)) => {
                self.say("form-shares-discounted", &[("invoice", &number.0)])
            }
            Some(OnlyItem::DiscountedLate(number, until)) => {
                let until = self.day(until);
                self.say("form-shares-late", &[("invoice", &number.0), ("until", &until)])
            }
            None if shares.is_said => self.say("form-shares-said", &[]),
            None => self.say("form-shares", &[]),
        }
    }

    pub(super) fn shares(&mut self, form: &Form, shares: &Shares, y: u16) {
        let words = self.told_of_shares(form, shares);
        if shares.items.is_empty() {
            let words = self.say("form-no-shares", &[]);
            self.text(3, y + 1, &words, self.theme.dim);
        }
        let room = usize::from(self.last().saturating_sub(y + 4)).max(1);
        let row_at = match form.at {
            FormPlace::Cell(row, _) => row,
            FormPlace::Field(_) => 0,
        };
        let first = (row_at + 1).saturating_sub(room);
        let mut words = counted(words, row_at, shares.items.len(), room);
        if form.account.as_ref().is_some_and(|account| account.balance.has_more()) {
            // Not all items are known yet.
            words.push('+');
        }
        self.rule(y, &words);
        let end = self.width() - 2;
        let desk = self.desk;
        let shared =
            |item: &BalanceItem| allocated(form, &item.item).map(|share| desk.money(share));
        let lefts = shares.items.iter().map(|item| width(&self.money(item.outstanding)));
        let left_wide = lefts.max().unwrap_or(0);
        let all = shares.items.iter().filter_map(shared).map(|share| width(&share));
        let least = if self.width() >= 80 { 15 } else { 9 };
        let share_wide = all.max().unwrap_or(0).max(least);
        // The figures get their room; the number and the day are cut or left out.
        let arrow_at = end.saturating_sub(share_wide + 3);
        let words_end = arrow_at.saturating_sub(left_wide + 3);
        let rows = shares.items.iter().zip(&shares.cells).enumerate().skip(first).take(room);
        for (line, (row, (item, cell))) in (y + 1..).zip(rows) {
            let focused = form.at == FormPlace::Cell(row, 0);
            self.share_words(item, focused, words_end, line);
            let left = self.money(item.outstanding);
            self.right(arrow_at - 2, line, &left, self.theme.plain);
            let arrow = self.sign("→");
            self.text(arrow_at, line, arrow, self.theme.dim);
            let share = shared(item);
            if focused && !cell.value().is_empty() {
                let x = end.saturating_sub(width(cell.value()));
                self.input(cell, true, (x.max(end - share_wide), end + 1, line), Style::new());
            } else {
                // A row shows what was typed until the book has divided the money.
                let is_dealt = form.said.refused.is_none() && form.said.version == form.version;
                let typed = cell.value().to_string();
                let typed = Some(typed).filter(|typed| !is_dealt && !typed.is_empty());
                let none = self.sign("–").to_string();
                self.right(end, line, &share.or(typed).unwrap_or(none), self.theme.bold);
                if focused {
                    self.cursor = Some((end, line));
                }
            }
        }
    }
}

/// The title of a grid, with the row of the cursor and the number of rows if not all are shown.
fn counted(words: String, row: usize, rows: usize, room: usize) -> String {
    if rows <= room { words } else { format!("{words} {}/{rows}", row + 1) }
}
