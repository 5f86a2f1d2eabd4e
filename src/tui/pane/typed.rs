//! Draws text inputs in panes. May use: the texts of fields, the pen.

use crate::tui::form::field::Text;
use crate::tui::pen::Pen;

/// Draws a text input with its cursor.
pub fn typed(pen: &mut Pen, y: u16, words: &str, text: &Text) {
    let words = pen.say(words, &[]);
    let x = pen.text(1, y, &words, pen.theme.plain) + 1;
    pen.text(x, y, text.value(), pen.theme.bold);
    let cursor = u16::try_from(text.input.visual_cursor()).unwrap_or(0);
    pen.cursor = Some((x + cursor, y));
}

/// Draws a question at the foot, near the keys and the message about the answer.
pub fn asked(pen: &mut Pen, words: &str, text: &Text) {
    let (y, blank) = (pen.last(), " ".repeat(usize::from(pen.width())));
    pen.text(0, y, &blank, pen.theme.plain);
    typed(pen, y, words, text);
}
