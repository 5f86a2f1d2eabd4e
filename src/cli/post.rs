//! `daybook post`: reads one JSON command per line and answers each, in order, with a receipt or a
//! refusal, once its entry is on disk.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, TryRecvError};

use clap::Args;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::{Envelope, Message, Refusal, Rule, Warning, marks};
use crate::engine::intake::{self, LONGEST_LINE};
use crate::engine::ports::Ports;
use crate::engine::session::Pending;
use crate::engine::{Failure, Receipt, Session, given};
use crate::threads;
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE, REFUSED, UNUSABLE};

#[derive(Args)]
pub struct PostArgs {
    /// The file of commands [default: stdin]
    file: Option<PathBuf>,
    /// Write nothing; show what each command would post, and a wrap-up in words
    #[arg(long)]
    pub(super) dry_run: bool,
}

impl PostArgs {
    /// The source of commands.
    pub(super) fn input(&self) -> Result<Box<dyn Read>, CliError> {
        Ok(match &self.file {
            Some(file) if file.as_os_str() != "-" => Box::new(given::open("file", file)?),
            _ => Box::new(io::stdin()),
        })
    }
}

/// The most answers that may wait to be printed.
const AHEAD: usize = 10_000;

/// The outcome of a line, with the line's number in the input and the ids of its command.
enum LineOutcome {
    Waiting(usize, CommandIds, Pending),
    Refused(usize, Option<Uuid>, Refusal),
}

/// The id that a line gives its command, and the one that it is sent with.
struct CommandIds {
    given: Option<Uuid>,
    sent: Option<Uuid>,
}

pub fn run(common: &Common, args: &PostArgs) -> Result<u8, CliError> {
    let input = args.input()?;
    let session = common.open_in_bulk()?;
    let ports = common.options().ports;
    let (answers, waiting) = mpsc::sync_channel(AHEAD);
    let asker = common.clone();
    let printer = threads::start("printer", move || print(&waiting, &asker.words()))?;
    let read = read_lines(BufReader::new(input), |number, line| {
        answers
            .send(answer(&session, &ports, number, line)?)
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe).into())
    });
    drop(answers);
    let printed = printer.join().unwrap_or(Ok(UNUSABLE));
    let head = session.close()?;
    let undelivered = |error: io::Error| {
        let entry = head.map_or_else(|| "none".to_string(), |head| head.seq.to_string());
        let why = Message::new("usage-undelivered").because("why", &error);
        CliError::Io(why.with("entry", entry))
    };
    let status = printed.map_err(undelivered)?;
    read?;
    Ok(status)
}

/// A line of the input.
pub(super) enum InputLine {
    Text(Vec<u8>),
    TooLong,
}

