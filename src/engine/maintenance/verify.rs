//! Verifying: the whole chain is read again, all of it is posted beside the ledger, and every row
//! is compared, in a copy of it. Nothing is repaired, no tail is cut, and nothing at all is written in
//! the book's folder.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::domain::{Cause, Event, Message};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::ledger_copy::LedgerCopy;
use crate::engine::files::ledger_file;
use crate::engine::files::lock::Lock;
use crate::engine::files::there::{is_book_on, no_book};
use crate::engine::holder::Holder;
use crate::engine::ports::Progress;
use crate::engine::sessions::session::Session;
use crate::engine::writing::options::OpenOptions;
use crate::journal::{
    ChainStep, Checkpoint, Damage, DamageKind, Hash, Head, JournalError, JournalReader, Pos,
    Stored, Tail, read_mark, tail_or_damage,
};
use crate::ledger::post::post;
use crate::ledger::query::summary::SummaryOf;
use crate::ledger::tables::{CHECKPOINT, ITEMS, NAMES, OPEN};
use crate::store::overlay::{Nothing, Overlay};
use crate::store::rows::{LedgerError, Rows, StoredRow};
use crate::store::stack::Store;

/// How many differences are named; the rest is counted.
const NAMED: usize = 20;

/// What differences are named after that show while an entry is posted.
const POSTING: &str = "posting";

/// What verifying found.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyReport {
    /// Whether the chain is whole and the ledger is what it adds up to.
    pub ok: bool,
    /// How many whole entries there are.
    pub entries: u64,
    /// The head, as `seq:hash`.
    pub head: String,
    /// How many rows the ledger has.
    pub rows: u64,
    /// How many entries the ledger has still to post; it will when the book is opened.
    pub behind: u64,
    /// Rows that are not what the journal adds up to.
    pub differences: Vec<Difference>,
    /// How many such rows there are, named or not.
    pub differing: u64,
    /// The end of a write that nobody was told of; the next opening cuts it off.
    pub tail: Option<Tail>,
    /// What is damaged.
    pub damage: Vec<Damage>,
    /// How many private records are erased.
    pub erased: u64,
    /// How many more an entry says are erased; the next opening finishes that.
    pub to_erase: u64,
    /// Who holds the book, where another process does: the chain was checked and posted as far as
    /// it went then, and the rows of the ledger were not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Holder>,
    /// Why the rows of the ledger were not compared, where the machine could not open a copy of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<Cause>,
}

/// A row that is not what the journal adds up to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// The key, in hexadecimal.
    pub key: String,
    /// `missing`, `extra`, `different`, or why the ledger could not be read.
    pub what: String,
}

/// Verifies the book in `folder`; with `expected`, that entry must be there and have that hash. Of a
/// book that another process holds, the journal is read and posted up to where that process says it
/// stands; its ledger is that process's alone.
pub fn verify(
    folder: &Path,
    options: &OpenOptions,
    expected: Option<(u64, Hash)>,
    progress: &mut dyn Progress,
) -> Result<VerifyReport, BookError> {
    if !is_book_on(&options.disk, folder) {
        return Err(no_book(folder));
    }
    let (held, until) = match Lock::look(folder, options.ports.clock.now()) {
        Ok(lock) => (Err(lock), None),
        Err(BookError::InUse(holder)) => {
            (Ok(holder), Some(entries_of_holder(folder, options, progress)?))
        }
        Err(error) => return Err(error),
    };
    let io = |source| BookError::io(folder, source);
    let mark = read_mark(&*options.disk, folder).map_err(io)?;
    let LedgerAsIs { store: ledger, posted, differences, not_compared } = match &held {
        Ok(_) => LedgerAsIs::default(),
        Err(_) => open_ledger(folder)?,
    };
    let witnesses: Vec<(u64, Hash)> =
        posted.map(|head| (head.seq, head.hash)).into_iter().chain(mark).chain(expected).collect();
    let mut walk = Walk {
        reader: JournalReader::new(&options.disk, folder),
        ledger,
        posted: posted.map_or(0, |head| head.seq),
        floor: posted.map_or(0, |head| head.seq).max(mark.map_or(0, |(seq, _)| seq)),
        witnesses,
        again: Store::default(),
        differences,
        rows: 0,
        damage: Vec::new(),
        tail: None,
        entries: 0,
        head: Head::NONE,
        until,
        held: held.ok(),
        found_erased: BTreeMap::new(),
        said_erased: BTreeMap::new(),
        not_compared,
    };
    walk.all(progress).map_err(|error| error.at(folder))?;
    Ok(walk.report())
}

