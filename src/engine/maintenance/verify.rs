//! Verifies a book: reads the whole chain, posts it into a new ledger, and compares every row with a
//! copy of the book's ledger. Repairs nothing, cuts off nothing, and writes nothing in the book's
//! folder.

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

/// The most differences that are named; the others are counted.
const NAMED: usize = 20;

/// The name under which a failure to post an entry is reported.
const POSTING: &str = "posting";

/// The result of verifying a book.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyReport {
    /// Whether the chain is intact and the ledger agrees with it.
    pub ok: bool,
    /// The intact entries.
    pub entries: u64,
    /// The head, as `seq:hash`.
    pub head: String,
    /// The rows of the ledger.
    pub rows: u64,
    /// The entries that the ledger has not posted yet; the next opening posts them.
    pub behind: u64,
    /// The rows that disagree with the journal, up to a limit.
    pub differences: Vec<Difference>,
    /// The number of rows that disagree with the journal.
    pub differing: u64,
    /// An unfinished write at the end, without a receipt; the next opening cuts it off.
    pub tail: Option<Tail>,
    /// The damage to the journal.
    pub damage: Vec<Damage>,
    /// The private records that are erased.
    pub erased: u64,
    /// The private records that an entry says are erased but that are still there; the next opening
    /// erases them.
    pub to_erase: u64,
    /// The process that holds the book, if another one does. Then the chain was checked as far as it
    /// went, and the rows of the ledger were not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Holder>,
    /// Why the machine could not open a copy of the ledger, whose rows were then not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<Cause>,
}

/// A row that disagrees with the journal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// The key, in hexadecimal.
    pub key: String,
    /// `missing`, `extra`, `different`, or why the ledger could not be read.
    pub what: String,
}

/// Verifies the book in `folder`. With `expected`, that entry must be there and have that hash. If
/// another process holds the book, reads the journal up to the last entry that this process reports, and
/// leaves the ledger alone.
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

/// The entries that the process holding the book has written.
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

/// The book's ledger.
#[derive(Default)]
struct LedgerAsIs {
    /// `None` if there is no ledger, or one that the next opening builds again.
    store: Option<(Store, LedgerCopy)>,
    /// The last entry that it says it has posted.
    posted: Option<Head>,
    differences: Vec<Difference>,
    /// Why it could not be opened, if it is not known to be damaged.
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
    /// The last entry that is known to have existed.
    floor: u64,
    /// Heads that were kept elsewhere: numbers and hashes.
    witnesses: Vec<(u64, Hash)>,
    /// The ledger that the journal gives.
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
    /// The private records that are erased, and their places.
    found_erased: BTreeMap<u64, Pos>,
    /// The private records that entries say are erased: at once, or once they need not be kept any more.
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

    /// Checks that what is left of an item is between zero and its amount.
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
        // After damage nothing more can be posted.
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

    /// Notes the private records that are erased, and those that an entry says are.
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

    /// Reports records that are gone although no entry erased them.
    fn erased(&mut self) {
        let unsaid =
            self.found_erased.iter().filter(|(seq, _)| !self.said_erased.contains_key(seq));
        let missing = unsaid.map(|(seq, pos)| Damage::in_private(*seq, *pos, DamageKind::Missing));
        self.damage.extend(missing);
    }

    /// The number of private records that the next opening has to erase.
    fn unerased(&self) -> u64 {
        let now = self.said_erased.iter().filter(|(_, now)| **now);
        now.filter(|(seq, _)| !self.found_erased.contains_key(seq)).count() as u64
    }

    /// Compares every row, if the ledger has posted the whole journal.
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

    /// Reports an entry whose hash is not the one in a head that was kept.
    fn witness(&mut self, head: &Head, at: &Checkpoint) {
        if self.witnesses.iter().any(|(seq, hash)| *seq == head.seq && *hash != head.hash) {
            self.damage.push(Damage::in_chain(head.seq, at.pos, DamageKind::Sequence));
        }
    }

    /// Reports entries that a head proves and that are missing at the end.
    fn missing_end(&mut self) {
        let last = self.witnesses.iter().map(|(seq, _)| *seq).max().unwrap_or(0);
        let end = self.reader.entries.segments().ok().and_then(|all| all.last().copied());
        let pos = crate::journal::Pos { segment: end.unwrap_or(1), offset: 0 };
        let seen = self.head.seq.max(self.damage.last().map_or(0, |damage| damage.entry));
        let missing = (seen + 1..=last).take(1_000);
        self.damage.extend(missing.map(|seq| Damage::in_chain(seq, pos, DamageKind::Missing)));
    }
}

/// Compares every row. Returns the number of rows of the ledger.
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
    let name = NAMES.iter().copied().flatten().find(|(letter, _)| key.first() == Some(letter));
    let table = name.map_or("unknown table", |(_, name)| name).to_string();
    let key = key.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Difference { table, key, what: what.to_string() })
}
