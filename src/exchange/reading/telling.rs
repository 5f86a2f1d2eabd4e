//! Describes a reading before anything is written: the parts of the sentence, and the question about a
//! file that can be read in two ways. May use: domain, the readings.

use crate::domain::Message;

use super::amounts::Decimals;
use super::days::{self, DateLook, Order};
use super::{Alternative, LeftLine, LeftOut, Reading, ReadingsOf, TwoReadings};

/// The parts of the sentence about how a file is read. `file` is the name to show.
pub fn parts(reading: &Reading, file: &str) -> Vec<Message> {
    let mut parts = Vec::new();
    let first = Message::new("reading-kind").with("kind", &reading.kind).with("file", file);
    parts.push(match &reading.program {
        Some(program) => first.with("from", "program").with("program", program),
        None => first.with("from", "none").with("program", ""),
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
        parts.push(Message::new("reading-unused").with("columns", reading.unused.join(", ")));
    }
    if !reading.remembered.is_empty() {
        let options = reading.remembered.join(" ");
        parts.push(Message::new("reading-remembered").with("options", options));
    }
    parts
}

fn dates(reading: &Reading) -> Vec<Message> {
    let mut parts = Vec::new();
    if let Some(format) = &reading.date_format {
        parts.push(Message::new("reading-dates-format").with("format", format));
    } else if !reading.dates.is_empty() {
        let order = match reading.dates.values().find_map(|style| style.order) {
            Some(Order::DayFirst) => "day",
            Some(Order::MonthFirst) => "month",
            Some(Order::YearFirst) => "year",
            None => "plain",
        };
        parts.push(Message::new("reading-dates").with("order", order));
    }
    if let Some(serial) = &reading.serial
        && let Some(DateLook::Serial(day)) = days::look(serial)
    {
        parts.push(Message::new("reading-serial").with("given", serial).with("day", day));
    }
    parts
}

fn numbers(reading: &Reading) -> Option<Message> {
    let mut styles = reading.numbers.iter();
    let (_, first) = styles.next()?;
    let others = styles.filter(|(_, style)| style.decimals != first.decimals);
    let others: Vec<&str> = others.map(|(field, _)| field.as_str()).collect();
    let decimals = match first.decimals {
        Decimals::Point => "point",
        Decimals::Comma => "comma",
    };
    let message = Message::new("reading-numbers").with("decimals", decimals);
    Some(message.with("others", others.join(", ")).with("mixed", others.len()))
}

fn left_out(reading: &Reading) -> Vec<Message> {
    let counted = |(why, count): (&LeftOut, &u64)| {
        let name = match why {
            LeftOut::Total => "total",
            LeftOut::Footer => "footer",
            LeftOut::Header => "header",
            LeftOut::State => return left_states(reading),
            LeftOut::Other => "other",
        };
        let is_named = |line: &&LeftLine| line.why == *why && *why != LeftOut::Other;
        let lines = reading.left_lines.iter().filter(is_named).take(3);
        let shown: Vec<String> = lines.map(|it| format!("{} “{}”", it.line, it.text)).collect();
        let message = Message::new("reading-left").with("why", name).with("count", count);
        message.with("named", shown.len()).with("lines", shown.join(", "))
    };
    reading.left_out.iter().map(counted).collect()
}

/// The rows left out for their states, by state.
fn left_states(reading: &Reading) -> Message {
    let states = reading.left_states.iter().map(|(state, count)| format!("{count} {state}"));
    let states: Vec<String> = states.collect();
    let count: u64 = reading.left_states.values().sum();
    let message = Message::new("reading-left-states").with("states", states.join(", "));
    message.with("count", count)
}

/// A question as a sentence.
pub fn question(question: &TwoReadings) -> Message {
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

/// What an option says about the cells that need it.
fn as_in((option, value): &(&'static str, String)) -> &'static str {
    match (*option, value.chars().next()) {
        ("decimal-point", _) => "point",
        ("decimal-comma", _) => "comma",
        (_, Some('M')) => "month",
        _ => "day",
    }
}

/// The meaning of each choice of a question. Kinds are words of the command line.
pub fn meanings(question: &TwoReadings) -> Vec<Message> {
    let meaning = |choice: &Alternative| match (question.about, choice.means.as_str()) {
        (ReadingsOf::Discount, "") => Message::new("reading-not-used"),
        (ReadingsOf::Credits, "+") => Message::new("reading-credits-plus"),
        (ReadingsOf::Credits, _) => Message::new("reading-credits-minus"),
        (_, means) => match choice.line {
            Some(line) => Message::new("reading-as-in")
                .with("option", as_in(&choice.option))
                .with("given", means)
                .with("line", line),
            None => Message::text(means),
        },
    };
    question.choices.iter().map(meaning).collect()
}
