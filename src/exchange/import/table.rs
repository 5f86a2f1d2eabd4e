//! A text file of rows, with its encoding and separator recognised and its columns found by name. May
//! use: the source that it is, domain, csv, encoding_rs.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Cursor};
use std::sync::Arc;

use crate::domain::{Refusal, Rule};

use super::source::{LONGEST_CELL, MOST_COLUMNS, NextRow, RowPlace, Source, unusable};

/// The rows of a file's text. A row is found again by its place.
pub struct ImportTable {
    /// The number of lines before the header.
    before: u64,
    head: Vec<String>,
    /// Lines in another encoding than the rest of the file.
    stray: Arc<HashSet<u64>>,
    reader: csv::Reader<Cursor<FileText>>,
    text: FileText,
    separator: u8,
    record: csv::StringRecord,
    /// Where the first row begins.
    first: RowPlace,
}

/// The bytes of a file from an offset on, shared by all readers.
#[derive(Clone)]
struct FileText {
    bytes: Arc<Vec<u8>>,
    from: usize,
}

impl AsRef<[u8]> for FileText {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(self.from..).unwrap_or_default()
    }
}

/// The text of a file, in UTF-8 and with one byte at each line's end.
pub struct DecodedText {
    bytes: Arc<Vec<u8>>,
    /// Lines in another encoding than the rest.
    stray: Arc<HashSet<u64>>,
    /// The encoding of the file.
    pub encoding: &'static str,
}

/// The layout of a text.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The separator of columns.
    pub separator: u8,
    /// The offset of the header, in bytes.
    pub at: usize,
    /// How many lines precede it.
    pub before: u64,
    /// How many lines it may span.
    pub most_lines: u64,
}

impl DecodedText {
    /// Decodes a file's bytes, and finds the lines in another encoding than the rest.
    pub fn of(bytes: Vec<u8>) -> DecodedText {
        // With two bytes at each line's end the reader counts one line too few.
        let (text, stray, encoding) = decode(bytes);
        let text = if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text };
        let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
        DecodedText { bytes: Arc::new(text.into_bytes()), stray: Arc::new(stray), encoding }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    /// The header is the first line that is not blank; the separator is the character that is most
    /// frequent in it.
    pub fn layout(&self) -> Layout {
        let at = self.bytes.iter().take_while(|byte| **byte == b'\n').count();
        let separator = separator(self.as_str().get(at..).unwrap_or_default());
        Layout { separator, at, before: at as u64, most_lines: 1 }
    }
}

/// UTF-16 without a byte order mark: in plain letters every other byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let start = bytes.get(..bytes.len().min(512) & !1)?;
    let noughts = |at: usize| start.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (noughts(0), noughts(1), start.len() / 2);
    match half >= 8 {
        true if odd * 4 > half * 3 && even * 8 < half => Some(encoding_rs::UTF_16LE),
        true if even * 4 > half * 3 && odd * 8 < half => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The text of a file, the lines in another encoding, and the name of the encoding.
fn decode(bytes: Vec<u8>) -> (String, HashSet<u64>, &'static str) {
    let none = HashSet::new();
    if let Some((marked, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        if marked == encoding_rs::UTF_8 {
            return decode(bytes[mark..].to_vec());
        }
        let text = marked.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
        return (text, none, marked.name());
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return (
            encoding.decode_without_bom_handling(&bytes).0.into_owned(),
            none,
            encoding.name(),
        );
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, none, "UTF-8"),
        Err(other) => other.into_bytes(),
    };
    // A stray byte does not change the encoding of a file whose other accented lines are valid UTF-8. If
    // those are not either, it is cp1252, which reads everything that ISO 8859-1 writes.
    let (mut accents, mut stray) = (0, HashSet::new());
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        match std::str::from_utf8(bytes) {
            Ok(text) => accents += usize::from(!text.is_ascii()),
            Err(_) => drop(stray.insert(line)),
        }
    }
    if accents > stray.len() {
        return (String::from_utf8_lossy(&bytes).into_owned(), stray, "UTF-8");
    }
    (encoding_rs::WINDOWS_1252.decode(&bytes).0.into_owned(), none, "windows-1252")
}

