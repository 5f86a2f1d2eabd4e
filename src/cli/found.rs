//! Reports on stderr what opening a book found and repaired. May use: domain, engine, words, the
//! output.

use crate::domain::Worded;
use crate::engine::Interrupted;
use crate::engine::OpeningFindings;
use crate::words::Words;

use super::output::complain;

fn tell(what: &impl Worded, words: &Words) {
    complain(&format!("daybook: {}", words.tell(what)));
}

/// Reports what became of an interrupted restore.
pub fn say_interrupted(restore: &Interrupted, words: &Words) {
    tell(restore, words);
}

/// Reports what opening found and repaired.
pub fn say_found(found: &OpeningFindings, words: &Words) {
    found.mended().iter().chain(&found.lacking()).for_each(|one| tell(one, words));
    if found.in_memory.is_some() && found.read_only.is_none() {
        complain(&words.say("found-in-memory-again", &[]));
    }
}
