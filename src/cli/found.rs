//! What opening a book found and mended, said on stderr. May use: domain, engine, words, the output.

use crate::domain::Worded;
use crate::engine::Interrupted;
use crate::engine::OpeningFindings;
use crate::words::Words;

use super::output::complain;

fn tell(what: &impl Worded, words: &Words) {
    complain(&format!("daybook: {}", words.tell(what)));
}

/// Says what became of a restore that was interrupted.
pub fn say_interrupted(restore: &Interrupted, words: &Words) {
    tell(restore, words);
}

/// Says what opening found and mended.
pub fn say_found(found: &OpeningFindings, words: &Words) {
    found.mended().iter().chain(&found.lacking()).for_each(|one| tell(one, words));
    if found.in_memory.is_some() && found.read_only.is_none() {
        complain(&words.say("found-in-memory-again", &[]));
    }
}
