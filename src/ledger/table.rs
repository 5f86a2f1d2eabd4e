//! Typed rows: a table has a letter with which its keys begin, keys that sort by their bytes, and
//! values in bincode after a version byte. May use: domain, bincode, serde.

use std::marker::PhantomData;

use bincode::Options;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::domain::{Currency, Day};

use crate::store::rows::{Batch, LedgerError, RowKey, Rows, behind};

/// The version byte before every stored value. Raise it with any change of a row; ledgers of another
/// version are posted again.
pub const ROW_VERSION: u8 = 17;

/// A key that sorts by its bytes.
pub trait Key: Sized {
    /// Appends the bytes.
    fn write(&self, out: &mut RowKey);
    /// Takes the bytes off the front.
    fn read(bytes: &mut &[u8]) -> Option<Self>;
}

/// A table of values of type `V` by keys of type `K`.
pub struct Table<K, V> {
    letter: u8,
    name: &'static str,
    types: PhantomData<fn() -> (K, V)>,
}

fn coding() -> impl Options {
    bincode::DefaultOptions::new()
}

/// Declares the tables of a file, each with its key, its row, its letter and its name.
macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $key:ty => $row:ty = $letter:literal, $name:literal;)+) => {
        $($(#[$doc])* pub const $table: $crate::ledger::table::Table<$key, $row> =
            $crate::ledger::table::Table::new($letter, $name);)+

        /// The letters and names of these tables.
        pub(super) const NAMES: &[(u8, &str)] = &[$(($letter, $name)),+];
    };
}
pub(super) use tables;

/// A stored value: the version byte and bincode.
pub fn encode<V: Serialize>(value: &V) -> Result<Vec<u8>, String> {
    let mut bytes = SmallVec::<[u8; 128]>::from_slice(&[ROW_VERSION]);
    coding().serialize_into(&mut bytes, value).map_err(|error| error.to_string())?;
    // Without spare capacity, because many values are kept in memory.
    Ok(bytes.to_vec())
}

/// Reads what [`encode`] wrote after the version byte.
fn decode<V: DeserializeOwned>(fields: &[u8]) -> Result<V, String> {
    coding().deserialize(fields).map_err(|error| error.to_string())
}

impl<K: Key, V: Serialize + DeserializeOwned> Table<K, V> {
    /// The table whose keys begin with `letter`.
    pub const fn new(letter: u8, name: &'static str) -> Table<K, V> {
        Table { letter, name, types: PhantomData }
    }

    /// The letter its keys begin with.
    pub const fn letter(&self) -> u8 {
        self.letter
    }