/// How many entries the process that holds the book has written.
fn entries_of_holder(
    folder: &Path,
    options: &OpenOptions,
    progress: &mut dyn Progress,
) -> Result<u64, BookError> {
    let holder = Session::open(folder, options.clone(), progress)?;
    let entries = holder.ask(&SummaryOf).map(|summary| summary.entries);
    holder.close()?;
    entries.map_err(|failure| match failure {
        Failure::Book(error) => error,
        Failure::Refused(refusal) => BookError::Refused(refusal),
        Failure::Unknown(why) => BookError::Wire(why),
    })
}

/// The ledger as it is.
#[derive(Default)]
struct LedgerAsIs {
    /// None where there is none, or one that is posted again when the book is opened.
    store: Option<(Store, LedgerCopy)>,
    /// What it has posted, as far as it says.
    posted: Option<Head>,
    differences: Vec<Difference>,
    /// Why it could not be opened, where nothing is known to be wrong with it.
    not_compared: Option<Cause>,
}

fn open_ledger(folder: &Path) -> Result<LedgerAsIs, BookError> {
    let path = ledger_file::folder(folder);
    if !path.is_dir() {
        return Ok(LedgerAsIs::default());
    }
    let copy = match LedgerCopy::of(&path) {
        Ok(copy) => copy,
        Err(error) => {
            let english = format!("there is no room to copy it: {error}");
            let why = Cause::new(english, Message::new("verify-no-room").because("why", &error));
            return Ok(LedgerAsIs { not_compared: Some(why), ..LedgerAsIs::default() });
        }
    };
    let opened = Store::open(copy.path()).and_then(|store| {
        let rows = store.picture();
        let posted = CHECKPOINT.get_of_any_version(&rows, &())?.map(|checkpoint| checkpoint.head);
        let store = match CHECKPOINT.get(&rows, &()) {
            Err(LedgerError::Version(_)) => None,
            read => read.map(|_| Some((store, copy)))?,
        };
        Ok(LedgerAsIs { store, posted, ..LedgerAsIs::default() })
    });
    match opened {
        Err(error @ (LedgerError::Shortage(_) | LedgerError::Disk(_))) => {
            let not_compared = Some(Cause::of(&error));
            Ok(LedgerAsIs { not_compared, ..LedgerAsIs::default() })
        }
        Err(error) if error.is_damage() || error.has_stopped() => {
            let (table, what) = ("ledger".to_string(), error.to_string());
            let differences = vec![Difference { table, key: String::new(), what }];
            Ok(LedgerAsIs { differences, ..LedgerAsIs::default() })
        }
        opened => Ok(opened?),
    }
}

struct Walk {
    reader: JournalReader,
    ledger: Option<(Store, LedgerCopy)>,
    /// The last entry the ledger has posted.
    posted: u64,
    /// The last entry that was there for certain.
    floor: u64,
    /// Numbers and hashes that somebody has kept.
    witnesses: Vec<(u64, Hash)>,
    /// The ledger as the journal adds up to it.
    again: Store<Nothing>,
    differences: Vec<Difference>,
    rows: u64,
    damage: Vec<Damage>,
    tail: Option<Tail>,
    entries: u64,
    head: Head,
    /// The last entry to read, while another process goes on writing.
    until: Option<u64>,
    held: Option<Holder>,
    /// The private records that are erased, and where they were.
    found_erased: BTreeMap<u64, Pos>,
    /// Those that entries say are erased: at once, or once they need not be kept any more.
    said_erased: BTreeMap<u64, bool>,
    not_compared: Option<Cause>,
}

enum WalkError {
    Io(std::io::Error),
    Journal(JournalError),
    Ledger(LedgerError),
}

impl WalkError {
    fn at(self, folder: &Path) -> BookError {
        match self {
            WalkError::Io(source) => BookError::io(folder, source),
            WalkError::Journal(error) => error.into(),
            WalkError::Ledger(error) => error.into(),
        }
    }
}

