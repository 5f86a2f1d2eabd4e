//! Finds out how a file is read, or what has to be asked about it: its bytes become a source of rows,
//! and a reading that says everything about them. May use: the readings, the sources, the mapping.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{Refusal, Rule};
use crate::engine::Failure;
use crate::exchange::reading::columns::{Found, Head, Sources};
use crate::exchange::reading::evidence::{Cells, Evidence, Said, Styles};
use crate::exchange::reading::kinds::{self, Chosen};
use crate::exchange::reading::words::Program;
use crate::exchange::reading::{About, Choice, LeftOut, Question, Reading};
use crate::exchange::reading::{marks, words};

use super::Kind;
use super::dates::DateFormat;
use super::mapping::{FieldStyles, Mapping, Record, Shape, missing_columns};
use super::source::{NextRow, Source, Without, unusable};
use super::table::{ImportTable, Layout, Text};
use super::workbook::{Sheet, Workbook};

/// What was said about a file.
#[derive(Clone, Default)]
pub struct Wish {
    /// What it holds.
    pub kind: Option<Kind>,
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
    /// Where fields come from.
    pub mapping: Mapping,
    /// How all dates are written.
    pub format: Option<DateFormat>,
    /// What stands before the decimals, and what `CR` means.
    pub said: Said,
    /// The file's name, without its ending.
    pub name: String,
}

/// What came of it.
pub enum Finding {
    /// The file can be read.
    Read(Box<FoundFile>),
    /// Something of it can be read two ways.
    Asked(Question),
}

/// A file that can be read, and how.
pub struct FoundFile {
    /// How.
    pub reading: Reading,
    /// What it holds.
    pub kind: Kind,
    /// Whether its columns are called as the fields, in its first line: nothing about them was found out.
    pub is_own: bool,
    /// Where fields come from, with what the reading sets.
    pub mapping: Mapping,
    /// How numbers and dates are written; none where all are as in the book's own files.
    pub styles: Option<FieldStyles>,
    columns: BTreeMap<&'static str, Sources>,
    source: Without,
}

/// A field of the preview: its name, where it comes from, and its value in the first rows.
pub struct PreviewField {
    /// The field.
    pub field: &'static str,
    /// Where it comes from.
    pub from: String,
    /// What stands in it.
    pub values: Vec<Result<Option<String>, Refusal>>,
}

impl FoundFile {
    /// The rows, and how they become records.
    pub fn parts(&mut self) -> (&mut dyn Source, Shape<'_>) {
        let shape = Shape {
            columns: self.columns.clone(),
            mapping: &self.mapping,
            styles: self.styles.as_ref(),
        };
        (&mut self.source, shape)
    }