    /// Its name in messages.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    fn key(&self, key: &impl Key) -> RowKey {
        let mut bytes = RowKey::from_slice(&[self.letter]);
        key.write(&mut bytes);
        bytes
    }

    fn error(&self, why: impl ToString) -> LedgerError {
        LedgerError::Row { table: self.name, why: why.to_string() }
    }

    fn value(&self, bytes: &[u8]) -> Result<V, LedgerError> {
        decode(self.fields(bytes)?).map_err(|why| self.error(why))
    }

    /// A stored value after its version byte.
    fn fields<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], LedgerError> {
        match bytes.split_first() {
            Some((&ROW_VERSION, fields)) => Ok(fields),
            Some((version, _)) => Err(LedgerError::Version(*version)),
            None => Err(self.error("no bytes")),
        }
    }

    fn read_key(&self, key: &[u8]) -> Result<K, LedgerError> {
        let mut rest = key.get(1..).unwrap_or_default();
        let key = K::read(&mut rest).filter(|_| rest.is_empty());
        key.ok_or_else(|| self.error("a key of another form"))
    }

    fn row(&self, (key, value): (Vec<u8>, Vec<u8>)) -> Result<(K, V), LedgerError> {
        Ok((self.read_key(&key)?, self.value(&value)?))
    }

    /// The value at `key`.
    pub fn get(&self, rows: &dyn Rows, key: &K) -> Result<Option<V>, LedgerError> {
        let mut value = None;
        rows.with_value(&self.key(key), &mut |bytes| value = Some(self.value(bytes)))?;
        value.transpose()
    }

    /// The same for a value of any version of this program, in a table whose rows never change.
    pub fn get_of_any_version(&self, rows: &dyn Rows, key: &K) -> Result<Option<V>, LedgerError> {
        let value = rows.get(&self.key(key))?;
        let read = |bytes: Vec<u8>| decode(bytes.get(1..).unwrap_or_default());
        value.map(read).transpose().map_err(|why| self.error(why))
    }

    /// The value at `key`, which must be there.
    pub fn need(&self, rows: &dyn Rows, key: &K) -> Result<V, LedgerError> {
        self.get(rows, key)?.ok_or_else(|| self.error("a row that must be there is missing"))
    }

    /// All rows whose keys begin with `prefix`, ascending.
    pub fn scan<'a>(
        &'a self,
        rows: &'a dyn Rows,
        prefix: &impl Key,
    ) -> impl Iterator<Item = Result<(K, V), LedgerError>> + 'a {
        let from = self.key(prefix);
        let to = behind(&from);
        rows.scan(&from, &to).map(|row| self.row(row?))
    }

    /// All rows whose keys lie in `from..to`, ascending.
    pub fn between<'a, T: Key, U: Key>(
        &'a self,
        rows: &'a dyn Rows,
        from: &T,
        to: &U,
    ) -> impl Iterator<Item = Result<(K, V), LedgerError>> + 'a + use<'a, K, V, T, U> {
        rows.scan(&self.key(from), &self.key(to)).map(|row| self.row(row?))
    }

    /// All rows after a key, or all rows, ascending.
    pub fn behind<'a>(
        &'a self,
        rows: &'a dyn Rows,
        after: Option<&K>,
    ) -> impl Iterator<Item = Result<(K, V), LedgerError>> + 'a {
        let mut from = RowKey::from_slice(&[self.letter]);
        let to = behind(&from);
        if let Some(after) = after {
            after.write(&mut from);
            from.push(0);
        }
        rows.scan(&from, &to).map(|row| self.row(row?))
    }

    /// The last row whose key begins with `prefix`.
    pub fn last(&self, rows: &dyn Rows, prefix: &impl Key) -> Result<Option<(K, V)>, LedgerError> {
        let from = self.key(prefix);
        rows.last(&from, &behind(&from))?.map(|row| self.row(row)).transpose()
    }

    /// The last row whose key lies in `from..to`.
    pub fn last_between(
        &self,
        rows: &dyn Rows,
        (from, to): (&impl Key, &impl Key),
    ) -> Result<Option<(K, V)>, LedgerError> {
        rows.last(&self.key(from), &self.key(to))?.map(|row| self.row(row)).transpose()
    }

    /// The rows whose keys begin with `prefix`, last first, read lazily.
    pub fn newest<'a>(
        &'a self,
        rows: &'a dyn Rows,
        prefix: &impl Key,
    ) -> impl Iterator<Item = Result<(K, V), LedgerError>> + 'a {
        let from = self.key(prefix);
        let mut below = behind(&from);
        std::iter::from_fn(move || {
            let row = rows.last(&from, &below).transpose()?;
            if let Ok((key, _)) = &row {
                below = RowKey::from_slice(key);
            }
            Some(row.and_then(|row| self.row(row)))
        })
    }

    /// Passes all rows to a function, ascending, without copying any.
    pub fn for_each(
        &self,
        rows: &dyn Rows,
        mut see: impl FnMut(K, V) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.each_stored(rows, |key, value| see(key, self.value(value)?))
    }

    /// The same with each value as it is stored, for [`Table::first_fields`].
    pub fn each_stored(
        &self,
        rows: &dyn Rows,
        mut see: impl FnMut(K, &[u8]) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let from = [self.letter];
        rows.for_each(&from, &behind(&from), &mut |key, value| see(self.read_key(key)?, value))
    }

    /// Passes the rows whose keys are in `from..to`.
    pub fn each_between(
        &self,
        rows: &dyn Rows,
        (from, to): (&impl Key, &impl Key),
        mut see: impl FnMut(K, V) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.stored_between(rows, (from, to), |key, value| see(key, self.value(value)?))
    }

    /// The same with each value as it is stored.
    pub fn stored_between(
        &self,
        rows: &dyn Rows,
        (from, to): (&impl Key, &impl Key),
        mut see: impl FnMut(K, &[u8]) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let (from, to) = (self.key(from), self.key(to));
        rows.for_each(&from, &to, &mut |key, value| see(self.read_key(key)?, value))
    }

    /// Reads a stored value in full.
    pub fn stored(&self, value: &[u8]) -> Result<V, LedgerError> {
        self.value(value)
    }

    /// Reads the first fields of a stored value.
    pub fn first_fields<'a, P: Deserialize<'a> + FirstFieldsOf<V>>(
        &self,
        value: &'a [u8],
    ) -> Result<P, LedgerError> {
        let read = coding().allow_trailing_bytes().deserialize(self.fields(value)?);
        read.map_err(|error| self.error(error))
    }

    /// Puts a row.
    pub fn put(&self, batch: &mut Batch, key: &K, value: &V) -> Result<(), LedgerError> {
        batch.put(self.key(key), encode(value).map_err(|why| self.error(why))?);
        Ok(())
    }

    /// Removes a row.
    pub fn remove(&self, batch: &mut Batch, key: &K) {
        batch.remove(self.key(key));
    }
}

