//! Finds the header of a table and the separator of its columns. May use: the readings, the table.

use crate::exchange::reading::columns::ColumnNames;

use super::table::{DecodedText, Layout};
use super::wish::Wish;

/// The most rows among which a header is searched for.
pub const MOST_SEARCHED: usize = 60;

/// The most bytes that are searched.
const MOST_SAMPLE: usize = 128 << 10;

/// The possible separators of columns.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A row that may be a header.
pub struct SampleRow {
    /// The line of the file.
    pub line: u64,
    /// Where it begins, in bytes.
    pub at: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A header, and the text above it.
pub struct Detected {
    /// Where it begins, in bytes.
    pub at: usize,
    /// Its line of the file.
    pub line: u64,
    /// The names of the columns.
    pub head: ColumnNames,
    /// The text of the lines above.
    pub titles: Vec<String>,
    /// How many columns have a name that is known.
    known: usize,
}

/// The row with the most known column names.
pub fn detect(rows: Vec<SampleRow>, wish: &Wish) -> Option<Detected> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, row) in rows.iter().enumerate() {
        let head = ColumnNames::of(&row.cells);
        let is_named =
            |name: &&String| row.cells.iter().any(|cell| cell.eq_ignore_ascii_case(name));
        let mapped = wish.mapping.map.values().flat_map(|value| value.split(['|', '+']));
        let mapped: Vec<String> = mapped
            .map(|name| name.trim().split('#').next().unwrap_or_default().to_string())
            .filter(|name| !name.is_empty())
            .collect();
        let known = head.known() + 2 * mapped.iter().filter(is_named).count();
        let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if known > 0 && best.is_none_or(|(_, most, _)| known > most) {
            best = Some((at, known, filled));
        }
    }
    let (at, known, filled) = best?;
    // A row of data may contain one word that is the name of a column somewhere.
    if known == 1 && filled > 2 && wish.kind.is_none() {
        return None;
    }
    let titles = rows.iter().take(at).flat_map(|row| row.cells.clone()).collect();
    let row = rows.get(at)?;
    Some(Detected { at: row.at, line: row.line, head: ColumnNames::of(&row.cells), titles, known })
}

/// The layout of a text: its separator and its header.
pub fn lay_out(text: &DecodedText, wish: &Wish) -> Option<(Layout, Detected)> {
    let whole = text.as_str();
    let mut sample = whole.len().min(MOST_SAMPLE);
    while !whole.is_char_boundary(sample) {
        sample -= 1;
    }
    let sample = whole.get(..sample)?;
    let first = sample.lines().next().unwrap_or_default();
    let said = first.to_ascii_lowercase();
    let said = said.trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    let (skip, separators) = match said {
        Some([separator]) => (first.len() + 1, vec![*separator]),
        // A tab at the end of a line may have been trimmed.
        Some([]) => (first.len() + 1, vec![b'\t']),
        _ => (0, SEPARATORS.to_vec()),
    };
    let lines = u64::from(skip > 0);
    let sample = sample.get(skip..)?;
    let mut best: Option<(Layout, Detected)> = None;
    for separator in separators {
        let rows = sample_rows(sample, separator);
        let Some(found) = detect(rows, wish) else { continue };
        let columns = |it: &Detected| (it.known, it.head.names.len());
        if best.as_ref().is_none_or(|(_, other)| columns(&found) > columns(other)) {
            let layout = Layout {
                separator,
                at: skip + found.at,
                before: lines + found.line - 1,
                most_lines: 8,
            };
            best = Some((layout, found));
        }
    }
    best
}

/// The first rows of a text, split by each possible separator.
pub fn first_rows(text: &DecodedText, rows: usize) -> Vec<Vec<String>> {
    let whole = text.as_str();
    let end = whole.match_indices('\n').nth(2 * rows).map_or(whole.len(), |(at, _)| at);
    let sample = whole.get(..end.min(MOST_SAMPLE)).unwrap_or_default();
    let separated = |separator| sample_rows(sample, separator).into_iter().take(rows);
    let all = SEPARATORS.into_iter().flat_map(separated);
    all.map(|row| row.cells).collect()
}

/// The first rows of a text.
fn sample_rows(sample: &str, separator: u8) -> Vec<SampleRow> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false);
    let mut reader = builder.from_reader(sample.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while rows.len() < MOST_SEARCHED {
        // Blank lines before a row are skipped.
        let from = usize::try_from(reader.position().byte()).unwrap_or(0);
        let rest = sample.as_bytes().get(from..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| **byte == b'\n').count();
        let line = reader.position().line() + blank as u64;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            _ => break,
        }
        let cells = record.iter().map(|cell| cell.trim().to_string()).collect();
        rows.push(SampleRow { line, at: from + blank, cells });
    }
    rows
}
