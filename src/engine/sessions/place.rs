//! Finds a book, and opens it here or joins the process that holds it. The lock decides. May use: the
//! rest of the engine.

use std::fs;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::domain::{Cause, Envelope};
use crate::journal::{Disk, RealDisk, disk};
use crate::store::picture::Picture;

use super::local::LocalBook;
use super::remote::{NotJoined, RemoteBook, Waiter};
use super::serve::{Gate, Server};
use super::wire::socket;
use crate::engine::error::{BookError, Failure};
use crate::engine::files::owner;
use crate::engine::files::who;
use crate::engine::ports::Progress;
use crate::engine::writing::caller::Caller;
use crate::engine::writing::options::OpenOptions;

/// The socket of a solo book, in its folder.
const SOCKET: &str = "socket";

/// The file in a book's folder that says that the book is served, and where.
const SERVED: &str = "served";

/// The most bytes that are read of it.
const LONGEST_MARK: u64 = 8 << 10;

/// How long to wait for a holder that neither answers nor ends: it may be opening or closing the book.
const PATIENCE: Duration = Duration::from_secs(3);

/// The place of a book.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BookPlace {
    /// A folder that this user may open.
    Solo(PathBuf),
    /// The socket of its server.
    Served(PathBuf),
}

/// The content of the mark of a served book.
#[derive(Serialize, Deserialize)]
struct ServedMark {
    socket: PathBuf,
}

impl BookAccess {
    /// Sends a command, and passes on its receipt.
    pub(super) fn send(
        &self,
        by: &Caller,
        envelope: Envelope,
        waiter: Waiter,
    ) -> Result<(), Failure> {
        match self {
            BookAccess::Remote(joined) => joined.send(envelope, waiter),
            BookAccess::Local(own, _) => own.send_for(by, envelope, waiter),
        }
    }
}

impl BookPlace {
    /// Finds what a path is: a socket, the folder of a served book, or that of a solo book.
    pub fn of(path: &Path) -> Result<BookPlace, BookError> {
        if fs::metadata(path).is_ok_and(|meta| meta.file_type().is_socket()) {
            return Ok(BookPlace::Served(path.to_path_buf()));
        }
        match served_at(path)? {
            Some(socket) => Ok(BookPlace::Served(socket)),
            None => Ok(BookPlace::Solo(path.to_path_buf())),
        }
    }
}

/// The socket at which the book in a folder is served, if it is served.
fn served_at(folder: &Path) -> Result<Option<PathBuf>, BookError> {
    let at = folder.join(SERVED);
    match read_mark(&at) {
        Ok(text) => {
            let mark: ServedMark = serde_json::from_str(&text).map_err(|error| {
                BookError::Data(Cause::text(format!("{}: {error}", at.display())))
            })?;
            Ok(Some(mark.socket))
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(source) => Err(BookError::io(at, source)),
    }
}

fn read_mark(at: &Path) -> std::io::Result<String> {
    let file = disk::open_plain(fs::OpenOptions::new().read(true), at)?;
    let mut text = String::new();
    file.take(LONGEST_MARK).read_to_string(&mut text)?;
    Ok(text)
}

/// Marks the book in a folder as served at a socket, or as solo again.
pub fn mark(folder: &Path, socket: Option<&Path>) -> Result<(), BookError> {
    let at = folder.join(SERVED);
    let io = |source| BookError::io(&at, source);
    // The server goes on even if the disk takes no writes.
    if served_at(folder)?.as_deref() == socket {
        return Ok(());
    }
    match socket {
        Some(socket) => {
            let mark = ServedMark { socket: socket.to_path_buf() };
            let text = serde_json::to_string(&mark).map_err(|e| BookError::Data(Cause::text(e)))?;
            disk::replace(&RealDisk, &at, text.as_bytes()).map_err(io)
        }
        None => match fs::remove_file(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(io(error)),
            Ok(()) => RealDisk.sync_folder(folder).map_err(io),
        },
    }
}

/// Whether this process opened the book or joined its holder.
pub(super) enum BookAccess {
    /// This process holds the book, and answers others.
    Local(Arc<LocalBook>, Option<Server>),
    /// Another process holds it.
    Remote(RemoteBook),
}

/// A snapshot of the book, with the way in which it is held.
#[derive(Clone)]
pub(super) struct HeldAt {
    pub(super) way: Arc<BookAccess>,
    /// The rows, if this process holds the book.
    pub(super) picture: Option<Picture>,
}

/// Opens the book, or joins the process that holds it.
pub(super) fn open(
    place: &BookPlace,
    options: &OpenOptions,
    progress: &mut dyn Progress,
) -> Result<BookAccess, BookError> {
    let folder = match place {
        BookPlace::Served(socket) => return join(socket, options).map(BookAccess::Remote),
        BookPlace::Solo(folder) => folder,
    };
    let began = Instant::now();
    loop {
        if let Some(socket) = served_at(folder)? {
            return join(&socket, options).map(BookAccess::Remote);
        }
        let holder = match LocalBook::open(folder, options.clone(), progress) {
            // The book is served now, and its server is just starting.
            Ok(own) if served_at(folder)?.is_some() => {
                drop(own);
                continue;
            }
            Ok(own) => return Ok(answering(folder, Arc::new(own))),
            Err(BookError::InUse(holder)) => holder,
            Err(error) => return Err(error),
        };
        match RemoteBook::connect(&folder.join(SOCKET), owner::acting_uid(), options.today) {
            Ok(joined) => return Ok(BookAccess::Remote(joined)),
            Err(NotJoined::Says(failure)) => return Err(in_words(failure)),
            Err(NotJoined::Silent) if who::is_stopped(holder.pid) => {
                return Err(BookError::Stopped(holder));
            }
            Err(_) if began.elapsed() > PATIENCE => return Err(BookError::InUse(holder)),
            Err(_) => std::thread::sleep(Duration::from_millis(15)),
        }
    }
}

/// Answers the same user's other terminals. Without sockets on the file system, only this process can
/// use the book.
fn answering(folder: &Path, own: Arc<LocalBook>) -> BookAccess {
    let at = folder.join(SOCKET);
    let server = socket::listen(&at, 0o600).and_then(|listener| {
        let gate = Gate::Owner(owner::acting_uid());
        Server::start(own.clone(), listener, &at, gate, Box::new(|_| ()))
    });
    BookAccess::Local(own, server.ok())
}

fn join(socket: &Path, options: &OpenOptions) -> Result<RemoteBook, BookError> {
    let away = |why: Cause| BookError::NotServed { at: socket.to_path_buf(), why };
    // The socket is not a file of the book: it belongs to the user who runs this process.
    let owner = owner::as_caller(|| RemoteBook::owner_of(socket));
    let owner = owner.map_err(|error| away(Cause::of(&error)))?;
    let joined = owner::as_caller(|| RemoteBook::connect(socket, owner, options.today));
    joined.map_err(|error| match error {
        NotJoined::Nobody(error) if error.kind() == ErrorKind::PermissionDenied => {
            BookError::NotInGroup(socket.to_path_buf())
        }
        NotJoined::Nobody(error) => away(Cause::of(&error)),
        NotJoined::Silent => away(Cause::said("error-no-greeting", "no greeting came")),
        NotJoined::Says(failure) => in_words(failure),
    })
}

fn in_words(failure: Failure) -> BookError {
    match failure {
        Failure::Book(error) => error,
        Failure::Refused(refusal) => BookError::Refused(refusal),
        Failure::Unknown(why) => BookError::Wire(why),
    }
}