    /// The first rows by field.
    pub fn preview(&mut self, rows: usize) -> Result<Vec<PreviewField>, Failure> {
        let from = |field: &&str| match self.columns.contains_key(*field) {
            true => self.reading.map.get(*field).cloned(),
            false => self.reading.set.get(*field).map(|set| format!("= {set}")),
        };
        let fields: Vec<(&'static str, String)> =
            self.kind.fields().iter().filter_map(|field| Some((*field, from(field)?))).collect();
        let mut preview: Vec<PreviewField> = fields
            .into_iter()
            .map(|(field, from)| PreviewField { field, from, values: Vec::new() })
            .collect();
        let (source, shape) = self.parts();
        let failed = |error: std::io::Error| unusable(Rule::ImportUnreadable, "file", error);
        let mut left = rows;
        while left > 0 {
            match source.next_row().map_err(failed)? {
                None => break,
                Some(NextRow::Row(_)) => {}
                Some(_) => continue,
            }
            let record: Record = shape.typed_record(source.cells(), source.typed());
            for field in &mut preview {
                field.values.push(record.get(field.field));
            }
            left -= 1;
        }
        self.source.rewind().map_err(failed)?;
        Ok(preview)
    }
}

/// The most rows in which a header is looked for.
const MOST_SEARCHED: usize = 60;

/// The most bytes in which it is looked for.
const MOST_SAMPLE: usize = 128 << 10;

/// Finds out how the bytes of a file are read.
pub fn find(bytes: Vec<u8>, wish: &Wish) -> Result<Finding, Failure> {
    match bytes.as_slice() {
        [b'P', b'K', 3 | 5, ..] => return Ok(in_workbook(bytes, wish)?),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Err(Refusal::new(Rule::ImportOldWorkbook, "file").into());
        }
        [b'%', b'P', b'D', b'F', ..]
        | [0x1f, 0x8b, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [0xff, 0xd8, 0xff, ..]
        | [0x7f, b'E', b'L', b'F', ..]
        | [b'7', b'z', 0xbc, ..] => return Err(Refusal::new(Rule::ImportBinary, "file").into()),
        _ => {}
    }
    let text = Text::of(bytes);
    if is_binary(text.as_str()) {
        return Err(Refusal::new(Rule::ImportBinary, "file").into());
    }
    if let Some(kind) = wish.kind
        && let Some(found) = own_table(&text, kind, wish)?
    {
        return Ok(Finding::Read(Box::new(found)));
    }
    Ok(in_text(&text, wish)?)
}

/// Whether a text holds what no program writes into a table.
fn is_binary(text: &str) -> bool {
    let (mut all, mut strange) = (0_u32, 0_u32);
    for letter in text.chars().take(8_192) {
        all += 1;
        strange += u32::from(letter.is_control() && !"\n\r\t\u{1a}".contains(letter));
    }
    strange > 8 && strange * 20 > all
}

/// A file whose first line names the fields, or the columns that were mapped: it is read by these, and
/// what cannot be read is refused row by row.
fn own_table(text: &Text, kind: Kind, wish: &Wish) -> Result<Option<FoundFile>, Failure> {
    let layout = text.layout();
    let Ok(mut source) = ImportTable::laid_out(text, layout) else { return Ok(None) };
    let columns = match wish.mapping.columns(source.head(), kind) {
        Ok(columns) => columns,
        Err(refusal) if refusal.rule == Rule::ImportUnknownField => return Err(refusal.into()),
        Err(_) => return Ok(None),
    };
    let head = Head::of(source.head());
    let found =
        Found { kind: kind.described(), fields: columns, missing: Vec::new(), twice: Vec::new() };
    let is_set = |field: &str| wish.mapping.set.contains_key(field);
    let mut evidence = Evidence::new(&head.names, &found, Vec::new(), &is_set);
    collect(&mut source, &mut evidence)?;
    let is_plain =
        wish.format.is_some() || evidence.dates.values().all(|dates| dates.not_iso.is_none());
    let is_plain = is_plain
        && (wish.mapping.decimal_comma
            || evidence.numbers.values().all(|numbers| numbers.not_plain.is_none()));
    let mut said = wish.said.clone();
    said.mapped.push("discount".into());
    said.has_format = wish.format.is_some();
    said.credit_is_positive = said.credit_is_positive.or(Some(false));
    // What can be read two ways is not guessed: it is refused row by row.
    let styles = evidence.decide(kind.word(), &said).ok().filter(|_| !is_plain);
    let program = None;
    let plan = Plan { kind, head: &head, found: &found, program, layout: Some(layout) };
    let mut file = plan.file(wish, Box::new(source), &evidence, styles.unwrap_or_default());
    if is_plain
        || file.styles.as_ref().is_some_and(|it| it.numbers.is_empty() && it.dates.is_empty())
    {
        file.styles = None;
    }
    file.reading.encoding = Some(text.encoding.into());
    if let Some(styles) = &mut file.styles {
        styles.by_name = false;
    }
    file.is_own = true;
    Ok(Some(file))
}

/// A row in which a header may be.
struct SampleRow {
    line: u64,
    at: usize,
    cells: Vec<String>,
}

/// Where the header is, and what stands above it.
struct Detected {
    at: usize,
    line: u64,
    head: Head,
    titles: Vec<String>,
    /// How many columns have a name that is known.
    known: usize,
}

/// The row that names the most columns.
fn detect(rows: Vec<SampleRow>, wish: &Wish) -> Option<Detected> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, row) in rows.iter().enumerate() {
        let head = Head::of(&row.cells);
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
    // A row of data may hold one word that is a column's name somewhere.
    if known == 1 && filled > 2 && wish.kind.is_none() {
        return None;
    }
    let titles = rows.iter().take(at).flat_map(|row| row.cells.clone()).collect();
    let row = rows.get(at)?;
    Some(Detected { at: row.at, line: row.line, head: Head::of(&row.cells), titles, known })
}

