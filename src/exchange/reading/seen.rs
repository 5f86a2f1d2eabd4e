//! A cell as it is looked at, and as an example of how its column is written. May use: std.

/// A cell that shows how a column is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The line of the file.
    pub line: u64,
    /// The column's name.
    pub column: String,
    /// The cell's text, as far as it is short.
    pub text: String,
}

/// The most characters of a cell that an example shows.
const LONGEST_EXAMPLE: usize = 40;

/// A cell as it is looked at.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The line of the file.
    pub line: u64,
    /// The column's name.
    pub column: &'a str,
    /// The cell's text without blanks around it.
    pub text: &'a str,
}

impl Seen<'_> {
    /// Keeps the cell where none is kept yet.
    pub fn keep(self, slot: &mut Option<Example>) {
        slot.get_or_insert_with(|| Example {
            line: self.line,
            column: self.column.to_string(),
            text: self.text.chars().take(LONGEST_EXAMPLE).collect(),
        });
    }
}
