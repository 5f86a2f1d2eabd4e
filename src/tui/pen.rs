//! Draws words on the screen: as far as there is room, in cells, and with a mark for what would
//! speak to the terminal. May use: ratatui, the desk.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::{Day, Money, marks};

use super::desk::Desk;
use super::theme::Theme;

/// What draws a layer.
pub struct Pen<'a> {
    /// Where it is drawn.
    pub buffer: &'a mut Buffer,
    /// The whole window.
    pub area: Rect,
    /// What every layer may look at.
    pub desk: &'a Desk,
    /// The styles.
    pub theme: &'a Theme,
    /// Where the cursor stands.
    pub cursor: Option<(u16, u16)>,
}

/// The same text with signs that every terminal has; letters stay what they are.
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

/// As much of a text as fits into so many cells; what is cut ends in `…`.
pub fn shortened(text: &str, cells: u16) -> String {
    let text = &*marks::marked(text);
    if width(text) <= cells {
        return text.to_string();
    }
    let (mut kept, mut used) = (String::new(), 1);
    for part in text.graphemes(true) {
        used += width(part);
        if used > cells {
            // Half a figure is another figure: it is left out.
            let is_of_figure =
                |letter: char| letter.is_ascii_digit() || "\u{a0}.,".contains(letter);
            if part.starts_with(is_of_figure) && kept.ends_with(|end: char| end.is_ascii_digit()) {
                let words = kept.trim_end_matches(is_of_figure);
                // What follows a letter is a code.
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

/// How wide a text is as it is drawn, in cells.
pub fn width(text: &str) -> u16 {
    u16::try_from(marks::marked(text).width()).unwrap_or(u16::MAX)
}

impl Pen<'_> {
    /// Words with their parts.
    pub fn say(&self, words: &str, parts: &[(&str, &str)]) -> String {
        self.desk.say(words, parts)
    }

    /// An amount as it is shown.
    pub fn money(&self, amount: Money) -> String {
        self.desk.money(amount)
    }

    /// A day as lists show it.
    pub fn day(&self, day: Day) -> String {
        self.desk.day(day)
    }

    /// How wide the window is.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// The row of the last line that layers draw on.
    pub fn last(&self) -> u16 {
        self.area.height.saturating_sub(3)
    }

    /// Writes text at a place, as far as there is room; where it ends.
    pub fn text(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        self.cut(x, y, self.area.width, text, style)
    }

    /// Writes text that ends at `end` at the latest; where it ends.
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

    /// Writes text that ends before `end`.
    pub fn right(&mut self, end: u16, y: u16, text: &str, style: Style) {
        let x = end.saturating_sub(width(text));
        self.cut(x, y, end, text, style);
    }

    /// A thin rule over the whole width, with words in it; air, for who hears the screen.
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

    /// The mark of a row, and the row in the style of the one that is marked.
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

    /// Whether only signs are drawn that every terminal has, and every screen reader says.
    pub fn is_ascii(&self) -> bool {
        self.desk.settings.ascii || self.desk.settings.plain
    }

    /// A letter, or one that every terminal has.
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

    /// Writes dim text, where its line is not below `last`.
    pub fn cut_at(&mut self, x: u16, y: u16, last: u16, text: &str) {
        if y <= last {
            self.text(x, y, text, self.theme.dim);
        }
    }

    /// Writes text over several lines, as many as there are; the line below.
    pub fn paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.plain)
    }

    /// The same, of what matters.
    pub fn bold_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.bold)
    }

    /// The same, of what matters less.
    pub fn dim_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.dim)
    }

    /// The same, of what is disputed or promised.
    pub fn disputed_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.disputed)
    }

    /// The same, of what looks wrong.
    pub fn late_paragraph(&mut self, x: u16, y: u16, end: u16, last: u16, text: &str) -> u16 {
        self.styled_paragraph((x, y, end, last), text, self.theme.late)
    }

    fn styled_paragraph(&mut self, at: (u16, u16, u16, u16), text: &str, style: Style) -> u16 {
        let (x, y, end, last) = at;
        // Below the last line stands what is not its own.
        let Some(room) = last.checked_sub(y).map(|rows| usize::from(rows) + 1) else { return y };
        let cells = end.saturating_sub(x);
        let mut lines = wrapped(text, cells);
        if lines.len() > room {
            lines.truncate(room);
            // The last line ends between words, so that no figure is cut.
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

    /// Writes names with their figures side by side, over as many lines as that takes, `gap` cells
    /// between them; the line below.
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

    /// How many lines [`Pen::pairs`] takes for them.
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

/// A text in lines of so many cells at the most; a word that is longer has a line of its own.
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