impl Walk {
    fn all(&mut self, progress: &mut dyn Progress) -> Result<(), WalkError> {
        let mut chain = self.reader.chain(Checkpoint::START).map_err(WalkError::Io)?.ahead();
        self.compare_at(0)?;
        while self.until.is_none_or(|until| chain.checkpoint().head.seq < until) {
            let before = chain.checkpoint();
            match chain.step().map_err(WalkError::Io)? {
                None => break,
                Some(ChainStep::Good(stored)) => self.good(&stored, progress)?,
                Some(ChainStep::Newer(seq, what)) => {
                    return Err(WalkError::Journal(JournalError::Newer(seq, what)));
                }
                Some(ChainStep::NotPrivate(stored, damage)) => {
                    self.entries += 1;
                    self.head = stored.checkpoint.head;
                    self.damage.push(damage);
                }
                Some(ChainStep::Bad(damage)) => {
                    if self.damage.is_empty() && self.is_tail(&damage, &before)? {
                        break;
                    }
                    self.damage.push(damage);
                }
            }
        }
        self.erased();
        self.missing_end();
        self.overdrawn()
    }

    /// Nothing is left of an item but between nothing and its amount.
    fn overdrawn(&mut self) -> Result<(), WalkError> {
        if !self.damage.is_empty() {
            return Ok(());
        }
        let again = self.again.picture();
        for found in OPEN.scan(&again, &()) {
            let ((_, _, _, id), open) = found.map_err(WalkError::Ledger)?;
            let left = open.left;
            let item = ITEMS.need(&again, &id).map_err(WalkError::Ledger)?;
            if !left.is_positive() || left.minor() > item.amount.minor() {
                let (table, key) = (OPEN.name().to_string(), item.number.to_string());
                let what = format!("{left} is left of {}", item.amount);
                self.differences.push(Difference { table, key, what });
            }
        }
        Ok(())
    }

    fn good(&mut self, stored: &Stored, progress: &mut dyn Progress) -> Result<(), WalkError> {
        let head = stored.checkpoint.head;
        self.witness(&head, &stored.checkpoint);
        (self.entries, self.head) = (self.entries + 1, head);
        self.note_erasure(stored);
        if self.entries.is_multiple_of(5_000) {
            progress.at("verifying", self.entries, 0);
        }
        // Behind damage nothing more can be added up.
        if !self.damage.is_empty() || self.differences.iter().any(|found| found.table == POSTING) {
            return Ok(());
        }
        let (posted, batch) = {
            let again = self.again.picture();
            let mut overlay = Overlay::new(&again);
            (post(&mut overlay, stored), overlay.into_batch())
        };
        self.again.apply(batch);
        if let Err(error) = posted.and_then(|()| self.again.settle_many()) {
            let (table, key) = (POSTING.to_string(), format!("entry {}", head.seq));
            self.differences.push(Difference { table, key, what: error.to_string() });
            return Ok(());
        }
        self.compare_at(head.seq)
    }

    /// Notes which private records are erased, and which an entry says are.
    fn note_erasure(&mut self, stored: &Stored) {
        let seq = stored.entry.seq;
        if let Some(pos) = stored.private_pos.filter(|_| stored.is_erased) {
            self.found_erased.insert(seq, pos);
        }
        for event in &stored.entry.events {
            if let Event::PersonErased(event) = event {
                self.said_erased.extend(event.entries.iter().map(|entry| (*entry, true)));
                self.said_erased.extend(event.hidden.iter().map(|one| (one.entry, false)));
            }
        }
    }

    /// A record that is gone without an entry that says so is missing.
    fn erased(&mut self) {
        let unsaid =
            self.found_erased.iter().filter(|(seq, _)| !self.said_erased.contains_key(seq));
        let missing = unsaid.map(|(seq, pos)| Damage::in_private(*seq, *pos, DamageKind::Missing));
        self.damage.extend(missing);
    }

    /// How many private records are still to be erased at the next opening.
    fn unerased(&self) -> u64 {
        let now = self.said_erased.iter().filter(|(_, now)| **now);
        now.filter(|(seq, _)| !self.found_erased.contains_key(seq)).count() as u64
    }

