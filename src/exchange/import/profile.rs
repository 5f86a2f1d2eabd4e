//! How to read files of one shape, remembered in the book: the next file with the same columns is read
//! like the last one. What a profile means is up to the reader of files; here it is a text. May use: the
//! ledger's questions, the engine.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::domain::Envelope;
use crate::domain::command::KeepImportProfile;
use crate::engine::{Failure, Session};
use crate::ledger::lookup::fold;
use crate::ledger::query::suspense::ImportProfileOf;

use super::ImportKind;

pub use crate::ledger::query::suspense::KeptImportProfile;

/// The shape of a file: a SHA-256 over the names of its columns, in order, ignoring case, accents,
/// blanks and punctuation.
pub fn shape<T: AsRef<str>>(head: &[T]) -> String {
    let folded: Vec<String> = head.iter().map(|name| fold::words(name.as_ref())).collect();
    digits(&Sha256::digest(folded.join("\u{1f}").as_bytes()))
}

/// A hash in hexadecimal digits.
pub fn digits(hash: &[u8]) -> String {
    hash.iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// How to read files with these columns, if the book remembers that.
pub fn find<T: AsRef<str>>(
    session: &Session,
    head: &[T],
) -> Result<Option<KeptImportProfile>, Failure> {
    session.ask(&ImportProfileOf { shape: shape(head) })
}

/// Remembers how to read files with these columns: `profile` is a JSON object as text, at most 8,000
/// characters; an empty text forgets it. Writes nothing if the book has the same profile.
pub fn keep<T: AsRef<str>>(
    session: &Session,
    head: &[T],
    kind: ImportKind,
    profile: &str,
) -> Result<(), Failure> {
    let known = find(session, head)?;
    let is_kept = match &known {
        Some(known) => known.kind == kind.word() && known.profile == profile,
        None => profile.is_empty(),
    };
    if is_kept {
        return Ok(());
    }
    let (shape, kind) = (shape(head), kind.word().to_string());
    let command = KeepImportProfile { shape, kind, profile: profile.to_string(), date: None };
    session.post(Envelope::of(command)).map(drop)
}
