//! What the command line says: answers on stdout, everything else on stderr, in the words of the
//! reader's language. Nothing else writes there, and nothing goes there that would speak to the
//! terminal: see [`marks`].

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;

use crate::domain::{Refusal, Rule, marks};
use crate::engine::book::Found;
use crate::engine::new_file::NewFile;
use crate::engine::ports::Progress;
use crate::engine::{BookError, Failure, Interrupted, owner};
use crate::journal::JournalError;
use crate::store::rows::{LedgerError, Stop};
use crate::words::Words;

/// All is done.
pub const DONE: u8 = 0;
/// Something was refused.
pub const REFUSED: u8 = 1;
/// The arguments are off.
pub const USAGE: u8 = 2;
/// The book cannot be used.
pub const UNUSABLE: u8 = 3;

/// Why a subcommand did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The book cannot be used.
    #[error(transparent)]
    Book(BookError),
    /// The arguments do not fit together.
    #[error("{0}")]
    Usage(String),
    /// Reading the input or writing the output failed.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl CliError {
    /// The arguments do not fit together.
    pub fn usage(why: impl Into<String>) -> CliError {
        CliError::Usage(why.into())
    }
}

impl From<BookError> for CliError {
    fn from(error: BookError) -> CliError {
        match error {
            BookError::Refused(refusal) => CliError::Refused(refusal),
            error => CliError::Book(error),
        }
    }
}

impl From<Stop> for CliError {
    fn from(stop: Stop) -> CliError {
        Failure::from(stop).into()
    }
}

impl From<Failure> for CliError {
    fn from(failure: Failure) -> CliError {
        match failure {
            Failure::Refused(refusal) => CliError::Refused(refusal),
            Failure::Book(error) => error.into(),
            Failure::Unknown(why) => CliError::Book(BookError::Data(why)),
        }
    }
}

impl From<csv::Error> for CliError {
    fn from(error: csv::Error) -> CliError {
        CliError::Io(io::Error::other(error))
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> CliError {
        CliError::Io(error.into())
    }
}

/// Writes text to stdout. A reader that has gone away is no error.
pub fn print(text: &str) -> Result<(), CliError> {
    write_out(&marks::marked_page(text))
}

/// A number of things in words: `1 entry`, `2 entries`.
pub fn counted(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Writes lines to stderr. An error here is dropped: there is nowhere left to report it.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", marks::marked_page(text));
}

/// Says that the program itself is at fault, and where.
pub fn fault(info: &PanicHookInfo) {
    let payload = info.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let what = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default();
    let at = info.location().map_or_else(String::new, |at| format!(" at {at}"));
    complain(&format!("daybook: a fault of the program{at}: {}", marks::marked(what)));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        complain(&trace.to_string());
    }
}

/// Writes one line of JSON to stderr for a log. Errors are dropped: a closed log must not stop the
/// server.
pub fn log(json: &serde_json::Value) {
    let _ = writeln!(io::stderr().lock(), "{}", marks::escaped(&json.to_string()));
}

/// Stdout for many lines, each of which is safe to show: `post` and `journal` make them so.
pub fn lines() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

fn write_out(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes text to a new file that its owner alone can read; refused about `field` where something
/// is there, unless `replaces` says that it may be replaced.
pub fn write_file(
    field: &'static str,
    file: &Path,
    replaces: bool,
    text: &str,
) -> Result<(), CliError> {
    let mut out = NewFile::create(field, file, replaces)?;
    out.write_all(text.as_bytes()).map_err(|error| BookError::io(file, error))?;
    Ok(out.finish(field)?)
}

/// Prints one JSON document on one line.
pub fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    write_out(&(json_text(value)? + "\n"))
}

/// A JSON document on one line, whose strings hold what would speak to a terminal as escapes.
pub fn json_text(value: &impl Serialize) -> Result<String, CliError> {
    Ok(marks::escaped(&serde_json::to_string(value)?).into_owned())
}

/// A refusal as JSON, its message in words.
pub fn refusal_json(refusal: &Refusal, words: &Words) -> serde_json::Value {
    json!({
        "rule": refusal.rule.name(),
        "field": refusal.field,
        "message": words.refusal(refusal),
    })
}