/// Reads lines of bounded length; skips a longer one to its end.
pub(super) fn read_lines(
    mut input: impl BufRead,
    mut each: impl FnMut(usize, InputLine) -> Result<(), CliError>,
) -> Result<(), CliError> {
    for number in 1.. {
        let mut line = Vec::new();
        let most = LONGEST_LINE as u64 + 1;
        if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.len() > LONGEST_LINE && line.last() != Some(&b'\n') {
            skip_line(&mut input)?;
            each(number, InputLine::TooLong)?;
            continue;
        }
        // The mark that some editors put before the first line, wherever files were joined.
        let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if !text.trim_ascii().is_empty() {
            each(number, InputLine::Text(text.to_vec()))?;
        }
    }
    Ok(())
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// Sends the command of a line. It gets an id here if it has none: whoever doesn't learn its outcome needs one
/// to send it again.
fn answer(
    session: &Session,
    ports: &Ports,
    number: usize,
    line: InputLine,
) -> Result<LineOutcome, CliError> {
    match envelope(&line) {
        (given, Ok(envelope)) => {
            let sent = Some(given.unwrap_or_else(|| ports.new_id()));
            let pending = session.send(Envelope { id: sent, ..envelope })?;
            Ok(LineOutcome::Waiting(number, CommandIds { given, sent }, pending))
        }
        (id, Err(refusal)) => Ok(LineOutcome::Refused(number, id, refusal)),
    }
}

/// The command of a line, or why it is not one, with its id if there is one.
pub(super) fn envelope(line: &InputLine) -> (Option<Uuid>, Result<Envelope, Refusal>) {
    let InputLine::Text(line) = line else {
        return (None, Err(Refusal::new(Rule::CommandTooLong, "").with("most", LONGEST_LINE)));
    };
    let Ok(line) = std::str::from_utf8(line) else {
        let refusal = Refusal::new(Rule::CommandMalformed, "").with("why", "not UTF-8");
        return (None, Err(refusal));
    };
    intake::read(line.trim())
}

/// Prints the answers in order, and returns the exit status.
fn print(answers: &Receiver<LineOutcome>, words: &Words) -> io::Result<u8> {
    let mut out = output::lines();
    let mut status = DONE;
    loop {
        let answer = match answers.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                out.flush()?;
                let Ok(answer) = answers.recv() else { break };
                answer
            }
        };
        let (number, ids, outcome) = match answer {
            LineOutcome::Refused(number, given, refusal) => {
                (number, CommandIds { given, sent: None }, Err(Failure::Refused(refusal)))
            }
            LineOutcome::Waiting(number, ids, pending) => {
                (number, ids, outcome(pending, &mut out)?)
            }
        };
        let (line, worse) = in_json(number, &ids, outcome, words);
        status = status.max(worse);
        writeln!(out, "{}", marks::escaped(&line.to_string()))?;
    }
    out.flush()?;
    Ok(status)
}

/// Waits for an outcome. Flushes what was printed before, in case that takes a while.
fn outcome(pending: Pending, out: &mut impl Write) -> io::Result<Result<Receipt, Failure>> {
    match pending.ready() {
        Ok(outcome) => Ok(outcome),
        Err(pending) => {
            out.flush()?;
            Ok(pending.wait())
        }
    }
}

fn in_json(
    line: usize,
    ids: &CommandIds,
    outcome: Result<Receipt, Failure>,
    words: &Words,
) -> (Value, u8) {
    match outcome {
        Ok(receipt) => (receipt_json(&receipt, words), DONE),
        Err(Failure::Refused(refusal)) => {
            let refusal = output::refusal_json(&refusal, words);
            (json!({"ok": false, "id": ids.given, "line": line, "refusal": refusal}), REFUSED)
        }
        Err(failure) => {
            let refusal = Refusal::new(Rule::JournalUnknown, "").with("why", words.tell(&failure));
            let refusal = output::refusal_json(&refusal, words);
            (json!({"ok": false, "id": ids.sent, "line": line, "refusal": refusal}), UNUSABLE)
        }
    }
}

/// The name of several of a kind: `promises`, `deliveries`.
fn several(what: &str) -> String {
    match what.strip_suffix('y') {
        Some(front) => format!("{front}ies"),
        None => format!("{what}s"),
    }
}

/// The JSON of a receipt: what was made, by kind. Allocations and write-offs are lists, because there
/// may be many, and so is every other kind of which several were made (`promises`); except for
/// allocations, the last of a kind is also there by itself.
pub fn receipt_json(receipt: &Receipt, words: &Words) -> Value {
    let mut made = Map::new();
    for (what, number) in &receipt.made {
        let is_one = receipt.made.iter().filter(|(other, _)| other == what).count() == 1;
        if ["allocation", "write_off"].contains(&what.as_str()) || !is_one {
            let list = made.entry(several(what)).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(json!(number));
            }
        }
        if what != "allocation" {
            made.insert(what.clone(), json!(number));
        }
    }
    let mut json = json!({"ok": true, "id": receipt.id, "seq": receipt.seq, "made": made});
    if !receipt.overrode.is_empty() {
        json["overrode"] = json!(receipt.overrode);
    }
    if !receipt.warnings.is_empty() {
        let warning = |it: &Warning| json!({"rule": it.rule, "field": it.field, "message": words.warning(it)});
        json["warnings"] = receipt.warnings.iter().map(warning).collect();
    }
    json
}
