//! Draws text on the screen: cut to the room there is, measured in cells, with marks in place of control
//! characters. May use: ratatui, the desk.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::{Day, Money, marks};

use super::desk::Desk;
use super::theme::Theme;

/// The pen of a layer.
pub struct Pen<'a> {
    /// The buffer.
    pub buffer: &'a mut Buffer,
    /// The whole window.
    pub area: Rect,
    /// What every layer can read.
    pub desk: &'a Desk,
    /// The styles.
    pub theme: &'a Theme,
    /// The place of the cursor.
    pub cursor: Option<(u16, u16)>,
}

/// The text with only ASCII signs; letters are kept.
fn plain(text: &str) -> String {
    let sign = |letter| match letter {
        '·' | '–' | '—' | '─' => '-',
        '•' => '*',
        '“' | '”' | '«' | '»' => '"',
        '’' => '\'',
        '…' => '~',
        '→' | '▸' => '>',
        '×' => 'x',
        '█' => '#',
        '\u{a0}' | '\u{202f}' => ' ',
        letter => letter,
    };
    text.chars().map(sign).collect()
}

/// As much of a text as fits into `cells` cells; a text that is cut ends in `…`.
pub fn shortened(text: &str, cells: u16) -> String {
    let text = &*marks::marked(text);
    if width(text) <= cells {
        return text.to_string();
    }
    let (mut kept, mut used) = (String::new(), 1);
    for part in text.graphemes(true) {
        used += width(part);
        if used > cells {
            // Part of a figure would be another figure: leave it out.
            let is_of_figure =
                |letter: char| letter.is_ascii_digit() || "\u{a0}.,".contains(letter);
            if part.starts_with(is_of_figure) && kept.ends_with(|end: char| end.is_ascii_digit()) {
                let words = kept.trim_end_matches(is_of_figure);
                // After a letter, the digits belong to a code, not to a figure.
                if !words.ends_with(|end: char| end.is_alphanumeric() || end == '-') {
                    kept.truncate(words.len());
                }
            }
            break;
        }
        kept.push_str(part);
    }
    if cells > 0 {
        kept.push('…');
    }
    kept
}

/// The width of a text on the screen, in cells.
pub fn width(text: &str) -> u16 {
    u16::try_from(marks::marked(text).width()).unwrap_or(u16::MAX)
}