/// Says an error, and answers with the exit status.
pub fn say_error(error: &CliError, json: bool, words: &Words) -> u8 {
    match error {
        CliError::Refused(refusal) => {
            let at = match refusal.field.is_empty() {
                true => refusal.rule.name().to_string(),
                false => format!("{}, field {}", refusal.rule.name(), refusal.field),
            };
            complain(&format!("daybook: {} [{at}]", words.refusal(refusal)));
            if json {
                let _ = print_json(&json!({"ok": false, "refusal": refusal_json(refusal, words)}));
            }
            REFUSED
        }
        CliError::Usage(why) => {
            complain(&format!("daybook: {why}"));
            USAGE
        }
        CliError::Io(error) => {
            complain(&format!("daybook: {}", marks::marked(&error.to_string())));
            if json {
                let _ = print_json(&json!({"ok": false, "error": error.to_string()}));
            }
            UNUSABLE
        }
        CliError::Book(error) => {
            complain(&format!("daybook: {}", marks::marked(&error.to_string())));
            if let Some(remedy) = remedy(error) {
                complain(remedy);
            }
            if json {
                let (kind, error) = (kind(error), error.to_string());
                let _ = print_json(&json!({"ok": false, "kind": kind, "error": error}));
            }
            UNUSABLE
        }
    }
}

/// What keeps a book from being used, in a word for scripts.
fn kind(error: &BookError) -> &'static str {
    match error {
        BookError::NoBook(_) => "no_book",
        BookError::InUse(_) | BookError::Stopped(_) => "in_use",
        BookError::NotServed { .. }
        | BookError::NotInGroup(_)
        | BookError::Gone(_)
        | BookError::OutOfReach { .. }
        | BookError::InAnothers { .. } => "not_reached",
        BookError::Refused(_) => "refused",
        BookError::Wire(_) => "protocol",
        BookError::Io { .. }
        | BookError::Ledger(LedgerError::Disk(_))
        | BookError::Journal(JournalError::Io { .. }) => "disk",
        BookError::Moved(_) => "moved",
        BookError::NoClock => "clock",
        BookError::Ledger(LedgerError::Shortage(_)) => "shortage",
        BookError::Journal(JournalError::Newer(..)) => "newer_version",
        BookError::Journal(JournalError::Missing { .. }) => "missing",
        BookError::Journal(_) => "damaged",
        BookError::Ledger(_) => "ledger",
        BookError::Data(_) => "data",
    }
}

/// What to do about a book that cannot be used.
fn remedy(error: &BookError) -> Option<&'static str> {
    match error {
        BookError::NoBook(_) | BookError::Journal(JournalError::NotABook(_)) => Some(
            "`daybook init --company NAME --country RW --currency RWF` makes one, `daybook demo` \
             one of made-up data; --book or DAYBOOK_BOOK say where.",
        ),
        BookError::InUse(_) => Some(
            "It answers nobody else just now: wait until it is done, or close it. Another user's \
             book is shared with `daybook serve`.",
        ),
        BookError::Stopped(_) => Some("Bring it back with `fg` in its terminal, or end it."),
        BookError::NotServed { .. } => Some(
            "Whoever runs the server can see to it: `systemctl status`, or start `daybook serve`.",
        ),
        BookError::Journal(JournalError::Newer(..)) => Some("Install the newer version."),

        BookError::Journal(error) if !matches!(error, JournalError::Io { .. }) => Some(
            "Nothing was changed. `daybook verify` lists what is wrong; `daybook restore FILE \
             --replace` goes on from a backup and keeps what is here aside.",
        ),
        BookError::NotInGroup(_) => Some(
            "Whoever runs the server adds the user to its group; that counts from the next login on.",
        ),
        BookError::Io { source, .. }
            if source.kind() == io::ErrorKind::PermissionDenied && owner::is_another() =>
        {
            Some(
                "Root acts as the owner of the book's folder there, and this is not the owner's. If \
                 it is part of the book, `chown` hands it over.",
            )
        }
        BookError::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => Some(
            "The book is another user's: it is shared with `daybook serve`, or this one is let in.",
        ),
        BookError::Refused(_)
        | BookError::Wire(_)
        | BookError::Gone(_)
        | BookError::Ledger(LedgerError::Disk(_))
        | BookError::Io { .. }
        | BookError::Moved(_)
        | BookError::NoClock
        | BookError::OutOfReach { .. }
        | BookError::InAnothers { .. }
        | BookError::Journal(_)
        | BookError::Data(_) => None,
        BookError::Ledger(LedgerError::Shortage(_)) => {
            Some("Nothing was changed. Try again when the machine has more to spare.")
        }
        BookError::Ledger(LedgerError::Contradiction(_)) => Some(
            "Nothing was changed. This is a fault of the program: please report it with this message.",
        ),
        BookError::Ledger(_) => Some("`daybook rebuild` posts the journal again."),
    }
}

