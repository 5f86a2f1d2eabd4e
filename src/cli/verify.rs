//! `daybook verify` and `daybook rebuild`.

use clap::Args;
use serde_json::json;

use crate::domain::{Cause, Message};
use crate::engine::maintenance::{self, Rebuilt, VerifyReport};
use crate::journal::{Damage, DamageKind, Hash};
use crate::words::Words;

use super::Common;
use super::interrupt;
use super::output::{self, CliError, DONE, UNUSABLE};

#[derive(Args)]
pub struct VerifyArgs {
    /// Check that the entry of a head kept elsewhere is still there, with the same hash
    #[arg(long, value_name = "SEQ:HASH", value_parser = head)]
    head: Option<(u64, Hash)>,
}

fn head(text: &str) -> Result<(u64, Hash), Cause> {
    let parsed =
        text.split_once(':').and_then(|(seq, hash)| Some((seq.parse().ok()?, Hash::parse(hash)?)));
    let unclear = || Cause::said("usage-head", "write SEQ:HASH, the hash in 64 hexadecimal digits");
    parsed.ok_or_else(unclear)
}

pub fn run(common: &Common, args: &VerifyArgs) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    // Without a thread for it, the next run removes the copy of the ledger.
    let _ = interrupt::before_end(maintenance::remove_own_copies);
    let report = maintenance::verify(&folder, &common.options(), args.head, &mut common.bar())?;
    match common.json {
        true => output::print_json(&report)?,
        false => output::print(&text(&report, &common.words()))?,
    }
    Ok(if report.ok { DONE } else { UNUSABLE })
}

fn text(report: &VerifyReport, words: &Words) -> String {
    let mut said = found(report);
    said.extend(counts(report));
    said.push(verdict(report));
    said.iter().map(|one| words.tell(one) + "\n").collect()
}

/// The findings, one per line.
fn found(report: &VerifyReport) -> Vec<Message> {
    let mut said = Vec::new();
    let (missing, damaged): (Vec<&Damage>, Vec<&Damage>) =
        report.damage.iter().partition(|damage| damage.kind == DamageKind::Missing);
    let line = |key: &'static str, damage: &Damage| Message::new(key).because("damage", damage);
    said.extend(damaged.into_iter().map(|damage| line("verify-damaged", damage)));
    for run in missing.chunk_by(|a, b| a.entry + 1 == b.entry && a.file == b.file) {
        match run {
            [first, .., last] => {
                let run = Message::new("verify-missing-run").with("from", first.entry);
                said.push(run.with("to", last.entry));
            }
            _ => said.extend(run.iter().map(|damage| line("verify-missing", damage))),
        }
    }
    for row in &report.differences {
        let differs = Message::new("verify-differs").with("table", &row.table);
        said.push(differs.with("key", &row.key).with("what", &row.what));
    }
    if report.differing > report.differences.len() as u64 {
        said.push(Message::new("verify-differing").with("count", report.differing));
    }
    if let Some(tail) = &report.tail {
        let cut = Message::new("verify-tail").with("file", &tail.file);
        said.push(cut.with("byte", tail.offset));
    }
    said
}

/// The counts of what was read.
fn counts(report: &VerifyReport) -> Vec<Message> {
    let counted = |key: &'static str, count: u64| Message::new(key).with("count", count);
    let entries = counted("count-entries", report.entries);
    let read = if report.held.is_some() {
        Message::new("verify-counts-held")
    } else {
        let rows = counted("count-rows", report.rows);
        Message::new("verify-counts").because("rows", &rows)
    };
    let mut said = vec![read.because("entries", &entries).with("head", &report.head)];
    if report.erased > 0 {
        said.push(counted("verify-erased", report.erased));
    }
    if report.to_erase > 0 {
        said.push(counted("verify-to-erase", report.to_erase));
    }
    if report.behind > 0 {
        let behind = counted("count-entries", report.behind);
        said.push(Message::new("verify-behind").because("entries", &behind));
    }
    said
}

/// The verdict, and what to do.
fn verdict(report: &VerifyReport) -> Message {
    if let (true, Some(holder)) = (report.ok, &report.held) {
        return Message::new("verify-held").because("holder", holder);
    }
    if let (true, Some(why)) = (report.ok, &report.not_compared) {
        return Message::new("verify-not-compared").because("why", why);
    }
    Message::new(match (report.ok, report.damage.is_empty()) {
        (true, _) => "verify-whole",
        (false, true) => "verify-rebuild",
        (false, false) => "verify-restore",
    })
}

pub fn rebuild(common: &Common) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    let rebuilt = maintenance::rebuild(&folder, common.options(), &mut common.bar())?;
    let Rebuilt { head, posted, aside } = rebuilt;
    if common.json {
        let mut done = json!({"ok": true, "posted": posted, "head": head.to_string()});
        if let Some(aside) = aside {
            done["put_aside"] = json!(aside.to_string_lossy());
        }
        output::print_json_done(&done)?;
    } else {
        let posted = Message::new("count-entries").with("count", posted);
        let done = Message::new("rebuild-done").because("entries", &posted).with("head", head);
        let aside = aside.map(|folder| Message::new("rebuild-aside").at("folder", &folder));
        let (words, said) = (common.words(), std::iter::once(done).chain(aside));
        output::print_done(&said.map(|one| words.tell(&one) + "\n").collect::<String>())?;
    }
    Ok(DONE)
}
