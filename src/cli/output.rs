//! The output of the command line: answers on stdout, everything else on stderr, in the reader's
//! language. Nothing else writes there, and nothing that would act on the terminal is written: see
//! [`marks`].

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::MetadataExt;
use std::panic::PanicHookInfo;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use crate::documents::pdf::PdfError;
use crate::domain::{Message, Refusal, Rule, Worded, marks};
use crate::engine::new_file::NewFile;
use crate::engine::{BookError, Failure, owner, who};
use crate::journal::JournalError;
use crate::store::rows::{LedgerError, Stop};
use crate::words::Words;

/// Everything is done.
pub const DONE: u8 = 0;
/// Something was refused.
pub const REFUSED: u8 = 1;
/// The arguments are wrong.
pub const USAGE: u8 = 2;
/// The book can't be used.
pub const UNUSABLE: u8 = 3;

/// Why a subcommand failed.
#[derive(Debug)]
pub enum CliError {
    /// A rule refused it.
    Refused(Refusal),
    /// The book can't be used.
    Book(BookError),
    /// The arguments contradict each other.
    Usage(Message),
    /// Reading the input or writing the output failed.
    Io(Message),
    /// A document could not be printed.
    Pdf(PdfError),
}

impl CliError {
    /// The arguments contradict each other; the words need no arguments.
    pub fn usage(key: &'static str) -> CliError {
        CliError::Usage(Message::new(key))
    }

    /// Reading or writing a file failed.
    pub fn file(path: &Path, error: io::Error) -> CliError {
        CliError::Book(BookError::user_file(path, error))
    }
}

impl From<Refusal> for CliError {
    fn from(refusal: Refusal) -> CliError {
        CliError::Refused(refusal)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> CliError {
        CliError::Io(error.message())
    }
}

impl From<PdfError> for CliError {
    fn from(error: PdfError) -> CliError {
        match error {
            PdfError::NotBuilt => CliError::Usage(error.message()),
            error => CliError::Pdf(error),
        }
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
        CliError::Io(Message::text(error))
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> CliError {
        CliError::Io(Message::text(error))
    }
}

/// Writes text to stdout. A reader that has gone away is not an error.
pub fn print(text: &str) -> Result<(), CliError> {
    write_out(&marks::marked_page(text))
}

/// Writes lines to stderr. An error here is dropped: there is nowhere left to report it.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", marks::marked_page(text));
}

/// Whether stderr is a terminal.
pub fn is_seen() -> bool {
    io::stderr().is_terminal()
}

/// Reports a bug in the program, and where it is.
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

/// Stdout for many lines, each made safe to show by `post` and `journal`.
pub fn lines() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Writes what a command did to stdout. A failure is reported together with the fact that it is done.
pub fn print_done(text: &str) -> Result<(), CliError> {
    done_though(print(text), true)
}

/// The same as one JSON document.
pub fn print_json_done(value: &impl Serialize) -> Result<(), CliError> {
    done_though(print_json(value), true)
}

/// Adds to a failure to print that the command is done, if it is.
pub fn done_though(printed: Result<(), CliError>, is_done: bool) -> Result<(), CliError> {
    printed.map_err(|error| match error {
        CliError::Io(why) if is_done => {
            CliError::Io(Message::new("cli-done-unprinted").because("why", &why))
        }
        error => error,
    })
}

fn write_out(text: &str) -> Result<(), CliError> {
    write_bytes(text.as_bytes())
}

/// Writes the bytes of a file to stdout, which must not be a terminal.
pub fn write_bytes(bytes: &[u8]) -> Result<(), CliError> {
    write_to_reader(bytes).map(drop)
}

/// Writes to stdout. Returns false if its reader is gone.
fn write_to_reader(bytes: &[u8]) -> Result<bool, CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => Ok(written.map(|()| true)?),
    }
}

/// Prints one of several JSON documents. Returns false if the reader of stdout is gone.
pub fn print_json_to_reader(value: &impl Serialize) -> Result<bool, CliError> {
    write_to_reader((json_text(value)? + "\n").as_bytes())
}

/// Writes a new file that only its owner can read; refused about `field` if a file exists, unless
/// `replaces` allows replacing it.
pub fn write_file(
    field: &'static str,
    file: &Path,
    replaces: bool,
    bytes: &[u8],
) -> Result<(), CliError> {
    let mut out = NewFile::create(field, file, replaces)?;
    out.write_all(bytes).map_err(|error| BookError::user_file(file, error))?;
    Ok(out.finish(field)?)
}

