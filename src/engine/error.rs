//! Errors about a book; a command that is refused is not one of them. May use: domain, journal, ledger.

use std::io;
use std::path::PathBuf;

use crate::domain::{Cause, Message, Refusal, Worded};
use crate::journal::JournalError;
use crate::store::rows::{LedgerError, Stop};

use super::holder::Holder;

/// Why a book cannot be used. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// There is no book.
    #[error("no book found in {0}")]
    NoBook(PathBuf),
    /// Another process has it open.
    #[error("the book is in use by {0}")]
    InUse(Holder),
    /// A disk error.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error.
        source: io::Error,
    },
    /// The journal is damaged or inconsistent.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The ledger cannot be posted.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Another process of the same user has it open and is stopped.
    #[error("the book is in use by {0}, and that process is stopped")]
    Stopped(Holder),
    /// Its server does not answer.
    #[error("the server at {at} doesn't answer: {why}")]
    NotServed {
        /// The socket.
        at: PathBuf,
        /// The system's error.
        why: Cause,
    },
    /// It is served to several people, and this user may not connect.
    #[error("the book is served at {0}, and this user may not connect there")]
    NotInGroup(PathBuf),
    /// The process that holds the book has ended.
    #[error("the connection to the book is lost: {0}")]
    Gone(Cause),
    /// The process that holds the book refuses.
    #[error(transparent)]
    Refused(Refusal),
    /// The process that holds the book reports an error.
    #[error("{0}")]
    Wire(Cause),
    /// Root acts as the owner of a book, and the owner can't reach it.
    #[error(
        "the book is {owner}'s, who cannot reach the folder {folder}: put it where its owner can, or \
         change the owner"
    )]
    OutOfReach {
        /// The folder.
        folder: PathBuf,
        /// The owner's name.
        owner: String,
    },
    /// Root would act on a path that another user can replace at any moment.
    #[error(
        "the folder {folder} is {owner}'s, but {at} on the way there is {other}'s, who could put \
         anything in its place: move the folder where only {owner} and root own what leads there, \
         or, if it is really {other}'s, hand it over with `chown -R --no-dereference`"
    )]
    InAnothers {
        /// The folder.
        folder: PathBuf,
        /// Its owner's name.
        owner: String,
        /// The part of the path that belongs to another user: a folder above, or a link.
        at: PathBuf,
        /// That user's name.
        other: String,
    },
    /// The machine's clock shows an impossible time.
    #[error("this machine's clock is before 1970 or after 2999: set it, then try again")]
    NoClock,
    /// A file that the user named, and that is not part of the book, can't be read or written.
    #[error("{path}: {source}")]
    UserFile {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Another folder has its name now, or none has.
    #[error(
        "the book in {0} was moved, removed or replaced while it was open here: close this and open \
         it again"
    )]
    Moved(PathBuf),
    /// A data file of the program or of the book can't be read.
    #[error("{0}")]
    Data(Cause),
}

impl Worded for BookError {
    fn message(&self) -> Message {
        match self {
            BookError::NoBook(folder) => Message::new("error-no-book").at("folder", folder),
            BookError::InUse(holder) => Message::new("error-in-use").because("holder", holder),
            BookError::Io { path, source } | BookError::UserFile { path, source } => {
                Message::new("error-disk").at("path", path).because("why", source)
            }
            BookError::Journal(error) => error.message(),
            BookError::Ledger(error) => error.message(),
            BookError::Stopped(holder) => Message::new("error-stopped").because("holder", holder),
            BookError::NotServed { at, why } => {
                Message::new("error-not-served").at("socket", at).because("why", why)
            }
            BookError::NotInGroup(at) => Message::new("error-not-in-group").at("socket", at),
            BookError::Gone(why) => Message::new("error-gone").because("why", why),
            BookError::Refused(refusal) => refusal.message(),
            BookError::Wire(why) | BookError::Data(why) => why.message(),
            BookError::OutOfReach { folder, owner } => {
                Message::new("error-out-of-reach").at("folder", folder).with("owner", owner)
            }
            BookError::InAnothers { folder, owner, at, other } => Message::new("error-in-anothers")
                .at("folder", folder)
                .with("owner", owner)
                .at("place", at)
                .with("other", other),
            BookError::NoClock => Message::new("error-no-clock"),
            BookError::Moved(folder) => Message::new("error-moved").at("folder", folder),
        }
    }
}

impl Worded for Failure {
    fn message(&self) -> Message {
        match self {
            Failure::Refused(refusal) => refusal.message(),
            Failure::Unknown(why) => Message::new("error-unknown-outcome").because("why", why),
            Failure::Book(error) => error.message(),
        }
    }
}

/// Whether a disk has no room: it is full, the owner's quota is used up, or a file has reached the
/// length that the process may write (`ulimit -f`).
pub fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), FileTooLarge | QuotaExceeded | StorageFull)
}

/// Whether a disk with this error can still be read but not written: it is full, read-only, or failing.
pub fn takes_no_writes(error: &io::Error) -> bool {
    let is_failing = error.raw_os_error() == Some(nix::libc::EIO);
    is_full(error) || error.kind() == io::ErrorKind::ReadOnlyFilesystem || is_failing
}

impl BookError {
    /// The disk error that prevents writing, if that is the reason.
    pub fn refused_write(&self) -> Option<&io::Error> {
        match self {
            BookError::Io { source, .. }
            | BookError::Journal(JournalError::Io { source, .. })
            | BookError::Ledger(LedgerError::Disk(source)) => {
                takes_no_writes(source).then_some(source)
            }
            _ => None,
        }
    }

    /// The system's error about a file that the user named.
    pub fn user_file(path: impl Into<PathBuf>, source: io::Error) -> BookError {
        BookError::UserFile { path: path.into(), source }
    }

    /// The disk error about `path`.
    pub fn io(path: impl Into<PathBuf>, source: io::Error) -> BookError {
        BookError::Io { path: path.into(), source }
    }
}

/// Why a command got no receipt.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule refused it: nothing was written.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The disk failed while the command was being made durable: whether it was written is unknown
    /// until the book is reopened. Sending it again under the same id is safe.
    #[error("the outcome is unknown: {0}; send it again under the same id once the book is open")]
    Unknown(Cause),
    /// The book can't be used.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// The error of a server of an earlier version, which does not know the question.
pub(super) const NO_QUESTION: &str = "error-no-question";

impl Failure {
    /// Whether the server is of an earlier version and does not know the question.
    pub fn is_no_question(&self) -> bool {
        matches!(self, Failure::Book(BookError::Wire(why)) if why.message().key == NO_QUESTION)
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Failure {
        match stop {
            Stop::Refused(refusal) => Failure::Refused(refusal),
            Stop::Ledger(error) => Failure::Book(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_an_earlier_server_lacks_is_told_from_a_failure() {
        let wire = |key| Failure::from(BookError::Wire(Cause::new("x", Message::new(key))));
        assert!(wire(NO_QUESTION).is_no_question());
        assert!(!wire("error-no-answer").is_no_question());
        assert!(!Failure::Unknown(Cause::new("x", Message::new(NO_QUESTION))).is_no_question());
    }
}
