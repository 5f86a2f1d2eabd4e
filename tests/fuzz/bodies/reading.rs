//! The command reader.

use daybook::engine::{intake, wire};

use super::has_words;

/// What is read as a command is written as JSON that reads as the same command, and what is
/// refused is refused in words.
pub fn reading(bytes: &[u8]) {
    let line = String::from_utf8_lossy(bytes);
    match intake::read(&line) {
        (id, Ok(envelope)) => {
            assert_eq!(envelope.id, id);
            let sent = wire::message::command(&envelope).unwrap();
            let (again, read) = intake::read(sent.get());
            assert_eq!((again, read.as_ref()), (id, Ok(&envelope)), "{sent}");
            // Written again it is the same text: an id's command can be compared by it.
            let again = wire::message::command(&read.unwrap()).unwrap();
            assert_eq!(again.get(), sent.get());
        }
        (_, Err(refusal)) => has_words(&refusal, &line),
    }
}