/// How many damaged records are named one by one.
const MOST_NAMED: usize = 10;

/// Says what became of a restore that was interrupted.
pub fn say_interrupted(restore: &Interrupted) {
    match restore {
        Interrupted::Undone => complain(
            "daybook: a restore was interrupted before it changed anything: the book is the one \
             that was there before.",
        ),
        Interrupted::Finished { before: None } => {
            complain("daybook: a restore was interrupted and is now finished.");
        }
        Interrupted::Finished { before: Some(before) } => complain(&format!(
            "daybook: a restore was interrupted and is now finished: the book is the one from the \
             backup, and what was there before is in {}.",
            before.display()
        )),
    }
}

/// Says what opening found and mended.
pub fn say_found(found: &Found) {
    found.restore.iter().for_each(say_interrupted);
    if let Some(tail) = &found.tail {
        complain(&format!(
            "daybook: a write that was cut short (entry {}, {}, byte {}) was removed; nobody had \
             a receipt for it.",
            tail.entry, tail.file, tail.offset
        ));
    }
    for entry in found.unreadable.iter().take(MOST_NAMED) {
        eprintln!("daybook: the private record of entry {entry} is damaged or missing.");
    }
    if !found.unreadable.is_empty() {
        eprintln!(
            "daybook: the rest of the book can be read; nothing can be posted until a backup is \
             restored."
        );
    }
    if let Some(folder) = &found.quarantine {
        complain(&format!(
            "daybook: the ledger was damaged; it was put aside in {} and posted again from the \
             journal ({}).",
            folder.display(),
            counted(found.posted, "entry", "entries")
        ));
    }
    if let Some(why) = found.read_only {
        eprintln!("daybook: read-only: {why}. Nothing is posted until it takes writes again.");
    }
    if found.is_clock_behind {
        eprintln!(
            "daybook: the clock is behind the last entry, so today's date is not to be trusted. Set \
             the clock; nothing is posted before that."
        );
    }
    if let Some(why) = &found.in_memory {
        eprintln!(
            "daybook: {why}; it was left as it is, and the whole journal ({}) was posted in memory \
             for now.",
            counted(found.posted, "entry", "entries")
        );
        if found.read_only.is_none() {
            eprintln!("If that happens again, `daybook rebuild` makes a new ledger.");
        }
    }
}

/// A refusal of a query's field that is no command's: a rule, a field, what was given.
pub fn refused(rule: Rule, field: &str, given: &str) -> CliError {
    Refusal::new(rule, field).with("given", given).into()
}

/// Long work as a bar on a terminal, as plain lines elsewhere; work that is soon done says nothing.
pub struct Bar {
    began: Instant,
    shown: Option<ProgressBar>,
    last: u64,
}

impl Default for Bar {
    fn default() -> Bar {
        Bar { began: Instant::now(), shown: None, last: 0 }
    }
}

/// Work that is done sooner needs no bar.
const SOON: Duration = Duration::from_secs(1);

impl Progress for Bar {
    fn at(&mut self, what: &'static str, done: u64, total: u64) {
        if self.began.elapsed() < SOON {
            return;
        }
        if !io::stderr().is_terminal() {
            let tenth = (done * 10).checked_div(total).unwrap_or(done / 100_000);
            if tenth != self.last {
                self.last = tenth;
                match total {
                    0 => complain(&format!("{what}: {}", counted(done, "entry", "entries"))),
                    _ => complain(&format!("{what}: {} %", done * 100 / total)),
                }
            }
            return;
        }
        let bar = self.shown.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} % {eta}");
            let bar = ProgressBar::new(total);
            if let (Ok(style), true) = (style, total > 0) {
                bar.set_style(style);
            }
            bar.set_message(what);
            bar
        });
        bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
