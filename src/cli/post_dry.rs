//! `daybook post --dry-run`: answers each command with what it would post, a wrap-up in words too, and
//! writes nothing. Each command sees what the ones before it would have made.

use std::io::{BufReader, Write};

use serde_json::{Value, json};

use crate::domain::{Envelope, Event, Moment, Refusal, marks};
use crate::engine::{Failure, Preview};
use crate::tui::dates;
use crate::words::Words;
use crate::words::said::Voice;

use super::Common;
use super::output::{self, CliError, DONE, REFUSED, UNUSABLE};
use super::post::{self, InputLine, PostArgs};

pub fn run(common: &Common, args: &PostArgs) -> Result<u8, CliError> {
    let input = args.input()?;
    let session = common.open()?;
    let mut lines: Vec<(usize, Result<Envelope, Refusal>)> = Vec::new();
    post::read_lines(BufReader::new(input), |number, line| {
        lines.push((number, read(&line)));
        Ok(())
    })?;
    let sent: Vec<Envelope> =
        lines.iter().filter_map(|(_, it)| it.as_ref().ok().cloned()).collect();
    let mut previews = match sent.is_empty() {
        true => Vec::new(),
        false => session.preview(sent)?,
    }
    .into_iter();
    let (words, zone) = (common.words(), session.info().zone.clone());
    let mut out = output::lines();
    let mut status = DONE;
    for (number, line) in lines {
        let outcome = match line {
            Err(refusal) => Err(Failure::Refused(refusal)),
            Ok(_) => match previews.next() {
                Some(outcome) => outcome,
                None => break,
            },
        };
        let (json, worse) = in_json(number, outcome, &words, &zone);
        status = status.max(worse);
        writeln!(out, "{}", marks::escaped(&json.to_string()))?;
    }
    out.flush()?;
    session.close()?;
    Ok(status)
}

fn read(line: &InputLine) -> Result<Envelope, Refusal> {
    post::envelope(line).1
}

fn in_json(
    line: usize,
    outcome: Result<Preview, Failure>,
    words: &Words,
    zone: &str,
) -> (Value, u8) {
    match outcome {
        Ok(preview) => {
            let mut json = post::receipt_json(&preview.receipt, words);
            json["dry_run"] = json!(true);
            if preview.is_repeat() {
                return (json, DONE);
            }
            // Nothing of this is recorded yet.
            if let Some(fields) = json.as_object_mut() {
                fields.remove("id");
                fields.remove("seq");
            }
            let agreed = agreed(&preview.events, words, zone);
            if !agreed.is_empty() {
                json["agreed"] = json!(agreed);
            }
            (json, DONE)
        }
        Err(Failure::Refused(refusal)) => {
            let refusal = output::refusal_json(&refusal, words);
            let json = json!({"ok": false, "dry_run": true, "line": line, "refusal": refusal});
            (json, REFUSED)
        }
        Err(failure) => {
            let why = words.tell(&failure);
            (json!({"ok": false, "dry_run": true, "line": line, "why": why}), UNUSABLE)
        }
    }
}

/// The sentences for what events agree or take back.
fn agreed(events: &[Event], words: &Words, zone: &str) -> Vec<String> {
    let voice = Voice {
        words,
        money: &|amount| words.figure(&amount.to_string()),
        day: &|day| dates::with_weekday(words, day),
    };
    let time = |at: Moment| match crate::ledger::in_zone(at, zone) {
        Some((day, time)) => format!("{} {time}", dates::with_weekday(words, day)),
        None => at.to_string(),
    };
    voice.agreed(&events.iter().collect::<Vec<_>>(), &time)
}
