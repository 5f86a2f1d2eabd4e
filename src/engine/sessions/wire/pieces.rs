//! A message in pieces, so that a long answer is never one block of memory and is not copied when it is
//! sent. Long work rests while it writes or sends one. May use: std, threads, frames.

use std::io::{self, Write};

use crate::threads;

use super::frame;

/// The most bytes of a piece.
pub const LONGEST: usize = 256 << 10;

/// How many bytes are written or sent between two rests.
const STEP: usize = 16 << 10;

/// A message in pieces, all full except the first and the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces(Vec<Vec<u8>>);

impl From<Vec<u8>> for Pieces {
    fn from(bytes: Vec<u8>) -> Pieces {
        Pieces(vec![bytes])
    }
}

impl Pieces {
    /// The length of all of it, in bytes.
    pub fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole message, if it is one piece.
    pub fn only(&self) -> Option<&[u8]> {
        match self.0.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The message with a text before it and one after; a single piece stays one.
    pub fn between(mut self, front: String, end: &str) -> Pieces {
        let mut front = front.into_bytes();
        match self.0.as_mut_slice() {
            [only] => {
                front.append(only);
                *only = front;
            }
            _ => self.0.insert(0, front),
        }
        if let Some(last) = self.0.last_mut() {
            last.extend_from_slice(end.as_bytes());
        }
        self
    }

    /// Sends it as one message.
    pub fn send(&self, to: &mut impl Write) -> io::Result<()> {
        frame::write_parts(to, self.0.iter().map(Vec::as_slice))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.last().is_none_or(|last| last.len() >= LONGEST) {
            // Most messages are short; one that fills a piece nearly always fills the next one too.
            let room = if self.0.is_empty() { 0 } else { LONGEST };
            self.0.push(Vec::with_capacity(room));
        }
        let Some(last) = self.0.last_mut() else { return Ok(0) };
        let taken = bytes.len().min(LONGEST - last.len());
        let steps = last.len() / STEP;
        last.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if last.len() / STEP > steps {
            threads::rest();
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_sent_as_it_would_be_in_one_piece_and_is_never_in_one() {
        let text: String = (0..200_000).map(|n| n.to_string()).collect();
        let mut pieces = Pieces::default();
        serde_json::to_writer(&mut pieces, &text).unwrap();
        let pieces = pieces.between("[7,".into(), "]");
        assert!(pieces.0.len() > 4 && pieces.only().is_none());
        // The last two bytes may be in a piece of their own.
        assert!(pieces.0.iter().all(|piece| piece.capacity() <= LONGEST + 2 && !piece.is_empty()));
        let mut sent = Vec::new();
        pieces.send(&mut sent).unwrap();
        let read = frame::read(&mut sent.as_slice()).unwrap().unwrap();
        assert_eq!(read.len(), pieces.len());
        assert_eq!(serde_json::from_slice::<(u64, String)>(&read).unwrap(), (7, text));
    }
}
