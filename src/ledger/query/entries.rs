//! Entries of the journal by number: the ledger knows where documents and customers are, and from the
//! nearest of those the lines are read on. May use: the rest of the queries, journal.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::{Cause, Code, Day, Event, Moment};
use crate::journal::{Entry, Pos};
use crate::ledger::tables::{ITEMS, ItemId, RECORDS};
use crate::store::rows::{LedgerError, Stop};

use super::list::ListRow;
use super::{Needs, Question, View};

/// Asks for one entry of the journal by its number. Names and notes are in private records, and not in
/// the answer. Of an entry about roles, those who may not see roles get only its time and its command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EntryOf(pub u64);

/// An entry as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownEntry {
    /// Its number.
    pub entry: u64,
    /// When it was recorded.
    pub at: Moment,
    /// The effective date.
    pub date: Day,
    /// The user who made it.
    pub by: String,
    /// The command.
    pub command: String,
    /// The rules that were overridden.
    pub overrode: Vec<String>,
    /// Its events in order: their kinds, and their fields as they are stored.
    pub events: Vec<(String, Value)>,
}

impl Question for EntryOf {
    const NAME: &'static str = "entry";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<ShownEntry>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = entries(view, self.0, self.0)?.into_iter().next();
        Ok(found.map(|entry| shown(view, &entry)).transpose()?)
    }
}

/// Whether an entry is about roles or viewers' rights and the caller may not see that.
pub(super) fn is_hidden(view: &View, entry: &Entry) -> bool {
    !view.sees.users && entry.events.iter().any(Event::is_about_users)
}

fn shown(view: &View, entry: &Entry) -> Result<ShownEntry, LedgerError> {
    let is_hidden = is_hidden(view, entry);
    let events = entry.events.iter().filter(|_| !is_hidden);
    let fields = |event: &Event| {
        let fields = event.write(serde_json::value::Serializer);
        let fields = fields.map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        Ok((event.name().to_string(), fields))
    };
    Ok(ShownEntry {
        entry: entry.seq,
        at: entry.at,
        date: entry.date,
        by: by(view, entry),
        command: entry.command().into(),
        overrode: entry.overrode(),
        events: events.map(fields).collect::<Result<_, LedgerError>>()?,
    })
}

/// The user who made an entry. Only administrators give roles, so who gave one is hidden with it.
pub(super) fn by(view: &View, entry: &Entry) -> String {
    if is_hidden(view, entry) { String::new() } else { entry.by.clone() }
}

/// How far back to look for a place that the ledger knows.
const NEAR: u64 = 4_096;

/// The rows of entries by number.
pub(super) fn rows(view: &View, seqs: &[u64]) -> Result<Vec<Option<ListRow>>, Stop> {
    let (Some(first), Some(last)) = (seqs.iter().min(), seqs.iter().max()) else {
        return Ok(Vec::new());
    };
    if last - first > NEAR {
        // A filter left few rows that are far apart.
        let each = seqs.iter().map(|seq| rows(view, std::slice::from_ref(seq)));
        return Ok(each.collect::<Result<Vec<_>, Stop>>()?.concat());
    }
    let entries = entries(view, *first, *last)?;
    let row = |seq: &u64| entries.iter().find(|entry| entry.seq == *seq).map(|it| row(view, it));
    Ok(seqs.iter().map(row).collect())
}

fn row(view: &View, entry: &Entry) -> ListRow {
    let made: Vec<String> = entry.made().into_iter().map(|(_, number)| number).collect();
    ListRow {
        certificate: None,
        number: entry.seq.to_string(),
        customer: Code(String::new()),
        name: entry.command().into(),
        date: entry.date,
        due: None,
        amount: None,
        left: None,
        currency: view.book.currency,
        state: by(view, entry),
        text: made.join(", "),
        at: Some(entry.at),
    }
}

/// The entries from one to another.
pub(super) fn entries(view: &View, first: u64, last: u64) -> Result<Vec<Entry>, LedgerError> {
    let failed = |error: std::io::Error| LedgerError::Journal(Cause::of(&error));
    let mut lines = view.journal.entries.lines(place(view, first)?).map_err(failed)?;
    let mut entries = Vec::new();
    while let Some(line) = lines.next_line().map_err(failed)? {
        // Damage is reported when the book is opened or verified.
        let Ok(entry) = Entry::read(&line.bytes) else { continue };
        if entry.seq > last {
            break;
        }
        if entry.seq >= first {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// A place to read from, at or before an entry.
fn place(view: &View, seq: u64) -> Result<Pos, LedgerError> {
    let from = seq.saturating_sub(NEAR);
    let id = |seq| ItemId { seq, place: 0 };
    let items =
        ITEMS.between(view.rows, &id(from), &id(seq.saturating_add(1))).last().transpose()?;
    let records = RECORDS.between(view.rows, &from, &seq.saturating_add(1)).last().transpose()?;
    let known =
        [items.map(|(id, row)| (id.seq, row.pos)), records.map(|(seq, row)| (seq, row.pos))];
    if let Some((_, pos)) = known.into_iter().flatten().max_by_key(|(seq, _)| *seq) {
        return Ok(pos);
    }
    // A segment is named after its first entry.
    let segments = view.journal.entries.segments();
    let segments = segments.map_err(|error| LedgerError::Journal(Cause::of(&error)))?;
    let segment = segments.into_iter().filter(|first| *first <= seq).max().unwrap_or(1);
    Ok(Pos { segment, offset: 0 })
}
