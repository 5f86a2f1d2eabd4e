//! The dialogue with a mail server: commands out, replies in, with or without TLS.
//!
//! A step ends by its deadline, however slowly the server sends, and a reply is bounded, however much
//! it sends. The commands are lettre's. Its connection is not used: it reads a line of any length, and
//! loses the code of a reply that is not UTF-8. May use: rustls, encoding_rs, threads.

use std::fmt::Display;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use encoding_rs::WINDOWS_1252;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::threads;

/// The longest reply, in bytes.
const LONGEST_REPLY: u64 = 64 * 1024;

/// How many addresses of a server are tried.
const MOST_ADDRESSES: usize = 4;

/// Why a step failed.
#[derive(Debug)]
pub enum StepError {
    /// The server refused it.
    Refused(MailReply),
    /// There is no connection.
    Unreachable(io::Error),
    /// The connection failed, or TLS did.
    Io(io::Error),
    /// The server closed the connection before the end of its reply.
    Closed,
    /// The reply is longer than any that means something.
    Endless,
    /// The reply is not one, or came before it was asked for.
    NoSense,
    /// The server does not offer what is needed.
    Cannot(String),
}

impl From<io::Error> for StepError {
    fn from(error: io::Error) -> StepError {
        StepError::Io(error)
    }
}

impl From<rustls::Error> for StepError {
    fn from(error: rustls::Error) -> StepError {
        StepError::Io(io::Error::other(error))
    }
}

/// A reply.
#[derive(Debug, PartialEq, Eq)]
pub struct MailReply {
    /// Its code, from 200 to 599.
    pub code: u16,
    lines: Vec<String>,
}

