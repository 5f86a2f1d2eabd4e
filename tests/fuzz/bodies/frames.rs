//! What comes over the socket: frames, and the messages in them.

use std::io::{self, Read};

use daybook::engine::wire::frame;
use daybook::engine::wire::message::{Hello, Reply, Request};

/// Gives a few bytes at a time, and is interrupted in between.
struct Slow<'a> {
    bytes: &'a [u8],
    turn: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        if self.turn.is_multiple_of(3) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = into.len().min(1 + self.turn % 7);
        self.bytes.read(&mut into[..most])
    }
}

/// All messages, and how the reading ended.
fn messages(
    mut from: impl Read,
    read: impl Fn(&mut dyn Read) -> io::Result<Option<Vec<u8>>>,
) -> (Vec<Vec<u8>>, Option<io::ErrorKind>) {
    let mut all = Vec::new();
    loop {
        match read(&mut from) {
            Ok(Some(message)) => all.push(message),
            Ok(None) => return (all, None),
            Err(error) => return (all, Some(error.kind())),
        }
    }
}

/// Whatever comes, no more room is made than for what came; however it comes, it is read the same;
/// and what was read, written again, reads as before.
pub fn frames(bytes: &[u8]) {
    let many = |from: &mut dyn Read| frame::read(&mut &mut *from);
    let one = |from: &mut dyn Read| frame::read_one(&mut &mut *from);
    for is_one in [false, true] {
        let all = |from: &mut dyn Read| match is_one {
            true => messages(from, one),
            false => messages(from, many),
        };
        let (read, ended) = all(&mut &*bytes);
        assert_eq!(all(&mut Slow { bytes, turn: 0 }), (read.clone(), ended));
        let length: usize = read.iter().map(|message| message.len() + 4).sum();
        assert!(length <= bytes.len());
        for message in &read {
            assert!(message.capacity() <= 4 * bytes.len() + 64, "{}", message.capacity());
            if !message.is_empty() {
                let mut written = Vec::new();
                frame::write(&mut written, message).unwrap();
                assert_eq!(frame::read(&mut written.as_slice()).unwrap().as_ref(), Some(message));
            }
            said(message);
        }
    }
    // Where there are no whole frames, the bytes themselves may be a message.
    said(bytes);
}

/// A message that is understood is understood again as it is written.
fn said(message: &[u8]) {
    fn same<T: serde::de::DeserializeOwned + serde::Serialize>(message: &[u8]) {
        if let Ok(read) = serde_json::from_slice::<T>(message) {
            let written = serde_json::to_vec(&read).unwrap();
            let again: T = serde_json::from_slice(&written).unwrap();
            assert_eq!(serde_json::to_vec(&again).unwrap(), written);
        }
    }
    same::<(u64, Request)>(message);
    same::<(u64, Reply)>(message);
    same::<Hello>(message);
}
