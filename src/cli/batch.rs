//! Reports what became of many deliveries or documents that were made at once. May use: domain,
//! delivery, words.

use clap::ValueEnum;
use serde_json::json;

use crate::delivery::batch::BatchOutcome;
use crate::domain::delivery::DeliveryWay;
use crate::domain::{Message, Rule};

use super::Common;
use super::output::{self, CliError, DONE, REFUSED};

/// How a batch is sent.
#[derive(Clone, Copy, ValueEnum)]
pub enum WayArg {
    /// By e-mail, to each customer's own address
    Email,
    /// On paper
    Print,
}

impl From<WayArg> for DeliveryWay {
    fn from(way: WayArg) -> DeliveryWay {
        match way {
            WayArg::Email => DeliveryWay::Email,
            WayArg::Print => DeliveryWay::Print,
        }
    }
}

/// How many customers without an address or without a document are named; the JSON has them all.
const NAMED: usize = 10;

/// Reports the result, under the words for what was made; returns the exit status.
pub fn say(it: &BatchOutcome, common: &Common, made: &'static str) -> Result<u8, CliError> {
    let words = common.words();
    if it.stopped {
        output::complain(&format!("daybook: {}", words.say("batch-stopped", &[])));
    }
    for (code, why) in it.failed.iter().take(NAMED) {
        let said = Message::new("batch-one-failed").with("customer", code).because("why", why);
        output::complain(&format!("daybook: {}", words.tell(&said)));
    }
    let mut lines = vec![words.tell(&Message::new(made).with("count", it.made))];
    if it.skipped > 0 {
        lines.push(words.tell(&Message::new("batch-skipped").with("count", it.skipped)));
    }
    if !it.refused.is_empty() {
        let named: Vec<&str> =
            it.refused.iter().take(NAMED).map(|(code, _)| code.as_str()).collect();
        let said = Message::new("batch-no-address").with("count", it.refused.len());
        lines.push(words.tell(&said.with("codes", named.join(", "))));
    }
    if !it.failed.is_empty() {
        lines.push(words.tell(&Message::new("batch-failed").with("count", it.failed.len())));
    }
    if common.json {
        let one = |(code, rule): &(String, Rule)| json!({"customer": code, "rule": rule.name()});
        let failed =
            |(code, why): &(String, Message)| json!({"customer": code, "why": words.tell(why)});
        output::print_json_done(&json!({
            "made": it.made, "skipped": it.skipped, "stopped": it.stopped,
            "refused": it.refused.iter().map(one).collect::<Vec<_>>(),
            "failed": it.failed.iter().map(failed).collect::<Vec<_>>(),
        }))?;
    } else {
        output::print_done(&(lines.join("\n") + "\n"))?;
    }
    let is_done = it.refused.is_empty() && it.failed.is_empty() && !it.stopped;
    Ok(if is_done { DONE } else { REFUSED })
}
