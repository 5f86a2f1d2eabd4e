//! Works out how to read a file, or what to ask about it: turns its bytes into a source of rows, and
//! describes the reading completely. May use: the readings, the sources, the mapping.

use crate::domain::{Refusal, Rule};
use crate::engine::Failure;
use crate::exchange::reading::columns::{ColumnNames, KindColumns};
use crate::exchange::reading::evidence::{CellTexts, Evidence};
use crate::exchange::reading::kinds::{self, Chosen};
use crate::exchange::reading::words::Program;
use crate::exchange::reading::{Alternative, ReadingsOf, TwoReadings};

use super::ImportKind;
use super::content::OpenContent;
use super::found::ReadingPlan;
use super::header::{Detected, MOST_SEARCHED, SampleRow, detect, first_rows, lay_out};
use super::mapping::missing_columns;
use super::source::{NextRow, Source, unusable};
use super::table::{DecodedText, ImportTable, Layout};
use super::workbook::{SheetSource, Workbook};

pub use super::content::FileContent;
pub use super::found::{FoundFile, PreviewField};
pub use super::wish::Wish;

/// The outcome.
pub enum FileFinding {
    /// The file can be read.
    Read(Box<FoundFile>),
    /// Something in it can be read in two ways.
    Asked(TwoReadings),
}

/// Works out how to read the content of a file.
pub fn find(content: &FileContent, wish: &Wish) -> Result<FileFinding, Failure> {
    let text = match content.open()? {
        OpenContent::Workbook(mut book) => return in_workbook(&mut book, wish),
        OpenContent::Text(text) => text,
    };
    if let Some(kind) = wish.kind
        && wish.last.is_none()
        && let Some(found) = own_table(text, kind, wish)?
    {
        return Ok(FileFinding::Read(Box::new(found)));
    }
    in_text(text, wish)
}

