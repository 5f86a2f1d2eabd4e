//! `daybook show`: anything that has a number or a code, in full.

use clap::Args;
use serde_json::{Value, json};

use crate::documents::wording::Wording;
use crate::documents::{invoice, text};
use crate::domain::{Day, plain};
use crate::ledger::query::show::{Show, Shown};
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ShowArgs {
    /// Its number or code: a customer, a document, a dispute, a promise, a call, a draft, an item
    what: String,
}

pub fn run(common: &Common, args: ShowArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let words = common.words();
    let record = session.ask(&Show { what: args.what })?;
    match (common.json, &record) {
        (true, record) => output::print_json(record)?,
        (false, Shown::Invoice(it)) => {
            let paper = invoice::paper(it, &Wording::of(common.language()));
            let sent = fields(&json!({ "deliveries": it.deliveries }), 0, &words);
            let parting = if sent.is_empty() { "" } else { "\n" };
            output::print(&format!("{}{parting}{sent}", text::text(&paper)))?;
        }
        (false, record) => output::print(&fields(&serde_json::to_value(record)?, 0, &words))?,
    }
    Ok(DONE)
}

/// The fields that are amounts.
const MONEY: [&str; 22] = [
    "amount",
    "balance",
    "cleared",
    "credit_limit",
    "credited",
    "disputed",
    "gain",
    "left",
    "missed",
    "net",
    "next_amount",
    "on_account",
    "open",
    "original",
    "outstanding",
    "paid",
    "remaining",
    "taken_back",
    "tax",
    "to_allocate",
    "total",
    "unit_price",
];

/// The fields that are codes of the program, which languages have words for.
const CODES: [&str; 12] = [
    "answer",
    "direction",
    "from_kind",
    "kind",
    "language",
    "method",
    "outcome",
    "prices",
    "reason",
    "step",
    "to",
    "to_kind",
];

/// The narrowest column of names.
const NAMES: usize = 14;

/// The fields of an answer in words, one per line, without the empty ones. A record begins with its own
/// number, whose label is what it is called.
fn fields(value: &Value, depth: usize, words: &Words) -> String {
    let Value::Object(fields_of) = value else { return String::new() };
    let noun = fields_of.keys().next().map(|field| shown(field)).unwrap_or_default();
    let indent = " ".repeat(depth);
    let mut text = String::new();
    for (field, value) in fields_of {
        let name = name(field, value, words);
        let mut line = |value: &str| text += &format!("{indent}{name:<NAMES$} {value}\n");
        match value {
            Value::Null => {}
            Value::Array(list) if list.is_empty() => {}
            Value::String(value) if field == "state" => line(&words.agreeing(&noun, value)),
            Value::String(value) => line(&told(field, value, words)),
            Value::Array(list) if list.iter().all(Value::is_string) => {
                let list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                line(&list.join(" "));
            }
            Value::Array(list) => {
                for one in list {
                    text += &format!("{indent}{name}\n{}", fields(one, depth + 2, words));
                }
            }
            Value::Object(_) => {
                text += &format!("{indent}{name}\n{}", fields(value, depth + 2, words));
            }
            Value::Bool(is_so) => {
                line(&words.say(if *is_so { "show-yes" } else { "show-no" }, &[]));
            }
            other @ Value::Number(_) => line(&other.to_string()),
        }
    }
    text
}

/// The label of a field; its JSON name without underscores if the language has no other word. Who did something
/// is not called what the day is by which it is to be done.
fn name(field: &str, value: &Value, words: &Words) -> String {
    let is_day = value.as_str().is_some_and(|text| text.parse::<Day>().is_ok());
    let name = if field == "by" && is_day { shown("pay_by") } else { shown(field) };
    if words.knows(&name) { words.say(&name, &[]) } else { field.replace('_', " ") }
}

/// The message with the label of a field.
fn shown(field: &str) -> String {
    format!("shown-{}", field.replace('_', "-"))
}

fn told(field: &str, value: &str, words: &Words) -> String {
    // A line's tax is a code.
    if MONEY.contains(&field) && plain::parse(value).is_ok() {
        return words.figure(value);
    }
    let is_way = field == "by" && ["email", "print", "hand"].contains(&value);
    match (is_way || CODES.contains(&field))
        && words.knows(&format!("word-{}", value.replace('_', "-")))
    {
        true => words.word(value),
        false => value.to_string(),
    }
}
