//! The currencies and percent signs of the cells of an `.ods`, which its parser drops: they are written
//! into the cells before it runs. May use: the format of cells, the reading of amounts, zip.

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::exchange::reading::amounts::Figure;

use super::cell_format::plain;

/// The part that holds the cells.
const CONTENT: &str = "content.xml";

/// The tag of a cell.
const CELL: &str = "table:table-cell";

/// The same workbook, in which a cell of 40 in US dollars is the text `USD 40`, and one of 10 percent the
/// text `10%`. Its parts must have been checked.
pub fn with_marks(bytes: Vec<u8>) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(&bytes))?;
    let mut content = String::new();
    if archive.by_name(CONTENT)?.read_to_string(&mut content).is_err() {
        return Ok(bytes);
    }
    let Some(content) = marked(&content) else { return Ok(bytes) };
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(content.len())));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at)?;
        let is_content = part.name()? == CONTENT;
        if !is_content {
            writer.raw_copy_file(part)?;
        }
    }
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.start_file(CONTENT, stored)?;
    writer.write_all(content.as_bytes())?;
    Ok(writer.finish()?.into_inner())
}

/// The content with marks in its cells; `None` if none has one.
fn marked(content: &str) -> Option<String> {
    let mut text = String::with_capacity(content.len());
    let mut tags = content.split('<').peekable();
    text.push_str(tags.next()?);
    let mut is_any = false;
    while let Some(tag) = tags.next() {
        text.push('<');
        let beside = tags.peek().and_then(|it| it.strip_prefix("text:p>")).unwrap_or_default();
        match tag.strip_prefix(CELL).zip(shown(tag, beside)) {
            Some((rest, shown)) => {
                is_any = true;
                // The parser takes the first value that a cell has.
                text.push_str(&format!("{CELL} office:string-value=\"{shown}\"{rest}"));
            }
            None => text.push_str(tag),
        }
    }
    is_any.then_some(text)
}

/// A cell's number with what it is beside its digits: as its text shows it, otherwise the currency's code.
fn shown(tag: &str, text: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let number = || attribute(tag, "office:value")?.parse::<f64>().ok();
    let shown = match attribute(tag, "office:value-type")? {
        "percentage" => plain(number()? * 100.0) + "%",
        "currency" => {
            let seen = Figure::of(text).and_then(|figure| figure.mark);
            let seen = seen.map(|mark| mark.code().unwrap_or(&mark.text));
            let mark = seen.or_else(|| attribute(tag, "office:currency"))?;
            format!("{mark} {}", plain(number()?))
        }
        _ => return None,
    };
    (!shown.contains(['"', '&', '<'])).then_some(shown)
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, behind) = tag.split_once(&format!(" {name}=\""))?;
    behind.split_once('"').map(|(value, _)| value)
}
