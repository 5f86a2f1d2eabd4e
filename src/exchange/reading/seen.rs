//! A cell that is examined, and a cell kept as an example of its column's format. May use: std.

/// An example of a column's format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The line of the file.
    pub line: u64,
    /// The column's name.
    pub column: String,
    /// The cell's text, if that is short.
    pub text: String,
}

/// The most characters of an example.
const LONGEST_EXAMPLE: usize = 40;

/// A cell that is examined.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The line of the file.
    pub line: u64,
    /// The column's name.
    pub column: &'a str,
    /// The trimmed text.
    pub text: &'a str,
}

impl Seen<'_> {
    /// Keeps the cell as an example, if there is none yet.
    pub fn keep(self, slot: &mut Option<Example>) {
        slot.get_or_insert_with(|| Example {
            line: self.line,
            column: self.column.to_string(),
            text: self.text.chars().take(LONGEST_EXAMPLE).collect(),
        });
    }
}
