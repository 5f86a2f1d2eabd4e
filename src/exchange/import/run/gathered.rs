//! Finds out which rows of a file belong to the same document. May use: the run, the sources.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::{Refusal, Rule};
use crate::engine::Failure;
use crate::exchange::import::corrected::Corrections;
use crate::exchange::import::mapping::{Record, Shape};
use crate::exchange::import::source::{self, NextRow, RowPlace, Source, unusable};
use crate::exchange::import::{TextHash, said};

use super::{RowChoice, Running, Watch, unreadable};

/// The rows of each document, in the order of their first rows. Stored compactly, because a file may
/// have a million of them.
#[derive(Default)]
pub(super) struct DocumentChains {
    rows: Vec<DocumentRow>,
    /// The first and the last row of each document; none for a document whose rows can't be read at all.
    ends: Vec<Option<(u32, u32)>>,
    /// By document, the line of a row that belongs to it and can't be read.
    broken: HashMap<usize, u64>,
}

struct DocumentRow {
    place: RowPlace,
    /// The next row of the same document; its own number if there is none.
    next: u32,
}

impl DocumentChains {
    /// Starts a document without rows, and returns its number.
    fn begin(&mut self) -> usize {
        self.ends.push(None);
        self.ends.len() - 1
    }

    /// Adds a row to a document.
    fn add(&mut self, document: usize, place: RowPlace) {
        // A file has fewer rows than bytes, and fewer bytes than 2³².
        let Ok(number) = u32::try_from(self.rows.len()) else { return };
        let Some(ends) = self.ends.get_mut(document) else { return };
        let before = ends.map(|(_, last)| last);
        *ends = Some((ends.map_or(number, |(first, _)| first), number));
        if let Some(last) = before.and_then(|it| self.rows.get_mut(usize::try_from(it).ok()?)) {
            last.next = number;
        }
        self.rows.push(DocumentRow { place, next: number });
    }

    /// How many documents there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The rows of a document, by its number.
    pub fn places(&self, document: usize) -> Vec<RowPlace> {
        let mut places = Vec::with_capacity(1);
        let mut number = self.ends.get(document).copied().flatten().map(|(first, _)| first);
        while let Some(row) = number.and_then(|it| self.rows.get(usize::try_from(it).ok()?)) {
            places.push(row.place);
            number = Some(row.next).filter(|next| number != Some(*next));
        }
        places
    }

    /// The line of a row of a document that can't be read.
    pub fn broken(&self, document: usize) -> Option<u64> {
        self.broken.get(&document).copied()
    }
}

impl Running<'_> {
    /// Reads and sends the wanted documents. Returns how many were not, because it was stopped.
    pub(super) fn read_and_send(
        &mut self,
        source: &mut dyn Source,
        shape: &Shape,
        (watch, choice): (&mut Watch, RowChoice),
    ) -> Result<u64, Failure> {
        let documents = self.documents(source, shape, choice.corrections)?;
        let wanted: Box<dyn Iterator<Item = usize>> = match choice.only {
            None => Box::new(0..documents.count()),
            Some(line) => {
                self.refused.retain(|other| other == line);
                let all = &documents;
                let is_of = move |it: &usize| all.places(*it).iter().any(|it| it.line == line);
                Box::new((0..documents.count()).filter(is_of))
            }
        };
        let total = if choice.only.is_some() { 1 } else { documents.count() as u64 };
        let mut left = total;
        for (done, document) in (0..).zip(wanted) {
            if (watch.stops)() {
                break;
            }
            left = left.saturating_sub(1);
            let rows = (documents.places(document), documents.broken(document));
            self.gathered(source, shape, rows, choice.corrections)?;
            watch.progress.at("importing", done, total);
        }
        drop(documents);
        if left > 0 && self.import.dry_run {
            self.sent.clear();
            self.trial.tried.clear();
        }
        Ok(left)
    }

    /// Reads which rows belong to the same document, in the order of their first rows.
    pub(super) fn documents(
        &mut self,
        source: &mut dyn Source,
        shape: &Shape,
        corrections: &Corrections,
    ) -> Result<DocumentChains, Failure> {
        let mut documents = DocumentChains::default();
        let mut of: HashMap<TextHash, usize> = HashMap::new();
        let unreadable = |error| unreadable(self.import.file, error);
        while let Some(next) = source.next_row().map_err(unreadable)? {
            let (place, refusal) = refused_as_read(next);
            let refusal = match corrections.of(place.line) {
                Some(_) => refusal.filter(|it| !is_mended(it, source, place.line, corrections)),
                None => refusal,
            };
            // If a quote of the row is never closed, its cells are those on its line.
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
            let document = match key.map(|key| of.entry(said(&key))) {
                Some(Entry::Occupied(document)) => *document.get(),
                Some(Entry::Vacant(new)) => *new.insert(documents.begin()),
                None => documents.begin(),
            };
            match refusal {
                None => documents.add(document, place),
                Some(refusal) => {
                    documents.broken.entry(document).or_insert(place.line);
                    self.refuse(place, refusal, None);
                }
            }
        }
        Ok(documents)
    }

    /// The value that a row shares with the others of its document.
    fn key(&mut self, row: &Record) -> Option<String> {
        self.reader.sees(row);
        self.reader.together(row)
    }
}

/// The place of a row, and why it can't be read.
fn refused_as_read(next: NextRow) -> (RowPlace, Option<Refusal>) {
    match next {
        NextRow::Row(place) => (place, None),
        NextRow::Quote(place) => (place, Some(Refusal::new(Rule::ImportQuote, ""))),
        NextRow::Beyond(place) => (place, Some(Refusal::new(Rule::ImportCells, ""))),
        NextRow::Encoding(place) => (place, Some(Refusal::new(Rule::ImportEncoding, ""))),
        NextRow::Wide(place, columns) => {
            let refusal = unusable(Rule::ImportTooManyColumns, "", columns);
            (place, Some(refusal.with("most", source::MOST_COLUMNS)))
        }
    }
}

/// Whether corrected cells fix the reason for which a row can't be read.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_document_are_found_wherever_they_are() {
        let place = |line| RowPlace { at: line, line };
        let mut documents = DocumentChains::default();
        let (one, broken, other) = (documents.begin(), documents.begin(), documents.begin());
        for (document, line) in [(one, 2), (other, 3), (one, 5), (one, 9)] {
            documents.add(document, place(line));
        }
        assert_eq!(documents.count(), 3);
        assert_eq!(documents.places(one), [2, 5, 9].map(place));
        assert_eq!(documents.places(broken), []);
        assert_eq!(documents.places(other), [place(3)]);
    }
}