/// The most frequent separator in the first line, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = BTreeMap::from([(b',', 0), (b';', 0), (b'\t', 0)]);
    let mut quoted = false;
    for byte in text.bytes().take_while(|byte| *byte != b'\n') {
        quoted ^= byte == b'"';
        if let Some(count) = counts.get_mut(&byte).filter(|_| !quoted) {
            *count += 1;
        }
    }
    // The likeliest wins a tie: a file with one column is read with commas.
    let most = counts.values().copied().max().unwrap_or(0);
    [b',', b';', b'\t'].into_iter().find(|byte| counts[byte] == most).unwrap_or(b',')
}

impl ImportTable {
    /// The table in a file's bytes, whose header is the first line that is not blank.
    pub fn read(bytes: Vec<u8>) -> Result<ImportTable, Refusal> {
        let text = DecodedText::of(bytes);
        let layout = text.layout();
        ImportTable::laid_out(&text, layout)
    }

    /// The table in a text with this layout.
    pub fn laid_out(text: &DecodedText, layout: Layout) -> Result<ImportTable, Refusal> {
        let Layout { separator, at, before, most_lines } = layout;
        let stray = Arc::clone(&text.stray);
        let text = FileText { bytes: Arc::clone(&text.bytes), from: at };
        let first = text.as_ref().split(|byte| *byte == b'\n').next().unwrap_or_default();
        let columns = first.split(|byte| *byte == separator).count();
        if columns > MOST_COLUMNS {
            return Err(
                unusable(Rule::ImportTooManyColumns, "file", columns).with("most", MOST_COLUMNS)
            );
        }
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator).flexible(true);
        let mut reader = builder.from_reader(Cursor::new(text.clone()));
        let head =
            reader.headers().map_err(|error| unusable(Rule::ImportUnreadable, "file", error))?;
        let head: Vec<String> = head.iter().map(|name| name.trim().to_string()).collect();
        if head.iter().all(String::is_empty) {
            return Err(unusable(Rule::ImportUnreadable, "file", "no_header"));
        }
        if reader.position().line() > 1 + most_lines {
            return Err(unusable(Rule::ImportUnreadable, "file", "open_quote"));
        }
        let first = RowPlace { at: reader.position().byte(), line: reader.position().line() };
        let record = csv::StringRecord::new();
        Ok(ImportTable { before, head, stray, reader, text, separator, record, first })
    }

    /// The place as it is reported, which counts the blank lines before the header.
    fn told(&self, place: RowPlace) -> RowPlace {
        RowPlace { line: place.line + self.before, ..place }
    }

    /// The offset of the next row, after any blank lines.
    fn place(&self) -> RowPlace {
        let (begin, line) = (self.reader.position().byte(), self.reader.position().line());
        let from = usize::try_from(begin).unwrap_or(usize::MAX);
        let rest = self.text.as_ref().get(from..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| **byte == b'\n').count() as u64;
        RowPlace { at: begin + blank, line: line + blank }
    }

    /// The text of the line at an offset.
    fn line(&self, place: RowPlace) -> &str {
        let from = usize::try_from(place.at).unwrap_or(usize::MAX);
        let rest = self.text.as_ref().get(from..).unwrap_or_default();
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        std::str::from_utf8(line).unwrap_or_default()
    }

    /// How many lines the row at an offset spans; `None` if a quote that opens one of its cells is not
    /// closed at the end of a cell, or not soon.
    fn lines_of_row(&self, place: RowPlace) -> Option<u64> {
        let from = usize::try_from(place.at).unwrap_or(usize::MAX);
        let all = self.text.as_ref().get(from..).unwrap_or_default();
        let mut rest = all;
        let ends = |byte: &u8| *byte == self.separator || *byte == b'\n' || *byte == b'\r';
        loop {
            if let Some(quoted) = rest.strip_prefix(b"\"") {
                let mut at = 0;
                loop {
                    match (quoted.get(at), quoted.get(at + 1)) {
                        (None, _) => return None,
                        _ if at > LONGEST_CELL => return None,
                        (Some(b'"'), Some(b'"')) => at += 2,
                        (Some(b'"'), Some(next)) if !ends(next) => return None,
                        (Some(b'"'), _) => break,
                        _ => at += 1,
                    }
                }
                rest = quoted.get(at..).unwrap_or_default();
            }
            let end = rest.iter().position(ends);
            match end.and_then(|end| Some((*rest.get(end)?, rest.get(end + 1..)?))) {
                Some((mark, behind)) if mark == self.separator => rest = behind,
                Some((_, behind)) => {
                    let row = all.get(..all.len() - behind.len()).unwrap_or_default();
                    let lines = row.split(|byte| *byte == b'\n').count().saturating_sub(1);
                    return Some(lines.max(1) as u64);
                }
                None => return Some(1),
            }
        }
    }

    /// Moves to a place, whose line does not count those before the header.
    fn seek(&mut self, place: RowPlace) -> Result<(), csv::Error> {
        let mut position = csv::Position::new();
        position.set_byte(place.at).set_line(place.line);
        self.reader.seek(position)
    }

    fn skip_line(&mut self, place: RowPlace) -> Result<(), csv::Error> {
        let bytes = self.line(place).len() as u64 + 1;
        let end = self.text.as_ref().len() as u64;
        self.seek(RowPlace { at: (place.at + bytes).min(end), line: place.line + 1 })
    }
}

