//! Files that the user names: this is the only place that opens them. Nothing here waits for a file
//! that never begins, or reads one that never ends: devices, named pipes and sockets are refused, and
//! so are files over a limit. May use: domain, nix.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};

use crate::domain::{Cause, Message, Worded};

/// What a name leads to instead of a plain file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileSort {
    /// A folder.
    Folder,
    /// A named pipe, whose other end may never be opened.
    Pipe,
    /// A socket.
    Socket,
    /// A device, which may never end.
    Device,
    /// A link, if links are not followed.
    Link,
}

impl FileSort {
    /// All kinds.
    pub const ALL: [FileSort; 5] =
        [FileSort::Folder, FileSort::Pipe, FileSort::Socket, FileSort::Device, FileSort::Link];

    /// The code that selects its words.
    pub fn name(self) -> &'static str {
        match self {
            FileSort::Folder => "folder",
            FileSort::Pipe => "pipe",
            FileSort::Socket => "socket",
            FileSort::Device => "device",
            FileSort::Link => "link",
        }
    }

    fn english(self) -> &'static str {
        match self {
            FileSort::Pipe => "named pipe",
            other => other.name(),
        }
    }
}

/// Why a file can't be read.
#[derive(Debug)]
pub enum UserFileError {
    /// An error of the system.
    Io(io::Error),
    /// It is not a plain file.
    NotAFile(FileSort),
    /// It is longer than this many bytes.
    TooLong(u64),
}

impl From<io::Error> for UserFileError {
    fn from(error: io::Error) -> UserFileError {
        UserFileError::Io(error)
    }
}

impl fmt::Display for UserFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UserFileError::Io(error) => error.fmt(f),
            UserFileError::NotAFile(sort) => write!(f, "it is a {}, not a file", sort.english()),
            UserFileError::TooLong(most) => write!(f, "it is longer than {}", size(*most)),
        }
    }
}

impl Worded for UserFileError {
    fn message(&self) -> Message {
        match self {
            UserFileError::Io(error) => error.message(),
            UserFileError::NotAFile(sort) => {
                Message::new("error-not-a-file").with("kind", sort.name())
            }
            UserFileError::TooLong(most) => {
                Message::new("error-file-too-long").with("most", size(*most))
            }
        }
    }
}

impl From<UserFileError> for io::Error {
    fn from(error: UserFileError) -> io::Error {
        let kind = match error {
            UserFileError::Io(error) => return error,
            UserFileError::NotAFile(_) => io::ErrorKind::InvalidInput,
            UserFileError::TooLong(_) => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, Cause::of(&error))
    }
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
        bytes if bytes >= 1 << 10 => format!("{} KiB", bytes >> 10),
        bytes => format!("{bytes} B"),
    }
}

/// Opens a file for reading.
pub fn open(path: &Path) -> Result<File, UserFileError> {
    open_with(path, OFlag::empty(), false)
}

/// The same, also accepting the names that the system gives to the process's own descriptors, such as
/// `/dev/stdin` or the `/dev/fd/63` that a shell makes of `<(program)`: these may be a pipe or a
/// terminal.
pub fn open_or_descriptor(path: &Path) -> Result<File, UserFileError> {
    open_with(path, OFlag::empty(), true)
}

/// Whether a path leads to a terminal.
pub fn is_terminal(path: &Path) -> bool {
    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
    let opened = OpenOptions::new().read(true).custom_flags(flags.bits()).open(path);
    opened.is_ok_and(|file| file.is_terminal())
}

/// Reads a file of at most `most` bytes.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, UserFileError> {
    read_from(open(path)?, most)
}

/// The same for text in UTF-8.
pub fn read_text(path: &Path, most: u64) -> Result<String, UserFileError> {
    text_of(read(path, most)?)
}

/// Reads the first bytes of a file, at most `most`.
pub fn start(path: &Path, most: u64) -> Result<Vec<u8>, UserFileError> {
    let mut bytes = Vec::new();
    open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same as [`read`], without following links.
pub fn read_unlinked(path: &Path, most: u64) -> Result<Vec<u8>, UserFileError> {
    read_from(open_with(path, OFlag::O_NOFOLLOW, false)?, most)
}

/// Reads an open file, at most `most` bytes.
pub fn read_from(file: File, most: u64) -> Result<Vec<u8>, UserFileError> {
    // A buffer that grows by doubling would be copied and half empty.
    let length = usize::try_from(file.metadata()?.len().min(most)).unwrap_or(0);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length + 1).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    read_into(file, most, &mut bytes)?;
    Ok(bytes)
}