impl Key for () {
    fn write(&self, _: &mut RowKey) {}
    fn read(_: &mut &[u8]) -> Option<()> {
        Some(())
    }
}

/// Types with the first fields of a row `V`, in their order and of their types; text may be borrowed.
pub trait FirstFieldsOf<V> {}

macro_rules! whole_number_keys {
    ($($kind:ty)+) => {$(
        impl Key for $kind {
            fn write(&self, out: &mut RowKey) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn read(bytes: &mut &[u8]) -> Option<$kind> {
                let (head, rest) = bytes.split_first_chunk()?;
                *bytes = rest;
                Some(<$kind>::from_be_bytes(*head))
            }
        }
    )+};
}
whole_number_keys!(u8 u16 u32 u64);

impl Key for [u8; 16] {
    fn write(&self, out: &mut RowKey) {
        out.extend_from_slice(self);
    }
    fn read(bytes: &mut &[u8]) -> Option<[u8; 16]> {
        let (head, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        Some(*head)
    }
}

/// Text, only as the last part of a key, because it takes all remaining bytes.
impl Key for String {
    fn write(&self, out: &mut RowKey) {
        out.extend_from_slice(self.as_bytes());
    }
    fn read(bytes: &mut &[u8]) -> Option<String> {
        let text = String::from_utf8(bytes.to_vec()).ok()?;
        *bytes = &[];
        Some(text)
    }
}

impl Key for Day {
    fn write(&self, out: &mut RowKey) {
        u32::try_from(self.julian()).unwrap_or(0).write(out);
    }
    fn read(bytes: &mut &[u8]) -> Option<Day> {
        i32::try_from(u32::read(bytes)?).ok().and_then(Day::from_julian)
    }
}

impl Key for Currency {
    fn write(&self, out: &mut RowKey) {
        out.extend_from_slice(&self.bytes());
    }
    fn read(bytes: &mut &[u8]) -> Option<Currency> {
        let (head, rest) = bytes.split_first_chunk::<3>()?;
        *bytes = rest;
        Currency::parse(std::str::from_utf8(head).ok()?)
    }
}

macro_rules! tuple_keys {
    ($(($($part:ident)+))+) => {$(
        impl<$($part: Key),+> Key for ($($part,)+) {
            #[allow(non_snake_case)]
            fn write(&self, out: &mut RowKey) {
                let ($($part,)+) = self;
                $($part.write(out);)+
            }
            fn read(bytes: &mut &[u8]) -> Option<($($part,)+)> {
                Some(($($part::read(bytes)?,)+))
            }
        }
    )+};
}
tuple_keys!((A B) (A B C) (A B C D));
