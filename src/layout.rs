//! Plain text in columns, measured in display cells. May use: std, domain, unicode-width,
//! unicode-segmentation.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::marks;

/// The narrowest width to which a column of words is wrapped; below that, the words get lines of their
/// own.
const NARROWEST: usize = 12;

/// The alignment of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Text.
    Left,
    /// Money and counts.
    Right,
}

/// A table of text: a head, rows, and optionally sums below a rule.
#[derive(Clone, Debug, Default)]
pub struct TextTable {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    foot: Vec<Vec<String>>,
    /// The width of each column so far.
    widths: Vec<usize>,
}

impl TextTable {
    /// A table with these columns.
    pub fn new(columns: &[(&str, Align)]) -> TextTable {
        let widths = columns.iter().map(|(name, _)| name.width()).collect();
        let columns = columns.iter().map(|(name, align)| ((*name).to_string(), *align)).collect();
        TextTable { columns, widths, ..TextTable::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        let mark = |cell: String| match marks::marked(&cell) {
            Cow::Borrowed(_) => cell,
            Cow::Owned(marked) => marked,
        };
        let cells: Vec<String> = cells.into_iter().map(mark).collect();
        self.widen(&cells);
        self.rows.push(cells);
    }

    fn widen(&mut self, cells: &[String]) {
        for (width, cell) in self.widths.iter_mut().zip(cells) {
            *width = cell.width().max(*width);
        }
    }

    /// The width of the longest line so far, in cells.
    pub fn width(&self) -> usize {
        total(&self.widths)
    }

    /// Adds a row below the rule.
    pub fn sum(&mut self, cells: Vec<String>) {
        self.widen(&cells);
        self.foot.push(cells);
    }

    /// The table as lines, each with a line end and without trailing spaces.
    pub fn render(&self) -> String {
        self.render_with(&self.widths, None)
    }

    /// The same in at most `width` cells. One column of words is wrapped; if there is too little room
    /// beside the figures, the words get lines of their own above. The other columns are never cut.
    pub fn render_within(&self, width: usize, words: usize) -> String {
        let mut widths = self.widths.clone();
        if total(&widths) <= width {
            return self.render_with(&widths, None);
        }
        let rest = total(&widths) - widths.get(words).copied().unwrap_or_default();
        let room = width.saturating_sub(rest);
        let head = self.columns.get(words).map_or(0, |(name, _)| name.width());
        if let Some(column) = widths.get_mut(words) {
            *column = room.max(head.min(NARROWEST));
        }
        let above = (room < NARROWEST).then_some(width);
        self.render_with(&widths, Some((words, above)))
    }

    fn head(&self) -> Vec<String> {
        self.columns.iter().map(|(name, _)| name.clone()).collect()
    }

    fn render_with(&self, widths: &[usize], words: Option<(usize, Option<usize>)>) -> String {
        let longest = words.and_then(|(_, above)| above).unwrap_or(usize::MAX);
        let rule = "-".repeat(total(widths).min(longest));
        let mut lines = vec![self.line(&self.head(), widths), rule.clone()];
        let row = |row: &Vec<String>| match words {
            None => vec![self.line(row, widths)],
            Some((column, above)) => self.wrapped(row, widths, column, above),
        };
        lines.extend(self.rows.iter().flat_map(row));
        if !self.foot.is_empty() {
            lines.push(rule);
            lines.extend(self.foot.iter().flat_map(row));
        }
        lines.join("\n") + "\n"
    }

    /// A row whose words in one column take several lines.
    fn wrapped(
        &self,
        row: &[String],
        widths: &[usize],
        column: usize,
        above: Option<usize>,
    ) -> Vec<String> {
        let room = above.or(widths.get(column).copied()).unwrap_or_default();
        let text = row.get(column).map_or("", String::as_str);
        let mut parts = wrapped(text, room).into_iter();
        let mut lines = Vec::new();
        if above.is_some() {
            lines.extend(parts.by_ref().filter(|part| !part.is_empty()));
        }
        let mut with = |cells: Vec<String>, part: String| {
            let mut cells = cells;
            if let Some(cell) = cells.get_mut(column) {
                *cell = part;
            }
            lines.push(self.line(&cells, widths));
        };
        with(row.to_vec(), parts.next().unwrap_or_default());
        parts.for_each(|part| with(vec![String::new(); row.len()], part));
        lines
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

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)
}

/// A text in lines of at most `width` cells; a longer word is broken.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            line.push_str(if gap > 0 { " " } else { "" });
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for part in word.graphemes(true) {
            if line.width() + part.width() > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(part);
        }
    }
    lines.push(line);
    lines
}

/// Two texts, the second right-aligned at `width`: on one line if both fit, else the first on lines of
/// its own above.
pub fn ends_within(left: &str, right: &str, width: usize) -> String {
    if left.width() + 2 + right.width() <= width {
        return ends(left, right, width);
    }
    let mut lines = wrapped(left, width);
    lines.extend(wrapped(right, width).into_iter().map(|right| ends("", &right, width)));
    lines.join("\n")
}

/// Two texts on one line, the second right-aligned at `width`, with at least two spaces between them.
pub fn ends(left: &str, right: &str, width: usize) -> String {
    let least = if left.is_empty() { 0 } else { 2 };
    let blank = width.saturating_sub(left.width() + right.width()).max(least);
    format!("{left}{}{right}", " ".repeat(blank)).trim_end().to_string()
}
