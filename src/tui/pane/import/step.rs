//! The steps of an import at the desk. May use: nothing.

/// The steps of an import.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WalkStep {
    /// The file's name is typed.
    #[default]
    File,
    /// A bank account is named: the file is a bank's statement.
    Account,
    /// A question about the reading is answered.
    Question,
    /// How it is read is shown.
    Reading,
    /// Columns are matched to fields.
    Mapping,
    /// A column is chosen for a field.
    Column,
    /// A value for all rows is typed for a field.
    Value,
    /// The outcome is shown before anything is written.
    Trial,
    /// A refused row is corrected.
    Row,
    /// A reason for overriding rules is typed.
    Reason,
    /// Rows are being imported.
    Taking,
    /// The outcome is shown.
    Done,
}
