//! How a file is read, before anything is written: the sentence, the preview by field, and the questions.
//! May use: the readings, words, the command line's output.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::cli::output::{self, CliError};
use crate::domain::{Message, Refusal, Rule, marks};
use crate::exchange::import::DateFormat;
use crate::exchange::import::Kind;
use crate::exchange::import::finding::{FoundFile, PreviewField, Wish};
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;
use crate::exchange::reading::{LeftLine, LeftOut, Reading, ReadingsOf, TwoReadings};
use crate::words::Words;

/// How many rows the preview shows.
pub const PREVIEWED: usize = 3;

/// The widest cell of the preview.
const WIDEST: usize = 24;

/// Whether questions can be put: somebody sits at a terminal, and it is not the file that comes in there.
pub fn can_ask(file: &Path, json: bool) -> bool {
    !json && file != Path::new("-") && io::stdin().is_terminal() && output::is_seen()
}

/// The sentence that says how a file is read.
pub fn sentence(reading: &Reading, file: &Path, words: &Words) -> String {
    let mut parts = Vec::new();
    let kind = Message::new("reading-kind").with("kind", &reading.kind);
    let kind = kind.with("file", file.display());
    parts.push(match &reading.program {
        Some(program) => kind.with("from", "program").with("program", program),
        None => kind.with("from", "none").with("program", ""),
    });
    if let Some(sheet) = &reading.sheet {
        parts.push(Message::new("reading-sheet").with("sheet", sheet));
    }
    parts.push(Message::new("reading-header").with("line", reading.header_line));
    if let Some(separator) = reading.separator {
        let name = match separator {
            ',' => "comma",
            ';' => "semicolon",
            '\t' => "tab",
            '|' => "bar",
            _ => "other",
        };
        let encoding = reading.encoding.as_deref().unwrap_or_default();
        let message = Message::new("reading-separator").with("separator", name);
        parts.push(message.with("mark", separator).with("encoding", encoding));
    }
    parts.extend(dates(reading));
    parts.extend(numbers(reading));
    parts.extend(left_out(reading));
    if !reading.unused.is_empty() {
        let columns = reading.unused.join(", ");
        parts.push(Message::new("reading-unused").with("columns", columns));
    }
    if !reading.remembered.is_empty() {
        let options = reading.remembered.join(" ");
        parts.push(Message::new("reading-remembered").with("options", options));
    }
    let parts: Vec<String> = parts.iter().map(|part| words.tell(part)).collect();
    let between = words.say("reading-between", &[]);
    words.tell(&Message::new("reading-sentence").with("parts", parts.join(&between)))
}

fn dates(reading: &Reading) -> Vec<Message> {
    let mut parts = Vec::new();
    if let Some(format) = &reading.date_format {
        parts.push(Message::new("reading-dates-format").with("format", format));
    } else {
        let order = reading.dates.values().find_map(|style| style.order);
        let name = match order {
            Some(Order::DayFirst) => "day",
            Some(Order::MonthFirst) => "month",
            Some(Order::YearFirst) => "year",
            None => "plain",
        };
        if !reading.dates.is_empty() {
            parts.push(Message::new("reading-dates").with("order", name));
        }
    }
    if let Some(serial) = &reading.serial {
        let day = crate::exchange::reading::days::look(serial);
        if let Some(crate::exchange::reading::days::DateLook::Serial(day)) = day {
            parts.push(Message::new("reading-serial").with("given", serial).with("day", day));
        }
    }
    parts
}

fn numbers(reading: &Reading) -> Option<Message> {
    let mut styles = reading.numbers.iter();
    let (_, first) = styles.next()?;
    let others: Vec<&str> = styles
        .filter(|(_, style)| style.decimals != first.decimals)
        .map(|(field, _)| field.as_str())
        .collect();
    let name = match first.decimals {
        Decimals::Point => "point",
        Decimals::Comma => "comma",
    };
    let message = Message::new("reading-numbers").with("decimals", name);
    Some(message.with("others", others.join(", ")).with("mixed", others.len()))
}

