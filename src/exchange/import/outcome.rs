//! What an import comes to: its summary, the rows that were refused, and the warnings. May use: domain,
//! the sources, the summary.

use std::io;

use crate::domain::{Refusal, Rule, Warning};

use super::corrected::Corrections;
use super::source::{RowPlace, Source};
use super::summary::ImportSummary;

/// A row that was refused.
pub struct Reject {
    /// The line of the file on which it begins.
    pub line: u64,
    /// Why.
    pub refusal: Refusal,
    /// The row as it was read.
    pub cells: Vec<String>,
}

/// A row that was taken, and looks wrong.
pub struct Warned {
    /// The line of the file on which it begins.
    pub line: u64,
    /// Why, about a field of the row.
    pub warning: Warning,
}

/// What an import came to, the head of its file, and what was refused.
pub struct ImportOutcome {
    /// The counts and sums.
    pub summary: ImportSummary,
    /// The names of the file's columns.
    pub head: Vec<String>,
    /// The rows that were refused, by line.
    pub rejects: Vec<Reject>,
    /// The first warnings, as their rows were taken.
    pub warned: Vec<Warned>,
}

/// The rows that were refused, by line, as they stand in the file or are corrected.
pub(super) fn rejected(
    source: &mut dyn Source,
    mut refused: Vec<(RowPlace, Refusal)>,
    corrections: &Corrections,
) -> Result<Vec<Reject>, io::Error> {
    refused.sort_by_key(|(place, _)| place.line);
    let mut rejects = Vec::with_capacity(refused.len());
    for (place, refusal) in refused {
        let cells = match refusal.rule {
            Rule::ImportQuote | Rule::ImportTooManyColumns => {
                vec![source.as_it_stands(place).to_string()]
            }
            _ => {
                let cells = source.row_at(place)?.clone();
                let (cells, _) = corrections.apply(place.line, cells, &[]);
                cells.iter().map(str::to_string).collect()
            }
        };
        rejects.push(Reject { line: place.line, refusal, cells });
    }
    Ok(rejects)
}
