//! The first rows of a text, among which the columns are searched for. May use: csv.

/// The most rows among which a header is searched for, and by which columns without names are
/// recognised.
pub const MOST_SEARCHED: usize = 60;

/// The most bytes that are searched.
const MOST_SAMPLE: usize = 128 << 10;

/// A row of the sample.
pub struct FirstRow {
    /// The line of the file.
    pub line: u64,
    /// Where it begins, in the units of its source.
    pub at: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// The first rows of a text.
pub fn sample(text: &str, separator: u8) -> Vec<FirstRow> {
    let mut end = text.len().min(MOST_SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or_default();
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false);
    let mut reader = builder.from_reader(sample.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while rows.len() < MOST_SEARCHED {
        let from = usize::try_from(reader.position().byte()).unwrap_or(0);
        let rest = sample.as_bytes().get(from..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| **byte == b'\n').count();
        let line = reader.position().line() + blank as u64;
        if !matches!(reader.read_record(&mut record), Ok(true)) {
            break;
        }
        let cells = record.iter().map(|cell| cell.trim().to_string()).collect();
        rows.push(FirstRow { line, at: from + blank, cells });
    }
    rows
}
