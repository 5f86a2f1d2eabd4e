//! Shows the progress of long work: as a bar on a terminal, as plain lines elsewhere, and not at all if
//! it is quick. May use: domain, engine, words, the output, indicatif.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::{Language, Message};
use crate::engine::ports::Progress;
use crate::words::Words;

use super::output::{complain, is_seen};

/// The progress of long work.
pub struct Bar {
    language: Language,
    began: Instant,
    shown: Option<ProgressBar>,
    last: u64,
}

/// Quicker work shows no bar.
const SOON: Duration = Duration::from_secs(1);

impl Bar {
    /// A bar with words in a language.
    pub fn new(language: Language) -> Bar {
        Bar { language, began: Instant::now(), shown: None, last: 0 }
    }

    fn line(&self, what: &'static str, done: u64, total: u64) -> String {
        let words = Words::in_language(self.language);
        let what = words.say(&format!("progress-{what}"), &[]);
        words.tell(&match total {
            0 => Message::new("progress-entries")
                .with("what", what)
                .because("entries", &Message::new("count-entries").with("count", done)),
            _ => Message::new("progress-percent")
                .with("what", what)
                .with("percent", done * 100 / total),
        })
    }
}

impl Progress for Bar {
    fn at(&mut self, what: &'static str, done: u64, total: u64) {
        if self.began.elapsed() < SOON {
            return;
        }
        if !is_seen() {
            let tenth = (done * 10).checked_div(total).unwrap_or(done / 100_000);
            if tenth != self.last {
                self.last = tenth;
                complain(&self.line(what, done, total));
            }
            return;
        }
        let language = self.language;
        let bar = self.shown.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} % {eta}");
            let bar = ProgressBar::new(total);
            if let (Ok(style), true) = (style, total > 0) {
                bar.set_style(style);
            }
            bar.set_message(Words::in_language(language).say(&format!("progress-{what}"), &[]));
            bar
        });
        bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
