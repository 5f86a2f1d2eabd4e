//! A whole book from the folder of an export: tried, then taken. May use: the walk, the work.

use std::sync::Arc;

use crate::engine::{Failure, Session};
use crate::exchange::import::book::{self, BookImport, BookOutcome};
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::query::{Answer, AnswerSoFar, Next};

use super::walk::{ImportWalk, WalkStep};
use super::work::RunWatch;

/// Tries or imports the tables of an export. Repeated after the connection was lost, it imports nothing
/// twice.
fn run(session: &Session, import: &BookImport, watch: &RunWatch) -> Result<BookOutcome, Failure> {
    let ran = book::run(session, import, &mut &*watch);
    watch.ends(&ran);
    ran
}

impl ImportWalk {
    /// Tries the tables of the folder, or imports them.
    pub fn runs_folder(&mut self, dry_run: bool, desk: &Desk) -> Vec<Step> {
        (self.book, self.mark, self.is_folder) = (None, 0, true);
        self.step = if dry_run { WalkStep::Trial } else { WalkStep::Taking };
        self.watch = Arc::default();
        let (watch, told) = (self.watch.clone(), self.watch.clone());
        let (folder, override_reason) = (self.path(), self.override_reason());
        let untold = desk.say("import-book-block-untold", &[]);
        let run = self.running_book.do_long(move |session| {
            let (override_reason, untold) = (override_reason.clone(), untold.clone());
            let import = BookImport { folder: &folder, dry_run, override_reason, untold };
            run(session, &import, &watch)
        });
        let tick = self.ticking.ask_in_parts(move |_| {
            let next = if told.is_over() { Next::Whole } else { Next::Soon };
            Ok(AnswerSoFar { answer: Some(()), next })
        });
        vec![Step::Send(run), Step::Send(tick)]
    }

    /// Takes the answer about a folder's tables; `None` if it is for something else.
    pub fn hears_folder(&mut self, answer: &Answer) -> Option<Vec<Step>> {
        Some(match self.running_book.take(answer)? {
            Ok(outcome) => {
                self.book = Some(Box::new(outcome));
                match self.step {
                    WalkStep::Taking => {
                        self.step = WalkStep::Done;
                        vec![Step::Imported(self.file_name())]
                    }
                    _ => vec![Step::Done],
                }
            }
            Err(why) => {
                (self.step, self.is_folder) = (WalkStep::File, false);
                vec![Step::Unanswered(why)]
            }
        })
    }
}
