//! `daybook import DIR`: imports the folder of an export into a new book.

use std::path::Path;

use serde_json::json;

use crate::domain::Message;
use crate::exchange::import::book::{self, BookImport, BookOutcome};
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE, REFUSED};

/// How many refused rows are printed.
const TOLD: usize = 10;

pub fn run(
    common: &Common,
    folder: &Path,
    dry_run: bool,
    override_reason: Option<String>,
) -> Result<u8, CliError> {
    let session = common.open_in_bulk()?;
    let words = common.words();
    let untold = words.say("import-book-block-untold", &[]);
    let import = BookImport { folder, dry_run, override_reason, untold };
    let outcome = book::run(&session, &import, &mut common.bar())?;
    session.close()?;
    let printed = match common.json {
        true => output::print_json(&json!({ "kind": "book", "tables": outcome.tables })),
        false => output::print(&said(&outcome, dry_run, &words)),
    };
    for one in outcome.rejects.iter().take(TOLD) {
        let place = Message::new("import-book-line").with("table", one.table);
        let field = Some(one.refusal.field.as_str()).filter(|field| !field.is_empty());
        let place = place.with("line", one.line).with("field", field.unwrap_or("none"));
        let told = Message::new("import-refused").because("place", &place);
        output::complain(&words.tell(&told.because("what", &one.refusal)));
    }
    if outcome.rejects.len() > TOLD {
        let told = Message::new("import-refused-in-all").with("count", outcome.rejects.len());
        output::complain(&words.tell(&told));
    }
    output::done_though(printed, !dry_run)?;
    Ok(if outcome.rejects.is_empty() { DONE } else { REFUSED })
}

fn said(outcome: &BookOutcome, dry_run: bool, words: &Words) -> String {
    let line = |it: &book::BookTableCount| {
        let message = Message::new("import-book-table").with("table", it.table);
        let message = message.with("dry", if dry_run { "yes" } else { "no" });
        let message = message.with("taken", it.taken).with("skipped", it.skipped);
        let message = message.with("refused", it.refused).with("left_out", it.left_out);
        words.tell(&message) + "\n"
    };
    let not_brought = words.tell_all("import-book-not-brought", &outcome.not_brought());
    let not_brought = not_brought.map(|told| told + "\n");
    outcome.tried().map(line).chain(not_brought).collect()
}
