//! What opening a book found and mended, said on stderr. May use: domain, engine, words, the output.

use crate::domain::Message;
use crate::engine::Interrupted;
use crate::engine::OpeningFindings;
use crate::words::Words;

use super::output::complain;

/// How many damaged records are named one by one.
const MOST_NAMED: usize = 10;

fn tell(message: &Message, words: &Words) {
    complain(&format!("daybook: {}", words.tell(message)));
}

/// Says what became of a restore that was interrupted.
pub fn say_interrupted(restore: &Interrupted, words: &Words) {
    let message = match restore {
        Interrupted::Undone => Message::new("found-undone"),
        Interrupted::Finished { before: None } => Message::new("found-finished"),
        Interrupted::Finished { before: Some(before) } => {
            Message::new("found-finished-before").at("before", before)
        }
    };
    tell(&message, words);
}

/// Says what opening found and mended.
pub fn say_found(found: &OpeningFindings, words: &Words) {
    let posted = Message::new("count-entries").with("count", found.posted);
    found.restore.iter().for_each(|restore| say_interrupted(restore, words));
    if let Some(tail) = &found.tail {
        let message = Message::new("found-tail").with("entry", tail.entry);
        tell(&message.with("file", &tail.file).with("byte", tail.offset), words);
    }
    for entry in found.unreadable.iter().take(MOST_NAMED) {
        tell(&Message::new("found-unreadable").with("entry", entry), words);
    }
    if !found.unreadable.is_empty() {
        tell(&Message::new("found-reading-only"), words);
    }
    if let Some(folder) = &found.quarantine {
        let message = Message::new("found-quarantine").at("folder", folder);
        tell(&message.because("entries", &posted), words);
    }
    if let Some(why) = found.read_only {
        tell(&Message::new("found-read-only").because("why", &why), words);
    }
    if found.is_clock_behind {
        tell(&Message::new("found-clock-behind"), words);
    }
    if let Some(why) = &found.in_memory {
        let message = Message::new("found-in-memory").because("why", why);
        tell(&message.because("entries", &posted), words);
        if found.read_only.is_none() {
            complain(&words.say("found-in-memory-again", &[]));
        }
    }
}
