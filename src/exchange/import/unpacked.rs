//! Checks what a packed workbook unpacks to before any of it is parsed. May use: domain, zip.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::domain::{Refusal, Rule};

use super::source::unusable;

/// The most bytes that all parts of a workbook together may unpack to.
const MOST_UNPACKED: u64 = 512 << 20;

/// The most bytes of a part that the parser holds as a whole: the texts of an `.xlsx`, or anything in an
/// `.ods`.
const MOST_WHOLE: u64 = 64 << 20;

/// The most cells of an `.ods`, including the empty ones in between.
const MOST_CELLS: u64 = 3_000_000;

/// The most parts that a workbook may have.
const MOST_PARTS: usize = 10_000;

/// The refusal of a workbook that cannot be read.
pub fn unreadable(why: impl ToString) -> Refusal {
    unusable(Rule::ImportUnreadable, "file", why)
}

/// The refusal of a workbook that is damaged.
pub fn damaged() -> Refusal {
    unreadable("damaged_workbook")
}

/// The error of the zip library, in our words if the file is damaged.
fn of_packer(error: ZipError) -> Refusal {
    match error {
        ZipError::Io(_) | ZipError::InvalidArchive(_) | ZipError::FileNotFound => damaged(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            unreadable("protected_workbook")
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            unreadable("foreign_workbook")
        }
        other => unreadable(other),
    }
}

/// The refusal of a workbook that unpacks to more than is read.
pub fn too_much() -> Refusal {
    Refusal::new(Rule::ImportTooLarge, "file").with("most", MOST_UNPACKED >> 20)
}

/// Examines every part of a packed file without keeping any: the size it unpacks to, and the sizes that
/// its parser would allocate. Returns whether it is an `.ods`.
pub fn checked(bytes: &[u8]) -> Result<bool, Refusal> {
    if parts_listed(bytes).is_none_or(|parts| parts > MOST_PARTS) {
        return Err(damaged());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(of_packer)?;
    let names: Result<Vec<String>, _> =
        archive.file_names().map(|name| name.map(Cow::into_owned)).collect();
    let names = names.map_err(of_packer)?;
    let is_ods = names.iter().any(|name| name == "content.xml");
    if !is_ods && !names.iter().any(|name| name.ends_with("workbook.xml")) {
        return Err(unreadable("packed_file"));
    }
    let mut unpacked = 0;
    for (at, name) in names.iter().enumerate() {
        let mut part = archive.by_index(at).map_err(of_packer)?;
        let name = name.to_ascii_lowercase();
        let is_whole = !name.contains("worksheets/");
        let most = if is_whole { MOST_WHOLE } else { MOST_UNPACKED - unpacked };
        if name == "content.xml" {
            let mut content = Vec::new();
            (&mut part).take(most + 1).read_to_end(&mut content).map_err(|_| damaged())?;
            unpacked += content.len() as u64;
            if content.len() as u64 > most || cells_of_ods(&content) > MOST_CELLS {
                return Err(too_much());
            }
            continue;
        }
        let mut start = Vec::new();
        (&mut part).take(4_096).read_to_end(&mut start).map_err(|_| damaged())?;
        let rest = io::copy(&mut (&mut part).take(most + 1), &mut io::sink());
        let length = start.len() as u64 + rest.map_err(|_| damaged())?;
        unpacked += length;
        if length > most || unpacked > MOST_UNPACKED {
            return Err(too_much());
        }
        // The parser allocates as many texts as the part claims to have.
        if name.ends_with("sharedstrings.xml") && attribute(&start, "uniqueCount") > length {
            return Err(unreadable("too_many_texts"));
        }
    }
    Ok(is_ods)
}

/// How many parts a packed file lists at its end.
fn parts_listed(bytes: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"PK\x05\x06";
    let from = bytes.len().saturating_sub(66_000);
    let end = bytes.get(from..)?;
    let at = end.windows(MARK.len()).rposition(|window| window == MARK)?;
    let count = end.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}

/// The number in the first occurrence of an attribute; zero if it is missing.
fn attribute(text: &[u8], name: &str) -> u64 {
    let wanted = format!("{name}=\"");
    let at = text.windows(wanted.len()).position(|window| window == wanted.as_bytes());
    let digits = at.map(|at| text.get(at + wanted.len()..).unwrap_or_default());
    let digits = digits.unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number: u64, digit| {
        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

/// How many cells the parser makes from an `.ods`: for each sheet, the rows down to the last with
/// content times the width of the widest.
fn cells_of_ods(content: &[u8]) -> u64 {
    let (mut all, mut rows, mut widest, mut pending_rows) = (0_u64, 0_u64, 0_u64, 0_u64);
    let (mut width, mut pending, mut repeats) = (0_u64, 0_u64, 1_u64);
    for tag in content.split(|byte| *byte == b'<') {
        let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len());
        let tag = tag.get(..end).unwrap_or_default();
        let repeated = |name: &str| attribute(tag, name).max(1);
        if tag.starts_with(b"table:table-row") && !tag.starts_with(b"table:table-rows") {
            (width, pending) = (0, 0);
            repeats = repeated("table:number-rows-repeated");
        } else if tag.starts_with(b"table:table-cell")
            || tag.starts_with(b"table:covered-table-cell")
        {
            let count = repeated("table:number-columns-repeated").min(1 << 14);
            let holds = |name: &[u8]| tag.windows(name.len()).any(|window| window == name);
            let is_empty = tag.ends_with(b"/") && !holds(b"value") && !holds(b"formula");
            if is_empty {
                pending += count;
            } else {
                (width, pending) = (width + pending + count, 0);
            }
        } else if tag.starts_with(b"/table:table-row") {
            if width == 0 {
                pending_rows = pending_rows.saturating_add(repeats);
                continue;
            }
            rows = rows.saturating_add(pending_rows).saturating_add(repeats);
            (pending_rows, widest) = (0, widest.max(width));
            // The parser keeps each row at its own width before it makes them equal.
            all = all.saturating_add(width);
        } else if tag.starts_with(b"/table:table") && !tag.starts_with(b"/table:table-") {
            all = all.saturating_add(rows.saturating_mul(widest));
            (rows, widest, pending_rows) = (0, 0, 0);
        }
    }
    all.saturating_add(rows.saturating_mul(widest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_ods_repeats_is_counted_before_it_is_parsed() {
        let sheet = |rows: &str| format!("<table:table table:name=\"a\">{rows}</table:table>");
        let row = |repeats: u32, cells: &str| {
            format!(
                "<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>"
            )
        };
        let wide = "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        assert!(cells_of_ods(sheet(&row(1_000, wide)).as_bytes()) > MOST_CELLS);
        assert_eq!(cells_of_ods(sheet(&row(1_000_000, empty)).as_bytes()), 0);
        let one =
            "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
        let apart = row(1, one) + &row(4_000_000, empty) + &row(1, one);
        assert!(cells_of_ods(sheet(&apart).as_bytes()) > MOST_CELLS);
        assert_eq!(cells_of_ods(sheet(&(row(2, one) + &row(9, empty))).as_bytes()), 3);
    }
}
