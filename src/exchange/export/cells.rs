//! Writes rows as the cells of a table: every field that has a column, once, and no others.

use std::borrow::Cow;
use std::fmt::Display;

use serde::ser::{Error as _, Impossible, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::{Error, Value};

/// Collects the cells of one row after another.
pub(super) struct Cells {
    columns: &'static [&'static str],
    texts: Vec<String>,
    /// How to write a text into a cell.
    write: fn(&str) -> Cow<'_, str>,
    /// The column of the next field, if fields come in the order of the columns.
    next: usize,
}

impl Cells {
    /// The cells of a table with these columns, whose texts `write` writes.
    pub(super) fn new(columns: &'static [&'static str], write: fn(&str) -> Cow<'_, str>) -> Cells {
        Cells { columns, texts: vec![String::new(); columns.len()], write, next: 0 }
    }

    /// The cells of a row, which is an object: empty if it lacks the field.
    pub(super) fn of(&mut self, row: &impl Serialize) -> Result<&[String], Error> {
        self.texts.iter_mut().for_each(String::clear);
        self.next = 0;
        row.serialize(CellFields { row: self, key: String::new() })?;
        Ok(&self.texts)
    }

    fn column(&self, name: &str) -> Option<usize> {
        match self.columns.get(self.next) {
            Some(column) if *column == name => Some(self.next),
            _ => self.columns.iter().position(|column| *column == name),
        }
    }

    fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let Some(column) = self.column(name) else { return Ok(()) };
        self.next = column + 1;
        let value = cell(serde_json::to_value(value)?, self.write);
        if let Some(cell) = self.texts.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }
}

/// A value as a cell: text as a spreadsheet may show it, a list of texts joined, an empty cell for none, anything
/// else as JSON.
fn cell(value: Value, write: fn(&str) -> Cow<'_, str>) -> String {
    let shown = |text: String| match write(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(marked) => marked,
    };
    match value {
        Value::Null => String::new(),
        Value::String(text) => shown(text),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            shown(texts.join("+"))
        }
        other => other.to_string(),
    }
}

/// Receives a row field by field.
struct CellFields<'a> {
    row: &'a mut Cells,
    /// The name of the field whose value comes next.
    key: String,
}

impl SerializeStruct for CellFields<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T>(&mut self, key: &'static str, value: &T) -> Result<(), Error>
    where
        T: Serialize + ?Sized,
    {
        self.row.put(key, value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl SerializeMap for CellFields<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = match serde_json::to_value(key)? {
            Value::String(key) => key,
            _ => return Err(no_row()),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.row.put(&std::mem::take(&mut self.key), value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

fn no_row() -> Error {
    Error::custom("a row has fields with names")
}

macro_rules! no_rows {
    ($($method:ident($($part:ty),*);)+) => {$(
        fn $method(self, $(_: $part),*) -> Result<(), Error> {
            Err(no_row())
        }
    )+};
}

macro_rules! no_rows_of_parts {
    ($($method:ident($($part:ty),*) -> $kind:ident;)+) => {$(
        fn $method(self, $(_: $part),*) -> Result<Self::$kind, Error> {
            Err(no_row())
        }
    )+};
}

impl<'a> Serializer for CellFields<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = CellFields<'a>;
    type SerializeStruct = CellFields<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    no_rows! {
        serialize_bool(bool); serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]);
        serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64);
        serialize_f32(f32); serialize_f64(f64);
        serialize_none(); serialize_unit(); serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    no_rows_of_parts! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, row: &T) -> Result<(), Error> {
        row.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        row: &T,
    ) -> Result<(), Error> {
        row.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(no_row())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<CellFields<'a>, Error> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<CellFields<'a>, Error> {
        Ok(self)
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result<(), Error> {
        Err(no_row())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row<'a> {
        number: u64,
        #[serde(flatten)]
        rest: Rest<'a>,
        last: Option<&'a str>,
    }

    #[derive(Serialize)]
    struct Rest<'a> {
        tax: &'a [&'a str],
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<&'a str>,
        no_column: &'a str,
        is_void: bool,
        prices: std::collections::BTreeMap<&'a str, &'a str>,
    }

    #[test]
    fn each_field_stands_in_its_column_and_nothing_of_the_row_before() {
        let columns = &["last", "number", "note", "tax", "is_void", "prices", "none"];
        let mut cells = Cells::new(columns, crate::domain::marks::cell);
        let prices = [("RWF", "5")].into();
        let rest =
            Rest { tax: &["GST", "QST"], note: Some("=1"), no_column: "x", is_void: true, prices };
        let row = Row { number: 7, rest, last: Some("a\x1b") };
        let expected = ["a<U+001B>", "7", "'=1", "GST+QST", "true", r#"{"RWF":"5"}"#, ""];
        assert_eq!(cells.of(&row).unwrap(), expected);
        let row = Row { rest: Rest { note: None, tax: &[], ..row.rest }, last: None, ..row };
        let expected = ["", "7", "", "", "true", r#"{"RWF":"5"}"#, ""];
        assert_eq!(cells.of(&row).unwrap(), expected);
        assert!(cells.of(&"text").is_err());
    }
}
