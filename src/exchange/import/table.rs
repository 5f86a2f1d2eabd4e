//! A file of rows: its encoding and separator found out, its columns by header name.

use std::collections::BTreeMap;

use crate::domain::{Refusal, Rule};

use super::unusable;

/// The most columns a file may have.
const MOST_COLUMNS: usize = 1_000;

/// The longest cell that is read; a quote that never closes makes one that is longer.
const LONGEST_CELL: usize = 64 << 10;

/// A file's text as rows.
pub struct Table {
    head: Vec<String>,
    records: csv::StringRecordsIntoIter<std::io::Cursor<Vec<u8>>>,
}

/// A row as it was read.
pub struct RawRecord {
    /// The line on which it begins.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// UTF-8 where it is that, with or without a byte order mark; else cp1252, which reads all that
/// ISO 8859-1 writes.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_string(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// The separator that stands most often in the first line, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = BTreeMap::from([(b',', 0), (b';', 0), (b'\t', 0)]);
    let mut quoted = false;
    for byte in text.bytes().take_while(|byte| *byte != b'\n') {
        quoted ^= byte == b'"';
        if let Some(count) = counts.get_mut(&byte).filter(|_| !quoted) {
            *count += 1;
        }
    }
    // The first of the likeliest: a file of one column is read with commas.
    let most = counts.values().copied().max().unwrap_or(0);
    [b',', b';', b'\t'].into_iter().find(|byte| counts[byte] == most).unwrap_or(b',')
}

impl Table {
    /// The table in a file's bytes.
    pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
        // With two marks at each line's end the reader counts one line too few.
        let text = decode(bytes).replace("\r\n", "\n");
        let first = text.split('\n').next().unwrap_or_default();
        let columns = first.bytes().filter(|byte| matches!(byte, b',' | b';' | b'\t')).count();
        if columns > MOST_COLUMNS {
            return Err(
                unusable(Rule::ImportTooManyColumns, "file", columns).with("most", MOST_COLUMNS)
            );
        }
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator(&text)).flexible(true);
        let mut reader = builder.from_reader(std::io::Cursor::new(text.into_bytes()));
        let head =
            reader.headers().map_err(|error| unusable(Rule::ImportUnreadable, "file", error))?;
        let head: Vec<String> = head.iter().map(|name| name.trim().to_string()).collect();
        if head.iter().all(String::is_empty) {
            return Err(unusable(Rule::ImportUnreadable, "file", "it has no header"));
        }
        Ok(Table { head, records: reader.into_records() })
    }

    /// The columns' names.
    pub fn head(&self) -> &[String] {
        &self.head
    }

    /// The next row.
    pub fn next_record(&mut self) -> Result<Option<RawRecord>, csv::Error> {
        let Some(record) = self.records.next().transpose()? else { return Ok(None) };
        let line = record.position().map_or(0, csv::Position::line);
        Ok(Some(RawRecord { line, cells: record.iter().map(str::to_string).collect() }))
    }
}

/// Where a field comes from: alternatives of columns that are joined.
pub type Sources = Vec<Vec<usize>>;

/// Which columns the fields come from, and what stands where a field is empty.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// `name` → `Company|FirstName+LastName`.
    pub map: BTreeMap<String, String>,
    /// `currency` → `CAD`.
    pub set: BTreeMap<String, String>,
}

impl Mapping {
    /// Finds each field's columns: as mapped, else the one of the field's own name.
    pub fn columns(
        &self,
        head: &[String],
        fields: &[&'static str],
    ) -> Result<BTreeMap<&'static str, Sources>, Refusal> {
        let known = |name: &String| fields.contains(&name.as_str());
        if let Some(name) = self.map.keys().chain(self.set.keys()).find(|name| !known(name)) {
            let refusal = unusable(Rule::ImportUnknownField, name, name);
            return Err(refusal.with("known", fields.join(", ")));
        }
        let column = |wanted: &str| {
            let same = |name: &String| name.eq_ignore_ascii_case(wanted.trim());
            head.iter().position(same)
        };
        let mut columns = BTreeMap::new();
        for field in fields {
            let Some(mapped) = self.map.get(*field) else {
                columns.extend(column(field).map(|place| (*field, vec![vec![place]])));
                continue;
            };
            let mut sources = Sources::new();
            for alternative in mapped.split('|') {
                let joined = alternative.split('+').map(|name| {
                    column(name).ok_or_else(|| {
                        let refusal = unusable(Rule::ImportUnknownColumn, field, name);
                        refusal.with("known", head.join(", "))
                    })
                });
                sources.push(joined.collect::<Result<_, _>>()?);
            }
            columns.insert(*field, sources);
        }
        Ok(columns)
    }
}

/// A row by field.
pub struct Record<'a> {
    /// The row as it was read.
    pub cells: &'a [String],
    /// Where each field comes from.
    pub columns: &'a BTreeMap<&'static str, Sources>,
    /// What stands where a field is empty.
    pub mapping: &'a Mapping,
}

impl Record<'_> {
    /// The field's text: the first alternative that is not empty, else what was set.
    pub fn get(&self, field: &str) -> Result<Option<String>, Refusal> {
        let cell = |place: &usize| self.cells.get(*place).map_or("", |cell| cell.trim());
        for joined in self.columns.get(field).into_iter().flatten() {
            let parts: Vec<&str> =
                joined.iter().map(cell).filter(|part| !part.is_empty()).collect();
            let text = parts.join(" ");
            if text.len() > LONGEST_CELL {
                return Err(Refusal::new(Rule::TextTooLong, field).with("most", LONGEST_CELL));
            }
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(self.mapping.set.get(field).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_and_separators_are_found_out() {
        for (bytes, name) in [
            (&b"\xef\xbb\xbfname;city\nCaf\xc3\xa9;Huye\n"[..], "Café"),
            (&b"name\tcity\nCaf\xe9\tHuye\n"[..], "Café"),
            (&b"name,city\n\"Smith, \"\"Bob\"\"\",Huye\n"[..], "Smith, \"Bob\""),
            (&b"name,city\n\x80uro,Huye\n"[..], "\u{20ac}uro"),
        ] {
            let mut table = Table::read(bytes).unwrap();
            assert_eq!(table.head(), ["name", "city"]);
            let record = table.next_record().unwrap().unwrap();
            assert_eq!((record.line, record.cells), (2, vec![name.to_string(), "Huye".into()]));
        }
        assert!(Table::read(b"").is_err());
        assert!(Table::read(",".repeat(1_000_000).as_bytes()).is_err());
    }
}