/// Prints one JSON document on one line.
pub fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    write_out(&(json_text(value)? + "\n"))
}

/// A JSON document on one line, with characters that would act on a terminal escaped in its strings.
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

/// Reports an error, and returns the exit status.
pub fn say_error(error: &CliError, json: bool, words: &Words) -> u8 {
    match error {
        CliError::Refused(refusal) => {
            let rule = refusal.rule.name();
            let at = match refusal.field.is_empty() {
                true => rule.to_string(),
                false => words.say("cli-at", &[("rule", rule), ("field", &refusal.field)]),
            };
            complain(&format!("daybook: {} [{at}]", words.refusal(refusal)));
            if json {
                let _ = print_json(&json!({"ok": false, "refusal": refusal_json(refusal, words)}));
            }
            REFUSED
        }
        CliError::Usage(why) => {
            complain(&format!("daybook: {}", words.tell(why)));
            USAGE
        }
        CliError::Io(error) => {
            let error = words.tell(error);
            complain(&format!("daybook: {}", marks::marked(&error)));
            if json {
                let _ = print_json(&json!({"ok": false, "error": error}));
            }
            UNUSABLE
        }
        CliError::Pdf(error) => {
            let said = words.tell(error);
            complain(&format!("daybook: {}", marks::marked(&said)));
            if error.is_of_templates() {
                complain(&words.say("remedy-templates", &[]));
            }
            if json {
                let _ = print_json(&json!({"ok": false, "kind": "pdf", "error": said}));
            }
            REFUSED
        }
        CliError::Book(error) => {
            let said = words.tell(error);
            complain(&format!("daybook: {}", marks::marked(&said)));
            if let Some(remedy) = remedy(error) {
                complain(&words.say(remedy, &[]));
            }
            if json {
                let _ = print_json(&json!({"ok": false, "kind": kind(error), "error": said}));
            }
            UNUSABLE
        }
    }
}

/// Why a book can't be used, in a word for scripts.
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
        | BookError::UserFile { .. }
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

/// The words for what to do about a book that cannot be used.
fn remedy(error: &BookError) -> Option<&'static str> {
    match error {
        BookError::NoBook(_) | BookError::Journal(JournalError::NotABook(_)) => {
            Some("remedy-no-book")
        }
        BookError::InUse(_) => Some("remedy-in-use"),
        BookError::Stopped(_) => Some("remedy-stopped"),
        BookError::NotServed { .. } => Some("remedy-not-served"),
        BookError::Journal(JournalError::Newer(..)) => Some("remedy-newer"),
        BookError::Journal(error) if !matches!(error, JournalError::Io { .. }) => {
            Some("remedy-damaged")
        }
        BookError::NotInGroup(_) => Some("remedy-not-in-group"),
        BookError::Io { path, source } | BookError::Journal(JournalError::Io { path, source })
            if is_forbidden(source) =>
        {
            Some(of_forbidden(path))
        }
        BookError::UserFile { source, .. } if is_forbidden(source) => Some("remedy-file"),
        BookError::Refused(_)
        | BookError::Wire(_)
        | BookError::Gone(_)
        | BookError::Ledger(LedgerError::Disk(_))
        | BookError::Io { .. }
        | BookError::UserFile { .. }
        | BookError::Moved(_)
        | BookError::NoClock
        | BookError::OutOfReach { .. }
        | BookError::InAnothers { .. }
        | BookError::Journal(_)
        | BookError::Data(_) => None,
        BookError::Ledger(LedgerError::Shortage(_)) => Some("remedy-shortage"),
        BookError::Ledger(LedgerError::Contradiction(_)) => Some("remedy-fault"),
        BookError::Ledger(_) => Some("remedy-rebuild"),
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}

/// What to do if the permissions of a book's file or folder forbid the attempt, depending on whose it
/// is.
fn of_forbidden(path: &Path) -> &'static str {
    let found = path.ancestors().find_map(|path| std::fs::symlink_metadata(path).ok());
    match found {
        _ if owner::is_another() => "remedy-root",
        Some(found) if found.uid() == who::own_uid() => "remedy-own",
        _ => "remedy-anothers",
    }
}

/// A refusal about an option: the rule, the field, the given value.
pub fn refused(rule: Rule, field: &str, given: &str) -> CliError {
    Refusal::new(rule, field).with("given", given).into()
}
