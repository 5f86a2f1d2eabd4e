//! The columns of a file whose reading is not known yet, so that they can be matched by hand. May use:
//! the finding, the header, the sources.

use std::collections::BTreeMap;

use crate::exchange::reading::columns::ColumnNames;

use super::ImportKind;
use super::content::{FileContent, OpenContent};
use super::finding::{choose, sheets_wanted};
use super::header::{MOST_SEARCHED, SampleRow, detect, lay_out};
use super::source::Source;
use super::table::{DecodedText, ImportTable};
use super::wish::Wish;
use super::workbook::Workbook;

/// The columns of a file, and the fields that were found among them.
#[derive(Default)]
pub struct FileColumns {
    /// The kind of its records, if known.
    pub kind: Option<ImportKind>,
    /// The names of the columns, in the notation of `--map`.
    pub names: Vec<String>,
    /// The columns of the fields that were found, in the same notation.
    pub map: BTreeMap<&'static str, String>,
}

/// The columns of a file; `None` if it has no line of column names.
pub fn columns(content: &FileContent, wish: &Wish) -> FileColumns {
    let found = match content.open() {
        Ok(OpenContent::Workbook(mut book)) => head_in_workbook(&mut book, wish),
        Ok(OpenContent::Text(text)) => head_in_text(text, wish),
        Err(_) => None,
    };
    let Some((head, mut titles)) = found else { return FileColumns::default() };
    titles.push(wish.name.clone());
    let names = head.all_named();
    match choose(&head, &titles, wish) {
        Ok(Ok((kind, found, _))) => {
            let map = found.fields.iter().map(|(field, from)| (*field, head.written(from)));
            FileColumns { kind: Some(kind), names, map: map.collect() }
        }
        Ok(Err(_)) | Err(_) => FileColumns { kind: wish.kind, names, map: BTreeMap::new() },
    }
}

/// A header, and the text above it.
type FoundHead = (ColumnNames, Vec<String>);

fn head_in_text(text: &DecodedText, wish: &Wish) -> Option<FoundHead> {
    if let Some((_, detected)) = lay_out(text, wish) {
        return Some((detected.head, detected.titles));
    }
    let table = ImportTable::laid_out(text, text.layout()).ok()?;
    Some((ColumnNames::of(table.head()), Vec::new()))
}

/// The header of the first sheet that has one.
fn head_in_workbook(book: &mut Workbook, wish: &Wish) -> Option<FoundHead> {
    for name in sheets_wanted(&book.sheets(), wish).ok()? {
        let rows = book.start(&name).ok()?.first(MOST_SEARCHED);
        let rows = rows.into_iter().map(|(at, line, cells)| SampleRow { line, at, cells });
        if let Some(detected) = detect(rows.collect(), wish) {
            return Some((detected.head, detected.titles));
        }
    }
    None
}
