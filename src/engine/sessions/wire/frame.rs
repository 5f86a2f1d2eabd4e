//! Frames: a length, then that many bytes. May use: std, domain.

use std::io::{self, Read, Write};

use crate::domain::Cause;

/// The largest frame, in bytes.
pub const MOST: usize = 1 << 20;

/// The bit in a length that says that the message continues in the next frame.
const MORE: u32 = 1 << 31;

/// The largest answer, in bytes: a report over every account of a large book.
const MOST_WHOLE: usize = 1 << 30;

/// Reads a message of one frame; `None` if the other side left between two messages.
pub fn read_one(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let Some(length) = read_length(from)? else { return Ok(None) };
    if length & MORE != 0 {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    read_rest(from, length, &mut bytes)?;
    Ok(Some(bytes))
}

/// Reads a message of any number of frames.
pub fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(length) = read_length(from)? {
        read_rest(from, length & !MORE, &mut bytes)?;
        if length & MORE == 0 {
            return Ok(Some(bytes));
        }
    }
    match bytes.is_empty() {
        true => Ok(None),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn read_length(from: &mut impl Read) -> io::Result<Option<u32>> {
    let mut length = [0; 4];
    let mut have = 0;
    while have < length.len() {
        match from.read(&mut length[have..]) {
            Ok(0) if have == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => have += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(u32::from_be_bytes(length)))
}

/// Memory is reserved for bytes that arrive, not for the announced length.
fn read_rest(from: &mut impl Read, length: u32, into: &mut Vec<u8>) -> io::Result<()> {
    let length = length as usize;
    if length > MOST || into.len() + length > MOST_WHOLE {
        return Err(too_long());
    }
    match from.by_ref().take(length as u64).read_to_end(into)? {
        read if read == length => Ok(()),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn too_long() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        Cause::said("error-frame-too-long", "the frame is too long"),
    )
}

/// Writes a message in as many frames as it needs.
pub fn write(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    write_parts(to, std::iter::once(message))
}

/// Writes a message that consists of several parts.
pub fn write_parts<'a>(
    to: &mut impl Write,
    parts: impl Iterator<Item = &'a [u8]>,
) -> io::Result<()> {
    let mut parts = parts.flat_map(|part| part.chunks(MOST)).peekable();
    while let Some(part) = parts.next() {
        let more = if parts.peek().is_some() { MORE } else { 0 };
        let length = u32::try_from(part.len()).map_err(|_| too_long())?;
        to.write_all(&(length | more).to_be_bytes())?;
        to.write_all(part)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_take_several_frames_and_clients_send_one() {
        for length in [1, 5, MOST, MOST + 1, 3 * MOST] {
            let message = vec![b'x'; length];
            let mut bytes = Vec::new();
            write(&mut bytes, &message).unwrap_or_default();
            assert_eq!(read(&mut bytes.as_slice()).ok().flatten().as_ref(), Some(&message));
            assert_eq!(read_one(&mut bytes.as_slice()).is_ok(), length <= MOST);
        }
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_an_error() {
        assert!(matches!(read_one(&mut [].as_slice()), Ok(None)));
        assert!(read_one(&mut [0, 0].as_slice()).is_err());
        assert!(read_one(&mut [0, 0, 0, 3, b'{'].as_slice()).is_err());
        assert!(read_one(&mut [0x7F, 0xFF, 0xFF, 0xFF, b'{'].as_slice()).is_err());
        assert!(read(&mut [0x80, 0, 0, 1, b'{'].as_slice()).is_err());
    }
}