fn invalid(error: csv::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

impl Source for ImportTable {
    fn head(&self) -> &[String] {
        &self.head
    }

    fn cells(&self) -> &csv::StringRecord {
        &self.record
    }

    fn next_row(&mut self) -> Result<Option<NextRow>, io::Error> {
        loop {
            let place = self.place();
            let Some(lines) = self.lines_of_row(place) else {
                self.skip_line(place).map_err(invalid)?;
                return Ok(Some(NextRow::Quote(self.told(place))));
            };
            if !self.reader.read_record(&mut self.record).map_err(invalid)? {
                return Ok(None);
            }
            let told = self.told(place);
            if (told.line..told.line + lines).any(|line| self.stray.contains(&line)) {
                return Ok(Some(NextRow::Encoding(told)));
            }
            if self.record.len() > MOST_COLUMNS {
                return Ok(Some(NextRow::Wide(told, self.record.len())));
            }
            if self.record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let mut beyond = self.record.iter().skip(self.head.len());
            if beyond.any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(NextRow::Beyond(told)));
            }
            return Ok(Some(NextRow::Row(told)));
        }
    }

    fn row_at(&mut self, place: RowPlace) -> Result<&csv::StringRecord, io::Error> {
        if self.reader.position().byte() != place.at {
            self.seek(RowPlace { line: place.line - self.before, ..place }).map_err(invalid)?;
        }
        self.reader.read_record(&mut self.record).map_err(invalid)?;
        Ok(&self.record)
    }

    fn cells_of_broken(&self, place: RowPlace) -> csv::StringRecord {
        let line = self.line(place);
        let cells = line.split(char::from(self.separator));
        cells.map(|cell| cell.trim_matches('"')).collect::<Vec<_>>().into()
    }

    fn as_it_stands(&self, place: RowPlace) -> &str {
        self.line(place)
    }

    fn rewind(&mut self) -> Result<(), io::Error> {
        self.seek(self.first).map_err(invalid)
    }

    fn another(&self) -> Box<dyn Source> {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.separator).flexible(true).has_headers(false);
        let mut table = ImportTable {
            before: self.before,
            head: self.head.clone(),
            stray: self.stray.clone(),
            reader: builder.from_reader(Cursor::new(self.text.clone())),
            text: self.text.clone(),
            separator: self.separator,
            record: csv::StringRecord::new(),
            first: self.first,
        };
        // The reader starts at an offset; if there is none, there is nothing to read.
        let _ = table.seek(self.first);
        Box::new(table)
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
            (&b"\xff\xfen\0a\0m\0e\0,\0c\0i\0t\0y\0\n\0\xe9\0,\0H\0u\0y\0e\0"[..], "é"),
        ] {
            let mut table = ImportTable::read(bytes.to_vec()).unwrap();
            assert_eq!(table.head(), ["name", "city"]);
            assert!(matches!(table.next_row(), Ok(Some(NextRow::Row(RowPlace { line: 2, .. })))));
            assert_eq!(table.cells(), vec![name, "Huye"]);
        }
        assert!(ImportTable::read(Vec::new()).is_err());
        // The columns are counted, not the marks between them.
        let columns = |count: usize| ImportTable::read(vec!["a"; count].join(";").into_bytes());
        assert!(columns(MOST_COLUMNS).is_ok());
        for count in [MOST_COLUMNS + 1, 1_000_000] {
            let Err(refusal) = columns(count) else { panic!("{count} columns are read") };
            let given = refusal.args.iter().find(|(name, _)| name == "given");
            assert_eq!(given.map(|(_, given)| given.as_str()), Some(count.to_string().as_str()));
        }
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_only() {
        let text = "name,city\nA,X\nB,\"open\nC,Y\nD,\"two\nlines\"\nE,Z\nF,\"open\nG,V\n";
        let mut table = ImportTable::read(text.into()).unwrap();
        let mut found = Vec::new();
        let mut places = Vec::new();
        while let Some(next) = table.next_row().unwrap() {
            match next {
                NextRow::Row(place) => {
                    found.push((place.line, table.cells()[0].to_string()));
                    places.push(place);
                }
                NextRow::Quote(place) => {
                    found.push((place.line, table.as_it_stands(place).to_string()));
                }
                _ => panic!(),
            }
        }
        let expected =
            [(2, "A"), (3, "B,\"open"), (4, "C"), (5, "D"), (7, "E"), (8, "F,\"open"), (9, "G")];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_string())));
        assert_eq!(&table.row_at(places[1]).unwrap()[0], "C");
        assert_eq!(&table.row_at(places[2]).unwrap()[1], "two\nlines");
        assert_eq!(&table.row_at(places[0]).unwrap()[1], "X");
    }

    proptest::proptest! {
        #[test]
        fn whatever_bytes_a_file_has_it_is_read_to_its_end_and_each_row_is_found_again(
            picks in proptest::collection::vec(0_usize..12, 0..120),
        ) {
            let alphabet: [&[u8]; 12] = [
                b"\"", b",", b"\n", b"\r\n", b"\r", b"a", b" ", b";", b"\xc3\xa9", b"\xff", b"\0", b"\"\"",
            ];
            let mut bytes = b"x,y\n".to_vec();
            for pick in picks {
                bytes.extend_from_slice(alphabet[pick]);
            }
            let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
            let Ok(mut table) = ImportTable::read(bytes) else { return Ok(()) };
            let mut rows = Vec::new();
            let mut last = 1;
            while let Some(next) = table.next_row().unwrap() {
                let place = match next {
                    NextRow::Row(place) => {
                        rows.push((place, table.cells().clone()));
                        place
                    }
                    NextRow::Quote(place) | NextRow::Beyond(place) | NextRow::Encoding(place)
                    | NextRow::Wide(place, _) => place,
                };
                proptest::prop_assert!(place.line >= last && place.line <= lines, "{place:?}");
                last = place.line;
            }
            for (place, cells) in rows.iter().rev() {
                proptest::prop_assert_eq!(table.row_at(*place).unwrap(), cells);
            }
        }
    }
}
