//! Where an import at the desk stands. May use: nothing.

/// The steps of an import.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WalkStep {
    /// The file is named.
    #[default]
    File,
    /// A bank account is named: the file is a bank's statement.
    Account,
    /// A reading is chosen.
    Question,
    /// How it is read is shown.
    Reading,
    /// Columns stand beside fields.
    Mapping,
    /// A column is chosen for a field.
    Column,
    /// A value for all rows is typed for a field.
    Value,
    /// What would come of it is shown.
    Trial,
    /// A refused row is corrected.
    Row,
    /// A reason is typed to pass rules that a reason passes.
    Reason,
    /// Rows are taken.
    Taking,
    /// What came of it is shown.
    Done,
}
