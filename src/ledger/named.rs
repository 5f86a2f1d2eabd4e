//! Finds rows by codes and numbers, as they look. Older entries may hold codes and numbers with
//! invisible characters, even two that differ in those alone, and these stay as they are. May use: the
//! tables, domain.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::text;

use super::table::Table;
use super::tables::SHOWN_AS;
use crate::store::rows::{Batch, LedgerError, Rows};

/// The row under a code or a number: as it is written, else as it looks.
pub fn find<V: Serialize + DeserializeOwned>(
    table: &Table<String, V>,
    rows: &dyn Rows,
    name: &str,
) -> Result<Option<V>, LedgerError> {
    let whole = text::folded_whole(name);
    if let Some(row) = table.get(rows, &whole)? {
        return Ok(Some(row));
    }
    let shown = text::folded(name);
    if shown != whole
        && let Some(row) = table.get(rows, &shown)?
    {
        return Ok(Some(row));
    }
    let Some(key) = SHOWN_AS.get(rows, &(table.letter(), shown))? else { return Ok(None) };
    table.get(rows, &key)
}

/// The row that an earlier entry stored under exactly this code or number.
pub fn get<V: Serialize + DeserializeOwned>(
    table: &Table<String, V>,
    rows: &dyn Rows,
    name: &str,
) -> Result<Option<V>, LedgerError> {
    table.get(rows, &text::folded_whole(name))
}

/// Stores a row under a code or a number as the entry writes it.
pub fn put<V: Serialize + DeserializeOwned>(
    table: &Table<String, V>,
    batch: &mut Batch,
    name: &str,
    row: &V,
) -> Result<(), LedgerError> {
    let (whole, shown) = (text::folded_whole(name), text::folded(name));
    table.put(batch, &whole, row)?;
    match whole == shown {
        true => Ok(()),
        false => SHOWN_AS.put(batch, &(table.letter(), shown), &whole),
    }
}
