//! How a file is read, before anything is written: the sentence, the preview by field, and the
//! questions. May use: the readings, words, the command line's output.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::cli::output::{self, CliError};
use crate::domain::{Message, Refusal, Rule, marks};
use crate::exchange::import::finding::{FoundFile, PreviewField, Wish};
use crate::exchange::reading::{Reading, ReadingsOf, TwoReadings, telling};
use crate::words::Words;

/// How many rows the preview shows.
pub const PREVIEWED: usize = 3;

/// The widest cell of the preview.
const WIDEST: usize = 24;

/// Whether questions can be asked: a person is at the terminal, and stdin is not the file.
pub fn can_ask(file: &Path, json: bool) -> bool {
    !json && file != Path::new("-") && io::stdin().is_terminal() && output::is_seen()
}

/// The sentence that says how a file is read.
pub fn sentence(reading: &Reading, file: &Path, words: &Words) -> String {
    let parts = telling::parts(reading, &file.display().to_string());
    let parts: Vec<String> = parts.iter().map(|part| words.tell(part)).collect();
    let between = words.say("reading-between", &[]);
    words.tell(&Message::new("reading-sentence").with("parts", parts.join(&between)))
}

/// The first rows by field, as lines.
pub fn preview(fields: &[PreviewField], words: &Words) -> String {
    let cell = |value: &Result<Option<String>, Refusal>| match value {
        Ok(text) => text.clone().unwrap_or_default(),
        Err(refusal) => words.refusal(refusal),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for field in fields {
        let mut row = vec![field.field.to_string(), field.from.clone()];
        row.extend(field.values.iter().map(cell));
        rows.push(row.iter().map(|text| short(&marks::marked(text))).collect());
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter().filter_map(|row| row.get(at)).map(|text| text.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths);
        let padded: Vec<String> = cells
            .map(|(cell, width)| {
                format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
            })
            .collect();
        text.push_str(&format!("  {}\n", padded.join("  ").trim_end()));
    }
    text
}

fn short(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.width() <= WIDEST {
        return text;
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if kept.width() + 2 > WIDEST {
            break;
        }
        kept.push(letter);
    }
    kept + "…"
}

/// The readings of a question, each with the option that selects it.
fn choices(question: &TwoReadings, words: &Words) -> Vec<String> {
    let meanings = telling::meanings(question);
    let both = meanings.iter().zip(&question.choices);
    both.map(|(means, choice)| format!("{} ({})", words.tell(means), choice.written())).collect()
}

/// The refusal of a file that can be read in two ways.
pub fn refusal(question: &TwoReadings, words: &Words) -> Refusal {
    let field = match question.about {
        ReadingsOf::Kind => "kind",
        ReadingsOf::Sheet => "sheet",
        ReadingsOf::Dates => "date",
        ReadingsOf::Numbers | ReadingsOf::Credits => "amount",
        ReadingsOf::Discount => "discount",
    };
    let refusal = Refusal::new(Rule::ImportUnclear, field);
    let refusal = refusal.with("question", words.tell(&telling::question(question)));
    refusal.with("choices", choices(question, words).join(", "))
}

/// Asks a question, and applies the answer. Returns whether there was one.
pub fn ask(question: &TwoReadings, wish: &mut Wish, words: &Words) -> Result<bool, CliError> {
    output::complain(&words.tell(&telling::question(question)));
    for (number, choice) in (1..).zip(choices(question, words)) {
        output::complain(&format!("  {number}  {choice}"));
    }
    output::complain(&words.say("reading-choose", &[]));
    let line = line()?;
    let chosen = line.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let Some(choice) = chosen.and_then(|number| question.choices.get(number)) else {
        return Ok(false);
    };
    Ok(wish.choose(choice)?)
}

/// Asks whether to continue: Enter does, anything else stops.
pub fn goes_on(words: &Words) -> Result<bool, CliError> {
    output::complain(&words.say("reading-go-on", &[]));
    Ok(line()?.trim_end_matches(['\r', '\n']).is_empty())
}

/// Reads a typed line; at the end of input returns something that is not an answer.
fn line() -> Result<String, CliError> {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line)? {
        0 => Ok("-".into()),
        _ => Ok(line),
    }
}

/// Whether the sentence is needed for a file in our own form.
pub fn is_worth_saying(file: &FoundFile) -> bool {
    !file.is_own || file.styles.is_some() || !file.reading.left_out.is_empty()
}