/// Reads to the end, at most `most` bytes.
pub fn read_into(from: impl Read, most: u64, bytes: &mut Vec<u8>) -> Result<(), UserFileError> {
    from.take(most.saturating_add(1)).read_to_end(bytes)?;
    match bytes.len() as u64 > most {
        true => Err(UserFileError::TooLong(most)),
        false => Ok(()),
    }
}

/// Bytes as text in UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, UserFileError> {
    let unreadable = |error: std::string::FromUtf8Error| {
        io::Error::new(io::ErrorKind::InvalidData, error.utf8_error())
    };
    Ok(String::from_utf8(bytes).map_err(unreadable)?)
}

fn open_with(path: &Path, more: OFlag, or_descriptor: bool) -> Result<File, UserFileError> {
    // A pipe without a writer would block; a terminal would become the controlling one.
    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY | more;
    let opened = OpenOptions::new().read(true).custom_flags(flags.bits()).open(path);
    let file = opened.map_err(|error| match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::ELOOP) if more.contains(OFlag::O_NOFOLLOW) => {
            UserFileError::NotAFile(FileSort::Link)
        }
        Some(Errno::ENXIO) => UserFileError::NotAFile(FileSort::Socket),
        _ => UserFileError::Io(error),
    })?;
    let found = file.metadata()?.file_type();
    let sort = match found {
        found if found.is_file() => return Ok(file),
        found if found.is_dir() => FileSort::Folder,
        found if found.is_fifo() => FileSort::Pipe,
        found if found.is_socket() => FileSort::Socket,
        _ => FileSort::Device,
    };
    if sort == FileSort::Folder || !or_descriptor || !is_own_descriptor(path) {
        return Err(UserFileError::NotAFile(sort));
    }
    blocking(&file)?;
    Ok(file)
}

/// Whether a path is a name that the system gives to the process's own descriptors.
fn is_own_descriptor(path: &Path) -> bool {
    path == Path::new("/dev/stdin")
        || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder))
}

/// Makes reads and writes block again.
pub(crate) fn blocking(file: &File) -> io::Result<()> {
    let flags = fcntl(file.as_fd(), FcntlArg::F_GETFL)?;
    let flags = OFlag::from_bits_retain(flags) & !OFlag::O_NONBLOCK;
    fcntl(file.as_fd(), FcntlArg::F_SETFL(flags))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    fn sort_of(path: &Path) -> Option<FileSort> {
        match open(path) {
            Err(UserFileError::NotAFile(sort)) => Some(sort),
            _ => None,
        }
    }

    #[test]
    fn only_a_file_is_opened_and_nothing_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "text").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        nix::unistd::mkfifo(&at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        assert_eq!(read_text(&at("link"), 4).unwrap(), "text");
        let linked = read_unlinked(&at("link"), 4);
        assert!(matches!(linked, Err(UserFileError::NotAFile(FileSort::Link))), "{linked:?}");
        assert!(matches!(read(&at("file"), 3), Err(UserFileError::TooLong(3))));
        assert_eq!(sort_of(folder.path()), Some(FileSort::Folder));
        assert_eq!(sort_of(&at("pipe")), Some(FileSort::Pipe));
        assert_eq!(sort_of(&at("socket")), Some(FileSort::Socket));
        assert_eq!(sort_of(Path::new("/dev/zero")), Some(FileSort::Device));
    }

    #[test]
    fn a_pipe_that_is_already_open_is_read_to_its_end() {
        let (reader, mut writer) = io::pipe().unwrap();
        let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
        let write = std::thread::spawn(move || io::Write::write_all(&mut writer, b"passed on"));
        assert_eq!(sort_of(Path::new(&path)), Some(FileSort::Pipe));
        let file = open_or_descriptor(Path::new(&path)).unwrap();
        assert_eq!(read_from(file, 100).unwrap(), b"passed on");
        write.join().unwrap().unwrap();
    }
}
