//! Which rows of a file make one document. May use: the run, the sources.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::{Refusal, Rule};
use crate::engine::Failure;
use crate::exchange::import::corrected::Corrections;
use crate::exchange::import::mapping::{Record, Shape};
use crate::exchange::import::source::{self, NextRow, RowPlace, Source, unusable};

use super::{Running, unreadable};

/// The rows of a document as they were found.
pub(super) struct Gathered {
    pub places: Vec<RowPlace>,
    /// The line of a row that belongs to it and cannot be read.
    pub broken: Option<u64>,
}

impl Running<'_> {
    /// Which rows make one document, in the order of their first rows.
    pub(super) fn documents(
        &mut self,
        source: &mut dyn Source,
        shape: &Shape,
        corrections: &Corrections,
    ) -> Result<Vec<Gathered>, Failure> {
        let mut documents: Vec<Gathered> = Vec::new();
        let mut of: HashMap<String, usize> = HashMap::new();
        let unreadable = |error| unreadable(self.import.file, error);
        while let Some(next) = source.next_row().map_err(unreadable)? {
            let (place, refusal) = match next {
                NextRow::Row(place) => (place, None),
                NextRow::Quote(place) => (place, Some(Refusal::new(Rule::ImportQuote, ""))),
                NextRow::Beyond(place) => (place, Some(Refusal::new(Rule::ImportCells, ""))),
                NextRow::Encoding(place) => (place, Some(Refusal::new(Rule::ImportEncoding, ""))),
                NextRow::Wide(place, columns) => {
                    let refusal = unusable(Rule::ImportTooManyColumns, "", columns);
                    (place, Some(refusal.with("most", source::MOST_COLUMNS)))
                }
            };
            let refusal = match corrections.of(place.line) {
                Some(_) => refusal.filter(|it| !is_mended(it, source, place.line, corrections)),
                None => refusal,
            };
            // Of a row whose quotes are open, the cells are those of its line.
            let is_open = refusal.as_ref().is_some_and(|one| one.rule == Rule::ImportQuote);
            let key = match (is_open, corrections.of(place.line)) {
                (true, _) => self.reader.together(&shape.record(&source.cells_of_broken(place))),
                (false, None) => self.key(&shape.typed_record(source.cells(), source.typed())),
                (false, Some(_)) => {
                    let cells = source.cells().clone();
                    let (cells, typed) = corrections.apply(place.line, cells, source.typed());
                    self.key(&shape.typed_record(&cells, &typed))
                }
            };
            let document = match key.map(|key| of.entry(key)) {
                Some(Entry::Occupied(document)) => *document.get(),
                new => {
                    if let Some(Entry::Vacant(new)) = new {
                        new.insert(documents.len());
                    }
                    // Most have one row: a million of them should not take room for four.
                    documents.push(Gathered { places: Vec::with_capacity(1), broken: None });
                    documents.len() - 1
                }
            };
            let Some(gathered) = documents.get_mut(document) else { continue };
            match refusal {
                None => gathered.places.push(place),
                Some(refusal) => {
                    gathered.broken = gathered.broken.or(Some(place.line));
                    self.refuse(place, refusal, None);
                }
            }
        }
        Ok(documents)
    }

    /// What a row shares with the others of its document.
    fn key(&mut self, row: &Record) -> Option<String> {
        self.reader.sees(row);
        self.reader.together(row)
    }
}

/// Whether corrected cells mend what a row is refused for before it is read.
fn is_mended(refusal: &Refusal, source: &dyn Source, line: u64, corrections: &Corrections) -> bool {
    match refusal.rule {
        Rule::ImportEncoding => true,
        Rule::ImportCells => {
            let (cells, _) = corrections.apply(line, source.cells().clone(), &[]);
            cells.iter().skip(source.head().len()).all(|cell| cell.trim().is_empty())
        }
        _ => false,
    }
}
