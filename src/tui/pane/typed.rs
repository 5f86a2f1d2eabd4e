//! A line at the top of a pane that is typed on. May use: the texts of fields, the pen.

use crate::tui::form::field::Text;
use crate::tui::pen::Pen;

/// Draws the line, with the cursor in it.
pub fn typed(pen: &mut Pen, words: &str, text: &Text) {
    let words = pen.say(words, &[]);
    let x = pen.text(1, 2, &words, pen.theme.plain) + 1;
    pen.text(x, 2, text.value(), pen.theme.bold);
    let cursor = u16::try_from(text.input.visual_cursor()).unwrap_or(0);
    pen.cursor = Some((x + cursor, 2));
}