    /// Compares every row where the ledger stands.
    fn compare_at(&mut self, seq: u64) -> Result<(), WalkError> {
        if let Some((store, _)) = self.ledger.as_ref().filter(|_| seq == self.posted) {
            let compared = compare(store, &self.again, &mut self.differences);
            self.rows = compared.map_err(WalkError::Ledger)?;
        }
        Ok(())
    }

    fn report(mut self) -> VerifyReport {
        let differing = self.differences.len() as u64;
        self.differences.truncate(NAMED);
        VerifyReport {
            ok: self.damage.is_empty() && differing == 0,
            entries: self.entries,
            head: self.head.to_string(),
            rows: self.rows,
            behind: match (&self.held, &self.not_compared) {
                (Some(_), _) | (_, Some(_)) => 0,
                (None, None) => self.head.seq.saturating_sub(self.posted),
            },
            erased: self.found_erased.len() as u64,
            to_erase: self.unerased(),
            held: self.held,
            not_compared: self.not_compared,
            differences: self.differences,
            differing,
            tail: self.tail,
            damage: self.damage,
        }
    }

    fn is_tail(&mut self, damage: &Damage, before: &Checkpoint) -> Result<bool, WalkError> {
        match tail_or_damage(&self.reader, damage.clone(), before, self.floor) {
            Ok(tail) => self.tail = Some(tail),
            Err(JournalError::Damaged(_)) => {}
            Err(error) => return Err(WalkError::Journal(error)),
        }
        Ok(self.tail.is_some())
    }

    /// An entry that somebody has seen with another hash is not the one that was there.
    fn witness(&mut self, head: &Head, at: &Checkpoint) {
        if self.witnesses.iter().any(|(seq, hash)| *seq == head.seq && *hash != head.hash) {
            self.damage.push(Damage::in_chain(head.seq, at.pos, DamageKind::Sequence));
        }
    }

    /// Entries that somebody has seen, behind the last that is there.
    fn missing_end(&mut self) {
        let last = self.witnesses.iter().map(|(seq, _)| *seq).max().unwrap_or(0);
        let end = self.reader.entries.segments().ok().and_then(|all| all.last().copied());
        let pos = crate::journal::Pos { segment: end.unwrap_or(1), offset: 0 };
        let seen = self.head.seq.max(self.damage.last().map_or(0, |damage| damage.entry));
        let missing = (seen + 1..=last).take(1_000);
        self.damage.extend(missing.map(|seq| Damage::in_chain(seq, pos, DamageKind::Missing)));
    }
}

/// Compares every row; how many the ledger has.
fn compare(
    store: &Store,
    again: &Store<Nothing>,
    differences: &mut Vec<Difference>,
) -> Result<u64, LedgerError> {
    let (from, to) = ([0_u8], [u8::MAX; 64]);
    let (store, again) = (store.picture(), again.picture());
    let mut kept = store.scan(&from, &to).peekable();
    let mut posted = again.scan(&from, &to).peekable();
    let mut rows = 0;
    loop {
        let order = match (kept.peek(), posted.peek()) {
            (None, None) => return Ok(rows),
            (Some(Ok((a, _))), Some(Ok((b, _)))) => a.cmp(b),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(Err(_)), _) | (_, Some(Err(_))) => std::cmp::Ordering::Equal,
        };
        let ours = if order.is_le() { kept.next().transpose() } else { Ok(None) };
        let ours = match ours {
            Ok(ours) => ours,
            Err(error) => {
                let (table, what) = ("ledger".to_string(), error.to_string());
                differences.push(Difference { table, key: String::new(), what });
                return Ok(rows);
            }
        };
        let theirs = if order.is_ge() { posted.next().transpose()? } else { None };
        rows += u64::from(ours.is_some());
        differences.extend(difference(ours, theirs));
    }
}

fn difference(ours: Option<StoredRow>, theirs: Option<StoredRow>) -> Option<Difference> {
    let (key, what) = match (ours, theirs) {
        (Some((key, ours)), Some((_, theirs))) => (key, (ours != theirs).then_some("different")?),
        (Some((key, _)), None) => (key, "extra"),
        (None, Some((key, _))) => (key, "missing"),
        (None, None) => return None,
    };
    let name = NAMES.iter().find(|(letter, _)| key.first() == Some(letter));
    let table = name.map_or("unknown table", |(_, name)| name).to_string();
    let key = key.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Difference { table, key, what: what.to_string() })
}
