//! The result of an import in words: its counts and sums, the warnings, the refused rows. May use:
//! words, the command line's output.

use crate::cli::output;
use crate::domain::{Message, Money, Rule};
use crate::exchange::import::{ImportKind, ImportSummary, Rejects, Warned};
use crate::words::Words;

/// A place in the file: the line, and the field if there is one.
fn place(line: u64, field: &str) -> Message {
    match field.is_empty() {
        true => Message::new("import-line").with("line", line),
        false => Message::new("import-line-field").with("line", line).with("field", field),
    }
}

/// Prints the first rows imported with a warning, on stderr.
pub fn warn(warned: &[Warned], rows: u64, words: &Words) {
    for Warned { line, warning } in warned {
        let said = Message::new("import-warning").because("place", &place(*line, &warning.field));
        output::complain(&words.tell(&said.with("what", words.warning(warning))));
    }
    if rows > warned.len() as u64 {
        let rows = Message::new("count-rows").with("count", rows);
        let said = Message::new("import-warnings-in-all").because("rows", &rows);
        output::complain(&words.tell(&said));
    }
}

/// Prints the first refused rows, on stderr.
pub fn say(rejects: &Rejects, words: &Words) {
    for (line, refusal) in (0..10).map_while(|number| rejects.why(number)) {
        let said = Message::new("import-refused").because("place", &place(line, &refusal.field));
        output::complain(&words.tell(&said.because("what", &refusal)));
    }
    if rejects.len() > 10 {
        let said = Message::new("import-refused-in-all").with("count", rejects.len());
        output::complain(&words.tell(&said));
    }
}

/// How to import rows whose customers the book does not have, once for all of them.
pub fn say_unknown(kind: ImportKind, rejects: &Rejects, words: &Words) {
    let unknown = rejects.count(Rule::CustomerUnknown);
    if unknown > 0 && kind.needed().contains(&"customer") {
        output::complain(&words.tell(&Message::new("import-unknown").with("count", unknown)));
    }
}

/// The result in lines, and the names that resemble those of accounts.
pub fn said(summary: &ImportSummary, dry_run: bool, words: &Words) -> String {
    let figure = |amount: Money| words.figure(&amount.to_string());
    let mut said = summary.told(dry_run, &summary.kind, &figure);
    for near in &summary.near {
        let accounts: Vec<String> =
            near.accounts.iter().map(|it| format!("{} ({})", it.customer, it.name)).collect();
        let told = Message::new("import-near").with("given", &near.given);
        said.push(told.with("accounts", accounts.join(", ")));
    }
    said.iter().map(|one| words.tell(one) + "\n").collect()
}
