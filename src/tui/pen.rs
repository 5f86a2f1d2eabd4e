//! Draws words on the screen: as far as there is room, in cells. May use: ratatui, the desk.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::domain::{Day, Money};

use super::dates;
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
        letter => letter,
    };
    text.chars().map(sign).collect()
}

/// How wide a text is, in cells.
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
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
        dates::short(&self.desk.words, day, self.desk.today())
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
        let room = usize::from(end - x);
        let settings = &self.desk.settings;
        match (settings.ascii || settings.plain) && !text.is_ascii() {
            true => self.buffer.set_stringn(x, y, plain(text), room, style).0,
            false => self.buffer.set_stringn(x, y, text, room, style).0,
        }
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

    /// A letter, or one that every terminal has.
    pub fn sign(&self, sign: &'static str) -> &'static str {
        match (self.desk.settings.ascii || self.desk.settings.plain, sign) {
            (true, "→") => "->",
            (true, "✗") => "!",
            (true, "█") => "#",
            (true, "▸") => ">",
            (true, "·" | "–") => "-",
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

    fn styled_paragraph(&mut self, at: (u16, u16, u16, u16), text: &str, style: Style) -> u16 {
        let (x, y, end, last) = at;
        let (mut line, mut row) = (String::new(), y);
        for word in text.split(' ') {
            let with = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
            if width(&with) > end.saturating_sub(x) && !line.is_empty() && row < last {
                self.cut(x, row, end, &line, style);
                (line, row) = (word.to_string(), row + 1);
            } else {
                line = with;
            }
        }
        self.cut(x, row, end, &line, style);
        row + 1
    }
}