/// How a text is laid out: what stands between columns and where the header is.
fn lay_out(text: &Text, wish: &Wish) -> Option<(Layout, Detected)> {
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
        _ => (0, vec![b',', b';', b'\t', b'|']),
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

/// The first rows of a text.
fn sample_rows(sample: &str, separator: u8) -> Vec<SampleRow> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false);
    let mut reader = builder.from_reader(sample.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while rows.len() < MOST_SEARCHED {
        // Blank lines before a row are read over, and stand before it.
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

fn in_text(text: &Text, wish: &Wish) -> Result<Finding, Failure> {
    let Some((layout, detected)) = lay_out(text, wish) else {
        return Err(no_header(text, wish).into());
    };
    let source = ImportTable::laid_out(text, layout)?;
    let mut titles = detected.titles;
    titles.push(wish.name.clone());
    let finding = in_table(&detected.head, &titles, wish, Box::new(source), Some(layout))?;
    Ok(match finding {
        Finding::Read(mut file) => {
            file.reading.encoding = Some(text.encoding.into());
            file.reading.header_line = layout.before + 1;
            Finding::Read(file)
        }
        asked => asked,
    })
}

/// Why a text has no header that means anything.
fn no_header(text: &Text, wish: &Wish) -> Refusal {
    if let Some(kind) = wish.kind {
        let head = ImportTable::laid_out(text, text.layout());
        let columns = head.and_then(|table| wish.mapping.columns(table.head(), kind));
        if let Err(refusal) = columns {
            return refusal;
        }
    }
    match text.as_str().trim().is_empty() {
        true => unusable(Rule::ImportUnreadable, "file", "it has no header"),
        false => Refusal::new(Rule::ImportNoHeader, "file"),
    }
}

/// Takes every row of a source into account.
fn collect(source: &mut dyn Source, evidence: &mut Evidence) -> Result<(), Failure> {
    let failed = |error: std::io::Error| unusable(Rule::ImportUnreadable, "file", error);
    while let Some(next) = source.next_row().map_err(failed)? {
        if let NextRow::Row(place) = next {
            let cells = RowCells { cells: source.cells(), typed: source.typed() };
            evidence.row(place.line, &cells);
        }
    }
    evidence.finish();
    source.rewind().map_err(failed)?;
    Ok(())
}

struct RowCells<'a> {
    cells: &'a csv::StringRecord,
    typed: &'a [bool],
}

impl Cells for RowCells<'_> {
    fn text(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", str::trim)
    }

    fn is_typed(&self, place: usize) -> bool {
        self.typed.get(place) == Some(&true)
    }

    fn count(&self) -> usize {
        self.cells.len()
    }
}

/// Which kind a table is of, and where the fields of that come from.
fn choose(
    head: &Head,
    titles: &[String],
    wish: &Wish,
) -> Result<Result<(Kind, Found, Option<&'static Program>), Question>, Refusal> {
    let program = head.program();
    let kinds: Vec<Kind> = wish.kind.map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind]);
    let is_set = |field: &str| wish.mapping.set.contains_key(field);
    let found = |kind: &Kind| {
        let mapped = match wish.mapping.mapped(&head.names, *kind) {
            Ok(mapped) => mapped,
            // Of a kind that has no such field the file is not.
            Err(refusal) if refusal.rule == Rule::ImportUnknownField && wish.kind.is_none() => {
                return Ok(None);
            }
            Err(refusal) => return Err(refusal),
        };
        let program =
            program.filter(|it| it.kind.as_deref().is_none_or(|word| word == kind.word()));
        let sets =
            |field: &str| is_set(field) || program.is_some_and(|it| it.set.contains_key(field));
        Ok(Some(head.found(kind.described(), program, &mapped, &sets)))
    };
    let found: Vec<Option<Found>> = kinds.iter().map(found).collect::<Result<_, _>>()?;
    let found: Vec<Found> = found.into_iter().flatten().collect();
    let place = match (wish.kind, kinds::choose(head, &found, program, titles)) {
        (Some(_), _) => 0,
        (None, Chosen::One(place)) => place,
        (None, Chosen::Unclear(question)) => return Ok(Err(question)),
        (None, Chosen::Other(title)) => return Err(unusable(Rule::ImportOther, "file", title)),
        (None, Chosen::Unknown) => {
            let known = head.names.join(", ");
            return Err(Refusal::new(Rule::ImportKindUnknown, "file").with("known", known));
        }
    };
    let Some(found) = found.into_iter().nth(place) else {
        let first = wish.mapping.map.keys().next().cloned().unwrap_or_default();
        return Err(unusable(Rule::ImportUnknownField, &first, &first).with("known", ""));
    };
    let kind = Kind::from_word(found.kind.word).unwrap_or(Kind::Customers);
    let program = program.filter(|it| it.kind.as_deref().is_none_or(|word| word == kind.word()));
    Ok(Ok((kind, found, program)))
}