/// Reads a file whose first line names the fields, or whose columns were mapped. What cannot be read is
/// refused row by row.
fn own_table(
    text: &DecodedText,
    kind: ImportKind,
    wish: &Wish,
) -> Result<Option<FoundFile>, Failure> {
    let layout = text.layout();
    let Ok(mut source) = ImportTable::laid_out(text, layout) else { return Ok(None) };
    let columns = match wish.mapping.columns(source.head(), kind) {
        Ok(columns) => columns,
        Err(refusal) if refusal.rule == Rule::ImportUnknownField => return Err(refusal.into()),
        Err(_) => return Ok(None),
    };
    let head = ColumnNames::of(source.head());
    let is_mapped = |field: &str| wish.mapping.map.contains_key(field);
    let found = KindColumns {
        kind: kind.described(),
        fields: head.with_owed(kind.described(), columns, &is_mapped),
        missing: Vec::new(),
        twice: Vec::new(),
    };
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
    // Don't guess what can be read in two ways; refuse it row by row.
    let styles = evidence.decide(kind.word(), &said).ok().filter(|_| !is_plain);
    let program = None;
    let plan = ReadingPlan { kind, head: &head, found: &found, program, layout: Some(layout) };
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

fn in_text(text: &DecodedText, wish: &Wish) -> Result<FileFinding, Failure> {
    let Some((layout, detected)) = lay_out(text, wish) else {
        return Err(no_header(text, wish).into());
    };
    let source = ImportTable::laid_out(text, layout)?;
    let mut titles = detected.titles;
    titles.push(wish.name.clone());
    let finding = in_table(&detected.head, &titles, wish, Box::new(source), Some(layout))?;
    Ok(match finding {
        FileFinding::Read(mut file) => {
            file.reading.encoding = Some(text.encoding.into());
            file.reading.header_line = layout.before + 1;
            FileFinding::Read(file)
        }
        asked @ FileFinding::Asked(_) => asked,
    })
}

/// Why a text has no usable header.
fn no_header(text: &DecodedText, wish: &Wish) -> Refusal {
    if let Some(kind) = wish.kind {
        let head = ImportTable::laid_out(text, text.layout());
        let columns = head.and_then(|table| wish.mapping.columns(table.head(), kind));
        if let Err(refusal) = columns {
            return refusal;
        }
    }
    match text.as_str().trim().is_empty() {
        true => unusable(Rule::ImportUnreadable, "file", "no_header"),
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

impl CellTexts for RowCells<'_> {
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

/// A kind, the columns of its fields, and the program that wrote the file.
type ChosenKind = (ImportKind, KindColumns, Option<&'static Program>);

/// The kind of a table, and the columns of its fields.
pub(super) fn choose(
    head: &ColumnNames,
    titles: &[String],
    wish: &Wish,
) -> Result<Result<ChosenKind, TwoReadings>, Refusal> {
    let program = head.program();
    let kinds: Vec<ImportKind> =
        wish.kind.map_or_else(|| ImportKind::ALL.to_vec(), |kind| vec![kind]);
    let is_set = |field: &str| wish.mapping.set.contains_key(field);
    let found = |kind: &ImportKind| {
        let mapped = match wish.mapping.mapped(&head.names, *kind) {
            Ok(mapped) => mapped,
            // A file can't be of a kind that has no such field.
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
    let found: Vec<Option<KindColumns>> = kinds.iter().map(found).collect::<Result<_, _>>()?;
    let found: Vec<KindColumns> = found.into_iter().flatten().collect();
    let place = match (wish.kind, kinds::choose(head, &found, program, titles)) {
        (Some(_), _) => 0,
        (None, Chosen::One(place)) => place,
        (None, Chosen::Unclear(question)) => return Ok(Err(question)),
        (None, Chosen::Other(title)) => return Err(unusable(Rule::ImportOther, "file", title)),
        (None, Chosen::Aging(ages)) => return Err(unusable(Rule::ImportAging, "file", ages)),
        (None, Chosen::Vendors(column)) => {
            return Err(unusable(Rule::ImportVendors, "file", column));
        }
        (None, Chosen::Unknown) => {
            let known = head.names.join(", ");
            return Err(Refusal::new(Rule::ImportKindUnknown, "file").with("known", known));
        }
    };
    let Some(found) = found.into_iter().nth(place) else {
        let first = wish.mapping.map.keys().next().cloned().unwrap_or_default();
        return Err(unusable(Rule::ImportUnknownField, &first, &first).with("known", ""));
    };
    let kind = ImportKind::from_word(found.kind.word).unwrap_or(ImportKind::Customers);
    let program = program.filter(|it| it.kind.as_deref().is_none_or(|word| word == kind.word()));
    Ok(Ok((kind, found, program)))
}

/// Reads a table whose header is known: its kind, its formats, and what has to be asked.
fn in_table(
    head: &ColumnNames,
    titles: &[String],
    wish: &Wish,
    mut source: Box<dyn Source>,
    layout: Option<Layout>,
) -> Result<FileFinding, Failure> {
    let (kind, found, program) = match choose(head, titles, wish)? {
        Ok(chosen) => chosen,
        Err(question) => return Ok(FileFinding::Asked(question)),
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
    evidence.watch(head.tax_apart(&found).filter(|_| !wish.mapping.map.contains_key("amount")));
    collect(source.as_mut(), &mut evidence)?;
    if let Some(tax) = evidence.watched() {
        let refusal = unusable(Rule::ImportTaxApart, "amount", &tax.text);
        return Err(refusal.with("column", &tax.column).with("line", tax.line).into());
    }
    let wish = &with_likely(wish, &evidence);
    let mut said = wish.said.clone();
    said.has_format = wish.format.is_some();
    said.mapped = wish.mapping.map.keys().cloned().collect();
    if program.is_some_and(|it| it.fields.contains_key("discount")) {
        said.mapped.push("discount".into());
    }
    let styles = match evidence.decide(kind.word(), &said) {
        Ok(styles) => styles,
        Err(question) => return Ok(FileFinding::Asked(question)),
    };
    let plan = ReadingPlan { kind, head, found: &found, program, layout };
    let mut file = plan.file(wish, source, &evidence, styles);
    file.decided.kind = kind_decided(head, titles, wish, kind);
    Ok(FileFinding::Read(Box::new(file)))
}

/// The kind, if it could not be worked out alone.
fn kind_decided(
    head: &ColumnNames,
    titles: &[String],
    wish: &Wish,
    kind: ImportKind,
) -> Option<String> {
    wish.kind?;
    let alone = choose(head, titles, &Wish { kind: None, ..wish.clone() });
    let is_found = matches!(alone, Ok(Ok((found, _, _))) if found == kind);
    (!is_found).then(|| kind.word().to_string())
}

/// What a person said, completed by the formats of the last file; a format that the rows do not need is
/// left out.
fn with_likely(wish: &Wish, evidence: &Evidence) -> Wish {
    let mut wish = wish.clone();
    if let Some(last) = &wish.last {
        wish.said.likely = last.likely();
        let format = last.format().filter(|it| it.order().is_none());
        wish.format = wish.format.or(format.filter(|_| evidence.has_no_known_date()));
    }
    wish
}

/// The most rows of each layout that may be the header of a known file.
const MOST_HEADS: usize = 20;

/// The possible columns of a file: those that were found, then every row near its beginning.
pub fn heads(content: &FileContent, wish: &Wish) -> Vec<Vec<String>> {
    let mut heads = Vec::new();
    match content.open() {
        Ok(OpenContent::Workbook(mut book)) => {
            for name in book.sheets() {
                let Ok(rows) = book.start(&name) else { continue };
                let rows = rows.first(MOST_HEADS).into_iter();
                heads.extend(rows.map(|(_, _, cells)| cells));
            }
        }
        Ok(OpenContent::Text(text)) => {
            heads.extend(lay_out(text, wish).map(|(_, detected)| detected.head.names));
            heads.extend(first_rows(text, MOST_HEADS));
        }
        Err(_) => return heads,
    }
    let mut seen = std::collections::HashSet::new();
    heads.retain(|head| head.len() > 1 && seen.insert(head.clone()));
    heads
}

/// The most sheets of a workbook that are examined.
pub(super) fn sheets_wanted(names: &[String], wish: &Wish) -> Result<Vec<String>, Refusal> {
    let Some(wanted) = &wish.sheet else { return Ok(names.to_vec()) };
    let same = |name: &&String| name.eq_ignore_ascii_case(wanted);
    let found: Vec<String> = names.iter().filter(same).cloned().collect();
    match found.is_empty() {
        true => Err(unusable(Rule::ImportSheet, "sheet", wanted).with("known", names.join(", "))),
        false => Ok(found),
    }
}

/// The header of a sheet; refused if the sheet is not a table that can be imported.
fn header_of_sheet(book: &mut Workbook, name: &str, wish: &Wish) -> Result<Detected, Refusal> {
    let rows = book.start(name)?.first(MOST_SEARCHED);
    if rows.is_empty() {
        return Err(unusable(Rule::ImportUnreadable, "file", "no_header"));
    }
    let rows = rows.into_iter().map(|(at, line, cells)| SampleRow { line, at, cells }).collect();
    let mut detected =
        detect(rows, wish).ok_or_else(|| Refusal::new(Rule::ImportNoHeader, "file"))?;
    detected.titles.extend([name.to_string(), wish.name.clone()]);
    match choose(&detected.head, &detected.titles, wish)? {
        Ok((_, found, _)) if !found.missing.is_empty() => {
            Err(missing_columns(&found.missing, &detected.head.names))
        }
        _ => Ok(detected),
    }
}

fn in_workbook(book: &mut Workbook, wish: &Wish) -> Result<FileFinding, Failure> {
    let (mut readable, mut refusal) = (Vec::new(), None);
    for name in sheets_wanted(&book.sheets(), wish)? {
        match header_of_sheet(book, &name, wish) {
            Ok(detected) => readable.push((name, detected)),
            // An empty sheet next to others means nothing.
            Err(other) => {
                let is_better = |it: &Refusal| it.rule == Rule::ImportUnreadable;
                if refusal.as_ref().is_none_or(is_better) {
                    refusal = Some(other);
                }
            }
        }
    }
    if readable.len() > 1 {
        let choice = |(name, _): &(String, Detected)| Alternative::new(name, "sheet", name);
        let choices = readable.iter().map(choice).collect();
        return Ok(FileFinding::Asked(TwoReadings {
            about: ReadingsOf::Sheet,
            example: None,
            choices,
        }));
    }
    let Some((name, detected)) = readable.pop() else {
        let none = || unusable(Rule::ImportUnreadable, "file", "no_sheets");
        return Err(refusal.unwrap_or_else(none).into());
    };
    let sheet = SheetSource::below(book.rows(&name)?, detected.at)?;
    let sheets = book.sheets().len();
    let finding = in_table(&detected.head, &detected.titles, wish, Box::new(sheet), None)?;
    Ok(match finding {
        FileFinding::Read(mut file) => {
            // The only sheet need not be named.
            file.decided.sheet = file.decided.sheet.filter(|_| sheets > 1);
            file.reading.sheet = Some(name);
            file.reading.header_line = detected.line;
            FileFinding::Read(file)
        }
        asked @ FileFinding::Asked(_) => asked,
    })
}
