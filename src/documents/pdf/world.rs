//! What typst sees: fonts, templates, pictures and one document. Nothing is read from disk while a
//! document is set. May use: typst.

use std::collections::HashMap;
use std::panic;
use std::time::Instant;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::error::PdfError;
use super::fonts::Fonts;
use super::pictures;
use super::templates::{MAIN, Templates};

/// The name of the document for templates.
const DOCUMENT: &str = "document.json";

/// What all documents share.
pub struct Shelf {
    pub fonts: Fonts,
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
    pictures: HashMap<FileId, Bytes>,
    main: FileId,
    document: FileId,
}

impl Shelf {
    /// Reads the templates; refused where a picture is not one.
    pub fn of(templates: Templates) -> Result<Shelf, PdfError> {
        for (name, bytes) in &templates.pictures {
            pictures::check(name, bytes)?;
        }
        let source = |(name, text): (String, String)| {
            let id = id_of(&name)?;
            Some((id, Source::new(id, text)))
        };
        let picture = |(name, bytes): (String, Vec<u8>)| Some((id_of(&name)?, Bytes::new(bytes)));
        Ok(Shelf {
            fonts: Fonts::read(),
            library: LazyHash::new(Library::default()),
            sources: templates.texts.into_iter().filter_map(source).collect(),
            pictures: templates.pictures.into_iter().filter_map(picture).collect(),
            main: id_of(MAIN).ok_or(PdfError::Fault)?,
            document: id_of(DOCUMENT).ok_or(PdfError::Fault)?,
        })
    }

    /// The template with an id.
    pub fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.get(&id)
    }
}

/// The id of a file beside the templates; none for a name that typst takes for no file.
fn id_of(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One document before the shelf, until a moment.
pub struct DocumentWorld<'a> {
    pub shelf: &'a Shelf,
    pub document: Bytes,
    pub until: Instant,
}

impl DocumentWorld<'_> {
    /// Stops the thread where its time is over: typst asks for fonts and files all the time, and
    /// takes no other word from outside.
    fn keep_time(&self) {
        if Instant::now() > self.until {
            panic::resume_unwind(Box::new("out of time"));
        }
    }
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shelf.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.fonts.book
    }

    fn main(&self) -> FileId {
        self.shelf.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.shelf.source(id).cloned();
        found.ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.keep_time();
        if id == self.shelf.document {
            return Ok(self.document.clone());
        }
        let picture = self.shelf.pictures.get(&id).cloned();
        let text = || self.shelf.source(id).map(|it| Bytes::from_string(it.text().to_string()));
        picture.or_else(text).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.keep_time();
        self.shelf.fonts.all.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