/// A table whose header is known: what it holds, how it is written, and what has to be asked.
fn in_table(
    head: &Head,
    titles: &[String],
    wish: &Wish,
    mut source: Box<dyn Source>,
    layout: Option<Layout>,
) -> Result<Finding, Failure> {
    let (kind, found, program) = match choose(head, titles, wish)? {
        Ok(chosen) => chosen,
        Err(question) => return Ok(Finding::Asked(question)),
    };
    if let Some((field, name)) = found.twice.first() {
        return Err(unusable(Rule::ImportAmbiguous, field, name).into());
    }
    if !found.missing.is_empty() {
        return Err(missing_columns(&found.missing, &head.names).into());
    }
    let meant = program.map(|it| &it.rows).into_iter().flatten();
    let meant = meant.filter_map(|(name, wanted)| Some((head.place(name)?, wanted.clone())));
    let is_set = |field: &str| {
        wish.mapping.set.contains_key(field) || program.is_some_and(|it| it.set.contains_key(field))
    };
    let mut evidence = Evidence::new(&head.names, &found, meant.collect(), &is_set);
    collect(source.as_mut(), &mut evidence)?;
    let mut said = wish.said.clone();
    said.has_format = wish.format.is_some();
    said.mapped = wish.mapping.map.keys().cloned().collect();
    if program.is_some_and(|it| it.fields.contains_key("discount")) {
        said.mapped.push("discount".into());
    }
    let styles = match evidence.decide(kind.word(), &said) {
        Ok(styles) => styles,
        Err(question) => return Ok(Finding::Asked(question)),
    };
    let plan = Plan { kind, head, found: &found, program, layout };
    Ok(Finding::Read(Box::new(plan.file(wish, source, &evidence, styles))))
}

/// What a reading is put together from.
struct Plan<'a> {
    kind: Kind,
    head: &'a Head,
    found: &'a Found,
    program: Option<&'static Program>,
    layout: Option<Layout>,
}

impl Plan<'_> {
    fn file(
        self,
        wish: &Wish,
        source: Box<dyn Source>,
        evidence: &Evidence,
        styles: Styles,
    ) -> FoundFile {
        let mut mapping = wish.mapping.clone();
        let set = self.program.map(|it| it.set.clone()).unwrap_or_default();
        for (field, value) in set {
            mapping.set.entry(field).or_insert(value);
        }
        if let Some(code) = self.named_currency()
            && !self.found.fields.contains_key("currency")
        {
            mapping.set.entry("currency".into()).or_insert(code);
        }
        let mut left_out: BTreeMap<LeftOut, u64> = BTreeMap::new();
        evidence.left.values().for_each(|why| *left_out.entry(*why).or_default() += 1);
        let used: Vec<usize> = self.found.fields.values().flatten().flatten().copied().collect();
        let unused = (0..self.head.names.len()).filter(|place| !used.contains(place));
        let owned = |field: &&'static str| (*field).to_string();
        let written = |(field, sources): (&&'static str, &Sources)| {
            (owned(field), self.head.written(sources))
        };
        let serial = evidence.dates.values().find_map(|it| it.serial.clone());
        let reading = Reading {
            kind: self.kind.word().into(),
            program: self.program.map(|it| it.name.clone()),
            separator: self.layout.map(|layout| char::from(layout.separator)),
            header_line: self.layout.map_or(1, |layout| layout.before + 1),
            map: self.found.fields.iter().map(written).collect(),
            set: mapping.set.clone(),
            numbers: styles.numbers.iter().map(|(field, it)| (owned(field), *it)).collect(),
            dates: styles.dates.iter().map(|(field, it)| (owned(field), *it)).collect(),
            date_format: wish.format.as_ref().map(ToString::to_string),
            serial: serial.map(|example| example.text),
            rows: self.program.map(|it| it.rows.clone()).unwrap_or_default(),
            left_out,
            left_lines: evidence.named.clone(),
            unused: unused
                .map(|place| self.head.named(place))
                .filter(|name| !name.trim().is_empty())
                .collect(),
            ..Reading::default()
        };
        let is_marked = evidence.numbers.values().any(|it| !it.marks.is_empty());
        let styles = FieldStyles {
            numbers: styles.numbers,
            dates: styles.dates,
            format: wish.format.clone(),
            is_marked,
            by_name: true,
        };
        // With the styles, numbers and dates are read once.
        mapping.decimal_comma = mapping.decimal_comma && styles.numbers.is_empty();
        let left: HashMap<u64, LeftOut> = evidence.left.clone();
        FoundFile {
            reading,
            kind: self.kind,
            is_own: false,
            mapping,
            styles: Some(styles),
            columns: self.found.fields.clone(),
            source: Without { inner: source, left },
        }
    }

    /// The currency that the name of an amount's column has in brackets.
    fn named_currency(&self) -> Option<String> {
        let kind = self.kind.fields();
        let fields = ["amount", "unit_price", "outstanding", "credit_limit"];
        let places = fields.iter().filter_map(|field| self.found.fields.get(field));
        let mut names = places.flatten().flatten().filter_map(|place| self.head.names.get(*place));
        let code = names.find_map(|name| marks::mark_of(words::bracketed(name)?)?.code());
        code.filter(|_| kind.contains(&"currency")).map(str::to_string)
    }
}

