//! Plain text in columns, measured in display cells. May use: std, unicode-width.

use unicode_width::UnicodeWidthStr;

/// Which side a column's text stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Text.
    Left,
    /// Money and counts.
    Right,
}

/// A table of text: a head, rows, and optionally sums below a rule.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    foot: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(columns: &[(&str, Align)]) -> Table {
        let columns = columns.iter().map(|(name, align)| ((*name).to_string(), *align)).collect();
        Table { columns, ..Table::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Adds a row below the rule.
    pub fn sum(&mut self, cells: Vec<String>) {
        self.foot.push(cells);
    }

    /// The table, each line ended, without blanks at line ends.
    pub fn render(&self) -> String {
        let head: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
        let all = || std::iter::once(&head).chain(&self.rows).chain(&self.foot);
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|column| all().filter_map(|row| row.get(column)).map(|cell| cell.width()).max())
            .map(Option::unwrap_or_default)
            .collect();
        let rule = "-".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
        let mut lines = vec![self.line(&head, &widths), rule.clone()];
        lines.extend(self.rows.iter().map(|row| self.line(row, &widths)));
        if !self.foot.is_empty() {
            lines.push(rule);
            lines.extend(self.foot.iter().map(|row| self.line(row, &widths)));
        }
        lines.join("\n") + "\n"
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, width), (_, align)) in cells.iter().zip(widths).zip(&self.columns) {
            let blank = " ".repeat(width.saturating_sub(cell.width()));
            match align {
                Align::Left => line.extend([cell.as_str(), &blank]),
                Align::Right => line.extend([blank.as_str(), cell]),
            }
            line.push_str("  ");
        }
        line.trim_end().to_string()
    }
}

/// Two texts on one line, the second ending at `width`; at least two blanks between them.
pub fn ends(left: &str, right: &str, width: usize) -> String {
    let blank = width.saturating_sub(left.width() + right.width()).max(2);
    format!("{left}{}{right}", " ".repeat(blank)).trim_end().to_string()
}
