//! The content of an imported file, decoded or unpacked only once while its reading is being worked out.
//! May use: the text, the workbook, domain.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{Refusal, Rule};

use super::table::DecodedText;
use super::workbook::Workbook;

/// The content of a file. Clones share it.
#[derive(Clone)]
pub struct FileContent {
    kind: Arc<ContentKind>,
    /// The size of the file in bytes.
    pub length: usize,
}

enum ContentKind {
    Text(DecodedText),
    Workbook(Mutex<Workbook>),
    /// It can't be read, whatever a person says about it.
    Unusable(Refusal),
}

/// Content by type of file.
pub(super) enum OpenContent<'a> {
    Text(&'a DecodedText),
    Workbook(MutexGuard<'a, Workbook>),
}

impl FileContent {
    /// The content of a file with these bytes.
    pub fn of(bytes: Vec<u8>) -> FileContent {
        let length = bytes.len();
        FileContent { kind: Arc::new(kind(bytes)), length }
    }

    /// The content; refused if it is neither text nor a workbook, or is damaged.
    pub(super) fn open(&self) -> Result<OpenContent<'_>, Refusal> {
        match &*self.kind {
            ContentKind::Text(text) => Ok(OpenContent::Text(text)),
            ContentKind::Workbook(book) => {
                Ok(OpenContent::Workbook(book.lock().unwrap_or_else(PoisonError::into_inner)))
            }
            ContentKind::Unusable(refusal) => Err(refusal.clone()),
        }
    }
}

fn kind(bytes: Vec<u8>) -> ContentKind {
    match bytes.as_slice() {
        [b'P', b'K', 3 | 5, ..] => match Workbook::open(bytes) {
            Ok(book) => ContentKind::Workbook(Mutex::new(book)),
            Err(refusal) => ContentKind::Unusable(refusal),
        },
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            ContentKind::Unusable(Refusal::new(Rule::ImportOldWorkbook, "file"))
        }
        [b'%', b'P', b'D', b'F', ..]
        | [0x1f, 0x8b, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [0xff, 0xd8, 0xff, ..]
        | [0x7f, b'E', b'L', b'F', ..]
        | [b'7', b'z', 0xbc, ..] => ContentKind::Unusable(Refusal::new(Rule::ImportBinary, "file")),
        _ => {
            let text = DecodedText::of(bytes);
            match is_binary(text.as_str()) {
                true => ContentKind::Unusable(Refusal::new(Rule::ImportBinary, "file")),
                false => ContentKind::Text(text),
            }
        }
    }
}

/// Whether a text contains characters that no program writes into a table.
fn is_binary(text: &str) -> bool {
    let (mut all, mut strange) = (0_u32, 0_u32);
    for letter in text.chars().take(8_192) {
        all += 1;
        strange += u32::from(letter.is_control() && !"\n\r\t\u{1a}".contains(letter));
    }
    strange > 8 && strange * 20 > all
}
