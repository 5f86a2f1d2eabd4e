//! Lines of a page: words, which are cut if there is no room, and figures, which never are. May use: the pen.

use ratatui::style::Style;

use super::pen::{Pen, width};

/// The column at which figures end at the latest, however wide the window is.
const WIDEST: u16 = 79;

/// The least width of words beside figures, in cells.
const FEWEST: u16 = 10;

/// A line of a page.
#[derive(Clone, Default, Debug)]
pub struct PageLine {
    /// The words at the beginning.
    pub words: String,
    /// A quantity and a price before the figure.
    pub price: String,
    /// The figure at the end.
    pub figure: String,
}

impl From<String> for PageLine {
    fn from(words: String) -> PageLine {
        PageLine { words, ..PageLine::default() }
    }
}

impl PageLine {
    /// Words with a figure at the end.
    pub fn of(words: String, figure: String) -> PageLine {
        PageLine { words, figure, ..PageLine::default() }
    }

    /// Lays the line out for a window: words and figure, row by row.
    fn rows(&self, end: u16) -> Vec<(String, String)> {
        let (words, price, figure) = (&self.words, &self.price, &self.figure);
        let both = match (price.is_empty(), figure.is_empty()) {
            (true, _) => figure.clone(),
            (_, true) => price.clone(),
            _ => format!("{price} {figure}"),
        };
        let needed = 1 + width(words).min(FEWEST) + 1 + width(&both);
        if price.is_empty() || needed <= end {
            return vec![(words.clone(), both)];
        }
        // The price goes beside the words or below them; the figure is on the last row.
        let needed = 1 + width(words).min(FEWEST) + 1 + width(price.trim_end());
        let price = price.trim_end().to_string();
        if needed <= end {
            return vec![(words.clone(), price), (String::new(), figure.clone())];
        }
        vec![
            (words.clone(), String::new()),
            (String::new(), price),
            (String::new(), figure.clone()),
        ]
    }
}

/// Pads a text with blanks on the right, up to `width` cells.
pub fn padded(text: &str, cells: u16) -> String {
    format!("{text}{}", " ".repeat(usize::from(cells.saturating_sub(width(text)))))
}

/// Pads a text with blanks on the left.
pub fn padded_before(text: &str, cells: u16) -> String {
    format!("{}{text}", " ".repeat(usize::from(cells.saturating_sub(width(text)))))
}

/// A tax and an amount, in columns with those of other lines.
pub fn taxed(tax: &str, amount: &str) -> String {
    format!("{} {}", padded(tax, 8), padded_before(amount, 13))
}

impl Pen<'_> {
    fn page_end(&self) -> u16 {
        (self.width() - 1).min(WIDEST)
    }

    /// How far the lines can be scrolled until the last one is at the bottom of `rows`.
    pub fn page_scroll(&self, lines: &[PageLine], rows: usize) -> usize {
        let mut used = 0;
        let fits = lines.iter().rev().take_while(|line| {
            used += line.rows(self.page_end()).len();
            used <= rows
        });
        lines.len() - fits.count()
    }

    /// Writes a line of a page, over several rows if necessary, and returns the row below. Writes
    /// nothing if there are not enough rows up to `last`.
    pub fn page_line(&mut self, y: u16, last: u16, line: &PageLine, style: Style) -> Option<u16> {
        let end = self.page_end();
        let rows = line.rows(end);
        let below = y + u16::try_from(rows.len()).unwrap_or(1);
        if below > last + 1 {
            return None;
        }
        for (y, (words, figure)) in (y..).zip(rows) {
            let before = end.saturating_sub(width(&figure));
            let words_end = if figure.is_empty() { self.width() } else { before.saturating_sub(1) };
            self.cut(1, y, words_end, &words, style);
            self.right(end, y, &figure, style);
        }
        Some(below)
    }
}