/// The most rows of a sheet in which a header is looked for.
fn in_workbook(bytes: Vec<u8>, wish: &Wish) -> Result<Finding, Refusal> {
    let mut book = Workbook::open(bytes)?;
    let names = book.sheets();
    let wanted: Vec<String> = match &wish.sheet {
        None => names.clone(),
        Some(name) => {
            let same: Vec<String> =
                names.iter().filter(|it| it.eq_ignore_ascii_case(name)).cloned().collect();
            if same.is_empty() {
                let refusal = unusable(Rule::ImportSheet, "sheet", name);
                return Err(refusal.with("known", names.join(", ")));
            }
            same
        }
    };
    let mut readable = Vec::new();
    let mut first_refusal = None;
    for name in &wanted {
        let rows = book.rows(name, MOST_SEARCHED)?;
        let rows = rows.first(MOST_SEARCHED).into_iter();
        let rows: Vec<SampleRow> =
            rows.map(|(at, line, cells)| SampleRow { line, at, cells }).collect();
        let is_empty = rows.is_empty();
        let Some(mut detected) = detect(rows, wish) else {
            if !is_empty {
                first_refusal.get_or_insert(Refusal::new(Rule::ImportNoHeader, "file"));
            }
            continue;
        };
        detected.titles.extend([name.clone(), wish.name.clone()]);
        match choose(&detected.head, &detected.titles, wish) {
            Ok(Ok((_, found, _))) if !found.missing.is_empty() => {
                let refusal = missing_columns(&found.missing, &detected.head.names);
                first_refusal.get_or_insert(refusal);
            }
            Ok(_) => readable.push((name.clone(), detected)),
            Err(refusal) => drop(first_refusal.get_or_insert(refusal)),
        }
    }
    let none = || unusable(Rule::ImportUnreadable, "file", "it has no header");
    let (name, detected) = match readable.len() {
        0 => return Err(first_refusal.unwrap_or_else(none)),
        1 => readable.remove(0),
        _ => {
            let choice = |(name, _): &(String, Detected)| Choice::new(name, "sheet", name);
            let choices = readable.iter().map(choice).collect();
            return Ok(Finding::Asked(Question { about: About::Sheet, example: None, choices }));
        }
    };
    let sheet = Sheet::below(book.rows(&name, usize::MAX)?, detected.at)?;
    drop(book);
    let finding = in_table(&detected.head, &detected.titles, wish, Box::new(sheet), None);
    match finding {
        Ok(Finding::Read(mut file)) => {
            file.reading.sheet = Some(name);
            file.reading.header_line = detected.line;
            Ok(Finding::Read(file))
        }
        Ok(asked) => Ok(asked),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(_) => Err(none()),
    }
}
