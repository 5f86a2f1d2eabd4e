//! The templates of documents and the pictures beside them: the built-in ones, and those in a folder
//! that a company edits. May use: assets, the files of users.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::assets;
use crate::user_file::{self, FileSort, UserFileError};

use super::error::PdfError;

/// The folder of a book's own templates, beside its journal.
pub const FOLDER: &str = "templates";

/// The template that sets a document; it takes in the others.
pub(super) const MAIN: &str = "document.typ";

/// The endings of templates, and those of pictures.
const TEMPLATE: &str = "typ";
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// The largest file, in kB.
const MOST: u64 = 512;

/// How many files are read.
const MOST_FILES: usize = 100;

/// Templates and pictures by the names of their files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Templates {
    /// Whether any of them is not built in.
    pub(super) are_own: bool,
    pub(super) texts: BTreeMap<String, String>,
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
}

impl Templates {
    /// Those that come with the program.
    pub fn built_in() -> Templates {
        let texts = assets::TEMPLATES.iter();
        let texts = texts.map(|(name, text)| ((*name).to_string(), (*text).to_string()));
        Templates { are_own: false, texts: texts.collect(), pictures: BTreeMap::new() }
    }

    /// Those of the book in a folder, over the built-in ones; the built-in ones where this process
    /// does not stand beside the book.
    pub fn of_book(book: Option<&Path>) -> Result<Templates, PdfError> {
        match book {
            Some(book) => Templates::in_folder(&book.join(FOLDER)),
            None => Ok(Templates::built_in()),
        }
    }

    /// Those in a folder, over the built-in ones by name; just the built-in ones where there is no
    /// such folder. What ends in neither `.typ` nor the ending of a picture is left alone. Links are
    /// not followed.
    pub fn in_folder(folder: &Path) -> Result<Templates, PdfError> {
        let mut templates = Templates::built_in();
        for name in names(folder, &|name| is_template(name) || is_picture(name))? {
            templates.read(folder, name)?;
        }
        Ok(templates)
    }

    fn read(&mut self, folder: &Path, name: String) -> Result<(), PdfError> {
        let path = folder.join(&name);
        let Some(bytes) = read_file(&path, &name)? else { return Ok(()) };
        self.are_own = true;
        match is_template(&name) {
            true => {
                self.texts.insert(name, text_of(&path, bytes)?);
            }
            false => {
                self.pictures.insert(name, bytes);
            }
        }
        Ok(())
    }
}

/// The texts in a folder of templates whose names have an ending, by name; none where there is no such
/// folder. They are kept to the limits of templates.
pub fn read_texts(folder: &Path, wanted: &str) -> Result<Vec<(String, String)>, PdfError> {
    let mut texts = Vec::new();
    for name in names(folder, &|name| ending(name).is_some_and(|ending| ending == wanted))? {
        let path = folder.join(&name);
        if let Some(bytes) = read_file(&path, &name)? {
            texts.push((name, text_of(&path, bytes)?));
        }
    }
    Ok(texts)
}

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, PdfError> {
    String::from_utf8(bytes).map_err(|error| PdfError::Io {
        path: path.to_path_buf(),
        source: io::Error::new(ErrorKind::InvalidData, error.utf8_error()),
    })
}

fn ending(name: &str) -> Option<String> {
    Some(Path::new(name).extension()?.to_str()?.to_lowercase())
}

fn is_template(name: &str) -> bool {
    ending(name).is_some_and(|ending| ending == TEMPLATE)
}

/// Whether a file is a picture, by its name.
pub(super) fn is_picture(name: &str) -> bool {
    ending(name).is_some_and(|ending| PICTURES.contains(&ending.as_str()))
}

/// The names of the wanted files in a folder, in order.
fn names(folder: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<String>, PdfError> {
    let failed = |source| PdfError::Io { path: folder.to_path_buf(), source };
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        let name = name.into_string().ok();
        names.extend(name.filter(|name| is_wanted(name)));
    }
    names.sort();
    names.truncate(MOST_FILES);
    Ok(names)
}

/// What is in a file; nothing for a folder, a pipe or a device.
fn read_file(path: &Path, name: &str) -> Result<Option<Vec<u8>>, PdfError> {
    match user_file::read_unlinked(path, MOST * 1000) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(UserFileError::NotAFile(FileSort::Link)) => Err(PdfError::Link { file: name.into() }),
        Err(UserFileError::NotAFile(_)) => Ok(None),
        Err(UserFileError::TooLong(_)) => Err(PdfError::TooLarge { file: name.into(), most: MOST }),
        Err(UserFileError::Io(source)) => Err(PdfError::Io { path: path.to_path_buf(), source }),
    }
}
