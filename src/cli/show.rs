//! `daybook show`: anything that has a number or a code, in full.

use clap::Args;
use serde_json::{Value, json};

use crate::documents::wording::Wording;
use crate::documents::{invoice, text};
use crate::domain::money::grouped;
use crate::domain::{Language, plain};
use crate::ledger::query::show::{Show, Shown};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ShowArgs {
    /// Its number or code: a customer, a document, a dispute, a promise, a call, a draft, an item
    what: String,
}

pub fn run(common: &Common, args: ShowArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let shown = session.ask(&Show { what: args.what })?;
    match (common.json, &shown) {
        (true, shown) => output::print_json(shown)?,
        (false, Shown::Invoice(it)) => {
            let paper = invoice::paper(it, &Wording::of(Language::English));
            let sent = fields(&json!({ "deliveries": it.deliveries }), 0);
            let parting = if sent.is_empty() { "" } else { "\n" };
            output::print(&format!("{}{parting}{sent}", text::text(&paper)))?;
        }
        (false, shown) => output::print(&fields(&serde_json::to_value(shown)?, 0))?,
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

/// The fields of an answer in words, one per line, without the empty ones.
fn fields(value: &Value, depth: usize) -> String {
    let Value::Object(fields_of) = value else { return String::new() };
    let indent = " ".repeat(depth);
    let mut text = String::new();
    for (field, value) in fields_of {
        let name = field.replace('_', " ");
        match value {
            Value::Null => {}
            // A line's tax is a code.
            Value::String(value)
                if MONEY.contains(&field.as_str()) && plain::parse(value).is_ok() =>
            {
                text += &format!("{indent}{name:<14} {}\n", grouped(value));
            }
            Value::String(value) => text += &format!("{indent}{name:<14} {value}\n"),
            Value::Array(list) if list.iter().all(Value::is_string) => {
                let list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                text += &format!("{indent}{name:<14} {}\n", list.join(" "));
            }
            Value::Array(list) => {
                for one in list {
                    text += &format!("{indent}{name}\n{}", fields(one, depth + 2));
                }
            }
            Value::Object(_) => text += &format!("{indent}{name}\n{}", fields(value, depth + 2)),
            other => text += &format!("{indent}{name:<14} {other}\n"),
        }
    }
    text
}