impl MailReply {
    /// Its lines, joined by spaces.
    pub fn text(&self) -> String {
        self.lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its lines, without their codes.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    fn read(from: &mut impl BufRead) -> Result<MailReply, StepError> {
        let mut from = from.take(LONGEST_REPLY);
        let mut reply = MailReply { code: 0, lines: Vec::new() };
        loop {
            let mut line = Vec::new();
            from.read_until(b'\n', &mut line)?;
            let Some(line) = line.strip_suffix(b"\n") else {
                return Err(if from.limit() == 0 { StepError::Endless } else { StepError::Closed });
            };
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let (code, rest) = line.split_at_checked(3).ok_or(StepError::NoSense)?;
            let code = code_of(code).ok_or(StepError::NoSense)?;
            if !reply.lines.is_empty() && reply.code != code {
                return Err(StepError::NoSense);
            }
            reply.code = code;
            let (is_last, text) = match rest {
                [] => (true, rest),
                [b' ', text @ ..] => (true, text),
                [b'-', text @ ..] => (false, text),
                _ => return Err(StepError::NoSense),
            };
            reply.lines.push(text_of(text));
            if is_last {
                return Ok(reply);
            }
        }
    }
}

fn code_of(digits: &[u8]) -> Option<u16> {
    let is_code = matches!(digits, [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9']);
    std::str::from_utf8(digits).ok().filter(|_| is_code)?.parse().ok()
}

/// The text of a line. It should be ASCII or UTF-8; older servers send other encodings.
fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_string(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// A socket whose reads and writes end by a deadline.
struct TimedSocket {
    socket: TcpStream,
    until: Instant,
}

impl TimedSocket {
    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for TimedSocket {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(Some(self.left()?))?;
        self.socket.read(bytes)
    }
}

impl Write for TimedSocket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(Some(self.left()?))?;
        self.socket.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

enum Stream {
    Plain(TimedSocket),
    Tls(Box<StreamOwned<ClientConnection, TimedSocket>>),
}

impl Stream {
    fn socket(&mut self) -> &mut TimedSocket {
        match self {
            Stream::Plain(socket) => socket,
            Stream::Tls(stream) => &mut stream.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.read(bytes),
            Stream::Tls(stream) => stream.read(bytes),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.write(bytes),
            Stream::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Plain(socket) => socket.flush(),
            Stream::Tls(stream) => stream.flush(),
        }
    }
}

/// An open connection.
pub struct Dialogue {
    stream: BufReader<Stream>,
}

impl Dialogue {
    /// Connects, without TLS. Each address of the host may take `limit`, and so may looking them up.
    pub fn connect(host: &str, port: u16, limit: Duration) -> Result<Dialogue, StepError> {
        let addresses = addresses(host, port, limit).map_err(StepError::Unreachable)?;
        let mut failed = io::ErrorKind::NotFound.into();
        for address in addresses.into_iter().take(MOST_ADDRESSES) {
            match TcpStream::connect_timeout(&address, limit) {
                Ok(socket) => {
                    socket.set_nodelay(true)?;
                    let socket = TimedSocket { socket, until: Instant::now() + limit };
                    return Ok(Dialogue { stream: BufReader::new(Stream::Plain(socket)) });
                }
                Err(error) => failed = error,
            }
        }
        Err(StepError::Unreachable(failed))
    }

    /// Goes on with TLS. What the server sent before that is refused: anybody could have sent it.
    pub fn secured(self, tls: Arc<ClientConfig>, host: &str) -> Result<Dialogue, StepError> {
        if !self.stream.buffer().is_empty() {
            return Err(StepError::NoSense);
        }
        let Stream::Plain(socket) = self.stream.into_inner() else {
            return Err(StepError::NoSense);
        };
        let name = ServerName::try_from(host.to_string()).map_err(io::Error::other)?;
        let stream = StreamOwned::new(ClientConnection::new(tls, name)?, socket);
        Ok(Dialogue { stream: BufReader::new(Stream::Tls(Box::new(stream))) })
    }

    /// From now on, everything has to end within `limit`.
    pub fn within(&mut self, limit: Duration) {
        self.stream.get_mut().socket().until = Instant::now() + limit;
    }

    /// Sends bytes. A reply that was there before them answers nothing, and is refused.
    pub fn send(&mut self, bytes: &[u8]) -> Result<(), StepError> {
        if !self.stream.buffer().is_empty() {
            return Err(StepError::NoSense);
        }
        let stream = self.stream.get_mut();
        Ok(stream.write_all(bytes).and_then(|()| stream.flush())?)
    }

    /// Reads a reply, which must agree: one that asks for more (3xx) makes no sense here.
    pub fn reply(&mut self) -> Result<MailReply, StepError> {
        let reply = self.reply_or_more()?;
        if reply.code < 300 { Ok(reply) } else { Err(StepError::NoSense) }
    }

    fn reply_or_more(&mut self) -> Result<MailReply, StepError> {
        let reply = MailReply::read(&mut self.stream)?;
        if reply.code < 400 { Ok(reply) } else { Err(StepError::Refused(reply)) }
    }

    /// Sends a command, with its end of line, and reads the reply, which must agree.
    pub fn command(&mut self, command: impl Display) -> Result<MailReply, StepError> {
        self.send(command.to_string().as_bytes())?;
        self.reply()
    }

    /// Sends a command that the server may answer by asking for more, with the code `more`.
    pub fn command_or_more(
        &mut self,
        command: impl Display,
        more: u16,
    ) -> Result<MailReply, StepError> {
        self.send(command.to_string().as_bytes())?;
        let reply = self.reply_or_more()?;
        if reply.code < 300 || reply.code == more { Ok(reply) } else { Err(StepError::NoSense) }
    }
}

/// The addresses of a server. A thread looks them up: the system does it without a limit.
fn addresses(host: &str, port: u16, limit: Duration) -> io::Result<Vec<SocketAddr>> {
    let (give, take) = mpsc::channel();
    let at = (host.to_string(), port);
    threads::start("mail", move || {
        give.send(at.to_socket_addrs().map(Iterator::collect::<Vec<_>>))
    })?;
    take.recv_timeout(limit).map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// A text as it is sent, without the dot that ends it: a line that begins with a dot gets another.
pub fn stuffed(text: &[u8]) -> Vec<u8> {
    let mut stuffed: Vec<u8> = Vec::with_capacity(text.len() + text.len() / 64);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") && (stuffed.is_empty() || stuffed.ends_with(b"\r\n")) {
            stuffed.push(b'.');
        }
        stuffed.extend_from_slice(line);
    }
    if !stuffed.is_empty() && !stuffed.ends_with(b"\r\n") {
        stuffed.extend_from_slice(b"\r\n");
    }
    stuffed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<(u16, String)> {
        MailReply::read(&mut &*bytes).ok().map(|reply| (reply.code, reply.text()))
    }

    #[test]
    fn a_reply_has_a_code_in_each_line_and_an_end() {
        let is = |code, text: &str| Some((code, text.to_string()));
        assert_eq!(read(b"250 OK\r\n"), is(250, "OK"));
        assert_eq!(read(b"250\r\n"), is(250, ""));
        assert_eq!(read(b"250-a\r\n250-\r\n250 b\n250 c\r\n"), is(250, "a b"));
        assert_eq!(read(b"599 bo\xeete \xe2\x80\r\n"), is(599, "boîte â€"));
        for odd in [&b""[..], b"250 OK", b"25", b"hello\r\n", b"250-a\r\n251 b\r\n", b"150 a\r\n"] {
            assert_eq!(read(odd), None, "{odd:?}");
        }
        assert_eq!(read(&b"250-x\r\n".repeat(10_000)), None);
        assert_eq!(read(&[&b"250 "[..], &vec![b'x'; 70_000], b"\r\n"].concat()), None);
        let why = |bytes: &[u8]| MailReply::read(&mut &*bytes).err();
        assert!(matches!(why(b""), Some(StepError::Closed)));
        assert!(matches!(why(b"250-a\r\n25"), Some(StepError::Closed)));
        assert!(matches!(why(&b"250-x\r\n".repeat(10_000)), Some(StepError::Endless)));
        assert!(matches!(why(b"hello\r\n"), Some(StepError::NoSense)));
    }

    #[test]
    fn dots_at_the_start_of_a_line_are_doubled() {
        let is = |text: &str| String::from_utf8_lossy(&stuffed(text.as_bytes())).into_owned();
        assert_eq!(is(".\r\n..a\r\nb.\r\n"), "..\r\n...a\r\nb.\r\n");
        assert_eq!(is("a\r\n.b"), "a\r\n..b\r\n");
        assert_eq!(is("a\n.b\r\n"), "a\n.b\r\n");
        assert_eq!(is(""), "");
    }
}