fn left_out(reading: &Reading) -> Vec<Message> {
    let counted = |(why, count): (&LeftOut, &u64)| {
        let name = match why {
            LeftOut::Total => "total",
            LeftOut::Footer => "footer",
            LeftOut::Header => "header",
            LeftOut::Other => "other",
        };
        // Rows that are not meant are many, and no rows that went wrong.
        let is_named = |line: &&LeftLine| line.why == *why && *why != LeftOut::Other;
        let lines = reading.left_lines.iter().filter(is_named);
        let shown: Vec<String> =
            lines.take(3).map(|line| format!("{} “{}”", line.line, line.text)).collect();
        let message = Message::new("reading-left").with("why", name).with("count", count);
        let message = message.with("named", shown.len());
        message.with("lines", shown.join(", "))
    };
    reading.left_out.iter().map(counted).collect()
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

/// A question as a sentence.
fn asked(question: &TwoReadings) -> Message {
    let about = match question.about {
        ReadingsOf::Kind => "kind",
        ReadingsOf::Sheet => "sheet",
        ReadingsOf::Dates => "dates",
        ReadingsOf::Numbers => "numbers",
        ReadingsOf::Discount => "discount",
        ReadingsOf::Credits => "credits",
    };
    let message = Message::new("reading-question").with("about", about);
    match &question.example {
        Some(example) => {
            let message = message.with("given", &example.text).with("line", example.line);
            message.with("column", &example.column)
        }
        None => message.with("given", "").with("line", 0).with("column", ""),
    }
}

/// The readings of a question, each with the option that decides for it.
fn choices(question: &TwoReadings, words: &Words) -> Vec<String> {
    let said = |choice: &crate::exchange::reading::Alternative| {
        let means = match (question.about, choice.means.as_str()) {
            (ReadingsOf::Discount, "") => words.say("reading-not-used", &[]),
            (ReadingsOf::Credits, "+") => words.say("reading-credits-plus", &[]),
            (ReadingsOf::Credits, _) => words.say("reading-credits-minus", &[]),
            (_, means) => means.to_string(),
        };
        (means, choice.written())
    };
    let choices = question.choices.iter().map(said);
    choices.map(|(means, option)| format!("{means} ({option})")).collect()
}

/// The refusal of a file of which something can be read two ways.
pub fn refusal(question: &TwoReadings, words: &Words) -> Refusal {
    let field = match question.about {
        ReadingsOf::Kind => "kind",
        ReadingsOf::Sheet => "sheet",
        ReadingsOf::Dates => "date",
        ReadingsOf::Numbers | ReadingsOf::Credits => "amount",
        ReadingsOf::Discount => "discount",
    };
    let refusal = Refusal::new(Rule::ImportUnclear, field);
    let refusal = refusal.with("question", words.tell(&asked(question)));
    refusal.with("choices", choices(question, words).join(", "))
}

/// Puts a question, and does what is chosen. Whether something was.
pub fn ask(question: &TwoReadings, wish: &mut Wish, words: &Words) -> Result<bool, CliError> {
    output::complain(&words.tell(&asked(question)));
    for (number, choice) in (1..).zip(choices(question, words)) {
        output::complain(&format!("  {number}  {choice}"));
    }
    output::complain(&words.say("reading-choose", &[]));
    let line = line()?;
    let chosen = line.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let Some(choice) = chosen.and_then(|number| question.choices.get(number)) else {
        return Ok(false);
    };
    let (option, value) = &choice.option;
    match *option {
        "kind" => wish.kind = Kind::from_word(value),
        "sheet" => wish.sheet = Some(value.clone()),
        "date-format" => wish.format = Some(DateFormat::parse(value)?),
        "decimal-point" => wish.said.decimals = Some(Decimals::Point),
        "decimal-comma" => wish.said.decimals = Some(Decimals::Comma),
        "credits" => wish.said.credit_is_positive = Some(value == "plus"),
        "map" => {
            let (field, column) = value.split_once('=').unwrap_or((value, ""));
            wish.mapping.map.insert(field.to_string(), column.to_string());
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Asks whether to go on: Enter does, anything else stops.
pub fn goes_on(words: &Words) -> Result<bool, CliError> {
    output::complain(&words.say("reading-go-on", &[]));
    Ok(line()?.trim_end_matches(['\r', '\n']).is_empty())
}

/// A line of what is typed; without one, the end of it, something that is no answer.
fn line() -> Result<String, CliError> {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line)? {
        0 => Ok("-".into()),
        _ => Ok(line),
    }
}

/// Whether there is something to say about how a file of our own form is read.
pub fn is_worth_saying(file: &FoundFile) -> bool {
    !file.is_own || file.styles.is_some() || !file.reading.left_out.is_empty()
}