impl Pen<'_> {
    /// A message with its arguments.
    pub fn say(&self, words: &str, parts: &[(&str, &str)]) -> String {
        self.desk.say(words, parts)
    }

    /// An amount as the desk shows it.
    pub fn money(&self, amount: Money) -> String {
        self.desk.money(amount)
    }

    /// A day as lists show it.
    pub fn day(&self, day: Day) -> String {
        self.desk.day(day)
    }

    /// The width of the window.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// The last row that layers draw on.
    pub fn last(&self) -> u16 {
        self.area.height.saturating_sub(3)
    }

    /// Draws a text as far as there is room. Returns where it ends.
    pub fn text(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        self.cut(x, y, self.area.width, text, style)
    }

    /// Draws a text that ends at `end` at the latest. Returns where it ends.
    pub fn cut(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.area.width);
        if x >= end || y >= self.area.height {
            return x;
        }
        let room = end - x;
        let settings = &self.desk.settings;
        let ascii = (settings.ascii || settings.plain) && !text.is_ascii();
        let text = shortened(text, room);
        let text = if ascii { plain(&text) } else { text };
        self.buffer.set_stringn(x, y, text, usize::from(room), style).0
    }

    /// Draws a text right-aligned, so that it ends before `end`.
    pub fn right(&mut self, end: u16, y: u16, text: &str, style: Style) {
        let x = end.saturating_sub(width(text));
        self.cut(x, y, end, text, style);
    }

    /// Draws the title of a pane, shortened so that what stands beside it at the right is shown in full.
    pub fn title(&mut self, title: &str, (beside, style): (&str, Style)) {
        let end = self.width() - 1;
        self.cut(1, 2, end.saturating_sub(width(beside) + 2), title, self.theme.bold);
        self.right(end, 2, beside, style);
    }

    /// Draws a thin rule over the whole width, with words in it; for screen readers, only the words.
    pub fn rule(&mut self, y: u16, words: &str) {
        let settings = &self.desk.settings;
        let line = match (settings.plain, settings.ascii) {
            (true, _) => " ",
            (_, true) => "-",
            _ => "─",
        };
        let line = line.repeat(usize::from(self.area.width));
        self.text(0, y, &line, self.theme.dim);
        if !words.is_empty() {
            self.text(2, y, &format!(" {words} "), self.theme.plain);
        }
    }

    /// Draws the mark of a row. Returns the style of the row.
    pub fn row(&mut self, y: u16, is_marked: bool) -> Style {
        if !is_marked {
            return self.theme.plain;
        }
        let blank = " ".repeat(usize::from(self.area.width));
        self.text(0, y, &blank, self.theme.marked);
        let settings = &self.desk.settings;
        let mark = if settings.ascii || settings.plain { ">" } else { "▸" };
        self.text(1, y, mark, self.theme.marked);
        if settings.plain {
            self.cursor = Some((1, y));
        }
        self.theme.marked
    }

    /// Whether to draw only signs that every terminal shows and every screen reader says.
    pub fn is_ascii(&self) -> bool {
        self.desk.settings.ascii || self.desk.settings.plain
    }

    /// A sign, or its ASCII substitute.
    pub fn sign(&self, sign: &'static str) -> &'static str {
        match (self.is_ascii(), sign) {
            (true, "→") => "->",
            (true, "✗") => "!",
            (true, "█") => "#",
            (true, "▸") => ">",
            (true, "↑") => "^",
            (true, "↓") => "v",
            (true, "·" | "–") => "-",
            (true, "│") => "|",
            _ => sign,
        }
    }

    /// Draws dim text, unless its line is below `last`.
    pub fn cut_at(&mut self, x: u16, y: u16, last: u16, text: &str) {
        if y <= last {
            self.text(x, y, text, self.theme.dim);
        }
    }

    /// Draws a text over as many lines as it needs. Returns the line below.
    pub fn paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.plain)
    }

    /// Draws a paragraph that matters.
    pub fn bold_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.bold)
    }

    /// Draws a paragraph that matters less.
    pub fn dim_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.dim)
    }

    /// Draws a paragraph about something disputed or promised.
    pub fn disputed_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.disputed)
    }

    /// Draws a paragraph about something that looks wrong.
    pub fn late_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.late)
    }

    fn styled_paragraph(&mut self, at: (u16, u16, u16, u16), text: &str, style: Style) -> u16 {
        let (x, y, end, last) = at;
        // The rows below `last` belong to others.
        let Some(room) = last.checked_sub(y).map(|rows| usize::from(rows) + 1) else { return y };
        let cells = end.saturating_sub(x);
        let mut lines = wrapped(text, cells);
        if lines.len() > room {
            lines.truncate(room);
            // The last line is cut between words, so that no figure is cut.
            if let Some(line) = lines.last_mut() {
                while width(line) + 2 > cells
                    && let Some((words, _)) = line.rsplit_once(' ')
                {
                    *line = words.to_string();
                }
                line.push(' ');
                line.push_str(self.sign("…"));
            }
        }
        let mut row = y;
        for line in lines {
            self.cut(x, row, end, &line, style);
            row += 1;
        }
        row
    }

    /// Draws names with their figures side by side, `gap` cells apart, over as many lines as needed.
    /// Returns the line below.
    pub fn pairs(&mut self, y: u16, gap: u16, pairs: &[(String, String, Style)]) -> u16 {
        let (mut x, mut row) = (1, y);
        for (name, figure, style) in pairs {
            let wide = width(name) + 1 + width(figure);
            if x > 1 && x + wide > self.area.width {
                (x, row) = (1, row + 1);
            }
            x = self.text(x, row, name, self.theme.dim) + 1;
            x = self.text(x, row, figure, *style) + gap;
        }
        row + 1
    }

    /// How many lines [`Pen::pairs`] needs.
    pub fn pairs_height(&self, gap: u16, pairs: &[(String, String, Style)]) -> u16 {
        let (mut x, mut rows) = (1, 1);
        for (name, figure, _) in pairs {
            let wide = width(name) + 1 + width(figure);
            if x > 1 && x + wide > self.area.width {
                (x, rows) = (1, rows + 1);
            }
            x += wide + gap;
        }
        rows
    }
}

/// A text in lines of at most `cells` cells; a longer word gets a line of its own.
pub fn wrapped(text: &str, cells: u16) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let with = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
        if width(&with) > cells && !line.is_empty() {
            lines.push(std::mem::replace(&mut line, word.to_string()));
        } else {
            line = with;
        }
    }
    lines.push(line);
    lines
}
